"""Sign tests of all pairs with Holm's correction, and the groups that follow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from test_demand_plots import CASES
from test_demands import ballots, dakar, grid

from clusterlib import figures
from clusterlib.demand_ranking import demands
from clusterlib.demand_ranking.demand_pair_views import plot_pairs, read_pairs, table_pairs
from clusterlib.demand_ranking.demand_pairs import Pairs, holm, tell_apart
from clusterlib.faults import DomainError
from clusterlib.readings import Speaker

SAY = Speaker()


def told(rows: list[list[int | None]]) -> Pairs:
    items, votes = ballots(rows)
    return tell_apart(demands.score(items, None, votes))


def test_holm_by_hand() -> None:
    # sorted .005 .01 .03 .04 times 4 3 2 1 = .02 .03 .06 .04, never falling: .02 .03 .06 .06
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_ten_people_of_one_mind_make_three_groups_of_one() -> None:
    found = told([[3, 2, 1]] * 10)
    assert found.table["p"].tolist() == pytest.approx([2 / 1024] * 3)
    assert found.table["p_holm"].tolist() == pytest.approx([6 / 1024] * 3)
    assert found.groups == ((0,), (1,), (2,)) and found.apart == 3


def test_a_demand_may_stand_in_two_groups() -> None:
    # first and third differ in all ten ballots, their neighbours in five each: p = 2/32
    found = told([[3, 3, 1]] * 5 + [[3, 1, 1]] * 5)
    assert found.table["p"].tolist() == pytest.approx([2 / 32, 2 / 1024, 2 / 32])
    assert found.groups == ((0, 1), (1, 2))


def test_counts_only_cannot_be_said() -> None:
    found = tell_apart(demands.score(*dakar()))
    assert found.silence == "counts" and found.groups == () and found.needed == 12
    assert "cannot be said" in read_pairs(found, say=SAY)


def test_four_people_are_not_judged() -> None:
    assert told([[3, 1]] * 4).silence == "people"
    assert told([[3, 1]] * 5).silence is None


@pytest.mark.parametrize("alpha", [0, 1, -0.1])
def test_alpha_has_bounds(alpha: float) -> None:
    with pytest.raises(DomainError):
        tell_apart(demands.score(*dakar()), alpha=alpha)


@settings(max_examples=25, deadline=None)
@given(grid)
def test_every_p_is_that_of_scipy(rows: list[list[int | None]]) -> None:
    found = told(rows + rows + rows)
    for row in found.table.to_dict("records"):
        n = row["above"] + row["below"]
        expected = binomtest(int(row["above"]), int(n)).pvalue if n else 1.0
        assert row["p"] == pytest.approx(expected)
        assert row["p"] <= row["p_holm"] <= 1


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from([1, 2, 3]), min_size=4, max_size=4), min_size=5, max_size=30))
def test_groups_hold_all_demands_and_no_pair_that_differs(rows: list[list[int | None]]) -> None:
    found = told(rows)
    assert {i for group in found.groups for i in group} == set(range(len(found.items)))
    place = {key: i for i, key in enumerate(found.items["item_id"])}
    for row in found.table[found.table["apart"]].to_dict("records"):
        assert not any({place[row["first"]], place[row["second"]]} <= set(group) for group in found.groups)


@pytest.mark.parametrize("name", CASES)
def test_views_hold(name: str) -> None:
    found = tell_apart(CASES[name])
    ax = plot_pairs(found)
    assert figures.overlaps(ax.get_figure(root=True)) == [] and ax.get_title(loc="left")
    text = read_pairs(found, say=SAY)
    assert text.endswith(".") and "nan" not in text and "None" not in text
    assert len(table_pairs(found, say=SAY)) <= 10
