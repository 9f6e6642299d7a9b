"""Picture, table and sentences on a SWOT of several people."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from clusterlib import chart_parts, figures
from clusterlib.figures import COLOURS, HATCHES
from clusterlib.mapping.swot_group import Group
from clusterlib.readings import Speaker
from clusterlib.twins import named, room, short, texts

#: Most bars and rows.
BARS, ROWS = 12, 10
_LOOKS = {"strength": "good", "weakness": "bad", "opportunity": "main", "threat": "warn"}


@figures.drawn
def plot_group(result: Group, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Points of the items that got any, most first, by field.

    Parameters
    ----------
    result : Group
        From `swot_group.gather`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = result.items[result.items["points"] > 0].head(BARS)
    ax = figures.axes(ax, width=9, height=1.8 + 0.42 * max(1, len(rows)))
    if rows.empty:
        return chart_parts.empty(ax, say("Nobody has given points to the SWOT yet"))
    seen: set[str] = set()
    for y, row in enumerate(rows.to_dict("records")):
        look, word = _LOOKS[row["quadrant"]], row["quadrant"]
        ax.barh(
            y, row["points"], height=0.62, color=COLOURS[look], hatch=HATCHES[look], edgecolor="white",
            label=None if word in seen else say.word(word),
        )  # fmt: skip
        seen.add(word)
        voters = say.plural(
            row["voters"], "{k}, by one person", "{k}, by {n} people", k=_points(row["points"], say)
        )
        ax.text(row["points"], y, f" {voters}", va="center", fontsize=8.5)
    names = [
        figures.wrap(f"{row_id}  {text}", room(text, 44), lines=2)
        for row_id, text in zip(rows["id"], texts(rows, "text", say=say), strict=True)
    ]
    ax.set_yticks(range(len(rows)), names, fontsize=8.5, linespacing=1.0)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 1.35 * float(rows["points"].max()))
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    ax.set_xlabel(say("points of all people"))
    chart_parts.legend_below(ax, columns=4)
    chart_parts.title(ax, _title(result, say))
    return ax


def _points(value: float, say: Speaker) -> str:
    return say.number(value, 0 if float(value).is_integer() else 1)


def table_group(result: Group, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Points with their voters, and what was merged into them; at most ten, none before anybody voted."""
    if not result.voters:
        return pd.DataFrame()  # a column of zeros tells nobody anything
    rows = result.items.head(ROWS)
    return pd.DataFrame(
        {
            say("Id"): rows["id"].tolist(),
            say("Field"): [say.word(word) for word in rows["quadrant"]],
            say("Point"): texts(rows, "text", say=say),
            say("Points given"): [_points(value, say) for value in rows["points"]],
            say("People"): [say.number(n) for n in rows["voters"]],
            say("Merged into it"): [say.number(n) if n else "–" for n in rows["merged"]],
        }
    )


def read_group(result: Group, *, say: Speaker = Speaker()) -> str:
    """What weighs most, what may be there twice, and where both sides weigh.

    Parameters
    ----------
    result : Group
        From `swot_group.gather`.
    say : Speaker
        Language of the reader.
    """
    if result.items.empty:
        return say("There is no point in the SWOT yet.")
    parts = [_weight(result, say), _action(result, say), _double(result, say)]
    return " ".join(part for part in parts if part)


def _weight(result: Group, say: Speaker) -> str:
    if not result.voters:
        return say("Nobody has given points, so the points stand as they were entered.")
    people = say.plural(
        result.voters,
        "One person gave up to {each} points.",
        "{n} people gave up to {each} points each.",
        each=_points(result.each, say),
    )
    top = result.items[result.items["rank"] == 1]
    points = _points(float(top["points"].iloc[0]), say)
    if len(top) == len(result.items):
        return people + " " + say("All points got the same.")
    if len(top) > 1:
        text = say(
            "Most points, {points} each, are shared by {names}.", points=points, names=_named(top, say)
        )
    else:
        text = say(
            "Most points went to {name}: {points}, from {people}.",
            name=_named(top, say),
            points=points,
            people=say.share(int(top["voters"].iloc[0]), result.voters),
        )
    bare = int((result.items["points"] == 0).sum())
    if not bare:
        return f"{people} {text}"
    rest = say.plural(bare, "One point got none.", "{n} points got none.")
    return f"{people} {text} {rest}"


def _action(result: Group, say: Speaker) -> str:
    """The cells of the TOWS matrix with most points on both sides."""
    if not result.voters or result.fields is None:
        return ""
    if result.fields.empty:
        return say(
            "No pair of the TOWS matrix has points on both sides, so no field of action follows from them."
        )
    top = result.fields[result.fields["rank"] == 1]
    known = _words(result, say)
    pairs = say.clauses(
        [named(pair, known, say=say) for pair in zip(top["internal_id"], top["external_id"], strict=True)][:3]
    )
    told = [text for text in texts(top, "text", say=say) if text]
    text = say.plural(
        len(top),
        "Both sides weigh most in one pair, with {points} points together: {pairs}.",
        "Both sides weigh most in {n} pairs, with {points} points together in each: {pairs}.",
        pairs=pairs,
        points=_points(float(top["points"].iloc[0]), say),
    )
    if len(top) == 1 and told:
        return text + " " + say("Field of action: {text}.", text=say.quoted(short(told[0], 120)))
    return text


def _double(result: Group, say: Speaker) -> str:
    known = _words(result, say)
    pairs = {
        kind: [named((twin.first, twin.second), known, say=say) for twin in result.twins if twin.kind == kind]
        for kind in ("words", "same text", "contradicts")
    }
    names = {
        kind: say.clauses(
            [*found[:4], *([say.plural(len(found) - 4, "one more", "{n} more")] if len(found) > 4 else [])]
        )
        for kind, found in pairs.items()
    }
    told = [
        say.plural(
            len(pairs["words"]),
            "One pair uses much the same words and may be one point: {names}.",
            "{n} pairs use much the same words and may be one point each: {names}.",
            names=names["words"],
        ),
        say.plural(
            len(pairs["same text"]),
            "One text stands in two fields: {names}.",
            "{n} texts stand in two fields: {names}.",
            names=names["same text"],
        ),
        say.plural(
            len(pairs["contradicts"]),
            "One pair in two fields contradicts itself and is probably one matter: {names}.",
            "{n} pairs in two fields contradict each other and are probably one matter each: {names}.",
            names=names["contradicts"],
        ),
    ]
    parts = [text for text, found in zip(told, pairs.values(), strict=True) if found]
    if not parts:
        return say("No two points look like the same one.")
    parts.append(say("They are only listed: whether two are one, people decide (column merged into)."))
    return " ".join(parts)


def _words(result: Group, say: Speaker) -> dict[str, str]:
    """What each point says, by its id."""
    return dict(zip(result.items["id"], texts(result.items, "text", say=say), strict=True))


def _named(rows: pd.DataFrame, say: Speaker) -> str:
    return say.names([say.quoted(short(text, 70)) for text in texts(rows, "text", say=say)], limit=3)


def _title(result: Group, say: Speaker) -> str:
    top = result.items[result.items["rank"] == 1]
    if len(top) > 1:
        return say.plural(len(top), "One point got most", "{n} points share first place")
    return say("“{name}” got the most points", name=short(texts(top, "text", say=say)[0], 60))
