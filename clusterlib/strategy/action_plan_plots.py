"""Two pictures beside the Gantt chart: how sure the end is, and who has too much in which month."""

from __future__ import annotations

import datetime as dt

import babel.dates
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from scipy.stats import norm

from clusterlib import figures
from clusterlib.boxes import fit
from clusterlib.chart_parts import LETTERS
from clusterlib.readings import Speaker
from clusterlib.strategy.action_plan import Plan
from clusterlib.strategy.schedule import SAME
from clusterlib.strategy.workload import Load, Workload
from clusterlib.strategy.workload_readings import short_days

_POINTS = 200
_PERSONS, _MONTHS = 20, 18


@figures.drawn
def plot_finish(result: Plan, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Chance of being finished by a day: simulation in full, PERT dotted, the last deadline upright."""
    ax = figures.axes(ax, width=8.6, height=4.2)
    lengths = result.simulation.lengths
    if len(lengths) == 0 or lengths[-1] - lengths[0] <= SAME:
        ax.set_axis_off()
        text = say("Without days at best and at worst (o, p) nothing can be said about how sure the end is.")
        ax.text(0.5, 0.5, figures.wrap(text, 60), ha="center", va="center", transform=ax.transAxes)
        return ax
    low, high = _range(result)
    xs = np.linspace(low, high, _POINTS)
    share = np.searchsorted(lengths, xs, side="right") / len(lengths)
    ax.plot(xs, share, color=figures.COLOURS["main"], lw=2.4)
    sigma = result.network.sigma
    if sigma > SAME:
        pert = norm.cdf((xs - result.network.length) / sigma)
        ax.plot(xs, pert, color=figures.COLOURS["warn"], lw=1.8, ls=":")
    _lines(ax, result, say)
    ax.set(xlim=(low, high + 0.02 * (high - low)), ylim=(0, 1.06))
    ax.set_yticks([0, 0.5, 0.9, 1], [say.percent(y) for y in (0, 0.5, 0.9, 1)])
    ax.set_ylabel(say("chance of being finished"))
    _finish_axis(ax, result, low, high, say)
    ax.set_title(_finish_title(result, say), pad=20)
    foot = say("full line: simulation of all paths; dotted: PERT, one path only")
    ax.text(0, 1.01, foot, transform=ax.transAxes, fontsize=8.5, color="#52606D", va="bottom")
    return ax


def _range(result: Plan) -> tuple[float, float]:
    """Days drawn: all simulated ends, and the last deadline if it lies near."""
    low, high = float(result.simulation.lengths[0]), float(result.simulation.lengths[-1])
    if result.calendar is None or result.target is None:
        return low, high
    x, span = result.calendar.through(result.target), high - low
    near = low - span < x < high + span
    return (min(low, x - span / 20), max(high, x + span / 20)) if near else (low, high)


def _lines(ax: Axes, result: Plan, say: Speaker) -> None:
    ninety = result.simulation.quantile(0.9)
    if ninety is None:
        return
    ax.plot([ninety, ninety], [0, 0.9], color=figures.INK, lw=1, ls="--")
    ax.plot(ninety, 0.9, marker="o", color=figures.INK, ms=6)
    end = result.day(ninety)
    name = say.number(ninety, 1) if end is None else say.day(end.isoformat())
    near_the_end = ninety > float(np.mean(ax.dataLim.intervalx)) + 0.25 * float(np.ptp(ax.dataLim.intervalx))
    ax.annotate(
        say("9 in 10: {day}", day=name),
        (ninety, 0.45),
        xytext=(-6 if near_the_end else 6, 0),
        textcoords="offset points",
        ha="right" if near_the_end else "left",
        va="center",
        fontsize=9,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
    )


def _finish_axis(ax: Axes, result: Plan, low: float, high: float, say: Speaker) -> None:
    if result.calendar is None:
        ax.set_xlabel(say("working days from the first day"))
        return
    ticks = np.linspace(low, high, 5)
    days = [result.calendar.end_day(float(tick)) for tick in ticks]
    ax.set_xticks(ticks, [say.day(day.isoformat()) for day in days], fontsize=8.5)
    ax.set_xlabel(say("last day of the plan"))
    if result.target is not None:
        x = result.calendar.through(result.target)
        if low <= x <= high:
            ax.axvline(x, color=LETTERS["bad"], lw=1.6)
            left = x > (low + high) / 2
            ax.annotate(
                say("last deadline"),
                (x, 0.2),
                xytext=(-5 if left else 5, 0),
                textcoords="offset points",
                fontsize=9,
                color=LETTERS["bad"],
                ha="right" if left else "left",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
            )


def _finish_title(result: Plan, say: Speaker) -> str:
    ninety = result.day(result.simulation.quantile(0.9))
    if ninety is None:
        days = say.number(result.simulation.quantile(0.9), 1)
        return say("In nine of ten cases the plan is finished within {days} working days", days=days)
    return say("In nine of ten cases the plan is finished by {day}", day=say.day(ninety.isoformat()))


@figures.drawn
def plot_workload(result: Workload, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Person-days by person and month; too much is red, hatched and marked."""
    persons, months = result.persons[:_PERSONS], result.months[:_MONTHS]
    ax = figures.axes(ax, width=max(6.0, 3.2 + 0.72 * len(months)), height=1.9 + 0.55 * max(len(persons), 1))
    if not persons:
        ax.set_axis_off()
        ax.text(
            0.5,
            0.5,
            say("No open task has person-days, a person and dates."),
            ha="center",
            va="center",
            transform=ax.transAxes,
        )
        return ax
    for load in result.loads:
        if load.person in persons and load.month in months:
            _load(ax, persons.index(load.person), months.index(load.month), load, result.limit, say)
    ax.set(xlim=(-0.5, len(months) - 0.5), ylim=(len(persons) + 0.1, -0.55))
    ax.set_xticks(range(len(months)), [_short(month, say) for month in months], fontsize=9)
    ax.set_yticks(range(len(persons)), [fit(person, 1.7, size=9, lines=2) for person in persons], fontsize=9)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    foot = say("person-days asked / person-days given; hatched with ▲: too much")
    ax.text(-0.5, len(persons) - 0.25, foot, fontsize=8.5, va="center", color="#52606D")
    ax.set_title(_load_title(result, say), pad=22)
    return ax


def _load(ax: Axes, row: int, column: int, load: Load, limit: float, say: Speaker) -> None:
    over = load.share is not None and load.share > limit + 1e-9
    colour = LETTERS["bad"] if over else "#8A939E"
    ax.add_patch(
        Rectangle(
            (column - 0.46, row - 0.4),
            0.92,
            0.8,
            facecolor="white" if over or not load.days else "#E6F1F8",
            edgecolor=colour,
            hatch="///" if over else "",
            lw=1.6 if over else 0.7,
            alpha=0.9,
        )
    )
    given = "" if load.capacity is None else f"/{short_days(load.capacity, say)}"
    text = f"{short_days(load.days, say)}{given}{' ▲' if over else ''}" if load.days or load.capacity else "–"
    ax.text(
        column,
        row,
        text,
        ha="center",
        va="center",
        fontsize=8.5,
        weight="bold" if over else "normal",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0, "alpha": 0.85},
    )


def _short(month: str, say: Speaker) -> str:
    day = dt.date(int(month[:4]), int(month[5:]), 1)
    return str(babel.dates.format_skeleton("yMMM", day, locale=say.locale)).replace(" ", "\n")


def _load_title(result: Workload, say: Speaker) -> str:
    if not result.known:
        return say("Person-days by month; nobody has said how many days are free")
    over = tuple(dict.fromkeys(load.person for load in result.over))
    if not over:
        return say("Nobody is asked for more days than there are")
    if len(over) > 3:
        return say("{n} people are asked for more days than they have", n=say.number(len(over)))
    return say("Asked for more days than there are: {names}", names=say.names(over))
