"""Tables of the demand ranking: those a person reads and those the next step reads."""

from __future__ import annotations

from typing import Any

import pandas as pd

from clusterlib.cells import split_ids, weakest
from clusterlib.demand_ranking.demand_agreement import Agreement
from clusterlib.demand_ranking.demand_intervals import Ranking
from clusterlib.demand_ranking.demands import Scores, digits
from clusterlib.demand_ranking.objectives import Choice
from clusterlib.readings import Speaker
from clusterlib.twins import texts

#: Rows of a table for people; the reading says what was left out.
ROWS = 10


def table_scores(scores: Scores, *, say: Speaker) -> pd.DataFrame:
    """The votes and scores of the demands, highest score first, at most ten rows."""
    rows = scores.table.sort_values("rank", kind="stable", na_position="last").head(ROWS)
    shared = scores.table["rank"].value_counts()
    return pd.DataFrame(
        {
            say("Place"): [place(r, shared, say=say) for r in rows["rank"]],
            say("Demand"): texts(rows, "text", say=say),
            say("Votes 1 / 2 / 3"): [
                " / ".join(say.number(row[c]) for c in ("n1", "n2", "n3")) for row in rows.to_dict("records")
            ],
            say("Score (1 to 3)"): [
                say.number(s, digits(n)) for s, n in zip(rows["score"], rows["n"].fillna(0), strict=True)
            ],
            say("Gave a 3"): [_share(a, n, say) for a, n in zip(rows["n3"], rows["n"], strict=True)],
            say("Agreement on the level (0 to 1)"): [say.number(c, 2) for c in rows["consensus"]],
        }
    )


def table_ranking(ranking: Ranking, *, say: Speaker) -> pd.DataFrame:
    """Places with the places they may be, at most ten rows."""
    rows = ranking.table.sort_values("rank", kind="stable", na_position="last").head(ROWS)
    shared = ranking.table["rank"].value_counts()
    return pd.DataFrame(
        {
            say("Place"): [place(r, shared, say=say) for r in rows["rank"]],
            say("Demand"): texts(rows, "text", say=say),
            say("Score it may have (1 to 3)"): [_scores_between(row, say) for row in rows.to_dict("records")],
            say("Possible places"): [
                _range(low, high, say) for low, high in zip(rows["rank_low"], rows["rank_high"], strict=True)
            ],
            say("First in … of 100 repeats"): [say.number(100 * p) for p in rows["first"]],
            say("Alone at the top in … of 100"): [say.number(100 * p) for p in rows["first_alone"]],
            say("Among the first {top} in … of 100", top=say.number(ranking.top)): [
                say.number(100 * p) for p in rows["among"]
            ],
        }
    )


def table_agreement(agreement: Agreement, *, say: Speaker) -> pd.DataFrame:
    """The numbers behind the sentence on a common order; nothing where nothing can be computed."""
    if agreement.result is None:
        return pd.DataFrame()
    found = agreement.result
    known = agreement.scores.voted["consensus"].dropna()
    rows = [
        (say("People with a full ballot"), say.number(agreement.people)),
        (say("Demands"), say.number(agreement.items)),
        (say("Kendall's W (0 no common order, 1 the same order)"), say.number(found and found.w, 2)),
        (say("Mean rank correlation of two people"), say.number(found and found.rho, 2)),
        (say("Shuffled ballots that agree as well, of 100"), _of_hundred(agreement.p, say)),
        (
            say("Krippendorff's alpha, all answers (1 the same votes, 0 as by chance)"),
            say.number(agreement.alike, 2),
        ),
        (
            say("Mean agreement on the level of a demand (0 to 1)"),
            say.number(known.mean() if len(known) else None, 2),
        ),
    ]
    return pd.DataFrame(rows, columns=[say("What"), say("Value")])


def table_choice(choice: Choice, *, say: Speaker) -> pd.DataFrame:
    """Groups of demands against the rule, at most ten rows."""
    rows = choice.table.head(ROWS)
    n = choice.scores.persons
    return pd.DataFrame(
        {
            say("Group of demands"): texts(rows, "category", say=say),
            say("Demands"): [say.number(v) for v in rows["demands"]],
            say("Score (1 to 3)"): [say.number(v, max(2, digits(n))) for v in rows["score"]],
            say("Lower bound"): [say.number(v, 2) for v in rows["lower"]],
            say("Gave a 3"): [wanted(row, say=say) for row in rows.to_dict("records")],
            say("Result"): [_result(row, choice, say) for row in rows.to_dict("records")],
        }
    )


def plain_scores(scores: object) -> str:
    """Sums and scores as a small text table, for comparison between runs; a dash when there is none."""
    if not isinstance(scores, Scores):
        return "–"
    return scores.table[["item_id", "total", "n", "score", "rank"]].round(4).to_string(index=False)


def plain_places(ranking: object) -> str:
    """Places and their ends as a small text table; a dash when there is none."""
    if not isinstance(ranking, Ranking):
        return "–"
    return ranking.table[["item_id", "rank", "rank_low", "rank_high"]].to_string(index=False)


