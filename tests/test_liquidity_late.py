from __future__ import annotations

import pytest
from budgets import balanced_year, lines

from clusterlib.faults import DomainError
from clusterlib.financing import liquidity, liquidity_late


def _plan(opening: float | None = 10000.0) -> liquidity.Plan:
    return liquidity.plan(balanced_year(), opening_cash=opening)


def test_the_largest_income_line_is_moved_by_default() -> None:
    frame = lines(
        {"kind": "in", "category": "public", "amount": 500, "recurrence": "once"},
        {"kind": "in", "category": "membership", "amount": 100},
        {"amount": 10},
    )
    result = liquidity_late.late(liquidity.plan(frame, opening_cash=0), delay=1)
    assert result.shifted == ("B2",)


def test_a_late_grant_by_hand() -> None:
    result = liquidity_late.late(_plan(), delay=3, late_lines="B2")
    assert result.course.tolist()[:6] == [6000.0, 2000.0, -2000.0, -6000.0, -10000.0, 10000.0]
    assert result.runway == "2027-03"
    assert (result.low, result.deeper) == (liquidity.Low(-10000.0, "2027-05"), 12000.0)
    assert result.beyond == 0.0


def test_open_lines_are_all_that_is_not_promised() -> None:
    result = liquidity_late.late(_plan(), delay=6, late_lines="open")
    assert result.shifted == ("B2", "B3")
    assert result.beyond == 24000.0


def test_no_delay_changes_nothing() -> None:
    plan = _plan()
    result = liquidity_late.late(plan, delay=0, late_lines="open")
    assert result.course.tolist() == plan.months["course"].tolist() and result.deeper == 0.0


@pytest.mark.parametrize(("names", "said"), [("B4", "B4"), ("nobody", "nobody"), ("B2;nobody", "nobody")])
def test_costs_and_unknown_lines_are_refused(names: str, said: str) -> None:
    with pytest.raises(DomainError, match=said):
        liquidity_late.late(_plan(), late_lines=names)


def test_a_negative_delay_is_refused() -> None:
    with pytest.raises(DomainError, match="delay"):
        liquidity_late.late(_plan(), delay=-1)


def test_without_lines_or_income_nothing_is_moved() -> None:
    empty = liquidity_late.late(liquidity.plan(None, opening_cash=1))
    assert empty.shifted == () and empty.low is None
    assert liquidity_late.late(liquidity.plan(lines({"amount": 1}), opening_cash=1)).shifted == ()


def test_lines_that_decide_alone() -> None:
    assert liquidity_late.deciding(_plan(10000.0)) == ("B2", "B3")
    assert liquidity_late.deciding(_plan(50000.0)) == ()
    assert liquidity_late.deciding(_plan(0.0)) == ()
    assert liquidity_late.deciding(_plan(None)) == ()
