"""Demands against strategy in words: where the thread from a demand to a task breaks."""

from __future__ import annotations

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.strategy.strategy_threads import Coverage, DemandLine, GoalLine, Names, ObjectiveLine
from clusterlib.twins import called, named, short, spoken

_SHOWN = 5
#: Rows told in one cell of a table, and letters of their names.
_IN_CELL, _WIDTH = 4, 34


def text_of(line: DemandLine, say: Speaker) -> str:
    """Text of a demand in the reader's language, if the case has it."""
    return line.text_fr if say.locale == "fr" and line.text_fr else line.text


def table_coverage(result: Coverage, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Demands by score, at most ten, with the branches, goals and tasks that answer them."""
    lines = result.demands[:10]
    return pd.DataFrame(
        {
            say("Demand"): [f"{line.id} {text_of(line, say)}" for line in lines],
            say("Score"): [say.number(line.score, 2) for line in lines],
            say("Top demand"): [say.word("yes") if line.top else say.word("no") for line in lines],
            say("Branches"): [_cell(line.branches, "strategy_tree", result.names, say) for line in lines],
            say("Goals"): [_cell(line.goals, "goals", result.names, say) for line in lines],
            say("Tasks"): [_cell(line.tasks, "tasks", result.names, say) for line in lines],
        },
        dtype="str",
    )


def table_goal_thread(result: tuple[GoalLine, ...], *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Goals, at most ten, those without a task first, with what they rest on and what rests on them."""
    lines = sorted(result, key=lambda line: bool(line.tasks))[:10]
    return pd.DataFrame(
        {
            say("Goal"): [f"{line.id} {short(_title(line, say))}".strip() for line in lines],
            say("Demands"): [_cell(line.demands, "demands", line.names, say) for line in lines],
            say("Initiatives"): [_cell(line.branches, "strategy_tree", line.names, say) for line in lines],
            say("Tasks"): [_cell(line.tasks, "tasks", line.names, say) for line in lines],
            say("Indicators"): [_cell(line.indicators, "indicators", line.names, say) for line in lines],
        },
        dtype="str",
    )


def table_objectives(result: tuple[ObjectiveLine, ...], *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Key objectives the votes support, beside what the tree decided; without a branch it is an offer."""
    lines = result[:10]
    return pd.DataFrame(
        {
            say("Key objective of the votes"): [f"{line.id} {_objective(line, say)}" for line in lines],
            say("Rests on"): [_cell(line.because, "demands", line.names, say) for line in lines],
            say("Decided as"): [_cell(line.branches, "strategy_tree", line.names, say) for line in lines],
            say("Demands left aside"): [_left(line, say) or "–" for line in lines],
        },
        dtype="str",
    )


def read_goal_thread(result: tuple[GoalLine, ...], *, say: Speaker = Speaker()) -> str:
    """Which goals nothing leads to, or lead to nothing."""
    if not result:
        return say("There is no goal whose thread could be followed.")
    gaps = (
        (say("No initiative"), [line.id for line in result if not line.branches]),
        (say("No task"), [line.id for line in result if not line.tasks]),
        (say("No indicator"), [line.id for line in result if not line.indicators]),
    )
    known = goal_names(result, say)
    found = [
        say("{what}: {ids}.", what=what, ids=named(ids, known, say=say, limit=_SHOWN))
        for what, ids in gaps
        if ids
    ]
    if not found:
        return say("Every goal has an initiative, a task and an indicator.")
    return " ".join([say("Where the thread of a goal breaks."), *found])


def read_objectives(result: tuple[ObjectiveLine, ...], *, say: Speaker = Speaker()) -> str:
    """Which key objectives of the votes were taken into the tree, and which stand as an offer."""
    if not result:
        return say("The votes support no key objective.")
    offered = [called(line.id, _objective(line, say), say=say) for line in result if not line.branches]
    left = [_left(line, say) for line in result if line.branches and line.left]
    texts = []
    if offered:
        texts.append(
            say.plural(
                len(offered),
                "One key objective of the votes is in no branch yet: {ids}. Take it into the tree under "
                "your own words, with its demands in the column because, or say why not.",
                "{n} key objectives of the votes are in no branch yet: {ids}. Take them into the tree under "
                "your own words, with their demands in the column because, or say why not.",
                ids=say.names(offered, limit=_SHOWN),
            )
        )
    else:
        texts.append(say("Every key objective of the votes is taken up by a branch."))
    if left:
        ids = say.clauses(left[:_SHOWN])
        texts.append(say("Of those taken up, these demands were left aside: {ids}.", ids=ids))
    return " ".join(texts)


def _left(line: ObjectiveLine, say: Speaker) -> str:
    return named(line.left, spoken(line.names["demands"], say=say), say=say, limit=_SHOWN)


def _objective(line: ObjectiveLine, say: Speaker) -> str:
    return line.text_fr if say.locale == "fr" and line.text_fr else line.text


def goal_names(result: tuple[GoalLine, ...], say: Speaker) -> dict[str, str]:
    """What the goals are called in the reader's language, by their ids."""
    return {line.id: _title(line, say) for line in result}


def demand_names(result: Coverage, say: Speaker) -> dict[str, str]:
    """What the demands are called in the reader's language, by their ids."""
    return {line.id: text_of(line, say) for line in result.demands}


def _title(line: GoalLine, say: Speaker) -> str:
    return spoken({line.id: line.title}, say=say)[line.id]


def _cell(ids: tuple[str, ...], table: str, names: Names, say: Speaker) -> str:
    """Rows of one table by their names, each with its id; the first few, the rest counted."""
    known = spoken(names[table], say=say)
    return named(ids, known, say=say, limit=_IN_CELL, width=_WIDTH) or "–"


def read_coverage(result: Coverage, *, say: Speaker = Speaker()) -> str:
    """Which demands the strategy answers, where the thread breaks, and what this does not show."""
    if not result.demands:
        return say("No demand is known, so it cannot be said whether the strategy answers one.")
    first = [_share(result, say), _breaks(result, say)]
    second = [_idle(result, say), _aligned(result, say)]
    second.append(
        say("That a branch names a demand does not show that it will meet it; ask those who voted.")
    )
    return "\n\n".join(" ".join(part for part in half if part) for half in (first, second) if any(half))


def _share(result: Coverage, say: Speaker) -> str:
    top, n = result.top, len(result.top)
    if result.share is None:
        return say("No demand has a score yet, so the coverage cannot be said.")
    rule = (
        say("Top demands are the best by score, ties included.")
        if result.voted
        else say("Without votes all demands are top demands.")
    )
    if "strategy_tree" in result.without:
        goals = sum(bool(line.goals) for line in top)
        told = say(
            "Without a strategy tree only goals can be followed: {share} top demands have one.",
            share=say.share(goals, n),
        )
        return f"{rule} {told}"
    covered = sum(bool(line.branches) for line in top)
    if covered == 0:
        found = say.plural(
            n, "The one top demand has no branch.", "None of the {n} top demands has a branch."
        )
    elif covered == n:
        found = say.plural(n, "The one top demand has a branch.", "All {n} top demands have a branch.")
    else:
        found = say.plural(
            covered,
            "One of {whole} top demands has a branch.",
            "{n} of {whole} top demands have a branch.",
            whole=say.number(n),
        )
    return f"{rule} {found}"


def _breaks(result: Coverage, say: Speaker) -> str:
    none = [line.id for line in result.top if not line.branches]
    no_goal = [line.id for line in result.top if line.branches and not line.goals]
    no_task = [line.id for line in result.top if line.goals and not line.tasks]
    texts, known = [], demand_names(result, say)
    if none and "strategy_tree" not in result.without:
        ids = named(none, known, say=say, limit=_SHOWN)
        texts.append(say("Asked for and not answered: {ids}.", ids=ids))
    if no_goal and "goals" not in result.without:
        ids = named(no_goal, known, say=say, limit=_SHOWN)
        texts.append(say("With a branch but without a goal: {ids}.", ids=ids))
    if no_task and "tasks" not in result.without:
        ids = named(no_task, known, say=say, limit=_SHOWN)
        texts.append(say("With a goal but without a task: {ids}.", ids=ids))
    return " ".join(texts)


def _idle(result: Coverage, say: Speaker) -> str:
    if not result.idle_tasks:
        return ""
    return say.plural(
        len(result.idle_tasks),
        "One task serves no branch and no goal: {ids}.",
        "{n} tasks serve no branch and no goal: {ids}.",
        ids=named(result.idle_tasks, spoken(result.names["tasks"], say=say), say=say, limit=_SHOWN),
    )


def _aligned(result: Coverage, say: Speaker) -> str:
    if not result.interventions:
        return ""
    share = say.share(len(result.aligned), len(result.interventions))
    return say("The other way round, {share} interventions lead back to a demand.", share=share)
