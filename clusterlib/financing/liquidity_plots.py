"""Figures of the liquidity plan: cash, flows, a late grant, costs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures, months
from clusterlib.financing import money
from clusterlib.financing.liquidity import Low, Plan
from clusterlib.financing.liquidity_costs import Costs
from clusterlib.financing.liquidity_late import Late
from clusterlib.readings import Speaker

Line = tuple[Sequence[float], str, str]


@figures.drawn
def plot_cash(result: Plan, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Cash at the end of each month, with all income and with promised income only, and the buffer."""
    ax = figures.axes(ax, width=9.0, height=4.8)
    if result.low is None:
        return chart_parts.empty(ax, say("There is no budget line to draw yet."))
    frame = result.months
    lines: list[Line] = [(frame["course"].tolist(), say("all income, by its probability"), "main")]
    if not frame["course"].equals(frame["committed_course"]):
        lines.append((frame["committed_course"].tolist(), say("promised income only"), "warn"))
    _courses(ax, result, lines, result.low, _cash_title(result, say), say)
    return ax


def _cash_title(result: Plan, say: Speaker) -> str:
    assert result.low is not None
    month, amount = say.month(result.low.month), say.money(result.low.amount)
    if not result.known:
        return say(
            "Without the opening cash only changes can be shown: the lowest is {amount}, in {month}",
            amount=amount,
            month=month,
        )
    if result.runway is not None:
        return say(
            "Money runs out in {first}; the lowest point is {amount} in {month}",
            first=say.month(result.runway),
            amount=amount,
            month=month,
        )
    if result.need:
        return say(
            "Cash is lowest in {month}: {amount}, which is {need} short of the buffer",
            month=month,
            amount=amount,
            need=say.money(result.need),
        )
    return say("Cash is lowest in {month}: {amount}", month=month, amount=amount)