def plain_groups(choice: object) -> str:
    """Groups against the rule as a small text table; a dash when there is none."""
    if not isinstance(choice, Choice):
        return "–"
    columns = ["id", "score", "lower", "wanted", "asked", "kept"]
    return choice.table[columns].round(2).to_string(index=False)


def demand_scores(ranking: Ranking) -> pd.DataFrame:
    """Hand-over ``demand_scores``: one row per demand, first place first."""
    rows = ranking.table.sort_values("rank", kind="stable", na_position="last")
    frame = rows.rename(columns={"text": "demand"})
    frame["n"] = frame["n"].fillna(0)
    columns = [
        "item_id",
        "category",
        "demand",
        "n",
        "score",
        "rank",
        "rank_low",
        "rank_high",
        "top_box",
        "consensus",
        "basis",
    ]
    return frame[columns].reset_index(drop=True)


def objectives(choice: Choice, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Hand-over ``objectives``: the groups the votes support, with the rule that chose each.

    Examples
    --------
    >>> from clusterlib.demand_ranking import demands
    >>> from clusterlib.demand_ranking.objectives import choose
    >>> items = pd.DataFrame({"item_id": ["B1"], "category": ["Funds"], "text": ["Venture capital"]})
    >>> counts = pd.DataFrame({"item_id": ["B1"], "n1": [0], "n2": [0], "n3": [8]})
    >>> objectives(choose(demands.score(items, counts))).loc[0, "rule"]
    'lower bound 3.00 >= 2.3; 8 of 8 gave a 3, limit 70 %'
    """
    rows = [
        {
            "id": row["id"],
            "objective": row["category"],
            "because": row["because"],
            "rule": rule(row, choice, say=say),
            "score": row["score"],
            "basis": row["basis"],
        }
        for row in choice.kept.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=["id", "objective", "because", "rule", "score", "basis"])


def rule(row: dict[Any, Any], choice: Choice, *, say: Speaker) -> str:
    """The rule that kept a group, with its numbers."""
    return say(
        "lower bound {lower} >= {limit}; {people} gave a 3, limit {majority}",
        lower=say.number(row["lower"], 2),
        limit=limit_text(choice.lower_bound, say=say),
        people=wanted(row, say=say),
        majority=say.percent(choice.majority),
    )


def limit_text(limit: float, *, say: Speaker) -> str:
    """A limit with one decimal, or two where it has them."""
    return say.number(limit, 1 if round(limit * 10, 6) % 1 == 0 else 2)


def place(rank: Any, shared: pd.Series, *, say: Speaker) -> str:
    """A place as a person writes it: ``1``, or ``2=`` when it is shared."""
    if pd.isna(rank):
        return "–"
    return f"{say.number(rank)}{'=' if shared.get(rank, 0) > 1 else ''}"


def wanted(row: dict[Any, Any], *, say: Speaker) -> str:
    """How many gave a 3 to the group; with counts only this is the least it can be."""
    if not row["asked"]:
        return "–"
    people = _share(row["wanted"], row["asked"], say)
    return people if row["exact"] else say("at least {people}", people=people)


def basis_of(choice: Choice) -> str:
    """Weakest basis of all demands that were judged."""
    return weakest(choice.table["basis"])


def demands_of(choice: Choice) -> dict[str, list[str]]:
    """Demands of each key objective, by the objective's id."""
    return {row["id"]: split_ids(row["because"]) for row in choice.kept.to_dict("records")}


def _result(row: dict[Any, Any], choice: Choice, say: Speaker) -> str:
    if row["at_cut"]:
        return say("key objective, shares the last place")
    if row["kept"]:
        return say("key objective")
    if row["passes"]:
        return say("passes, but beyond the {most} wanted", most=say.number(choice.most))
    if row["high_enough"] is None:
        return say("too few votes to judge")
    if not row["high_enough"] and not row["many_enough"]:
        return say("fails both limits")
    return say("score not sure enough") if not row["high_enough"] else say("wanted by too few")


def _share(part: Any, whole: Any, say: Speaker) -> str:
    if pd.isna(part) or pd.isna(whole) or not whole:
        return "–"
    return say.share(int(part), int(whole))


def _range(low: Any, high: Any, say: Speaker) -> str:
    if pd.isna(low) or pd.isna(high):
        return "–"
    return (
        say.number(low) if low == high else say("{low} to {high}", low=say.number(low), high=say.number(high))
    )


def _scores_between(row: dict[Any, Any], say: Speaker) -> str:
    low, high, n = row["score_low"], row["score_high"], row["n"]
    if pd.isna(low) or pd.isna(high):
        return "–"
    ends = [say.number(end, digits(n)) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else say("{low} to {high}", low=ends[0], high=ends[1])


def _of_hundred(p: float | None, say: Speaker) -> str:
    if p is None:
        return "–"
    return say("fewer than 1") if p < 0.01 else say.number(100 * p)
