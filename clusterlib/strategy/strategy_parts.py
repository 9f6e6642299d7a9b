"""Does the strategy have all its parts? The five components of guide L1721-1725, judged from the tables."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.strategy.action_plan import Plan
from clusterlib.strategy.goals import GoalsChecked
from clusterlib.strategy.strategy_links import rows

PRESENT, PARTLY, MISSING = "present", "partly", "missing"
#: The components in the order of the guide.
COMPONENTS = ("services", "structure", "steps", "monitoring", "action plan")


@dataclass(frozen=True, slots=True)
class Part:
    """One component of a strategy.

    Parameters
    ----------
    code : str
        One of `COMPONENTS`.
    state : str
        ``present``, ``partly`` or ``missing``.
    count, whole : int
        How many rows speak for it, of how many that should.
    """

    code: str
    state: str
    count: int
    whole: int


def parts(
    goals: GoalsChecked | None,
    plan: Plan | None,
    services: pd.DataFrame | None = None,
    *,
    legal_form: str = "",
) -> tuple[Part, ...]:
    """Look for the five components in the tables of the case.

    A component is partly there when some but not all rows that should speak for it do: steps need an
    order and milestones, monitoring an indicator for each goal, the action plan a person and a deadline
    for each task.

    Examples
    --------
    >>> [part.state for part in parts(None, None, legal_form="association")]
    ['missing', 'present', 'missing', 'missing', 'missing']
    """
    tasks = plan.tasks if plan is not None else ()
    offers = len(rows(services))
    ordered = int(any(task.predecessors for task in tasks)) + int(any(task.milestone for task in tasks))
    judged = goals.goals if goals is not None else ()
    measured = sum(goal.marks["measurable"] == "yes" for goal in judged)
    whole = sum(bool(task.responsible and task.deadline) for task in tasks)
    return (
        Part("services", PRESENT if offers else MISSING, offers, offers),
        Part("structure", PRESENT if legal_form else MISSING, int(bool(legal_form)), 1),
        _part("steps", ordered if tasks else 0, 2),
        _part("monitoring", measured, len(judged)),
        _part("action plan", whole, len(tasks)),
    )


def _part(code: str, count: int, whole: int) -> Part:
    state = MISSING if not count else PRESENT if count == whole else PARTLY
    return Part(code, state, count, whole)


def part_name(code: str, say: Speaker = Speaker()) -> str:
    """Name of a component.

    Examples
    --------
    >>> part_name("steps")
    'Steps of implementation'
    """
    names = {
        "services": say("Services and other results"),
        "structure": say("Structure of the organisation"),
        "steps": say("Steps of implementation"),
        "monitoring": say("Monitoring and evaluation"),
        "action plan": say("Action plan"),
    }
    return names[code]


def table_parts(result: tuple[Part, ...], *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The five components, how they stand, and what was looked for."""
    states = {PRESENT: say("present"), PARTLY: say("partly"), MISSING: say("missing")}
    return pd.DataFrame(
        {
            say("Part of a strategy"): [part_name(part.code, say) for part in result],
            say("State"): [states[part.state] for part in result],
            say("What was counted"): [_looked(part, say) for part in result],
        },
        dtype="str",
    )


def _looked(part: Part, say: Speaker) -> str:
    n, whole = say.number(part.count), say.number(part.whole)
    texts = {
        "services": say("services in the table “services”: {n}", n=n),
        "structure": say("legal form named in the case: {n} of {whole}", n=n, whole=whole),
        "steps": say("an order of tasks, and milestones: {n} of {whole}", n=n, whole=whole),
        "monitoring": say("goals with a complete indicator: {n} of {whole}", n=n, whole=whole),
        "action plan": say("tasks with one person and a deadline: {n} of {whole}", n=n, whole=whole),
    }
    return texts[part.code]


def read_parts(result: tuple[Part, ...], *, say: Speaker = Speaker()) -> str:
    """Which components the strategy still lacks."""
    lacking = [part_name(part.code, say) for part in result if part.state == MISSING]
    half = [part_name(part.code, say) for part in result if part.state == PARTLY]
    if not lacking and not half:
        return say("All five parts of a strategy are there. Whether they fit together people must judge.")
    texts = []
    if lacking:
        texts.append(say("Missing in the strategy: {names}.", names=say.names(lacking)))
    if half:
        texts.append(say("Only partly there: {names}.", names=say.names(half)))
    texts.append(say("A part counts as soon as rows speak for it; what they say is not judged here."))
    return " ".join(texts)
