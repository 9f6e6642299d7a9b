"""Pictures of a results chain: who leads to whom, and how far each indicator is on its way."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from clusterlib import boxes, figures
from clusterlib.monitoring.results_chain import LEVELS, STATUSES, Progress
from clusterlib.monitoring.results_chain_links import Chain
from clusterlib.readings import Speaker
from clusterlib.twins import texts

#: One row of a table, by column.
Row = dict[Any, Any]

_LOOK = {
    "reached": ("good", "s", True),
    "on track": ("main", "o", True),
    "behind": ("warn", "^", True),
    "no data": ("quiet", "D", False),
}
_WIDE, _GAP, _ROOM, _SIZE = 2.15, 0.6, 0.22, 9.0


@dataclass(frozen=True, slots=True)
class _Box:
    key: str
    x: float
    y: float
    high: float
    label: str

    @property
    def middle(self) -> float:
        """Height of the middle of the box."""
        return self.y + self.high / 2


@figures.drawn
def plot_chain(result: Chain, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Draw the indicators in four columns with their links; who stands in the air has a dashed outline.

    Parameters
    ----------
    result : Chain
        From `results_chain_links.structure`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Axes to draw on.

    Returns
    -------
    Axes
    """
    placed, high = _layout(result, say)
    wide = 4 * _WIDE + 3 * _GAP
    ax = figures.axes(ax, width=wide + 0.3, height=high + 0.75)
    ax.set_axis_off()
    ax.set_xlim(-0.05, wide + 0.05)
    ax.set_ylim(0, high)
    ax.set_title(chain_title(result, say=say))
    if not len(result.frame):
        ax.text(wide / 2, high / 2, say("No indicator yet."), ha="center", va="center")
        return ax
    _heads(ax, result, high, say)
    for link in result.links.to_dict("records"):
        _draw_link(ax, placed[link["from"]], placed[link["to"]], link, placed)
    state_of = dict(zip(result.frame["id"], result.frame["state"], strict=True))
    for box in placed.values():
        _draw_box(ax, box, state_of[box.key], result.status.get(box.key), say)
    _key(ax, result, say)
    return ax


