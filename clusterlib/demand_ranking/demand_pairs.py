"""Which demands cannot be told apart with these votes: sign tests of all pairs (guide L1616-1631)."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binom

from clusterlib.demand_ranking.demands import Scores
from clusterlib.demand_ranking.voting_rules import prefer
from clusterlib.faults import DomainError

Silence = Literal["counts", "people", "items"]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of demands that differ surely, and the groups that do not.

    Attributes
    ----------
    scores : Scores
        The votes judged.
    items : DataFrame
        One row per demand with a score, first place on top: item_id, text (and twins), score, rank.
    table : DataFrame
        One row per pair: first, second (item_id, the higher score first), above, below (people who give the
        first, the second the higher vote), p (two-sided sign test), p_holm, apart.
    groups : tuple of tuple of int
        Runs of neighbouring rows of `items` within which no pair differs surely; a row may be in several.
    needed : int
        People who at least must vote before a unanimous pair could differ surely.
    alpha : float
        Chance that is accepted of one false difference or more among all pairs.
    silence : str or None
        "counts" only totals known, "people" fewer than `least`, "items" fewer than two demands.
    """

    scores: Scores
    items: pd.DataFrame
    table: pd.DataFrame
    groups: tuple[tuple[int, ...], ...]
    needed: int
    alpha: float
    silence: Silence | None

    @property
    def apart(self) -> int:
        """Number of pairs that differ surely."""
        return int(self.table["apart"].sum())


def tell_apart(scores: Scores, *, alpha: float = 0.05, least: int = 5) -> Pairs:
    """Compare every two demands person by person, and group those that cannot be told apart.

    A person who gives both the same vote says nothing about the pair. Holm's correction (1979) keeps the
    chance of any false difference among all pairs below `alpha`.

    Parameters
    ----------
    scores : Scores
        Result of `demands.score`, from single votes.
    alpha : float
        Accepted chance of one false difference or more, between 0 and 1.
    least : int
        With fewer people nothing is tested.

    Returns
    -------
    Pairs

    Raises
    ------
    DomainError
        `alpha` outside 0 to 1.

    Examples
    --------
    Six people prefer A to B and B to C, without exception: p = 2/64 each, times three by Holm.

    >>> from clusterlib.demand_ranking import demands
    >>> items = pd.DataFrame({"item_id": list("ABC"), "category": "x", "text": list("ABC")})
    >>> rows = [(f"r{i}", item, 3 - place) for i in range(6) for place, item in enumerate("ABC")]
    >>> votes = pd.DataFrame(rows, columns=["respondent_id", "item_id", "score"])
    >>> found = tell_apart(demands.score(items, None, votes))
    >>> found.table["p_holm"].tolist(), found.groups, found.needed
    ([0.09375, 0.09375, 0.09375], ((0, 1, 2),), 7)
    """
    if not 0 < alpha < 1:
        raise DomainError(f"alpha {alpha}: use a chance between 0 and 1.")
    rows = scores.table[scores.table["score"].notna()].sort_values("rank", kind="stable")
    names = [c for c in rows if c == "text" or str(c).startswith("text_")]
    items = rows[["item_id", *names, "score", "rank"]].reset_index(drop=True)
    needed = _needed(comb(len(items), 2), alpha)
    matrix = scores.ballot.matrix
    silence: Silence | None = "items" if len(items) < 2 else "counts" if matrix is None else None
    if silence is None and scores.persons < least:
        silence = "people"
    if silence is not None or matrix is None:
        return Pairs(scores, items, _tests(items, None, alpha), (), needed, alpha, silence)
    table = _tests(items, prefer(matrix[:, rows.index.to_numpy()]), alpha)
    return Pairs(scores, items, table, _groups(table, len(items)), needed, alpha, None)


def holm(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chances corrected for testing many pairs at once (Holm 1979).

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03])).round(4)
    array([0.03, 0.06, 0.06])
    """
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    corrected = np.empty(len(p))
    corrected[order] = np.minimum(1.0, stepped)
    return corrected


def _tests(items: pd.DataFrame, above: NDArray[np.int64] | None, alpha: float) -> pd.DataFrame:
    columns = ["first", "second", "above", "below", "p", "p_holm", "apart"]
    if above is None:
        return pd.DataFrame(columns=columns).astype({"apart": bool})
    i, j = np.triu_indices(len(items), k=1)
    up, down = above[i, j], above[j, i]
    p = np.minimum(1.0, 2 * binom.cdf(np.minimum(up, down), up + down, 0.5))
    corrected = holm(p)
    keys = items["item_id"].to_numpy()
    values = (keys[i], keys[j], up, down, p, corrected, corrected < alpha)
    return pd.DataFrame(dict(zip(columns, values, strict=True)))


def _groups(table: pd.DataFrame, k: int) -> tuple[tuple[int, ...], ...]:
    """Longest runs of rows without a pair that differs; the table's pairs stand row by row."""
    differ = np.zeros((k, k), dtype=bool)
    differ[np.triu_indices(k, k=1)] = table["apart"].to_numpy()
    runs: list[tuple[int, ...]] = []
    for start in range(k):
        end = start
        while end + 1 < k and not differ[start : end + 1, end + 1].any():
            end += 1
        if not runs or end > runs[-1][-1]:
            runs.append(tuple(range(start, end + 1)))
    return tuple(runs)


def _needed(pairs: int, alpha: float) -> int:
    """Least people n with 2 * 0.5**n * pairs < alpha: what a unanimous pair needs in the strictest step."""
    people = 1
    while pairs and 2 * 0.5**people * pairs >= alpha:
        people += 1
    return people
