"""Demands against strategy in words and as a picture: where the thread from a demand to a task breaks."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import figures
from clusterlib.boxes import fit
from clusterlib.readings import Speaker
from clusterlib.strategy_coverage import Coverage, DemandLine

_SHOWN = 5
_MOST = 25
_RED = "#A34100"


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
            say("Counts"): [say.word("yes") if line.top else say.word("no") for line in lines],
            say("Branches"): [_ids(line.branches, say) for line in lines],
            say("Goals"): [_ids(line.goals, say) for line in lines],
            say("Tasks"): [_ids(line.tasks, say) for line in lines],
        },
        dtype="str",
    )


def table_goal_thread(result: Coverage, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Goals, at most ten, with what they rest on and what rests on them."""
    lines = result.goals[:10]
    return pd.DataFrame(
        {
            say("Goal"): [line.id for line in lines],
            say("Demands"): [_ids(line.demands, say) for line in lines],
            say("Initiatives"): [_ids(line.branches, say) for line in lines],
            say("Tasks"): [_ids(line.tasks, say) for line in lines],
            say("Indicators"): [_ids(line.indicators, say) for line in lines],
        },
        dtype="str",
    )


def table_objectives(result: Coverage, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Key objectives the votes support, beside what the tree decided; a row without a branch is an offer."""
    lines = result.objectives[:10]
    return pd.DataFrame(
        {
            say("Key objective of the votes"): [f"{line.id} {line.text}" for line in lines],
            say("Rests on"): [_ids(line.because, say) for line in lines],
            say("Decided as"): [_ids(line.branches, say) for line in lines],
            say("Demands left aside"): [_ids(line.left, say) for line in lines],
        },
        dtype="str",
    )


def _ids(ids: tuple[str, ...], say: Speaker) -> str:
    return say.names(ids, limit=_SHOWN) or "–"


def read_coverage(result: Coverage, *, say: Speaker = Speaker()) -> str:
    """Which demands the strategy answers, where the thread breaks, and what this does not show."""
    if not result.demands:
        return say("No demand is known, so it cannot be said whether the strategy answers one.")
    first = [_share(result, say), _breaks(result, say)]
    second = [_goals(result, say), _aligned(result, say)]
    second.append(
        say("That a branch names a demand does not show that it will meet it; ask those who voted.")
    )
    return "\n\n".join(" ".join(part for part in half if part) for half in (first, second) if any(half))


def _share(result: Coverage, say: Speaker) -> str:
    top, n = result.top, len(result.top)
    if result.share is None:
        return say("No demand has a score yet, so the coverage cannot be said.")
    rule = (
        say("The demands that count are the best by score, ties included.")
        if result.voted
        else say("Without votes all demands count the same.")
    )
    covered = sum(bool(line.branches) for line in top)
    if covered == 0:
        found = say.plural(n, "The one that counts has no branch.", "None of these {n} has a branch.")
    elif covered == n:
        found = say.plural(n, "The one that counts has a branch.", "All {n} have a branch.")
    else:
        found = say.plural(
            covered, "One of {whole} has a branch.", "{n} of {whole} have a branch.", whole=say.number(n)
        )
    return f"{rule} {found}"


def _breaks(result: Coverage, say: Speaker) -> str:
    none = [line.id for line in result.top if not line.branches]
    no_goal = [line.id for line in result.top if line.branches and not line.goals]
    no_task = [line.id for line in result.top if line.goals and not line.tasks]
    texts = []
    if none:
        texts.append(say("Asked for and not answered: {ids}.", ids=say.names(none, limit=_SHOWN)))
    if no_goal and "goals" not in result.without:
        texts.append(say("With a branch but without a goal: {ids}.", ids=say.names(no_goal, limit=_SHOWN)))
    if no_task and "tasks" not in result.without:
        texts.append(say("With a goal but without a task: {ids}.", ids=say.names(no_task, limit=_SHOWN)))
    return " ".join(texts)


def _goals(result: Coverage, say: Speaker) -> str:
    texts = []
    idle = [line.id for line in result.goals if not line.tasks]
    if idle and "tasks" not in result.without:
        texts.append(
            say.plural(
                len(idle), "One goal has no task: {ids}.", "{n} goals have no task: {ids}.",
                ids=say.names(idle, limit=_SHOWN),
            )
        )
    if result.idle_tasks:
        texts.append(
            say.plural(
                len(result.idle_tasks), "One task serves no branch and no goal: {ids}.",
                "{n} tasks serve no branch and no goal: {ids}.",
                ids=say.names(result.idle_tasks, limit=_SHOWN),
            )
        )
    return " ".join(texts)


def _aligned(result: Coverage, say: Speaker) -> str:
    if not result.interventions:
        return ""
    share = say.share(len(result.aligned), len(result.interventions))
    return say("The other way round, {share} interventions lead back to a demand.", share=share)


@figures.drawn
def plot_coverage(result: Coverage, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Demands by branch, goal and task: a count where the thread holds, a red gap where it breaks."""
    lines = result.demands[:_MOST]
    ax = figures.axes(ax, width=9.0, height=1.9 + 0.42 * max(len(lines), 2))
    if not lines:
        ax.set_axis_off()
        ax.text(0.5, 0.5, say("No demand is known."), ha="center", va="center", transform=ax.transAxes)
        return ax
    steps = [("demands", say("branches")), ("goals", say("goals")), ("tasks", say("tasks"))]
    for row, line in enumerate(lines):
        for column, ids in enumerate((line.branches, line.goals, line.tasks)):
            _cell(ax, column, row, len(ids), line.top, say)
    ax.set_xticks(range(len(steps)), [name for _, name in steps])
    ax.set_yticks(range(len(lines)), [_label(line, say) for line in lines], fontsize=9)
    for tick, line in zip(ax.get_yticklabels(), lines, strict=True):
        tick.set_fontweight("bold" if line.top else "normal")
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set(xlim=(-0.5, 2.5), ylim=(len(lines) + 0.35, -0.6))
    foot = say("Number of rows whose thread leads to the demand. Bold: demands that count. Dashed: none.")
    ax.text(-0.5, len(lines) - 0.05, foot, fontsize=8.5, va="center", color="#52606D")
    ax.set_title(_title(result, say), pad=24)
    return ax


def _cell(ax: Axes, column: int, row: int, n: int, top: bool, say: Speaker) -> None:
    bad = n == 0 and top
    colour = _RED if bad else figures.COLOURS["main"] if n else "#8A939E"
    ax.add_patch(
        Rectangle(
            (column - 0.42, row - 0.36), 0.84, 0.72, edgecolor=colour, lw=1.8 if bad else 1.0,
            facecolor="#E6F1F8" if n else "white", ls="--" if n == 0 else "-",
        )
    )
    text = say.number(n) if n else (say("gap") if bad else "–")
    ax.text(
        column, row, text, ha="center", va="center", fontsize=9, color=_RED if bad else figures.INK,
        weight="bold" if bad else "normal",
    )


def _label(line: DemandLine, say: Speaker) -> str:
    score = "" if line.score is None else f" ({say.number(line.score, 2)})"
    return fit(f"{line.id} · {text_of(line, say)}", 3.1, size=9, lines=2, bold=line.top) + score


def _title(result: Coverage, say: Speaker) -> str:
    none = sum(not line.branches for line in result.top)
    if none == 0:
        return say("Every demand that counts has a branch in the strategy")
    return say.plural(
        none,
        "One of {whole} demands that count has no branch",
        "{n} of {whole} demands that count have no branch",
        whole=say.number(len(result.top)),
    )
