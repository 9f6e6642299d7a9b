"""Pictures of a value chain: the chain with the state of each link, and bars of coverage."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from matplotlib.path import Path

from clusterlib import figures
from clusterlib.boxes import fit, height_of
from clusterlib.mapping.value_chain import ValueChain
from clusterlib.mapping.value_chain_layout import Layout, arrange
from clusterlib.readings import Speaker
from clusterlib.twins import texts

#: Colour and sign of each state; the sign tells them apart without colour.
LOOKS = {
    "white spot": ("bad", "✗"),
    "recruit": ("main", "✚"),
    "thin": ("warn", "◐"),
    "single source": ("quiet", "①"),
    "covered": ("good", "✓"),
}
_WIDE, _GAP, _ACROSS = 1.62, 0.62, 0.28
_MOST_COLUMNS = 5


def headline(result: ValueChain, *, say: Speaker) -> str:
    """The finding in one line, as the title of a figure."""
    if not result.judged:
        return say("Nobody is placed at a link yet")
    missing = result.frame[result.frame["state"] == "white spot"]
    missing = missing.sort_values("priority", ascending=False, kind="stable")
    names = say.names(texts(missing, "name", say=say), limit=2)
    if len(missing):
        return say.plural(
            len(missing),
            "One of {all} links has no local actor: {names}",
            "{n} of {all} links have no local actor: {names}",
            all=say.number(len(result.frame)),
            names=names,
        )
    open_links = result.frame[result.frame["state"] != "covered"]
    if len(open_links):
        return say.plural(
            len(open_links),
            "Every link has local actors, one not firmly",
            "Every link has local actors, {n} not firmly",
        )
    return say.plural(len(result.frame), "The only link is covered", "All {n} links are covered")


@figures.drawn
def plot_chain(result: ValueChain, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """The chain from input to customer, each link with its state in colour, sign and word.

    Parameters
    ----------
    result : ValueChain
        From `cover`.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    frame = pd.concat([result.frame, result.left_out], ignore_index=True)
    layout = arrange(frame, result.graph)
    upright = layout.layers > _MOST_COLUMNS
    labels = _labels(frame, say)
    tall = max(height_of(name, size=8.5) + height_of(state, size=8) for name, state in labels.values()) + 0.16
    sheet = _Sheet(layout, upright, tall)
    ax = figures.axes(ax, width=sheet.width + 0.3, height=sheet.height + 0.75)
    ax.set_title(figures.wrap(headline(result, say=say), max(28, int(sheet.width * 9.5))))
    ax.set_xlim(-0.1, sheet.width + 0.1)
    ax.set_ylim(-0.1, sheet.height + 0.1)
    ax.set_axis_off()
    for start, end in result.graph.edges:
        if start in layout.place and end in layout.place:
            _arrow(ax, sheet, start, end)
    left = set(result.left_out["node_id"])
    for row in frame.to_dict("records"):
        _box(ax, sheet, str(row["node_id"]), labels[row["node_id"]], _look(row, left, result.judged))
    return ax


def _look(row: dict[Hashable, Any], left: set[object], judged: bool) -> str | None:
    return None if row["node_id"] in left or not judged else LOOKS[str(row["state"])][0]


def _labels(frame: pd.DataFrame, say: Speaker) -> dict[str, tuple[str, str]]:
    """For each link its name and its state, both broken to fit a box."""
    found = {}
    for row, name in zip(frame.to_dict("records"), texts(frame, "name", say=say), strict=True):
        found[str(row["node_id"])] = (
            fit(name, _WIDE - 0.24, size=8.5, lines=3, bold=True),
            fit(_state(row, say), _WIDE - 0.24, size=8, lines=2),
        )
    return found


def _state(row: dict[Hashable, Any], say: Speaker) -> str:
    if row["scope"] == "left out":
        return say("left out")
    if pd.isna(row["state"]):
        return say("not judged")
    return say(
        "{sign} {state}: {n}, needs {need}",
        sign=LOOKS[str(row["state"])][1],
        state=say.word(str(row["state"])),
        n=say.number(row["n"]),
        need=say.number(row["min_actors"]),
    )


class _Sheet:
    """Turns layers and places into inches on paper."""

    def __init__(self, layout: Layout, upright: bool, tall: float) -> None:
        self.layout, self.upright, self.tall = layout, upright, tall
        along, across = (tall, _WIDE) if upright else (_WIDE, tall)
        self.step = along + (_GAP if not upright else 0.45)
        self.slot = across + _ACROSS
        length = layout.layers * self.step - (self.step - along)
        breadth = layout.widest * self.slot - _ACROSS
        self.width, self.height = (max(breadth, 5.0), length) if upright else (max(length, 5.0), breadth)

    def centre(self, place: tuple[int, float]) -> tuple[float, float]:
        """Middle of a place in inches."""
        layer, position = place
        if self.upright:
            return self.width / 2 + position * self.slot, self.height - layer * self.step - self.tall / 2
        return layer * self.step + _WIDE / 2, self.height / 2 - position * self.slot

    def ports(self, place: tuple[int, float], half: tuple[float, float]) -> tuple[tuple[float, float], ...]:
        """Where arrows enter and leave a box (or pass a layer)."""
        x, y = self.centre(place)
        if self.upright:
            return (x, y + half[1]), (x, y - half[1])
        return (x - half[0], y), (x + half[0], y)


