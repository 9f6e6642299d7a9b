"""Who is tied to whom, and who holds the net together (Brandes 2001, Burt 1992)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from clusterlib.cells import weakest
from clusterlib.stakeholder_analysis.interplay import named_people

#: Kinds of relation that tie; a conflict does not.
KINDS = "trust;information;link;influence"


@dataclass(frozen=True, slots=True)
class Ties:
    """The net of a case.

    Attributes
    ----------
    people : DataFrame
        Everybody on the list or named in a relation: id, name (and twins), part (1 is the largest, 0 without
        any tie), degree (partners), known (pairs of partners that are tied themselves, 0 to 1), betweenness
        (share of the shortest ways that lead over it, within its part), closeness (scaled by the size of the
        part), rank (PageRank: how much others' ties lead to it), constraint (low: it joins many strangers;
        NaN without partners), joined (pairs whose shortest way leads over it), loses (people who would be cut
        off from the larger rest without it; 0: none).
    graph : Graph
        Undirected ties with their weight.
    density : float or None
        Ties that exist, of all that could; None with fewer than two people.
    parts : tuple of tuple of str
        Groups that no tie joins, largest first, without single people.
    blank : int
        Ties without a strength; they count as weak (1).
    basis : str
        Weakest basis of the rows used.
    """

    people: pd.DataFrame
    graph: nx.Graph
    density: float | None
    parts: tuple[tuple[str, ...], ...]
    blank: int
    basis: str

    @property
    def single(self) -> pd.DataFrame:
        """People without any tie."""
        return self.people[self.people["degree"] == 0]

    @property
    def brokers(self) -> pd.DataFrame:
        """People over whom ways lead, the most first."""
        found = self.people[self.people["joined"] > 1e-12]
        return found.sort_values("joined", ascending=False, kind="stable")


def weave(
    relations: pd.DataFrame,
    stakeholders: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    *,
    kinds: str = KINDS,
) -> Ties:
    """Build the net and find who holds it together.

    Parameters
    ----------
    relations : DataFrame
        Typed table: from, to, kind, strength; a strength of 0 is no tie.
    stakeholders, actors : DataFrame
        Registers of names.
    kinds : str
        Kinds of relation that count as a tie, separated by ";".

    Returns
    -------
    Ties

    Raises
    ------
    IntegrityError
        A name that neither register knows.
    """
    wanted = {word.strip() for word in kinds.split(";")}
    used = relations[
        relations["kind"].isin(wanted) & ~(relations["strength"] == 0).fillna(False).astype(bool)
    ]
    people = named_people([*stakeholders["id"], *used["from"], *used["to"]], stakeholders, actors)
    directed = _directed(used, people["id"].tolist())
    net = _both_ways(directed)
    groups = sorted(
        (sorted(map(str, g)) for g in nx.connected_components(net) if len(g) > 1), key=lambda g: (-len(g), g)
    )
    part = {key: i + 1 for i, group in enumerate(groups) for key in group}
    between = _between(net, groups)
    measures: dict[str, dict[str, float]] = {
        "degree": dict(net.degree()),
        "joined": nx.betweenness_centrality(net, normalized=False),
        "known": nx.clustering(net),
        "betweenness": between,
        "closeness": nx.closeness_centrality(net, wf_improved=True),
        "rank": nx.pagerank(directed, weight="weight") if len(directed) else {},
        "constraint": nx.constraint(net, weight="weight") if net.number_of_edges() else {},
        "loses": _loses(net),
    }
    people["part"] = [part.get(key, 0) for key in people["id"]]
    for name, values in measures.items():
        people[name] = [values.get(key, np.nan) for key in people["id"]]
    people[["degree", "loses"]] = people[["degree", "loses"]].fillna(0).astype(int)
    return Ties(
        people,
        net,
        nx.density(net) if len(net) > 1 else None,
        tuple(tuple(g) for g in groups),
        int(used["strength"].isna().sum()),
        weakest(used["basis"]),
    )


def _directed(used: pd.DataFrame, ids: list[str]) -> nx.DiGraph:
    """All kinds together; of several ties in one direction the strongest counts."""
    net = nx.DiGraph()
    net.add_nodes_from(ids)
    for giver, taker, strength in zip(used["from"], used["to"], used["strength"], strict=True):
        weight = 1.0 if pd.isna(strength) else float(strength)
        old = net.get_edge_data(giver, taker, {"weight": 0.0})["weight"]
        if giver != taker:
            net.add_edge(giver, taker, weight=max(old, weight))
    return net


def _both_ways(directed: nx.DiGraph) -> nx.Graph:
    """Ties without direction; the stronger direction gives the weight."""
    net = nx.Graph()
    net.add_nodes_from(directed)
    for a, b, weight in directed.edges(data="weight"):
        net.add_edge(a, b, weight=max(weight, net.get_edge_data(a, b, {"weight": 0.0})["weight"]))
    return net


def _between(net: nx.Graph, groups: list[list[str]]) -> dict[str, float]:
    """Share of the shortest ways of its own part that lead over each one."""
    found: dict[str, float] = {str(key): 0.0 for key in net}
    for group in groups:
        found |= nx.betweenness_centrality(net.subgraph(group))
    return found


def _loses(net: nx.Graph) -> dict[str, float]:
    """For each one that holds a part together: how many lose touch with the largest rest without it."""
    lost: dict[Hashable, float] = {}
    for key in nx.articulation_points(net):
        rest = net.subgraph(nx.node_connected_component(net, key) - {key})
        sizes = [len(group) for group in nx.connected_components(rest)]
        lost[key] = sum(sizes) - max(sizes)
    return {str(key): value for key, value in lost.items()}
