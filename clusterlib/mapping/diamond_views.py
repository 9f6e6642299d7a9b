"""Porter's diamond as a drawing, as a table and in words."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from clusterlib import figures, tables
from clusterlib.boxes import fit, height_of
from clusterlib.mapping.diamond import ASIDE, CORE, Diamond, score
from clusterlib.readings import Speaker
from clusterlib.twins import texts

_SIGNS = {"plus": "+", "mixed": "±", "minus": "−"}
_WIDE, _GAP, _HEAD, _SIZE, _MOST = 3.5, 0.5, 0.3, 8.5, 8
#: Column and row of each corner on paper.
_PLACES = {
    "strategy": (1, 0),
    "factor": (0, 1),
    "demand": (2, 1),
    "related": (1, 2),
    "government": (0, 2),
    "chance": (2, 2),
}
_PAIRS = (("strategy", "factor"), ("strategy", "demand"), ("related", "factor"), ("related", "demand"))


def corner_name(corner: str, say: Speaker) -> str:
    """What a corner is called."""
    names = {
        "factor": say("Factor conditions"),
        "demand": say("Demand conditions"),
        "related": say("Related industries"),
        "strategy": say("Strategy and rivalry"),
        "government": say("Government"),
        "chance": say("Chance"),
    }
    return names[corner]


def worked_example(*, facts: pd.DataFrame) -> Diamond:
    """The diamond of the guide's example from its facts in ``data/reference`` (guide L1371-1392)."""
    return score(tables.typed("diamond", facts[[c for c in facts if c != "lines"]]))


def _headline(result: Diamond, say: Speaker) -> str:
    if not result.binding:
        return say("Nothing said about the four corners yet")
    names = say.names([corner_name(corner, say) for corner in result.binding])
    return say.plural(len(result.binding), "Weakest corner: {names}", "Weakest corners: {names}", names=names)


