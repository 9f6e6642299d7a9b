"""Critical path, PERT and simulation by the worked example of methods T12."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.faults import DomainError, IntegrityError
from clusterlib.strategy.schedule import Work, schedule
from clusterlib.strategy.schedule_simulation import simulate

EXAMPLE = [
    Work("A", 2, 4, 6),
    Work("B", 1, 2, 3, ("A",)),
    Work("C", 3, 6, 15, ("A",)),
    Work("D", 2, 3, 4, ("B", "C")),
    Work("E", 1, 1, 1, ("B",)),
]


def test_the_worked_example() -> None:
    plan = schedule(EXAMPLE)
    assert [work.mean for work in EXAMPLE] == [4, 2, 7, 3, 1]
    assert plan.length == 14
    assert plan.path == ("A", "C", "D")
    assert not plan.paths_differ
    assert {no: t.slack for no, t in plan.times.items()} == {"A": 0, "B": 5, "C": 0, "D": 0, "E": 7}
    assert [(t.es, t.ef, t.ls, t.lf) for t in plan.times.values()] == [
        (0, 4, 0, 4),
        (4, 6, 9, 11),
        (4, 11, 4, 11),
        (11, 14, 11, 14),
        (6, 7, 13, 14),
    ]
    assert plan.sigma == pytest.approx(2.13437, abs=1e-5)
    assert plan.probability(16) == pytest.approx(0.82563, abs=1e-4)
    assert plan.quantile(0.9) == pytest.approx(16.7353, abs=1e-4)


def test_the_order_of_the_rows_does_not_matter() -> None:
    turned = schedule(EXAMPLE[::-1])
    assert dict(turned.times) == dict(schedule(EXAMPLE).times)


def test_no_spread_is_certain() -> None:
    plan = schedule([Work("A", 3, 3, 3)])
    assert (plan.sigma, plan.probability(3), plan.probability(2.9), plan.quantile(0.9)) == (0, 1, 0, 3)


def test_no_task() -> None:
    plan = schedule([])
    assert (plan.length, plan.path, plan.paths_differ) == (0, (), False)
    found = simulate(plan)
    assert (found.probability(1), found.quantile(0.9), dict(found.critical)) == (None, None, {})


def test_of_several_critical_paths_the_widest_counts() -> None:
    plan = schedule([Work("A", 1, 2, 3), Work("B", 2, 2, 2), Work("C", 1, 1, 1, ("A", "B"))])
    assert plan.paths_differ
    assert plan.path == ("A", "C")
    assert plan.sigma == pytest.approx(1 / 3)
    assert all(times.critical for times in plan.times.values())


def test_days_before_which_nothing_begins() -> None:
    plan = schedule([Work("A", 2, 2, 2), Work("B", 1, 1, 1, ("A",), not_before=10)])
    assert (plan.times["B"].es, plan.length, plan.times["A"].slack) == (10, 11, 8)
    assert plan.path == ("B",)


def test_what_is_done_is_fixed_and_never_critical() -> None:
    plan = schedule([Work("A", 9, 9, 9, finished=3, not_before=1), Work("B", 2, 2, 2, ("A",))])
    a = plan.times["A"]
    assert (a.es, a.ef, a.slack, a.critical) == (1, 3, None, False)
    assert (plan.times["B"].es, plan.length, plan.path) == (3, 5, ("B",))


@pytest.mark.parametrize(
    ("works", "error", "text"),
    [
        (
            [
                Work("A", 1, 1, 1, ("B",)),
                Work("B", 1, 1, 1, ("C",)),
                Work("C", 1, 1, 1, ("B",)),
                Work("Z", 1, 1, 1),
            ],
            IntegrityError,
            "B waits for C waits for B|C waits for B waits for C",
        ),
        ([Work("A", 1, 1, 1, ("A",))], IntegrityError, "A waits for A"),
        ([Work("A", 1, 1, 1, ("X",))], IntegrityError, "X is no task of this plan"),
        ([Work("A", 3, 2, 4)], DomainError, r"o = 3, m = 2, p = 4"),
        ([Work("A", 0, 2, 4)], DomainError, "above 0"),
    ],
)
def test_impossible_plans_are_refused(works: list[Work], error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        schedule(works)


def test_the_simulation_agrees_where_one_path_rules() -> None:
    plan = schedule(EXAMPLE)
    found = simulate(plan, draws=20_000)
    assert float(np.mean(found.lengths)) == pytest.approx(14, abs=0.05)
    assert found.critical["A"] == 1.0
    assert found.critical["B"] < 0.05 < 0.9 < found.critical["C"]
    assert found.probability(16) == pytest.approx(0.82563, abs=0.05)
    assert found.quantile(0.9) == pytest.approx(16.7353, abs=0.5)


def test_the_simulation_sees_near_critical_paths() -> None:
    works = [Work(f"T{i}", 5, 10, 15) for i in range(8)]
    plan = schedule(works)
    found = simulate(plan, draws=5000)
    assert plan.probability(plan.length) == pytest.approx(0.5)
    assert (found.probability(plan.length) or 1) < 0.02
    assert sum(found.critical.values()) == pytest.approx(1, abs=0.01)


def test_a_seed_gives_the_same_draws() -> None:
    plan = schedule(EXAMPLE)
    one, two, other = (simulate(plan, draws=50, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.lengths, two.lengths)
    assert not np.array_equal(one.lengths, other.lengths)


@st.composite
def networks(draw: Any) -> list[Work]:
    works = []
    for i in range(draw(st.integers(1, 12))):
        o = draw(st.integers(1, 20))
        m, p = o + draw(st.integers(0, 20)), o + draw(st.integers(20, 50))
        before = draw(st.lists(st.sampled_from(range(i)), unique=True, max_size=3)) if i else []
        late = draw(st.integers(0, 30))
        works.append(Work(f"T{i}", o, m, p, tuple(f"T{b}" for b in before), late))
    return works


@settings(max_examples=40, deadline=None)
@given(networks())
def test_whatever_the_network(works: list[Work]) -> None:
    plan = schedule(works)
    by_no = {work.no: work for work in works}
    for no, times in plan.times.items():
        assert times.slack is not None and times.slack >= 0
        assert math.isclose(times.ef - times.es, by_no[no].mean)
        assert all(plan.times[b].ef <= times.es + 1e-9 for b in by_no[no].predecessors)
        assert times.ef <= plan.length + 1e-9
    assert plan.path and math.isclose(plan.times[plan.path[-1]].ef, plan.length)
    assert all(plan.times[no].critical for no in plan.path)
    longest = simulate(plan, draws=20).lengths
    assert longest.min() >= max(work.o + work.not_before for work in works) - 1e-9
    assert longest.max() <= sum(work.p for work in works) + max(work.not_before for work in works) + 1e-9
