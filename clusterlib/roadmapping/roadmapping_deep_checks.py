"""Lessons on what the deeper tools of workbook 11 found: translation, exposure, help by size, votes, team."""

from __future__ import annotations

from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.roadmapping.innovation import SMALL, Innovation
from clusterlib.roadmapping.team_mix import TeamMix
from clusterlib.roadmapping.team_mix_views import team_check
from clusterlib.roadmapping.trend_exposure import Exposure
from clusterlib.roadmapping.trend_links import Translation, link_checks
from clusterlib.roadmapping.trend_rounds import Rounds
from clusterlib.twins import texts


def deeper(
    told: Translation | None,
    exposed: Exposure | None,
    methods: Innovation | None,
    settled: Rounds | None,
    team: TeamMix | None = None,
    *,
    say: Speaker = Speaker(),
) -> list[Check]:
    """Run every check on what the deeper tools found; None stands for a tool that could not run.

    Parameters
    ----------
    told, exposed, methods, settled, team
        Results of `trend_links`, `trend_exposure`, `innovation`, `trend_rounds` and `team_mix`.
    say : Speaker
        Language of the reader.

    Examples
    --------
    >>> {check.status for check in deeper(None, None, None, None)}
    {'not judged'}
    """
    return [
        *link_checks(told, say=say),
        _placed(exposed, say),
        _small(methods, say),
        _apart(settled, say),
        team_check(team, say=say),
    ]


def _placed(result: Exposure | None, say: Speaker) -> Check:
    """Whom a strong trend touches is known (L4244-4248)."""
    strong = None if result is None else result.trends[result.trends["quadrant"].isin(["act", "prepare"])]
    if result is None or strong is None or strong.empty or not result.placed:
        return Check(
            "trends-touched",
            "not judged",
            "note",
            say("Whom trends touch cannot be said: no strong trend, or no member at a link of the chain."),
        )
    bare = strong[strong["links"].eq("")]
    if bare.empty:
        return Check(
            "trends-touched",
            "fine",
            "note",
            say("Each strong trend names the links that it touches."),
        )
    return Check(
        "trends-touched",
        "finding",
        "note",
        say.plural(
            len(bare),
            "One strong trend names no link of the chain, so nobody knows whom it touches: {names}.",
            "{n} strong trends name no link of the chain, so nobody knows whom they touch: {names}.",
            names=say.names([say.quoted(t) for t in texts(bare, "name", say=say)], limit=3),
        ),
        say("Name the links in the column node_ids."),
        tuple(bare["id"]),
    )


def _small(result: Innovation | None, say: Speaker) -> Check:
    """What is too heavy for small firms is a service of the cluster (L4260-4265)."""
    rows = None if result is None else result.methods[result.methods["need"].notna()]
    if result is None or rows is None or rows.empty:
        return Check(
            "innovation-small", "not judged", "note", say("No need for a method was rated by size of firm.")
        )
    bare = rows[rows["high"] & rows["heavy"] & rows["size"].isin(SMALL) & rows["offered"].ne("yes")]
    if bare.empty:
        text = say("What small firms need much and cannot do alone is offered, or there is no such method.")
        return Check("innovation-small", "fine", "amber", text)
    names = dict.fromkeys(texts(bare, "method", say=say))
    return Check(
        "innovation-small",
        "finding",
        "amber",
        say.plural(
            len(names),
            "Small firms much need one method that is too heavy for them alone; nobody offers it: {names}.",
            "Small firms much need {n} methods too heavy for them alone; nobody offers them: {names}.",
            names=say.names(names, limit=4),
        ),
        say("Offer it as a service of the cluster, or agree with somebody who does."),
    )


def _apart(result: Rounds | None, say: Speaker) -> Check:
    """Votes on trends settle before they are used."""
    if result is None or not result.before or result.frame.empty:
        return Check(
            "trends-settled", "not judged", "note", say("There is no second round of votes on trends.")
        )
    bare = result.frame[result.frame["state"].isin(["apart", "open"])]
    if bare.empty:
        return Check("trends-settled", "fine", "note", say("No trend is left on which people drift apart."))
    return Check(
        "trends-settled",
        "finding",
        "note",
        say.plural(
            len(bare),
            "On one trend people have not settled: {names}.",
            "On {n} trends people have not settled: {names}.",
            names=say.names([say.quoted(t) for t in texts(bare, "name", say=say)], limit=3),
        ),
        say("Let those at both ends say why, and ask once more; else show both views."),
        tuple(bare["id"]),
    )
