"""Read a table from a CSV or text file without guessing twice: every doubt is said, nothing repaired."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clusterlib import tables
from clusterlib.faults import Fault, fault
from clusterlib.inputs.csv_text import unguard
from clusterlib.inputs.raw import RawTable

#: The largest file that is read, in rows, columns and bytes.
MAX_ROWS, MAX_COLUMNS, MAX_BYTES = 200_000, 200, 50 * 1024 * 1024
SEPARATORS = (",", ";", "\t", "|")

#: UTF-8 that was read as Windows-1252 and saved so: Ã´ for ô, â€™ for an apostrophe, and what was lost.
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u2018-\u203a]|â€|\ufffd")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_KINDS = (
    (b"PK\x03\x04", "file-is-excel"),
    (b"\xd0\xcf\x11\xe0", "file-is-excel"),
    (b"%PDF", "file-is-other"),
    (b"\x1f\x8b", "file-is-other"),
)


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    remarks: tuple[Fault, ...]


def read(path: Path, table: str) -> tuple[RawTable | None, list[Fault]]:
    """Read one file as one table.

    Parameters
    ----------
    path : Path
        A file of comma-, semicolon-, tab- or bar-separated values in UTF-8, UTF-16 with its mark, or
        (with a remark) Windows-1252.
    table : str
        Name of the table in the data dictionary; its columns tell which separator is meant.

    Returns
    -------
    RawTable or None
        Cells as texts; None if the file is no table at all.
    list of Fault
        Faults and remarks about the file; headings and cells are judged by `checking`.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        return None, [fault("file-unreadable", file=path.name, table=table, reason=error.strerror or "")]
    if size > MAX_BYTES:
        sizes: dict[str, Any] = {"size": f"{size / 2**20:.0f}", "limit": MAX_BYTES // 2**20}
        return None, [fault("file-large", file=path.name, table=table, **sizes)]
    return read_bytes(data, path.name, table)


def read_bytes(data: bytes, file: str, table: str) -> tuple[RawTable | None, list[Fault]]:
    """Read the bytes of one file as one table; see `read`."""
    if not data.strip(b"\xef\xbb\xbf\r\n\t ;,"):
        return None, [fault("file-empty", file=file, table=table)]
    if kind := _kind(data):
        return None, [fault(kind, file=file, table=table, found=file)]
    decoded = _decode(data, file, table)
    if decoded is None:
        return None, [fault("file-is-other", file=file, table=table, found=file)]
    raw, faults = _rows(decoded.text, file, table)
    return raw, [*decoded.remarks, *faults]


def _kind(data: bytes) -> str:
    for mark, kind in _KINDS:
        if data.startswith(mark):
            return kind
    head = data.removeprefix(b"\xef\xbb\xbf")[:200]
    if re.match(rb"\s*(<!doctype|<html|<\?xml|<table)", head, re.IGNORECASE):
        return "file-is-page"
    return ""


def _decode(data: bytes, file: str, table: str) -> _Text | None:
    remarks = []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            return None
    elif b"\x00" in data:
        return None
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            try:
                text = data.decode("cp1252")
            except UnicodeDecodeError:
                return None
            samples = _samples(_BEYOND_ASCII, text)
            remarks.append(fault("file-encoding", file=file, table=table, samples=samples))
    if broken := _samples(_MOJIBAKE, text):
        remarks.append(fault("file-mojibake", file=file, table=table, samples=broken))
    return _Text(text, tuple(remarks))


def _samples(pattern: re.Pattern[str], text: str) -> str:
    """The first words in which a pattern is found."""
    found: dict[str, None] = {}
    for match in pattern.finditer(text):
        before = re.search(r"\w*\Z", text[max(0, match.start() - 15) : match.start()])
        after = re.match(r"\w*", text[match.end() : match.end() + 15])
        found[(before[0] if before else "") + match[0] + (after[0] if after else "")] = None
        if len(found) == 5:
            break
    return ", ".join(found)


def _rows(text: str, file: str, table: str) -> tuple[RawTable | None, list[Fault]]:
    text = re.sub(r"\Asep=.\r?\n", "", text)
    records, faults = _records(text, _separator(text, table), file, table)
    first = next((i for i, (_, cells) in enumerate(records) if any(cell.strip() for cell in cells)), None)
    if first is None:
        return None, faults or [fault("file-empty", file=file, table=table)]
    header = _header(records[first][1])
    if len(header) > MAX_COLUMNS:
        sizes: dict[str, Any] = {"columns": len(header), "limit": MAX_COLUMNS}
        return None, [fault("file-columns", file=file, table=table, **sizes)]
    filled = [(line, cells) for line, cells in records[first + 1 :] if any(cell.strip() for cell in cells)]
    if len(filled) > MAX_ROWS:
        return None, [fault("file-rows", file=file, table=table, limit=f"{MAX_ROWS:,}")]
    broken = []
    for line, cells in filled:
        if not _fits(cells, len(header)):
            broken.append(line)
            sizes = {"cells": len(cells), "columns": len(header)}
            faults.append(fault("row-width", file=file, table=table, row=line, **sizes))
    rows = tuple(tuple(map(unguard, (cells + [""] * len(header))[: len(header)])) for _, cells in filled)
    lines = tuple(line for line, _ in filled)
    return RawTable(table, file, None, tuple(header), rows, lines, frozenset(broken)), faults


def _records(
    text: str, separator: str, file: str, table: str
) -> tuple[list[tuple[int, list[str]]], list[Fault]]:
    """Rows with their numbers, up to the first that is broken or one more than is allowed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(reader, start=1):
            records.append((number, cells))
            if number > 2 * MAX_ROWS:
                break
    except csv.Error as error:
        code = "csv-long" if "field limit" in str(error) else "csv-quote"
        row, limit = len(records) + 1, csv.field_size_limit()
        return records, [fault(code, file=file, table=table, row=row, limit=limit)]
    return records, []


def _header(cells: list[str]) -> list[str]:
    header = [unguard(cell.strip()) for cell in cells]
    while header and not header[-1]:
        header.pop()
    return header


def _fits(cells: list[str], width: int) -> bool:
    """Whether a row is as wide as the heading; blank cells beyond it are what spreadsheets leave there."""
    return len(cells) >= width and not any(cell.strip() for cell in cells[width:])


def _separator(text: str, table: str) -> str:
    """The sign that parts the first row into the most columns of the table."""
    known = set(tables.table(table).column_names)
    first = text.lstrip("\r\n").split("\n", 1)[0]

    def found(separator: str) -> tuple[int, int]:
        cells = {cell.strip().strip('"').casefold() for cell in first.split(separator)}
        return len(cells & known), len(cells)

    return max(SEPARATORS, key=found)
