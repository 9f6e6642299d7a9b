"""The guide's key questions on strategy (L1202-1211, L1963, L3068, L4135), answered from the case's data."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from clusterlib.checks import Answer
from clusterlib.readings import Speaker
from clusterlib.strategy.action_checks import early_wins
from clusterlib.strategy.action_plan import Plan
from clusterlib.strategy.action_plan_readings import task_names, text_of
from clusterlib.strategy.canvas import CanvasChecked
from clusterlib.strategy.goals import GoalsChecked
from clusterlib.strategy.strategy_links import rows
from clusterlib.strategy.strategy_tree import TreeChecked
from clusterlib.twins import named

_SHOWN = 3


def answers(
    goals: GoalsChecked | None,
    canvas: CanvasChecked | None,
    tree: TreeChecked | None,
    plan: Plan | None,
    *,
    say: Speaker,
    questions: pd.DataFrame | None = None,
    within: int = 31,
) -> list[Answer]:
    """Answer the key questions of this step as far as the tables can.

    Parameters
    ----------
    goals, canvas, tree, plan
        Results of the four tools; None where a part was left out.
    say : Speaker
        Language of the reader.
    questions : DataFrame, optional
        Key questions with id and text; only those of this step are used.
    within : int
        Days of the calendar that count as next month.

    Examples
    --------
    >>> [answer.known for answer in answers(None, None, None, None, say=Speaker())]
    [False]
    """
    makers: dict[str, Callable[[], tuple[str, bool]]] = {
        "I01": lambda: _good_for(goals, tree, say),
        "I06": lambda: _gain(canvas, say),
        "I10": lambda: _known(goals, say),
        "E01": lambda: _start(plan, say),
        "O10": lambda: _reached(goals, say),
        "T07": lambda: _simple(tree, say),
    }
    found = []
    for row in rows(questions):
        if str(row["id"]) in makers:
            text = row["text_fr"] if say.locale == "fr" and row.get("text_fr") else row["text"]
            found.append(Answer(str(text), *makers[str(row["id"])]()))
    return [*found, next_steps(plan, say=say, within=within)]


def _good_for(goals: GoalsChecked | None, tree: TreeChecked | None, say: Speaker) -> tuple[str, bool]:
    visions = tree.of("vision") if tree is not None else ()
    count = len(goals.goals) if goals is not None else 0
    if not visions and not count:
        return say("Neither a vision nor a goal is written down."), False
    told = say.plural(count, "One goal says what that means.", "{n} goals say what that means.")
    if not count:
        told = say("No goal says yet what that means.")
    if not visions:
        return say("No vision is written down.") + f" {told}", False
    text = visions[0].text_fr if say.locale == "fr" and visions[0].text_fr else visions[0].text
    return say("The vision: “{text}”. {told}", text=text, told=told), True


def _gain(canvas: CanvasChecked | None, say: Speaker) -> tuple[str, bool]:
    notes = [n for n in canvas.notes if n.block == "value propositions"] if canvas is not None else []
    if not notes:
        return say("No value proposition is on the canvas."), False
    texts = [n.text_fr if say.locale == "fr" and n.text_fr else n.text for n in notes]
    quoted = say.names([say("“{text}”", text=text) for text in texts], limit=_SHOWN)
    return say("The canvas promises: {texts}. Whether members see it so has to be asked.", texts=quoted), True


def _known(goals: GoalsChecked | None, say: Speaker) -> tuple[str, bool]:
    if goals is None or not goals.goals:
        return say("There are no goals yet that anybody could know."), False
    owned = sum(bool(goal.owner) for goal in goals.goals)
    return say(
        "Goals with an owner: {share}. Whether everybody concerned knows them has to be asked.",
        share=say.share(owned, len(goals.goals)),
    ), False


def _start(plan: Plan | None, say: Speaker) -> tuple[str, bool]:
    if plan is None or not plan.tasks:
        return say("There is no action plan yet."), False
    begun = sum(task.begun for task in plan.tasks)
    early = early_wins(plan)
    text = say("Begun or done: {share} tasks.", share=say.share(begun, len(plan.tasks)))
    if early:
        nos = named((task.no for task in early), task_names(plan, say), say=say, limit=_SHOWN)
        text += " " + say("First visible results: {nos}.", nos=nos)
    return text, True


def _reached(goals: GoalsChecked | None, say: Speaker) -> tuple[str, bool]:
    if goals is None or goals.programme is None:
        return say("No goal has a measured value yet. Costs are in workbook 05, impact in 08."), False
    return say(
        "By weight {share} of the way to the measured targets is gone (n = {n} goals). "
        "Costs are in workbook 05, impact in 08.",
        share=say.percent(goals.programme),
        n=say.number(goals.measured),
    ), True


def _simple(tree: TreeChecked | None, say: Speaker) -> tuple[str, bool]:
    visions = tree.of("vision") if tree is not None else ()
    if len(visions) != 1:
        return say("There is not exactly one vision."), False
    n = len(visions[0].text.split())
    return say.plural(
        n,
        "The vision has one word. Whether people can say it by heart, ask five of them.",
        "The vision has {n} words. Whether people can say it by heart, ask five of them.",
    ), True


def next_steps(plan: Plan | None, *, say: Speaker, within: int = 31) -> Answer:
    """What has to be done in the next month, so that the smallest member can see it (guide L1711)."""
    question = say("What has to be done next month, and by whom?")
    if plan is None or plan.as_of is None:
        text = say("To say so, tasks are needed, and a day that counts as today (as_of).")
        return Answer(question, text, known=False)
    soon = [
        task
        for task in plan.tasks
        if not task.done and task.start is not None and (task.start - plan.as_of).days <= within
    ]
    if not soon:
        return Answer(question, say("No task begins within {n} days.", n=say.number(within)))
    names = [
        say("{no} {task} ({who})", no=t.no, task=text_of(t, say), who=t.responsible or say("nobody yet"))
        for t in soon
    ]
    return Answer(question, say("{names}.", names=say.names(names, limit=4)))
