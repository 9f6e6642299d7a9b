"""The letters that come along: DejaVu Sans, as matplotlib ships it with its licence.

It holds Latin with all European accents, Greek, Cyrillic, Armenian, Georgian, Arabic and Hebrew, and the same
letters stand in the figures, so text and figures look alike. It holds no Chinese, Japanese, Korean, Indic
or Ethiopic letters; `uncovered` tells which letters of a text are not in it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

FAMILY = "DejaVu Sans"
#: Scripts that every report can be set in, with a word of each that a test draws.
COVERED = {
    "Latin": "Côte d'Ivoire, Şirket, Công ty",
    "Greek": "Εταιρεία",
    "Cyrillic": "Компания",
    "Georgian": "საქართველო",
    "Arabic": "شركة الأمل",
    "Hebrew": "חברה",
    "Armenian": "Հայաստան",
}
_FILES = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}


def folder() -> Path:
    """Where the font files lie."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


@cache
def _advances(bold: bool) -> tuple[dict[int, int], int]:
    from fontTools.ttLib import TTFont

    with TTFont(folder() / _FILES[bold], lazy=True) as font:
        widths = font["hmtx"]
        known = {code: widths[name][0] for code, name in font.getBestCmap().items()}
        return known, font["head"].unitsPerEm


def width(text: str, *, size: float, bold: bool = False) -> float:
    """Width of a text in points; a letter that the font lacks counts as one square.

    Examples
    --------
    >>> width("", size=9), round(width("mm", size=9), 1), round(width("mm", size=9, bold=True), 1)
    (0.0, 17.5, 18.8)
    """
    return _ems(text, bold) * size


@lru_cache(maxsize=8192)
def _ems(text: str, bold: bool) -> float:
    """Width of a text in units of its size."""
    known, unit = _advances(bold)
    return sum(known.get(ord(letter), unit) for letter in text) / unit


def uncovered(texts: Iterable[str]) -> list[str]:
    """Letters of texts that no font which comes along can draw, in the order of their codes.

    Examples
    --------
    >>> uncovered(["Dakar", "საქართველო", "شركة", "会社"])
    ['会', '社']
    """
    known, _ = _advances(False)
    letters = {letter for text in texts for letter in text}
    return sorted(c for c in letters if ord(c) not in known and unicodedata.category(c) not in _UNDRAWN)


#: Marks that are never drawn: breaks, controls, invisible signs of direction.
_UNDRAWN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def runs_right_to_left(text: str) -> bool:
    """Whether letters of a right-to-left script stand in a text.

    Examples
    --------
    >>> runs_right_to_left("شركة (A-1)"), runs_right_to_left("A-1")
    (True, False)
    """
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def isolated(text: str) -> str:
    """A name between marks that keep its direction its own, where it needs them.

    Examples
    --------
    >>> isolated("Dakar"), ascii(isolated("\u0634"))
    ('Dakar', "'\\\\u2068\\\\u0634\\\\u2069'")
    """
    return f"\u2068{text}\u2069" if runs_right_to_left(text) else text
