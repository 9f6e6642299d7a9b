"""From demands to key objectives: which groups of demands the votes support (guide L1601-1607)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterlib.cells import join_ids, weakest
from clusterlib.demand_ranking.demand_intervals import redraw
from clusterlib.demand_ranking.demand_votes import Ballot, natural
from clusterlib.demand_ranking.demands import Scores
from clusterlib.faults import DomainError

#: Rounding error of a mean of a few quotients; limits are met by equality.
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Choice:
    """Groups of demands judged by the rule.

    Attributes
    ----------
    scores : Scores
        The votes used.
    table : DataFrame
        One row per group, highest score first: id (O- and its smallest item_id), category (and twins),
        because (item_ids), demands, score, rank, lower (lower bound), wanted (people who gave a 3 to at
        least one demand of the group), asked, exact (False: `wanted` is a lower limit, since only counts are
        known), share, high_enough, many_enough, passes, kept, at_cut (kept although it shares the last
        place), basis.
        `high_enough` and `many_enough` are None where they cannot be judged.
    fewest, most : int
        How many objectives are wanted.
    lower_bound, majority, level : float
        The two limits and the level of the interval behind the lower bound.
    least : int
        Votes below which the rule is not applied.
    judged : bool
        Whether the rule could be applied at all.
    near : float
        Distance from `lower_bound` that counts as a near miss.
    """

    scores: Scores
    table: pd.DataFrame
    fewest: int
    most: int
    lower_bound: float
    majority: float
    level: float
    least: int
    judged: bool
    near: float = 0.05

    @property
    def kept(self) -> pd.DataFrame:
        """Rows of the groups that become key objectives."""
        return self.table[self.table["kept"]]

    def split_by(self, cut: int) -> list[str]:
        """Groups with one score of which a plain cut after `cut` groups would keep only a part."""
        known = self.table[self.table["rank"].notna()]
        if not 0 < cut < len(known):
            return []
        last, following = known["rank"].iloc[cut - 1], known["rank"].iloc[cut]
        return known.loc[known["rank"] == last, "category"].tolist() if last == following else []


def choose(
    scores: Scores,
    *,
    fewest: int = 3,
    most: int = 5,
    lower_bound: float = 2.3,
    majority: float = 0.7,
    level: float = 0.90,
    draws: int = 10_000,
    seed: int = 20260101,
    least: int = 5,
    near: float = 0.05,
) -> Choice:
    """Keep the groups of demands that are wanted surely and by many.

    A group passes when the lower bound of its score reaches `lower_bound` and at least `majority` of the
    respondents gave a 3 to one of its demands. With counts only, that number of people is not known: the
    count of threes of its best demand is a safe lower limit. When more than `most` groups pass, the cut keeps
    all that share the last place; equal votes are never parted. The limits are defaults of this library: the
    guide gives none.

    Parameters
    ----------
    scores : Scores
        Result of `demands.score`.
    fewest, most : int
        How many objectives are wanted; fewer are reported, not filled up.
    lower_bound : float
        Limit for the lower bound of the group's score, 1 to 3.
    majority : float
        Limit for the share of respondents, 0 to 1.
    level : float
        Level of the interval; 0.90 takes the 5th percentile.
    draws, seed : int
        Bootstrap draws and start of the random numbers.
    least : int
        With fewer votes the rule is not applied.
    near : float
        A lower bound this close to its limit is called a near miss.

    Returns
    -------
    Choice

    Raises
    ------
    DomainError
        `fewest` above `most`, or a limit outside its range.

    Examples
    --------
    >>> from clusterlib.demand_ranking import demands
    >>> items = pd.DataFrame({"item_id": ["A1", "B1"], "category": ["Talks", "Funds"], "text": ["a", "b"]})
    >>> counts = pd.DataFrame({"item_id": ["A1", "B1"], "n1": [6, 0], "n2": [0, 1], "n3": [1, 6], "n": 7})
    >>> choose(demands.score(items, counts)).kept[["id", "because", "wanted"]].values.tolist()
    [['O-B1', 'B1', 6]]
    """
    if fewest > most or not 1 <= lower_bound <= 3 or not 0 <= majority <= 1 or not 0 < level < 1:
        raise DomainError("objectives: use fewest <= most, lower_bound 1 to 3, majority and level 0 to 1.")
    ballot, table = scores.ballot, scores.table
    groups = _groups(table)
    judged = bool(groups) and scores.persons >= least
    lower = _lower_bounds(ballot, groups, level, draws, seed) if judged else [float("nan")] * len(groups)
    rows = [
        _row(scores, name, members, bound, lower_bound, majority, least)
        for (name, members), bound in zip(groups, lower, strict=True)
    ]
    frame = _frame(rows, most)
    return Choice(scores, frame, fewest, most, lower_bound, majority, level, least, judged, near)


def _frame(rows: list[dict[str, Any]], most: int) -> pd.DataFrame:
    """The groups as a table, the highest score first, cut after `most` of those that pass."""
    rows.sort(key=lambda row: (row["fraction"] is None, -(row["fraction"] or 0), natural(row["id"])))
    _cut(rows, most)
    frame = pd.DataFrame(rows, columns=_COLUMNS if not rows else None).drop(columns="fraction")
    frame["rank"] = frame["rank"].astype("Int64")
    frame[["kept", "at_cut", "passes", "exact"]] = frame[["kept", "at_cut", "passes", "exact"]].astype(bool)
    return frame


_COLUMNS = [
    "id",
    "category",
    "because",
    "demands",
    "fraction",
    "score",
    "rank",
    "lower",
    "wanted",
    "asked",
    "exact",
    "share",
    "high_enough",
    "many_enough",
    "passes",
    "kept",
    "at_cut",
    "basis",
]


def _groups(table: pd.DataFrame) -> list[tuple[str, list[int]]]:
    """Groups with the positions of their demands, by the smallest item_id."""
    members: dict[str, list[int]] = {}
    for place, name in enumerate(table["category"]):
        members.setdefault(str(name), []).append(place)
    return list(members.items())


def _lower_bounds(
    ballot: Ballot, groups: list[tuple[str, list[int]]], level: float, draws: int, seed: int
) -> list[float]:
    """Lower end of each group's mean score; demands nobody voted on are left out of the mean."""
    means: list[list[NDArray[np.float64]]] = [[] for _ in groups]
    for block in redraw(ballot, draws=draws, seed=seed):
        empty = np.isnan(block)
        for found, (_, places) in zip(means, groups, strict=True):
            count = (~empty[:, places]).sum(axis=1)
            total = np.where(empty[:, places], 0, block[:, places]).sum(axis=1)
            found.append(np.divide(total, count, out=np.full(len(block), np.nan), where=count > 0))
    tail = (1 - level) / 2
    bounds = []
    for found in means:
        drawn = np.concatenate(found)
        drawn = drawn[~np.isnan(drawn)]
        bounds.append(float(np.quantile(drawn, tail)) if drawn.size else float("nan"))
    return bounds


