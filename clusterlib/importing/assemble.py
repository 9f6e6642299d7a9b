"""Records of all files become the rows of `employment`; what contradicts is said with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from clusterlib import tables
from clusterlib.faults import Fault, fault
from clusterlib.importing.cells import CellReader, Meaning
from clusterlib.importing.lengthen import TOTAL, Record
from clusterlib.importing.profiles import Profile
from clusterlib.inputs.csv_files import MAX_ROWS

#: So many faults of one kind are listed; the others are counted.
MOST = 20
_NOTES = 400


@dataclass(slots=True)
class Assembled:
    """The rows of the table and what was seen in their cells.

    Attributes
    ----------
    frame : DataFrame
        Typed table `employment`, sorted as read.
    faults : list of Fault
        Cells that cannot be understood or stand twice; with any of them nothing is written.
    statuses : Counter
        Cells per status, ``left out`` among them.
    flagged : Counter
        Cells per word of a flag.
    hidden : int
        Secret cells beside which a number stood that was not taken.
    """

    frame: pd.DataFrame
    faults: list[Fault]
    statuses: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)
    hidden: int = 0


def assemble(records: Iterable[Record], profile: Profile) -> Assembled:
    """The table `employment` of some records.

    Parameters
    ----------
    records : iterable of Record
        Cells with their names; "total" marks published totals.
    profile : Profile
        How cells are read.
    """
    read = CellReader(profile)
    result = Assembled(tables.empty("employment"), [])
    seen: dict[tuple[str, str, int], Record] = {}
    rows: list[tuple[Any, ...]] = []
    counts: Counter[str] = Counter()
    for record in records:
        meaning = read(record.cell, record.flags, record.size)
        firms, wrong = _firms(record, read)
        if meaning.error or wrong[0]:
            code, found = (meaning.error, meaning.found) if meaning.error else wrong
            _say(result, counts, code, record, found)
            continue
        result.statuses[meaning.status] += 1
        result.flagged.update(word for word in meaning.note.split("; ") if word)
        if meaning.status == "left out":
            continue
        if meaning.status == "suppressed" and _number(record.cell):
            result.hidden += 1
        key = (record.region, record.industry, record.year)
        if key in seen:
            _twice(result, counts, record, seen[key])
            continue
        seen[key] = record
        rows.append(_row(record, meaning, firms, profile))
    for code, number in counts.items():
        if number > MOST:
            result.faults.append(fault("import-more", file="", n=number - MOST, name=code))
    if len(rows) > MAX_ROWS - 1:
        result.faults.append(
            fault("import-rows", file="", table="employment", n=f"{len(rows):,}", limit=f"{MAX_ROWS - 1:,}")
        )
        return result
    if rows:
        result.frame = tables.typed("employment", pd.DataFrame(rows, columns=_COLUMNS, dtype=object))
    return result


_COLUMNS = [
    "region",
    "industry",
    "year",
    "employment",
    "status",
    "low",
    "high",
    "establishments",
    "basis",
    "source",
    "note",
]


def _row(record: Record, meaning: Meaning, firms: float | None, profile: Profile) -> tuple[Any, ...]:
    return (
        record.region,
        record.industry,
        record.year,
        meaning.jobs,
        meaning.status,
        meaning.low,
        meaning.high,
        firms,
        "PUBLIC",
        f"{profile.source}; {record.file}"[:_NOTES],
        meaning.note or None,
    )


def _firms(record: Record, read: CellReader) -> tuple[float | None, tuple[str, str]]:
    """Number of establishments, or what is wrong with it."""
    cell = record.establishments
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None, ("", "")
    meaning = read(cell)
    if meaning.error:
        return None, ("import-firms", str(cell))
    return (None if meaning.jobs is None else meaning.jobs / read.unit), ("", "")


def _number(cell: Any) -> bool:
    return (isinstance(cell, int | float) and cell != 0) or (
        isinstance(cell, str) and any(sign in "123456789" for sign in cell)
    )


def _say(
    result: Assembled, counts: Counter[str], code: str, record: Record, found: object, **values: Any
) -> None:
    counts[code] += 1
    if counts[code] <= MOST:
        where: dict[str, Any] = {"file": record.file, "sheet": record.sheet, "row": record.line}
        result.faults.append(
            fault(code, **where, table="import", column=record.column, found=found, **values)
        )


def _twice(result: Assembled, counts: Counter[str], record: Record, other: Record) -> None:
    """A cell that stands there twice; two totals are said as such."""
    total = TOTAL in (record.region, record.industry)
    what = f"{record.region}, {record.industry}, {record.year}"
    place = ", ".join(part for part in (other.file, other.sheet or "", str(other.line)) if part)
    _say(
        result,
        counts,
        "import-two-totals" if total else "import-twice",
        record,
        record.cell,
        what=what,
        other=str(other.cell),
        place=place,
    )
