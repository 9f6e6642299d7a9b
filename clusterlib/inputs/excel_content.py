"""What goes into one sheet of an Excel file, and whether Excel can keep it."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from clusterlib import tables
from clusterlib.columns import Column
from clusterlib.faults import Fault, fault
from clusterlib.inputs.excel_guard import LIMITS
from clusterlib.inputs.excel_notes import LONGEST, spoken
from clusterlib.inputs.number_style import UNDECLARED, NumberStyle
from clusterlib.inputs.parsing import Refused, as_text, parse
from clusterlib.inputs.raw import RawTable

#: Rules and drop-downs reach at least to this row, so that a template can be filled.
READY_ROWS = 2_000
#: Largest whole number that Excel keeps exactly.
_EXACT = 2**53
#: Excel's calendar counts a day too many before this one.
_FIRST_DAY = dt.date(1900, 3, 1)
#: An underscore that begins what Excel would read as one character.
_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
#: Characters that XML cannot hold.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Content:
    """One sheet to be written.

    Attributes
    ----------
    name : str
        The table.
    heads : tuple of str
        Headings: the columns of the dictionary in its order, then the others.
    columns : tuple of Column or None
        Columns of the dictionary; None for the others.
    rows : tuple of tuple
        Cells as Python values, each row as long as `heads`.
    """

    name: str
    heads: tuple[str, ...]
    columns: tuple[Column | None, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def last_row(self) -> int:
        """Row down to which rules reach, counted from 1."""
        return max(READY_ROWS, len(self.rows) + 501)

    def column(self, name: str) -> int | None:
        """Number of the column with a heading, from 0."""
        return self.heads.index(name) if name in self.heads else None

    def faults(self, file: str) -> Iterator[Fault]:
        """What Excel cannot keep; `file` is the name that the faults carry."""
        where: dict[str, Any] = {"file": file, "table": self.name, "sheet": self.name}
        if len(self.rows) >= LIMITS.rows or len(self.heads) > LIMITS.columns:
            size: dict[str, Any] = {"rows": f"{len(self.rows):,}", "columns": len(self.heads)}
            allowed: dict[str, Any] = {"max_rows": f"{LIMITS.rows - 1:,}", "max_columns": LIMITS.columns}
            yield fault("excel-write-size", **where, **size, **allowed)
            return
        for number, row in enumerate((self.heads, *self.rows), start=1):
            for head, value in zip(self.heads, row, strict=True):
                if wrong := _refusal(value):
                    code, values = wrong
                    yield fault(code, **where, row=number, column=head, found=value, **values)


def from_frame(name: str, frame: pd.DataFrame) -> Content:
    """A sheet from a frame, typed or not."""
    heads = [str(head) for head in frame.columns]
    cells = [frame.iloc[:, i].tolist() for i in range(len(heads))]
    return _content(name, heads, zip(*cells, strict=True))


def from_raw(raw: RawTable, style: NumberStyle = UNDECLARED) -> Content:
    """A sheet from a table as it was given: understood cells by their value, all others as they are.

    Examples
    --------
    >>> raw = RawTable("nodes", "nodes.csv", None, ("node_id", "order"), (("N1", "2"), ("N2", "two")), (2, 3))
    >>> [row[:3] for row in from_raw(raw).rows]
    [('N1', None, 2), ('N2', None, 'two')]
    """
    known = {column.name: column for column in tables.table(raw.table).columns}
    heads = raw.columns
    columns = [known.get(head) if head not in heads[:i] else None for i, head in enumerate(heads)]
    rows = ([_value(c, cell, style) for c, cell in zip(columns, row, strict=True)] for row in raw.rows)
    return _content(raw.table, list(heads), rows)


def _value(column: Column | None, cell: Any, style: NumberStyle) -> Any:
    if column is None:
        return cell
    try:
        return parse(column, cell, style=style)
    except Refused:
        return cell


def _content(name: str, heads: list[str], rows: Iterable[Iterable[Any]]) -> Content:
    """Columns of the dictionary first; a repeated heading stays, as one of the others."""
    spec = tables.table(name)
    others = [i for i, head in enumerate(heads) if head not in spec.column_names or head in heads[:i]]
    order = [heads.index(c) if c in heads else None for c in spec.column_names] + others
    arranged = tuple(tuple(None if i is None else row[i] for i in order) for row in map(tuple, rows))
    return Content(
        name,
        (*spec.column_names, *(heads[i] for i in others)),
        (*spec.columns, *(None for _ in others)),
        arranged,
    )


def _refusal(value: Any) -> tuple[str, dict[str, Any]] | None:
    if isinstance(value, float) and math.isinf(value):
        return "excel-write-number", {}
    if not isinstance(value, str):
        return None
    if hidden := _HIDDEN.search(value):
        return "excel-write-control", {"character": f"U+{ord(hidden[0]):04X}"}
    length = len(as_markup(value).encode("utf-16-le")) // 2
    return ("excel-write-long", {"length": length, "limit": LONGEST}) if length > LONGEST else None


def as_markup(text: str) -> str:
    """A text that the writer would take for markup or for an escape, as markup that shows the text.

    The writer passes ``<r>…</r>`` on unchanged, and escapes ``_x0041_`` but not where two overlap.

    Examples
    --------
    >>> as_markup("<b>"), as_markup("<r>&</r>")
    ('<b>', '<r><t xml:space="preserve">&lt;r&gt;&amp;&lt;/r&gt;</t></r>')
    """
    if not (text.startswith("<r>") and text.endswith("</r>")) and not _LIKE_ESCAPE.search(text):
        return text
    kept = escape(_LIKE_ESCAPE.sub("_x005F_", text), quote=False).replace("_", "&#95;")
    return f'<r><t xml:space="preserve">{kept}</t></r>'


def to_store(column: Column | None, value: Any, lang: str) -> str | int | float | dt.date:
    """A cell as Excel keeps it: words of closed lists in the language, days as days, the rest unchanged.

    Examples
    --------
    >>> to_store(tables.table("actors").column("first_contact"), "2025-02-11", "en")
    datetime.date(2025, 2, 11)
    >>> to_store(tables.table("tasks").column("no"), "2.10", "en")
    '2.10'
    """
    if isinstance(value, bool | dt.date | dt.time | dt.timedelta):
        value = as_text(value)
    if isinstance(value, str):
        if column is not None and column.type == "date":
            return _day(value)
        return spoken(column, value, lang) if column is not None and column.words else value
    whole = isinstance(value, int) or float(value).is_integer()
    if whole and abs(int(value)) > _EXACT:
        return str(int(value))
    return int(value) if whole else float(value)


def _day(text: str) -> str | dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text
    return day if day >= _FIRST_DAY and len(text) == 10 else text
