"""A second view in which answers have weights; one person, one vote stays the first (guide L1616-1631)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from clusterlib.demand_ranking.demand_readings import quoted
from clusterlib.demand_ranking.demands import Scores, digits, places
from clusterlib.faults import DomainError
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
    """

    scores: Scores
    table: pd.DataFrame
    weight: float
    voices: float
    heaviest: float
    silence: Silence | None


def weigh(scores: Scores, respondents: pd.DataFrame | None = None) -> Weighted:
    """Score the demands again with the weight of each respondent.

    Parameters
    ----------
    scores : Scores
        Result of `demands.score`, from single votes.
    respondents : DataFrame, optional
        respondent_id and weight; a person without a weight counts 1.

    Returns
    -------
    Weighted

    Raises
    ------
    DomainError
        A weight of 0 or below.

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
        return Weighted(scores, rows.reset_index(drop=True), 0.0, 0.0, 0.0, "counts")
    given: dict[str, float] = {}
    if respondents is not None and "weight" in respondents:
        found = respondents[respondents["weight"].notna()]
        given = dict(zip(found["respondent_id"].astype(str), found["weight"].astype(float), strict=True))
    weights = np.array([given.get(person, 1.0) for person in scores.ballot.respondents])
    if (weights <= 0).any():
        raise DomainError("respondents, column weight: a weight is 0 or below. Use a number above 0.")
    matrix = matrix[:, keep.to_numpy()]
    heard = weights @ ~np.isnan(matrix)
    rows["score_w"] = (weights @ np.nan_to_num(matrix)) / heard
    rows["rank_w"] = pd.array(places(rows["score_w"].round(9).to_numpy()), dtype="Int64")
    rows["moved"] = rows["rank"] - rows["rank_w"]
    total = float(weights.sum())
    silence: Silence | None = "equal" if np.ptp(weights) == 0 else None
    voices = total**2 / float((weights**2).sum())
    table = rows.sort_values("rank", kind="stable").reset_index(drop=True)
    return Weighted(scores, table, total, voices, float(weights.max()) / total, silence)


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


def read_weighted(weighted: Weighted, *, say: Speaker, far: int = 2) -> str:
    """Sentences on what weights would change.

    Parameters
    ----------
    weighted : Weighted
        Result of `weigh`.
    say : Speaker
        Language of the reader.
    far : int
        Places a demand must move to be named.
    """
    if weighted.silence == "counts":
        return say(
            "What weights would change cannot be said: only totals are known, not who gave which vote."
        )
    if weighted.silence == "equal":
        return say(
            "All answers have the same weight, so the second view is the first. Weights stand in the table"
            " “respondents”."
        )
    told = [_moves(weighted, far, say)]
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
    return " ".join(told)


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
