"""The three shipped cases through the tools of workbook 04: what the guide prints, and what was built in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from clusterlib import places
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.strategy import (
    action_plan,
    action_plan_readings,
    canvas,
    canvas_readings,
    goal_readings,
    goals,
    strategy_coverage,
    strategy_coverage_readings,
    strategy_tree,
    strategy_tree_readings,
)

NAMES = ("dakar-ict", "cotedivoire-plastics", "tunisia-automotive")
TABLES = ("goals", "indicators", "observations", "strategy_tree", "demands", "tasks", "swot_items", "canvas")


@lru_cache(maxsize=3)
def tables_of(name: str) -> dict[str, Any]:
    case = cases.open_case(places.shipped_case(name))
    return {table: case.table(table) for table in TABLES} | {"as_of": case.as_of}


def results(name: str) -> dict[str, Any]:
    t = tables_of(name)
    first = [t[n] for n in ("goals", "indicators", "observations", "strategy_tree", "demands")]
    return {
        "goals": goals.check_goals(*first, None, t["tasks"], t["swot_items"], as_of=t["as_of"]),
        "canvas": canvas.check_canvas(
            t["canvas"],
            t["goals"],
            t["strategy_tree"],
            t["demands"],
            questions=places.reference("canvas_questions"),
        ),
        "tree": strategy_tree.check_tree(t["strategy_tree"], t["goals"]),
        "coverage": strategy_coverage.cover(t["strategy_tree"], t["goals"], t["tasks"], t["demands"]),
        "plan": action_plan.plan(t["tasks"], as_of=t["as_of"], draws=200),
    }


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_reading_is_whole(name: str, lang: str) -> None:
    found, say = results(name), Speaker(lang, "XOF")
    texts = [
        goal_readings.read_goals(found["goals"], say=say),
        goal_readings.read_progress(goals.progress(found["goals"]), say=say),
        canvas_readings.read_canvas(found["canvas"], say=say),
        strategy_tree_readings.read_tree(found["tree"], say=say),
        strategy_coverage_readings.read_coverage(found["coverage"], say=say),
        action_plan_readings.read_plan(found["plan"], say=say),
    ]
    for text in texts:
        assert text.rstrip().endswith(".")
        words = text.replace("None of", "").replace(",", " ").split()
        assert not {"nan", "None", "{", "<NA>"} & set(words)


def test_the_questions_of_the_canvas_are_the_21_of_the_guide() -> None:
    found = canvas.check_canvas(None, questions=places.reference("canvas_questions"))
    assert len(found.questions) == 21
    assert {q.block for q in found.questions} == set(canvas.BLOCKS)
    assert all(len([q for q in found.questions if q.block == b]) == n for b, n in canvas.BLOCKS.items())


def test_the_tree_of_cote_divoire_is_the_guides() -> None:
    tree = results("cotedivoire-plastics")["tree"]
    assert tree.counts == {"vision": 1, "objective": 3, "initiative": 4, "enabling": 1, "intervention": 14}
    assert [len(tree.goals[name]) for name in ("IN1", "IN2", "IN3", "IN4", "EN1")] == [3, 2, 3, 3, 3]
    assert [(pair.first, pair.second) for pair in tree.twins] == [("IV4", "IV8")]
    assert sum(b.parent == "EN1" for b in tree.of("intervention")) == 2


def test_what_was_built_into_dakar_is_found() -> None:
    found = results("dakar-ict")
    by_id = {goal.id: goal for goal in found["goals"].goals}
    assert "two aims" in {finding.code for finding in by_id["G3"].findings}
    assert by_id["G5"].marks["measurable"] == "no"
    assert "KA4" in found["canvas"].orphans
    assert "3.3" in found["coverage"].idle_tasks
    assert [line.id for line in found["coverage"].demands if not line.branches] == ["A1"]
    assert found["plan"].network.path == ("3.2",)


def test_the_template_of_the_guide_has_nothing_filled() -> None:
    rows = places.reference("action_plan_template")
    found = action_plan.plan(rows[["no", "task"]], draws=5)
    assert found.filled == (0, 24)
