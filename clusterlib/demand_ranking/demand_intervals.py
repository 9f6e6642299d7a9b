"""How far the votes support an order: the places a demand may have if other such people had voted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from clusterlib.demand_ranking.demand_votes import SCALE, Ballot
from clusterlib.demand_ranking.demands import Scores
from clusterlib.faults import DomainError
from clusterlib.patience import each

#: Cells of one block of random numbers; keeps memory small with many respondents.
_BLOCK = 4_000_000


@dataclass(frozen=True, slots=True)
class Ranking:
    """Places of the demands with their intervals.

    Attributes
    ----------
    scores : Scores
        What was ranked.
    table : DataFrame
        The rows of `scores.table` plus score_low, score_high (interval of the score), rank_low (best place),
        rank_high (worst place), first (share of draws in which it is first, shared or alone), first_alone,
        among (share of draws in which it stands on one of the first `top` places). Empty cells where nothing
        can be said.
    level : float
        Level of the intervals.
    draws, seed, least : int
        Bootstrap draws, start of the random numbers, votes below which no interval is given.
    joint : bool
        True when respondents were drawn (votes of one person stay together); False when only counts are
        known and the demands were drawn independently, which is approximate.
    judged : bool
        Whether any interval could be given.
    top : int
        Places that `among` counts.
    """

    scores: Scores
    table: pd.DataFrame
    level: float
    draws: int
    seed: int
    least: int
    joint: bool
    judged: bool
    top: int

    @property
    def voted(self) -> pd.DataFrame:
        """Rows with a score, first place first."""
        rows = self.table[self.table["score"].notna()]
        return rows.sort_values("rank", kind="stable").reset_index(drop=True)


def rank(
    scores: Scores,
    *,
    draws: int = 10_000,
    seed: int = 20260101,
    level: float = 0.95,
    least: int = 5,
    top: int = 3,
) -> Ranking:
    """Give each demand the range of places it may have.

    The votes are drawn again with replacement: whole respondents when their single votes are known, otherwise
    each demand on its own (independent multinomial, approximate). The ends of an interval are places that
    occurred; the observed place always lies inside.

    Parameters
    ----------
    scores : Scores
        Result of `demands.score`.
    draws, seed : int
        Number of draws and start of the random numbers.
    level : float
        Level of the interval, between 0 and 1.
    least : int
        With fewer votes on a demand no interval is given for it.
    top : int
        How many places count as the front.

    Returns
    -------
    Ranking

    Raises
    ------
    DomainError
        `draws` or `top` below 1 or `level` outside 0 to 1.

    Examples
    --------
    >>> from clusterlib.demand_ranking import demands
    >>> items = pd.DataFrame({"item_id": ["A1", "A2"], "category": "A", "text": ["Training", "Fairs"]})
    >>> counts = pd.DataFrame({"item_id": ["A1", "A2"], "n1": [0, 9], "n2": [0, 0], "n3": [9, 0], "n": 9})
    >>> rank(demands.score(items, counts), draws=100).table[["rank", "rank_low", "rank_high"]].values.tolist()
    [[1, 1, 1], [2, 2, 2]]
    """
    if draws < 1 or top < 1 or not 0 < level < 1:
        raise DomainError(
            f"draws {draws}, top {top}, level {level}: use at least 1 draw, 1 place, and a level of 0 to 1."
        )
    table = scores.table.copy()
    observed = table["score"].to_numpy(dtype=float, na_value=np.nan)
    shown = scores.ballot.n >= least
    hidden = ~shown | np.isnan(observed)
    drawn = np.full((1, len(table)), np.nan)
    if shown.any():
        drawn = np.concatenate(list(redraw(scores.ballot, draws=draws, seed=seed)))
    for name, values in _found(drawn, table, level, top).items():
        seen = np.where(hidden, np.nan, values)
        whole = [None if np.isnan(value) else int(value) for value in seen]
        table[name] = pd.array(whole, dtype="Int64") if name.startswith("rank") else seen
    joint = scores.ballot.matrix is not None
    return Ranking(scores, table, level, draws, seed, least, joint, bool((~hidden).any()), top)


def _found(
    drawn: NDArray[np.float64], table: pd.DataFrame, level: float, top: int
) -> dict[str, NDArray[np.float64]]:
    """What the draws say of each demand: ends of its score and of its place, and how often it is in front."""
    ranks = _ranks(drawn)
    observed = (table[name].to_numpy(dtype=float, na_value=np.nan) for name in ("score", "rank"))
    (score_low, score_high), (low, high) = (
        _ends(values, level, seen) for values, seen in zip((drawn, ranks), observed, strict=True)
    )
    winners = ranks == 1
    return {
        "score_low": score_low,
        "score_high": score_high,
        "rank_low": low,
        "rank_high": high,
        "first": winners.mean(axis=0),
        "first_alone": (winners & (winners.sum(axis=1, keepdims=True) == 1)).mean(axis=0),
        "among": (ranks <= top).mean(axis=0),
    }


def redraw(ballot: Ballot, *, draws: int, seed: int) -> Iterator[NDArray[np.float64]]:
    """Scores of all demands in bootstrap samples, in blocks of shape (some draws, items).

    A demand nobody in a sample voted on is NaN there. Items and respondents are drawn in the order of their
    ids, so the order of rows in a file changes nothing.
    """
    rng = np.random.default_rng(seed)
    values = np.array(SCALE, dtype=float)
    size = ballot.n.size if ballot.matrix is None else ballot.persons
    step = max(1, _BLOCK // max(1, size * len(SCALE)))
    for start in each(range(0, draws, step)):
        block = min(step, draws - start)
        if ballot.matrix is None:
            even = np.full(ballot.counts.shape, 1 / 3)
            shares = np.divide(ballot.counts, ballot.n[:, None], out=even, where=ballot.n[:, None] > 0)
            sums = rng.multinomial(ballot.n, shares, size=(block, len(ballot.n))) @ values
            answers = np.broadcast_to(ballot.n.astype(float), sums.shape)
        else:
            people = len(ballot.matrix)
            weights = rng.multinomial(people, np.full(people, 1 / people), size=block).astype(float)
            sums = weights @ np.nan_to_num(ballot.matrix)
            answers = weights @ ~np.isnan(ballot.matrix)
        yield np.divide(sums, answers, out=np.full(sums.shape, np.nan), where=answers > 0)


def _ranks(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places within each row, ties sharing the best one; NaN stays NaN."""
    empty = np.isnan(scores)
    ranks = rankdata(np.where(empty, np.inf, -scores), method="min", axis=1)
    return np.where(empty, np.nan, ranks.astype(float))


def _ends(
    ranks: NDArray[np.float64], level: float, observed: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper end per item, widened to hold what was observed."""
    tail = (1 - level) / 2
    if np.isnan(ranks).any():
        keep = ~np.isnan(ranks).all(axis=0)
        ends = np.full((2, ranks.shape[1]), np.nan)
        ends[:, keep] = np.nanquantile(ranks[:, keep], [tail, 1 - tail], axis=0, method="inverted_cdf")
    else:
        ends = np.quantile(ranks, [tail, 1 - tail], axis=0, method="inverted_cdf")
    return np.fmin(ends[0], observed), np.fmax(ends[1], observed)
