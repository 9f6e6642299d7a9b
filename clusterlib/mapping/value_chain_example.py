"""The guide's two plastics clusters side by side: one chain, covered in two places (guide L1307-1319)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clusterlib import tables
from clusterlib.mapping.value_chain import ValueChain, cover, similarity
from clusterlib.readings import Speaker
from clusterlib.twins import texts


@dataclass(frozen=True, slots=True)
class Pair:
    """One chain covered in two places.

    Attributes
    ----------
    first, second : ValueChain
        Coverage in each place.
    names : tuple of str
        What the places are called.
    alike : float or None
        Share of the links covered anywhere that both cover.
    """

    first: ValueChain
    second: ValueChain
    names: tuple[str, str]
    alike: float | None


def compare(*, facts: pd.DataFrame, places: tuple[str, str] = ("germany", "abidjan")) -> Pair:
    """Cover the same chain in two places.

    Parameters
    ----------
    facts : DataFrame
        Columns node, kind and one column of yes and no per place.
    places : tuple of str
        The two columns.

    Examples
    --------
    >>> facts = pd.DataFrame({
    ...     "node": ["raw", "machine", "converter", "recycler", "distributor"],
    ...     "kind": ["input", "input", "core", "core", "demand"],
    ...     "germany": ["yes"] * 5, "abidjan": ["no", "no", "yes", "yes", "yes"]})
    >>> pair = compare(facts=facts)
    >>> pair.first.coverage, pair.second.coverage, pair.alike
    (1.0, 0.6, 0.6)
    """
    chains = [_chain(facts, place) for place in places]
    return Pair(chains[0], chains[1], (places[0], places[1]), similarity(chains[0], chains[1]))


def _chain(facts: pd.DataFrame, place: str) -> ValueChain:
    named = {"node_id": facts["node"], "name": facts["node"], "kind": facts["kind"]}
    twin = {"name_fr": facts["node_fr"]} if "node_fr" in facts else {}
    basis = facts.get("basis", "GUIDE")
    nodes = tables.typed("nodes", pd.DataFrame({**named, **twin, "basis": basis}))
    there = facts.loc[facts[place] == "yes", "node"]
    rows = tables.typed("actor_nodes", [{"actor_id": f"{place} {node}", "node_id": node} for node in there])
    return cover(nodes, None, None, rows)


def table_pair(result: Pair, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Link by link, who has it."""
    yes, no = say("local actors"), say("nobody")
    columns = {
        _place(name, say): [yes if n else no for n in chain.frame["n"]]
        for name, chain in zip(result.names, (result.first, result.second), strict=True)
    }
    return pd.DataFrame({say("Link"): texts(result.first.frame, "name", say=say), **columns})


def _place(name: str, say: Speaker) -> str:
    return {"germany": say("Southern Germany"), "abidjan": say("Abidjan")}.get(name, name)


def read_pair(result: Pair, *, say: Speaker = Speaker()) -> str:
    """Coverage in both places, and what one lacks."""
    lacking = result.second.frame[result.second.frame["n"] == 0]
    told = say(
        "{first} covers {all} of the chain, {second} {part}: missing are {names}.",
        first=_place(result.names[0], say),
        all=say.percent(result.first.coverage),
        second=_place(result.names[1], say),
        part=say.percent(result.second.coverage),
        names=say.names(texts(lacking, "name", say=say)),
    )
    note = say(
        "The guide names the two missing links; the list of the five links is ours, because its "
        "figure is lost."
    )
    return f"{told} {note}"
