"""Pictures, tables and sentences on giving and taking; names only where the manager asks for them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.figures import COLOURS, MARKERS
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.giving import Concentration, Giving
from clusterlib.twins import room, short, texts

_LOOKS = {
    "driver": "good",
    "contributor": "main",
    "low contributor": "quiet",
    "reactive": "quiet",
    "free rider": "bad",
}
#: Rows of the table, most points with a name.
ROWS, _NAMED = 10, 12


def kind_name(kind: str, *, say: Speaker) -> str:
    """Class of a member in plain words."""
    return {
        "driver": say("drives (gives much)"),
        "contributor": say("contributes"),
        "low contributor": say("gives little, takes some"),
        "reactive": say("gives little, takes little"),
        "free rider": say("takes much, gives little"),
        "new": say("new, not judged"),
    }.get(kind, "–")


@figures.drawn
def plot_giving(result: Giving, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """What each member gives against what it takes, compared with the others.

    Parameters
    ----------
    result : Giving
        Result of `giving.give_and_take`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = result.ranked
    ax = figures.axes(ax, width=9, height=5.2)
    if rows.empty:
        return chart_parts.empty(ax, say("Nobody's giving and taking can be compared yet"))
    kinds = rows["kind"].where(rows["kind"].notna(), "")
    for kind in dict.fromkeys(
        [*(k for k in _LOOKS if (kinds == k).any()), *([""] if (kinds == "").any() else [])]
    ):
        part, look = rows[kinds == kind], _LOOKS.get(kind, "main")
        ax.scatter(
            part["given"], part["taken"], s=60, color=COLOURS[look],
            marker="v" if kind == "reactive" else MARKERS[look], edgecolor=figures.INK, lw=0.5, zorder=3,
            label=kind_name(kind, say=say) if kind else say("member"),
        )  # fmt: skip
    ax.plot([0, 1], [0, 1], color="#8A939E", lw=0.8, ls="--", label=say("takes as much as it gives"))
    ax.set_xlim(-0.05, 1.05)
    ax.set_ylim(-0.05, 1.05)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: say.number(value, 1))
    ax.set_xlabel(say("gives, for its size (place among the members: 0 least, 1 most)"))
    ax.set_ylabel(say("takes, for its size (0 least, 1 most)"))
    chart_parts.legend_below(ax, columns=3)
    chart_parts.title(ax, _title(result, say))
    if result.named:
        top = rows[kinds.isin(["driver", "free rider"])] if result.classed else rows
        top = top.head(_NAMED)
        names = [figures.wrap(n, room(n, 22), lines=2) for n in texts(top, "name", say=say)]
        figures.label_points(ax, [*top["given"]], [*top["taken"]], names, size=8)
    return ax


