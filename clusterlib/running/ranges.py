"""What a parameter of a workbook may be, for runs and apps: declared in ``dictionary/parameters.csv``."""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from clusterlib import tables
from clusterlib.readings import Speaker

#: A text may have so many letters.
LONGEST = 2000
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Range:
    """What one parameter may be.

    Attributes
    ----------
    low, high : float or None
        Least and greatest number; None for texts.
    by : float or None
        Step of the slider; None where a slider would be of no use.
    form : str
        Of a text: ``line``, ``list`` (with semicolons), ``day``, ``month``, words to choose from, or
        ``aside`` when an app cannot change it (it names a file, or what only the manager decides).
    origin : str
        Where the default comes from: lines of the guide (``L2229``), ``observatory``; empty: ours.

    Examples
    --------
    >>> share = Range(0.0, 1.0, 0.05)
    >>> share.wrong(0.7, Speaker()), share.wrong(7, Speaker())
    ('', 'Choose a number between 0 and 1.')
    """

    low: float | None = None
    high: float | None = None
    by: float | None = None
    form: str = ""
    origin: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Words to choose from; empty when others are allowed."""
        return tuple(self.form.split(";")) if ";" in self.form else ()

    def wrong(self, value: Any, say: Speaker) -> str:
        """A sentence that says what is allowed, or nothing when the value is.

        Parameters
        ----------
        value : int, float, bool or str
            In the type of the parameter.
        say : Speaker
            Language of the reader.
        """
        if isinstance(value, str):
            return self._wrong_text(value, say)
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            return say(
                "Choose a number between {low} and {high}.", low=written(self.low), high=written(self.high)
            )
        return ""

    def _wrong_text(self, value: str, say: Speaker) -> str:
        if len(value) > LONGEST or re.search(r"[\x00-\x09\x0b-\x1f\x7f]", value):
            return say("At most {n} letters, and no hidden signs.", n=say.number(LONGEST))
        if self.words and value not in self.words:
            return say("Choose one of these words: {words}.", words=", ".join(self.words))
        if self.form == "day" and value and not _is_day(value):
            return say("Write a day as 2027-02-01, or nothing.")
        if self.form == "month" and value and not _MONTH.fullmatch(value):
            return say("Write a month as 2027-02, or nothing.")
        return ""


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def written(value: Any) -> str:
    """A value as a person would type it, and as it is kept: no digits that nobody gave.

    Examples
    --------
    >>> written(0.1), written(2.0), written(10000), written(True), written("a;b")
    ('0.1', '2', '10000', 'yes', 'a;b')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


@lru_cache(maxsize=1)
def known() -> dict[tuple[str, str], Range]:
    """All ranges by step and parameter."""
    with (tables.FOLDER / "parameters.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))

    def number(text: str) -> float | None:
        return float(text) if text else None

    return {
        (row["step"], row["parameter"]): Range(
            number(row["low"]), number(row["high"]), number(row["by"]), row["form"], row["origin"]
        )
        for row in rows
    }


def of(step: str, name: str) -> Range:
    """The range of one parameter; one that is not declared may be anything."""
    return known().get((step, name), Range(form="aside"))
