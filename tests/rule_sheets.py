"""Small tables for the tests of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterlib import tables
from clusterlib.inputs import checking, rules
from clusterlib.inputs.raw import RawTable
from clusterlib.readings import Speaker

Rows = list[dict[str, Any]]


def sheets(**given: Rows) -> Mapping[str, checking.Sheet]:
    """Tables from rows of Python values."""
    made = {}
    for name, rows in given.items():
        columns = (
            tuple(dict.fromkeys(column for row in rows for column in row)) or tables.table(name).column_names
        )
        cells = tuple(tuple(row.get(column) for column in columns) for row in rows)
        made[name] = checking.check(
            RawTable(name, f"{name}.csv", None, columns, cells, tuple(range(2, len(rows) + 2)))
        )
    return made


def found(rule: rules.Rule, **given: Rows) -> list[tuple[str, int | None, str | None]]:
    items = list(rule(sheets(**given)))
    assert all(item.sentence(Speaker()) for item in items)
    return [(item.code, item.row, item.column) for item in items]
