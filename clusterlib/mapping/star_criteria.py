"""The three criteria of a star, each with what secret cells leave open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from clusterlib.mapping.intervals import Interval, ratio
from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.specialisation_bounds import others
from clusterlib.mapping.specialisation_cells import Floats

Words: TypeAlias = npt.NDArray[Any]

CRITERIA = ("size", "specialisation", "focus")
#: Limits of the European Cluster Observatory.
LQ, SIZE, FOCUS = 2.0, 0.10, 0.10
_EVEN = 1e-9


@dataclass(frozen=True, slots=True)
class Profile:
    """When a star is given.

    Attributes
    ----------
    lq : float
        Least location quotient.
    size : float
        Share of the regions that have the industry: the largest so many by jobs.
    focus : float
        Share of all industries of all regions: those that weigh most in the jobs of their region.
    """

    lq: float = LQ
    size: float = SIZE
    focus: float = FOCUS


@dataclass(frozen=True, slots=True)
class Places:
    """Place of each value within its column, 1 the highest; equal values share a place.

    Attributes
    ----------
    best, worst : array
        The best and the worst place that bounds allow.
    some : array of bool
        Whether the value is for certain more than nothing.
    none : array of bool
        Whether it is for certain nothing.
    least, most : array
        How many values of the column are more than nothing, for certain and at most.
    """

    best: npt.NDArray[np.int64]
    worst: npt.NDArray[np.int64]
    some: npt.NDArray[np.bool_]
    none: npt.NDArray[np.bool_]
    least: npt.NDArray[np.int64]
    most: npt.NDArray[np.int64]


def sizes(jobs: Specialisation, year: int) -> Interval:
    """Jobs of each region (rows) in each industry (columns)."""
    cells = jobs.narrowed.cells
    return Interval(cells.low[year], cells.high[year])


def focuses(jobs: Specialisation, year: int) -> Interval:
    """Share of each industry (columns) in the jobs of its region (rows)."""
    cells, own = jobs.narrowed.cells, sizes(jobs, year)
    rest = Interval(*(others(side[None], (2,))[0] for side in (own.low, own.high)))
    with np.errstate(invalid="ignore"):
        low = ratio(Interval(own.low, own.low), Interval(own.low, own.low + rest.high)).low
        high = np.where(np.isinf(own.high), 1.0, own.high / np.where(own.high > 0, own.high + rest.low, 1.0))
    whole = Interval(cells.by_region.low[year][:, None], cells.by_region.high[year][:, None])
    told = np.broadcast_to(cells.by_region.published[year][:, None], own.low.shape)
    found = ratio(own, whole).where(told, Interval(low, high))
    nothing = own.high <= 0
    return Interval(np.where(nothing, 0.0, found.low), np.where(nothing, 0.0, np.minimum(found.high, 1.0)))


def pooled(values: Interval) -> Interval:
    """All values as one column."""
    return Interval(values.low.reshape(-1, 1), values.high.reshape(-1, 1))


def quotients_of(jobs: Specialisation, rows: npt.NDArray[np.bool_]) -> Interval:
    """Location quotients of some rows; NaN where there is none."""
    frame = jobs.frame[rows]
    low, high = frame["lq_low"].to_numpy(np.float64), frame["lq_high"].to_numpy(np.float64)
    return Interval(low, np.where(np.isnan(high) & ~np.isnan(low), np.inf, high))


def over(values: Interval, line: float) -> Words:
    """Whether values reach a line: certain, possible, no; NaN where there is no value.

    Examples
    --------
    >>> over(Interval(np.array([2.0, 1.0, 0.0]), np.array([3.0, 2.0, 1.9])), 2).tolist()
    ['certain', 'possible', 'no']
    """
    limit = line * (1 - _EVEN)
    words = np.select([values.low >= limit, values.high >= limit], ["certain", "possible"], "no").astype(
        object
    )
    return np.where(np.isnan(values.low), np.nan, words)


def places(values: Interval) -> Places:
    """Best and worst place of each value within its column (axis 0).

    Examples
    --------
    >>> found = places(Interval(np.array([[9.0], [2.0], [5.0]]), np.array([[9.0], [6.0], [5.0]])))
    >>> found.best.ravel().tolist(), found.worst.ravel().tolist()
    ([1, 2, 2], [1, 3, 3])
    """
    n, width = values.low.shape
    best, worst = np.empty((n, width), np.int64), np.empty((n, width), np.int64)
    for column in range(width):
        low, high = values.low[:, column], values.high[:, column]
        ahead = n - np.searchsorted(np.sort(high), low, side="right")
        worst[:, column] = 1 + ahead - (high > low)
        best[:, column] = 1 + n - np.searchsorted(np.sort(low), high, side="right")
    some, none = values.low > 0, values.high <= 0
    return Places(best, worst, some, none, some.sum(axis=0), (~none).sum(axis=0))


def so_many(share: float, n: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How many places a share of `n` gives: at least one.

    Examples
    --------
    >>> so_many(0.1, np.array([5, 20, 29, 30])).tolist()
    [1, 2, 2, 3]
    """
    return np.asarray(np.maximum(1, np.floor(share * n + _EVEN)), dtype=np.int64)


def among(found: Places, share: float) -> Words:
    """Whether values are among the first of their column."""
    certain = found.some & (found.worst <= so_many(share, found.least))
    possible = ~found.none & (found.best <= so_many(share, found.most))
    return np.select([certain, possible], ["certain", "possible"], "no").astype(object)


def above(values: Interval, share: float) -> Interval:
    """By how much each value is above the last place that still counts, as held by the others."""
    some = (values.low > 0).sum(axis=0), (values.high > 0).sum(axis=0)
    with np.errstate(invalid="ignore"):
        low = values.low - _rival(values.high, so_many(share, some[0]))
        high = values.high - _rival(values.low, so_many(share, some[1]))
    return Interval(low, high)


def _rival(values: Floats, k: npt.NDArray[np.int64]) -> Floats:
    """For each value the k-th largest of the others in its column; 0 where there are fewer."""
    n = len(values)
    ordered = np.vstack([-np.sort(-values, axis=0), np.zeros((2, values.shape[1]))])
    column = np.arange(values.shape[1])
    last, following = ordered[np.minimum(k - 1, n), column], ordered[np.minimum(k, n), column]
    return np.asarray(np.where(values >= last, following, last), dtype=np.float64)
