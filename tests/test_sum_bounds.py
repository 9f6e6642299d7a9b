from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array

from clusterlib import sum_bounds
from clusterlib.faults import IntegrityError
from clusterlib.sum_bounds import least_and_most


def test_a_difference_of_secret_numbers_is_a_sum_too():
    # a - b = 5, b between 2 and 9
    sums = csr_array([[1.0, -1.0], [-1.0, 1.0]])
    low, high = least_and_most(sums, np.array([5.0, -5.0]), np.array([0.0, 2.0]), np.array([np.inf, 9.0]))
    assert low.tolist() == [7, 2] and high.tolist() == [14, 9]


def test_what_no_sum_limits_stays_open():
    low, high = least_and_most(csr_array([[-1.0, 0.0]]), np.array([-3.0]), np.zeros(2), np.full(2, np.inf))
    assert low.tolist() == [3, 0] and np.isinf(high).all()


def test_sums_that_cannot_hold_are_refused():
    with pytest.raises(IntegrityError, match="at once"):
        least_and_most(csr_array([[-1.0]]), np.array([-3.0]), np.zeros(1), np.ones(1))


def one_by_one(sums, room, low, high):
    """Two programmes for each number, with no thought of the others."""
    limits = np.column_stack([low, high])
    edges = []
    for sign in (1.0, -1.0):
        found = [linprog(sign * aim, A_ub=sums, b_ub=room, bounds=limits).x @ aim for aim in np.eye(len(low))]
        edges.append(np.round(found, 6))
    return edges


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 20), min_size=3, max_size=9), st.integers(1, 3), st.integers(0, 8), st.data())
def test_numbers_searched_together_have_the_edges_of_those_searched_alone(jobs, width, slack, data):
    true = np.array(jobs, float)
    places = np.arange(len(jobs))
    sums = np.array(
        [places // width == k for k in set(places // width)] + [places % width == k for k in range(width)]
    )
    kept = data.draw(st.lists(st.booleans(), min_size=len(sums), max_size=len(sums)))
    sums = sums[np.array(kept)].astype(float)
    if not len(sums):
        return
    low, high = np.maximum(true - slack, 0), true + slack + 1
    both = csr_array(np.vstack([sums, -sums]))
    room = np.concatenate([sums @ true + 0.5, -(sums @ true) + 0.5])
    found = least_and_most(both, room, low, high)
    wanted = one_by_one(both, room, low, high)
    assert np.allclose(found, wanted, atol=2e-6)


def test_signs_that_cancel_do_not_make_numbers_independent():
    # a + b at most 10, a - b at most 4: a is at most 7
    low, high = least_and_most(
        csr_array([[1.0, 1.0], [1.0, -1.0]]), np.array([10.0, 4.0]), np.zeros(2), np.full(2, np.inf)
    )
    assert low.tolist() == [0, 0] and high.tolist() == [7, 10]


def test_bounds_that_can_be_reached_need_few_programmes(monkeypatch):
    asked = []
    monkeypatch.setattr(sum_bounds, "linprog", lambda *a, **k: asked.append(1) or linprog(*a, **k))
    sums = csr_array(np.kron(np.eye(30), np.ones((1, 2))))  # thirty tables of two secret numbers
    low, high = least_and_most(sums, np.full(30, 9.0), np.zeros(60), np.full(60, 9.0))
    assert low.tolist() == [0] * 60 and high.tolist() == [9] * 60
    assert len(asked) <= 6  # one for each bound would be 120
