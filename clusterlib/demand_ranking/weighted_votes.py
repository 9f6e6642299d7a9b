"""A second view in which answers have weights; one person, one vote stays the first (guide L1616-1631)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from clusterlib.demand_ranking.demand_readings import quoted
from clusterlib.demand_ranking.demands import Scores, digits, places
from clusterlib.demand_ranking.vote_weights import By, weights_of
from clusterlib.readings import Speaker
from clusterlib.twins import texts

Silence = Literal["counts", "equal"]


@dataclass(frozen=True, slots=True)
class Weighted:
    """Places with and without weights.

    Attributes
    ----------
    scores : Scores
        One person, one vote.
    table : DataFrame
        One row per demand with a score, first place on top: item_id, text (and twins), score, rank, score_w,
        rank_w, moved (places won by the weights; negative: lost).
    weight : float
        Sum of the weights.
    voices : float
        People with equal weights that would count as much: (sum of weights)^2 / sum of squares (Kish 1965).
    heaviest : float
        Largest share of one answer in the sum.
    silence : str or None
        "counts" only totals known, "equal" all weights are the same.
    by : str
        What gives the weights: "weight" (column of the respondents), "influence" or "size".
    unknown : int
        Voters of whom that is not known; they count 1.
    far : int
        Places a demand must move to be named.
    """

    scores: Scores
    table: pd.DataFrame
    weight: float
    voices: float
    heaviest: float
    silence: Silence | None
    by: By = "weight"
    unknown: int = 0
    far: int = 2


def weigh(
    scores: Scores,
    respondents: pd.DataFrame | None = None,
    stakeholders: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
    *,
    by: By = "weight",
    sizes: str = "10;50;250",
    far: int = 2,
) -> Weighted:
    """Score the demands again with the weight of each respondent.

    Parameters
    ----------
    scores : Scores
        Result of `demands.score`, from single votes.
    respondents : DataFrame, optional
        respondent_id and weight, size, actor_id; a person of whom nothing is known counts 1.
    stakeholders, actors : DataFrame, optional
        Influence and employees of the organisation a person answers for.
    by, sizes
        What gives the weights; see `vote_weights.weights_of`.
    far : int
        Places a demand must move to be named.

    Returns
    -------
    Weighted

    Raises
    ------
    DomainError
        A weight of 0 or below, or an unknown word for `by`.

    Examples
    --------
    >>> from clusterlib.demand_ranking import demands
    >>> items = pd.DataFrame({"item_id": list("AB"), "category": "x", "text": list("AB")})
    >>> rows = [("r1", "A", 3), ("r1", "B", 1), ("r2", "A", 1), ("r2", "B", 2)]
    >>> votes = pd.DataFrame(rows, columns=["respondent_id", "item_id", "score"])
    >>> people = pd.DataFrame({"respondent_id": ["r1", "r2"], "weight": [1.0, 3.0]})
    >>> found = weigh(demands.score(items, None, votes), people)
    >>> found.table[["item_id", "score_w", "moved"]].values.tolist(), found.voices
    ([['A', 1.5, -1], ['B', 1.75, 1]], 1.6)
    """
    keep = scores.table["score"].notna()
    names = [c for c in scores.table if c == "text" or str(c).startswith("text_")]
    rows = scores.table.loc[keep, ["item_id", *names, "score", "rank"]].assign(
        score_w=np.nan, rank_w=np.nan, moved=np.nan
    )
    matrix = scores.ballot.matrix
    if matrix is None:
        return Weighted(scores, rows.reset_index(drop=True), 0.0, 0.0, 0.0, "counts", by)
    given = weights_of(respondents, stakeholders, actors, by=by, sizes=sizes)
    weights = np.array([given.get(person, 1.0) for person in scores.ballot.respondents])
    matrix = matrix[:, keep.to_numpy()]
    heard = weights @ ~np.isnan(matrix)
    rows["score_w"] = (weights @ np.nan_to_num(matrix)) / heard
    rows["rank_w"] = pd.array(places(rows["score_w"].round(9).to_numpy()), dtype="Int64")
    rows["moved"] = rows["rank"] - rows["rank_w"]
    total = float(weights.sum())
    silence: Silence | None = "equal" if np.ptp(weights) == 0 else None
    voices = total**2 / float((weights**2).sum())
    table = rows.sort_values("rank", kind="stable").reset_index(drop=True)
    unknown = sum(person not in given for person in scores.ballot.respondents)
    return Weighted(scores, table, total, voices, float(weights.max()) / total, silence, by, unknown, far)


def table_weighted(weighted: Weighted, *, say: Speaker) -> pd.DataFrame:
    """Scores and places with and without weights, at most ten rows; nothing where nothing differs."""
    if weighted.silence is not None:
        return pd.DataFrame()
    rows, n = weighted.table.head(10), weighted.scores.persons
    return pd.DataFrame(
        {
            say("Demand"): texts(rows, "text", say=say),
            say("Score, one person one vote"): [say.number(v, digits(n)) for v in rows["score"]],
            say("Place"): [say.number(v) for v in rows["rank"]],
            say("Score with weights"): [say.number(v, digits(n)) for v in rows["score_w"]],
            say("Place with weights"): [say.number(v) for v in rows["rank_w"]],
        }
    )


def read_weighted(weighted: Weighted, *, say: Speaker) -> str:
    """Sentences on what weights would change.

    Parameters
    ----------
    weighted : Weighted
        Result of `weigh`.
    say : Speaker
        Language of the reader.
    """
    if weighted.silence == "counts":
        return say(
            "What weights would change cannot be said: only totals are known, not who gave which vote."
        )
    if weighted.silence == "equal":
        return _equal(weighted, say)
    told = [_base(weighted, say), _moves(weighted, weighted.far, say)]
    told.append(
        say(
            "With these weights {n} voters count as much as {voices} with equal voices; the heaviest "
            "answer alone"
            " is {share} of the sum.",
            n=say.number(weighted.scores.persons),
            voices=say.number(weighted.voices, 1),
            share=say.percent(weighted.heaviest),
        )
    )
    told.append(
        say("This second view informs, it does not decide: all that follows rests on one person, one vote.")
    )
    return " ".join(part for part in told if part)


def _equal(weighted: Weighted, say: Speaker) -> str:
    """Why the second view is the first."""
    if weighted.by == "weight":
        return say(
            "All answers have the same weight, so the second view is the first. Weights stand in the table"
            " “respondents”."
        )
    if weighted.unknown and weighted.unknown == len(weighted.scores.ballot.respondents):
        return (
            say(
                "The influence of nobody who voted is known, so the second view is the first. The column "
                "actor_id of the table “respondents” would lead to it."
            )
            if weighted.by == "influence"
            else say(
                "The size of no firm that voted is known, so the second view is the first. The column size of"
                " the table “respondents” would tell, or actor_id would lead to it."
            )
        )
    return say("All who voted have the same weight, so the second view is the first.")


def _base(weighted: Weighted, say: Speaker) -> str:
    """What gives the weights, where it is not a number that somebody wrote down."""
    if weighted.by == "weight":
        return ""
    told = (
        say("Each answer counts by the influence of its organisation: 1 low, 2 medium, 3 high.")
        if weighted.by == "influence"
        else say("Each answer counts by the size of its firm: 1 micro, 2 small, 3 medium, 4 large.")
    )
    if not weighted.unknown:
        return told
    return f"{told} " + say.plural(
        weighted.unknown,
        "For one voter it is not known; this answer counts 1.",
        "For {n} voters it is not known; their answers count 1.",
    )


def _moves(weighted: Weighted, far: int, say: Speaker) -> str:
    moved = weighted.table[weighted.table["moved"].abs() >= far]
    first = set(weighted.table.loc[weighted.table["rank"] == 1, "item_id"])
    first_w = weighted.table[weighted.table["rank_w"] == 1]
    if set(first_w["item_id"]) != first:
        return say(
            "With weights another demand is first: {names}. Talk about it before you name a winner.",
            names=quoted(first_w, say=say, limit=3),
        )
    if moved.empty:
        return say("With weights the same demand is first, and no other moves far.")
    return say(
        "With weights the same demand is first; further down the places move for {names}.",
        names=quoted(moved, say=say, limit=4),
    )
