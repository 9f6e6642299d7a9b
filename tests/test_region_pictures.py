"""Tile map, heat map and choropleth: places, classes, and what secret, nil and absent cells look like."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from employment_tables import employment
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import figures, tables
from clusterlib.faults import DomainError
from clusterlib.mapping.choropleth import bounds_of, on_outlines, plot_choropleth, read_outlines, stretch
from clusterlib.mapping.heat_map import arrange_heat, plot_heat, read_heat
from clusterlib.mapping.region_values import COLOURS, HATCH, NO_ROW, across_regions, cell_looks, value_text
from clusterlib.mapping.specialisation import specialise
from clusterlib.mapping.tile_map import lay_tiles, plot_tiles, read_tiles
from clusterlib.mapping.tile_places import tile_places
from clusterlib.readings import Speaker

GEORGIA = Path(__file__).parents[2] / "shared" / "real" / "georgia_persons_employed.csv"
BOTH = pytest.mark.parametrize("lang", ["en", "fr"])


def jobs_of(regions, industries, *, seed=0, hidden=0.0, name="Region {}", totals="all", nil=0.0):
    rng = np.random.default_rng(seed)
    numbers = rng.integers(1, 900, (regions, industries)) * (rng.random((regions, industries)) >= nil)
    secret = [(r, i) for r, i in np.ndindex(regions, industries) if rng.random() < hidden]
    low, high = np.maximum(numbers - 80, 0), numbers + 80
    table = employment(numbers, secret, low=low, high=high, totals=totals)
    table.loc[table["employment"] == 0, "status"] = "nil"
    named = table["region"].str.startswith("R")
    table["region"] = table["region"].where(~named, [name.format(r[1:]) for r in table["region"]])
    return specialise(tables.typed("employment", table), region=name.format(0), exact_limit=0)


# ------------------------------------------------------------------ places
@given(st.integers(1, 60), st.integers(0, 9))
@settings(max_examples=30, deadline=None)
def test_every_region_has_a_tile_of_its_own(n, seed):
    rng = np.random.default_rng(seed)
    names = [f"R{k}" for k in range(n)]
    centres = {name: tuple(rng.random(2) * (10, 4)) for name in names[: max(1, n - 2)]}
    some = pd.DataFrame(
        {
            "region": names[::2],
            "tile_row": rng.integers(1, 9, len(names[::2])),
            "tile_column": range(1, len(names[::2]) + 1),
        }
    )
    for found in (tile_places(names), tile_places(names, None, centres), tile_places(names, some, centres)):
        assert sorted(found.place) == sorted(names)
        assert len(set(found.place.values())) == n
        assert min(row for row, _ in found.place.values()) >= 0


def test_given_places_win_over_geometry_and_names():
    places = tables.typed(
        "regions",
        [{"region": "b ", "tile_row": 4, "tile_column": 7}, {"region": "A", "tile_row": 3, "tile_column": 7}],
    )
    found = tile_places(["A", "B", "C"], places, {"A": (0.0, 0.0)})
    assert found.kind == "given" and found.place == {"A": (0, 0), "B": (1, 0), "C": (3, 0)}
    assert found.apart == ("C",)


def test_two_on_one_tile_stand_apart():
    places = tables.typed(
        "regions", [{"region": name, "tile_row": 1, "tile_column": 1} for name in ("A", "B")]
    )
    assert tile_places(["A", "B"], places).apart == ("B",)


def test_geometry_keeps_north_up_and_east_right():
    centres = {
        "north": (5.0, 9.0),
        "south": (5.0, 1.0),
        "east": (9.0, 5.0),
        "west": (1.0, 5.0),
        "middle": (5.0, 5.0),
    }
    place = tile_places(list(centres), None, centres).place
    assert place["north"][0] < place["middle"][0] < place["south"][0]
    assert place["west"][1] < place["middle"][1] < place["east"][1]


def test_alphabetical_order_says_so():
    result = lay_tiles(across_regions(jobs_of(9, 4)))
    assert result.tiles.kind == "alphabet" and "alphabetical" in read_tiles(result)
    ax = plot_tiles(result)
    assert any("alphabetical" in text.get_text() for text in [ax.figure.legends[0].get_title()])


# ------------------------------------------------------------------ what is shown
def frame(**row):
    base = {"lq": 1.0, "lq_low": 1.0, "lq_high": 1.0, "status": "value"}
    return pd.DataFrame([base | row])


@pytest.mark.parametrize(
    ("row", "face", "hatch", "text"),
    [
        ({}, COLOURS[2], "", "1.0"),
        ({"lq": 3.0, "lq_low": 3.0, "lq_high": 3.0}, COLOURS[4], "", "3.0"),
        ({"status": "nil", "lq": 0.0, "lq_low": 0.0, "lq_high": 0.0}, "white", "", "0"),
        ({"status": "suppressed", "lq": np.nan, "lq_low": 0.1, "lq_high": 0.2}, COLOURS[0], HATCH, "0.1–0.2"),
        ({"status": "suppressed", "lq": np.nan, "lq_low": 0.1, "lq_high": 2.4}, "white", HATCH, "0.1–2.4"),
        ({"status": "suppressed", "lq": np.nan, "lq_low": 0.1, "lq_high": np.nan}, "white", HATCH, "≥ 0.1"),
        ({"status": None, "lq": np.nan, "lq_low": np.nan, "lq_high": np.nan}, NO_ROW, "", ""),
        ({"lq": np.nan, "lq_low": np.nan, "lq_high": np.nan}, "white", "", "?"),
    ],
)
def test_secret_nil_and_absent_cells_look_different(row, face, hatch, text):
    cell = frame(**row)
    look = cell_looks(cell, (0.5, 0.8, 1.25, 2.0))[0]
    assert (look.face, look.hatch) == (face, hatch)
    assert value_text(cell.to_dict("records")[0], Speaker()) == text


def test_the_sector_is_shown_unless_another_industry_is_asked_for():
    jobs = jobs_of(6, 4)
    assert across_regions(jobs, sector="i2").industry == "I2"
    assert across_regions(jobs, sector="Plastics").industry == jobs.own["industry"].iloc[0]
    assert across_regions(jobs, industry=" i1 ", sector="I2").why == "asked"
    with pytest.raises(DomainError, match="knows: I0, I1"):
        across_regions(jobs, industry="Magic")
    with pytest.raises(DomainError, match="rising"):
        across_regions(jobs, limits=(1, 1, 2, 3))


@pytest.mark.parametrize(("regions", "hidden"), [(2, 0), (11, 0.2), (50, 0.2)])
@BOTH
def test_no_text_of_a_tile_map_lies_on_another(regions, hidden, lang):
    jobs = jobs_of(regions, 5, hidden=hidden, name="A rather long name {}", nil=0.1)
    ax = plot_tiles(lay_tiles(across_regions(jobs)), say=Speaker(lang))
    assert figures.overlaps(ax.figure) == []
    assert len(ax.patches) == regions


@pytest.mark.parametrize(("regions", "industries"), [(3, 3), (11, 17), (70, 40)])
@BOTH
def test_no_text_of_a_heat_map_lies_on_another(regions, industries, lang):
    result = arrange_heat(jobs_of(regions, industries, hidden=0.1, nil=0.1))
    ax = plot_heat(result, say=Speaker(lang))
    assert figures.overlaps(ax.figure) == []
    assert len(ax.patches) == min(regions, 60) * min(industries, 24) + 1
    assert result.more_regions == max(regions - 60, 0) and result.more_industries == max(industries - 24, 0)


def test_the_heat_map_begins_with_the_own_region_and_its_strength():
    jobs = jobs_of(6, 5)
    result = arrange_heat(jobs)
    assert result.regions["region"].iloc[0] == jobs.region
    assert list(result.industries["industry"]) == list(jobs.own["industry"])


@pytest.mark.parametrize(
    "table", [tables.empty("employment"), employment([[5]], totals="none"), employment([[0, 0], [0, 0]])]
)
@BOTH
def test_poor_tables_give_a_sentence(table, lang):
    jobs, say = specialise(table, region="R0"), Speaker(lang)
    tiles, heat = lay_tiles(across_regions(jobs)), arrange_heat(jobs)
    assert read_tiles(tiles, say=say) and read_heat(heat, say=say)
    assert plot_tiles(tiles, say=say).get_title(loc="left") and plot_heat(heat, say=say).get_title(loc="left")
    assert "nan" not in (read_tiles(tiles, say=say) + read_heat(heat, say=say)).lower()


# ------------------------------------------------------------------ outlines
class Outlines:
    file, missing, unused, invalid = "map.geojson", (("Region 3", ""), ("Region 4", "Regoin 4")), ("Sea",), ()

    def __init__(self, n):
        geometry = pytest.importorskip("shapely.geometry")
        self.shapes = {f"Region {k}": geometry.box(k % 4, k // 4, k % 4 + 1, k // 4 + 1) for k in range(n)}


@BOTH
def test_outlines_are_coloured_and_named_without_overlap(lang):
    result = on_outlines(across_regions(jobs_of(11, 5, hidden=0.2)), outlines=Outlines(11))
    ax = plot_choropleth(result, say=Speaker(lang))
    assert figures.overlaps(ax.figure) == [] and len(ax.patches) == 11
    text = read_outlines(result)
    assert "Region 4 (nearest: Regoin 4)" in text and "Sea" in text
    assert "shapes" in read_outlines(on_outlines(result.values, outlines=None), say=Speaker(lang))


def test_a_degree_of_latitude_is_longer_than_one_of_longitude_far_from_the_equator():
    assert stretch((0, 59, 10, 61)) == pytest.approx(2.0, rel=0.01)
    assert stretch((0, -1, 10, 1)) == pytest.approx(1.0, rel=0.01)
    assert stretch((400_000, 5_000_000, 500_000, 5_100_000)) == 1.0
    assert bounds_of(Outlines(5).shapes) == (0.0, 0.0, 4.0, 2.0)


# ------------------------------------------------------------------ a real table
@pytest.mark.skipif(not GEORGIA.exists(), reason="the real tables are not here")
def test_the_strongest_cells_of_georgia_are_found_again():
    table = pd.read_csv(GEORGIA)
    table = table[table["year"] == 2022].replace({"industry": {"Total": "total"}})
    result = arrange_heat(specialise(tables.typed("employment", table), region="Kvemo Kartli"))
    top = result.frame.nlargest(3, "lq_low").round(2)
    assert top["lq_low"].tolist() == [7.95, 6.17, 5.84]
    assert top["region"].tolist() == ["Kvemo Kartli", "Racha-Lechkhumi-Kvemo Svaneti", "Kakheti"]
    assert figures.overlaps(plot_heat(result).figure) == []
