"""Excess jobs and yearly growth with what secret cells leave open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clusterlib.mapping.intervals import Interval
from clusterlib.mapping.specialisation_bounds import Narrowed, others
from clusterlib.mapping.specialisation_cells import Floats, Margin


def excess_bounds(narrowed: Narrowed, defined: npt.NDArray[np.bool_]) -> Interval:
    """Jobs above what an average region of this size would have, x − x_r · x_i / x, at least and at most.

    With published totals the expected jobs are known and the cell's own bounds decide. Without them the
    excess rises with the cell itself and with the cells in neither its region nor its industry, and falls
    with the others, so the ends of all ranges are its ends.

    Parameters
    ----------
    narrowed : Narrowed
        Cells with their bounds.
    defined : array of bool, shape (years, regions, industries)
        Where a location quotient exists; elsewhere both ends are NaN.

    Returns
    -------
    Interval, shape (years, regions, industries)
        Infinite where there is no end.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation_bounds import narrow
    >>> from clusterlib.mapping.specialisation_cells import read
    >>> from clusterlib.tables import typed
    >>> jobs = {("A", "ICT"): 30, ("A", "Food"): 70, ("B", "ICT"): 10, ("B", "Food"): 190}
    >>> table = typed("employment", [
    ...     {"region": r, "industry": i, "year": 2022, "employment": n} for (r, i), n in jobs.items()])
    >>> found = excess_bounds(narrow(read(table)), np.ones((1, 2, 2), bool))
    >>> found.low[0].round(2).tolist()
    [[16.67, -16.67], [-16.67, 16.67]]
    """
    cells = narrowed.cells
    own = Interval(cells.low, cells.high)
    region, industry = _total(cells.by_region, own, 2), _total(cells.by_industry, own, 1)
    told = cells.by_region.published[:, :, None], cells.by_industry.published[:, None, :]
    overall, fixed = _overall(narrowed, region, industry)
    loose = _with_totals(own, region, industry, overall)
    free = ~told[0] & ~told[1] & ~fixed
    tied = _without_totals(own)
    low, high = np.where(free, tied.low, loose.low), np.where(free, tied.high, loose.high)
    return Interval(np.where(defined, low, np.nan), np.where(defined, high, np.nan))


def _total(margin: Margin, own: Interval, axis: int) -> Interval:
    published = margin.published
    low = np.where(published, margin.low, own.low.sum(axis=axis))
    high = np.where(published, margin.high, own.high.sum(axis=axis))
    return Interval(np.expand_dims(low, axis), np.expand_dims(high, axis))


def _overall(
    narrowed: Narrowed, region: Interval, industry: Interval
) -> tuple[Interval, npt.NDArray[np.bool_]]:
    cells = narrowed.cells
    told = cells.overall.published[:, None, None]
    least = np.maximum(region.low.sum(axis=(1, 2)), industry.low.sum(axis=(1, 2)))[:, None, None]
    most = np.minimum(region.high.sum(axis=(1, 2)), industry.high.sum(axis=(1, 2)))[:, None, None]
    low = np.where(told, cells.overall.low[:, None, None], least)
    high = np.where(told, cells.overall.high[:, None, None], np.maximum(most, least))
    some = np.asarray(cells.by_region.published.any(axis=1) | cells.by_industry.published.any(axis=1))
    return Interval(low, high), told | some[:, None, None]


def _with_totals(own: Interval, region: Interval, industry: Interval, overall: Interval) -> Interval:
    with np.errstate(divide="ignore", invalid="ignore"):
        least = np.nan_to_num(region.low * industry.low / overall.high, nan=0.0, posinf=0.0)
        most = region.high * industry.high / overall.low
    return Interval(own.low - np.where(np.isnan(most), np.inf, most), own.high - least)


def _without_totals(own: Interval) -> Interval:
    """(x·c − a·b) ÷ (x + a + b + c): a, b the rest of the region and industry, c the cells in neither."""

    def rest(values: Floats) -> tuple[Floats, Floats, Floats]:
        """Sums of the other cells of the row, of the column, and of all cells beside both."""
        row, column = others(values, (2,)), others(values, (1,))
        with np.errstate(invalid="ignore"):
            far = others(values, (1, 2)) - row - column
        return row, column, np.where(np.isnan(far), np.inf, np.maximum(far, 0.0))

    def excess(x: Floats, a: Floats, b: Floats, c: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((x * c - a * b) / (x + a + b + c), dtype=np.float64)

    small, large = rest(own.low), rest(own.high)
    low = excess(own.low, large[0], large[1], small[2])
    high = excess(own.high, small[0], small[1], large[2])
    return Interval(np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high))


@dataclass(frozen=True, slots=True)
class Growth:
    """Average yearly growth since one year; arrays of shape (years, regions, industries).

    Attributes
    ----------
    bounds : Interval
        (x¹ / x⁰)^(1 / T) − 1 at least and at most; −1 where the last job went; infinite at the upper end
        where there may have been none before; NaN where there was none for certain.
    grown : array of object
        Whether jobs have grown: ``certain``, ``possible`` or ``no``; NaN in the first year and where there
        was none at both ends.
    """

    bounds: Interval
    grown: npt.NDArray[np.object_]


def growth_bounds(narrowed: Narrowed, base: int = 0) -> Growth:
    """Average yearly growth since a year, at least and at most.

    Parameters
    ----------
    narrowed : Narrowed
        Cells with their bounds.
    base : int
        Place of the year that growth is counted from.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation_bounds import narrow
    >>> from clusterlib.mapping.specialisation_cells import read
    >>> from clusterlib.tables import typed
    >>> table = typed("employment", [
    ...     {"region": "A", "industry": "ICT", "year": 2020, "employment": 100},
    ...     {"region": "A", "industry": "ICT", "year": 2022, "status": "suppressed", "low": 81, "high": 144}])
    >>> found = growth_bounds(narrow(read(table)))
    >>> found.bounds.low[1].round(2).item(), found.bounds.high[1].round(2).item(), found.grown[1].item()
    (-0.1, 0.2, 'possible')
    """
    cells = narrowed.cells
    span = (cells.years - cells.years[base])[:, None, None].astype(np.float64)
    before = Interval(cells.low[base][None], cells.high[base][None])
    with np.errstate(divide="ignore", invalid="ignore"):
        power = 1.0 / np.where(span > 0, span, np.nan)
        low = np.where(np.isinf(before.high), 0.0, cells.low / before.high) ** power - 1.0
        high = np.where(before.low > 0, cells.high / before.low, np.inf) ** power - 1.0
    never = np.broadcast_to(before.high <= 0, cells.low.shape) | ~(span > 0)
    gone = (cells.high <= 0) & ~never
    bounds = Interval(
        np.where(never, np.nan, np.where(gone, -1.0, low)),
        np.where(never, np.nan, np.where(gone, -1.0, high)),
    )
    more, may = cells.low > before.high + 1e-9, cells.high > before.low + 1e-9
    words = np.select([more, may], ["certain", "possible"], "no").astype(object)
    nothing = ~(span > 0) | ((cells.high <= 0) & (before.high <= 0))
    return Growth(bounds, np.where(nothing, np.nan, words))
