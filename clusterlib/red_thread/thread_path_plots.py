"""The way of one row as a picture: evidence on the left, the row in the middle, consequences on the right."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from clusterlib import boxes, figures
from clusterlib import tables as dictionary
from clusterlib.readings import Speaker
from clusterlib.red_thread.thread_paths import Node, Way
from clusterlib.twins import called

_WIDE, _HIGH = 2.5, 0.95
_BOX, _TALL = 1.9, 0.72


@figures.drawn
def plot_way(way: Way, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Boxes in columns by their distance from the row, joined by lines.

    Parameters
    ----------
    way : Way
        From `thread_paths.follow`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Axes to draw on.
    """
    columns: dict[int, list[Node]] = {}
    for node, depth in way.depth.items():
        columns.setdefault(depth, []).append(node)
    rows = max(len(nodes) for nodes in columns.values())
    first = min(columns)
    width, height = _WIDE * (max(columns) - first + 1), _HIGH * rows
    places = {
        node: (
            (depth - first) * _WIDE + _WIDE / 2,
            (i + 0.5) * _HIGH + (rows - len(columns[depth])) * _HIGH / 2,
        )
        for depth, nodes in columns.items()
        for i, node in enumerate(nodes)
    }
    ax = figures.axes(ax, width=max(6.0, width), height=height + 0.7)
    ax.set_axis_off()
    ax.set(xlim=(0, max(6.0, width)), ylim=(height, 0))
    ax.set_title(_title(way, say))
    for steps, ahead in ((way.up, False), (way.down, True)):
        for near, after in steps.items():
            for far in after:
                _join(ax, places[near if ahead else far], places[far if ahead else near])
    for node, place in places.items():
        _box(ax, node, place, way, say)
    return ax


def _title(way: Way, say: Speaker) -> str:
    above = sum(depth < 0 for depth in way.depth.values())
    below = sum(depth > 0 for depth in way.depth.values())
    return say(
        "{id} rests on {above} and carries {below}",
        id=called(way.start[1], way.names.get(way.start, ""), say=say),
        above=say.plural(above, "one row", "{n} rows"),
        below=say.plural(below, "one row", "{n} rows"),
    )


def _join(ax: Axes, left: tuple[float, float], right: tuple[float, float]) -> None:
    half = _BOX / 2 if right[0] > left[0] else 0.0
    xs, ys = (left[0] + half, right[0] - half), (left[1], right[1])
    ax.plot(xs, ys, color="#7B8794", linewidth=1, zorder=1)


def _box(ax: Axes, node: Node, place: tuple[float, float], way: Way, say: Speaker) -> None:
    x, y = place
    own = node == way.start
    colour = figures.COLOURS["main"] if own else "#7B8794"
    ax.add_patch(
        FancyBboxPatch(
            (x - _BOX / 2, y - _TALL / 2),
            _BOX,
            _TALL,
            boxstyle="round,pad=0,rounding_size=0.06",
            facecolor="white",
            edgecolor=colour,
            linewidth=2 if own else 1,
            zorder=2,
        )
    )
    head = f"{dictionary.table(node[0]).label(say.locale)} {node[1]}"
    inner = _BOX - 0.12
    style: dict[str, Any] = {"ha": "center", "va": "center", "zorder": 3}
    text = way.names.get(node, "")
    top = boxes.fit(head, inner, size=8, lines=1, bold=True)
    ax.text(x, y - 0.2 if text else y, top, fontsize=8, weight="bold", **style)
    if text:
        ax.text(x, y + 0.12, boxes.fit(text, inner, size=8, lines=2), fontsize=8, **style)
