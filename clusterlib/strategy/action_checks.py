"""Where the words of an action plan contradict each other or the calendar, and how each task stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from clusterlib.cells import join_ids
from clusterlib.strategy.action_plan import Plan
from clusterlib.strategy.action_tasks import Task

_TIMES = ("es", "ef", "ls", "lf", "slack")
#: How a task stands, from what needs a decision to what does not.
STATES = ("late", "tight", "in time", "no deadline", "not scheduled", "done")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One kind of contradiction and the tasks in which it was found."""

    code: str
    nos: tuple[str, ...]


def contradictions(plan: Plan) -> tuple[Contradiction, ...]:
    """Compare states, days and predecessors of the tasks (methods T12).

    Examples
    --------
    >>> from clusterlib.strategy.action_plan import plan as schedule_tasks
    >>> contradictions(schedule_tasks(None))
    ()
    """
    today = plan.as_of
    undone = {task.no for task in plan.tasks if not task.done}
    tests: dict[str, Callable[[Task], bool]] = {
        "done without a day": lambda t: t.done and t.done_on is None,
        "done in the future": lambda t: bool(t.done_on and today and t.done_on > today),
        "done before it began": lambda t: bool(t.done_on and t.started and t.done_on < t.started),
        "begun before its turn": lambda t: t.begun and bool(undone & set(t.predecessors)),
        "past its deadline": lambda t: bool(not t.done and t.deadline and today and t.deadline < today),
        "should have begun": lambda t: bool(t.status == "open" and t.started and today and t.started < today),
        "blocked": lambda t: t.status == "blocked",
    }
    found = ((code, tuple(task.no for task in plan.tasks if test(task))) for code, test in tests.items())
    return tuple(Contradiction(code, nos) for code, nos in found if nos)


def state_of(task: Task, plan: Plan) -> str:
    """How one task stands against its deadline: one of `STATES`."""
    if task.done:
        return "done"
    if task.deadline and plan.as_of and task.deadline < plan.as_of:
        return "late"
    if task.end is None:
        return "not scheduled"
    if task.deadline is None or task.slip is None:
        return "no deadline"
    return "late" if task.slip > 0 else "tight" if -task.slip < plan.rules.tight else "in time"


def early_wins(plan: Plan) -> tuple[Task, ...]:
    """Quick wins that are finished within the first days of the plan."""
    wins = [task for task in plan.tasks if task.quick_win]
    if plan.calendar is None:
        limit = plan.rules.first_days * 5 / 7
        return tuple(task for task in wins if task.times is not None and task.times.ef <= limit)
    first = plan.calendar.first
    return tuple(t for t in wins if t.end is not None and (t.end - first).days <= plan.rules.first_days)


def schedule_table(plan: Plan) -> pd.DataFrame:
    """Hand-over `task_schedule`: one row per task that was not dropped, numbers not rounded."""
    columns = [
        "no",
        "task",
        *_TIMES,
        "critical",
        "because",
        "start_on",
        "end_on",
        "slip_days",
        "quick_win",
        "basis",
    ]
    return pd.DataFrame([_row(task) for task in plan.tasks], columns=columns)


def _row(task: Task) -> dict[str, object]:
    times = task.times
    numbers = {name: None if times is None else getattr(times, name) for name in _TIMES}
    return {
        "no": task.no,
        "task": task.task,
        **numbers,
        "critical": None if times is None else "yes" if times.critical else "no",
        "because": join_ids(task.because),
        "start_on": task.start.isoformat() if task.start else None,
        "end_on": task.end.isoformat() if task.end else None,
        "slip_days": task.slip,
        "quick_win": None if task.quick_win is None else "yes" if task.quick_win else "no",
        "basis": task.basis,
    }
