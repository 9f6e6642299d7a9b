"""Standardised location quotient: how far a region stands apart from the others in one industry.

After O'Donoghue and Gleave (2004), as a flag for outliers. It is no test: no region is drawn at random,
and the largest z that n regions allow is (n − 1) ÷ √n, so with fewer than six none can pass 1.96.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clusterlib.mapping.intervals import Interval
from clusterlib.mapping.specialisation_cells import Floats

#: z above which a region counts as an outlier.
LINE = 1.96
#: With fewer regions no z can reach the line; from so many on the flag means something.
LEAST, WANTED = 6, 20


@dataclass(frozen=True, slots=True)
class Standardised:
    """Standardised quotients, arrays of shape (years, regions, industries).

    Attributes
    ----------
    slq : array
        z of ln LQ where every quotient of the industry is known; NaN else.
    bounds : Interval
        Least and most z; NaN where none exists.
    verdict : array of object
        ``certain``, ``possible`` or ``no`` above the line; NaN where no z exists.
    left_out : array of bool
        Cells without a logarithm: a quotient of 0, or none at all.
    counted : array of int, shape (years, industries)
        Regions that have a quotient above 0 for certain.
    line : float
        z from which a region counts as an outlier.
    """

    slq: Floats
    bounds: Interval
    verdict: npt.NDArray[np.object_]
    left_out: npt.NDArray[np.bool_]
    counted: npt.NDArray[np.int64]
    line: float


def standardise(quotients: Interval, *, line: float = LINE, least: int = LEAST) -> Standardised:
    """z of ln LQ within each industry over regions (ddof 1).

    Quotients of 0 and undefined ones are left out. A secret quotient moves the mean and the spread of all
    others, so every z of its industry has bounds: own value and mean at their ends, the spread at its
    least and most, and never beyond what n regions allow. Where a quotient may be 0, it may be left out
    as well, and nothing but that last limit can be said.

    Parameters
    ----------
    quotients : Interval, shape (years, regions, industries)
        NaN in both ends where no quotient exists, infinite at the upper end where there is none.
    line : float
        z above which a region counts as an outlier.
    least : int
        Fewest regions for a z.

    Examples
    --------
    >>> lq = np.array([0.5, 0.8, 1.0, 1.0, 1.1, 1.2, 9.0])[None, :, None]
    >>> found = standardise(Interval(lq, lq))
    >>> found.slq[0, :, 0].round(2).tolist(), found.verdict[0, -1, 0]
    ([-1.0, -0.49, -0.24, -0.24, -0.14, -0.04, 2.15], 'certain')
    """
    low, high = quotients.low, quotients.high
    none = np.isnan(low) | (high <= 0)
    doubtful = ~none & (low <= 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        y_low = np.where(none | doubtful, np.nan, np.log(low))
        y_high = np.where(none | doubtful, np.nan, np.log(high))
    n = (~none & ~doubtful).sum(axis=1)
    loose = np.asarray((doubtful | np.isinf(y_high)).any(axis=1))
    bounds = _bounds(y_low, y_high, n, loose)
    most = n + doubtful.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        cap = np.where(most > 1, (most - 1) / np.sqrt(most), 0.0)[:, None, :]
    shown = ~none & (most >= least)[:, None, :]
    bounds = Interval(
        np.where(shown, np.maximum(bounds.low, -cap), np.nan),
        np.where(shown, np.minimum(bounds.high, cap), np.nan),
    )
    point = np.where(bounds.high - bounds.low < 1e-9, bounds.low, np.nan)
    limit = line * (1 - 1e-12)
    words = np.select([bounds.low > limit, bounds.high > limit], ["certain", "possible"], "no").astype(object)
    words = np.where(shown, words, np.nan)
    return Standardised(point, bounds, words, none, n, line)


def _bounds(low: Floats, high: Floats, n: npt.NDArray[np.int64], loose: npt.NDArray[np.bool_]) -> Interval:
    there = ~np.isnan(low)
    safe_low, safe_high = np.where(there, low, 0.0), np.where(there & np.isfinite(high), high, 0.0)
    count = np.maximum(n, 1)[:, None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        others_low = (safe_low.sum(axis=1, keepdims=True) - safe_low) / (count - 1)
        others_high = (safe_high.sum(axis=1, keepdims=True) - safe_high) / (count - 1)
        scale = (count - 1) / count
        gap_low, gap_high = scale * (low - others_high), scale * (high - others_low)
        tight, wide = _spread(safe_low, safe_high, there, count)
        least = np.where(gap_low >= 0, gap_low / wide, gap_low / tight)
        most = np.where(gap_high >= 0, gap_high / tight, gap_high / wide)
    open_ = loose[:, None, :] | (count < 2)
    least = np.where(open_ | np.isnan(least), -np.inf, least)
    most = np.where(open_ | np.isnan(most), np.inf, most)
    return Interval(least, most)


def _spread(
    low: Floats, high: Floats, there: npt.NDArray[np.bool_], count: npt.NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Least and most standard deviation (ddof 1) that the values of an industry can have."""
    free = np.maximum(count - 1, 1)
    middle = (low + high) / 2
    centre = np.where(there, middle, 0.0).sum(axis=1, keepdims=True) / count
    farthest = np.where(there, np.maximum(np.abs(high - centre), np.abs(low - centre)), 0.0)
    wide = np.sqrt((farthest**2).sum(axis=1, keepdims=True) / free)
    if np.array_equal(low, high):
        return wide, wide
    even = _closest(low, high, there)
    mean = np.where(there, even, 0.0).sum(axis=1, keepdims=True) / count
    near = np.where(there, even - mean, 0.0)
    return np.sqrt((near**2).sum(axis=1, keepdims=True) / free), wide


def _closest(low: Floats, high: Floats, there: npt.NDArray[np.bool_]) -> Floats:
    """Values as near to each other as their ranges allow: ``clip(c, low, high)`` with c their own mean."""
    floor, roof = np.where(there, low, np.inf).min(axis=1), np.where(there, high, -np.inf).max(axis=1)
    floor, roof = np.where(np.isfinite(floor), floor, 0.0), np.where(np.isfinite(roof), roof, 0.0)
    for _ in range(80):  # c − mean(clip(c)) rises with c: halve the range until it is one number
        centre = (floor + roof) / 2
        pull = np.where(there, centre[:, None, :] - np.clip(centre[:, None, :], low, high), 0.0).sum(axis=1)
        floor, roof = np.where(pull < 0, centre, floor), np.where(pull < 0, roof, centre)
    return np.asarray(np.clip(((floor + roof) / 2)[:, None, :], low, high), dtype=np.float64)
