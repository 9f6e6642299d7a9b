from __future__ import annotations

import itertools

import numpy as np
import pytest
from employment_tables import employment
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.mapping.specialisation_bounds import narrow
from clusterlib.mapping.specialisation_cells import read
from clusterlib.mapping.specialisation_ratios import growth, quotients
from clusterlib.tables import typed


def by_hand(jobs):
    with np.errstate(all="ignore"):
        return jobs * jobs.sum() / (jobs.sum(1, keepdims=True) * jobs.sum(0, keepdims=True))


@st.composite
def boxes(draw):
    shape = draw(st.tuples(st.integers(2, 3), st.integers(2, 3)))
    count = shape[0] * shape[1]
    jobs = np.array(draw(st.lists(st.integers(0, 30), min_size=count, max_size=count))).reshape(shape)
    cells = sorted(itertools.product(range(shape[0]), range(shape[1])))
    secret = draw(st.lists(st.sampled_from(cells), min_size=1, max_size=3, unique=True))
    reach = np.array(draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))).reshape(shape)
    return jobs, tuple(secret), np.maximum(jobs - reach, 0), jobs + reach


@settings(max_examples=25, deadline=None)
@given(boxes(), st.sampled_from(["none", "all", "regions", "industries"]))
def test_no_possible_table_lies_outside_the_bounds(box, totals):
    jobs, secret, low, high = box
    table = employment(jobs, secret, low=low, high=high, totals=totals)
    found = quotients(narrow(read(table), rounding=0))
    steps = [np.linspace(low[c], high[c], 1 + 2 * int(high[c] - low[c])) for c in secret]
    for guess in itertools.product(*steps):
        tried = jobs.astype(float)
        for cell, value in zip(secret, guess, strict=True):
            tried[cell] = value
        if totals in ("all", "regions") and not np.allclose(tried.sum(1), jobs.sum(1)):
            continue
        if totals in ("all", "industries") and not np.allclose(tried.sum(0), jobs.sum(0)):
            continue
        ratio = by_hand(tried)
        told = np.isfinite(ratio) & found.defined[0]
        assert (ratio >= found.low[0] - 1e-6)[told].all()
        assert (np.isnan(found.high[0]) | (ratio <= found.high[0] + 1e-6))[told].all()


def test_known_table_by_hand():
    jobs = np.array([[30, 70], [10, 190]])
    for totals in ("none", "all", "regions", "industries"):
        found = quotients(narrow(read(employment(jobs, totals=totals))))
        np.testing.assert_allclose(found.lq[0], by_hand(jobs))
        np.testing.assert_array_equal(found.low, found.lq)
        np.testing.assert_array_equal(found.high, found.lq)
        np.testing.assert_allclose(
            jobs - found.expected[0], jobs - jobs.sum(1, keepdims=True) * jobs.sum(0) / 300
        )


def test_published_totals_give_own_bound_times_a_constant():
    rows = [
        ("A", "ICT", None),
        ("A", "Food", None),
        ("A", "total", 100),
        ("B", "ICT", 10),
        ("B", "Food", 190),
        ("B", "total", 200),
        ("total", "total", 300),
    ]
    table = typed(
        "employment",
        [
            {
                "region": r,
                "industry": i,
                "year": 2020,
                "employment": n,
                **({} if n else {"status": "suppressed"}),
            }
            for r, i, n in rows
        ],
    )
    found = quotients(narrow(read(table), rounding=0))
    # without the industry totals: x_i between 10 and 110, x_ri between 0 and 100
    assert found.low[0, 0, 0] == 0 and found.high[0, 0, 0] == pytest.approx(100 * 300 / (100 * 110))


def test_the_quotient_can_fall_when_its_own_cell_grows():
    jobs = np.array([[50, 0], [0, 100]])
    low, high = jobs.copy(), jobs.copy()
    low[0, 0], high[0, 0] = 10, 50
    found = quotients(narrow(read(employment(jobs, [(0, 0)], low=low, high=high, totals="none"))))
    assert found.low[0, 0, 0] == pytest.approx(150 / 50) and found.high[0, 0, 0] == pytest.approx(110 / 10)


def test_zero_rows_and_columns_have_no_quotient():
    found = quotients(narrow(read(employment([[0, 0], [3, 5]]))))
    assert np.isnan(found.lq[0, 0]).all() and not found.defined[0, 0].any()
    found = quotients(narrow(read(employment([[0, 4], [0, 5]]))))
    assert np.isnan(found.lq[0, :, 0]).all() and np.isfinite(found.lq[0, :, 1]).all()


def test_one_region_has_no_quotient_without_the_country():
    assert not quotients(narrow(read(employment([[3, 5, 7]], totals="none")))).defined.any()
    country = employment([[3, 5, 7]])
    country.loc[country["region"] == "total", "employment"] *= 10
    assert quotients(narrow(read(country))).defined.all()


def test_unlisted_industries_without_region_totals_are_not_compared():
    table = employment([[5, 3], [2, 4]], totals="industries")
    table.loc[(table["region"] == "total") & (table["industry"] == "total"), "employment"] = 500.0
    assert not quotients(narrow(read(table))).defined.any()


def test_growth_words_and_rates():
    start, end = [100, 0, 8, 0, 5], [121, 7, 0, 0, None]
    rows = [
        {"region": "A", "industry": f"I{k}", "year": 2020, "employment": float(n)}
        for k, n in enumerate(start)
    ]
    rows += [
        {
            "region": "A",
            "industry": f"I{k}",
            "year": 2022,
            **({"employment": float(n)} if n is not None else {"status": "suppressed"}),
        }
        for k, n in enumerate(end)
    ]
    rate, word = growth(narrow(read(typed("employment", rows))))
    assert word[1, 0].tolist() == ["growth", "entry", "exit", "none", "unknown"]
    np.testing.assert_allclose(rate[1, 0], [0.1, np.nan, -1, np.nan, np.nan])
    assert (word[0] == "unknown").all() and np.isnan(rate[0]).all()
