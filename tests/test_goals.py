"""SMART marks, red thread and hand-over of the goals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from clusterlib import figures, tables
from clusterlib.readings import Speaker
from clusterlib.strategy import goal_plots, goal_readings, goals
from clusterlib.strategy.goal_points import POINTS, Finding, Limits

AS_OF = "2026-12-31"


def goal(**cells: Any) -> dict[str, Any]:
    return {
        "id": "G1",
        "text": "Raise start-up investment in Dakar",
        "because": "O1",
        "field": "innovation",
        "outcome": "actors",
        "due": "2028-12-31",
        **cells,
    }


def indicator(**cells: Any) -> dict[str, Any]:
    return {
        "id": "K1",
        "name": "Investment",
        "level": "outcome",
        "because": "G1",
        "unit": "m XOF",
        "baseline": 20,
        "baseline_period": "2024",
        "target": 50,
        "data_source": "survey",
        **cells,
    }


TREE = [
    {"id": "V", "level": "vision", "text": "Dakar leads"},
    {"id": "O1", "level": "objective", "parent_id": "V", "text": "Start-ups", "because": "C3;C4"},
    {"id": "I1", "level": "initiative", "parent_id": "O1", "text": "Fund", "because": "G1"},
    {"id": "N1", "level": "intervention", "parent_id": "I1", "text": "Pitch days"},
]
DEMANDS = [{"item_id": i, "category": "c", "text": i} for i in ("C3", "C4", "A1")]
OBJECTIVES = [
    {"id": "O-C3", "objective": "Start-ups", "because": "C3;C4", "rule": "r", "score": 2.7, "basis": "GUIDE"},
    {"id": "O-A1", "objective": "Training", "because": "A1", "rule": "r", "score": 2.5, "basis": "GUIDE"},
]
SWOT = [{"id": "W1", "quadrant": "weakness", "text": "w"}]
TASKS = [{"no": "1", "task": "First pitch day", "because": "N1", "milestone": "yes"}]
SEEN = [
    {"indicator_id": "K1", "period": "2025", "value": 26},
    {"indicator_id": "K1", "period": "2026", "value": 35},
]


def check(goal_rows: list[dict[str, Any]], **over: Any) -> goals.GoalsChecked:
    given: dict[str, Any] = {
        "indicators": [indicator()],
        "observations": SEEN,
        "strategy_tree": TREE,
        "demands": DEMANDS,
        "objectives": OBJECTIVES,
        "tasks": TASKS,
        "swot_items": SWOT,
        **over,
    }
    options = {name: given.pop(name) for name in ("as_of", "limits") if name in given}
    frames = [None if given[name] is None else tables.typed(name, given[name]) for name in given]
    return goals.check_goals(tables.typed("goals", goal_rows), *frames, **{"as_of": AS_OF, **options})


def marks(result: goals.GoalsChecked) -> str:
    return "".join({"yes": "+", "no": "-", "cannot be said": "?"}[result.goals[0].marks[p]] for p in POINTS)


def test_a_whole_goal_holds_all_five_and_is_tied_to_the_votes() -> None:
    result = check([goal()])
    one = result.goals[0]
    assert (marks(result), one.smart, one.findings) == ("+++++", 5, ())
    assert one.objectives == ("O-C3",)
    assert one.achieved == pytest.approx(0.5)
    assert one.index == pytest.approx(0.5 / (730 / 1461))
    assert result.programme == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("cells", "over", "expected", "codes"),
    [
        ({"text": "Raise investment and train founders"}, {}, "-++++", ["two aims"]),
        ({"text": "Raise investment and support founders"}, {}, "?++++", ["second aim?"]),
        ({"text": "Raise " + "very " * 30 + "much"}, {}, "-++++", ["long"]),
        ({"text": "Investment"}, {}, "?++++", ["no verb"]),
        ({"field": None}, {}, "?++++", ["no field"]),
        ({}, {"indicators": []}, "+-?++", ["no indicator"]),
        ({}, {"indicators": None}, "+??++", []),
        ({}, {"indicators": [indicator(unit=None, target=None)]}, "+-?++", ["indicator lacks"]),
        ({}, {"observations": []}, "++?++", ["no history"]),
        ({}, {"limits": Limits(reach_factor=0.5)}, "++-++", ["too fast"]),
        ({}, {"observations": [SEEN[1] | {"value": 10}]}, "++-++", ["wrong way"]),
        ({"because": None}, {}, "+++-+", ["rests on nothing"]),
        ({"because": "V"}, {}, "+++?+", ["rests on air"]),
        ({"because": "W1"}, {}, "+++++", []),
        ({"due": None}, {}, "++?+-", ["no history", "no date"]),
        ({"due": "2026-06-30"}, {}, "++-+-", ["time is up", "date passed"]),
        ({"due": "2040-12-31"}, {}, "++++-", ["far away"]),
        ({}, {"tasks": []}, "++++-", ["no milestone"]),
        ({}, {"tasks": None}, "+++++", []),
        ({}, {"tasks": [TASKS[0] | {"status": "dropped"}]}, "++++-", ["no milestone"]),
        ({}, {"as_of": None}, "++?++", ["no history"]),
    ],
)
def test_marks(cells: dict[str, Any], over: dict[str, Any], expected: str, codes: list[str]) -> None:
    result = check([goal(**cells)], **over)
    assert marks(result) == expected
    assert [finding.code for finding in result.goals[0].findings] == codes


def test_a_target_that_is_reached_is_in_reach() -> None:
    seen = [{"indicator_id": "K1", "period": "2025", "value": 51}]
    result = check([goal(due="2026-06-30")], observations=seen)
    assert result.goals[0].marks["achievable"] == "yes"


def test_programme_is_weighted_over_measured_goals_only() -> None:
    result = check(
        [goal(weight=3), goal(id="G2"), goal(id="G3")],
        indicators=[indicator(), indicator(id="K2", because="G2", target=80)],
        observations=[*SEEN, {"indicator_id": "K2", "period": "2026", "value": 20}],
    )
    assert result.measured == 2
    assert result.programme == pytest.approx((3 * 0.5 + 0) / 4)


@pytest.mark.parametrize(
    ("n", "fields", "codes"),
    [(2, 1, ["number", "breadth"]), (3, 2, []), (7, 5, []), (8, 6, ["number", "breadth"])],
)
def test_number_and_breadth(n: int, fields: int, codes: list[str]) -> None:
    rows = [goal(id=f"G{i}", field=goals.FIELDS[i % fields], outcome=None) for i in range(n)]
    result = check(rows)
    assert [finding.code for finding in result.findings] == codes
    assert result.breadth == fields / 8


def test_two_outcomes_are_asked_for_once_the_column_is_used() -> None:
    assert check([goal(id=f"G{i}", outcome=None) for i in range(3)]).findings[1:] == ()
    found = check([goal(id="G1"), goal(id="G2"), goal(id="G3", field="export")]).findings
    assert found == (Finding("outcome", {"side": "cluster"}),)


def test_no_goal_no_field() -> None:
    empty = check([])
    assert (empty.goals, empty.programme, empty.breadth, empty.findings) == ((), None, None, ())
    assert "no goal yet" in goal_readings.read_goals(empty)
    assert check([goal(field=None)]).breadth is None
    assert check([goal(field="other")]).breadth == 0


def test_input_frames_are_not_changed() -> None:
    frame = tables.typed("goals", [goal()])
    before = frame.copy()
    goals.check_goals(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_hand_over_has_the_columns_of_the_dictionary_and_the_weakest_basis() -> None:
    result = check([goal(), goal(id="G2", because=None)], indicators=[indicator(basis="ILLUSTRATIVE")])
    frame = goal_readings.goals_table(result)
    assert list(frame.columns) == list(tables.table("goals_checked").column_names)
    assert list(frame["because"].fillna("")) == ["O-C3;O1", ""]
    assert list(frame["basis"]) == ["ILLUSTRATIVE", "USER"]
    assert frame.loc[1, "finding"] == "no indicator; rests on nothing; no milestone on the way"
    typed = tables.typed("goals_checked", frame)
    assert list(typed["smart"]) == [5, 1]


def test_display_tables_hold_text_only() -> None:
    result = check([goal(id=f"G{i}") for i in range(14)])
    for table in (goal_readings.table_goals(result), goal_readings.table_measures(goals.progress(result))):
        assert len(table) <= 10
        assert all(isinstance(cell, str) for row in table.to_numpy() for cell in row)
        assert not table.isin(["nan", "None"]).any(axis=None)


BARE: dict[str, Any] = {"indicators": None, "observations": None, "objectives": None, "tasks": None}
MANY = [goal(id=f"G{i}") for i in range(9)]


@pytest.mark.parametrize("rows", [[], [goal()], [goal(text="$x_{ <script>")], MANY])
@pytest.mark.parametrize("over", [{}, BARE])
def test_readings_are_whole_sentences(rows: list[dict[str, Any]], over: dict[str, Any]) -> None:
    text = goal_readings.read_goals(check(rows, **over))
    assert text.strip().endswith((".", "do."))
    assert "nan" not in text and "None " not in text.replace("None of", "")
    assert "{" not in text.replace("$x_{", "")
    assert "  " not in text


def test_reading_names_what_is_missed_and_who_is_late() -> None:
    result = check([goal(), goal(id="G2", due=None), goal(id="G3", due=None)])
    text = goal_readings.read_goals(result)
    assert "One of 3 goals holds all five points." in text
    both = "“Raise start-up investment in Dakar” (G2) and “Raise start-up investment in Dakar” (G3)"
    assert f"each by 2 of 3 goals: measurable and timed. Goals concerned: {both}." in text
    told = goal_readings.read_progress(goals.progress(result))
    assert "50 % of the way to its target" in told and "As fast as time or faster: “Investment” (K1)." in told


LONG = "Win " + "members of the cluster " * 9
HOSTILE = ["$x_{", "<script>alert(1)</script>", "قيمة العنقود", "w" * 200, LONG]


@pytest.mark.parametrize("n", [0, 1, 3, 8, 20])
@pytest.mark.parametrize("plot", [goal_plots.plot_smart, goal_plots.plot_progress])
def test_figures_are_finished(n: int, plot: Any) -> None:
    rows = [goal(id=f"G{i}", text=HOSTILE[i % 5]) for i in range(n)]
    own = [indicator(id=f"K{i}", because=f"G{i}", name=HOSTILE[i % 5], target=25 + i) for i in range(n)]
    seen = [{"indicator_id": f"K{i}", "period": "2026", "value": 10 + 3 * i} for i in range(n)]
    result = check(rows, indicators=own, observations=seen)
    given = goals.progress(result) if plot is goal_plots.plot_progress else result
    ax = plot(given, say=Speaker("fr"))
    assert figures.overlaps(ax.figure) == []
    if n:
        assert ax.get_title(loc="left")
        assert len(ax.get_yticklabels()) == n
        assert "…" in ax.get_yticklabels()[min(n - 1, 3)].get_text() or n < 4


def test_progress_of_goals_that_run_behind_or_away() -> None:
    seen = [SEEN[1] | {"value": 22}, {"indicator_id": "K2", "period": "2026", "value": 10}]
    own = [indicator(), indicator(id="K2", because="G2")]
    found = goals.progress(check([goal(), goal(id="G2")], indicators=own, observations=seen))
    text = goal_readings.read_progress(found)
    assert "Slower than time goes by: “Investment” (K1)." in text
    assert "Farther from the target than at the beginning: “Investment” (K2)." in text


def test_plain_table_for_comparison() -> None:
    assert goal_readings.plain_goals(None) == "–"
    assert "G1" in goal_readings.plain_goals(check([goal()]))


def test_progress_bars_are_the_numbers() -> None:
    ax = goal_plots.plot_progress(goals.progress(check([goal()])))
    assert ax.patches[0].get_width() == pytest.approx(0.5)
    assert ax.lines[0].get_xdata()[0] == pytest.approx(730 / 1461)
    assert np.isclose(ax.patches[0].get_x(), 0)
