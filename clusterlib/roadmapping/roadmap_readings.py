"""Tables and sentences of the roadmap."""

from __future__ import annotations

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.roadmapping.roadmap import LANES, Roadmap
from clusterlib.roadmapping.roadmap_checks import Findings, cure, sentence
from clusterlib.tables import is_blank
from clusterlib.twins import called, texts

_SIGNS = {"red": "■", "amber": "▲", "note": "○"}


def table_roadmap(result: Roadmap, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """At most ten cards, those through which most depends first."""
    frame = result.cards.assign(
        shown=texts(result.cards, "text", say=say), share=result.cards["cut_share"].fillna(-1)
    )
    frame = frame.sort_values(["share", "leverage", "drivers"], ascending=False, kind="stable").head(10)
    rows = frame.to_dict("records")
    return pd.DataFrame(
        {
            say("Card"): [say("{id} {text}", id=row["id"], text=row["shown"]) for row in rows],
            say("Lane"): [say.word(row["lane"]) for row in rows],
            say("From"): [say.month(row["start"]) for row in rows],
            say("Driven by"): [
                say.plural(int(row["drivers"]), "one driver", "{n} drivers") if row["drivers"] else "–"
                for row in rows
            ],
            say("Leads to"): [
                say.plural(int(row["leverage"]), "one effect", "{n} effects") if row["leverage"] else "–"
                for row in rows
            ],
            say("Connections that need it"): [
                say.percent(row["cut_share"]) if row["share"] >= 0 else "–" for row in rows
            ],
        }
    )


def read_roadmap(result: Roadmap, *, say: Speaker = Speaker()) -> str:
    """What the picture says, in two to five sentences."""
    if result.cards.empty:
        return say(
            "There is no card yet. Ask the group first which effects it wants, and go back from there to "
            "what must be true before."
        )
    parts = [
        _lanes_said(result, say),
        _chain_said(result, say),
        _narrow_said(result, say),
        _actions_said(result, say),
        _cut_said(len(result.cards), say),
    ]
    parts.append(
        say("A roadmap is what a group believes on one day: it orders expectations, it does not forecast.")
    )
    return " ".join(part for part in parts if part)


def _cut_said(cards: int, say: Speaker) -> str:
    return say("The table shows the first ten of {n} cards.", n=say.number(cards)) if cards > 10 else ""


def _lanes_said(result: Roadmap, say: Speaker) -> str:
    empty = [say.word(lane) for lane in LANES if not result.lane(lane)]
    cards = say.plural(len(result.cards), "one card", "{n} cards")
    if empty:
        return say.plural(
            len(empty),
            "The roadmap has {cards}; one lane is empty ({names}).",
            "The roadmap has {cards}; {n} lanes are empty ({names}).",
            cards=cards,
            names=say.names(empty),
        )
    reached = int((result.cards.loc[result.cards["lane"] == "development", "leverage"] > 0).sum())
    steps = len(result.lane("development"))
    return say(
        "The roadmap has {cards} in four lanes; of the steps of the development, {share} lead to an effect.",
        cards=cards,
        share=say.share(reached, steps),
    )


def _chain_said(result: Roadmap, say: Speaker) -> str:
    if not len(result.arrows):
        return say("No arrow is drawn (table arrows), so it cannot be said what depends on what.")
    if result.circles:
        return say(
            "Cards wait for each other in a circle ({cards}), so no longest chain can be named.",
            cards=_path((*result.circles[0], result.circles[0][0]), result, say),
        )
    if not result.chain:
        return ""
    by_id = {str(row["id"]): row for row in result.cards.to_dict("records")}
    first, last = by_id[result.chain[0]], by_id[result.chain[-1]]
    ends = last["end"] if not is_blank(last["end"]) else last["start"]
    slack = _slack(result)
    text = say(
        "The longest chain runs {cards}, from {begin} to {end}.",
        cards=_path(result.chain, result, say),
        begin=say.month(first["start"]),
        end=say.month(ends),
    )
    if slack <= 0:
        return text + " " + say("It has no free month: a delay at its beginning moves its end.")
    return (
        text
        + " "
        + say.plural(
            slack,
            "Between its cards one month is free to take up a delay.",
            "Between its cards {n} months are free to take up a delay.",
        )
    )


def _path(ids: tuple[str, ...], result: Roadmap, say: Speaker) -> str:
    """Cards one after the other, each by its name with its id."""
    cards = result.cards
    known = dict(zip(cards["id"].astype(str), texts(cards, "text", say=say), strict=True))
    return " → ".join(called(key, known.get(key, ""), say=say, width=34) for key in ids)


def _slack(result: Roadmap) -> int:
    """Free months between the cards of the longest chain."""
    by_id = {str(row["id"]): row for row in result.cards.to_dict("records")}
    waits = [
        int(by_id[b]["begins"]) - int(by_id[a]["ends"]) - 1
        for a, b in zip(result.chain, result.chain[1:], strict=False)
    ]
    return sum(max(0, wait) for wait in waits)


def _narrow_said(result: Roadmap, say: Speaker) -> str:
    narrow = result.cards[result.cards["bottleneck"]].sort_values("cut_share", ascending=False, kind="stable")
    if narrow.empty:
        if result.cards["cut_share"].isna().all():
            return ""
        return say(
            "No single card holds {limit} or more of the ways to an effect.",
            limit=say.percent(result.bottleneck_share),
        )
    names = [
        f"{key} {say.quoted(text)}"
        for key, text in zip(narrow["id"], texts(narrow, "text", say=say), strict=True)
    ]
    share = narrow["cut_share"].iloc[0]
    if len(names) == 1 and not is_blank(share):
        return say(
            "Much depends on {name}: without it {share} of the ways from a driver to an effect are cut.",
            name=names[0],
            share=say.percent(share),
        )
    return say.plural(
        len(names),
        "Much depends on {names}: without it the picture falls apart.",
        "Much depends on {names}: without one of them many ways to an effect are cut.",
        names=say.names(names, limit=3),
    )


def _actions_said(result: Roadmap, say: Speaker) -> str:
    if result.recommendations.empty:
        return say("The roadmap ends without a recommended action, so nothing follows from it yet.")
    open_due = result.recommendations[result.recommendations["due"].notna()]
    text = say.plural(
        len(result.recommendations), "One action is recommended.", "{n} actions are recommended."
    )
    missing = len(result.recommendations) - len(open_due)
    return text + (
        " " + say.plural(missing, "One of them has no date.", "{n} of them have no date.") if missing else ""
    )


def table_checks(result: Findings, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """At most ten findings, the urgent ones first."""
    name_of = dict(zip(result.roadmap.cards["id"], texts(result.roadmap.cards, "text", say=say), strict=True))
    items = result.items[:10]
    urgent = {
        "red": say("Decide this week"),
        "amber": say("Before the next step"),
        "note": say("Good to know"),
    }
    return pd.DataFrame(
        {
            say("How urgent"): [f"{_SIGNS[item.severity]} {urgent[item.severity]}" for item in items],
            say("What was found"): [sentence(item, name_of, say=say) for item in items],
            say("What to do"): [cure(item, say=say) for item in items],
        }
    )


def read_checks(result: Findings, *, say: Speaker = Speaker()) -> str:
    """How many findings there are, and what to begin with."""
    if result.roadmap.cards.empty:
        return say("There is nothing to check: the roadmap has no card.")
    if not result.items:
        return say(
            "No check found anything: the dates follow the arrows, each step has a driver and an effect, "
            "and each bottleneck an action. Whether the cards themselves are right, no check can tell."
        )
    n = {word: sum(item.severity == word for item in result.items) for word in ("red", "amber", "note")}
    name_of = dict(zip(result.roadmap.cards["id"], texts(result.roadmap.cards, "text", say=say), strict=True))
    head = say.plural(len(result.items), "One thing was found.", "{n} things were found.")
    if n["red"]:
        head += " " + say.plural(
            n["red"],
            "One needs a decision this week: {first}",
            "{n} need a decision this week, first: {first}",
            first=sentence(result.items[0], name_of, say=say),
        )
    elif n["amber"]:
        head += " " + say("Begin with this one: {first}", first=sentence(result.items[0], name_of, say=say))
    else:
        head += " " + say("None of it is urgent.")
    rest = len(result.items) - 10
    return head + (
        " "
        + say.plural(
            rest, "One more stands in the hand-over table.", "{n} more stand in the hand-over table."
        )
        if rest > 0
        else ""
    )
