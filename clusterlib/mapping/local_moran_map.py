"""A map of regions beside their neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from clusterlib import chart_parts, figures
from clusterlib.mapping.choropleth import bounds_of, draw_shape, frame_map, name_shapes
from clusterlib.mapping.local_moran import (
    FEWEST,
    LocalMoran,
    beside_neighbours,
    how_many,
    neighbours_of,
)
from clusterlib.mapping.region_values import CellLook, RegionValues, across_regions, in_order, industry_name
from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.tile_places import TilePlaces, tile_places
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

#: Look of each pattern; all four are hatched differently, so none needs its colour.
LOOKS = {
    "high-high": CellLook("#1F5A99", "white", ""),
    "low-low": CellLook("#DFC27D", "#1F2933", ".."),
    "high-low": CellLook("#D55E00", "white", "xx"),
    "low-high": CellLook("#8DBBE0", "#1F2933", "\\\\"),
}
_NOT_FOUND = CellLook("#F4F4F1", "#1F2933", "")
_UNDEFINED = CellLook("white", "#1F2933", "////")
_TALL, _WIDEST = 0.62, 1.55


@dataclass(frozen=True, slots=True)
class LisaMap:
    """Regions beside their neighbours, ready to be drawn.

    Attributes
    ----------
    result : LocalMoran
        What was found.
    tiles : TilePlaces
        A tile for each region.
    shapes : mapping
        Outlines; empty: tiles are drawn.
    instead : RegionValues or None
        The industry that should have been shown, where too few regions publish it.
    """

    result: LocalMoran
    tiles: TilePlaces
    shapes: Mapping[str, Any]
    instead: RegionValues | None = None


def lay_lisa(
    result: LocalMoran, places: pd.DataFrame | None = None, *, shapes: Mapping[str, Any] | None = None
) -> LisaMap:
    """Put what was found on outlines where there are some, else on tiles."""
    regions = list(result.frame["region"])
    centres = None
    if shapes:
        points = {name: shape.representative_point() for name, shape in shapes.items()}
        centres = {name: (float(point.x), float(point.y)) for name, point in points.items()}
    return LisaMap(result, tile_places(regions, places, centres), shapes or {})


def compare_neighbours(
    jobs: Specialisation,
    table: pd.DataFrame | None = None,
    places: pd.DataFrame | None = None,
    *,
    industry: str = "",
    sector: str | None = None,
    shapes: Mapping[str, Any] | None = None,
    permutations: int = 9999,
    alpha: float = 0.05,
) -> LisaMap:
    """Compare each region with its neighbours in one industry, and put what was found on a map.

    Where too few regions publish the sector, the next industry of the own region that enough publish is
    taken; one that is asked for is kept.

    Parameters
    ----------
    jobs : Specialisation
        From `specialise`.
    table, places : DataFrame, optional
        Typed tables `region_neighbours` and `regions`.
    industry, sector : str, optional
        As in `across_regions`.
    shapes : mapping, optional
        Region to its outline.
    permutations, alpha
        As in `beside_neighbours`.
    """
    first = across_regions(jobs, industry=industry, sector=sector)
    near = neighbours_of(list(first.frame["region"]), table, shapes)[0]
    further = in_order(jobs, sector)[1:] if not industry.strip() and jobs.year is not None else []
    tried = chain([first], (across_regions(jobs, industry=name) for name in further))  # one after another
    chosen = next((values for values in tried if how_many(values, near) >= FEWEST), first)
    found = beside_neighbours(chosen, table, shapes=shapes, permutations=permutations, alpha=alpha)
    return LisaMap(
        found,
        lay_lisa(found, places, shapes=shapes).tiles,
        shapes or {},
        first if chosen is not first else None,
    )


def words(say: Speaker) -> dict[str, str]:
    """The four patterns in words."""
    return {
        "high-high": say("strong beside strong"),
        "low-low": say("weak beside weak"),
        "high-low": say("strong beside weak"),
        "low-high": say("weak beside strong"),
    }


def headline(result: LocalMoran, *, say: Speaker) -> str:
    """The finding in one line."""
    if result.why == "neighbours":
        return say("Which regions are neighbours is not known")
    if result.why:
        return say("Too little to compare regions with their neighbours")
    found = int(result.frame["found"].sum())
    name = figures.wrap(industry_name(result.values, say), 50, lines=1)
    if not found:
        return say("{industry}: no pattern among neighbours that chance could not give", industry=name)
    return say.plural(
        found,
        "{industry}: one region differs from chance with its neighbours",
        "{industry}: {n} regions differ from chance with their neighbours",
        industry=name,
    )


@figures.drawn
def plot_lisa(lisa: LisaMap, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Regions that form a pattern with their neighbours, on outlines or on tiles.

    Parameters
    ----------
    lisa : LisaMap
        From `lay_lisa`.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    result = lisa.result
    if result.why or result.frame.empty:
        return chart_parts.empty(figures.axes(ax, width=8.0, height=1.0), headline(result, say=say))
    ax = _outlines(ax, lisa, say) if lisa.shapes else _tiles(ax, lisa, say)
    ax.set_title(figures.wrap(headline(result, say=say), 80))
    named = words(say)
    present = [name for name in LOOKS if ((result.frame["quadrant"] == name) & result.frame["found"]).any()]
    entries = [(LOOKS[name], named[name]) for name in present]
    if (~result.frame["found"] & (result.frame["state"] == "judged")).any():
        entries.append((_NOT_FOUND, say("could be chance")))
    if (result.frame["state"] != "judged").any():
        entries.append((_UNDEFINED, say("undefined")))
    handles = [
        Patch(facecolor=k.face, hatch=k.hatch, edgecolor="#8A939E", label=label) for k, label in entries
    ]
    figure = ax.get_figure(root=True)
    figure.legend(handles=handles, loc="outside lower left", ncols=3, fontsize=9)  # type: ignore[union-attr]
    return ax


def _look(row: Mapping[Any, Any]) -> CellLook:
    if row["state"] != "judged":
        return _UNDEFINED
    return LOOKS[row["quadrant"]] if row["found"] else _NOT_FOUND


def _outlines(ax: Axes | None, lisa: LisaMap, say: Speaker) -> Axes:
    box = bounds_of(lisa.shapes)
    ax = figures.axes(ax, width=8.8, height=5.4)
    span = max(box[2] - box[0], box[3] - box[1])
    for row in lisa.result.frame.to_dict("records"):
        if row["region"] in lisa.shapes:
            own = row["region"] == lisa.result.values.region
            draw_shape(ax, lisa.shapes[row["region"]], _look(row), own=own, span=span)
    frame_map(ax, box)
    names = texts(lisa.result.values.frame, "region", say=say)
    told = {region: short(name, 24) for region, name in zip(lisa.result.frame["region"], names, strict=True)}
    name_shapes(ax, lisa.shapes, told)
    return ax


def _tiles(ax: Axes | None, lisa: LisaMap, say: Speaker) -> Axes:
    place = lisa.tiles.place
    rows, columns = (1 + max(spot[side] for spot in place.values()) for side in (0, 1))
    wide = min(8.6 / columns, _WIDEST)
    ax = figures.axes(ax, width=8.8, height=1.3 + _TALL * wide * rows)
    ax.set_axis_off()
    names = texts(lisa.result.values.frame, "region", say=say)
    for name, row in zip(names, lisa.result.frame.to_dict("records"), strict=True):
        look, (y, x) = _look(row), place[row["region"]]
        own = row["region"] == lisa.result.values.region
        edge: dict[str, Any] = {
            "edgecolor": figures.INK if own else "#8A939E",
            "linewidth": 2.2 if own else 0.7,
        }
        box = Rectangle(
            (x + 0.03, y * _TALL + 0.03), 0.94, _TALL - 0.06, facecolor=look.face, hatch=look.hatch, **edge
        )
        box.set_zorder(3 if own else 2)
        ax.add_patch(box)
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.8} if look.hatch else None
        colour = figures.INK if look.hatch else look.letters
        ax.text(
            x + 0.5,
            (y + 0.5) * _TALL,
            figures.wrap(name, 14, lines=3),
            ha="center",
            va="center",
            zorder=4,
            fontsize=8.5 if wide > 1.05 else 6.2,
            color=colour,
            bbox=ground,
        )
    ax.set_xlim(0, max(columns, 8.6 / _WIDEST))
    ax.set_ylim(rows * _TALL, 0)
    ax.set_aspect("equal", anchor="NW")
    return ax
