"""Rules on members: who could join, who still joins, whom nobody speaks to, what they have of it."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from clusterlib.cells import split_ids
from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.review.parts import called, fine, months_between, not_judged
from clusterlib.review.scene import Scene
from clusterlib.twins import texts

_OPEN = ("identified", "contacted", "applied", "decided", "confirmed")


def _today(scene: Scene) -> str:
    return scene.as_of or scene.setting("as_of")


def candidates(scene: Scene, say: Speaker) -> list[Check]:
    """R06: a gap of the chain without a candidate (L1313, L3322, L3326-3328)."""
    spots, leads = _spots(scene), scene.frame("leads")
    if spots is None or leads is None:
        return not_judged(
            "R06", "amber", say("The gaps of the chain are not known: nobody is placed on its links.")
        )
    thin = spots[spots["state"].isin(["white spot", "single source"])]
    asked = {
        id_ for cell, stage in zip(leads["because"], leads["stage"], strict=True) if stage != "lost"
        for id_ in split_ids(cell)
    }  # fmt: skip
    bare = thin[~thin["node_id"].isin(asked)]
    if thin.empty or bare.empty:
        return fine("R06", "amber", say("Each gap of the chain has a candidate."))
    nodes = scene.frame("nodes")
    names = (
        called(nodes[nodes["node_id"].isin(bare["node_id"])], "name", say=say, limit=4)
        if nodes is not None
        else say.names(bare["node_id"], limit=4)
    )
    text = say.plural(
        len(bare),
        "One link of the chain has no firm or a single one, and nobody is on the list of candidates for "
        "it: {names}.",
        "{n} links of the chain have no firm or a single one, and nobody is on the list of candidates for "
        "them: {names}.",
        names=names,
    )
    cure = say("Put one to three named firms on the list, or decide to leave the link out and say why.")
    return [Check("R06", "finding", "amber", text, cure, tuple(f"nodes:{id_}" for id_ in bare["node_id"]))]


def _spots(scene: Scene) -> pd.DataFrame | None:
    """Gaps of the chain: those of the run, else worked out here."""
    from clusterlib.mapping import value_chain

    handed = scene.frame("white_spots")
    if handed is not None:
        return handed
    chain = scene.tool(value_chain.cover, "nodes", "links", "actors", "actor_nodes", "relations")
    found = None if chain is None else value_chain.white_spots_table(chain)
    return None if found is None or found.empty else found


def joining(scene: Scene, say: Speaker, *, months: int = 12) -> list[Check]:
    """R11: nobody joined for a year and nobody is being asked (L958, L1446, L1884).

    Parameters
    ----------
    scene : Scene
        Needs the tables ``actors`` and ``leads``, the settings ``founded`` and ``as_of``.
    say : Speaker
        Language of the reader.
    months : int
        How long nobody may have joined.
    """
    actors, leads, today = scene.frame("actors"), scene.frame("leads"), _today(scene)
    if actors is None or leads is None or not today:
        return not_judged("R11", "amber", say("Whether people still join cannot be said without a date."))
    if months_between(scene.setting("founded"), today) < months:
        return fine("R11", "amber", say("The cluster is younger than a year."))
    joined = actors.loc[actors["member"].eq("yes"), "joined"].dropna()
    if joined.empty:
        return not_judged("R11", "amber", say("No member has a date of joining (column joined)."))
    new = [day for day in joined if 0 <= months_between(str(day), today) < months]
    open_ = leads[leads["stage"].isin(_OPEN)]
    if new or len(open_):
        return fine("R11", "amber", say("New actors join, or are being asked."))
    text = say.plural(
        months,
        "Nobody joined in the month before {day}, and nobody is being asked.",
        "Nobody joined in the {n} months before {day}, and nobody is being asked.",
        day=say.day(today) if len(today) == 10 else say.month(today),
    )
    cure = say("Publish how to join, name a person who answers, and open two activities to guests.")
    return [Check("R11", "finding", "amber", text, cure)]


def for_members(scene: Scene, say: Speaker, *, least: float = 0.5) -> list[Check]:
    """R56: what members get and others do not (L3317-3334, L3392-3419).

    Parameters
    ----------
    scene : Scene
        Needs the table ``member_benefits``.
    say : Speaker
        Language of the reader.
    least : float
        Share of the benefits that only members have in full (DEFAULT).
    """
    rows = scene.frame("member_benefits")
    assert rows is not None  # the rule needs the table
    own = rows["for_members"].eq("full") & rows["for_guests"].eq("none")
    k, n = int(own.sum()), len(rows)
    if k >= least * n - 1e-9:
        return fine("R56", "amber", say("{share} benefits are for members alone.", share=say.share(k, n)))
    text = say("{share} benefits are for members alone; the limit in use is {least}.",
               share=say.share(k, n), least=say.percent(least))  # fmt: skip
    cure = say("Make two or three services exclusive, or say why joining is worth it.")
    return [Check("R56", "finding", "amber", text, cure, tuple(rows.loc[~own, "id"].astype(str)))]


def spoken_to(scene: Scene, say: Speaker, *, days: int = 180, most: float = 0.3) -> list[Check]:
    """R57: members without a contact for half a year (L3478, L3495).

    Parameters
    ----------
    scene : Scene
        Needs the tables ``actors`` and ``contacts``, and the day that counts as today.
    say : Speaker
        Language of the reader.
    days : int
        How long a contact lasts (DEFAULT).
    most : float
        Share of members that may be without one (DEFAULT).
    """
    actors, contacts, today = scene.frame("actors"), scene.frame("contacts"), _today(scene)
    members = None if actors is None else actors[actors["member"].eq("yes")]
    if members is None or contacts is None or members.empty or len(today) < 10:
        return not_judged(
            "R57", "amber", say("Without members and a day that counts as today this cannot be said.")
        )
    since = (dt.date.fromisoformat(today) - dt.timedelta(days=days)).isoformat()
    fresh = set(contacts.loc[contacts["date"].astype(str).between(since, today), "actor_id"])
    silent = members[~members["actor_id"].isin(fresh)]
    if len(silent) <= most * len(members) + 1e-9:
        return fine(
            "R57", "amber", say("Most members were spoken to in the last {n} days.", n=say.number(days))
        )
    text = say(
        "{share} members were not spoken to in the last {days} days: {names}.",
        share=say.share(len(silent), len(members)),
        days=say.number(days),
        names=called(silent, "name", say=say, limit=5),
    )
    cure = say("Make five calls a week, and start with those who waited longest.")
    return [Check("R57", "finding", "amber", text, cure, tuple(silent["actor_id"].astype(str)))]


def project_use(scene: Scene, say: Speaker) -> list[Check]:
    """R51: projects for others that help no member (L2098, L3138)."""
    rows = scene.frame("projects")
    assert rows is not None  # the rule needs the table
    known = rows[rows["project_type"].ne("internal") & rows["members"].notna()]
    if known.empty:
        return not_judged(
            "R51", "amber", say("No project says how many members gain by it (column members).")
        )
    empty = known[known["members"].eq(0)]
    if empty.empty:
        return fine("R51", "amber", say("Each project helps at least one member."))
    text = say.plural(
        len(empty),
        "One project helps no member; it only pays the office: {names}.",
        "{n} projects help no member; they only pay the office: {names}.",
        names=say.names(texts(empty, "name", say=say), limit=4),
    )
    cure = say("Change its aim or stop it.")
    return [Check("R51", "finding", "amber", text, cure, tuple(empty["id"].astype(str)))]
