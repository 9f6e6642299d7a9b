"""Proximity and density when for some cells nobody can say whether the industry is present.

A secret cell enters twice: it may make an industry present in its region, and it changes which industries
go together everywhere. Two matrices carry that: `sure` holds what is present for certain, `maybe` what is
possible. All bounds let each undecided cell be present or absent on its own; published totals tie them
together, so the truth may be narrower, never wider.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clusterlib.mapping.intervals import Interval
from clusterlib.mapping.specialisation_cells import Floats

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Present:
    """What is present, regions down and industries across.

    Attributes
    ----------
    sure, maybe : array of bool
        Present for certain; present for certain or possibly.
    """

    sure: Flags
    maybe: Flags

    @property
    def open(self) -> Flags:
        """Cells of which nobody can say it."""
        return self.maybe & ~self.sure


def present(low: Floats, high: Floats, line: float = 1.0) -> Present:
    """What is present given the bounds of the location quotients; where there is no quotient, nothing is.

    Parameters
    ----------
    low, high : array, shape (regions, industries)
        NaN in both where no quotient exists; `high` NaN where it has no upper end.
    line : float
        Location quotient from which an industry is present.

    Examples
    --------
    >>> found = present(np.array([[1.2, 0.5, 0.1]]), np.array([[1.2, np.nan, 0.4]]))
    >>> found.sure.tolist(), found.maybe.tolist()
    ([[True, False, False]], [[True, True, False]])
    """
    limit = line * (1 - 1e-9)
    with np.errstate(invalid="ignore"):
        sure = low >= limit
        maybe = ~np.isnan(low) & (np.isnan(high) | (high >= limit))
    return Present(np.asarray(sure), np.asarray(maybe | sure))


@dataclass(frozen=True, slots=True)
class Together:
    """In how many regions two industries are found, each count of shape (industries, industries).

    Attributes
    ----------
    both_low, both_high : array
        Regions that have both, at least and at most.
    either_low, either_high : array
        Regions that have the first of the two when as many as possible (as few as possible) have both:
        the least and the most that goes with the ends of the proximity.
    """

    both_low: Floats
    both_high: Floats
    either_low: Floats
    either_high: Floats


def together(found: Present) -> Together:
    """Count the regions in which industries go together.

    Examples
    --------
    >>> counts = together(Present(np.array([[1, 0], [1, 1]], bool), np.array([[1, 1], [1, 1]], bool)))
    >>> counts.both_low.tolist(), counts.both_high.tolist()
    ([[2.0, 1.0], [1.0, 1.0]], [[2.0, 2.0], [2.0, 2.0]])
    """
    sure, maybe, undecided = (side.astype(np.float32) for side in (found.sure, found.maybe, found.open))
    count = sure.sum(axis=0, dtype=np.float64)
    least = count[:, None] + undecided.T @ maybe  # undecided ones join where the other may be
    most = (count + undecided.sum(axis=0))[:, None] - undecided.T @ sure  # and stay away where it is
    wide = [np.asarray(side, dtype=np.float64) for side in (sure.T @ sure, maybe.T @ maybe, least, most)]
    return Together(*wide)


def proximity_bounds(counts: Together) -> Interval:
    """Least and most proximity of each pair; exact when the undecided cells are free of each other.

    Most: every undecided cell is present where the other industry may be, else absent. Least: no undecided
    cell is present where the other industry is, else all on the side of one of the two.

    Examples
    --------
    >>> sure = np.array([[1, 0], [1, 1], [0, 1]], bool)
    >>> found = proximity_bounds(together(Present(sure, sure | np.array([[0, 1], [0, 0], [0, 0]], bool))))
    >>> found.low[0, 1].round(3), found.high[0, 1].round(3)
    (np.float64(0.5), np.float64(0.667))
    """

    def ratio(both: Floats, either: Floats) -> Floats:
        """Shared places over the places of the more frequent of two industries."""
        wide = np.maximum(np.maximum(either, either.T), 1.0)
        found = both / wide
        np.fill_diagonal(found, 0.0)
        return found

    return Interval(ratio(counts.both_low, counts.either_high), ratio(counts.both_high, counts.either_low))


def density_bounds(found: Present, near: Interval) -> Interval:
    """Least and most relatedness density: present neighbours at their nearest, absent ones at their farthest.

    Returns
    -------
    Interval, shape (regions, industries)
        NaN where an industry is for certain related to none; 0 to 1 where it may be related to none.

    Examples
    --------
    >>> sure = np.array([[1, 0, 0], [1, 1, 1]], bool)
    >>> near = proximity_bounds(together(Present(sure, sure)))
    >>> density_bounds(Present(sure, sure), near).low.round(3).tolist()
    [[0.0, 0.333, 0.333], [1.0, 1.0, 1.0]]
    """
    sure, maybe = found.sure.astype(np.float64), found.maybe.astype(np.float64)
    least, not_least = sure @ near.low, (1.0 - sure) @ near.high
    most, not_most = maybe @ near.high, (1.0 - maybe) @ near.low
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = least / (least + not_least), most / (most + not_most)
    alone = (near.high.sum(axis=0) <= 0)[None, :]
    doubtful = (near.low.sum(axis=0) <= 0)[None, :]
    low = np.where(np.isnan(low), 0.0, low)
    high = np.where(np.isnan(high) | (doubtful & (most > 0)), 1.0, high)
    return Interval(np.where(alone, np.nan, low), np.where(alone, np.nan, high))


def nearer_than_any(found: Present, near: Interval, times: float = 1.0) -> Interval:
    """By how much the density is above `times` the share that a region has of all other industries.

    0 is what an industry taken without regard to relatedness would have. The same undecided cell moves
    both shares, so their difference is bounded as one number.

    Returns
    -------
    Interval, shape (regions, industries)
        NaN where an industry is for certain related to none.
    """
    n = max(len(near.low) - 1, 1)
    away = 1.0 - np.eye(len(near.low))
    rest_low = near.low.sum(axis=1, keepdims=True) - near.low
    rest_high = near.high.sum(axis=1, keepdims=True) - near.high
    with np.errstate(divide="ignore", invalid="ignore"):
        light = np.where(near.low > 0, near.low / (near.low + rest_high), 0.0)
        heavy = np.where(near.high > 0, near.high / (near.high + rest_low), 0.0)
    low, high = (light - times / n) * away, (heavy - times / n) * away
    sure, undecided = found.sure.astype(np.float64), found.open.astype(np.float64)
    least = sure @ low.T + undecided @ np.minimum(low, 0.0).T
    most = sure @ high.T + undecided @ np.maximum(high, 0.0).T
    whole = density_bounds(found, near)
    share_low, share_high = (times * (side @ away) / n for side in (sure, found.maybe.astype(np.float64)))
    least, most = np.maximum(least, whole.low - share_high), np.minimum(most, whole.high - share_low)
    undefined = np.isnan(whole.low)
    return Interval(np.where(undefined, np.nan, least), np.where(undefined, np.nan, most))
