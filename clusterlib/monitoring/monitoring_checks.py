"""Five ways to monitor in vain, as checks on this case (guide L2962-2968)."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from clusterlib.cells import split_ids
from clusterlib.checks import Check
from clusterlib.monitoring.impact import Impact
from clusterlib.monitoring.results_chain import Progress
from clusterlib.monitoring.results_chain_care import Care
from clusterlib.monitoring.results_chain_links import Chain
from clusterlib.periods import first_day, last_day, month_number
from clusterlib.readings import Speaker
from clusterlib.twins import called, spoken, texts, titles


def pitfalls(
    standing: Progress | None,
    chain: Chain | None,
    care: Care | None,
    survey: Impact | None,
    indicators: pd.DataFrame | None,
    chain_links: pd.DataFrame | None,
    observations: pd.DataFrame | None,
    cards: pd.DataFrame | None,
    *,
    founded: str | None = None,
    months_late: int = 6,
    say: Speaker = Speaker(),
) -> list[Check]:
    """Run the guide's warnings about monitoring on this case.

    Parameters
    ----------
    standing, chain, care, survey
        Results of the tools; None where a table is missing.
    indicators, chain_links, observations, cards : DataFrame or None
        Typed tables.
    founded : str, optional
        Month the work of the cluster began.
    months_late : int
        A baseline later than so many months after the beginning is late (DEFAULT).
    say : Speaker
        Language of the texts.

    Returns
    -------
    list of Check
    """
    return [
        _late(indicators, founded, months_late, say),
        _gaps(care, say),
        _aligned(chain, say),
        _outcomes(chain, say),
        _hypotheses(chain_links, observations, indicators, say),
        _learning(standing, cards, say),
        _responses(survey, say),
    ]


def _unjudged(rule: str, finding: str) -> Check:
    return Check(rule, "not judged", "note", finding)


def _named(frame: pd.DataFrame, ids: tuple[str, ...], say: Speaker) -> str:
    """Names of rows by their ids, in quotes."""
    name_of = dict(zip(frame["id"], texts(frame, "name", say=say), strict=True))
    return say.names([say.quoted(name_of[key]) for key in ids], limit=3)


def _late(indicators: pd.DataFrame | None, founded: str | None, months_late: int, say: Speaker) -> Check:
    rule = "monitoring-late"
    if indicators is None:
        return _unjudged(rule, say("Whether monitoring began in time: there is no table of indicators."))
    wanted = indicators[indicators["level"].isin(["outcome", "impact"])]
    if wanted.empty:
        return _unjudged(rule, say("Whether monitoring began in time: no outcome and no impact is measured."))
    bare = tuple(wanted.loc[wanted["baseline"].isna(), "id"])
    if bare:
        return Check(
            rule,
            "finding",
            "red",
            say.plural(
                len(bare),
                "{ids} has no value from the beginning, so no change can ever be shown.",
                "{ids} have no value from the beginning, so no change can ever be shown.",
                ids=_named(indicators, bare, say),
            ),
            say("Rebuild the value from records and mark it as rebuilt; never guess it."),
            bare,
        )
    begun = first_day(founded)
    if begun is None:
        return _unjudged(
            rule,
            say(
                "Whether monitoring began in time: the case does not say when the work began (setting "
                "founded)."
            ),
        )
    limit = month_number(begun) + months_late
    late = tuple(
        str(id_)
        for id_, period in zip(wanted["id"], wanted["baseline_period"], strict=True)
        if (first := first_day(period)) is not None and month_number(first) > limit
    )
    if late:
        return Check(
            rule,
            "finding",
            "red",
            say.plural(
                len(late),
                "{ids} was first measured more than {months} months after the work began.",
                "{ids} were first measured more than {months} months after the work began.",
                ids=_named(indicators, late, say),
                months=say.number(months_late),
            ),
            say("Look for records of the time before, and say which values are rebuilt."),
            late,
        )
    return Check(rule, "fine", "note", say("Outcomes and impacts have a value from the beginning."))


def _gaps(care: Care | None, say: Speaker) -> Check:
    rule = "monitoring-gaps"
    if care is None or care.continuity is None:
        return _unjudged(
            rule,
            say(
                "Whether measuring goes on steadily: no round was due, or it is not said how often to "
                "measure."
            ),
        )
    weak = tuple(care.frame.loc[care.frame["continuity"] < care.steady_from - 1e-12, "id"])
    if weak:
        return Check(
            rule,
            "finding",
            "amber",
            say.plural(
                len(weak),
                "{ids} was measured in less than {limit} of its rounds.",
                "{ids} were measured in less than {limit} of their rounds.",
                ids=_named(care.frame, weak, say),
                limit=say.percent(care.steady_from),
            ),
            say("Make the measuring lighter or drop the indicator; gaps cannot be filled later."),
            weak,
        )
    return Check(rule, "fine", "note", say("Measuring goes on without large gaps."))


def _aligned(chain: Chain | None, say: Speaker) -> Check:
    rule = "monitoring-aligned"
    if chain is None or not chain.judged or not chain.expected:
        return _unjudged(
            rule,
            say(
                "Whether claims fit the means: links between indicators are not written down (table "
                "chain_links)."
            ),
        )
    loose = tuple(chain.frame.loc[chain.frame["state"].isin(["unlinked", "skips"]), "id"])
    if not chain.counts["input"]:
        return Check(
            rule,
            "finding",
            "amber",
            say("No means are measured: nobody can see whether the effects asked for fit the effort."),
            say("Add what is put in: days of the office, money of the year."),
        )
    if loose:
        return Check(
            rule,
            "finding",
            "amber",
            say.plural(
                len(loose),
                "{ids} stands in the air: no indicator of the level below leads to it.",
                "{ids} stand in the air: no indicator of the level below leads to them.",
                ids=_named(chain.frame, loose, say),
            ),
            say("Draw the link or lower the claim."),
            loose,
        )
    return Check(rule, "fine", "note", say("Each output, outcome and impact rests on the level below it."))


def _outcomes(chain: Chain | None, say: Speaker) -> Check:
    rule = "monitoring-outcomes"
    if chain is None or chain.outcome_share is None:
        return _unjudged(rule, say("Whether outcomes are looked at: there is no indicator."))
    if chain.outcome_share < chain.outcome_min - 1e-12:
        return Check(
            rule,
            "finding",
            "amber" if chain.counts["outcome"] else "red",
            say(
                "{share} indicators measure outcomes; the rest counts effort, activities or hopes.",
                share=say.share(chain.counts["outcome"], len(chain.frame)).capitalize(),
            ),
            say("Ask members what they can do now that they could not do before."),
        )
    return Check(
        rule,
        "fine",
        "note",
        say("Outcomes are {share} indicators.", share=say.share(chain.counts["outcome"], len(chain.frame))),
    )


def _hypotheses(
    chain_links: pd.DataFrame | None,
    observations: pd.DataFrame | None,
    indicators: pd.DataFrame | None,
    say: Speaker,
) -> Check:
    rule = "monitoring-hypotheses"
    if chain_links is None or chain_links.empty:
        return _unjudged(
            rule,
            say(
                "Whether effects were agreed before they were measured: there is no link between indicators."
            ),
        )
    silent = chain_links[chain_links["hypothesis"].isna()]
    if len(silent):
        ids = tuple(dict.fromkeys([*silent["from"], *silent["to"]]))
        return Check(
            rule,
            "finding",
            "amber",
            say.plural(
                len(silent),
                "One link does not say why the effect should follow.",
                "{n} links do not say why the effect should follow.",
            ),
            say("Write one sentence per link, and the day it was agreed."),
            ids,
        )
    undated = chain_links[chain_links["agreed_on"].isna()]
    if len(undated):
        return Check(
            rule,
            "finding",
            "amber",
            say.plural(
                len(undated),
                "One link does not say when it was agreed: nobody can tell if idea or data came first.",
                "{n} links do not say when they were agreed: nobody can tell if idea or data came first.",
            ),
            say("Write the day on which you agreed on it; an idea without a day cannot be tested."),
            tuple(dict.fromkeys([*undated["from"], *undated["to"]])),
        )
    late = _agreed_late(chain_links, observations)
    if late:
        return Check(
            rule,
            "finding",
            "amber",
            say.plural(
                len(late),
                "One link was agreed after its effect had been measured more than once: {pairs}.",
                "{n} links were agreed after their effect had been measured more than once: {pairs}.",
                pairs=_pairs(late, indicators, say),
            ),
            say.plural(
                len(late),
                "Keep it as an idea for the next round; it cannot be tested on the data it was made from.",
                "Keep them as ideas for the next round; they cannot be tested on the data they were made "
                "from.",
            ),
            tuple(dict.fromkeys(b for _, b in late)),
        )
    return Check(
        rule, "fine", "note", say("Each link says why, and was agreed before its effect was measured again.")
    )


def _pairs(links: list[tuple[str, str]], indicators: pd.DataFrame | None, say: Speaker) -> str:
    """Links by the names of both ends, with their ids."""
    known = spoken(titles(indicators, "id", "name"), say=say)
    ends = [[called(i, known.get(i, ""), say=say) for i in pair] for pair in links]
    return say.names((" → ".join(pair) for pair in ends), limit=3)


def _agreed_late(chain_links: pd.DataFrame, observations: pd.DataFrame | None) -> list[tuple[str, str]]:
    """Links agreed after at least two periods of their effect were over."""
    if observations is None:
        return []
    found = []
    for row in chain_links[chain_links["agreed_on"].notna()].to_dict("records"):
        mine = observations.loc[observations["indicator_id"] == row["to"], "period"]
        agreed = first_day(row["agreed_on"])
        over = [
            end
            for period in mine
            if (end := last_day(period)) is not None and agreed is not None and end < agreed
        ]
        if len(over) >= 2:
            found.append((str(row["from"]), str(row["to"])))
    return found


def _learning(standing: Progress | None, cards: pd.DataFrame | None, say: Speaker) -> Check:
    rule = "monitoring-learning"
    if standing is None or standing.frame.empty:
        return _unjudged(rule, say("Whether anybody learns from the figures: there is no indicator."))
    if (standing.frame["status"] == "no data").all():
        return _unjudged(
            rule, say("Whether anybody learns from the figures: no indicator can be judged yet.")
        )
    late = tuple(standing.frame.loc[standing.frame["status"] == "behind", "id"])
    if not late:
        return Check(
            rule, "fine", "note", say("No indicator is behind, so none asks for a talk about causes.")
        )
    if cards is None:
        return _unjudged(
            rule, say("Whether anything follows from the figures: there is no roadmap on which it could.")
        )
    used = {key.removeprefix("indicators:") for cell in cards["because"] for key in split_ids(cell)}
    bare = tuple(key for key in late if key not in used)
    if bare:
        return Check(
            rule,
            "finding",
            "note",
            say.plural(
                len(bare),
                "{ids} is behind, and no card of the roadmap rests on it.",
                "{ids} are behind, and no card of the roadmap rests on them.",
                ids=_named(standing.frame, bare, say),
            ),
            say(
                "Talk about causes with those who do the work, then change the plan; a figure that only "
                "controls people will be embellished."
            ),
            bare,
        )
    return Check(rule, "fine", "note", say("What is behind is taken up on the roadmap."))


def _responses(survey: Impact | None, say: Speaker) -> Check:
    rule = "monitoring-response"
    if survey is None or survey.last is None:
        return _unjudged(
            rule,
            say("Whether enough members answer: nobody was asked about the benefit (table impact_answers)."),
        )
    wave, limit = survey.last, say.percent(survey.response_min)
    share = say.share(wave.answered, wave.invited)
    if not wave.passes:
        return Check(
            rule,
            "finding",
            "red",
            say(
                "{share} members answered in {period}; below {limit} no total is named.",
                share=share.capitalize(),
                period=say.month(wave.period),
                limit=limit,
            ),
            say("Call those who did not answer, and give each firm its own result beside the others'."),
        )
    exact = Fraction(wave.answered, wave.invited) == Fraction(str(survey.response_min))
    text = (
        say(
            "{share} members answered, exactly the {limit} asked for: one more refusal and no total can be "
            "named.",
            share=share.capitalize(),
            limit=limit,
        )
        if exact
        else say("{share} members answered; {limit} are asked for.", share=share.capitalize(), limit=limit)
    )
    return Check(rule, "fine", "note", text)
