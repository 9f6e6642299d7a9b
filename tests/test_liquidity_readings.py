from __future__ import annotations

import pandas as pd
import pytest
from budgets import balanced_year, hostile, lines

from clusterlib.financing import liquidity, liquidity_late
from clusterlib.financing import liquidity_readings as readings
from clusterlib.financing import liquidity_tables as shown
from clusterlib.readings import Speaker

EUR = Speaker("en", currency="EUR")


def _plan(opening: float | None = 10000.0, frame: pd.DataFrame | None = None) -> liquidity.Plan:
    return liquidity.plan(balanced_year() if frame is None else frame, opening_cash=opening, buffer_months=1)


def test_a_balanced_year_that_is_nearly_illiquid() -> None:
    said = readings.read_plan(_plan(), say=EUR)
    assert "lowest in February 2027 and August 2027: EUR 2,000" in said
    assert "income and costs are equal (EUR 108,000 each)" in said and "when the money comes" in said
    assert "one month of fixed costs is EUR 9,000; EUR 7,000 is missing" in said
    assert "56 % of the planned income is promised" in said and "below zero from March 2027" in said


def test_running_out_is_said_first() -> None:
    said = readings.read_plan(_plan(0.0), say=EUR)
    assert said.startswith("Cash falls below zero in January 2027 and is lowest in February 2027")
    assert "At least EUR 8,000 more" in said


def test_missing_opening_cash_names_the_setting_and_what_is_needed() -> None:
    said = readings.read_plan(_plan(None), say=EUR)
    assert "financing.opening_cash" in said and "at least EUR 8,000" in said


def test_no_lines() -> None:
    assert "no budget line" in readings.read_plan(_plan(frame=lines()))
    assert "no delay" in readings.read_late(liquidity_late.late(_plan(frame=lines())))


@pytest.mark.parametrize(
    ("income", "said"),
    [
        ({}, "None of the income is promised"),
        ({"committed": "yes"}, "All income of the plan is promised"),
        ({"amount": 0}, "No income is planned at all"),
    ],
)
def test_what_is_promised(income: dict[str, object], said: str) -> None:
    row = {"kind": "in", "category": "membership", "amount": 5} | income
    assert said in readings.read_plan(_plan(frame=lines(row, {"amount": 1})))


def test_cash_that_never_moves() -> None:
    assert "stays at EUR 50 in every month" in readings.read_plan(_plan(50.0, lines({"amount": 0})), say=EUR)


def test_a_probability_is_explained_only_when_there_is_one() -> None:
    grant = {"kind": "in", "category": "public", "amount": 9, "probability": 0.6}
    assert "whole or not at all" in readings.read_plan(_plan(frame=lines(grant)))
    assert "whole or not at all" not in readings.read_plan(_plan())


def test_a_late_grant_needs_a_bridge() -> None:
    said = readings.read_late(liquidity_late.late(_plan(), delay=3, late_lines="B2"), say=EUR)
    assert "public (B2) comes 3 months later" in said and "bridge of EUR 10,000 from March 2027" in said
    rich = readings.read_late(liquidity_late.late(_plan(90000.0), delay=1, late_lines="B2;B3"), say=EUR)
    assert "come one month later" in rich and "zero or above" in rich
    assert "against the start" in readings.read_late(liquidity_late.late(_plan(None)), say=EUR)


@pytest.mark.parametrize("frame", [lines(), lines({"amount": 0}), hostile(20), balanced_year()])
@pytest.mark.parametrize("opening", [None, 0.0, 1e6])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_texts_hold_no_nan_and_no_open_gap(frame: pd.DataFrame, opening: float | None, lang: str) -> None:
    plan, say = _plan(opening, frame), Speaker(lang, currency="XOF")
    for text in (
        readings.read_plan(plan, say=say),
        readings.read_late(liquidity_late.late(plan), say=say),
        shown.table_plan(plan, say=say).to_string(),
        shown.table_months(plan, say=say).to_string(),
    ):
        assert text and "nan" not in text.lower().split() and "None" not in text.replace("None of the", "")
        assert "{" not in text.replace("$x_{", "").replace("{gap}", "")


def test_tables_are_short_and_spell_amounts() -> None:
    plan = _plan()
    assert len(shown.table_plan(plan, say=EUR)) <= 10
    assert shown.table_plan(plan, say=EUR).iloc[2].tolist() == ["Lowest cash", "EUR 2,000", "EUR −38,000"]
    assert shown.table_months(plan, say=EUR)["Cash"].tolist()[:2] == ["6,000", "2,000"]
