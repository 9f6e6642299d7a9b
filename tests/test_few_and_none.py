"""Sentences for one, none and equal: no 0 where a word belongs, no plural for one."""

from __future__ import annotations

from typing import Any

import pytest
from test_demands import ballots

from clusterlib import tables
from clusterlib.demand_ranking import demand_pairs, demands, forced_choice, worths
from clusterlib.demand_ranking.demand_pair_views import read_pairs
from clusterlib.demand_ranking.demand_readings import read_scores
from clusterlib.demand_ranking.forced_choice_views import read_forced
from clusterlib.demand_ranking.worths_views import read_worths
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.stakeholder_readings import read_stakeholders
from clusterlib.stakeholder_analysis.stakeholders import analyse
from clusterlib.strategy import action_plan, goals, strategy_tree
from clusterlib.strategy.action_plan_readings import read_plan
from clusterlib.strategy.goal_readings import read_goals
from clusterlib.strategy.strategy_tree_readings import read_tree

SAY = Speaker()


def orders(*texts: str) -> Any:
    rows = [(f"r{i}", f"X{key}", 1 + p) for i, text in enumerate(texts) for p, key in enumerate(text)]
    return tables.typed(
        "rankings", [dict(zip(("respondent_id", "item_id", "place"), row, strict=True)) for row in rows]
    )


def test_blank_counts_of_two_demands() -> None:
    items, _ = ballots([[1, 1]])
    blank = tables.typed("vote_counts", [{"item_id": "X0"}, {"item_id": "X1"}])
    assert "“demand 0” and “demand 1” have no score" in read_scores(demands.score(items, blank), say=SAY)
    one = read_scores(demands.score(items, blank.head(1)), say=SAY)
    assert "“demand 0” has no score" in one


def test_two_demands_share_the_first_place_and_equal_orders_show_no_doubt() -> None:
    items, votes = ballots([[3, 2, 1]] * 6)
    tied = forced_choice.from_rankings(items, orders("012", "102", "012", "102", "012", "102"), draws=200)
    assert "“demand 0” and “demand 1” share the first place" in read_forced(tied, say=SAY)
    same = worths.weigh(items, orders(*["012"] * 6), draws=50)
    assert "gave one order, so repeats show no doubt" in read_worths(same, say=SAY)
    pair = demand_pairs.tell_apart(demands.score(*_two()), alpha=0.01)
    assert read_pairs(pair, say=SAY).startswith("The two demands do not differ surely")
    assert votes is not None


def _two() -> tuple[Any, None, Any]:
    items, votes = ballots([[3, 1]] * 3 + [[1, 3]] * 3)
    return items, None, votes


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([{"no": "1", "task": "t"}], "The plan holds one task, none done yet."),
        ([{"no": "1", "task": "t", "status": "done", "done_on": "2026-01-01"}], "one task, all done."),
        (
            [{"no": "1", "task": "t"}, {"no": "2", "task": "t", "status": "done", "done_on": "2026-01-01"}],
            "The plan holds 2 tasks, 1 of them done.",
        ),
    ],
)
def test_tasks_that_are_done(rows: list[dict[str, Any]], told: str) -> None:
    assert told in read_plan(action_plan.plan(tables.typed("tasks", rows), as_of="2027-01-01", draws=10))


def test_a_single_goal_a_bare_tree_and_nobody_powerful() -> None:
    goal = goals.check_goals(tables.typed("goals", [{"id": "G", "text": "Win members"}]))
    assert "It misses: relevant and timed." in read_goals(goal)
    bare = strategy_tree.check_tree(
        tables.typed("strategy_tree", [{"id": "V", "level": "vision", "text": "v"}])
    )
    assert "holds no objective, no initiative, and no intervention." in read_tree(bare)
    weak = tables.typed(
        "stakeholders", [{"id": "a", "name": "A", "assessment": "neutral", "influence": "low"}]
    )
    assert "high influence: none." in read_stakeholders(analyse(weak), say=SAY)
