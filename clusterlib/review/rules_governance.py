"""Rules on bodies, tasks of people, posts, skills and the agreement (guide L2281-2516)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.review.parts import fine, not_judged
from clusterlib.review.scene import Scene
from clusterlib.twins import texts

#: Clauses an agreement cannot do without (DEFAULT, method T22), by their place in the guide's outline.
CLAUSES = ("II.B", "III.A", "III.B", "III.C", "IV.A", "V.A", "V.B", "VII.A", "VIII.A", "IX", "XIII.A")
_LEADING = ("board", "advisory")


def _begun(scene: Scene) -> bool:
    return scene.setting("phase") != "initiation"


def _rows(scene: Scene, name: str) -> list[dict[str, Any]]:
    frame = scene.frame(name)
    return [] if frame is None else [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def steered(scene: Scene, say: Speaker) -> list[Check]:
    """R36: past the initiation somebody must steer (L2050, L2345, L2361)."""
    bodies = [row for row in _rows(scene, "bodies") if row["type"] in _LEADING]
    if not _begun(scene):
        return fine("R36", "red", say("In the phase of initiation no governing body is expected yet."))
    if bodies:
        names = say.names([row["body"] for row in bodies], limit=3)
        return fine("R36", "red", say("Steering is the work of {names}.", names=names))
    text = say("Nobody steers: among the bodies there is no board and no advisory body.")
    return [Check("R36", "finding", "red", text, say("Elect or name one, and write down what it decides."))]


def meetings(scene: Scene, say: Speaker, *, least: float = 2) -> list[Check]:
    """R37: bodies that meet too rarely (L2362).

    Parameters
    ----------
    scene : Scene
        Needs the table ``bodies``.
    say : Speaker
        Language of the reader.
    least : float
        Meetings a year of a board or advisory body (DEFAULT); an assembly needs one.
    """
    bodies = [row for row in _rows(scene, "bodies") if row["type"] in (*_LEADING, "assembly")]
    known = [row for row in bodies if not pd.isna(row["meetings_per_year"])]
    if not known:
        return not_judged("R37", "amber", say("How often the bodies meet is not written down."))
    rare = [row for row in known if row["meetings_per_year"] < (1 if row["type"] == "assembly" else least)]
    if not rare:
        return fine("R37", "amber", say("The bodies meet often enough; the limit in use is {n} meetings a "
                                        "year, and one for an assembly.", n=say.number(least)))  # fmt: skip
    cure = say("Fix the dates for the whole year.")
    return [
        Check("R37", "finding", "amber", _rarely(row, least, say), cure, (str(row["body"]),)) for row in rare
    ]


def _rarely(row: dict[str, Any], least: float, say: Speaker) -> str:
    n = float(row["meetings_per_year"])
    if n == 0:
        return say("{body} has no meeting in a year.", body=row["body"])
    return say.plural(
        1 if n == 1 else 2,
        "{body} meets once a year; the limit in use is {least}.",
        "{body} meets {times} times a year; the limit in use is {least}.",
        body=row["body"],
        times=say.number(n, 0 if n == int(n) else 1),
        least=say.number(1 if row["type"] == "assembly" else least),
    )


def private_seats(scene: Scene, say: Speaker) -> list[Check]:
    """R38: firms hold at least half of the seats in each board (L1853, L1884)."""
    boards = [row for row in _rows(scene, "bodies") if row["type"] == "board"]
    known = [row for row in boards if not (pd.isna(row["seats"]) or pd.isna(row["private_seats"]))]
    if not known:
        return not_judged(
            "R38", "amber", say("No board has both its seats and the seats of firms written down.")
        )
    few = [row for row in known if 2 * row["private_seats"] < row["seats"]]
    if not few:
        return fine("R38", "amber", say("Firms hold at least half of the seats of each board."))
    return [
        Check(
            "R38", "finding", "amber",
            say("{share} seats in {body} belong to firms.",
                share=say.share(int(row["private_seats"]), int(row["seats"])), body=row["body"]),
            say("Give firms the majority."), (str(row["body"]),),
        )
        for row in few
    ]  # fmt: skip


def answerable(scene: Scene, say: Speaker) -> list[Check]:
    """R39: one answers for each process and at least one does it (L2339, L2360)."""
    counts: dict[str, dict[str, int]] = {}
    for row in _rows(scene, "raci"):
        mine = counts.setdefault(str(row["process"]), {"accountable": 0, "responsible": 0})
        if row["role"] in mine:
            mine[row["role"]] += 1
    bad = {name: n for name, n in counts.items() if n["accountable"] != 1 or not n["responsible"]}
    if not bad:
        return fine("R39", "amber", say("For each process one answers, and somebody does it."))
    cure = say("One answers, and at least one does it.")
    return [
        Check("R39", "finding", "amber", _answers(name, n["accountable"], n["responsible"], say), cure)
        for name, n in bad.items()
    ]


def _answers(process: str, answer: int, do: int, say: Speaker) -> str:
    who = (
        say.plural(answer, "one answers for it", "{n} answer for it")
        if answer
        else say("nobody answers for it")
    )
    work = say.plural(do, "one does it", "{n} do it") if do else say("nobody does it")
    return say("{process}: {who}, and {work}.", process=process, who=who, work=work)


def posts(scene: Scene, say: Speaker, *, least: float = 0.5) -> list[Check]:
    """R40: an office needs at least half a post (L558-560, L588, L2408).

    Parameters
    ----------
    scene : Scene
        Needs the table ``staff``.
    say : Speaker
        Language of the reader.
    least : float
        Full-time equivalents (PUBLIC: European cluster platform).
    """
    total = sum(float(row["fte"]) for row in _rows(scene, "staff") if row["in_scope"] != "no")
    if not _begun(scene) or total >= least - 1e-9:
        text = say("The office has {fte} full posts; the limit in use is {least}.",
                   fte=say.number(total, 2), least=say.number(least, 1))  # fmt: skip
        return fine("R40", "red", text)
    text = say(
        "The office has {fte} of a full post; the limit in use is {least}.",
        fte=say.number(total, 2),
        least=say.number(least, 1),
    )
    cure = say("Half a post is the least that peers accept; find it before new services.")
    return [Check("R40", "finding", "red", text, cure)]


def single_skill(scene: Scene, say: Speaker, *, able: float = 3) -> list[Check]:
    """R41: skills that only one person has (L1021, L2437).

    Parameters
    ----------
    scene : Scene
        Needs the table ``skills``.
    say : Speaker
        Language of the reader.
    able : float
        Score from 0 to 4 from which somebody can do it alone.
    """
    rows = _rows(scene, "skills")
    if len({row["person"] for row in rows}) < 2:
        return not_judged(
            "R41", "amber", say("Skills of one person only are rated; at least two are needed.")
        )
    frame = scene.frame("skills")
    assert frame is not None
    words = dict(zip(frame["skill"], texts(frame, "skill", say=say), strict=True))
    skilled: dict[str, set[str]] = {}
    for row in rows:
        if row["score"] >= able:
            skilled.setdefault(words[row["skill"]], set()).add(str(row["person"]))
    single = {skill: next(iter(who)) for skill, who in skilled.items() if len(who) == 1}
    if not single:
        return fine("R41", "amber", say("No skill hangs on a single person."))
    told = [say("{skill} ({person})", skill=skill, person=person) for skill, person in single.items()]
    text = say.plural(
        len(single),
        "One skill hangs on one person: {list}.",
        "{n} skills hang on one person each: {list}.",
        list=say.names(told, limit=4),
    )
    return [Check("R41", "finding", "amber", text, say("Train a second person, or agree on a stand-in."))]


def people_skills(scene: Scene, say: Speaker, *, gap: float = 1) -> list[Check]:
    """R42: a team that knows the sector better than people and management (L1031, L2437).

    Parameters
    ----------
    scene : Scene
        Needs the table ``skills`` with its column ``skill_kind``.
    say : Speaker
        Language of the reader.
    gap : float
        Difference of the mean scores from which it counts (DEFAULT).
    """
    rows = _rows(scene, "skills")
    sector = [float(r["score"]) for r in rows if r["skill_kind"] == "technical"]
    people = [float(r["score"]) for r in rows if r["skill_kind"] in ("social", "management")]
    if not sector or not people:
        text = say("The column “skill_kind” does not name both technical skills and those with people.")
        return not_judged("R42", "amber", text)
    a, b = sum(sector) / len(sector), sum(people) / len(people)
    if a - b < gap - 1e-9:
        return fine("R42", "amber", say("The team knows people and management about as well as the sector."))
    text = say(
        "The team knows the sector (mean score {a} of 4) better than people and management ({b}).",
        a=say.number(a, 1),
        b=say.number(b, 1),
    )
    cure = say("Hire or train for moderation, leadership and communication.")
    return [Check("R42", "finding", "amber", text, cure)]


def clauses(scene: Scene, say: Speaker) -> list[Check]:
    """R43: clauses that the agreement needs and does not have (L2508-2516)."""
    listed = {
        str(row["item_id"]): row["status"] for row in _rows(scene, "checks") if row["list_id"] == "agreement"
    }
    if not listed:
        text = say("The table “checks” holds no list “agreement”, so nobody has read the agreement for it.")
        return not_judged("R43", "amber", text)
    lacking = [name for name in CLAUSES if listed.get(name) not in ("met", "partly", "not applicable")]
    if not lacking:
        return fine("R43", "amber", say("The agreement has the clauses that are held for necessary here."))
    words = _clause_words(say)
    text = say.plural(
        len(lacking),
        "The agreement says nothing about one thing: {clauses}.",
        "The agreement says nothing about {n} things: {clauses}.",
        clauses=say.names([f"{words[name]} ({name})" for name in lacking], limit=6),
    )
    cure = say(
        "Add them and have a lawyer read it. Which clauses are necessary is a default of this library."
    )
    return [Check("R43", "finding", "amber", text, cure)]


def _clause_words(say: Speaker) -> dict[str, str]:
    return {
        "II.B": say("services"),
        "III.A": say("amount of the fee"),
        "III.B": say("day on which the fee is due"),
        "III.C": say("what happens when nobody pays"),
        "IV.A": say("duty to inform"),
        "V.A": say("duration"),
        "V.B": say("how it is ended"),
        "VII.A": say("liability"),
        "VIII.A": say("data protection"),
        "IX": say("law that applies"),
        "XIII.A": say("how it is changed"),
    }
