"""From the text of a cell to its value, and back. Nothing is repaired: a cell is understood or refused.

Blank is what is empty or holds blanks only. "NA", "None", "null" and "0" are not blank. Outer blanks
do not count. Words are understood in English and French, in any case. A whole number written "3.0" is
refused in CSV (a count has no decimals) and taken from Excel, where a cell holds 3 either way.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import numbers
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from clusterlib.columns import Column
from clusterlib.inputs.number_style import (
    LARGEST,
    PLAIN,
    UNDECLARED,
    NumberError,
    NumberStyle,
    read_number,
    write_number,
)

#: Excel holds no longer text in a cell.
LONGEST = 32_767
#: Years a day or month may have.
YEARS = (1800, 2200)

_EXCEL_ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"}
)


class Refused(ValueError):
    """A cell that its column cannot hold; `code` and `values` make the fault."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def parse(column: Column, cell: Any, *, style: NumberStyle = UNDECLARED) -> Any:
    """The value of one cell.

    Parameters
    ----------
    column : Column
        Gives type, words and format; bounds are checked elsewhere.
    cell : object
        Text (CSV, or a text cell of Excel) or a Python value (Excel).
    style : NumberStyle
        How the case writes numbers.

    Returns
    -------
    object
        None for blank; str, int or float by the type of the column. Months and days are ISO texts,
        several ids or words are joined by ``;``. Text is in composed form (NFC).

    Raises
    ------
    Refused
        If the cell cannot be understood without guessing.

    Examples
    --------
    >>> from clusterlib.tables import table
    >>> parse(table("stakeholders").column("influence"), "Élevé")
    'high'
    >>> parse(table("tasks").column("o"), "2,6")
    Traceback (most recent call last):
    clusterlib.inputs.parsing.Refused: number-style
    """
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return None
    if isinstance(cell, str):
        cell = unicodedata.normalize("NFC", cell.replace("\r\n", "\n"))
        if not cell.strip():
            return None
        cell = cell.strip(" ")
        if cell in _EXCEL_ERRORS:
            raise Refused("excel-error")
    return _PARSERS[column.type](column, cell, style)


def as_text(cell: Any, style: NumberStyle = UNDECLARED, column: Column | None = None) -> str:
    """A cell as a person would write it into a CSV file, so that `parse` gives the same value.

    Parameters
    ----------
    cell : object
        Text or Python value, None for blank.
    style : NumberStyle
        How the case writes numbers.
    column : Column, optional
        Column the cell stands in: a day in a column of months is written as a month, and a number in
        a column of texts is written plainly.

    Examples
    --------
    >>> as_text(2.722), as_text(3.0), as_text(True), as_text(None)
    ('2.7220', '3', 'yes', '')
    """
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, dt.datetime):
        cell = cell.date() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, dt.date):
        month = column is not None and column.type == "month" and cell.day == 1
        return cell.isoformat()[:7] if month else cell.isoformat()
    if isinstance(cell, numbers.Real) and math.isfinite(float(cell)):
        style = PLAIN if column is not None and column.is_text else style
        return write_number(int(cell) if isinstance(cell, numbers.Integral) else float(cell), style)
    return "" if cell != cell else str(cell)  # NaN is blank


# ------------------------------------------------------------------ text
def _text(column: Column, cell: Any, style: NumberStyle) -> str:
    if isinstance(cell, bool):
        raise Refused("bool")
    text = as_text(cell, PLAIN)
    _plain(text, lines=True)
    if any(clause.startswith('"total"') for clause in column.also) and text.casefold() == "total":
        return "total"
    return _choice(column, text, style) if column.words else text


def _plain(text: str, *, lines: bool = False) -> None:
    allowed = "\n" if lines else ""
    for character in "" if text.isprintable() else text:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in allowed:
            raise Refused("control", character=f"U+{ord(character):04X}")
    if len(text) > LONGEST:
        raise Refused("too-long", length=len(text), limit=LONGEST)


def _id(column: Column, cell: Any, style: NumberStyle) -> str:
    text = _key_text(cell)
    if ";" in text:
        raise Refused("id-semicolon")
    return text


def _ids(column: Column, cell: Any, style: NumberStyle) -> str | None:
    parts = [part.strip() for part in _key_text(cell).split(";")]
    return ";".join(dict.fromkeys(part for part in parts if part)) or None


def _key_text(cell: Any) -> str:
    if isinstance(cell, str):
        _plain(cell)
        return cell
    if isinstance(cell, bool) or not isinstance(cell, numbers.Real):
        raise Refused("id-kind")
    value = float(cell)
    if not value.is_integer() or abs(value) >= LARGEST:
        raise Refused("id-number")
    return str(int(value))


