"""Size classes instead of numbers: "10-19", "250+", "7"; each firm has a least and a most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from clusterlib.faults import DomainError

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from clusterlib.firms.firm_columns import Columns
    from clusterlib.firms.firm_engine import Engine
    from clusterlib.firms.firm_query import Classes

_RANGE = re.compile(r"(\d{1,7})\s*(?:-|–|to|à)\s*(\d{1,7})", re.ASCII)
_OPEN = re.compile(r"(\d{1,7})\s*\+", re.ASCII)
_MOST_CLASSES = 200


def read_class(text: str) -> tuple[int, int | None] | None:
    """Least and most of a size class; the most is None where it is open, and the whole is None if it is none.

    Examples
    --------
    >>> read_class("10-19"), read_class("250+"), read_class("7"), read_class("many")
    ((10, 19), (250, None), (7, 7), None)
    """
    plain = text.strip()
    if match := _RANGE.fullmatch(plain):
        low, high = int(match[1]), int(match[2])
        return (low, high) if low <= high else None
    if match := _OPEN.fullmatch(plain):
        return int(match[1]), None
    return (int(plain), int(plain)) if plain.isascii() and plain.isdigit() and len(plain) < 8 else None


def read_classes(engine: Engine, tables: Sequence[ir.Table], columns: Columns) -> Classes:
    """All size classes that the jobs column holds, as they are written there.

    Raises
    ------
    DomainError
        If there are so many different ones that they are no classes.
    """
    found: dict[str, tuple[int, int | None]] = {}
    for table in tables:
        said = table.select(said=table[columns.jobs].cast("string")).distinct()
        for row in engine.answer(said.limit(_MOST_CLASSES + 1)):
            text = row["said"]
            meant = None if text is None else read_class(text)
            if meant is not None:
                found[text] = meant
        if len(found) > _MOST_CLASSES:
            raise DomainError(
                f"The column {columns.jobs} holds more than {_MOST_CLASSES} different values, so it does not "
                "hold size classes. Leave --from-size-classes out, or name another column."
            )
    return found
