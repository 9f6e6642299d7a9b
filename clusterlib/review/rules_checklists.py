"""Rules on the guide's lists of conditions, obstacles and mistakes, as people judged them."""

from __future__ import annotations

import pandas as pd

from clusterlib import places
from clusterlib.checks import Check, Severity
from clusterlib.readings import Speaker
from clusterlib.review.parts import fine, not_judged
from clusterlib.review.scene import Scene
from clusterlib.strategy.goal_process import point_names
from clusterlib.tables import is_blank
from clusterlib.twins import called, spoken, titles

_CONDITIONS = ("prerequisites", "qualifying", "policy")


def _listed(scene: Scene, *lists: str) -> pd.DataFrame:
    frame = scene.frame("checks")
    assert frame is not None  # the rules need the table
    return frame[frame["list_id"].isin(lists)] if lists else frame


def _none(rule: str, severity: Severity, lists: tuple[str, ...], say: Speaker) -> list[Check]:
    names = say.names([say.quoted(name) for name in lists])
    return not_judged(
        rule, severity, say("The table “checks” holds no point of {lists} that was judged.", lists=names)
    )


def _named(found: pd.DataFrame, say: Speaker) -> str:
    """Points of checklists by their names, where the guide or this library gives them one."""
    known = spoken(titles(places.reference("kickoff_event"), "id", "text"), say=say)
    points = point_names(say)
    told = [
        say.quoted(points[i]) if i in points else called(i, known.get(i, ""), say=say)
        for i in found["item_id"]
    ]
    return say.names(told, limit=4)


def _ids(frame: pd.DataFrame) -> tuple[str, ...]:
    return tuple(f"checks:{a}/{b}" for a, b in zip(frame["list_id"], frame["item_id"], strict=True))


def conditions(scene: Scene, say: Speaker) -> list[Check]:
    """R20: a condition is not met and nobody is at work on it (L257-262, L534-568, L814-840)."""
    rows = _listed(scene, *_CONDITIONS)
    rows = rows[rows["status"].isin(["met", "partly", "not met"])]
    if rows.empty:
        return _none("R20", "red", _CONDITIONS, say)
    idle = rows["status"].eq("not met") & (rows["measure"].map(is_blank) | rows["owner"].map(is_blank))
    if not idle.any():
        return fine("R20", "red", say("Somebody is at work on each condition that is not met."))
    found = rows[idle]
    text = say.plural(
        len(found),
        "One condition is not met, and no measure with an owner answers it: {names}.",
        "{n} conditions are not met, and no measure with an owner answers them: {names}.",
        names=_named(found, say),
    )
    cure = say("Give each a measure and an owner, or do not start yet.")
    return [Check("R20", "finding", "red", text, cure, _ids(found))]


def obstacles(scene: Scene, say: Speaker) -> list[Check]:
    """R21: an obstacle is there and has no answer (L572-593)."""
    rows = _listed(scene, "obstacles")
    rows = rows[rows["status"].isin(["present", "feared", "absent"])]
    if rows.empty:
        return _none("R21", "amber", ("obstacles",), say)
    found = rows[rows["status"].eq("present") & rows["measure"].map(is_blank)]
    if found.empty:
        return fine("R21", "amber", say("Each obstacle that is there has an answer."))
    text = say.plural(
        len(found),
        "One obstacle is there and has no answer: {names}.",
        "{n} obstacles are there and have no answer: {names}.",
        names=_named(found, say),
    )
    cure = say(
        "Obstacles of the actors and of the office feed each other: start with those of the office, "
        "which are in your hands."
    )
    return [Check("R21", "finding", "amber", text, cure, _ids(found))]


def evidence(scene: Scene, say: Speaker) -> list[Check]:
    """R22: what is called met without saying what shows it (L519-530)."""
    rows = _listed(scene)
    rows = rows[rows["status"].eq("met")]
    if rows.empty:
        return not_judged("R22", "note", say("No point of the checklists is called met."))
    found = rows[rows["evidence"].map(is_blank)]
    if found.empty:
        return fine("R22", "note", say("What is called met has evidence."))
    text = say.plural(
        len(found),
        "One point is called met without evidence: {names}.",
        "{n} points are called met without evidence: {names}.",
        names=_named(found, say),
    )
    return [
        Check("R22", "finding", "note", text, say("Write one sentence: who saw what, and when."), _ids(found))
    ]


def mistakes(scene: Scene, say: Speaker) -> list[Check]:
    """R71: a known mistake of cluster policy that is being made (L918-1047)."""
    rows = _listed(scene, "policy")
    rows = rows[rows["status"].isin(["respected", "violated"])]
    if rows.empty:
        return _none("R71", "red", ("policy",), say)
    found = rows[rows["status"].eq("violated")]
    if found.empty:
        return fine("R71", "red", say("None of the known mistakes of cluster policy is noted."))
    told = [
        say("{item} ({evidence})", item=item, evidence=proof) if not is_blank(proof) else str(item)
        for item, proof in zip(found["item_id"], found["evidence"], strict=True)
    ]
    text = say.plural(
        len(found),
        "One advice of cluster policy is violated: {names}.",
        "{n} pieces of advice of cluster policy are violated: {names}.",
        names=say.names(told, limit=4),
    )
    cure = say("Stop it, or write down who decided it and why.")
    return [Check("R71", "finding", "red", text, cure, _ids(found))]