@figures.drawn
def plot_late(result: Late, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Cash as planned and with late income, month by month."""
    ax = figures.axes(ax, width=9.0, height=4.8)
    if result.low is None:
        return chart_parts.empty(ax, say("There is no budget line to draw yet."))
    if not result.shifted:
        return chart_parts.empty(ax, say("There is no income in these months that could come late."))
    planned = (result.plan.months["course"].tolist(), say("as planned"), "main")
    delayed = say.plural(result.delay, "one month later", "{n} months later")
    lines = [planned, (result.course.tolist(), delayed, "bad")]
    _courses(ax, result.plan, lines, result.low, _late_title(result, say), say)
    return ax


def _late_title(result: Late, say: Speaker) -> str:
    assert result.low is not None
    month, amount = say.month(result.low.month), say.money(result.low.amount)
    if result.runway is not None and result.plan.runway is None:
        return say(
            "If the money comes late, cash is below zero from {first} and falls to {amount}",
            first=say.month(result.runway),
            amount=amount,
        )
    if result.deeper > 0:
        return say(
            "If the money comes late, cash falls {deeper} lower: to {amount} in {month}",
            deeper=say.money(result.deeper),
            amount=amount,
            month=month,
        )
    return say("The delay does not lower the lowest point: {amount} in {month}", amount=amount, month=month)


def _courses(ax: Axes, plan: Plan, lines: Sequence[Line], low: Low, title: str, say: Speaker) -> None:
    span, start = plan.months["month"].tolist(), plan.opening_cash or 0.0
    x = np.arange(-1, len(span))
    everything = [
        0.0,
        start,
        *(value for values, _, _ in lines for value in values),
        (plan.buffer or 0.0) if plan.known else 0.0,
    ]
    money.label_axis(ax, "y", everything, say=say)
    if plan.known:
        ax.set_ylabel(say("cash ({unit})", unit=ax.get_ylabel()))
    else:
        ax.set_ylabel(say("change since the start ({unit})", unit=ax.get_ylabel()))
    ends: list[tuple[float, str, str]] = []
    for (values, label, look), style in zip(lines, ("-", "--"), strict=False):
        ax.plot(
            x,
            [start, *values],
            style,
            color=figures.COLOURS[look],
            marker=figures.MARKERS[look],
            ms=5,
            lw=1.8,
        )
        ends.append((values[-1], label, look))
    ax.hlines(0, -1.3, len(span) - 0.8, color=figures.INK, lw=0.9)
    if plan.buffer is not None and plan.known:
        ax.hlines(plan.buffer, -1.3, len(span) - 0.8, color=chart_parts.LETTERS["quiet"], lw=1.4, ls=":")
        ends.append((plan.buffer, say("buffer: {amount}", amount=say.money(plan.buffer)), "quiet"))
    bottom, top = min(everything), max(everything)
    room = (top - bottom) or 1.0
    ax.set_ylim(bottom - 0.16 * room, top + 0.08 * room)
    ax.set_xlim(-1.3, len(span) - 1 + max(1.6, 0.36 * len(span)))
    ax.set_xticks(x, [say("start") if len(span) <= 14 else "", *months.tick_labels(span, say=say)])
    ax.set_xlabel(say("end of the month"))
    ax.grid(axis="y")
    chart_parts.title(ax, title)
    short = low.amount < ((plan.buffer or 0.0) if plan.known else 0.0)
    label = say("lowest: {amount}", amount=say.money(low.amount))
    _mark(ax, (span.index(low.month), low.amount), label, "bad" if short else "main", len(span))
    chart_parts.end_labels(ax, len(span) - 1, ends)


def _mark(ax: Axes, place: tuple[int, float], label: str, look: str, count: int) -> None:
    at, value = place
    ax.plot([at], [value], figures.MARKERS[look], color=figures.COLOURS[look], ms=10, zorder=5)
    side = "left" if at < count / 2 else "right"
    ax.annotate(
        label,
        place,
        xytext=(0, -12),
        textcoords="offset points",
        ha=side,
        va="top",
        fontsize=9,
        fontweight="bold",
        color=chart_parts.LETTERS[look],
        bbox=chart_parts.LABEL_GROUND,
    )


@figures.drawn
def plot_flows(result: Plan, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Money in and money out per month, and what is left of it."""
    ax = figures.axes(ax, width=9.0, height=4.4)
    frame = result.months
    if frame.empty:
        return chart_parts.empty(ax, say("There is no budget line to draw yet."))
    x = np.arange(len(frame))
    money.label_axis(ax, "y", [*frame["inflow"], *frame["outflow"]], say=say)
    ax.bar(x, frame["inflow"], 0.7, color=figures.COLOURS["good"], label=say("comes in"))
    ax.bar(
        x,
        -frame["outflow"],
        0.7,
        color=figures.COLOURS["warn"],
        hatch="//",
        edgecolor="white",
        label=say("goes out"),
    )
    ax.plot(
        x,
        frame["change"],
        figures.MARKERS["main"],
        color=figures.INK,
        ms=5,
        label=say("what is left of the month"),
    )
    ax.axhline(0, color=figures.INK, lw=0.9)
    ax.set_xticks(x, months.tick_labels(frame["month"].tolist(), say=say))
    ax.grid(axis="y")
    chart_parts.legend_below(ax)
    short = int((frame["change"] < 0).sum())
    if not (result.inflow or result.outflow):
        title = say("No money moves in these months")
    elif short == len(frame):
        title = say("In every month more goes out than comes in")
    elif short:
        title = say("In {share} months more goes out than comes in", share=say.share(short, len(frame)))
    else:
        title = say("In no month more goes out than comes in")
    chart_parts.title(ax, title)
    return ax


@figures.drawn
def plot_costs(result: Costs, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Bars of the costs by category; the part that falls due whatever happens is solid."""
    rows = result.rows[result.rows["amount"] > 0]
    ax = figures.axes(ax, width=8.5, height=1.6 + 0.42 * max(1, len(rows)))
    if rows.empty:
        return chart_parts.empty(ax, say("There is no cost to draw yet."))
    y = np.arange(len(rows))
    loose = rows["amount"] - rows["fixed"]
    money.label_axis(ax, "x", rows["amount"].tolist(), say=say)
    ax.barh(y, rows["fixed"], 0.62, color=figures.COLOURS["main"], label=say("falls due whatever happens"))
    ax.barh(
        y,
        loose,
        0.62,
        left=rows["fixed"],
        color=figures.COLOURS["quiet"],
        hatch="..",
        edgecolor="white",
        label=say("can be put off or dropped"),
    )
    for at, (amount, share) in enumerate(zip(rows["amount"], rows["share"], strict=True)):
        ax.annotate(
            f"{say.money(amount)} · {say.percent(share)}",
            (amount, at),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    ax.set_yticks(y, [say.word(category) for category in rows["category"]])
    ax.invert_yaxis()
    ax.set_xlim(0, float(rows["amount"].max()) * 1.42)
    ax.grid(axis="x")
    chart_parts.legend_below(ax)
    first = rows.iloc[0]
    chart_parts.title(
        ax,
        say(
            "The largest cost is {category}: {share} of all costs",
            category=say.word(first["category"]),
            share=say.percent(first["share"]),
        ),
    )
    return ax
