from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import places, tables
from clusterlib.faults import DomainError, IntegrityError, SchemaError
from clusterlib.inputs import cases
from clusterlib.mapping.value_chain import (
    STATES,
    cover,
    implied_total,
    similarity,
    target_actors_table,
    white_spots_table,
)
from clusterlib.mapping.value_chain_example import compare, read_pair, table_pair
from clusterlib.tables import typed


def chain(*nodes, links=(), actors=(), at=(), relations=None):
    """A small chain; a node is its id or a dict, an actor (id, local, member), `at` pairs actor and node."""
    rows = [n if isinstance(n, dict) else {"node_id": n, "name": n.upper()} for n in nodes]
    return cover(
        typed("nodes", [{"name": r["node_id"], **r} for r in rows]),
        typed("links", [{"from": a, "to": b} for a, b in links]) if links else None,
        typed(
            "actors",
            [
                {"actor_id": a, "name": a.title(), "local": here, "member": member}
                for a, here, member in actors
            ],
        )
        if actors
        else None,
        typed("actor_nodes", [{"actor_id": a, "node_id": n} for a, n in at]) if at else None,
        relations,
    )


def test_guide_plastics_five_of_five_and_three_of_five():
    pair = compare(facts=places.reference("plastics_chain"))
    assert pair.first.coverage == 1.0 and pair.second.coverage == pytest.approx(0.6)
    gone = pair.second.frame[pair.second.frame["state"] == "white spot"]
    assert list(gone["name"]) == ["Raw material supplier", "Machinery maker"]
    assert pair.alike == pytest.approx(0.6) and similarity(pair.first, pair.first) == 1.0
    assert "60 %" in read_pair(pair) and table_pair(pair).shape == (5, 3)


def test_leoni():
    assert implied_total(15_000, 0.25) == 60_000
    with pytest.raises(DomainError):
        implied_total(1, 0)


@pytest.mark.parametrize(
    ("need", "criticality", "actors", "state"),
    [
        (1, "high", [], "white spot"),
        (1, "high", [("yes", "no")], "recruit"),
        (2, "high", [("yes", "no"), ("yes", "no")], "recruit"),
        (2, "high", [("yes", "yes")], "thin"),
        (1, "high", [("yes", "yes")], "single source"),
        (1, "medium", [("yes", "yes")], "covered"),
        (2, "high", [("yes", "yes"), ("yes", "no")], "covered"),
        (1, "high", [("no", "yes")], "white spot"),
    ],
)
def test_states_in_their_order(need, criticality, actors, state):
    register = [(f"a{k}", *kind) for k, kind in enumerate(actors)] + [("z", "yes", "yes")]
    node = {"node_id": "n", "min_actors": need, "criticality": criticality}
    result = chain(node, "m", actors=register, at=[(f"a{k}", "n") for k in range(len(actors))] + [("z", "m")])
    assert result.frame.set_index("node_id").loc["n", "state"] == state


def test_priority_is_weight_times_gap_times_what_comes_after():
    nodes = [{"node_id": "a", "criticality": "high", "min_actors": 2}, "b", "c"]
    result = chain(*nodes, links=[("a", "b"), ("b", "c")], actors=[("x", "yes", "yes")], at=[("x", "a")])
    assert result.frame["priority"].tolist() == [3 * 0.5 * (1 + 1.0), 2 * 1 * 1.5, 2 * 1 * 1.0]
    assert result.coverage == pytest.approx((3 * 0.5 + 0 + 0) / 7)


def test_left_out_links_are_not_counted_and_both_figures_are_given():
    nodes = [*"abcd", {"node_id": "e", "scope": "left out", "note": "bought abroad"}]
    result = chain(*nodes, actors=[(k, "yes", "yes") for k in "abc"], at=[(k, k) for k in "abc"])
    assert result.coverage == 0.75 and result.coverage_all == pytest.approx(0.6)
    assert list(result.left_out["node_id"]) == ["e"]
    assert "e" not in set(white_spots_table(result)["node_id"])
    with pytest.raises(DomainError, match="every link is left out"):
        chain({"node_id": "a", "scope": "left out"})


def test_nobody_placed_is_not_a_white_spot():
    result = chain("a", "b", actors=[("x", "yes", "yes")])
    assert not result.judged and result.coverage is None
    assert white_spots_table(result).empty and target_actors_table(result).empty


def test_without_a_register_nobody_is_called_a_non_member():
    result = chain("a", at=[("x", "a")])
    assert result.frame["state"].tolist() == ["covered"] and result.member_coverage is None


