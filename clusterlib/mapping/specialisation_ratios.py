"""Location quotients with honest bounds, and what goes with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clusterlib.mapping.specialisation_bounds import Narrowed, others
from clusterlib.mapping.specialisation_cells import Floats

#: Stands for "no upper limit" and for "next to nothing" where a formula needs a number.
_ENDLESS, _TINY = 1e12, 1e-9
_UNBOUNDED = 1e6


@dataclass(frozen=True, slots=True)
class Ratios:
    """Arrays of shape (years, regions, industries); NaN where nothing can be said.

    Attributes
    ----------
    lq, low, high : array
        Location quotient and its bounds; `lq` only where the jobs are known, `high` NaN where there is
        no upper limit.
    expected : array
        Jobs the region would have if it were like the whole.
    defined : array of bool
        Where a location quotient exists at all.
    """

    lq: Floats
    low: Floats
    high: Floats
    expected: Floats
    defined: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Wholes:
    """Denominators. `tied`: no total is published for the cell, so all four sums share its jobs."""

    region: tuple[Floats, Floats]
    industry: tuple[Floats, Floats]
    overall: tuple[Floats, Floats]
    tied: npt.NDArray[np.bool_]


def quotients(narrowed: Narrowed) -> Ratios:
    """Location quotient of every cell, LQ = (x / x_r) / (x_i / x).

    Denominators are published totals where they stand in the table, else sums of the cells. Without
    totals a secret cell moves the numerator and three denominators at once; the quotient then rises
    with its own cell up to a turning point and falls after it, so both ends and the turning point are
    tried. All other secret cells of the region and of the industry lower it, all remaining ones raise it.

    Parameters
    ----------
    narrowed : Narrowed
        Cells with their bounds.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation_bounds import narrow
    >>> from clusterlib.mapping.specialisation_cells import read
    >>> from clusterlib.tables import typed
    >>> jobs = {("A", "ICT"): 30, ("A", "Food"): 70, ("B", "ICT"): 10, ("B", "Food"): 190}
    >>> table = typed("employment", [
    ...     {"region": r, "industry": i, "year": 2022, "employment": n} for (r, i), n in jobs.items()])
    >>> found = quotients(narrow(read(table)))
    >>> round(float(found.lq[0, 0, 0]), 4), round(float(found.expected[0, 0, 0]), 4)
    (2.25, 13.3333)
    """
    cells = narrowed.cells
    low, high = cells.low, np.where(np.isinf(cells.high), _ENDLESS, cells.high)
    wholes = _wholes(narrowed, low, high)
    known = ~cells.unknown | (high - low < 1e-9)
    least = _floor(low, high, wholes)
    most = _roof(low, high, wholes)
    with np.errstate(divide="ignore", invalid="ignore"):
        region, industry, overall = denominators(narrowed)
        expected = region * industry / overall
        point = np.where(known, low / expected, np.nan)
    defined = _defined(narrowed, region, industry)
    expected = np.where(defined & (overall > 0), expected, np.nan)
    point = np.where(defined & np.isfinite(point), point, np.nan)
    least = np.where(defined, np.where(least < 1e-7, 0.0, least), np.nan)
    most = np.where(defined & (most < _UNBOUNDED), most, np.nan)
    sure = known & np.isclose(least, point, rtol=1e-9) & np.isclose(most, point, rtol=1e-9)
    return Ratios(point, np.where(sure, point, least), np.where(sure, point, most), expected, defined)


def denominators(narrowed: Narrowed) -> tuple[Floats, Floats, Floats]:
    """Jobs of each region, of each industry, and all, in each year: published totals, else what is visible.

    Shapes (years, regions, 1), (years, 1, industries) and (years, 1, 1).
    """
    cells = narrowed.cells
    region = np.where(cells.by_region.published, cells.by_region.low, cells.low.sum(axis=2))
    industry = np.where(cells.by_industry.published, cells.by_industry.low, cells.low.sum(axis=1))
    largest = np.maximum(region.sum(axis=1), industry.sum(axis=1))
    overall = np.where(cells.overall.published, cells.overall.low, largest)
    return region[:, :, None], industry[:, None, :], overall[:, None, None]


def _defined(narrowed: Narrowed, region: Floats, industry: Floats) -> npt.NDArray[np.bool_]:
    """A quotient needs something to compare with, and sums that mean the same on both sides."""
    cells = narrowed.cells
    has_region = cells.by_region.published[:, :, None]
    has_industry = cells.by_industry.published[:, None, :]
    regions_ok = has_industry | (narrowed.all_regions & (len(cells.regions) > 1))
    industries_ok = has_region | (narrowed.all_industries & (len(cells.industries) > 1))
    some = (cells.high.sum(axis=2) > 0)[:, :, None] | has_region
    any_jobs = (cells.high.sum(axis=1) > 0)[:, None, :] | has_industry
    not_empty = ~(has_region & (region <= 0)) & ~(has_industry & (industry <= 0))
    return np.broadcast_to(regions_ok & industries_ok & some & any_jobs & not_empty, cells.low.shape)


def _wholes(narrowed: Narrowed, low: Floats, high: Floats) -> _Wholes:
    cells = narrowed.cells
    rows, columns, everything = cells.by_region, cells.by_industry, cells.overall
    tied = ~(rows.published[:, :, None] | columns.published[:, None, :] | everything.published[:, None, None])
    tied = np.broadcast_to(tied & ~rows.published.any() & ~columns.published.any(), low.shape)
    row_sums = (
        np.where(rows.published, rows.low, low.sum(2)),
        np.where(rows.published, rows.high, high.sum(2)),
    )
    col_sums = (
        np.where(columns.published, columns.low, low.sum(1)),
        np.where(columns.published, columns.high, high.sum(1)),
    )
    least = np.maximum(row_sums[0].sum(1), col_sums[0].sum(1))
    most = np.maximum(np.minimum(row_sums[1].sum(1), col_sums[1].sum(1)), least)
    overall = (
        np.where(everything.published, everything.low, least),
        np.where(everything.published, everything.high, most),
    )
    return _Wholes(
        (rows.low[:, :, None], rows.high[:, :, None]),
        (columns.low[:, None, :], columns.high[:, None, :]),
        (overall[0][:, None, None], overall[1][:, None, None]),
        tied,
    )


def _rest(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Sums without the cell: of its region, of its industry, and of all cells in neither."""
    region, industry = others(values, (2,)), others(values, (1,))
    return region, industry, np.maximum(others(values, (1, 2)) - region - industry, 0.0)


