"""Write ``data/README.md``, the data dictionary for people, from the one for programs.

Run ``python -m clusterlib.inputs.data_dictionary`` after a change in ``clusterlib/dictionary``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from clusterlib import tables
from clusterlib.columns import Column
from clusterlib.inputs import csv_files, settings
from clusterlib.inputs.number_style import STYLES
from clusterlib.inputs.parsing import LONGEST, YEARS
from clusterlib.tables import Table

_BOOKKEEPING = ("basis", "source", "note")

_HEAD = """# Data dictionary

Made from `clusterlib/dictionary` by `python -m clusterlib.inputs.data_dictionary`; do not edit by hand.

## A case

A case is a folder with `case.yml` and one CSV file per table (`demands.csv`, `tasks.csv` …), or one Excel
file with one sheet per table and the settings in the sheet `case`. A file is called as its table. Tables
that are not there are skipped, and the workbooks say what they could not do. No table is needed by all
workbooks; the table below says which workbook wants what.

`clusterlib check CASE` lists every fault at once: where it is, what was found, what is allowed, what to do.
Nothing is repaired silently. A fault stops only the steps that read its table; a remark stops nothing.
"""

_CELLS = """## What a cell holds

- **Blank** is unknown, never zero. A blank cell stands for a value only where the dictionary says
  "blank = …". `NA`, `None` and `null` are texts.
- **Words** are those of the lists below, in English or French, in any case. Where "own words" is written,
  any text will do.
- **Ids** are short names of your choice, as text: `007` stays `007`, `2.10` is not `2.1`. No semicolon
  inside. Several ids in one cell are separated by `;`. When two tables have the same id, write `tasks:1`.
  In Excel a whole number in such a cell is taken, any other number is refused.
- **Numbers** have a decimal point and no mark between thousands: `2500`, `2.6`. See the number style below.
  No units, no blanks, no exponent, no per cent sign; at most fifteen digits. `3.0` is no whole number in a
  CSV file; in Excel a cell with 3 is.
- **Shares** go from 0 to 1: `0.6`, not 60 %.
- **Money** is in the one currency of the case.
- **Days** are written `2027-03-31`, **months** `2027-03`; where "YYYY or YYYY-MM" is allowed a year is
  enough. True dates of Excel are taken; in a column of months only the first of a month. Years {years}.
- **Reasons** stand in the column `because`: the ids of the rows that this row rests on. Blank is allowed.
- **Texts** may be up to {longest} characters long and have line breaks, but no other control characters.
  The French twin of a column of texts or own words ends in `_fr` (`text_fr`).
- A row whose `note` is `example` is ignored. Columns that are not in the dictionary are kept and not used;
  a name close to one that is known is a fault.
- A text that begins with `=`, `+`, `-`, `@`, tab or carriage return is written to CSV with an apostrophe
  before it, so that no spreadsheet runs it as a formula; reading takes exactly that apostrophe away.

CSV files are UTF-8 (with or without mark), UTF-16 with its mark, or Windows-1252 (with a remark), separated
by comma, semicolon, tab or bar; at most {rows} rows, {columns} columns and {size} MB.

## Number style

Undeclared, a point before exactly three digits (`945.000`, `2.722`) is refused, because it may stand between
thousands; `0.857` and `2.7220` are clear. A comma is refused. The setting `number_style` says how the numbers
of the case are written, by one example:
{styles}.
It holds for all tables and settings. With `1234.5`, `945.000` is nine hundred and forty-five; with `1.234,5`
it is nine hundred and forty-five thousand.
In the styles with a blank, a no-break blank will do as well. Numbers in Excel cells need no style.
"""

_BASIS = """## Basis, source, note

Every input ends with three columns. `basis` says where a row comes from, `source` names the document (needed
when the basis is GUIDE or PUBLIC), `note` is a remark for yourself. A blank basis is USER. In a hand-over the
basis is the weakest among the rows it rests on, from weak to firm: ILLUSTRATIVE, DEFAULT, INFERRED, USER,
PUBLIC, GUIDE.
"""

_RULES = """## Rules of the review

Lessons of the guide that run on the whole case after the last step: advice, never a gate. `clusterlib review
CASE` prints them; the setting `review.off` silences single ones. A rule without what it needs is not judged,
and says what is missing; `case.` marks a setting. Limits are parameters of the workbooks, and defaults where
the guide names none. The last column names contradictions of the guide (`data/reference/contradictions.csv`)
that are printed beside a finding.

