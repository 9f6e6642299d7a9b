"""Lessons of the guide that the deeper tools on stakeholders can judge; who gives or takes is not named."""

from __future__ import annotations

import pandas as pd

from clusterlib.checks import Check, Severity
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.conflict import Harm
from clusterlib.stakeholder_analysis.giving import Giving
from clusterlib.stakeholder_analysis.interests import InterestMap
from clusterlib.stakeholder_analysis.interplay import Interplay
from clusterlib.stakeholder_analysis.objectors import Objectors
from clusterlib.stakeholder_analysis.talks import Talks
from clusterlib.stakeholder_analysis.ties import Ties
from clusterlib.twins import short, texts


def pitfalls(
    plays: Interplay | None,
    net: Ties | None,
    against: Objectors | None,
    harm: Harm | None,
    balance: Giving | None,
    wishes: InterestMap | None,
    heard: Talks | None,
    *,
    say: Speaker,
) -> list[Check]:
    """What the deeper tools found that the guide warns of.

    Parameters
    ----------
    plays, net, against, harm, balance, wishes, heard
        Results of `interplay.play`, `ties.weave`, `objectors.oppose`, `conflict.weigh_harm`,
        `giving.give_and_take`, `interests.map_interests` and `talks.listen`; None where a table is missing.
    say : Speaker
        Language of the reader.
    """
    return [
        _blocked(against, say), _strongest(plays, say), _bridge(net, say), _harm(harm, say),
        _few(balance, say), _riding(balance, say), _apart(wishes, say), _closed(heard, say),
    ]  # fmt: skip


def _unjudged(rule: str, finding: str) -> Check:
    return Check(rule, "not judged", "note", finding)


def _found(rule: str, severity: Severity, finding: str, cure: str, because: tuple[str, ...] = ()) -> Check:
    return Check(rule, "finding", severity, finding, cure, because)


def _names(rows: pd.DataFrame, say: Speaker) -> str:
    return say.names([short(name, 60) for name in texts(rows, "name", say=say)], limit=3)


def _blocked(against: Objectors | None, say: Speaker) -> Check:
    rule = "02-blocking"
    if against is None or against.blocking is None:
        return _unjudged(rule, say("Whether those against outweigh those in favour: nobody is rated yet."))
    if against.blocking == float("inf"):
        return _found(
            rule, "red", say("There are critical voices and not one supporter."),
            say("Win one supporter with influence before the next public step (guide L1454)."),
        )  # fmt: skip
    if against.blocking >= 1:
        return _found(
            rule, "red",
            say(
                "Those against have at least as much influence as those in favour ({ratio} to 1).",
                ratio=say.number(against.blocking, 1),
            ),
            say("Talk to the first of them before you go on; ask what it would lose (guide L1456-1458)."),
            tuple(against.table.loc[against.table["attitude"] < 0, "id"]),
        )  # fmt: skip
    quiet = against.quiet
    if len(quiet):
        text = say.plural(
            len(quiet),
            "{names} is not rated critical, yet stands against an objective.",
            "{names} are not rated critical, yet stand against an objective.",
            names=_names(quiet, say),
        )
        cure = say("Ask what it would need to accept it, and rate it again.")
        return _found(rule, "amber", text, cure, tuple(quiet["id"]))
    return Check(rule, "fine", "note", say("Those in favour have more influence than those against."))


def _strongest(plays: Interplay | None, say: Speaker) -> Check:
    rule = "02-strongest"
    if plays is None or plays.weights.strength is None or not len(plays.objectives):
        return _unjudged(
            rule, say("Whether the strongest stands with you: influence and positions are not both recorded.")
        )
    top = plays.people.sort_values("strength", ascending=False, kind="stable").head(1)
    stance = plays.positions[int(top.index[0])]
    lost = [o for o, s in zip(texts(plays.objectives, "objective", say=say), stance, strict=True) if s < 0]
    if not lost:
        text = say("{name}, who moves most, stands against none of the objectives.", name=_names(top, say))
        return Check(rule, "fine", "note", text)
    objectives = say.names([say.quoted(short(text, 60)) for text in lost], limit=3)
    return _found(
        rule, "amber",
        say("{name}, who moves most, stands against {these}.", name=_names(top, say), these=objectives),
        say("Hear its reasons first; others follow it."), tuple(top["id"]),
    )  # fmt: skip


