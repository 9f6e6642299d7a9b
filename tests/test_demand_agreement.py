"""Kendall's W: the textbook vector, ties, shuffles and the silences."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.stats import friedmanchisquare
from test_demands import ballots, dakar

from clusterlib.demand_ranking import demands
from clusterlib.demand_ranking.demand_agreement import agree, concordance

TEXTBOOK = np.array(
    [[4, 6, 3, 4, 3, 2, 2, 7, 6, 5], [5, 6, 8, 7, 7, 8, 4, 6, 4, 5], [2, 4, 4, 3, 2, 2, 1, 4, 3, 2]],
    dtype=float,
).T


def test_textbook_vector() -> None:
    found = concordance(TEXTBOOK)
    assert found is not None
    assert (found.chi2, found.p_chi2, found.w) == pytest.approx((13.35135, 0.0012612, 0.667568), abs=1e-5)


def test_agrees_with_scipy_on_tied_ballots() -> None:
    matrix = np.random.default_rng(5).integers(1, 4, size=(12, 6)).astype(float)
    found, peer = concordance(matrix), friedmanchisquare(*matrix.T)
    assert found is not None
    assert (found.chi2, found.p_chi2) == pytest.approx((peer.statistic, peer.pvalue))


def test_mean_correlation_without_ties_follows_from_w() -> None:
    matrix = np.array([[1, 2, 3, 4], [2, 1, 4, 3], [4, 3, 2, 1]], dtype=float)
    found = concordance(matrix)
    assert found is not None and found.rho == pytest.approx((3 * found.w - 1) / 2)


def test_one_order_by_all_and_opposite_orders() -> None:
    same, opposite = concordance(np.array([[1.0, 2, 3]] * 4)), concordance(np.array([[1.0, 2, 3], [3, 2, 1]]))
    assert same is not None and opposite is not None
    assert (same.w, opposite.w) == pytest.approx((1.0, 0.0))


def test_shuffle_p_agrees_with_enumeration() -> None:
    rows = [[3, 2, 1], [3, 1, 2], [3, 2, 1], [2, 3, 1], [3, 2, 1]]
    orders = [np.array(list(itertools.permutations(row))) for row in rows]
    sums = [sum(pick).sum() * 0 + (sum(pick) ** 2).sum() for pick in itertools.product(*orders)]
    observed = (np.array(rows).sum(axis=0) ** 2).sum()
    exact = np.mean([s >= observed for s in sums])
    found = agree(demands.score(*_tables(rows)), shuffles=20_000)
    assert found.p == pytest.approx(exact, abs=0.01)


@pytest.mark.parametrize(
    ("rows", "silence"),
    [
        ([[3, 2], [2, 3]], "people"),
        ([[3], [2], [3]], "items"),
        ([[2, 2], [3, 3], [1, 1]], "ties"),
    ],
)
def test_silences(rows: list[list[int | None]], silence: str) -> None:
    found = agree(demands.score(*_tables(rows)))
    assert found.result is None and found.p is None and found.silence == silence


def test_counts_alone_cannot_say() -> None:
    assert agree(demands.score(*dakar())).silence == "counts"


def test_few_people_get_w_but_no_p() -> None:
    found = agree(demands.score(*_tables([[3, 2, 1]] * 4)))
    assert found.result is not None and found.result.w == 1 and found.p is None


def test_incomplete_ballots_are_left_out_and_counted() -> None:
    rows: list[list[int | None]] = [[3, 2, 1]] * 6 + [[3, None, 1]]
    found = agree(demands.score(*_tables(rows)), shuffles=100)
    assert (found.people, found.left_out) == (6, 1)


def test_large_tables_use_fewer_shuffles() -> None:
    rows = np.random.default_rng(1).integers(1, 4, size=(400, 60)).tolist()
    assert agree(demands.score(*_tables(rows)), shuffles=10_000).shuffles == 20_000_000 // 24_000


def _tables(rows: list[list[int | None]]) -> tuple:
    items, votes = ballots(rows)
    return items, None, votes
