"""The list of quick wins, and what hinders the others."""

from __future__ import annotations

from typing import Any

import pytest

from clusterlib import tables
from clusterlib.inputs import cases
from clusterlib.places import shipped_case
from clusterlib.readings import Speaker
from clusterlib.strategy.action_plan import plan
from clusterlib.strategy.quick_wins import QuickWins, quick_wins, read_wins, table_wins


def wins(*rows: dict[str, Any]) -> QuickWins:
    named = [{"no": str(i), "task": f"task {i}", "m": 5, **row} for i, row in enumerate(rows)]
    return quick_wins(plan(tables.typed("tasks", named), as_of="2027-01-04", draws=20))


MIXED = (
    {"impact": 5, "effort_pd": 2},
    {"impact": 5, "m": 70, "effort_pd": 2},
    {"impact": 4, "effort_pd": 30, "predecessors": "0"},
    {"impact": 2, "effort_pd": 2},
    {"effort_pd": 2},
    {"impact": 5, "effort_pd": 2, "start_on": "2027-09-01"},
)


def test_every_task_stands_where_it_belongs() -> None:
    found = wins(*MIXED)
    assert [task.no for task in found.early] == ["0"] and [task.no for task in found.later] == ["5"]
    assert [(task.no, why) for task, why in found.near] == [("1", ("days",)), ("2", ("waits", "effort"))]
    assert [task.no for task in found.unknown] == ["4"]


def test_list_and_sentences() -> None:
    found = wins(*MIXED)
    table = table_wins(found)
    assert table["Task"].tolist() == ["0 task 0", "5 task 5", "1 task 1", "2 task 2"]
    assert table.iloc[3, 4] == "waits for “task 0” (0); more work than half of the tasks"
    text = read_wins(found)
    assert "members can see: “task 0” (0)." in text
    assert "2 tasks help much and are not quick, first of all “task 1” (1) (takes 70 days)." in text
    assert text.endswith("For one open task impact, days or effort is blank, so it cannot be said.")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((), "There is no task yet"),
        (({},), "Nothing that members can see"),
        (({"impact": 5, "m": 200},), "One task helps much and is not quick: “task 0” (0) (takes 200 days)."),
        (({"status": "done", "done_on": "2026-12-01"},), "Nothing that members can see"),
    ],
)
def test_whatever_is_missing_gives_a_sentence(rows: tuple, told: str) -> None:
    found = wins(*rows)
    assert told in read_wins(found)
    assert read_wins(found, say=Speaker("fr")) and len(table_wins(found)) == len(found.near)


@pytest.mark.parametrize("case", ["dakar-ict", "tunisia-automotive", "cotedivoire-plastics"])
def test_shipped_cases(case: str) -> None:
    opened = cases.open_case(shipped_case().parent / case)
    found = quick_wins(plan(opened.table("tasks"), as_of="2027-02-01", draws=20))
    for lang in ("en", "fr"):
        table = table_wins(found, say=Speaker(lang))
        assert len(table) <= 10 and not table.isin(["nan", "None", ""]).any(axis=None)
