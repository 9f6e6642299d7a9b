"""The guide's lessons on stakeholders as checks of one case, and its key questions answered from data."""

from __future__ import annotations

import pandas as pd

from clusterlib.checks import Answer, Check
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.stakeholder_circle import Circle
from clusterlib.stakeholder_analysis.stakeholder_readings import named, names_of, read_sides, side_name
from clusterlib.stakeholder_analysis.stakeholder_tables import finding_text
from clusterlib.stakeholder_analysis.stakeholders import Coverage, Stakeholders
from clusterlib.stakeholder_analysis.talks import Talks
from clusterlib.twins import texts

#: Types that stand for the private and for the public side among promoters (guide L1454).
PRIVATE = ("SME", "large firm", "finance")
PUBLIC = ("ministry", "agency", "research", "donor")


def pitfalls(result: Stakeholders | None, circle: Circle | None, *, say: Speaker) -> list[Check]:
    """What is easily overlooked among stakeholders, judged on this case.

    Parameters
    ----------
    result, circle
        Results of `stakeholders.analyse` and `stakeholder_circle.trace`; None where a part was left out.
    say : Speaker
        Language of the reader.
    """
    if result is None or result.table.empty:
        return [
            Check(
                "R07", "not judged", "red", say("There is no stakeholder yet, so no lesson can be checked.")
            )
        ]
    found = [*_critics(result, say), _associations(result, say), _sides(result, say), _objectors(result, say)]
    found += [_weak(result, say), _promoters(result, say)]
    return [*found, _open(circle, say)] if circle is not None else found


def answers(
    result: Stakeholders | None, heard: Talks | None = None, *, questions: pd.DataFrame, say: Speaker
) -> list[Answer]:
    """The guide's key questions on partners (L1200-1211) as far as the tables answer them.

    Parameters
    ----------
    result : Stakeholders or None
        Result of `stakeholders.analyse`; None where it was left out.
    heard : Talks or None
        Result of `talks.listen`; None where nobody talked about alliances.
    questions : DataFrame
        Reference facts: id, phase, text (and twins), workbooks.
    say : Speaker
        Language of the reader.
    """
    listed = ["02" in str(cell).split(";") for cell in questions["workbooks"]]
    here = pd.Series(listed, index=questions.index)
    mine = questions[here & (questions["phase"] == "initiation")]
    asked = dict(zip(mine["id"], texts(mine, "text", say=say), strict=True))
    if result is None or result.table.empty:
        none = say("There is no stakeholder yet; the table of stakeholders would tell.")
        return [Answer(question, none, False) for question in asked.values()]
    given = {"I03": _needed(result, say), "I05": _brought(result, say), "I09": _trust(result, say)}
    if heard is not None:
        given["I07"] = _alliances(heard, say)
    return [Answer(text, *given.get(key, (_person(key, say), False))) for key, text in asked.items()]


def _person(key: str, say: Speaker) -> str:
    """What to do about a question that no table answers."""
    return {
        "I04": say(
            "No table of this step tells. Ask each partner what it can pay, lend or do in the first year."
        ),
        "I07": say(
            "No talk about alliances is noted (table “alliance_talks”). Ask who works with whom, and since "
            "when."
        ),
        "I08": say(
            "No table can tell. Ask the first five of the queue in person, one by one, what each needs to say"
            " yes."
        ),
        "I10": say(
            "Not asked yet in this case. Ask it at the end of the first event, in writing and without names."
        ),
    }.get(key, say("No table of this step answers it; ask people."))


def _alliances(heard: Talks, say: Speaker) -> tuple[str, bool]:
    """The alliances that were talked about, and what meets in them; only what may be shown."""
    there = heard.alliances[[bool(text) for text in texts(heard.alliances, "alliance", say=say)]]
    if there.empty:
        return say("No answer that may be shown names an alliance; ask the partners what may be said."), False
    told = say.plural(
        len(there),
        "Partners talk about one alliance: {names}.",
        "Partners talk about {n} alliances: {names}.",
        names=say.names([say.quoted(text) for text in texts(there, "alliance", say=say)], limit=4),
    )
    met = len(heard.met)
    more = say.plural(
        met,
        "One thing that somebody looks for is offered by another: begin there.",
        "{n} things that somebody looks for are offered by others: begin there.",
    )
    return f"{told} {more}" if met else told, True


def _critics(result: Stakeholders, say: Speaker) -> list[Check]:
    table = result.table
    strong = table[(table["attitude"] < 0) & (table["weight"] == 3)]
    if strong.empty:
        return [Check("R08", "fine", "red", say("No stakeholder is both critical and powerful."))]
    found = result.found("no answer")
    if not found:
        text = say.plural(
            len(strong),
            "The critical and powerful one ({names}) has a measure and an owner.",
            "The {n} critical and powerful ones ({names}) have a measure and an owner.",
            names=names_of(strong, say=say),
        )
        return [Check("R08", "fine", "red", text)]
    cure = say("Write one measure with one owner and a date; talk before the next public event.")
    return [
        Check(
            "R08",
            "finding",
            "red",
            say(
                "{name}: {what}.",
                name=named(result, [f], say=say),
                what=finding_text(f, say=say),
            ),
            cure,
            (f.id,),
        )
        for f in found
    ]


def _associations(result: Stakeholders, say: Speaker) -> Check:
    side = next(c for c in result.coverage if c.side == "associations")
    if side.state == "there":
        rows = result.table[result.table["id"].isin(side.ids)]
        return Check(
            "R07",
            "fine",
            "red",
            say("Associations and chambers are on the list: {names}.", names=names_of(rows, say=say)),
        )
    if side.state == "unknown":
        text = say(
            "Types are blank for {share}, so it is not judged whether the sector association is on the list.",
            share=say.share(result.untyped, len(result.table)),
        )
        return Check("R07", "not judged", "red", text)
    return Check(
        "R07",
        "finding",
        "red",
        say(
            "No association and no chamber is on the list. One that was left out has stopped a cluster before"
            " (guide L1871)."
        ),
        say("Add the sector association, rate it honestly, and agree who does what."),
    )


