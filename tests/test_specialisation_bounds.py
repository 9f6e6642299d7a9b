from __future__ import annotations

import itertools

import numpy as np
import pytest
from employment_tables import employment
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.faults import IntegrityError
from clusterlib.mapping.specialisation_bounds import narrow
from clusterlib.mapping.specialisation_cells import read


@st.composite
def puzzles(draw):
    shape = draw(st.tuples(st.integers(2, 3), st.integers(2, 3)))
    numbers = st.lists(st.integers(0, 6), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1])
    jobs = np.array(draw(numbers)).reshape(shape)
    cells = sorted(itertools.product(range(shape[0]), range(shape[1])))
    secret = draw(st.lists(st.sampled_from(cells), min_size=1, max_size=5, unique=True))
    return jobs, tuple(secret)


def brute_force(jobs, secret):
    """Least and most of each secret cell over all whole numbers that keep every total."""
    top = int(jobs.sum())
    least, most = dict.fromkeys(secret, top), dict.fromkeys(secret, 0)
    roofs = [min(jobs[r].sum(), jobs[:, i].sum()) for r, i in secret]
    for guess in itertools.product(*(range(int(roof) + 1) for roof in roofs)):
        tried = jobs.copy()
        for cell, value in zip(secret, guess, strict=True):
            tried[cell] = value
        if (tried.sum(1) == jobs.sum(1)).all() and (tried.sum(0) == jobs.sum(0)).all():
            for cell, value in zip(secret, guess, strict=True):
                least[cell], most[cell] = min(least[cell], value), max(most[cell], value)
    return least, most


@settings(max_examples=25, deadline=None)
@given(puzzles())
def test_linear_programme_equals_brute_force(puzzle):
    jobs, secret = puzzle
    found = narrow(read(employment(jobs, secret)), rounding=0)
    least, most = brute_force(jobs, secret)
    assert found.exact
    for r, i in secret:
        assert found.cells.low[0, r, i] == pytest.approx(least[r, i], abs=1e-5)
        assert found.cells.high[0, r, i] == pytest.approx(most[r, i], abs=1e-5)


@settings(max_examples=25, deadline=None)
@given(puzzles(), st.sampled_from([0.0, 0.5]))
def test_simple_rule_is_never_narrower(puzzle, rounding):
    jobs, secret = puzzle
    table = read(employment(jobs, secret))
    exact, simple = narrow(table, rounding=rounding), narrow(table, rounding=rounding, exact_limit=0)
    assert (simple.cells.low <= exact.cells.low + 1e-5).all()
    assert (simple.cells.high >= exact.cells.high - 1e-5).all()
    assert (exact.cells.low[0] <= jobs + 1e-5).all() and (exact.cells.high[0] >= jobs - 1e-5).all()


def test_one_secret_cell_is_what_the_total_leaves_over():
    jobs = np.array([[40, 5], [12, 7]])
    found = narrow(read(employment(jobs, [(0, 0)])), rounding=0)
    assert (found.cells.low[0, 0, 0], found.cells.high[0, 0, 0]) == (40, 40)
    rounded = narrow(read(employment(jobs, [(0, 0)])), rounding=0.5)
    assert (rounded.cells.low[0, 0, 0], rounded.cells.high[0, 0, 0]) == (39, 41)


def test_own_range_and_total_both_count():
    jobs = np.array([[10, 20, 30], [1, 1, 1]])
    low, high = np.full((2, 3), 8.0), np.full((2, 3), 25.0)
    found = narrow(read(employment(jobs, [(0, 0), (0, 1)], low=low, high=high)), rounding=0).cells
    assert found.low[0, 0, :2].tolist() == [10, 20] and found.high[0, 0, :2].tolist() == [10, 20]


def test_without_any_total_the_own_range_stays():
    found = narrow(read(employment([[1, 2], [3, 4]], [(0, 0)], totals="none"))).cells
    assert found.low[0, 0, 0] == 0 and np.isinf(found.high[0, 0, 0])


def test_unlisted_industries_are_not_forced_into_secret_cells():
    table = employment([[5, 3], [2, 4]], [(1, 1)], totals="regions")
    table.loc[(table["region"] == "R0") & (table["industry"] == "total"), "employment"] = 20.0
    table.loc[(table["region"] == "R1") & (table["industry"] == "total"), "employment"] = 30.0
    found = narrow(read(table), rounding=0)
    assert not found.all_industries and found.all_regions
    assert (found.cells.low[0, 1, 1], found.cells.high[0, 1, 1]) == (0, 28)


def test_contradictions_are_faults_and_rounding_is_not():
    table = employment([[5, 3], [2, 4]], [(1, 1)])
    table.loc[(table["region"] == "R0") & (table["industry"] == "total"), "employment"] = 7.0
    narrow(read(table), rounding=0.5)
    with pytest.raises(IntegrityError, match="region R0, 2020: the cells add up to more"):
        narrow(read(table), rounding=0)
    high = np.full((2, 2), 1.0)
    with pytest.raises(IntegrityError, match="even with every secret cell at its most"):
        narrow(read(employment([[5, 3], [2, 40]], [(1, 1), (0, 1)], high=high)), rounding=0)


def test_totals_that_hold_one_by_one_but_not_together():
    table = employment([[5, 5], [5, 5]], [(0, 0), (0, 1), (1, 0), (1, 1)])
    table.loc[(table["region"] == "total") & (table["industry"] == "total"), "employment"] = 15.0
    with pytest.raises(IntegrityError, match="all published totals at once"):
        narrow(read(table), rounding=0)


def test_many_secret_cells_take_the_simple_rule_and_say_so():
    found = narrow(read(employment(np.full((4, 4), 5), [(r, r) for r in range(4)])), exact_limit=2)
    assert not found.exact
