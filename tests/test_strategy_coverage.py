"""The thread from demands to tasks, and the strategy that answered something else."""

from __future__ import annotations

from typing import Any

import pytest

from clusterlib import figures, tables
from clusterlib.readings import Speaker
from clusterlib.strategy import strategy_coverage, strategy_coverage_plots, strategy_coverage_readings

TREE = [
    {"id": "V", "level": "vision", "text": "v", "because": "D9"},
    {"id": "O1", "level": "objective", "parent_id": "V", "text": "o", "because": "D1;D2"},
    {"id": "I1", "level": "initiative", "parent_id": "O1", "text": "i", "because": "G1"},
    {"id": "N1", "level": "intervention", "parent_id": "I1", "text": "n"},
    {"id": "E1", "level": "enabling", "parent_id": "V", "text": "e"},
    {"id": "N2", "level": "intervention", "parent_id": "E1", "text": "n"},
]
GOALS = [{"id": "G1", "text": "g", "because": "O1"}, {"id": "G2", "text": "g", "because": "D3"}]
TASKS = [
    {"no": "1", "task": "t", "because": "N1"},
    {"no": "2", "task": "t"},
    {"no": "3", "task": "t", "because": "G2"},
    {"no": "4", "task": "t", "status": "dropped"},
]


def scores(values: dict[str, float], demand: str = "text") -> list[dict[str, Any]]:
    order = sorted(values.values(), reverse=True)
    return [
        {"item_id": i, "category": "c", "demand": demand, "n": 7, "score": v, "rank": order.index(v) + 1}
        for i, v in values.items()
    ]


def cover(tree: Any = TREE, goals: Any = GOALS, tasks: Any = TASKS, **over: Any) -> Any:
    given = {"strategy_tree": tree, "goals": goals, "tasks": tasks}
    given |= {"demands": [], "demand_scores": None, "objectives": None, "indicators": None}
    options = {name: over.pop(name) for name in ("top_share",) if name in over}
    frames = [None if v is None else tables.typed(k, v) for k, v in (given | over).items()]
    return strategy_coverage.cover(*frames, **options)


def demands(*ids: str) -> list[dict[str, Any]]:
    return [{"item_id": i, "category": "c", "text": f"demand {i}"} for i in ids]


def test_export_was_asked_for_networking_and_skills_were_given() -> None:
    tree = [
        {"id": "O1", "level": "objective", "text": "Networking", "because": "net"},
        {"id": "O2", "level": "objective", "text": "Skills"},
    ]
    found = cover(tree, [], [], demands=demands("export"))
    assert found.share == 0.0
    assert found.top[0].branches == ()
    text = strategy_coverage_readings.read_coverage(found)
    assert "The one top demand has no branch." in text
    assert "not answered: “demand export” (export)" in text


def test_the_share_weighs_by_score() -> None:
    found = cover(demand_scores=scores({"D1": 3.0, "D4": 2.0}), demands=demands("D1", "D4"), top_share=1)
    assert found.share == pytest.approx(3 / 5)


@pytest.mark.parametrize(
    ("values", "share", "top"),
    [
        ({"D1": 2.9, "D2": 2.7, "D3": 2.7, "D4": 2.7, "D5": 2.6}, 1 / 3, ["D1"]),
        ({"D1": 2.9, "D2": 2.7, "D3": 2.7, "D4": 2.6, "D5": 2.6, "D6": 1}, 1 / 3, ["D1", "D2", "D3"]),
        ({"D1": 2.9, "D2": 2.7, "D3": 2.6}, 1 / 3, ["D1"]),
        ({"D1": 2.9, "D2": 2.7}, 1 / 3, ["D1"]),
        ({"D1": 2.9}, 1 / 3, ["D1"]),
        ({"D1": 2.7, "D2": 2.7, "D3": 2.7}, 1 / 3, ["D1", "D2", "D3"]),
        ({"D1": 2.9, "D2": 2.7}, 1.0, ["D1", "D2"]),
    ],
)
def test_the_best_third_with_ties(values: dict[str, float], share: float, top: list[str]) -> None:
    found = cover(demand_scores=scores(values), demands=demands(*values), top_share=share)
    assert [line.id for line in found.top] == top


