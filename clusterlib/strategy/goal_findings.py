"""Findings on goals and names of the five points, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterlib.readings import Speaker
from clusterlib.strategy.goal_points import Finding
from clusterlib.twins import called, named, spoken


def point_name(point: str, say: Speaker) -> str:
    """Name of one of the five points."""
    names = {
        "specific": say("specific"),
        "measurable": say("measurable"),
        "achievable": say("achievable"),
        "relevant": say("relevant"),
        "timed": say("timed"),
    }
    return names[point]


def say_finding(finding: Finding, say: Speaker = Speaker()) -> str:
    """One finding about one goal, as a short phrase.

    Examples
    --------
    >>> say_finding(Finding("long", {"n": 36, "limit": 30}))
    '36 words, the limit is 30'
    """
    v = finding.values
    match finding.code:
        case "long":
            return say("{n} words, the limit is {limit}", n=say.number(v["n"]), limit=say.number(v["limit"]))
        case "two aims":
            return say("two aims in one goal? (“{first}”, “{second}”)", first=v["first"], second=v["second"])
        case "second aim?":
            return say("is “{word}” a second aim?", word=v["word"])
        case "no verb":
            return say("no verb of the word list found")
        case "no field":
            return say("no field chosen")
        case "no indicator":
            return say("no indicator")
        case "indicator lacks":
            names = say.names(_column(name, say) for name in v["missing"])
            return say("indicator {id} lacks: {names}", id=_indicator(v, say), names=names)
    return _about_reach(finding, say)


def _indicator(values: Mapping[str, Any], say: Speaker) -> str:
    names = {values["id"]: (values["name"], values["name_fr"])}
    return called(values["id"], spoken(names, say=say)[values["id"]], say=say)


def _about_reach(finding: Finding, say: Speaker) -> str:
    v = finding.values
    match finding.code:
        case "hold missed":
            return say("indicator {id} is outside the range it should hold", id=_indicator(v, say))
        case "time is up":
            return say("indicator {id}: time is up, target not reached", id=_indicator(v, say))
        case "no history":
            return say(
                "indicator {id}: too few values over time to tell whether its target is in reach",
                id=_indicator(v, say),
            )
        case "wrong way":
            return say("indicator {id} has not moved towards its target so far", id=_indicator(v, say))
        case "too fast":
            return say(
                "indicator {id} would have to move {times} times as fast as so far",
                id=_indicator(v, say),
                times=say.number(v["times"], 1),
            )
        case "rests on nothing":
            return say("rests on nothing")
        case "rests on air":
            ids = named(v["ids"], spoken(v["titles"], say=say), say=say)
            return say("rests only on {ids}, where no demand is named", ids=ids)
    return _about_time(finding, say)


def _about_time(finding: Finding, say: Speaker) -> str:
    v = finding.values
    match finding.code:
        case "no date":
            return say("no date")
        case "date passed":
            return say("its date, {day}, has passed", day=say.day(v["day"]))
        case "far away":
            years = say.number(v["years"])
            return say("its date, {day}, is more than {years} years away", day=say.day(v["day"]), years=years)
        case "no milestone":
            return say("no milestone on the way")
    raise KeyError(finding.code)


def _column(name: str, say: Speaker) -> str:
    names = {
        "unit": say("unit"),
        "baseline": say("baseline"),
        "target": say("target"),
        "data_source": say("data source"),
    }
    return names[name]
