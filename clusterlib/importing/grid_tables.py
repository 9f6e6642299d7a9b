"""Excel sheets as statistics offices lay them out: headings somewhere, perhaps several blocks with titles."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl.utils.cell import get_column_letter

from clusterlib.faults import fault
from clusterlib.importing import patterns
from clusterlib.importing.profiles import Profile
from clusterlib.importing.sources import Row, Stop, Table, headings_of
from clusterlib.inputs.excel_cells import SheetCells, read_sheet
from clusterlib.inputs.excel_guard import LIMITS, Limits, Refused, open_package
from clusterlib.inputs.excel_parts import Sheet, open_book
from clusterlib.inputs.excel_read import refusal

Grid = list[Row]


def read(path: Path, profile: Profile, *, limits: Limits = LIMITS) -> Iterator[Table]:
    """The tables of an Excel file that the profile means, through the guarded reader of cases.

    Raises
    ------
    Stop
        If the file is refused, no sheet is meant, or no block is found; the rule and the row are said.
    """
    try:
        book = open_book(open_package(path, limits))
    except Refused as refused:
        raise Stop(refusal(refused, limits, {"file": path.name})) from None
    chosen = [
        (sheet, gaps)
        for sheet in book.sheets
        if not sheet.hidden and (gaps := patterns.first(profile.sheets, sheet.name)) is not None
    ]
    if not chosen:
        names = ", ".join(sheet.name for sheet in book.sheets if not sheet.hidden)
        raise Stop(fault("import-no-sheet", file=path.name, found=names, pattern=_or(profile.sheets)))
    for sheet, gaps in chosen:
        try:
            cells = read_sheet(book, sheet)
        except Refused as refused:
            raise Stop(refusal(refused, limits, {"file": path.name, "sheet": sheet.name})) from None
        for table in _tables(cells, sheet, profile, path.name):
            table.gaps = {**table.gaps, "sheet": gaps}
            yield table


def _tables(cells: SheetCells, sheet: Sheet, profile: Profile, file: str) -> Iterator[Table]:
    grid = _grid(cells, file, sheet.name)
    if profile.block_titles:
        yield from _blocks(grid, sheet.name, profile, file)
        return
    head = [
        row for line, row in grid if profile.header_row <= line < profile.header_row + profile.header_rows
    ]
    if not head:
        raise Stop(fault("import-headings", file=file, sheet=sheet.name, row=profile.header_row))
    below = [row for row in grid if row[0] >= profile.header_row + profile.header_rows]
    yield Table(file, sheet.name, headings_of(head, max(map(len, head))), below)


class Broken:
    """A cell that holds an error, or a formula whose result is not stored."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text


def _grid(cells: SheetCells, file: str, sheet: str) -> Grid:
    """Rows of a sheet that hold anything, each as wide as the sheet."""
    shown: dict[tuple[int, int], Any] = dict(cells.values)
    shown |= {place: Broken(text) for place, text in cells.errors.items()}
    shown |= {place: Broken("=…") for place in cells.unsolved}
    if not shown:
        raise Stop(fault("import-headings", file=file, sheet=sheet, row=1))
    width = max(column for _, column in shown)
    rows: dict[int, list[Any]] = {}
    for (line, column), value in shown.items():
        if isinstance(value, str) and not value.strip():
            continue
        rows.setdefault(line, [None] * width)[column - 1] = value
    return sorted(rows.items())


def _blocks(grid: Grid, sheet: str, profile: Profile, file: str) -> Iterator[Table]:
    """Each block whose title fits: title, headings, rows down to the first blank row or the next title."""
    column = profile.block_column - 1
    titles = {
        line: found
        for line, row in grid
        if column < len(row)
        and isinstance(row[column], str)
        and (found := patterns.first(profile.block_titles, row[column])) is not None
    }
    if not titles:
        near = _nearest(grid, column, profile.block_titles)
        place: dict[str, Any] = {
            "row": near[0] if near else None,
            "column": get_column_letter(profile.block_column),
        }
        likest = near[1] if near else ""
        raise Stop(
            fault(
                "import-no-title",
                file=file,
                sheet=sheet,
                **place,
                found=likest,
                pattern=_or(profile.block_titles),
            )
        )
    for line, gaps in titles.items():
        title = next(row[column] for at, row in grid if at == line)
        later = min((other for other in titles if other > line), default=None)
        yield _block(
            [row for row in grid if row[0] > line and (later is None or row[0] < later)],
            patterns.plain(title),
            gaps,
            sheet,
            profile,
            file,
            line,
        )


def _block(
    grid: Grid, title: str, gaps: dict[str, str], sheet: str, profile: Profile, file: str, line: int
) -> Table:
    at = next((i for i, (_, row) in enumerate(grid) if _is_head(row, profile)), None)
    if at is None:
        raise Stop(
            fault(
                "import-no-years",
                file=file,
                sheet=sheet,
                row=line,
                found=title,
                pattern=_or(profile.year.headings),
            )
        )
    head = grid[at : at + profile.header_rows]
    rows: Grid = []
    last = head[-1][0]
    for row in grid[at + profile.header_rows :]:
        if row[0] > last + 1:
            break
        rows.append(row)
        last = row[0]
    headings = headings_of([row for _, row in head], len(head[0][1]))
    return Table(file, sheet, headings, rows, {"title": gaps}, title)


def _is_head(row: list[Any], profile: Profile) -> bool:
    """The first row with a heading of a year or, when years stand in rows, the first row of all."""
    if not profile.across:
        return True
    return any(
        patterns.first(profile.year.headings, text) is not None
        for text in headings_of([row], len(row))
        if not text.startswith("#")
    )


def _nearest(grid: Grid, column: int, titles: tuple[str, ...]) -> tuple[int, str] | None:
    """The text of the title column that is most like a title looked for."""
    texts = [
        (line, patterns.plain(row[column])[:300])
        for line, row in grid
        if column < len(row) and isinstance(row[column], str)
    ][:2_000]
    bare = [pattern.replace("*", " ").casefold() for pattern in titles]

    def likeness(text: str) -> float:
        return max(difflib.SequenceMatcher(None, pattern, text.casefold()).ratio() for pattern in bare)

    return max(texts, key=lambda item: likeness(item[1]), default=None)


def _or(texts: tuple[str, ...]) -> str:
    return " | ".join(texts)
