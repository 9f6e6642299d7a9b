"""How much each demand is worth when people put them in order: Plackett–Luce (guide L1616-1631).

Fitted by Hunter's (2004) minorisation, written here because all bootstrap samples of people are solved at
once as one array; a library such as choix solves one sample a call, a loop over the draws. Tests compare it
with the maximum of the likelihood found by another way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterlib.demand_ranking.demand_votes import natural
from clusterlib.demand_ranking.demands import places
from clusterlib.demand_ranking.forced_choice import latest_round
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.patience import each

Numbers = NDArray[np.float64]
Silence = Literal["nobody", "one"]
#: Most steps of a fit, and decimals of a worth that count when places are shared.
_STEPS, _EXACT = 2000, 6
#: Cells of one block of samples, and how near their fits must come.
_BLOCK, _NEAR = 400_000, 1e-4


@dataclass(frozen=True, slots=True)
class Worths:
    """Demands by the chance of being put first.

    Attributes
    ----------
    table : DataFrame
        One row per demand that anybody could choose, first place on top: item_id, text (and twins), placed
        (people who gave it a place), worth (chance that a person like these puts it first; sum 1), rank,
        low, high (interval), first (share of samples in which it is first), before (chance of being put
        before the demand below it; NaN in the last row), sure (that chance is above one half in the whole
        interval).
    people, choices : int
        People with a place for anything, and choices they made (each place is a choice among what was left).
    prior : float
        Choices won and lost against an average demand that each demand is lent.
    settled : bool
        Whether the worths would exist without that loan (no demand is before or behind all others in every
        order).
    level, least, draws, seed : float and int
        Level of the intervals, people below which none is given, samples of people, start of the random
        numbers.
    silence : str or None
        "nobody" gave places, "one" demand only.
    """

    table: pd.DataFrame
    people: int
    choices: int
    prior: float
    settled: bool
    level: float
    least: int
    draws: int
    seed: int
    silence: Silence | None

    @property
    def judged(self) -> bool:
        """Whether intervals could be given."""
        return bool(self.table["low"].notna().any())


def weigh(
    demands: pd.DataFrame,
    rankings: pd.DataFrame | None = None,
    *,
    prior: float = 0.5,
    level: float = 0.95,
    least: int = 5,
    draws: int = 10_000,
    seed: int = 20260101,
) -> Worths:
    """Read orders as choices: the first place among all, the second among the rest, and so on.

    A demand without a place stands behind those with one; nothing is assumed of the order of those left. With
    few people some demand is often before all others in every order; its worth would be infinite. So each
    demand is lent `prior` choices won and as many lost against an average one.

    Parameters
    ----------
    demands, rankings : DataFrame
        Typed tables; of the second the latest round with its places.
    prior : float
        The loan (DEFAULT); 0 lends nothing and fails where a worth has no bound.
    level, least : float, int
        Level of the intervals, and people below which none is given.
    draws, seed : int
        Bootstrap samples of people and start of the random numbers.

    Returns
    -------
    Worths

    Raises
    ------
    IntegrityError
        One person gives a place twice.
    DomainError
        An option outside its bounds, or no loan where a worth has no bound.

    Examples
    --------
    Three of four people put A before B: the worths are 3/4 and 1/4 when nothing is lent.

    >>> items = pd.DataFrame({"item_id": ["A", "B"], "category": "x", "text": ["a", "b"]})
    >>> orders = ["AB", "AB", "AB", "BA"]
    >>> rows = [(f"r{i}", item, 1 + p) for i, order in enumerate(orders) for p, item in enumerate(order)]
    >>> given = pd.DataFrame(rows, columns=["respondent_id", "item_id", "place"])
    >>> weigh(items, given, prior=0).table["worth"].round(6).tolist()
    [0.75, 0.25]
    """
    if prior < 0 or not 0 < level < 1 or least < 1 or draws < 1:
        raise DomainError(f"prior {prior}, level {level}, least {least}, draws {draws}: see their bounds.")
    keys = sorted((str(key) for key in demands["item_id"]), key=natural)
    rows = latest_round(rankings)
    rows = rows[rows["place"].notna() & rows["item_id"].astype(str).isin(keys)]
    _refuse(rows)
    owner, won, open_ = choices(rows, keys)
    people = int(rows["respondent_id"].nunique())
    table = _placed(demands, rows, keys)
    limits = (prior, level, least, draws, seed)
    silence: Silence | None = "nobody" if not people else "one" if len(keys) < 2 else None
    if silence:
        return Worths(_blank(table), people, len(owner), prior, False, *limits[1:], silence)
    settled = _connected(won, open_)
    if not settled and not prior:
        raise DomainError(
            "rankings: some demands stand before all others in every order, so their worth has no bound. "
            "Use a prior above 0."
        )
    logs = fit(np.ones((1, people)), owner, won, open_, prior=prior)[0]
    return Worths(
        _table(table, logs, (owner, won, open_), people, limits), people, len(owner), prior, settled,
        *limits[1:], None,
    )  # fmt: skip


def _blank(table: pd.DataFrame) -> pd.DataFrame:
    """The demands without any worth."""
    blank = dict.fromkeys(("worth", "low", "high", "first", "before"), np.nan)
    return table.assign(rank=pd.array([None] * len(table), dtype="Int64"), sure=False, **blank)


def _placed(demands: pd.DataFrame, rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The demands in the order of their ids, with how many people gave each a place."""
    names = [str(c) for c in demands if c == "text" or str(c).startswith("text_")]
    shown = demands.assign(item_id=demands["item_id"].astype(str)).set_index("item_id")[names].loc[keys]
    placed = rows["item_id"].astype(str).value_counts().reindex(keys, fill_value=0).to_numpy()
    return shown.reset_index().assign(placed=placed)


