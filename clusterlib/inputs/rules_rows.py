"""Rules that hold in every table: cells needed under a condition, keys, bounds in other cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from clusterlib.columns import Column, fold
from clusterlib.faults import Fault
from clusterlib.inputs.checking import Sheet, shown
from clusterlib.inputs.rules import Rule, Sheets

_IS = re.compile(r"if (\w+) is (not )?([\w-]+(?: or [\w-]+)*)")
_GIVEN = re.compile(r"if (\w+(?: or \w+)*) is given")

#: Cells that rise from left to right wherever they are filled.
ORDERS = {"tasks": ("o", "m", "p"), "wtp": ("too_cheap", "cheap", "expensive", "too_expensive")}


def needed(sheets: Sheets) -> Iterator[Fault]:
    """Cells that the dictionary wants under a condition on the same row."""
    for sheet in sheets.values():
        for column in sheet.table.columns:
            if column.required.startswith("if "):
                yield from _needed(sheet, column)


def _needed(sheet: Sheet, column: Column) -> Iterator[Fault]:
    condition = read_condition(column.required)
    if condition is None or any(name not in sheet.table.column_names for name in condition[0]):
        return
    others, kind, words = condition
    cells, given = sheet.cells(column.name), [sheet.cells(name) for name in others]
    missing = []
    for i, cell in enumerate(cells):
        if cell is not None or any((i, name) in sheet.bad for name in (*others, column.name)):
            continue
        hit = next((k for k, values in enumerate(given) if _holds(kind, words, values[i])), None)
        if hit is not None:
            values = {"other": others[hit], "value": shown(given[hit][i]), "meaning": column.meaning}
            missing.append(sheet.at(f"blank-if-{kind}", i, column.name, **values))
    if missing and column.name not in sheet.given:
        yield sheet.at("column-missing-if", None, column.name, n=len(missing), meaning=column.meaning)
    else:
        yield from missing


def read_condition(text: str) -> tuple[tuple[str, ...], str, tuple[str, ...]] | None:
    """Columns, kind (is, not, given, empty) and words of a condition on the same row; else None.

    Examples
    --------
    >>> read_condition("if o or p is given")
    (('o', 'p'), 'given', ())
    >>> read_condition("if level is not vision")
    (('level',), 'not', ('vision',))
    >>> read_condition("if IFE/EFE are wanted") is None
    True
    """
    if match := _GIVEN.fullmatch(text):
        return tuple(match[1].split(" or ")), "given", ()
    if match := re.fullmatch(r"if (\w+) is empty", text):
        return (match[1],), "empty", ()
    if match := _IS.fullmatch(text):
        return (match[1],), "not" if match[2] else "is", tuple(match[3].split(" or "))
    return None


def _holds(kind: str, words: tuple[str, ...], value: Any) -> bool:
    if kind == "empty":
        return value is None
    if kind == "given":
        return value is not None
    return value is not None and (str(value) in words) != (kind == "not")


def keys(sheets: Sheets) -> Iterator[Fault]:
    """No key twice; names that differ by capital letters only are remarked."""
    for sheet in sheets.values():
        key = sheet.table.key
        if any(name not in sheet.given and sheet.table.column(name).required == "yes" for name in key):
            continue
        rows = sheet.rows(*key)
        first: dict[tuple[Any, ...], int] = {}
        folded: dict[tuple[Any, ...], int] = {}
        for i, row in enumerate(rows):
            if any((i, name) in sheet.bad for name in key):
                continue
            found = " + ".join(shown(cell) for cell in row if cell is not None)
            if row in first:
                line = sheet.lines[first[row]]
                yield sheet.at("key-twice", i, key[0], found, first=line, key=" + ".join(key))
                continue
            first[row] = i
            if len(key) > 1:
                continue
            loose = tuple(fold(str(cell)) for cell in row)
            if loose in folded:
                other = " + ".join(shown(cell) for cell in rows[folded[loose]] if cell is not None)
                yield sheet.at("key-case", i, key[0], found, other=other, first=sheet.lines[folded[loose]])
            folded.setdefault(loose, i)


def comparisons(sheets: Sheets) -> Iterator[Fault]:
    """Bounds that stand in another cell of the row: ``end >= start``, ``low <= high``."""
    for sheet in sheets.values():
        for column in sheet.table.columns:
            for sign, other in column.compare:
                if sheet.table.name not in ORDERS:
                    yield from _compare(sheet, column, sign, other)


def _compare(sheet: Sheet, column: Column, sign: str, other: str) -> Iterator[Fault]:
    times = column.type in ("month", "date")
    for i, (value, bound) in enumerate(sheet.rows(column.name, other)):
        if value is None or bound is None:
            continue
        left, right = (_last(value), _first(bound)) if times else (value, bound)
        if (left < right) if sign == ">=" else (left > right):
            code = "compare-high" if sign == "<=" else "compare-time" if times else "compare-low"
            yield sheet.at(code, i, column.name, value, other=other, bound=shown(bound))


def _first(month: str) -> str:
    return f"{month}-01" if len(month) == 4 else month


def _last(month: str) -> str:
    return f"{month}-12" if len(month) == 4 else month


def orders(sheets: Sheets) -> Iterator[Fault]:
    """Days ``o <= m <= p`` and the four prices of a willingness to pay rise from left to right."""
    for name, columns in ORDERS.items():
        if name not in sheets:
            continue
        sheet = sheets[name]
        cells = {column: sheet.cells(column) for column in columns}
        for i in range(len(sheet.lines)):
            filled = [column for column in columns if cells[column][i] is not None]
            for left, right in pairwise(filled):
                if cells[right][i] < cells[left][i]:
                    values = {"other": left, "bound": shown(cells[left][i]), "order": " ≤ ".join(columns)}
                    yield sheet.at("order", i, right, cells[right][i], **values)


def different_ends(sheets: Sheets) -> Iterator[Fault]:
    """A relation or an arrow leads to something else than where it begins."""
    for sheet in sheets.values():
        for column in sheet.table.columns:
            if "not the same as from" in column.also:
                pairs = sheet.rows("from", column.name)
                for i, (start, end) in enumerate(pairs):
                    if start is not None and start == end:
                        yield sheet.at("same", i, column.name, end)


RULES: tuple[Rule, ...] = (needed, keys, comparisons, orders, different_ends)
