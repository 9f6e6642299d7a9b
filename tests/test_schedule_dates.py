"""Working days and dates."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.faults import DomainError
from clusterlib.strategy.schedule_dates import Calendar, calendar_from

MONDAY = dt.date(2027, 1, 4)


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        (0, 1, "2027-01-04", "2027-01-04"),
        (0, 5, "2027-01-04", "2027-01-08"),
        (5, 6, "2027-01-11", "2027-01-11"),
        (4.5, 5.5, "2027-01-08", "2027-01-11"),
        (0, 0.2, "2027-01-04", "2027-01-04"),
    ],
)
def test_days_of_a_plan(start: float, end: float, first: str, last: str) -> None:
    calendar = Calendar(MONDAY)
    assert calendar.start_day(start).isoformat() == first
    assert calendar.end_day(end).isoformat() == last


def test_holidays_and_other_weeks() -> None:
    calendar = calendar_from("2027-01-04", holidays="2027-01-05; 2027-01-06")
    assert calendar.end_day(2).isoformat() == "2027-01-07"
    gulf = calendar_from("2027-01-03", weekdays="sunday,Mon tue Wed Thu")
    assert gulf.end_day(5).isoformat() == "2027-01-07"
    assert gulf.is_day_off(dt.date(2027, 1, 8))


def test_a_first_day_off_is_moved_on() -> None:
    assert Calendar(dt.date(2027, 1, 2)).start_day(0) == MONDAY


@pytest.mark.parametrize(
    "words", [{"weekdays": "Mo Di"}, {"weekdays": ""}, {"holidays": "1 May"}, {"first": "soon"}]
)
def test_what_cannot_be_read_is_refused(words: dict[str, str]) -> None:
    with pytest.raises(DomainError, match="Parameter"):
        calendar_from(**{"first": "2027-01-04", **words})


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 400))
def test_there_and_back(days: int) -> None:
    calendar = Calendar(MONDAY, holidays=(dt.date(2027, 5, 3),))
    assert calendar.offset(calendar.start_day(days)) == days
    assert calendar.through(calendar.end_day(days + 1)) == days + 1
