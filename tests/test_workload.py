"""Person-days by person and month against what people can give."""

from __future__ import annotations

from typing import Any

import pytest

from clusterlib import figures, tables
from clusterlib.strategy import action_plan, action_plan_plots, workload, workload_readings

TASKS = [
    {"no": "1", "task": "t", "m": 10, "effort_pd": 5, "responsible": "Awa", "start_on": "2027-01-25"},
    {"no": "2", "task": "t", "m": 5, "effort_pd": 4, "responsible": "Awa", "start_on": "2027-02-01"},
    {"no": "3", "task": "t", "m": 5, "effort_pd": 2, "responsible": "Ines", "start_on": "2027-03-01"},
    {"no": "4", "task": "t", "m": 5, "responsible": "Ines"},
    {"no": "5", "task": "t", "m": 5, "effort_pd": 2},
    {"no": "6", "task": "t", "effort_pd": 2, "responsible": "Ines"},
    {
        "no": "7",
        "task": "t",
        "m": 5,
        "effort_pd": 99,
        "responsible": "Awa",
        "status": "done",
        "done_on": "2027-01-02",
    },
]
DAYS = [
    {"person": "Awa", "month": "2027-01", "days": 2.5},
    {"person": "Awa", "month": "2027-02", "days": 6},
    {"person": "Ines", "month": "2027-03", "days": 0},
]


def load(tasks: list[dict[str, Any]] = TASKS, days: Any = DAYS, **options: Any) -> workload.Workload:
    plan = action_plan.plan(tables.typed("tasks", tasks), as_of="2027-01-04", draws=5)
    return workload.workload(plan, None if days is None else tables.typed("capacity", days), **options)


def test_days_are_spread_over_working_days() -> None:
    found = {(item.person, item.month): item for item in load().loads}
    assert found["Awa", "2027-01"].days == pytest.approx(2.5)
    assert found["Awa", "2027-02"].days == pytest.approx(6.5)
    assert found["Awa", "2027-03"].days == 0
    assert found["Ines", "2027-03"].share == float("inf")
    assert found["Awa", "2027-02"].share == pytest.approx(6.5 / 6)
    assert found["Awa", "2027-03"].share is None


def test_who_has_too_much() -> None:
    assert [(item.person, item.month) for item in load().over] == [("Awa", "2027-02"), ("Ines", "2027-03")]
    assert [(item.person, item.month) for item in load(limit=1.1).over] == [("Ines", "2027-03")]


def test_what_is_not_counted_is_named() -> None:
    found = load()
    assert (found.without_effort, found.without_person, found.without_dates) == (("4",), ("5",), ("6",))
    text = workload_readings.read_workload(found)
    assert "Ines is asked for 2 days in March 2027 and has 0." in text
    assert (
        "no person-days: “t” (4)." in text
        and "nobody answers for them: “t” (5)." in text
        and "no dates: “t” (6)." in text
    )


def test_a_running_task_counts_from_today_on() -> None:
    rows = [
        {
            "no": "1",
            "task": "t",
            "m": 10,
            "effort_pd": 10,
            "responsible": "Awa",
            "status": "running",
            "start_on": "2026-12-28",
        }
    ]
    assert sum(item.days for item in load(rows).loads) == pytest.approx(5)


def test_without_capacity_or_work() -> None:
    assert "“capacity”" in workload_readings.read_workload(load(days=None))
    assert "cannot be added up" in workload_readings.read_workload(load([]))
    assert workload_readings.table_workload(load([])).empty
    roomy = [{"person": p, "month": f"2027-0{m}", "days": 20} for p in ("Awa", "Ines") for m in (1, 2, 3)]
    text = workload_readings.read_workload(load(days=roomy))
    assert "Nobody is asked for more days than there are." in text
    assert "some months of Ines" in workload_readings.read_workload(load(days=roomy[:3]))


@pytest.mark.parametrize("n", [0, 1, 3, 20])
def test_the_heat_map(n: int) -> None:
    names = ["$x_{", "<script>", "عوّاد", "w" * 90, "Awa Diop of the office"]
    rows = [
        {
            "no": str(i),
            "task": "t",
            "m": 40 + 30 * (i % 4),
            "effort_pd": 30 + i,
            "responsible": f"{names[i % 5]}{i}",
        }
        for i in range(n)
    ]
    ax = action_plan_plots.plot_workload(load(rows))
    assert figures.overlaps(ax.figure) == []
    table = workload_readings.table_workload(load(rows))
    assert len(table) == min(n, 10)
    marked = action_plan_plots.plot_workload(load())
    assert sum("▲" in text.get_text() for text in marked.texts) == 3
