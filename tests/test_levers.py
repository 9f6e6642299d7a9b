from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from budgets import lines

from clusterlib import figures, tables
from clusterlib.checks import Check
from clusterlib.financing import (
    actuals,
    chances,
    financing_deep_checks,
    levers,
    liquidity,
    price_range,
    security,
    service_margins,
    willingness,
)
from clusterlib.financing import levers_views as views
from clusterlib.readings import Speaker

EUR = Speaker("en", currency="EUR")
SHORT = lines({"amount": 100, "fixed": "yes"})


def _levers(*rows: dict[str, Any]) -> pd.DataFrame:
    return tables.typed(
        "levers", [{"id": f"V{i}", "text": f"Idea {i}"} | row for i, row in enumerate(rows, 1)]
    )


def test_sums_by_time_low_and_high() -> None:
    found = levers.weigh(
        _levers(
            {"amount_low": 100, "amount_high": 400, "lag_months": 6},
            {"amount_low": 50, "lag_months": 2},
            {"amount_high": 30, "lag_months": 2},
        )
    )
    assert found.sums.values.tolist() == [[2.0, 80.0, 80.0, 0.0], [6.0, 180.0, 480.0, 0.0]]
    assert found.rows["id"].tolist() == ["V2", "V3", "V1"]


def test_only_what_is_chosen_is_set_beside_the_plan_and_the_plan_stays() -> None:
    plan = liquidity.plan(SHORT, opening_cash=1000)
    before = plan.months["course"].tolist()
    open_ = levers.weigh(_levers({"amount_low": 500, "lag_months": 3}), plan)
    assert open_.lowest == open_.lowest_chosen == -200.0
    chosen = levers.weigh(_levers({"amount_low": 500, "lag_months": 3, "decision": "chosen"}), plan)
    assert (chosen.lowest, chosen.lowest_chosen) == (-200.0, 300.0)
    assert plan.months["course"].tolist() == before
    text = views.read_levers(chosen, say=EUR)
    assert "moves from EUR −200 to EUR 300" in text and "above does not count it" in text
    assert "None of it is in the plan" in views.read_levers(open_, say=EUR)


def test_money_that_comes_after_the_worst_month_changes_nothing() -> None:
    frame = lines(
        {"amount": 900, "recurrence": "once"},
        {"kind": "in", "category": "public", "amount": 90, "start": "2027-02"},
    )
    plan = liquidity.plan(frame, opening_cash=1000)
    found = levers.weigh(_levers({"amount_low": 500, "lag_months": 5, "decision": "chosen"}), plan)
    assert found.lowest == found.lowest_chosen == 100.0
    assert "comes after the worst month" in views.read_levers(found, say=EUR)


def test_dropped_ones_are_gone_and_blanks_are_in_no_sum() -> None:
    found = levers.weigh(
        _levers(
            {"amount_low": 5, "lag_months": 1, "decision": "dropped"}, {"owner": "Awa"}, {"amount_low": 7}
        )
    )
    assert found.rows["id"].tolist() == ["V3", "V2"] and found.sums.empty
    assert set(found.unknown) == {"V2", "V3"} and found.unowned == ("V3",)
    text = views.read_levers(found, say=EUR)
    assert "in no sum: “Idea 3” and “Idea 2”" in text and "nan" not in text


@pytest.mark.parametrize("frame", [None, tables.empty("levers")])
def test_no_lever(frame: pd.DataFrame | None) -> None:
    found = levers.weigh(frame)
    assert "No lever is written down yet" in views.read_levers(found)
    assert views.table_levers(found).empty and views.plot_levers(found).get_title(loc="left")


def test_order_of_rows_changes_nothing() -> None:
    frame = _levers(*({"amount_low": 0.1 * i, "lag_months": i % 3} for i in range(1, 9)))
    assert levers.weigh(frame).sums.equals(levers.weigh(frame[::-1]).sums)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("amount", [0.0, 3.0, 4_000_000.0])
