"""Rules on services: trust they need, demands they answer, who rated them, what they cost (L2569-2661)."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from clusterlib.cells import split_ids
from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.review.parts import called, fine, not_judged
from clusterlib.review.rooms import ranked_demands
from clusterlib.review.scene import Scene
from clusterlib.tables import is_blank
from clusterlib.twins import texts

_MARKS = {"low": 1.0, "medium": 2.0, "high": 3.0}


def needed_trust(gain: float, cost: float, loss: float, temptation: float) -> float | None:
    """Belief from which sharing pays: how sure a member must be that the other shares as well (T27).

    Both share: gain less cost. Only the other shares: the temptation. Only oneself: the cost and the loss,
    both lost. Nobody shares: nothing.

    Parameters
    ----------
    gain, cost, loss, temptation : float
        Points of one service.

    Returns
    -------
    float or None
        Between 0 and 1; None when sharing never pays for a single time, 0 when it always does.

    Examples
    --------
    >>> [round(needed_trust(*points), 2) for points in ((3, 1, 0, 0.5), (20, 4, 10, 12))]
    [0.4, 0.78]
    >>> needed_trust(10, 4, 6, 9) is None, needed_trust(2, 0, 0, 1)
    (True, 0.0)
    """
    both, alone, exploit = gain - cost, -cost - loss, temptation
    if both <= 0 or exploit > both:
        return None
    if alone >= 0:
        return 0.0
    return alone / (alone - (both - exploit))


def trust(scene: Scene, say: Speaker, *, open_from: int = 4) -> list[Check]:
    """R44: services that ask for more trust than there is (L523, L580, L587, L2574-2578).

    Parameters
    ----------
    scene : Scene
        Needs the tables ``services``, ``service_answers`` and ``trust_games``.
    say : Speaker
        Language of the reader.
    open_from : int
        Answer from 1 to 5 from which a member would share openly.
    """
    services, answers, games = (scene.frame(n) for n in ("services", "service_answers", "trust_games"))
    assert services is not None and answers is not None and games is not None  # the rule needs them
    names = dict(zip(services["id"], texts(services, "name", say=say), strict=True))
    ended = set(services.loc[services["status"].eq("ended"), "id"])
    told, known = [], 0
    for row in games.to_dict("records"):
        service = str(row["service_id"])
        mine = answers.loc[answers["service_id"].eq(service), "openness"].dropna()
        cells = [row[name] for name in ("gain", "cost_points", "loss", "temptation")]
        if mine.empty or service in ended or any(is_blank(cell) for cell in cells):
            continue
        known += 1
        need = needed_trust(*(float(cell) for cell in cells))
        have = int((mine >= open_from).sum())
        if need is None or have < need * len(mine) - 1e-9:
            told.append((service, need, have, len(mine)))
    if not known:
        text = say("No service has both its stakes (trust_games) and answers on openness (service_answers).")
        return not_judged("R44", "red", text)
    if not told:
        return fine("R44", "red", say("No service asks for more trust than members say they have."))
    cure = say("Start with networking, information and workshops; come back after a year.")
    return [
        Check("R44", "finding", "red", _trust_said(names.get(id_, id_), need, have, n, say), cure,
              (f"services:{id_}",))
        for id_, need, have, n in told
    ]  # fmt: skip


def _trust_said(name: str, need: float | None, have: int, n: int, say: Speaker) -> str:
    if need is None:
        return say(
            "{service}: with these stakes no trust makes sharing pay; {share} members say they would share.",
            service=name,
            share=say.share(have, n),
        )
    return say(
        "{service} needs members who are {need} sure of each other; {share} say they would share.",
        service=name,
        need=say.percent(need),
        share=say.share(have, n),
    )


def served(scene: Scene, say: Speaker, *, wanted_from: float = 2.5) -> list[Check]:
    """R45: wanted and not served, or served and not wanted (L562-564, L2592-2600, L3828, L3842).

    Parameters
    ----------
    scene : Scene
        Needs the tables ``services`` and ``demands`` and the votes.
    say : Speaker
        Language of the reader.
    wanted_from : float
        Score from 1 to 3 from which a demand is wanted (method T39).
    """
    services, demands, ranked = scene.frame("services"), scene.frame("demands"), ranked_demands(scene)
    if services is None or demands is None or ranked is None:
        return not_judged(
            "R45", "amber", say("Nobody voted on the demands, so none of them is known as wanted.")
        )
    offered = services[services["status"].ne("ended")]
    ids = set(demands["item_id"])
    answered = {
        id_: _demands_of(cell, scene, ids)
        for id_, cell in zip(offered["id"], offered["because"], strict=True)
    }
    wanted = ranked.loc[ranked["score"].ge(wanted_from - 1e-9), "item_id"]
    bare = [id_ for id_ in wanted if not any(id_ in found for found in answered.values())]
    idle = [id_ for id_, found in answered.items() if not found]
    if not bare and not idle:
        return fine(
            "R45", "amber", say("Each wanted demand has a service, and each service answers a demand.")
        )
    cure = say("Add, change or end a service, or say why not.")
    checks = []
    if bare:
        rows = demands[demands["item_id"].isin(bare)]
        text = say.plural(
            len(bare),
            "One demand is wanted (score {limit} or more) and no service answers it: {names}.",
            "{n} demands are wanted (score {limit} or more) and no service answers them: {names}.",
            limit=say.number(wanted_from, 1),
            names=called(rows, "text", say=say, limit=3),
        )
        checks.append(Check("R45", "finding", "amber", text, cure, tuple(bare)))
    if idle:
        rows = offered[offered["id"].isin(idle)]
        text = say.plural(
            len(idle),
            "One service names no demand that it answers: {names}.",
            "{n} services name no demand that they answer: {names}.",
            names=called(rows, "name", say=say, limit=3),
        )
        checks.append(Check("R45", "finding", "amber", text, cure, tuple(f"services:{id_}" for id_ in idle)))
    return checks


def _demands_of(cell: object, scene: Scene, demands: set[str]) -> set[str]:
    """Demands that a service names, directly or by a goal."""
    named = set(split_ids(cell))
    goals = scene.frame("goals")
    if goals is not None:
        rows = goals[goals["id"].isin(named)]
        named |= {id_ for reasons in rows["because"] for id_ in split_ids(reasons)}
    return named & demands


def both_sides(scene: Scene, say: Speaker) -> list[Check]:
    """R46: services that the manager alone, or members alone, have rated (L2661, L3838)."""
    services, answers = scene.frame("services"), scene.frame("service_answers")
    manager = services is not None and bool(
        (~services["effort"].map(is_blank) & ~services["relevance"].map(is_blank)).any()
    )
    members = answers is not None and bool(
        (~answers["effort"].map(is_blank) | ~answers["relevance"].map(is_blank)).any()
    )
    if manager and members:
        return fine("R46", "amber", say("Manager and members have both rated the services."))
    if not manager and not members:
        return not_judged("R46", "amber", say("Nobody has rated effort and relevance of the services yet."))
    text = (
        say("Services were rated by the manager alone (columns effort and relevance).")
        if manager
        else say("Services were rated by members alone; the manager's marks are missing.")
    )
    return [Check("R46", "finding", "amber", text, say("Ask at least five members the same two questions."))]


def priced(scene: Scene, say: Speaker, *, above: float = 2) -> list[Check]:
    """R52: services that cost much work, are wanted, and are free (L2594, L2630, L3858).

    Parameters
    ----------
    scene : Scene
        Needs the table ``services`` with effort, relevance and payment.
    say : Speaker
        Language of the reader.
    above : float
        Mean of the marks (low 1, medium 2, high 3) above which effort and relevance are high.
    """
    services = scene.frame("services")
    assert services is not None  # the rule needs the table
    marks = pd.DataFrame(
        {
            "effort": [_mean(split_ids(cell)) for cell in services["effort"]],
            "relevance": [_mean(split_ids(cell)) for cell in services["relevance"]],
            "payment": services["payment"],
        },
        index=services.index,
    )
    known = marks.notna().all(axis=1)
    if not known.any():
        text = say("No service has effort, relevance and payment written down together.")
        return not_judged("R52", "amber", text)
    free = known & marks["effort"].gt(above) & marks["relevance"].gt(above) & marks["payment"].eq("free")
    if not free.any():
        return fine(
            "R52", "amber", say("What costs much work and is wanted has its price, or is in the fee.")
        )
    rows = services[free]
    text = say.plural(
        len(rows),
        "One service costs much work, is wanted, and is free: {names}.",
        "{n} services cost much work, are wanted, and are free: {names}.",
        names=called(rows, "name", say=say, limit=4),
    )
    cure = say("Ask members what they would pay, and start with one service.")
    return [Check("R52", "finding", "amber", text, cure, tuple(f"services:{id_}" for id_ in rows["id"]))]


def _mean(marks: Iterable[str]) -> float | None:
    values = [_MARKS[mark] for mark in marks if mark in _MARKS]
    return sum(values) / len(values) if values else None
