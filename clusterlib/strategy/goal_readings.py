"""Goals in words: what is missing in each, a table for people, a reading, and the hand-over."""

from __future__ import annotations

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.strategy.goal_findings import point_name, say_finding
from clusterlib.strategy.goal_measures import Measure
from clusterlib.strategy.goal_points import NO, POINTS, UNSAID, YES, Finding
from clusterlib.strategy.goals import FIELDS, GoalCheck, GoalsChecked, Progress, because
from clusterlib.twins import called, named, spoken

#: How a mark is shown in a table; the word stands in the figure and the reading.
SIGNS = {YES: "✓", NO: "✗", UNSAID: "?"}


def text_of(goal: GoalCheck, say: Speaker) -> str:
    """Text of a goal in the reader's language, if the case has it."""
    return goal.text_fr if say.locale == "fr" and goal.text_fr else goal.text


def goal_names(result: GoalsChecked, say: Speaker) -> dict[str, str]:
    """What the goals are called in the reader's language, by their ids."""
    return {goal.id: text_of(goal, say) for goal in result.goals}


def table_goals(result: GoalsChecked, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """One row per goal with its five marks, at most ten; those with the fewest points first."""
    goals = sorted(result.goals, key=lambda goal: goal.smart)[:10]
    columns: dict[str, list[str]] = {
        say("Goal"): [f"{goal.id} {text_of(goal, say)}" for goal in goals],
        **{point_name(p, say): [SIGNS[goal.marks[p]] for goal in goals] for p in POINTS},
        say("Points of 5"): [say.number(goal.smart) for goal in goals],
        say("What is missing"): [say.clauses(say_finding(f, say) for f in goal.findings) for goal in goals],
    }
    return pd.DataFrame(columns, dtype="str")


def table_measures(result: Progress, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The indicators nearest to each goal: from where, to where, where they stand; at most ten rows."""
    pairs, known = result.measures[:10], spoken(result.titles, say=say)
    return pd.DataFrame(
        {
            say("Goal"): [called(name, known[name], say=say, width=36) for name, _ in pairs],
            say("Indicator"): [f"{m.id} {name_of(m, say)}" for _, m in pairs],
            say("Unit"): [unit_of(m, say) or "–" for _, m in pairs],
            say("Baseline"): [amount(m.baseline, say) for _, m in pairs],
            say("Target"): [amount(m.target, say) for _, m in pairs],
            say("Last value"): [_last(m.value, m.period, say) for _, m in pairs],
            say("Part reached"): [say.percent(m.achieved) for _, m in pairs],
            say("Time gone"): [say.percent(m.elapsed) for _, m in pairs],
            say("Ahead (above 1) or behind"): [say.number(m.index, 2) for _, m in pairs],
        },
        dtype="str",
    )


def name_of(measure: Measure, say: Speaker) -> str:
    """Name of an indicator in the reader's language, if the case has it."""
    return measure.name_fr if say.locale == "fr" and measure.name_fr else measure.name


def unit_of(measure: Measure, say: Speaker) -> str:
    """Unit of an indicator in the reader's language, if the case has it; empty when it has none."""
    return measure.unit_fr if say.locale == "fr" and measure.unit_fr else measure.unit


def amount(value: float | None, say: Speaker = Speaker()) -> str:
    """A measured value: whole numbers without decimals, others with one.

    Examples
    --------
    >>> amount(20.0), amount(2.25), amount(None)
    ('20', '2.3', '–')
    """
    return say.number(value, 0 if value is None or value == int(value) else 1)


def _last(value: float | None, period: str, say: Speaker) -> str:
    return "–" if value is None else f"{amount(value, say)} ({say.month(period)})"


def read_goals(result: GoalsChecked, *, say: Speaker = Speaker()) -> str:
    """What the five points show, what is missing, how far the goals are, and what this is not."""
    if not result.goals:
        return say("There is no goal yet. Write the first: one sentence, one verb, one date, one owner.")
    whole = [goal for goal in result.goals if goal.smart == len(POINTS)]
    n = len(result.goals)
    first = [_whole(len(whole), n, say), _worst(result, say)]
    first += [_set_finding(finding, say) for finding in result.findings]
    second = [fields_said(result, say), _not_judged(result, say)]
    second.append(
        say("The word check knows English and French verbs; it does not understand the sentence. You do.")
    )
    return "\n\n".join(" ".join(part for part in half if part) for half in (first, second))


def _whole(k: int, n: int, say: Speaker) -> str:
    if n == 1:
        if k:
            return say("The one goal holds all five points.")
        return say("The one goal does not hold all five points yet.")
    if k == 0:
        return say("None of the {n} goals holds all five points yet.", n=say.number(n))
    if k == n:
        return say("All {n} goals hold all five points.", n=say.number(n))
    return say.plural(
        k,
        "One of {whole} goals holds all five points.",
        "{n} of {whole} goals hold all five points.",
        whole=say.number(n),
    )


def _worst(result: GoalsChecked, say: Speaker) -> str:
    missed = {point: sum(goal.marks[point] == NO for goal in result.goals) for point in POINTS}
    most = max(missed.values())
    if most == 0:
        return ""
    points = [point_name(p, say) for p in POINTS if missed[p] == most]
    names = say.names(points)
    if len(result.goals) == 1:
        return say("It misses: {names}.", names=names)
    ids = [goal.id for goal in result.goals if any(goal.marks[p] == NO and missed[p] == most for p in POINTS)]
    return say.plural(
        len(points),
        "Missed most often: {names} ({share} goals: {ids}).",
        "Missed most often, each by {share} goals: {names}. Goals concerned: {ids}.",
        names=names,
        share=say.share(most, len(result.goals)),
        ids=named(ids, goal_names(result, say), say=say, limit=5),
    )


def _set_finding(finding: Finding, say: Speaker) -> str:
    v = finding.values
    if finding.code == "outcome":
        if v["side"] == "cluster":
            return say("No goal makes the cluster itself grow; all are about its actors.")
        return say("No goal makes the actors stronger; all are about the cluster itself.")
    low, high = say.number(v["low"]), say.number(v["high"])
    if finding.code == "number":
        return say.plural(
            v["n"],
            "There is one goal; the limits in use are {low} to {high}.",
            "There are {n} goals; the limits in use are {low} to {high}.",
            low=low,
            high=high,
        )
    return say.plural(
        v["n"],
        "The goals lie in one field; the limits in use are {low} to {high}.",
        "The goals lie in {n} fields; the limits in use are {low} to {high}.",
        low=low,
        high=high,
    )


def read_progress(result: Progress, *, say: Speaker = Speaker()) -> str:
    """How much of the way is gone on average, which measures run behind, and what cannot be said."""
    if result.programme is None:
        return say("No goal has a measured value yet, so nothing can be said about progress.")
    texts = [
        say.plural(
            result.measured,
            "One goal has measured values: {share} of the way to its target is gone.",
            "{n} goals have measured values: by weight, {share} of the way to their targets is gone.",
            share=say.percent(result.programme),
        )
    ]
    known = {m.id: name_of(m, say) for _, m in result.measures}
    away = [m.id for _, m in result.measures if m.achieved is not None and m.achieved < 0]
    behind = [m.id for _, m in result.measures if m.index is not None and 0 <= m.index < 1]
    ahead = [m.id for _, m in result.measures if m.index is not None and m.index >= 1]
    if away:
        ids = named(away, known, say=say, limit=5)
        texts.append(say("Farther from the target than at the beginning: {ids}.", ids=ids))
    if behind:
        texts.append(say("Slower than time goes by: {ids}.", ids=named(behind, known, say=say, limit=5)))
    if ahead:
        texts.append(say("As fast as time or faster: {ids}.", ids=named(ahead, known, say=say, limit=5)))
    texts.append(say("The way is taken to be even; things that come in one step look late until they come."))
    return " ".join(texts)


def _not_judged(result: GoalsChecked, say: Speaker) -> str:
    texts = {
        "indicators": say(
            "Without the table “indicators” it cannot be said whether the goals are measurable."
        ),
        "tasks": say(
            "Without the table “tasks” a date alone counts as timed; milestones are not looked for."
        ),
        "objectives": say(
            "Without the key objectives of workbook 03 the goals are not tied to what the votes support."
        ),
    }
    return " ".join(texts[name] for name in result.without)


def plain_goals(result: object) -> str:
    """Marks of the goals as a small text table, to compare runs; a dash when there are none."""
    if not isinstance(result, GoalsChecked):
        return "–"
    rows = [
        {
            "id": goal.id,
            **{p[0].upper(): SIGNS[goal.marks[p]] for p in POINTS},
            "smart": goal.smart,
            "achieved": goal.achieved,
        }
        for goal in result.goals
    ]
    columns = ["id", *(p[0].upper() for p in POINTS), "smart", "achieved"]
    return pd.DataFrame(rows, columns=columns).round(4).to_string(index=False)


def goals_table(result: GoalsChecked, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Hand-over `goals_checked`: one row per goal, numbers not rounded."""
    return pd.DataFrame(
        [
            {
                "id": goal.id,
                "text": goal.text,
                "because": because(goal),
                **{point: goal.marks[point] for point in POINTS},
                "smart": goal.smart,
                "achieved": goal.achieved,
                "finding": say.clauses(say_finding(f, say) for f in goal.findings) or None,
                "basis": goal.basis,
            }
            for goal in result.goals
        ],
        columns=["id", "text", "because", *POINTS, "smart", "achieved", "finding", "basis"],
    )


def fields_said(result: GoalsChecked, say: Speaker = Speaker()) -> str:
    """Which of the usual fields the goals cover, as one sentence; empty when no goal names one."""
    if result.breadth is None:
        return ""
    names = say.names(say.word(name) for name in result.fields)
    if not names:
        return say("All goals lie outside the {n} usual fields.", n=say.number(len(FIELDS)))
    return say("Fields covered, of the {n} usual ones: {names}.", n=say.number(len(FIELDS)), names=names)
