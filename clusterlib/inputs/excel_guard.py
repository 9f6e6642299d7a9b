"""Is this file an Excel workbook, and may it be unpacked? Decided before any of its XML is parsed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENTRY = b"PK\x01\x02"
_CHUNK = 1 << 16


class Refused(Exception):
    """The file is not read; `code` names the sentence, `values` fill it."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an Excel file may be.

    Attributes
    ----------
    file_bytes, part_bytes, total_bytes : int
        Size of the file, of one unpacked part, and of all parts together.
    parts : int
        Parts in the file.
    ratio : float
        Unpacked over packed size of a part, for parts above `ratio_from` bytes.
    rows, columns : int
        Size of one sheet.
    elements : int
        XML elements in all parts that are read.
    """

    file_bytes: int = 64 * 2**20
    part_bytes: int = 64 * 2**20
    total_bytes: int = 256 * 2**20
    parts: int = 2_000
    ratio: float = 150.0
    ratio_from: int = 100_000
    rows: int = 50_000
    columns: int = 100
    elements: int = 6_000_000


LIMITS = Limits()


class Package:
    """The parts of a checked file, unpacked one at a time and counted while unpacking.

    Parameters
    ----------
    data : bytes
        A file that `open_package` has let through.
    limits : Limits
        What may be unpacked.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = {info.filename.replace("\\", "/").lstrip("/"): info for info in self._zip.infolist()}
        self._spent = 0
        self._elements = 0

    def __contains__(self, name: str) -> bool:
        return name in self._names

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all parts."""
        return tuple(self._names)

    def count(self, name: str) -> None:
        """One more element was read, in the part `name`."""
        self._elements += 1
        if self._elements > self.limits.elements:
            raise Refused("excel-too-big", found=name)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Bytes of one part; what its directory says of the size is not believed."""
        size = 0
        try:
            with self._zip.open(self._names[name]) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._spent += len(chunk)
                    if size > self.limits.part_bytes or self._spent > 2 * self.limits.total_bytes:
                        raise Refused("excel-too-big", found=name)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            raise Refused("excel-damaged", found=name) from error

    def read(self, name: str) -> bytes:
        """All bytes of one part."""
        return b"".join(self.chunks(name))


def open_package(path: Path, limits: Limits = LIMITS) -> Package:
    """Open an Excel file after looking at what it is and at its directory.

    Parameters
    ----------
    path : Path
        The file; its ending is not believed.
    limits : Limits
        What may be unpacked.

    Raises
    ------
    Refused
        With the code of the sentence that says why.
    """
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise Refused("excel-too-big", found=f"{size / 2**20:.0f} MB")
        data = path.read_bytes()
    except OSError as error:
        raise Refused("excel-unreadable", found=error.strerror or type(error).__name__) from error
    if not data.startswith(_ZIP):
        raise Refused(_kind(data))
    if data.count(_ENTRY) > limits.parts:  # seen without trusting the number at the end of the file
        raise Refused("excel-bomb", found=f"> {limits.parts}")
    try:
        package = Package(data, limits)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        raise Refused("excel-damaged") from error
    _check_directory(package)
    _check_kind(package, path)
    return package


def _kind(data: bytes) -> str:
    """What a file that is no zip archive seems to be."""
    if not data.strip(b"\0 \t\r\n"):
        return "excel-empty"
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        return "excel-password" if locked else "excel-old"
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<", b"mime-version")):
        return "excel-is-web-page"
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if (wide or b"\0" not in data[:4096]) and any(mark in data[:4096] for mark in b",;\t|\n"):
        return "excel-is-text"
    return "excel-unknown"


def _check_directory(package: Package) -> None:
    limits, total = package.limits, 0
    infos = package._zip.infolist()
    if len(infos) > limits.parts:
        raise Refused("excel-bomb", found=f"{len(infos)} > {limits.parts}")
    for info in infos:
        total += info.file_size
        packed = max(info.compress_size, 1)
        if info.file_size > limits.part_bytes or total > limits.total_bytes:
            raise Refused("excel-too-big", found=info.filename)
        if info.file_size > limits.ratio_from and info.file_size / packed > limits.ratio:
            raise Refused("excel-bomb", found=f"{info.filename}: {info.file_size / packed:.0f} ×")
        if info.flag_bits & 0x1:
            raise Refused("excel-password")


def _check_kind(package: Package, path: Path) -> None:
    """Macro workbooks, binary workbooks, documents of other programs."""
    if path.suffix.lower() in (".xlsm", ".xltm", ".xlam") or any(
        name.lower().endswith("vbaproject.bin") for name in package.names
    ):
        raise Refused("excel-macros")
    if "[Content_Types].xml" not in package:
        raise Refused("excel-unknown")
    types = package.read("[Content_Types].xml").lower()
    if b"macroenabled" in types:
        raise Refused("excel-macros")
    if b"spreadsheetml" not in types:
        raise Refused("excel-unknown")
