"""Rank intervals: the guide's Dakar table against exact probabilities; both ways of drawing."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pandas as pd
import pytest
from test_demands import ballots, dakar

from clusterlib import tables
from clusterlib.demand_ranking import demands
from clusterlib.demand_ranking.demand_intervals import Ranking, rank, redraw
from clusterlib.demand_ranking.demand_tables import demand_scores
from clusterlib.faults import DomainError


@pytest.fixture(scope="module")
def ranked() -> Ranking:
    return rank(demands.score(*dakar()), draws=20_000)


def exact_sum(counts: np.ndarray) -> dict[int, float]:
    """Distribution of the sum of one demand's votes when its voters are drawn again."""
    share = counts / counts.sum()
    found = {0: 1.0}
    for _ in range(int(counts.sum())):
        step: dict[int, float] = {}
        for (total, p), (value, q) in itertools.product(found.items(), zip((1, 2, 3), share, strict=True)):
            step[total + value] = step.get(total + value, 0.0) + p * q
        found = step
    return found


def exact_first(item: int) -> tuple[float, float]:
    """P(first, shared or alone) and P(first alone) of one demand, by enumeration."""
    counts = demands.score(*dakar()).ballot.counts
    sums = [exact_sum(row) for row in counts]
    shared = alone = 0.0
    for total, p in sums[item].items():
        others = [s for j, s in enumerate(sums) if j != item]
        shared += p * float(np.prod([sum(q for t, q in s.items() if t <= total) for s in others]))
        alone += p * float(np.prod([sum(q for t, q in s.items() if t < total) for s in others]))
    return shared, alone


def test_exact_probabilities_of_the_specification() -> None:
    assert exact_first(7) == pytest.approx((0.512, 0.164), abs=1e-3)


def test_dakar_bootstrap_agrees_with_exact_probabilities(ranked: Ranking) -> None:
    table = ranked.table.set_index("item_id")
    assert (table.loc["C3", "first"], table.loc["C3", "first_alone"]) == pytest.approx(
        exact_first(7), abs=0.01
    )
    assert table.loc["A2", "first"] == pytest.approx(exact_first(1)[0], abs=0.01)


def test_dakar_rank_intervals(ranked: Ranking) -> None:
    table = ranked.table.set_index("item_id")
    assert table.loc["C3", ["rank_low", "rank_high"]].tolist() == [1, 7]
    rest = table.drop(index="C3")
    assert (rest["rank_low"] == 1).all() and rest["rank_high"].between(10, 11).all()
    assert not ranked.joint and ranked.judged


def test_speed_of_ten_thousand_draws() -> None:
    scores = demands.score(*dakar())
    rank(scores, draws=100)
    start = time.perf_counter()
    rank(scores, draws=10_000)
    assert time.perf_counter() - start < 0.5


def test_same_seed_same_result_and_order_of_rows_changes_nothing() -> None:
    items, counts = dakar()
    mixed = rank(demands.score(items.iloc[::-1], counts.iloc[::-1]), draws=500)
    pd.testing.assert_frame_equal(rank(demands.score(items, counts), draws=500).table, mixed.table)


def test_respondents_are_drawn_whole_when_single_votes_are_known() -> None:
    # two camps: in every draw X0 and X1 mirror each other, so their sum never moves
    items, votes = ballots([[3, 1, 2]] * 4 + [[1, 3, 2]] * 4)
    scores = demands.score(items, None, votes)
    drawn = np.concatenate(list(redraw(scores.ballot, draws=300, seed=1)))
    assert np.allclose(drawn[:, 0] + drawn[:, 1], 4)
    assert np.allclose(drawn[:, 2], 2)
    assert rank(scores, draws=300).joint


def test_blocks_draw_as_many_as_asked() -> None:
    scores = demands.score(*dakar())
    assert sum(len(b) for b in redraw(scores.ballot, draws=130_000, seed=1)) == 130_000


def test_fewer_than_five_votes_get_no_interval() -> None:
    items, votes = ballots([[3, 1], [3, 2], [2, 1], [3, 1]])
    few = rank(demands.score(items, None, votes), draws=50)
    assert not few.judged
    assert few.table[["rank_low", "rank_high", "first"]].isna().all().all()
    assert few.table["rank"].tolist() == [1, 2]


def test_missing_votes_and_a_demand_nobody_voted_on() -> None:
    items, votes = ballots(
        [[3, 1, None], [3, None, None], [3, 2, None], [3, 1, None], [2, 1, None], [3, 1, None]]
    )
    table = rank(demands.score(items, None, votes), draws=400).table
    assert table["rank_low"].tolist()[:2] == [1, 2] and table["rank_high"].tolist()[:2] == [1, 2]
    assert pd.isna(table.loc[2, "rank_low"]) and pd.isna(table.loc[2, "score"])


def test_interval_holds_the_place() -> None:
    rng = np.random.default_rng(3)
    for _ in range(5):
        items, votes = ballots(rng.integers(1, 4, size=(9, 6)).tolist())
        table = rank(demands.score(items, None, votes), draws=200).table
        assert ((table["rank_low"] <= table["rank"]) & (table["rank"] <= table["rank_high"])).all()


def test_all_equal_shares_first_place() -> None:
    items, votes = ballots([[2, 2, 2]] * 6)
    table = rank(demands.score(items, None, votes), draws=50).table
    assert table["rank_high"].tolist() == [1, 1, 1] and table["first_alone"].tolist() == [0, 0, 0]


@pytest.mark.parametrize("options", [{"draws": 0}, {"level": 0.0}, {"level": 1.0}])
def test_impossible_options(options: dict[str, float]) -> None:
    with pytest.raises(DomainError):
        rank(demands.score(*dakar()), **options)  # type: ignore[arg-type]


def test_hand_over_has_the_columns_of_the_dictionary(ranked: Ranking) -> None:
    frame = demand_scores(ranked)
    assert frame.columns.tolist() == list(tables.table("demand_scores").column_names)
    assert frame["item_id"].iloc[0] == "C3" and frame["score"].iloc[0] == 20 / 7
    assert set(frame["basis"]) == {"GUIDE"}
    back = tables.from_csv("demand_scores", tables.canonical_csv("demand_scores", frame))
    assert back["rank"].tolist() == [1] + [2] * 4 + [6] * 6


def test_hand_over_of_an_empty_vote() -> None:
    items, counts = dakar()
    frame = demand_scores(rank(demands.score(items, counts.iloc[:0]), draws=50))
    assert frame["n"].tolist() == [0] * 11 and frame["score"].isna().all()


def test_share_among_the_first_places() -> None:
    found = rank(demands.score(*dakar()), draws=4000)
    assert (found.table["among"] >= found.table["first"]).all()
    every = rank(demands.score(*dakar()), draws=200, top=11).table["among"]
    assert (every == 1).all()
    one = rank(demands.score(*dakar()), draws=200, top=1).table
    assert one["among"].tolist() == one["first"].tolist()
    with pytest.raises(DomainError):
        rank(demands.score(*dakar()), top=0)
