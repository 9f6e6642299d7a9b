"""Working days and the calendar: from days of a plan to dates and back."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass

import numpy as np

from clusterlib.faults import DomainError
from clusterlib.strategy.schedule import SAME


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days on which work is done, counted from the first day of a plan.

    Parameters
    ----------
    first : date
        Day 0 of the plan; if it is a day off, the next working day takes its place.
    weekdays : str
        Working days of the week, as ``Mon Tue Wed Thu Fri``.
    holidays : tuple of date
        Days on which nobody works.
    """

    first: dt.date
    weekdays: str = "Mon Tue Wed Thu Fri"
    holidays: tuple[dt.date, ...] = ()

    def offset(self, day: dt.date) -> float:
        """Working days from the first day up to, and without, `day`; negative before it.

        Examples
        --------
        >>> Calendar(dt.date(2027, 1, 4)).offset(dt.date(2027, 1, 11))
        5.0
        """
        return float(np.busday_count(self.first, day, busdaycal=self._days()))

    def through(self, day: dt.date) -> float:
        """Working days from the first day up to the end of `day`."""
        return self.offset(day + dt.timedelta(days=1))

    def start_day(self, days: float) -> dt.date:
        """Day on which work begins that starts after so many working days.

        Examples
        --------
        >>> Calendar(dt.date(2027, 1, 8)).start_day(1).isoformat()
        '2027-01-11'
        """
        return self._day(math.floor(days + SAME))

    def end_day(self, days: float) -> dt.date:
        """Last day of work that is finished after so many working days.

        Examples
        --------
        >>> Calendar(dt.date(2027, 1, 4)).end_day(5).isoformat()
        '2027-01-08'
        """
        return self._day(max(0, math.ceil(days - SAME) - 1))

    def is_day_off(self, day: dt.date) -> bool:
        """Whether nobody works on that day."""
        return not bool(np.is_busday(day, busdaycal=self._days()))

    def _day(self, whole: int) -> dt.date:
        day = np.busday_offset(self.first, whole, roll="forward", busdaycal=self._days())
        return dt.date.fromisoformat(str(day))

    def _days(self) -> np.busdaycalendar:
        return np.busdaycalendar(weekmask=self.weekdays, holidays=list(self.holidays))


def calendar_from(first: str, *, weekdays: str = "Mon Tue Wed Thu Fri", holidays: str = "") -> Calendar:
    """A calendar from the words of a parameters cell.

    Parameters
    ----------
    first : str
        First day of the plan, ISO; a month counts as its first day.
    weekdays : str
        Three-letter names of the working days, English.
    holidays : str
        ISO days separated by ``;``.

    Raises
    ------
    DomainError
        If a day or a name cannot be read.

    Examples
    --------
    >>> calendar_from("2027-01", holidays="2027-01-01").end_day(1).isoformat()
    '2027-01-04'
    """
    names = [name.capitalize()[:3] for name in re.split(r"[\s,;]+", weekdays.strip()) if name]
    known = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    wrong = [name for name in names if name not in known]
    if wrong or not names:
        raise DomainError(
            f"Parameter weekdays: {weekdays!r} names no working days. Write, for example, Mon Tue Wed Thu."
        )
    days = tuple(day_of(part.strip(), "holidays") for part in holidays.split(";") if part.strip())
    return Calendar(day_of(first, "begin"), " ".join(names), days)


def day_of(text: str, name: str) -> dt.date:
    """Day that a parameter names; a month counts as its first day.

    Raises
    ------
    DomainError
        If it cannot be read.
    """
    text = f"{text}-01" if len(text) == 7 else text
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise DomainError(f"Parameter {name}: {text!r} is no day. Write it as 2027-05-01.") from None


def today(asked: str, known: str | None) -> str | None:
    """Day that counts as today: the one asked for, else the one of the case, ISO.

    Examples
    --------
    >>> today("", "2027-02-01"), today("2027-03", "2027-02-01")
    ('2027-02-01', '2027-03-01')
    """
    return day_of(asked, "as_of").isoformat() if asked else known
