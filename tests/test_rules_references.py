from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rule_sheets import found, sheets

from clusterlib.inputs import rules_references as references

DEMANDS = [{"item_id": "A1", "category": "x", "text": "y"}]


def test_a_dangling_id_is_a_fault_of_the_table_it_stands_in() -> None:
    votes = [{"respondent_id": "r", "item_id": item, "score": 1} for item in ("A1", "A2", "a1x")]
    items = list(references.references(sheets(demands=DEMANDS, votes=votes)))
    assert [(item.code, item.table, item.row) for item in items] == [
        ("reference-missing", "votes", 3),
        ("reference-missing", "votes", 4),
    ]
    assert items[1].values["nearest"] == "A1"


def test_a_table_that_is_absent_is_one_fault() -> None:
    votes = [{"respondent_id": "r", "item_id": f"A{i}", "score": 1} for i in range(9)]
    assert found(references.references, votes=votes) == [("table-missing", 2, "item_id")]


def test_a_table_without_rows_is_as_good_as_absent() -> None:
    votes = [{"respondent_id": "r", "item_id": f"A{i}", "score": 1} for i in range(9)]
    assert found(references.references, votes=votes, demands=[]) == [("table-missing", 2, "item_id")]


def test_a_table_without_its_key_column_is_not_blamed_twice() -> None:
    votes = [{"respondent_id": "r", "item_id": "A1", "score": 1}]
    assert found(references.references, votes=votes, demands=[{"item": "A1"}]) == []


def test_soft_references_are_one_remark_and_only_if_the_table_is_there() -> None:
    votes = [{"respondent_id": f"r{i}", "item_id": "A1", "score": 1} for i in range(12)]
    assert found(references.references, demands=DEMANDS, votes=votes) == []
    items = list(
        references.references(sheets(demands=DEMANDS, votes=votes, respondents=[{"respondent_id": "r0"}]))
    )
    assert [(item.code, item.severity, item.row) for item in items] == [("reference-soft", "remark", None)]
    assert items[0].values["list"].endswith("… (+3)")


def test_several_targets_and_ambiguous_ids() -> None:
    given: dict[str, Any] = {
        "demands": DEMANDS,
        "goals": [{"id": "A1", "text": "x"}, {"id": "G1", "text": "y"}],
        "canvas": [{"id": "V1", "block": "pain points", "question": 1, "text": "x", "because": "A1"}],
    }
    assert found(references.references, **given) == []
    given["strategy_tree"] = [{"id": "V", "level": "vision", "text": "x", "because": "A1;G1"}]
    items = list(references.references(sheets(**given)))
    assert [(item.code, item.table, item.values["example"]) for item in items] == [
        ("reference-ambiguous", "strategy_tree", "demands:A1"),
    ]
    given["strategy_tree"][0]["because"] = "demands:A1;goals:G1"
    assert found(references.references, **given) == []
    given["strategy_tree"][0]["because"] = "demands:G1;swot_items:S1"
    assert [code for code, *_ in found(references.references, **given)] == [
        "reference-missing",
        "table-missing",
    ]


def test_an_actor_and_a_stakeholder_with_one_id_are_one() -> None:
    given = {
        "actors": [{"actor_id": "x", "name": "X"}, {"actor_id": "y", "name": "Y"}],
        "stakeholders": [{"id": "x", "name": "X", "assessment": "neutral", "influence": "low"}],
        "relations": [{"from": "x", "to": "y", "kind": "trust"}],
    }
    assert found(references.references, **given) == []


def test_a_circle_of_tasks_is_printed() -> None:
    tasks = [
        {"no": a, "task": "x", "predecessors": b}
        for a, b in (("1", "3"), ("2", "1"), ("3", "2"), ("4", "4"), ("5", "1;2"))
    ]
    items = list(references.circles(sheets(tasks=tasks)))
    assert [(item.code, item.row, item.values["circle"]) for item in items] == [
        ("cycle", 2, "1 → 2 → 3 → 1"),
        ("cycle", 5, "4 → 4"),
    ]


def test_circles_of_branches_and_of_introductions() -> None:
    tree = [
        {"id": a, "level": "objective", "text": "x", "parent_id": b} for a, b in (("O1", "O2"), ("O2", "O1"))
    ]
    assert found(references.circles, strategy_tree=tree) == [("cycle", 2, "parent_id")]
    actors = [{"actor_id": a, "name": "x", "brought_in_by": b} for a, b in (("a", "b"), ("b", "a"))]
    assert found(references.circles, actors=actors) == [("cycle", 2, "brought_in_by")]


def test_reasons_do_not_run_in_circles_across_tables() -> None:
    given = {
        "goals": [{"id": "G1", "text": "x", "because": "I1"}],
        "strategy_tree": [
            {"id": "I1", "level": "initiative", "text": "x", "because": "G1", "parent_id": "V"}
        ],
    }
    items = list(references.because_circles(sheets(**given)))
    assert len(items) == 1 and set(items[0].values["circle"].split(" → ")) == {"goals:G1", "strategy_tree:I1"}
    given["goals"][0]["because"] = ""
    assert found(references.because_circles, **given) == []


def test_chains_may_turn_round_where_they_are_no_reasons() -> None:
    links = [{"from": "N1", "to": "N2"}, {"from": "N2", "to": "N1"}]
    nodes = [{"node_id": "N1", "name": "x"}, {"node_id": "N2", "name": "y"}]
    assert found(references.circles, nodes=nodes, links=links) == []


@settings(max_examples=50)
@given(st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=3)))
def test_circles_are_real_and_none_is_missed(graph: dict[int, list[int]]) -> None:
    named = {str(a): [str(b) for b in graph.get(a, [])] for a in range(8)}
    circles = references.find_circles(named)
    for circle in circles:
        assert circle[0] == circle[-1]
        assert all(a in named[b] or b in named[a] for a, b in itertools.pairwise(circle))

    def reaches(start: str) -> set[str]:
        seen: set[str] = set()
        stack = list(named[start])
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                stack += named[node]
        return seen

    assert bool(circles) == any(node in reaches(node) for node in named)
