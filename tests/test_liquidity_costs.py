from __future__ import annotations

import pytest
from budgets import balanced_year, lines

from clusterlib.financing import liquidity_costs
from clusterlib.financing import liquidity_readings as readings
from clusterlib.financing import liquidity_tables as shown


def test_costs_by_category_largest_first() -> None:
    frame = lines(
        {"category": "rent", "amount": 100, "fixed": "yes"},
        {"category": "events", "amount": 900, "recurrence": "once"},
        {"category": "personnel", "amount": 250, "fixed": "yes"},
        {"kind": "in", "category": "public", "amount": 10**6},
    )
    result = liquidity_costs.costs(frame)
    assert result.rows["category"].tolist() == ["personnel", "rent", "events"]
    assert result.rows["amount"].tolist() == [3000.0, 1200.0, 900.0]
    assert result.total == 5100.0
    assert result.fixed_share == pytest.approx(4200 / 5100)
    assert result.personnel_share == pytest.approx(3000 / 5100)
    assert result.rows["share"].sum() == pytest.approx(1)
    assert result.unfounded == ("B1", "B2", "B3")


def test_costs_outside_the_months_do_not_count() -> None:
    frame = lines({"amount": 5, "start": "2029-01", "recurrence": "once"}, {"amount": 1, "category": "rent"})
    assert liquidity_costs.costs(frame, count=12).total == 12.0


@pytest.mark.parametrize("frame", [None, lines(), lines({"kind": "in", "category": "public", "amount": 3})])
def test_no_cost_has_no_shares_and_a_sentence(frame: object) -> None:
    result = liquidity_costs.costs(frame)  # type: ignore[arg-type]
    assert result.fixed_share is None and result.personnel_share is None
    assert "no cost line" in readings.read_costs(result)
    assert shown.table_costs(result).empty


def test_costs_of_zero_are_said_to_be_zero() -> None:
    result = liquidity_costs.costs(lines({"amount": 0}))
    assert "0" in readings.read_costs(result) and result.rows["share"].isna().all()


def test_the_reading_asks_to_mark_what_is_fixed() -> None:
    assert "No cost is marked as fixed" in readings.read_costs(liquidity_costs.costs(lines({"amount": 1})))
    said = readings.read_costs(liquidity_costs.costs(balanced_year()))
    assert "All of it is of one kind: personnel. 100 % falls due whatever happens" in said
