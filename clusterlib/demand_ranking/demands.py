"""What the actors want from the cluster: scores of the demands, exact (guide L1582-1631)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from clusterlib.demand_ranking.demand_votes import SCALE, Ballot, collect
from clusterlib.faults import DomainError


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of all demands in one round of voting.

    Attributes
    ----------
    ballot : Ballot
        The votes they rest on.
    table : DataFrame
        One row per demand in the order of item_id: item_id, category, text (and twins), n1, n2, n3, n, total
        (sum of the votes), score (1 to 3), rank (ties share the best place), top_box, net, consensus, basis.
        NaN where nobody voted or a count is unknown.
    persons : int
        People who voted.
    invited : int or None
        People who were asked, if the case says so.
    participation : float
        Share of the invited that is wanted.
    enough : bool or None
        Whether that share was reached; None when it cannot be judged.
    matters, split : float
        Score from which a demand is said to matter to most, and agreement on the level below which opinions
        are called split.
    """

    ballot: Ballot
    table: pd.DataFrame
    persons: int
    invited: int | None
    participation: float
    enough: bool | None
    matters: float = 2.3
    split: float = 0.4

    @property
    def voted(self) -> pd.DataFrame:
        """Rows of demands that have a score."""
        return self.table[self.table["score"].notna()]


def score(
    demands: pd.DataFrame,
    vote_counts: pd.DataFrame | None = None,
    votes: pd.DataFrame | None = None,
    *,
    invited: int | None = None,
    participation: float = 0.7,
    matters: float = 2.3,
    split: float = 0.4,
    voting_round: int = 0,
    scale: tuple[int, ...] = SCALE,
) -> Scores:
    """Score every demand: the average vote, the share of threes and how much people agree on the level.

    Sums are whole numbers and equal votes give equal scores to the last bit, so ties are exact.

    Parameters
    ----------
    demands : DataFrame
        item_id, category, text.
    vote_counts, votes : DataFrame, optional
        Counts per demand, or one row per vote; the single votes are used when both are there.
    invited : int, optional
        People who were asked to vote.
    participation : float
        Share of the invited that should have voted (guide L2978 asks for 70 % in a related survey).
    matters, split : float
        See `Scores`; limits of words, defaults of this library.
    voting_round : int
        Round of voting; 0 takes the latest.
    scale : tuple of int
        Answers of single votes, the lowest first; with another than the guide's the table has n1 to n5, say.

    Returns
    -------
    Scores

    Raises
    ------
    DomainError
        A vote off the scale, a negative count, `invited` below 1 or below the people who voted.

    Examples
    --------
    >>> demands = pd.DataFrame({"item_id": ["A1"], "category": ["A"], "text": ["Training"]})
    >>> counts = pd.DataFrame({"item_id": ["A1"], "n1": [0], "n2": [1], "n3": [6], "n": [7]})
    >>> row = score(demands, counts, invited=10).table.iloc[0]
    >>> int(row["total"]), round(float(row["score"]), 6), round(float(row["consensus"]), 4)
    (20, 2.857143, 0.793)
    """
    ballot = collect(demands, vote_counts, votes, voting_round=voting_round, scale=scale)
    if invited is not None and invited < max(1, ballot.persons):
        raise DomainError(
            f"demand_ranking.invited: {invited} invited, but {ballot.persons} voted. Correct the setting."
        )
    enough = _enough(ballot, invited, participation)
    table = _table(ballot, scale)
    return Scores(ballot, table, ballot.persons, invited, participation, enough, matters, split)


def _table(ballot: Ballot, scale: tuple[int, ...]) -> pd.DataFrame:
    """Votes, sums, scores and places of all demands; what is not known is blank."""
    total = ballot.counts @ np.array(scale)
    tallies = {f"n{value}": ballot.counts[:, i] for i, value in enumerate(scale)}
    mean = _share(total, ballot.n)
    table = ballot.items.drop(columns="basis").assign(
        **tallies,
        n=ballot.n,
        total=total,
        score=mean,
        rank=pd.array(places(mean), dtype="Int64"),
        top_box=_share(ballot.counts[:, -1], ballot.n),
        net=_share(ballot.counts[:, -1] - ballot.counts[:, 0], ballot.n),
        consensus=consensus(ballot.counts, scale=scale),
        basis=ballot.items["basis"],
    )
    unknown = table["item_id"].isin(ballot.unknown)
    for column in (*tallies, "n", "total"):
        table[column] = table[column].astype("Int64").mask(unknown)
    return table


def consensus(
    counts: NDArray[np.int64], *, least: int = 3, scale: tuple[int, ...] = SCALE
) -> NDArray[np.float64]:
    """How much people agree on a level (Tastle and Wierman 2007): 1 all the same, 0 split in two.

    Parameters
    ----------
    counts : int array, shape (items, answers of the scale)
        Votes per demand and answer.
    least : int
        Fewer votes than this say nothing about agreement.
    scale : tuple of int
        The answers, the lowest first.

    Returns
    -------
    float array, shape (items,)
        NaN where there are fewer than `least` votes.

    Examples
    --------
    >>> consensus(np.array([[0, 2, 5], [1, 1, 5], [4, 0, 4], [0, 0, 7], [0, 0, 2]])).round(4)
    array([0.659 , 0.3647, 0.    , 1.    ,    nan])
    """
    values = np.array(scale, dtype=float)
    n = counts.sum(axis=1)
    p = np.divide(counts, n[:, None], out=np.zeros(counts.shape), where=n[:, None] > 0)
    distance = np.abs(values - (p @ values)[:, None]) / (values.max() - values.min())
    logs = np.log2(1 - distance, out=np.zeros_like(distance), where=(p > 0) & (distance < 1))
    return np.where(n >= least, np.clip(1 + (p * logs).sum(axis=1), 0, 1), np.nan)


def places(values: NDArray[np.float64]) -> list[int | None]:
    """Places of values, the largest first; equal values share the best place, NaN has none.

    Examples
    --------
    >>> places(np.array([2.5, 3.0, 2.5, np.nan, 1.0]))
    [2, 1, 2, None, 4]
    """
    known = ~np.isnan(values)
    ranks = np.zeros(len(values), dtype=int)
    ranks[known] = rankdata(-values[known], method="min")
    return [int(r) if k else None for r, k in zip(ranks, known, strict=True)]


def digits(n: int) -> int:
    """Decimals that a score of n votes deserves: one, as in the guide, and two from thirty votes on."""
    return 1 if n < 30 else 2


def _share(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    """part/whole, NaN for 0. A quotient of whole numbers is rounded once, so equal ratios stay equal."""
    share: NDArray[np.float64] = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return share


def _enough(ballot: Ballot, invited: int | None, participation: float) -> bool | None:
    if invited is None:
        return None
    return Fraction(ballot.persons, invited) >= Fraction(str(participation))
