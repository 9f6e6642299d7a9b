"""Goals: are they specific, measurable, achievable, relevant and timed, and how far are they reached?

Management by objectives after guide L1659-1697. A goal keeps text, owner and date; its measures live
in `indicators`, their values in `observations`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterlib.cells import join_ids, split_ids, weakest
from clusterlib.strategy.goal_measures import Measure, measure, nearest
from clusterlib.strategy.goal_points import YES, Finding, Limits, Work, judge, text_of
from clusterlib.strategy.strategy_links import filled, links, rows

#: The eight usual fields of guide L1686-1693.
FIELDS = (
    "innovation",
    "joint marketing",
    "export",
    "procurement",
    "business services",
    "training",
    "synergies",
    "lobbying",
)


@dataclass(frozen=True, slots=True)
class GoalCheck:
    """One goal, judged.

    Parameters
    ----------
    because : tuple of str
        What it rests on, as written; `objectives` are the key objectives found through its demands.
    marks : mapping
        ``yes``, ``no`` or ``cannot be said`` for each of `POINTS`.
    achieved, index : float or None
        Mean over the measured indicators nearest to the goal: part of the way gone, and that over the time.
    """

    id: str
    text: str
    text_fr: str
    owner: str
    due: str
    field: str
    outcome: str
    weight: float
    because: tuple[str, ...]
    objectives: tuple[str, ...]
    marks: Mapping[str, str]
    findings: tuple[Finding, ...]
    measures: tuple[Measure, ...]
    achieved: float | None
    index: float | None
    basis: str

    @property
    def counted(self) -> tuple[Measure, ...]:
        """The measures by which its progress is judged."""
        return nearest(self.measures)

    @property
    def smart(self) -> int:
        """How many of the five points hold."""
        return sum(mark == YES for mark in self.marks.values())


@dataclass(frozen=True, slots=True)
class GoalsChecked:
    """All goals, and what is seen of them together.

    Parameters
    ----------
    programme : float or None
        Weighted part of the way gone over the `measured` goals.
    fields : tuple of str
        Different fields among the usual eight; `other_fields` is 1 if a goal lies outside them.
    findings : tuple of Finding
        About number, breadth and outcomes.
    without : tuple of str
        Tables that were not there.
    """

    goals: tuple[GoalCheck, ...]
    programme: float | None
    measured: int
    fields: tuple[str, ...]
    other_fields: int
    findings: tuple[Finding, ...]
    without: tuple[str, ...]
    limits: Limits
    as_of: str | None

    @property
    def breadth(self) -> float | None:
        """Different fields of the usual eight, as a share; None when no goal names one."""
        return len(self.fields) / len(FIELDS) if self.fields or self.other_fields else None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the goals are: their counted measures, and the weighted part of the way gone.

    Parameters
    ----------
    measures : tuple of (str, Measure)
        Id of the goal, and one of its measures.
    titles : mapping of str to (str, str)
        What the goals are called, in the language of the case and in French.
    """

    measures: tuple[tuple[str, Measure], ...]
    programme: float | None
    measured: int
    titles: Mapping[str, tuple[str, str]]


def progress(result: GoalsChecked) -> Progress:
    """The measures nearest to each goal, one after the other.

    Examples
    --------
    >>> progress(check_goals(None)).measures
    ()
    """
    pairs = tuple((goal.id, m) for goal in result.goals for m in goal.counted)
    called = {goal.id: (goal.text, goal.text_fr) for goal in result.goals}
    return Progress(pairs, result.programme, result.measured, called)


def check_goals(
    goals: pd.DataFrame | None,
    indicators: pd.DataFrame | None = None,
    observations: pd.DataFrame | None = None,
    strategy_tree: pd.DataFrame | None = None,
    demands: pd.DataFrame | None = None,
    objectives: pd.DataFrame | None = None,
    tasks: pd.DataFrame | None = None,
    swot_items: pd.DataFrame | None = None,
    *,
    as_of: str | None = None,
    limits: Limits | None = None,
) -> GoalsChecked:
    """Judge every goal on the five SMART points (Doran 1981; guide L1665-1674).

    Parameters
    ----------
    goals, indicators, observations, strategy_tree, demands, objectives, tasks, swot_items : DataFrame or None
        Tables of the case; without one, the point that needs it is ``cannot be said``.
    as_of : str, optional
        Today, ISO; without it dates are not compared with today.
    limits : Limits, optional
        What counts as good.

    Returns
    -------
    GoalsChecked
        An empty table gives no goals and None for all averages.

    Raises
    ------
    DomainError
        If an indicator has its baseline as target of a change.

    Examples
    --------
    >>> row = {"id": "G1", "text": "Win 20 members", "because": "C3", "due": "2028-12-31"}
    >>> goal = check_goals(pd.DataFrame([row]), as_of="2027-01-01").goals[0]
    >>> goal.smart, goal.marks["measurable"]
    (2, 'cannot be said')
    """
    limits = limits or Limits()
    tables = {
        "goals": goals,
        "strategy_tree": strategy_tree,
        "demands": demands,
        "swot_items": swot_items,
        "tasks": tasks,
        "objectives": objectives,
        "indicators": indicators,
    }
    work = Work(links(tables), _bases(tables), tables, rows(indicators), rows(observations), as_of, limits)
    checked = tuple(_goal(row, work) for row in rows(goals))
    fields = tuple(name for name in FIELDS if any(goal.field == name for goal in checked))
    other = int(any(goal.field and goal.field not in FIELDS for goal in checked))
    without = tuple(name for name in ("indicators", "tasks", "objectives") if tables[name] is None)
    together = _together(checked, len(fields) + other, limits)
    return GoalsChecked(checked, *_programme(checked), fields, other, together, without, limits, as_of)


