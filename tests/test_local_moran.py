from __future__ import annotations

import builtins
import warnings

import numpy as np
import pandas as pd
import pytest
from employment_tables import employment

from clusterlib import figures, tables
from clusterlib.faults import ClusterlibError, DomainError
from clusterlib.mapping.local_moran import (
    beside_neighbours,
    neighbours_from_shapes,
    neighbours_from_table,
)
from clusterlib.mapping.local_moran_map import compare_neighbours, lay_lisa, plot_lisa
from clusterlib.mapping.local_moran_readings import read_lisa, table_lisa
from clusterlib.mapping.region_values import LIMITS, RegionValues
from clusterlib.mapping.specialisation import specialise
from clusterlib.readings import Speaker

esda = pytest.importorskip("esda")
libpysal = pytest.importorskip("libpysal")
geopandas = pytest.importorskip("geopandas")


def values(numbers, names=None):
    numbers = np.asarray(numbers, float)
    names = names or [f"R{k}" for k in range(len(numbers))]
    frame = pd.DataFrame({"region": names, "lq": numbers, "lq_low": numbers, "lq_high": numbers})
    status = np.where(np.isnan(numbers), "suppressed", "value")
    frame = frame.assign(
        verdict="no", status=status, employment=numbers, own=[k == 0 for k in range(len(names))]
    )
    label = pd.DataFrame({"industry": ["Mining"]})
    return RegionValues(frame, "Mining", label, "asked", 2022, names[0], LIMITS)


def rows(pairs):
    return tables.typed("region_neighbours", [{"region": a, "neighbour": b} for a, b in pairs])


def ring(n, reach=1):
    return rows([(f"R{k}", f"R{(k + step) % n}") for k in range(n) for step in range(1, reach + 1)])


@pytest.fixture(scope="module")
def columbus():
    frame = geopandas.read_file(libpysal.examples.get_path("columbus.shp"))
    names = [f"C{k}" for k in range(len(frame))]
    return frame, names, dict(zip(names, frame.geometry, strict=True))


def test_a_whole_map_is_as_esda_has_it(columbus):
    frame, names, shapes = columbus
    found = beside_neighbours(values(frame["HOVAL"], names), shapes=shapes, seed=3, permutations=999)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        weights = libpysal.weights.Queen.from_dataframe(frame, use_index=False)
        peer = esda.Moran_Local(frame["HOVAL"].to_numpy(), weights, permutations=999, seed=3, n_jobs=1)
    assert np.allclose(found.frame["moran"], peer.Is)
    both = np.minimum(1, 2 * peer.p_sim)
    assert np.allclose(found.frame["p"], both, atol=0.004), "sums in another order, at most a tie apart"
    cut = esda.fdr(both, 0.05)
    assert np.array_equal(found.frame["found"], both <= cut)
    assert found.frame["quadrant"].map(
        {"high-high": 1, "low-high": 2, "low-low": 3, "high-low": 4}
    ).tolist() == list(peer.q)


