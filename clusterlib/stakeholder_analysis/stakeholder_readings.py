"""What the stakeholder table says, how sure it is and what follows: sentences from the numbers."""

from __future__ import annotations

import math

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.stakeholders import Finding, Stakeholders
from clusterlib.twins import short, texts

_NAMES = 4


def read_stakeholders(result: Stakeholders, *, say: Speaker) -> str:
    """Sentences on who stands where, what is to be won first, and what was forgotten.

    Parameters
    ----------
    result : Stakeholders
        Result of `stakeholders.analyse`.
    say : Speaker
        Language of the reader.
    """
    if result.table.empty:
        return say(
            "No stakeholder is listed yet. Start with five: who can help, who can stop it, and who would"
            " lose?"
        )
    seen = [_counts(result, say), _support(result, say), _first(result, say)]
    settle = [_severe(result, say), _weak(result, say), _unplanned(result, say), _overdue(result, say)]
    missing = [_objectors(result, say), read_sides(result, say=say)]
    groups = (seen, settle, [*missing, _complete(result, say)])
    return "\n\n".join(text for text in (" ".join(p for p in g if p) for g in groups) if text)


def read_sides(result: Stakeholders, *, say: Speaker) -> str:
    """Sentence on the sides that are missing, or why that is not judged."""
    n = len(result.table)
    if result.untyped == n:
        return say("No type is filled in, so it is not judged which side is missing.")
    gone = [side_name(c.side, say=say) for c in result.coverage if c.state == "missing"]
    doubt = [side_name(c.side, say=say) for c in result.coverage if c.state == "unknown"]
    if gone:
        return say(
            "Not on the list at all: {sides}. Who is left out learns of it from others.",
            sides=say.names(gone),
        )
    if doubt:
        return say(
            "Not found so far: {sides}; the type of {share} is blank, so this is not certain.",
            sides=say.names(doubt),
            share=say.share(result.untyped, n),
        )
    return ""


def side_name(side: str, *, say: Speaker) -> str:
    """Name of a side for the reader."""
    return {
        "associations": say("associations and chambers"),
        "firms": say("firms"),
        "administration": say("ministries and agencies"),
        "research": say("research"),
    }[side]


def named(result: Stakeholders, found: list[Finding], *, say: Speaker, limit: int = _NAMES) -> str:
    """Names of the stakeholders of some findings, in the reader's language."""
    return names_of(result.table[result.table["id"].isin([f.id for f in found])], say=say, limit=limit)


def names_of(rows: pd.DataFrame, *, say: Speaker, limit: int = _NAMES) -> str:
    """Names of some rows joined as in a sentence; beyond `limit` the rest is counted."""
    names = [say.quoted(short(name)) for name in texts(rows, "name", say=say)]
    return say.names(names, limit=limit)


def _counts(result: Stakeholders, say: Speaker) -> str:
    table = result.table
    words = {word: int((table["assessment"] == word).sum()) for word in ("positive", "neutral", "critical")}
    total = say.plural(len(table), "One stakeholder is listed", "{n} stakeholders are listed")
    return say(
        "{total}: {positive} positive, {neutral} neutral, {critical} critical; high influence: {high}.",
        total=total,
        **{word: say.number(n) if n else say("none") for word, n in words.items()},
        high=say.number((table["weight"] == 3).sum()) if (table["weight"] == 3).any() else say("none"),
    )


def _support(result: Stakeholders, say: Speaker) -> str:
    value = say.number(result.support, 2)
    if result.blocking is None:
        return say("Nobody is for the cluster and nobody against it.")
    if math.isinf(result.blocking):
        return say("There are critics and no supporter: win one powerful supporter before any public step.")
    if result.blocking == 0:
        return say("Weighted by influence, support stands at {value} on a scale from −1 to 1.", value=value)
    power, attitude = result.table["weight"], result.table["attitude"]
    return say(
        "Weighted by influence, support stands at {value} on a scale from −1 to 1: the supporters carry {pro}"
        " points of influence, the critics {against}.",
        value=value,
        pro=say.number(power[attitude > 0].sum()),
        against=say.number(power[attitude < 0].sum()),
    )


def _first(result: Stakeholders, say: Speaker) -> str:
    table = result.table
    if not (table["gap"] > 0).any():
        return say("Everybody stands where you want them; keep it so.")
    top = table[table["gap"] == table["gap"].max()]
    gap = say.plural(int(top["gap"].iloc[0]), "one point", "{n} points")
    return say.plural(
        len(top),
        "Most is to be won with {names} (gap of {gap}).",
        "Most is to be won with {names} (a gap of {gap} each).",
        names=names_of(top, say=say),
        gap=gap,
    )


def _severe(result: Stakeholders, say: Speaker) -> str:
    found = result.found("no answer")
    if not found:
        return ""
    return say.plural(
        len(found),
        "{names} is critical and powerful, and {what}: write one measure with one owner and a date, and talk"
        " before the next public event.",
        "{names} are critical and powerful, and {what}: write one measure with one owner and a date for each,"
        " and talk before the next public event.",
        names=named(result, found, say=say),
        what=_lacking(found, say),
    )


def _lacking(found: list[Finding], say: Speaker) -> str:
    columns = {column for finding in found for column in finding.lacking}
    if columns == {"owner"}:
        return say("nobody is named to do something about it")
    if columns == {"measure"}:
        return say("nothing is planned")
    if all(len(finding.lacking) == 2 for finding in found):
        return say("neither a measure nor an owner is written down")
    return say("a measure or an owner is missing")


def _weak(result: Stakeholders, say: Speaker) -> str:
    found = result.found("weak measure")
    if not found:
        return ""
    return say.plural(
        len(found),
        "{names} counts a lot and is only kept informed; a talk, a seat or a task would fit better.",
        "{names} count a lot and are only kept informed; a talk, a seat or a task would fit better.",
        names=named(result, found, say=say),
    )


def _unplanned(result: Stakeholders, say: Speaker) -> str:
    found = result.found("no measure")
    if not found:
        return ""
    return say("Nothing is planned yet for {names}.", names=named(result, found, say=say))


def _overdue(result: Stakeholders, say: Speaker) -> str:
    found = result.found("overdue")
    if not found or result.as_of is None:
        return ""
    return say(
        "On {day} the date of the measure has passed for {names}: note the result or set a new date.",
        day=say.day(result.as_of),
        names=named(result, found, say=say),
    )


def _objectors(result: Stakeholders, say: Speaker) -> str:
    if not result.found("no objector"):
        return ""
    return say(
        "That nobody is critical is rarely the whole truth: ask three outsiders who would lose, and rate "
        "again."
    )


def _complete(result: Stakeholders, say: Speaker) -> str:
    n = len(result.table)
    return say(
        "Filled in: measure {measures}, owner {owners}, date {dates}. The ratings are one view; let a second "
        "person rate before you act on them.",
        measures=say.share(result.measures, n),
        owners=say.share(result.owners, n),
        dates=say.share(result.dates, n),
    )