def _programme(goals: tuple[GoalCheck, ...]) -> tuple[float | None, int]:
    """Weighted part of the way gone over the goals that are measured, and how many these are."""
    known = [(goal.weight, goal.achieved) for goal in goals if goal.achieved is not None]
    weight = sum(part for part, _ in known)
    total = sum(part * achieved for part, achieved in known)
    return (total / weight if weight > 0 else None), len(known)


def _goal(row: Mapping[str, Any], work: Work) -> GoalCheck:
    name, due = str(row["id"]), text_of(row, "due")
    node = ("goals", name)
    own = [i for i in work.indicators if node in work.thread.reasons.get(("indicators", str(i["id"])), ())]
    seen = [[o for o in work.observations if str(o["indicator_id"]) == str(i["id"])] for i in own]
    near, share = work.limits.tolerance, work.limits.from_share
    measures = tuple(
        measure(i, o, goal_due=due, as_of=work.as_of, tolerance=near, from_share=share)
        for i, o in zip(own, seen, strict=True)
    )
    judged = judge(row, measures, work)
    found_demands = set(work.thread.reached(node, "demands"))
    computed = rows(work.tables["objectives"])
    key = [str(o["id"]) for o in computed if found_demands & set(split_ids(o.get("because")))]
    bases = [*_all_bases(node, work), *(str(i["basis"]) for i in own if filled(i.get("basis")))]
    bases += [str(o["basis"]) for group in seen for o in group if filled(o.get("basis"))]
    bases += [work.bases[("objectives", k)] for k in key if ("objectives", k) in work.bases]
    return GoalCheck(
        name,
        text_of(row, "text"),
        text_of(row, "text_fr"),
        text_of(row, "owner"),
        due,
        text_of(row, "field"),
        text_of(row, "outcome"),
        float(row["weight"]) if filled(row.get("weight")) else 1.0,
        tuple(split_ids(row.get("because"))),
        tuple(key),
        {point: mark for point, (mark, _) in judged.items()},
        tuple(finding for _, found in judged.values() for finding in found),
        measures,
        _mean([m.achieved for m in nearest(measures)]),
        _mean([m.index for m in nearest(measures)]),
        weakest(bases),
    )


def _together(goals: tuple[GoalCheck, ...], fields: int, limits: Limits) -> tuple[Finding, ...]:
    found = []
    if goals and not limits.fewest <= len(goals) <= limits.most:
        found.append(Finding("number", {"n": len(goals), "low": limits.fewest, "high": limits.most}))
    if fields and not limits.few_fields <= fields <= limits.many_fields:
        found.append(Finding("breadth", {"n": fields, "low": limits.few_fields, "high": limits.many_fields}))
    outcomes = {goal.outcome for goal in goals if goal.outcome}
    if outcomes:
        lacking = [side for side in ("actors", "cluster") if side not in outcomes]
        found += [Finding("outcome", {"side": side}) for side in lacking]
    return tuple(found)


def _bases(tables: Mapping[str, pd.DataFrame | None]) -> dict[tuple[str, str], str]:
    keys = {"demands": "item_id", "tasks": "no"}
    return {
        (name, str(row[keys.get(name, "id")])): str(row["basis"])
        for name, frame in tables.items()
        for row in rows(frame)
        if filled(row.get("basis"))
    }


def _all_bases(node: tuple[str, str], work: Work) -> list[str]:
    below = [(table, i) for table in work.tables for i in work.thread.reached(node, table)]
    return [work.bases[row] for row in [node, *below] if row in work.bases]


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def because(goal: GoalCheck) -> str | None:
    """Cell `because` of the hand-over: the key objectives, then what the goal itself names.

    Examples
    --------
    >>> frame = pd.DataFrame([{"id": "G1", "text": "Win members", "because": "C3"}])
    >>> because(check_goals(frame).goals[0])
    'C3'
    """
    return join_ids([*goal.objectives, *goal.because])