@figures.drawn
def plot_shares(result: Giving, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Lorenz curves: how much of the hours and of the money the members who give least give together.

    Parameters
    ----------
    result : Giving
        Result of `giving.give_and_take`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    ax = figures.axes(ax, width=8, height=4.8)
    shown = [(c, look) for c, look in ((result.hours, "main"), (result.money, "warn")) if c.gini is not None]
    if not shown:
        return chart_parts.empty(ax, say("No member has given hours or money yet"))
    ax.plot([0, 1], [0, 1], color="#8A939E", lw=0.8, ls="--", label=say("all give the same"))
    for found, look in shown:
        share = np.concatenate([[0.0], np.cumsum(found.values) / found.values.sum()])
        label = say("hours") if found is result.hours else say("fees and goods")
        ax.plot(
            np.linspace(0, 1, len(share)),
            share,
            color=COLOURS[look],
            lw=2,
            marker=MARKERS[look],
            ms=4,
            label=label,
        )
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ticks = [0, 0.25, 0.5, 0.75, 1]
    ax.set_xticks(ticks, [say.percent(t) for t in ticks])
    ax.set_yticks(ticks, [say.percent(t) for t in ticks])
    ax.set_xlabel(say("members, those who give least first"))
    ax.set_ylabel(say("part of what is given"))
    chart_parts.legend_below(ax, columns=3)
    chart_parts.title(ax, _shares_title(shown[0][0], shown[0][0] is result.hours, say))
    return ax


def table_giving(result: Giving, *, say: Speaker) -> pd.DataFrame:
    """Classes with their number; members by name only where names are wanted."""
    if not result.named:
        kinds = [*_LOOKS, "new"] if result.classed else ["new"]
        rows = [(kind_name(k, say=say), int((result.members["kind"] == k).sum())) for k in kinds]
        if not result.classed:
            rows.insert(0, (say("placed, not classed"), len(result.ranked)))
        return pd.DataFrame(
            {say("A member that"): [r[0] for r in rows], say("Number"): [say.number(r[1]) for r in rows]}
        )
    ranked = result.ranked
    top = ranked.head(ROWS)
    places = {c: ranked[c].rank(method="min", ascending=False).loc[top.index] for c in ("given", "taken")}
    frame = {
        say("Member"): texts(top, "name", say=say),
        say("Place in giving"): [say.number(p) for p in places["given"]],
        say("Place in taking"): [say.number(p) for p in places["taken"]],
    }
    if result.classed:
        frame[say("Class")] = [kind_name(str(k), say=say) for k in top["kind"]]
    return pd.DataFrame(frame)


def read_giving(result: Giving, *, say: Speaker) -> str:
    """Who drives, who rides along, on how few it rests; for the manager's eyes."""
    if result.members.empty:
        return say("No contribution is recorded yet.")
    parts = [_classes(result, say), *_dependence(result, say)]
    fresh = len(result.of("new"))
    if fresh:
        parts.append(
            say.plural(
                fresh,
                "One member is too new to be judged.",
                "{n} members are too new to be judged.",
            )
        )
    parts.append(
        say(
            "This is for you, not for the wall: a place compares members with each other, not with what they"
            " promised, and a first year of taking is often how trust begins."
        )
    )
    return " ".join(parts)


def _classes(result: Giving, say: Speaker) -> str:
    n = len(result.ranked)
    if not n:
        return say("Nobody's giving and taking can be compared.")
    if not result.classed:
        return say.plural(
            n,
            "With one member there is nothing to compare.",
            "{n} members are too few for classes (at least {needed}); only places are given.",
            needed=say.number(result.needed),
        )
    drivers, riders = result.of("driver"), result.of("free rider")
    parts = []
    if drivers.empty:
        parts.append(say("In {year}, no member gives much on all counts.", year=result.year))
    else:
        parts.append(
            say(
                "Members who give much for their size in {year}: {share}.",
                year=result.year,
                share=say.share(len(drivers), n),
            )
        )
        if result.named:
            parts.append(
                say("They are {names}; thank them before you ask again.", names=_names(drivers, say))
            )
    if riders.empty:
        parts.append(say("Nobody takes much and gives little."))
    elif result.named:
        parts.append(
            say(
                "Takes much and gives little: {names}. Ask for one talk or one hour first.",
                names=_names(riders, say),
            )
        )
    else:
        parts.append(
            say.plural(
                len(riders),
                "One member takes much and gives little; ask it for one talk or one hour first.",
                "{n} members take much and give little; ask them for one talk or one hour first.",
            )
        )
    return " ".join(parts)


def _dependence(result: Giving, say: Speaker) -> list[str]:
    """On how few hours and money rest, with the even part beside it."""
    parts = []
    for found, hours in ((result.hours, True), (result.money, False)):
        n = len(found.values)
        if found.top is None or n <= 3:
            continue
        gap = {"top": say.percent(found.top), "even": say.percent(3 / n)}
        if found.top > result.dependent_from and n > 6:
            text = (
                say(
                    "Three members give {top} of the hours ({even} if all gave the same): the work hangs on"
                    " them.",
                    **gap,
                )
                if hours
                else say(
                    "Three members pay {top} of fees and goods ({even} if all paid the same): the budget"
                    " hangs on them.",
                    **gap,
                )
            )
        else:
            text = (
                say("Three members give {top} of the hours ({even} if all gave the same).", **gap)
                if hours
                else say("Three members pay {top} of fees and goods ({even} if all paid the same).", **gap)
            )
        parts.append(text)
    return parts


def _title(result: Giving, say: Speaker) -> str:
    if not result.classed:
        return say("Too few members for classes: places only")
    n = len(result.of("free rider"))
    if not n:
        return say("Nobody takes much and gives little")
    return say.plural(n, "One member takes much and gives little", "{n} members take much and give little")


def _shares_title(found: Concentration, hours: bool, say: Speaker) -> str:
    if len(found.values) <= 3:
        return say("Too few members to speak of an uneven load")
    top = say.percent(found.top)
    if hours:
        return say("Three members give {top} of the hours", top=top)
    return say("Three members pay {top} of fees and goods", top=top)


def _names(rows: pd.DataFrame, say: Speaker) -> str:
    return say.names([short(n) for n in texts(rows, "name", say=say)], limit=5)
