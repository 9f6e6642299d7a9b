"""Pictures of a SWOT: the board, the posture, and where inside and outside meet."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import figures
from clusterlib.boxes import fit, height_of
from clusterlib.mapping.swot import MIDDLE, Score, Swot
from clusterlib.mapping.swot_words import QUADRANTS
from clusterlib.readings import Speaker
from clusterlib.twins import texts

_LOOKS = {"strength": "good", "weakness": "bad", "opportunity": "main", "threat": "warn"}
_PLACES = {"strength": (0, 0), "weakness": (1, 0), "opportunity": (0, 1), "threat": (1, 1)}
_WIDE, _PAD, _HEAD = 4.9, 0.14, 0.36
_SIZE, _MOST = 9.0, 12


def quadrant_name(quadrant: str, say: Speaker) -> str:
    """Heading of one field of the board."""
    names = {
        "strength": say("Strengths"),
        "weakness": say("Weaknesses"),
        "opportunity": say("Opportunities"),
        "threat": say("Threats"),
    }
    return names[quadrant]


def headline(result: Swot, *, say: Speaker) -> str:
    """The finding of the board in one line."""
    wrong = [query for query in result.queries if query.kind == "contradiction"]
    if wrong:
        return say.plural(
            len(wrong), "Two points contradict each other", "{n} pairs of points contradict each other"
        )
    if not len(result.items):
        return say("The board is empty")
    asked = {
        item
        for query in result.queries
        if query.kind in ("action", "external", "internal")
        for item in query.ids
    }
    if asked:
        return say.plural(
            len(asked), "One point stands in the wrong field", "{n} points may stand in the wrong field"
        )
    return say.plural(len(result.items), "One point on the board", "{n} points on the board")


@figures.drawn
def plot_board(result: Swot, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """The four fields with their points, to print and hang up; points to look at again carry a sign.

    Parameters
    ----------
    result : Swot
        From `judge`.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    marked = {
        i
        for q in result.queries
        if q.kind in ("contradiction", "action", "external", "internal")
        for i in q.ids
    }
    lines = {name: _lines(result, name, marked, say) for name in QUADRANTS}
    tall = [max(_tall(lines[name]) for name in QUADRANTS if _PLACES[name][1] == row) for row in (0, 1)]
    width, height = 2 * _WIDE + 0.2, sum(tall) + 0.2
    ax = figures.axes(ax, width=width + 0.3, height=height + 1.0)
    ax.set_title(figures.wrap(headline(result, say=say), 84))
    ax.set_xlim(-0.05, width + 0.05)
    ax.set_ylim(-0.3, height + 0.05)
    ax.set_axis_off()
    for name in QUADRANTS:
        column, row = _PLACES[name]
        top = height if row == 0 else tall[1]
        _field(ax, column * (_WIDE + 0.2), top, tall[row], name, lines[name], say)
    if marked:
        ax.text(0, -0.1, say("⚑ look again: the table says why"), va="top", fontsize=8.5)
    return ax


def _lines(result: Swot, quadrant: str, marked: set[str], say: Speaker) -> list[str]:
    rows = result.items[result.items["quadrant"] == quadrant]
    named = zip(rows["id"], texts(rows, "text", say=say), strict=True)
    room = _WIDE - 2 * _PAD - 0.12
    told = [
        fit(("⚑ " if item in marked else "") + f"{item}  {text}", room, size=_SIZE, lines=4)
        for item, text in list(named)[:_MOST]
    ]
    rest = len(rows) - len(told)
    if rest > 0:
        told.append(say.plural(rest, "and one more", "and {n} more"))
    return told or [say("nothing written yet")]


def _tall(lines: list[str]) -> float:
    return _HEAD + 0.16 + sum(height_of(text, size=_SIZE) + 0.07 for text in lines)


def _field(ax: Axes, left: float, top: float, tall: float, name: str, lines: list[str], say: Speaker) -> None:
    look = _LOOKS[name]
    colour = figures.COLOURS[look]
    ax.add_patch(
        Rectangle((left, top - tall), _WIDE, tall, facecolor="white", edgecolor=colour, linewidth=1.4)
    )
    ax.add_patch(
        Rectangle((left, top - _HEAD + 0.06), _WIDE, _HEAD - 0.06, facecolor=colour, edgecolor="none")
    )
    ax.text(
        left + _PAD,
        top - (_HEAD - 0.06) / 2,
        quadrant_name(name, say),
        color=figures.INK if look == "warn" else "white",
        fontweight="bold",
        fontsize=11,
        va="center_baseline",
    )
    y = top - _HEAD - 0.06
    for text in lines:
        ax.text(
            left + _PAD,
            y,
            text,
            va="top",
            fontsize=_SIZE,
            linespacing=1.2,
        )
        y -= height_of(text, size=_SIZE) + 0.07


def posture_name(posture: str, say: Speaker) -> str:
    """What a posture is called."""
    names = {
        "aggressive": say("aggressive"),
        "conservative": say("conservative"),
        "competitive": say("competitive"),
        "defensive": say("defensive"),
    }
    return names[posture]


