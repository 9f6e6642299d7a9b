"""Cells with years, months and days."""

from __future__ import annotations

import datetime as dt

import pytest

from clusterlib import periods
from clusterlib.faults import DomainError


@pytest.mark.parametrize("blank", [None, "", "  ", float("nan")])
def test_blank_has_no_day(blank: object) -> None:
    assert periods.first_day(blank) is None
    assert periods.last_day(blank) is None


def test_leap_year_ends_on_the_29th() -> None:
    assert periods.last_day("2028-02") == dt.date(2028, 2, 29)
    assert periods.last_day("2027-02") == dt.date(2027, 2, 28)


def test_years_grow_with_days_and_meet_at_new_year() -> None:
    days = [dt.date(2027, 1, 1) + dt.timedelta(days=i) for i in range(0, 800, 7)]
    places = [periods.years(day) for day in days]
    assert places == sorted(places)
    assert periods.years(dt.date(2028, 1, 1)) == 2028.0


@pytest.mark.parametrize("word", ["tomorrow", "31/03/2027", "2027-Q1"])
def test_another_word_is_refused_with_a_cure(word: str) -> None:
    with pytest.raises(DomainError, match="2027-03"):
        periods.first_day(word)
