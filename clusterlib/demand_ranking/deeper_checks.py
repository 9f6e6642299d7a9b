"""What the deeper tools on demands found that a cluster should not overlook."""

from __future__ import annotations

from clusterlib.checks import Check
from clusterlib.demand_ranking.demand_readings import quoted
from clusterlib.demand_ranking.demand_rounds import Rounds
from clusterlib.demand_ranking.forced_choice import Forced
from clusterlib.demand_ranking.objectives import Choice
from clusterlib.demand_ranking.voting_rules import Rules
from clusterlib.demand_ranking.weighted_votes import Weighted
from clusterlib.readings import Speaker


def pitfalls(
    rules: Rules | None,
    rounds: Rounds | None,
    weighted: Weighted | None,
    orders: Forced | None,
    best_worst: Forced | None,
    choice: Choice | None,
    *,
    say: Speaker,
) -> list[Check]:
    """Judge what other ways of asking and counting say of the same demands.

    Parameters
    ----------
    rules, rounds, weighted, orders, best_worst, choice
        Results of `voting_rules.compare`, `demand_rounds.follow`, `weighted_votes.weigh`,
        `forced_choice.from_rankings`, `forced_choice.from_best_worst` and `objectives.choose`; None where a
        table is missing.
    say : Speaker
        Language of the reader.
    """
    return [
        _circle(rules, say),
        _rounds(rounds, say),
        _heavy(weighted, say),
        _forced(orders, choice, "03-orders", say),
        _forced(best_worst, choice, "03-best-worst", say),
        _cut(choice, say),
    ]


def _unjudged(rule: str, finding: str) -> Check:
    return Check(rule, "not judged", "note", finding)


def _circle(rules: Rules | None, say: Speaker) -> Check:
    rule = "03-circle"
    if rules is None or not rules.joint:
        return _unjudged(
            rule, say("Whether demands beat each other in a circle: single votes are not known.")
        )
    if not rules.cycles:
        return Check(rule, "fine", "note", say("No demands beat each other in a circle."))
    first = rules.cycles[0]
    rows = rules.table[rules.table["item_id"].isin(first)]
    text = say(
        "Head to head these demands go round in a circle: {names}.", names=quoted(rows, say=say, limit=5)
    )
    cure = say("No rule of counting can order them; settle it in a talk, with reasons.")
    return Check(rule, "finding", "note", text, cure, tuple(first))


def _rounds(rounds: Rounds | None, say: Speaker) -> Check:
    rule = "03-rounds"
    if rounds is None or rounds.verdict in ("one round", "unknown"):
        return _unjudged(
            rule, say("Whether another round would bring people together: there are no two to compare.")
        )
    if rounds.verdict == "agreed":
        return Check(rule, "fine", "note", say("After the last round people agree well enough on the order."))
    if rounds.verdict == "still":
        text = say("The last round hardly moved the agreement on an order.")
        return Check(rule, "finding", "note", text, say("Stop asking; decide in a talk what comes first."))
    text = say("Agreement on the order still moves from round to round.")
    return Check(rule, "finding", "note", text, say("Ask once more after a talk, before you fix objectives."))


def _heavy(weighted: Weighted | None, say: Speaker) -> Check:
    rule = "03-weights"
    if weighted is None or weighted.silence is not None:
        return _unjudged(
            rule,
            say("Whether the heavy ones want something else: weights or single votes are not known."),
        )
    rows = weighted.table
    if set(rows.loc[rows["rank"] == 1, "item_id"]) & set(rows.loc[rows["rank_w"] == 1, "item_id"]):
        return Check(rule, "fine", "note", say("With weights the same demand stands first."))
    text = say("With weights another demand stands first: the heavy ones want something else.")
    cure = say("Show both orders to all; the rule stays one person, one vote, unless all agreed on another.")
    return Check(rule, "finding", "amber", text, cure)


def _forced(forced: Forced | None, choice: Choice | None, rule: str, say: Speaker) -> Check:
    """Whether a demand that people surely leave behind when they must choose is among the objectives."""
    if forced is None or not forced.judged or choice is None or not choice.judged:
        asked = (
            say("What people leave when they put all in order: too few did, or there are no objectives.")
            if rule == "03-orders"
            else say(
                "What people leave when they pick best and worst: too few did, or there are no objectives."
            )
        )
        return _unjudged(rule, asked)
    kept = {key for cell in choice.kept["because"] for key in str(cell).split(";")}
    rows = forced.table[(forced.table["side"] == "below") & forced.table["item_id"].isin(kept)]
    if rows.empty:
        text = say("No demand of a key objective is surely left behind when people must choose.")
        return Check(rule, "fine", "note", text)
    names = quoted(rows, say=say, limit=3)
    text = (
        say.plural(
            len(rows),
            "When people choose the best and the worst, {names} is surely left behind, yet belongs to a key "
            "objective.",
            "When people choose the best and the worst, {names} are surely left behind, yet belong to key "
            "objectives.",
            names=names,
        )
        if forced.kind == "best-worst"
        else say.plural(
            len(rows),
            "When each person weighs all demands, {names} is surely left behind, yet belongs to a key "
            "objective.",
            "When each person weighs all demands, {names} are surely left behind, yet belong to key "
            "objectives.",
            names=names,
        )
    )
    cure = say("Keep the objective if you have reasons, and begin with its other demands.")
    return Check(rule, "finding", "note", text, cure, tuple(rows["item_id"]))


def _cut(choice: Choice | None, say: Speaker) -> Check:
    rule = "03-cut"
    if choice is None or not choice.judged:
        return _unjudged(rule, say("Whether equal groups stand at the cut: the rule could not be applied."))
    tied = choice.table[choice.table["at_cut"]]
    if tied.empty:
        return Check(rule, "fine", "note", say("No equal groups stand at the cut."))
    text = say(
        "At the cut these groups have one score: {names}. All are kept.",
        names=quoted(tied, say=say, column="category", limit=5),
    )
    return Check(
        rule,
        "finding",
        "note",
        text,
        say("If one must go, say why; the votes do not tell."),
        tuple(tied["id"]),
    )
