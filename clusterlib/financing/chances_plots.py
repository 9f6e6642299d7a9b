"""Figures of the simulated plan: the fan of the cash, and what decides its lowest point."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures, months
from clusterlib.financing import budget, money
from clusterlib.financing.chances import Chances
from clusterlib.financing.chances_readings import coarse, of_hundred
from clusterlib.readings import Speaker

#: Lines in the picture of what decides; more are in no reader's head.
_MOST = 10


@figures.drawn
def plot_fan(result: Chances, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Cash at the end of each month: the middle course, and the range of 90 of 100 courses."""
    ax = figures.axes(ax, width=9.0, height=4.8)
    fan = result.fan
    if fan.empty:
        return chart_parts.empty(ax, say("There is no budget line to draw yet."))
    if result.lines.empty:
        return chart_parts.empty(ax, say("No line of these months is uncertain: there is nothing to draw."))
    start = result.plan.opening_cash or 0.0
    x = np.arange(-1, len(fan))
    low, middle, high = ([start, *fan[name]] for name in ("p5", "p50", "p95"))
    average = [start, *result.plan.months["course"]]
    everything = [0.0, *low, *high, *average]
    money.label_axis(ax, "y", everything, say=say)
    if result.plan.known:
        ax.set_ylabel(say("cash ({unit})", unit=ax.get_ylabel()))
    else:
        ax.set_ylabel(say("change since the start ({unit})", unit=ax.get_ylabel()))
    ax.fill_between(x, low, high, color=figures.COLOURS["main"], alpha=0.18, lw=0)
    ax.plot(x, middle, "-o", color=figures.COLOURS["main"], ms=5, lw=1.8)
    ax.plot(x, average, "--^", color=figures.COLOURS["warn"], ms=4, lw=1.4)
    ax.hlines(0, -1.3, len(fan) - 0.8, color=figures.INK, lw=0.9)
    room = max(everything) - min(everything) or 1.0
    ax.set_ylim(min(everything) - 0.14 * room, max(everything) + 0.08 * room)
    ax.set_xlim(-1.3, len(fan) - 1 + max(1.6, 0.36 * len(fan)))
    ticks = months.tick_labels(fan["month"].tolist(), say=say)
    ax.set_xticks(x, [say("start") if len(fan) <= 14 else "", *ticks])
    ax.set_xlabel(say("end of the month"))
    ax.grid(axis="y")
    chart_parts.title(ax, _fan_title(result, say))
    ends = [
        (high[-1], say("95 of 100 lie below"), "main"),
        (middle[-1], say("middle course"), "main"),
        (average[-1], say("plan by average"), "warn"),
        (low[-1], say("5 of 100 lie below"), "main"),
    ]
    chart_parts.end_labels(ax, len(fan) - 1, ends)
    return ax


def _fan_title(result: Chances, say: Speaker) -> str:
    if result.chance is None:
        return say(
            "Without the opening cash: {amount} to begin with are enough in 95 of 100 courses",
            amount=say.money(coarse(result.buffer)),
        )
    return say(
        "Cash falls below zero within {months} months in {often} courses",
        months=say.number(len(result.fan)),
        often=of_hundred(result.chance, say=say),
    )


@figures.drawn
def plot_tornado(result: Chances, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Bars of how closely each uncertain line goes with the lowest cash."""
    rows = result.lines[result.lines["rho"].notna()].head(_MOST)
    ax = figures.axes(ax, width=8.5, height=1.9 + 0.45 * max(1, len(rows)))
    if rows.empty:
        return chart_parts.empty(ax, say("No line of these months is uncertain: there is nothing to draw."))
    names = budget.names(result.plan.lines, say=say)
    y, rho = np.arange(len(rows)), rows["rho"].to_numpy(dtype=float)
    for kind, look, label in (
        ("in", "main", say("income: more of it helps")),
        ("out", "warn", say("cost: more of it hurts")),
    ):
        mine = (rows["kind"] == kind).to_numpy(dtype=bool)
        if mine.any():
            ax.barh(y[mine], rho[mine], 0.6, color=figures.COLOURS[look], hatch=figures.HATCHES[look],
                    edgecolor="white", label=label)  # fmt: skip
    for at, value in enumerate(rho):
        ax.annotate(say.number(value, 2), (value, at), xytext=(5 if value >= 0 else -5, 0),
                    textcoords="offset points", va="center", ha="left" if value >= 0 else "right",
                    fontsize=9)  # fmt: skip
    ax.axvline(0, color=figures.INK, lw=0.9)
    ax.set_xlim(min(-0.25, float(rho.min()) - 0.15), max(0.25, float(rho.max()) + 0.15))
    ax.set_yticks(y, [figures.wrap(names[place], 34, lines=2) for place in rows["place"]])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlabel(say("rank correlation with the lowest cash, from −1 to 1"))
    ax.grid(axis="x")
    chart_parts.legend_below(ax)
    first = figures.wrap(names[rows["place"].iloc[0]], 60, lines=1)
    chart_parts.title(ax, say("The lowest cash hangs most on {line}", line=first))
    return ax
