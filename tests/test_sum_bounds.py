from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

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
