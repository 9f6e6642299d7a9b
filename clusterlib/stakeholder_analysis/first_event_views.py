"""The first joint event for a person: agenda, groups, and what is still to be found."""

from __future__ import annotations

from typing import Any

import pandas as pd

from clusterlib.cells import split_ids
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.first_event import Event, Guests
from clusterlib.stakeholder_analysis.stakeholders import Coverage
from clusterlib.twins import short, texts


def table_agenda(event: Event, *, say: Speaker) -> pd.DataFrame:
    """The agenda for a person: when, what, who speaks, whom it must convince, who prepares it."""
    rows = event.blocks
    names = dict(
        zip(event.stakeholders.table["id"], texts(event.stakeholders.table, "name", say=say), strict=True)
    )
    return pd.DataFrame(
        {
            say("From minute"): [say.number(m) for m in rows["starts"]],
            say("Minutes"): [say.number(m) for m in rows["minutes"]],
            say("Block"): texts(rows, "text", say=say),
            say("Who could speak"): [
                say("to be found") if pd.isna(key) else names[key] for key in rows["speaker"]
            ],
            say("Must answer"): [_question(row, names, say) for row in rows.to_dict("records")],
            say("State"): [_state(word, say) for word in rows["state"]],
            say("Owner"): _owners(rows, say),
        }
    )


def plain_agenda(event: object) -> str:
    """The agenda as a small text table, for comparison between runs; a dash when there is none."""
    if not isinstance(event, Event):
        return "–"
    return event.blocks[["id", "minutes", "speaker", "answers"]].fillna("-").to_string(index=False)


def table_guests(found: Guests, *, say: Speaker) -> pd.DataFrame:
    """The participant groups for a person: who of them is on the list, and who invites them."""
    table = found.stakeholders.table
    names = dict(zip(table["id"], texts(table, "name", say=say), strict=True))
    return pd.DataFrame(
        {
            say("Group"): texts(found.rows, "text", say=say),
            say("On the list of stakeholders"): [
                say.names([names[key] for key in group.ids], limit=3) or _absence(group, say)
                for group in found.groups
            ],
            say("Invitation"): [_state(word, say) for word in found.rows["state"]],
            say("Owner"): _owners(found.rows, say),
        }
    )


def read_event(event: Event, *, say: Speaker) -> str:
    """Sentences on who can speak, and how far the preparation is.

    Parameters
    ----------
    event : Event
        Result of `plan`.
    say : Speaker
        Language of the reader.
    """
    rows = event.blocks
    hours, rest = divmod(int(rows["minutes"].sum()), 60)
    told = [
        say("The blocks take {hours} h {minutes} min.", hours=say.number(hours), minutes=say.number(rest))
        if rest
        else say("The blocks take {hours} h.", hours=say.number(hours))
    ]
    free = rows[rows["speaker"].isna()]
    if event.stakeholders.promoters.empty:
        told.append(
            say("Nobody is positive and powerful yet, so no speaker is proposed: win one before you invite.")
        )
    elif len(free):
        blocks = say.names([say.quoted(short(t, 70)) for t in texts(free, "text", say=say)])
        told.append(say("No fitting promoter is on the list for {blocks}: look for one.", blocks=blocks))
    if event.points:
        told.append(
            say("Points of the checklist that are done: {share}.", share=say.share(event.met, event.points))
        )
    else:
        told.append(
            say("There is no checklist for the event (table “checks”, list “event”), so its state is open.")
        )
    told.append(say("The speakers are proposals from your ratings; nobody has been asked yet."))
    return " ".join(told)


def read_guests(found: Guests, *, say: Speaker) -> str:
    """Sentences on the groups that are missing.

    Parameters
    ----------
    found : Guests
        Result of `guests`.
    say : Speaker
        Language of the reader.
    """
    table = found.stakeholders.table
    if len(table) and found.stakeholders.untyped == len(table):
        return say("No stakeholder has a type, so it is not judged which group is missing.")
    names = dict(zip(found.rows["id"], texts(found.rows, "text", say=say), strict=True))
    gone = say.names([say.quoted(names[g.side]) for g in found.groups if g.state == "missing"])
    doubt = say.names([say.quoted(names[g.side]) for g in found.groups if g.state == "unknown"])
    if gone:
        return say(
            "Groups of which nobody is on your list: {groups}. Add a name before the invitation goes out.",
            groups=gone,
        )
    if doubt:
        return say(
            "Groups not found on your list: {groups}; since some types are blank, this is not certain.",
            groups=doubt,
        )
    return say(
        "Each group of the guide has at least one name on your list; that says nothing yet about who comes."
    )


def _question(row: dict[Any, Any], names: dict[str, str], say: Speaker) -> str:
    who = say.names([names[key] for key in split_ids(row["answers"])])
    if row["id"] == "EVT-5":
        return say("What does each need? Bring the cards of workbook 03.")
    if not who:
        return "–"
    return {
        "EVT-1": say("Why does it concern {who}?", who=who),
        "EVT-2": say("What would {who} gain?", who=who),
        "EVT-3": say("What did it bring a firm like {who}?", who=who),
        "EVT-4": say("Who does what already, so that {who} keep their place?", who=who),
    }.get(str(row["id"]), say("What would {who} keep, and what is added?", who=who))


def _state(word: str, say: Speaker) -> str:
    return {"ready": say("ready"), "begun": say("begun"), "open": say("open")}.get(word, "–")


def _owners(rows: pd.DataFrame, say: Speaker) -> list[str]:
    """Who prepares each point, and by when; a dash where the checklist names nobody."""
    names = texts(rows, "owner", say=say)
    days = ["" if pd.isna(day) else say.day(str(day)) for day in rows["due"]]
    return [
        say("{name}, by {day}", name=name or say("nobody yet"), day=day) if day else name or "–"
        for name, day in zip(names, days, strict=True)
    ]


def _absence(group: Coverage, say: Speaker) -> str:
    return say("nobody yet") if group.state == "missing" else say("not known, types are blank")
