from __future__ import annotations

import csv
from typing import Any

import pytest
from typer.testing import CliRunner

from clusterlib import places, tables
from clusterlib.cli import app
from clusterlib.doubts import beside
from clusterlib.inputs import settings
from clusterlib.inputs.cases import open_case
from clusterlib.readings import Speaker
from clusterlib.review import printed
from clusterlib.review.question_facts import FACTS
from clusterlib.review.questions import Asked, ask, questions, told
from clusterlib.review.registry import PHASES, rules
from clusterlib.review.scene import Scene
from clusterlib.running.at_hand import case_frames

CASES = ("dakar-ict", "tunisia-automotive", "cotedivoire-plastics")


def scene(rows: dict[str, list[dict[str, Any]]], **known: Any) -> Scene:
    return Scene({n: tables.typed(n, cells) for n, cells in rows.items()}, known, {}, "2027-02-01")


def one(id_: str, here: Scene, lang: str = "en") -> Asked:
    return next(item for item in ask(here, say=Speaker(lang, currency="XOF")) if item.question.id == id_)


def test_there_are_seventeen_and_each_names_known_tables() -> None:
    assert len(questions()) == 17 and set(questions()) == set(FACTS)
    for question in questions().values():
        assert question.phase in PHASES and question.lines and question.text and question.text_fr
        for name in question.shows:
            setting = name.removeprefix("case.")
            assert name in tables.dictionary() or setting in settings.known(), question.id
    assert sum(q.phase == "initiation" for q in questions().values()) == 7


def test_in_an_empty_case_each_says_what_would_stand_beside_it() -> None:
    for item in ask(Scene({})):
        assert not item.answered
        assert item.facts.startswith(("The case has no table", "The case does not say"))


def test_an_answer_is_kept_and_shown_as_answered() -> None:
    row = {"question_id": "Q03", "text": "The chamber; Awa went there", "person": "Awa", "date": "2027-01-20"}
    item = one("Q03", scene({"answers": [row]}))
    assert item.answers == (("The chamber; Awa went there", "Awa", "2027-01-20"),)
    lines = printed.question_lines(told([item], ""))
    assert "       → Answered by Awa, 20 January 2027: The chamber; Awa went there" in lines
    assert not any("____" in line for line in lines)


def test_two_people_may_answer_and_an_answer_without_a_name_counts() -> None:
    rows = [
        {"question_id": "Q02", "text": "A strength", "person": "Awa"},
        {"question_id": "Q02", "text": "Both"},
    ]
    item = one("Q02", scene({"answers": rows}))
    assert [text for text, _, _ in item.answers] == ["A strength", "Both"]
    assert "       → Answered: Both" in printed.question_lines(told([item], ""))


def test_whose_work_is_touched_is_read_from_the_stakeholders() -> None:
    plain = {"assessment": "neutral", "influence": "low"}
    rows = [
        plain | {"id": "S1", "name": "Chamber", "type": "chamber"},
        plain | {"id": "S2", "name": "F", "type": "SME"},
    ]
    assert one("Q03", scene({"stakeholders": rows})).facts == "On the list are Chamber."
    assert one("Q03", scene({"stakeholders": rows[1:]})).facts.startswith("No association, chamber or agency")


def test_promised_impact_stands_beside_a_years_cost_without_a_limit() -> None:
    here = scene(
        {
            "indicators": [
                {"id": "K1", "name": "Jobs", "level": "impact", "unit": "jobs", "baseline": 100,
                 "target": 150}
            ],
            "budget_lines": [
                {"line_id": "B", "kind": "out", "category": "personnel", "amount": 1000,
                 "recurrence": "monthly", "start": "2027-01"}
            ],
        }
    )  # fmt: skip
    assert one("Q17", here).facts == (
        "A year costs XOF 12,000. Promised is: Jobs: from 100 to 150 jobs (XOF 240 of a year's costs for "
        "each unit of the change)."
    )


def test_who_came_to_the_goals_is_a_share_of_the_invited() -> None:
    rows = [
        {"list_id": "goals", "item_id": "early", "status": "met", "invited": 20, "present": 9},
        {"list_id": "goals", "item_id": "moderated", "status": "met", "present": 1},
    ]
    assert one("Q04", scene({"checks": rows})).facts == (
        "9 of 20 (45 %) invited people came: “begun early”. One person came: “somebody moderated”."
    )


def test_the_guides_contradiction_stands_beside_the_question_and_the_rule() -> None:
    assert one("Q07", Scene({})).doubt == beside(["E26"]) != ""
    assert "L1574, 2578" in beside(["E26"])
    assert "L540, 1867, 2043" in beside(rules()["R24"].doubts)
    known = {
        row["id"] for row in csv.DictReader((places.root() / "data/reference/contradictions.csv").open())
    }
    for touched in (*rules().values(), *questions().values()):
        assert set(touched.doubts) <= known


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_all_questions_are_put_to_each_shipped_case(name: str, lang: str) -> None:
    case = open_case(places.shipped_case(name))
    here = Scene(case_frames(case), case.settings, {}, case.as_of)
    for item in ask(here, say=case.say(lang)):
        assert item.text and item.facts
        assert not any(word in f"{item.facts} {item.doubt}" for word in ("nan", "None", "<NA>", "{"))


def test_the_command_prints_questions_with_room_for_an_answer() -> None:
    found = CliRunner().invoke(app, ["review", str(places.shipped_case("dakar-ict"))])
    assert found.exit_code == 0
    assert "Questions for a person" in found.stdout and "Answered by Awa" in found.stdout
    assert "Q16" not in found.stdout
    whole = CliRunner().invoke(app, ["review", str(places.shipped_case("dakar-ict")), "--all"])
    assert all(id_ in whole.stdout for id_ in questions())
