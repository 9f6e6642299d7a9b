"""How much a secret cell can hold, from what the published totals leave over."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import block_diag, csr_array, vstack

from clusterlib.faults import IntegrityError
from clusterlib.mapping.specialisation_cells import NIL, Cells, Floats, Margin
from clusterlib.sum_bounds import least_and_most

_SWEEPS = 60
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Cells with the tightest bounds that could be found.

    Attributes
    ----------
    cells : Cells
        The same cells with narrower `low` and `high`.
    exact : bool
        Whether the bounds come from the linear programme (or nothing was unknown); otherwise from the
        simple rule, which may be wider but never narrower.
    all_regions, all_industries : bool
        False where the published totals are higher than the listed regions (industries) can be.
    rounding : float
        How far each published number may be rounded, in jobs.
    """

    cells: Cells
    exact: bool
    all_regions: bool
    all_industries: bool
    rounding: float = 0.5


@dataclass(frozen=True, slots=True)
class _Side:
    """One family of sums: over industries, over regions, or over everything."""

    axes: tuple[int, ...]
    least: Floats
    most: Floats
    name: str


def narrow(cells: Cells, *, rounding: float = 0.5, exact_limit: int = 200) -> Narrowed:
    """Bound every secret cell by the row and column totals.

    A secret cell lies between what a total leaves when all others are at their most, and what it
    leaves when they are at their least. Up to `exact_limit` secret cells the bounds are exact (two
    linear programmes per cell); above it the simple rule is repeated until nothing changes.

    Parameters
    ----------
    cells : Cells
        As read from the table.
    rounding : float
        How far each published number may be rounded, in jobs; a sum of n cells may miss its total
        by n times as much. Use 0 for exact counts.
    exact_limit : int
        Number of secret cells up to which the linear programme is used.

    Raises
    ------
    IntegrityError
        If the totals leave no value for a cell.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation_cells import read
    >>> from clusterlib.tables import typed
    >>> rows = [("A", 40, "value"), ("B", None, "suppressed"), ("C", None, "suppressed"), ("total", 60, None)]
    >>> table = typed("employment", [
    ...     {"region": r, "industry": "ICT", "year": 2022, "employment": n, "status": s} for r, n, s in rows])
    >>> found = narrow(read(table), rounding=0).cells
    >>> found.low[0, :, 0].tolist(), found.high[0, :, 0].tolist()
    ([40.0, 0.0, 0.0], [40.0, 20.0, 20.0])
    """
    whole = _listed(cells, rounding)
    sides = _sides(cells, rounding, *whole)
    _refuse_overfull(cells, sides)
    low, high = _sweep(cells, sides)
    tight = replace(cells, low=low, high=high)
    open_cells = int((cells.unknown & (high - low > _SLACK)).sum())
    exact = open_cells <= exact_limit
    if exact and open_cells > 1:
        tight = _solved(tight, sides)
    return Narrowed(tight, exact, *whole, rounding)


def _sums(values: Floats, axes: tuple[int, ...]) -> Floats:
    return np.asarray(values.sum(axis=axes), dtype=np.float64)


def _tolerance(cells: Cells, rounding: float, axes: tuple[int, ...]) -> Floats:
    return rounding * np.asarray((cells.kind != NIL).sum(axis=axes), dtype=np.float64)


def _listed(cells: Cells, rounding: float) -> tuple[bool, bool]:
    """Whether the listed regions and the listed industries can make up the published totals."""

    def short(margin: Margin, axes: tuple[int, ...]) -> bool:
        most = _sums(cells.high, axes) + _tolerance(cells, rounding, axes)
        known = ~np.any(cells.unknown, axis=axes)
        return bool(np.any(known & margin.published & (most + _SLACK < margin.low)))

    def parts_short(parts: Margin) -> bool:
        told = parts.published.all(axis=1) & cells.overall.published & (parts.low.shape[1] > 0)
        most = parts.high.sum(axis=1) + rounding * parts.low.shape[1]
        return bool(np.any(told & (most + _SLACK < cells.overall.low)))

    regions = short(cells.by_industry, (1,)) or parts_short(cells.by_region)
    industries = short(cells.by_region, (2,)) or parts_short(cells.by_industry)
    if not (regions or industries) and short(cells.overall, (1, 2)):
        return False, False  # something is not listed, and nothing tells on which side
    return not regions, not industries


def _sides(cells: Cells, rounding: float, all_regions: bool, all_industries: bool) -> tuple[_Side, ...]:
    def side(margin: Margin, axes: tuple[int, ...], whole: bool, name: str) -> _Side:
        """Limits that one published margin sets, with room for rounding."""
        slack = _tolerance(cells, rounding, axes)
        least = np.where(margin.published & whole, margin.low - slack, -np.inf)
        most = np.where(margin.published, margin.high + slack, np.inf)
        return _Side(axes, least, most, name)

    return (
        side(cells.by_region, (2,), all_industries, "region"),
        side(cells.by_industry, (1,), all_regions, "industry"),
        side(cells.overall, (1, 2), all_regions and all_industries, "all"),
    )


def _where(cells: Cells, side: _Side, bad: npt.NDArray[np.bool_]) -> str:
    place = tuple(int(axis[0]) for axis in np.nonzero(bad))
    year = int(cells.years[place[0]])
    if side.name == "region":
        return f"region {cells.regions[place[1]]}, {year}"
    if side.name == "industry":
        return f"industry {cells.industries[place[1]]}, {year}"
    return f"all regions and industries, {year}"


