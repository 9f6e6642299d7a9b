"""The tree drawn from left to right: one column a level, no box on another, loose ends marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import figures
from clusterlib.boxes import fit, height_of
from clusterlib.readings import Speaker
from clusterlib.strategy.strategy_tree import HEIGHTS, Branch, TreeChecked

WIDTH = 11.5
_BOX, _GAP, _PAD = 0.86, 0.12, 0.07
_SIZE, _SMALL = 8.5, 7.5
_RED = "#A34100"
_EDGE = {
    "vision": "main",
    "objective": "main",
    "initiative": "good",
    "enabling": "warn",
    "intervention": "quiet",
}
_THICK = {"vision": 2.2, "objective": 1.6, "initiative": 1.6, "enabling": 1.6, "intervention": 1.2}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box stands, in inches: column, middle and height, and its two texts."""

    column: int
    middle: float
    height: float
    text: str
    small: str


@figures.drawn
def plot_tree(result: TreeChecked, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Draw the strategy tree; the figure grows with the number of branches."""
    columns = _columns(result)
    wide = WIDTH / max(4, 1 + max(columns.values(), default=3))
    places = _places(result, columns, (wide * _BOX - 2 * _PAD) * 0.97, say)
    high = max(sum(_extent(root, result, places) for root in result.roots), 0.6)
    ax = figures.axes(ax, width=WIDTH, height=high + 1.15)
    ax.set_axis_off()
    ax.set(xlim=(0, WIDTH), ylim=(high + 0.3, -0.42))
    ax.set_title(_title(result, say))
    if not places:
        ax.text(0, 0.2, say("The strategy tree is empty."), va="center")
        return ax
    names = (say("Vision"), say("Objectives"), say("Initiatives"), say("Interventions"))
    for column, name in enumerate(names):
        ax.text(column * wide, -0.25, name, fontsize=9, weight="bold", color="#52606D", va="center")
    for branch in result.branches.values():
        for child in branch.children:
            _line(ax, places[branch.id], places[child], wide)
    for branch in result.branches.values():
        _box(ax, branch, places[branch.id], wide, result)
    foot = say("Small print: what the branch rests on. Dashed red: a loose end. ⇄: may be shared.")
    ax.text(0, high + 0.2, foot, fontsize=8, va="center", color="#52606D")
    return ax


def _title(result: TreeChecked, say: Speaker) -> str:
    loose = len(loose_ends(result))
    if loose:
        return say.plural(loose, "The tree has one loose end", "The tree has {n} loose ends")
    n = result.counts["intervention"]
    return say.plural(n, "The tree leads to one intervention", "The tree leads to {n} interventions")


def loose_ends(result: TreeChecked) -> tuple[str, ...]:
    """Branches that hang on nothing, carry nothing or stand at the wrong level.

    Examples
    --------
    >>> from clusterlib.strategy.strategy_tree import check_tree
    >>> loose_ends(check_tree(None))
    ()
    """
    found = {*result.orphans, *result.barren, *result.misplaced}
    return tuple(name for name in result.branches if name in found)


def _columns(result: TreeChecked) -> dict[str, int]:
    columns: dict[str, int] = {}
    for branch in result.branches.values():
        least = columns[branch.parent] + 1 if branch.parent else 0
        columns[branch.id] = max(HEIGHTS[branch.level], least)
    return columns


def _places(result: TreeChecked, columns: Mapping[str, int], inner: float, say: Speaker) -> dict[str, Place]:
    made: dict[str, tuple[str, str, float]] = {}
    for branch in result.branches.values():
        text, small = _texts(branch, inner, result, say)
        high = height_of(text, size=_SIZE) + (height_of(small, size=_SMALL) if small else 0) + 2 * _PAD
        made[branch.id] = (text, small, high)
    extents: dict[str, float] = {}
    for branch in reversed(list(result.branches.values())):
        below = sum(extents[child] for child in branch.children)
        extents[branch.id] = max(made[branch.id][2] + _GAP, below)
    places: dict[str, Place] = {}
    starts, top = dict[str, float](), 0.0
    for root in result.roots:
        starts[root] = top
        top += extents[root]
    for branch in result.branches.values():
        text, small, high = made[branch.id]
        start, extent = starts[branch.id], extents[branch.id]
        places[branch.id] = Place(columns[branch.id], start + extent / 2, high, text, small)
        cursor = start + (extent - sum(extents[child] for child in branch.children)) / 2
        for child in branch.children:
            starts[child] = cursor
            cursor += extents[child]
    return places


def _extent(root: str, result: TreeChecked, places: Mapping[str, Place]) -> float:
    branch = result.branches[root]
    below = sum(_extent(child, result, places) for child in branch.children)
    return max(places[root].height + _GAP, below)


def _texts(branch: Branch, inner: float, result: TreeChecked, say: Speaker) -> tuple[str, str]:
    said = branch.text_fr if say.locale == "fr" and branch.text_fr else branch.text
    twin = any(branch.id in (pair.first, pair.second) for pair in result.twins)
    bold = branch.level in ("vision", "objective")
    head = f"{'⇄ ' if twin else ''}{branch.id} · {said}"
    text = fit(head, inner, size=_SIZE, lines=5 if branch.level == "vision" else 4, bold=bold)
    small = []
    if branch.level == "enabling":
        small.append(say.word("enabling"))
    if branch.because:
        small.append("← " + ", ".join(branch.because))
    for ids, mark in (
        (result.orphans, say("nothing above")),
        (result.barren, say("nothing below")),
        (result.misplaced, say("wrong level")),
    ):
        small += [mark] if branch.id in ids else []
    return text, "\n".join(fit(line, inner, size=_SMALL, lines=1) for line in small)


def _box(ax: Axes, branch: Branch, place: Place, wide: float, result: TreeChecked) -> None:
    left, upper = place.column * wide, place.middle - place.height / 2
    loose = branch.id in loose_ends(result)
    ax.add_patch(
        Rectangle(
            (left, upper),
            wide * _BOX,
            place.height,
            facecolor="white",
            zorder=2,
            edgecolor=_RED if loose else figures.COLOURS[_EDGE[branch.level]],
            ls="--" if loose else "-",
            lw=2.0 if loose else _THICK[branch.level],
        )
    )
    bold = "bold" if branch.level in ("vision", "objective") else "normal"
    x, y = left + _PAD, upper + _PAD
    ax.text(x, y, place.text, fontsize=_SIZE, weight=bold, va="top", linespacing=1.2, zorder=3)
    if place.small:
        y += height_of(place.text, size=_SIZE)
        colour = _RED if loose else "#52606D"
        ax.text(x, y, place.small, fontsize=_SMALL, va="top", linespacing=1.2, color=colour, zorder=3)


def _line(ax: Axes, above: Place, below: Place, wide: float) -> None:
    start, end = above.column * wide + wide * _BOX, below.column * wide
    turn = start + wide * (1 - _BOX) / 2
    xs, ys = [start, turn, turn, end], [above.middle, above.middle, below.middle, below.middle]
    ax.plot(xs, ys, color="#8A939E", lw=1.0, zorder=1, solid_joinstyle="round")