@figures.drawn
def plot_posture(result: Swot, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Inside across, outside upwards, both from 1 to 4; lines show what one rating more or less moves.

    Parameters
    ----------
    result : Swot
        From `judge`.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    if result.posture is None or result.inside.value is None or result.outside.value is None:
        ax = figures.axes(ax, width=6.4, height=1.2)
        ax.set_title(say("No posture without ratings"))
        ax.set_axis_off()
        ax.text(
            0, 0.5, figures.wrap(say("Give each point an importance and a rating to see the posture."), 60)
        )
        return ax
    ax = figures.axes(ax, width=6.4, height=5.6)
    ax.set_title(
        say("The board speaks for a posture that is {posture}", posture=posture_name(result.posture, say))
    )
    for (x, y), name in {
        (3.25, 3.85): "aggressive",
        (1.75, 3.85): "conservative",
        (3.25, 1.12): "competitive",
        (1.75, 1.12): "defensive",
    }.items():
        ax.text(x, y, posture_name(name, say), ha="center", color="#6B7580", fontsize=10)
    ax.axhline(MIDDLE, color="#8A939E", linewidth=1)
    ax.axvline(MIDDLE, color="#8A939E", linewidth=1)
    x, y = result.inside.value, result.outside.value
    ax.errorbar(
        [x],
        [y],
        xerr=_reach(result.inside),
        yerr=_reach(result.outside),
        fmt="o",
        markersize=10,
        color=figures.COLOURS["main"],
        ecolor=figures.INK,
        elinewidth=1.1,
        capsize=3,
        zorder=3,
    )
    ax.set_xlim(1, 4)
    ax.set_ylim(1, 4)
    ax.set_xticks([1, 2, MIDDLE, 3, 4], [say.number(v, 1) for v in (1, 2, MIDDLE, 3, 4)])
    ax.set_yticks([1, 2, MIDDLE, 3, 4], [say.number(v, 1) for v in (1, 2, MIDDLE, 3, 4)])
    ax.set_xlabel(say("Inside: strengths against weaknesses (1 to 4)"))
    ax.set_ylabel(say("Outside: how well the cluster answers (1 to 4)"))
    return ax


def _reach(score: Score) -> list[list[float]]:
    value = score.value or MIDDLE
    return [[min(score.step, value - 1)], [min(score.step, 4 - value)]]


@figures.drawn
def plot_tows(result: Swot, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """The four meetings of inside and outside, darker where more weight lies.

    Parameters
    ----------
    result : Swot
        From `judge`.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    pairs = result.pairs
    if pairs is None or pairs["share"].isna().any():
        ax = figures.axes(ax, width=8.0, height=1.2)
        ax.set_title(say("Nothing to weigh in the TOWS matrix yet"))
        ax.set_axis_off()
        ax.text(
            0,
            0.5,
            figures.wrap(say("Pair points from inside with points from outside to see where to start."), 70),
        )
        return ax
    ax = figures.axes(ax, width=8.0, height=4.4)
    ax.set_title(figures.wrap(_tows_title(pairs, say), 66))
    for number, pair in enumerate(("SO", "ST", "WO", "WT")):
        _meeting(ax, number % 2, 1 - number // 2, pairs.loc[pair], say)
    ax.set_xlim(0, 2)
    ax.set_ylim(0, 2)
    ax.set_xticks([0.5, 1.5], [quadrant_name("opportunity", say), quadrant_name("threat", say)])
    ax.set_yticks([1.5, 0.5], [quadrant_name("strength", say), quadrant_name("weakness", say)])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return ax


def _tows_title(pairs: pd.DataFrame, say: Speaker) -> str:
    most = pairs["share"].max()
    first = [str(pair) for pair in pairs.index if most - pairs.at[pair, "share"] < 1e-9]
    names = {
        "SO": say("strengths meet opportunities"),
        "ST": say("strengths meet threats"),
        "WO": say("weaknesses meet opportunities"),
        "WT": say("weaknesses meet threats"),
    }
    if len(first) == 1:
        return say("Most weight lies where {meeting}", meeting=names[first[0]])
    return say("Equal weight lies where {meetings}", meetings=say.names([names[pair] for pair in first]))


def _meeting(ax: Axes, column: int, row: int, cell: Any, say: Speaker) -> None:
    share = float(cell["share"])
    ax.add_patch(
        Rectangle(
            (column, row),
            1,
            1,
            facecolor=figures.COLOURS["main"],
            alpha=0.06 + 0.5 * share,
            edgecolor="white",
            linewidth=3,
        )
    )
    count = say.plural(int(cell["cells"]), "one pair", "{n} pairs")
    ax.text(
        column + 0.5, row + 0.6, say.percent(share), ha="center", va="center", fontsize=17, fontweight="bold"
    )
    note = say("{count}, net effect {signed}", count=count, signed=say.number(cell["signed"]))
    ax.text(column + 0.5, row + 0.3, note, ha="center", va="center", fontsize=9)
