"""The guide's lessons on demands as checks of one case, and its key questions answered from the votes."""

from __future__ import annotations

import re
from fractions import Fraction

import pandas as pd

from clusterlib.checks import Answer, Check
from clusterlib.demand_ranking.demand_readings import quoted
from clusterlib.demand_ranking.demands import Scores
from clusterlib.demand_ranking.objectives import Choice
from clusterlib.demand_ranking.sub_sectors import Sectors
from clusterlib.readings import Speaker

_JOINS = re.compile(r"\s(?:and|et|ou|or)\s|[&/]", re.IGNORECASE)


def pitfalls(
    scores: Scores | None,
    choice: Choice | None,
    stakeholders: pd.DataFrame | None = None,
    sectors: Sectors | None = None,
    *,
    say: Speaker,
    least: int = 5,
    ceiling: float = 0.6,
) -> list[Check]:
    """What can go wrong in a ranking of demands, judged on this case.

    Parameters
    ----------
    scores, choice
        Results of `demands.score` and `objectives.choose`; None where a part was left out.
    stakeholders : DataFrame, optional
        Table of the stakeholders, to see whether those who count were asked.
    sectors : Sectors, optional
        Result of `sub_sectors.compare`.
    say : Speaker
        Language of the reader.
    least : int
        Fewer people than this are too few to rank anything.
    ceiling : float
        Share of threes from which the scale is called full.
    """
    if scores is None or scores.voted.empty:
        return [
            Check("R12", "not judged", "amber", say("There is no vote yet, so no lesson can be checked."))
        ]
    found = [_asked(scores, stakeholders, least, say), _invited(scores, say), _full(scores, ceiling, say)]
    found += [_double(scores, say), _sectors(sectors, say)]
    if choice is not None:
        found.append(_single(choice, say))
    return found


def answers(
    scores: Scores | None, choice: Choice | None, *, say: Speaker, majority: float = 0.7
) -> list[Answer]:
    """The guide's key questions (L1200-1211, L1586-1588) as far as the votes answer them.

    Parameters
    ----------
    scores, choice
        Results of `demands.score` and `objectives.choose`; None where a part was left out.
    say : Speaker
        Language of the reader.
    majority : float
        Share of threes from which a demand counts as shared.
    """
    asked = (
        say("What do we want to reach together?"),
        say("What shall the actors gain?"),
        say("Which demands are shared by enough actors?"),
        say("Do those who matter stand behind this?"),
    )
    if scores is None or scores.voted.empty or choice is None:
        none = say("There is no vote yet; the tables of demands and votes would tell.")
        return [Answer(question, none, False) for question in asked]
    given = (_aims(choice, say), _offers(scores, say), _shared(scores, majority, say), _behind(scores, say))
    return [Answer(question, text, known) for question, (text, known) in zip(asked, given, strict=True)]


def _asked(scores: Scores, stakeholders: pd.DataFrame | None, least: int, say: Speaker) -> Check:
    powerful = None if stakeholders is None else int((stakeholders["influence"] == "high").sum())
    cure = say("Ask the missing key actors one by one; do not rank before.")
    people = say.plural(scores.persons, "One person ranked the demands", "{n} people ranked the demands")
    if scores.persons < least:
        text = say("{people}; below {least} the places mean little.", people=people, least=say.number(least))
        return Check("R12", "finding", "amber", text, cure)
    if powerful is None:
        text = say(
            "{people}. Whether the powerful ones are among them is not known: there is no table of"
            " stakeholders.",
            people=people,
        )
        return Check("R12", "not judged", "amber", text)
    text = say.plural(
        powerful,
        "{people}; one stakeholder of high influence is listed.",
        "{people}; {n} stakeholders of high influence are listed.",
        people=people,
    )
    if 2 * scores.persons < powerful:
        return Check("R12", "finding", "amber", text, cure)
    return Check("R12", "fine", "amber", text)


def _invited(scores: Scores, say: Speaker) -> Check:
    wanted = say.percent(scores.participation)
    if scores.invited is None:
        text = say(
            "How many were invited is not recorded, so the answer rate is unknown (setting"
            " demand_ranking.invited)."
        )
        return Check("03-invited", "not judged", "amber", text)
    share = say.share(scores.persons, scores.invited)
    if scores.enough:
        return Check(
            "03-invited",
            "fine",
            "amber",
            say("Invited people who voted: {share}; {wanted} is looked for.", share=share, wanted=wanted),
        )
    return Check(
        "03-invited",
        "finding",
        "amber",
        say(
            "Invited people who voted: {share}, fewer than the {wanted} looked for.",
            share=share,
            wanted=wanted,
        ),
        say("Call those who did not answer and ask why."),
    )


