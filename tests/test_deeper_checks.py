"""Checks of the deeper tools: each is tripped by one case and fine in another; missing tables are said."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from clusterlib import places, tables
from clusterlib.checks import Check
from clusterlib.demand_ranking import deeper_checks as demand_checks
from clusterlib.demand_ranking import (
    demand_rounds,
    demands,
    forced_choice,
    objectives,
    voting_rules,
    weighted_votes,
)
from clusterlib.monitoring import baseline, impact_cost, panel, panel_attrition, panel_events
from clusterlib.monitoring import deeper_checks as monitoring_checks
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis import (
    conflict,
    giving,
    interests,
    interplay,
    objectors,
    stakeholders,
    talks,
    ties,
)
from clusterlib.stakeholder_analysis import deeper_checks as stakeholder_checks

SAY = Speaker()


def status(found: list[Check]) -> dict[str, str]:
    return {check.rule_id: check.status for check in found}


@pytest.mark.parametrize(
    "found",
    [
        stakeholder_checks.pitfalls(None, None, None, None, None, None, None, say=SAY),
        demand_checks.pitfalls(None, None, None, None, None, None, say=SAY),
        monitoring_checks.pitfalls(None, None, None, None, None, say=SAY),
    ],
)
def test_without_tables_nothing_is_judged(found: list[Check]) -> None:
    assert set(status(found).values()) == {"not judged"}
    assert len(status(found)) == len(found)
    assert all(check.finding for check in found)


# ------------------------------------------------------------------ 02
def people(*rows: tuple[str, str, str]) -> pd.DataFrame:
    made = [{"id": i, "name": i.upper(), "assessment": a, "influence": f} for i, a, f in rows]
    return tables.typed("stakeholders", made)


def against(*rows: tuple[str, str, str]) -> objectors.Objectors:
    return objectors.oppose(stakeholders.analyse(people(*rows)))


def judged(**given: Any) -> dict[str, str]:
    names = ("plays", "net", "against", "harm", "balance", "wishes", "heard")
    return status(stakeholder_checks.pitfalls(*(given.get(name) for name in names), say=SAY))


def test_those_against_outweigh_those_in_favour() -> None:
    assert (
        judged(against=against(("a", "critical", "high"), ("b", "positive", "low")))["02-blocking"]
        == "finding"
    )
    assert (
        judged(against=against(("a", "critical", "low"), ("b", "positive", "high")))["02-blocking"] == "fine"
    )
    assert judged(against=against(("a", "critical", "low")))["02-blocking"] == "finding"


def test_the_strongest_and_the_bridge() -> None:
    listed = people(("a", "positive", "high"), ("b", "neutral", "low"), ("c", "neutral", "low"))
    pulls = tables.typed(
        "relations", [{"from": "a", "to": k, "kind": "influence", "strength": 3} for k in ("b", "c")]
    )
    for stance, wanted in ((-3, "finding"), (2, "fine")):
        positions = tables.typed("positions", [{"stakeholder_id": "a", "objective": "hub", "stance": stance}])
        assert judged(plays=interplay.play(pulls, positions, listed))["02-strongest"] == wanted
    assert judged(net=ties.weave(pulls, listed))["02-bridge"] == "finding"
    ring = pd.concat(
        [pulls, tables.typed("relations", [{"from": "b", "to": "c", "kind": "trust", "strength": 1}])]
    )
    assert judged(net=ties.weave(ring, listed))["02-bridge"] == "fine"


def test_plans_that_strengthen_a_divider_want_a_measure() -> None:
    row = {"id": "F1", "kind": "divider", "text": "Old quarrel", "importance": 4, "effect": 1}
    assert judged(harm=conflict.weigh_harm(tables.typed("factors", [row])))["02-harm"] == "finding"
    cured = tables.typed("factors", [{**row, "measure": "Talks first"}])
    assert judged(harm=conflict.weigh_harm(cured))["02-harm"] == "fine"


def balanced(hours: list[int], used: list[int]) -> giving.Giving:
    keys = [f"m{i:02}" for i in range(len(hours))]
    rows = [
        {"actor_id": k, "period": "2026", "fee_paid": 1, "hours": h, "knowledge_items": h, "lead_roles": h,
         "services_used": u, "contacts": u}
        for k, h, u in zip(keys, hours, used, strict=True)
    ]  # fmt: skip
    actors = tables.typed("actors", [{"actor_id": k, "name": k} for k in keys])
    return giving.give_and_take(tables.typed("contributions", rows), actors)


def test_dependence_and_free_riders_are_told_without_names() -> None:
    uneven = balanced([90, 80, 70, 1, 1, 1, 1, 1, 1, 0], [0] * 9 + [9])
    found = stakeholder_checks.pitfalls(None, None, None, None, uneven, None, None, say=SAY)
    assert (status(found)["02-dependence"], status(found)["02-free-riders"]) == ("finding", "finding")
    assert not any("m09" in check.finding + check.cure + str(check.because) for check in found)
    even = balanced([5] * 10, [5] * 10)
    assert (judged(balance=even)["02-dependence"], judged(balance=even)["02-free-riders"]) == ("fine", "fine")


def test_drivers_who_want_different_things() -> None:
    keys = [f"m{i:02}" for i in range(10)]
    actors = tables.typed("actors", [{"actor_id": k, "name": k} for k in keys])
    gave = tables.typed(
        "contributions",
        [
            {"actor_id": k, "period": "2026", "fee_paid": 1, "hours": 10 - i, "knowledge_items": 10 - i,
             "lead_roles": 10 - i, "services_used": 1, "contacts": 1}
            for i, k in enumerate(keys)
        ],
    )  # fmt: skip
    for second, wanted in (("staff", "finding"), ("money", "fine")):
        rows = [
            {"actor_id": "m00", "topic": "money", "weight": 100},
            {"actor_id": "m01", "topic": second, "weight": 100},
        ]
        found = interests.map_interests(tables.typed("interests", rows), actors, gave)
        assert judged(wishes=found)["02-drivers-apart"] == wanted


def test_a_partner_that_shows_nothing() -> None:
    actors = tables.typed("actors", [{"actor_id": "a", "name": "A"}])
    for value, wanted in ((0, "finding"), (1, "fine")):
        row = {"actor_id": "a", "question_kind": "openness", "openness": value, "may_share": "yes"}
        assert (
            judged(heard=talks.listen(tables.typed("alliance_talks", [row]), actors))["02-openness"] == wanted
        )


# ------------------------------------------------------------------ 03
def voted(*ballots: str) -> tuple[demands.Scores, pd.DataFrame, pd.DataFrame]:
    """Ballots as orders: the first letter gets a 3, the second a 2, the third a 1."""
    items = pd.DataFrame({"item_id": list("ABC"), "category": list("xyz"), "text": list("ABC")})
    rows = [(f"r{i}", k, 3 - p, 1) for i, ballot in enumerate(ballots) for p, k in enumerate(ballot)]
    votes = pd.DataFrame(rows, columns=["respondent_id", "item_id", "score", "round"])
    return demands.score(items, None, votes), items, votes


def judged03(**given: Any) -> dict[str, str]:
    names = ("rules", "rounds", "weighted", "orders", "best_worst", "choice")
    return status(demand_checks.pitfalls(*(given.get(name) for name in names), say=SAY))


def test_a_circle_is_found() -> None:
    assert judged03(rules=voting_rules.compare(voted("ABC", "BCA", "CAB")[0]))["03-circle"] == "finding"
    assert judged03(rules=voting_rules.compare(voted("ABC", "ABC", "CAB")[0]))["03-circle"] == "fine"


def test_weights_that_change_the_first() -> None:
    scores = voted("ABC", "ABC", "BAC")[0]
    for weight, wanted in ((9, "finding"), (1, "fine")):
        who = [{"respondent_id": "r2", "weight": weight}, {"respondent_id": "r0", "weight": 1.5}]
        found = weighted_votes.weigh(scores, tables.typed("respondents", who))
        assert judged03(weighted=found)["03-weights"] == wanted


def test_rounds_that_stand_still() -> None:
    _, items, votes = voted("ABC", "BCA", "CAB")
    again = pd.concat([votes, votes.assign(round=2)])
    assert judged03(rounds=demand_rounds.follow(items, again))["03-rounds"] == "finding"
    _, items, votes = voted("ABC", "ABC", "ABC")
    assert (
        judged03(rounds=demand_rounds.follow(items, pd.concat([votes, votes.assign(round=2)])))["03-rounds"]
        == "fine"
    )


def test_an_objective_that_people_leave_when_they_must_choose() -> None:
    items = pd.DataFrame({"item_id": list("ABC"), "category": list("xyz"), "text": list("ABC")})
    counts = pd.DataFrame({"item_id": list("ABC"), "n1": 0, "n2": 0, "n3": 6, "n": 6})
    choice = objectives.choose(demands.score(items, counts), draws=50)
    rows = [(f"r{i}", k, 1 + p) for i in range(6) for p, k in enumerate("ABC")]
    orders = forced_choice.from_rankings(
        items, pd.DataFrame(rows, columns=["respondent_id", "item_id", "place"]), draws=50
    )
    assert judged03(orders=orders, choice=choice)["03-orders"] == "finding"
    assert judged03(choice=choice)["03-cut"] == "fine"
    tight = objectives.choose(demands.score(items, counts), draws=50, fewest=1, most=2)
    assert judged03(choice=tight)["03-cut"] == "finding"


# ------------------------------------------------------------------ 08
def firms(n: int, others: int, *, left: int = 0, drift: float = 0.0) -> pd.DataFrame:
    rows = []
    for group, size in (("cluster", n), ("comparison", others)):
        for i in range(size):
            for k, year in enumerate(("2019", "2020", "2021", "2022")):
                if group == "cluster" and i < left and year == "2022":
                    continue
                value = 100.0 + i + (drift * k if group == "cluster" else 0)
                rows.append(
                    {"respondent_id": f"{group[:2]}{i:02}", "period": year, "group": group, "value": value}
                )
    return tables.typed("panel", rows)


def judged08(**given: Any) -> dict[str, str]:
    names = ("compared", "lost", "periods", "worth", "state")
    return status(monitoring_checks.pitfalls(*(given.get(name) for name in names), say=SAY))


def test_firms_to_compare_with_and_enough_of_them() -> None:
    for frame, outside, enough in ((firms(15, 5), "fine", "fine"), (firms(14, 0), "finding", "finding")):
        found = judged08(compared=panel.compare(frame, draws=20))
        assert (found["monitoring-comparison"], found["monitoring-firms"]) == (outside, enough)


def test_firms_that_left_unevenly() -> None:
    for left, wanted in ((0, "fine"), (4, "finding")):
        frame = firms(8, 8, left=left)
        lost = panel_attrition.lose(frame, panel.compare(frame, draws=20))
        assert judged08(lost=lost)["monitoring-attrition"] == wanted


def test_sides_that_moved_apart_before() -> None:
    for drift, wanted in ((0.0, "fine"), (5.0, "finding")):
        periods = panel_events.trace(firms(8, 8, drift=drift), began="2022", draws=200)
        assert judged08(periods=periods)["monitoring-alike"] == wanted


def test_benefit_that_hangs_on_one_member() -> None:
    for most, wanted in ((100.0, "fine"), (90000.0, "finding")):
        rows = [
            {"respondent_id": f"m{i}", "period": "2026", "answered": "yes", "hours": 1, "share_attributed": 1,
             "benefit": most if i == 0 else 100.0}
            for i in range(6)
        ]  # fmt: skip
        worth = impact_cost.benefit_cost(tables.typed("impact_answers", rows), rate=1, draws=20)
        assert judged08(worth=worth)["monitoring-one-firm"] == wanted


def test_a_beginning_that_is_not_on_record() -> None:
    fields = places.reference("baseline_fields")
    rows = [
        {"period": "2020", "list_id": level, "item_id": item, "value": 1, "unit": "x"}
        for level, item in (("organisation", "structure"), ("actors", "jobs"), ("framework", "legal"))
    ]
    for kept, wanted in ((rows, "fine"), (rows[:2], "finding")):
        state = baseline.compare(tables.typed("baseline_survey", kept), fields=fields)
        assert judged08(state=state)["monitoring-baseline"] == wanted
