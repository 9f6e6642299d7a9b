from __future__ import annotations

import json
import os

import pytest

from clusterlib.faults import DomainError, SchemaError
from clusterlib.inputs import shapes
from clusterlib.inputs.shapes import read_shapes

geopandas = pytest.importorskip("geopandas")
from shapely.geometry import box, mapping  # noqa: E402


def feature(name, shape=None, key="NAME", **more):
    return {
        "type": "Feature",
        "properties": {key: name, **more},
        "geometry": shape or mapping(box(0, 0, 1, 1)),
    }


def write(folder, features, name="map.geojson"):
    (folder / name).write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return name


def test_regions_are_matched_and_what_is_not_is_listed(tmp_path):
    write(tmp_path, [feature(" DAKAR "), feature("Thiès"), feature("Sea"), feature("Louga", code="LG")])
    found = read_shapes(tmp_path, "map.geojson", ["Dakar", "Thies", "Louga"])
    assert list(found.shapes) == ["Dakar", "Louga"] and found.column == "NAME"
    assert found.missing == (("Thies", "Thiès"),) and found.unused == ("Thiès", "Sea")
    assert found.centres["Dakar"] == (0.5, 0.5)


def test_the_property_that_fits_best_is_taken_unless_one_is_named(tmp_path):
    write(tmp_path, [feature("x1", fr="Dakar"), feature("x2", fr="Thies")])
    assert read_shapes(tmp_path, "map.geojson", ["Dakar", "Thies"]).column == "fr"
    with pytest.raises(DomainError, match="x1, x2"):
        read_shapes(tmp_path, "map.geojson", ["Dakar"], column="NAME")
    with pytest.raises(SchemaError, match="it has NAME, fr"):
        read_shapes(tmp_path, "map.geojson", ["Dakar"], column="nom")


def test_parts_of_one_region_come_together(tmp_path):
    write(tmp_path, [feature("A"), feature("A", mapping(box(5, 5, 6, 6)))])
    assert read_shapes(tmp_path, "map.geojson", ["A"]).shapes["A"].area == 2


def test_outlines_that_cross_themselves_are_named(tmp_path):
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    write(tmp_path, [feature("A", bow), feature("B")])
    assert read_shapes(tmp_path, "map.geojson", ["A", "B"]).invalid == ("A",)


def test_a_shapefile_gives_the_same(tmp_path):
    frame = geopandas.GeoDataFrame({"NAME": ["Dakar", "Thies"]}, geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)])
    frame.to_file(tmp_path / "map.shp")
    found = read_shapes(tmp_path, "map.shp", ["Dakar", "Thies"])
    assert list(found.shapes) == ["Dakar", "Thies"] and found.shapes["Thies"].bounds == (1, 0, 2, 1)


@pytest.mark.parametrize(
    "file",
    ["../map.geojson", "/etc/passwd", "a/../../map.geojson", "http://x/map.geojson", "..\\map.geojson"],
)
def test_only_a_file_in_the_folder_is_opened(tmp_path, file):
    (tmp_path / "case").mkdir()
    write(tmp_path, [feature("A")])
    with pytest.raises(DomainError, match="folder of the case"):
        read_shapes(tmp_path / "case", file, ["A"])


def test_a_link_out_of_the_folder_is_refused(tmp_path):
    case = tmp_path / "case"
    case.mkdir()
    write(tmp_path, [feature("A")])
    os.symlink(tmp_path / "map.geojson", case / "map.geojson")
    with pytest.raises(DomainError, match="outside"):
        read_shapes(case, "map.geojson", ["A"])
    geopandas.GeoDataFrame({"NAME": ["A"]}, geometry=[box(0, 0, 1, 1)]).to_file(tmp_path / "m.shp")
    (case / "m.shp").write_bytes((tmp_path / "m.shp").read_bytes())
    os.symlink(tmp_path / "m.dbf", case / "m.dbf")
    with pytest.raises(DomainError, match="link"):
        read_shapes(case, "m.shp", ["A"])


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("not json", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        ('{"type": "Topology"}', "FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "no area"),
        ('{"type": "FeatureCollection", "features": [1, null, {"geometry": {"type": "Point"}}]}', "no area"),
        (
            '{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":"x"}}]}',
            "outline",
        ),
        (
            '{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[]}}]}',
            "no size",
        ),
        (
            '{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[[[NaN,0],[1,1],[0,1]]]}}]}',
            "cannot be read",
        ),
        (
            '{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[[[1e999,0],[1,1],[0,1],[1e999,0]]]}}]}',
            "no size",
        ),
    ],
)
def test_broken_files_give_a_sentence(tmp_path, content, word):
    (tmp_path / "map.geojson").write_text(content, "utf-8")
    with pytest.raises(SchemaError, match=word):
        read_shapes(tmp_path, "map.geojson", ["A"])


def test_a_file_that_only_says_it_is_a_shapefile_is_refused(tmp_path):
    (tmp_path / "map.shp").write_text("<OGRVRTDataSource></OGRVRTDataSource>", "utf-8")
    with pytest.raises(SchemaError, match="no shapefile"):
        read_shapes(tmp_path, "map.shp", ["A"])
    (tmp_path / "bad.shp").write_bytes(b"\x00\x00\x27\x0a" + b"\x00" * 200)
    with pytest.raises(SchemaError, match=r"cannot be read|no area"):
        read_shapes(tmp_path, "bad.shp", ["A"])


def test_large_missing_and_foreign_files_are_refused(tmp_path, monkeypatch):
    name = write(tmp_path, [feature("A"), feature("B")])
    monkeypatch.setattr(shapes, "MAX_SHAPES", 1)
    with pytest.raises(SchemaError, match="2 shapes"):
        read_shapes(tmp_path, name, ["A"])
    monkeypatch.setattr(shapes, "MAX_SHAPES", 10)
    monkeypatch.setattr(shapes, "MAX_CORNERS", 6)
    with pytest.raises(SchemaError, match="corners"):
        read_shapes(tmp_path, name, ["A"])
    monkeypatch.setattr(shapes, "MAX_BYTES", 10)
    with pytest.raises(SchemaError, match="MB"):
        read_shapes(tmp_path, name, ["A"])
    with pytest.raises(SchemaError, match="no file"):
        read_shapes(tmp_path, "other.geojson", ["A"])
    with pytest.raises(SchemaError, match="GeoJSON"):
        read_shapes(tmp_path, "map.kml", ["A"])


def test_markup_in_names_stays_text(tmp_path):
    write(tmp_path, [feature("<script>"), feature("A")])
    assert read_shapes(tmp_path, "map.geojson", ["A"]).unused == ("<script>",)
