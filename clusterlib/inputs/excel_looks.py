"""How the sheets look: what must be filled stands out, the example steps back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from clusterlib.columns import Column

#: Colours of headings: must be filled, sometimes, may stay blank.
HEADINGS = {
    "yes": {"bg_color": "#1F3A4D", "font_color": "#FFFFFF"},
    "if": {"bg_color": "#8FB8D0", "font_color": "#000000"},
    "no": {"bg_color": "#E3E3E3", "font_color": "#333333"},
}
#: Format by which Excel shows a cell; text stays what was typed.
SHOWN = {"date": "yyyy-mm-dd", "integer": "0", "number": "General", "share": "General", "money": "#,##0"}
_NARROW, _WIDE = 8, 60
_EXAMPLE = {"italic": True, "font_color": "#7F7F7F"}


class Looks:
    """Formats of one workbook, each made once.

    Parameters
    ----------
    book : xlsxwriter.Workbook
        The workbook they belong to.
    """

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.title = self._make(bold=True, valign="top")
        self.plain = self._make(valign="top")

    def heading(self, column: Column | None) -> Format:
        """Heading of a column by whether it must be filled."""
        need = "no" if column is None else column.required if column.required in HEADINGS else "if"
        return self._make(bold=True, valign="vcenter", border=1, border_color="#FFFFFF", **HEADINGS[need])

    def cell(self, column: Column | None, *, example: bool = False, fraction: bool = False) -> Format:
        """Cells below a heading; those of the example row are grey and slanted."""
        shown = "@" if column is None else SHOWN.get(column.type, "@")
        if shown == SHOWN["money"] and fraction:
            shown = "#,##0.00"
        wrapped = column is None or column.type == "text"
        return self._make(num_format=shown, valign="top", text_wrap=wrapped, **(_EXAMPLE if example else {}))

    def _make(self, **options: Any) -> Format:
        key = tuple(sorted(options.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(options)
        return self._made[key]


def width(head: str, column: Column | None, values: Iterable[Any]) -> float:
    """Width of a column in characters: room for the heading and its filter, and for most cells."""
    least = {"text": 28, "date": 12, "month": 10, "ids": 14}.get(column.type if column else "text", _NARROW)
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(least, len(head) + 4, longest + 1), _WIDE)


def note_options(note: str) -> dict[str, Any]:
    """Size of a note so that all of it can be read."""
    lines = sum(1 + len(line) // 46 for line in note.split("\n"))
    return {"width": 300, "height": 20 + 16 * lines, "font_size": 9, "author": ""}
