"""Rules on what the cluster knows of itself: changes of strategy, evaluation, comparison with peers."""

from __future__ import annotations

from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.review.parts import called, fine, months_between, not_judged
from clusterlib.review.scene import Scene
from clusterlib.tables import is_blank

_GROWN = ("operationalisation", "transformation")


def changes(scene: Scene, say: Speaker) -> list[Check]:
    """R59: a strategy changed without naming the evidence (L3769, L3791)."""
    items = scene.frame("strategy_items")
    assert items is not None  # the rule needs the table
    moved = (items["version"].eq("new") & items["change"].eq("new")) | (
        items["version"].eq("old") & items["change"].eq("dropped")
    )
    if not moved.any():
        return not_judged("R59", "amber", say("No part of the strategy is marked as new or as dropped."))
    bare = items[moved & items["because"].map(is_blank)]
    if bare.empty:
        return fine("R59", "amber", say("Each change of the strategy names its evidence."))
    text = say.plural(
        len(bare),
        "One part of the strategy is new or dropped, and no evidence is named: {names}.",
        "{n} parts of the strategy are new or dropped, and no evidence is named: {names}.",
        names=called(bare, "field", say=say, limit=4),
    )
    cure = say("Name the finding, the demand or the goal reached that is behind it.")
    return [
        Check(
            "R59",
            "finding",
            "amber",
            text,
            cure,
            tuple(f"strategy_items:{a}/{b}" for a, b in zip(bare["version"], bare["id"], strict=True)),
        )
    ]


def evaluated(scene: Scene, say: Speaker, *, latest: int = 72, earliest: int = 48) -> list[Check]:
    """R60: evaluations that are overdue or too early (L3553).

    Parameters
    ----------
    scene : Scene
        Needs the setting ``founded`` and the day that counts as today; no evaluation is itself the finding.
    say : Speaker
        Language of the reader.
    latest, earliest : int
        Months after the founding between which an evaluation is usual (GUIDE: four to six years).
    """
    today, founded = scene.as_of or scene.setting("as_of"), scene.setting("founded")
    if not today:
        return not_judged("R60", "note", say("Without a day that counts as today the age cannot be said."))
    rows, age = scene.frame("evaluations"), months_between(founded, today)
    cure = say("Four to six years in is the usual time; earlier only for an acute reason that you name.")
    if rows is None:
        if age <= latest:
            return fine("R60", "note", say("The cluster is young enough to wait with an evaluation."))
        text = say(
            "The cluster is {age} years old, and no evaluation is recorded.", age=say.number(age / 12, 1)
        )
        return [Check("R60", "finding", "note", text, cure)]
    dated = rows[rows["date"].notna()]
    early = dated[[months_between(founded, str(day)) < earliest for day in dated["date"]]]
    if early.empty:
        return fine("R60", "note", say("Evaluations took place at the usual age, or later."))
    text = say.plural(
        len(early),
        "One evaluation took place before the fourth year: {names}.",
        "{n} evaluations took place before the fourth year: {names}.",
        names=say.names(early["id"], limit=4),
    )
    return [Check("R60", "finding", "note", text, cure, tuple(f"evaluations:{id_}" for id_ in early["id"]))]


def compared(scene: Scene, say: Speaker) -> list[Check]:
    """R62: a grown cluster that was never compared with peers (L1022-1023, L3639-3654)."""
    if scene.setting("phase") not in _GROWN:
        return fine("R62", "note", say("A comparison with peers can wait for the phase of operation."))
    rated, peers = scene.frame("assessments"), scene.frame("peers")
    quality = rated is not None and bool(rated["list_id"].eq("quality").any())
    if quality and peers is not None:
        return fine("R62", "note", say("The cluster has judged itself and has figures of peers."))
    lacking = [
        *([] if quality else [say("its own judgement (assessments, list “quality”)")]),
        *([] if peers is not None else [say("figures of others (peers)")]),
    ]
    text = say("The cluster was never compared with peers: {what} is missing.", what=say.names(lacking))
    return [
        Check("R62", "finding", "note", text, say("Fill in the check of 31 points; it takes half a day."))
    ]
