from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from budgets import balanced_year, hostile, lines
from test_fees import tiers
from test_financing_mix import income

from clusterlib import tables
from clusterlib.checks import Check
from clusterlib.financing import (
    fees,
    financing_checks,
    financing_mix,
    financing_questions,
    liquidity,
    liquidity_costs,
)
from clusterlib.readings import Speaker

EUR = Speaker("en", currency="EUR")


def judged(
    frame: pd.DataFrame | None,
    *,
    opening: float | None = 10000.0,
    tier: pd.DataFrame | None = None,
    mix: dict[str, Any] | None = None,
    schedule: pd.DataFrame | None = None,
    **options: Any,
) -> dict[str, Check]:
    """All checks on some budget lines, by rule."""
    found = financing_checks.judge(
        frame,
        liquidity.plan(frame, opening_cash=opening),
        financing_mix.mix(frame, **(mix or {})),
        liquidity_costs.costs(frame),
        None if tier is None else fees.design(tier, fees.need(frame)),
        schedule,
        say=EUR,
        **options,
    )
    return {check.rule_id: check for check in found}


@pytest.mark.parametrize(
    ("frame", "status"),
    [
        (lines(), "finding"),
        (lines({"amount": 1}), "finding"),
        (lines({"kind": "in", "category": "public", "amount": 1}), "finding"),
        (balanced_year(), "fine"),
    ],
)
def test_a_model_has_two_sides(frame: pd.DataFrame, status: str) -> None:
    assert judged(frame)["R19"].status == status


@pytest.mark.parametrize(("opening", "status"), [(10000.0, "fine"), (0.0, "finding"), (None, "not judged")])
def test_money_runs_out(opening: float | None, status: str) -> None:
    check = judged(balanced_year(), opening=opening)["R30"]
    assert check.status == status
    if status == "finding":
        assert "January 2027: EUR −4,000" in check.finding and check.because == ("B1", "B4")


def test_living_on_what_nobody_promised() -> None:
    check = judged(balanced_year())["R31"]
    assert check.status == "finding" and check.because == ("B2", "B3")
    assert "In 10 months, the first of them March 2027" in check.finding
    assert judged(balanced_year(), opening=10**6)["R31"].status == "fine"


def test_one_grant_decides() -> None:
    check = judged(balanced_year())["T13-one"]
    assert (
        check.status == "finding"
        and check.because == ("B2", "B3")
        and "2 lines that are not promised decide, each alone" in check.finding
    )
    assert judged(balanced_year(), opening=10**6)["T13-one"].status == "fine"
    assert judged(balanced_year(), opening=0)["T13-one"].status == "not judged"


@pytest.mark.parametrize(
    ("phase", "lacks"), [("establishment", True), ("operationalisation", False), ("", False)]
)
def test_founding_costs_are_asked_for_only_at_the_beginning(phase: str, lacks: bool) -> None:
    check = judged(balanced_year(), phase=phase)["R32"]
    assert (check.status == "finding") is lacks
    assert ("costs of the founding" in check.finding) is lacks


def test_a_plan_without_people() -> None:
    assert "costs of people" in judged(lines({"amount": 1, "category": "rent"}))["R32"].finding


@pytest.mark.parametrize(
    ("frame", "status", "said"),
    [
        (
            income(("public", 80), ("membership", 20)),
            "finding",
            "one source brings 80 % of the income: public",
        ),
        (income(("membership", 50), ("services", 50)), "finding", "private"),
        (income(("public", 50), ("membership", 30), ("projects", 20)), "fine", ""),
        (lines(), "not judged", ""),
    ],
)
def test_dependence(frame: pd.DataFrame, status: str, said: str) -> None:
    check = judged(frame)["R33"]
    assert check.status == status and said in check.finding


def test_the_limit_of_dependence_can_be_moved() -> None:
    frame = income(("public", 80), ("membership", 20))
    assert judged(frame, max_share=0.8)["R33"].status == "fine"


