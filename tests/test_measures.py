"""The calendar of measures: order, states, and sentences."""

from __future__ import annotations

from typing import Any

import pytest
from test_stakeholder_plots import HOSTILE
from test_stakeholders import people

from clusterlib import tables
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.measures import Calendar, plan_talks, read_talks, table_talks
from clusterlib.stakeholder_analysis.stakeholders import analyse

SAY = Speaker()


def planned(*rows: dict[str, Any], as_of: str | None = "2027-02-01", soon: int = 30) -> Calendar:
    base = {"assessment": "neutral", "influence": "high"}
    return plan_talks(analyse(people(*[{**base, **row} for row in rows]), as_of=as_of), soon=soon)


MIXED = (
    {"measure": "Visit", "due": "2027-06-01", "owner": "Awa"},
    {"measure": "Write"},
    {"measure": "Ask", "due": "2027-01-31"},
    {"measure": "Invite", "due": "2027-03-03", "owner": "Awa"},
    {"measure": "Call", "due": "2027-02-01", "owner": "Awa"},
    {"due": "2027-02-02"},
)


def test_dates_come_in_order_and_rows_without_a_measure_are_left_out() -> None:
    found = planned(*MIXED)
    assert found.rows["id"].tolist() == ["s2", "s4", "s3", "s0", "s1"] and found.listed == 6
    assert found.rows["state"].tolist() == ["late", "soon", "soon", "later", "no date"]
    assert found.rows["days"].tolist()[:4] == [-1, 0, 30, 120]
    assert planned(*MIXED, soon=29).rows["state"].tolist()[2] == "later"


def test_sentences() -> None:
    text = read_talks(planned(*MIXED), say=SAY)
    assert "The next date is 1 February 2027, with Name 4." in text
    assert "2 measures are due within 30 days. One date has passed, that of Name 2" in text
    assert "The measure for Name 1 has no date. For 2 measures nobody is named." in text
    table = table_talks(planned(*MIXED), say=SAY)
    assert table["By"].tolist()[0] == "31 January 2027" and table["State"].tolist()[-1] == "no date"


@pytest.mark.parametrize(
    ("rows", "as_of", "told"),
    [
        ((), "2027-01-01", "no stakeholder yet"),
        (({},), "2027-01-01", "calendar is empty"),
        (({"measure": "x"},), "2027-01-01", "No measure has a date that is still to come."),
        (({"measure": "x", "due": "2026-01-01"},), "2027-01-01", "One date has passed"),
        (({"measure": "x", "due": "2026-01-01"},), None, "nothing is called late"),
        (({"measure": "x", "due": "2028-01-01"},), "2027-01-01", "Nothing is due within 30 days."),
    ],
)
def test_whatever_is_missing_gives_a_sentence(rows: tuple, as_of: str | None, told: str) -> None:
    found = planned(*rows, as_of=as_of)
    assert told in read_talks(found, say=SAY)
    assert len(table_talks(found, say=Speaker("fr"))) == len(found.rows)


def test_ten_rows_at_most_and_any_text() -> None:
    rows = [{"name": HOSTILE[i % len(HOSTILE)], "measure": HOSTILE[i % len(HOSTILE)]} for i in range(14)]
    found = planned(*rows)
    assert len(table_talks(found, say=SAY)) == 10 and read_talks(found, say=Speaker("fr"))
    assert plan_talks(analyse(tables.empty("stakeholders"))).rows.empty
