"""The guide's lessons on action plans (L2038-2050, L1865-1867) as checks of one case."""

from __future__ import annotations

from collections import Counter

from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.strategy.action_checks import early_wins
from clusterlib.strategy.action_plan import Plan
from clusterlib.strategy.action_plan_readings import task_names
from clusterlib.strategy.goal_readings import goal_names
from clusterlib.strategy.goals import GoalsChecked
from clusterlib.strategy.workload import Workload
from clusterlib.twins import called, named

_SHOWN = 5


def pitfalls(
    plan: Plan | None,
    load: Workload | None,
    goals: GoalsChecked | None = None,
    *,
    say: Speaker,
    longest: float = 90,
    one_person: float = 0.5,
    overdue: float = 0.2,
    in_time: float = 0.5,
) -> list[Check]:
    """What makes action plans fail, judged on this case.

    Parameters
    ----------
    plan, load, goals
        Results of the plan, the workload and the goals; None where a part was left out.
    say : Speaker
        Language of the reader.
    longest : float
        A task with more working days is too big for one step.
    one_person : float
        Share of the tasks above which one person carries too much of the plan.
    overdue : float
        Share of the tasks due that may be unfinished.
    in_time : float
        Chance of reaching the last deadline below which the plan wants too much.

    Examples
    --------
    >>> [check.status for check in pitfalls(None, None, say=Speaker())]
    ['not judged']
    """
    if plan is None or not plan.tasks:
        text = say("There is no task yet, so no lesson on action plans can be checked.")
        return [Check("R24", "not judged", "amber", text)]
    found = [_quick(plan, say), _ambitious(plan, load, goals, in_time, say), _big(plan, longest, say)]
    found += [_idle(plan, say), _names(plan, say), _one(plan, one_person, say)]
    found += [_milestones(plan, say), _overdue(plan, overdue, say)]
    return [check for check in found if check is not None]


def _quick(plan: Plan, say: Speaker) -> Check:
    """No quick impact, says the guide (L540), but quick activities (L1867, L2043)."""
    days = say.number(plan.rules.first_days)
    early = early_wins(plan)
    if early:
        nos = tuple(task.no for task in early)
        text = say(
            "Within the first {days} days something visible is finished: {nos}.",
            days=days,
            nos=named(nos, task_names(plan, say), say=say, limit=_SHOWN),
        )
        return Check("R24", "fine", "amber", text, "", nos)
    if all(task.quick_win is None for task in plan.tasks):
        text = say("Without the columns impact and m it cannot be said whether there is a quick win.")
        return Check("R24", "not judged", "amber", text)
    text = say("Nothing visible is finished within the first {days} days.", days=days)
    cure = say("Bring one small useful activity forward. It is a quick activity, not a quick impact.")
    return Check("R24", "finding", "amber", text, cure)


def _ambitious(
    plan: Plan, load: Workload | None, goals: GoalsChecked | None, in_time: float, say: Speaker
) -> Check | None:
    signs = []
    if plan.calendar is not None and plan.target is not None:
        chance = plan.simulation.probability(plan.calendar.through(plan.target))
        if chance is not None and chance < in_time:
            day = say.day(plan.target.isoformat())
            signs.append(say("the plan is more likely not finished than finished on {day}", day=day))
    if load is not None and load.over:
        people = tuple(dict.fromkeys(item.person for item in load.over))
        names = say.names(people, limit=3)
        signs.append(say("more days are asked than there are of {names}", names=names))
    beyond = tuple(goal.id for goal in goals.goals if goal.marks["achievable"] == "no") if goals else ()
    if beyond and goals:
        ids = named(beyond, goal_names(goals, say), say=say, limit=_SHOWN)
        signs.append(say("out of reach at the pace so far: {ids}", ids=ids))
    if not signs:
        known = load is not None and load.known
        text = say("No sign that the strategy wants too much.")
        if not known:
            text = say("No sign that the strategy wants too much; free days of people are not known.")
        return Check("T12", "fine", "amber", text)
    text = say("Signs that the strategy wants too much: {signs}.", signs=say.clauses(signs))
    cure = say("Do less, later or with more people; say which.")
    return Check("T12", "finding", "amber", text, cure, beyond)


