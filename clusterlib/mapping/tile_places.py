"""Where each region stands on a map made of tiles, with or without geometry."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment


@dataclass(frozen=True, slots=True)
class TilePlaces:
    """A tile for each region.

    Attributes
    ----------
    place : dict
        Region to (row, column), both from 0, the first row at the top.
    kind : str
        ``given`` (from a table), ``geometry`` (from the middle of each region) or ``alphabet``: then a
        tile's place says nothing about where the region lies.
    apart : tuple of str
        Regions without a place of their own; they stand below the others.
    """

    place: dict[str, tuple[int, int]]
    kind: str
    apart: tuple[str, ...]


def tile_places(
    regions: Sequence[str],
    places: pd.DataFrame | None = None,
    centres: Mapping[str, tuple[float, float]] | None = None,
) -> TilePlaces:
    """Give each region a tile.

    Parameters
    ----------
    regions : sequence of str
        Names, each once.
    places : DataFrame, optional
        Typed table `regions`: region, tile_row, tile_column. Names are compared without regard to case.
    centres : mapping, optional
        Region to the (x, y) of its middle; used when no place is given.

    Examples
    --------
    >>> tile_places(["C", "A", "B"]).place
    {'A': (0, 0), 'B': (0, 1), 'C': (1, 0)}
    >>> tile_places(["west", "east"], centres={"west": (0.0, 0.0), "east": (5.0, 0.0)}).place
    {'west': (0, 0), 'east': (0, 1)}
    """
    if places is not None and len(places):
        found = _given(regions, places)
        if found:
            return _below(regions, found, "given")
    known = {name: centres[name] for name in regions if name in centres} if centres else {}
    if known:
        return _below(regions, _nearest(known), "geometry")
    width = max(1, math.ceil(math.sqrt(1.4 * len(regions)))) if len(regions) > 3 else 2
    order = sorted(regions, key=lambda name: (name.casefold(), name))
    return TilePlaces({name: divmod(k, width) for k, name in enumerate(order)}, "alphabet", ())


def _given(regions: Sequence[str], places: pd.DataFrame) -> dict[str, tuple[int, int]]:
    rows = places.dropna(subset=["tile_row", "tile_column"])
    told = {
        str(name).strip().casefold(): (int(row), int(column))
        for name, row, column in zip(rows["region"], rows["tile_row"], rows["tile_column"], strict=True)
    }
    found: dict[str, tuple[int, int]] = {}
    for name in regions:
        place = told.get(name.strip().casefold())
        if place is not None and place not in found.values():  # two on one tile: the second stands apart
            found[name] = place
    if not found:
        return found
    top, left = (min(place[side] for place in found.values()) for side in (0, 1))
    return {name: (row - top, column - left) for name, (row, column) in found.items()}


def _nearest(centres: Mapping[str, tuple[float, float]]) -> dict[str, tuple[int, int]]:
    """Tiles of a grid that lie nearest to the middles, all distances together as small as they can be."""
    names = list(centres)
    xy = np.array([centres[name] for name in names], dtype=np.float64)
    span = np.maximum(xy.max(axis=0) - xy.min(axis=0), 1e-9)
    aspect = float(np.clip(span[0] / span[1], 0.34, 3.0))
    cells = 1.35 * len(names)
    width = max(1, math.ceil(math.sqrt(cells * aspect)))
    height = max(1, math.ceil(cells / width))
    if len(names) == 1 or span.min() / span.max() < 1e-6:  # on one line
        width, height = (len(names), 1) if span[0] >= span[1] else (1, len(names))
    rows, columns = (side.ravel() for side in np.mgrid[0:height, 0:width])
    unit = (xy - xy.min(axis=0)) / span
    x, y = unit[:, 0] * (width - 1), (1 - unit[:, 1]) * (height - 1)
    far = (x[:, None] - columns[None, :]) ** 2 + (y[:, None] - rows[None, :]) ** 2
    chosen = linear_sum_assignment(far)[1]
    top, left = rows[chosen].min(), columns[chosen].min()
    return {name: (int(rows[k] - top), int(columns[k] - left)) for name, k in zip(names, chosen, strict=True)}


def _below(regions: Sequence[str], found: dict[str, tuple[int, int]], kind: str) -> TilePlaces:
    """Those without a place, in a line below the others."""
    apart = tuple(name for name in regions if name not in found)
    width = max(3, 1 + max(column for _, column in found.values()))
    start = 2 + max(row for row, _ in found.values())
    more = {name: (start + k // width, k % width) for k, name in enumerate(apart)}
    return TilePlaces({**found, **more}, kind, apart)
