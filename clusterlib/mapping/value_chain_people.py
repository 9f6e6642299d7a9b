"""Who works at which link of a value chain, and who could close its gaps."""

from __future__ import annotations

import networkx as nx
import pandas as pd

from clusterlib import tables
from clusterlib.cells import weakest
from clusterlib.faults import IntegrityError


def placed_actors(
    nodes: pd.DataFrame, actors: pd.DataFrame | None, actor_nodes: pd.DataFrame | None
) -> pd.DataFrame:
    """Each actor at each of its links, with what the register says of it.

    Raises
    ------
    IntegrityError
        If a row names a node or an actor that is in no table.
    """
    there = tables.empty("actor_nodes") if actor_nodes is None else actor_nodes
    register = tables.empty("actors") if actors is None else actors
    known = {"node_id": set(nodes["node_id"]), "actor_id": set(register["actor_id"])}
    for column, ids in known.items():
        if column == "actor_id" and actors is None:
            continue
        strange = ~there[column].isin(ids).to_numpy(bool)
        if strange.any():
            row = int(strange.argmax())
            raise IntegrityError(
                f"actor_nodes, row {row + 1}, column {column}: {there[column].iloc[row]!r} is in no table. "
                "Correct it or add the row it means."
            )
    names = [name for name in ("name", "name_fr") if name in register]
    about = register[["actor_id", *names, "local", "member", "basis"]]
    placed = there[["actor_id", "node_id", "capability", "basis"]].merge(
        about, on="actor_id", how="left", suffixes=("", "_actor")
    )
    placed["name"] = placed["name"].fillna(placed["actor_id"])
    placed["here"] = placed["local"].fillna("yes") == "yes"
    placed["in_cluster"] = placed["member"].fillna("no") == "yes"
    return placed


def targets(frame: pd.DataFrame, placed: pd.DataFrame, registered: bool) -> pd.DataFrame:
    """For each gap the actors that could close it: not local, or local and no member yet.

    Where nobody is known, one row with a blank actor keeps the gap in sight. Without a register of actors
    nobody is named: who is a member, and who is near, is not known then.
    """
    if not len(frame) or frame["state"].isna().all():
        return tables.empty("target_actors")
    gaps = frame[frame["state"] != "covered"].sort_values(
        ["priority", "weight", "node_id"], ascending=[False, False, True]
    )
    skill = {"high": 0, "medium": 1, "low": 2}
    able = placed[~(placed["here"] & placed["in_cluster"]) & registered]
    able = able.assign(_skill=able["capability"].map(skill).fillna(3), _far=~able["here"])
    able = able.sort_values(["_far", "_skill", "actor_id"])
    rows = []
    for gap in gaps.itertuples():
        found = able[able["node_id"] == gap.node_id]
        common = {"node_id": gap.node_id, "priority": gap.priority, "because": gap.node_id}
        rows += [
            {
                **common,
                "actor_id": actor.actor_id,
                **{name: getattr(actor, name) for name in ("name", "name_fr") if name in placed},
                "basis": weakest([gap.basis, actor.basis], [actor.basis_actor]),
            }
            for actor in found.itertuples()
        ] or [{**common, "basis": gap.basis}]
    return tables.typed("target_actors", rows)


def idle(actors: pd.DataFrame | None, placed: pd.DataFrame, judged: bool) -> tuple[str, ...]:
    """Ids of local actors that work at no link."""
    if actors is None or not judged:
        return ()
    away = ~actors["actor_id"].isin(placed["actor_id"]) & (actors["local"] == "yes")
    return tuple(actors.loc[away, "actor_id"])


def realised(
    graph: nx.DiGraph, placed: pd.DataFrame, relations: pd.DataFrame | None
) -> tuple[int, int] | None:
    """Links whose two ends have actors that deal with each other, and all links."""
    if relations is None or not len(relations) or not graph.number_of_edges():
        return None
    good = relations[relations["kind"] != "conflict"]
    pairs = {frozenset(pair) for pair in zip(good["from"], good["to"], strict=True)}
    at = placed.groupby("node_id")["actor_id"].agg(set).to_dict()
    real = sum(
        any(frozenset((a, b)) in pairs for a in at.get(start, ()) for b in at.get(end, ()) if a != b)
        for start, end in graph.edges
    )
    return real, graph.number_of_edges()


def largest(actors: pd.DataFrame | None) -> tuple[str, float, int] | None:
    """The local actor with most employees, its share of all known, and how many are known."""
    if actors is None:
        return None
    known = actors[(actors["local"] == "yes") & (actors["employees"].fillna(0) > 0)]
    if len(known) < 3:
        return None
    staff = known["employees"].astype("int64")
    first = known["actor_id"].iloc[int(staff.to_numpy().argmax())]
    return str(first), float(staff.max() / staff.sum()), len(known)
