"""Say numbers in sentences, in the reader's language.

A reading is written once, in English, with named gaps; `Speaker` finds its translation in
``locale/<lang>.po`` and fills the gaps. A sentence without a translation stays English.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import babel.dates
import babel.lists
import babel.numbers
import pandas as pd
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LOCALE_FOLDER = Path(__file__).parent / "locale"
LANGUAGES = ("en", "fr")
#: Currencies without a smaller unit are shown without decimals.
_NO_DECIMALS = frozenset({"XOF", "XAF", "JPY", "KMF", "GNF", "RWF", "UGX", "VND"})


@cache
def catalogue(lang: str, folder: Path = LOCALE_FOLDER) -> Catalog:
    """Messages of one language; empty when there is no file for it."""
    path = folder / f"{lang}.po"
    if not path.exists():
        return Catalog(locale=lang)
    with path.open("rb") as stream:
        return read_po(stream, locale=lang)


def half_up(value: float | int | Fraction | Decimal, digits: int = 0) -> Decimal:
    """Round as people do on paper: a half goes away from zero.

    Examples
    --------
    >>> half_up(2.25, 1), half_up(2.65, 1)
    (Decimal('2.3'), Decimal('2.7'))
    >>> half_up(Fraction(20, 7), 1)
    Decimal('2.9')
    """
    if isinstance(value, Fraction):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
    else:
        exact = Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Turns messages and numbers into sentences of one language.

    Parameters
    ----------
    lang : {"en", "fr"}
        Language of the reader; an unknown one falls back to English.
    currency : str, optional
        ISO 4217 code of the case, used by `money`.

    Examples
    --------
    >>> say = Speaker("en", currency="XOF")
    >>> say("{name} leads with {score} of 3.", name="Funding", score=say.number(2.857, 1))
    'Funding leads with 2.9 of 3.'
    >>> say.plural(1, "one vote", "{n} votes"), say.plural(7, "one vote", "{n} votes")
    ('one vote', '7 votes')
    >>> say.money(450000)
    'XOF 450,000'
    """

    lang: str = "en"
    currency: str | None = None

    @property
    def locale(self) -> str:
        """Language that numbers and dates are written in."""
        return self.lang if self.lang in LANGUAGES else "en"

    def __call__(self, message: str, /, **values: Any) -> str:
        """Translate a message and fill its gaps; a value is put in as text, never read again."""
        if self.locale != "en":
            entry = catalogue(self.locale).get(message)
            if entry is not None and isinstance(entry.string, str) and entry.string:
                message = entry.string
        return message.format_map({k: str(v) for k, v in values.items()}) if values else message

    def plural(self, n: int, one: str, many: str, /, **values: Any) -> str:
        """Choose singular or plural; ``{n}`` is the number, ready to read."""
        entry = None if self.locale == "en" else catalogue(self.locale).get((one, many))
        forms = (one, many)
        if entry is not None and isinstance(entry.string, tuple) and all(entry.string):
            forms = (entry.string[0], entry.string[-1])
        singular = n == 1 or (self.locale == "fr" and abs(n) < 2 and n != 0)
        text = forms[0] if singular else forms[1]
        return text.format_map({k: str(v) for k, v in values.items()} | {"n": self.number(n)})

    def number(self, value: Any, digits: int = 0) -> str:
        """A number with `digits` decimals and a true minus sign, or a dash when it is unknown."""
        if value is None or pd.isna(value):
            return "–"
        rounded = half_up(value, digits)
        rounded = abs(rounded) if rounded == 0 else rounded
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return babel.numbers.format_decimal(rounded, format=pattern, locale=self.locale).replace("-", "−")

    def exactly(self, value: float | int) -> str:
        """A number with the digits it was entered with, and the decimal mark and minus of the language.

        Examples
        --------
        >>> Speaker("fr").exactly(-0.25), Speaker().exactly(1500.0), Speaker().exactly(-4)
        ('−0,25', '1500', '−4')
        """
        text = repr(value).removesuffix(".0").replace("-", "−")
        return text.replace(".", ",") if self.locale == "fr" else text

    def money(self, value: Any, currency: str | None = None) -> str:
        """An amount with its currency, without decimals where the currency has none."""
        code = currency or self.currency or ""
        if value is None or pd.isna(value):
            return "–"
        whole = code in _NO_DECIMALS or half_up(value, 2) == half_up(value, 0)
        text = self.number(value, 0 if whole else 2)
        if not code:
            return text
        return f"{code} {text}" if self.locale == "en" else f"{text} {code}"

    def percent(self, value: Any, digits: int = 0) -> str:
        """A share between 0 and 1 as a percentage."""
        if value is None or pd.isna(value):
            return "–"
        return f"{self.number(Fraction(str(float(value))) * 100, digits)} %"

    def share(self, part: int, whole: int) -> str:
        """``3 of 7``, ``none of the 7``; a percentage only from twenty on, where it says more."""
        if part == 0 and whole > 1:
            text = self("none of the {whole}", whole=self.number(whole))
        else:
            text = self("{part} of {whole}", part=self.number(part), whole=self.number(whole))
        return f"{text} ({self.percent(part / whole)})" if whole >= 20 else text

    def quoted(self, name: Any) -> str:
        """A name in the quotation marks of the language."""
        return self("“{text}”", text=name)

    def names(self, items: Iterable[Any], *, limit: int | None = None) -> str:
        """Names joined as in a sentence; beyond `limit` the rest is counted."""
        texts = [str(item) for item in items]
        if limit is not None and len(texts) > limit + 1:
            rest = len(texts) - limit
            texts = [*texts[:limit], self.plural(rest, "one more", "{n} more")]
        return babel.lists.format_list(texts, locale=self.locale) if texts else ""

    def month(self, value: str) -> str:
        """``2027-03`` as *March 2027*; a bare year stays a year."""
        if len(value) == 4:
            return value
        day = dt.date(int(value[:4]), int(value[5:7]), 1)
        return babel.dates.format_skeleton("yMMMM", day, locale=self.locale)

    def day(self, value: str) -> str:
        """``2027-03-31`` as *31 March 2027*; in French the first is *1er*."""
        day = dt.date.fromisoformat(value)
        text = babel.dates.format_date(day, "d MMMM y", locale=self.locale)
        return f"1er{text[1:]}" if self.locale == "fr" and day.day == 1 else text

    def clauses(self, items: Iterable[Any]) -> str:
        """Longer parts, one after the other, with the semicolons of the language.

        Examples
        --------
        >>> Speaker("fr").clauses(["un", "deux"]), Speaker().clauses(["one", "two"])
        ('un ; deux', 'one; two')
        """
        return (" ; " if self.locale == "fr" else "; ").join(str(item) for item in items)

    def word(self, text: str) -> str:
        """A choice word of the data dictionary in the reader's language: *white spot*, *maillon absent*."""
        from clusterlib import tables

        return tables.word(text, self.locale)
