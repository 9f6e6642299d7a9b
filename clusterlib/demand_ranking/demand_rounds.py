"""Several rounds of voting: does a further one still change the order? (two-round Delphi)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from clusterlib.demand_ranking.demand_agreement import agree
from clusterlib.demand_ranking.demands import score
from clusterlib.readings import Speaker

Verdict = Literal["one round", "unknown", "agreed", "still", "go on"]


@dataclass(frozen=True, slots=True)
class Rounds:
    """Agreement on the order, round by round.

    Attributes
    ----------
    table : DataFrame
        round, people (full ballots), w (Kendall's W, NaN where it cannot be computed).
    verdict : str
        "agreed": W of the last round reaches `enough`. "still": it moved by less than `change`. "go on":
        neither. "unknown": a W is missing. "one round": nothing to compare.
    enough, change : float
        The two limits.
    """

    table: pd.DataFrame
    verdict: Verdict
    enough: float
    change: float


def follow(
    demands: pd.DataFrame,
    votes: pd.DataFrame | None = None,
    *,
    enough: float = 0.7,
    change: float = 0.05,
) -> Rounds:
    """Compare the agreement of the rounds, and say whether another one is worth the time.

    Parameters
    ----------
    demands : DataFrame
        Demands of the case.
    votes : DataFrame, optional
        Single votes with their round.
    enough, change : float
        W from which people agree well enough, and change of W below which more rounds bring little.

    Returns
    -------
    Rounds

    Examples
    --------
    >>> items = pd.DataFrame({"item_id": list("AB"), "category": "x", "text": list("AB")})
    >>> rows = [(f"r{i}", j, 3 - k, r) for r in (1, 2) for i in range(3) for k, j in enumerate("AB")]
    >>> votes = pd.DataFrame(rows, columns=["respondent_id", "item_id", "score", "round"])
    >>> follow(items, votes).verdict
    'agreed'
    """
    known: list[int] = []
    if votes is not None and len(votes):
        known = sorted({int(r) for r in votes["round"].dropna()})
    rows = []
    for number in known:
        found = agree(score(demands, None, votes, voting_round=number), shuffles=1)
        rows.append((number, found.people, found.result.w if found.result else float("nan")))
    table = pd.DataFrame(rows, columns=["round", "people", "w"])
    return Rounds(table, _verdict(table, enough, change), enough, change)


def _verdict(table: pd.DataFrame, enough: float, change: float) -> Verdict:
    if len(table) < 2:
        return "one round"
    before, last = table["w"].iloc[-2], table["w"].iloc[-1]
    if pd.isna(before) or pd.isna(last):
        return "unknown"
    if last >= enough:
        return "agreed"
    return "still" if abs(last - before) < change else "go on"


def table_rounds(rounds: Rounds, *, say: Speaker) -> pd.DataFrame:
    """Agreement of each round, for a person."""
    rows = rounds.table.tail(10)
    return pd.DataFrame(
        {
            say("Round"): [say.number(r) for r in rows["round"]],
            say("Full ballots"): [say.number(p) for p in rows["people"]],
            say("Agreement on the order, W (0 to 1)"): [say.number(w, 2) for w in rows["w"]],
        }
    )


def read_rounds(rounds: Rounds, *, say: Speaker) -> str:
    """Sentences on whether another round is worth it.

    Parameters
    ----------
    rounds : Rounds
        Result of `follow`.
    say : Speaker
        Language of the reader.
    """
    if rounds.verdict == "one round":
        return say(
            "There are no two rounds of single votes to compare. Where the order matters, let the same people"
            " vote again after a talk; then this part says whether they moved together."
        )
    before, last = (say.number(w, 2) for w in rounds.table["w"].tail(2))
    if rounds.verdict == "unknown":
        return say("In one of the rounds the agreement cannot be computed, so the rounds are not compared.")
    if rounds.verdict == "agreed":
        return say(
            "Agreement on the order went from {before} to {last} (1 is the same order by all): that is"
            " enough, another round would change little.",
            before=before,
            last=last,
        )
    if rounds.verdict == "still":
        return say(
            "Agreement on the order went from {before} to {last} (1 is the same order by all) and hardly"
            " moved: more rounds will not bring it; decide in a talk what the cluster does first.",
            before=before,
            last=last,
        )
    return say(
        "Agreement on the order went from {before} to {last} (1 is the same order by all). It still moves, so"
        " one more round after a talk is worth it.",
        before=before,
        last=last,
    )
