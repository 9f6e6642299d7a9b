"""Pictures, tables and sentences on who moves whom, and who stands with whom over what."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.figures import COLOURS, HATCHES, MARKERS
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.interplay import Interplay
from clusterlib.twins import room, short, texts

_LOOKS = {"dominant": "good", "relay": "warn", "dominated": "main", "autonomous": "quiet"}
#: Rows of a table for people, most bars, letters of a name in a sentence, most points with a name.
ROWS, _BARS, _NAME, _NAMED = 10, 20, 60, 12


def role_name(role: str, *, say: Speaker) -> str:
    """What a place in the plane means, in plain words."""
    return {
        "dominant": say("moves others, is little moved"),
        "relay": say("moves others and is moved"),
        "dominated": say("is moved, moves little"),
        "autonomous": say("moves little, is little moved"),
    }[role]


@figures.drawn
def plot_plane(result: Interplay, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Influence given against influence received, parted at the means.

    Parameters
    ----------
    result : Interplay
        Result of `interplay.play`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = result.people
    ax = figures.axes(ax, width=9, height=5.2)
    if rows.empty or not rows["influence"].any():
        return chart_parts.empty(ax, say("No influence between stakeholders is recorded yet"))
    for role, look in _LOOKS.items():
        part = rows[rows["role"] == role]
        if len(part):
            ax.scatter(
                part["dependence"], part["influence"], s=60, color=COLOURS[look], marker=MARKERS[look],
                edgecolor=figures.INK, lw=0.5, zorder=3, label=role_name(role, say=say),
            )  # fmt: skip
    ax.axhline(rows["influence"].mean(), color="#8A939E", lw=0.8, ls="--")
    ax.axvline(rows["dependence"].mean(), color="#8A939E", lw=0.8, ls="--")
    ax.margins(0.16, 0.14)
    ax.set_xlabel(say("influence received (points; dashed: mean)"))
    ax.set_ylabel(say("influence given (points; dashed: mean)"))
    chart_parts.legend_below(ax, columns=2)
    chart_parts.title(ax, _plane_title(result, say))
    strong = rows.sort_values(["strength", "influence"], ascending=False, kind="stable").head(_NAMED)
    names = [figures.wrap(n, room(n, 24), lines=2) for n in _names(strong, say)]
    figures.label_points(ax, [*strong["dependence"]], [*strong["influence"]], names, size=8.5)
    return ax


@figures.drawn
def plot_fronts(result: Interplay, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Strength for and against each objective, and what remains.

    Parameters
    ----------
    result : Interplay
        Result of `interplay.play`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = result.objectives.sort_values("mobilised", ascending=False, kind="stable").head(_BARS)
    ax = figures.axes(ax, width=9, height=1.9 + 0.45 * len(rows))
    if rows.empty:
        return chart_parts.empty(ax, say("No position on an objective is recorded yet"))
    if rows["net"].isna().any():
        return chart_parts.empty(ax, say("Without comparable influence the sides cannot be weighed"))
    at = range(len(rows))
    ax.barh(at, rows["pro"], height=0.55, color=COLOURS["good"], hatch=HATCHES["good"], label=say("for"))
    ax.barh(
        at, rows["contra"], height=0.55, color=COLOURS["bad"], hatch=HATCHES["bad"], edgecolor="white",
        label=say("against"),
    )  # fmt: skip
    ax.plot(rows["net"], at, "D", color="white", mec=figures.INK, ms=7, ls="none", label=say("what remains"))
    ax.axvline(0, color=figures.INK, lw=0.8)
    ax.set_yticks(
        list(at),
        [figures.wrap(t, room(t, 34), lines=2) for t in texts(rows, "objective", say=say)],
        fontsize=9,
    )
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.set_xlabel(say("stance × strength (points; 1 is an average stakeholder with stance 1)"))
    chart_parts.legend_below(ax, columns=3)
    chart_parts.title(ax, _fronts_title(result, say))
    return ax


def table_plane(result: Interplay, *, say: Speaker) -> pd.DataFrame:
    """The ten strongest: influence given and received, strength, and what that means."""
    rows = result.people.sort_values(["strength", "influence"], ascending=False, kind="stable").head(ROWS)
    return pd.DataFrame(
        {
            say("Stakeholder"): _names(rows, say),
            say("Influence given"): [say.number(v) for v in rows["influence"]],
            say("Influence received"): [say.number(v) for v in rows["dependence"]],
            say("Strength (average 1)"): [say.number(v, 1) for v in rows["strength"]],
            say("Place in the play"): [role_name(r, say=say) for r in rows["role"]],
        }
    )


def table_fronts(result: Interplay, *, say: Speaker) -> pd.DataFrame:
    """The ten objectives that mobilise most: who is for and against, and what remains."""
    rows = result.objectives.sort_values("mobilised", ascending=False, kind="stable").head(ROWS)
    return pd.DataFrame(
        {
            say("Objective"): texts(rows, "objective", say=say),
            say("For"): [_side(result, i, 1, say) for i in rows.index],
            say("Against"): [_side(result, i, -1, say) for i in rows.index],
            say("What remains (points)"): [say.number(v, 1) for v in rows["net"]],
        }
    )


def read_plane(result: Interplay, *, say: Speaker) -> str:
    """Who moves others, who is moved, and how far the numbers carry."""
    rows = result.people
    if not rows["influence"].any():
        return say("No influence is recorded, so nobody's strength can be compared.")
    parts = []
    movers, relays = rows[rows["role"] == "dominant"], rows[rows["role"] == "relay"]
    if len(movers):
        parts.append(
            say(
                "Move others and are little moved themselves: {names}. Win them first; pressure from others"
                " hardly reaches them.",
                names=_of(movers, say),
            )
        )
    if len(relays):
        parts.append(
            say(
                "Move others and can be moved: {names}. Whoever wins them wins some behind them, and may lose"
                " them again the same way.",
                names=_of(relays, say),
            )
        )
    if result.weights.strength is None:
        parts.append(say("What is given comes back in full, so no strength can be compared."))
    alone = rows[rows["isolated"]]
    if len(alone):
        parts.append(
            say(
                "No influence to or from {names} is recorded; they count with strength 0.",
                names=_of(alone, say),
            )
        )
    if result.unrated:
        parts.append(
            say.plural(
                result.unrated,
                "One stakeholder of the list stands in neither table and is left out.",
                "{n} stakeholders of the list stand in neither table and are left out.",
            )
        )
    if result.blank:
        parts.append(
            say.plural(
                result.blank,
                "One influence has no strength and counts as none.",
                "{n} influences have no strength and count as none.",
            )
        )
    parts.append(
        say("Each number is an opinion on who can make whom act; one different cell can move a place.")
    )
    return " ".join(parts)


def read_fronts(result: Interplay, *, say: Speaker) -> str:
    """Which objective divides, who stands with whom, and what that does not show."""
    things = result.objectives
    if things.empty:
        return say(
            "No position is recorded; one row per stakeholder and objective would show who stands where."
        )
    parts = [*_divided(result, say), *_pairs(result, say)]
    torn = result.people[result.people["ambivalence"] > 0.5]
    if len(torn):
        parts.append(
            say(
                "Agree on one objective and differ on the next with the same partners: {names}.",
                names=_of(torn, say),
            )
        )
    parts.append(say("A stance is what somebody is thought to want; ask before you build on it."))
    return " ".join(parts)


def _divided(result: Interplay, say: Speaker) -> list[str]:
    things = result.objectives
    split = things[(things["supporters"] > 0) & (things["opponents"] > 0)]
    if split.empty:
        return [say("No objective has both supporters and opponents.")]
    if things["net"].isna().any():
        names = say.names([say.quoted(short(t)) for t in texts(split, "objective", say=say)], limit=3)
        return [say("Supporters and opponents stand against each other over {names}.", names=names)]
    first = split.sort_values("contra", kind="stable").head(1)
    worst = first.iloc[0]
    against = result.people[result.positions[:, int(str(worst.name))] < 0]
    gap = (
        say("those in favour are the stronger side")
        if worst["net"] > 0
        else say("those against are the stronger side")
        if worst["net"] < 0
        else say("both sides are equally strong")
    )
    return [
        say(
            "The strongest resistance is against {thing}, from {names}; {gap}.",
            thing=say.quoted(short(texts(first, "objective", say=say)[0])), names=_of(against, say), gap=gap,
        )
    ]  # fmt: skip


def _pairs(result: Interplay, say: Speaker) -> list[str]:
    pairs, names = result.pairs(), [short(n, _NAME) for n in _names(result.people, say)]
    parts = []
    together = pairs[pairs["net"] == pairs["net"].max()]
    if len(together) and together["net"].iloc[0] > 0:
        first = together.iloc[0]
        text = say(
            "{a} and {b} stand closest together.", a=names[int(first["first"])], b=names[int(first["second"])]
        )
        if len(together) > 1:
            text = say.plural(
                len(together) - 1,
                "{a} and {b} stand closest together, and so does one more pair.",
                "{a} and {b} stand closest together, and so do {n} more pairs.",
                a=names[int(first["first"])], b=names[int(first["second"])],
            )  # fmt: skip
        parts.append(text)
    apart = pairs[(pairs["net"] == pairs["net"].min()) & (pairs["net"] < 0)]
    if len(apart):
        first = apart.iloc[0]
        parts.append(
            say("{a} and {b} stand furthest apart; do not seat them on one task before a talk.",
                a=names[int(first["first"])], b=names[int(first["second"])])
        )  # fmt: skip
    return parts


def _plane_title(result: Interplay, say: Speaker) -> str:
    rows = result.people
    if result.weights.strength is None:
        return say("Influence goes back and forth: nobody's strength stands out")
    top = rows[rows["strength"] >= rows["strength"].max() - 1e-9]
    if len(top) > 1:
        return say("{n} stakeholders share the greatest strength", n=say.number(len(top)))
    return say("{name} has the greatest strength", name=short(_names(top, say)[0]))


def _fronts_title(result: Interplay, say: Speaker) -> str:
    things = result.objectives
    lost = things[things["net"] < 0]
    if len(lost):
        return say.plural(
            len(lost),
            "One objective of {k} has the stronger side against it",
            "{n} objectives of {k} have the stronger side against them",
            k=say.number(len(things)),
        )
    return say("No objective has the stronger side against it")


def _side(result: Interplay, thing: int, sign: int, say: Speaker) -> str:
    there = result.positions[:, thing] * sign > 0
    return say.names([short(n, 40) for n in _names(result.people[there], say)], limit=4) or "–"


def _of(rows: pd.DataFrame, say: Speaker) -> str:
    return say.names([short(n, _NAME) for n in _names(rows, say)], limit=4)


def _names(rows: pd.DataFrame, say: Speaker) -> list[str]:
    return texts(rows, "name", say=say)
