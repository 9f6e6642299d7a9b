from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.firms.firm_concentration import bounds, herfindahl

CLASSES = [(0, 0), (1, 4), (5, 9), (10, 19), (20, 49)]


def index(sizes) -> float:
    return sum(size**2 for size in sizes) / sum(sizes) ** 2


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(CLASSES), min_size=1, max_size=5), st.integers(0, 10_000))
def test_bounds_hold_and_the_upper_one_is_reached(plants, seed):
    found = bounds([(low, high, plants.count((low, high))) for low, high in set(plants)])
    if not any(high for _, high in plants):
        assert found is None
        return
    corners = [c for c in itertools.product(*plants) if sum(c) > 0]
    assert found[1] == pytest.approx(max(map(index, corners)))
    rng = np.random.default_rng(seed)
    for _ in range(200):
        sizes = [rng.uniform(low, high) for low, high in plants]
        if sum(sizes) > 0:
            assert found[0] - 1e-12 <= index(sizes) <= found[1] + 1e-12


def test_the_lower_bound_is_reached():
    # sizes 12, 12 and 20 to 49: as equal as can be is 12, 12, 20
    assert bounds([(12, 12, 2), (20, 49, 1)])[0] == pytest.approx(index([12, 12, 20]))
    # a plant of 1 to 100 beside plants of 2 and 10: not their mean, but 104 / 12
    assert bounds([(2, 2, 1), (10, 10, 1), (1, 100, 1)])[0] == pytest.approx(index([2, 10, 104 / 12]))


def test_overlapping_classes_have_a_safe_upper_bound():
    low, high = bounds([(1, 50, 1), (20, 30, 2)])
    corners = itertools.product((1, 50), (20, 30), (20, 30))
    assert low <= max(map(index, corners)) <= high <= 1


def test_degenerate():
    assert bounds([]) is None and bounds([(0, 0, 4)]) is None and herfindahl(0, 0) is None
    assert bounds([(5, 5, 1)]) == (1.0, 1.0) and bounds([(10, None, 3)]) == (pytest.approx(1 / 3), 1.0)
