"""Picture, table and sentences on what the actors care for; drivers are named for the manager alone."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import boxes, chart_parts, figures
from clusterlib.figures import COLOURS
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.interests import InterestMap
from clusterlib.twins import room, short, texts

#: Most rows of the table, most actors and subjects of the picture, letters of a name.
ROWS, _ACTORS, _TOPICS, _NAME = 10, 24, 8, 34


@figures.drawn
def plot_interests(result: InterestMap, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Points of each actor for each subject, like actors beside each other, the mean at the end.

    Parameters
    ----------
    result : InterestMap
        Result of `interests.map_interests`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    people, topics = result.people.head(_ACTORS), result.topics.head(_TOPICS)
    wide, high = len(topics), len(people)
    ax = figures.axes(ax, width=3.6 + 0.95 * max(4, wide), height=1.9 + 0.34 * max(1, high))
    if not high:
        return chart_parts.empty(ax, say("No actor has said yet what it cares for"))
    for y in range(high):
        _cells(ax, y, result.weights[y, :wide], say)
    _cells(ax, high + 0.3, topics["mean"].to_numpy(dtype=float), say, bold=True)
    ax.set_xlim(-0.5, max(3.5, wide - 0.5))
    ax.set_ylim(high + 0.9, -0.6)
    names = [short(n, room(n, _NAME)) for n in texts(people, "name", say=say)]
    if result.named:
        names = [
            say("{name} (drives)", name=n) if d is True else n
            for n, d in zip(names, people["driver"], strict=True)
        ]
    ax.set_yticks([*range(high), high + 0.3], [*names, say("mean")], fontsize=8.5)
    heads = [boxes.fit(topic, 0.85, size=9, lines=2) for topic in texts(topics, "topic", say=say)]
    ax.set_xticks(range(wide), heads, fontsize=9)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xlabel(_label(result, say), fontsize=9)
    ax.xaxis.set_label_position("bottom")
    chart_parts.title(ax, _title(result, say))
    return ax


def _cells(ax: Axes, y: float, row: object, say: Speaker, *, bold: bool = False) -> None:
    """One row of squares, the darker the more points, each with its number."""
    for x, value in enumerate(pd.Series(row)):
        if value <= 0:
            ax.text(x, y, "·", ha="center", va="center", color="#8A939E")
            continue
        shade = 0.12 + 0.88 * min(1.0, value / 70)
        ax.add_patch(Rectangle((x - 0.46, y - 0.43), 0.92, 0.86, color=COLOURS["main"], alpha=shade, lw=0))
        ink = "white" if shade > 0.55 else figures.INK
        weight = "bold" if bold else "normal"
        ax.text(x, y, say.number(value), ha="center", va="center", color=ink, fontsize=9, fontweight=weight)


def _label(result: InterestMap, say: Speaker) -> str:
    left = max(0, len(result.people) - _ACTORS)
    if left:
        return say.plural(
            left,
            "points of 100 (one more actor is not drawn)",
            "points of 100 ({n} more actors are not drawn)",
        )
    return say("points of 100; a dot: not named")


def table_interests(result: InterestMap, *, say: Speaker) -> pd.DataFrame:
    """Per actor what it cares for most, and who is nearest and farthest; at most ten rows."""
    names = [short(n, 48) for n in texts(result.people, "name", say=say)]
    subjects = texts(result.topics, "topic", say=say)
    rows = []
    for i, name in list(enumerate(names))[:ROWS]:
        others = [j for j in range(len(names)) if j != i]
        near = max(others, key=lambda j: (round(float(result.alike[i, j]), 9), -j), default=None)
        apart = sum(result.alike[i, j] < result.far - 1e-9 for j in others)
        rows.append(
            (
                name,
                say(
                    "{topic}, {points} of 100",
                    topic=subjects[int(result.weights[i].argmax())],
                    points=say.number(result.weights[i].max()),
                ),
                "–"
                if near is None
                else say("{name} ({like})", name=names[near], like=say.number(result.alike[i, near], 2)),
                say.share(apart, len(others)) if others else "–",
            )
        )
    heads = [say("Actor"), say("Cares most for"), say("Nearest (likeness)"), say("Want different things")]
    return pd.DataFrame(rows, columns=heads)


def read_interests(result: InterestMap, *, say: Speaker) -> str:
    """What most care for, who is near and far, and whether those who drive pull apart.

    Parameters
    ----------
    result : InterestMap
        Result of `interests.map_interests`.
    say : Speaker
        Language of the reader.
    """
    n = len(result.people)
    if not n:
        return say("No actor has said yet what it cares for.")
    if n == 1:
        return say("Only one actor has said what it cares for, so there is nobody to compare it with.")
    return " ".join(
        part for part in (_weighty(result, say), _pairs(result, say), _driving(result, say)) if part
    )


def _weighty(result: InterestMap, say: Speaker) -> str:
    n, best = len(result.people), float(result.topics["mean"].max())
    top = result.topics[(result.topics["mean"] - best).abs() < 1e-9]
    names = _quoted(top, say)
    if len(top) > 1:
        return say(
            "{names} weigh most and share {points} of 100 points each on average.",
            names=names,
            points=say.number(best),
        )
    few = result.topics[result.topics["named"] == 1]
    text = say(
        "{names} weighs most, with {points} of 100 points on average; actors who name it: {share}.",
        names=names,
        points=say.number(best),
        share=say.share(int(top["named"].iloc[0]), n),
    )
    if few.empty:
        return text
    only = say.plural(
        len(few),
        "Only one actor names {names}.",
        "Only one actor each names {names}.",
        names=_quoted(few, say),
    )
    return f"{text} {only}"


def _quoted(topics: pd.DataFrame, say: Speaker) -> str:
    return say.names([say.quoted(short(topic, 60)) for topic in texts(topics, "topic", say=say)], limit=3)


def _pairs(result: InterestMap, say: Speaker) -> str:
    ordered = result.pairs()
    values = [round(float(result.alike[pair]), 9) for pair in ordered]
    if values[0] == values[-1]:
        if values[0] > 1 - 1e-6:
            return say("All want the same in the same measure.")
        return say("All pairs are equally like each other ({like}).", like=say.number(values[0], 2))
    apart = sum(value < result.far - 1e-9 for value in values)
    near = say(
        "Most alike are {pair} ({like} of 1).",
        pair=_names(result, ordered[0], say),
        like=say.number(values[0], 2),
    )
    if not apart:
        return near + " " + say("No two want wholly different things.")
    bare = sum(value < 1e-9 for value in values)
    if bare > 1:
        return (
            near
            + " "
            + say(
                "Of {k} pairs {n} want different things (likeness below {far}); {m} of them share nothing.",
                k=say.number(len(ordered)),
                n=say.number(apart),
                far=say.number(result.far, 1),
                m=say.number(bare),
            )
        )
    wide = say.plural(
        apart,
        "Of {k} pairs one wants different things (likeness below {far}): {pair}.",
        "Of {k} pairs {n} want different things (likeness below {far}), above all {pair}.",
        k=say.number(len(ordered)),
        far=say.number(result.far, 1),
        pair=_names(result, ordered[-1], say),
    )
    return f"{near} {wide}"


def _driving(result: InterestMap, say: Speaker) -> str:
    """Drivers who want different things; by name only for the manager."""
    if result.drivers is None:
        return say(
            "Who drives the cluster is not known (table of contributions, with enough members), so it is not "
            "judged whether drivers pull apart."
        )
    if result.drivers < 2:
        return say.plural(
            result.drivers,
            "One of them drives the cluster, so no two drivers can pull apart.",
            "None of them drives the cluster, so no two drivers can pull apart.",
        )
    if not result.conflicts:
        return say(
            "The {n} drivers among them want things that are close enough to share a plan.",
            n=say.number(result.drivers),
        )
    text = say.plural(
        len(result.conflicts),
        "One pair of drivers wants different things: the cluster may be pulled two ways.",
        "{n} pairs of drivers want different things: the cluster may be pulled several ways.",
    )
    if result.named:
        pairs = [_names(result, pair, say) for pair in result.conflicts]
        text += " " + say("They are {pairs}.", pairs="; ".join(pairs[:3]))
    return text + " " + say("Offer each something, or agree on an order in time, before either leaves.")


def _names(result: InterestMap, pair: tuple[int, int], say: Speaker) -> str:
    names = texts(result.people.iloc[list(pair)], "name", say=say)
    return say.names([short(name, 48) for name in names])


def _title(result: InterestMap, say: Speaker) -> str:
    top = result.topics[(result.topics["mean"] - result.topics["mean"].max()).abs() < 1e-9]
    if len(top) > 1:
        return say.plural(
            len(top), "One subject weighs most", "{n} subjects weigh the same, more than all others"
        )
    return say(
        "“{topic}” weighs most for the {n} actors who were asked",
        topic=short(texts(top, "topic", say=say)[0], 40),
        n=say.number(len(result.people)),
    )
