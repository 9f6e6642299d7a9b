"""One year of cells as a grid with its totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from clusterlib.faults import DomainError
from clusterlib.firms.firm_cells import Counted
from clusterlib.firms.secret_rules import Grid, Whole

#: Cells of one year that are held at once.
MOST_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals of firms with several sites, which cannot be added up from cells.

    Attributes
    ----------
    found : mapping of (region or None, industry or None, year) to (firms, largest, second)
        By places in the lists of `Counted`; jobs in thousandths.
    """

    found: Mapping[tuple[int | None, int | None, int], tuple[int, int, int]]


def refuse_huge(counted: Counted) -> None:
    """Nothing, or a DomainError if one year has more cells than are held at once."""
    size = (len(counted.regions) + 1) * (len(counted.industries) + 1)
    if size > MOST_CELLS:
        raise DomainError(
            f"{len(counted.regions):,} regions by {len(counted.industries):,} industries are more than "
            f"{MOST_CELLS:,} cells. Aggregate coarser regions or industries."
        )


def grid(counted: Counted, year: int, *, totals: Totals | None = None) -> tuple[Grid, Whole]:
    """One year with its totals, and the rows (firms or sites) of each cell.

    Parameters
    ----------
    counted : Counted
        All cells.
    year : int
        Place of the year in its list.
    totals : Totals, optional
        Where one firm may stand in several cells; otherwise totals are added up.
    """
    shape = len(counted.regions), len(counted.industries)
    at = counted.place[2] == year
    place = counted.place[0][at], counted.place[1][at]

    def spread(values: Whole) -> Whole:
        found = np.zeros((shape[0] + 1, shape[1] + 1), np.int64)
        found[place] = values[at]
        return found

    value, rows = _summed(spread(counted.jobs)), _summed(spread(counted.rows))
    firms, largest, second = spread(counted.firms), spread(counted.largest), spread(counted.second)
    if totals is None:
        made = Grid(value, _summed(firms), *_topped(largest, second))
    else:
        for (region, industry, of), (count, top, next_) in totals.found.items():
            if of == year:
                cell = shape[0] if region is None else region, shape[1] if industry is None else industry
                firms[cell], largest[cell], second[cell] = count, top, next_
        made = replace(Grid(value, firms, largest, second), spread=True)
    return made, rows


def summed(counted: Counted, values: Whole, year: int) -> Whole:
    """One column of the cells of a year as a grid with its sums."""
    at = counted.place[2] == year
    found = np.zeros((len(counted.regions) + 1, len(counted.industries) + 1), np.int64)
    found[counted.place[0][at], counted.place[1][at]] = values[at]
    return _summed(found)


def _summed(values: Whole) -> Whole:
    values[-1, :-1] = values[:-1, :-1].sum(axis=0)
    values[:, -1] = values[:, :-1].sum(axis=1)
    return values


def _topped(largest: Whole, second: Whole) -> tuple[Whole, Whole]:
    """The two largest firms of each total from those of its cells."""
    for inner, edge in (
        ((slice(None, -1), slice(None, -1)), (slice(None, -1), -1)),
        ((slice(None, -1),), (-1,)),
    ):
        axis = 1 if len(inner) == 2 else 0
        tops, nexts = largest[inner], second[inner]
        ranked = np.partition(tops, -2, axis=axis) if tops.shape[axis] > 1 else tops
        beside = (
            np.take(ranked, -2, axis=axis) if tops.shape[axis] > 1 else np.zeros_like(tops.max(axis=axis))
        )
        largest[edge], second[edge] = tops.max(axis=axis), np.maximum(nexts.max(axis=axis), beside)
    return largest, second
