"""Whom to ask first to become a member: the gap it closes, how well it fits, how near it is.

Score = gap × fit × reach × anchor, summed over the links an organisation could serve. The gap counts what
members lack at a link, so a link that outsiders cover is one too. All weights are defaults, not the guide's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterlib.faults import DomainError
from clusterlib.mapping.value_chain import ValueChain
from clusterlib.readings import Speaker
from clusterlib.twins import texts

_ROWS = 10
#: How well an organisation can do the work of a link; the middle where nobody said.
FIT = {"low": 1 / 3, "medium": 2 / 3, "high": 1.0}


@dataclass(frozen=True, slots=True)
class MemberTargets:
    """Organisations that are no member, the most wanted first.

    Attributes
    ----------
    frame : DataFrame
        actor_id, name, local (bool), nodes (ids of the links it could serve), gap, fit, contact (bool:
        somebody knows it already), anchor (bool), score, place (ties share).
    nodes : DataFrame
        Links with names and twins.
    why : str
        ``register`` (no table of actors), ``nobody`` (all are members, or none is placed), or empty.
    """

    frame: pd.DataFrame
    nodes: pd.DataFrame
    why: str


def rank_targets(
    chain: ValueChain,
    actors: pd.DataFrame | None = None,
    actor_nodes: pd.DataFrame | None = None,
    relations: pd.DataFrame | None = None,
    *,
    unknown_reach: float = 0.5,
    anchor_bonus: float = 1.5,
) -> MemberTargets:
    """Order the organisations that are no member.

    Parameters
    ----------
    chain : ValueChain
        From `cover`.
    actors, actor_nodes, relations : DataFrame, optional
        Typed tables.
    unknown_reach : float
        Weight of an organisation with which nobody has had contact, against 1 for one that a member deals
        with or whose first contact is noted.
    anchor_bonus : float
        Weight of a large firm, which draws others, against 1.

    Raises
    ------
    DomainError
        If `unknown_reach` is not above 0 and at most 1, or `anchor_bonus` below 1.

    Examples
    --------
    >>> from clusterlib.mapping.value_chain import cover
    >>> from clusterlib.tables import typed
    >>> nodes = typed("nodes", [{"node_id": "raw", "name": "Raw material"}])
    >>> actors = typed("actors", [{"actor_id": "x", "name": "X", "type": "SME"},
    ...                           {"actor_id": "y", "name": "Y", "type": "large firm"}])
    >>> placed = typed("actor_nodes", [{"actor_id": a, "node_id": "raw"} for a in "xy"])
    >>> found = rank_targets(cover(nodes, None, actors, placed), actors, placed)
    >>> found.frame[["name", "place"]].values.tolist()
    [['Y', 1], ['X', 2]]
    """
    if not 0 < unknown_reach <= 1 or not anchor_bonus >= 1:
        raise DomainError(
            f"unknown_reach {unknown_reach:g}, anchor_bonus {anchor_bonus:g}: the first must be above 0 and "
            "at most 1, the second at least 1."
        )
    names = [name for name in ("node_id", "name", "name_fr") if name in chain.frame]
    nodes = chain.frame[names]
    if actors is None or actor_nodes is None:
        return MemberTargets(_empty(), nodes, "register")
    outside = actors[actors["member"].fillna("no") != "yes"]
    gap = chain.frame.assign(gap=_gap(chain.frame))[["node_id", "gap"]]
    placed = actor_nodes[["actor_id", "node_id", "capability"]].merge(gap, on="node_id")
    placed = placed[(placed["gap"] > 0) & placed["actor_id"].isin(outside["actor_id"])]
    if placed.empty:
        return MemberTargets(_empty(), nodes, "nobody")
    placed["fit"] = placed["capability"].map(FIT).fillna(FIT["medium"])
    placed["worth"] = placed["gap"] * placed["fit"]
    found = placed.groupby("actor_id", sort=True).agg(
        nodes=("node_id", tuple), gap=("gap", "sum"), fit=("fit", "mean"), worth=("worth", "sum")
    )
    about = outside.set_index("actor_id").loc[found.index]
    found["name"], found["local"] = about["name"], about["local"].fillna("yes") == "yes"
    found["name_fr"] = about.get("name_fr", None)
    found["contact"] = about["first_contact"].notna() | found.index.isin(_known(actors, relations))
    found["anchor"] = about["type"] == "large firm"
    reach = np.where(found["contact"], 1.0, unknown_reach)
    found["score"] = found["worth"] * reach * np.where(found["anchor"], anchor_bonus, 1.0)
    found["place"] = found["score"].round(9).rank(method="min", ascending=False).astype("int64")
    found = found.reset_index().sort_values(["place", "name"], kind="stable")
    return MemberTargets(found[list(_empty())].reset_index(drop=True), nodes, "")


def _empty() -> pd.DataFrame:
    columns = [
        "actor_id",
        "name",
        "name_fr",
        "local",
        "nodes",
        "gap",
        "fit",
        "contact",
        "anchor",
        "score",
        "place",
    ]
    return pd.DataFrame(columns=columns)


def _gap(frame: pd.DataFrame) -> pd.Series:
    """What members lack at each link: weight × (1 − covered by members) × (1 + what comes after it)."""
    lacking = 1 - frame["member_coverage"].fillna(frame["coverage"]).fillna(0.0)
    return frame["weight"] * lacking * (1 + frame["downstream"])


def _known(actors: pd.DataFrame, relations: pd.DataFrame | None) -> set[str]:
    """Organisations that a member deals with, other than in conflict."""
    if relations is None or not len(relations):
        return set()
    members = set(actors.loc[actors["member"] == "yes", "actor_id"])
    good = relations[relations["kind"] != "conflict"]
    pairs = list(zip(good["from"], good["to"], strict=True))
    return {b for a, b in pairs if a in members} | {a for a, b in pairs if b in members}


def _links(result: MemberTargets, nodes: tuple[str, ...], say: Speaker) -> str:
    called = dict(zip(result.nodes["node_id"], texts(result.nodes, "name", say=say), strict=True))
    return say.names([called[node] for node in nodes], limit=3)


def read_targets(result: MemberTargets, *, say: Speaker = Speaker()) -> str:
    """Whom to ask first, and why."""
    if result.why == "register":
        return say("Whom to ask cannot be said: there is no table of actors with their links.")
    if result.why == "nobody":
        return say("No organisation outside the cluster is placed at a link where members are lacking.")
    first = result.frame[result.frame["place"] == 1]
    parts = [
        say(
            "Ask {names} first: what is lacking among members at {links} is what it could bring.",
            names=say.names(texts(first, "name", say=say), limit=3),
            links=_links(result, first["nodes"].iloc[0], say),
        )
        if len(first) == 1
        else say("{names} share the first place.", names=say.names(texts(first, "name", say=say), limit=4))
    ]
    strange = int((~result.frame["contact"].astype(bool)).sum())
    if strange:
        parts.append(
            say.plural(
                strange,
                "With one of the {all} nobody has had contact yet.",
                "With {n} of the {all} nobody has had contact yet.",
                all=say.number(len(result.frame)),
            )
        )
    parts.append(say("The order rests on judgements of fit and weight; change them and see who stays."))
    return " ".join(parts)


def table_targets(result: MemberTargets, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The ten most wanted, cells as text."""
    rows = result.frame.head(_ROWS)
    yes, no = say.word("yes"), say.word("no")
    return pd.DataFrame(
        {
            say("Place"): [say.number(place) for place in rows["place"]],
            say("Organisation"): texts(rows, "name", say=say),
            say("Could serve"): [_links(result, nodes, say) for nodes in rows["nodes"]],
            say("Local"): [yes if local else no for local in rows["local"]],
            say("Contact"): [yes if contact else no for contact in rows["contact"]],
            say("Score"): [say.number(score, 1) for score in rows["score"]],
        }
    )
