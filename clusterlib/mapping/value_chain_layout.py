"""Where the links of a chain stand on paper: layers from input to customer, few crossings."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import networkx as nx
import pandas as pd

_SWEEPS, _MOST_LAYERS = 8, 10
#: Room of a passing arrow, where a box takes 1.
_GHOST = 0.35
_KINDS = {"input": 0, "core": 1, "support": 1, "demand": 2}


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of nodes and ways of arrows, counted in layers and in places within a layer.

    Attributes
    ----------
    place : dict
        Node to (layer, position); position 0 is the middle of a layer.
    bends : dict
        Arrow to the (layer, position) of each layer it passes.
    layers : int
        Number of layers.
    widest : float
        Room that the widest layer takes, in places; a passing arrow takes less than one.
    """

    place: dict[str, tuple[int, float]]
    bends: dict[tuple[str, str], tuple[tuple[int, float], ...]]
    layers: int
    widest: float


def arrange(nodes: pd.DataFrame, graph: nx.DiGraph, *, tallest: int = 6) -> Layout:
    """Give every node a layer and a place in it.

    Layers follow the column `order` where it is filled for every node, else the arrows, else the kind of
    the node. Long arrows bend in the layers they pass, so that none runs through a box.

    Parameters
    ----------
    nodes : DataFrame
        Columns node_id, order, kind.
    graph : DiGraph
        The chain; nodes that are not in `nodes` are left out.
    tallest : int
        Without any arrow, a layer with more nodes is broken into several.

    Examples
    --------
    >>> nodes = pd.DataFrame({"node_id": ["a", "b"], "order": [1, 2], "kind": ["input", "demand"]})
    >>> arrange(nodes, nx.DiGraph([("a", "b")])).place
    {'a': (0, 0.0), 'b': (1, 0.0)}
    """
    known = list(nodes["node_id"])
    part = nx.DiGraph(graph.subgraph(known))
    layer = _layers(nodes, part)
    if not part.number_of_edges():
        layer = _broken(known, layer, tallest)
    rows: list[list[str]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for node in known:
        rows[layer[node]].append(node)
    chains = {edge: _passing(edge, layer) for edge in part.edges}
    for chain in chains.values():
        for level, ghost in chain:
            rows[level].append(ghost)
    near = _neighbours(chains)
    place = _settled(rows, near)
    bends = {
        edge: tuple((level, place[ghost][1]) for level, ghost in chain) for edge, chain in chains.items()
    }
    return Layout(
        {node: place[node] for node in known}, bends, len(rows), max(map(_breadth, rows), default=0.0)
    )


def _layers(nodes: pd.DataFrame, graph: nx.DiGraph) -> dict[str, int]:
    ids = list(nodes["node_id"])
    raw: dict[str, Any]
    if nodes["order"].notna().all():
        raw = _ordered(dict(zip(ids, (int(order) for order in nodes["order"]), strict=True)), graph)
    elif graph.number_of_edges():
        raw = _longest(graph)
    else:
        raw = {node: _KINDS.get(str(kind), 1) for node, kind in zip(ids, nodes["kind"], strict=True)}
    dense = {value: number for number, value in enumerate(sorted(set(raw.values())))}
    return {node: dense[raw[node]] for node in ids}


def _ordered(order: dict[str, int], graph: nx.DiGraph) -> dict[str, tuple[int, int]]:
    """Layers by `order`; where arrows join nodes of the same order, these stand one behind the other."""
    found: dict[str, tuple[int, int]] = {}
    for value in set(order.values()):
        members = [node for node in order if order[node] == value]
        depth = _longest(nx.DiGraph(graph.subgraph(members)))
        last = max(depth.values())
        linked = {node for edge in graph.subgraph(members).edges for node in edge}
        found.update({node: (value, depth[node] if node in linked else last) for node in members})
    return found if len(set(found.values())) <= _MOST_LAYERS else {n: (v, 0) for n, v in order.items()}


def _longest(graph: nx.DiGraph) -> dict[str, int]:
    """Longest way to each node; nodes of a circle share a layer, and inputs stand just before their use."""
    whole = nx.condensation(graph)
    depth: dict[int, int] = {}
    for node in nx.topological_sort(whole):
        depth[node] = max((depth[before] + 1 for before in whole.predecessors(node)), default=0)
    for node in whole:
        if not whole.in_degree(node) and whole.out_degree(node):
            depth[node] = min(depth[after] for after in whole.successors(node)) - 1
    return {node: depth[whole.graph["mapping"][node]] for node in graph}


def _broken(ids: list[str], layer: dict[str, int], tallest: int) -> dict[str, int]:
    result, offset = {}, 0
    for level in sorted(set(layer.values())):
        members = [node for node in ids if layer[node] == level]
        result.update({node: offset + number // tallest for number, node in enumerate(members)})
        offset += (len(members) - 1) // tallest + 1
    return result


def _passing(edge: tuple[str, str], layer: dict[str, int]) -> list[tuple[int, str]]:
    start, end = layer[edge[0]], layer[edge[1]]
    step = 1 if end > start else -1
    return [(level, f"\0{edge[0]}\0{edge[1]}\0{level}") for level in range(start + step, end, step)]


def _size(node: str) -> float:
    return _GHOST if node.startswith("\0") else 1.0


def _breadth(row: list[str]) -> float:
    return sum(map(_size, row))


def _neighbours(chains: dict[tuple[str, str], list[tuple[int, str]]]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for (start, end), chain in chains.items():
        stops = [start, *(ghost for _, ghost in chain), end]
        for one, other in pairwise(stops):
            near.setdefault(one, []).append(other)
            near.setdefault(other, []).append(one)
    return near


def _settled(rows: list[list[str]], near: dict[str, list[str]]) -> dict[str, tuple[int, float]]:
    """Order each layer by the middle of its neighbours, back and forth, until it rests."""
    place: dict[str, tuple[int, float]] = {}

    def write(level: int) -> None:
        """Stack the boxes of a level, centred."""
        edge = -_breadth(rows[level]) / 2
        for node in rows[level]:
            place[node] = (level, edge + _size(node) / 2)
            edge += _size(node)

    for level in range(len(rows)):
        write(level)
    for sweep in range(_SWEEPS):
        for level in range(len(rows))[:: 1 if sweep % 2 == 0 else -1]:
            side = -1 if sweep % 2 == 0 else 1

            def pull(node: str, level: int = level, side: int = side) -> float:
                found = [place[other][1] for other in near.get(node, ()) if place[other][0] == level + side]
                return sum(found) / len(found) if found else place[node][1]

            rows[level].sort(key=pull)
            write(level)
    return place