def _arrow(ax: Axes, sheet: _Sheet, start: str, end: str) -> None:
    place, half = sheet.layout.place, (_WIDE / 2, sheet.tall / 2)
    forward = place[end][0] > place[start][0]
    style: dict[str, Any] = {
        "arrowstyle": "-|>",
        "mutation_scale": 10,
        "color": "#6B7580",
        "linewidth": 1.1,
        "zorder": 1,
    }
    if place[end][0] == place[start][0]:
        ways = _sideways(sheet, place[start], place[end])
        ax.add_patch(
            FancyArrowPatch(ways[0], ways[1], connectionstyle="arc3,rad=0.35", linestyle="--", **style)
        )
        return
    out, into = (1, 0) if forward else (0, 1)  # a way back leaves a box where others enter it
    points = [sheet.ports(place[start], half)[out]]
    for bend in sheet.layout.bends[(start, end)]:
        points.extend(sheet.ports(bend, half)[:: 1 if forward else -1])
    points.append(sheet.ports(place[end], half)[into])
    ax.add_patch(FancyArrowPatch(path=Path(points), linestyle="-" if forward else "--", **style))


def _sideways(
    sheet: _Sheet, start: tuple[int, float], end: tuple[int, float]
) -> tuple[tuple[float, float], tuple[float, float]]:
    (x0, y0), (x1, y1) = sheet.centre(start), sheet.centre(end)
    if sheet.upright:
        side = np.sign(x1 - x0) * _WIDE / 2
        return (x0 + side, y0), (x1 - side, y1)
    side = np.sign(y1 - y0) * sheet.tall / 2
    return (x0, y0 + side), (x1, y1 - side)


def _box(ax: Axes, sheet: _Sheet, node: str, label: tuple[str, str], look: str | None) -> None:
    x, y = sheet.centre(sheet.layout.place[node])
    left, low = x - _WIDE / 2, y - sheet.tall / 2
    colour = figures.COLOURS[look] if look else "#8A939E"
    frame: dict[str, Any] = {
        "facecolor": "white",
        "edgecolor": colour,
        "linewidth": 1.6,
        "linestyle": "-" if look else "--",
    }
    ax.add_patch(
        FancyBboxPatch(
            (left, low), _WIDE, sheet.tall, boxstyle="round,pad=0,rounding_size=0.06", zorder=3, **frame
        )
    )
    if look:
        ax.add_patch(
            Rectangle(
                (left + 0.02, low + 0.05),
                0.09,
                sheet.tall - 0.1,
                facecolor=colour,
                edgecolor="white",
                hatch=figures.HATCHES[look],
                linewidth=0,
                zorder=4,
            )
        )
    top = y + sheet.tall / 2 - 0.07
    ax.text(x + 0.04, top, label[0], ha="center", va="top", fontsize=8.5, fontweight="bold", zorder=5)
    ax.text(x + 0.04, low + 0.06, label[1], ha="center", va="bottom", fontsize=8, zorder=5)


@figures.drawn
def plot_coverage(result: ValueChain, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Bars of local actors against those needed, the most urgent link first.

    Parameters
    ----------
    result : ValueChain
        From `cover`.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    if not result.judged:
        ax = figures.axes(ax, width=8.0, height=1.2)
        ax.set_title(_coverage_title(result, say))
        ax.set_axis_off()
        ax.text(0, 0.5, figures.wrap(say("Place actors at links to see how far each is covered."), 70))
        return ax
    frame = result.frame.sort_values(["priority", "node_id"], ascending=[False, True], kind="stable")
    ax = figures.axes(ax, width=8.0, height=1.6 + 0.42 * max(len(frame), 2))
    ax.set_title(figures.wrap(_coverage_title(result, say), 54))
    place = np.arange(len(frame))[::-1]
    looks = [LOOKS[state][0] for state in frame["state"]]
    bars = ax.barh(place, frame["coverage"], height=0.62, color=[figures.COLOURS[k] for k in looks], zorder=2)
    for bar, look in zip(bars, looks, strict=True):
        bar.set_hatch(figures.HATCHES[look])
        bar.set_edgecolor("white")
    ax.axvline(1.0, color="#8A939E", linewidth=1)
    ax.set_yticks(place, [figures.wrap(name, 30, lines=2) for name in texts(frame, "name", say=say)])
    for y, row in zip(place, frame.to_dict("records"), strict=True):
        ax.text(row["coverage"] + 0.015, y, _state(row, say), va="center", fontsize=8.5)
    ax.set_xlim(0, 1.5)
    ax.set_xticks([0, 0.5, 1.0], [say.percent(share) for share in (0, 0.5, 1.0)])
    ax.set_xlabel(say("Local actors, of those the link needs"))
    ax.tick_params(axis="y", length=0)
    return ax


def _coverage_title(result: ValueChain, say: Speaker) -> str:
    if result.coverage is None:
        return headline(result, say=say)
    return say("{share} of the chain is covered by local actors", share=say.percent(result.coverage))
