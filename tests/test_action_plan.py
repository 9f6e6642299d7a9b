"""The action plan: scheduling of real tables, states, quick wins, hand-over, pictures and words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from clusterlib import figures, tables
from clusterlib.faults import IntegrityError
from clusterlib.readings import Speaker
from clusterlib.strategy import action_plan, action_plan_plots, action_plan_readings, gantt
from clusterlib.strategy.action_checks import contradictions, early_wins, schedule_table, state_of
from clusterlib.strategy.action_tasks import Rules

TODAY = "2027-01-04"  # a Monday
TEMPLATE = [
    {"no": f"2.{i}", "task": text, "section": "Organisation and structure", "predecessors": before}
    for i, (text, before) in enumerate(
        [
            ("Statute", None),
            ("Board", "2.1"),
            ("Chair", "2.2"),
            ("Legal questions", None),
            ("Job description", None),
            ("Manager", "2.5"),
        ],
        start=1,
    )
]
EXAMPLE = [
    {"no": "A", "task": "a", "o": 2, "m": 4, "p": 6},
    {"no": "B", "task": "b", "o": 1, "m": 2, "p": 3, "predecessors": "A"},
    {"no": "C", "task": "c", "o": 3, "m": 6, "p": 15, "predecessors": "A"},
    {"no": "D", "task": "d", "o": 2, "m": 3, "p": 4, "predecessors": "B;C", "milestone": "yes"},
    {"no": "E", "task": "e", "m": 1, "predecessors": "B"},
]


def make(rows: list[dict[str, Any]], **options: Any) -> action_plan.Plan:
    given = {"as_of": TODAY, "draws": 300, **options}
    return action_plan.plan(tables.typed("tasks", rows), **given)


def task(no: str, **cells: Any) -> dict[str, Any]:
    return {"no": no, "task": f"task {no}", "m": 5, **cells}


def days(result: action_plan.Plan) -> dict[str, tuple[str, str]]:
    return {t.no: (str(t.start or ""), str(t.end or "")) for t in result.tasks}


def test_the_worked_example_as_a_table() -> None:
    found = make(EXAMPLE)
    assert found.network.length == 14
    assert found.network.path == ("A", "C", "D")
    assert found.end == dt.date(2027, 1, 21)
    assert days(found)["B"] == ("2027-01-08", "2027-01-11")
    assert found.day(found.network.quantile(0.9)) == dt.date(2027, 1, 26)


def test_the_template_of_the_guide_is_empty() -> None:
    found = make(TEMPLATE)
    assert found.filled == (0, 24)
    assert found.without_days == ("2.1", "2.2", "2.3", "2.4", "2.5", "2.6")
    assert found.network.times == {}
    assert "0 of 24 are filled" in action_plan_readings.read_plan(found)
    assert "cannot be placed" in gantt.plot_gantt(found).get_title(loc="left")
    default = make(TEMPLATE, days_if_blank=10)
    assert default.network.path == ("2.1", "2.2", "2.3")
    assert default.network.length == 30


def test_what_waits_for_a_task_without_days_is_not_placed() -> None:
    found = make([task("1", m=None), task("2", predecessors="1"), task("3", predecessors="2"), task("4")])
    assert (found.without_days, found.waiting) == (("1",), ("2", "3"))
    assert list(found.network.times) == ["4"]
    assert state_of(found.tasks[1], found) == "not scheduled"
    running = make([task("1", m=None), task("2", predecessors="1", status="running")])
    assert running.waiting == ()


@pytest.mark.parametrize(
    ("cells", "start", "end"),
    [
        ({}, "2027-01-04", "2027-01-08"),
        ({"start_on": "2027-02-01"}, "2027-02-01", "2027-02-05"),
        ({"start_on": "2026-12-01"}, "2027-01-04", "2027-01-08"),
        ({"status": "running", "start_on": "2026-12-29"}, "2026-12-29", "2027-01-04"),
        ({"status": "running", "start_on": "2026-11-02"}, "2026-11-02", "2027-01-04"),
        ({"status": "running"}, "2027-01-04", "2027-01-08"),
        ({"status": "blocked"}, "2027-01-04", "2027-01-08"),
        ({"status": "done", "start_on": "2026-12-01", "done_on": "2026-12-10"}, "2026-12-01", "2026-12-10"),
        ({"status": "done", "done_on": "2026-12-10"}, "", "2026-12-10"),
    ],
)
def test_days_by_status(cells: dict[str, Any], start: str, end: str) -> None:
    assert days(make([task("1", **cells)]))["1"] == (start, end)


def test_a_task_after_a_done_one_begins_today() -> None:
    first = task("1", status="done", done_on="2026-12-10", start_on="2026-12-01")
    found = make([first, task("2", predecessors="1")])
    assert days(found)["2"][0] == TODAY
    assert found.network.path == ("2",)
    assert found.tasks[0].times is not None and found.tasks[0].times.slack is None


def test_dropped_tasks_are_left_out_and_said() -> None:
    found = make([task("1", status="dropped", m=90), task("2", predecessors="1")])
    assert found.dropped == ("1",)
    assert [t.no for t in found.tasks] == ["2"]
    assert days(found)["2"][0] == TODAY
    assert "Left out because dropped: “task 1” (1)." in action_plan_readings.read_plan(found)


def test_the_plan_begins_not_before_its_strategy() -> None:
    assert days(make([task("1")], begin="2027-03"))["1"][0] == "2027-03-01"
    assert days(make([task("1")], begin="2026-06"))["1"][0] == TODAY
    assert days(make([task("1")], as_of=None, begin="2026-06"))["1"][0] == "2026-06-01"


def test_without_today_the_first_day_is_said() -> None:
    found = make([task("1", start_on="2027-02-01", deadline="2027-06-01")], as_of=None)
    assert "plan begins on 1 February 2027" in action_plan_readings.read_plan(found)
    assert days(found)["1"] == ("2027-02-01", "2027-02-05")


def test_without_any_day_there_are_working_days_only() -> None:
    found = make(EXAMPLE, as_of=None)
    assert found.calendar is None and found.end is None
    assert found.network.length == 14
    assert "14.0 working days" in action_plan_readings.read_plan(found)
    assert figures.overlaps(gantt.plot_gantt(found).figure) == []
    assert figures.overlaps(action_plan_plots.plot_finish(found).figure) == []


def test_holidays_push_the_end() -> None:
    assert days(make([task("1")], holidays="2027-01-06;2027-01-07"))["1"][1] == "2027-01-12"


def test_slip_and_states() -> None:
    rows = [
        task("1", deadline="2027-01-07"),
        task("2", deadline="2027-01-10"),
        task("3", deadline="2027-02-28"),
        task("4"),
        task("5", deadline="2026-12-01"),
        task("6", deadline="2026-12-20", status="done", done_on="2026-12-18"),
    ]
    found = make(rows)
    assert [t.slip for t in found.tasks] == [1, -2, -51, None, 38, -2]
    states = [state_of(t, found) for t in found.tasks]
    assert states == ["late", "tight", "in time", "no deadline", "late", "done"]
    text = action_plan_readings.read_plan(found)
    assert "Late against the deadline: “task 1” (1): one day; “task 5” (5): 38 days." in text


@pytest.mark.parametrize(
    ("cells", "quick"),
    [
        ({"impact": 4}, True),
        ({"impact": 3}, False),
        ({"impact": None}, None),
        ({"impact": 5, "m": 61}, False),
        ({"impact": 5, "m": None}, None),
        ({"impact": 5, "effort_pd": 9}, False),
        ({"impact": 5, "predecessors": "0"}, False),
        ({"impact": 5, "predecessors": "9"}, True),
    ],
)
def test_quick_wins(cells: dict[str, Any], quick: bool | None) -> None:
    others = [
        task("0", effort_pd=2, impact=1),
        task("8", effort_pd=4, impact=1),
        task("9", effort_pd=5, impact=1, status="done", done_on="2027-01-01"),
    ]
    found = make([task("1", **{"effort_pd": 3, **cells}), *others])
    assert found.tasks[0].quick_win is quick
    assert bool(early_wins(found)) == (quick is True)


def test_a_quick_win_must_come_early() -> None:
    rows = [task("1", impact=5, start_on="2027-06-01"), task("2", impact=2)]
    assert early_wins(make(rows)) == ()
    assert "No quick win" in action_plan_readings.read_plan(make(rows))
    assert [t.no for t in early_wins(make(rows, rules=Rules(first_days=200)))] == ["1"]


def test_contradictions_are_found() -> None:
    rows = [
        task("1", status="done"),
        task("2", status="done", done_on="2027-03-01"),
        task("3", status="done", start_on="2026-12-20", done_on="2026-12-10"),
        task("4", status="running", predecessors="6"),
        task("5", status="open", start_on="2026-12-01", deadline="2026-12-31"),
        task("6", status="blocked"),
    ]
    found = {c.code: c.nos for c in contradictions(make(rows))}
    assert found == {
        "done without a day": ("1",),
        "done in the future": ("2",),
        "done before it began": ("3",),
        "begun before its turn": ("4",),
        "past its deadline": ("5",),
        "should have begun": ("5",),
        "blocked": ("6",),
    }


def test_a_circle_is_refused_and_printed() -> None:
    with pytest.raises(IntegrityError, match="1 waits for 2 waits for 1"):
        make([task("1", predecessors="2"), task("2", predecessors="1")])


def test_hand_over() -> None:
    rows = [*EXAMPLE, task("F", m=None, because="I2", basis="ILLUSTRATIVE"), task("G", status="dropped")]
    frame = schedule_table(make(rows))
    assert list(frame.columns) == list(tables.table("task_schedule").column_names)
    typed = tables.typed("task_schedule", frame)
    assert list(typed["no"]) == ["A", "B", "C", "D", "E", "F"]
    assert list(typed["critical"][:5]) == ["yes", "no", "yes", "yes", "no"]
    assert typed["slack"][1] == 5 and pd.isna(typed["slack"][5])
    assert (typed["because"][5], typed["basis"][5], typed["basis"][0]) == ("I2", "ILLUSTRATIVE", "USER")
    assert typed["start_on"][0] == "2027-01-04"


def test_inputs_are_not_changed() -> None:
    frame = tables.typed("tasks", EXAMPLE)
    before = frame.copy()
    action_plan.plan(frame, draws=5)
    pd.testing.assert_frame_equal(frame, before)


def test_an_empty_plan() -> None:
    for found in (action_plan.plan(None), make([])):
        assert found.filled == (0, 0)
        assert "no task yet" in action_plan_readings.read_plan(found)
        assert action_plan_readings.table_plan(found).empty
        assert gantt.plot_gantt(found).texts and action_plan_plots.plot_finish(found).texts
        assert list(schedule_table(found).columns) == list(tables.table("task_schedule").column_names)


@pytest.mark.parametrize(
    "rows",
    [
        [task("1")],
        EXAMPLE,
        TEMPLATE,
        [task(str(i), deadline="2026-01-01") for i in range(30)],
        [task("1", o=1, p=200, deadline="2027-02-01")],
    ],
)
def test_words_are_whole(rows: list[dict[str, Any]]) -> None:
    for lang in ("en", "fr"):
        text = action_plan_readings.read_plan(make(rows), say=Speaker(lang))
        assert text.rstrip().endswith(".") and "nan" not in text and "None" not in text and "  " not in text


def test_reading_says_how_sure_the_end_is() -> None:
    spread = [task("1", o=1, m=10, p=40, deadline="2027-01-20")]
    assert "of ten cases" in action_plan_readings.read_plan(make(spread, draws=2000))
    never = [task("1", o=30, m=40, p=60, deadline="2027-01-20")]
    assert "hardly possible" in action_plan_readings.read_plan(make(never))
    sure = [task("1", o=1, m=2, p=4, deadline="2027-06-30")]
    assert "nearly certain" in action_plan_readings.read_plan(make(sure))


HOSTILE = ["$x_{", "<script>alert(1)</script>", "قيمة العنقود", "w" * 200, "Hold talks with members " * 8]


def many(n: int) -> list[dict[str, Any]]:
    return [
        {
            "no": f"{i}",
            "task": HOSTILE[i % 5],
            "o": 2,
            "m": 5 + i % 7,
            "p": 30,
            "milestone": "yes" if i % 4 else "no",
            "predecessors": str(i - 1) if i % 3 else None,
            "deadline": f"2027-{i % 12 + 1:02d}-15",
            "status": "done" if i % 6 == 1 else "open",
            "done_on": "2026-12-01" if i % 6 == 1 else None,
        }
        for i in range(n)
    ]


@pytest.mark.parametrize("n", [1, 3, 8, 20, 80])
def test_the_gantt_chart(n: int) -> None:
    ax = gantt.plot_gantt(make(many(n)), say=Speaker("fr"))
    assert figures.overlaps(ax.figure) == []
    assert len(ax.get_yticklabels()) == min(n, 60)
    assert ax.get_title(loc="left")
    bars = [patch for patch in ax.patches if patch.get_width() > 0]
    assert len(bars) == min(n, 60)


def test_critical_bars_differ_by_hatch_and_line() -> None:
    ax = gantt.plot_gantt(make(EXAMPLE))
    looks = [(patch.get_hatch(), patch.get_linewidth()) for patch in ax.patches]
    assert looks.count(("////", 1.6)) == 3
    assert looks.count(("", 0.8)) == 2
    assert [text.get_text() for text in ax.get_legend().get_texts()].count("milestone") == 1


def test_dates_in_the_language_of_the_reader() -> None:
    french = gantt.plot_gantt(make(many(20)), say=Speaker("fr"))
    names = [label.get_text() for label in french.get_xticklabels()]
    assert any("févr" in name or "août" in name or "mars" in name for name in names)


@pytest.mark.parametrize("n", [1, 3, 20])
def test_the_curve_of_the_end(n: int) -> None:
    ax = action_plan_plots.plot_finish(make(many(n)))
    assert figures.overlaps(ax.figure) == []
    values = ax.lines[0].get_ydata()
    assert list(values) == sorted(values) and values[-1] == pytest.approx(1)
