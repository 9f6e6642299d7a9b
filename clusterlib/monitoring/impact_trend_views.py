"""Picture, table and sentences on commitment and benefit, level by level."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.figures import COLOURS
from clusterlib.monitoring.impact_plots import rounded
from clusterlib.monitoring.impact_trend import Trend
from clusterlib.readings import Speaker


@figures.drawn
def plot_trend(result: Trend, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Middle half of the benefits and their median, per group of commitment that is large enough.

    Parameters
    ----------
    result : Trend
        From `impact_trend.trend`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    ax = figures.axes(ax, width=8.5, height=3.0)
    shown = [level for level in result.levels if level.quartiles]
    if not shown:
        return chart_parts.empty(ax, say("Too few members said both commitment and benefit to show groups"))
    for y, level in enumerate(result.levels):
        if level.quartiles is None:
            ax.annotate(
                say("too few to be shown"), (0, y), xytext=(6, 0), textcoords="offset points",
                va="center", fontsize=9, color="#52606D",
            )  # fmt: skip
            continue
        lower, middle, upper = level.quartiles
        ax.barh(y, max(upper - lower, 0), left=lower, height=0.42, color=COLOURS["quiet"], zorder=1)
        ax.plot(middle, y, "D", color=COLOURS["main"], ms=9, zorder=3, clip_on=False)
    names = [
        f"{level_name(level.word, say)}\n{say.plural(level.n, 'one member', '{n} members')}"
        for level in result.levels
    ]
    ax.set_yticks(range(len(result.levels)), names)
    ax.set_ylim(-0.6, len(result.levels) - 0.4)
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_major_formatter(lambda value, _: say.number(value))
    ax.locator_params(axis="x", nbins=5)
    ax.set_xlim(0, 1.08 * max(1.0, *(level.quartiles[2] for level in shown if level.quartiles)))
    ax.set_xlabel(
        say(
            "benefit named, {unit} (diamond: member in the middle; bar: middle half)",
            unit=say.currency or say("money"),
        )
    )
    chart_parts.title(ax, _title(result, say))
    return ax


def level_name(word: str, say: Speaker) -> str:
    """A group of commitment in words."""
    return {
        "low": say("low commitment (1-2)"),
        "medium": say("medium commitment (3)"),
        "high": say("high commitment (4-5)"),
    }[word]


def table_trend(result: Trend, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Three groups, the trend over all levels, the difference of high and low."""
    heads = [say("Figure"), say("Value"), say("How sure")]
    if not result.n:
        return pd.DataFrame(columns=heads)
    rows = [
        (
            say("Median benefit, {group}", group=level_name(level.word, say)),
            _money(level.quartiles[1] if level.quartiles else None, say),
            say.plural(level.n, "one member", "{n} members"),
        )
        for level in result.levels
    ]
    if result.ahead is not None and result.p is not None:
        rows.append(
            (
                say("Pairs in which the more committed names more"),
                say.percent(result.ahead),
                say(
                    "of {n} pairs (50 % is no trend); chance alone would do it in {p} of cases",
                    n=say.number(result.pairs),
                    p=say("less than 1 %") if result.p < 0.01 else say.percent(result.p),
                ),
            )
        )
    if result.shift is not None and result.interval is not None:
        rows.append(
            (
                say("High less low commitment"),
                _money(result.shift, say),
                say(
                    "{low} to {high} (95 % interval)",
                    low=_money(result.interval[0], say),
                    high=_money(result.interval[1], say),
                ),
            )
        )
    return pd.DataFrame(rows, columns=heads)


def read_trend(result: Trend, *, say: Speaker = Speaker()) -> str:
    """Whether benefit rises with commitment, by how much, and what that does not mean.

    Parameters
    ----------
    result : Trend
        From `impact_trend.trend`.
    say : Speaker
        Language of the reader.
    """
    if not result.n:
        return say("No member said both commitment and benefit.")
    if result.n < result.smallest:
        return say.plural(
            result.n,
            "One member said both commitment and benefit; figures are shown from {limit} on.",
            "{n} members said both commitment and benefit; figures are shown from {limit} on.",
            limit=say.number(result.smallest),
        )
    if result.ahead is None or result.p is None:
        return say("All members are equally committed, so nothing can be compared.")
    parts = [_pairs(result, say), _shift(result, say)]
    parts.append(
        say(
            "Nobody was assigned to be committed: those who gain come more often, too, so this is no "
            "effect of commitment."
        )
    )
    return " ".join(part for part in parts if part)


def _pairs(result: Trend, say: Speaker) -> str:
    text = say(
        "Take any two members of different commitment: in {part} of such pairs the more committed one "
        "names more (equal ones count half; without a trend it would be half).",
        part=say.percent(result.ahead),
    )
    if result.p is not None and result.p <= 0.05:
        return text + " " + say("Chance alone hardly gives as much.")
    return text + " " + say("Chance alone may give as much, so no trend can be said.")


def _shift(result: Trend, say: Speaker) -> str:
    if result.shift is None or result.interval is None:
        small = [level for level in result.levels if level.word != "medium" and level.n < result.smallest]
        return say(
            "High and low commitment are not set against each other in money, for want of members: {groups}; "
            "{limit} are needed.",
            groups=say.names([f"{level_name(level.word, say)}, {say.number(level.n)}" for level in small]),
            limit=say.number(result.smallest),
        )
    if result.shift == 0:
        return say("In the middle of all pairs, members of high and of low commitment name the same.")
    gap = {
        "shift": _money(abs(result.shift), say),
        "low": _money(result.interval[0], say),
        "high": _money(result.interval[1], say),
    }
    if result.shift < 0:
        return say(
            "A member of high commitment names {shift} less than one of low commitment, in the middle of all "
            "such pairs; with so few answers the difference may be {low} to {high}.",
            **gap,
        )
    return say(
        "A member of high commitment names {shift} more than one of low commitment, in the middle of all "
        "such pairs; with so few answers it may be {low} to {high}.",
        **gap,
    )


def _title(result: Trend, say: Speaker) -> str:
    if result.ahead is None or result.p is None:
        return say("Commitment and benefit cannot be compared yet")
    if result.p > 0.05:
        return say(
            "Whether committed members name more cannot be said with {n} answers", n=say.number(result.n)
        )
    part = say.percent(result.ahead)
    if result.ahead > 0.5:
        return say("In {part} of pairs the more committed member names more", part=part)
    return say("Only in {part} of pairs the more committed member names more", part=part)


def _money(value: float | None, say: Speaker) -> str:
    return say.money(rounded(value), say.currency)
