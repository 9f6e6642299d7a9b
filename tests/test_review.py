from __future__ import annotations

from typing import Any

import pytest
import review_cases

from clusterlib import tables
from clusterlib.inputs import settings
from clusterlib.readings import Speaker
from clusterlib.review import printed
from clusterlib.review.registry import PHASES, covered, rules
from clusterlib.review.review import Judged, review, review_table
from clusterlib.review.rules_services import needed_trust
from clusterlib.review.scene import Scene

JUDGED = list(rules())


def scene(rows: review_cases.Rows, known: dict[str, Any]) -> Scene:
    frames = {name: tables.typed(name, cells) for name, cells in rows.items()}
    return Scene(frames, known, {}, known.get("as_of", "2026-11-01"))


def judged(rule: str, rows: review_cases.Rows, known: dict[str, Any], lang: str = "en") -> list[Judged]:
    return [item for item in review(scene(rows, known), say=Speaker(lang)) if item.rule.id == rule]


def test_every_rule_that_is_judged_has_a_case() -> None:
    assert list(review_cases.CASES) == JUDGED
    assert len(JUDGED) == 72 == len(rules())


@pytest.mark.parametrize("rule", JUDGED)
def test_a_rule_trips(rule: str) -> None:
    trips, _, known = review_cases.CASES[rule]
    found = judged(rule, trips, known)
    assert {item.status for item in found} == {"finding"}, found
    assert all(item.finding and item.cure for item in found)


@pytest.mark.parametrize("rule", JUDGED)
def test_a_rule_does_not_trip(rule: str) -> None:
    _, fine, known = review_cases.CASES[rule]
    if rule == "R58":
        known = {"strategy_date": "2023-01"}
    found = judged(rule, fine, known)
    assert {item.status for item in found} == {"fine"}, found
    assert not any(item.cure for item in found)


@pytest.mark.parametrize("rule", [rule.id for rule in rules().values() if rule.needs])
def test_without_what_it_needs_a_rule_is_not_judged_and_names_it(rule: str) -> None:
    (item,) = judged(rule, {}, {})
    assert item.status == "not judged"
    for need in rules()[rule].needs:
        assert all(part.removeprefix("case.") in item.finding for part in need.split("|"))


def test_in_an_empty_case_only_the_lack_of_any_analysis_is_a_finding() -> None:
    assert [item.rule.id for item in review(Scene({})) if item.status != "not judged"] == ["R03"]


def test_rules_of_later_workbooks_are_folded_away_until_their_tables_come() -> None:
    found = review(Scene({}))
    short, whole = (printed.lines(found, everything=wanted) for wanted in (False, True))
    assert not any("R36" in line for line in short) and any("table bodies" in line for line in whole)
    trips, _, known = review_cases.CASES["R36"]
    assert any("R36" in line for line in printed.lines(review(scene(trips, known))))


def test_the_first_set_needs_no_table_of_a_later_workbook() -> None:
    waiting = {6, 11, *range(20, 23), *range(36, 47), 51, 52, 56, 57, 59, 60, 62, 63, *range(66, 73), 64}
    first = [id_ for id_ in rules() if int(id_[1:]) not in waiting]
    assert len(first) == 40 and not any(rules()[id_].waits for id_ in first)


def test_the_guides_own_tables() -> None:
    """Worked in the specification: benefits of microTEC, the board of WICA, services without a price mark."""
    alone = [("full", "none")] * 13 + [("full", "partial")] * 4 + [("full", "full")] * 2 + [("none", "full")]
    names = ("for_members", "for_guests")
    rows = [{"id": f"b{i}", "text": "x"} | dict(zip(names, row, strict=True)) for i, row in enumerate(alone)]
    (item,) = judged("R56", {"member_benefits": rows}, {})
    assert item.status == "fine" and "13 of 20 (65 %)" in item.finding
    board = {"bodies": [{"body": "WICA", "type": "board", "seats": 7, "term_years": 4}]}
    assert judged("R38", board, {})[0].status == "not judged"
    marks = {
        "services": [{"id": "2", "name": "Joint procurement", "effort": "high", "relevance": "high;medium"}]
    }
    assert judged("R52", marks, {})[0].status == "not judged"


def test_trust_that_a_service_needs() -> None:
    """Teaching numbers of the method: the thresholds of seven services."""
    points = [
        (3, 1, 0, 0.5),
        (2, 0.5, 0.2, 0.5),
        (6, 1.5, 1, 2),
        (8, 2, 1, 3),
        (10, 2, 4, 5),
        (20, 4, 10, 12),
    ]
    need = [needed_trust(*row) for row in points]
    assert need == pytest.approx([0.4, 0.411765, 0.5, 0.5, 0.666667, 0.777778], abs=1e-6)
    assert needed_trust(10, 4, 6, 9) is None


