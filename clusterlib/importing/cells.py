"""What one published cell says: a number, a true zero, a secret, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clusterlib.importing import patterns
from clusterlib.importing.grid_tables import Broken
from clusterlib.importing.profiles import STATUS, Profile
from clusterlib.inputs.number_style import NumberError, read_number

_SUFFIX = re.compile(r"(.*?)\s*([A-Za-z]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell means.

    Attributes
    ----------
    status : str
        ``value``, ``nil``, ``suppressed``, ``missing``, ``left out``; empty when `error` says why.
    jobs : float or None
        Only for a value.
    low, high : float or None
        Bounds of a secret cell, from its size class.
    note : str
        What its flags say beside that.
    error : str
        Code of the fault of a cell that cannot be understood; `found` is what stands there.
    """

    status: str
    jobs: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""
    error: str = ""
    found: str = ""


class CellReader:
    """Reads cells by one profile; equal cells are read once."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._unit = Decimal(repr(profile.unit))
        self._known: dict[tuple[Any, ...], Meaning] = {}

    @property
    def unit(self) -> float:
        """Jobs per unit of the table."""
        return self._profile.unit

    def __call__(self, cell: Any, flags: tuple[str, ...] = (), size: str = "") -> Meaning:
        """The meaning of a cell with the flags and the size class beside it."""
        key = (type(cell), cell, flags, size)
        if key not in self._known:
            self._known[key] = self._read(cell, flags, size)
        return self._known[key]

    def _read(self, cell: Any, flags: tuple[str, ...], size: str) -> Meaning:
        if isinstance(cell, Broken):
            return Meaning("", error="import-broken", found=str(cell))
        words: list[str] = []
        if isinstance(cell, str):
            cell = patterns.plain(cell)
            cell, suffix = self._split(cell)
            flags = (suffix, *flags)
        for flag in flags:
            found = self._words(flag.strip())
            if found is None:
                return Meaning("", error="import-flag", found=flag.strip())
            words += found
        low, high, unknown = self._class(size.strip())
        if unknown:
            return Meaning("", error="import-class", found=unknown)
        told = next((status for status in STATUS if status in words), "")
        status, jobs, error = self._value(cell)
        if low is not None:
            told = "suppressed"
        if error and not told:
            return Meaning("", error=error, found=str(cell))
        status = told or status
        note = "; ".join(dict.fromkeys(word for word in words if word not in STATUS))
        if status != "suppressed":
            low = high = None
        return Meaning(status, jobs if status == "value" else None, low, high, note)

    def _split(self, text: str) -> tuple[str, str]:
        """A text and the flags behind it; a marker stays whole."""
        profile = self._profile
        if not profile.suffix or text in profile.markers:
            return text, ""
        match = _SUFFIX.fullmatch(text)
        if match is None:
            return text, ""
        return match[1], match[2]

    def _words(self, flag: str) -> list[str] | None:
        """What a flag says; of several letters each is one when the whole is none. None: unknown."""
        known = self._profile.flags
        if not flag:
            return []
        if flag in known:
            return [known[flag]]
        if all(letter in known for letter in flag):
            return [known[letter] for letter in flag]
        return None

    def _class(self, size: str) -> tuple[float | None, float | None, str]:
        if not size:
            return None, None, ""
        if size not in self._profile.size_classes:
            return None, None, size
        return (*self._profile.size_classes[size], "")

    def _value(self, cell: Any) -> tuple[str, float | None, str]:
        """Status and number of a cell without its flags, or the code of what is wrong."""
        profile = self._profile
        if cell is None or cell == "":
            return profile.blank, None, ""
        if isinstance(cell, str):
            if cell in profile.markers:
                return profile.markers[cell], None, ""
            try:
                number = read_number(cell, profile.style)
            except NumberError:
                return "", None, "import-number"
        elif isinstance(cell, bool) or not isinstance(cell, int | float):
            return "", None, "import-number"
        else:
            number = Decimal(repr(cell))
            if not number.is_finite():
                return "", None, "import-number"
        jobs = float(number * self._unit)
        return ("value", jobs, "") if jobs >= 0 else ("", None, "import-negative")