def _choice(column: Column, cell: Any, style: NumberStyle) -> str:
    if not column.words:
        return _text_choice(cell)
    word = column.english(str(cell)) if isinstance(cell, str) else None
    if word is None:
        raise Refused("word", words=" | ".join(column.words))
    return word


def _text_choice(cell: Any) -> str:
    if isinstance(cell, bool):
        raise Refused("bool")
    text = as_text(cell, PLAIN)
    _plain(text)
    return text


def nearest(text: str, names: tuple[str, ...] | list[str], cutoff: float = 0.6) -> str:
    """The most similar of some names, or an empty text."""
    if len(text) > 60:
        return ""
    lower = {name.casefold(): name for name in reversed(names)}
    found = difflib.get_close_matches(text.casefold(), list(lower), n=1, cutoff=cutoff)
    return lower[found[0]] if found else ""


def _yes_no(column: Column, cell: Any, style: NumberStyle) -> str:
    return ("yes" if cell else "no") if isinstance(cell, bool) else _choice(column, cell, style)


def _list(column: Column, cell: Any, style: NumberStyle) -> str | None:
    parts = [part.strip() for part in _text_choice(cell).split(";") if part.strip()]
    words = [_choice(column, part, style) for part in parts]
    return ";".join(dict.fromkeys(words)) or None


# ------------------------------------------------------------------ numbers
def _number(column: Column, cell: Any, style: NumberStyle) -> float:
    value = float(_read(cell, style))
    if column.numbers and value not in column.numbers:
        raise Refused("number-list", words=" | ".join(f"{n:g}" for n in column.numbers))
    return value


def _integer(column: Column, cell: Any, style: NumberStyle) -> int:
    if isinstance(cell, str):
        value = _read(cell, style)
        if value.as_tuple().exponent != 0:
            raise Refused("number-whole" if value % 1 else "number-decimals", whole=int(value))
        return int(value)
    value = _read(cell, style)
    if value % 1:
        raise Refused("number-whole", whole=int(value))
    return int(value)


def _read(cell: Any, style: NumberStyle) -> Decimal:
    if isinstance(cell, str):
        try:
            return read_number(cell, style)
        except NumberError as error:
            raise Refused(error.code, style=error.style) from None
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        raise Refused("number-date")
    if isinstance(cell, bool) or not isinstance(cell, numbers.Real) or not math.isfinite(float(cell)):
        raise Refused("number-text")
    if abs(float(cell)) >= LARGEST:
        raise Refused("number-large")
    return Decimal(int(cell)) if isinstance(cell, numbers.Integral) else Decimal(repr(float(cell)))


# ------------------------------------------------------------------ time
def _date(column: Column, cell: Any, style: NumberStyle) -> str:
    if isinstance(cell, dt.datetime):
        if cell.time() != dt.time():
            raise Refused("date-time")
        cell = cell.date()
    if isinstance(cell, dt.date):
        return _years(cell.isoformat(), cell.year)
    text = as_text(cell, PLAIN)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise Refused("date")
    try:
        return _years(text, dt.date.fromisoformat(text).year)
    except ValueError as error:
        if isinstance(error, Refused):
            raise
        raise Refused("date-calendar") from None


def _month(column: Column, cell: Any, style: NumberStyle) -> str:
    year_too = column.form == "YYYY or YYYY-MM"
    if isinstance(cell, dt.date):
        midnight = not isinstance(cell, dt.datetime) or cell.time() == dt.time()
        if cell.day != 1 or not midnight:
            raise Refused("month-day")
        return _years(f"{cell:%Y-%m}" if cell.year > 999 else "", cell.year)
    text = as_text(cell, PLAIN)
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text, re.ASCII):
        return _years(text, int(text[:4]))
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        if not year_too:
            raise Refused("month-year", year=text)
        return _years(text, int(text))
    raise Refused("month-or-year" if year_too else "month")


def _years(text: str, year: int) -> str:
    if not YEARS[0] <= year <= YEARS[1]:
        raise Refused("year", low=YEARS[0], high=YEARS[1])
    return text


_PARSERS: dict[str, Callable[[Column, Any, NumberStyle], Any]] = {
    "id": _id,
    "ids": _ids,
    "list": _list,
    "text": _text,
    "choice": _choice,
    "yes/no": _yes_no,
    "integer": _integer,
    "number": _number,
    "money": _number,
    "share": _number,
    "date": _date,
    "month": _month,
}
