"""Tasks of the action plan as they are written, and which of them are quick wins (guide L2036-2061)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from clusterlib.cells import split_ids
from clusterlib.strategy.schedule import Times
from clusterlib.strategy.strategy_links import filled

#: The four columns that the guide's template asks for in every row (L2052-2061).
MANDATORY = ("priority", "deadline", "responsible", "status")


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts as a quick win and as tight; the guide gives no numbers, so these are defaults.

    Parameters
    ----------
    impact : int
        A quick win helps at least so much, 1 to 5.
    days : float
        It takes at most so many working days.
    first_days : int
        One quick win should be finished within so many days of the calendar.
    tight : int
        A task that ends fewer days than this before its deadline is tight.
    """

    impact: int = 4
    days: float = 60
    first_days: int = 90
    tight: int = 5


@dataclass(frozen=True, slots=True)
class Task:
    """One task as written, and what was worked out for it.

    Parameters
    ----------
    days : float or None
        Expected working days, (o + 4m + p)/6; None when it has none.
    times : Times or None
        Place in the network; None when it could not be scheduled.
    start, end : date or None
        Forecast days, or the real ones as far as they are known.
    slip : int or None
        Days of the calendar after the deadline; negative is before it.
    quick_win : bool or None
        None when impact or days are not known.
    """

    no: str
    task: str
    task_fr: str
    because: tuple[str, ...]
    section: str
    priority: float | None
    deadline: dt.date | None
    responsible: str
    support: tuple[str, ...]
    predecessors: tuple[str, ...]
    effort: float | None
    milestone: bool
    impact: int | None
    status: str
    started: dt.date | None
    done_on: dt.date | None
    basis: str
    days: float | None = None
    times: Times | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    slip: int | None = None
    quick_win: bool | None = None

    @property
    def done(self) -> bool:
        """Whether it is finished."""
        return self.status == "done"

    @property
    def begun(self) -> bool:
        """Whether somebody has begun it."""
        return self.status in ("running", "done")


Estimate = tuple[float, float, float]
#: What may speak against a quick win: too little impact, a task to wait for, too many days, too much effort.
Hindrance = Literal["impact", "waits", "days", "effort"]


def read_task(row: Mapping[str, Any]) -> Task:
    """A row of `tasks` as a task."""
    said = {name: str(row[name]).strip() if filled(row.get(name)) else "" for name in _TEXTS}
    return Task(
        no=str(row["no"]),
        task=said["task"],
        task_fr=said["task_fr"],
        because=tuple(split_ids(row.get("because"))),
        section=said["section"],
        priority=_number(row, "priority"),
        deadline=_date(said["deadline"]),
        responsible=said["responsible"],
        support=tuple(split_ids(row.get("support"))),
        predecessors=tuple(split_ids(row.get("predecessors"))),
        effort=_number(row, "effort_pd"),
        milestone=said["milestone"] == "yes",
        impact=int(row["impact"]) if filled(row.get("impact")) else None,
        status=said["status"],
        started=_date(said["start_on"]),
        done_on=_date(said["done_on"]),
        basis=said["basis"] or "USER",
    )


_TEXTS = (
    "task",
    "task_fr",
    "section",
    "deadline",
    "responsible",
    "milestone",
    "status",
    "start_on",
    "done_on",
    "basis",
)


def _number(row: Mapping[str, Any], name: str) -> float | None:
    return float(row[name]) if filled(row.get(name)) else None


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def estimate_of(row: Mapping[str, Any], blank: float = 0.0) -> Estimate | None:
    """Days at best, expected and at worst; `m` alone has no spread; None when there are none.

    Examples
    --------
    >>> estimate_of({"o": 1, "m": 2, "p": 6}), estimate_of({"m": 2}), estimate_of({}, blank=5)
    ((1.0, 2.0, 6.0), (2.0, 2.0, 2.0), (5, 5, 5))
    """
    m = _number(row, "m")
    if m is None:
        return (blank, blank, blank) if blank > 0 else None
    o, p = _number(row, "o"), _number(row, "p")
    return (m, m, m) if o is None or p is None else (o, m, p)


def mark_quick_wins(tasks: list[Task], rules: Rules) -> list[Task]:
    """Mark quick wins: much impact, few days, little effort, nothing to wait for (guide L2043)."""
    median = middle_effort(tasks)
    return [replace(task, quick_win=_is_quick(task, median, tasks, rules)) for task in tasks]


def middle_effort(tasks: Iterable[Task]) -> float | None:
    """Median of the person-days that are known; None when none is."""
    efforts = sorted(task.effort for task in tasks if task.effort is not None)
    half = len(efforts) // 2
    return None if not efforts else (efforts[half] + efforts[-half - 1]) / 2


def hindrances(
    task: Task, median: float | None, tasks: Iterable[Task], rules: Rules
) -> tuple[Hindrance, ...]:
    """Why a task is no quick win, as far as is known; empty when nothing known speaks against it."""
    done = {other.no for other in tasks if other.done}
    against: dict[Hindrance, bool] = {
        "impact": task.impact is not None and task.impact < rules.impact,
        "waits": not task.done and any(before not in done for before in task.predecessors),
        "days": task.days is not None and task.days > rules.days,
        "effort": median is not None and task.effort is not None and task.effort > median,
    }
    return tuple(name for name, holds in against.items() if holds)


def _is_quick(task: Task, median: float | None, tasks: list[Task], rules: Rules) -> bool | None:
    if hindrances(task, median, tasks, rules):
        return False
    unknown = task.impact is None or task.days is None or (median is not None and task.effort is None)
    return None if unknown else True


def empty_cells(tasks: Iterable[Task]) -> dict[str, tuple[str, ...]]:
    """Tasks in which one of the `MANDATORY` columns is not filled."""
    tasks = tuple(tasks)
    lacks = {
        "priority": lambda t: t.priority is None,
        "deadline": lambda t: t.deadline is None,
        "responsible": lambda t: not t.responsible,
        "status": lambda t: not t.status,
    }
    return {name: tuple(task.no for task in tasks if lacks[name](task)) for name in MANDATORY}
