"""What must hold whoever votes: who agrees never lowers, order changes nothing, the worse never wins."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import tables
from clusterlib.demand_ranking import (
    demand_agreement,
    demand_intervals,
    demand_pairs,
    demands,
    forced_choice,
    objectives,
    voting_rules,
    weighted_votes,
)
from clusterlib.monitoring import impact, panel
from clusterlib.stakeholder_analysis import giving, mactor, stakeholders

KEYS = list("ABCD")
ballots = st.lists(st.lists(st.integers(1, 3), min_size=4, max_size=4), min_size=1, max_size=9)


def frames(votes: list[list[int]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    items = pd.DataFrame({"item_id": KEYS, "category": list("xxyy"), "text": KEYS})
    rows = [
        (f"r{i:02}", key, vote, 1)
        for i, ballot in enumerate(votes)
        for key, vote in zip(KEYS, ballot, strict=True)
    ]
    return items, pd.DataFrame(rows, columns=["respondent_id", "item_id", "score", "round"])


def scored(votes: list[list[int]], *, mix: int | None = None) -> demands.Scores:
    items, rows = frames(votes)
    if mix is not None:
        items, rows = (frame.sample(frac=1, random_state=mix) for frame in (items, rows))
    return demands.score(items, None, rows)


@settings(max_examples=15, deadline=None)
@given(votes=ballots, item=st.integers(0, 3), rest=st.lists(st.integers(1, 3), min_size=4, max_size=4))
def test_one_more_who_agrees_never_lowers_a_score(votes: list[list[int]], item: int, rest: list[int]) -> None:
    """Whoever gives a demand at least its present score does not lower it, whatever else is voted."""
    before = scored(votes).table["score"].iloc[item]
    ballot = [*rest[:item], int(np.ceil(before)), *rest[item + 1 :]]
    after = scored([*votes, ballot])
    assert after.table["score"].iloc[item] >= before - 1e-12
    top = [*rest[:item], 3, *rest[item + 1 :]]
    more = scored([*votes, top]).table
    assert more["top_box"].iloc[item] >= scored(votes).table["top_box"].iloc[item]
    assert more["net"].iloc[item] >= scored(votes).table["net"].iloc[item]


@settings(max_examples=8, deadline=None)
@given(votes=ballots, mix=st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(votes: list[list[int]], mix: int) -> None:
    one, other = scored(votes), scored(votes, mix=mix)
    pd.testing.assert_frame_equal(one.table, other.table)
    pd.testing.assert_frame_equal(
        demand_intervals.rank(one, draws=50).table, demand_intervals.rank(other, draws=50).table
    )
    pd.testing.assert_frame_equal(
        objectives.choose(one, draws=50).table, objectives.choose(other, draws=50).table
    )
    pd.testing.assert_frame_equal(voting_rules.compare(one).table, voting_rules.compare(other).table)
    pd.testing.assert_frame_equal(demand_pairs.tell_apart(one).table, demand_pairs.tell_apart(other).table)
    assert demand_agreement.agree(one, shuffles=20).p == demand_agreement.agree(other, shuffles=20).p
    who = tables.typed(
        "respondents", [{"respondent_id": f"r{i:02}", "weight": 1 + i} for i in range(len(votes))]
    )
    pd.testing.assert_frame_equal(
        weighted_votes.weigh(one, who).table,
        weighted_votes.weigh(other, who.sample(frac=1, random_state=mix)).table,
    )


@settings(max_examples=15, deadline=None)
@given(votes=ballots, lower=st.lists(st.integers(0, 2), min_size=9, max_size=9).filter(any))
def test_a_dominated_demand_is_never_first(votes: list[list[int]], lower: list[int]) -> None:
    """D never gets more than A, once less: under no rule it stands before A, and nowhere first alone."""
    made = [[a, b, c, max(1, a - cut)] for (a, b, c, _), cut in zip(votes, lower, strict=False)]
    once = any(ballot[3] < ballot[0] for ballot in made)
    table = voting_rules.compare(scored(made)).table.set_index("item_id")
    for rule in ("mean", *voting_rules.RULES):
        places = table[rule].astype(float)
        assert places["D"] >= places["A"]
        assert not (places["D"] == places.min() and (places == places.min()).sum() == 1)
    if once:
        score = scored(made).table.set_index("item_id")
        assert score.loc["D", "rank"] > score.loc["A", "rank"]
        assert score.loc["D", "rank"] > 1


@settings(max_examples=8, deadline=None)
@given(orders=st.lists(st.permutations("BCD"), min_size=2, max_size=8))
def test_a_dominated_demand_is_never_first_when_people_must_choose(orders: list[list[str]]) -> None:
    """A stands right before D in every order."""
    items, _ = frames([[1, 1, 1, 1]])
    texts = ["".join("AD" if key == "D" else key for key in order) for order in orders]
    rows = [(f"r{i:02}", key, 1 + p) for i, text in enumerate(texts) for p, key in enumerate(text)]
    given_ = pd.DataFrame(rows, columns=["respondent_id", "item_id", "place"])
    found = forced_choice.from_rankings(items, given_, draws=20).table.set_index("item_id")
    assert found.loc["D", "rank"] > found.loc["A", "rank"]


@settings(max_examples=8, deadline=None)
@given(data=st.lists(st.tuples(st.sampled_from(["positive", "neutral", "critical"]),
                               st.sampled_from(["low", "medium", "high"])), min_size=1, max_size=8),
       mix=st.integers(0, 99))  # fmt: skip
def test_stakeholders_do_not_hang_on_their_order(data: list[tuple[str, str]], mix: int) -> None:
    rows = [
        {"id": f"s{i}", "name": f"S{i}", "assessment": a, "influence": f} for i, (a, f) in enumerate(data)
    ]
    frame = tables.typed("stakeholders", rows)
    one, other = stakeholders.analyse(frame), stakeholders.analyse(frame.sample(frac=1, random_state=mix))
    assert one.support == other.support
    gaps = [found.table.set_index("id")["gap"].sort_index() for found in (one, other)]
    pd.testing.assert_series_equal(*gaps)
    better = [{**row, "assessment": "positive"} for row in rows]
    lifted = stakeholders.analyse(tables.typed("stakeholders", better))
    assert lifted.support is not None and one.support is not None
    assert lifted.support >= one.support


@settings(max_examples=15, deadline=None)
@given(cells=st.lists(st.integers(0, 4), min_size=16, max_size=16), order=st.permutations(range(4)))
def test_influence_does_not_hang_on_the_order_of_actors(cells: list[int], order: list[int]) -> None:
    direct = np.array(cells, dtype=float).reshape(4, 4)
    np.fill_diagonal(direct, 0)
    one, other = mactor.weigh(direct), mactor.weigh(direct[np.ix_(order, order)])
    np.testing.assert_allclose(one.influence[order], other.influence)
    if one.strength is None:
        assert other.strength is None
    else:
        assert other.strength is not None
        np.testing.assert_allclose(one.strength[order], other.strength)
        assert (one.strength >= 0).all()


@settings(max_examples=8, deadline=None)
@given(hours=st.lists(st.integers(0, 40), min_size=1, max_size=12), mix=st.integers(0, 99))
def test_giving_and_surveys_do_not_hang_on_the_order_of_rows(hours: list[int], mix: int) -> None:
    rows = [
        {"actor_id": f"a{i:02}", "period": "2026", "hours": h, "services_used": h % 5}
        for i, h in enumerate(hours)
    ]
    gave = tables.typed("contributions", rows)
    actors = tables.typed("actors", [{"actor_id": f"a{i:02}", "name": "x"} for i in range(len(hours))])
    sorted_ = [
        giving.give_and_take(frame, actors).members.set_index("actor_id").sort_index()
        for frame in (gave, gave.sample(frac=1, random_state=mix))
    ]
    pd.testing.assert_frame_equal(*sorted_)
    answers = tables.typed(
        "impact_answers",
        [
            {
                "respondent_id": f"m{i}",
                "period": "2026",
                "answered": "yes",
                "benefit": h,
                "commitment": 1 + h % 5,
            }
            for i, h in enumerate(hours)
        ],
    )
    one, other = (impact.survey(f, draws=50) for f in (answers, answers.sample(frac=1, random_state=mix)))
    assert impact.printed(one).split("commitment")[0] == impact.printed(other).split("commitment")[0]
    firms = tables.typed(
        "panel",
        [{"respondent_id": f"f{i}", "period": year, "group": ("cluster", "comparison")[i % 2], "value": h + k}
         for i, h in enumerate(hours) for k, year in enumerate(("2024", "2026"))],
    )  # fmt: skip
    same = [
        panel.printed(panel.compare(f, draws=50)) for f in (firms, firms.sample(frac=1, random_state=mix))
    ]
    assert same[0] == same[1]
