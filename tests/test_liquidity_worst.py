from __future__ import annotations

import pytest
from budgets import balanced_year, hostile, lines

from clusterlib.financing import liquidity, liquidity_worst
from clusterlib.readings import Speaker

EUR = Speaker("en", currency="EUR")


def test_lines_of_the_worst_month_largest_cost_first() -> None:
    result = liquidity_worst.trace(liquidity.plan(balanced_year(), opening_cash=10000))
    assert result.rows.values.tolist() == [["B4", -9000.0], ["B1", 5000.0]]
    assert (result.month, result.relief) == ("2027-02", "2027-03")


def test_reading_names_the_payments_and_the_relief() -> None:
    said = liquidity_worst.read_worst(
        liquidity_worst.trace(liquidity.plan(balanced_year(), opening_cash=1)), say=EUR
    )
    assert (
        "the only payment is personnel (B4)" in said and "EUR 5,000 comes in" in said and "March 2027" in said
    )


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (lines(), "no month to look at"),
        (lines({"amount": 1}), "the last month of the plan: look further ahead"),
        (
            lines({"amount": 1, "recurrence": "once", "start": "2027-01"}),
            "After it, no month of the",
        ),
        (lines({"kind": "in", "category": "public", "amount": 1}), "no cost falls due"),
        (lines({"amount": 1}), "Nothing comes in that month"),
    ],
)
def test_readings_of_edges(frame: object, said: str) -> None:
    plan = liquidity.plan(frame, opening_cash=None)  # type: ignore[arg-type]
    assert said in liquidity_worst.read_worst(liquidity_worst.trace(plan), say=EUR)


def test_the_table_has_at_most_ten_rows() -> None:
    result = liquidity_worst.trace(liquidity.plan(hostile(40), opening_cash=1))
    assert 0 < len(liquidity_worst.table_worst(result, say=EUR)) <= 10
    assert liquidity_worst.table_worst(liquidity_worst.trace(liquidity.plan(None, opening_cash=1))).empty
