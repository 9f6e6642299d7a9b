"""Who has how much to do in which month, against the days each person can give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from clusterlib.strategy.action_plan import Plan
from clusterlib.strategy.action_tasks import Task
from clusterlib.strategy.strategy_links import filled, rows


@dataclass(frozen=True, slots=True)
class Load:
    """Person-days of one person in one month.

    Parameters
    ----------
    days : float
        What the tasks ask for.
    capacity : float or None
        What the person can give; None when it is not known.
    """

    person: str
    month: str
    days: float
    capacity: float | None

    @property
    def share(self) -> float | None:
        """Days asked over days given; infinite when nothing is given, None when it is not known."""
        if self.capacity is None:
            return None
        return self.days / self.capacity if self.capacity > 0 else (float("inf") if self.days > 0 else 0.0)


@dataclass(frozen=True, slots=True)
class Workload:
    """Load of all persons and months from today on.

    Parameters
    ----------
    loads : tuple of Load
        By person, then month; months without work are there with 0 days.
    without_effort, without_person, without_dates : tuple of str
        Tasks that are not in the sums, and why.
    limit : float
        Share above which a person has too much.
    titles : mapping of number to (str, str)
        What the tasks are called, in the language of the case and in French.
    """

    loads: tuple[Load, ...]
    persons: tuple[str, ...]
    months: tuple[str, ...]
    without_effort: tuple[str, ...]
    without_person: tuple[str, ...]
    without_dates: tuple[str, ...]
    known: bool
    limit: float
    titles: Mapping[str, tuple[str, str]]

    @property
    def over(self) -> tuple[Load, ...]:
        """Loads above the limit."""
        return tuple(load for load in self.loads if load.share is not None and load.share > self.limit + 1e-9)


def workload(plan: Plan, capacity: pd.DataFrame | None = None, *, limit: float = 1.0) -> Workload:
    """Spread each task's person-days evenly over its working days, for the one who answers for it.

    Finished tasks are left out, and of a running one only the part from today on counts. People who
    help are not counted: nobody wrote down how much they give.

    Parameters
    ----------
    plan : Plan
        From `clusterlib.strategy.action_plan.plan`.
    capacity : DataFrame or None
        Table `capacity`.
    limit : float
        Share of the capacity above which somebody has too much; a default.

    Examples
    --------
    >>> from clusterlib.strategy.action_plan import plan as schedule_tasks
    >>> table = pd.DataFrame({"no": ["A"], "task": ["t"], "m": [10.0], "effort_pd": [5.0],
    ...                       "responsible": ["Awa"]})
    >>> made = workload(schedule_tasks(table, as_of="2027-01-25", draws=10))
    >>> [(load.month, load.days) for load in made.loads]
    [('2027-01', 2.5), ('2027-02', 2.5)]
    """
    open_ = [task for task in plan.tasks if not task.done]
    counted = [t for t in open_ if t.effort is not None and t.responsible and t.start and t.end]
    given = {
        (str(row["person"]), str(row["month"])): float(row["days"])
        for row in rows(capacity)
        if filled(row.get("days"))
    }
    sums: dict[tuple[str, str], float] = {}
    for task in counted:
        for month, days in _spread(task, plan):
            sums[task.responsible, month] = sums.get((task.responsible, month), 0.0) + days
    persons = tuple(dict.fromkeys(task.responsible for task in counted))
    months = _months(sorted({month for _, month in sums}))
    loads = tuple(
        Load(person, month, sums.get((person, month), 0.0), given.get((person, month)))
        for person in persons
        for month in months
    )
    return Workload(
        loads,
        persons,
        months,
        tuple(t.no for t in open_ if t.effort is None),
        tuple(t.no for t in open_ if not t.responsible),
        tuple(t.no for t in open_ if t.effort is not None and t.responsible and not (t.start and t.end)),
        capacity is not None,
        limit,
        plan.titles,
    )


def _spread(task: Task, plan: Plan) -> list[tuple[str, float]]:
    """Person-days of a task by month, from today on."""
    if task.start is None or task.end is None or plan.calendar is None or task.effort is None:
        return []
    all_days = [task.start + dt.timedelta(days=i) for i in range((task.end - task.start).days + 1)]
    days = [day for day in all_days if not plan.calendar.is_day_off(day)] or [task.end]
    ahead = [day for day in days if plan.as_of is None or day >= plan.as_of]
    by_month: dict[str, float] = {}
    for day in ahead:
        month = day.isoformat()[:7]
        by_month[month] = by_month.get(month, 0.0) + task.effort / len(days)
    return list(by_month.items())


def _months(known: list[str]) -> tuple[str, ...]:
    """All months from the first to the last."""
    if not known:
        return ()
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (known[0], known[-1]))
    return tuple(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1))
