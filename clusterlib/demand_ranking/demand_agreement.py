"""Do the respondents want the same order? Kendall's W on the single votes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2, rankdata

from clusterlib.demand_ranking import demand_alpha
from clusterlib.demand_ranking.demands import Scores
from clusterlib.patience import each

Silence = Literal["counts", "people", "items", "ties"]
#: Largest number of shuffled ranks; more people or demands mean fewer shuffles, never more waiting.
_WORK = 20_000_000


@dataclass(frozen=True, slots=True)
class Concordance:
    """Agreement of m raters on the order of k items.

    Attributes
    ----------
    w : float
        Kendall's W with ties, 0 no agreement, 1 the same order by all.
    chi2, p_chi2 : float
        Friedman's statistic and its p from the chi-square table, good only for many raters.
    rho : float
        Mean of the pairwise rank correlations; NaN if no two raters have both an order.
    """

    w: float
    chi2: float
    p_chi2: float
    rho: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether the votes show a common order.

    Attributes
    ----------
    scores : Scores
        The votes judged.
    people, items, left_out : int
        Respondents with a full ballot, demands, respondents left out because an answer is missing.
    result : Concordance or None
        None when there is nothing to compute; `silence` says why.
    p : float or None
        Share of shuffled ballots that agree at least as well; None with fewer than `least` people.
    shuffles, seed, least : int
        Shuffles made, start of the random numbers, people below which no p is given.
    alpha : float
        A share below this is taken for a common order.
    silence : str or None
        "counts" only totals known, "people" fewer than 3, "items" fewer than 2, "ties" nobody ranks anything.
    chance : (float, float) or None
        W of the middle 95 of 100 shuffles.
    alike : float or None
        Krippendorff's alpha of the votes, all answers used; see `demand_alpha.ordinal`.
    """

    scores: Scores
    people: int
    items: int
    left_out: int
    result: Concordance | None
    p: float | None
    shuffles: int
    seed: int
    least: int
    alpha: float
    silence: Silence | None
    chance: tuple[float, float] | None = None
    alike: float | None = None


def agree(
    scores: Scores,
    *,
    shuffles: int = 10_000,
    seed: int = 20260101,
    least: int = 5,
    alpha: float = 0.05,
) -> Agreement:
    """Judge whether respondents agree on an order of the demands.

    Only people who voted on every demand with votes enter. The p comes from shuffling each person's own
    ranks, since the chi-square table is unreliable for small workshops.

    Parameters
    ----------
    scores : Scores
        Result of `demands.score`.
    shuffles, seed : int
        Number of shuffles and start of the random numbers.
    least : int
        With fewer people no p is given.
    alpha : float
        Limit below which the order is called common.

    Returns
    -------
    Agreement

    Examples
    --------
    >>> import pandas as pd
    >>> from clusterlib.demand_ranking import demands
    >>> items = pd.DataFrame({"item_id": list("ABC"), "category": "x", "text": list("ABC")})
    >>> rows = [(f"r{i}", item, 3 - j) for i in range(6) for j, item in enumerate("ABC")]
    >>> votes = pd.DataFrame(rows, columns=["respondent_id", "item_id", "score"])
    >>> found = agree(demands.score(items, None, votes), shuffles=200)
    >>> found.result.w, found.p < 0.05
    (1.0, True)
    """
    matrix = scores.ballot.matrix
    if matrix is None:
        return Agreement(scores, 0, len(scores.voted), 0, None, None, 0, seed, least, alpha, "counts")
    matrix = matrix[:, scores.ballot.n > 0]
    alike = demand_alpha.ordinal(matrix)
    full = ~np.isnan(matrix).any(axis=1)
    left_out, matrix = int((~full).sum()), matrix[full]
    people, items = matrix.shape
    silence: Silence | None = "items" if items < 2 else "people" if people < 3 else None
    found = None if silence else concordance(matrix)
    if silence is None and found is None:
        silence = "ties"
    p, chance, made = None, None, 0
    if found is not None and people >= least:
        made = max(1, min(shuffles, _WORK // matrix.size))
        ranks = _ranked(matrix)
        squares = _shuffled(ranks, made, seed)
        reached = int((squares >= (ranks.sum(axis=0) ** 2).sum()).sum())
        p = (1 + reached) / (made + 1)
        low, high = _w(np.quantile(squares, [0.025, 0.975]), ranks)
        chance = (float(low), float(high))
    return Agreement(
        scores, people, items, left_out, found, p, made, seed, least, alpha, silence, chance, alike
    )


def concordance(matrix: NDArray[np.float64]) -> Concordance | None:
    """Kendall's W with ties of a raters x items table (Kendall and Babington Smith 1939).

    Parameters
    ----------
    matrix : float array, shape (raters, items)
        Votes without gaps; only their order within a row counts.

    Returns
    -------
    Concordance or None
        None when every rater gives all items the same vote: then there is no order to agree on.

    Examples
    --------
    >>> found = concordance(np.array([[1.0, 2, 3], [1, 2, 3], [3, 2, 1]]))
    >>> round(found.w, 4), round(found.chi2, 4), round(found.rho, 4)
    (0.1111, 0.6667, -0.3333)
    """
    ranks = _ranked(matrix)
    m, k = ranks.shape
    if not (np.ptp(ranks, axis=1) > 0).any():
        return None
    w = float(_w(np.array((ranks.sum(axis=0) ** 2).sum()), ranks))
    statistic = m * (k - 1) * w
    return Concordance(w, statistic, float(chi2.sf(statistic, k - 1)), _mean_correlation(ranks))


def _w(squares: NDArray[np.float64], ranks: NDArray[np.float64]) -> NDArray[np.float64]:
    """W from sums of squared rank sums; ties within a rater count as in Kendall and Babington Smith."""
    m, k = ranks.shape
    ties = sum(float((t**3 - t).sum()) for t in (np.unique(row, return_counts=True)[1] for row in ranks))
    below = m**2 * k * (k**2 - 1) - m * ties
    return np.asarray((12 * squares - 3 * m**2 * k * (k + 1) ** 2) / below, dtype="float64")


def _ranked(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    ranks: NDArray[np.float64] = rankdata(matrix, method="average", axis=1)
    return ranks


def _mean_correlation(ranks: NDArray[np.float64]) -> float:
    """Mean of all pairwise rank correlations; raters without an order are left out."""
    moving = ranks[ranks.std(axis=1) > 0]
    if len(moving) < 2:
        return float("nan")
    pairs = np.corrcoef(moving)[np.triu_indices(len(moving), k=1)]
    return float(pairs.mean())


def _shuffled(ranks: NDArray[np.float64], shuffles: int, seed: int) -> NDArray[np.float64]:
    """Sum of the squared rank sums in each shuffle; rank sums are exact, so ties are."""
    rng = np.random.default_rng(seed)
    step = max(1, 2_000_000 // ranks.size)
    squares = []
    for start in each(range(0, shuffles, step)):
        block = np.broadcast_to(ranks, (min(step, shuffles - start), *ranks.shape))
        squares.append((rng.permuted(block, axis=2).sum(axis=1) ** 2).sum(axis=1))
    return np.concatenate(squares)
