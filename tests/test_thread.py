"""The red thread: edges, ways along it, and where it breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from clusterlib import figures, tables
from clusterlib.faults import WrongUse
from clusterlib.inputs import cases
from clusterlib.monitoring import results_chain
from clusterlib.readings import Speaker
from clusterlib.red_thread import thread, thread_path_plots, thread_paths
from clusterlib.roadmapping import roadmap, roadmap_checks

SHIPPED = sorted((Path(__file__).parent.parent / "data" / "cases").iterdir())
Frames = Mapping[str, pd.DataFrame | None]


def frames(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return {name: tables.typed(name, cells) for name, cells in rows.items()}


def small() -> dict[str, pd.DataFrame]:
    """Votes to money on one line, and one row that is left over at every link."""
    return frames(
        demands=[
            {"item_id": "C1", "text": "Capital", "category": "C"},
            {"item_id": "C2", "text": "Rooms", "category": "C"},
        ],
        votes=[{"respondent_id": r, "item_id": i, "score": 3} for r in ("r1", "r2") for i in ("C1", "C2")],
        vote_counts=[{"item_id": "C1", "n3": 2}],
        goals=[
            {"id": "G1", "text": "Raise", "because": "SO1"},
            {"id": "G2", "text": "Found", "because": "N1"},
            {"id": "G3", "text": "Alone"},
        ],
        strategy_tree=[
            {"id": "V", "level": "vision", "text": "v"},
            {"id": "SO1", "level": "objective", "text": "o", "because": "C1", "parent_id": "V"},
            {"id": "IN1", "level": "initiative", "text": "i", "because": "G1", "parent_id": "SO1"},
            {"id": "IV1", "level": "intervention", "text": "w", "parent_id": "IN1"},
        ],
        tasks=[
            {"no": "1", "task": "Coach", "because": "IV1"},
            {"no": "2", "task": "Write", "because": "IN1"},
            {"no": "3", "task": "Alone"},
        ],
        budget_lines=[
            {"line_id": "B1", "kind": "out", "category": "events", "amount": 1, "because": "tasks:1"},
            {"line_id": "B2", "kind": "out", "category": "events", "amount": 1},
            {"line_id": "B3", "kind": "in", "category": "membership", "amount": 1},
        ],
        indicators=[{"id": "K1", "name": "Capital", "level": "impact", "because": "G1"}],
        observations=[{"indicator_id": "K1", "period": "2026", "value": 1}],
        nodes=[{"node_id": "N1", "name": "Cloud"}, {"node_id": "N2", "name": "Chips"}],
        white_spots=[
            {
                "node_id": n,
                "name": n,
                "state": s,
                "coverage": 0,
                "priority": 1,
                "n": 0,
                "n_members": 0,
                "basis": "USER",
            }
            for n, s in (("N1", "white spot"), ("N2", "white spot"))
        ],
        cards=[{"id": "M1", "lane": "effects", "text": "x", "start": "2027", "because": "1;K1"}],
    )


def pairs(edges: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(edges[["table", "id", "because_table", "because_id"]].itertuples(index=False, name=None))


def known_ids(name: str, frame: pd.DataFrame) -> set[str]:
    """Ids that an edge may use for a table: its keys, or what its evidence is about."""
    about = {table: column for table, column, _ in thread.EVIDENCE}
    return set(frame[about[name]]) if name in about else set(thread.row_ids(name, frame))


def test_edges_of_each_link() -> None:
    found = pairs(thread.edges(small()))
    assert {
        ("demands", "C1", "votes", "C1"),
        ("strategy_tree", "SO1", "demands", "C1"),
        ("goals", "G1", "strategy_tree", "SO1"),
        ("strategy_tree", "IN1", "goals", "G1"),
        ("strategy_tree", "IV1", "strategy_tree", "IN1"),
        ("tasks", "1", "strategy_tree", "IV1"),
        ("budget_lines", "B1", "tasks", "1"),
        ("indicators", "K1", "goals", "G1"),
        ("indicators", "K1", "observations", "K1"),
        ("cards", "M1", "tasks", "1"),
        ("cards", "M1", "indicators", "K1"),
        ("goals", "G2", "nodes", "N1"),
        ("white_spots", "N1", "nodes", "N1"),
    } <= found


def test_votes_are_taken_together_and_go_before_their_counts() -> None:
    found = thread.edges(small())
    assert len(found[found["because_table"] == "votes"]) == 2
    assert "vote_counts" not in set(found["because_table"])
    counts = {name: frame for name, frame in small().items() if name != "votes"}
    assert ("demands", "C1", "vote_counts", "C1") in pairs(thread.edges(counts))


def test_parent_counts_for_interventions_only() -> None:
    found = pairs(thread.edges(small()))
    assert ("strategy_tree", "IN1", "strategy_tree", "SO1") not in found
    assert ("strategy_tree", "SO1", "strategy_tree", "V") not in found


def test_an_id_nobody_has_is_left_out() -> None:
    case = small()
    case["tasks"] = tables.typed("tasks", [{"no": "1", "task": "x", "because": "G9;G1"}])
    rows = thread.edges(case)
    assert list(rows.loc[rows["table"] == "tasks", "because_id"]) == ["G1"]


def test_absent_tables_are_no_fault() -> None:
    assert thread.edges({}).empty
    assert list(thread.edges({"goals": None}).columns) == list(tables.table("thread").column_names)


def test_basis_is_the_weaker_of_both_rows() -> None:
    case = frames(
        demands=[{"item_id": "C1", "text": "x", "category": "C", "basis": "GUIDE"}],
        goals=[{"id": "G1", "text": "y", "because": "C1", "basis": "ILLUSTRATIVE"}],
    )
    assert list(thread.edges(case)["basis"]) == ["ILLUSTRATIVE"]


def test_hand_overs_join_by_their_key() -> None:
    case = small() | frames(
        objectives=[
            {
                "id": "O-C1",
                "objective": "Capital",
                "because": "C1;C2",
                "rule": "r",
                "score": 3,
                "basis": "USER",
            }
        ],
        goals_checked=[
            {
                "id": "G1",
                "text": "Raise",
                "because": "O-C1",
                "specific": "yes",
                "measurable": "yes",
                "achievable": "yes",
                "relevant": "yes",
                "timed": "yes",
                "smart": 5,
                "basis": "USER",
            }
        ],
        target_actors=[{"node_id": "N1", "actor_id": "a1", "priority": 1, "because": "N1", "basis": "USER"}],
        actors=[{"actor_id": "a1", "name": "Baobab"}],
    )
    found = thread.edges(case)
    assert ("goals_checked", "G1", "objectives", "O-C1") in pairs(found)
    assert ("target_actors", "N1/a1", "white_spots", "N1") in pairs(found)
    # a goal and the goal as it was checked are walked as one
    up = thread.path_up(found, "budget_lines", "B1")
    assert {"O-C1", "C1", "C2"} <= set(up["because_id"])
    # ... but a computed objective does not make a demand followed up
    reach = thread.coverage(found, case).set_index("link")
    assert reach.loc["demands without a goal", "missing"] == "C2"


def test_way_up_ends_at_the_votes() -> None:
    up = thread.path_up(thread.edges(small()), "budget_lines", "B1")
    assert list(up["because_id"]) == ["1", "IV1", "IN1", "G1", "SO1", "C1", "C1"]
    assert up["because_table"].iloc[-1] == "votes"
    assert list(up["depth"]) == [1, 2, 3, 4, 5, 6, 7]


def test_way_down_ends_at_money_and_milestones() -> None:
    down = thread.path_down(thread.edges(small()), "demands", "C1")
    assert {("budget_lines", "B1"), ("cards", "M1"), ("indicators", "K1")} <= set(
        zip(down["table"], down["id"], strict=True)
    )


def test_ways_end_in_a_circle_too() -> None:
    case = frames(
        goals=[{"id": "G1", "text": "x", "because": "G2"}, {"id": "G2", "text": "y", "because": "G1"}]
    )
    assert len(thread.path_up(thread.edges(case), "goals", "G1")) == 2


def test_a_row_that_rests_on_nothing() -> None:
    assert thread.path_up(thread.edges(small()), "goals", "G3").empty
    assert list(thread.path_up(thread.edges({}), "goals", "G3").columns)[-1] == "depth"


def test_coverage_of_each_link() -> None:
    case = small()
    found = thread.coverage(thread.edges(case), case).set_index("link")
    assert found["missing"].to_dict() == {
        "demands without a goal": "C2",
        "gaps of the chain without a goal": "N2",
        "goals without a task": "G2;G3",
        "goals without an indicator": "G2;G3",
        "tasks without a budget line": "2;3",
        "costs that lead to no demand": "B2",
    }
    assert (found["total"] - found["linked"] == found["missing"].str.count(";") + 1).all()


def test_money_of_the_initiative_covers_its_tasks() -> None:
    case = small()
    case["budget_lines"] = tables.typed(
        "budget_lines",
        [{"line_id": "B1", "kind": "out", "category": "events", "amount": 1, "because": "IN1"}],
    )
    found = thread.coverage(thread.edges(case), case).set_index("link")
    assert found.loc["tasks without a budget line", "missing"] == "1;3"


def test_missing_tables_are_named_not_counted() -> None:
    case = {name: frame for name, frame in small().items() if name not in ("goals", "white_spots")}
    found = thread.coverage(thread.edges(case), case).set_index("link")
    assert pd.isna(found.loc["demands without a goal", "total"])
    assert found.loc["demands without a goal", "absent"] == "goals"
    text = thread.read_coverage(found.reset_index())
    assert "Not checked, because these tables are missing" in text


def everything(path: Path) -> dict[str, pd.DataFrame | None]:
    """All inputs of a case and the hand-overs of two steps."""
    case = cases.open_case(path)
    found: dict[str, pd.DataFrame | None] = {n: case.table(n) for n in tables.names("input") if case.has(n)}
    standing = results_chain.progress(found["indicators"], found["observations"])  # type: ignore[arg-type]
    road = roadmap.roadmap(found["cards"], found["arrows"], found.get("recommendations"))  # type: ignore[arg-type]
    return found | {
        "indicator_status": results_chain.status_table(standing),
        "roadmap_checks": roadmap_checks.checks_table(roadmap_checks.check(road)),
    }


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_id_named_exists(path: Path) -> None:
    case = everything(path)
    found = thread.edges(case)
    assert len(found) > 100
    assert not found.duplicated(["table", "id", "because_table", "because_id"]).any()
    known = {name: known_ids(name, frame) for name, frame in case.items() if frame is not None}
    for row in found.itertuples(index=False):
        assert row.id in known[row.table], row
        assert row.because_id in known[row.because_table], row


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_no_reason_of_a_shipped_case_is_lost(path: Path) -> None:
    case = everything(path)
    found = thread.edges(case)
    for name, frame in case.items():
        if frame is None or "because" not in frame or name == "thread":
            continue
        wanted = {
            (id_, part.partition(":")[2] or part if part.split(":")[0] in case else part)
            for id_, cell in zip(thread.row_ids(name, frame), frame["because"].fillna(""), strict=True)
            for part in cell.split(";")
            if part
        }
        mine = found[found["table"] == name]
        assert wanted <= set(zip(mine["id"], mine["because_id"], strict=True)), name


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_budget_line_leads_up_to_a_vote(path: Path) -> None:
    case = everything(path)
    found = thread.edges(case)
    lines = case["budget_lines"]
    assert lines is not None
    ends = [set(thread.path_up(found, "budget_lines", line)["because_table"]) for line in lines["line_id"]]
    assert any({"votes", "vote_counts"} & tables_ for tables_ in ends)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_coverage_picture_and_reading(path: Path) -> None:
    case = everything(path)
    result = thread.coverage(thread.edges(case), case)
    ax = thread.plot_coverage(result)
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    assert figures.overlaps(figure) == []
    text = thread.read_coverage(result, say=Speaker())
    assert text.endswith(".")
    assert "nan" not in text.lower()


def test_nothing_to_show() -> None:
    result = thread.coverage(thread.edges({}), {})
    assert thread.plot_coverage(result).texts
    assert thread.read_coverage(result).endswith(".")


def test_all_linked_is_said_without_praise() -> None:
    case = frames(
        demands=[{"item_id": "C1", "text": "x", "category": "C"}],
        goals=[{"id": "G1", "text": "y", "because": "C1"}],
    )
    result = thread.coverage(thread.edges(case), case)
    assert thread.coverage_title(result) == "The red thread holds at every link that could be checked"
    assert thread.read_coverage(result).startswith("Every row that was checked is followed up.")


# ------------------------------------------------------------------ the way of one row
def way(asked: str, lang: str = "en") -> thread_paths.Way:
    case, say = small(), Speaker(lang)
    steps = thread.edges(case)
    return thread_paths.follow(steps, thread_paths.find(asked, steps, case, say=say), case, say=say)


def test_a_way_leads_up_to_the_votes_and_down_to_the_money() -> None:
    told = thread_paths.lines(way("G1"))
    assert told[:5] == [
        "Goals G1 “Raise”",
        "  rests on",
        "    └─ Strategy tree SO1 “o”",
        "       └─ Demands C1 “Capital”",
        "          └─ Votes C1 “Capital”",
    ]
    down = told[told.index("  carries") :]
    assert "       ├─ Strategy tree IV1 “w”" in down or "    ├─ Strategy tree IN1 “i”" in down
    assert any("Budget lines B1" in line for line in down)
    assert way("G1").depth[("votes", "C1")] == -3


def test_a_row_that_hangs_alone_says_so() -> None:
    told = thread_paths.lines(way("G3"))
    assert told == [
        "Goals G3 “Alone”",
        "  rests on nothing that is written down",
        "  carries nothing that is written down",
    ]


def test_an_id_of_two_tables_is_asked_back_and_can_be_told_apart() -> None:
    case = small()
    case["cards"] = tables.typed("cards", [{"id": "1", "lane": "effects", "text": "x", "start": "2027"}])
    steps = thread.edges(case)
    with pytest.raises(WrongUse, match="tasks:1 and cards:1"):
        thread_paths.find("1", steps, case)
    assert thread_paths.find("cards:1", steps, case) == ("cards", "1")
    assert thread_paths.find("tasks:1", steps, case) == ("tasks", "1")


@pytest.mark.parametrize(("asked", "said"), [("G11", "Did you mean G1?"), ("tasks:99x", "No row has the id")])
def test_an_unknown_id_is_refused_with_the_nearest(asked: str, said: str) -> None:
    with pytest.raises(WrongUse, match=said.replace("?", r"\?")):
        way(asked)


def test_a_circle_of_reasons_ends() -> None:
    rows = [("goals", "G1", "goals", "G2", "USER"), ("goals", "G2", "goals", "G1", "USER")]
    steps = pd.DataFrame(rows, columns=["table", "id", "because_table", "because_id", "basis"])
    found = thread_paths.follow(steps, ("goals", "G1"), {})
    assert len(thread_paths.lines(found)) == 7


@pytest.mark.parametrize("asked", ["G1", "C1", "B1", "G3"])
def test_the_picture_of_a_way_shows_every_row_and_nothing_overlaps(asked: str) -> None:
    found = way(asked)
    ax = thread_path_plots.plot_way(found)
    figure = ax.figure
    assert isinstance(figure, Figure)
    figure.canvas.draw()
    assert figures.overlaps(figure) == []
    assert len(ax.patches) == len(found.depth)


def test_hostile_names_can_be_drawn() -> None:
    found = way("G1")
    names = dict.fromkeys(found.depth, "$x_{ <script> " + "long " * 60)
    ax = thread_path_plots.plot_way(replace(found, names=names))
    figure = ax.figure
    assert isinstance(figure, Figure)
    figure.canvas.draw()
    assert figures.overlaps(figure) == []


def test_the_way_as_a_table_from_the_evidence_to_the_money() -> None:
    table = thread_paths.table_way(way("G1"))
    steps = table["Step"].tolist()
    assert steps == sorted(steps) and steps[0] < 0 < steps[-1]
    own = table[table["Step"] == 0].iloc[0]
    assert own["Id"] == "G1" and own["Rests on"] == "SO1"
    assert len(table) == len(way("G1").depth) and not table.isna().any(axis=None)
    assert thread_paths.table_way(way("G1", "fr"), say=Speaker("fr")).columns[0] == "Étape"


def test_a_cost_leads_to_a_demand_through_task_and_goal_or_to_none() -> None:
    case = small()
    found = thread.coverage(thread.edges(case), case).set_index("link").loc["costs that lead to no demand"]
    assert (found["total"], found["linked"]) == (2, 1)
    case["budget_lines"] = tables.typed(
        "budget_lines", [{"line_id": "B1", "kind": "out", "category": "events", "amount": 1, "because": "G3"}]
    )
    again = thread.coverage(thread.edges(case), case).set_index("link")
    assert again.loc["costs that lead to no demand", "missing"] == "B1"