def test_the_thread_of_each_demand() -> None:
    found = cover(demands=demands("D1", "D2", "D3", "D4", "D9"))
    lines = {line.id: line for line in found.demands}
    assert lines["D1"].branches == ("O1", "I1")
    assert lines["D1"].goals == ("G1",)
    assert lines["D1"].tasks == ("1",)
    assert (lines["D3"].branches, lines["D3"].goals, lines["D3"].tasks) == ((), ("G2",), ("3",))
    assert (lines["D4"].branches, lines["D4"].goals, lines["D4"].tasks) == ((), (), ())
    assert found.idle_tasks == ("2",)


def test_interventions_lead_back_through_the_branches_above() -> None:
    found = cover(demands=demands("D1", "D2", "D9"))
    assert found.interventions == ("N1", "N2")
    assert found.aligned == ("N1", "N2")
    bare = cover([TREE[0] | {"because": None}, *TREE[1:]], demands=demands("D1"))
    assert bare.aligned == ("N1",)


def test_goals_and_objectives() -> None:
    objectives = [
        {"id": "O-D1", "objective": "Funding", "because": "D1;D2", "rule": "r", "score": 2.8},
        {"id": "O-D4", "objective": "Export", "because": "D4", "rule": "r", "score": 2.5},
    ]
    indicators = [{"id": "K1", "name": "k", "level": "outcome", "because": "G1"}]
    found = cover(demands=demands("D1"), objectives=objectives, indicators=indicators)
    assert [(o.branches, o.left) for o in found.objectives] == [(("O1",), ()), ((), ("D4",))]
    assert (found.goals[0].tasks, found.goals[0].indicators) == (("1",), ("K1",))
    assert found.goals[0].branches == ("I1",)
    shown = strategy_coverage_readings.table_objectives(found.objectives)
    assert list(shown.iloc[1]) == ["O-D4 Export", "D4", "–", "D4"]
    assert list(shown.iloc[0])[1:3] == ["“demand D1” (D1) and D2", "“o” (O1)"]


def test_cross_tables_name_what_they_point_to() -> None:
    indicators = [{"id": "K1", "name": "Members", "level": "outcome", "because": "G1"}]
    found = cover(demands=demands("D1", "D3"), indicators=indicators)
    goals = strategy_coverage_readings.table_goal_thread(found.goals)
    assert list(goals.iloc[0])[1:3] == ["“demand D1” (D1)", "“i” (I1)"]
    assert list(goals.iloc[0])[3:] == ["“t” (1)", "“Members” (K1)"]
    assert list(goals.iloc[1])[1:] == ["“demand D3” (D3)", "–", "“t” (3)", "–"]
    shown = strategy_coverage_readings.table_coverage(found)
    assert shown["Goals"].tolist() == ["“g” (G1)", "“g” (G2)"]
    many = cover(
        tasks=[{"no": str(i), "task": "t", "because": "G1"} for i in range(9)], demands=demands("D1")
    )
    cell = strategy_coverage_readings.table_coverage(many)["Tasks"].iloc[0]
    assert cell.startswith("“t” (0), “t” (1)") and "5 more" in cell


def test_demands_that_only_scores_name_have_their_names() -> None:
    found = cover(demands=None, demand_scores=scores({"D1": 2.9}, demand="Seed money"))
    assert found.names["demands"] == {"D1": ("Seed money", "")}


def test_nothing_known() -> None:
    found = strategy_coverage.cover(None)
    assert (found.share, found.demands, found.aligned) == (None, (), ())
    assert "No demand is known" in strategy_coverage_readings.read_coverage(found)
    assert strategy_coverage_plots.plot_coverage(found).texts