def _bridge(net: Ties | None, say: Speaker) -> Check:
    rule = "02-bridge"
    if net is None or not net.graph.number_of_edges():
        return _unjudged(rule, say("Whether the net hangs on one person: no tie is recorded."))
    bridges = net.people[net.people["loses"] > 0].sort_values("loses", ascending=False, kind="stable")
    if bridges.empty:
        return Check(rule, "fine", "note", say("No single one holds the net together."))
    first = bridges.head(1)
    text = say.plural(
        int(first["loses"].iloc[0]),
        "Without {name}, one other would lose touch with the rest.",
        "Without {name}, {n} others would lose touch with the rest.",
        name=_names(first, say),
    )
    return _found(
        rule, "note", text, say("Let a second person keep each of these contacts."), tuple(first["id"])
    )


def _harm(harm: Harm | None, say: Speaker) -> Check:
    rule = "02-harm"
    if harm is None or harm.net is None:
        return _unjudged(
            rule, say("Whether the plans drive people apart: no effect on any factor is recorded.")
        )
    if harm.open.empty:
        return Check(rule, "fine", "note", say("Nothing that the plans make worse is without a measure."))
    names = say.names([say.quoted(short(text, 60)) for text in texts(harm.open, "text", say=say)], limit=3)
    text = say.plural(
        len(harm.open),
        "The plans make {names} worse, and no measure is written.",
        "The plans make {names} worse, and no measures are written.",
        names=names,
    )
    cure = say("Write a measure, or change the plan, before it begins.")
    return _found(rule, "red", text, cure, tuple(harm.open["id"]))


def _few(balance: Giving | None, say: Speaker) -> Check:
    rule = "02-dependence"
    if balance is None or balance.hours.top is None or len(balance.hours.values) <= 6:
        return _unjudged(rule, say("On how few the work rests: too few contributions are recorded."))
    share = say.percent(balance.hours.top)
    if balance.hours.top <= balance.dependent_from:
        return Check(
            rule, "fine", "note", say("The three busiest members give {share} of the hours.", share=share)
        )
    return _found(
        rule, "amber",
        say("The three busiest members give {share} of the hours; the guide warns (L1884).", share=share),
        say("Ask three others for one small task each, with a date."),
    )  # fmt: skip


def _riding(balance: Giving | None, say: Speaker) -> Check:
    rule = "02-free-riders"
    if balance is None or not balance.classed:
        return _unjudged(rule, say("Whether members only take: too few contributions are recorded."))
    n = len(balance.of("free rider"))
    if not n:
        return Check(rule, "fine", "note", say("No member takes much and gives little."))
    text = say.plural(n, "One member takes much and gives little.", "{n} members take much and give little.")
    cure = say(
        "Keep them in open events, and out of services that need trust, until they give (guide L2578)."
    )
    return _found(rule, "note", text, cure)


def _apart(wishes: InterestMap | None, say: Speaker) -> Check:
    rule = "02-drivers-apart"
    if wishes is None or wishes.drivers is None:
        return _unjudged(
            rule, say("Whether those who drive want the same: interests or contributions are missing.")
        )
    if not wishes.conflicts:
        return Check(rule, "fine", "note", say("No two drivers want wholly different things."))
    text = say.plural(
        len(wishes.conflicts),
        "One pair of drivers wants wholly different things (guide L1567-1575).",
        "{n} pairs of drivers want wholly different things (guide L1567-1575).",
    )
    cure = say("Agree with them on an order in time, or on one thing for each.")
    return _found(rule, "amber", text, cure)


def _closed(heard: Talks | None, say: Speaker) -> Check:
    rule = "02-openness"
    if heard is None or heard.alliances["openness"].isna().all():
        return _unjudged(
            rule, say("How open partners of an alliance are: no answer that may be shown tells.")
        )
    shut = heard.alliances[(heard.alliances["openness"] == 0).fillna(False)]
    if shut.empty:
        return Check(rule, "fine", "note", say("Every partner that was asked shows something to the others."))
    names = say.names(
        [
            say.quoted(short(name, 60)) if name else say("the cluster as a whole")
            for name in texts(shut, "alliance", say=say)
        ],
        limit=3,
    )
    text = say.plural(
        len(shut),
        "In one alliance ({names}) a partner shows nothing to the others.",
        "In {n} alliances ({names}) a partner shows nothing to the others.",
        names=names,
    )
    return _found(rule, "note", text, say("Begin there with a task that needs no secrets."))
