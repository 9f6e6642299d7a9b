"""Picture, table and sentences of the influence of trends on each other."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from clusterlib import boxes, chart_parts, figures
from clusterlib.readings import Speaker
from clusterlib.roadmapping.cross_impact import ROLES, CrossImpact
from clusterlib.twins import texts

_LOOKS = {"mover": ("good", "s"), "knot": ("bad", "o"), "moved": ("main", "^"), "apart": ("quiet", "D")}
#: With more trends than this, the plane has short names.
_NAMED = 12


def role_name(role: str, *, say: Speaker = Speaker()) -> str:
    """What a role is called, in words for a manager."""
    return {
        "mover": say("moves others"),
        "knot": say("moves others and is moved"),
        "moved": say("is moved"),
        "apart": say("stands apart"),
    }[role]


def _silent(result: CrossImpact) -> bool:
    return result.frame.empty or result.settled == "none"


@figures.drawn
def plot_cross(result: CrossImpact, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Plane of influence and dependence; the lines mark an average trend, the mark tells the role.

    Parameters
    ----------
    result : CrossImpact
        From `cross_impact.cross`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Axes to draw on.

    Returns
    -------
    Axes
    """
    if _silent(result):
        return chart_parts.empty(figures.axes(ax, width=8, height=1), cross_title(result, say=say))
    rows = result.frame
    ax = figures.axes(ax, width=9, height=6.2)
    high = 1.18 * max(float(rows["influence"].max()), float(rows["dependence"].max()), 1 / len(rows))
    for line in (ax.axvline, ax.axhline):
        line(1 / len(rows), color="#8A939E", lw=0.8, ls="--", zorder=0.5)
    for role in ROLES:
        mine = rows[rows["role"] == role]
        look, mark = _LOOKS[role]
        if len(mine):
            ax.plot(
                mine["dependence"], mine["influence"], mark, color=figures.COLOURS[look], ms=9,
                mec=figures.INK, mew=0.6, label=role_name(role, say=say), zorder=3,
            )  # fmt: skip
    ax.set_xlim(-0.05 * high, high)
    ax.set_ylim(-0.05 * high, high)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: say.percent(round(value, 6)))
    ax.set_xlabel(say("how much it is moved (share of all influence)"))
    ax.set_ylabel(say("how much it moves others (share of all influence)"))
    chart_parts.legend_below(ax, columns=4)
    chart_parts.title(ax, cross_title(result, say=say))
    shown = rows["id"] if len(rows) > _NAMED else texts(rows, "name", say=say)
    names = [boxes.fit(name, 1.9, size=9, lines=2) for name in shown]
    for label in figures.label_points(ax, rows["dependence"].tolist(), rows["influence"].tolist(), names):
        label.set_bbox({"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.6})
    return ax


def _first(result: CrossImpact) -> pd.DataFrame:
    """The trends that move most; several when they share the first rank."""
    return result.frame[result.frame["rank"] == 1]


def cross_title(result: CrossImpact, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    if result.frame.empty:
        return say("No pair of trends is judged yet")
    if result.settled == "none":
        return say("No trend moves another, as far as pairs were judged")
    first = _first(result)
    if len(first) == len(result.frame):
        return say("All trends move the others to the same degree")
    return say.plural(
        len(first),
        "{names} moves the others most",
        "{names} move the others most",
        names=say.names(map(say.quoted, texts(first, "name", say=say)), limit=2),
    )


def table_cross(result: CrossImpact, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """At most ten trends, those that move most first, with their place before and after detours."""
    if _silent(result):
        return pd.DataFrame()
    rows = result.frame.head(10)
    return pd.DataFrame(
        {
            say("Trend"): texts(rows, "name", say=say),
            say("Role"): [role_name(role, say=say) for role in rows["role"]],
            say("Moves others"): [say.percent(value) for value in rows["influence"]],
            say("Is moved"): [say.percent(value) for value in rows["dependence"]],
            say("Place, direct"): [say.number(value) for value in rows["rank_direct"]],
            say("Place, with detours"): [say.number(value) for value in rows["rank"]],
        }
    )


def read_cross(result: CrossImpact, *, say: Speaker = Speaker()) -> str:
    """Which trend to watch first, which one turns back, what detours change, and how far it carries.

    Parameters
    ----------
    result : CrossImpact
        From `cross_impact.cross`.
    say : Speaker
        Language of the reader.
    """
    if result.frame.empty:
        return say(
            "No pair of trends is judged yet. Take the four strongest and ask for each pair: if the first "
            "comes, does the second come sooner?"
        )
    if result.settled == "none":
        return say("No trend moves another in the pairs that were judged, so each can be watched by itself.")
    parts = [_moves(result, say), _knots(result, say), _detours(result, say), _open(result, say)]
    parts.append(say("The numbers sum up what people think of pairs; they order a talk and prove nothing."))
    return " ".join(part for part in parts if part)


def _moves(result: CrossImpact, say: Speaker) -> str:
    movers = result.frame[result.frame["role"] == "mover"]
    if movers.empty:
        return say(
            "No trend moves others without being moved itself, so none can be watched as a first sign."
        )
    return say.plural(
        len(movers),
        "{names} moves others and is little moved: watch it first, what comes of it shows in the rest.",
        "{names} move others and are little moved: watch them first, what comes of them shows in the rest.",
        names=say.names(map(say.quoted, texts(movers, "name", say=say)), limit=3),
    )


def _knots(result: CrossImpact, say: Speaker) -> str:
    knots = result.frame[result.frame["role"] == "knot"]
    if knots.empty:
        return ""
    return say.plural(
        len(knots),
        "{names} moves much and is moved: a small change there may grow or turn back.",
        "{names} move much and are moved: a small change there may grow or turn back.",
        names=say.names(map(say.quoted, texts(knots, "name", say=say)), limit=3),
    )


def _detours(result: CrossImpact, say: Speaker) -> str:
    gain = result.frame["rank_direct"] - result.frame["rank"]
    if gain.max() < 1:
        return say("Detours do not lift any trend.")
    up = result.frame[gain == gain.max()]
    return say.plural(
        len(up),
        "With detours {names} rises most, by {places}: more hangs on it than the pairs show.",
        "With detours {names} rise most, by {places}: more hangs on them than the pairs show.",
        names=say.names(map(say.quoted, texts(up, "name", say=say)), limit=2),
        places=say.plural(int(gain.max()), "one place", "{n} places"),
    )


def _open(result: CrossImpact, say: Speaker) -> str:
    parts = []
    if result.settled == "open":
        parts.append(
            say("The order still changes after {n} steps, so it is not settled.", n=say.number(result.steps))
        )
    if result.rated < result.pairs:
        parts.append(
            say(
                "Pairs judged: {share}; the others count as no influence.",
                share=say.share(result.rated, result.pairs),
            )
        )
    return " ".join(parts)
