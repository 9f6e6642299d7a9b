"""Shares of industries in regions, and of regions in industries, with what secret cells leave open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clusterlib.mapping.intervals import Interval
from clusterlib.mapping.specialisation_bounds import Narrowed, others
from clusterlib.mapping.specialisation_cells import Cells, Floats, Margin


@dataclass(frozen=True, slots=True)
class Mix:
    """Parts of wholes; the last axis is the one that a whole is divided along.

    Attributes
    ----------
    part : Interval, shape (years, wholes, parts)
        Share of each part in its whole.
    norm : Interval, shape (years, 1, parts)
        The same shares in all of the country.
    sum_low, sum_high : array, shape (years, wholes)
        Between these lies the sum of the shares: 1, or what published and rounded totals leave.
    norm_low, norm_high : array, shape (years, 1)
        The same of the country's shares.
    defined : array of bool, shape (years, wholes)
        Whether the whole has jobs, and its parts can make it up.
    """

    part: Interval
    norm: Interval
    sum_low: Floats
    sum_high: Floats
    norm_low: Floats
    norm_high: Floats
    defined: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Side:
    """Cells and totals of one side: wholes down, parts across."""

    cells: Interval
    nil: npt.NDArray[np.bool_]
    wholes: Margin
    parts: Margin
    overall: Margin
    parts_listed: bool
    wholes_listed: bool


def region_mix(narrowed: Narrowed) -> Mix:
    """Share of each industry in each region's jobs, and in the country's.

    Where the published totals hold more than the listed industries, the rest counts as one industry more
    (the last one).

    Examples
    --------
    >>> from clusterlib.mapping.specialisation_bounds import narrow
    >>> from clusterlib.mapping.specialisation_cells import read
    >>> from clusterlib.tables import typed
    >>> jobs = {("A", "ICT"): 30, ("A", "Food"): 70, ("B", "ICT"): 10, ("B", "Food"): 190}
    >>> table = typed("employment", [
    ...     {"region": r, "industry": i, "year": 2022, "employment": n} for (r, i), n in jobs.items()])
    >>> found = region_mix(narrow(read(table)))
    >>> found.part.low[0].tolist(), found.norm.high[0, 0].round(3).tolist()
    ([[0.3, 0.7], [0.05, 0.95]], [0.133, 0.867])
    """
    cells = narrowed.cells
    side = _Side(
        Interval(cells.low, cells.high),
        _nil(cells),
        cells.by_region,
        cells.by_industry,
        cells.overall,
        narrowed.all_industries,
        narrowed.all_regions,
    )
    return _mix(side, narrowed.rounding)


def industry_mix(narrowed: Narrowed) -> Mix:
    """Share of each region in each industry's jobs, and in the country's; see `region_mix`."""
    cells = narrowed.cells
    side = _Side(
        Interval(cells.low.transpose(0, 2, 1), cells.high.transpose(0, 2, 1)),
        _nil(cells).transpose(0, 2, 1),
        cells.by_industry,
        cells.by_region,
        cells.overall,
        narrowed.all_regions,
        narrowed.all_industries,
    )
    return _mix(side, narrowed.rounding)


def _nil(cells: Cells) -> npt.NDArray[np.bool_]:
    return np.asarray((cells.high <= 0) & ~cells.unknown)


def _mix(side: _Side, rounding: float) -> Mix:
    wholes = _sums(side.wholes, side.cells, 2)
    parts = _sums(side.parts, side.cells, 1)
    overall, told_all = _overall(side, wholes, parts)
    cells = side.cells
    if not side.parts_listed:  # what no listed part holds is one part more
        cells = _with_rest(cells, wholes, side.wholes.published)
        parts = _with_rest(parts, overall, told_all)
    told = side.wholes.published[:, :, None]
    part = _shares(cells, Interval(wholes.low[:, :, None], wholes.high[:, :, None]), told)
    whole = Interval(overall.low[:, None, None], overall.high[:, None, None])
    norm = _shares(Interval(parts.low[:, None, :], parts.high[:, None, :]), whole, told_all[:, None, None])
    slack = rounding * (~side.nil).sum(axis=2)
    sums = _sum_range(part, slack, wholes, side.wholes.published)
    wide = rounding * (~side.nil).sum(axis=(1, 2))[:, None]
    all_jobs = Interval(overall.low[:, None], overall.high[:, None])
    norms = _sum_range(norm, wide, all_jobs, told_all[:, None])
    known = np.asarray(side.parts.published.all(axis=1) | side.wholes_listed)
    defined = (wholes.high > 0) & known[:, None] & (overall.low > 0)[:, None]
    defined &= side.wholes.published | side.parts_listed
    return Mix(part, norm, *sums, *norms, defined)


def _sums(margin: Margin, cells: Interval, axis: int) -> Interval:
    low = np.where(margin.published, margin.low, cells.low.sum(axis=axis))
    return Interval(low, np.where(margin.published, margin.high, cells.high.sum(axis=axis)))


def _overall(side: _Side, wholes: Interval, parts: Interval) -> tuple[Interval, npt.NDArray[np.bool_]]:
    """All jobs, and whether they are told: published, or the sum of totals that all are."""
    low = np.maximum(wholes.low.sum(1), parts.low.sum(1))
    high = np.maximum(np.minimum(wholes.high.sum(1), parts.high.sum(1)), low)
    told = side.overall.published
    found = Interval(np.where(told, side.overall.low, low), np.where(told, side.overall.high, high))
    return found, told | side.wholes.published.all(axis=1) | side.parts.published.all(axis=1)


def _with_rest(values: Interval, whole: Interval, told: npt.NDArray[np.bool_]) -> Interval:
    low = np.where(told, np.maximum(whole.low - values.high.sum(-1), 0.0), 0.0)
    high = np.where(told, np.maximum(whole.high - values.low.sum(-1), 0.0), 0.0)
    return Interval(
        np.concatenate([values.low, low[..., None]], -1), np.concatenate([values.high, high[..., None]], -1)
    )


def _shares(values: Interval, whole: Interval, told: npt.NDArray[np.bool_]) -> Interval:
    """Part ÷ whole; where no total is published the whole moves with the part."""
    rest = Interval(others(values.low, (-1,)), others(values.high, (-1,)))
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(told, values.low / whole.high, values.low / (values.low + rest.high))
        high = np.where(told, values.high / whole.low, values.high / (values.high + rest.low))
    low = np.where(np.isnan(low) | (values.low <= 0), 0.0, low)
    high = np.where(np.isnan(high), np.where(values.high > 0, 1.0, 0.0), high)
    roof = np.maximum(low, 1.0)
    return Interval(low, np.where(values.high <= 0, 0.0, np.maximum(np.minimum(high, roof), low)))


def _sum_range(
    part: Interval, slack: Floats, whole: Interval, told: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """What the shares can add up to: 1, give or take the rounding of a published total."""
    with np.errstate(divide="ignore", invalid="ignore"):
        give = np.where(told & (whole.low > 0), slack / whole.low, 0.0)
    least, most = part.low.sum(-1), part.high.sum(-1)
    low = np.clip(1.0 - give, least, most)
    return low, np.maximum(np.clip(1.0 + give, least, most), low)