@figures.drawn
def plot_diamond(result: Diamond, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """The four corners with their statements and signs; government and chance stand aside.

    Parameters
    ----------
    result : Diamond
        From `score`.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    said = set(result.items["determinant"])
    shown = [corner for corner in (*CORE, *ASIDE) if corner in CORE or corner in said]
    lines = {corner: _lines(result, corner, say) for corner in shown}
    tall = {
        corner: _HEAD + 0.14 + sum(height_of(t, size=_SIZE) + 0.05 for t in lines[corner]) for corner in shown
    }
    rows = [max(tall[c] for c in shown if _PLACES[c][1] == row) for row in range(3)]
    width, height = 3 * _WIDE + 2 * _GAP, sum(rows) + 2 * _GAP
    ax = figures.axes(ax, width=width + 0.3, height=height + 0.8)
    ax.set_title(figures.wrap(_headline(result, say), 84))
    ax.set_xlim(-0.1, width + 0.1)
    ax.set_ylim(-0.1, height + 0.1)
    ax.set_axis_off()
    middles = [height - rows[0] / 2, height - rows[0] - _GAP - rows[1] / 2, rows[2] / 2]
    centre = {c: (_PLACES[c][0] * (_WIDE + _GAP) + _WIDE / 2, middles[_PLACES[c][1]]) for c in shown}
    for one, other in _PAIRS:
        _tie(ax, centre[one], centre[other], tall[one], tall[other])
    for corner in shown:
        _corner(ax, centre[corner], tall[corner], corner, result, lines[corner], say)
    told = say("Whole: {value}", value=_signed(result.overall, say, 2))
    ax.text(width / 2, middles[1], told, ha="center", va="center", fontsize=12, fontweight="bold")
    return ax


def _lines(result: Diamond, corner: str, say: Speaker) -> list[str]:
    rows = result.items[result.items["determinant"] == corner]
    named = zip(rows["sign"], texts(rows, "text", say=say), strict=True)
    told = [
        fit(f"{_SIGNS[sign]}  {text}", _WIDE - 0.36, size=_SIZE, lines=3)
        for sign, text in list(named)[:_MOST]
    ]
    rest = len(rows) - len(told)
    if rest > 0:
        told.append(say.plural(rest, "and one more", "and {n} more"))
    return told or [say("nothing said yet")]


def _signed(value: float | None, say: Speaker, digits: int = 1) -> str:
    if value is None or np.isnan(value):
        return "–"
    number = say.number(abs(value), digits)
    return f"+{number}" if value > 0.005 else f"−{number}" if value < -0.005 else number


def _look(value: float) -> str:
    if np.isnan(value):
        return "quiet"
    return "good" if value > 1 / 3 else "bad" if value < -1 / 3 else "warn"


def _corner(
    ax: Axes,
    centre: tuple[float, float],
    tall: float,
    corner: str,
    result: Diamond,
    lines: list[str],
    say: Speaker,
) -> None:
    value = float(result.frame["score"].to_dict()[corner])
    look, (x, y) = _look(value), centre
    left, top = x - _WIDE / 2, y + tall / 2
    colour = figures.COLOURS[look]
    box = FancyBboxPatch(
        (left, y - tall / 2),
        _WIDE,
        tall,
        boxstyle="round,pad=0,rounding_size=0.06",
        facecolor="white",
        edgecolor=colour,
        linewidth=1.5,
        linestyle="--" if corner in ASIDE else "-",
        zorder=3,
    )
    ax.add_patch(box)
    ax.add_patch(
        Rectangle(
            (left + 0.03, y - tall / 2 + 0.06),
            0.1,
            tall - 0.12,
            facecolor=colour,
            edgecolor="white",
            hatch=figures.HATCHES[look],
            linewidth=0,
            zorder=4,
        )
    )
    ax.text(
        left + 0.22, top - 0.07, corner_name(corner, say), va="top", fontweight="bold", fontsize=9.5, zorder=5
    )
    ax.text(
        left + _WIDE - 0.12,
        top - 0.07,
        _signed(value, say),
        va="top",
        ha="right",
        fontweight="bold",
        fontsize=9.5,
        zorder=5,
    )
    y = top - _HEAD
    for text in lines:
        ax.text(left + 0.22, y, text, va="top", fontsize=_SIZE, linespacing=1.2, zorder=5)
        y -= height_of(text, size=_SIZE) + 0.05


def _tie(
    ax: Axes, one: tuple[float, float], other: tuple[float, float], tall_one: float, tall_other: float
) -> None:
    side, down = (1 if other[0] > one[0] else -1), (1 if other[1] < one[1] else -1)
    start = one[0] + side * _WIDE * 0.3, one[1] - down * tall_one / 2
    end = other[0] - side * _WIDE * 0.3, other[1] + down * tall_other / 2
    ax.add_patch(
        FancyArrowPatch(start, end, arrowstyle="<|-|>", mutation_scale=11, color="#6B7580", zorder=1)
    )


def read_diamond(result: Diamond, *, say: Speaker = Speaker()) -> str:
    """Which corner holds the firms back, how the whole looks, and how sure that is.

    Examples
    --------
    >>> from clusterlib.tables import empty
    >>> read_diamond(score(empty("diamond")))
    'Nothing has been said about the four corners yet. Write two or three observations for each.'
    """
    if not result.binding:
        return say(
            "Nothing has been said about the four corners yet. Write two or three observations for each."
        )
    core = result.frame.loc[list(CORE)]
    lowest, highest = core["score"].min(), core["score"].max()
    if highest - lowest < 1e-9 and not result.empty:
        parts = [
            say(
                "All four corners have the same score, {value}: none holds the firms back more than another.",
                value=_signed(lowest, say),
            )
        ]
    else:
        parts = [
            say.plural(
                len(result.binding),
                "The weakest corner is {names} ({value} on a scale from −1 to +1): start there.",
                "The weakest corners are {names} (each {value} on a scale from −1 to +1): start there.",
                names=say.names([corner_name(corner, say) for corner in result.binding]),
                value=_signed(lowest, say),
            )
        ]
        best = [corner_name(str(c), say) for c in core.index[core["score"] >= highest - 1e-9]]
        if highest > lowest + 1e-9:
            parts.append(
                say.plural(
                    len(best),
                    "The strongest is {names} ({value}).",
                    "The strongest are {names} ({value}).",
                    names=say.names(best),
                    value=_signed(highest, say),
                )
            )
    parts += [_whole(result, say), _sure(result, say)]
    return " ".join(part for part in parts if part)


def _whole(result: Diamond, say: Speaker) -> str:
    if result.overall is None:
        return say(
            "There is no figure for the whole, because nothing is said about: {names}.",
            names=say.names([corner_name(corner, say) for corner in result.empty]),
        )
    aside = result.frame.loc[list(ASIDE)]
    told = say("The mean of the four corners is {value}.", value=_signed(result.overall, say, 2))
    if aside["n"].sum():
        told += " " + say("Government and chance are shown aside and not counted in.")
    return told


def _sure(result: Diamond, say: Speaker) -> str:
    n = len(result.items)
    parts = []
    if result.inferred:
        parts.append(
            say(
                "Of the {n} signs, {inferred} are inferred from the wording, not given by the source.",
                n=say.number(n),
                inferred=say.number(result.inferred),
            )
        )
    single = result.frame["n"].to_dict()
    few = [corner_name(corner, say) for corner in CORE if single[corner] == 1]
    if few:
        parts.append(
            say.plural(
                len(few),
                "{names} rests on one statement.",
                "{names} rest on one statement each.",
                names=say.names(few),
            )
        )
    parts.append(
        say("The scores weigh statements, not facts: whoever writes more minus signs lowers a corner.")
    )
    return " ".join(parts)


def table_diamond(result: Diamond, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The corners with their counts, cells as text."""
    frame = result.frame[(result.frame["n"] > 0) | result.frame.index.isin(CORE)]
    return pd.DataFrame(
        {
            say("Corner"): [corner_name(str(corner), say) for corner in frame.index],
            say("Score"): [_signed(value, say, 2) for value in frame["score"]],
            say("Helps"): [say.number(value) for value in frame["plus"]],
            say("Does both"): [say.number(value) for value in frame["mixed"]],
            say("Hinders"): [say.number(value) for value in frame["minus"]],
        }
    )


def listing(result: object) -> str:
    """Scores of the corners as plain text: what a test compares; a sentence for a tool left out."""
    if not isinstance(result, Diamond):
        return "no diamond"
    whole = "none" if result.overall is None else f"{result.overall:.3f}"
    return result.frame[["score", "plus", "mixed", "minus"]].round(3).to_string() + f"\noverall {whole}"