def test_targets_are_known_outsiders_or_a_blank_row():
    actors = [("far", "no", "no"), ("farm", "no", "yes"), ("near", "yes", "no"), ("mate", "yes", "yes")]
    at = [("far", "a"), ("farm", "a"), ("near", "b"), ("mate", "d")]
    result = chain("a", "b", {"node_id": "c", "criticality": "high"}, "d", actors=actors, at=at)
    table = target_actors_table(result)
    assert table[["node_id", "actor_id"]].fillna("").values.tolist() == [
        ["c", ""],
        ["a", "far"],
        ["a", "farm"],
        ["b", "near"],
    ]
    assert (table["because"] == table["node_id"]).all()


def test_near_and_able_come_first():
    nodes = typed("nodes", [{"node_id": "n", "name": "N", "min_actors": 9}])
    actors = typed(
        "actors",
        [
            {"actor_id": a, "name": a, "local": local}
            for a, local in (("p", "no"), ("q", "yes"), ("r", "yes"))
        ],
    )
    at = typed(
        "actor_nodes",
        [
            {"actor_id": "p", "node_id": "n", "capability": "high"},
            {"actor_id": "q", "node_id": "n"},
            {"actor_id": "r", "node_id": "n", "capability": "low"},
        ],
    )
    assert target_actors_table(cover(nodes, None, actors, at))["actor_id"].tolist() == ["r", "q", "p"]


def test_hand_overs_follow_the_dictionary():
    result = chain("a", "b", actors=[("x", "yes", "no")], at=[("x", "a")])
    case = cases.open_case(places.shipped_case())  # its actors have French names
    names = ("nodes", "links", "actors", "actor_nodes", "relations")
    for name, frame in (
        ("target_actors", target_actors_table(cover(*(case.table(t) for t in names)))),
        ("white_spots", white_spots_table(result)),
        ("target_actors", target_actors_table(result)),
    ):
        assert tuple(frame.columns) == tables.table(name).column_names
        tables.schema(name).validate(frame, lazy=True)
    assert white_spots_table(result).set_index("node_id").loc["a", "because"] == "x"


def test_basis_is_the_weakest_of_node_actor_and_place():
    nodes = typed(
        "nodes",
        [{"node_id": "a", "name": "A", "basis": "PUBLIC"}, {"node_id": "b", "name": "B", "basis": "GUIDE"}],
    )
    actors = typed("actors", [{"actor_id": "x", "name": "X", "basis": "ILLUSTRATIVE", "member": "yes"}])
    at = typed("actor_nodes", [{"actor_id": "x", "node_id": "a", "basis": "PUBLIC"}])
    found = white_spots_table(cover(nodes, None, actors, at)).set_index("node_id")["basis"]
    assert found.to_dict() == {"a": "ILLUSTRATIVE", "b": "GUIDE"}


def test_relations_make_arrows_real():
    relations = typed(
        "relations", [{"from": "y", "to": "x", "kind": "trust"}, {"from": "x", "to": "z", "kind": "conflict"}]
    )
    result = chain(
        "a",
        "b",
        "c",
        links=[("a", "b"), ("b", "c")],
        actors=[(k, "yes", "yes") for k in "xyz"],
        at=[("x", "a"), ("y", "b"), ("z", "c")],
        relations=relations,
    )
    assert result.realised == (1, 2)


def test_faults():
    with pytest.raises(SchemaError):
        cover(tables.empty("nodes"))
    with pytest.raises(IntegrityError, match="actor_nodes, row 1, column node_id: 'zz'"):
        chain("a", at=[("x", "zz")])
    with pytest.raises(IntegrityError, match="column actor_id: 'x'"):
        chain("a", actors=[("y", "yes", "yes")], at=[("x", "a")])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 3), st.booleans()), min_size=1, max_size=6))
def test_coverage_stays_between_zero_and_one(spec):
    nodes = [{"node_id": f"n{k}", "min_actors": need} for k, (_, need, _) in enumerate(spec)]
    at = [(f"a{k}-{j}", f"n{k}") for k, (n, _, _) in enumerate(spec) for j in range(n)]
    actors = [(a, "yes", "yes" if spec[int(n[1:])][2] else "no") for a, n in at]
    result = chain(*nodes, actors=[*actors, ("idle", "yes", "no")], at=at)
    if not at:
        assert not result.judged
        return
    assert 0 <= result.coverage <= 1 and result.member_coverage <= result.coverage + 1e-12
    assert set(result.frame["state"]) <= set(STATES)
    assert (result.frame["priority"] >= 0).all() and "idle" in result.idle
    assert pd.Series(result.frame["state"] == "white spot").equals(result.frame["n"] == 0)
