from __future__ import annotations

import math

import numpy as np
import pytest
from employment_tables import employment, possible_tables, secret_tables
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.mapping.intervals import exactly
from clusterlib.mapping.mix_indices import as_mix, entropy, hachman, hhi, krugman
from clusterlib.mapping.mixes import region_mix
from clusterlib.mapping.specialisation_bounds import narrow
from clusterlib.mapping.specialisation_cells import read
from clusterlib.tables import typed

INDICES = {"krugman": krugman, "hhi": hhi, "entropy": entropy, "hachman": hachman}


def by_hand(jobs, name):
    """One number per region, in plain loops after the formulas."""
    whole = jobs.sum()
    found = []
    for row in jobs:
        if row.sum() == 0:
            found.append(math.nan)
            continue
        s = [x / row.sum() for x in row]
        t = [x / whole for x in jobs.sum(0)]
        found.append(
            {
                "krugman": sum(abs(a - b) for a, b in zip(s, t, strict=True)),
                "hhi": sum(a * a for a in s),
                "entropy": -sum(a * math.log2(a) for a in s if a > 0),
                "hachman": 1 / sum(a * a / b for a, b in zip(s, t, strict=True) if b > 0),
            }[name]
        )
    return np.array(found)


@settings(max_examples=40, deadline=None)
@given(secret_tables(), st.sampled_from(["none", "all", "regions", "industries"]))
def test_no_possible_table_lies_outside_the_bounds(box, totals):
    jobs, secret, low, high = box
    mix = region_mix(narrow(read(employment(jobs, secret, low=low, high=high, totals=totals)), rounding=0))
    found = {name: function(mix) for name, function in INDICES.items()}
    for tried in possible_tables(jobs, secret, low, high, totals):
        for name, bounds in found.items():
            truth = by_hand(tried, name)
            told = ~np.isnan(truth) & mix.defined[0]
            assert (truth >= bounds.low[0] - 1e-9)[told].all(), name
            assert (truth <= bounds.high[0] + 1e-9)[told].all(), name


@pytest.mark.parametrize("name", INDICES)
@pytest.mark.parametrize("totals", ["none", "all", "regions", "industries"])
def test_known_tables_give_one_number(name, totals):
    jobs = np.array([[30, 70, 0], [10, 190, 5], [8, 0, 20]])
    found = INDICES[name](region_mix(narrow(read(employment(jobs, totals=totals)))))
    np.testing.assert_allclose(found.low[0], by_hand(jobs, name), rtol=1e-12)
    np.testing.assert_array_equal(found.low, found.high)


def test_one_secret_cell_with_region_total_is_bounded_exactly():
    """Shares 0.5, then 0.2 … 0.4 and 0.1 … 0.3 that add up to 0.5; the country's mix is published."""
    jobs = np.array([[50, 30, 20], [50, 30, 20]])
    low, high = jobs.copy(), jobs.copy()
    low[:, 1:], high[:, 1:] = (20, 10), (40, 30)
    table = employment(jobs, [(0, 1), (0, 2), (1, 1), (1, 2)], low=low, high=high)
    mix = region_mix(narrow(read(table), rounding=0))
    found = hhi(mix)
    np.testing.assert_allclose((found.low[0, 0], found.high[0, 0]), (0.375, 0.42))  # ¼ + ¼/4, ¼ + 0.4² + 0.1²
    np.testing.assert_allclose(krugman(mix).high[0, 0], 0.2)
    np.testing.assert_allclose(entropy(mix).high[0, 0], 1.5)


def test_industries_that_are_not_listed_count_as_one_more():
    table = employment([[30, 70], [10, 190]])
    table.loc[(table["region"] == "R0") & (table["industry"] == "total"), "employment"] = 200.0
    table.loc[(table["region"] == "total") & (table["industry"] == "total"), "employment"] = 400.0
    found = hhi(region_mix(narrow(read(table))))
    np.testing.assert_allclose(found.low[0], [0.15**2 + 0.35**2 + 0.5**2, 0.05**2 + 0.95**2])


def test_empty_region_and_alone_region():
    found = krugman(region_mix(narrow(read(employment([[0, 0], [3, 5]])))))
    assert np.isnan(found.low[0, 0]) and found.high[0, 1] == 0
    alone = krugman(region_mix(narrow(read(employment([[3, 5]], totals="none")))))
    assert alone.low.tolist() == [[0.0]]
    assert np.isnan(hhi(region_mix(narrow(read(employment([[0, 0]]))))).low).all()


def test_all_secret_without_totals_says_nothing_but_is_no_error():
    rows = [{"region": r, "industry": i, "year": 2020, "status": "suppressed"} for r in "AB" for i in "xyz"]
    mix = region_mix(narrow(read(typed("employment", rows))))
    for function in INDICES.values():
        found = function(mix)
        assert np.isnan(found.low).all() or (found.low <= found.high).all()


def test_half_of_krugman_is_hoover_and_the_ends_are_0_and_2():
    assert krugman(as_mix([[0.0, 1.0]], [1.0, 0.0])).high[0, 0] == 2
    assert krugman(as_mix([[0.4, 0.6]], [0.4, 0.6])).high[0, 0] == 0
    assert exactly(np.ones(1)).sure.all()


@pytest.mark.parametrize(
    ("name", "top"), [("krugman", 2.0), ("hhi", 1.0), ("entropy", 2.0), ("hachman", 1.0)]
)
def test_no_rounding_of_totals_lifts_an_index_beyond_what_a_mix_can_have(name, top):
    jobs = np.array([[30, 70, 0], [10, 190, 5], [8, 0, 20]])
    for rounding in (0.5, 20.0, 1000.0):
        mix = region_mix(narrow(read(employment(jobs, totals="all")), rounding=rounding))
        found = INDICES[name](mix)
        assert (found.low >= 0).all() and (found.high <= top).all()
        truth = by_hand(jobs, name)
        assert (found.low[0] <= truth + 1e-9).all() and (truth <= found.high[0] + 1e-9).all()
