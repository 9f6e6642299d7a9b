"""Pictures of a document: their size on paper, and the dots that Word needs of a drawing."""

from __future__ import annotations

import re
import struct

from clusterlib.reports.sheets import UPRIGHT
from clusterlib.reports.typesetter import typeset

#: Highest picture on a page, in points: heading and caption still stand with it.
TALLEST = 400.0
#: Dots to the inch of a picture in Word.
DOTS = 300
_SVG_SIZE = re.compile(
    rb'<svg[^>]*?\swidth="([\d.]+)(?:pt|px)?"[^>]*?\sheight="([\d.]+)(?:pt|px)?"|'
    rb'<svg[^>]*?\sheight="([\d.]+)(?:pt|px)?"[^>]*?\swidth="([\d.]+)(?:pt|px)?"',
    re.DOTALL,
)
_PNG = b"\x89PNG\r\n\x1a\n"


def is_drawing(data: bytes) -> bool:
    """Whether a picture is an SVG drawing, not a PNG."""
    return not data.startswith(_PNG)


def size(data: bytes) -> tuple[float, float]:
    """Width and height on an upright page, in points; a small picture is not blown up.

    Examples
    --------
    >>> size(b'<svg width="940pt" height="470pt">'), size(b'<svg width="100pt" height="50pt">')
    ((470.0, 235.0), (100.0, 50.0))
    """
    wide, high = _own_size(data)
    scale = min(UPRIGHT / wide, TALLEST / high, 1.0)
    return wide * scale, high * scale


def _own_size(data: bytes) -> tuple[float, float]:
    if data.startswith(_PNG) and len(data) >= 24:
        wide, high = struct.unpack(">II", data[16:24])
        return max(wide * 0.45, 1.0), max(high * 0.45, 1.0)  # 160 dots to the inch
    if match := _SVG_SIZE.search(data[:4000]):
        numbers = (match[1], match[2]) if match[1] else (match[4], match[3])
        wide, high = (float(n) for n in numbers)
        if wide > 0 and high > 0:
            return wide, high
    return UPRIGHT, UPRIGHT * 0.56


def dotted(data: bytes) -> bytes:
    """A drawing as PNG, sharp in print; a PNG stays what it is."""
    if not is_drawing(data):
        return data
    wide, high = size(data)
    source = (
        f"#set page(width: {wide:.2f}pt, height: {high:.2f}pt, margin: 0pt, fill: white)\n"
        f'#image("a.svg", width: {wide:.2f}pt, height: {high:.2f}pt, fit: "contain")'
    )
    return typeset({"main.typ": source.encode(), "a.svg": data}, format="png", ppi=DOTS)
