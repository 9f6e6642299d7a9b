"""Bring rows of Python values into the typed frame of a table; see `tables.typed`."""

from __future__ import annotations

import datetime as dt
import math
import numbers
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from clusterlib.columns import Column
from clusterlib.faults import DomainError, SchemaError

if TYPE_CHECKING:
    from clusterlib.tables import Table


def build(spec: Table, rows: pd.DataFrame | Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The typed frame of a table; see `tables.typed`."""
    source = rows.reset_index(drop=True) if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    known = {column.name: _cells(column, source) for column in spec.columns}
    _fill_defaults(spec, known)
    data = {column.name: pd.Series(known[column.name], dtype=column.dtype) for column in spec.columns}
    for extra in source.columns:
        if extra not in data:
            data[str(extra)] = pd.Series([_extra(value) for value in source[extra]], dtype="str")
    return pd.DataFrame(data, index=pd.RangeIndex(len(source)))


def _cells(column: Column, source: pd.DataFrame) -> list[Any]:
    blank: Any = pd.NA if column.type == "integer" else math.nan
    if column.name not in source.columns:
        return [blank] * len(source)
    cells = []
    for number, value in enumerate(source[column.name].tolist(), start=1):
        if is_blank(value):
            cells.append(blank)
            continue
        try:
            cells.append(_convert(column, value))
        except TypeError:
            raise SchemaError(
                f"{column.table}, row {number}, column {column.name}: {value!r} is a "
                f"{type(value).__name__}; a cell of this column is of the type {column.type}."
            ) from None
    return cells


def is_blank(value: Any) -> bool:
    """Whether a cell holds nothing: None, NaN, NA or an empty text."""
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    return isinstance(value, str) and not value


def _convert(column: Column, value: Any) -> Any:
    if column.type == "integer":
        return _whole(value)
    if column.type in ("number", "money", "share"):
        if _is_bool(value) or not isinstance(value, numbers.Real):
            raise TypeError
        return float(value)
    text = _text(column.type, value)
    return _words(column, text) if column.words else text


def _whole(value: Any) -> int:
    if _is_bool(value) or not isinstance(value, numbers.Real) or not float(value).is_integer():
        raise TypeError
    return int(float(value)) if not isinstance(value, numbers.Integral) else int(value)


def _text(kind: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if kind == "yes/no" and _is_bool(value):
        return "yes" if value else "no"
    if kind in ("ids", "list") and isinstance(value, list | tuple):
        return ";".join(str(part) for part in value)
    if kind in ("id", "ids", "month") and isinstance(value, numbers.Integral) and str(value).isdigit():
        return str(value)
    if kind == "date" and isinstance(value, dt.date):
        return value.isoformat()[:10]
    raise TypeError


def _words(column: Column, text: str) -> str:
    parts = [part.strip() for part in text.split(";") if part.strip()] if column.type == "list" else [text]
    found = [column.english(part) for part in parts]
    if None in found:
        raise DomainError(
            f"{column.table}, column {column.name}: {text!r} is not one of {', '.join(column.words)}."
        )
    return ";".join(str(part) for part in found)


def _fill_defaults(spec: Table, known: dict[str, list[Any]]) -> None:
    for column in spec.columns:
        default: Any = column.default
        if column.name == "basis" and spec.kind == "input":
            default = "USER"
        if default is None:
            continue
        if not column.is_text:
            default = int(default) if column.type == "integer" else float(default)
        gate = known[column.default_when] if column.default_when else known[column.name]
        cells = known[column.name]
        for i, value in enumerate(cells):
            if is_blank(value) and (column.default_when is None or not is_blank(gate[i])):
                cells[i] = default


def _extra(value: Any) -> Any:
    return math.nan if is_blank(value) else str(value)


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool) or type(value).__name__ in ("bool", "bool_")
