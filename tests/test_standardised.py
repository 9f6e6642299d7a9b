from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.mapping.intervals import Interval
from clusterlib.mapping.standardised import standardise


def by_hand(quotients):
    """z of ln LQ with ddof 1 over the quotients above 0."""
    logs = [np.log(q) if q > 0 else np.nan for q in quotients]
    known = [x for x in logs if not np.isnan(x)]
    mean = sum(known) / len(known)
    spread = (sum((x - mean) ** 2 for x in known) / (len(known) - 1)) ** 0.5
    return np.array([(x - mean) / spread for x in logs])


def column(values):
    return np.array(values, dtype=float)[None, :, None]


def test_known_quotients_by_hand_and_zero_left_out():
    values = [0.3, 0.8, 0.0, 1.0, 1.2, 1.1, 6.0, np.nan]
    found = standardise(Interval(column(values), column(values)))
    truth = by_hand(values)
    np.testing.assert_allclose(found.slq[0, :, 0], truth)
    assert found.left_out[0, :, 0].tolist() == [False, False, True, False, False, False, False, True]
    assert found.counted[0, 0] == 6
    assert found.verdict[0, 0, 0] == "no" and isinstance(found.verdict[0, 2, 0], float)


def test_largest_possible_z_and_the_least_number_of_regions():
    for n in (6, 7, 20):
        values = [1.0] * (n - 1) + [50.0]
        found = standardise(Interval(column(values), column(values)))
        assert found.slq[0, -1, 0] == pytest.approx((n - 1) / n**0.5)
        assert found.verdict[0, -1, 0] == "certain"
    five = column([1.0, 1.0, 1.0, 1.0, 50.0])
    assert np.isnan(standardise(Interval(five, five)).slq).all()
    assert np.isfinite(standardise(Interval(five, five), least=5).slq).all()


def test_all_equal_has_no_z():
    same = column([1.0] * 8)
    found = standardise(Interval(same, same))
    assert np.isnan(found.slq).all()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(0.05, 8), min_size=6, max_size=9),
    st.lists(st.floats(1.0, 3.0), min_size=3, max_size=3),
    st.booleans(),
)
def test_no_possible_quotients_lie_outside_the_bounds(values, factors, may_be_zero):
    low, high = np.array(values), np.array(values)
    low[:3], high[:3] = low[:3] / factors, high[:3] * factors
    if may_be_zero:
        low[0] = 0.0
    found = standardise(Interval(column(low), column(high)))
    grids = [np.unique(np.linspace(low[k], high[k], 6)) for k in range(3)]
    for guess in itertools.product(*grids):
        tried = np.array([*guess, *values[3:]])
        if (tried > 0).sum() < 6 or np.ptp(np.log(tried[tried > 0])) < 1e-9:
            continue
        truth = by_hand(tried)
        told = ~np.isnan(truth)
        assert (truth >= found.bounds.low[0, :, 0] - 1e-6)[told].all()
        assert (truth <= found.bounds.high[0, :, 0] + 1e-6)[told].all()
        certain, no = found.verdict[0, :, 0] == "certain", found.verdict[0, :, 0] == "no"
        assert (truth[certain & told] > 1.96 - 1e-6).all() and (truth[no & told] <= 1.96 + 1e-6).all()
