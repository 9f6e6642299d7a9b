"""The guide's warnings on monitoring and on roadmaps, each tripped and not tripped."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from clusterlib import places, tables
from clusterlib.checks import Answer, Check
from clusterlib.monitoring import (
    impact,
    monitoring_checks,
    monitoring_questions,
    results_chain,
    results_chain_care,
    results_chain_links,
)
from clusterlib.roadmapping import roadmap, roadmap_checks, roadmapping_checks, roadmapping_questions
from clusterlib.roadmapping import trends as foresight

K: dict[str, Any] = {
    "name": "x",
    "baseline": 1,
    "baseline_period": "2024-03",
    "target": 9,
    "due": "2028-12-31",
    "frequency": "yearly",
}
LINK = {"from": "K1", "to": "K2", "hypothesis": "because", "agreed_on": "2024-01-10"}
GOOD: dict[str, list[dict[str, Any]]] = {
    "indicators": [
        {**K, "id": f"K{i}", "level": w} for i, w in enumerate(("input", "output", "outcome", "impact"), 1)
    ],
    "chain_links": [{**LINK, "from": f"K{i}", "to": f"K{i + 1}"} for i in (1, 2, 3)],
    "observations": [
        {"indicator_id": f"K{i}", "period": p, "value": 7} for i in (1, 2, 3, 4) for p in ("2025", "2026")
    ],
    "impact_answers": [
        {"respondent_id": f"m{i}", "period": "2026", "answered": "yes", "benefit": i} for i in range(8)
    ],
    "cards": [{"id": "C1", "lane": "effects", "text": "x", "start": "2027", "because": "K4"}],
}


def run(as_of: str = "2027-01-31", founded: str | None = "2024-01", **change: Any) -> dict[str, Check]:
    rows = {**GOOD, **change}
    t = {name: None if cells is None else tables.typed(name, cells) for name, cells in rows.items()}
    k, survey = t["indicators"], None
    if t["impact_answers"] is not None:
        survey = impact.survey(t["impact_answers"], draws=20)
    standing = chain = care = None
    if k is not None:
        standing = results_chain.progress(k, t["observations"], as_of=as_of)
        chain = results_chain_links.structure(k, t["chain_links"], standing, outcome_min=0.25)
        care = results_chain_care.care(k, t["observations"], as_of=as_of)
    found = monitoring_checks.pitfalls(
        standing, chain, care, survey, k, t["chain_links"], t["observations"], t["cards"], founded=founded
    )
    return {check.rule_id: check for check in found}


def test_a_sound_case_trips_nothing() -> None:
    assert {check.status for check in run().values()} == {"fine"}


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "monitoring-late": ({"founded": "2023-01"}, "red"),
    "monitoring-gaps": ({"observations": GOOD["observations"][::2]}, "amber"),
    "monitoring-aligned": ({"chain_links": GOOD["chain_links"][:2]}, "amber"),
    "monitoring-outcomes": (
        {
            "indicators": [
                {**row, "level": "output"} if row["id"] == "K3" else row for row in GOOD["indicators"]
            ],
            "chain_links": [],
        },
        "red",
    ),
    "monitoring-hypotheses": ({"chain_links": [{**LINK, "hypothesis": None}]}, "amber"),
    "monitoring-learning": (
        {"observations": [{**row, "value": 1} for row in GOOD["observations"]], "cards": []},
        "note",
    ),
    "monitoring-response": (
        {
            "impact_answers": [
                {**row, "answered": "no", "benefit": None} if i < 3 else row
                for i, row in enumerate(GOOD["impact_answers"])
            ]
        },
        "red",
    ),
}


@pytest.mark.parametrize("rule", list(BAD))
def test_each_warning_can_trip(rule: str) -> None:
    change, severity = BAD[rule]
    found = run(**change)[rule]
    assert (found.status, found.severity) == ("finding", severity)
    assert found.finding.endswith(".")
    assert found.cure.endswith(".")


def test_a_missing_beginning_is_worse_than_a_late_one() -> None:
    rows = [{**row, "baseline": None} if row["id"] == "K4" else row for row in GOOD["indicators"]]
    found = run(indicators=rows)["monitoring-late"]
    assert found.because == ("K4",)
    assert "“x”" in found.finding


def test_months_late_is_inclusive() -> None:
    assert run(founded="2023-09")["monitoring-late"].status == "fine"
    assert run(founded="2023-08")["monitoring-late"].status == "finding"


def test_agreed_after_two_rounds_is_late_and_after_one_is_not() -> None:
    late = [{**LINK, "from": "K1", "to": "K2", "agreed_on": "2027-01-10"}]
    assert run(chain_links=late)["monitoring-hypotheses"].status == "finding"
    between = [{**LINK, "from": "K1", "to": "K2", "agreed_on": "2026-06-10"}]
    assert run(chain_links=between)["monitoring-hypotheses"].status == "fine"


def test_without_tables_nothing_is_judged() -> None:
    nothing = dict.fromkeys(GOOD)
    assert {check.status for check in run(**nothing).values()} == {"not judged"}
    assert all(check.finding.endswith(".") for check in run(**nothing).values())


def questions() -> pd.DataFrame:
    return places.reference("key_questions")


def test_monitoring_questions_with_and_without_data() -> None:
    none = monitoring_questions.answers(None, None, None, None, None, questions=questions())
    assert len(none) == 4
    assert not any(answer.known for answer in none)
    t = {name: tables.typed(name, cells) for name, cells in GOOD.items()}
    standing = results_chain.progress(t["indicators"], t["observations"], as_of="2027-01-31")
    chain = results_chain_links.structure(t["indicators"], t["chain_links"])
    care = results_chain_care.care(t["indicators"], t["observations"], as_of="2027-01-31")
    full = monitoring_questions.answers(
        standing, chain, care, impact.survey(t["impact_answers"], draws=20), t["cards"], questions=questions()
    )
    assert all(answer.known for answer in full)
    assert "“x”" in full[-1].answer


# ------------------------------------------------------------------ roadmap
LANES = ("socio-economic", "enabling technology", "development", "effects")
CARDS: list[dict[str, Any]] = [
    {
        "id": f"C{i}",
        "lane": w,
        "text": f"card {i}",
        "start": str(2026 + 2 * i),
        "author": f"group {i}",
        "confidence": "low" if i else "high",
        "because": "TR1" if not i else None,
    }
    for i, w in enumerate(LANES)
]
ROAD: dict[str, list[dict[str, Any]]] = {
    "cards": CARDS,
    "recommendations": [
        {
            "id": "R1",
            "text": "Act",
            "because": "C1",
            "addressee": "Ministry",
            "owner": "Awa",
            "due": "2027-01-31",
        }
    ],
    "trends": [{"id": "TR1", "name": "AI", "impact": 5, "certainty": 5, "owner": "Ines"}],
    "tasks": [{"no": "1", "task": "x", "deadline": "2027-01-31"}],
}


def look(**change: Any) -> tuple[list[Check], list[Answer]]:
    t = {name: tables.typed(name, cells) for name, cells in {**ROAD, **change}.items()}
    road = roadmap.roadmap(t["cards"], None, t["recommendations"])
    found = roadmap_checks.check(road, t["tasks"])
    seen = foresight.trends(t["trends"], None, t["cards"])
    return (
        roadmapping_checks.pitfalls(road, found, seen),
        roadmapping_questions.answers(road, seen, t["trends"], None, questions=questions()),
    )


def test_a_sound_roadmap_trips_nothing() -> None:
    checks, answers = look()
    assert {check.status for check in checks} == {"fine"}
    assert all(answer.known for answer in answers)
    assert len(answers) == 4


WRONG: dict[str, dict[str, Any]] = {
    "roadmap-lanes": {"cards": CARDS[1:]},
    "roadmap-actions": {"recommendations": []},
    "roadmap-owners": {"recommendations": [{**ROAD["recommendations"][0], "owner": None}]},
    "roadmap-authors": {"cards": [{**card, "author": "group 0"} for card in CARDS]},
    "roadmap-horizon": {"cards": [{**card, "start": "2027"} for card in CARDS]},
    "roadmap-doubt": {"cards": [{**card, "confidence": "high"} for card in CARDS]},
    "roadmap-tasks": {"cards": [{**CARDS[0], "because": "1"}, *CARDS[1:]]},
    "trends-unanswered": {"cards": [{**card, "because": None} for card in CARDS]},
    "trends-watched": {"trends": [{**ROAD["trends"][0], "owner": None}]},
}


@pytest.mark.parametrize("rule", list(WRONG))
def test_each_lesson_can_trip(rule: str) -> None:
    found = next(check for check in look(**WRONG[rule])[0] if check.rule_id == rule)
    assert found.status == "finding"
    assert found.finding.endswith(".")
    assert found.cure.endswith(".")


def test_without_cards_trends_are_not_called_answered() -> None:
    seen = foresight.trends(tables.typed("trends", ROAD["trends"]))
    checks = {check.rule_id: check for check in roadmapping_checks.pitfalls(None, None, seen)}
    assert checks["trends-unanswered"].status == "not judged"
    answers = roadmapping_questions.answers(None, seen, None, None, questions=questions())
    assert not any(answer.known for answer in answers)


def test_nothing_judged_is_not_called_fine() -> None:
    assert run(observations=[])["monitoring-learning"].status == "not judged"


def test_an_action_without_addressee_is_noted() -> None:
    rows = [{**ROAD["recommendations"][0], "addressee": None}]
    found = next(check for check in look(recommendations=rows)[0] if check.rule_id == "roadmap-actions")
    assert (found.status, found.severity, found.because) == ("finding", "note", ("R1",))


def test_without_roadmap_nothing_is_judged() -> None:
    checks = roadmapping_checks.pitfalls(None, None, None)
    assert {check.status for check in checks} == {"not judged"}
    answers = roadmapping_questions.answers(None, None, None, None, questions=questions())
    assert not any(answer.known for answer in answers)
