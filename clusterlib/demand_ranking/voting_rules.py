"""Does another way of counting the same votes give another order? (guide L1582-1631 counts the mean only)"""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import kendalltau, rankdata

from clusterlib.demand_ranking.demand_votes import SCALE
from clusterlib.demand_ranking.demands import Scores
from clusterlib.faults import DomainError

#: Rules beside the mean, and whether each needs to know who gave which votes.
RULES = {"borda": True, "copeland": True, "median": False, "top_box": False, "trimmed": False}
#: Decimals that decide on ties of averages; far finer than any number of votes can make.
_EXACT = 9


@dataclass(frozen=True, slots=True)
class Rules:
    """The same votes counted by several rules.

    Attributes
    ----------
    scores : Scores
        The votes, with the order by the mean.
    table : DataFrame
        One row per demand that has a score, first by the mean on top: item_id, category, text (and twins),
        mean and one column per rule of `RULES` with the place under it (tied demands share the average of
        their places; NaN if the rule needs single votes), agree (rules that keep the place), robust (True,
        False, None: cannot be said).
    tau : dict
        Kendall's tau-b of each rule with the mean; None where one of the two has no order or is not known.
    cycles : tuple of tuple of str
        Groups of demands that beat each other in a circle.
    winner : str or None
        The demand that beats every other one head to head.
    joint : bool
        Whether single votes are known; without them Borda and Copeland cannot be counted.
    within, enough, trim : float, int, float
        Places that count as the same, rules that must agree, share cut off at each end by the trimmed mean.
    """

    scores: Scores
    table: pd.DataFrame
    tau: dict[str, float | None]
    cycles: tuple[tuple[str, ...], ...]
    winner: str | None
    joint: bool
    within: float
    enough: int
    trim: float

    @property
    def robust(self) -> pd.DataFrame:
        """Rows of the demands that keep their place under enough rules."""
        return self.table[[value is True for value in self.table["robust"]]]


def compare(scores: Scores, *, within: float = 1.0, enough: int = 4, trim: float = 0.2) -> Rules:
    """Rank the demands by five rules beside the mean, and see which places stay.

    Borda gives each person's order one voice, Copeland counts the head-to-head wins, the median takes the
    middle vote, the top box the threes, the trimmed mean leaves out the extreme votes. The first two need
    single votes.

    Parameters
    ----------
    scores : Scores
        Result of `demands.score`.
    within : float
        Difference of places that still counts as the same place.
    enough : int
        Rules of the five that must keep a place for it to be called robust.
    trim : float
        Share of the votes left out at each end by the trimmed mean, 0 to below 0.5.

    Returns
    -------
    Rules

    Raises
    ------
    DomainError
        An option outside its bounds.

    Examples
    --------
    Three people, three orders in a circle: Borda ties, and each demand beats one and loses to one.

    >>> from clusterlib.demand_ranking import demands
    >>> items = pd.DataFrame({"item_id": list("ABC"), "category": "x", "text": list("ABC")})
    >>> rows = [(f"r{i}", item, 3 - place) for i, order in enumerate(["ABC", "BCA", "CAB"])
    ...         for place, item in enumerate(order)]
    >>> votes = pd.DataFrame(rows, columns=["respondent_id", "item_id", "score"])
    >>> found = compare(demands.score(items, None, votes))
    >>> found.cycles, found.table["borda"].tolist()
    ((('A', 'B', 'C'),), [2.0, 2.0, 2.0])
    """
    if within < 0 or not 1 <= enough <= len(RULES) or not 0 <= trim < 0.5:
        raise DomainError(
            f"within {within}, enough {enough}, trim {trim}: use at least 0, 1 to 5, and 0 to below 0.5."
        )
    keep = scores.table["score"].notna().to_numpy()
    counts, matrix = scores.ballot.counts[keep], scores.ballot.matrix
    columns = ["item_id", "category", "text"]
    table = scores.table.loc[keep, [*columns, *_twins(scores.table), "rank"]].reset_index(drop=True)
    table["mean"] = _places(scores.table.loc[keep, "score"].to_numpy(dtype=float))
    values = _by_counts(counts, trim)
    cycles: tuple[tuple[str, ...], ...] = ()
    winner = None
    if matrix is not None:
        wins = beaten(matrix[:, keep])
        values["borda"] = borda(matrix[:, keep])
        values["copeland"] = (wins.sum(axis=1) - wins.sum(axis=0)).astype(float)
        cycles, winner = _circles(wins, table["item_id"].tolist())
    for name in RULES:
        table[name] = _places(values[name]) if name in values else np.nan
    table["agree"], table["robust"] = _kept(table, within, enough)
    tau = {name: _tau(table["mean"], table[name]) for name in RULES}
    table = table.sort_values("rank", kind="stable").reset_index(drop=True)
    return Rules(scores, table, tau, cycles, winner, matrix is not None, within, enough, trim)


