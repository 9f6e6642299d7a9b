"""The guide's key questions on partners (L1200-1211), answered from the tables as far as they can be."""

from __future__ import annotations

import pandas as pd

from clusterlib.checks import Answer
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.stakeholder_readings import names_of, read_sides
from clusterlib.stakeholder_analysis.stakeholders import Stakeholders
from clusterlib.stakeholder_analysis.talks import Talks
from clusterlib.twins import texts


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
