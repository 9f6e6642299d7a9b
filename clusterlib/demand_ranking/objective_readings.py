"""What the rule on key objectives kept, what it left out and why: sentences from the numbers."""

from __future__ import annotations

import pandas as pd

from clusterlib.demand_ranking.demand_readings import quoted
from clusterlib.demand_ranking.demand_tables import limit_text, wanted
from clusterlib.demand_ranking.objectives import Choice
from clusterlib.readings import Speaker

_MANY = 5


def read_choice(choice: Choice, *, say: Speaker) -> str:
    """Sentences on the key objectives.

    Parameters
    ----------
    choice : Choice
        Result of `objectives.choose`.
    say : Speaker
        Language of the reader.
    """
    if choice.table["score"].isna().all():
        return say("There is no score yet, so no key objective can be derived from votes.")
    if not choice.judged:
        return say(
            "{people}, fewer than the {least} the rule asks for, so it names no key objective. Agree on"
            " objectives in a talk, with the table as a starting point, or ask more people.",
            people=say.plural(choice.scores.persons, "One person voted", "{n} people voted"),
            least=say.number(choice.least),
        )
    seen = [_kept(choice, say), _cut(choice, say), _missed(choice, choice.near, say)]
    notes = [
        _ties(choice, say),
        _number(choice, say),
        say("The vote says what is wanted, not what the cluster can do or pay for."),
    ]
    return "\n\n".join(" ".join(part for part in group if part) for group in (seen, notes))


def _kept(choice: Choice, say: Speaker) -> str:
    kept, groups = choice.kept, len(choice.table)
    if kept.empty:
        return say.plural(
            groups,
            "The one group of demands does not meet the rule, so the votes support no key objective.",
            "None of the {n} groups of demands meets the rule, so the votes support no key objective.",
        )
    names = quoted(kept, say=say, column="category", limit=_MANY)
    if groups == 1:
        first = say("The votes support the only group as a key objective: {names}.", names=names)
    else:
        first = say.plural(
            len(kept),
            "Of {groups} groups the votes support one as a key objective: {names}.",
            "Of {groups} groups the votes support {n} as key objectives: {names}.",
            groups=groups,
            names=names,
        )
    why = say.plural(
        len(kept),
        "Its score stays at {limit} or above in {times} of 100 repeats of the vote, and at least {majority}"
        " gave a 3 to one of its demands.",
        "Their scores stay at {limit} or above in {times} of 100 repeats of the vote, and at least {majority}"
        " gave a 3 to one of their demands.",
        limit=limit_text(choice.lower_bound, say=say),
        times=say.number(50 * (1 + choice.level)),
        majority=say.percent(choice.majority),
    )
    return f"{first} {why}"


def _cut(choice: Choice, say: Speaker) -> str:
    shared = choice.table[choice.table["at_cut"]]
    if shared.empty:
        return ""
    return say(
        "{names} share the last place within the {most} wanted; they are all kept, since no vote parts them.",
        names=quoted(shared, say=say, column="category", limit=_MANY),
        most=say.number(choice.most),
    )


def _missed(choice: Choice, near: float, say: Speaker) -> str:
    out = choice.table[~choice.table["passes"] & choice.table["high_enough"].notna()]
    if out.empty:
        return ""
    parts = [
        say(
            "{name} (lower bound {lower}, {people} gave a 3)",
            lower=say.number(row["lower"], 2),
            name=quoted(pd.DataFrame([row]), say=say, column="category"),
            people=wanted(row, say=say),
        )
        for row in out.head(3).to_dict("records")
    ]
    if len(out) > len(parts):
        parts.append(say.plural(len(out) - len(parts), "one more", "{n} more"))
    told = [say("Not met by {names}.", names=say.names(parts))]
    close = out[(out["lower"] < choice.lower_bound) & (out["lower"] >= choice.lower_bound - near)]
    if len(close):
        told.append(
            say("Where the lower bound is missed by a hair, talk about the group before you drop it.")
        )
    if (out["demands"] == 1).all() and (choice.kept["demands"] > 1).any():
        told.append(
            say("A group with a single demand has the widest doubt; that alone can cost it the limit.")
        )
    return " ".join(told)


def _ties(choice: Choice, say: Speaker) -> str:
    if choice.kept.empty:
        return ""
    for cut in range(choice.fewest, choice.most + 1):
        shared = choice.split_by(cut)
        if shared:
            rows = choice.table[choice.table["category"].isin(shared)]
            return say(
                "A plain cut after {cut} groups would part {names}, which have the same score: no vote"
                " decides between them.",
                cut=say.number(cut),
                names=quoted(rows, say=say, column="category", limit=_MANY),
            )
    return ""


def _number(choice: Choice, say: Speaker) -> str:
    kept, passing = len(choice.kept), int(choice.table["passes"].sum())
    if len(choice.table) < choice.fewest:
        return say(
            "There are fewer groups of demands than the {fewest} objectives looked for; check whether a"
            " demand is missing.",
            fewest=say.number(choice.fewest),
        )
    if kept < choice.fewest:
        return say(
            "That is fewer than the {fewest} looked for; do not fill up the list with what the votes do not "
            "support.",
            fewest=say.number(choice.fewest),
        )
    if passing > kept:
        return say.plural(
            passing - kept,
            "One more group meets the rule but lies beyond the cut.",
            "{n} more groups meet the rule but lie beyond the cut.",
        )
    return ""