def test_reading_says_where_the_thread_breaks() -> None:
    found = cover(demands=demands("D1", "D3", "D4"), tasks=TASKS[:2])
    text = strategy_coverage_readings.read_coverage(found)
    assert "One of 3 top demands has a branch." in text
    assert "not answered: “demand D3” (D3) and “demand D4” (D4)" in text
    assert "One task serves no branch and no goal: “t” (2)." in text
    told = strategy_coverage_readings.read_goal_thread(found.goals)
    assert "No task: “g” (G2)." in told and "No initiative: “g” (G2)." in told
    assert "No indicator: “g” (G1) and “g” (G2)." in told


HOSTILE = ["$x_{", "<script>alert(1)</script>", "قيمة العنقود", "w" * 200, "Help members to grow " * 9]


@pytest.mark.parametrize("n", [1, 3, 8, 20])
def test_the_picture(n: int) -> None:
    ids = [f"D{i}" for i in range(1, n + 1)]
    rows = [row | {"text": HOSTILE[i % 5]} for i, row in enumerate(demands(*ids))]
    values = {f"D{i}": 3 - i / 50 for i in range(1, n + 1)}
    found = cover(demands=rows, demand_scores=scores(values), top_share=1)
    say = Speaker("fr")
    ax = strategy_coverage_plots.plot_coverage(found, say=say)
    assert figures.overlaps(ax.figure) == []
    gaps = [text for text in ax.texts if text.get_text() == say("gap")]
    broken = sum(not ids for line in found.top for ids in (line.branches, line.goals, line.tasks))
    assert len(gaps) == broken


def test_tables_are_text_of_ten_rows_at_most() -> None:
    found = cover(demands=demands(*(f"D{i}" for i in range(15))))
    shown = [
        strategy_coverage_readings.table_coverage(found),
        strategy_coverage_readings.table_goal_thread(found.goals),
        strategy_coverage_readings.table_objectives(strategy_coverage.objective_lines(found)),
    ]
    for table in shown:
        assert len(table) <= 10
        assert not table.isin(["nan", "None"]).any(axis=None)


def test_objectives_are_offered() -> None:
    rows = [
        {"id": "O-D1", "objective": "Funding", "because": "D1;D5", "rule": "r"},
        {"id": "O-D4", "objective": "Export", "because": "D4", "rule": "r"},
    ]
    found = cover(demands=demands("D1"), objectives=rows).objectives
    text = strategy_coverage_readings.read_objectives(found)
    assert "One key objective of the votes is in no branch yet: “Export” (O-D4)." in text
    assert "left aside: D5." in text
    assert "Every key objective" in strategy_coverage_readings.read_objectives(found[:1])
    assert strategy_coverage_readings.read_objectives(()) == "The votes support no key objective."


def test_without_a_tree_goals_are_followed() -> None:
    goals = [{"id": "G1", "text": "g", "because": "D1"}]
    found = cover(None, goals, demands=demands("D1", "D2"))
    text = strategy_coverage_readings.read_coverage(found)
    assert "only goals can be followed: 1 of 2 top demands" in text and "not answered" not in text
    ax = strategy_coverage_plots.plot_coverage(found)
    assert [t.get_text() for t in ax.texts].count("gap") == 3


def test_goals_are_followed_without_demands() -> None:
    given = {"goals": GOALS[:1], "strategy_tree": TREE, "tasks": TASKS}
    frames = [tables.typed(name, rows) for name, rows in given.items()]
    indicators = tables.typed("indicators", [{"id": "K1", "name": "k", "level": "outcome", "because": "G1"}])
    lines = strategy_coverage.follow_goals(*frames, None, indicators)
    assert (lines[0].branches, lines[0].tasks) == (("I1",), ("1",))
    assert strategy_coverage_readings.read_goal_thread(lines).startswith("Every goal has")
    assert "no goal whose thread" in strategy_coverage_readings.read_goal_thread(())
