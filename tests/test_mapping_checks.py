from __future__ import annotations

import pandas as pd
import pytest
from employment_tables import employment
from test_diamond import said
from test_five_forces import even
from test_swot import VECTOR, board
from test_value_chain import chain

from clusterlib.checks import in_order
from clusterlib.mapping.diamond import score
from clusterlib.mapping.five_forces import press
from clusterlib.mapping.mapping_checks import pitfalls
from clusterlib.mapping.mapping_limits import limits
from clusterlib.mapping.mapping_questions import answer
from clusterlib.mapping.specialisation import specialise
from clusterlib.mapping.swot import judge
from clusterlib.readings import Speaker
from clusterlib.tables import empty, typed

SAY = Speaker()
JOBS = specialise(employment([[300, 700], [100, 1900]]), region="R0")
CHAIN = chain(
    "a",
    "b",
    "c",
    links=[("a", "b")],
    actors=[("x", "yes", "yes"), ("y", "no", "no")],
    at=[("x", "a"), ("y", "b")],
)
BOARD = judge(board(*VECTOR, ("O1", 1, 3), ("T1", 1, 2)))


def by_rule(found):
    return {check.rule_id: check for check in found}


def firms(count, **more):
    return typed(
        "actors", [{"actor_id": f"A{k}", "name": f"Firm {k}", "type": "SME", **more} for k in range(count)]
    )


@pytest.mark.parametrize(
    ("jobs", "chain", "board", "status"),
    [
        (JOBS, None, None, "finding"),
        (JOBS, CHAIN, None, "fine"),
        (None, CHAIN, BOARD, "fine"),
        (None, None, None, "finding"),
    ],
)
def test_two_of_three_analyses(jobs, chain, board, status):
    assert by_rule(pitfalls(jobs, chain, board, say=SAY))["R03"].status == status


def test_short_boards_and_chains_do_not_count_as_analyses():
    small = judge(board(*VECTOR))
    two = chain("a", "b", at=[("x", "a")])
    assert by_rule(pitfalls(JOBS, two, small, say=SAY))["R03"].status == "finding"


def test_statistics_alone():
    assert by_rule(pitfalls(JOBS, None, None, say=SAY))["R04"].status == "finding"
    demands = typed("demands", [{"item_id": "A", "category": "x", "text": "y"}])
    assert by_rule(pitfalls(JOBS, None, None, None, None, demands, say=SAY))["R04"].status == "fine"
    assert by_rule(pitfalls(None, CHAIN, None, say=SAY))["R04"].status == "fine"


@pytest.mark.parametrize(("count", "status"), [(6, "finding"), (15, "fine")])
def test_critical_mass(count, status):
    found = by_rule(pitfalls(None, None, None, firms(count), say=SAY))["R02"]
    assert found.status == status and len(found.because) == (count if status == "finding" else 0)


def test_critical_mass_counts_local_firms_only():
    mixed = pd.concat([firms(20, local="no"), firms(3)], ignore_index=True)
    assert "3 local firms" in by_rule(pitfalls(None, None, None, mixed, say=SAY))["R02"].finding


@pytest.mark.parametrize(
    ("staff", "status"),
    [((900, 60, 40), "finding"), ((300, 250, 240), "fine"), ((900, 60, None), "not judged")],
)
def test_one_firm_outweighs(staff, status):
    actors = firms(3, member="yes").assign(employees=pd.array(staff, dtype="Int64"))
    found = by_rule(pitfalls(None, None, None, actors, say=SAY))["R05"]
    assert found.status == status
    if status == "finding":
        assert "Firm 0 has 90 % of all jobs" in found.finding and found.because == ("A0",)


