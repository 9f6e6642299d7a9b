from __future__ import annotations

import numpy as np
import pytest
from firm_tables import grid_of

from clusterlib.faults import DomainError
from clusterlib.firms.secret_rules import Rules, broken, needed, primary, remainders


def judged(jobs: list[int], rules: Rules) -> bool:
    top = sorted([*jobs, 0, 0], reverse=True)
    columns = ([sum(jobs)], [len(jobs)], [top[0]], [top[1]])
    return bool(broken(*(np.array(c, np.int64) for c in columns), rules=rules)[0])


@pytest.mark.parametrize(
    ("jobs", "rules", "secret"),
    [
        ([5, 5], Rules(min_firms=3, dominance=100), True),
        ([5, 5, 5], Rules(min_firms=3, dominance=100), False),
        ([], Rules(min_firms=3), False),
        ([85, 10, 5], Rules(dominance=85), False),  # exactly the limit is not more than it
        ([86, 9, 5], Rules(dominance=85), True),
        ([60, 30, 10], Rules(dominance=85, dominant_firms=2), True),
        ([60, 30, 10], Rules(dominance=90, dominant_firms=2), False),
        ([100, 50, 10], Rules(dominance=100, p_percent=10), False),  # the rest is just 10 % of the largest
        ([100, 50, 9], Rules(dominance=100, p_percent=10), True),
        ([0, 0, 0], Rules(p_percent=10), False),
    ],
)
def test_each_rule_at_its_limit(jobs, rules, secret):
    assert judged(jobs, rules) is secret


def test_totals_are_judged_like_cells():
    grid = grid_of([[[5], [7]], [[9, 9, 9], [8, 8, 8]]])
    found = primary(grid, rules=Rules())
    assert found.tolist() == [[True, True, True], [False, False, False], [False, False, False]]


def test_what_must_stay_open_is_never_less_than_one_job():
    grid = grid_of([[[3], [400]], [[0], []]])
    down, up = needed(grid, rules=Rules(protection=10))
    assert down[0].tolist() == [1000, 40_000, 40_300] and up[0].tolist() == [1000, 40_000, 40_300]
    assert down[1].tolist() == [0, 0, 0] and up[1].tolist() == [1000, 1000, 1000]


def test_what_the_totals_leave_over_is_judged_too():
    grid = grid_of([[[5], [6], [9, 9, 9]], [[9, 9, 9], [8, 8, 8], [7, 7, 7]]])
    hidden = primary(grid, rules=Rules())
    rows, columns = remainders(grid, hidden, rules=Rules())
    assert rows.tolist() == [True, False, False] and columns.tolist() == [True, True, False, False]
    hidden[0, 2] = True
    assert not remainders(grid, hidden, rules=Rules())[0].any()


@pytest.mark.parametrize(
    "given",
    [{"min_firms": -1}, {"dominant_firms": 3}, {"dominance": 101}, {"p_percent": -1}, {"protection": 101}],
)
def test_numbers_that_mean_nothing_are_refused(given):
    with pytest.raises(DomainError, match=next(iter(given))):
        Rules(**given)
