"""The cells of one sheet as Excel stored them, read in one pass and never more than allowed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from openpyxl.utils.cell import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.datetime import from_excel, from_ISO8601

from clusterlib.inputs.excel_guard import Refused
from clusterlib.inputs.excel_parts import Book, Sheet, feed, unescape

Value = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta
Place = tuple[int, int]

_WHOLE = re.compile(r"-?\d{1,18}")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(E[+-]?\d+)?", re.IGNORECASE)


@dataclass(slots=True)
class SheetCells:
    """What one sheet holds; a place is (row, column), both counted from 1.

    Attributes
    ----------
    values : dict
        Value of each place that is not blank.
    formulas : list
        Places whose value a formula gave.
    unsolved : list
        Places of formulas without a stored value.
    errors : dict
        Places that hold an error, to its text (``#DIV/0!``).
    merged : list of tuple
        Merged ranges as (first column, first row, last column, last row).
    """

    values: dict[Place, Value] = field(default_factory=dict)
    formulas: list[Place] = field(default_factory=list)
    unsolved: list[Place] = field(default_factory=list)
    errors: dict[Place, str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def address(place: Place) -> str:
    """A place as Excel names it.

    Examples
    --------
    >>> address((2, 28))
    'AB2'
    """
    return f"{get_column_letter(place[1])}{place[0]}"


def read_sheet(book: Book, sheet: Sheet) -> SheetCells:
    """Read one sheet.

    Raises
    ------
    Refused
        If a filled cell lies outside the limits, or the part is damaged.
    """
    if sheet.part not in book.package:
        raise Refused("excel-damaged", found=sheet.part)
    reader = _SheetReader(book)
    feed(book.package, sheet.part, reader.start, reader.end, reader.text)
    return reader.found


class _SheetReader:
    """Handlers for the elements of one sheet."""

    __slots__ = ("_book", "_column", "_columns", "_formula", "_kind", "_phonetic", "_pieces", "_row",
                 "_size", "_stored", "_style", "_taking", "found")  # fmt: skip

    def __init__(self, book: Book) -> None:
        self.found = SheetCells()
        self._book = book
        self._columns: dict[str, int] = {}
        self._size = (0, 0)
        self._row = self._column = self._style = 0
        self._kind = ""
        self._stored: str | None = None
        self._pieces: list[str] = []
        self._formula = self._taking = self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "c":
            self._begin(attributes)
        elif name == "v" or name == "t":
            self._taking = not self._phonetic
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            first_column, first, last_column, last = range_boundaries(attributes["ref"])
            self.found.merged.append((first_column or 1, first or 1, last_column or 1, last or 1))
        elif name == "dimension":
            self._size = _corner(attributes.get("ref", ""))

    def text(self, text: str) -> None:
        if self._taking:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "v" or name == "t":
            if self._taking:
                self._stored = (self._stored or "") + "".join(self._pieces)
                self._pieces.clear()
            self._taking = False
        elif name == "c":
            self._finish()
        elif name == "rPh":
            self._phonetic = False

    def _begin(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self._column += 1
        else:
            letters = place.rstrip("0123456789")
            self._column = self._columns.get(letters) or self._columns.setdefault(
                letters, column_index_from_string(letters)
            )
            self._row = int(place[len(letters) :])
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", "0"))
        self._stored, self._formula = None, False

    def _finish(self) -> None:
        if self._stored is None and not self._formula:
            return
        place = (self._row, self._column)
        limits = self._book.package.limits
        if self._row > limits.rows or self._column > limits.columns:
            rows, columns = max(self._size[0], self._row), max(self._size[1], self._column)
            raise Refused("excel-sheet-size", rows=rows, columns=columns)
        if self._formula:
            zero = self._book.untrusted and self._stored == "0"
            if zero or (not self._stored and self._kind != "str"):
                self.found.unsolved.append(place)
                return
            self.found.formulas.append(place)
        value = self._value(self._stored or "", place)
        if value is not None and value != "":
            self.found.values[place] = value

    def _value(self, stored: str, place: Place) -> Value | None:
        kind = self._kind
        if kind == "s":
            return self._book.strings[int(stored)]
        if kind in ("str", "inlineStr"):
            return unescape(stored)
        if kind == "b":
            return stored.strip() in ("1", "true")
        if not stored.strip():
            return None
        if kind != "e":
            try:
                return _iso(stored) if kind == "d" else self._number(stored.strip())
            except (ValueError, OverflowError):
                pass
        self.found.errors[place] = stored
        return None

    def _number(self, stored: str) -> Value:
        if not _NUMBER.fullmatch(stored):
            raise ValueError(stored)
        number = int(stored) if _WHOLE.fullmatch(stored) else float(stored)
        length = self._style in self._book.durations
        if not length and self._style not in self._book.dates:
            return number
        moment: dt.datetime | dt.time | dt.timedelta = from_excel(number, self._book.epoch, timedelta=length)
        return moment


def _iso(stored: str) -> Value:
    moment: dt.datetime | dt.date | dt.time | dt.timedelta = from_ISO8601(stored)  # type: ignore[no-untyped-call]
    return moment


def _corner(reference: str) -> Place:
    """Last row and column of a range; (0, 0) when it is none."""
    try:
        _, _, column, row = range_boundaries(reference)
    except (ValueError, TypeError):
        return 0, 0
    return row or 0, column or 0
