"""The guide's lessons on strategies (L1845-1884) as checks of one case: answered, paid for, not too much."""

from __future__ import annotations

import pandas as pd

from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.strategy.goal_readings import goal_names
from clusterlib.strategy.goals import GoalsChecked
from clusterlib.strategy.strategy_coverage_readings import demand_names
from clusterlib.strategy.strategy_links import filled, links, rows
from clusterlib.strategy.strategy_threads import Coverage
from clusterlib.strategy.strategy_tree import TreeChecked
from clusterlib.strategy.strategy_tree_readings import branch_names
from clusterlib.twins import called, named, spoken, texts, titles

_SHOWN = 5


def pitfalls(
    goals: GoalsChecked | None,
    tree: TreeChecked | None,
    coverage: Coverage | None,
    budget_lines: pd.DataFrame | None = None,
    stakeholders: pd.DataFrame | None = None,
    goal_rows: pd.DataFrame | None = None,
    tree_rows: pd.DataFrame | None = None,
    task_rows: pd.DataFrame | None = None,
    *,
    say: Speaker,
    instigator: str = "",
    strategy_date: str = "",
    as_of: str | None = None,
    renew_years: float = 6,
) -> list[Check]:
    """What makes strategies fail, judged on this case.

    Parameters
    ----------
    goals, tree, coverage
        Results of the goals, the tree and the coverage; None where a part was left out.
    budget_lines, stakeholders : DataFrame or None
        Tables that show who pays and who can stop the strategy.
    goal_rows, tree_rows, task_rows : DataFrame or None
        Tables through which a budget line leads to a goal.
    say : Speaker
        Language of the reader.
    instigator : str
        Who started the initiative, as in the case.
    strategy_date, as_of : str
        Day or month of the strategy, and today.
    renew_years : float
        A strategy older than this is due for renewal (guide L3818 says after four to six years).

    Examples
    --------
    >>> [check.status for check in pitfalls(None, None, None, say=Speaker())]
    ['not judged', 'not judged', 'not judged', 'not judged', 'not judged']
    """
    found = _driven(instigator, stakeholders, budget_lines, say)
    found += [_asked(coverage, say), _groundless(goals, coverage, say), *_size(goals, say)]
    found += _timing(task_rows, strategy_date, as_of, renew_years, say)
    found += [_vision(tree, say), *_twins(tree, say)]
    tables = {"goals": goal_rows, "strategy_tree": tree_rows, "tasks": task_rows}
    found.append(_paid(goals, {**tables, "budget_lines": budget_lines}, say))
    return [*found, _left_out(stakeholders, say)]


def _driven(
    instigator: str, stakeholders: pd.DataFrame | None, budget_lines: pd.DataFrame | None, say: Speaker
) -> list[Check]:
    """Started from above: firms must carry it and pay for part of it (L1851-1853, L1884)."""
    if instigator not in ("policy", "donor"):
        return []
    if stakeholders is None or budget_lines is None:
        text = say("Whether firms carry it cannot be said without stakeholders and budget lines.")
        return [Check("R01", "not judged", "red", text)]
    firms = [
        str(row["id"])
        for row in rows(stakeholders)
        if row.get("type") in ("SME", "large firm")
        and row.get("assessment") == "positive"
        and filled(row.get("measure"))
    ]
    own = [
        str(row["line_id"])
        for row in rows(budget_lines)
        if row.get("kind") == "in"
        and row.get("committed") == "yes"
        and row.get("category") in ("membership", "services", "sponsoring")
    ]
    text = say(
        "Started by others than firms: {firms} supporting firms have a part in it, and {lines} lines of own "
        "income are promised. Both are needed.",
        firms=say.number(len(firms)),
        lines=say.number(len(own)),
    )
    if firms and own:
        return [Check("R01", "fine", "red", text, "", (*firms, *own))]
    cure = say("Win firms that lead a task and promise money or hours in writing before anything is founded.")
    return [Check("R01", "finding", "red", text, cure)]


