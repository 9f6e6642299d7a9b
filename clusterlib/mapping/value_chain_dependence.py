"""What the chain loses when one organisation leaves."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clusterlib.cells import split_ids
from clusterlib.mapping.value_chain import ValueChain
from clusterlib.mapping.value_chain_paths import way_through
from clusterlib.readings import Speaker
from clusterlib.twins import texts, titles

_ROWS = 10


@dataclass(frozen=True, slots=True)
class Dependence:
    """Local organisations whose leaving opens a gap.

    Attributes
    ----------
    frame : DataFrame
        One row per local organisation that alone holds a link: actor_id, name, nodes (ids of those links),
        share (of the chain, weighted by how critical its links are), breaks (whether the chain then no
        longer holds from input to customer).
    nodes : DataFrame
        Links with their names and twins.
    actors : int
        Local organisations placed at links.
    unbroken : bool or None
        Whether the chain holds today.
    """

    frame: pd.DataFrame
    nodes: pd.DataFrame
    actors: int
    unbroken: bool | None


def depend(chain: ValueChain, actors: pd.DataFrame | None = None) -> Dependence:
    """Take each local organisation out of the chain and see what is gone.

    Parameters
    ----------
    chain : ValueChain
        From `cover`.
    actors : DataFrame, optional
        Typed table `actors`, for the names.

    Examples
    --------
    >>> from clusterlib.mapping.value_chain import cover
    >>> from clusterlib.tables import typed
    >>> nodes = typed("nodes", [{"node_id": n, "name": n} for n in ("raw", "make")])
    >>> placed = [{"actor_id": a, "node_id": n} for a, n in (("x", "raw"), ("x", "make"), ("y", "make"))]
    >>> found = depend(cover(nodes, None, None, typed("actor_nodes", placed)))
    >>> found.frame[["name", "nodes", "share"]].values.tolist()
    [['x', ('raw',), 0.5]]
    """
    frame = chain.frame
    called = titles(actors, "actor_id", "name")
    here = {node: split_ids(ids) for node, ids in zip(frame["node_id"], frame["because"], strict=True)}
    everyone = list(dict.fromkeys(actor for ids in here.values() for actor in ids))
    weight = dict(zip(frame["node_id"], frame["weight"], strict=True))
    covered = {*frame.loc[frame["coverage"] >= 1, "node_id"], *chain.left_out["node_id"]}
    ends = {kind: list(frame.loc[frame["kind"] == kind, "node_id"]) for kind in ("input", "demand")}
    rows = []
    for actor in everyone:
        sole = tuple(node for node, ids in here.items() if list(ids) == [actor])
        if not sole:
            continue
        way = way_through(chain.graph, covered - set(sole), inputs=ends["input"], demands=ends["demand"])
        share = sum(weight[node] for node in sole) / sum(weight.values())
        breaks = bool(chain.way.unbroken) and not way.unbroken
        rows.append(
            {
                "actor_id": actor,
                "name": called.get(actor, (actor, ""))[0],
                "name_fr": called.get(actor, (actor, ""))[1],
                "nodes": sole,
                "share": share,
                "breaks": breaks,
            }
        )
    found = pd.DataFrame(rows, columns=["actor_id", "name", "name_fr", "nodes", "share", "breaks"])
    found = found.sort_values(["breaks", "share", "name"], ascending=[False, False, True], kind="stable")
    names = [name for name in ("node_id", "name", "name_fr") if name in frame]
    return Dependence(found.reset_index(drop=True), frame[names], len(everyone), chain.way.unbroken)


def _links(result: Dependence, nodes: tuple[str, ...], say: Speaker) -> str:
    called = dict(zip(result.nodes["node_id"], texts(result.nodes, "name", say=say), strict=True))
    return say.names([called[node] for node in nodes], limit=3)


def read_dependence(result: Dependence, *, say: Speaker = Speaker()) -> str:
    """On whom the chain hangs."""
    if not result.actors:
        return say("No organisation is placed at a link, so nothing can be said about dependence.")
    if result.frame.empty:
        return say("No link rests on one organisation alone: whoever leaves, every link keeps somebody.")
    first = result.frame.iloc[0]
    parts = [
        say.plural(
            len(result.frame),
            "One of {all} local organisations alone holds a link.",
            "{n} of {all} local organisations alone hold a link.",
            all=say.number(result.actors),
        ),
        say(
            "If {actor} left, {links} would have nobody: {share} of the chain by how critical its links are.",
            actor=texts(result.frame.iloc[[0]], "name", say=say)[0],
            links=_links(result, first["nodes"], say),
            share=say.percent(first["share"]),
        ),
    ]
    breaking = texts(result.frame[result.frame["breaks"].astype(bool)], "name", say=say)
    if breaking:
        parts.append(
            say.plural(
                len(breaking),
                "Without {names} the chain would no longer hold from end to end: look for a second source.",
                "Without any one of {names} the chain would no longer hold from end to end: look for second "
                "sources.",
                names=say.names(breaking, limit=4),
            )
        )
    return " ".join(parts)


def table_dependence(result: Dependence, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Organisations that alone hold a link, cells as text."""
    rows = result.frame.head(_ROWS)
    return pd.DataFrame(
        {
            say("Organisation"): texts(rows, "name", say=say),
            say("Alone at"): [_links(result, nodes, say) for nodes in rows["nodes"]],
            say("Share of the chain"): [say.percent(share) for share in rows["share"]],
            say("Breaks the chain"): [say.word("yes" if breaks else "no") for breaks in rows["breaks"]],
        }
    )
