"""The action plan in words: how complete, how long, how sure, what is late, what is quick."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.strategy.action_checks import (
    STATES,
    Contradiction,
    contradictions,
    early_wins,
    schedule_table,
    state_of,
)
from clusterlib.strategy.action_plan import Plan
from clusterlib.strategy.action_tasks import Task
from clusterlib.twins import called, named, spoken

_SHOWN = 6


def text_of(task: Task, say: Speaker) -> str:
    """Text of a task in the reader's language, if the case has it."""
    return task.task_fr if say.locale == "fr" and task.task_fr else task.task


def state_name(state: str, say: Speaker = Speaker()) -> str:
    """How a task stands, as a word.

    Examples
    --------
    >>> state_name("tight")
    'tight'
    """
    names = {
        "late": say("late"),
        "tight": say("tight"),
        "in time": say("in time"),
        "no deadline": say("no deadline"),
        "not scheduled": say("cannot be said"),
        "done": say("done"),
    }
    return names[state]


def task_names(result: Plan, say: Speaker = Speaker()) -> dict[str, str]:
    """What the tasks are called in the reader's language, by their numbers; dropped ones too.

    Examples
    --------
    >>> from clusterlib.strategy.action_plan import plan
    >>> task_names(plan(None))
    {}
    """
    return spoken(result.titles, say=say)


def contradiction_name(
    found: Contradiction, say: Speaker = Speaker(), *, known: Mapping[str, str] | None = None
) -> str:
    """One kind of contradiction with its tasks, as a sentence.

    Examples
    --------
    >>> contradiction_name(Contradiction("blocked", ("4.4",)))
    'Blocked: 4.4.'
    """
    nos = named(found.nos, known or {}, say=say, limit=_SHOWN)
    texts = {
        "done without a day": say("Done, but without the day it was done: {nos}.", nos=nos),
        "done in the future": say("Done on a day that is still to come: {nos}.", nos=nos),
        "done before it began": say("Done before it began: {nos}.", nos=nos),
        "begun before its turn": say("Begun although a task before it is not finished: {nos}.", nos=nos),
        "past its deadline": say("Not finished and past its deadline: {nos}.", nos=nos),
        "should have begun": say("Still open although its start day has passed: {nos}.", nos=nos),
        "blocked": say("Blocked: {nos}.", nos=nos),
    }
    return texts[found.code]


