from __future__ import annotations

import itertools

import numpy as np
import pytest
from employment_tables import employment, possible_tables, secret_tables
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.mapping.changes import excess_bounds, growth_bounds
from clusterlib.mapping.specialisation_bounds import narrow
from clusterlib.mapping.specialisation_cells import read
from clusterlib.mapping.specialisation_ratios import growth, quotients
from clusterlib.tables import typed


def by_hand(jobs):
    with np.errstate(all="ignore"):
        return jobs - jobs.sum(1, keepdims=True) * jobs.sum(0, keepdims=True) / jobs.sum()


@settings(max_examples=40, deadline=None)
@given(secret_tables(), st.sampled_from(["none", "all", "regions", "industries"]))
def test_no_possible_excess_lies_outside_the_bounds(box, totals):
    jobs, secret, low, high = box
    narrowed = narrow(read(employment(jobs, secret, low=low, high=high, totals=totals)), rounding=0)
    found = excess_bounds(narrowed, quotients(narrowed).defined)
    for tried in possible_tables(jobs, secret, low, high, totals):
        truth = by_hand(tried)
        told = np.isfinite(truth) & ~np.isnan(found.low[0])
        assert (truth >= found.low[0] - 1e-6)[told].all() and (truth <= found.high[0] + 1e-6)[told].all()


@pytest.mark.parametrize("totals", ["none", "all", "regions", "industries"])
def test_known_cells_have_one_excess(totals):
    jobs = np.array([[30, 70], [10, 190]])
    narrowed = narrow(read(employment(jobs, totals=totals)))
    found = excess_bounds(narrowed, quotients(narrowed).defined)
    np.testing.assert_allclose(found.low[0], by_hand(jobs), atol=1e-9)
    np.testing.assert_allclose(found.high[0], by_hand(jobs), atol=1e-9)


def two_years(first, last):
    rows = []
    for year, cells in ((2020, first), (2023, last)):
        for k, cell in enumerate(cells):
            given = {"employment": float(cell)} if not isinstance(cell, tuple) else {"status": "suppressed"}
            if isinstance(cell, tuple):
                given |= {"low": float(cell[0])} | ({"high": float(cell[1])} if cell[1] is not None else {})
            rows.append({"region": "A", "industry": f"I{k}", "year": year, **given})
    return narrow(read(typed("employment", rows)), rounding=0)


def test_growth_of_secret_cells():
    narrowed = two_years([100, (50, 200), 0, (0, 10), 8, 0, 5], [(64, 125), 150, (1, 5), 20, 0, 0, (0, None)])
    found = growth_bounds(narrowed)
    low, high, words = found.bounds.low[1, 0], found.bounds.high[1, 0], found.grown[1, 0]
    third = 1 / 3
    np.testing.assert_allclose(low[:2], [0.64**third - 1, 0.75**third - 1])
    np.testing.assert_allclose(high[:2], [1.25**third - 1, 3**third - 1])
    assert np.isnan(low[2]) and np.isnan(high[2]), "growth from nothing has no percentage"
    assert low[3] == pytest.approx(2**third - 1) and np.isinf(high[3])
    assert (low[4], high[4]) == (-1, -1) and np.isnan(low[5])
    assert low[6] == -1 and np.isinf(high[6])
    assert words[:5].tolist() == ["possible", "possible", "certain", "certain", "no"]
    assert isinstance(words[5], float) and words[6] == "possible"
    assert all(isinstance(word, float) for word in found.grown[0, 0])


def test_words_of_entry_and_exit_need_not_know_the_number():
    narrowed = two_years([0, 9, 0, (1, 4), (0, 4), 3], [(1, 5), 0, 0, (2, 9), 7, (0, 2)])
    _, word = growth(narrowed)
    assert word[1, 0].tolist() == ["entry", "exit", "none", "growth", "unknown", "unknown"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4)), min_size=2, max_size=2))
def test_growth_bounds_hold_for_every_possible_pair(ends):
    (a, wide), (b, broad) = ends
    found = growth_bounds(two_years([(a, a + wide)], [(b, b + broad)]))
    low, high, word = (x[1, 0, 0] for x in (found.bounds.low, found.bounds.high, found.grown))
    for start, end in itertools.product(np.linspace(a, a + wide, 5), np.linspace(b, b + broad, 5)):
        if start > 0:
            rate = (end / start) ** (1 / 3) - 1
            assert low - 1e-9 <= rate <= high + 1e-9
        if word == "certain":
            assert end > start
        if word == "no":
            assert end <= start + 1e-9
