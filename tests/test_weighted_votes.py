"""The weighted second view."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_demand_plots import CASES
from test_demands import ballots, dakar, grid

from clusterlib import tables
from clusterlib.demand_ranking import demands
from clusterlib.demand_ranking.vote_weights import weights_of
from clusterlib.demand_ranking.weighted_votes import Weighted, read_weighted, table_weighted, weigh
from clusterlib.faults import DomainError
from clusterlib.readings import Speaker

SAY = Speaker()


def weighed(rows: list[list[int | None]], weights: list[float | None]) -> Weighted:
    items, votes = ballots(rows)
    people = [{"respondent_id": f"r{i}", "weight": w} for i, w in enumerate(weights)]
    return weigh(demands.score(items, None, votes), tables.typed("respondents", people))


def test_by_hand() -> None:
    found = weighed([[3, 1], [1, 2], [1, 2]], [4, 1, None])
    table = found.table.set_index("item_id")
    assert table.loc["X0", "score_w"] == pytest.approx((12 + 1 + 1) / 6)
    assert table.loc["X1", "score_w"] == pytest.approx((4 + 2 + 2) / 6)
    assert found.weight == 6 and found.voices == pytest.approx(36 / 18)
    assert found.heaviest == pytest.approx(4 / 6)
    assert table["rank"].tolist() == [1, 1] and table["rank_w"].tolist() == [1, 2]


def influenced(by: str, **columns: list) -> Weighted:
    items, votes = ballots([[3, 1], [1, 3], [1, 3]])
    people = pd.DataFrame({"respondent_id": ["r0", "r1", "r2"], **columns})
    rows = [
        {"id": f"a{i}", "name": "x", "assessment": "neutral", "influence": word}
        for i, word in enumerate(("high", "low"))
    ]
    actors = [
        {"actor_id": "a0", "name": "x", "employees": 300},
        {"actor_id": "a1", "name": "x", "employees": 9},
    ]
    return weigh(
        demands.score(items, None, votes),
        tables.typed("respondents", people),
        tables.typed("stakeholders", rows),
        tables.typed("actors", actors),
        by=by,  # type: ignore[arg-type]
    )


def test_weights_by_influence_and_by_size() -> None:
    heavy = influenced("influence", actor_id=["a0", "a1", None])
    table = heavy.table.set_index("item_id")
    assert (heavy.weight, heavy.unknown) == (5, 1)
    assert table.loc["X0", "score_w"] == pytest.approx((9 + 1 + 1) / 5)
    text = read_weighted(heavy, say=SAY)
    assert text.startswith("Each answer counts by the influence") and "For one voter it is not known" in text
    large = influenced("size", actor_id=["a0", "a1", None], size=[None, "small", "medium"])
    assert (large.weight, large.unknown) == (4 + 2 + 3, 0)
    assert read_weighted(large, say=SAY).startswith("Each answer counts by the size of its firm")


def test_influence_that_nobody_knows_gives_a_sentence() -> None:
    for by, told in (("influence", "The influence of nobody"), ("size", "The size of no firm")):
        found = influenced(by)
        assert found.silence == "equal" and read_weighted(found, say=SAY).startswith(told)
    same = influenced("size", size=["small"] * 3)
    assert read_weighted(same, say=SAY).startswith("All who voted have the same weight")
    with pytest.raises(DomainError, match="by: 'colour'"):
        influenced("colour")
    assert weights_of(None, by="size") == {}


def test_first_view_stays_and_the_reading_says_so() -> None:
    found = weighed([[3, 1], [3, 1], [1, 2]], [1, 1, 9])
    assert found.table.loc[0, "item_id"] == "X0" and found.table.loc[0, "rank"] == 1
    text = read_weighted(found, say=SAY)
    assert "another demand is first" in text and "one person, one vote" in text


def test_counts_only_and_no_weights() -> None:
    assert weigh(demands.score(*dakar())).silence == "counts"
    assert weighed([[3, 1]] * 3, [2, 2, 2]).silence == "equal"
    with pytest.raises(DomainError, match="weight"):
        weighed([[3, 1]] * 2, [1, 0])


@settings(max_examples=25, deadline=None)
@given(grid, st.floats(0.1, 10))
def test_equal_weights_change_nothing(rows: list[list[int | None]], weight: float) -> None:
    found = weighed(rows, [weight] * len(rows))
    assert found.silence == "equal" or found.scores.persons == 0
    np.testing.assert_allclose(found.table["score_w"].astype(float), found.table["score"].astype(float))
    assert found.table["rank_w"].tolist() == found.table["rank"].tolist()


@settings(max_examples=25, deadline=None)
@given(grid)
def test_a_weight_of_two_is_a_second_vote(rows: list[list[int | None]]) -> None:
    twice = weighed([*rows, rows[0]], [1] * (len(rows) + 1)).table.set_index("item_id")["score"]
    found = weighed(rows, [2.0, *[1.0] * (len(rows) - 1)]).table.set_index("item_id")["score_w"]
    np.testing.assert_allclose(found.sort_index().astype(float), twice.sort_index().astype(float))


@pytest.mark.parametrize("name", CASES)
def test_views_hold(name: str) -> None:
    scores = CASES[name]
    people = tables.typed(
        "respondents",
        [{"respondent_id": r, "weight": 1 + i % 3} for i, r in enumerate(scores.ballot.respondents)],
    )
    found = weigh(scores, people)
    text = read_weighted(found, say=SAY)
    assert text.endswith(".") and "nan" not in text and "NA" not in text
    assert len(table_weighted(found, say=SAY)) <= 10
