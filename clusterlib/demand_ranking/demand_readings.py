"""What is wanted, by how many, and what is missing: sentences from the votes."""

from __future__ import annotations

import pandas as pd

from clusterlib.demand_ranking.demands import Scores, digits
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

_NAMES = 3


def quoted(rows: pd.DataFrame, *, say: Speaker, column: str = "text", limit: int = _NAMES) -> str:
    """Names of some rows in quotation marks; beyond `limit` the rest is counted."""
    names = [say.quoted(short(t, 70)) for t in texts(rows, column, say=say)]
    return say.names(names, limit=limit)


def read_scores(scores: Scores, *, say: Speaker) -> str:
    """Sentences on what is wanted, and by how many.

    Parameters
    ----------
    scores : Scores
        Result of `demands.score`.
    say : Speaker
        Language of the reader.
    """
    rows = scores.voted
    if scores.table.empty:
        return say(
            "No demand is listed yet. Write down what the actors ask for, one sentence each; then let them"
            " vote."
        )
    if rows.empty:
        return " ".join(
            [
                say.plural(
                    len(scores.table),
                    "One demand is listed and it has no usable vote yet.",
                    "{n} demands are listed and none has a usable vote yet.",
                ),
                *_blanks(scores, say),
            ]
        )
    seen = [_voters(scores, say), _level(scores, scores.matters, say), _split(scores, scores.split, say)]
    notes = [_participation(scores, say), *_blanks(scores, say), *_gaps(scores, say)]
    return "\n\n".join(" ".join(part for part in group if part) for group in (seen, notes))


def _voters(scores: Scores, say: Speaker) -> str:
    people = say.plural(scores.persons, "One person", "{n} people")
    return say.plural(
        len(scores.voted), "{people} voted on one demand.", "{people} voted on {n} demands.", people=people
    )


def _level(scores: Scores, high: float, say: Speaker) -> str:
    rows, n = scores.voted, scores.persons
    low, best = (say.number(v, digits(n)) for v in (rows["score"].min(), rows["score"].max()))
    if len(rows) == 1:
        return say("{name} scores {score} of 3.", name=quoted(rows, say=say), score=best)
    if rows["total"].nunique() == 1 and rows["n"].nunique() == 1:
        return say(
            "All have the same score, {score} of 3: the vote says how much they matter, and gives no order.",
            score=best,
        )
    top, bottom = rows[rows["score"] == rows["score"].max()], rows[rows["score"] == rows["score"].min()]
    if rows["score"].min() >= high:
        return say(
            "All of them matter to most people: the lowest score is {low}, the highest {best} of 3 ({top}).",
            low=low,
            best=best,
            top=quoted(top, say=say),
        )
    return say(
        "The scores run from {low} ({bottom}) to {best} of 3 ({top}).",
        low=low,
        bottom=quoted(bottom, say=say),
        best=best,
        top=quoted(top, say=say),
    )


def _split(scores: Scores, split: float, say: Speaker) -> str:
    rows = scores.voted
    rows = rows[rows["consensus"] < split].sort_values("consensus", kind="stable")
    if rows.empty:
        return ""
    if len(rows) > max(_NAMES, len(scores.voted) // 2):
        return say(
            "On {n} of {k} demands opinions are split, most of all about {names}: ask those who voted low"
            " why, before you decide.",
            n=len(rows),
            k=len(scores.voted),
            names=quoted(rows.head(2), say=say),
        )
    return say(
        "Opinions differ most about {names}: ask those who voted low why, before you decide.",
        names=quoted(rows, say=say),
    )


def _participation(scores: Scores, say: Speaker) -> str:
    wanted = say.percent(scores.participation)
    if scores.invited is None:
        return say(
            "How many people were invited is not recorded (setting demand_ranking.invited), so it cannot be "
            "said whether these votes speak for the actors."
        )
    share = say.share(scores.persons, scores.invited)
    if scores.enough:
        return say(
            "Invited people who voted: {share}, which meets the {wanted} looked for.",
            share=share,
            wanted=wanted,
        )
    return say(
        "Invited people who voted: {share}, fewer than the {wanted} looked for; ask the others before "
        "you build on it.",
        share=share,
        wanted=wanted,
    )


def _blanks(scores: Scores, say: Speaker) -> list[str]:
    ballot, table, told = scores.ballot, scores.table, []
    if ballot.completed:
        names = quoted(table[table["item_id"].isin(ballot.completed)], say=say)
        told.append(
            say(
                "A blank count of {names} is read as 0, since the other counts add up to the number who"
                " voted.",
                names=names,
            )
        )
    if ballot.unknown:
        names = quoted(table[table["item_id"].isin(ballot.unknown)], say=say)
        told.append(
            say.plural(
                len(ballot.unknown),
                "{names} has no score: a count is blank and nothing tells what it was. Look it up; a blank is"
                " not a zero.",
                "{names} have no score: counts are blank and nothing tells what they were. Look them up; a "
                "blank is not a zero.",
                names=names,
            )
        )
    silent = table[(table["n"] == 0).fillna(False)]
    if len(silent) and len(silent) < len(table):
        told.append(say("Nobody voted on {names}.", names=quoted(silent, say=say)))
    return told


def _gaps(scores: Scores, say: Speaker) -> list[str]:
    n, told = scores.voted["n"], []
    if n.nunique() > 1:
        fewer = scores.voted[n < n.max()].sort_values("n", kind="stable")
        told.append(
            say(
                "Not everybody voted on every demand: most votes on one are {high}, fewer have {names}, down"
                " to {low}.",
                low=say.number(n.min()),
                high=say.number(n.max()),
                names=quoted(fewer, say=say, limit=5),
            )
        )
    if len(scores.ballot.rounds) > 1:
        told.append(
            say(
                "Only round {round} is counted; earlier and later votes are not mixed in.",
                round=say.number(scores.ballot.round),
            )
        )
    if scores.ballot.disagree:
        rows = scores.table[scores.table["item_id"].isin(scores.ballot.disagree)]
        told.append(
            say(
                "The counted votes of {names} differ from the single votes; the single votes are used.",
                names=quoted(rows, say=say),
            )
        )
    return told
