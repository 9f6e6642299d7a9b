from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest

from clusterlib.faults import IntegrityError
from clusterlib.mapping.value_chain_layout import arrange
from clusterlib.mapping.value_chain_paths import downstream, graph_of, way_through
from clusterlib.tables import typed


def test_unknown_node_in_a_link():
    nodes = typed("nodes", [{"node_id": "a", "name": "A"}])
    with pytest.raises(IntegrityError, match="links, row 1: there is no node 'b'"):
        graph_of(nodes, typed("links", [{"from": "a", "to": "b"}]))


def test_downstream_shares_and_circle():
    assert downstream(nx.DiGraph([("a", "b"), ("b", "c"), ("c", "a")])) == {"a": 1.0, "b": 1.0, "c": 1.0}
    lone = nx.DiGraph()
    lone.add_node("a")
    assert downstream(lone) == {"a": 0.0}


CHAIN = nx.DiGraph([("in", "x"), ("x", "out"), ("in", "y"), ("y", "z"), ("z", "out"), ("side", "z")])


@pytest.mark.parametrize(
    ("covered", "unbroken", "gaps"),
    [
        ({"in", "x", "out"}, True, ()),
        ({"in", "out"}, False, ("x",)),
        ({"in", "y", "z", "out"}, True, ()),
        ({"y", "z", "out"}, False, ("in",)),
        (set(), False, ("in", "x", "out")),
    ],
)
def test_the_way_with_the_fewest_gaps(covered, unbroken, gaps):
    way = way_through(CHAIN, covered, inputs=["in"], demands=["out"])
    assert way.unbroken is unbroken and way.gaps == gaps
    assert way.nodes[0] == "in" and way.nodes[-1] == "out"


def test_cut_off_inputs_are_named():
    way = way_through(CHAIN, {"in", "x", "out", "side"}, inputs=["in", "side"], demands=["out"])
    assert way.unbroken and way.cut_off == ("side",)


def test_what_cannot_be_said():
    assert way_through(nx.empty_graph(2, nx.DiGraph), set(), inputs=[0], demands=[1]).why == "links"
    assert way_through(CHAIN, set(), inputs=[], demands=["out"]).why == "ends"
    assert (
        way_through(nx.DiGraph([("a", "b"), ("c", "d")]), set(), inputs=["a"], demands=["d"]).why == "apart"
    )


def nodes(**order):
    return pd.DataFrame(
        {"node_id": list(order), "order": pd.array(list(order.values()), dtype="Int64"), "kind": "core"}
    )


def test_layers_follow_order_then_arrows_then_kind():
    assert arrange(nodes(a=1, b=5, c=5), nx.DiGraph([("a", "b")])).place["b"][0] == 1
    by_arrows = arrange(nodes(a=None, b=None, c=2), nx.DiGraph([("a", "b"), ("b", "c")])).place
    assert [by_arrows[k][0] for k in "abc"] == [0, 1, 2]
    kinds = nodes(a=None, b=None).assign(kind=["input", "demand"])
    assert [arrange(kinds, nx.DiGraph()).place[k][0] for k in "ab"] == [0, 1]


def test_nodes_of_one_order_that_feed_each_other_stand_behind_each_other():
    place = arrange(nodes(a=1, b=2, c=2), nx.DiGraph([("a", "c"), ("b", "c")])).place
    assert place["a"][0] < place["b"][0] < place["c"][0]


def test_long_arrows_bend_in_every_layer_they_pass():
    layout = arrange(
        nodes(a=1, b=2, c=3, d=4), nx.DiGraph([("a", "d"), ("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")])
    )
    assert [level for level, _ in layout.bends[("a", "d")]] == [1, 2]
    assert [level for level, _ in layout.bends[("d", "a")]] == [2, 1]
    spots = [*layout.place.values(), *(spot for bends in layout.bends.values() for spot in bends)]
    assert len(set(spots)) == len(spots)


def test_many_nodes_without_arrows_are_broken_into_columns():
    layout = arrange(nodes(**{f"n{k}": None for k in range(14)}), nx.DiGraph())
    assert layout.layers == 3 and layout.widest == 6
