"""A card for each goal, to print and to hang up: who, by when, from where to where, what is missing."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import chart_parts, figures
from clusterlib.boxes import fit
from clusterlib.readings import Speaker
from clusterlib.strategy.goal_findings import point_name
from clusterlib.strategy.goal_measures import Measure
from clusterlib.strategy.goal_points import POINTS
from clusterlib.strategy.goal_readings import SIGNS, amount, name_of, text_of, unit_of
from clusterlib.strategy.goals import GoalCheck, GoalsChecked

_WIDE, _HIGH, _PAD, _ACROSS, _MOST = 4.9, 1.85, 0.12, 2, 8
_RED = "#A34100"


@figures.drawn
def plot_cards(result: GoalsChecked, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Draw at most eight cards, two beside each other; a blank owner or date is red."""
    goals = result.goals[:_MOST]
    rows = max(1, -(-len(goals) // _ACROSS))
    ax = figures.axes(ax, width=_WIDE * _ACROSS, height=1.1 + _HIGH * rows)
    if not goals:
        return chart_parts.empty(ax, say("There is no goal yet, so there is no card."))
    ax.set_axis_off()
    ax.set(xlim=(0, _WIDE * _ACROSS), ylim=(_HIGH * rows + 0.25, 0))
    for i, goal in enumerate(goals):
        _card(ax, goal, (_WIDE * (i % _ACROSS), _HIGH * (i // _ACROSS)), say)
    left = len(result.goals) - len(goals)
    if left:
        more = say.plural(left, "one more goal has no card here", "{n} more goals have no card here")
        ax.text(0.05, _HIGH * rows + 0.13, more, fontsize=8.5, va="center")
    chart_parts.title(ax, _title(result, say))
    return ax


def _card(ax: Axes, goal: GoalCheck, corner: tuple[float, float], say: Speaker) -> None:
    left, top = corner
    inner = 0.95 * (_WIDE - 0.1 - 2 * _PAD)
    ax.add_patch(
        Rectangle((left + 0.05, top + 0.05), _WIDE - 0.1, _HIGH - 0.1, fc="white", ec="#52606D", lw=0.9)
    )
    x, y = left + 0.05 + _PAD, top + 0.19
    kinds = [goal.id, *(say.word(word) for word in (goal.field, goal.outcome) if word)]
    ax.text(
        x,
        y,
        fit(" · ".join(kinds), inner, size=9, lines=1, bold=True),
        fontsize=9,
        weight="bold",
        va="center",
    )
    ax.text(
        x, y + 0.17, fit(text_of(goal, say), inner, size=9, lines=2), fontsize=9, va="top", linespacing=1.15
    )
    half = inner / 2
    owner = say("Owner: {name}", name=goal.owner) if goal.owner else say("Owner: nobody yet")
    day = _day(goal)
    due = say("By: {day}", day=say.day(day)) if day else say("By: no date yet")
    for text, at, there in ((owner, x, goal.owner), (due, x + half, day)):
        colour = figures.INK if there else _RED
        ax.text(
            at, y + 0.68, fit(text, half - 0.3, size=8.5, lines=1), fontsize=8.5, va="center", color=colour
        )
    for i, text in enumerate(_measured(goal, say)):
        ax.text(x, y + 0.95 + 0.22 * i, fit(text, inner, size=8.5, lines=1), fontsize=8.5, va="center")
    marks = "   ".join(f"{point_name(point, say)} {SIGNS[goal.marks[point]]}" for point in POINTS)
    ax.text(
        x, top + _HIGH - 0.2, fit(marks, inner, size=8, lines=1), fontsize=8, va="center", color="#52606D"
    )


def _day(goal: GoalCheck) -> str:
    """Day of the goal, else the last one of its measures; empty without any."""
    return goal.due or max((measure.due for measure in goal.measures), default="")


def _measured(goal: GoalCheck, say: Speaker) -> list[str]:
    """The first two measures of a goal, each on one line."""
    if not goal.measures:
        return [say("No indicator yet: nobody will know.")]
    return [_way(measure, say) for measure in goal.counted[:2]]


def _way(measure: Measure, say: Speaker) -> str:
    unit = unit_of(measure, say)
    text = say(
        "{name}: {baseline} → {target}",
        name=name_of(measure, say),
        baseline=amount(measure.baseline, say),
        target=f"{amount(measure.target, say)} {unit}".strip(),
    )
    if measure.value is None:
        return text
    return say("{way} (now {value})", way=text, value=amount(measure.value, say))


def _title(result: GoalsChecked, say: Speaker) -> str:
    bare = sum(not goal.owner or not _day(goal) for goal in result.goals)
    if not bare:
        return say("Every goal has an owner and a date")
    return say.plural(
        bare,
        "One goal of {whole} lacks an owner or a date",
        "{n} goals of {whole} lack an owner or a date",
        whole=say.number(len(result.goals)),
    )
