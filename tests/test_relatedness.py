from __future__ import annotations

import itertools

import econcomplex
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.mapping.complexity import NoComplexity, complexity
from clusterlib.mapping.relatedness import density, location_quotients, presence, proximity
from clusterlib.mapping.relatedness_bounds import (
    Present,
    density_bounds,
    nearer_than_any,
    present,
    proximity_bounds,
    together,
)


def nested(regions, industries, seed):
    """A table as regions have it: capable ones have nearly everything, rare industries few regions."""
    rng = np.random.default_rng(seed)
    gap = np.linspace(1, 0.1, regions)[:, None] - np.linspace(0, 0.9, industries)[None, :]
    jobs = rng.lognormal(3, 1, (regions, industries)) * (rng.random(gap.shape) < 1 / (1 + np.exp(-10 * gap)))
    return jobs[jobs.any(1)][:, jobs.any(0)]


@pytest.mark.parametrize(("regions", "industries"), [(60, 25), (25, 60), (200, 80)])
def test_equal_to_econcomplex(regions, industries):
    jobs = nested(regions, industries, regions)
    lq = location_quotients(jobs)
    np.testing.assert_allclose(lq, econcomplex.location_quotient(jobs), rtol=0, atol=1e-9)
    there = presence(lq)
    near = proximity(there)
    np.testing.assert_allclose(near, econcomplex.proximity(jobs)["product"], rtol=0, atol=1e-9)
    theirs = econcomplex.relatedness_density(jobs) / 100
    related = near.sum(0) > 0
    np.testing.assert_allclose(density(there, near)[:, related], theirs[:, related], rtol=0, atol=1e-9)
    assert np.isnan(density(there, near)[:, ~related]).all()
    found, keep = complexity(there), there.any(0)
    eci, pci = econcomplex.eci_pci(there.astype(float), use_rca=False)
    np.testing.assert_allclose(found.eci, eci, rtol=0, atol=1e-9)
    # econcomplex signs the PCI by ubiquity on its own; here it is the mean ECI of the regions that have it
    sign = np.sign(np.corrcoef(found.pci[keep], pci[keep])[0, 1])
    np.testing.assert_allclose(found.pci, sign * pci, rtol=0, atol=1e-9)


def test_proximity_by_hand_and_without_presence():
    there = np.array([[1, 1, 0, 0], [1, 1, 1, 0], [1, 0, 0, 0], [0, 1, 1, 0]], dtype=bool)
    near = proximity(there)
    assert near[0, 1] == pytest.approx(2 / 3) and near[1, 2] == pytest.approx(2 / 3) and near[0, 2] == 1 / 3
    assert (np.diag(near) == 0).all() and (near[3] == 0).all()
    found = density(there, near)
    assert found[0, 2] == pytest.approx((1 / 3 + 2 / 3) / 1) and np.isnan(found[:, 3]).all()
    single = proximity(there, dtype=np.float32)
    assert single.dtype == np.float32 and np.allclose(single, near)


@st.composite
def undecided(draw):
    shape = draw(st.tuples(st.integers(2, 4), st.integers(2, 4)))
    words = draw(
        st.lists(st.sampled_from("1100?"), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1])
    )
    grid = np.array(words).reshape(shape)
    open_cells = list(zip(*np.nonzero(grid == "?"), strict=True))[:7]
    sure = grid == "1"
    maybe = sure.copy()
    for cell in open_cells:
        maybe[cell] = True
    return Present(sure, maybe), open_cells


@settings(max_examples=80, deadline=None)
@given(undecided(), st.sampled_from([0.8, 1.0, 1.3]))
def test_no_choice_of_the_undecided_cells_lies_outside_the_bounds(drawn, times):
    found, cells = drawn
    near = proximity_bounds(together(found))
    dense, above = density_bounds(found, near), nearer_than_any(found, near, times)
    least, most = np.full(near.low.shape, np.inf), np.full(near.low.shape, -np.inf)
    n = found.sure.shape[1]
    for choice in itertools.product([False, True], repeat=len(cells)):
        there = found.sure.copy()
        for cell, value in zip(cells, choice, strict=True):
            there[cell] = value
        true_near = proximity(there)
        least, most = np.minimum(least, true_near), np.maximum(most, true_near)
        true_dense = density(there, true_near)
        told = ~np.isnan(true_dense)
        assert (true_dense >= dense.low - 1e-9)[told].all() and (true_dense <= dense.high + 1e-9)[told].all()
        others = (there.sum(1, keepdims=True) - there) / (n - 1)
        gap = true_dense - times * others
        assert (gap >= above.low - 1e-9)[told].all() and (gap <= above.high + 1e-9)[told].all()
    np.testing.assert_allclose(near.low, least, atol=1e-12)  # exact: some choice reaches each end
    np.testing.assert_allclose(near.high, most, atol=1e-12)


def test_with_every_cell_decided_both_bounds_are_the_number():
    there = nested(30, 12, 4) > 5
    found = Present(there, there)
    near = proximity_bounds(together(found))
    np.testing.assert_array_equal(near.low, near.high)
    np.testing.assert_allclose(near.low, proximity(there))
    dense = density_bounds(found, near)
    np.testing.assert_allclose(dense.low, density(there, near.low))
    np.testing.assert_allclose(dense.high, dense.low)


def test_present_from_bounds_of_quotients():
    low, high = np.array([[1.0, 0.2, 0.2, np.nan]]), np.array([[3.0, 0.9, np.nan, np.nan]])
    found = present(low, high)
    assert found.sure.tolist() == [[True, False, False, False]]
    assert found.open.tolist() == [[False, False, True, False]]


def test_zero_rows_and_columns_are_left_out_of_complexity():
    there = np.array([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]], dtype=bool)
    wide = np.zeros((5, 5), dtype=bool)
    wide[:4, :4] = there
    found, inner = complexity(wide), complexity(there)
    np.testing.assert_allclose(found.eci[:4], inner.eci)
    assert np.isnan(found.eci[4]) and np.isnan(found.pci[4])
    assert inner.eci.mean() == pytest.approx(0) and inner.eci.std() == pytest.approx(1)
    assert np.corrcoef(inner.eci, there.sum(1))[0, 1] > 0


@pytest.mark.parametrize(
    ("there", "reason"),
    [
        ([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1]], "disconnected"),
        ([[1, 1], [1, 1]], "repeated"),
        ([[1, 1, 0], [0, 1, 1], [1, 0, 1]], "repeated"),
        ([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], "sign"),
        ([[1, 1, 1]], "small"),
        ([[0, 0], [0, 0]], "small"),
    ],
)
def test_complexity_is_refused_with_a_reason(there, reason):
    with pytest.raises(NoComplexity) as caught:
        complexity(np.array(there, dtype=bool))
    assert caught.value.reason == reason and str(caught.value).startswith("complexity")


def test_both_sides_of_the_table_give_the_same_order():
    there = presence(location_quotients(nested(40, 15, 2)))
    there = there[there.any(1)][:, there.any(0)]
    rows, turned = complexity(there), complexity(there.T)
    corr = np.corrcoef(rows.eci, turned.pci)[0, 1]
    assert abs(corr) == pytest.approx(1)
