"""CSV text that is the same everywhere and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from clusterlib import tables
from clusterlib.faults import DomainError, SchemaError

#: A text that begins so is taken for a formula, or already carries the apostrophe against it.
_RISKY = re.compile(r"'*[=+\-@\t\r\x00]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\x00]")


def guard(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    Examples
    --------
    >>> guard("=1+1"), guard("+49 30"), guard("plain")
    ("'=1+1", "'+49 30", 'plain')
    """
    return f"'{text}" if _RISKY.match(text) else text


def unguard(text: str) -> str:
    """Take away exactly the apostrophe that `guard` put there.

    Examples
    --------
    >>> unguard("'=1+1"), unguard("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if _GUARDED.match(text) else text


def write_rows(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows of ready texts as CSV bytes: UTF-8, comma, line feed."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    for row in rows:
        if any("\r" in cell for cell in row):
            stream.write(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n")
        else:
            writer.writerow(row)
    return stream.getvalue().encode("utf-8", "surrogatepass")


def csv_bytes(name: str, frame: pd.DataFrame) -> bytes:
    """The CSV file of a typed frame; see `tables.canonical_csv`."""
    spec = tables.table(name)
    known = {column.name: column.type for column in spec.columns}
    columns = [
        [_cell(known.get(header, "text"), value, header) for value in frame[header].tolist()]
        for header in frame.columns
    ]
    header = [guard(str(h)) for h in frame.columns]
    return write_rows([header, *(list(row) for row in zip(*columns, strict=True))])


def _cell(kind: str, value: Any, header: str) -> str:
    if tables.is_blank(value):
        return ""
    if kind == "integer":
        return str(int(value))
    if isinstance(value, str):
        return guard(value)
    if math.isinf(value):
        raise DomainError(f"Column {header} holds an infinite number; leave the cell blank instead.")
    return repr(float(value))


def frame_from_bytes(name: str, data: bytes) -> pd.DataFrame:
    """The typed frame of a canonical CSV file; see `tables.from_csv`."""
    spec = tables.table(name)
    kinds = {column.name: column.type for column in spec.columns}
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig", "surrogatepass"), newline=""), strict=True))
    if not rows:
        raise SchemaError(f"The file of the table {name} is empty: not even its header is there.")
    header = [unguard(cell) for cell in rows[0]]
    records = [
        {head: _value(kinds.get(head, "text"), cell) for head, cell in zip(header, row, strict=True)}
        for row in rows[1:]
    ]
    return tables.typed(name, pd.DataFrame(records, columns=header, dtype=object))


def _value(kind: str, cell: str) -> Any:
    if not cell:
        return None
    if kind == "integer":
        return int(cell)
    return float(cell) if kind in ("number", "money", "share") else unguard(cell)
