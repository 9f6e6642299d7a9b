"""Quick wins as a list, with what helps much but is not quick yet, and why (guide L1867, L2043)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.strategy.action_checks import early_wins
from clusterlib.strategy.action_plan import Plan
from clusterlib.strategy.action_plan_readings import task_names, text_of
from clusterlib.strategy.action_tasks import Hindrance, Task, hindrances, middle_effort
from clusterlib.twins import called, named, short

#: Rows of the table, tasks told in a sentence.
ROWS, _SHOWN = 10, 5


@dataclass(frozen=True, slots=True)
class QuickWins:
    """Quick wins of a plan, and tasks that would be one but for something.

    Parameters
    ----------
    plan : Plan
        The plan they are in.
    early, later : tuple of Task
        Quick wins that are finished within the first days of the plan, and the others that are not done.
    near : tuple of (Task, tuple of str)
        Open tasks that help much and are no quick win, with what speaks against it.
    unknown : tuple of Task
        Open tasks of which impact, days or effort is not known, so that it cannot be said.
    """

    plan: Plan
    early: tuple[Task, ...]
    later: tuple[Task, ...]
    near: tuple[tuple[Task, tuple[Hindrance, ...]], ...]
    unknown: tuple[Task, ...]


def quick_wins(plan: Plan) -> QuickWins:
    """List the quick wins, and what else would be one.

    Examples
    --------
    >>> from clusterlib.strategy.action_plan import plan as schedule_tasks
    >>> table = pd.DataFrame({"no": ["A", "B"], "task": ["Ask", "Build"], "m": [4.0, 90.0], "impact": [4, 5]})
    >>> found = quick_wins(schedule_tasks(table, as_of="2027-01-04", draws=10))
    >>> [task.no for task in found.early], [(task.no, why) for task, why in found.near]
    (['A'], [('B', ('days',))])
    """
    early = early_wins(plan)
    told = {task.no for task in early}
    open_ = [task for task in plan.tasks if not task.done]
    median = middle_effort(plan.tasks)
    against = {task.no: hindrances(task, median, plan.tasks, plan.rules) for task in open_}
    helps = [task for task in open_ if task.impact is not None and task.impact >= plan.rules.impact]
    return QuickWins(
        plan,
        early,
        tuple(task for task in open_ if task.quick_win and task.no not in told),
        tuple((task, against[task.no]) for task in helps if task.quick_win is False),
        tuple(task for task in open_ if task.quick_win is None),
    )


def table_wins(result: QuickWins, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Quick wins first, then what helps much but is not quick, at most ten rows."""
    first = say("quick win within the first {days} days", days=say.number(result.plan.rules.first_days))
    rows = [(task, first) for task in result.early]
    rows += [(task, say("quick win, later")) for task in result.later]
    rows += [(task, say.clauses(_why(name, task, result, say) for name in why)) for task, why in result.near]
    shown = rows[:ROWS]
    return pd.DataFrame(
        {
            say("Task"): [f"{task.no} {short(text_of(task, say))}" for task, _ in shown],
            say("Who"): [task.responsible or "–" for task, _ in shown],
            say("Ends"): [say.day(task.end.isoformat()) if task.end else "–" for task, _ in shown],
            say("Impact (1 to 5)"): [say.number(task.impact) for task, _ in shown],
            say("What it is, or what hinders it"): [text for _, text in shown],
        },
        dtype="str",
    )


def read_wins(result: QuickWins, *, say: Speaker = Speaker()) -> str:
    """How many quick wins there are, what could become one, and what is not known."""
    if not result.plan.tasks:
        return say("There is no task yet, so there is no quick win.")
    days, known = say.number(result.plan.rules.first_days), task_names(result.plan, say)
    parts = []
    if result.early:
        nos = named((task.no for task in result.early), known, say=say, limit=_SHOWN)
        parts.append(say("Within the first {days} days members can see: {nos}.", days=days, nos=nos))
    else:
        parts.append(say("Nothing that members can see is finished within the first {days} days.", days=days))
    if result.near:
        first, why = result.near[0]
        parts.append(
            say.plural(
                len(result.near),
                "One task helps much and is not quick: {no} ({why}).",
                "{n} tasks help much and are not quick, first of all {no} ({why}).",
                no=called(first.no, known.get(first.no, ""), say=say),
                why=say.clauses(_why(name, first, result, say) for name in why),
            )
        )
        parts.append(say("Could a first part of it be finished and shown alone?"))
    if result.unknown:
        parts.append(
            say.plural(
                len(result.unknown),
                "For one open task impact, days or effort is blank, so it cannot be said.",
                "For {n} open tasks impact, days or effort is blank, so it cannot be said.",
            )
        )
    return " ".join(parts)


def _why(name: Hindrance, task: Task, result: QuickWins, say: Speaker) -> str:
    """One thing that speaks against a quick win."""
    done = {other.no for other in result.plan.tasks if other.done}
    before = [no for no in task.predecessors if no not in done]
    waits = named(before, task_names(result.plan, say), say=say, limit=2, width=30)
    return {
        "impact": say("helps too little"),
        "waits": say("waits for {nos}", nos=waits),
        "days": say.plural(round(task.days or 0), "takes one day", "takes {n} days"),
        "effort": say("more work than half of the tasks"),
    }[name]
