"""Five other rules on the same votes: worked orders, invariants, views."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.stats import kendalltau, trim_mean
from test_demand_plots import CASES
from test_demands import ballots, dakar, grid

from clusterlib import figures
from clusterlib.demand_ranking import demands, voting_rules
from clusterlib.demand_ranking.voting_rule_views import plot_rules, read_rules, table_rules
from clusterlib.faults import DomainError
from clusterlib.readings import Speaker

SAY = Speaker()


def compared(rows: list[list[int | None]], **options: float) -> voting_rules.Rules:
    items, votes = ballots(rows)
    return voting_rules.compare(demands.score(items, None, votes), **options)  # type: ignore[arg-type]


def test_a_circle_ties_borda_and_names_the_three() -> None:
    found = compared([[3, 2, 1], [1, 3, 2], [2, 1, 3]])
    assert found.cycles == (("X0", "X1", "X2"),) and found.winner is None
    assert found.table["borda"].tolist() == found.table["copeland"].tolist() == [2, 2, 2]
    assert found.tau == dict.fromkeys(voting_rules.RULES)
    assert "circle" in read_rules(found, say=SAY)


def test_rules_can_disagree() -> None:
    # X0 is everybody's second; X1 divides
    found = compared([[2, 3, 1]] * 3 + [[2, 1, 1]] * 2)
    table = found.table.set_index("item_id")
    assert found.winner == "X1" and table.loc["X1", "copeland"] == 1
    assert table.loc["X1", "mean"] == 1 and table.loc["X1", "top_box"] == 1
    assert table.loc["X1", "median"] == 1 and table.loc["X0", "median"] == 2


def test_one_order_by_all_is_robust() -> None:
    found = compared([[3, 2, 1]] * 6)
    assert found.table["robust"].tolist() == [True] * 3
    assert found.tau["borda"] == found.tau["copeland"] == found.tau["trimmed"] == pytest.approx(1)
    assert found.tau["top_box"] == pytest.approx((2 / 3) ** 0.5)  # only the first gets threes: two tie


def test_counts_only_leave_two_rules_open() -> None:
    found = voting_rules.compare(demands.score(*dakar()))
    table = found.table.set_index("item_id")
    assert table["borda"].isna().all() and table["copeland"].isna().all()
    assert table.loc["B1", "robust"] is False and table.loc["C3", "robust"] is None
    assert table.loc["C3", "top_box"] == table.loc["B1", "top_box"] == 1.5  # six threes of seven, both
    assert "cannot be said" in read_rules(found, say=SAY)
    assert list(table_rules(found, say=SAY).iloc[:2, 2]) == ["cannot be said"] * 2


def test_top_box_tau_of_dakar_is_that_of_scipy() -> None:
    found = voting_rules.compare(demands.score(*dakar()))
    threes = [5, 5, 5, 6, 4, 4, 4, 6, 5, 4, 4]
    sums = [19, 18, 19, 19, 18, 18, 18, 20, 19, 18, 18]
    assert found.tau["top_box"] == pytest.approx(kendalltau(threes, sums).statistic)
    assert found.tau["top_box"] == pytest.approx(0.834623, abs=1e-6)
    assert found.tau["median"] is None


@pytest.mark.parametrize("options", [{"trim": 0.5}, {"enough": 0}, {"enough": 6}, {"within": -1}])
def test_options_have_bounds(options: dict[str, float]) -> None:
    with pytest.raises(DomainError):
        compared([[1, 2]], **options)


@settings(max_examples=25, deadline=None)
@given(grid)
def test_median_and_trimmed_mean_are_those_of_numpy_and_scipy(rows: list[list[int | None]]) -> None:
    items, votes = ballots(rows)
    scores = demands.score(items, None, votes)
    counts = scores.ballot.counts[scores.ballot.n > 0]
    single = [np.repeat([1, 2, 3], row) for row in counts]
    n = counts.sum(axis=1)
    assert voting_rules._inner_mean(counts, (n - 1) // 2) == pytest.approx([np.median(v) for v in single])
    cut = np.floor(0.2 * n + 1e-9).astype(int)
    assert voting_rules._inner_mean(counts, cut) == pytest.approx([trim_mean(v, 0.2) for v in single])


@settings(max_examples=25, deadline=None)
@given(grid)
def test_a_circle_excludes_a_winner_from_it_and_places_add_up(rows: list[list[int | None]]) -> None:
    found = compared(rows)
    k = len(found.table)
    assert found.winner is None or all(found.winner not in part for part in found.cycles)
    for name in ["mean", *voting_rules.RULES]:
        assert found.table[name].sum() == pytest.approx(k * (k + 1) / 2)
    assert all(t is None or -1 - 1e-9 <= t <= 1 + 1e-9 for t in found.tau.values())


@pytest.mark.parametrize("name", CASES)
def test_views_hold(name: str) -> None:
    found = voting_rules.compare(CASES[name])
    ax = plot_rules(found)
    assert figures.overlaps(ax.get_figure(root=True)) == [] and ax.get_title(loc="left")
    text = read_rules(found, say=SAY)
    assert text.endswith(".") and "nan" not in text and "None" not in text
    assert not table_rules(found, say=SAY).astype(str).isin(["nan", "None"]).any().any()
