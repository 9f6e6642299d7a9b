"""Demands against strategy as a picture: a count where the thread holds, a red gap where it breaks."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import figures
from clusterlib.boxes import fit
from clusterlib.readings import Speaker
from clusterlib.strategy.strategy_coverage_readings import text_of
from clusterlib.strategy.strategy_threads import Coverage, DemandLine

_MOST = 25
_RED = "#A34100"


@figures.drawn
def plot_coverage(result: Coverage, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Demands by branch, goal and task: a count where the thread holds, a red gap where it breaks."""
    lines = result.demands[:_MOST]
    ax = figures.axes(ax, width=9.0, height=1.9 + 0.42 * max(len(lines), 2))
    if not lines:
        ax.set_axis_off()
        ax.text(0.5, 0.5, say("No demand is known."), ha="center", va="center", transform=ax.transAxes)
        return ax
    steps = [say("branches"), say("goals"), say("tasks")]
    for row, line in enumerate(lines):
        for column, (table, ids) in enumerate(_columns(line)):
            _cell(ax, column, row, len(ids), line.top and table not in result.without, say)
    ax.set_xticks(range(len(steps)), steps)
    ax.set_yticks(range(len(lines)), [_label(line, say) for line in lines], fontsize=9)
    for tick, line in zip(ax.get_yticklabels(), lines, strict=True):
        tick.set_fontweight("bold" if line.top else "normal")
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set(xlim=(-0.5, 2.5), ylim=(len(lines) + 0.35, -0.6))
    foot = say("Number of rows whose thread leads to the demand. Bold: top demands. Dashed: none.")
    ax.text(-0.5, len(lines) - 0.05, foot, fontsize=8.5, va="center", color="#52606D")
    ax.set_title(_title(result, say), pad=24)
    return ax


def _columns(line: DemandLine) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("strategy_tree", line.branches), ("goals", line.goals), ("tasks", line.tasks)


def _cell(ax: Axes, column: int, row: int, n: int, top: bool, say: Speaker) -> None:
    bad = n == 0 and top
    colour = _RED if bad else figures.COLOURS["main"] if n else "#8A939E"
    ax.add_patch(
        Rectangle(
            (column - 0.42, row - 0.36),
            0.84,
            0.72,
            edgecolor=colour,
            lw=1.8 if bad else 1.0,
            facecolor="#E6F1F8" if n else "white",
            ls="--" if n == 0 else "-",
        )
    )
    text = say.number(n) if n else (say("gap") if bad else "–")
    ax.text(
        column,
        row,
        text,
        ha="center",
        va="center",
        fontsize=9,
        color=_RED if bad else figures.INK,
        weight="bold" if bad else "normal",
    )


def _label(line: DemandLine, say: Speaker) -> str:
    score = "" if line.score is None else f" ({say.number(line.score, 2)})"
    return fit(f"{line.id} · {text_of(line, say)}", 3.1, size=9, lines=2, bold=line.top) + score


def _title(result: Coverage, say: Speaker) -> str:
    if "strategy_tree" in result.without:
        return say("From demands to goals and tasks")
    none = sum(not line.branches for line in result.top)
    if none == 0:
        return say("Every top demand has a branch in the strategy")
    return say.plural(
        none,
        "One of {whole} top demands has no branch",
        "{n} of {whole} top demands have no branch",
        whole=say.number(len(result.top)),
    )
