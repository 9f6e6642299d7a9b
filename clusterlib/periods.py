"""Months and years as they stand in a cell (``2027``, ``2027-03``, ``2027-03-31``), as days and counts."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

import pandas as pd

from clusterlib.faults import DomainError


def first_day(cell: Any) -> dt.date | None:
    """First day of a year, month or day written in a cell; None when blank.

    Examples
    --------
    >>> first_day("2027"), first_day("2027-03"), first_day("2027-03-31")
    (datetime.date(2027, 1, 1), datetime.date(2027, 3, 1), datetime.date(2027, 3, 31))
    >>> first_day(None) is None
    True
    """
    parts = _parts(cell)
    if not parts:
        return None
    year, month, day = (*parts, 1, 1)[:3]
    return dt.date(year, month, day)


def last_day(cell: Any) -> dt.date | None:
    """Last day of a year, month or day written in a cell; None when blank.

    Examples
    --------
    >>> last_day("2027"), last_day("2028-02"), last_day("2027-03-31")
    (datetime.date(2027, 12, 31), datetime.date(2028, 2, 29), datetime.date(2027, 3, 31))
    """
    parts = _parts(cell)
    if not parts:
        return None
    if len(parts) == 3:
        return dt.date(*parts)
    year, month = (*parts, 12)[:2]
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def month_number(day: dt.date) -> int:
    """Months since the year 0, so that months can be counted and compared.

    Examples
    --------
    >>> month_number(dt.date(2027, 3, 1)) - month_number(dt.date(2026, 12, 1))
    3
    """
    return day.year * 12 + day.month - 1


def years(day: dt.date) -> float:
    """A day as a year with decimals, for an axis of years.

    Examples
    --------
    >>> years(dt.date(2027, 1, 1)), round(years(dt.date(2027, 7, 2)), 2)
    (2027.0, 2027.5)
    """
    length = 366 if calendar.isleap(day.year) else 365
    return day.year + (day.timetuple().tm_yday - 1) / length


def _parts(cell: Any) -> tuple[int, ...]:
    if cell is None or pd.isna(cell) or not str(cell).strip():
        return ()
    try:
        return tuple(int(part) for part in str(cell).strip().split("-"))
    except ValueError:
        raise DomainError(
            f"{cell!r} is no day, month or year. Write it as 2027-03-31, 2027-03 or 2027."
        ) from None
