"""The guide's key questions on monitoring, answered from the data of one case (guide L1972, L3064, L3068)."""

from __future__ import annotations

from clusterlib.checks import Answer
from clusterlib.impact import Impact
from clusterlib.readings import Speaker
from clusterlib.results_chain import Progress
from clusterlib.results_chain_care import Care
from clusterlib.results_chain_links import Chain


def questions(
    standing: Progress | None,
    chain: Chain | None,
    care: Care | None,
    survey: Impact | None,
    *,
    say: Speaker = Speaker(),
) -> list[Answer]:
    """The guide's key questions on monitoring, answered as far as the data go (guide L1972, L3064, L3068)."""
    return [_lean(care, chain, say), _regular(care, survey, say), _reached(standing, say), _gain(survey, say)]


def _lean(care: Care | None, chain: Chain | None, say: Speaker) -> Answer:
    question = say("Is our monitoring sound, lean and easy?")
    if care is None or chain is None or care.frame.empty:
        return Answer(question, say("There are no indicators to judge."), known=False)
    counts = say.plural(len(care.frame), "one indicator", "{n} indicators")
    linked = (
        say.share(chain.linked, chain.expected) if chain.judged and chain.expected else say("cannot be said")
    )
    return Answer(
        question,
        say(
            "{counts}, {rounds} measurements a year, {money} a year as far as known; resting on the level "
            "below: {linked}.",
            counts=counts.capitalize(),
            rounds=say.number(care.frame["per_year"].sum()),
            money=say.money(care.cost_year),
            linked=linked,
        ),
    )


def _regular(care: Care | None, survey: Impact | None, say: Speaker) -> Answer:
    question = say("Do we measure regularly?")
    parts = []
    if care is not None and care.continuity is not None:
        due = care.frame["expected"].fillna(0)
        parts.append(
            say(
                "{share} rounds that were due were measured.",
                share=say.share(int(care.frame["observed"].fillna(0).sum()), int(due.sum())).capitalize(),
            )
        )
    if survey is not None and survey.waves:
        parts.append(
            say.plural(
                len(survey.waves),
                "Members were asked about their benefit once.",
                "Members were asked about their benefit {n} times.",
            )
        )
    if not parts:
        return Answer(
            question, say("No round was due yet, or it is not said how often to measure."), known=False
        )
    return Answer(question, " ".join(parts))


def _reached(standing: Progress | None, say: Speaker) -> Answer:
    question = say("Do we reach what we set out to reach, in time?")
    if standing is None or (standing.frame["status"] == "no data").all():
        return Answer(
            question, say("No indicator has a beginning, a target, a date and a value."), known=False
        )
    counts = standing.frame["status"].value_counts()
    return Answer(
        question,
        say(
            "Reached: {reached}. On track: {track}. Behind: {behind}. Cannot be judged: {none}.",
            reached=say.number(counts.get("reached", 0)),
            track=say.number(counts.get("on track", 0)),
            behind=say.number(counts.get("behind", 0)),
            none=say.number(counts.get("no data", 0)),
        ),
    )


def _gain(survey: Impact | None, say: Speaker) -> Answer:
    question = say("Do members gain from the cluster?")
    wave = None if survey is None else survey.last
    if wave is None or wave.share is None:
        return Answer(question, say("Too few members said so in numbers."), known=False)
    share = say.share(wave.positive, wave.said)
    if not wave.passes:
        return Answer(
            question,
            say(
                "{share} members who put a number on it name a benefit, but too few answered to speak for "
                "all.",
                share=share.capitalize(),
            ),
            known=False,
        )
    return Answer(
        question,
        say(
            "{share} members who put a number on it name a benefit. What they would have gained without the "
            "cluster is not known.",
            share=share.capitalize(),
        ),
    )
