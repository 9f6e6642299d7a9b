"""The guide's key questions on monitoring, answered from one case (guide L1972, L3064, L3068, L4129)."""

from __future__ import annotations

import pandas as pd

from clusterlib.cells import split_ids
from clusterlib.checks import Answer
from clusterlib.monitoring.impact import Impact
from clusterlib.monitoring.results_chain import Progress
from clusterlib.monitoring.results_chain_care import Care
from clusterlib.monitoring.results_chain_links import Chain
from clusterlib.readings import Speaker
from clusterlib.twins import texts

Said = tuple[str, bool]


def answers(
    standing: Progress | None,
    chain: Chain | None,
    care: Care | None,
    survey: Impact | None,
    cards: pd.DataFrame | None,
    *,
    questions: pd.DataFrame,
    say: Speaker = Speaker(),
) -> list[Answer]:
    """Answer the guide's questions as far as the data go.

    Parameters
    ----------
    standing, chain, care, survey
        Results of the tools; None where a table is missing.
    cards : DataFrame or None
        Cards of the roadmap, which may rest on indicators.
    questions : DataFrame
        Reference facts: id, text (and twins), workbooks.
    say : Speaker
        Language of the texts.

    Returns
    -------
    list of Answer
    """
    given = {
        "E10": _lean(care, chain, say),
        "O06": _regular(care, survey, say),
        "O10": _reached(standing, survey, say),
        "T01": _learning(standing, cards, say),
    }
    asked = dict(zip(questions["id"], texts(questions, "text", say=say), strict=True))
    return [Answer(asked[key], text, known) for key, (text, known) in given.items() if key in asked]


def _lean(care: Care | None, chain: Chain | None, say: Speaker) -> Said:
    if care is None or chain is None or care.frame.empty:
        return say("There are no indicators to judge."), False
    counts = say.plural(len(care.frame), "One indicator", "{n} indicators")
    linked = say("cannot be said")
    if chain.judged and chain.expected:
        linked = say.share(chain.linked, chain.expected)
    return say(
        "{counts}; measurements a year: {rounds}; known cost a year: {money}; resting on the level below: "
        "{linked}.",
        counts=counts,
        rounds=say.number(care.frame["per_year"].sum()),
        money="–" if care.cost_unknown == len(care.frame) else say.money(care.cost_year),
        linked=linked,
    ), True


def _regular(care: Care | None, survey: Impact | None, say: Speaker) -> Said:
    parts = []
    if care is not None and care.continuity is not None:
        due, done = int(care.frame["expected"].fillna(0).sum()), int(care.frame["observed"].fillna(0).sum())
        parts.append(say("Rounds measured of those that were due: {share}.", share=say.share(done, due)))
    if survey is not None and survey.waves:
        parts.append(
            say.plural(
                len(survey.waves),
                "Members were asked about their benefit once.",
                "Members were asked about their benefit in {n} rounds.",
            )
        )
    if not parts:
        return say("No round was due yet, or it is not said how often to measure."), False
    return " ".join(parts), True


def _reached(standing: Progress | None, survey: Impact | None, say: Speaker) -> Said:
    parts = []
    if standing is not None and (standing.frame["status"] != "no data").any():
        n = standing.frame["status"].value_counts()
        parts.append(
            say(
                "Indicators reached: {reached}; on track: {track}; behind: {behind}; not to be judged: "
                "{none}.",
                reached=say.number(n.get("reached", 0)),
                track=say.number(n.get("on track", 0)),
                behind=say.number(n.get("behind", 0)),
                none=say.number(n.get("no data", 0)),
            )
        )
    wave = None if survey is None else survey.last
    if wave is not None and wave.share is not None:
        share = say.share(wave.positive, wave.said)
        parts.append(say("Members who put a number on it and name a benefit: {share}.", share=share))
        if not wave.passes:
            parts.append(say("Too few answered to speak for all."))
    if not parts:
        return say(
            "No indicator has a beginning, a target, a date and a value, and no member was asked."
        ), False
    return " ".join(
        [*parts, say("What things cost and how content people are, these tables do not tell.")]
    ), True


def _learning(standing: Progress | None, cards: pd.DataFrame | None, say: Speaker) -> Said:
    if standing is None or standing.frame.empty:
        return say("There is no indicator to learn from."), False
    if cards is None:
        return say("There is no roadmap on which something learnt could stand."), False
    used = {key.removeprefix("indicators:") for cell in cards["because"] for key in split_ids(cell)}
    rows = standing.frame[standing.frame["id"].isin(list(used))]
    if rows.empty:
        return say(
            "No card of the roadmap rests on an indicator; whether people talk about the figures, no table "
            "tells."
        ), True
    return say("Cards of the roadmap rest on {names}.", names=_names(rows, say)), True


def _names(rows: pd.DataFrame, say: Speaker) -> str:
    return say.names([say.quoted(name) for name in texts(rows, "name", say=say)], limit=3)
