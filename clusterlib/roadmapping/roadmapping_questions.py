"""The guide's key questions on transformation, answered from the data of one case (guide L4129-4134)."""

from __future__ import annotations

import pandas as pd

from clusterlib.checks import Answer
from clusterlib.readings import Speaker
from clusterlib.roadmapping.roadmap import Roadmap
from clusterlib.roadmapping.trends import Trends
from clusterlib.twins import texts

Said = tuple[str, bool]


def answers(
    road: Roadmap | None,
    foresight: Trends | None,
    trends: pd.DataFrame | None,
    trend_votes: pd.DataFrame | None,
    *,
    questions: pd.DataFrame,
    say: Speaker = Speaker(),
) -> list[Answer]:
    """Answer the guide's questions as far as the data go.

    Parameters
    ----------
    road, foresight
        Results of the tools; None where a table is missing.
    trends, trend_votes : DataFrame or None
        Typed tables.
    questions : DataFrame
        Reference facts: id, text (and twins), workbooks.
    say : Speaker
        Language of the texts.

    Returns
    -------
    list of Answer
    """
    given = {
        "T03": _part(road, trend_votes, say),
        "T04": _touched(trends, say),
        "T05": _chances(foresight, say),
        "T06": _agenda(road, say),
    }
    asked = dict(zip(questions["id"], texts(questions, "text", say=say), strict=True))
    return [Answer(asked[key], text, known) for key, (text, known) in given.items() if key in asked]


def _part(road: Roadmap | None, trend_votes: pd.DataFrame | None, say: Speaker) -> Said:
    parts = []
    if trend_votes is not None and len(trend_votes):
        people = trend_votes["respondent_id"].nunique()
        parts.append(say.plural(people, "One person rated trends.", "{n} people rated trends."))
    if road is not None and road.cards["author"].notna().any():
        groups = road.cards["author"].nunique()
        parts.append(
            say.plural(groups, "Cards were written by one group.", "Cards were written by {n} groups.")
        )
    if not parts:
        return say("Neither votes on trends nor authors of cards are written down."), False
    return " ".join(parts), True


def _touched(trends: pd.DataFrame | None, say: Speaker) -> Said:
    if trends is None or trends.empty:
        return say("No trend is written down."), False
    named = int(trends["node_ids"].notna().sum())
    return say(
        "Trends that name the links of the chain they touch: {share}. Whether members talk about them, no "
        "table tells.",
        share=say.share(named, len(trends)),
    ), True


def _chances(foresight: Trends | None, say: Speaker) -> Said:
    if foresight is None or foresight.frame["quadrant"].isna().all():
        return say("No trend is rated."), False
    if not foresight.roadmap:
        return say("Trends are rated, but there is no roadmap yet on which they could be answered."), False
    act = foresight.frame[foresight.frame["quadrant"] == "act"]
    if act.empty:
        n = len(foresight.frame)
        return say.plural(
            n,
            "One trend is written down; it is not both strong and sure.",
            "{n} trends are written down; none is both strong and sure.",
        ), True
    share = say.share(int((act["answered"] != "").sum()), len(act))
    return say("Strong and sure trends that a card or a service answers: {share}.", share=share), True


def _agenda(road: Roadmap | None, say: Speaker) -> Said:
    if road is None or road.cards.empty:
        return say("There is no roadmap yet."), False
    rows = road.recommendations
    if rows.empty:
        return say("The roadmap ends without a recommended action."), True
    return say(
        "Recommended actions: {n}; with an owner and a date: {dated}; done: {done}.",
        n=say.number(len(rows)),
        dated=say.number(int((rows["due"].notna() & rows["owner"].notna()).sum())),
        done=say.number(int((rows["status"] == "done").sum())),
    ), True
