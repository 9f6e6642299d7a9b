"""The rows of the table `employment` from cells and what is hidden of them, in a fixed order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np

from clusterlib.faults import SchemaError
from clusterlib.firms import firm_totals
from clusterlib.firms.firm_aggregate import Aggregated
from clusterlib.firms.firm_cells import TOTAL
from clusterlib.firms.secret_rules import SCALE, Mask, Whole
from clusterlib.inputs.csv_text import guard, write_rows
from clusterlib.tables import table


class Row(NamedTuple):
    """One row as it is written; texts, blank where nothing is said."""

    region: str
    industry: str
    year: str
    employment: str
    status: str
    low: str
    high: str
    establishments: str


#: Rows that are held at once.
_CHUNK = 20_000


def shown(thousandths: int) -> str:
    """Jobs held in thousandths as a person writes them.

    Examples
    --------
    >>> shown(12_000), shown(12_500), shown(5)
    ('12', '12.5', '0.005')
    """
    whole, part = divmod(int(thousandths), SCALE)
    return f"{whole}.{part:03d}".rstrip("0").rstrip(".") if part else str(whole)


def rows(made: Aggregated, *, nil: bool = True, hide_counts: bool = False) -> Iterator[Row]:
    """Rows by year, region and industry; totals stand last.

    Parameters
    ----------
    made : Aggregated
        Cells and masks.
    nil : bool
        Write a cell without firms as a true zero; otherwise it has no row.
    hide_counts : bool
        Leave the number of establishments of suppressed cells out.
    """
    cells = made.cells
    if cells is None:
        return
    names = (
        [*(guard(name) for name in cells.regions), TOTAL],
        [*(guard(name) for name in cells.industries), TOTAL],
    )
    for number, year in enumerate(cells.years):
        grid, counts = firm_totals.grid(cells, number, totals=made.totals)
        bounds = _bounds(made, number) if made.reading.size_classes else None
        for region in range(len(names[0])):
            for industry in range(len(names[1])):
                if not nil and not counts[region, industry]:
                    continue
                cell = region, industry
                hidden = bool(made.masks[number][cell])
                said = _said(cell, grid.value, counts, hidden, bounds)
                count = "" if hidden and hide_counts else str(counts[cell])
                yield Row(names[0][region], names[1][industry], str(year), *said, count)


def _said(
    cell: tuple[int, int], value: Whole, counts: Whole, hidden: bool, bounds: tuple[Whole, Mask] | None
) -> tuple[str, str, str, str]:
    """Employment, status, low and high of one cell."""
    if not counts[cell]:
        return "0", "nil", "", ""
    if bounds is None:
        return ("", "suppressed", "", "") if hidden else (shown(value[cell]), "value", "", "")
    low, high = shown(value[cell]), "" if bounds[1][cell] else shown(bounds[0][cell])
    if low == high and not hidden:
        return low, "value", "", ""
    return "", "suppressed" if hidden else "missing", low, high


def _bounds(made: Aggregated, year: int) -> tuple[Whole, Mask]:
    """The most of each cell and total of one year from size classes, and where it has none."""
    cells = made.cells
    assert cells is not None
    most, unlimited = firm_totals.summed(cells, cells.most, year), firm_totals.summed(cells, cells.open, year)
    return most, unlimited > 0


def count_rows(made: Aggregated, *, nil: bool = True) -> int:
    """How many rows the table will have."""
    cells = made.cells
    if cells is None:
        return 0
    if nil:
        return (len(cells.regions) + 1) * (len(cells.industries) + 1) * len(cells.years)
    sides = len(set(zip(*(a.tolist() for a in cells.place[::2]), strict=True)))
    sides += len(set(zip(*(a.tolist() for a in cells.place[1:]), strict=True)))
    return len(cells.jobs) + sides + len(cells.years)


def csv_chunks(
    found: Iterable[Row], *, source: str = "", counts: Counter[tuple[bool, str]]
) -> Iterator[bytes]:
    """The CSV file of the table `employment`, piece by piece.

    Parameters
    ----------
    found : iterable of Row
        From `rows`.
    source : str
        Where the firm rows are from, for the column `source`; basis is then PUBLIC, USER without it.
    counts : Counter
        Counts the rows as they pass, by whether they are totals and by status.
    """
    names = table("employment").column_names
    ends = ["PUBLIC" if source else "USER", guard(source), ""]
    if names != (*Row._fields, "basis", "source", "note"):
        raise SchemaError(
            "The table employment of the data dictionary has other columns than are written here."
        )
    yield write_rows([list(names)])
    steady = iter(found)
    while chunk := list(islice(steady, _CHUNK)):
        counts.update((TOTAL in row[:2], row.status) for row in chunk)
        yield write_rows([*row, *ends] for row in chunk)


def jobs_of(made: Aggregated) -> int:
    """All jobs of the cells, in thousandths."""
    return 0 if made.cells is None else int(np.sum(made.cells.jobs, dtype=np.int64))