def test_picture_stays_readable(lang: str, amount: float) -> None:
    frame = _levers(*({"amount_low": amount, "amount_high": 3 * amount, "lag_months": m} for m in (0, 4, 18)))
    ax = views.plot_levers(levers.weigh(frame), say=Speaker(lang, currency="XOF"))
    assert figures.overlaps(ax.get_figure(root=True)) == [] and ax.get_title(loc="left")  # type: ignore[arg-type]


def deep(**found: Any) -> dict[str, Check]:
    names = ("secured", "chance", "earning", "paid", "right", "ways", "books")
    return {c.rule_id: c for c in financing_deep_checks.deeper(*(found.get(n) for n in names), say=EUR)}


def test_without_results_nothing_is_judged() -> None:
    assert {check.status for check in deep().values()} == {"not judged"} and len(deep()) == 6


def test_security_none_dependent_and_fine() -> None:
    assert deep(secured=security.security(SHORT))["T18-secured"].status == "finding"
    one = {"kind": "in", "category": "public", "amount": 100, "committed": "yes"}
    alone = lines({"amount": 100, "fixed": "yes"}, one)
    assert "secured but dependent" in deep(secured=security.security(alone))["T18-secured"].finding
    parts = [one | {"category": c, "amount": 34} for c in ("public", "membership", "projects")]
    several = lines({"amount": 100, "fixed": "yes"}, *parts)
    assert deep(secured=security.security(several))["T18-secured"].status == "fine"


def test_a_coin_that_decides_is_named() -> None:
    grant = {"kind": "in", "category": "public", "amount": 100, "probability": 0.6, "text": "Grant"}
    plan = liquidity.plan(lines({"amount": 100}, grant), opening_cash=50)
    found = deep(chance=chances.simulate(plan, draws=2000))["T17-chance"]
    assert found.status == "finding" and "Grant" in found.finding and found.because == ("B2",)
    safe = liquidity.plan(lines({"amount": 1}), opening_cash=500)
    assert deep(chance=chances.simulate(safe, draws=100))["T17-chance"].status == "fine"


def test_a_service_that_does_not_earn_its_hours() -> None:
    row = {
        "id": "S1",
        "name": "Course",
        "payment": "charged",
        "price": 10,
        "variable_cost": 2,
        "hourly_rate": 5,
    }
    for hours, status in ((3, "finding"), (1, "fine")):
        frame = tables.typed("services", [row | {"staff_hours": hours, "volume": 4}])
        assert deep(earning=service_margins.margins(frame))["T16-hours"].status == status


def test_a_price_outside_what_people_said() -> None:
    rows = [{"respondent_id": f"r{i}", "service_id": "S1", "too_cheap": 10, "cheap": 20, "expensive": 30,
             "too_expensive": 40} for i in range(20)]  # fmt: skip
    for price, status in ((90, "finding"), (25, "fine"), (None, "not judged")):
        services = tables.typed("services", [{"id": "S1", "name": "Course", "price": price}])
        frame = tables.typed("wtp", rows)
        right = price_range.price_ranges(frame, services, draws=20)
        paid = willingness.willingness(frame, services, draws=20)
        assert deep(paid=paid, right=right)["T16-price"].status == status


def test_books_with_a_gap_and_levers_without_owner() -> None:
    frame = lines({"amount": 100, "end": "2027-03"})
    paid = tables.typed("actuals", [{"line_id": "B1", "month": "2027-01", "amount": 100}])
    books = actuals.compare(frame, paid, as_of="2027-03-10", count=3)
    assert books.complete == 1 and len(books.past) == 2
    assert "1 of 2 months" in deep(books=books)["N11-books"].finding
    whole = actuals.compare(frame, paid, as_of="2027-02-10", count=3)
    assert deep(books=whole)["N11-books"].status == "fine"
    bare = levers.weigh(_levers({"amount_low": 1, "lag_months": 1}))
    assert deep(ways=bare)["N11-levers"].status == "finding"
    owned = levers.weigh(_levers({"amount_low": 1, "lag_months": 1, "owner": "Awa"}))
    assert deep(ways=owned)["N11-levers"].status == "fine"
