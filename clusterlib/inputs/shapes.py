"""The shapes of regions from a person's own GeoJSON or shapefile: a stranger's file, so nothing is believed.

Only a file inside the folder of the case is opened. GeoJSON is read as plain JSON; a shapefile must be one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clusterlib.faults import ClusterlibError, DomainError, SchemaError, visible
from clusterlib.inputs.parsing import nearest

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Largest file in bytes, and most shapes and corners in it.
MAX_BYTES, MAX_SHAPES, MAX_CORNERS = 30 * 1024 * 1024, 5000, 2_000_000
_ENDINGS = (".geojson", ".json", ".shp")
_AREAS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes by the names that the tables of the case use.

    Attributes
    ----------
    file : str
        Name of the file.
    column : str
        Property that holds the names.
    shapes : dict
        Region, as the table spells it, to its shape (shapely).
    missing : tuple of (str, str)
        Regions of the table without a shape, each with the nearest name in the file or a blank.
    unused : tuple of str
        Names in the file that the table does not know.
    invalid : tuple of str
        Regions whose outline crosses itself; drawn as they are.
    """

    file: str
    column: str
    shapes: Mapping[str, BaseGeometry]
    missing: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]
    invalid: tuple[str, ...]

    @property
    def centres(self) -> dict[str, tuple[float, float]]:
        """A point inside each shape."""
        points = {name: shape.representative_point() for name, shape in self.shapes.items()}
        return {name: (float(point.x), float(point.y)) for name, point in points.items()}


def read_shapes(folder: Path, file: str, regions: Iterable[str], *, column: str = "") -> Shapes:
    """Read the shapes of the regions of a case.

    Parameters
    ----------
    folder : Path
        Folder of the case (of an Excel case: the folder it lies in).
    file : str
        Name of a ``.geojson``, ``.json`` or ``.shp`` file in that folder or below it.
    regions : iterable of str
        Names as the table spells them; compared without regard to case and outer blanks.
    column : str
        Property with the names; blank: the one that matches most regions.

    Raises
    ------
    SchemaError
        If the file is not there, too large, or not what its ending says.
    DomainError
        If it lies outside the folder, or no name in it is a region of the table.
    ClusterlibError
        If a library that is needed is not installed.
    """
    path = _inside(folder, file)
    rows = _geojson(path) if path.suffix.casefold() != ".shp" else _shapefile(path)
    names = list(dict.fromkeys(regions))
    column = _column(rows, names, column, path.name)
    plain = {name.strip().casefold(): name for name in names}
    found: dict[str, list[Any]] = {}
    unused = []
    for properties, shape in rows:
        given = str(properties.get(column, "") or "").strip()
        region = plain.get(given.casefold())
        if region is not None:
            found.setdefault(region, []).append(shape)
        elif given:
            unused.append(given)
    shapes = {name: _joined(found[name]) for name in names if name in found}
    spare = list(dict.fromkeys(unused))
    missing = tuple((name, nearest(name, spare) or "") for name in names if name not in shapes)
    invalid = tuple(name for name, shape in shapes.items() if not shape.is_valid)
    return Shapes(path.name, column, shapes, missing, tuple(spare), invalid)


def _inside(folder: Path, file: str) -> Path:
    given = Path(file)
    if given.is_absolute() or given.drive or "\\" in file or "://" in file:
        raise DomainError(f"shapes: {visible(file)!r} must be the name of a file in the folder of the case.")
    root = folder.resolve()
    path = (root / given).resolve()
    if not path.is_relative_to(root):
        raise DomainError(f"shapes: {visible(file)!r} lies outside the folder of the case. Copy it there.")
    if path.suffix.casefold() not in _ENDINGS:
        raise SchemaError(
            f"shapes: {visible(file)!r} is no {', '.join(_ENDINGS)} file. Export it as GeoJSON."
        )
    if not path.is_file():
        raise SchemaError(f"shapes: there is no file {visible(file)!r} in the folder of the case.")
    size = sum(part.stat().st_size for part in _parts(path))
    if size > MAX_BYTES:
        raise SchemaError(
            f"shapes: {visible(file)!r} has {size / 2**20:.0f} MB, at most {MAX_BYTES // 2**20} are read. "
            "Simplify the outlines."
        )
    return path


def _parts(path: Path) -> list[Path]:
    """The files a shapefile is made of; links that lead elsewhere are refused."""
    if path.suffix.casefold() != ".shp":
        return [path]
    parts = [
        p
        for p in path.parent.glob(f"{path.stem}.*")
        if p.suffix.casefold() in (".shp", ".shx", ".dbf", ".prj", ".cpg")
    ]
    if any(not part.resolve().is_relative_to(path.parent.resolve()) for part in parts):
        raise DomainError(f"shapes: a part of {path.name} is a link out of the folder of the case.")
    return parts


