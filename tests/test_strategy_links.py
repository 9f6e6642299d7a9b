"""Following ``because`` through the tables of the strategy."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from clusterlib import tables
from clusterlib.strategy import strategy_links

TREE = [
    {"id": "V", "level": "vision", "text": "v", "because": "D9"},
    {"id": "O1", "level": "objective", "parent_id": "V", "text": "o", "because": "D1;D2"},
    {"id": "I1", "level": "initiative", "parent_id": "O1", "text": "i", "because": "G1"},
    {"id": "N1", "level": "intervention", "parent_id": "I1", "text": "n", "because": "D3"},
    {"id": "N2", "level": "intervention", "parent_id": "I1", "text": "n"},
    {"id": "E1", "level": "enabling", "parent_id": "V", "text": "e"},
]
GOALS = [{"id": "G1", "text": "g", "because": "O1;W1"}, {"id": "G2", "text": "g", "because": "G1"}]
TASKS = [{"no": "1", "task": "t", "because": "N1;N2"}, {"no": "2", "task": "t", "because": "E1"}]
DEMANDS = [{"item_id": f"D{i}", "category": "c", "text": "d"} for i in (1, 2, 3, 9)]


def thread(**over: Any) -> strategy_links.Links:
    given: dict[str, Any] = {"strategy_tree": TREE, "goals": GOALS, "tasks": TASKS, "demands": DEMANDS} | over
    return strategy_links.links({k: None if v is None else tables.typed(k, v) for k, v in given.items()})


@pytest.mark.parametrize(
    ("row", "table", "climb", "found"),
    [
        (("goals", "G1"), "demands", False, ("D1", "D2")),
        (("goals", "G2"), "demands", False, ("D1", "D2")),
        (("goals", "G1"), strategy_links.ELSEWHERE, False, ("W1",)),
        (("strategy_tree", "I1"), "demands", False, ("D1", "D2")),
        (("strategy_tree", "N2"), "demands", False, ()),
        (("strategy_tree", "N2"), "demands", True, ("D1", "D2")),
        (("tasks", "1"), "demands", True, ("D3",)),
        (("tasks", "1"), "goals", False, ()),
        (("tasks", "1"), "goals", True, ("G1",)),
        (("tasks", "2"), "demands", True, ()),
        (("tasks", "?"), "demands", True, ()),
    ],
)
def test_the_way_down(row: tuple[str, str], table: str, climb: bool, found: tuple[str, ...]) -> None:
    assert thread().reached(row, table, climb=climb) == found


def test_the_way_up() -> None:
    assert thread().resting_on(("demands", "D1"), "strategy_tree") == ("O1", "I1")
    assert thread().resting_on(("goals", "G1"), "tasks", climb=True) == ("1",)
    assert thread().resting_on(("goals", "G1"), "goals") == ("G2",)


def test_an_id_may_carry_its_table() -> None:
    both = thread(goals=[{"id": "D1", "text": "g", "because": "demands:D1"}], tasks=None)
    assert both.reached(("goals", "D1"), "demands") == ("D1",)
    odd = thread(goals=[{"id": "G1", "text": "g", "because": "http://x"}])
    assert odd.reached(("goals", "G1"), strategy_links.ELSEWHERE) == ("http://x",)


def test_hand_overs_name_demands_too() -> None:
    objectives = [{"id": "O-D1", "objective": "o", "because": "D1", "rule": "r"}]
    found = thread(demands=None, objectives=objectives)
    assert found.reached(("objectives", "O-D1"), "demands") == ("D1",)


def test_a_circle_ends() -> None:
    pairs = [("G1", "G2"), ("G2", "G1")]
    loop = thread(goals=[{"id": name, "text": "g", "because": other} for name, other in pairs])
    assert loop.reached(("goals", "G1"), "goals") == ("G2",)


def test_filled() -> None:
    cells = [None, float("nan"), pd.NA, "", " ", "a", 0, 0.0]
    assert [strategy_links.filled(cell) for cell in cells] == [False] * 5 + [True] * 3
