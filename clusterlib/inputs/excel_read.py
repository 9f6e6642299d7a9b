"""Read a case from one Excel file: a sheet per table, nothing repaired, every doubt said.

The heading of a table is row 1 of its sheet. A file is judged by what it is, not by its ending;
it is not unpacked before its directory was looked at, and no more of it than allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl.utils.cell import get_column_letter

from clusterlib import tables
from clusterlib.faults import Fault, fault
from clusterlib.inputs import sheet_names
from clusterlib.inputs.excel_cells import Place, SheetCells, address, read_sheet
from clusterlib.inputs.excel_guard import LIMITS, Limits, Refused, open_package
from clusterlib.inputs.excel_parts import Book, Sheet, open_book
from clusterlib.inputs.raw import RawTable

#: So many places are named in one remark.
NAMED = 12
#: So many faults of one kind are listed for one sheet; the others are counted.
MOST = 200


def read_book(path: Path | str, *, limits: Limits = LIMITS) -> tuple[dict[str, RawTable], list[Fault]]:
    """Read every sheet that carries the name of a table.

    Parameters
    ----------
    path : path
        An ``.xlsx`` file, made by any program.
    limits : Limits
        How large the file, its parts and its sheets may be.

    Returns
    -------
    found : dict of RawTable
        Tables by name, in the order of the dictionary: headings without outer blanks, cells as
        Python values, None for blank. Blank rows are left out; the line numbers are those of Excel.
    faults : list of Fault
        What is wrong and what is remarkable; an error value stays in its cell as text. A file that
        is refused as a whole gives one fault.
    """
    path = Path(path)
    try:
        book = open_book(open_package(path, limits))
    except Refused as refused:
        return {}, [refusal(refused, limits, {"file": path.name})]
    chosen, faults = _choose(book.sheets, path.name)
    found: dict[str, RawTable] = {}
    for name, sheet in chosen.items():
        raw, wrong = _read_table(book, sheet, name, path.name)
        faults.extend(wrong)
        if raw is not None:
            found[name] = raw
    return found, faults


def _choose(sheets: Iterable[Sheet], file: str) -> tuple[dict[str, Sheet], list[Fault]]:
    """One sheet per table, and what is to be said about the others."""
    by_table: dict[str, list[Sheet]] = {}
    faults: list[Fault] = []
    for sheet in sheets:
        name = sheet_names.table_of(sheet.name)
        if name is not None:
            by_table.setdefault(name, []).append(sheet)
        elif not sheet_names.is_own(sheet.name):
            faults.append(_unknown(sheet, file))
    chosen: dict[str, Sheet] = {}
    for name in tables.names(first_release=False):
        if several := by_table.get(name):
            chosen[name], said = _one(several, name, file)
            faults.extend(said)
    if not chosen:
        expected = ", ".join(n for n in tables.names("input") if tables.table(n).core_sheet)
        faults.append(fault("excel-no-table", file=file, expected=expected))
    return chosen, faults


def _unknown(sheet: Sheet, file: str) -> Fault:
    near = sheet_names.nearest(sheet.name)
    if near is not None:
        return fault("excel-sheet-near", file=file, sheet=sheet.name, found=sheet.name, near=near)
    code = "excel-sheet-unknown-hidden" if sheet.hidden else "excel-sheet-unknown"
    return fault(code, file=file, sheet=sheet.name, found=sheet.name)


def _one(several: list[Sheet], name: str, file: str) -> tuple[Sheet, list[Fault]]:
    """The sheet that counts: a visible one before a hidden one."""
    visible = [sheet for sheet in several if not sheet.hidden]
    best = (visible or several)[0]
    said = []
    for other in several:
        if other is best:
            continue
        code = "excel-sheet-hidden-twin" if other.hidden and not best.hidden else "excel-sheet-twice"
        said.append(fault(code, file=file, table=name, sheet=other.name, found=other.name, other=best.name))
    if best.hidden:
        said.append(fault("excel-sheet-hidden", file=file, table=name, sheet=best.name, found=best.name))
    return best, said


def _read_table(book: Book, sheet: Sheet, name: str, file: str) -> tuple[RawTable | None, list[Fault]]:
    where: dict[str, Any] = {"file": file, "table": name, "sheet": sheet.name}
    try:
        cells = read_sheet(book, sheet)
    except Refused as refused:
        return None, [refusal(refused, book.package.limits, where)]
    used = [*cells.values, *cells.unsolved, *cells.errors]
    if not used:
        return None, []
    last = (max(row for row, _ in used), max(column for _, column in used))
    header = {column: _heading(cells, column) for column in range(1, last[1] + 1)}
    if not any(header.values()):
        return None, [fault("excel-no-heading", **where, row=1, found=address(min(used)))]
    faults = [*_cell_faults(cells, header, where), *_merged_faults(cells, last, where)]
    nameless = sorted({column for _, column in used if not header[column]})
    if nameless:
        letters = ", ".join(get_column_letter(column) for column in nameless)
        faults.append(fault("header-blank", **where, row=1, number=letters))
    kept = [column for column, text in header.items() if text or column in nameless]
    lines = tuple(sorted({place[0] for place in used if place[0] > 1 and not _only_blanks(cells, place)}))
    shown = cells.values | cells.errors
    rows = tuple(tuple(shown.get((line, column)) for column in kept) for line in lines)
    return RawTable(name, file, sheet.name, tuple(header[c] for c in kept), rows, lines), faults


def refusal(refused: Refused, limits: Limits, where: dict[str, Any]) -> Fault:
    """The fault of a file or sheet that the guard refused; `where` gives its place."""
    values = {key: f"{v:,}" if isinstance(v, int) else v for key, v in refused.values.items()}
    allowed = {
        "limit": str(limits.part_bytes // 2**20),
        "max_rows": f"{limits.rows:,}",
        "max_columns": str(limits.columns),
    }
    return fault(refused.code, **where, **(allowed | values))


def _heading(cells: SheetCells, column: int) -> str:
    value = cells.values.get((1, column))
    return "" if value is None else str(value).strip()


def _only_blanks(cells: SheetCells, place: Place) -> bool:
    """Whether nothing but spaces stands there; an error or a formula without value is something."""
    value = cells.values.get(place)
    return isinstance(value, str) and not value.strip()


def _cell_faults(cells: SheetCells, header: dict[int, str], where: dict[str, Any]) -> list[Fault]:
    """Cells without a usable value, and one remark for all formulas."""
    unsolved = [_at("excel-formula-no-value", place, header, where) for place in cells.unsolved[:MOST]]
    errors = [
        _at("excel-error", place, header, where, text) for place, text in islice(cells.errors.items(), MOST)
    ]
    faults = [*unsolved, *errors]
    rest = len(cells.unsolved) + len(cells.errors) - len(faults)
    if rest:
        faults.append(fault("excel-more", **where, n=rest))
    if cells.formulas:
        faults.append(fault("excel-formula", **where, found=_listed(cells.formulas), n=len(cells.formulas)))
    return faults


def _at(code: str, place: Place, header: dict[int, str], where: dict[str, Any], found: str = "") -> Fault:
    row, column = place
    return fault(code, **where, row=row, column=header.get(column) or None, found=found or address(place))


def _listed(places: list[Place]) -> str:
    named = ", ".join(address(place) for place in places[:NAMED])
    return named if len(places) <= NAMED else f"{named} … (+{len(places) - NAMED})"


def _merged_faults(cells: SheetCells, last: Place, where: dict[str, Any]) -> list[Fault]:
    """Merged cells among the data: only the first of them holds what all seem to hold."""
    faults = []
    for first_column, first_row, end_column, end_row in cells.merged:
        if first_row <= last[0] and first_column <= last[1]:
            area = f"{address((first_row, first_column))}:{address((end_row, end_column))}"
            faults.append(fault("excel-merged", **where, row=first_row, found=area))
        if len(faults) == MOST:
            break
    return faults
