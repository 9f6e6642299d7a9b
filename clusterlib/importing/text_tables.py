"""Text files as statistics offices publish them, read row by row: a long file takes little memory."""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

from clusterlib.faults import fault
from clusterlib.importing.profiles import Profile
from clusterlib.importing.sources import Row, Stop, Table, Tick, headings_of

#: The largest text file once unpacked, its longest line, and how much a packed file may unpack to.
MAX_BYTES, MAX_LINE, MAX_RATIO = 8 * 2**30, 2**20, 200
_STEP = 1 << 18


class _Counted(io.RawIOBase):
    """Bytes of a file, counted while they are read, so that no packed file and no line grows too large."""

    def __init__(
        self, stream: IO[bytes], file: str, packed: IO[bytes] | None, size: int, tick: Tick | None
    ) -> None:
        self._stream, self._packed, self._file, self._tick = stream, packed, file, tick
        self._done, self._line, self._size = 0, 0, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Unpack a step, count it, and stop at what is no packed text."""
        try:
            data = self._stream.read(min(len(buffer), _STEP))
        except (OSError, EOFError, gzip.zlib.error) as error:  # type: ignore[attr-defined]
            raise Stop(fault("import-packed", file=self._file)) from error
        buffer[: len(data)] = data
        self._count(data)
        return len(data)

    def _count(self, data: bytes) -> None:
        self._done += len(data)
        end = data.rfind(b"\n")
        self._line = self._line + len(data) if end < 0 else len(data) - end - 1
        read = self._packed.tell() if self._packed else self._done
        if self._line > MAX_LINE:
            raise Stop(fault("import-line", file=self._file, limit=f"{MAX_LINE // 2**20}"))
        bomb = self._packed and self._done > 2**21 and self._done > MAX_RATIO * max(read, 1)
        if self._done > MAX_BYTES or bomb:
            raise Stop(fault("import-bomb", file=self._file, size=f"{self._done / 2**20:.0f}"))
        if self._tick:
            self._tick(min(read, self._size), self._size, self._file)


def read(path: Path, profile: Profile, *, tick: Tick | None = None) -> Iterator[Table]:
    """The one table of a text file; its rows are read while they are used.

    Raises
    ------
    Stop
        If the file is no text in the encoding of the profile, is packed too tightly, or has no headings.
    """
    with open(path, "rb") as raw:
        size = os.fstat(raw.fileno()).st_size
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        stream: IO[bytes] = gzip.GzipFile(fileobj=raw) if packed else raw  # type: ignore[assignment]
        counted = io.BufferedReader(_Counted(stream, path.name, raw if packed else None, size, tick), _STEP)
        _look(counted.peek(4096)[:4096], path.name)
        text = io.TextIOWrapper(counted, encoding=_encoding(profile.encoding), newline="")
        rows = _rows(text, profile, path.name)
        yield _table(rows, profile, path.name)


def _encoding(name: str) -> str:
    return "utf-8-sig" if name == "utf-8" else name


def _look(head: bytes, file: str) -> None:
    """What the first bytes say: nothing, a workbook, a page."""
    if not head.strip(b"\xef\xbb\xbf\0 \t\r\n"):
        raise Stop(fault("file-empty", file=file))
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Stop(fault("import-is-excel", file=file))
    if re.match(rb"\s*(<!doctype|<html|<\?xml|<table)", head.removeprefix(b"\xef\xbb\xbf"), re.IGNORECASE):
        raise Stop(fault("import-is-page", file=file))


def _rows(text: io.TextIOWrapper, profile: Profile, file: str) -> Iterator[Row]:
    reader = csv.reader(text, delimiter=profile.separator, strict=True)
    line = 0
    try:
        for cells in reader:
            line += 1
            yield line, cells
    except UnicodeError as error:
        start = getattr(error, "start", 0)
        bad = getattr(error, "object", b"")[start : start + 1]
        found = f"0x{bad[0]:02X}" if isinstance(bad, bytes) and bad else profile.encoding
        raise Stop(
            fault("import-encoding", file=file, row=line + 1, found=found, name=profile.encoding)
        ) from None
    except csv.Error as error:
        code = "csv-long" if "field limit" in str(error) else "csv-quote"
        raise Stop(fault(code, file=file, row=line + 1, limit=csv.field_size_limit())) from None


def _table(rows: Iterator[Row], profile: Profile, file: str) -> Table:
    head: list[list[str]] = []
    last = profile.header_row + profile.header_rows - 1
    for line, cells in rows:
        if line >= profile.header_row:
            head.append(cells)
        if line >= last:
            break
    if len(head) < profile.header_rows or not any(cell.strip() for row in head for cell in row):
        raise Stop(fault("import-headings", file=file, row=profile.header_row))
    width = max(map(len, head))
    below = _checked(rows, width, file)
    if not profile.packed_ids:
        return Table(file, None, headings_of(head, width), below)
    ids = [name.strip() for name in head[0][0].split("\\")[0].split(profile.packed_ids)]
    headings = ids + headings_of([row[1:] for row in head], width - 1)
    return Table(file, None, headings, _unpacked(below, profile.packed_ids, len(ids), file))


def _checked(rows: Iterator[Row], width: int, file: str) -> Iterator[Row]:
    """Rows as wide as the headings; blank cells beyond them are what spreadsheets leave there."""
    for line, cells in rows:
        if len(cells) != width:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) < width or any(cell.strip() for cell in cells[width:]):
                values: dict[str, Any] = {"cells": len(cells), "columns": width}
                raise Stop(fault("import-width", file=file, row=line, **values))
        yield line, cells


def _unpacked(rows: Iterator[Row], sign: str, width: int, file: str) -> Iterator[Row]:
    for line, cells in rows:
        ids = cells[0].split(sign)
        if len(ids) != width:
            values: dict[str, Any] = {"cells": len(ids), "columns": width}
            raise Stop(fault("import-packed-ids", file=file, row=line, found=cells[0], **values))
        yield line, list(chain(ids, cells[1:]))
