"""Do members of higher commitment name more, level by level, and how much more? (guide L2992, method T31)"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterlib.cells import weakest
from clusterlib.patience import each
from clusterlib.periods import last_day

Numbers = NDArray[np.float64]
#: Commitment from 1 to 5 in three groups.
GROUPS = (("low", 1, 2), ("medium", 3, 3), ("high", 4, 5))
#: Comparisons of one run of permutations; more members mean fewer deals, never more waiting.
_WORK = 60_000_000


@dataclass(frozen=True, slots=True)
class Level:
    """Benefits of one group of commitment.

    Attributes
    ----------
    word : str
        ``low`` (1-2), ``medium`` (3) or ``high`` (4-5).
    n : int
        Members.
    quartiles : tuple of three floats or None
        Lower quartile, median, upper quartile; None in a group smaller than `smallest`.
    """

    word: str
    n: int
    quartiles: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Trend:
    """Benefit over the levels of commitment in the latest period.

    Attributes
    ----------
    period : str
        Period; empty without answers.
    n : int
        Members who said both.
    pairs : int
        Pairs of members of different commitment.
    ahead : float or None
        Part of these pairs in which the more committed one named more, equal ones counted half: 0.5 means no
        trend. None below `smallest` members or without a pair.
    p : float or None
        Two-sided p-value of the Jonckheere-Terpstra trend by permutation.
    deals : int
        Permutations made.
    levels : tuple of Level
        The three groups.
    shift : float or None
        Hodges-Lehmann difference: the median of all differences between a member of high and one of low
        commitment. None when one of the two groups is smaller than `smallest`.
    interval : tuple of float or None
        95 % bootstrap interval of it.
    smallest : int
        No figure rests on fewer members.
    basis : str
        Weakest basis of the rows.
    """

    period: str
    n: int
    pairs: int
    ahead: float | None
    p: float | None
    deals: int
    levels: tuple[Level, ...]
    shift: float | None
    interval: tuple[float, float] | None
    smallest: int
    basis: str


def trend(
    impact_answers: pd.DataFrame, *, smallest: int = 5, draws: int = 10_000, seed: int = 20260101
) -> Trend:
    """Compare all members of different commitment, and members of high with members of low commitment.

    Members choose their commitment themselves: whatever is found is an association, not an effect.

    Parameters
    ----------
    impact_answers : DataFrame
        Typed table; the latest period is taken.
    smallest : int
        No figure is given that rests on fewer members (DEFAULT, for their anonymity).
    draws, seed : int
        Permutations and bootstrap samples, and start of the random numbers.

    Returns
    -------
    Trend

    Examples
    --------
    >>> from clusterlib import tables
    >>> c = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    >>> b = [0, 0, 0, 2000, 5000, 0, 15000, 20000, 60000, 250000]
    >>> rows = [{"respondent_id": f"m{i}", "period": "2026", "answered": "yes", "commitment": x, "benefit": y}
    ...         for i, (x, y) in enumerate(zip(c, b))]
    >>> found = trend(tables.typed("impact_answers", rows), smallest=4, draws=500)
    >>> found.pairs, found.ahead, found.shift
    (40, 0.9125, 39000.0)
    """
    periods = set(impact_answers["period"].dropna())
    period = max(periods, key=lambda text: (last_day(text), text), default="")
    rows = impact_answers[(impact_answers["period"] == period) & (impact_answers["answered"] == "yes")]
    both = rows[rows["commitment"].notna() & rows["benefit"].notna()].sort_values("respondent_id")
    level = both["commitment"].to_numpy(dtype=float)
    benefit = both["benefit"].to_numpy(dtype=float)
    first, second = comparable(level)
    enough = len(level) >= smallest and len(first) > 0
    deals = max(1, min(draws, _WORK // max(1, len(first)))) if enough else 0
    low, high = (benefit[(level >= a) & (level <= b)] for _, a, b in (GROUPS[0], GROUPS[2]))
    compared = min(len(low), len(high)) >= max(1, smallest)
    return Trend(
        period=period,
        n=len(level),
        pairs=len(first),
        ahead=part_ahead(benefit, first, second) if enough else None,
        p=_dealt(benefit, first, second, deals, seed) if enough else None,
        deals=deals,
        levels=tuple(_level(word, benefit[(level >= a) & (level <= b)], smallest) for word, a, b in GROUPS),
        shift=hodges_lehmann(low, high) if compared else None,
        interval=_interval(low, high, draws, seed) if compared else None,
        smallest=smallest,
        basis=weakest(rows["basis"]),
    )


def comparable(level: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of all pairs of different level: the lower one, the higher one.

    Examples
    --------
    >>> [found.tolist() for found in comparable(np.array([2.0, 1, 2]))]
    [[1, 1], [0, 2]]
    """
    first, second = np.nonzero(level[:, None] < level[None, :])
    return np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)


def part_ahead(values: Numbers, first: NDArray[np.int64], second: NDArray[np.int64]) -> float:
    """Jonckheere-Terpstra statistic as a part of all pairs: how often the second names more.

    Examples
    --------
    >>> round(part_ahead(np.array([0.0, 5, 5]), np.array([0, 0, 1]), np.array([1, 2, 2])), 4)
    0.8333
    """
    return float((np.sign(values[second] - values[first]).mean() + 1) / 2)


def hodges_lehmann(low: Numbers, high: Numbers) -> float:
    """Median of all differences between a value of the second and one of the first group.

    Examples
    --------
    >>> hodges_lehmann(np.array([0.0, 1, 10]), np.array([5.0, 6]))
    4.5
    """
    return float(np.median(high[:, None] - low[None, :]))


def _level(word: str, values: Numbers, smallest: int) -> Level:
    if len(values) < max(1, smallest):
        return Level(word, len(values), None)
    lower, middle, upper = (float(v) for v in np.quantile(values, [0.25, 0.5, 0.75]))
    return Level(word, len(values), (lower, middle, upper))


def _dealt(
    values: Numbers, first: NDArray[np.int64], second: NDArray[np.int64], deals: int, seed: int
) -> float:
    """Share of deals that lie at least as far from no trend: (1 + as far)/(deals + 1); counts are whole."""
    rng = np.random.default_rng(seed)
    seen = abs(int(np.sign(values[second] - values[first]).sum()))
    block, far = max(1, 4_000_000 // max(1, len(first))), 0
    for start in each(range(0, deals, block)):
        dealt = rng.permuted(np.tile(values, (min(block, deals - start), 1)), axis=1)
        found = np.sign(dealt[:, second] - dealt[:, first]).sum(axis=1)
        far += int(np.count_nonzero(np.abs(found) >= seen - 0.5))
    return (1 + far) / (deals + 1)


def _interval(low: Numbers, high: Numbers, draws: int, seed: int) -> tuple[float, float]:
    rng = np.random.default_rng(seed)
    size = len(low) * len(high)
    made = max(1, min(draws, _WORK // size))
    block = max(1, 2_000_000 // size)
    found: list[Numbers] = []
    for start in each(range(0, made, block)):
        n = min(block, made - start)
        a = low[rng.integers(0, len(low), (n, len(low)))]
        b = high[rng.integers(0, len(high), (n, len(high)))]
        found.append(np.median((b[:, :, None] - a[:, None, :]).reshape(n, -1), axis=1))
    ends = np.quantile(np.concatenate(found), [0.025, 0.975])
    return float(ends[0]), float(ends[1])