def table_plan(result: Plan, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Tasks that are not done, at most ten: those that are late first, then by start."""
    order = {state: place for place, state in enumerate(STATES)}
    open_ = [task for task in result.tasks if not task.done]
    open_.sort(key=lambda t: (order[state_of(t, result)] > 0, str(t.start or "9999"), t.no))
    shown = open_[:10]
    return pd.DataFrame(
        {
            say("Task"): [f"{task.no} {text_of(task, say)}" for task in shown],
            say("Who"): [task.responsible or "–" for task in shown],
            say("Days"): [say.number(task.days, 1) for task in shown],
            say("Begins"): [_day(task.start, say) for task in shown],
            say("Ends"): [_day(task.end, say) for task in shown],
            say("Deadline"): [_day(task.deadline, say) for task in shown],
            say("Slack"): [say.number(task.times.slack if task.times else None) for task in shown],
            say("State"): [state_name(state_of(task, result), say) for task in shown],
        },
        dtype="str",
    )


def _day(day: dt.date | None, say: Speaker) -> str:
    return "–" if day is None else say.day(day.isoformat())


def read_plan(result: Plan, *, say: Speaker = Speaker()) -> str:
    """How complete the plan is, when it ends and how sure, what is late, and the quick wins."""
    if not result.tasks:
        return say("The action plan has no task yet. Begin with one that promises a quick success.")
    parts = [
        [_complete(result, say), _left_out(result, say)],
        [_today(result, say), _end(result, say), _critical(result, say), _sure(result, say)],
        [_late(result, say), *_contradicted(result, say), _wins(result, say)],
        [say("A plan shows what was written down; whether people have the time is another question.")],
    ]
    return "\n\n".join(" ".join(text for text in part if text) for part in parts if any(part))


def _contradicted(result: Plan, say: Speaker) -> list[str]:
    known = task_names(result, say)
    found = contradictions(result)
    return [contradiction_name(c, say, known=known) for c in found if c.code != "past its deadline"]


def _complete(result: Plan, say: Speaker) -> str:
    filled, all_ = result.filled
    tasks = say.plural(len(result.tasks), "one task", "{n} tasks")
    done = sum(task.done for task in result.tasks)
    head = (
        say("The plan holds {tasks}, {done} of them done.", tasks=tasks, done=say.number(done))
        if 0 < done < len(result.tasks)
        else say("The plan holds {tasks}, all done.", tasks=tasks)
        if done
        else say("The plan holds {tasks}, none done yet.", tasks=tasks)
    )
    if filled == all_:
        return f"{head} " + say("Priority, deadline, responsible and status are filled everywhere.")
    gaps = say(
        "Of the cells for priority, deadline, responsible and status {filled} of {all} are filled.",
        filled=say.number(filled),
        all=say.number(all_),
    )
    return f"{head} {gaps}"


def _left_out(result: Plan, say: Speaker) -> str:
    texts, known = [], task_names(result, say)
    if result.dropped:
        nos = named(result.dropped, known, say=say, limit=_SHOWN)
        texts.append(say("Left out because dropped: {nos}.", nos=nos))
    if result.without_days:
        nos = named(result.without_days, known, say=say, limit=_SHOWN)
        texts.append(say("Without days (column m) and therefore not placed: {nos}.", nos=nos))
    if result.waiting:
        nos = named(result.waiting, known, say=say, limit=_SHOWN)
        texts.append(say("Not placed because they wait for these: {nos}.", nos=nos))
    return " ".join(texts)


def _today(result: Plan, say: Speaker) -> str:
    if result.as_of is not None or result.calendar is None:
        return ""
    first = say.day(result.calendar.first.isoformat())
    return say("The case names no day that counts as today (as_of); the plan begins on {day}.", day=first)


def _end(result: Plan, say: Speaker) -> str:
    if not result.network.times:
        return say("No task can be placed in time, so neither an end nor a critical path can be given.")
    if result.end is None:
        days = say.number(result.network.length, 1)
        return say("If all goes as expected, the plan takes {days} working days.", days=days)
    return say("If all goes as expected, the plan ends on {day}.", day=say.day(result.end.isoformat()))


def _critical(result: Plan, say: Speaker) -> str:
    path, known = result.network.path, task_names(result, say)
    if not path:
        return ""
    if len(path) == 1:
        task = next(task for task in result.tasks if task.no == path[0])
        return say(
            "One task alone decides the end: {no}, {days} days. Cut it into steps, and the plan tells more.",
            no=called(path[0], known.get(path[0], ""), say=say),
            days=say.number(task.days),
        )
    texts = [say("A delay of one of these delays the end: {nos}.", nos=named(path, known, say=say, limit=8))]
    if result.network.paths_differ:
        texts.append(say("They are not the only critical chain."))
    near = [no for no, share in result.simulation.critical.items() if share >= 0.2 and no not in path]
    if near:
        texts.append(say("Nearly as critical: {nos}.", nos=named(near, known, say=say, limit=_SHOWN)))
    return " ".join(texts)


def _sure(result: Plan, say: Speaker) -> str:
    ninety = result.simulation.quantile(0.9)
    if ninety is None:
        return ""
    if not any(work.p > work.o for work in result.network.works.values() if work.finished is None):
        return say("No task has days at best and at worst, so how sure this is cannot be said.")
    day = result.day(ninety)
    end = say.number(ninety, 1) if day is None else say.day(day.isoformat())
    text = (
        say("In nine of ten cases it takes at most {days} working days.", days=end)
        if day is None
        else say("In nine of ten cases it is finished by {day}.", day=end)
    )
    if result.target is None or result.calendar is None:
        return text
    chance = result.simulation.probability(result.calendar.through(result.target))
    last = say.day(result.target.isoformat())
    return f"{text} " + _chance(chance or 0.0, last, say)


def _chance(chance: float, day: str, say: Speaker) -> str:
    if chance < 0.05:
        return say("That everything is done by the last deadline, {day}, is hardly possible.", day=day)
    if chance > 0.95:
        return say("That everything is done by the last deadline, {day}, is nearly certain.", day=day)
    tenths = say.number(chance * 10)
    return say("By the last deadline, {day}, it is finished in about {n} of ten cases.", day=day, n=tenths)


def _late(result: Plan, say: Speaker) -> str:
    late = [task for task in result.tasks if state_of(task, result) == "late"]
    if not late:
        known = any(task.deadline for task in result.tasks if not task.done)
        return say("No open task ends after its deadline.") if known else ""
    names = [
        say.plural(task.slip, "{no}: one day", "{no}: {n} days", no=_called(task, say))
        if task.slip is not None and task.slip > 0
        else _called(task, say)
        for task in late
    ]
    return say("Late against the deadline: {names}.", names=_counted(names, say))


def _called(task: Task, say: Speaker) -> str:
    return called(task.no, text_of(task, say), say=say)


def _counted(items: list[str], say: Speaker) -> str:
    """Longer parts; beyond the first the rest is counted."""
    rest = len(items) - _SHOWN
    more = [say.plural(rest, "one more", "{n} more")] if rest > 0 else []
    return say.clauses([*items[:_SHOWN], *more])


def _wins(result: Plan, say: Speaker) -> str:
    known = task_names(result, say)
    days = say.number(result.rules.first_days)
    early = early_wins(result)
    told = {task.no for task in early}
    ahead = [t.no for t in result.tasks if t.quick_win and not t.done and t.no not in told]
    later = named(ahead, known, say=say, limit=_SHOWN)
    next_ = say("Later ones, still to come: {nos}.", nos=later) if later else ""
    if early:
        nos = named((task.no for task in early), known, say=say, limit=_SHOWN)
        return f"{say('Quick wins within the first {days} days: {nos}.', days=days, nos=nos)} {next_}".strip()
    if all(task.impact is None for task in result.tasks):
        return say("Without the column impact quick wins cannot be found.")
    return say("No quick win falls into the first {days} days; bring a small activity forward.", days=days)


def plain_plan(result: object) -> str:
    """Times of the tasks as a small text table, to compare runs; a dash when there is none."""
    if not isinstance(result, Plan):
        return "–"
    columns = ["no", "es", "ef", "slack", "critical", "start_on", "end_on", "slip_days", "quick_win"]
    return schedule_table(result)[columns].round(4).to_string(index=False)
