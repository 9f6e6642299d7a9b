"""Where the first rows with a fault stand: file and row, as a person would look for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from clusterlib.firms import firm_faults
from clusterlib.firms.firm_cells import Counted
from clusterlib.firms.firm_engine import Engine
from clusterlib.firms.firm_faults import REASONS, Found
from clusterlib.firms.firm_files import FirmFiles
from clusterlib.firms.firm_reading import Reading

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SHOWN = 3
_REJECTED = (
    "SELECT s.file_path, e.line, min(e.csv_line) FROM reject_errors e "
    "JOIN reject_scans s ON e.scan_id = s.scan_id AND e.file_id = s.file_id GROUP BY ALL ORDER BY ALL"
)


@dataclass(frozen=True, slots=True)
class Examples:
    """What is needed to look for examples.

    Attributes
    ----------
    base, table : ibis table
        All rows, and those without firms that stand twice in a year.
    """

    engine: Engine
    backend: Any
    base: ir.Table
    table: ir.Table
    cells: Counted
    files: FirmFiles
    reading: Reading


def rejected(engine: Engine) -> list[tuple[str, int, str]]:
    """Lines of CSV files that do not fit, each once: file, line, what stands there."""
    (known,) = engine.rows("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reject_errors'")[0]
    if not known:
        return []
    return [(str(file), int(line), str(text or "")) for file, line, text in engine.rows(_REJECTED)]


def placed(item: Found, where: Examples) -> Found:
    """The same reason with the first places at which it is found, all of one file."""
    shown = {one.path: one.shown for one in where.files.files}
    if item.reason == "line":
        cells = rejected(where.engine)[:_SHOWN]
        return replace(
            item, examples=tuple((shown.get(file, file), line, text) for file, line, text in cells)
        )
    if item.reason in firm_faults.WANTED:
        return item
    first = _wrong(where.base, item.reason, where)
    file = where.engine.answer(first.agg(file=first["file"].min()))[0]["file"]
    if file is None:
        return item
    rows = _numbered(file, item.reason, where)
    return replace(item, examples=tuple((shown.get(file, file), row, cell) for row, cell in rows))


def _wrong(table: ir.Table, reason: str, where: Examples) -> ir.Table:
    """Rows of a table that are left out for one reason."""
    if reason == "repeat":
        return table.semi_join(where.backend.table("repeated"), ["firm", "year"])
    if where.table is not where.base:
        table = table.anti_join(where.backend.table("repeated"), ["firm", "year"])
    found = firm_faults.misplaced(table, reason, where.cells)
    if found is not None:
        return found
    bad = firm_faults.in_place(firm_faults.judged(table, where.reading), where.cells.wrong)
    return bad.filter(bad["reason"] == reason)


def _numbered(file: str, reason: str, where: Examples) -> list[tuple[int, str]]:
    """Rows of one file with their numbers: the engine reads it in order."""
    import ibis

    of_file = where.base.filter(where.base["file"] == file).mutate(row=ibis.row_number())
    found = _wrong(of_file, reason, where)
    role = REASONS[reason]
    wanted = [
        "row",
        "region",
        "industry",
        *({role if role != "jobs" else "said"} - {"region", "industry", ""}),
    ]
    answers = where.engine.answer(found.select(*wanted).order_by("row").limit(_SHOWN), ordered=True)
    lines = [line for path, line, _ in rejected(where.engine) if path == file]
    heading = 1 if next(one.kind for one in where.files.files if one.path == file) == "csv" else 0
    rows = []
    for answer in answers:
        row = int(answer["row"]) + 1 + heading
        for line in lines:
            row += line <= row
        cell = answer["said" if role == "jobs" else role]
        if reason in ("total", "odd") and cell not in where.cells.wrong["region"]:
            cell = answer["industry"]
        rows.append((row, "" if cell is None else str(cell)))
    return rows
