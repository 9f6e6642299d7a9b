from __future__ import annotations

import pytest

from clusterlib import months
from clusterlib.faults import DomainError
from clusterlib.readings import Speaker


@pytest.mark.parametrize("month", ["2027-01", "2027-12", "1999-06"])
def test_number_and_text_are_inverse(month: str) -> None:
    assert months.text(months.number(month)) == month


@pytest.mark.parametrize("wrong", ["2027-13", "2027-00", "March", "", "2027-01-01", "0000-01"])
def test_what_is_no_month_is_refused(wrong: str) -> None:
    with pytest.raises(DomainError, match="no month"):
        months.number(wrong)


def test_a_bare_year_is_its_first_or_last_month() -> None:
    assert months.text(months.number("2027")) == "2027-01"
    assert months.text(months.number("2027", last=True)) == "2027-12"


def test_span_crosses_the_year() -> None:
    assert months.span("2027-11", 4) == ["2027-11", "2027-12", "2028-01", "2028-02"]


@pytest.mark.parametrize(("count", "shown"), [(3, 3), (12, 12), (24, 12), (36, 12)])
def test_tick_labels_are_never_more_than_twelve(count: int, shown: int) -> None:
    labels = months.tick_labels(months.span("2027-05", count))
    assert len(labels) == count
    assert sum(bool(label) for label in labels) == shown


def test_tick_labels_name_the_year_when_it_changes_and_speak_french() -> None:
    assert months.tick_labels(["2027-12", "2028-01"]) == ["Dec\n2027", "Jan\n2028"]
    assert months.tick_labels(["2027-02"], say=Speaker("fr")) == ["févr.\n2027"]
