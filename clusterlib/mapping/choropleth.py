"""One industry on the outlines of a person's own map."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from clusterlib import chart_parts, figures
from clusterlib.mapping.region_values import CellLook, RegionValues, cell_looks, legend, value_text
from clusterlib.mapping.tile_map import map_title
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

#: Up to so many regions are named on the map; more would cover it.
_NAMED = 20


class Outlines(Protocol):
    """What is needed of `clusterlib.inputs.shapes.Shapes`."""

    @property
    def file(self) -> str: ...
    @property
    def shapes(self) -> Mapping[str, Any]: ...
    @property
    def missing(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def unused(self) -> tuple[str, ...]: ...
    @property
    def invalid(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Choropleth:
    """One industry on outlines.

    Attributes
    ----------
    values : RegionValues
        What is shown.
    outlines : Outlines
        Where.
    """

    values: RegionValues
    outlines: Outlines | None


def on_outlines(values: RegionValues, *, outlines: Outlines | None) -> Choropleth:
    """Put one industry on the outlines of the regions; None where no file is named."""
    return Choropleth(values, outlines)


@figures.drawn
def plot_choropleth(result: Choropleth, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Regions coloured by location quotient; secret ones hatched, nil white with a 0.

    Parameters
    ----------
    result : Choropleth
        From `on_outlines`.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    values, shapes = result.values, result.outlines.shapes if result.outlines else {}
    if not shapes or values.industry is None:
        return chart_parts.empty(figures.axes(ax, width=8.0, height=1.0), map_title(values, say=say))
    box = bounds_of(shapes)
    ax = figures.axes(ax, width=8.8, height=_height(box) + 1.4)
    looks = cell_looks(values.frame, values.limits)
    rows = values.frame.to_dict("records")
    for look, row in zip(looks, rows, strict=True):
        if row["region"] in shapes:
            draw_shape(
                ax,
                shapes[row["region"]],
                look,
                own=bool(row["own"]),
                span=max(box[2] - box[0], box[3] - box[1]),
            )
    frame_map(ax, box)
    ax.set_title(figures.wrap(map_title(values, say=say), 80))
    legend(ax, values, say("Times the average share of jobs, {year}.", year=str(values.year)), say)
    names = [short(name, 24) for name in texts(values.frame, "region", say=say)]
    told = {row["region"]: f"{name} {value_text(row, say)}" for name, row in zip(names, rows, strict=True)}
    name_shapes(ax, shapes, told)
    return ax


def name_shapes(ax: Axes, shapes: Mapping[str, Any], names: Mapping[str, str]) -> None:
    """Write on the largest regions, where there is room; the table has the others."""
    figure = ax.get_figure(root=True)
    figure.draw_without_rendering()  # type: ignore[union-attr]
    taken: list[Any] = []
    order = sorted((name for name in shapes if name in names), key=lambda name: -shapes[name].area)
    for name in order[:_NAMED]:
        point = shapes[name].representative_point()
        text = ax.text(
            point.x,
            point.y,
            figures.wrap(names[name], 14, lines=3),
            fontsize=7.5,
            ha="center",
            va="center",
            zorder=6,
        )
        text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.8})
        text.set_in_layout(False)
        extent = text.get_window_extent()
        if any(extent.overlaps(other) for other in taken):
            text.remove()
        else:
            taken.append(extent)


def bounds_of(shapes: Mapping[str, Any]) -> tuple[float, float, float, float]:
    """Left, lower, right and upper end of all shapes."""
    ends = np.array([shape.bounds for shape in shapes.values()])
    least, most = ends.min(axis=0), ends.max(axis=0)
    return float(least[0]), float(least[1]), float(most[2]), float(most[3])


def stretch(box: tuple[float, float, float, float]) -> float:
    """How much taller a degree of latitude is than one of longitude; 1 for maps in metres."""
    left, low, right, high = box
    degrees = left >= -181 and right <= 181 and low >= -91 and high <= 91
    return 1 / max(math.cos(math.radians((low + high) / 2)), 0.2) if degrees else 1.0


def _height(box: tuple[float, float, float, float]) -> float:
    wide, tall = max(box[2] - box[0], 1e-9), (box[3] - box[1]) * stretch(box)
    return float(np.clip(8.2 * tall / wide, 2.0, 7.5))


def frame_map(ax: Axes, box: tuple[float, float, float, float]) -> None:
    """Axes of a map: no scales, no distortion."""
    ax.set_axis_off()
    pad = 0.02 * max(box[2] - box[0], box[3] - box[1], 1e-9)
    ax.set_xlim(box[0] - pad, box[2] + pad)
    ax.set_ylim(box[1] - pad, box[3] + pad)
    ax.set_aspect(stretch(box), anchor="NW")


def draw_shape(ax: Axes, shape: Any, look: CellLook, *, own: bool, span: float) -> None:
    """One region as a patch; corners closer than the eye can tell are left out."""
    thin = shape.simplify(span / 1500, preserve_topology=False)
    thin = shape if thin.is_empty else thin
    corners, codes = [], []
    for polygon in getattr(thin, "geoms", [thin]):
        for ring in (polygon.exterior, *polygon.interiors):
            points = np.asarray(ring.coords)[:, :2]
            if len(points) < 3:
                continue
            corners.append(points)
            codes += [Path.MOVETO, *[Path.LINETO] * (len(points) - 2), Path.CLOSEPOLY]
    if not corners:
        return
    edge: dict[str, Any] = {"edgecolor": figures.INK if own else "#6B7580", "linewidth": 2.2 if own else 0.6}
    patch = PathPatch(Path(np.concatenate(corners), codes), facecolor=look.face, hatch=look.hatch, **edge)
    patch.set_zorder(4 if own else 2)
    ax.add_patch(patch)


def read_outlines(result: Choropleth, *, say: Speaker = Speaker()) -> str:
    """Which regions have no outline, and which outlines no region."""
    outlines = result.outlines
    if outlines is None:
        return say(
            "Own outlines: put a GeoJSON file or a shapefile into the folder of the case and name it in the "
            "parameter shapes; then the same numbers stand on your map."
        )
    parts = [
        say.plural(
            len(outlines.shapes),
            "The file {file} has the outline of one region of the table.",
            "The file {file} has the outlines of {n} regions of the table.",
            file=outlines.file,
        )
    ]
    if outlines.missing:
        told = [
            say("{name} (nearest: {other})", name=name, other=other) if other else name
            for name, other in outlines.missing
        ]
        parts.append(say("Without an outline, so not on the map: {names}.", names=say.names(told, limit=6)))
    if outlines.unused:
        parts.append(
            say("In the file but not in the table: {names}.", names=say.names(outlines.unused, limit=6))
        )
    if outlines.invalid:
        parts.append(
            say(
                "Outlines that cross themselves, drawn as they are: {names}.",
                names=say.names(outlines.invalid, limit=4),
            )
        )
    return " ".join(parts)
