"""Write tables as one Excel file that people can fill in: notes, drop-downs, bounds, nothing live.

Every text is written as text, so that no cell is ever run as a formula or followed as a link. The
same tables give the same bytes. What Excel cannot keep is refused, never cut.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from clusterlib import atomic, sheet_names, tables
from clusterlib.columns import Column
from clusterlib.excel_guard import LIMITS
from clusterlib.excel_looks import Looks, note_options, width
from clusterlib.excel_notes import LONGEST, column_note, read_me, spoken
from clusterlib.excel_rules import fits_in_rule, ids_range, rule, words_of
from clusterlib.faults import ClusterlibError, Fault, fault
from clusterlib.readings import Speaker

#: Rules and drop-downs reach at least to this row, so that a template can be filled.
READY_ROWS = 2_000
#: Largest whole number that Excel keeps exactly.
_EXACT = 2**53
#: Excel's calendar counts a day too many before this one.
_FIRST_DAY = dt.date(1900, 3, 1)
_CREATED = dt.datetime(2026, 1, 1)
#: Characters that XML cannot hold.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class NotWritable(ClusterlibError):
    """Cells that Excel cannot keep; `faults` says which."""

    def __init__(self, faults: list[Fault], say: Speaker) -> None:
        super().__init__("\n".join(item.sentence(say) for item in faults))
        self.faults = faults


def write_book(frames: Mapping[str, pd.DataFrame], path: Path | str, *, lang: str = "en") -> Path:
    """Write tables as one Excel file, whole or not at all.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        Tables by name; columns besides those of the dictionary are kept at the end.
    path : path
        Where the file goes.
    lang : {"en", "fr"}
        Language of notes, drop-downs and words of closed lists; `read_book` understands both.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    NotWritable
        If a cell holds what Excel cannot keep; nothing is written then.
    ClusterlibError
        If the file cannot be written.
    """
    path = Path(path)
    return atomic.write_bytes(path, book_bytes(frames, lang=lang, file=path.name))


def book_bytes(frames: Mapping[str, pd.DataFrame], *, lang: str = "en", file: str = "") -> bytes:
    """The bytes of `write_book`; `file` is the name that faults carry."""
    say = Speaker(lang)
    order = [name for name in tables.names(first_release=False) if name in frames]
    order += [name for name in frames if name not in order]
    for name in order:
        tables.table(name)  # an unknown name is refused here
    sheets = [_Content.of(name, frames[name]) for name in order]
    faults = [wrong for content in sheets for wrong in content.faults(file)]
    if faults:
        raise NotWritable(faults, say)
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False, "nan_inf_to_errors": False}  # fmt: skip
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": _CREATED})
        _Writer(book, say).write(sheets)
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class _Content:
    """One sheet to be written: its columns, None where the dictionary has none, and its cells."""

    name: str
    heads: tuple[str, ...]
    columns: tuple[Column | None, ...]
    rows: tuple[tuple[Any, ...], ...]

    @classmethod
    def of(cls, name: str, frame: pd.DataFrame) -> _Content:
        known = {column.name: column for column in tables.table(name).columns}
        heads = [*known, *(str(head) for head in frame.columns if head not in known)]
        blank = [None] * len(frame)
        cells = [frame[head].tolist() if head in frame.columns else blank for head in heads]
        rows = tuple(zip(*cells, strict=True)) if cells else ()
        return cls(name, tuple(heads), tuple(known.get(head) for head in heads), rows)

    @property
    def last_row(self) -> int:
        """Row down to which rules reach, counted from 1."""
        return max(READY_ROWS, len(self.rows) + 501)

    def faults(self, file: str) -> Iterator[Fault]:
        """What Excel cannot keep."""
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


def _refusal(value: Any) -> tuple[str, dict[str, Any]] | None:
    if isinstance(value, float) and math.isinf(value):
        return "excel-write-number", {}
    if not isinstance(value, str):
        return None
    if hidden := _HIDDEN.search(value):
        return "excel-write-control", {"character": f"U+{ord(hidden[0]):04X}"}
    length = len(_as_markup(value).encode("utf-16-le")) // 2
    return ("excel-write-long", {"length": length, "limit": LONGEST}) if length > LONGEST else None


def _as_markup(text: str) -> str:
    """A text that the writer would take for ready markup, made into markup that shows the text."""
    if text.startswith("<r>") and text.endswith("</r>"):
        return f'<r><t xml:space="preserve">{escape(text, quote=False)}</t></r>'
    return text


class _ExactSheet(Worksheet):  # type: ignore[misc]
    """A sheet that keeps all 17 digits of a number; the original keeps 16."""

    def _xml_number_element(self, number: float, attributes: list[tuple[str, Any]] = []) -> None:  # noqa: B006
        marks = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{marks}><v>{number!r}</v></c>")


class _Writer:
    """Puts checked contents into an open workbook."""

    def __init__(self, book: xlsxwriter.Workbook, say: Speaker) -> None:
        self._book = book
        self._say = say
        self._looks = Looks(book)
        self._long_lists: dict[tuple[str, ...], str] = {}

    def write(self, contents: list[_Content]) -> None:
        last_rows = {content.name: content.last_row for content in contents}
        places = {}
        for number, content in enumerate(contents):
            places[content.name] = self._book.add_worksheet(content.name, worksheet_class=_ExactSheet)
            if number == 0:
                self._read_me([content.name for content in contents])
        self._words(contents)
        for content in contents:
            self._table(places[content.name], content, last_rows)

    def _read_me(self, names: list[str]) -> None:
        sheet = self._book.add_worksheet(sheet_names.READ_ME[self._say.locale], worksheet_class=_ExactSheet)
        rows = read_me(names, self._say)
        for i, row in enumerate(rows):
            title = i == 0 or not rows[i - 1]
            for j, text in enumerate(row):
                sheet.write_string(i, j, text, self._looks.title if title else self._looks.plain)
        for j, wide in enumerate((22, 30, 70, 10, 40)):
            sheet.set_column(j, j, wide)

    def _words(self, contents: list[_Content]) -> None:
        """Lists too long for a rule, on a hidden sheet."""
        for column in (column for content in contents for column in content.columns if column):
            words = tuple(words_of(column, self._say.locale))
            if words and not fits_in_rule(list(words)):
                self._long_lists.setdefault(words, "")
        if not self._long_lists:
            return
        sheet = self._book.add_worksheet(sheet_names.WORDS)
        sheet.hide()
        for j, words in enumerate(self._long_lists):
            for i, word in enumerate(words):
                sheet.write_string(i, j, word)
            letter = xlsxwriter.utility.xl_col_to_name(j)
            self._long_lists[words] = f"{sheet_names.WORDS}!${letter}$1:${letter}${len(words)}"

    def _table(self, sheet: Worksheet, content: _Content, last_rows: dict[str, int]) -> None:
        for j, (head, column) in enumerate(zip(content.heads, content.columns, strict=True)):
            values = [row[j] for row in content.rows]
            sheet.set_column(j, j, width(head, column, values), self._looks.cell(column))
            sheet.write_string(0, j, _as_markup(head), self._looks.heading(column))
            if column is not None:
                self._help(sheet, j, column, content.last_row, last_rows)
        marks = content.heads.index("note") if "note" in content.heads else None
        for i, row in enumerate(content.rows, start=1):
            example = marks is not None and row[marks] == "example"
            for j, value in enumerate(row):
                self._cell(sheet, i, j, content.columns[j], value, example)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(content.rows)), len(content.heads) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _help(
        self, sheet: Worksheet, j: int, column: Column, last_row: int, last_rows: dict[str, int]
    ) -> None:
        note = column_note(column, self._say)
        sheet.write_comment(0, j, note, note_options(note))
        words_at = self._long_lists.get(tuple(words_of(column, self._say.locale)), "")
        check = rule(column, self._say, words_at=words_at, ids_at=ids_range(column, last_rows))
        if check is not None:
            sheet.data_validation(1, j, last_row - 1, j, check)

    def _cell(
        self, sheet: Worksheet, i: int, j: int, column: Column | None, value: Any, example: bool
    ) -> None:
        if tables.is_blank(value):
            return
        stored = to_store(column, value, self._say.locale)
        look = self._looks.cell(column, example=example, fraction=isinstance(stored, float))
        if isinstance(stored, str):
            sheet.write_string(i, j, _as_markup(stored), look)
        elif isinstance(stored, dt.date):
            sheet.write_datetime(i, j, dt.datetime.combine(stored, dt.time()), look)
        else:
            sheet.write_number(i, j, stored, look)


def to_store(column: Column | None, value: Any, lang: str) -> str | int | float | dt.date:
    """A cell as Excel keeps it: words of closed lists in the language, days as days, the rest unchanged.

    Examples
    --------
    >>> to_store(tables.table("actors").column("first_contact"), "2025-02-11", "en")
    datetime.date(2025, 2, 11)
    >>> to_store(tables.table("tasks").column("no"), "2.10", "en")
    '2.10'
    """
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, dt.date):
        value = (
            value.isoformat()[:10]
            if not isinstance(value, dt.datetime) or not any((value.hour, value.minute, value.second))
            else value.isoformat(" ")
        )
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
