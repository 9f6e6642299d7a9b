"""How far local actors cover a value chain, and which links are missing (guide L1303-1319, L904-908)."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from clusterlib import tables
from clusterlib.cells import join_ids, weakest
from clusterlib.faults import DomainError, SchemaError
from clusterlib.mapping import value_chain_people as people
from clusterlib.mapping.value_chain_paths import Way, downstream, graph_of, way_through
from clusterlib.twins import titles

#: What is wrong with a link, the first that holds; and what a word of criticality weighs.
STATES = ("white spot", "recruit", "thin", "single source", "covered")
WEIGHTS = {"low": 1, "medium": 2, "high": 3}


@dataclass(frozen=True, slots=True)
class ValueChain:
    """Coverage of a value chain.

    Attributes
    ----------
    frame : DataFrame
        One row per link that belongs to the cluster's task: columns of `nodes`, then weight, n (local
        actors), n_members, coverage and member_coverage (0 to 1), state, downstream (share of the other
        links that come after it), priority, because (local actors). State, coverage and priority are
        blank when no actor is placed at any link.
    left_out : DataFrame
        Links that somebody left out on purpose.
    graph : DiGraph
        All links, those left out too.
    judged : bool
        Whether actors are placed at links at all.
    coverage, member_coverage : float or None
        Weighted by criticality, over the links that belong to the task.
    coverage_all : float or None
        The same with the links left out.
    way : Way
        From input to customer through covered links.
    targets : DataFrame
        The hand-over `target_actors`, and the actors' names in French where the register has them.
    idle : tuple of str
        Ids of local actors that work at no link.
    members : int
        Number of members among all actors.
    circular : bool
        Whether the chain runs back into itself.
    realised : tuple of int or None
        Links whose two ends have actors with a recorded relation, and all links; None without relations.
    largest : tuple of (str, float, int) or None
        Id of the local actor with most employees, its share of all known, and number of actors known.
    names : dict
        What each actor is called, in the language of the case and in French, by its id.
    """

    frame: pd.DataFrame
    left_out: pd.DataFrame
    graph: nx.DiGraph
    judged: bool
    coverage: float | None
    member_coverage: float | None
    coverage_all: float | None
    way: Way
    targets: pd.DataFrame
    idle: tuple[str, ...]
    members: int
    circular: bool
    realised: tuple[int, int] | None
    largest: tuple[str, float, int] | None
    names: dict[str, tuple[str, str]]


def cover(
    nodes: pd.DataFrame,
    links: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
    actor_nodes: pd.DataFrame | None = None,
    relations: pd.DataFrame | None = None,
) -> ValueChain:
    """Count the local actors at each link and judge what is missing.

    Parameters
    ----------
    nodes, links, actors, actor_nodes, relations : DataFrame
        Typed tables; only `nodes` is needed. An actor is local and no member unless `actors` says else.

    Raises
    ------
    SchemaError
        If there is no node.
    DomainError
        If every node is left out.
    IntegrityError
        If a row names a node or an actor that is in no table.

    Examples
    --------
    >>> nodes = tables.typed("nodes", [{"node_id": n, "name": n} for n in ("raw", "make", "sell")])
    >>> there = tables.typed("actor_nodes", [{"actor_id": "a", "node_id": "make"}])
    >>> cover(nodes, None, None, there).frame[["node_id", "state"]].values.tolist()
    [['raw', 'white spot'], ['make', 'covered'], ['sell', 'white spot']]
    """
    if not len(nodes):
        raise SchemaError("nodes: the table has no row. Write at least one link of the chain.")
    graph = graph_of(nodes, links)
    placed = people.placed_actors(nodes, actors, actor_nodes)
    judged = actor_nodes is not None and len(actor_nodes) > 0
    every = _counted(nodes, placed, downstream(graph), judged, actors is not None)
    inside = (every["scope"] != "left out").to_numpy(bool)
    if not inside.any():
        raise DomainError(
            "nodes, column scope: every link is left out, so no chain remains. Keep at least one in."
        )
    frame, left = every[inside].reset_index(drop=True), every[~inside].reset_index(drop=True)
    covered = {*frame.loc[frame["coverage"] >= 1, "node_id"], *left["node_id"]}
    ends = {kind: list(frame.loc[frame["kind"] == kind, "node_id"]) for kind in ("input", "demand")}
    way = way_through(graph, covered, inputs=ends["input"], demands=ends["demand"]) if judged else Way(None)
    return ValueChain(
        frame,
        left,
        graph,
        judged,
        _average(frame, "coverage"),
        _average(frame, "member_coverage"),
        _average(every, "coverage"),
        way,
        people.targets(frame, placed, judged and actors is not None),
        people.idle(actors, placed, judged),
        int((actors["member"] == "yes").sum()) if actors is not None else 0,
        not nx.is_directed_acyclic_graph(graph),
        people.realised(graph, placed, relations),
        people.largest(actors),
        titles(actors, "actor_id", "name"),
    )


def _counted(
    nodes: pd.DataFrame, placed: pd.DataFrame, after: dict[str, float], judged: bool, registered: bool
) -> pd.DataFrame:
    frame = nodes.copy()
    frame["weight"] = frame["criticality"].map(WEIGHTS).astype("int64")
    need = frame["min_actors"].to_numpy(np.float64)
    here = placed[placed["here"]]
    n = frame["node_id"].map(here["node_id"].value_counts()).fillna(0).to_numpy(np.int64)
    m = frame["node_id"].map(here[here["in_cluster"]]["node_id"].value_counts()).fillna(0).to_numpy(np.int64)
    frame["n"], frame["n_members"] = n, m
    frame["downstream"] = frame["node_id"].map(after).to_numpy(np.float64)
    sole = (n == 1) & (need == 1) & (frame["weight"].to_numpy() == WEIGHTS["high"])
    wanted = (m == 0) & registered  # without a register nobody can know who is a member
    state = np.select([n == 0, wanted, n < need, sole], STATES[:-1], STATES[-1])
    coverage = np.minimum(1.0, n / need)
    frame["coverage"] = np.where(judged, coverage, np.nan)
    frame["member_coverage"] = np.where(judged & registered, np.minimum(1.0, m / need), np.nan)
    frame["state"] = pd.Series(state if judged else [None] * len(frame), dtype="str")
    frame["priority"] = frame["weight"] * (1 - frame["coverage"]) * (1 + frame["downstream"])
    rows = dict(iter(placed.groupby("node_id", sort=False)))
    none = placed.iloc[:0]
    frame["because"] = pd.Series(
        [join_ids(_local(rows.get(node, none))["actor_id"]) for node in frame["node_id"]], dtype="str"
    )
    frame["basis"] = [
        weakest([basis], *_bases(rows.get(node, none)))
        for node, basis in zip(frame["node_id"], frame["basis"], strict=True)
    ]
    return frame


def _local(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["here"].to_numpy(bool)]


def _bases(rows: pd.DataFrame) -> tuple[pd.Series, ...]:
    return rows["basis"], rows["basis_actor"].dropna()


def _average(frame: pd.DataFrame, column: str) -> float | None:
    values = frame[column].to_numpy(np.float64)
    if np.isnan(values).any():
        return None
    return float(np.average(values, weights=frame["weight"]))


def implied_total(part: float, share: float) -> float:
    """The whole, from one part and its share of it.

    Parameters
    ----------
    part : float
        For example the workers of one firm.
    share : float
        Its share of the whole, above 0 and at most 1.

    Raises
    ------
    DomainError
        If the share is not in that range.

    Examples
    --------
    One firm employs 15,000 people, a quarter of all that the suppliers employ (guide L3322):

    >>> implied_total(15_000, 0.25)
    60000.0
    """
    if not 0 < share <= 1:
        raise DomainError(f"share: {share} is no share; it must be above 0 and at most 1.")
    return part / share


def similarity(one: ValueChain, other: ValueChain) -> float | None:
    """Jaccard index of the links two clusters cover; None when neither covers any.

    Examples
    --------
    >>> nodes = tables.typed("nodes", [{"node_id": n, "name": n} for n in "abc"])
    >>> def chain(covered):
    ...     rows = [{"actor_id": "x", "node_id": node} for node in covered]
    ...     return cover(nodes, None, None, tables.typed("actor_nodes", rows))
    >>> round(similarity(chain("abc"), chain("ab")), 4)
    0.6667
    """
    sets = [set(chain.frame.loc[chain.frame["coverage"] >= 1, "node_id"]) for chain in (one, other)]
    union = sets[0] | sets[1]
    return len(sets[0] & sets[1]) / len(union) if union else None


def white_spots_table(result: ValueChain) -> pd.DataFrame:
    """The hand-over `white_spots`: all links with their state; empty when no actor is placed anywhere."""
    frame = result.frame if result.judged else result.frame.iloc[:0]
    names = list(tables.table("white_spots").column_names)
    order = frame.sort_values(["priority", "node_id"], ascending=[False, True], kind="stable")
    return tables.typed("white_spots", order[names].reset_index(drop=True))


def target_actors_table(result: ValueChain) -> pd.DataFrame:
    """The hand-over `target_actors`: who could close which gap; a blank actor where nobody is known."""
    return result.targets[list(tables.table("target_actors").column_names)]
