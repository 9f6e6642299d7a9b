"""Write tables as one Excel file that people can fill in: notes, drop-downs, bounds, nothing live.

Every text is written as text, so that no cell is ever run as a formula or followed as a link. The
same tables give the same bytes. What Excel cannot keep is refused, never cut.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from clusterlib import atomic, tables
from clusterlib.columns import Column, fold
from clusterlib.faults import ClusterlibError, Fault
from clusterlib.inputs import settings, sheet_names
from clusterlib.inputs.checking import EXAMPLE_NOTES
from clusterlib.inputs.excel_content import Content, as_markup, from_frame, from_raw, to_store
from clusterlib.inputs.excel_looks import Looks, note_options, width
from clusterlib.inputs.excel_notes import column_note, read_me
from clusterlib.inputs.excel_rules import fits_in_rule, ids_range, rule, words_of
from clusterlib.inputs.number_style import UNDECLARED, declared
from clusterlib.readings import Speaker

if TYPE_CHECKING:
    from clusterlib.inputs.cases import Case

_CREATED = dt.datetime(2026, 1, 1)


class NotWritable(ClusterlibError):
    """Cells that Excel cannot keep; `faults` says which."""

    def __init__(self, faults: list[Fault], say: Speaker) -> None:
        super().__init__("\n".join(item.sentence(say) for item in faults))
        self.faults = faults


def write_book(what: Case | Mapping[str, pd.DataFrame], path: Path | str, *, lang: str = "") -> Path:
    """Write a case, or tables, as one Excel file, whole or not at all.

    Parameters
    ----------
    what : Case or mapping of str to DataFrame
        A case is written as it was given, also with its faults: numbers and days that were
        understood as such, everything else as it stands there. Sheets that are no table, and
        formulas, are not in a case: do not write over a file that a person keeps such things in.
        Of frames all columns are kept.
    path : path
        Where the file goes; an earlier file is replaced.
    lang : {"", "en", "fr"}
        Language of notes, drop-downs and words of closed lists (`read_book` understands both);
        empty: that of the case, else English.

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
    return atomic.write_bytes(path, book_bytes(what, lang=lang, file=path.name))


def book_bytes(what: Case | Mapping[str, pd.DataFrame], *, lang: str = "", file: str = "") -> bytes:
    """The bytes of `write_book`; `file` is the name that faults carry."""
    if isinstance(what, Mapping):
        for name in what:
            tables.table(name)  # an unknown name is refused here
        contents = [from_frame(n, what[n]) for n in tables.names(first_release=False) if n in what]
    else:
        lang = lang or what.language
        style = declared(str(what.setting("number_style", ""))) or UNDECLARED
        raws = [what.raw(name) for name in tables.names("input", first_release=False)]
        contents = [from_raw(raw, style) for raw in raws if raw is not None]
    if not contents:
        raise ClusterlibError("There is no table to write. Give at least one.")
    say = Speaker(lang or "en")
    faults = [wrong for content in contents for wrong in content.faults(file)]
    if faults:
        raise NotWritable(faults, say)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        book.set_properties({"created": _CREATED})
        book.calc_on_load = False  # there is nothing to calculate
        _Writer(book, say).write(contents)
    return stream.getvalue()


_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


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

    def write(self, contents: list[Content]) -> None:
        """Write all sheets, their words and their help."""
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

    def _words(self, contents: list[Content]) -> None:
        """Lists too long for a rule, on a hidden sheet."""
        columns = [column for content in contents for column in content.columns if column is not None]
        if any(content.name == "case" for content in contents):
            columns += settings.known().values()
        for column in columns:
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

    def _table(self, sheet: Worksheet, content: Content, last_rows: dict[str, int]) -> None:
        for j, (head, column) in enumerate(zip(content.heads, content.columns, strict=True)):
            values = [row[j] for row in content.rows]
            sheet.set_column(j, j, width(head, column, values), self._looks.cell(column))
            sheet.write_string(0, j, as_markup(head), self._looks.heading(column))
            if column is not None:
                self._help(sheet, j, column, content.last_row, last_rows)
        note = content.column("note")
        for i, row in enumerate(content.rows, start=1):
            example = note is not None and fold(str(row[note])) in EXAMPLE_NOTES
            for j, value in enumerate(row):
                self._cell(sheet, i, j, content.columns[j], value, example)
        if content.name == "case":
            self._setting_rules(sheet, content)
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
        check = rule(column, self._say, words_at=self._words_at(column), ids_at=ids_range(column, last_rows))
        if check is not None:
            sheet.data_validation(1, j, last_row - 1, j, check)

    def _setting_rules(self, sheet: Worksheet, content: Content) -> None:
        """Drop-downs for those settings that have a closed list of words."""
        name, entry = content.column("setting"), content.column("entry")
        for i, row in enumerate(content.rows, start=1):
            column = settings.known().get(str(row[name])) if name is not None else None
            if column is not None and entry is not None and words_of(column, self._say.locale):
                check = rule(column, self._say, words_at=self._words_at(column))
                sheet.data_validation(i, entry, i, entry, check)

    def _words_at(self, column: Column) -> str:
        return self._long_lists.get(tuple(words_of(column, self._say.locale)), "")

    def _cell(
        self, sheet: Worksheet, i: int, j: int, column: Column | None, value: Any, example: bool
    ) -> None:
        if tables.is_blank(value):
            return
        stored = to_store(column, value, self._say.locale)
        look = self._looks.cell(column, example=example, fraction=isinstance(stored, float))
        if isinstance(stored, str):
            sheet.write_string(i, j, as_markup(stored), look)
        elif isinstance(stored, dt.date):
            sheet.write_datetime(i, j, dt.datetime.combine(stored, dt.time()), look)
        else:
            sheet.write_number(i, j, stored, look)
