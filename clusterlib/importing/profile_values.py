"""Values of an import profile by their kinds: each is typed, or refused with what is allowed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import Any

from clusterlib.importing import patterns
from clusterlib.importing.profile_keys import Key


class WrongValue(Exception):
    """A value that is not understood; `allowed` says what would be."""

    def __init__(self, found: object, allowed: str = "") -> None:
        super().__init__(found)
        self.found, self.allowed = found, allowed


def _text(key: Key, value: str | tuple[str, ...]) -> str:
    if not isinstance(value, str) or not value.strip():
        raise WrongValue(value)
    return patterns.plain(value)


def _name(key: Key, value: str | tuple[str, ...]) -> str:
    text = _text(key, value)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,49}", text):
        raise WrongValue(text, "a-z, 0-9, -")
    return text


def _choice(key: Key, value: str | tuple[str, ...]) -> str:
    text = _text(key, value)
    if text not in key.words:
        raise WrongValue(text)
    return text


def _list(key: Key, value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _patterns(key: Key, value: str | tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(patterns.plain(text) for text in _list(key, value))
    for text in found:
        if bad := patterns.wrong(text):
            raise WrongValue(bad, "*, ?, {region}, {industry}, {year}")
    return found


def _columns(key: Key, value: str | tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(patterns.plain(text) for text in _list(key, value))
    if not found or not all(found):
        raise WrongValue(value)
    return found


def _number(key: Key, value: str | tuple[str, ...]) -> float:
    text = _text(key, value)
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text) or not float(text) > 0:
        raise WrongValue(text)
    return float(text)


def _integer(key: Key, value: str | tuple[str, ...]) -> int:
    text = _text(key, value)
    low, _, high = key.allowed.partition(" to ")
    if not re.fullmatch(r"\d{1,6}", text) or not int(low) <= int(text) <= int(high):
        raise WrongValue(text)
    return int(text)


def _encoding(key: Key, value: str | tuple[str, ...]) -> str:
    text = _text(key, value)
    try:
        info = codecs.lookup(text)
    except LookupError:
        raise WrongValue(text, "utf-8, utf-16, cp1252, iso-8859-1 …") from None
    if not info._is_text_encoding:
        raise WrongValue(text, "utf-8, utf-16, cp1252, iso-8859-1 …")
    return info.name


def _range(key: Key, value: str | tuple[str, ...]) -> tuple[float, float | None]:
    ends = tuple(end.strip() for end in _list(key, value))
    if (
        len(ends) not in (1, 2)
        or not all(re.fullmatch(r"\d{1,12}", end) for end in ends if end)
        or not ends[0]
    ):
        raise WrongValue(value, "[0, 19]")
    low, high = float(ends[0]), float(ends[1]) if len(ends) == 2 and ends[1] else None
    if high is not None and high < low:
        raise WrongValue(value, "[0, 19]")
    return low, high


#: How a value of each kind is typed.
KINDS: dict[str, Callable[[Key, str | tuple[str, ...]], Any]] = {
    "name": _name,
    "text": _text,
    "choice": _choice,
    "patterns": _patterns,
    "columns": _columns,
    "markers": _list,
    "number": _number,
    "integer": _integer,
    "encoding": _encoding,
    "range": _range,
}