"""

_QUESTIONS = """
### Questions for a person

What no table can answer. The review prints each with what the case says about it and an empty line; an
answer goes into the table [`answers`](#answers), with the id as `question_id`, and is shown from then on.

"""


def render() -> str:
    """The whole text of ``data/README.md``."""
    first = [tables.table(name) for name in tables.names()]
    later = [tables.table(name) for name in tables.names(first_release=False) if name not in tables.names()]
    cells = _CELLS.format(
        years=f"from {YEARS[0]} to {YEARS[1]}",
        longest=f"{LONGEST:,}",
        rows=f"{csv_files.MAX_ROWS:,}",
        columns=csv_files.MAX_COLUMNS,
        size=csv_files.MAX_BYTES // 2**20,
        styles=", ".join(f"`{style}`" for style in STYLES),
    )
    parts = [_HEAD, cells, _BASIS, _settings(), _overview(first)]
    parts.append("## Inputs\n")
    parts += [_table(table) for table in first if table.kind == "input" and table.name != "case"]
    parts.append("## Hand-overs\n\nTables that one workbook computes for the next; CSV files of a run.\n")
    parts += [_table(table) for table in first if table.kind == "hand-over"]
    parts += [_later(later), _rules(), _questions()]
    return "\n".join(parts)


def _settings() -> str:
    rows = [
        (f"`{c.name}`", _kind(c), c.allowed, c.required, c.meaning, _code(c.example))
        for c in settings.known().values()
    ]
    more = (
        "\nParameters of a workbook may stand here as well, as `step.parameter`; in `case.yml` they are "
        "indented below the step.\n"
    )
    heading = ("setting", "type", "allowed", "required", "meaning", "example")
    return "## Settings\n\n" + _markdown(heading, rows) + more


def _kind(column: Column) -> str:
    return "currency" if column.name == "currency" else column.type


def _overview(found: Iterable[Table]) -> str:
    rows = [
        (f"[`{t.name}`](#{t.name})", t.kind, t.workbook, t.required_for, "yes" * t.core_sheet, t.row_is)
        for t in found
        if t.name != "case"
    ]
    heading = ("table", "kind", "workbook", "needed by", "in the template", "one row is")
    return "## Tables\n\n" + _markdown(heading, rows)


def _table(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    rows = [
        (f"`{c.name}`", c.type, c.unit, c.allowed, c.required, _references(c), c.meaning, _code(c.example))
        for c in table.columns
        if c.name not in _BOOKKEEPING or c.name in table.key
    ]
    heading = ("column", "type", "unit", "allowed", "required", "names", "meaning", "example")
    title = f"### {table.name}\n\n{table.label_en}: {table.row_is}. Key: {key}.\n\n"
    return title + _markdown(heading, rows)


def _references(column: Column) -> str:
    tables_named = ("any table" if r.table == "*" else r.table for r in column.references)
    softly = " (if there)" if any(r.soft for r in column.references) else ""
    return ", ".join(tables_named) + softly


def _later(found: Iterable[Table]) -> str:
    rows = [(f"`{t.name}`", t.workbook, t.row_is) for t in found]
    text = "## Tables of later workbooks\n\nThey are read and checked, but no workbook uses them yet.\n\n"
    return text + _markdown(("table", "workbook", "one row is"), rows)


def _rules() -> str:
    rows = [
        (
            row["id"],
            row["severity"],
            row["phase"],
            row["title"],
            row["needs"].replace(";", ", ").replace("|", " or "),
            row["lines"],
            row["doubts"].replace(";", ", "),
        )
        for row in tables.rows_of("rules.csv")
    ]
    heading = ("rule", "severity", "phase", "lesson", "needs", "guide lines", "doubts")
    return _RULES + _markdown(heading, rows)


def _questions() -> str:
    rows = [
        (row["id"], row["phase"], row["text"], row["shows"].replace(";", ", "), row["lines"], row["doubts"])
        for row in tables.rows_of("questions.csv")
    ]
    heading = ("question", "phase", "asks", "shown beside it", "guide lines", "doubts")
    return _QUESTIONS + _markdown(heading, rows)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _markdown(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    heading = list(heading)
    return "\n".join([line(heading), line("---" for _ in heading), *map(line, rows)]) + "\n"


def write(path: Path) -> None:
    """Write the data dictionary to a file."""
    from clusterlib.atomic import write_text

    write_text(path, render())


if __name__ == "__main__":
    write(Path(__file__).resolve().parents[2] / "data" / "README.md")