def _timing(
    tasks: pd.DataFrame | None, strategy_date: str, as_of: str | None, renew_years: float, say: Speaker
) -> list[Check]:
    """Goals and strategy come before tasks (L1668), and a strategy ages (L3818)."""
    if not strategy_date:
        return []
    checks = []
    starts = {str(row["no"]): str(row["start_on"]) for row in rows(tasks) if filled(row.get("start_on"))}
    early = tuple(no for no, day in starts.items() if day[: len(strategy_date)] < strategy_date)
    if early:
        known = spoken(titles(tasks, "no", "task"), say=say)
        nos = named(early, known, say=say, limit=_SHOWN)
        text = say("Begun before the strategy was agreed: {nos}.", nos=nos)
        cure = say("Ask of each whether the strategy would have asked for it.")
        checks.append(Check("L1668", "finding", "note", text, cure, early))
    if as_of:
        years = int(as_of[:4]) - int(strategy_date[:4]) - (as_of[5:7] < strategy_date[5:7])
        if years >= renew_years:
            text = say("The strategy is {n} years old.", n=say.number(years))
            cure = say("Renew it with those whom it concerns.")
            checks.append(Check("L3818", "finding", "amber", text, cure))
    return checks


def _asked(coverage: Coverage | None, say: Speaker) -> Check:
    if coverage is None or not coverage.demands or "goals" in coverage.without:
        text = say("Whether the strategy answers the actors cannot be said without demands and goals.")
        return Check("R13", "not judged", "red", text)
    none = [line for line in coverage.top if not line.goals]
    if not none:
        text = say.plural(
            len(coverage.top),
            "The one top demand has a goal.",
            "All {n} top demands have a goal.",
        )
        return Check("R13", "fine", "red", text)
    ids = tuple(line.id for line in none)
    text = say.plural(
        len(none),
        "Asked for by the actors, but no goal rests on it: {ids}.",
        "Asked for by the actors, but no goal rests on them: {ids}.",
        ids=named(ids, demand_names(coverage, say), say=say, limit=_SHOWN),
    )
    cure = say("Add a goal, or tell the actors why not, before the strategy is adopted.")
    return Check("R13", "finding", "red", text, cure, ids)


def _groundless(goals: GoalsChecked | None, coverage: Coverage | None, say: Speaker) -> Check:
    if goals is None or not goals.goals or coverage is None or not coverage.demands:
        text = say("Whether each goal answers a demand cannot be said without goals and demands.")
        return Check("R14", "not judged", "amber", text)
    ids = tuple(line.id for line in coverage.goals if not line.demands)
    if not ids:
        return Check("R14", "fine", "amber", say("Every goal answers a demand."))
    text = say.plural(
        len(ids),
        "One goal answers no demand: {ids}.",
        "{n} goals answer no demand: {ids}.",
        ids=named(ids, goal_names(goals, say), say=say, limit=_SHOWN),
    )
    return Check("R14", "finding", "amber", text, say("Link it to what actors asked for, or drop it."), ids)


def _size(goals: GoalsChecked | None, say: Speaker) -> list[Check]:
    if goals is None or not goals.goals:
        return []
    limits, checks = goals.limits, []
    unmeasured = tuple(goal.id for goal in goals.goals if goal.marks["measurable"] == "no")
    if unmeasured:
        text = say.plural(
            len(unmeasured),
            "Nobody will be able to say whether one goal is reached: {ids}.",
            "Nobody will be able to say whether {n} goals are reached: {ids}.",
            ids=named(unmeasured, goal_names(goals, say), say=say, limit=_SHOWN),
        )
        cure = say.plural(
            len(unmeasured),
            "Give it an indicator with baseline, target and source, or set it aside.",
            "Give each an indicator with baseline, target and source, or set the goal aside.",
        )
        checks.append(Check("R15", "finding", "red", text, cure, unmeasured))
    codes = {finding.code for finding in goals.findings}
    n, fields = len(goals.goals), len(goals.fields) + goals.other_fields
    counted = say.plural(n, "one goal", "{n} goals")
    if "number" in codes and not fields:
        low, high = say.number(limits.fewest), say.number(limits.most)
        text = say("Found: {goals}; the limits in use are {a} to {b}.", goals=counted, a=low, b=high)
        cure = say("Too many: merge by demand. Too few: leave room to grow.")
        checks.append(Check("R16", "finding", "amber", text, cure))
    elif "number" in codes or "breadth" in codes:
        text = say(
            "Found: {goals} in {fields}; the limits in use are {a} to {b} goals and {c} to {d} fields.",
            goals=counted,
            fields=say.plural(fields, "one field", "{n} fields"),
            a=say.number(limits.fewest),
            b=say.number(limits.most),
            c=say.number(limits.few_fields),
            d=say.number(limits.many_fields),
        )
        cure = say("Too many: merge by demand. Too few: leave room to grow.")
        checks.append(Check("R16", "finding", "amber", text, cure))
    elif fields:
        text = say("Number of goals and of fields lie within the limits in use.")
        checks.append(Check("R16", "fine", "amber", text))
    for finding in goals.findings:
        if finding.code == "outcome":
            side = say("the cluster itself") if finding.values["side"] == "cluster" else say("its actors")
            text = say("No goal serves {side}; a cluster has to strengthen both.", side=side)
            cure = say("Add one goal for that side, or mark the right one.")
            checks.append(Check("R17", "finding", "amber", text, cure))
    return checks


