"""Months as whole numbers: counting on, spans, and how they stand under an axis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import babel.dates

from clusterlib.faults import DomainError
from clusterlib.readings import Speaker


def number(month: str, *, last: bool = False) -> int:
    """Months since the year 0; a bare year is its first month, or its last one.

    Parameters
    ----------
    month : str
        ``YYYY-MM`` or ``YYYY``.
    last : bool
        Take December of a bare year.

    Raises
    ------
    DomainError
        If the text is no month.

    Examples
    --------
    >>> number("2027-03") - number("2026-12"), number("2027", last=True) - number("2027")
    (3, 11)
    """
    parts = str(month).split("-")
    try:
        year = int(parts[0])
        place = int(parts[1]) if len(parts) > 1 else (12 if last else 1)
    except ValueError:
        year, place = 0, 0
    if not (1 <= year <= 9999 and 1 <= place <= 12 and len(parts) <= 2):
        raise DomainError(f"{month!r} is no month. Write it as YYYY-MM, for example 2027-03.")
    return year * 12 + place - 1


def text(value: int) -> str:
    """The month of a number, as it is written in a cell.

    Examples
    --------
    >>> text(number("2026-12") + 3)
    '2027-03'
    """
    return f"{value // 12:04d}-{value % 12 + 1:02d}"


def span(first: str, count: int) -> list[str]:
    """Months that follow each other.

    Parameters
    ----------
    first : str
        First month.
    count : int
        How many.

    Examples
    --------
    >>> span("2026-11", 3)
    ['2026-11', '2026-12', '2027-01']
    """
    start = number(first)
    return [text(start + i) for i in range(count)]


def of_day(day: str) -> str:
    """The month of an ISO day, month or year.

    Examples
    --------
    >>> of_day("2027-03-31"), of_day("2027")
    ('2027-03', '2027-01')
    """
    return text(number(day[:7]))


def tick_labels(months: Sequence[str], *, say: Speaker = Speaker(), most: int = 12) -> list[str]:
    """Short names of months under an axis; the year stands at the first and at each January.

    Parameters
    ----------
    months : sequence of str
        Months that follow each other.
    say : Speaker
        Gives the language.
    most : int
        No more labels than this; the others are empty.

    Examples
    --------
    >>> tick_labels(["2026-12", "2027-01"])
    ['Dec\\n2026', 'Jan\\n2027']
    """
    step = next(s for s in (1, 2, 3, 4, 6, 12, 24, len(months) + 1) if len(months) <= s * most)
    labels, year = [], ""
    for i, month in enumerate(months):
        if i % step:
            labels.append("")
            continue
        day = dt.date(int(month[:4]), int(month[5:7]), 1)
        short = babel.dates.format_date(day, "LLL", locale=say.locale)
        labels.append(short if month[:4] == year else f"{short}\n{month[:4]}")
        year = month[:4]
    return labels