def _row(
    scores: Scores,
    name: str,
    places: list[int],
    lower: float,
    lower_bound: float,
    majority: float,
    least: int,
) -> dict[str, Any]:
    ballot, part = scores.ballot, scores.table.iloc[places]
    wanted, asked, exact = _wanted(ballot, places)
    known = [p for p in places if ballot.n[p] > 0]
    values = [Fraction(int(ballot.counts[p] @ [1, 2, 3]), int(ballot.n[p])) for p in known]
    mean = sum(values, Fraction(0)) / len(values) if values else None
    sure = asked >= least and not np.isnan(lower)
    high = bool(lower >= lower_bound - _SLACK) if sure else None
    many = bool(Fraction(wanted, asked) >= Fraction(str(majority))) if sure else None
    keys = part["item_id"].tolist()
    return {
        "id": f"O-{min(keys, key=natural)}",
        "category": name,
        **{c: part[c].iloc[0] for c in part.columns if c.startswith("category_")},
        "because": join_ids(sorted(keys, key=natural)),
        "demands": len(keys),
        "fraction": mean,
        "score": float(mean) if mean is not None else np.nan,
        "rank": None,
        "lower": lower if sure else np.nan,
        "wanted": wanted,
        "asked": asked,
        "exact": exact,
        "share": wanted / asked if asked else np.nan,
        "high_enough": high,
        "many_enough": many,
        "passes": bool(high and many),
        "kept": False,
        "at_cut": False,
        "basis": weakest(part["basis"]),
    }


def _wanted(ballot: Ballot, places: list[int]) -> tuple[int, int, bool]:
    """People who gave a 3 to a demand of the group, people asked, and whether that is exact."""
    if ballot.matrix is not None:
        part = ballot.matrix[:, places]
        return int((part == 3).any(axis=1).sum()), int((~np.isnan(part)).any(axis=1).sum()), True
    known = [p for p in places if ballot.n[p] > 0]
    if not known:
        return 0, 0, len(places) == 1
    best = max(known, key=lambda p: Fraction(int(ballot.counts[p, 2]), int(ballot.n[p])))
    return int(ballot.counts[best, 2]), int(ballot.n[best]), len(places) == 1


def _cut(rows: list[dict[str, Any]], most: int) -> None:
    """Fill rank, kept and at_cut in rows sorted by score."""
    for row in rows:
        if row["fraction"] is not None:
            better = [r for r in rows if r["fraction"] is not None and r["fraction"] > row["fraction"]]
            row["rank"] = 1 + len(better)
    passing = [row for row in rows if row["passes"]]
    last = passing[most - 1]["fraction"] if len(passing) > most > 0 else None
    for place, row in enumerate(passing):
        row["kept"] = place < most or row["fraction"] == last
    beyond = last is not None and any(row["kept"] for row in passing[most:])
    for row in passing:
        row["at_cut"] = bool(beyond and row["kept"] and row["fraction"] == last)
