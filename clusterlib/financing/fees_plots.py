"""Figures of the membership fee: income at each fee, members it takes, and what moves it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from clusterlib import chart_parts, figures
from clusterlib.financing import money
from clusterlib.financing.fees import Fees
from clusterlib.readings import Speaker


@figures.drawn
def plot_revenue(result: Fees, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Income from fees at each fee of weight 1, with and without members who leave, and the need."""
    ax = figures.axes(ax, width=9.0, height=4.6)
    if not result.base_fee:
        return chart_parts.empty(ax, _no_fee(result, say))
    need, plain = result.need.total, result.base_fee
    reacting = result.reaction.fee if result.reaction is not None else None
    far = 1.5 * max(plain, result.fee_now or 0.0, min(reacting or 0.0, 4 * plain))
    x = np.linspace(far / 200, far, 200)
    lines: list[tuple[np.ndarray, str, str]] = [(x * result.paying_units, say("if all members stay"), "main")]
    if result.reaction is not None:
        scale = result.reaction.terms["scale"].to_numpy()
        power = result.reaction.terms["power"].to_numpy()
        lines.append(
            ((scale * x[:, None] ** power).sum(axis=1), say("if members leave as you wrote"), "warn")
        )
    tallest = 1.15 * max(need, float(lines[0][0][-1]))
    money.label_axis(ax, "y", [0, tallest], say=say)
    money.label_axis(ax, "x", [far], say=say)
    ax.set_xlabel(say("yearly base fee, of weight 1 ({unit})", unit=ax.get_xlabel()))
    ax.set_ylabel(say("income from fees in a year ({unit})", unit=ax.get_ylabel()))
    for (values, _, look), style in zip(lines, ("-", "--"), strict=False):
        ax.plot(x, np.where(values > tallest, np.nan, values), style, color=figures.COLOURS[look], lw=2)
    ax.hlines(need, 0, far, color=chart_parts.LETTERS["bad"], lw=1.4, ls=":")
    ax.set_ylim(0, tallest)
    ax.set_xlim(0, far * 1.38)
    ax.grid(axis="y")
    chart_parts.title(ax, _revenue_title(result, say))
    ends = [(min(float(values[-1]), tallest * 0.97), label, look) for values, label, look in lines]
    chart_parts.end_labels(ax, far, [*ends, (need, say("needed: {amount}", amount=say.money(need)), "bad")])
    _points(ax, result, say)
    return ax


def _points(ax: Axes, result: Fees, say: Speaker) -> None:
    assert result.base_fee is not None
    x, y = [result.base_fee], [result.need.total]
    labels = [say("breaks even: {fee}", fee=say.money(result.base_fee))]
    if result.fee_now is not None and result.income_now is not None:
        x, y = [*x, result.fee_now], [*y, result.income_now]
        labels.append(say("today: {fee}", fee=say.money(result.fee_now)))
    for px, py, mark in zip(x, y, ("o", "s"), strict=False):
        ax.plot([px], [py], mark, color=figures.INK, ms=8, zorder=5)
    for text in figures.label_points(ax, x, y, labels):
        text.set_bbox(chart_parts.LABEL_GROUND)


def _revenue_title(result: Fees, say: Speaker) -> str:
    fee = say.money(result.base_fee or 0)
    if result.income_now is None:
        return say("A base fee of {fee} a year covers the need", fee=fee)
    gap = result.income_now - result.need.total
    if gap < 0:
        return say(
            "Today's fees bring {gap} too little; a base fee of {fee} would break even",
            gap=say.money(-gap),
            fee=fee,
        )
    return say("Today's fees cover the need, with {gap} to spare", gap=say.money(gap))


def _no_fee(result: Fees, say: Speaker) -> str:
    if result.base_fee is None:
        return say("No member pays, so there is no fee to draw.")
    return say("Nothing is left for fees to cover, so there is no curve to draw.")


@figures.drawn
def plot_members(result: Fees, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Every pair of fee and number of members that brings the need, with the same mix of tiers."""
    ax = figures.axes(ax, width=9.0, height=4.4)
    if not result.base_fee or not result.members:
        return chart_parts.empty(ax, _no_fee(result, say))
    per_member = result.paying_units / result.members
    known = [result.members, *([result.break_even] if result.break_even is not None else [])]
    x = np.linspace(max(1.0, 0.5 * min(known)), 1.7 * max(known), 200)
    y = result.need.total / (x * per_member)
    ax.plot(x, y, color=figures.COLOURS["main"], lw=2)
    money.label_axis(ax, "y", y.tolist(), say=say)
    ax.set_ylabel(say("yearly base fee, of weight 1 ({unit})", unit=ax.get_ylabel()))
    ax.set_xlabel(say("members, in the same mix of classes"))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: say.number(value)))
    ax.set_ylim(0, float(y.max()) * 1.08)
    ax.set_xlim(0, float(x.max()) * 1.05)
    ax.grid()
    points = [
        (float(result.members), result.base_fee, say("{n} members today", n=say.number(result.members)))
    ]
    if result.break_even is not None and result.tried_fee is not None:
        label = say("at {fee}", fee=say.money(result.tried_fee))
        points.append((result.break_even, result.tried_fee, label))
    chart_parts.title(ax, _members_title(result, say))
    for (px, py, _), mark in zip(points, ("o", "s"), strict=False):
        ax.plot([px], [py], mark, color=figures.INK, ms=8, zorder=5)
    for text in figures.label_points(ax, *(list(part) for part in zip(*points, strict=True))):
        text.set_bbox(chart_parts.LABEL_GROUND)
    return ax


def _members_title(result: Fees, say: Speaker) -> str:
    if result.break_even is None or result.tried_fee is None:
        return say("Fewer members need a higher fee: each point on the line covers the need")
    return say(
        "At a base fee of {fee} it takes {needed} members; there are {now}",
        fee=say.money(result.tried_fee),
        needed=say.number(np.ceil(result.break_even - 1e-9)),
        now=say.number(result.members),
    )
