"""The guide's lessons on stakeholders as checks of one case."""

from __future__ import annotations

import pandas as pd

from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.stakeholder_circle import Circle
from clusterlib.stakeholder_analysis.stakeholder_readings import named, names_of, side_name
from clusterlib.stakeholder_analysis.stakeholder_tables import finding_text
from clusterlib.stakeholder_analysis.stakeholders import Coverage, Stakeholders

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
        say.plural(
            len(found),
            "Only kept informed although it counts: {names}.",
            "Only kept informed although they count: {names}.",
            names=named(result, found, say=say),
        ),
        say.plural(
            len(found),
            "Write what brings it in: a talk, a seat, a task. If the words mislead, change the list of words "
            "in the first cell.",
            "Write what brings them in: a talk, a seat, a task. If the words mislead, change the list of "
            "words in the first cell.",
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
