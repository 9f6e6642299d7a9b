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
from clusterlib.review.scene import Scene

JUDGED = [rule.id for rule in rules().values() if rule.judge is not None]


def scene(rows: review_cases.Rows, known: dict[str, Any]) -> Scene:
    frames = {name: tables.typed(name, cells) for name, cells in rows.items()}
    return Scene(frames, known, {}, known.get("as_of", "2026-11-01"))


def judged(rule: str, rows: review_cases.Rows, known: dict[str, Any], lang: str = "en") -> list[Judged]:
    return [item for item in review(scene(rows, known), say=Speaker(lang)) if item.rule.id == rule]


def test_every_rule_that_is_judged_has_a_case() -> None:
    assert list(review_cases.CASES) == JUDGED
    assert len(JUDGED) == 41


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


def test_rules_of_later_workbooks_wait() -> None:
    (item,) = judged("R36", {"bodies": [{"body_id": "b"}]}, {})
    assert item.status == "not judged"
    assert "later edition" in item.finding


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


def test_parameters_of_a_step_reach_its_rules() -> None:
    rows, _, _ = review_cases.CASES["R02"]
    looser = scene(rows, {})
    looser.parameters = {"mapping": {"min_firms": 5}}
    assert next(i for i in review(looser) if i.rule.id == "R02").status == "fine"


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
    assert "02-weak" not in covered() and "R20" not in covered()
