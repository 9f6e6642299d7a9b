"""Krippendorff's alpha for ordered answers: the worked number, a plain-loop twin, and what has none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_demands import ballots

from clusterlib.demand_ranking import demand_agreement, demands
from clusterlib.demand_ranking.demand_alpha import ordinal


def slow(matrix: np.ndarray) -> float:
    """The definition, pair by pair: observed over expected squared distance."""
    units = [[v for v in column if not np.isnan(v)] for column in matrix.T]
    units = [unit for unit in units if len(unit) > 1]
    all_ = sorted(v for unit in units for v in unit)
    count = {v: all_.count(v) for v in all_}

    def far(a: float, b: float) -> float:
        between = sum(n for v, n in count.items() if min(a, b) <= v <= max(a, b))
        return (between - (count[a] + count[b]) / 2) ** 2

    seen = sum(
        far(a, b) / (len(unit) - 1)
        for unit in units
        for i, a in enumerate(unit)
        for j, b in enumerate(unit)
        if i != j
    )
    chance = sum(far(a, b) for i, a in enumerate(all_) for j, b in enumerate(all_) if i != j)
    return 1 - (len(all_) - 1) * seen / chance


def test_worked_number() -> None:
    data = np.array([[1, 2, 3, 3], [1, 2, 3, 2], [1, 2, 3, 3]], dtype=float)
    assert ordinal(data) == pytest.approx(0.852679, abs=1e-6)


cells = st.lists(
    st.lists(st.sampled_from([1.0, 2.0, 3.0, np.nan]), min_size=4, max_size=4), min_size=2, max_size=6
)


@settings(max_examples=40, deadline=None)
@given(cells, st.integers(0, 99))
def test_as_by_definition_and_whatever_the_order(rows: list[list[float]], seed: int) -> None:
    matrix = np.array(rows)
    found = ordinal(matrix)
    told = matrix[:, (~np.isnan(matrix)).sum(axis=0) > 1]
    if found is None:
        assert len(np.unique(told[~np.isnan(told)])) < 2
        return
    assert found == pytest.approx(slow(matrix)) and found <= 1 + 1e-12
    rng = np.random.default_rng(seed)
    assert ordinal(rng.permutation(rng.permutation(matrix), axis=1)) == pytest.approx(found)


def test_the_same_votes_by_all_and_nothing_to_compare() -> None:
    same = np.array([[1.0, 2, 3]] * 4)
    assert ordinal(same) == 1
    for matrix in (np.full((3, 2), 3.0), np.array([[1.0, 2.0]]), np.empty((0, 3)), np.full((2, 2), np.nan)):
        assert ordinal(matrix) is None


def test_agreement_uses_answers_of_people_who_left_some_out() -> None:
    scores = demands.score(*_none(ballots([[3, 2, 1], [3, 2, None], [3, None, 1], [2, 2, 1]])))
    found = demand_agreement.agree(scores, shuffles=20)
    assert found.people == 2 and found.result is None
    assert found.alike == pytest.approx(ordinal(scores.ballot.matrix))


def _none(pair: tuple) -> tuple:
    items, votes = pair
    return items, None, votes