def _geojson(path: Path) -> list[tuple[dict[str, Any], BaseGeometry]]:
    shape = _shapely()
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise SchemaError(
            f"shapes: {path.name} cannot be read as GeoJSON ({type(error).__name__})."
        ) from None
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        raise SchemaError(f"shapes: {path.name} is no GeoJSON of the type FeatureCollection.")
    if len(features) > MAX_SHAPES:
        raise SchemaError(f"shapes: {path.name} has {len(features)} shapes, at most {MAX_SHAPES} are read.")
    rows, corners = [], 0
    for number, feature in enumerate(features, start=1):
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(geometry, dict) or geometry.get("type") not in _AREAS:
            continue  # points, lines and empty shapes are no regions
        try:
            made = shape(geometry)
            corners += sum(len(ring) for part in _polygons(geometry) for ring in part)
            ends = made.bounds
        except Exception as error:
            raise SchemaError(
                f"shapes: {path.name}, shape {number}: its outline cannot be read ({type(error).__name__})."
            ) from None
        if not ends or not all(math.isfinite(value) for value in ends):
            raise SchemaError(f"shapes: {path.name}, shape {number}: its outline has no size.")
        if corners > MAX_CORNERS:
            raise SchemaError(
                f"shapes: {path.name} has more than {MAX_CORNERS} corners. Simplify the outlines."
            )
        rows.append((properties if isinstance(properties, dict) else {}, made))
    return _some(rows, path.name)


def _polygons(geometry: dict[str, Any]) -> list[Any]:
    parts = geometry["coordinates"]
    return [parts] if geometry["type"] == "Polygon" else list(parts)


def _refuse(word: str) -> float:
    raise ValueError(word)


def _shapely() -> Any:
    try:
        from shapely.geometry import shape
    except ImportError:
        raise ClusterlibError(_EXTRA) from None
    return shape


_EXTRA = "shapes: a map from outlines needs the extra “analysis”: pip install 'clusterlib[analysis]'."


def _shapefile(path: Path) -> list[tuple[dict[str, Any], BaseGeometry]]:
    if path.read_bytes()[:4] != b"\x00\x00\x27\x0a":
        raise SchemaError(f"shapes: {path.name} is no shapefile, whatever its ending says.")
    try:
        import geopandas
    except ImportError:
        raise ClusterlibError(_EXTRA) from None
    try:
        frame = geopandas.read_file(path, engine="pyogrio", max_features=MAX_SHAPES + 1)
    except Exception as error:
        raise SchemaError(f"shapes: {path.name} cannot be read ({type(error).__name__}).") from None
    if len(frame) > MAX_SHAPES:
        raise SchemaError(f"shapes: {path.name} has more than {MAX_SHAPES} shapes.")
    properties = frame.drop(columns=frame.geometry.name).to_dict("records")
    rows = [
        ({str(key): value for key, value in row.items()}, shape)
        for row, shape in zip(properties, frame.geometry, strict=True)
        if shape is not None and shape.geom_type in _AREAS and not shape.is_empty
    ]
    return _some(rows, path.name)


def _some(rows: list[tuple[dict[str, Any], Any]], file: str) -> list[tuple[dict[str, Any], Any]]:
    if not rows:
        raise SchemaError(f"shapes: {file} holds no area.")
    return rows


def _column(rows: list[tuple[dict[str, Any], Any]], names: list[str], asked: str, file: str) -> str:
    known = list(dict.fromkeys(key for properties, _ in rows for key in properties))
    wanted = {name.strip().casefold() for name in names}

    def hits(key: str) -> int:
        return len(wanted & {str(properties.get(key) or "").strip().casefold() for properties, _ in rows})

    if asked and asked not in known:
        raise SchemaError(
            f"shapes: {file} has no property {visible(asked)!r}; it has {visible(', '.join(known), 200)}."
        )
    best = asked or max(known, key=hits, default="")
    if not best or not hits(best):
        sample = ", ".join(str(properties.get(best, "")) for properties, _ in rows[:5])
        raise DomainError(
            f"shapes: no name in {file} is a region of the table employment (for example "
            f"{visible(sample, 200)}). Name the property that holds the names, or correct the names."
        )
    return best


def _joined(shapes: list[Any]) -> Any:
    """One shape per region; several rows of one region are put side by side, not melted."""
    if len(shapes) == 1:
        return shapes[0]
    from shapely.geometry import MultiPolygon

    return MultiPolygon([part for shape in shapes for part in getattr(shape, "geoms", [shape])])
