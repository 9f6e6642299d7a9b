"""A map of tiles: one industry in all regions, without any geometry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import chart_parts, figures
from clusterlib.mapping.region_values import (
    CellLook,
    RegionValues,
    cell_looks,
    industry_name,
    leading,
    legend,
    value_text,
)
from clusterlib.mapping.tile_places import TilePlaces, tile_places
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

#: Height of a tile against its width, and the widest a tile may be, in inches.
_TALL, _WIDEST = 0.62, 1.55


@dataclass(frozen=True, slots=True)
class TileMap:
    """One industry in all regions, each on its tile.

    Attributes
    ----------
    values : RegionValues
        What is shown.
    tiles : TilePlaces
        Where.
    """

    values: RegionValues
    tiles: TilePlaces


def lay_tiles(
    values: RegionValues,
    places: pd.DataFrame | None = None,
    centres: Mapping[str, tuple[float, float]] | None = None,
) -> TileMap:
    """Put each region on a tile: from the table `regions`, else by the middle of its shape, else by name.

    Parameters
    ----------
    values : RegionValues
        From `across_regions`.
    places : DataFrame, optional
        Typed table `regions`.
    centres : mapping, optional
        Region to the (x, y) of its middle.
    """
    return TileMap(values, tile_places(list(values.frame["region"]), places, centres))


def map_title(values: RegionValues, *, say: Speaker) -> str:
    """The finding of a map in one line."""
    frame, name = values.frame, figures.wrap(industry_name(values, say), 50, lines=1)
    if values.industry is None or frame["lq_low"].isna().all():
        return say("There is nothing to compare between regions")
    leader = leading(frame)
    if leader is None:
        return say("{industry}: no region is for certain the first", industry=name)
    region = texts(frame.iloc[[leader]], "region", say=say)[0]
    return say("{industry}: {region} has most for its size", industry=name, region=region)


@figures.drawn
def plot_tiles(result: TileMap, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Tiles coloured by location quotient; secret ones hatched, nil white with a 0.

    Parameters
    ----------
    result : TileMap
        From `lay_tiles`.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    values, place = result.values, result.tiles.place
    if not place or values.industry is None:
        return chart_parts.empty(figures.axes(ax, width=8.0, height=1.0), map_title(values, say=say))
    rows = 1 + max(row for row, _ in place.values())
    columns = 1 + max(column for _, column in place.values())
    wide = min(8.6 / columns, _WIDEST)
    ax = figures.axes(ax, width=8.8, height=1.6 + _TALL * wide * rows)
    ax.set_axis_off()
    frame = values.frame
    looks = cell_looks(frame, values.limits)
    for look, name, row in zip(looks, texts(frame, "region", say=say), frame.to_dict("records"), strict=True):
        _tile(ax, place[row["region"]], look, (name, value_text(row, say)), bool(row["own"]), wide)
    ax.set_xlim(0, max(columns, 8.6 / _WIDEST))
    ax.set_ylim(rows * _TALL, 0)
    ax.set_aspect("equal", anchor="NW")
    ax.set_title(figures.wrap(map_title(values, say=say), 80))
    legend(ax, values, _note(result, say), say)
    return ax


def _note(result: TileMap, say: Speaker) -> str:
    share = say("Times the average share of jobs, {year}.", year=str(result.values.year))
    if result.tiles.kind == "alphabet":
        return share + " " + say("Tiles in alphabetical order, not as on a map.")
    return share + " " + say("Tiles roughly as on a map.")


def _tile(
    ax: Axes, at: tuple[int, int], look: CellLook, words: tuple[str, str], own: bool, wide: float
) -> None:
    y, x = at[0] * _TALL, at[1]
    edge: dict[str, Any] = {"edgecolor": figures.INK if own else "#8A939E", "linewidth": 2.2 if own else 0.7}
    box = Rectangle((x + 0.03, y + 0.03), 0.94, _TALL - 0.06, facecolor=look.face, hatch=look.hatch, **edge)
    box.set_zorder(3 if own else 2)
    ax.add_patch(box)
    size = 9.0 if wide > 1.3 else 8.0 if wide > 1.05 else 6.2
    style: dict[str, Any] = {
        "ha": "center",
        "va": "center",
        "color": look.letters,
        "zorder": 4,
        "linespacing": 0.95,
    }
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.8} if look.hatch else None
    name = figures.wrap(words[0], 14, lines=3 if wide > 1.05 else 2)
    ax.text(x + 0.5, y + 0.25, name, fontsize=size - 0.5, bbox=ground, **style)
    ax.text(x + 0.5, y + _TALL - 0.13, words[1], fontsize=size, fontweight="bold", bbox=ground, **style)


def read_tiles(result: TileMap, *, say: Speaker = Speaker()) -> str:
    """Where the industry is, besides here, and how the tiles are laid."""
    values = result.values
    frame = values.frame
    if values.industry is None or frame["lq_low"].isna().all():
        return say("There is nothing to compare: the table knows one region, or no totals.")
    parts = [_leads(values, say), _own(values, say)]
    hidden = frame[frame["status"].isin(["suppressed", "missing"])]
    if len(hidden):
        names = say.names(texts(hidden, "region", say=say), limit=4)
        parts.append(
            say("Not published for {names}: what stands there is the range it can have.", names=names)
        )
    if result.tiles.kind == "alphabet":
        parts.append(
            say(
                "The tiles stand in alphabetical order; fill the table of regions, or name a file with "
                "outlines, and they stand roughly as on a map."
            )
        )
    elif result.tiles.apart:
        apart = frame[frame["region"].isin(result.tiles.apart)]
        parts.append(
            say(
                "Without a place, so below the others: {names}.",
                names=say.names(texts(apart, "region", say=say), limit=4),
            )
        )
    return " ".join(part for part in parts if part)


def _leads(values: RegionValues, say: Speaker) -> str:
    strong = values.frame[values.frame["verdict"] == "certain"].sort_values(
        "lq", ascending=False, kind="stable"
    )
    name = short(industry_name(values, say))
    if strong.empty:
        return say("No region stands out for certain in {industry}.", industry=name)
    return say.plural(
        len(strong),
        "In {industry} one region stands out for certain: {names}.",
        "In {industry} {n} regions stand out for certain: {names}.",
        industry=name,
        names=say.names(texts(strong, "region", say=say), limit=4),
    )


def _own(values: RegionValues, say: Speaker) -> str:
    own = values.frame[values.frame["own"] & values.frame["lq"].notna()]
    if own.empty:
        return ""
    region, lq = texts(own, "region", say=say)[0], own["lq"].iloc[0]
    better = int((values.frame["lq_low"] > lq * (1 + 1e-9)).sum())
    maybe = int(
        (
            (values.frame["lq_high"].fillna(float("inf")) > lq * (1 + 1e-9)) & values.frame["lq_low"].notna()
        ).sum()
    )
    if not maybe:
        return say(
            "{region} has {lq} times the average, the most of all.", region=region, lq=say.number(lq, 1)
        )
    if better == maybe:
        return say(
            "{region} has {lq} times the average, place {place}.",
            region=region,
            lq=say.number(lq, 1),
            place=say.number(better + 1),
        )
    return say(
        "{region} has {lq} times the average; its place is between {first} and {last}, as unpublished jobs "
        "decide.",
        region=region,
        lq=say.number(lq, 1),
        first=say.number(better + 1),
        last=say.number(maybe + 1),
    )
