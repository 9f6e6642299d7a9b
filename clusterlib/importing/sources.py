"""What a reader gives: tables with headings and rows, wherever they stood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from clusterlib.faults import Fault

#: One row: its number as the person sees it, and its cells.
Row = tuple[int, list[Any]]
#: Called with what is done, what there is (bytes) and the name of the file.
Tick = Callable[[int, int, str], None]


class Stop(Exception):
    """A file or sheet cannot be read further; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


@dataclass(slots=True)
class Table:
    """One table of one file.

    Attributes
    ----------
    file, sheet : str
        Where it stands; no sheet in a text file.
    headings : list of str
        Headings of its columns, ``#3`` for the third when it has none.
    rows : iterable of (int, list)
        Rows below the headings; they may be read once, as they are needed.
    gaps : mapping
        What file name, sheet name and title say of region, industry and year.
    title : str
        Title of a block.
    """

    file: str
    sheet: str | None
    headings: list[str]
    rows: Iterable[Row]
    gaps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    title: str = ""

    def place(self, name: str) -> int | None:
        """Number of a column from 0, by heading (case does not count) or as ``#1``."""
        if name.startswith("#") and name[1:].isdigit():
            number = int(name[1:]) - 1
            return number if 0 <= number < len(self.headings) else None
        wanted = name.casefold()
        found = [i for i, heading in enumerate(self.headings) if heading.casefold() == wanted]
        return found[0] if found else None

    def twice(self, name: str) -> bool:
        """Whether a heading stands there more than once."""
        wanted = name.casefold()
        return sum(heading.casefold() == wanted for heading in self.headings) > 1


def headings_of(rows: Iterable[list[Any]], width: int) -> list[str]:
    """Headings from one or more heading rows; blank ones are called by their number.

    Examples
    --------
    >>> headings_of([["Region", "", "Jobs"], ["", 2021, "2022 "]], 3)
    ['Region', '2021', 'Jobs 2022']
    """
    parts: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        for i, cell in enumerate(row[:width]):
            text = as_heading(cell)
            if text:
                parts[i].append(text)
    return [" ".join(part) or f"#{i}" for i, part in enumerate(parts, start=1)]


def as_heading(cell: Any) -> str:
    """A heading as text; 2006.0 is 2006."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def trimmed(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows without those that are blank."""
    for line, cells in rows:
        if any(cell is not None and str(cell).strip() for cell in cells):
            yield line, cells