@pytest.mark.parametrize(("public", "status"), [(0.0, "finding"), (25.0, "fine")])
def test_public_money_at_the_end(public: float, status: str) -> None:
    frame = income(("public", public), ("membership", 100 - public))
    assert judged(frame)["R34"].status == status


@pytest.mark.parametrize(
    ("later", "founded", "status"),
    [(12, "2020-01", "finding"), (30, "2020-01", "fine"), (12, "2024-01", "fine"), (12, "", "not judged")],
)
def test_private_income_after_five_years(later: float, founded: str, status: str) -> None:
    first = income(("membership", 10), ("public", 90))
    second = income(("membership", later), ("public", 100 - later), start="2028-01", end="2028-12")
    frame = pd.concat([first, second], ignore_index=True).assign(line_id=["a", "b", "c", "d"])
    assert judged(frame, mix={"founded": founded, "as_of": "2027-01"})["R50"].status == status


def test_one_year_cannot_show_a_rise() -> None:
    check = judged(balanced_year(), mix={"founded": "2010", "as_of": "2027"})["R50"]
    assert check.status == "not judged"


def test_costs_that_serve_nothing() -> None:
    frame = lines({"amount": 1, "text": "New website"}, {"amount": 1, "because": "2.6"})
    check = judged(frame)["T13-because"]
    assert check.because == ("B1",) and "New website (B1)" in check.finding
    assert judged(balanced_year())["T13-because"].status == "fine"


@pytest.mark.parametrize(("fee", "status"), [(1000, "finding"), (6000, "fine"), (None, "not judged")])
def test_fees_in_the_plan_must_exist(fee: float | None, status: str) -> None:
    tier = tiers({"members": 10, "weight": 1, "fee_now": fee})
    assert judged(balanced_year(), tier=tier)["T15-fees"].status == status


@pytest.mark.parametrize("frame", [None, lines(), hostile(20), balanced_year()])
@pytest.mark.parametrize("opening", [None, 0.0])
def test_every_finding_has_a_cure_and_no_text_has_a_hole(
    frame: pd.DataFrame | None, opening: float | None
) -> None:
    for check in judged(frame, opening=opening, tier=tiers({"members": 1, "weight": 1})).values():
        assert check.finding and "nan" not in check.finding.lower().split()
        assert bool(check.cure) or check.status != "finding"


@pytest.mark.parametrize(
    ("start", "day", "status"),
    [
        ("2027-04", "2027-05-03", "finding"),
        ("2027-05", "2027-05-28", "fine"),
        ("2027-04", None, "not judged"),
    ],
)
def test_a_cost_before_its_task(start: str, day: str | None, status: str) -> None:
    frame = lines({"amount": 1, "recurrence": "once", "start": start, "because": "2.4", "category": "events"})
    row = {"no": "2.4", "task": "Investor day", "start_on": day}
    check = judged(frame, schedule=tables.typed("task_schedule", [row]))["T12-early"]
    assert check.status == status
    assert judged(frame)["T12-early"].status == "not judged"


def test_rules_have_names_of_their_own() -> None:
    assert len(judged(balanced_year())) == 11


def test_questions_are_answered_from_data_or_said_to_be_open() -> None:
    frame = balanced_year()
    plan, costs, mix = (
        liquidity.plan(frame, opening_cash=10000),
        liquidity_costs.costs(frame),
        financing_mix.mix(frame),
    )
    services = tables.typed("services", [{"id": "S1", "name": "Coaching", "payment": "charged", "price": 5}])
    found = financing_questions.answer(plan, costs, mix, None, services, say=EUR)
    assert all(item.known for item in found)
    assert "personnel (100 %)" in found[0].answer and "Every cost line" in found[1].answer
    assert "Coaching" in found[2].answer and "EUR 2,000, in February 2027" in found[5].answer
    for item in financing_questions.answer(None, None, None, None, None, say=EUR):
        assert item.question.endswith("?") and item.answer and not item.known
