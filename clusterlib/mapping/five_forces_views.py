"""Five forces as bars, as a table and in words."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterlib import figures
from clusterlib.mapping.five_forces import FORCES, FiveForces
from clusterlib.readings import Speaker
from clusterlib.twins import texts


def force_name(force: str, say: Speaker) -> str:
    """What a force is called under a figure."""
    names = {
        "rivalry": say("Rivalry among firms"),
        "suppliers": say("Power of suppliers"),
        "buyers": say("Power of buyers"),
        "entrants": say("New entrants"),
        "substitutes": say("Substitutes"),
    }
    return names[force]


def _headline(result: FiveForces, say: Speaker) -> str:
    if not result.binding:
        return say("Nothing said about the five forces yet")
    if len(result.binding) == len(FORCES):
        return say("All five forces press equally")
    names = say.names([force_name(force, say) for force in result.binding])
    return say.plural(
        len(result.binding), "Strongest force: {names}", "Strongest forces: {names}", names=names
    )


@figures.drawn
def plot_forces(result: FiveForces, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Five bars from 1 to 5, each with its trend in words; a force with too little said is hatched.

    Parameters
    ----------
    result : FiveForces
        From `press`.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    ax = figures.axes(ax, width=8.0, height=3.9)
    ax.set_title(figures.wrap(_headline(result, say), 56))
    frame = result.frame
    place = np.arange(len(frame))[::-1]
    length = frame["pressure"].fillna(1.0).to_numpy() - 1
    looks = ["quiet" if f in result.short else "bad" if f in result.binding else "main" for f in frame.index]
    bars = ax.barh(
        place, length, left=1, height=0.6, color=[figures.COLOURS[look] for look in looks], zorder=2
    )
    for bar, look in zip(bars, looks, strict=True):
        bar.set_hatch(figures.HATCHES[look])
        bar.set_edgecolor("white")
    spread = frame["spread"].to_numpy(np.float64)
    many = ~np.isnan(spread)
    ax.errorbar(
        frame["pressure"].to_numpy()[many],
        place[many],
        xerr=spread[many],
        fmt="none",
        ecolor=figures.INK,
        capsize=3,
        zorder=4,
    )
    ends = frame["pressure"].fillna(1.0).to_numpy() + np.where(many, spread, 0.0)
    for y, end, (_, row) in zip(place, ends, frame.iterrows(), strict=True):
        ax.text(end + 0.06, y, _end(row, say), va="center", fontsize=8.5)
    ax.set_yticks(place, [force_name(str(force), say) for force in frame.index])
    ax.set_xlim(1, 6.2)
    ax.set_xticks([1, 2, 3, 4, 5])
    ax.set_xlabel(say("Pressure on the firms, 1 (none) to 5 (very strong)"))
    ax.tick_params(axis="y", length=0)
    return ax


def _end(row: pd.Series, say: Speaker) -> str:
    if not row["statements"]:
        return say("nothing said")
    value = say.number(row["pressure"], 1)
    if row["statements"] == 1:
        return say("{value}, one statement only", value=value)
    if pd.isna(row["trend"]):
        return value
    if abs(row["trend"]) < 0.34:
        return say("{value}, steady", value=value)
    return say("{value}, rising", value=value) if row["trend"] > 0 else say("{value}, falling", value=value)


def read_forces(result: FiveForces, *, say: Speaker = Speaker()) -> str:
    """What presses most, how the whole looks, and what is not said.

    Examples
    --------
    >>> from clusterlib.mapping.five_forces import press
    >>> from clusterlib.tables import empty
    >>> read_forces(press(empty("forces")))
    'Nothing has been said about any of the five forces. Write at least two observations for each.'
    """
    if not result.binding:
        return say(
            "Nothing has been said about any of the five forces. Write at least two observations for each."
        )
    names = say.names([force_name(force, say) for force in result.binding])
    value = say.number(result.frame.loc[result.binding[0], "pressure"], 1)
    if len(result.binding) == len(FORCES):
        parts = [
            say("All five forces press equally, {value} of 5: the ratings name no first one.", value=value)
        ]
    else:
        parts = [
            say.plural(
                len(result.binding),
                "What presses most on the firms is {names}, {value} of 5: what the cluster does "
                "should ease it first.",
                "What presses most on the firms are {names}, each {value} of 5: what the cluster "
                "does should ease them.",
                names=names,
                value=value,
            )
        ]
    parts += [_whole(result, say), _rising(result, say), _sure(result, say)]
    return " ".join(part for part in parts if part)


def _whole(result: FiveForces, say: Speaker) -> str:
    if result.overall is None or result.attractiveness is None:
        short = say.names([force_name(force, say) for force in result.short])
        return say(
            "There is no overall figure, because fewer than two statements were made about: {names}.",
            names=short,
        )
    return say(
        "Over all five, pressure is {pressure} and attractiveness {good} (both of 5).",
        pressure=say.number(result.overall, 1),
        good=say.number(result.attractiveness, 1),
    )


def _rising(result: FiveForces, say: Speaker) -> str:
    up = [force_name(str(f), say) for f in result.frame.index[result.frame["trend"] >= 0.34]]
    if not up:
        return ""
    return say.plural(
        len(up),
        "One force is expected to press harder in three years: {names}.",
        "{n} forces are expected to press harder in three years: {names}.",
        names=say.names(up),
    )


def _sure(result: FiveForces, say: Speaker) -> str:
    most = int(result.frame["raters"].max())
    if most < 3:
        return say.plural(
            most,
            "This is the view of one person or group; ask buyers and suppliers too.",
            "This is the view of {n} people; ask buyers and suppliers too.",
        )
    return say("{n} people judged; the lines show how far they differ.", n=say.number(most))


def table_forces(result: FiveForces, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The ten statements that press most, cells as text."""
    rows = result.statements.sort_values(["pressure", "weight"], ascending=False, kind="stable").head(10)
    return pd.DataFrame(
        {
            say("Force"): [force_name(force, say) for force in rows["force"]],
            say("Observation"): texts(rows, "text", say=say),
            say("Pressure"): [say.number(value) for value in rows["pressure"]],
            say("Weight"): [
                say.number(value, 0 if float(value).is_integer() else 1) for value in rows["weight"]
            ],
            say("In three years"): [
                say.word(word) if isinstance(word, str) else "–" for word in rows["trend"]
            ],
        }
    )


def listing(result: object) -> str:
    """Pressure of each force as plain text: what a test compares; a sentence for a tool left out."""
    if not isinstance(result, FiveForces):
        return "no five forces"
    return result.frame[["pressure", "statements", "trend"]].round(3).to_string()
