"""How a case writes its numbers: which sign parts decimals, which parts thousands.

A point followed by exactly three digits ("945.000", "2.722") can mean two things. It is refused
until the case says what it means: the setting ``number_style`` shows one number in the style of the
case. "0.857" is clear, because no thousands begin with a nought, and so is "2.7220".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

#: The styles a case may declare, each written as its example.
STYLES = ("1234.5", "1234,5", "1,234.5", "1.234,5", "1 234,5", "1 234.5")
#: Numbers from here on are not held exactly.
LARGEST = 10**15

_BLANKS = "[ \u00a0\u202f]"
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)


class NumberError(ValueError):
    """A text that is no number in the style of the case; `code` says why."""

    def __init__(self, code: str, style: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.style = style


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """A style of writing numbers.

    Attributes
    ----------
    name : str
        One of `STYLES`; the first is also used, with more care, when nothing is declared.
    declared : bool
        Whether the case declared it; else a point before three digits is refused.
    """

    name: str = STYLES[0]
    declared: bool = False

    @property
    def decimal(self) -> str:
        """Sign before the decimals."""
        return self.name[-2]

    @property
    def group(self) -> str:
        """Sign between thousands; empty when there is none."""
        return "" if len(self.name) == 6 else self.name[1]


#: What holds when a case declares nothing.
UNDECLARED = NumberStyle()
#: How a number is written where it is only a text.
PLAIN = NumberStyle(declared=True)


def declared(name: str) -> NumberStyle | None:
    """The style that a case declares by its example; None when it is not in the list.

    Examples
    --------
    >>> declared("1.234,5").decimal
    ','
    >>> declared("12,3") is None
    True
    """
    plain = re.sub(_BLANKS, " ", name.strip())
    return NumberStyle(plain, True) if plain in STYLES else None


@cache
def _pattern(style: NumberStyle) -> re.Pattern[str]:
    whole = r"\d+"
    if style.group:
        sign = _BLANKS if style.group == " " else re.escape(style.group)
        whole = rf"(?:\d{{1,3}}(?:{sign}\d{{3}})+|\d+)"
    return re.compile(rf"([+-]?)({whole})(?:{re.escape(style.decimal)}(\d+))?", re.ASCII)


def read_number(text: str, style: NumberStyle = UNDECLARED) -> Decimal:
    """The number a text stands for.

    Raises
    ------
    NumberError
        With the code ``number-ambiguous``, ``number-style``, ``number-percent``, ``number-large``
        or ``number-text``; a style that would read it is named where there is one.

    Examples
    --------
    >>> read_number("0.857"), read_number("-12")
    (Decimal('0.857'), Decimal('-12'))
    >>> read_number("945.000", declared("1.234,5")), read_number("945.000", declared("1234.5"))
    (Decimal('945000'), Decimal('945.000'))
    >>> read_number("945.000")
    Traceback (most recent call last):
    clusterlib.inputs.number_style.NumberError: number-ambiguous
    """
    if not style.declared and _AMBIGUOUS.fullmatch(text):
        raise NumberError("number-ambiguous")
    match = _pattern(style).fullmatch(text)
    if match is None:
        raise _refusal(text, style)
    digits = re.sub(r"\D", "", match[2])
    if len(digits.lstrip("0")) > 15:
        raise NumberError("number-large")
    return Decimal(f"{match[1]}{digits}.{match[3] or 0}") if match[3] else Decimal(f"{match[1]}{digits}")


def _refusal(text: str, style: NumberStyle) -> NumberError:
    if re.fullmatch(r"[+-]?[0-9.,]+\s*%", text):
        return NumberError("number-percent")
    if re.fullmatch(r"[+-]?[0-9.,]+[eE][+-]?[0-9]+", text):
        return NumberError("number-exponent")
    others = [NumberStyle(name, True) for name in STYLES if name != style.name]
    fits = next((other.name for other in others if _pattern(other).fullmatch(text)), "")
    return NumberError("number-style" if fits else "number-text", fits)


def write_number(value: int | float | Decimal, style: NumberStyle = UNDECLARED) -> str:
    """A number so that `read_number` gives it back in the same style, without thousands.

    A third decimal that would make it ambiguous is followed by a nought.

    Examples
    --------
    >>> write_number(2.722), write_number(0.857), write_number(450000.0)
    ('2.7220', '0.857', '450000')
    >>> write_number(2.722, declared("1.234,5"))
    '2,722'
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    text = f"{exact:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text in ("-0", "") else text
    if not style.declared and _AMBIGUOUS.fullmatch(text):
        text += "0"
    return text.replace(".", style.decimal)
