from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from budgets import lines
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import tables
from clusterlib.faults import DomainError
from clusterlib.financing import fees, fees_sensitivity


def tiers(*rows: dict[str, Any]) -> pd.DataFrame:
    """Typed fee tiers."""
    return tables.typed("tiers", [{"tier": f"T{i}"} | row for i, row in enumerate(rows, 1)])


#: Worked example of the method, T15.
EXAMPLE = tables.typed(
    "tiers",
    [
        {"tier": tier, "members": n, "weight": w, "collection_rate": 0.95}
        for tier, n, w in (("micro", 20, 1), ("SME", 15, 2.5), ("large", 5, 8), ("research", 4, 1))
    ],
)
NEED = fees.need(None, cost=108000, public=0.45 * 108000, projects=12000, services=9000)


def test_worked_example_of_the_method() -> None:
    result = fees.design(EXAMPLE, NEED)
    assert NEED.total == 38400.0
    assert (result.units, result.paying_units) == (101.5, pytest.approx(96.425))
    assert result.base_fee == pytest.approx(398.2370, abs=1e-4)
    assert result.tiers["fee"].round(2).tolist() == [398.24, 995.59, 3185.9, 398.24]
    assert result.tiers["income"].sum() == pytest.approx(38400)


def test_break_even_members_at_a_given_fee() -> None:
    result = fees.design(EXAMPLE, NEED, try_fee=400)
    assert result.break_even == pytest.approx(44 * 38400 / (400 * 96.425))
    with pytest.raises(DomainError, match="fee of 0"):
        fees.break_even_members(100, 0, 2)


@pytest.mark.parametrize("need", [0.0, -500.0])
def test_no_need_no_fee(need: float) -> None:
    surplus = fees.need(None, cost=1000, public=1000 - need, projects=0, services=0)
    result = fees.design(EXAMPLE, surplus)
    assert result.base_fee == 0.0 and result.tiers["fee"].tolist() == [0.0] * 4
    assert fees_sensitivity.vary(result).rows.empty


@pytest.mark.parametrize(
    "frame",
    [
        None,
        tiers(),
        tiers({"members": 0, "weight": 1}),
        tiers({"members": 5, "weight": 1, "collection_rate": 0}),
    ],
)
def test_nobody_pays(frame: pd.DataFrame | None) -> None:
    result = fees.design(frame, NEED)
    assert result.base_fee is None and result.break_even is None
    assert fees_sensitivity.vary(result).rows.empty
    with pytest.raises(DomainError, match="no paying members"):
        fees.base_fee(NEED.total, result.paying_units)


def test_need_comes_from_twelve_months_of_the_budget() -> None:
    frame = lines(
        {"category": "personnel", "amount": 100},
        {"category": "events", "amount": 50, "recurrence": "once", "start": "2028-01"},
        {"kind": "in", "category": "public", "amount": 300, "recurrence": "once", "committed": "yes"},
        {"kind": "in", "category": "projects", "amount": 400, "recurrence": "once", "probability": 0.5},
        {"kind": "in", "category": "services", "amount": 10},
        {"kind": "in", "category": "sponsoring", "amount": 30, "recurrence": "once"},
        {"kind": "in", "category": "membership", "amount": 90, "recurrence": "yearly", "lag_months": 11},
    )
    result = fees.need(frame)
    assert (result.cost, result.public, result.projects, result.services) == (1200.0, 300.0, 200.0, 150.0)
    assert (result.total, result.planned, result.sure, result.typed_in) == (550.0, 90.0, 900.0, ())


def test_typed_in_amounts_replace_those_of_the_budget() -> None:
    frame = lines(
        {"category": "personnel", "amount": 100}, {"kind": "in", "category": "public", "amount": 10}
    )
    result = fees.need(frame, cost=500, public=0)
    assert (result.cost, result.public, result.total, result.sure) == (500.0, 0.0, 500.0, 500.0)
    assert result.typed_in == ("cost", "public")


def test_todays_fees() -> None:
    frame = tiers(
        {"members": 10, "weight": 1, "collection_rate": 0.5, "fee_now": 100},
        {"members": 2, "weight": 4, "fee_now": 300},
        {"members": 0, "weight": 9},
    )
    result = fees.design(frame, NEED)
    assert result.income_now == 10 * 0.5 * 100 + 2 * 300
    assert result.fee_now == pytest.approx(1100 / (5 + 8))
    missing = fees.design(tiers({"members": 1, "weight": 1}), NEED)
    assert missing.income_now is None and missing.fee_now is None and missing.tried_fee is None


def test_burden_is_the_fee_by_turnover() -> None:
    frame = tiers({"members": 10, "weight": 1, "turnover": 38400}, {"members": 0, "weight": 1, "turnover": 0})
    result = fees.design(frame, NEED)
    assert result.tiers["burden"][0] == pytest.approx(0.1) and pd.isna(result.tiers["burden"][1])


def test_sensitivity_moves_one_assumption_at_a_time() -> None:
    rows = fees_sensitivity.vary(fees.design(EXAMPLE, NEED), swing=0.1).rows.set_index("driver")
    assert rows.index[0] == "cost"
    assert rows.loc["cost", "high"] == pytest.approx((38400 + 10800) / 96.425)
    assert rows.loc["members", "low"] == pytest.approx(398.2370 / 0.9, abs=1e-3)
    with pytest.raises(DomainError, match="swing"):
        fees_sensitivity.vary(fees.design(EXAMPLE, NEED), swing=1.0)


@given(st.lists(st.tuples(st.integers(0, 50), st.floats(0.5, 9), st.floats(0, 1)), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None)
def test_the_fee_brings_the_need(parts: list[tuple[int, float, float]]) -> None:
    frame = tiers(*({"members": n, "weight": w, "collection_rate": r} for n, w, r in parts))
    result = fees.design(frame, NEED)
    if result.base_fee is not None:
        assert result.tiers["income"].sum() == pytest.approx(38400)


def test_a_vanishing_collection_rate_is_no_paying_member() -> None:
    with pytest.raises(DomainError, match="no paying members"):
        fees.base_fee(38400, 2e-313)
    assert fees.design(tiers({"members": 1, "weight": 1.0, "collection_rate": 2e-313}), NEED).base_fee is None


def test_the_input_is_not_changed() -> None:
    before = EXAMPLE.copy()
    fees.design(EXAMPLE, NEED)
    pd.testing.assert_frame_equal(EXAMPLE, before)
