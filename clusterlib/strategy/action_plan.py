"""The action plan: who does what by when, what the network of tasks makes of it, and what is late.

Guide L2036-2061. Durations are working days; a task without days is left out of the network, and so
is all that waits for it, unless a number of days for such tasks is given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from clusterlib.strategy.action_tasks import (
    MANDATORY,
    Estimate,
    Rules,
    Task,
    empty_cells,
    estimate_of,
    mark_quick_wins,
    read_task,
)
from clusterlib.strategy.schedule import Network, Work, schedule
from clusterlib.strategy.schedule_dates import Calendar, calendar_from
from clusterlib.strategy.schedule_simulation import Simulation, simulate
from clusterlib.strategy.strategy_links import rows
from clusterlib.twins import titles


@dataclass(frozen=True, slots=True)
class Plan:
    """The action plan, scheduled.

    Parameters
    ----------
    tasks : tuple of Task
        All but the dropped ones, in the order of the table.
    dropped : tuple of str
        Tasks that were given up and are left out.
    without_days, waiting : tuple of str
        Tasks that could not be scheduled: those without days, and those that wait for them.
    calendar : Calendar or None
        None when no date is known at all; then there are working days only.
    as_of : date or None
        Today.
    target : date or None
        Latest deadline of all tasks; the end of the plan is compared with it.
    empty : mapping of column to tuple of str
        Tasks in which a mandatory column is not filled.
    titles : mapping of number to (str, str)
        What all tasks are called, dropped ones too, in the language of the case and in French.
    """

    tasks: tuple[Task, ...]
    dropped: tuple[str, ...]
    without_days: tuple[str, ...]
    waiting: tuple[str, ...]
    network: Network
    simulation: Simulation
    calendar: Calendar | None
    as_of: dt.date | None
    target: dt.date | None
    empty: Mapping[str, tuple[str, ...]]
    rules: Rules
    titles: Mapping[str, tuple[str, str]]

    @property
    def filled(self) -> tuple[int, int]:
        """Filled cells of the four mandatory columns, and all of them."""
        all_ = len(MANDATORY) * len(self.tasks)
        return all_ - sum(len(nos) for nos in self.empty.values()), all_

    @property
    def end(self) -> dt.date | None:
        """Expected last day of the plan."""
        return self.calendar.end_day(self.network.length) if self.calendar and self.network.times else None

    def day(self, working_days: float | None) -> dt.date | None:
        """Last day of so many working days of this plan."""
        return None if working_days is None or self.calendar is None else self.calendar.end_day(working_days)


def plan(
    tasks: pd.DataFrame | None,
    *,
    as_of: str | None = None,
    begin: str = "",
    weekdays: str = "Mon Tue Wed Thu Fri",
    holidays: str = "",
    days_if_blank: float = 0.0,
    rules: Rules | None = None,
    draws: int = 10_000,
    seed: int = 20260101,
) -> Plan:
    """Schedule the tasks of the action plan (methods T12).

    A task that is done keeps its day; one that is running goes on from the day it began and ends
    today at the earliest; all others begin today at the earliest, after their predecessors and not
    before their own start day.

    Parameters
    ----------
    tasks : DataFrame or None
        Table `tasks`.
    as_of : str, optional
        Today, ISO.
    begin : str
        Day (or month) before which no open task begins, for example the day of the strategy.
    weekdays, holidays : str
        See `clusterlib.strategy.schedule_dates.calendar_from`.
    days_if_blank : float
        Working days for tasks that have none; 0 leaves them out.
    rules : Rules, optional
        What counts as a quick win and as tight.
    draws, seed : int
        See `clusterlib.strategy.schedule_simulation.simulate`.

    Raises
    ------
    IntegrityError
        If tasks wait for each other in a circle (it is printed), or for a task that is not there.
    DomainError
        If not ``0 < o <= m <= p``, or a parameter cannot be read.

    Examples
    --------
    >>> table = pd.DataFrame({"no": ["A", "B"], "task": ["Ask", "Write"], "m": [4.0, 3.0],
    ...                       "predecessors": [None, "A"]})
    >>> made = plan(table, as_of="2027-01-04", draws=10)
    >>> made.network.length, made.end.isoformat()
    (7.0, '2027-01-12')
    """
    rules = rules or Rules()
    table = rows(tasks)
    made, dropped = _read(table)
    calendar = _calendar(made, as_of, begin, weekdays, holidays)
    today = dt.date.fromisoformat(as_of) if as_of else None
    estimates = {str(row["no"]): estimate_of(row, days_if_blank) for row in table}
    blank = tuple(t.no for t in made if estimates[t.no] is None and not t.done)
    waiting = _waiting(made, blank)
    works = [
        _work(t, estimates[t.no], calendar, today, begin) for t in made if t.no not in {*blank, *waiting}
    ]
    network = schedule(works)
    placed = [_placed(task, network, estimates[task.no], calendar) for task in made]
    final = mark_quick_wins(placed, rules)
    target = max((task.deadline for task in final if task.deadline is not None), default=None)
    simulated = simulate(network, draws=draws, seed=seed)
    return Plan(
        tuple(final), dropped, blank, waiting, network, simulated, calendar, today, target,
        empty_cells(final), rules, titles(tasks, "no", "task"),
    )  # fmt: skip


def _read(table: list[dict[str, Any]]) -> tuple[list[Task], tuple[str, ...]]:
    """Tasks without the dropped ones, which nobody waits for, and the numbers of these."""
    dropped = tuple(str(row["no"]) for row in table if row.get("status") == "dropped")
    kept = [read_task(row) for row in table if row.get("status") != "dropped"]
    made = [replace(t, predecessors=tuple(b for b in t.predecessors if b not in dropped)) for t in kept]
    return made, dropped


def _calendar(
    tasks: list[Task], as_of: str | None, begin: str, weekdays: str, holidays: str
) -> Calendar | None:
    known = [day.isoformat() for task in tasks for day in (task.started, task.done_on) if day is not None]
    fallback = as_of or begin
    first = min([*known, fallback] if fallback else known, default="")
    return calendar_from(first, weekdays=weekdays, holidays=holidays) if first else None


def _waiting(tasks: list[Task], blank: tuple[str, ...]) -> tuple[str, ...]:
    """Tasks that cannot be placed because something before them has no days."""
    unknown, before = set(blank), -1
    while len(unknown) != before:
        before = len(unknown)
        for task in tasks:
            if not task.done and task.status != "running" and unknown & set(task.predecessors):
                unknown.add(task.no)
    return tuple(task.no for task in tasks if task.no in unknown and task.no not in blank)


def _work(
    task: Task, estimate: Estimate | None, calendar: Calendar | None, today: dt.date | None, begin: str
) -> Work:
    o, m, p = estimate or (1.0, 1.0, 1.0)
    if task.done:
        end = task.done_on or today
        finished = calendar.through(end) if calendar and end else 0.0
        begun = calendar.offset(task.started) if calendar and task.started else max(0.0, finished - m)
        return Work(task.no, o, m, p, (), begun, finished)
    if calendar is None:
        return Work(task.no, o, m, p, () if task.status == "running" else task.predecessors)
    now = calendar.offset(today) if today else 0.0
    if task.status == "running":
        begun = calendar.offset(task.started) if task.started else now
        begun = min(begun, now) if today else begun
        o = max(o, now - begun + 1) if today else o
        m = max(o, m)
        return Work(task.no, o, m, max(m, p), (), begun)
    earliest = calendar_from(begin).first if begin else None
    days = [calendar.offset(day) for day in (task.started, earliest) if day is not None]
    return Work(task.no, o, m, p, task.predecessors, max([0.0, now, *days]))


def _placed(task: Task, network: Network, estimate: Estimate | None, calendar: Calendar | None) -> Task:
    times = network.times.get(task.no)
    mean = None if estimate is None else (estimate[0] + 4 * estimate[1] + estimate[2]) / 6
    start, end = task.started if task.done else None, task.done_on
    if times is not None and calendar is not None and not task.done:
        start = calendar.start_day(times.es)
        end = max(start, calendar.end_day(times.ef))
    slip = (end - task.deadline).days if end and task.deadline else None
    return replace(task, days=mean, times=times, start=start, end=end, slip=slip)