def chain_title(result: Chain, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    if not len(result.frame):
        return say("No results chain yet")
    if not result.judged:
        return say("Nobody has said yet what leads to what")
    if not result.expected:
        return say("Only means are measured: no output, outcome or impact")
    if result.linked == result.expected:
        return say("Every indicator rests on the level below it")
    gaps = result.expected - result.linked
    return say.plural(
        gaps,
        "One of {whole} outputs, outcomes and impacts does not rest on the level below it",
        "{n} of {whole} outputs, outcomes and impacts do not rest on the level below them",
        whole=say.number(result.expected),
    )


def _layout(result: Chain, say: Speaker) -> tuple[dict[str, _Box], float]:
    """Boxes of all indicators in inches, each column in the order that crosses the fewest links."""
    label_of = dict(zip(result.frame["id"], texts(result.frame, "name", say=say), strict=True))
    label_of = {
        key: boxes.fit(text, (_WIDE - 0.24) * 0.94, size=_SIZE, lines=4) for key, text in label_of.items()
    }
    low = 0.3 if result.status else 0.1
    height_of = {key: boxes.height_of(text, size=_SIZE) + low + 0.1 for key, text in label_of.items()}
    columns = _columns(result)
    tall = [sum(height_of[key] + _ROOM for key in column) for column in columns]
    room, foot = max([*tall, 0.8]), 0.75
    placed = {}
    for i, column in enumerate(columns):
        top = foot + room - (room - tall[i]) / 2
        for key in column:
            top -= height_of[key]
            placed[key] = _Box(key, i * (_WIDE + _GAP), top + _ROOM / 2, height_of[key], label_of[key])
            top -= _ROOM
    return placed, foot + room + 0.35


def _columns(result: Chain) -> list[list[str]]:
    """Keys per level; each level is sorted by the middle of what leads to it, then by what follows."""
    columns = [list(result.frame.loc[result.frame["level"] == level, "id"]) for level in LEVELS]
    pairs = list(zip(result.links["from"], result.links["to"], strict=True))
    for forward in (True, False, True):
        place = {key: i / max(1, len(column)) for column in columns for i, key in enumerate(column)}
        for column in columns:
            mates = {
                key: [place[a] for a, b in pairs if b == key]
                if forward
                else [place[b] for a, b in pairs if a == key]
                for key in column
            }
            column.sort(key=lambda key: sum(mates[key]) / len(mates[key]) if mates[key] else place[key])
            place |= {key: i / max(1, len(column)) for i, key in enumerate(column)}
    return columns


def _heads(ax: Axes, result: Chain, high: float, say: Speaker) -> None:
    heads = {
        "input": say("Means"),
        "output": say("Outputs"),
        "outcome": say("Outcomes"),
        "impact": say("Impact"),
    }
    for i, level in enumerate(LEVELS):
        middle = i * (_WIDE + _GAP) + _WIDE / 2
        ax.text(middle, high - 0.12, heads[level], ha="center", va="center", weight="bold", fontsize=10)
        if not result.counts[level]:
            ax.text(
                middle,
                high - 0.5,
                say("nothing is measured"),
                ha="center",
                va="center",
                fontsize=9,
                style="italic",
            )


def _draw_box(ax: Axes, box: _Box, state: str, status: str | None, say: Speaker) -> None:
    loose = state in ("unlinked", "skips")
    colour, mark, filled = _LOOK.get(status or "", ("quiet", "o", False))
    ax.add_patch(
        FancyBboxPatch(
            (box.x, box.y),
            _WIDE,
            box.high,
            boxstyle="round,pad=0,rounding_size=0.07",
            facecolor="white",
            zorder=3,
            edgecolor=figures.COLOURS["bad"] if loose else figures.COLOURS[colour] if status else "#8A939E",
            linestyle=(0, (4, 2)) if loose else "-",
            linewidth=2.0 if loose else 1.3,
        )
    )
    top = box.y + box.high
    ax.text(
        box.x + 0.12, top - 0.09, box.label, ha="left", va="top", fontsize=_SIZE, zorder=4, linespacing=1.1
    )
    if status:
        shade = figures.COLOURS[colour]
        ax.plot(
            [box.x + 0.18],
            [box.y + 0.16],
            marker=mark,
            markersize=7,
            zorder=4,
            linestyle="none",
            markerfacecolor=shade if filled else "white",
            markeredgecolor=shade if filled else "#52606D",
        )
        ax.text(
            box.x + 0.32, box.y + 0.16, say.word(status), va="center", fontsize=8, zorder=4, color="#52606D"
        )


def _link_path(low: _Box, high: _Box, kind: str, placed: dict[str, _Box]) -> Path:
    """The way of a link; one that leaves out a level goes through a gap between the boxes of that level."""
    if kind not in ("up", "skips"):
        return Path([(low.x + _WIDE / 2, low.y), (high.x + _WIDE / 2, high.y + high.high)])
    down = 0.12 if kind == "skips" else 0.0
    start, end = (low.x + _WIDE, low.middle - down), (high.x - 0.02, high.middle - down)
    stops = [start]
    x = low.x + _WIDE + _GAP
    while x < high.x - _GAP:
        share = (x + _WIDE / 2 - start[0]) / (end[0] - start[0])
        y = _gap(x, start[1] + share * (end[1] - start[1]), placed)
        stops += [(x - 0.04, y), (x + _WIDE + 0.04, y)]
        x += _WIDE + _GAP
    stops.append(end)
    points, codes = [start], [Path.MOVETO]
    for a, b in pairwise(stops):
        bend = (b[0] - a[0]) / 2
        points += [(a[0] + bend, a[1]), (b[0] - bend, b[1]), b]
        codes += [Path.CURVE4] * 3
    return Path(points, codes)


def _gap(x: float, wanted: float, placed: dict[str, _Box]) -> float:
    """Height of the gap between, above or below the boxes of a column that is nearest to the one wanted."""
    column = [box for box in placed.values() if abs(box.x - x) < 0.01]
    gaps = [y for box in column for y in (box.y - _ROOM / 2, box.y + box.high + _ROOM / 2)]
    return min(gaps, key=lambda y: (abs(y - wanted), y), default=wanted)


def _draw_link(ax: Axes, low: _Box, high: _Box, link: Row, placed: dict[str, _Box]) -> None:
    kind = str(link["kind"])
    path = _link_path(low, high, kind, placed)
    odd = kind != "up"
    ax.add_patch(
        FancyArrowPatch(
            path=path,
            arrowstyle="-|>",
            mutation_scale=10,
            zorder=2,
            linewidth={"low": 0.8, "high": 2.2}.get(str(link["confidence"]), 1.4),
            linestyle=(0, (4, 2)) if odd else "-",
            color=figures.COLOURS["bad"] if odd else "#6B7785",
        )
    )


def _key(ax: Axes, result: Chain, say: Speaker) -> None:
    x = 0.05
    for status in STATUSES if result.status else ():
        colour, mark, filled = _LOOK[status]
        shade = figures.COLOURS[colour]
        ax.plot(
            [x],
            [0.42],
            marker=mark,
            markersize=7,
            linestyle="none",
            markerfacecolor=shade if filled else "white",
            markeredgecolor=shade if filled else "#52606D",
        )
        x = _key_text(ax, x + 0.13, 0.42, say.word(status)) + 0.3
    x = 0.0
    for text, wide, dashed in (
        (say("leads to (thicker: surer)"), 1.4, False),
        (say("nothing on the level below leads to it, or a level is left out"), 2.0, True),
    ):
        ax.plot(
            [x, x + 0.35],
            [0.15, 0.15],
            linewidth=wide,
            linestyle=(0, (4, 2)) if dashed else "-",
            color=figures.COLOURS["bad"] if dashed else "#6B7785",
        )
        x = _key_text(ax, x + 0.45, 0.15, text) + 0.4


def _key_text(ax: Axes, x: float, y: float, text: str) -> float:
    ax.text(x, y, text, va="center", fontsize=8.5)
    return x + boxes.width_of(text, size=8.5)


@figures.drawn
def plot_progress(result: Progress, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Bars of the way gone, with a line where the time stands; what cannot be judged says why.

    Parameters
    ----------
    result : Progress
        From `results_chain.progress`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Axes to draw on.

    Returns
    -------
    Axes
    """
    rows = result.frame[result.frame["achieved"].notna()].reset_index(drop=True)
    ax = figures.axes(ax, width=8.5, height=1.5 + 0.52 * max(1, len(rows)))
    ax.set_title(progress_title(result, say=say))
    if rows.empty:
        ax.set_axis_off()
        ax.text(
            0.5, 0.5, say("No indicator has a beginning, a target and a value."), ha="center", va="center"
        )
        return ax
    for i, row in enumerate(rows.to_dict("records")):
        _draw_way(ax, i, row, say)
    names = [boxes.fit(name, 2.6, size=9, lines=2) for name in texts(rows, "name", say=say)]
    ax.set_yticks(range(len(rows)), names, fontsize=9)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(-0.3 if (rows["achieved"] < 0).any() else 0, 1.62)
    ticks = [0, 0.25, 0.5, 0.75, 1]
    ax.set_xticks(ticks, [say.percent(tick) for tick in ticks])
    ax.axvline(1, color="#8A939E", linewidth=1, zorder=0)
    ax.axvline(0, color="#8A939E", linewidth=1, zorder=0)
    ax.set_xlabel(say("part of the way from beginning to target (line: part of the time gone)"))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    return ax


def progress_title(result: Progress, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    counts = result.frame["status"].value_counts()
    judged = int(len(result.frame) - counts.get("no data", 0))
    if not judged:
        return say("No indicator can be judged yet")
    late = int(counts.get("behind", 0))
    if not late:
        return say.plural(
            judged,
            "The one indicator with data is not behind",
            "None of the {n} indicators with data is behind",
        )
    if judged == 1:
        return say("The one indicator with data is behind")
    return say.plural(
        late,
        "One of {whole} indicators with data is behind",
        "{n} of {whole} indicators with data are behind",
        whole=say.number(judged),
    )


def _draw_way(ax: Axes, i: int, row: Row, say: Speaker) -> None:
    status, way = str(row["status"]), float(row["achieved"])
    colour, mark, filled = _LOOK[status]
    shown = min(1.12, max(-0.25, way))
    ax.barh(
        i, shown, height=0.52, color=figures.COLOURS[colour], hatch=figures.HATCHES[colour], edgecolor="white"
    )
    gone = float(row["elapsed"])
    if not math.isnan(gone):
        ax.plot([gone, gone], [i - 0.38, i + 0.38], color=figures.INK, linewidth=2.2, zorder=4)
    ax.plot(
        [1.2],
        [i],
        marker=mark,
        markersize=8,
        linestyle="none",
        clip_on=False,
        markerfacecolor=figures.COLOURS[colour] if filled else "white",
        markeredgecolor=figures.COLOURS[colour],
    )
    ax.text(
        1.24,
        i,
        say("too early to judge, {way}", way=say.percent(way))
        if "early" in row["reasons"]
        else say("{status}, {way}", status=say.word(status), way=say.percent(way)),
        va="center",
        fontsize=9,
    )
