from __future__ import annotations

import pandas as pd
import pytest
from budgets import balanced_year, lines
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import tables
from clusterlib.faults import DomainError
from clusterlib.financing import liquidity
from clusterlib.running import runs

#: Annex C of the methods, T13.
BALANCES = [6000, 2000, 22000, 18000, 14000, 10000, 6000, 2000, 22000, 18000, 14000, 10000]


def test_worked_example_of_the_method() -> None:
    result = liquidity.plan(balanced_year(), opening_cash=10000, buffer_months=1)
    assert result.months["course"].tolist() == BALANCES
    assert result.low == liquidity.Low(2000.0, "2027-02", ("2027-08",))
    assert (result.buffer, result.need) == (9000.0, 7000.0)
    assert result.inflow == result.outflow == 108000.0
    assert result.runway is None


def test_committed_course_counts_promised_income_only() -> None:
    result = liquidity.plan(balanced_year(), opening_cash=10000)
    assert result.committed_runway == "2027-03"
    assert result.committed_low == liquidity.Low(10000.0 - 12 * 4000, "2027-12")


@pytest.mark.parametrize("months", [1, 12, 36])
def test_the_hand_over_has_the_columns_and_rules_of_the_dictionary(months: int) -> None:
    result = liquidity.plan(balanced_year(), opening_cash=10000, count=months)
    frame = liquidity.liquidity_table(result)
    assert tuple(frame.columns) == tables.table("liquidity").column_names
    assert len(runs.checked("liquidity", frame)) == months
    assert frame["because"][0] == "B1;B4"


def test_without_opening_cash_no_balance_is_handed_over() -> None:
    result = liquidity.plan(balanced_year(), opening_cash=None)
    assert not result.known and result.need is None and result.runway is None
    assert result.months["course"].tolist() == [value - 10000 for value in BALANCES]
    assert result.least_opening == 8000.0
    frame = liquidity.liquidity_table(result)
    assert frame.empty and runs.checked("liquidity", frame).empty


def test_least_opening_is_just_enough() -> None:
    least = liquidity.plan(balanced_year(), opening_cash=None).least_opening
    assert liquidity.plan(balanced_year(), opening_cash=least).runway is None
    assert liquidity.plan(balanced_year(), opening_cash=least - 0.01).runway == "2027-02"


@pytest.mark.parametrize("frame", [None, lines()])
def test_no_lines_no_plan(frame: pd.DataFrame | None) -> None:
    result = liquidity.plan(frame, opening_cash=5.0)
    assert result.low is None and result.months.empty and not result.known
    assert liquidity.liquidity_table(result).empty


def test_no_fixed_cost_no_buffer() -> None:
    result = liquidity.plan(lines({"amount": 5}), opening_cash=100)
    assert result.buffer is None and result.need is None


def test_tenths_do_not_drift() -> None:
    frame = lines(
        {"amount": 0.1}, {"kind": "in", "category": "other", "amount": 0.3, "recurrence": "quarterly"}
    )
    result = liquidity.plan(frame, opening_cash=0.0)
    assert result.months["course"].tolist()[2::3] == [0.0, 0.0, 0.0, 0.0]
    assert result.runway is None


def test_basis_of_a_month_is_the_weakest_so_far() -> None:
    frame = lines({"amount": 1, "basis": "GUIDE"}, {"amount": 1, "basis": "ILLUSTRATIVE", "start": "2027-03"})
    result = liquidity.plan(frame, opening_cash=10, count=4)
    assert result.months["basis"].tolist() == ["GUIDE", "GUIDE", "ILLUSTRATIVE", "ILLUSTRATIVE"]


@pytest.mark.parametrize(
    "option", [{"count": 0}, {"count": 37}, {"buffer_months": -1}, {"opening_cash": float("nan")}]
)
def test_options_out_of_range_are_refused(option: dict[str, float]) -> None:
    with pytest.raises(DomainError, match=next(iter(option))):
        liquidity.plan(balanced_year(), **({"opening_cash": 1.0} | option))  # type: ignore[arg-type]


def test_plan_does_not_change_its_input() -> None:
    frame = balanced_year()
    before = frame.copy()
    liquidity.plan(frame, opening_cash=1.0)
    pd.testing.assert_frame_equal(frame, before)


row = st.fixed_dictionaries(
    {
        "kind": st.just("in"),
        "category": st.sampled_from(["public", "membership"]),
        "amount": st.integers(0, 10**7).map(lambda cents: cents / 100),
        "probability": st.sampled_from([0.0, 0.25, 0.6, 1.0]),
        "committed": st.sampled_from(["yes", "no"]),
        "recurrence": st.sampled_from(["once", "monthly", "quarterly", "yearly"]),
        "lag_months": st.integers(0, 3),
    }
)


@given(st.lists(row, max_size=6), st.integers(0, 10**7), st.booleans())
@settings(max_examples=25, deadline=None)
def test_promised_course_never_lies_above_and_the_end_is_the_sum(
    rows: list[dict[str, object]], opening: int, costs: bool
) -> None:
    frame = lines(*rows, *([{"amount": 99.99, "category": "rent"}] if costs else []))
    result = liquidity.plan(frame, opening_cash=opening, first_month="2027-01")
    assert (result.months["committed_course"] <= result.months["course"]).all()
    assert result.months["course"].iloc[-1] == pytest.approx(opening + result.inflow - result.outflow)
