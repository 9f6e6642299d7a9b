"""Herfindahl index of the sizes of an industry's firms: from sizes, size classes, or counts per region."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clusterlib.faults import DomainError
from clusterlib.mapping.box_sums import extreme, level
from clusterlib.mapping.intervals import Interval
from clusterlib.mapping.specialisation_cells import Floats


def herfindahl(sizes: npt.ArrayLike) -> float:
    """H = Σ z² of known sizes, z the share of a firm in the jobs of its industry.

    Raises
    ------
    DomainError
        If a size is below 0 or not a number.

    Examples
    --------
    >>> herfindahl([50, 25, 25]), herfindahl([])
    (0.375, nan)
    """
    jobs = np.asarray(sizes, dtype=np.float64).ravel()
    if not (jobs >= 0).all():
        raise DomainError("sizes of firms: each is a number of jobs, 0 or more.")
    whole = jobs.sum()
    return float(((jobs / whole) ** 2).sum()) if whole > 0 else float("nan")


def herfindahl_classes(
    firms: npt.ArrayLike, least: npt.ArrayLike, most: npt.ArrayLike, jobs: float
) -> Interval:
    """Bounds of H from size classes: how many firms have between `least` and `most` jobs.

    Least: all firms as alike as their classes allow. Most: firms stand at the ends of their classes, the
    largest first, until the jobs of the industry are reached.

    Parameters
    ----------
    firms, least, most : array-like
        One entry per class; an open last class has `most` infinite.
    jobs : float
        Jobs of the industry.

    Raises
    ------
    DomainError
        If the classes cannot hold the jobs.

    Examples
    --------
    >>> found = herfindahl_classes([10, 1], [1, 20], [9, np.inf], 100)
    >>> float(found.low.round(3)), float(found.high.round(3))
    (0.104, 0.811)
    """
    count = np.asarray(firms, dtype=np.int64)
    low = np.repeat(np.asarray(least, dtype=np.float64), count)
    high = np.minimum(np.repeat(np.asarray(most, dtype=np.float64), count), jobs)
    if not jobs > 0 or low.sum() > jobs * (1 + 1e-9) or high.sum() < jobs * (1 - 1e-9):
        raise DomainError(
            f"size classes: their firms have {low.sum():g} to {high.sum():g} jobs, the industry {jobs:g}."
        )
    high = np.minimum(high, jobs - low.sum() + low)  # what the others leave at most
    whole = np.asarray(jobs, dtype=np.float64)
    even = level(low, high, whole, np.ones_like(low))
    top = (low**2).sum() + extreme(low, high, low + high, whole, whole, 1.0)
    return Interval(np.asarray((even**2).sum() / jobs**2), np.asarray(top / jobs**2))


def herfindahl_counts(shares: Interval, firms: Floats, smallest: Floats) -> Interval:
    """Bounds of H when only the number of firms in each region is known.

    Least: all firms of a region are of one size. Most: in each region one firm has all jobs but the
    smallest that the others must have.

    Parameters
    ----------
    shares : Interval, shape (..., regions)
        Share of each region in the jobs of the industry.
    firms : array, shape (..., regions)
        Firms of the industry in each region; NaN where nobody says, then one firm may have all its jobs.
    smallest : array, shape (...,)
        Share of the industry's jobs that each firm has at least: one job, say.

    Returns
    -------
    Interval, shape (...,)

    Examples
    --------
    >>> known = np.array([0.6, 0.4])
    >>> found = herfindahl_counts(Interval(known, known), np.array([2.0, 4.0]), np.array(0.01))
    >>> float(found.low.round(4)), float(found.high.round(4))
    (0.22, 0.4854)
    """
    low, high = shares.low, np.minimum(shares.high, 1.0)
    n = np.where(np.isnan(firms), np.inf, np.maximum(firms, 1.0))
    few = np.where(np.isinf(n), 1.0, n)  # nobody says how many: perhaps one
    small = np.minimum(np.nan_to_num(smallest)[..., None], high / few)
    largest = high - (few - 1.0) * small
    top = (largest**2 + (few - 1.0) * small**2).sum(-1)
    even = np.where(low > 0, low**2 / n, 0.0).sum(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        count = np.where(high > 0, n, 0.0).sum(-1)
        fewest = np.where(count > 0, low.sum(-1) ** 2 / count, 0.0)
    return Interval(np.minimum(np.maximum(even, fewest), 1.0), np.minimum(top, 1.0))
