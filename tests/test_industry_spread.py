from __future__ import annotations

import math

import numpy as np
import pytest
from employment_tables import employment, possible_tables, secret_tables
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.faults import DomainError
from clusterlib.mapping.industry_spread import coagglomeration, ellison_glaeser, locational_gini
from clusterlib.mapping.intervals import Interval, exactly
from clusterlib.mapping.mixes import industry_mix
from clusterlib.mapping.plant_sizes import herfindahl, herfindahl_classes, herfindahl_counts
from clusterlib.mapping.specialisation_bounds import narrow
from clusterlib.mapping.specialisation_cells import read


def gini_by_hand(a, p):
    """Half the mean difference of the quotients, each pair of regions weighted with both their shares."""
    return sum(abs(a[r] * p[q] - a[q] * p[r]) for r in range(len(a)) for q in range(len(a))) / 2


def eg_by_hand(a, p, h):
    raw, rest = sum((x - y) ** 2 for x, y in zip(a, p, strict=True)), 1 - sum(y * y for y in p)
    return math.nan if rest * (1 - h) == 0 else (raw - rest * h) / (rest * (1 - h))


def pair_by_hand(a, b, p):
    rest = 1 - sum(y * y for y in p)
    return math.nan if rest == 0 else sum((x - z) * (y - z) for x, y, z in zip(a, b, p, strict=True)) / rest


def shares(jobs):
    with np.errstate(all="ignore"):
        return (jobs / jobs.sum(0)).T, jobs.sum(1) / jobs.sum()


@settings(max_examples=40, deadline=None)
@given(secret_tables(), st.sampled_from(["none", "all", "regions", "industries"]), st.floats(0.02, 0.6))
def test_no_possible_table_lies_outside_the_bounds(box, totals, size):
    jobs, secret, low, high = box
    mix = industry_mix(narrow(read(employment(jobs, secret, low=low, high=high, totals=totals)), rounding=0))
    n = jobs.shape[1]
    plants = Interval(np.full((1, n), size), np.full((1, n), size + 0.3))
    gini, eg, pairs = locational_gini(mix), ellison_glaeser(mix, plants), coagglomeration(mix)
    for tried in possible_tables(jobs, secret, low, high, totals):
        a, p = shares(tried)
        for i in np.flatnonzero(mix.defined[0] & (tried.sum(0) > 0)):
            assert gini.low[0, i] - 1e-9 <= gini_by_hand(a[i], p) <= gini.high[0, i] + 1e-9
            if not np.isnan(eg.low[0, i]):
                for h in (size, size + 0.1, size + 0.3):
                    assert eg.low[0, i] - 1e-9 <= eg_by_hand(a[i], p, h) <= eg.high[0, i] + 1e-9
            for j in np.flatnonzero(mix.defined[0] & (tried.sum(0) > 0) & ~np.isnan(pairs.low[0, i])):
                found = pair_by_hand(a[i], a[j], p)
                assert pairs.low[0, i, j] - 1e-9 <= found <= pairs.high[0, i, j] + 1e-9


@pytest.mark.parametrize("totals", ["none", "all", "regions", "industries"])
def test_known_tables_give_one_number(totals):
    jobs = np.array([[30, 70, 0, 5], [10, 190, 5, 5], [8, 0, 20, 5], [1, 1, 1, 5]])
    mix = industry_mix(narrow(read(employment(jobs, totals=totals))))
    a, p = shares(jobs)
    gini, pairs = locational_gini(mix), coagglomeration(mix)
    np.testing.assert_allclose(gini.low[0], [gini_by_hand(row, p) for row in a], atol=1e-12)
    np.testing.assert_array_equal(gini.low, gini.high)
    eg = ellison_glaeser(mix, exactly(np.full((1, 4), 0.1)))
    np.testing.assert_allclose(eg.low[0], [eg_by_hand(row, p, 0.1) for row in a])
    np.testing.assert_allclose(pairs.low[0], [[pair_by_hand(x, y, p) for y in a] for x in a], atol=1e-12)
    np.testing.assert_allclose(pairs.low, pairs.high, atol=1e-12)


def test_ties_in_the_quotient_do_not_matter():
    jobs = np.array([[10, 90], [10, 90], [30, 70]])
    one = locational_gini(industry_mix(narrow(read(employment(jobs)))))
    other = locational_gini(industry_mix(narrow(read(employment(jobs[::-1])))))
    np.testing.assert_allclose(one.low, other.low)


def test_undefined_concentration():
    alone = industry_mix(narrow(read(employment([[3, 5]], totals="none"))))
    assert np.isnan(ellison_glaeser(alone, exactly(np.array([[0.1, 0.1]]))).low).all()
    mix = industry_mix(narrow(read(employment([[3, 5], [6, 1]]))))
    assert np.isnan(ellison_glaeser(mix, exactly(np.array([[1.0, np.nan]]))).low).all()
    assert np.isnan(locational_gini(industry_mix(narrow(read(employment([[0, 5], [0, 1]]))))).low[0, 0])


def test_gamma_can_rise_or_fall_with_the_sizes_of_firms():
    mix = industry_mix(narrow(read(employment([[100, 1], [1, 100]]))))
    wide = ellison_glaeser(mix, Interval(np.full((1, 2), 0.1), np.full((1, 2), 0.9)))
    ends = [ellison_glaeser(mix, exactly(np.full((1, 2), h))).low[0, 0] for h in (0.1, 0.9)]
    assert (wide.low[0, 0], wide.high[0, 0]) == pytest.approx((min(ends), max(ends)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(1, 40), min_size=1, max_size=4), min_size=1, max_size=4))
def test_plant_sizes_lie_between_what_counts_and_classes_allow(regions):
    sizes = [size for firms in regions for size in firms]
    truth, whole = herfindahl(sizes), sum(sizes)
    share = np.array([sum(firms) / whole for firms in regions])
    count = np.array([float(len(firms)) for firms in regions])
    found = herfindahl_counts(Interval(share, share), count, np.array(1 / whole))
    assert found.low - 1e-9 <= truth <= found.high + 1e-9
    unknown = herfindahl_counts(
        Interval(share * 0.9, share * 1.1), np.full(len(share), np.nan), np.array(0.0)
    )
    assert unknown.low - 1e-9 <= truth <= unknown.high + 1e-9
    limits = [(1, 4), (5, 9), (10, 19), (20, 49)]
    firms = [sum(a <= s <= b for s in sizes) for a, b in limits]
    classes = herfindahl_classes(firms, [a for a, _ in limits], [b for _, b in limits], whole)
    assert classes.low - 1e-9 <= truth <= classes.high + 1e-9


def test_sizes_that_cannot_be():
    with pytest.raises(DomainError):
        herfindahl([3, -1])
    with pytest.raises(DomainError):
        herfindahl_classes([2], [10], [20], 100)
    assert math.isnan(herfindahl([0, 0]))
