"""Two pictures of the goals: which of the five points hold, and how far the way is gone."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import figures
from clusterlib.readings import Speaker
from clusterlib.strategy.goal_findings import point_name
from clusterlib.strategy.goal_points import NO, POINTS, UNSAID, YES
from clusterlib.strategy.goal_readings import SIGNS, name_of, text_of, unit_of
from clusterlib.strategy.goals import GoalCheck, GoalsChecked, Progress

_FILL = {YES: "good", NO: "bad", UNSAID: "quiet"}
_HATCH = {YES: "", NO: "xxx", UNSAID: "..."}
_MOST = 25
#: Bars end here; the number beside them tells the rest.
_LEFT, _RIGHT = -0.5, 1.5


@figures.drawn
def plot_smart(result: GoalsChecked, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Goals by the five points: a cell says yes, no or cannot be said by sign, hatch and colour."""
    goals = result.goals[:_MOST]
    ax = figures.axes(ax, width=9.0, height=1.8 + 0.6 * max(len(goals), 1))
    if not goals:
        return _sentence(ax, say("There is no goal to judge yet."))
    for row, goal in enumerate(goals):
        for column, point in enumerate(POINTS):
            _cell(ax, column, row, goal.marks[point])
        points = say.plural(goal.smart, "one point", "{n} points")
        ax.text(len(POINTS) - 0.38, row, points, va="center", fontsize=9)
    ax.set(xlim=(-0.5, len(POINTS) + 0.4), ylim=(len(goals) - 0.4, -0.6))
    ax.set_xticks(range(len(POINTS)), [point_name(point, say) for point in POINTS], fontsize=9)
    ax.set_yticks(range(len(goals)), [_label(goal, say) for goal in goals], fontsize=9)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    whole = sum(goal.smart == len(POINTS) for goal in result.goals)
    share = say.share(whole, len(result.goals))
    ax.set_title(say("Goals that hold all five points: {share}", share=share), pad=26)
    legend = say("✓ yes   ✗ no   ? cannot be said")
    ax.text(-0.5, len(goals) - 0.42, legend, va="top", fontsize=9, color="#52606D")
    return ax


def _cell(ax: Axes, column: int, row: int, mark: str) -> None:
    colour = figures.COLOURS[_FILL[mark]]
    box = Rectangle(
        (column - 0.46, row - 0.4), 0.92, 0.8, facecolor="white", edgecolor=colour, hatch=_HATCH[mark], lw=1.2
    )
    ax.add_patch(box)
    ax.text(
        column,
        row,
        SIGNS[mark],
        ha="center",
        va="center",
        fontsize=12,
        weight="bold",
        bbox={"facecolor": "white", "edgecolor": "none", "boxstyle": "circle,pad=0.18"},
    )


@figures.drawn
def plot_progress(result: Progress, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Bars of the part of the way gone, with a line where the time stands; long bars are cut."""
    measures = [(name, m) for name, m in result.measures if m.achieved is not None]
    measures = measures[:_MOST]
    ax = figures.axes(ax, width=8.6, height=1.8 + 0.62 * max(len(measures), 1))
    if not measures:
        return _sentence(ax, say("No goal has a measured value yet."))
    for row, (_, m) in enumerate(measures):
        assert m.achieved is not None
        late = m.index is not None and m.index < 1
        name = "warn" if late else "main"
        ax.barh(
            row,
            min(max(m.achieved, _LEFT), _RIGHT),
            height=0.5,
            color=figures.COLOURS[name],
            hatch=figures.HATCHES[name],
            edgecolor="white",
            lw=0,
        )
        if m.elapsed is not None:
            ax.plot([min(m.elapsed, _RIGHT)] * 2, [row - 0.36, row + 0.36], color=figures.INK, lw=2.2)
        end = min(max(m.achieved, m.elapsed or 0, 0), _RIGHT) + 0.03
        ax.text(end, row, _value(m.achieved, m.period, say), va="center", fontsize=9)
    low = min(0.0, *(max(m.achieved or 0, _LEFT) for _, m in measures))
    high = max(1.0, *(min(max(m.achieved or 0, m.elapsed or 0), _RIGHT) for _, m in measures))
    ax.set(xlim=(low - 0.02, high + 0.45), ylim=(len(measures) - 0.4, -0.6))
    ax.set_xticks([0.0, 0.5, 1.0], [say.percent(tick) for tick in (0.0, 0.5, 1.0)])
    ax.axvline(1, color="#8A939E", lw=0.8, ls="--")
    ax.axvline(0, color="#8A939E", lw=0.8)
    names = [f"{name} · {name_of(m, say)} ({unit_of(m, say) or '–'})" for name, m in measures]
    names = [figures.wrap(name, 34, lines=2) for name in names]
    ax.set_yticks(range(len(measures)), names, fontsize=9)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(say("part of the way from baseline to target; upright line: part of the time gone"))
    ax.set_title(_progress_title(result, say))
    return ax


def _value(achieved: float, period: str, say: Speaker) -> str:
    return f"{say.percent(achieved)} ({say.month(period)})"


def _progress_title(result: Progress, say: Speaker) -> str:
    known = [m for _, m in result.measures if m.index is not None]
    late = sum(m.index is not None and m.index < 1 for m in known)
    if not known:
        return say("How far the targets are reached")
    if not late:
        return say("No measured target runs behind its time")
    return say("Measured targets that run behind their time: {share}", share=say.share(late, len(known)))


def _label(goal: GoalCheck, say: Speaker) -> str:
    return figures.wrap(f"{goal.id} · {text_of(goal, say)}", 32, lines=3)


def _sentence(ax: Axes, text: str) -> Axes:
    ax.set_axis_off()
    ax.text(0.5, 0.5, text, ha="center", va="center", transform=ax.transAxes)
    return ax
