"""Drop-downs and bounds of the cells below a heading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from openpyxl.utils.cell import get_column_letter

from clusterlib import tables
from clusterlib.columns import Column
from clusterlib.inputs.excel_notes import allowed_text
from clusterlib.readings import Speaker

#: Excel keeps a drop-down in the rule itself only up to this length.
LIST_LENGTH = 255
#: A number without bounds of its own must still be a number.
_ANY = 1e15


def words_of(column: Column, lang: str) -> list[str]:
    """Words a drop-down offers; empty when the column has no closed list of single words."""
    if column.type in ("choice", "yes/no", "text"):
        return [column.spoken(word, lang) for word in column.words]
    return []


def fits_in_rule(words: list[str]) -> bool:
    """Whether Excel takes these words within the rule; else they stand on a sheet of their own."""
    return len(",".join(words)) <= LIST_LENGTH and not any("," in word for word in words)


def rule(column: Column, say: Speaker, *, words_at: str = "", ids_at: str = "") -> dict[str, Any] | None:
    """Data validation of a column, as xlsxwriter takes it.

    Parameters
    ----------
    column : Column
        Column of the dictionary.
    say : Speaker
        Language of the messages and of the words.
    words_at, ids_at : str
        Range that holds the words, or the ids a reference may name; empty when there is none.

    Returns
    -------
    dict or None
        None when anything may be typed.
    """
    words = words_of(column, say.locale)
    if words:
        source: Any = f"={words_at}" if words_at else words
        return _strict(column, say) | {"validate": "list", "source": source}
    if column.numbers:
        plain = [_plain(number) for number in column.numbers]
        return _strict(column, say) | {"validate": "list", "source": plain}
    if column.type == "date":
        first = dt.date(1900, 1, 1)
        return _strict(column, say) | {"validate": "date", "criteria": ">=", "value": first}
    if not column.is_text:
        return _strict(column, say) | _bounds(column)
    if ids_at:  # a help, no rule: the id may also be written before its row exists
        return {"validate": "list", "source": f"={ids_at}", "show_error": False, "ignore_blank": True}
    return None


def ids_range(column: Column, sheets: Mapping[str, int]) -> str:
    """Range of the ids that a column may name, when one table alone is named and has a sheet.

    Parameters
    ----------
    column : Column
        Column of the dictionary.
    sheets : mapping of str to int
        Last row of each sheet of the file.

    Examples
    --------
    >>> ids_range(tables.table("votes").column("item_id"), {"demands": 500})
    'demands!$A$2:$A$500'
    """
    if column.type != "id" or len(column.references) != 1:
        return ""
    reference = column.references[0]
    if reference.table not in sheets or reference.table == column.table:
        return ""
    names = tables.table(reference.table).column_names
    letter = get_column_letter(names.index(reference.column) + 1)
    return f"{reference.table}!${letter}$2:${letter}${sheets[reference.table]}"


def _strict(column: Column, say: Speaker) -> dict[str, Any]:
    message = say("Allowed: {allowed}. Point at the heading for more.", allowed=allowed_text(column, say))
    return {
        "ignore_blank": True,
        "error_type": "stop",
        "error_title": column.name[:32],
        "error_message": message if len(message) <= LIST_LENGTH else f"{message[: LIST_LENGTH - 1]}…",
    }


def _bounds(column: Column) -> dict[str, Any]:
    kind = "integer" if column.type == "integer" else "decimal"
    low, high = _plain(column.low), _plain(column.high)
    if low is not None and high is not None:  # an end that is excluded is checked when the file is read
        return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
    if low is not None:
        return {"validate": kind, "criteria": ">" if column.low_open else ">=", "value": low}
    if high is not None:
        return {"validate": kind, "criteria": "<" if column.high_open else "<=", "value": high}
    return {"validate": kind, "criteria": "between", "minimum": -_ANY, "maximum": _ANY}


def _plain(number: float | None) -> float | None:
    """A whole number without its ``.0``."""
    return int(number) if number is not None and number.is_integer() else number