def _full(scores: Scores, ceiling: float, say: Speaker) -> Check:
    rows = scores.voted
    threes, votes = int(rows["n3"].sum()), int(rows["n"].sum())
    share = say.share(threes, votes)
    if len(rows) > 1 and Fraction(threes, votes) >= Fraction(str(ceiling)):
        return Check(
            "03-full-scale",
            "finding",
            "note",
            say(
                "Votes “very important”: {share}. Three answers cannot rank what nearly everybody wants.",
                share=share,
            ),
            say("Next time let each person order the demands, or spread a fixed number of points over them."),
        )
    return Check(
        "03-full-scale",
        "fine",
        "note",
        say("Votes “very important”: {share}. The scale leaves room for an order.", share=share),
    )


def _double(scores: Scores, say: Speaker) -> Check:
    rows = scores.table
    double = rows[[bool(_JOINS.search(text)) for text in rows["text"]]]
    if double.empty:
        return Check("03-one-thing", "fine", "note", say("Each demand names one thing."))
    text = say.plural(
        len(double),
        "One demand seems to name two things ({names}); then a vote does not tell which was meant.",
        "{n} demands seem to name two things ({names}); then a vote does not tell which was meant.",
        names=quoted(double, say=say),
    )
    return Check(
        "03-one-thing",
        "finding",
        "note",
        text,
        say("Split them before the next vote."),
        tuple(double["item_id"]),
    )


def _sectors(sectors: Sectors | None, say: Speaker) -> Check:
    if sectors is None or sectors.silence is not None:
        text = say(
            "Whether sub-sectors want the same (the guide says so of Dakar, L1601) cannot be checked: it "
            "needs"
            " single votes and enough voters of each sub-sector."
        )
        return Check("03-sectors", "not judged", "note", text)
    if sectors.verdict == "similar":
        text = say("The sub-sectors want much the same; one list of demands serves all.")
        return Check("03-sectors", "fine", "note", text)
    if sectors.verdict == "different":
        text = say("The sub-sectors do not want the same; the score of all hides it.")
        cure = say("Look at the demands by sub-sector before you choose objectives.")
        return Check("03-sectors", "finding", "note", text, cure)
    text = say("Whether sub-sectors want the same is open: too few people voted to call them alike.")
    return Check("03-sectors", "not judged", "note", text)


def _single(choice: Choice, say: Speaker) -> Check:
    alone = choice.table[choice.table["demands"] == 1]
    groups = len(choice.table)
    if alone.empty or len(alone) == groups:
        return Check("03-groups", "fine", "note", say("The groups of demands rest on comparable evidence."))
    text = say.plural(
        len(alone),
        "Of {groups} groups one holds a single demand: its score is less sure than that of larger groups.",
        "Of {groups} groups {n} hold a single demand: their scores are less sure than those of larger"
        " groups.",
        groups=groups,
    )
    cure = say("Before the next vote, collect at least two demands for each group, or join groups.")
    return Check("03-groups", "finding", "note", text, cure, tuple(alone["id"]))


def _aims(choice: Choice, say: Speaker) -> tuple[str, bool]:
    if not choice.judged:
        return say("Too few people voted to derive objectives by a rule."), False
    if choice.kept.empty:
        return say("No group of demands meets the rule; the votes alone give no objective."), False
    names = quoted(choice.kept, say=say, column="category", limit=5)
    return say("The votes support: {names}.", names=names), True


def _offers(scores: Scores, say: Speaker) -> tuple[str, bool]:
    rows = scores.voted
    top = rows[rows["rank"] == 1]
    if len(top) == len(rows) > 1:
        return say("All demands have the same score; the votes do not put one first."), True
    return say("First of all: {names}.", names=quoted(top, say=say, limit=5)), True


def _shared(scores: Scores, majority: float, say: Speaker) -> tuple[str, bool]:
    rows = scores.voted
    limit = Fraction(str(majority))
    enough = rows[[Fraction(int(a), int(n)) >= limit for a, n in zip(rows["n3"], rows["n"], strict=True)]]
    wanted = say.percent(majority)
    if enough.empty:
        return say("No demand gets a 3 from {wanted} of the voters.", wanted=wanted), True
    return (
        say.plural(
            len(enough),
            "One demand of {k} gets a 3 from at least {wanted} of the voters: {names}.",
            "{n} demands of {k} get a 3 from at least {wanted} of the voters: {names}.",
            k=len(rows),
            wanted=wanted,
            names=quoted(enough, say=say, limit=5),
        ),
        True,
    )


def _behind(scores: Scores, say: Speaker) -> tuple[str, bool]:
    if scores.invited is None:
        return say("It is not recorded how many were invited to vote."), False
    return (
        say(
            "Invited people who voted: {share}; ask the others before the first decision.",
            share=say.share(scores.persons, scores.invited),
        ),
        scores.enough is True,
    )