def _sides(result: Stakeholders, say: Speaker) -> Check:
    counting = result.table[result.table["weight"] >= 2]
    gone = [c for c in result.coverage if c.side in ("firms", "administration") and not _there(c, counting)]
    if not gone:
        return Check("R10", "fine", "red", say("Firms and administration are both among those who count."))
    names = say.names([side_name(c.side, say=say) for c in gone])
    if result.untyped:
        text = say(
            "Among those with medium or high influence there is no entry typed as {names}, but types are"
            " blank for {share}.",
            names=names,
            share=say.share(result.untyped, len(result.table)),
        )
        return Check("R10", "not judged", "red", text)
    text = say("Missing among those with medium or high influence: {names}.", names=names)
    return Check("R10", "finding", "red", text, say("Bring in a person of that side before the first event."))


def _there(side: Coverage, counting: pd.DataFrame) -> bool:
    """Whether a side has a stakeholder of medium or high influence; a weak agency is an agency."""
    return bool(set(side.ids) & set(counting["id"])) or (
        side.side == "administration" and side.state == "there"
    )


def _objectors(result: Stakeholders, say: Speaker) -> Check:
    n = len(result.table)
    if result.found("no objector"):
        return Check(
            "R09",
            "finding",
            "amber",
            say(
                "None of {n} stakeholders is rated critical. Objectors are easily overlooked (guide"
                " L1456-1458).",
                n=n,
            ),
            say("Ask three outsiders who would lose by the initiative; rate again."),
        )
    critics = result.table[result.table["attitude"] < 0]
    if critics.empty:
        text = say(
            "Nobody is rated critical, but the list is too short to tell whether objectors are missing."
        )
        return Check("R09", "not judged", "amber", text)
    return Check(
        "R09",
        "fine",
        "amber",
        say("Critical voices are on the list: {names}.", names=names_of(critics, say=say)),
    )


def _weak(result: Stakeholders, say: Speaker) -> Check:
    found = result.found("weak measure")
    if not found:
        return Check("02-weak", "fine", "amber", say("Nobody who counts is only kept informed."))
    return Check(
        "02-weak",
        "finding",
        "amber",
        say("Only kept informed although they count: {names}.", names=named(result, found, say=say)),
        say(
            "Write what brings them in: a talk, a seat, a task. If the words mislead, change the list of"
            " words in the first cell."
        ),
        tuple(f.id for f in found),
    )


def _promoters(result: Stakeholders, say: Speaker) -> Check:
    rows = result.promoters
    if rows.empty:
        return Check(
            "02-promoters",
            "finding",
            "amber",
            say("Nobody is positive and powerful."),
            say(
                "Win one promoter from business and one from the public side before you invite (guide L1454)."
            ),
        )
    if rows["type"].isna().all():
        text = say(
            "Promoters: {names}. Their types are blank, so it is not judged whether both sides, private and "
            "public, are among them.",
            names=names_of(rows, say=say),
        )
        return Check("02-promoters", "not judged", "amber", text)
    private, public = (int(rows["type"].isin(list(types)).sum()) for types in (PRIVATE, PUBLIC))
    text = say(
        "Promoters with high influence: private {private}, public {public}.",
        private=say.number(private),
        public=say.number(public),
    )
    if private and public:
        return Check("02-promoters", "fine", "amber", text)
    cure = say("Look for a promoter on the other side; the guide wants both from the start (L1454).")
    return Check("02-promoters", "finding", "amber", text, cure, tuple(rows["id"]))


def _open(circle: Circle, say: Speaker) -> Check:
    if not circle.judged:
        return Check(
            "02-open",
            "not judged",
            "amber",
            say("Who brought whom is not recorded, so it is not judged whether the circle is open."),
        )
    if circle.closed:
        return Check(
            "02-open",
            "finding",
            "amber",
            say(
                "Actors on one line of contacts: {share}; nobody came by public invitation lately.",
                share=say.share(circle.largest, len(circle.actors)),
            ),
            say("Publish how to join, and name a person who answers."),
            (circle.root,),
        )
    return Check("02-open", "fine", "amber", say("The circle does not look closed."))


def _needed(result: Stakeholders, say: Speaker) -> tuple[str, bool]:
    sides = read_sides(result, say=say)
    if result.promoters.empty:
        first = say("No powerful supporter is on the list yet.")
    else:
        first = say("You can build on {names}.", names=names_of(result.promoters, say=say, limit=5))
    return (
        f"{first} {sides}" if sides else say("{first} All four sides are on the list.", first=first)
    ), True


def _brought(result: Stakeholders, say: Speaker) -> tuple[str, bool]:
    filled = int(result.table["description"].fillna("").astype(str).str.strip().ne("").sum())
    n = len(result.table)
    if not filled:
        return say("The column “description” is empty; one line per partner would tell."), False
    return (
        say("A role is described for {share}; read them in the table above.", share=say.share(filled, n)),
        True,
    )


def _trust(result: Stakeholders, say: Speaker) -> tuple[str, bool]:
    rows = result.table[result.table["gap"] > 0]
    if rows.empty:
        return say("Nobody is left to be won."), True
    active = rows[rows["handled"] & ~rows["weak"]]
    return (
        say(
            "Of {k} still to be won, {n} have a measure that brings them in.",
            k=len(rows),
            n=len(active) or say("none"),
        ),
        True,
    )