def borda(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean points of each item: 1 for the top of a person's order, 0 for its end, ties share (Borda 1781).

    Parameters
    ----------
    matrix : float array, shape (persons, items)
        Votes, NaN where a person did not answer; a person's points go to the items this person voted on.

    Returns
    -------
    float array, shape (items,)
        0 to 1; 0.5 where nobody compared the item with another.

    Examples
    --------
    >>> borda(np.array([[3.0, 2.0, 1.0], [3.0, 3.0, np.nan]]))
    array([0.75, 0.5 , 0.  ])
    """
    known = ~np.isnan(matrix)
    others = known.sum(axis=1, keepdims=True) - 1
    low = rankdata(np.where(known, matrix, -np.inf), method="average", axis=1) - (~known).sum(
        axis=1, keepdims=True
    )
    points = np.divide(low - 1, others, out=np.full(matrix.shape, 0.5), where=others > 0)
    given = known & (others > 0)
    total, voters = np.where(given, points, 0.0).sum(axis=0), given.sum(axis=0)
    mean: NDArray[np.float64] = np.divide(total, voters, out=np.full(matrix.shape[1], 0.5), where=voters > 0)
    return mean


def beaten(matrix: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether more persons prefer the row's item to the column's than the other way round.

    Examples
    --------
    >>> beaten(np.array([[3.0, 2.0], [3.0, 1.0], [1.0, 2.0]])).tolist()
    [[False, True], [False, False]]
    """
    above = prefer(matrix)
    wins: NDArray[np.bool_] = above > above.T
    return wins


def prefer(matrix: NDArray[np.float64]) -> NDArray[np.int64]:
    """Persons who give the row's item a higher vote than the column's, shape (items, items)."""
    with np.errstate(invalid="ignore"):
        above: NDArray[np.int64] = (matrix[:, :, None] > matrix[:, None, :]).sum(axis=0)
    return above


def _by_counts(counts: NDArray[np.int64], trim: float) -> dict[str, NDArray[np.float64]]:
    """Values under the rules that need no single votes."""
    n = counts.sum(axis=1)
    return {
        "median": _inner_mean(counts, (n - 1) // 2),
        "top_box": counts[:, 2] / np.maximum(1, n),
        "trimmed": _inner_mean(counts, np.floor(trim * n + 1e-9).astype(np.int64)),
    }


def _inner_mean(counts: NDArray[np.int64], cut: NDArray[np.int64]) -> NDArray[np.float64]:
    """Mean of the votes that remain when `cut` are left out at each end; a quotient of whole numbers."""
    n = counts.sum(axis=1)
    edges = np.concatenate([np.zeros((len(counts), 1), dtype=np.int64), counts.cumsum(axis=1)], axis=1)
    left = np.diff(np.clip(edges, cut[:, None], (n - cut)[:, None]), axis=1)
    mean: NDArray[np.float64] = (left @ np.array(SCALE)) / np.maximum(1, left.sum(axis=1))
    return mean


def _places(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places, the largest value first; equal values share the average of their places."""
    places: NDArray[np.float64] = rankdata(-np.round(values, _EXACT), method="average").astype(float)
    return places


def _kept(table: pd.DataFrame, within: float, enough: int) -> tuple[list[int], list[bool | None]]:
    """How many rules keep each place, and whether that is enough; None if unknown rules could decide."""
    places = table[list(RULES)].to_numpy(dtype=float)
    known = ~np.isnan(places)
    same = known & (np.abs(places - table[["mean"]].to_numpy()) <= within + 1e-9)
    agree, open_ = same.sum(axis=1), (~known).sum(axis=1)
    verdict: list[bool | None] = [
        True if a >= enough else False if a + o < enough else None
        for a, o in zip(agree.tolist(), open_.tolist(), strict=True)
    ]
    return agree.tolist(), verdict


def _tau(mean: pd.Series, other: pd.Series) -> float | None:
    if len(mean) < 2 or other.isna().any() or mean.nunique() < 2 or other.nunique() < 2:
        return None
    return float(kendalltau(mean, other, variant="b").statistic)


def _circles(wins: NDArray[np.bool_], keys: list[str]) -> tuple[tuple[tuple[str, ...], ...], str | None]:
    """Demands that beat each other in a circle, and the one that beats all others."""
    graph = nx.from_numpy_array(wins.astype(int), create_using=nx.DiGraph)
    parts = [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 2]
    alone = np.flatnonzero(wins.sum(axis=1) == len(keys) - 1)
    winner = keys[int(alone[0])] if len(keys) > 1 and len(alone) else None
    return tuple(tuple(keys[i] for i in part) for part in sorted(parts)), winner


def _twins(table: pd.DataFrame) -> list[str]:
    return [str(c) for c in table if str(c).startswith(("text_", "category_"))]
