"""Pairs of industries that go together, and whether more often than chance would have it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control, hypergeom

from clusterlib.mapping.intervals import Interval
from clusterlib.mapping.relatedness_bounds import Present, Together, proximity_bounds, together
from clusterlib.mapping.specialisation_cells import Floats


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of industries in one year.

    Attributes
    ----------
    frame : DataFrame
        One row per pair that may be found together: first, second (places in `industries`), low, high
        (proximity), both_low, both_high (regions that have both), p_low, p_high (chance of so many or
        more, were the industries spread over the regions without regard to each other), related (certain,
        possible, no: whether that is too seldom to be chance, all pairs taken together).
    industries : tuple of str
        Names of the industries.
    near : Interval
        Proximity as a matrix.
    regions : int
        Regions that were counted.
    alpha : float
        Share of false findings that is accepted.
    """

    frame: pd.DataFrame
    industries: tuple[str, ...]
    near: Interval
    regions: int
    alpha: float

    def around(self, industry: str | None) -> pd.DataFrame:
        """Pairs of one industry, its partner as `other`, nearest first."""
        if industry is None or industry not in self.industries:
            return self.frame.head(0).assign(other=pd.Series(dtype="str"))
        place = self.industries.index(industry)
        mine = self.frame[(self.frame["first"] == place) | (self.frame["second"] == place)]
        other = np.where(mine["first"] == place, mine["second"], mine["first"])
        names = np.array(self.industries, dtype=object)[other.astype(int)]
        mine = mine.assign(other=pd.Series(names, index=mine.index, dtype="str"))
        return mine.sort_values(["low", "high", "other"], ascending=[False, False, True])


def judge_pairs(found: Present, industries: tuple[str, ...], *, alpha: float = 0.05) -> Pairs:
    """Count how often industries go together, and what chance would give.

    The chance is the upper tail of the hypergeometric distribution (Fisher's exact test, one-sided); all
    pairs are judged together so that at most a share `alpha` of those called related is false (Benjamini
    and Hochberg). With undecided cells a pair is certain if it passes at its worst, possible if it passes
    at its best.

    Parameters
    ----------
    found : Present
        Which region has which industry.
    industries : tuple of str
        Names of its columns.
    alpha : float
        Share of false findings that is accepted.

    Examples
    --------
    >>> there = np.repeat(np.eye(2, dtype=bool), 12, axis=0)[:, [0, 0, 1]]
    >>> found = judge_pairs(Present(there, there), ("X", "Y", "Z")).frame
    >>> found[["first", "second", "low", "related"]].values.tolist()
    [[0, 1, 1.0, 'certain']]
    """
    counts = together(found)
    near = proximity_bounds(counts)
    first, second = np.triu_indices(len(industries), 1)
    n = found.sure.shape[0]
    p_low, p_high = _chances(counts, n, first, second)
    frame = pd.DataFrame(
        {
            "first": first,
            "second": second,
            "low": near.low[first, second],
            "high": near.high[first, second],
            "both_low": counts.both_low[first, second],
            "both_high": counts.both_high[first, second],
            "p_low": p_low,
            "p_high": p_high,
        }
    )
    sure, may = (_discovered(p, alpha) for p in (p_high, p_low))
    frame["related"] = pd.Series(np.select([sure, may], ["certain", "possible"], "no"), dtype="str")
    kept = frame[frame["high"] > 0].reset_index(drop=True)
    return Pairs(kept, industries, near, n, alpha)


def _chances(counts: Together, n: int, first: np.ndarray, second: np.ndarray) -> tuple[Floats, Floats]:
    """Least and most chance of so many regions with both; it falls with these, rises with those of each."""

    def tail(both: Floats, either: Floats) -> Floats:
        sizes = np.minimum(either[first, second], n), np.minimum(either[second, first], n)
        return np.asarray(hypergeom.sf(both[first, second] - 1, n, *sizes), dtype=np.float64)

    if not len(first):
        return np.zeros(0), np.zeros(0)
    return tail(counts.both_high, counts.either_low), tail(counts.both_low, counts.either_high)


def _discovered(p: Floats, alpha: float) -> np.ndarray:
    if not len(p):
        return np.zeros(0, dtype=bool)
    return np.asarray(false_discovery_control(np.clip(p, 0.0, 1.0)) <= alpha)
