"""Each lesson of the guide trips on a case that ignores it, and rests on one that does not."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from clusterlib import tables
from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.strategy import (
    action_plan,
    action_plan_checks,
    goals,
    strategy_answers,
    strategy_checks,
    strategy_coverage,
    strategy_parts,
    strategy_tree,
    workload,
)
from clusterlib.strategy.canvas import check_canvas

TODAY = "2027-01-04"
SAY = Speaker()
GOAL = {
    "id": "G1",
    "text": "Raise exports",
    "because": "D1",
    "field": "export",
    "outcome": "actors",
    "owner": "Awa",
    "due": "2029-12-31",
}
TREE = [
    {"id": "V", "level": "vision", "text": "Firms of Dakar sell abroad"},
    {"id": "I1", "level": "initiative", "parent_id": "V", "text": "Fairs", "because": "G1"},
    {"id": "N1", "level": "intervention", "parent_id": "I1", "text": "Stand at a fair", "because": "D1"},
]
TASKS = [
    {
        "no": str(i),
        "task": f"t{i}",
        "m": 10,
        "impact": 5,
        "responsible": f"P{i % 3}",
        "deadline": "2027-06-30",
        "milestone": "yes",
        "because": "N1",
        "status": "open",
    }
    for i in range(6)
]
LINES = [
    {
        "line_id": "B1",
        "kind": "in",
        "category": "membership",
        "amount": 9.0,
        "recurrence": "yearly",
        "start": "2027-01",
        "committed": "yes",
    },
    {
        "line_id": "B2",
        "kind": "out",
        "category": "events",
        "amount": 9.0,
        "recurrence": "once",
        "start": "2027-01",
        "because": "1",
    },
]
PEOPLE = [
    {
        "id": "S1",
        "name": "Federation",
        "type": "SME",
        "assessment": "positive",
        "influence": "high",
        "measure": "lead a group",
    },
]
CASE: dict[str, Any] = {
    "goals": [GOAL],
    "strategy_tree": TREE,
    "tasks": TASKS,
    "budget_lines": LINES,
    "stakeholders": PEOPLE,
    "demands": [{"item_id": "D1", "category": "c", "text": "Export"}],
    "indicators": None,
}


def frames(**over: Any) -> dict[str, Any]:
    return {k: None if v is None else tables.typed(k, v) for k, v in (CASE | over).items()}


def strategy(over: dict[str, Any], **options: Any) -> dict[str, Check]:
    f = frames(**over)
    judged = (
        None
        if f["goals"] is None
        else goals.check_goals(
            f["goals"], f["indicators"], None, f["strategy_tree"], f["demands"], None, f["tasks"], as_of=TODAY
        )
    )
    tree = None if f["strategy_tree"] is None else strategy_tree.check_tree(f["strategy_tree"], f["goals"])
    coverage = strategy_coverage.cover(f["strategy_tree"], f["goals"], f["tasks"], f["demands"])
    found = strategy_checks.pitfalls(
        judged,
        tree,
        coverage,
        f["budget_lines"],
        f["stakeholders"],
        f["goals"],
        f["strategy_tree"],
        f["tasks"],
        say=SAY,
        **options,
    )
    return {check.rule_id: check for check in found}


MORE = [GOAL | {"id": f"G{i}", "field": goals.FIELDS[i % 3]} for i in range(1, 4)]


@pytest.mark.parametrize(
    ("rule", "over", "words"),
    [
        ("R13", {"goals": [GOAL | {"because": "W1"}]}, "no goal rests on it: “Export” (D1)."),
        ("R14", {"goals": [GOAL | {"because": "W1"}]}, "One goal answers no demand: “Raise exports” (G1)."),
        ("R15", {"indicators": []}, "whether one goal is reached: “Raise exports” (G1)."),
        ("R16", {"goals": [GOAL]}, "one goal in one field"),
        ("R16", {"goals": [GOAL | {"field": None}]}, "one goal; the limits in use are 3 to 7."),
        ("R17", {"goals": MORE}, "No goal serves the cluster itself"),
        ("R23", {"strategy_tree": TREE[1:]}, "No vision is written down"),
        ("R19", {"budget_lines": LINES[:1]}, "no sketch of what they cost"),
        ("R19", {"budget_lines": None}, "no sketch of what they cost"),
        (
            "R19",
            {"goals": [GOAL, GOAL | {"id": "G2"}]},
            "leads to one goal: “Raise exports” (G2).",
        ),
        ("R08", {"stakeholders": [PEOPLE[0] | {"assessment": "critical"}]}, "Federation"),
        (
            "T11",
            {"strategy_tree": [*TREE, TREE[1] | {"id": "I2"}, TREE[2] | {"id": "N2", "parent_id": "I2"}]},
            "“Stand at a fair” (N1) and “Stand at a fair” (N2) say the same",
        ),
    ],
)
def test_what_is_wrong_is_found(rule: str, over: dict[str, Any], words: str) -> None:
    check = strategy(over)[rule]
    assert check.status == "finding"
    assert words in check.finding
    assert check.cure


@pytest.mark.parametrize("rule", ["R13", "R14", "R19", "R23", "R08"])
def test_what_is_right_is_fine(rule: str) -> None:
    assert strategy({})[rule].status == "fine"


def test_missing_tables_are_not_judged() -> None:
    bare = dict.fromkeys(CASE)
    found = strategy(bare)
    assert {check.status for check in found.values()} == {"not judged"}


def test_started_from_above() -> None:
    assert "R01" not in strategy({}, instigator="business")
    assert strategy({}, instigator="donor")["R01"].status == "fine"
    alone = strategy({"stakeholders": [PEOPLE[0] | {"measure": None}]}, instigator="policy")["R01"]
    assert alone.status == "finding" and "0 supporting firms" in alone.finding
    assert strategy({"budget_lines": None}, instigator="policy")["R01"].status == "not judged"


def test_old_strategies_and_tasks_before_them() -> None:
    early = {"tasks": [TASKS[0] | {"start_on": "2026-05-30"}, TASKS[1] | {"start_on": "2026-06-02"}]}
    found = strategy(early, strategy_date="2026-06", as_of="2032-05-31")
    assert found["L1668"].because == ("0",) and "L3818" not in found
    assert strategy({}, strategy_date="2026-06", as_of="2032-06-01")["L3818"].status == "finding"


def plan_checks(tasks: list[dict[str, Any]], capacity: Any = None, **options: Any) -> dict[str, Check]:
    f = frames(tasks=tasks)
    plan = action_plan.plan(f["tasks"], as_of=TODAY, draws=200)
    days = None if capacity is None else tables.typed("capacity", capacity)
    load = workload.workload(plan, days)
    found = action_plan_checks.pitfalls(plan, load, say=SAY, **options)
    return {check.rule_id: check for check in found}


def each(**cells: Any) -> list[dict[str, Any]]:
    return [row | cells for row in TASKS]


@pytest.mark.parametrize(
    ("rule", "tasks", "words"),
    [
        ("R24", each(impact=2), "Nothing visible is finished within the first 90 days"),
        ("R27", [TASKS[0] | {"m": 120}], "“t0” (0): 120 days."),
        ("R18", [*TASKS, TASKS[0] | {"no": "9", "because": None}], "One task serves nothing: “t0” (9)."),
        (
            "R25",
            each(responsible=None),
            "Nobody answers for: “t0” (0), “t1” (1), “t2” (2)",
        ),
        ("R25", [TASKS[0] | {"deadline": None}], "No deadline: “t0” (0)."),
        ("R26", each(responsible="Awa"), "Awa answers for 6 of 6 tasks."),
        ("R28", each(milestone="no"), "6 tasks and no milestone."),
        (
            "R29",
            [TASKS[0] | {"deadline": "2026-12-01"}],
            "that was due is not finished (of 1): “t0” (0).",
        ),
        ("T12", each(m=300, deadline="2027-03-01"), "more likely not finished than finished on 1 March 2027"),
    ],
)
def test_plans_that_fail(rule: str, tasks: list[dict[str, Any]], words: str) -> None:
    check = plan_checks(tasks)[rule]
    assert check.status == "finding"
    assert words in check.finding


def test_plans_that_hold() -> None:
    found = plan_checks(TASKS)
    fine = {"R24", "R27", "R18", "R25", "R26", "R28", "T12"}
    assert {rule for rule, check in found.items() if check.status == "fine"} == fine
    assert found["R29"].status == "not judged"


def test_too_much_for_a_person() -> None:
    days = [{"person": "P1", "month": "2027-01", "days": 2}]
    check = plan_checks(each(effort_pd=10), days)["T12"]
    assert check.status == "finding" and "more days are asked than there are of P1" in check.finding


def test_quick_wins_need_impact_and_days() -> None:
    assert plan_checks(each(impact=None))["R24"].status == "not judged"


def test_empty_plans() -> None:
    for plan in (None, action_plan.plan(None)):
        assert [c.status for c in action_plan_checks.pitfalls(plan, None, say=SAY)] == ["not judged"]


ASKED = ("I01", "I02", "I06", "I10", "E01", "O10", "T07")
QUESTIONS = pd.DataFrame([{"id": i, "text": f"question {i}", "text_fr": ""} for i in ASKED])


def test_key_questions_are_answered_from_data() -> None:
    f = frames()
    judged = goals.check_goals(f["goals"], None, None, f["strategy_tree"], f["demands"], as_of=TODAY)
    notes = [{"id": "V1", "block": "value propositions", "question": 1, "text": "A stand for all"}]
    told = strategy_answers.answers(
        judged,
        check_canvas(tables.typed("canvas", notes)),
        strategy_tree.check_tree(f["strategy_tree"]),
        action_plan.plan(f["tasks"], as_of=TODAY, draws=5),
        say=SAY,
        questions=QUESTIONS,
    )
    by = {answer.question: answer for answer in told}
    assert len(told) == 7
    assert "Firms of Dakar sell abroad" in by["question I01"].answer and by["question I01"].known
    assert "“A stand for all”" in by["question I06"].answer
    assert not by["question I10"].known
    assert "First visible results: “t0” (0), “t1” (1), “t2” (2)" in by["question E01"].answer
    assert "No goal has a measured value" in by["question O10"].answer
    assert "5 words" in by["question T07"].answer
    assert "0 t0 (P0)" in told[-1].answer


def test_questions_without_any_table_stay_open() -> None:
    told = strategy_answers.answers(None, None, None, None, say=SAY, questions=QUESTIONS)
    assert not any(answer.known for answer in told)
    assert all(answer.answer.endswith(".") for answer in told)


def test_parts_of_a_strategy() -> None:
    f = frames()
    judged = goals.check_goals(f["goals"], tables.typed("indicators", []))
    plan = action_plan.plan(tables.typed("tasks", each(deadline=None)[:2] + TASKS[2:]), draws=5)
    found = strategy_parts.parts(judged, plan, tables.typed("services", []), legal_form="association")
    assert [part.state for part in found] == ["missing", "present", "partly", "missing", "partly"]
    text = strategy_parts.read_parts(found)
    assert "Missing in the strategy: Services and other results and Monitoring and evaluation." in text
    assert list(strategy_parts.table_parts(found).iloc[:, 1]) == [part.state for part in found]
    full = tuple(strategy_parts.Part(code, "present", 1, 1) for code in strategy_parts.COMPONENTS)
    assert strategy_parts.read_parts(full).startswith("All five parts")
