"""A visual roadmap as a graph: what drives what, and where everything passes (guide L4299-4339)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from clusterlib.cells import split_ids
from clusterlib.faults import IntegrityError
from clusterlib.periods import first_day, last_day, month_number

#: Lanes from top to bottom (guide L4318-4321).
LANES = ("socio-economic", "enabling technology", "development", "effects")
DRIVERS = LANES[:2]
#: Arrows along which one card leads to another; *blocks* leads nowhere.
FORWARD = ("enables", "requires", "causes")


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Cards with dates and their place in the graph.

    Attributes
    ----------
    cards : DataFrame
        One row per card, in the order of the case: the columns of the table, and begins, ends (months as
        whole numbers since the year 0), leverage (effects it leads to), drivers (cards of the two
        upper lanes that lead to it), cut_share (share of all connections from a driver to an effect that
        break without it, NaN without such connections), betweenness (0 to 1), joint (whether the
        picture falls apart without it), bottleneck (yes or no as bool), on_chain (in the longest chain).
    arrows : DataFrame
        from, to, kind, and wait (months from the end of the first to the start of the second).
    chain : tuple of str
        Ids of the longest chain by the time its cards take; empty without arrows or with a circle.
    circles : tuple of tuple of str
        Circles along *enables* and *requires*, each in its direction, beginning with its smallest id.
    recommendations : DataFrame
        Recommended actions that rest on a card; may be empty.
    bottleneck_share : float
        Limit used.
    as_of : str or None
        Today, ISO.
    """

    cards: pd.DataFrame
    arrows: pd.DataFrame
    chain: tuple[str, ...]
    circles: tuple[tuple[str, ...], ...]
    recommendations: pd.DataFrame
    bottleneck_share: float
    as_of: str | None = None

    @property
    def graph(self) -> nx.DiGraph:
        """Cards and the arrows along which one leads to another."""
        return _graph(self.cards["id"], self.arrows, FORWARD)

    def lane(self, name: str) -> list[str]:
        """Ids of the cards of one lane."""
        return list(self.cards.loc[self.cards["lane"] == name, "id"])


def roadmap(
    cards: pd.DataFrame,
    arrows: pd.DataFrame | None = None,
    recommendations: pd.DataFrame | None = None,
    *,
    bottleneck_share: float = 0.5,
    as_of: str | None = None,
) -> Roadmap:
    """Read a roadmap: reach, longest chain, bottlenecks and circles.

    Parameters
    ----------
    cards, arrows, recommendations : DataFrame
        Typed tables; arrows are read from the first card to the later one, whatever their kind.
    bottleneck_share : float
        A card is a bottleneck when at least this share of the connections from a driver to an effect break
        without it (DEFAULT). Where no driver reaches an effect, a card is one when the picture falls
        apart without it.
    as_of : str, optional
        Today, ISO, for the line in the picture.

    Returns
    -------
    Roadmap

    Raises
    ------
    IntegrityError
        If an arrow names a card that is not there.

    Examples
    --------
    >>> from clusterlib import tables
    >>> lanes = {"S1": "socio-economic", "T1": "enabling technology", "D1": "development", "E1": "effects"}
    >>> rows = [{"id": i, "lane": lane, "text": i, "start": "2027"} for i, lane in lanes.items()]
    >>> pairs = [{"from": a, "to": b} for a, b in (("S1", "D1"), ("T1", "D1"), ("D1", "E1"))]
    >>> c, a = tables.typed("cards", rows), tables.typed("arrows", pairs)
    >>> found = roadmap(c, a)
    >>> list(found.cards["bottleneck"]), list(found.cards["leverage"])
    ([False, False, True, False], [1, 1, 1, 0])
    """
    links = _arrows(cards, arrows)
    begins = [month_number(day) for text in cards["start"] if (day := first_day(text)) is not None]
    ends = [_end(start, end) for start, end in zip(cards["start"], cards["end"], strict=True)]
    span = {key: (a, b) for key, a, b in zip(cards["id"], begins, ends, strict=True)}
    links["wait"] = [span[b][0] - span[a][1] - 1 for a, b in zip(links["from"], links["to"], strict=True)]
    graph = _graph(cards["id"], links, FORWARD)
    chain = _chain(graph, span)
    rows = cards.assign(begins=begins, ends=ends, **_standing(cards, graph), on_chain=cards["id"].isin(chain))
    known = rows["cut_share"].notna().any()
    rows["bottleneck"] = rows["cut_share"] >= bottleneck_share - 1e-12 if known else rows["joint"]
    circles = _circles(_graph(cards["id"], links, ("enables", "requires")))
    return Roadmap(rows, links, chain, circles, _resting(recommendations, cards), bottleneck_share, as_of)


