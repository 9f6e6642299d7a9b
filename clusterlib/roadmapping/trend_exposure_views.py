"""Picture, table and sentences of the members that trends touch, and of what follows."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from clusterlib import boxes, chart_parts, figures
from clusterlib.readings import Speaker
from clusterlib.roadmapping.trend_exposure import Exposure
from clusterlib.tables import is_blank
from clusterlib.twins import named, short, spoken, texts

#: At most so many bars, and the room for a title in inches.
_MOST = 12
_LOOKS = {"act": "bad", "prepare": "warn", "keep in mind": "main", "watch": "quiet"}


def _shown(result: Exposure, say: Speaker) -> pd.DataFrame:
    return result.trends.assign(shown=texts(result.trends, "name", say=say))


def _follows(quadrant: str, say: Speaker) -> str:
    words = {
        "act": say("act"),
        "prepare": say("prepare for either way"),
        "keep in mind": say("keep in mind"),
        "watch": say("watch"),
    }
    return words[quadrant]


@figures.drawn
def plot_exposure(result: Exposure, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """One bar per trend: how many members stand at the links it touches; its look says what follows.

    Parameters
    ----------
    result : Exposure
        From `trend_exposure.exposure`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Axes to draw on.

    Returns
    -------
    Axes
    """
    rows = _shown(result, say).dropna(subset=["exposure"]).head(_MOST).to_dict("records")
    if not rows:
        return chart_parts.empty(figures.axes(ax, width=8, height=1), exposure_title(result, say=say))
    ax = figures.axes(ax, width=8.5, height=1.9 + 0.42 * len(rows))
    labelled: set[str] = set()
    for i, row in enumerate(rows):
        look = _LOOKS[row["quadrant"]]
        ax.barh(
            i,
            row["touched"],
            height=0.6,
            color=figures.COLOURS[look],
            hatch=figures.HATCHES[look],
            edgecolor="white",
            label=None if row["quadrant"] in labelled else _follows(row["quadrant"], say),
        )
        labelled.add(row["quadrant"])
        ax.annotate(
            _load(row["exposure"], say),
            (row["touched"], i),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    ax.set_yticks(range(len(rows)), [boxes.fit(row["shown"], 2.6, size=10, lines=2) for row in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, max(1, *(int(row["touched"]) for row in rows)) * 1.14)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    label = say("members at a link it touches, of {n} (at the bar: exposure)", n=say.number(result.placed))
    ax.set_xlabel(boxes.fit(label, 5.2, size=10))
    chart_parts.title(ax, exposure_title(result, say=say))
    chart_parts.legend_below(ax, columns=4)
    return ax


def _load(value: float, say: Speaker) -> str:
    """An exposure with a decimal only where it has one."""
    return say.number(value, 0 if is_blank(value) or abs(value - round(value)) < 0.05 else 1)


def exposure_title(result: Exposure, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    frame = _shown(result, say).dropna(subset=["exposure"])
    if not result.placed:
        return say("No member stands at a link of the chain, so nobody knows whom a trend touches")
    if frame.empty:
        return say("No rated trend names a link of the chain")
    if not frame["exposure"].max():
        return say("No trend touches a link at which a member works")
    top = frame.iloc[0]
    return say(
        "“{name}” weighs most on members: {share} stand where it arrives",
        name=short(top["shown"], 44),
        share=say.share(int(top["touched"]), result.placed),
    )


def table_exposure(result: Exposure, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """At most ten trends: first those to act on, then those to prepare for, each by exposure."""
    order = {"act": 0, "prepare": 1, "keep in mind": 2, "watch": 3}
    frame = _shown(result, say).assign(place=result.trends["quadrant"].map(order))
    rows = frame.sort_values("place", kind="stable").head(10).to_dict("records")
    return pd.DataFrame(
        {
            say("Trend"): [row["shown"] for row in rows],
            say("What follows"): [_follows(row["quadrant"], say) for row in rows],
            say("Links of the chain"): [_links(row["links"], result, say) or "–" for row in rows],
            say("Members touched"): [
                "–" if is_blank(row["touched"]) else say.share(int(row["touched"]), result.placed)
                for row in rows
            ],
            say("Exposure"): [_load(row["exposure"], say) for row in rows],
            say("Who watches it"): ["–" if is_blank(row["owner"]) else row["owner"] for row in rows],
            say("Answered by"): [row["answered"] or "–" for row in rows],
        }
    )


def _links(cell: str, result: Exposure, say: Speaker) -> str:
    """Links of the chain by their names with their ids."""
    ids = [part for part in cell.split(", ") if part]
    return named(ids, spoken(result.titles, say=say), say=say, limit=4, width=36)


def read_exposure(result: Exposure, *, say: Speaker = Speaker()) -> str:
    """Whom trends touch, what to do now, what to think through for either way, what this leaves out."""
    frame = _shown(result, say)
    if frame.empty:
        return say("No trend has both an impact and a certainty, so none can be followed to members.")
    parts = [_touch_said(frame, result, say), _act_said(frame, say), _scenarios_said(frame, result, say)]
    return "\n\n".join(part for part in parts if part)


def _touch_said(frame: pd.DataFrame, result: Exposure, say: Speaker) -> str:
    if not result.placed:
        return say(
            "No member stands at a link of the chain (tables actors and actor_nodes), so nobody can tell "
            "whom a trend touches."
        )
    parts = []
    known = frame.dropna(subset=["exposure"])
    if len(known) and known["exposure"].max() > 0:
        top = known.iloc[0]
        parts.append(
            say(
                "“{name}” weighs most: it arrives at {links}, where {share} members work.",
                name=top["shown"],
                links=_links(top["links"], result, say),
                share=say.share(int(top["touched"]), result.placed),
            )
        )
        most = result.members["exposure"].max()
        who = result.members[result.members["exposure"] > most - 1e-9]["name"]
        parts.append(say("The load is greatest on {names}.", names=say.names(who, limit=3)))
    nobody = known[known["touched"] == 0]
    if len(nobody):
        names = say.names(map(say.quoted, nobody["shown"]), limit=3)
        parts.append(
            say.plural(
                len(nobody),
                "No member works where {names} arrives: watch it, or find whom it does touch.",
                "No member works where {names} arrive: watch them, or find whom they do touch.",
                names=names,
            )
        )
    silent = frame[frame["exposure"].isna()]
    if len(silent):
        names = say.names(map(say.quoted, silent["shown"]), limit=3)
        parts.append(say("No link of the chain is named for {names}.", names=names))
    if result.unplaced:
        parts.append(
            say.plural(
                result.unplaced,
                "One member stands at no link and is not counted.",
                "{n} members stand at no link and are not counted.",
            )
        )
    return " ".join(parts)


def _act_said(frame: pd.DataFrame, say: Speaker) -> str:
    act = frame[frame["quadrant"] == "act"]
    if act.empty:
        return say("Nothing stands on the list to act on now.")
    text = say("To act on now: {names}.", names=say.names(map(say.quoted, act["shown"])))
    bare = act[act["owner"].isna()]
    if len(bare):
        text += " " + say("Nobody watches {names}.", names=say.names(map(say.quoted, bare["shown"]), limit=3))
    return text


def _scenarios_said(frame: pd.DataFrame, result: Exposure, say: Speaker) -> str:
    name_of = dict(zip(frame["id"], frame["shown"], strict=True))
    names = [say.quoted(name_of[key]) for key in result.drivers]
    if not names:
        return say("No strong trend is open, so no scenario is needed for now.")
    if len(names) == 1:
        return say(
            "Only {name} is strong and open: write two short stories of your cluster, one in which it comes "
            "and one in which it does not.",
            name=names[0],
        )
    return say(
        "Scenarios turn on {one} and {other}, which are strong and may or may not come. Write four short "
        "stories: both come, only the first, only the second, neither. What is right in all four can start "
        "now; for the rest name the sign you wait for.",
        one=names[0],
        other=names[1],
    )
