"""The parts of an Excel file beside its sheets: their names, the shared texts, which numbers are dates."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

import defusedxml.ElementTree as safe_xml
from defusedxml import DefusedXmlException
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from clusterlib.inputs.excel_guard import Package, Refused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
#: Built-in formats that mean a date in East Asian versions and are listed nowhere else.
_MORE_DATES = frozenset(str(number) for number in (*range(27, 37), *range(50, 59)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the part that holds it, and whether people see it."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """An opened Excel file.

    Attributes
    ----------
    sheets : tuple of Sheet
        In the order of the tabs; pictures and macros that look like sheets are left out.
    strings : tuple of str
        Shared texts that cells point to.
    dates, durations : frozenset of int
        Cell styles that show a number as a day or time, or as a length of time.
    epoch : datetime
        Day zero (1900 or 1904 system).
    untrusted : bool
        Whether the file asks to be calculated: a program wrote it that does not calculate, so that
        a 0 beside a formula is no result.
    """

    package: Package
    sheets: tuple[Sheet, ...]
    strings: tuple[str, ...]
    dates: frozenset[int]
    durations: frozenset[int]
    epoch: dt.datetime
    untrusted: bool


def open_book(package: Package) -> Book:
    """Read all that is needed before the first cell.

    Raises
    ------
    Refused
        If a part is missing, cut or declares entities.
    """
    top = _relations(package, "")
    path = next((target for kind, target in top.values() if kind == "officeDocument"), "xl/workbook.xml")
    root, links = _tree(package, path), _relations(package, path)
    by_kind = dict(links.values())
    dates, durations = _date_styles(package, by_kind.get("styles", ""))
    properties, calculation = root.find("{*}workbookPr"), root.find("{*}calcPr")
    mac = properties is not None and properties.get("date1904") in ("1", "true")
    return Book(
        package=package,
        sheets=tuple(_sheets(root, links)),
        strings=tuple(_strings(package, by_kind.get("sharedStrings", ""))),
        dates=dates,
        durations=durations,
        epoch=CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900,
        untrusted=calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true"),
    )


def unescape(text: str) -> str:
    """Characters that Excel writes as ``_x000D_``.

    Examples
    --------
    >>> unescape("a_x000A_b"), unescape("_x005F_x0041_")
    ('a\\nb', '_x0041_')
    """
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def feed(
    package: Package,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Read one part piece by piece; names arrive without their prefix.

    Raises
    ------
    Refused
        If the part is no XML, declares entities or holds too many elements.
    """

    def begin(name: str, attributes: dict[str, str]) -> None:
        package.count(part)
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2] if ":" in name else name)
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _no_entities
    try:
        for chunk in package.chunks(part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError, OverflowError) as error:
        raise Refused("excel-damaged", found=part) from error


def _no_entities(*_: object) -> None:
    raise Refused("excel-entities")


def _tree(package: Package, part: str) -> Element:
    if part not in package:
        raise Refused("excel-damaged", found=part)
    try:
        return safe_xml.fromstring(package.read(part), forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refused("excel-entities", found=part) from error
    except (safe_xml.ParseError, ValueError, LookupError) as error:
        raise Refused("excel-damaged", found=part) from error


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relations of a part: their id to what kind it is and where it lies."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found = {}
    for link in _tree(package, path).iterfind("{*}Relationship"):
        target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
        found[link.get("Id", "")] = (link.get("Type", "").rpartition("/")[2], target)
    return found


def _sheets(root: Element, links: dict[str, tuple[str, str]]) -> list[Sheet]:
    found = []
    for node in root.iterfind("{*}sheets/{*}sheet"):
        link = next((value for key, value in node.attrib.items() if key.endswith("}id")), "")
        kind, part = links.get(link, ("", ""))
        if kind == "worksheet":
            hidden = node.get("state", "visible") != "visible"
            found.append(Sheet(unescape(node.get("name", "")), part, hidden))
    return found


def _date_styles(package: Package, part: str) -> tuple[frozenset[int], frozenset[int]]:
    if part not in package:
        return frozenset(), frozenset()
    root = _tree(package, part)
    codes = {str(number): code for number, code in BUILTIN_FORMATS.items()}
    codes |= {
        node.get("numFmtId", ""): node.get("formatCode", "") for node in root.iterfind("{*}numFmts/{*}numFmt")
    }
    dates, durations = set(), set()
    for index, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        number = style.get("numFmtId", "0")
        code = codes.get(number)
        if is_timedelta_format(code):
            durations.add(index)
        elif is_date_format(code) or (number in _MORE_DATES and code is None):
            dates.add(index)
    return frozenset(dates), frozenset(durations)


def _strings(package: Package, part: str) -> list[str]:
    if part not in package:
        return []
    found: list[str] = []
    pieces: list[str] = []
    taking = reading_aid = False

    def start(name: str, _: dict[str, str]) -> None:
        """An element of the shared texts begins."""
        nonlocal taking, reading_aid
        if name == "si":
            pieces.clear()
        elif name == "rPh":
            reading_aid = True
        taking = name == "t" and not reading_aid

    def end(name: str) -> None:
        """An element of the shared texts ends."""
        nonlocal taking, reading_aid
        taking = False
        if name == "rPh":
            reading_aid = False
        elif name == "si":
            found.append(unescape("".join(pieces)))

    feed(package, part, start, end, lambda text: pieces.append(text) if taking else None)
    return found
