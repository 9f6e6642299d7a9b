"""Picture, table and sentences of firms before and after, inside the cluster and outside."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterlib import boxes, chart_parts, figures
from clusterlib.monitoring.panel import Change, Difference, Interval, Panel
from clusterlib.readings import Speaker

#: Room for a title in inches.
_TITLE = 6.0


@figures.drawn
def plot_panel(result: Panel, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """One point per firm's change, the mean of each group with its interval, and their difference.

    Parameters
    ----------
    result : Panel
        From `panel.compare`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Axes to draw on.

    Returns
    -------
    Axes
    """
    groups = [group for group in (result.cluster, result.comparison) if group.shown]
    if not groups:
        return chart_parts.empty(figures.axes(ax, width=8, height=1), panel_title(result, say=say))
    gap = result.difference if result.difference is not None and result.difference.shown else None
    rows = len(groups) + (gap is not None)
    ax = figures.axes(ax, width=8.5, height=1.6 + 0.85 * rows)
    ax.set_title(boxes.fit(panel_title(result, say=say), _TITLE, size=12, bold=True))
    ax.axvline(0, color="#8A939E", linewidth=0.9, zorder=0.5)
    names = []
    for i, group in enumerate(groups):
        _draw_firms(ax, i, group, say if i == 0 else None)
        _draw_mean(ax, i, group.mean, group.interval, say if i == 0 else None)
        names.append(f"{group_name(group.group, say)}\n{say.plural(group.n, 'one firm', '{n} firms')}")
    if gap is not None:
        _draw_missed(ax, rows - 1, gap, say)
        _draw_mean(ax, rows - 1, gap.value, gap.interval, None)
        names.append(say("difference\nof the two"))
    ax.set_yticks(range(rows), names)
    ax.set_ylim(rows - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.locator_params(axis="x", nbins=7)
    ax.xaxis.set_major_formatter(lambda v, _: signed(v, say, 0 if float(v).is_integer() else 1))
    ax.margins(x=0.06)
    label = say(
        "change of a firm from {before} to {after}",
        before=say.month(result.before),
        after=say.month(result.after),
    )
    ax.set_xlabel(boxes.fit(label, _TITLE, size=10))
    chart_parts.legend_below(ax, columns=2)
    return ax


def _draw_firms(ax: Axes, row: int, group: Change, say: Speaker | None) -> None:
    """Points of equal change stand beside each other, above and below the line of the group."""
    order = np.sort(group.changes)
    seen: dict[float, int] = {}
    total = {value: int(n) for value, n in zip(*np.unique(order, return_counts=True), strict=True)}
    step = min(0.11, 0.5 / max(total.values()))
    heights = []
    for value in order:
        k = seen.get(value, 0)
        seen[value] = k + 1
        heights.append(row + (k - (total[value] - 1) / 2) * step)
    ax.plot(
        order,
        heights,
        linestyle="none",
        marker="o",
        markersize=5,
        color="#9FB8CC",
        markeredgecolor="white",
        markeredgewidth=0.4,
        zorder=1,
        label=say("a firm") if say else None,
    )


def _draw_mean(ax: Axes, row: int, value: float | None, pair: Interval | None, say: Speaker | None) -> None:
    if pair:
        ax.plot(pair, [row, row], color=figures.COLOURS["main"], linewidth=2.4, zorder=2)
    ax.plot(
        [math.nan if value is None else value],
        [row],
        linestyle="none",
        marker="D",
        markersize=8,
        color=figures.COLOURS["main"],
        markeredgecolor="white",
        zorder=3,
        label=say("mean, with its 95 % interval") if say else None,
    )


def _draw_missed(ax: Axes, row: int, gap: Difference, say: Speaker) -> None:
    """The differences that so few firms would probably not show."""
    if gap.sd is None or gap.detectable is None:
        return
    wide = gap.sd * gap.detectable
    ax.barh(
        row,
        2 * wide,
        left=-wide,
        height=0.5,
        facecolor="#F0F2F4",
        edgecolor=figures.COLOURS["quiet"],
        hatch=figures.HATCHES["quiet"],
        linewidth=0,
        zorder=0.3,
        label=say("differences that so few firms are likely to miss"),
    )


def group_name(group: str, say: Speaker) -> str:
    """What a group is called."""
    return say("in the cluster") if group == "cluster" else say("for comparison")


def panel_title(result: Panel, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    gap = result.difference
    if not result.cluster.shown and not result.comparison.shown:
        return say("Too few firms with a value before and after to show anything")
    if not result.cluster.shown:
        return say("Too few firms of the cluster with a value before and after")
    if gap is None or not gap.shown or gap.interval is None:
        return say(
            "Firms of the cluster changed by {value} on average; there are too few others to compare",
            value=signed(result.cluster.mean, say, digits_of(result)),
        )
    if found(gap):
        return say(
            "Firms of the cluster changed by {value} compared with the others",
            value=signed(gap.value, say, digits_of(result)),
        )
    return say("Whether firms of the cluster changed otherwise than the others cannot be said")


def found(gap: Difference) -> bool:
    """Whether both the interval and the deals at random speak of a difference."""
    return bool(gap.interval and gap.p is not None and gap.interval[0] * gap.interval[1] > 0 and gap.p < 0.05)


def digits_of(result: Panel) -> int:
    """Decimals that the spread of the changes allows: two figures, at most three decimals."""
    sizes = [size for group in (result.cluster, result.comparison) for size in (group.sd, group.mean) if size]
    if not sizes:
        return 0
    return int(min(3, max(0, 1 - math.floor(math.log10(max(abs(size) for size in sizes))))))


def signed(value: float | None, say: Speaker, digits: int) -> str:
    """A change with its sign."""
    if value is None or math.isnan(value):
        return "–"
    text = say.number(abs(value), digits)
    if not any(letter in "123456789" for letter in text):
        return text
    return f"+{text}" if value > 0 else f"−{text}"


def table_panel(result: Panel, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """One row per group and one for their difference, with what can be found at all."""
    digits = digits_of(result)
    rows = [_group_row(group, result, say, digits) for group in (result.cluster, result.comparison)]
    gap = result.difference
    if gap is not None:
        both = result.cluster.n + result.comparison.n
        rows.append(
            (
                say("Difference"),
                say.number(both),
                "–",
                "–",
                signed(gap.value, say, digits) if gap.shown else "–",
                _between(gap.interval, say, digits),
                say.number(gap.p, 3) if gap.p is not None else "–",
                _least(gap.detectable, gap.sd if gap.shown else None, say, digits),
            )
        )
    heads = [
        say("Firms"),
        say("Number"),
        _head(result.before, say("Before"), say),
        _head(result.after, say("After"), say),
        say("Mean change"),
        say("95 % interval"),
        say("p-value"),
        say("Least change it finds"),
    ]
    return pd.DataFrame(rows, columns=heads)


def _head(period: str, word: str, say: Speaker) -> str:
    return f"{word} ({say.month(period)})" if period else word


def _group_row(group: Change, result: Panel, say: Speaker, digits: int) -> tuple[str, ...]:
    shown = group.shown
    return (
        group_name(group.group, say),
        say.number(group.n),
        say.number(group.before, digits) if shown else "–",
        say.number(group.after, digits) if shown else "–",
        signed(group.mean, say, digits) if shown else "–",
        _between(group.interval, say, digits),
        say.number(group.p, 3) if group.p is not None else "–",
        _least(group.detectable, group.sd if shown else None, say, digits),
    )


def _between(pair: Interval | None, say: Speaker, digits: int) -> str:
    if pair is None:
        return "–"
    return say("{low} to {high}", low=signed(pair[0], say, digits), high=signed(pair[1], say, digits))


def _least(factor: float | None, sd: float | None, say: Speaker, digits: int) -> str:
    """The detectable change in standard deviations, and in units where the spread may be shown."""
    if factor is None:
        return "–"
    parts = say("{factor} standard deviations", factor=say.number(factor, 2))
    return f"{say.number(factor * sd, digits)} ({parts})" if sd else parts


def read_panel(result: Panel, *, say: Speaker = Speaker()) -> str:
    """What changed, whether that differs from the others, what could be found at all, who is missing."""
    if not result.after:
        return say(
            "The table has fewer than two periods, so no change can be seen. Ask the same firms again in a "
            "later year."
        )
    seen = [_cluster_said(result, say), _difference_said(result, say)]
    least = _least_said(result, say)
    limits = say(
        "Nobody drew lots for who joined. Firms that join may have grown anyway, and whatever else touched "
        "them in these years is in the figure, too."
    )
    parts = [" ".join(text for text in seen if text), least, _left_said(result, say), limits]
    return "\n\n".join(part for part in parts if part)


def _cluster_said(result: Panel, say: Speaker) -> str:
    group, digits = result.cluster, digits_of(result)
    if not group.shown:
        return say.plural(
            group.n,
            "Only one firm of the cluster has a value in both periods; figures are shown from {limit} on.",
            "{n} firms of the cluster have a value in both periods; figures are shown from {limit} on.",
            limit=say.number(result.smallest),
        )
    pair = group.interval or (math.nan, math.nan)
    up, down = int((group.changes > 0).sum()), int((group.changes < 0).sum())
    text = say(
        "From {before} to {after} the {n} firms of the cluster changed by {mean} on average (95 % interval "
        "{low} to {high}); {up} rose, {down} fell.",
        before=say.month(result.before),
        after=say.month(result.after),
        n=say.number(group.n),
        mean=signed(group.mean, say, digits),
        low=signed(pair[0], say, digits),
        high=signed(pair[1], say, digits),
        up=say.number(up),
        down=say.number(down),
    )
    if group.p is None:
        return f"{text} {say('No firm moved at all.')}"
    if group.p < 0.05:
        return f"{text} {say('That is more than chance alone would give.')}"
    return f"{text} {say('Chance alone may give as much.')}"


def _difference_said(result: Panel, say: Speaker) -> str:
    gap, digits, other = result.difference, digits_of(result), result.comparison
    if not other.n:
        return say(
            "No firm outside the cluster can be compared, so nobody knows what would have happened anyway."
        )
    if gap is None or not gap.shown:
        return say.plural(
            other.n,
            "One firm for comparison has both values; that is too few to compare with.",
            "{n} firms for comparison have both values; the comparison needs {limit} in each group.",
            limit=say.number(result.smallest),
        )
    pair = gap.interval or (math.nan, math.nan)
    text = say(
        "The {n} firms outside changed by {mean}; the difference is {value} (95 % interval {low} to {high}).",
        n=say.number(other.n),
        mean=signed(other.mean, say, digits),
        value=signed(gap.value, say, digits),
        low=signed(pair[0], say, digits),
        high=signed(pair[1], say, digits),
    )
    far = say(
        "If firms were dealt into the two groups at random, {share} of the deals would give a difference "
        "as far from zero.",
        share=say.percent(gap.p, 1),
    )
    end = say("So the two differ.") if found(gap) else say("So it cannot be said whether the two differ.")
    return f"{text} {far} {end}"


def _least_said(result: Panel, say: Speaker) -> str:
    gap, group = result.difference, result.cluster
    if gap is not None and gap.detectable is not None:
        factor, sd = gap.detectable, gap.sd if gap.shown else None
        text = say(
            "With {n} and {m} firms a difference is found in {often} of such studies only from {factor} "
            "standard deviations of the changes on.",
            n=say.number(group.n),
            m=say.number(result.comparison.n),
            often=say.percent(result.power_wanted),
            factor=say.number(factor, 2),
        )
    elif group.detectable is not None:
        factor, sd = group.detectable, group.sd if group.shown else None
        text = say(
            "With {n} firms and no others a change is found in {often} of such studies only from {factor} "
            "standard deviations of the changes on.",
            n=say.number(group.n),
            often=say.percent(result.power_wanted),
            factor=say.number(factor, 2),
        )
    else:
        return say("With so few firms there is no spread: which change could be found cannot be said.")
    if sd:
        text += " " + say("That is {value} here.", value=say.number(factor * sd, digits_of(result)))
    if gap is not None and sd and found(gap) and abs(gap.value) < factor * sd:
        return f"{text} " + say("The one found is smaller than that; such finds are often too large by luck.")
    return f"{text} " + say(
        "A smaller one is likely to stay unseen: to find none does not mean there is none."
    )


def _left_said(result: Panel, say: Speaker) -> str:
    rows = result.left_out
    said = {
        "before": lambda names: say("Left out, because the value before is missing: {names}.", names=names),
        "after": lambda names: say("Left out, because the value after is missing: {names}.", names=names),
        "both": lambda names: say("Left out, because both values are missing: {names}.", names=names),
    }
    lacking = {word: list(rows.loc[rows["missing"] == word, "respondent_id"]) for word in said}
    parts = [said[word](say.names(ids)) for word, ids in lacking.items() if ids]
    if not parts:
        parts.append(say("No firm is left out."))
    if lacking["after"]:
        parts.append(say("If those who left did worse than those who stayed, the change looks too good."))
    if result.between:
        parts.append(
            say("Not used: {names}.", names=say.names([say.month(period) for period in result.between]))
        )
    if result.clusters == 1 and result.difference is not None and result.difference.shown:
        parts.append(
            say("All firms inside belong to one cluster: what happened to the place cannot be told from it.")
        )
    return " ".join(parts)
