"""What people want when they must choose: a remedy for votes that are all high (guide L1616-1631)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import kendalltau

from clusterlib.cells import split_ids
from clusterlib.demand_ranking.demand_agreement import concordance
from clusterlib.demand_ranking.demand_votes import natural
from clusterlib.demand_ranking.demands import Scores, places
from clusterlib.faults import DomainError, IntegrityError

Kind = Literal["places", "points", "best-worst"]
_EXACT = 9


@dataclass(frozen=True, slots=True)
class Forced:
    """Demands ordered by choices that cost something.

    Attributes
    ----------
    kind : str
        "places" (mean place, 1 best), "points" (mean of 100) or "best-worst" (times best less times worst, by
        times shown, -1 to 1).
    table : DataFrame
        One row per demand that was judged, first place on top: item_id, text (and twins), shown (answers it
        rests on), value, rank, low, high (interval), first (share of draws in which it is first, shared or
        alone), side ("above" or "below" the middle when the whole interval is, else "open").
    people : int
        People who answered.
    left_out : int
        People whose answers are of the other kind (places beside points) and are not used.
    middle : float
        Value of a demand nobody cares for more or less than for the others.
    w : float or None
        Kendall's W of the people's orders; None where it cannot be computed, or not all saw all demands.
    tau : float or None
        Kendall's tau-b with the order of the votes; None without votes or without an order.
    high_votes : bool
        Whether the votes from 1 to 3 could hardly tell the demands apart: the lowest score is `full` or more.
    balanced : bool
        Whether all demands were shown equally often.
    level, least, draws, seed : float and int
        Level of the intervals, people below which none is given, draws, start of the random numbers.
    """

    kind: Kind
    table: pd.DataFrame
    people: int
    left_out: int
    middle: float
    w: float | None
    tau: float | None
    high_votes: bool
    balanced: bool
    level: float
    least: int
    draws: int
    seed: int

    @property
    def judged(self) -> bool:
        """Whether any interval could be given."""
        return bool(self.table["low"].notna().any())


def from_rankings(
    demands: pd.DataFrame,
    rankings: pd.DataFrame | None = None,
    scores: Scores | None = None,
    *,
    level: float = 0.95,
    least: int = 5,
    draws: int = 10_000,
    seed: int = 20260101,
    full: float = 2.5,
) -> Forced:
    """Order the demands by the places or the points people gave them, in the latest round.

    Demands a person did not place share the average of the places left; demands without points got none of
    the 100. Where some people gave places and some points, the kind that more people used is taken.

    Parameters
    ----------
    demands, rankings : DataFrame
        Typed tables; the second may be missing.
    scores : Scores, optional
        The votes, to compare the two orders.
    level, least : float, int
        Level of the intervals, and people below which none is given.
    draws, seed : int
        Bootstrap draws of people and start of the random numbers.
    full : float
        Lowest score from which votes count as all high.

    Returns
    -------
    Forced

    Examples
    --------
    >>> items = pd.DataFrame({"item_id": list("ABC"), "category": "x", "text": list("ABC")})
    >>> rows = [("r1", "A", 1), ("r1", "B", 2), ("r1", "C", 3), ("r2", "A", 1)]
    >>> given = pd.DataFrame(rows, columns=["respondent_id", "item_id", "place"])
    >>> from_rankings(items, given).table[["item_id", "value"]].values.tolist()
    [['A', 1.0], ['B', 2.25], ['C', 2.75]]
    """
    keys = _keys(demands)
    rows = latest_round(rankings)
    column, used, left_out = _kind(rows)
    people = sorted({str(r) for r in used["respondent_id"]}, key=natural)
    values, middle = _completed(_grid(used, column, people, keys), column)
    kind: Kind = "points" if column == "points" else "places"
    whole, limits = np.ones_like(values), (level, least, draws, seed)
    return _judge(kind, demands, values, whole, middle, left_out, scores, limits, full)


def _completed(given: NDArray[np.float64], column: str) -> tuple[NDArray[np.float64], float]:
    """Answers without gaps, and the value in the middle: no points are 0, open places are shared."""
    items = given.shape[1]
    if column == "points":
        return np.nan_to_num(given), 100 / max(1, items)
    placed = (~np.isnan(given)).sum(axis=1, keepdims=True)
    return np.where(np.isnan(given), (placed + 1 + items) / 2, given), (items + 1) / 2


def from_best_worst(
    demands: pd.DataFrame,
    best_worst: pd.DataFrame | None = None,
    scores: Scores | None = None,
    *,
    level: float = 0.95,
    least: int = 5,
    draws: int = 10_000,
    seed: int = 20260101,
    full: float = 2.5,
) -> Forced:
    """Order the demands by how often they were the best and the worst of those shown (Louviere et al. 2015).

    Parameters
    ----------
    demands, best_worst : DataFrame
        Typed tables; the second may be missing.
    scores : Scores, optional
        The votes, to compare the two orders.
    level, least, draws, seed, full
        As in `from_rankings`.

    Returns
    -------
    Forced

    Raises
    ------
    IntegrityError
        A choice is not among the demands shown.

    Examples
    --------
    >>> items = pd.DataFrame({"item_id": list("ABC"), "category": "x", "text": list("ABC")})
    >>> rows = [("r1", 1, "A;B;C", "A", "C"), ("r2", 1, "A;B;C", "A", "B")]
    >>> sets = pd.DataFrame(rows, columns=["respondent_id", "set", "shown", "best", "worst"])
    >>> from_best_worst(items, sets).table[["item_id", "value"]].values.tolist()
    [['A', 1.0], ['B', -0.5], ['C', -0.5]]
    """
    keys = _keys(demands)
    rows = pd.DataFrame() if best_worst is None else best_worst
    people = sorted({str(r) for r in rows["respondent_id"]}, key=natural) if len(rows) else []
    place, column = {p: i for i, p in enumerate(people)}, {k: j for j, k in enumerate(keys)}
    net, shown = np.zeros((len(people), len(keys))), np.zeros((len(people), len(keys)))
    for row in rows.to_dict("records"):
        set_ = [key for key in split_ids(row["shown"]) if key in column]
        if row["best"] not in set_ or row["worst"] not in set_:
            raise IntegrityError(
                f"best_worst, {row['respondent_id']}, set {row['set']}: the choice is not among those shown."
            )
        i = place[str(row["respondent_id"])]
        shown[i, [column[key] for key in set_]] += 1
        net[i, column[row["best"]]] += 1
        net[i, column[row["worst"]]] -= 1
    return _judge("best-worst", demands, net, shown, 0.0, 0, scores, (level, least, draws, seed), full)


def _keys(demands: pd.DataFrame) -> list[str]:
    return sorted((str(key) for key in demands["item_id"]), key=natural)


def latest_round(rankings: pd.DataFrame | None) -> pd.DataFrame:
    """The rows of the latest round, with both kinds of answer; no rows where there is no table."""
    if rankings is None or rankings.empty:
        return pd.DataFrame({"respondent_id": [], "item_id": [], "place": [], "points": []})
    rows = rankings.assign(**{c: np.nan for c in ("place", "points") if c not in rankings})
    if "round" not in rows:
        return rows
    number = rows["round"].fillna(1)
    latest: pd.DataFrame = rows[number == number.max()]
    return latest


def _kind(rows: pd.DataFrame) -> tuple[str, pd.DataFrame, int]:
    """The column more people used, its rows, and the people who used only the other one."""
    used = {c: rows[rows[c].notna()] for c in ("place", "points")}
    who = {c: set(found["respondent_id"]) for c, found in used.items()}
    column = "points" if len(who["points"]) > len(who["place"]) else "place"
    other = "place" if column == "points" else "points"
    return column, used[column], len(who[other] - who[column])


def _grid(rows: pd.DataFrame, column: str, people: list[str], keys: list[str]) -> NDArray[np.float64]:
    place, at = {p: i for i, p in enumerate(people)}, {k: j for j, k in enumerate(keys)}
    grid = np.full((len(people), len(keys)), np.nan)
    for person, key, value in zip(rows["respondent_id"], rows["item_id"], rows[column], strict=True):
        grid[place[str(person)], at[str(key)]] = float(value)
    return grid


def _judge(
    kind: Kind,
    demands: pd.DataFrame,
    part: NDArray[np.float64],
    whole: NDArray[np.float64],
    middle: float,
    left_out: int,
    scores: Scores | None,
    limits: tuple[float, int, int, int],
    full: float,
) -> Forced:
    """Values, places and intervals from each person's share in every item: sum of part by sum of whole."""
    level, least, draws, seed = limits
    if not 0 < level < 1 or least < 1 or draws < 1:
        raise DomainError(f"level {level}, least {least}, draws {draws}: use 0 to 1, and at least 1.")
    sign = -1.0 if kind == "places" else 1.0
    seen = whole.sum(axis=0) > 0
    order = sorted(range(len(demands)), key=lambda i: natural(demands["item_id"].iloc[i]))
    names = [c for c in demands if c == "text" or str(c).startswith("text_")]
    rows = demands.iloc[order][["item_id", *names]].reset_index(drop=True)[seen]
    part, whole = part[:, seen], whole[:, seen]
    value = part.sum(axis=0) / whole.sum(axis=0)
    people = len(part)
    low = high = first = np.full(len(value), np.nan)
    if people >= least and len(value):
        rng = np.random.default_rng(seed)
        drawn = rng.multinomial(people, np.full(people, 1 / people), size=draws).astype(float)
        below = drawn @ whole
        again = np.divide(drawn @ part, below, out=np.full(below.shape, np.nan), where=below > 0)
        tail = (1 - level) / 2
        low, high = np.nanquantile(again, [tail, 1 - tail], axis=0)
        best = np.nanmax(sign * again, axis=1, keepdims=True)
        first = (sign * again >= best - 1e-9).mean(axis=0)
    better, worse = (high < middle, low > middle) if sign < 0 else (low > middle, high < middle)
    table = rows.assign(
        shown=whole.sum(axis=0).astype(int),
        value=value,
        rank=pd.array(places(np.round(sign * value, _EXACT)), dtype="Int64"),
        low=low,
        high=high,
        first=first,
        side=np.select([better, worse], ["above", "below"], "open"),
    )
    table = table.sort_values("rank", kind="stable").reset_index(drop=True)
    complete = people > 1 and len(value) > 1 and bool((whole > 0).all())
    found = concordance(sign * part / whole) if complete else None
    balanced = len(set(table["shown"])) < 2
    tau, high_votes = _beside(table, scores, full)
    w = None if found is None else found.w
    return Forced(
        kind, table, people, left_out, middle, w, tau, high_votes, balanced, level, least, draws, seed
    )


def _beside(table: pd.DataFrame, scores: Scores | None, full: float) -> tuple[float | None, bool]:
    """Likeness with the order of the votes, and whether the votes are all high."""
    if scores is None or scores.voted.empty:
        return None, False
    both = table.merge(scores.voted[["item_id", "score"]], on="item_id")
    high = float(scores.voted["score"].min()) >= full
    if len(both) < 2 or both["rank"].nunique() < 2 or both["score"].nunique() < 2:
        return None, high
    return float(kendalltau(-both["rank"].astype(float), both["score"], variant="b").statistic), high