def test_small_numbers_secrets_and_contradictions():
    low, high = employment([[30, 70], [10, 190]]), None
    small = specialise(low, region="R0")
    assert (
        high is None
        and by_rule(pitfalls(small, None, None, say=SAY))["mapping-small-numbers"].status == "finding"
    )
    assert by_rule(pitfalls(JOBS, None, None, say=SAY))["mapping-small-numbers"].status == "fine"
    secret = specialise(employment([[300, 700], [100, 1900]], [(0, 0)], totals="none"), region="R0")
    found = by_rule(pitfalls(secret, None, None, say=SAY))["mapping-secret-cells"]
    assert found.status == "finding" and "not taken as zero" in found.finding
    against = judge(board({"id": "S1", "contradicts": "W1"}, {"id": "W1"}))
    assert by_rule(pitfalls(None, None, against, say=SAY))["mapping-contradictions"].because == ("S1", "W1")


def test_nothing_known_is_said_not_judged():
    found = pitfalls(None, None, None, say=SAY)
    assert {check.rule_id for check in found if check.status == "not judged"} >= {
        "R02",
        "R05",
        "mapping-small-numbers",
    }
    assert in_order(found)[0].severity == "red"


def test_five_limits_in_full_and_in_the_dark():
    relations = typed("relations", [{"from": "x", "to": "y", "kind": "trust"}])
    alive = chain(
        "a",
        "b",
        links=[("a", "b")],
        actors=[("x", "yes", "yes"), ("y", "yes", "yes")],
        at=[("x", "a"), ("y", "b")],
        relations=relations,
    )
    demands = typed("demands", [{"item_id": "A1", "category": "x", "text": "y"}])
    full = limits(
        JOBS, alive, BOARD, score(said(factor="+")), demands, sector="i0", as_of="2021-05-01", say=SAY
    )
    assert [check.status for check in full] == ["fine"] * 5
    dark = limits(None, None, None, None, None, say=SAY)
    assert [check.status for check in dark] == ["not judged", "not judged", "finding", "finding", "finding"]
    assert [check.rule_id for check in full] == [f"mapping-limit-{k}" for k in range(1, 6)]


@pytest.mark.parametrize(
    ("sector", "as_of", "first", "second"),
    [
        ("Space", "2021-01-01", "finding", "fine"),
        (None, "2030-01-01", "finding", "finding"),
        ("I1", None, "fine", "not judged"),
    ],
)
def test_sector_and_age(sector, as_of, first, second):
    found = limits(JOBS, CHAIN, BOARD, None, None, sector=sector, as_of=as_of, say=SAY)
    assert [check.status for check in found[:2]] == [first, second]


def test_drawn_arrows_without_relations_are_a_note():
    assert limits(JOBS, CHAIN, BOARD, None, None, say=SAY)[2].severity == "note"


def test_framework_points_speak_of_the_place():
    told = judge(board({"id": "O1", "level": "framework"}))
    assert limits(None, None, told, None, None, say=SAY)[3].status == "fine"


def test_questions_answered_and_open():
    places = typed("actor_nodes", [{"actor_id": "x", "node_id": "a", "capability": "high"}])
    full = answer(
        JOBS, CHAIN, BOARD, press(even()), score(said(factor="-")), places, purpose="Export.", say=SAY
    )
    assert [item.known for item in full] == [True] * 6
    assert "More jobs than elsewhere: I0." in full[0].answer and "“point S1”" in full[0].answer
    assert "Missing: B and C." in full[1].answer and "Rivalry among firms" in full[2].answer
    assert "Y" in full[3].answer and "A: 1" in full[4].answer and "Export." in full[5].answer
    assert [item.known for item in answer(None, None, None, None, None, say=SAY)] == [False] * 6


def test_questions_survive_empty_results():
    hollow = answer(
        specialise(empty("employment")),
        chain("a"),
        judge(empty("swot_items")),
        press(empty("forces")),
        score(empty("diamond")),
        empty("actor_nodes"),
        say=SAY,
    )
    assert not any(item.known for item in hollow)
    assert all("nan" not in item.answer.lower().split() for item in hollow)


def test_points_without_importance_are_not_called_most_important():
    told = answer(None, None, judge(board({"id": "S1"})), None, None, say=SAY)[0].answer
    assert "Strengths named first" in told