def choices(rows: pd.DataFrame, keys: list[str]) -> tuple[NDArray[np.int64], Numbers, Numbers]:
    """Each place as a choice: whose it is, what was chosen, and among what.

    Parameters
    ----------
    rows : DataFrame
        respondent_id, item_id, place.
    keys : list of str
        All demands.

    Returns
    -------
    owner : int array (s,)
        Person of each choice, numbered in the order of their names.
    won, open_ : array (s, k)
        1 for the demand chosen; 1 for those it was chosen from. A choice from one is none.
    """
    column = {key: j for j, key in enumerate(keys)}
    owner: list[int] = []
    won: list[Numbers] = []
    open_: list[Numbers] = []
    for i, (_, part) in enumerate(rows.groupby("respondent_id", sort=True)):
        left = np.ones(len(keys))
        for key in part.sort_values("place", kind="stable")["item_id"].astype(str):
            if left.sum() < 2:
                break
            taken = np.zeros(len(keys))
            taken[column[key]] = 1
            owner.append(i)
            won.append(taken)
            open_.append(left.copy())
            left[column[key]] = 0
    shape = (0, len(keys))
    return (
        np.array(owner, dtype=np.int64),
        np.array(won) if won else np.zeros(shape),
        np.array(open_) if open_ else np.zeros(shape),
    )


def fit(
    weights: Numbers,
    owner: NDArray[np.int64],
    won: Numbers,
    open_: Numbers,
    *,
    prior: float,
    start: Numbers | None = None,
    near: float = 1e-8,
) -> Numbers:
    """Logarithms of the worths in each sample of people, by minorisation and maximisation.

    Parameters
    ----------
    weights : array (samples, people)
        How often each person is in each sample.
    owner, won, open_
        From `choices`.
    prior : float
        Choices lent; see `weigh`.
    start : array (k,), optional
        Logarithms to begin from.
    near : float
        Change in one step below which a worth is found.

    Returns
    -------
    array (samples, k)
        Centred where nothing is lent, else relative to the average demand.
    """
    often = weights[:, owner]
    wins = often @ won + prior
    begin = np.zeros(won.shape[1]) if start is None else start
    logs = np.tile(begin, (len(weights), 1))
    moving = np.arange(len(weights))
    for _ in range(_STEPS):
        worth, used = np.exp(logs[moving]), often[moving]
        asked = (used / (worth @ open_.T)) @ open_ + 2 * prior / (worth + 1)
        new = np.log(np.maximum(wins[moving], 1e-12) / np.maximum(asked, 1e-12))
        if not prior:
            new -= new.mean(axis=1, keepdims=True)
        far = np.abs(new - logs[moving]).max(axis=1) > near
        logs[moving] = new
        moving = moving[far]
        if not len(moving):
            break
    return logs


def _table(
    table: pd.DataFrame,
    logs: Numbers,
    chosen: tuple[NDArray[np.int64], Numbers, Numbers],
    people: int,
    limits: tuple[float, float, int, int, int],
) -> pd.DataFrame:
    prior, level, least, draws, seed = limits
    worth = _shares(logs[None])[0]
    order = np.lexsort((np.arange(len(worth)), -np.round(worth, _EXACT)))
    table = table.assign(worth=worth, rank=pd.array(places(np.round(worth, _EXACT)), dtype="Int64"))
    table = table.iloc[order].reset_index(drop=True)
    below = np.append(_before(logs[order][None])[0], np.nan)
    blank = np.full(len(worth), np.nan)
    low = high = first = blank
    sure = np.zeros(len(worth), dtype=bool)
    if people >= least:
        rng = np.random.default_rng(seed)
        drawn = rng.multinomial(people, np.full(people, 1 / people), size=draws).astype(float)
        step = max(1, _BLOCK // max(1, len(chosen[0])))
        parts = [
            fit(drawn[i : i + step], *chosen, prior=max(prior, 1e-3), start=logs, near=_NEAR)
            for i in each(range(0, draws, step))
        ]
        again = np.concatenate(parts)[:, order]
        shares, tail = _shares(again), (1 - level) / 2
        low, high = np.quantile(shares, [tail, 1 - tail], axis=0)
        first = (shares >= shares.max(axis=1, keepdims=True) - 1e-9).mean(axis=0)
        sure = np.append(np.quantile(_before(again), tail, axis=0) > 0.5, False)
    return table.assign(low=low, high=high, first=first, before=below, sure=sure)


def _shares(logs: Numbers) -> Numbers:
    raised = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype="float64")


def _before(logs: Numbers) -> Numbers:
    """Chance that each demand is put before the next one."""
    return np.asarray(1 / (1 + np.exp(np.diff(logs, axis=1))), dtype="float64")


def _refuse(rows: pd.DataFrame) -> None:
    twice = rows[rows.duplicated(["respondent_id", "place"]) | rows.duplicated(["respondent_id", "item_id"])]
    if len(twice):
        who = ", ".join(sorted(set(twice["respondent_id"].astype(str))))
        raise IntegrityError(f"rankings: {who} gives a place, or a demand, twice. Correct the rows.")


def _connected(won: Numbers, open_: Numbers) -> bool:
    """Whether each demand was put, over some way of others, before each other one (Ford 1957)."""
    reach = (won.T @ open_ > 0) | np.eye(won.shape[1], dtype=bool)
    for _ in range(max(1, int(np.ceil(np.log2(max(2, len(reach))))))):
        reach = reach @ reach
    return bool(reach.all())