def _ratio(own: Floats, rest: tuple[Floats, Floats, Floats], wholes: _Wholes, end: int) -> Floats:
    """The quotient with the cell at `own`; `end` 1 takes the least denominators, 0 the most."""
    own = np.maximum(own, _TINY)
    region_total, industry_total = wholes.region[1 - end], wholes.industry[1 - end]
    region = np.where(np.isnan(region_total), own + rest[0], region_total)
    industry = np.where(np.isnan(industry_total), own + rest[1], industry_total)
    overall = np.where(wholes.tied, own + rest[0] + rest[1] + rest[2], wholes.overall[end])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(own * overall / (region * industry), dtype=np.float64)


def _floor(low: Floats, high: Floats, wholes: _Wholes) -> Floats:
    region, industry, _ = _rest(high)
    rest = (region, industry, _rest(low)[2])
    both = np.fmin(_ratio(low, rest, wholes, 0), _ratio(high, rest, wholes, 0))
    return np.where(high <= 0, 0.0, both)


def _roof(low: Floats, high: Floats, wholes: _Wholes) -> Floats:
    region, industry, _ = _rest(low)
    rest = (region, industry, _rest(high)[2])
    turn = np.clip(_turning_point(*rest, wholes), low, high)
    tries = [_ratio(own, rest, wholes, 1) for own in (low, high, turn)]
    open_end = np.where(wholes.tied, rest[2], wholes.overall[1]) >= _ENDLESS
    found = np.where(open_end, np.inf, np.fmax(np.fmax(tries[0], tries[1]), tries[2]))
    return np.where(high <= 0, 0.0, found)


def _turning_point(region: Floats, industry: Floats, rest: Floats, wholes: _Wholes) -> Floats:
    """Jobs at which the quotient stops rising when the denominators contain the cell itself."""
    product = region * industry
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        tied = (product + np.sqrt(product**2 + rest * (region + industry + rest) * product)) / rest
    tied = np.where(rest > 0, tied, _ENDLESS)
    free = np.isnan(wholes.region[0]) & np.isnan(wholes.industry[0])
    return np.where(wholes.tied, tied, np.where(free, np.sqrt(product), _ENDLESS))


def growth(narrowed: Narrowed, base: int = 0) -> tuple[Floats, npt.NDArray[np.str_]]:
    """Average yearly growth from the first listed year, and a word for what growth cannot say.

    Parameters
    ----------
    narrowed : Narrowed
        Cells with their bounds.
    base : int
        Place of the year that growth is counted from.

    Returns
    -------
    rate : array
        (x1 / x0)^(1 / T) − 1 per year; −1 where the last job went, NaN where there was none before.
    word : array of str
        ``growth``, ``entry`` (none before), ``exit`` (none left), ``none`` (none at both ends), each for
        certain even where the number is secret, or ``unknown``.
    """
    cells = narrowed.cells
    sure = ~cells.unknown | (cells.high - cells.low < 1e-9)
    start, span = cells.low[base], (cells.years - cells.years[base])[:, None, None]
    both = sure & sure[base] & (span > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = (cells.low / start) ** (1.0 / span) - 1.0
    before, after = start > 0, cells.low > 0
    never, gone = np.broadcast_to(cells.high[base] <= 0, both.shape), cells.high <= 0
    word = np.select(
        [~(span > 0) & np.ones_like(both), before & after, before & gone, never & after, never & gone],
        ["unknown", "growth", "exit", "entry", "none"],
        "unknown",
    )
    return np.where(both & before, rate, np.nan), word