def _refuse_overfull(cells: Cells, sides: tuple[_Side, ...]) -> None:
    for side in sides:
        bad = _sums(cells.low, side.axes) > side.most + _SLACK
        if bad.any():
            raise IntegrityError(
                f"employment, {_where(cells, side, bad)}: the cells add up to more than the published total "
                f"({_sums(cells.low, side.axes)[bad][0]:g} against {side.most[bad][0]:g} with rounding). "
                "Correct a cell or the row marked total."
            )
        bad = _sums(cells.high, side.axes) < side.least - _SLACK
        if bad.any():
            raise IntegrityError(
                f"employment, {_where(cells, side, bad)}: even with every secret cell at its most, the cells "
                f"reach {_sums(cells.high, side.axes)[bad][0]:g}, less than the published total. "
                "Correct the column high or the row marked total."
            )


def _sweep(cells: Cells, sides: tuple[_Side, ...]) -> tuple[Floats, Floats]:
    """The simple rule, repeated until no bound moves."""
    low, high = cells.low.copy(), cells.high.copy()
    for _ in range(_SWEEPS):
        before = (low.copy(), high.copy())
        for side in sides:
            least, most = np.expand_dims(side.least, side.axes), np.expand_dims(side.most, side.axes)
            floor = least - others(high, side.axes)
            roof = most - others(low, side.axes)
            low = np.where(cells.unknown, np.maximum(low, floor), low)
            high = np.where(cells.unknown, np.minimum(high, roof), high)
            _refuse_empty(cells, low, high)
        same = np.array_equal(before[0], low) and np.array_equal(before[1], high)
        if same:
            break
    return np.minimum(low, high), np.maximum(low, high)


def _refuse_empty(cells: Cells, low: Floats, high: Floats) -> None:
    bad = low > high + _SLACK * np.maximum(1.0, np.abs(low))
    if not bad.any():
        return
    y, r, i = (int(axis[0]) for axis in np.nonzero(bad))
    raise IntegrityError(
        f"employment, {cells.industries[i]} in {cells.regions[r]}, {int(cells.years[y])}: the totals ask for "
        f"at least {low[y, r, i]:g} jobs and allow at most {high[y, r, i]:g}. "
        "Correct a neighbouring cell, the columns low and high, or a row marked total."
    )


def others(values: Floats, axes: tuple[int, ...]) -> Floats:
    """Sum over `axes` without the cell itself; infinite if another cell is.

    Examples
    --------
    >>> others(np.array([[1.0, 2.0, np.inf]]), (1,)).tolist()
    [[inf, inf, 3.0]]
    """
    endless = np.isinf(values)
    finite = np.where(endless, 0.0, values)
    rest = finite.sum(axis=axes, keepdims=True) - finite
    unbounded = endless.sum(axis=axes, keepdims=True) - endless.astype(np.int64)
    return np.where(unbounded > 0, np.inf, np.maximum(rest, 0.0))


def _solved(cells: Cells, sides: tuple[_Side, ...]) -> Cells:
    """Exact bounds of all years; what is secret in one year says nothing of another."""
    years = [year for year in range(len(cells.years)) if cells.unknown[year].sum() > 1]
    if not years:
        return cells
    programmes = [_programme(cells, sides, year) for year in years]
    matrix = csr_array(block_diag([sums for sums, _ in programmes]))
    room = np.concatenate([most for _, most in programmes])
    place = np.isin(np.arange(len(cells.years)), years)[:, None, None] & cells.unknown
    try:
        least, most = least_and_most(matrix, room, cells.low[place], cells.high[place])
    except IntegrityError:
        _refuse_year(cells, years, programmes)
        raise
    low, high = cells.low.copy(), cells.high.copy()
    low[place], high[place] = least, most
    return replace(cells, low=low, high=high)


def _refuse_year(cells: Cells, years: list[int], programmes: list[tuple[csr_array, Floats]]) -> None:
    """Say which year it is whose secret cells cannot make up the totals."""
    for year, (sums, room) in zip(years, programmes, strict=True):
        place = cells.unknown[year]
        try:
            least_and_most(sums, room, cells.low[year][place], cells.high[year][place])
        except IntegrityError:
            raise IntegrityError(
                f"employment, {int(cells.years[year])}: the secret cells cannot make up all published "
                "totals at once. Correct the columns low and high, or a row marked total."
            ) from None


def _programme(cells: Cells, sides: tuple[_Side, ...], year: int) -> tuple[csr_array, Floats]:
    """All sums of one year in which secret cells stand, and the most that each can be."""
    place = np.nonzero(cells.unknown[year])
    n = len(place[0])
    known = np.where(cells.unknown[year], 0.0, cells.low[year])
    blocks, rooms = [], []
    for side, codes in zip(sides, (place[0], place[1], np.zeros(n, np.int64)), strict=True):
        fixed = np.atleast_1d(known.sum(axis=tuple(axis - 1 for axis in side.axes)))
        member = csr_array((np.ones(n), (codes, np.arange(n))), shape=(len(fixed), n))
        for sign, limit in ((1.0, np.atleast_1d(side.most[year])), (-1.0, np.atleast_1d(side.least[year]))):
            told = np.flatnonzero(np.isfinite(limit) & (member.sum(axis=1) > 0))
            blocks.append(member[told] * sign)
            rooms.append(sign * (limit - fixed)[told])
    return csr_array(vstack(blocks)), np.concatenate(rooms) + _SLACK * 1e-3