def test_blank_cells_are_not_judged_and_never_zero() -> None:
    for rule, rows, known in (
        ("R37", {"bodies": [{"body": "K", "type": "board"}]}, {}),
        ("R51", {"projects": [{"id": "P", "name": "Study", "project_type": "funded"}]}, {}),
        ("R68", {"partnerships": [{"id": "P", "partner": "Q"}]}, {}),
        ("R69", {"instruments": [{"id": "N", "text": "x", "level": "actors"}]}, {}),
        ("R72", {"instruments": [{"id": "N", "text": "x", "level": "actors"}]}, {"phase": "initiation"}),
        ("R66", {"ideas": [{"id": "X", "text": "x", "corner_a": "A", "corner_b": "B"}],
                 "corners": [{"cluster": "A", "tag": "t", "score": 1}]}, {}),
        ("R42", {"skills": [{"person": "A", "skill": "s", "score": 4}]}, {}),
        ("R59", {"strategy_items": [{"version": "new", "id": "F", "field": "x", "change": "kept"}]}, {}),
    ):  # fmt: skip
        (item,) = judged(rule, rows, known)
        assert item.status == "not judged", (rule, item)


def test_what_a_rule_needs_stands_in_the_dictionary() -> None:
    for rule in rules().values():
        assert rule.phase in PHASES
        for need in rule.needs:
            for part in need.split("|"):
                name = part.removeprefix("case.")
                assert name in (settings.known() if name != part else tables.dictionary()), rule.id
        assert rule.title and rule.title_fr and rule.lines


def test_what_a_case_switches_off_is_off() -> None:
    trips, _, known = review_cases.CASES["R07"]
    found = {item.rule.id: item.status for item in review(scene(trips, known), off=["r07 ", "R08"])}
    assert (found["R07"], found["R08"], found["R10"]) == ("off", "off", "finding")


def test_findings_come_first_and_red_before_amber() -> None:
    trips, _, _ = review_cases.CASES["R09"]
    found = review(scene(trips | review_cases.CASES["R18"][0], {}))
    hits = [item.severity for item in found if item.status == "finding"]
    assert hits == sorted(hits, key=["red", "amber", "note"].index)
    states = [item.status for item in found]
    assert states == sorted(states, key=["finding", "not judged", "off", "fine"].index)


@pytest.mark.parametrize(
    ("rule", "step", "name", "value"),
    [
        ("R02", "mapping", "min_firms", 5),
        ("R26", "strategy", "one_person", 0.9),
        ("R27", "strategy", "longest_step", 400),
        ("R29", "strategy", "overdue", 1.0),
    ],
)
def test_parameters_of_a_step_reach_its_rules(rule: str, step: str, name: str, value: float) -> None:
    rows, _, known = review_cases.CASES[rule]
    looser = scene(rows, known)
    looser.parameters = {step: {name: value}}
    assert next(i for i in review(looser) if i.rule.id == rule).status == "fine"


def test_an_agreement_sells_nothing() -> None:
    rows = {"budget_lines": review_cases.CASES["R35"][1]["budget_lines"]}
    (item,) = judged("R35", rows, {"legal_form": "agreement"})
    assert item.status == "finding" and item.because == ("B5",)


def test_the_hand_over_has_its_columns_one_id_per_row_and_a_basis() -> None:
    rows = review_cases.CASES["R08"][0]
    rows = {"stakeholders": [rows["stakeholders"][0] | {"basis": "ILLUSTRATIVE"}]}
    here = scene(rows, {})
    table = review_table(review(here), here.frames)
    assert list(table.columns) == [column.name for column in tables.table("review").columns]
    assert table["id"].is_unique and len(table) >= len(rules())
    row = table.set_index("id").loc["R08-S1"]
    assert (row["status"], row["because"], row["basis"]) == ("finding", "S1", "ILLUSTRATIVE")
    tables.schema("review").validate(table, lazy=True)
    again = printed.from_table(tables.from_csv("review", tables.canonical_csv("review", table)))
    assert [(i.rule.id, i.finding, i.because) for i in again] == [
        (i.rule.id, i.finding, i.because) for i in review(here)
    ]


def test_later_phases_are_folded_away_unless_asked_for() -> None:
    trips, _, known = review_cases.CASES["R65"]
    found = review(scene(trips, known))
    short = "\n".join(printed.lines(found, phase="initiation"))
    assert "R65" not in short and "One finding belongs to a phase that is still to come" in short
    whole = "\n".join(printed.lines(found, phase="initiation", everything=True))
    assert "2 lanes are empty" in whole and "R36" in whole


def test_the_review_speaks_french() -> None:
    (item,) = judged("R08", {}, {}, "fr")
    assert item.finding.startswith("Chaque critique puissant a une mesure et un responsable")


def test_checks_of_steps_that_the_review_speaks_for() -> None:
    assert {"R08", "monitoring-late", "roadmap-lanes"} <= covered()
    assert "02-weak" not in covered() and "E9" not in covered()
