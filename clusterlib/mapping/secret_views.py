"""One table counted in three ways, as bars, as a short table and in sentences."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from clusterlib import chart_parts, figures
from clusterlib.mapping.secret_counting import SecretCount
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

#: Look of each kind of cell on the list.
LOOKS = {"right": "main", "open": "warn", "false": "bad", "missed": "quiet"}


def _ways(say: Speaker) -> dict[str, str]:
    return {
        "zero": say("secret cells as zero"),
        "middle": say("at the middle of their range"),
        "bounds": say("with honest bounds"),
    }


def headline(result: SecretCount, *, say: Speaker) -> str:
    """The finding in one line."""
    if not result.cells:
        return say("There is nothing to compare between regions")
    if not result.hidden:
        return say("No cell of this year is secret, so nothing is lost")
    zero = result.frame.iloc[0]
    wrong = int(zero["missed"] + zero["false"])
    if not wrong:
        return say("Here the zeros do no harm to the list; elsewhere they may")
    return say.plural(
        wrong,
        "Counting secrets as zero puts one cell on the wrong side",
        "Counting secrets as zero puts {n} cells on the wrong side",
    )


@figures.drawn
def plot_secrets(result: SecretCount, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Bars of what each way of counting puts on the list; what it misses stands at the left.

    Parameters
    ----------
    result : SecretCount
        From `count_secrets`.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    if not result.hidden:
        return chart_parts.empty(figures.axes(ax, width=8.0, height=1.0), headline(result, say=say))
    ax = figures.axes(ax, width=8.8, height=3.0)
    place = np.arange(3)[::-1]
    labels = {
        "right": say("stands out for certain"),
        "open": say("cannot be known"),
        "false": say("on the list, though it does not stand out"),
        "missed": say("stands out for certain, but not on the list"),
    }
    right = np.zeros(3)
    for name, look in LOOKS.items():
        width = result.frame[name].to_numpy(float)
        left = -width if name == "missed" else right
        bars = ax.barh(
            place, width, left=left, height=0.6, color=figures.COLOURS[look], label=labels[name], zorder=2
        )
        for bar, number, start, y in zip(bars, width, left, place, strict=True):
            bar.set_hatch(figures.HATCHES[look])
            bar.set_edgecolor("white")
            if number:
                ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
                ax.text(
                    start + number / 2,
                    y,
                    say.number(number),
                    ha="center",
                    va="center",
                    fontsize=8.5,
                    bbox=ground,
                    zorder=4,
                )
        if name != "missed":
            right = right + width
    ax.axvline(0, color="#8A939E", linewidth=1.0, zorder=3)
    ways = _ways(say)
    ax.set_yticks(place, [figures.wrap(ways[way], 20) for way in result.frame["way"]])
    ax.set_xlabel(
        say(
            "Cells (region × industry, {year}) at {line} times the average or more",
            year=str(result.year),
            line=say.number(result.threshold, 2),
        )
    )
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.xaxis.set_major_formatter(lambda value, _: say.number(abs(value)))
    ax.tick_params(axis="y", length=0)
    chart_parts.title(ax, headline(result, say=say))
    shown = [labels[name] for name in LOOKS if result.frame[name].sum()]
    chart_parts.legend_below(ax, columns=2, order=shown)
    return ax


def read_secrets(result: SecretCount, *, say: Speaker = Speaker()) -> str:
    """How many cells are missed or false in each way, and one cell by name.

    Examples
    --------
    >>> from clusterlib.mapping.secret_counting import count_secrets
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.tables import typed
    >>> read_secrets(count_secrets(specialise(typed("employment", []))))
    'There is nothing to compare: the table knows one region, or no totals.'
    """
    if not result.cells:
        return say("There is nothing to compare: the table knows one region, or no totals.")
    if not result.hidden:
        return say(
            "In {year} every cell is a number or a true zero, so all three ways give one list. In real "
            "county tables about one cell in six is secret.",
            year=str(result.year),
        )
    parts = [
        _hidden(result, say),
        *(_way(row, say) for row in result.frame.to_dict("records")),
        _named(result, say),
    ]
    return " ".join(part for part in parts if part)


def _hidden(result: SecretCount, say: Speaker) -> str:
    return say(
        "Cells of {year} that are not published: {share}.",
        share=say.share(result.hidden, result.cells),
        year=str(result.year),
    )


def _way(row: dict[Hashable, Any], say: Speaker) -> str:
    n = int(row["right"] + row["open"] + row["false"])
    gaps = {name: say.number(row[name]) for name in ("right", "open", "false", "missed")}
    if row["way"] == "zero":
        return say.plural(
            n,
            "Who takes them as zero lists one cell that stands out: {missed} missed, {false} false.",
            "Who takes them as zero lists {n} cells that stand out: {missed} missed, {false} false.",
            **gaps,
        )
    if row["way"] == "middle":
        return say.plural(
            n,
            "Who takes the middle of what they can be lists one cell: {missed} missed, {false} false, and "
            "{open} that nobody can know.",
            "Who takes the middle of what they can be lists {n} cells: {missed} missed, {false} false, and "
            "{open} that nobody can know.",
            **gaps,
        )
    return say("With bounds, {right} are certain and {open} stay open, and none is wrong.", **gaps)


def _named(result: SecretCount, say: Speaker) -> str:
    if result.example.empty:
        return ""
    row = result.example.iloc[0]
    low, high = say.number(row["lq_low"], 1), say.number(row["lq_high"], 1)
    names = {
        "industry": short(texts(result.example, "industry", say=say)[0]),
        "region": texts(result.example, "region", say=say)[0],
    }
    if low == high:
        return say(
            "{industry} in {region}: as zero it is nothing, in truth {low} times the average.",
            low=low,
            **names,
        )
    return say(
        "{industry} in {region}: as zero it is nothing, in truth between {low} and {high} times the average.",
        low=low,
        high=high,
        **names,
    )


def table_secrets(result: SecretCount, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Three ways of counting, cells as text."""
    ways = _ways(say)
    rows = result.frame
    return pd.DataFrame(
        {
            say("Secret cells"): [ways[way] for way in rows["way"]],
            say("On the list"): [say.number(n) for n in rows[["right", "open", "false"]].sum(axis=1)],
            say("Certain"): [say.number(n) for n in rows["right"]],
            say("Cannot be known"): [say.number(n) for n in rows["open"]],
            say("False"): [say.number(n) for n in rows["false"]],
            say("Missed"): [say.number(n) for n in rows["missed"]],
        }
    )
