"""Ways through a value chain: what comes after a link, and whether the chain holds from end to end."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import networkx as nx
import pandas as pd

from clusterlib.faults import IntegrityError


@dataclass(frozen=True, slots=True)
class Way:
    """Whether something can flow from an input to a customer through links that are covered.

    Attributes
    ----------
    unbroken : bool or None
        None when it cannot be said.
    nodes : tuple of str
        The way, from input to demand; the one with the fewest gaps when none is unbroken.
    gaps : tuple of str
        Links on that way that are not covered: closing them is enough.
    cut_off : tuple of str
        Inputs from which no covered way leads to a demand.
    why : str
        Why nothing can be said: ``links``, ``ends``, ``apart`` or empty.
    """

    unbroken: bool | None
    nodes: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    cut_off: tuple[str, ...] = ()
    why: str = ""


def graph_of(nodes: pd.DataFrame, links: pd.DataFrame | None) -> nx.DiGraph:
    """The chain as a directed graph.

    Parameters
    ----------
    nodes : DataFrame
        Typed table `nodes`.
    links : DataFrame or None
        Typed table `links`.

    Raises
    ------
    IntegrityError
        If a link names a node that is not in `nodes`.
    """
    graph = nx.DiGraph()
    graph.add_nodes_from(nodes["node_id"])
    if links is None:
        return graph
    for number, (start, end) in enumerate(zip(links["from"], links["to"], strict=True), start=1):
        for node in (start, end):
            if node not in graph:
                raise IntegrityError(
                    f"links, row {number}: there is no node {node!r}. Add it to nodes.csv or correct "
                    f"the link."
                )
        if start != end:
            graph.add_edge(start, end)
    return graph


def downstream(graph: nx.DiGraph) -> dict[str, float]:
    """For each link the share of the other links that come after it.

    Examples
    --------
    >>> downstream(nx.DiGraph([("a", "b"), ("b", "c")]))
    {'a': 1.0, 'b': 0.5, 'c': 0.0}
    """
    rest = len(graph) - 1
    return {node: len(nx.descendants(graph, node)) / rest if rest else 0.0 for node in graph}


def way_through(
    graph: nx.DiGraph, covered: Collection[str], *, inputs: Collection[str], demands: Collection[str]
) -> Way:
    """The way from any input to any demand that meets the fewest gaps.

    Parameters
    ----------
    graph : DiGraph
        The chain.
    covered : collection of str
        Links through which something can flow.
    inputs, demands : collections of str
        Where the chain begins and ends.

    Examples
    --------
    >>> chain = nx.DiGraph([("raw", "make"), ("make", "shop")])
    >>> way_through(chain, {"raw", "shop"}, inputs=["raw"], demands=["shop"]).gaps
    ('make',)
    """
    if not graph.number_of_edges():
        return Way(None, why="links")
    starts, ends = [n for n in graph if n in inputs], [n for n in graph if n in demands]
    if not starts or not ends:
        return Way(None, why="ends")
    costs, ways = _fewest_gaps(graph, covered, starts)
    reached = [node for node in ends if node in costs]
    if not reached:
        return Way(None, why="apart")
    best = min(reached, key=lambda node: (costs[node], ends.index(node)))
    gaps = tuple(node for node in ways[best] if node not in covered)
    open_part = graph.subgraph([node for node in graph if node in covered])
    served = {node for end in ends if end in open_part for node in (end, *nx.ancestors(open_part, end))}
    cut_off = tuple(node for node in starts if node not in served)
    return Way(not gaps, tuple(ways[best]), gaps, cut_off)


def _fewest_gaps(
    graph: nx.DiGraph, covered: Collection[str], starts: list[str]
) -> tuple[dict[str, int], dict[str, list[str]]]:
    """For each link the fewest gaps on a way from a start, and that way."""
    priced = nx.DiGraph()
    priced.add_nodes_from(["", *graph])
    steps = [("", start) for start in starts] + list(graph.edges)
    priced.add_edges_from((a, b, {"gap": 0 if b in covered else 1}) for a, b in steps)
    costs, ways = nx.single_source_dijkstra(priced, "", weight="gap")
    return costs, {node: way[1:] for node, way in ways.items()}
