"""The worth of demands from orders: the picture, the table and the sentences."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.demand_ranking.demand_readings import quoted
from clusterlib.demand_ranking.demand_tables import place
from clusterlib.demand_ranking.worths import Worths
from clusterlib.figures import COLOURS, MARKERS
from clusterlib.readings import Speaker
from clusterlib.twins import room, short, texts

#: Rows of the table.
ROWS = 10


@figures.drawn
def plot_worths(result: Worths, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Of 100 people like these, how many would put each demand first, with its range.

    Parameters
    ----------
    result : Worths
        Result of `worths.weigh`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = result.table
    ax = figures.axes(ax, width=9, height=1.6 + 0.38 * max(1, len(rows)))
    if result.silence:
        return chart_parts.empty(ax, read_worths(result, say=say))
    even = 100 / len(rows)
    for y, row in enumerate(rows.to_dict("records")):
        kind = "good" if row["low"] * 100 > even else "bad" if row["high"] * 100 < even else "warn"
        if not pd.isna(row["low"]):
            ax.plot([100 * row["low"], 100 * row["high"]], [y, y], color=COLOURS["quiet"], lw=5, zorder=1)
        ax.plot(100 * row["worth"], y, MARKERS[kind], color=COLOURS[kind], ms=8, zorder=3)
    ax.axvline(even, color=figures.INK, lw=1, ls="--", zorder=0)
    ax.set_xlim(left=0)
    ax.set_ylim(len(rows) - 0.4, -0.7)
    labels = texts(rows, "text", say=say)
    ax.set_yticks(range(len(rows)), [figures.wrap(t, room(t, 40), lines=2) for t in labels], fontsize=8.5)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(
        say("of 100 people like these, so many put it first (bar: what it may be; dashed: an equal share)"),
        fontsize=8.5,
    )
    chart_parts.title(ax, _headline(result, say))
    return ax


def table_worths(result: Worths, *, say: Speaker) -> pd.DataFrame:
    """Worth of the demands, at most ten rows."""
    rows = result.table.head(ROWS)
    shared = result.table["rank"].value_counts()
    cells = rows.to_dict("records")
    return pd.DataFrame(
        {
            say("Place"): [place(r, shared, say=say) for r in rows["rank"]],
            say("Demand"): texts(rows, "text", say=say),
            say("First for (of 100 people)"): [_hundred(row["worth"], say) for row in cells],
            say("It may be"): [
                "–"
                if pd.isna(row["low"])
                else say("{low} to {high}", low=_hundred(row["low"], say), high=_hundred(row["high"], say))
                for row in cells
            ],
            say("Before the next one for (of 100)"): [_hundred(row["before"], say) for row in cells],
        }
    )


def read_worths(result: Worths, *, say: Speaker) -> str:
    """What the orders say of the next person, and where one demand is surely before the next.

    Parameters
    ----------
    result : Worths
        Result of `worths.weigh`.
    say : Speaker
        Language of the reader.
    """
    if result.silence == "nobody":
        return say("Nobody has put the demands in order yet, so they have no worth.")
    if result.silence == "one":
        return say("There is only one demand, so there is no order.")
    rows = result.table
    top = rows[rows["rank"] == 1]
    if len(top) == len(rows):
        return say("The orders cancel out: all demands are worth the same.")
    parts = [_first(result, top, say), _steps(result, say)]
    if not result.settled:
        parts.append(
            say(
                "In these orders some demands stand before all others every time, so their worth is larger "
                "than so few people can tell."
            )
        )
    return " ".join(part for part in parts if part)


def _first(result: Worths, top: pd.DataFrame, say: Speaker) -> str:
    row = top.iloc[0]
    text = say.plural(
        len(top),
        "Of 100 people like these, {share} would put {names} first; with equal worths it would be {even}.",
        "Of 100 people like these, {share} each would put {names} first; with equal worths it would be "
        "{even}.",
        share=_hundred(row["worth"], say),
        names=quoted(top, say=say, limit=3),
        even=_hundred(1 / len(result.table), say),
    )
    if not result.judged:
        few = say.plural(result.people, "One person gave an order", "{n} people gave an order")
        return text + " " + say("{people}, too few to say how sure that is.", people=few)
    if _hundred(row["low"], say) == _hundred(row["high"], say):
        few = say("All who chose gave one order, so repeats show no doubt; the real doubt is larger.")
        return f"{text} {few}"
    return (
        text
        + " "
        + say.plural(
            result.people,
            "It may be {low} to {high}, since only one person gave an order.",
            "It may be {low} to {high}, since only {n} people gave an order.",
            low=_hundred(row["low"], say),
            high=_hundred(row["high"], say),
        )
    )


def _steps(result: Worths, say: Speaker) -> str:
    """Between which neighbours the order is sure."""
    if not result.judged or len(result.table) < 2:
        return ""
    sure = result.table.index[result.table["sure"]]
    if not len(sure):
        return say("Between no two neighbours is the order sure.")
    first, second = (quoted(result.table.iloc[[i]], say=say) for i in (sure[0], sure[0] + 1))
    return say.plural(
        len(sure),
        "The order is sure in one step only: {first} stands before {second}.",
        "The order is sure in {n} steps, the first of them between {first} and {second}.",
        first=first,
        second=second,
    )


def _headline(result: Worths, say: Speaker) -> str:
    top = result.table[result.table["rank"] == 1]
    if len(top) > 1:
        return say.plural(len(top), "One demand is worth most", "{n} demands share the highest worth")
    name = short(texts(top, "text", say=say)[0], 60)
    return say(
        "{share} of 100 people like these would put “{name}” first",
        share=_hundred(top["worth"].iloc[0], say),
        name=name,
    )


def _hundred(share: float, say: Speaker) -> str:
    """A chance as people of a hundred; a small one is not called none."""
    if math.isnan(share):
        return "–"
    return say("under 1") if 0 < share < 0.005 else say.number(100 * share)