def _vision(tree: TreeChecked | None, say: Speaker) -> Check:
    if tree is None or not tree.branches:
        text = say("Without a strategy tree it cannot be said whether there is one vision.")
        return Check("R23", "not judged", "amber", text)
    n = tree.counts["vision"]
    if n == 1:
        return Check("R23", "fine", "amber", say("One vision is written down."))
    text = (
        say("{n} visions are written down; one is needed.", n=say.number(n))
        if n
        else say("No vision is written down; one is needed.")
    )
    cure = say("Let the actors say in one sentence what will be different in five years.")
    return Check("R23", "finding", "amber", text, cure, tuple(branch.id for branch in tree.of("vision")))


def _twins(tree: TreeChecked | None, say: Speaker) -> list[Check]:
    if tree is None:
        return []
    known = branch_names(tree, say)
    cure = say("Do it once, for both branches.")
    return [
        Check(
            "T11",
            "finding",
            "note",
            say(
                "{one} and {two} say the same in two branches.",
                one=called(pair.first, known[pair.first], say=say),
                two=called(pair.second, known[pair.second], say=say),
            ),
            cure,
            (pair.first, pair.second),
        )
        for pair in tree.twins[:3]
    ]


def _paid(goals: GoalsChecked | None, tables: dict[str, pd.DataFrame | None], say: Speaker) -> Check:
    """Goals must have costs and income sketched, and a cost that leads to each of them (L1855-1857)."""
    if goals is None or not goals.goals:
        text = say("Whether money stands behind the goals cannot be said without goals.")
        return Check("R19", "not judged", "red", text)
    kinds = {str(row["kind"]) for row in rows(tables["budget_lines"])}
    cure = say("Fill ten rough lines in workbook 05 now; changing the model later is hard.")
    if not {"in", "out"} <= kinds:
        text = say("There are goals, but no sketch of what they cost and who pays.")
        return Check("R19", "finding", "red", text, cure)
    thread = links(tables)
    lines = [("budget_lines", str(r["line_id"])) for r in rows(tables["budget_lines"]) if r["kind"] == "out"]
    paid = {goal for line in lines for goal in thread.reached(line, "goals", climb=True)}
    for line in lines:
        for task in thread.reached(line, "tasks"):
            paid.update(thread.reached(("tasks", task), "goals", climb=True))
    unpaid = tuple(goal.id for goal in goals.goals if goal.id not in paid)
    if not unpaid:
        return Check("R19", "fine", "red", say("A cost line leads to every goal."))
    text = say.plural(
        len(unpaid),
        "No cost line leads to one goal: {ids}.",
        "No cost line leads to {n} goals: {ids}.",
        ids=named(unpaid, goal_names(goals, say), say=say, limit=_SHOWN),
    )
    cure = say("Name in workbook 05 what it costs; work that costs nothing is work somebody gives.")
    return Check("R19", "finding", "amber", text, cure, unpaid)


def _left_out(stakeholders: pd.DataFrame | None, say: Speaker) -> Check:
    """A powerful critic without a measure can stop a strategy from outside (L1869-1871)."""
    if stakeholders is None:
        text = say("Without the table “stakeholders” it cannot be said who might stop the strategy.")
        return Check("R08", "not judged", "red", text)
    found = [
        row
        for row in rows(stakeholders)
        if row.get("assessment") == "critical"
        and row.get("influence") == "high"
        and not (filled(row.get("measure")) and filled(row.get("owner")))
    ]
    if not found:
        text = say("No powerful critic is without a measure that has an owner.")
        return Check("R08", "fine", "red", text)
    names = say.names(texts(pd.DataFrame(found), "name", say=say), limit=_SHOWN)
    text = say("Critical, powerful, and without a measure that has an owner: {names}.", names=names)
    cure = say("Talk to them before the strategy is public.")
    return Check("R08", "finding", "red", text, cure, tuple(str(row["id"]) for row in found))