def test_one_unknown_region_spoils_nothing(columbus):
    """pysal/esda#215: with one NaN esda gives every region one quadrant and one p-value."""
    frame, names, shapes = columbus
    numbers = frame["HOVAL"].to_numpy().copy()
    whole = beside_neighbours(values(numbers, names), shapes=shapes)
    numbers[10] = np.nan
    guarded = beside_neighbours(values(numbers, names), shapes=shapes)
    assert guarded.frame.loc[10, "state"] == "unknown" and pd.isna(guarded.frame.loc[10, "p"])
    judged = guarded.frame[guarded.frame["state"] == "judged"]
    assert judged["p"].nunique() > 10 and judged["quadrant"].nunique() == 4
    same = whole.frame.drop(index=10)["quadrant"] == guarded.frame.drop(index=10)["quadrant"]
    assert same.mean() > 0.9
    kept = frame.drop(index=10).reset_index(drop=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        weights = libpysal.weights.Queen.from_dataframe(kept, use_index=False)
        peer = esda.Moran_Local(kept["HOVAL"].to_numpy(), weights, permutations=99, seed=1, n_jobs=1)
    assert np.allclose(judged["moran"], peer.Is)


def test_who_has_lost_all_neighbours_is_undefined():
    numbers = [1.0, 5.0, np.nan, 2.0, 3.0, 1.0, 2.0, 4.0, 1.5, 2.5]
    pairs = [("R0", "R2"), *[(f"R{k}", f"R{k + 1}") for k in range(3, 9)], ("R1", "R3"), ("R9", "R1")]
    found = beside_neighbours(values(numbers), rows(pairs), permutations=99)
    states = dict(zip(found.frame["region"], found.frame["state"], strict=True))
    assert states["R0"] == "island" and states["R2"] == "unknown" and states["R1"] == "judged"
    assert found.frame.loc[found.frame["state"] != "judged", ["p", "moran", "beside"]].isna().all(axis=None)
    assert "R0" in read_lisa(lay_lisa(found)) and "R2" in read_lisa(lay_lisa(found))


def test_false_discoveries_are_kept_in_check():
    rng = np.random.default_rng(0)
    hits = sum(
        beside_neighbours(values(rng.normal(size=40)), ring(40, 3), permutations=999, seed=k)
        .frame["found"]
        .any()
        for k in range(40)
    )
    assert hits <= 5, "pure noise is rarely called a pattern"
    block = np.r_[np.full(12, 9.0), np.ones(28)] + rng.normal(0, 0.05, 40)
    found = beside_neighbours(values(block), ring(40, 4))
    assert found.frame.loc[found.frame["found"], "quadrant"].tolist().count("high-high") >= 6


def test_neighbours_count_both_ways_and_strangers_are_named():
    near, strangers = neighbours_from_table(["A", "b "], rows([("a", "B"), ("A", "Atlantis"), ("A", "A")]))
    assert near == {"A": {"b "}, "b ": {"A"}} and strangers == ("Atlantis",)
    assert neighbours_from_table(["A"], None) == ({"A": set()}, ())


def test_outlines_that_touch_are_neighbours():
    from shapely.geometry import box

    shapes = {"A": box(0, 0, 1, 1), "B": box(1, 1, 2, 2), "C": box(5, 5, 6, 6)}
    assert neighbours_from_shapes(shapes) == {"A": {"B"}, "B": {"A"}, "C": set()}
    assert neighbours_from_shapes({"A": shapes["A"]}) == {"A": set()}


@pytest.mark.parametrize(
    ("numbers", "table", "why"),
    [
        ([], None, "neighbours"),
        (range(10), None, "neighbours"),
        (range(5), ring(5), "few"),
        ([2.0] * 10, ring(10), "even"),
        ([np.nan] * 10, ring(10), "few"),
        ([0.0] * 10, ring(10), "even"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_cannot_be_judged_gives_a_sentence(numbers, table, why, lang):
    numbers, say = list(numbers), Speaker(lang)
    known = values(numbers) if numbers else values([1.0])
    lisa = lay_lisa(beside_neighbours(known, table))
    assert lisa.result.why == why and not lisa.result.frame["found"].any()
    assert "nan" not in read_lisa(lisa, say=say).lower()
    assert plot_lisa(lisa, say=say).get_title(loc="left")
    assert len(table_lisa(lisa, say=say)) == min(len(lisa.result.frame), 10)


def test_where_too_few_publish_the_sector_the_next_industry_is_taken():
    numbers = np.random.default_rng(2).integers(20, 900, (9, 3))
    jobs = specialise(employment(numbers, [(r, 0) for r in range(9)], totals="none"), region="R0")
    lisa = compare_neighbours(jobs, ring(9), sector="I0", permutations=99)
    assert lisa.result.values.industry != "I0" and lisa.instead.industry == "I0"
    assert read_lisa(lisa).startswith("Too few regions publish I0")
    assert compare_neighbours(jobs, ring(9), industry="I0").result.why == "few"


@pytest.mark.parametrize("options", [{"permutations": 9}, {"alpha": 0}, {"alpha": 1}])
def test_impossible_options_are_refused(options):
    with pytest.raises(DomainError, match="99"):
        beside_neighbours(values([1.0, 2.0]), ring(2), **options)


def test_the_same_seed_gives_the_same_answer():
    numbers = np.random.default_rng(5).normal(size=30)
    one, two = (beside_neighbours(values(numbers), ring(30), seed=4).frame for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_without_the_library_a_sentence_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.split(".")[0] in ("esda", "libpysal"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ClusterlibError, match="analysis"):
        beside_neighbours(values(np.arange(12.0)), ring(12))


@pytest.mark.parametrize("n", [11, 50])
def test_no_text_lies_on_another(n, columbus):
    rng = np.random.default_rng(n)
    numbers = np.r_[np.full(n // 3, 5.0), rng.normal(1, 0.2, n - n // 3)]
    numbers[3] = np.nan
    names = [f"A long name of region {k}" for k in range(n)]
    table = rows([(names[k], names[(k + 1) % n]) for k in range(n)])
    tiles = lay_lisa(beside_neighbours(values(numbers, names), table))
    frame, called, shapes = columbus
    outlines = lay_lisa(beside_neighbours(values(frame["HOVAL"], called), shapes=shapes), shapes=shapes)
    for lisa in (tiles, outlines):
        for lang in ("en", "fr"):
            assert figures.overlaps(plot_lisa(lisa, say=Speaker(lang)).figure) == []