def _big(plan: Plan, longest: float, say: Speaker) -> Check:
    big = [task for task in plan.tasks if task.days is not None and task.days > longest and not task.done]
    if not big:
        text = say("No open task takes more than {n} days.", n=say.number(longest))
        return Check("R27", "fine", "note", text)
    known = task_names(plan, say)
    names = [
        say.plural(
            round(t.days or 0), "{no}: one day", "{no}: {n} days", no=called(t.no, known[t.no], say=say)
        )
        for t in big
    ]
    text = say("Too big for one step: {names}.", names=say.clauses(names[:_SHOWN]))
    cure = say("Cut it into steps of at most a quarter of a year.")
    return Check("R27", "finding", "note", text, cure, tuple(task.no for task in big))


def _idle(plan: Plan, say: Speaker) -> Check:
    idle = tuple(task.no for task in plan.tasks if not task.because)
    if not idle:
        return Check("R18", "fine", "amber", say("Every task serves a branch or a goal."))
    text = say.plural(
        len(idle),
        "One task serves nothing: {nos}.",
        "{n} tasks serve nothing: {nos}.",
        nos=named(idle, task_names(plan, say), say=say, limit=_SHOWN),
    )
    cure = say("Link it to what it is for, or drop it.")
    return Check("R18", "finding", "amber", text, cure, idle)


def _names(plan: Plan, say: Speaker) -> Check:
    lacks = {
        "who": tuple(task.no for task in plan.tasks if not task.done and not task.responsible),
        "when": tuple(task.no for task in plan.tasks if not task.done and task.deadline is None),
    }
    if not any(lacks.values()):
        return Check("R25", "fine", "red", say("Every open task has one person and one deadline."))
    texts, known = [], task_names(plan, say)
    told = {name: named(nos, known, say=say, limit=_SHOWN) for name, nos in lacks.items()}
    if told["who"]:
        texts.append(say("Nobody answers for: {nos}.", nos=told["who"]))
    if told["when"]:
        texts.append(say("No deadline: {nos}.", nos=told["when"]))
    nos = tuple(dict.fromkeys([*lacks["who"], *lacks["when"]]))
    return Check("R25", "finding", "red", " ".join(texts), say("One name, one date."), nos)


def _one(plan: Plan, share: float, say: Speaker) -> Check | None:
    people = Counter(task.responsible for task in plan.tasks if task.responsible)
    whole = sum(people.values())
    if whole < 5:
        return None
    person, most = people.most_common(1)[0]
    if most <= share * whole:
        text = say("The tasks are spread over {n} people.", n=say.number(len(people)))
        return Check("R26", "fine", "amber", text)
    text = say("{person} answers for {share} tasks.", person=person, share=say.share(most, whole))
    cure = say("Members should carry tasks too; move at least one in three.")
    return Check("R26", "finding", "amber", text, cure)


def _milestones(plan: Plan, say: Speaker) -> Check | None:
    stones = tuple(task.no for task in plan.tasks if task.milestone)
    if len(plan.tasks) < 6 and not stones:
        return None
    if stones:
        text = say.plural(len(stones), "One task ends in a milestone.", "{n} tasks end in a milestone.")
        return Check("R28", "fine", "amber", text)
    text = say("{n} tasks and no milestone.", n=say.number(len(plan.tasks)))
    return Check("R28", "finding", "amber", text, say("Mark the results that others wait for."))


def _overdue(plan: Plan, share: float, say: Speaker) -> Check:
    today = plan.as_of
    due = [task for task in plan.tasks if today and task.deadline and task.deadline < today]
    late = tuple(task.no for task in due if not task.done)
    if not due:
        return Check("R29", "not judged", "amber", say("No deadline has passed yet."))
    whole = say.number(len(due))
    if not late:
        return Check("R29", "fine", "amber", say("All tasks that were due are finished ({n}).", n=whole))
    text = say.plural(
        len(late),
        "One task that was due is not finished (of {whole}): {nos}.",
        "{n} tasks that were due are not finished (of {whole}): {nos}.",
        whole=whole,
        nos=named(late, task_names(plan, say), say=say, limit=_SHOWN),
    )
    if len(late) <= share * len(due):
        return Check("R29", "fine", "amber", text)
    return Check("R29", "finding", "amber", text, say("Review the plan this week: drop, move or help."), late)