def _standing(cards: pd.DataFrame, graph: nx.DiGraph) -> dict[str, Any]:
    """What each card reaches, what drives it, and how much passes through it."""
    drivers, effects = (set(cards.loc[cards["lane"].isin(lanes), "id"]) for lanes in (DRIVERS, LANES[3:]))
    joints = set(nx.articulation_points(graph.to_undirected()))
    between = nx.betweenness_centrality(graph)
    ids = list(cards["id"])
    return {
        "leverage": [len(nx.descendants(graph, key) & effects) for key in ids],
        "drivers": [len(nx.ancestors(graph, key) & drivers) for key in ids],
        "cut_share": np.array([_cut_share(graph, key, drivers, effects) for key in ids], dtype=float),
        "betweenness": [float(between[key]) for key in ids],
        "joint": [key in joints for key in ids],
    }


def _arrows(cards: pd.DataFrame, arrows: pd.DataFrame | None) -> pd.DataFrame:
    columns = ["from", "to", "kind", "basis"]
    if arrows is None:
        return pd.DataFrame(columns=columns)
    known = set(cards["id"])
    unknown = sorted({str(i) for i in [*arrows["from"], *arrows["to"]] if i not in known})
    if unknown:
        raise IntegrityError(
            f"arrows name cards that nobody has: {', '.join(unknown)}. Add them to cards or drop the arrow."
        )
    return arrows.reindex(columns=columns).reset_index(drop=True)


def _end(start: str, end: object) -> int:
    day = last_day(end) or last_day(start)
    assert day is not None
    return month_number(day)


def _graph(ids: Iterable[str], arrows: pd.DataFrame, kinds: Iterable[str]) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(ids)
    kept = arrows[arrows["kind"].isin(list(kinds))]
    graph.add_edges_from(zip(kept["from"], kept["to"], strict=True))
    return graph


def _cut_share(graph: nx.DiGraph, key: str, drivers: set[str], effects: set[str]) -> float | None:
    """Share of the connections driver to effect that need the card; its own do not count."""
    pairs = {(a, b) for a in drivers for b in nx.descendants(graph, a) & effects}
    if not pairs:
        return None
    rest = graph.subgraph([node for node in graph if node != key])
    left = {(a, b) for a in drivers - {key} for b in nx.descendants(rest, a) & effects}
    broken = [(a, b) for a, b in pairs if key not in (a, b) and (a, b) not in left]
    return len(broken) / len(pairs)


def _circles(graph: nx.DiGraph) -> tuple[tuple[str, ...], ...]:
    """One circle per knot of cards that wait for each other."""
    found = []
    for knot in nx.strongly_connected_components(graph):
        if len(knot) < 2:
            continue
        first = min(knot)
        part = graph.subgraph(sorted(knot))
        back = min(
            (nx.shortest_path(part, after, first) for after in sorted(part.successors(first))), key=len
        )
        found.append((first, *back[:-1]))
    return tuple(sorted(found))


def _chain(graph: nx.DiGraph, span: dict[str, tuple[int, int]]) -> tuple[str, ...]:
    """Chain of arrows whose cards together take the most months; among equals the one with more cards."""
    if not graph.number_of_edges() or not nx.is_directed_acyclic_graph(graph):
        return ()
    best: dict[str, tuple[int, int, tuple[str, ...]]] = {}
    for key in nx.lexicographical_topological_sort(graph):
        before = [best[a] for a in graph.predecessors(key)]
        months, count, way = max(before, key=lambda item: (item[0], item[1]), default=(0, 0, ()))
        best[key] = (months + span[key][1] - span[key][0] + 1, count + 1, (*way, key))
    _, count, way = max(best.values(), key=lambda item: (item[0], item[1]))
    if count < 2:
        way = max(best.values(), key=lambda item: (item[1] > 1, item[0], item[1]))[2]
    return way


def _resting(recommendations: pd.DataFrame | None, cards: pd.DataFrame) -> pd.DataFrame:
    if recommendations is None:
        return pd.DataFrame(
            columns=["id", "text", "because", "addressee", "owner", "due", "status", "basis", "on"]
        )
    known = set(cards["id"])
    on = [
        [key for key in (i.removeprefix("cards:") for i in split_ids(cell)) if key in known]
        for cell in recommendations["because"]
    ]
    with_on = recommendations.assign(on=pd.Series(on, dtype="object"))
    return with_on.loc[with_on["on"].map(bool).astype(bool)].reset_index(drop=True)


def printed(result: object) -> str:
    """Cards with their place in the graph as plain text, for a check; a dash when the tool could not run."""
    if not isinstance(result, Roadmap):
        return "–"
    columns = ["id", "lane", "drivers", "leverage", "cut_share", "bottleneck", "on_chain"]
    return result.cards[columns].round(4).to_string(index=False)
