"""The one pattern language of import profiles: ``*`` any text, ``?`` one sign, ``{region}`` a gap.

Patterns come from strangers. They never run as regular expressions of their own, and matching takes time
in proportion to the text: every wildcard but the last takes the shortest text
that lets the next words follow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

#: What a gap may be called, and what it takes up.
GAPS = {"region": ".+?", "industry": ".+?", "year": r"(?<!\d)(?:\d{4}|\d{2})(?!\d)"}
_TOKEN = re.compile(r"(\*+|\?|\{[^{}]*\})")
_LONGEST = 300


def plain(text: object) -> str:
    """A name with single blanks and composed letters.

    Examples
    --------
    >>> plain("  Water supply;\\n Sewerage ")
    'Water supply; Sewerage'
    """
    return " ".join(unicodedata.normalize("NFC", str(text)).split())


def wrong(pattern: str) -> str:
    """Why a pattern cannot be used: an unknown gap, a gap twice, or a text gap beside ``*``; empty if it can.

    Examples
    --------
    >>> wrong("cbp{year}co.txt"), wrong("{area} by *"), wrong("{region}*")
    ('', '{area}', '{region}*')
    """
    tokens = [token for token in _TOKEN.split(pattern) if token]
    gaps = [token for token in tokens if token.startswith("{")]
    for gap in gaps:
        if gap[1:-1] not in GAPS or gaps.count(gap) > 1:
            return gap
    wide = [token.startswith("*") or token in ("{region}", "{industry}") for token in tokens]
    for i in range(len(tokens) - 1):
        if wide[i] and wide[i + 1]:
            return tokens[i] + tokens[i + 1]
    return pattern[:20] if len(pattern) > _LONGEST else ""


def match(pattern: str, text: object) -> dict[str, str] | None:
    """What the gaps of a pattern hold when it fits the whole text, else None; case and blanks do not count.

    Examples
    --------
    >>> match("Employed Persons in {region} Region*by*", "Employed  persons in Shida Kartli Regionby Kind")
    {'region': 'Shida Kartli'}
    >>> match("cbp{year}co.txt", "cbp16co.txt"), match("DE??", "DE1"), match("DE??", "DE11")
    ({'year': '16'}, None, {})
    >>> match("a*b", "abab")
    {}
    """
    found = _compiled(pattern).fullmatch(plain(text)[:_LONGEST])
    return None if found is None else {name: value.strip() for name, value in found.groupdict().items()}


def first(patterns: Iterable[str], text: object) -> dict[str, str] | None:
    """The gaps of the first pattern that fits, or None."""
    return next((found for pattern in patterns if (found := match(pattern, text)) is not None), None)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    tokens = [token for token in _TOKEN.split(plain(pattern)) if token]
    pieces: list[tuple[str, str]] = [("", "")]  # a wildcard and the fixed signs after it
    for token in tokens:
        if token.startswith("*"):
            pieces.append((".*?", ""))
        elif token in ("{region}", "{industry}"):
            pieces.append((f"(?P<{token[1:-1]}>.+?)", ""))
        elif token == "{year}":
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + f"(?P<year>{GAPS['year']})")
        else:
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + ("." if token == "?" else re.escape(token)))
    last = len(pieces) - 1
    parts = [
        wild.replace("+?", "+").replace("*?", "*") + fixed if i == last or not wild else f"(?>{wild}{fixed})"
        for i, (wild, fixed) in enumerate(pieces)
    ]
    return re.compile("".join(parts), re.IGNORECASE)


def century(year: str) -> int:
    """A year of four digits, or of two: from 70 on the last century, else this one.

    Examples
    --------
    >>> century("2016"), century("16"), century("98")
    (2016, 2016, 1998)
    """
    number = int(year)
    if len(year) != 2:
        return number
    return number + (1900 if number >= 70 else 2000)
