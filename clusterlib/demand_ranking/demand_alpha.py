"""Do people give the same votes? Krippendorff's alpha for ordered answers, gaps allowed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def ordinal(matrix: NDArray[np.float64]) -> float | None:
    """Agreement of the votes beyond chance: 1 the same votes by all, 0 as by chance (Krippendorff 2004).

    Unlike Kendall's W it uses every answer, also those of people who left some out; a demand with a single
    answer says nothing.

    Parameters
    ----------
    matrix : float array, shape (raters, items)
        Votes, NaN where a person did not answer.

    Returns
    -------
    float or None
        None where nobody could disagree: no two answers on one demand, or one answer everywhere.

    Examples
    --------
    >>> round(ordinal(np.array([[1.0, 2, 3, 3], [1, 2, 3, 2], [1, 2, 3, 3]])), 6)
    0.852679
    >>> ordinal(np.array([[3.0, 3], [3, np.nan]])) is None
    True
    """
    matrix = matrix[:, (~np.isnan(matrix)).sum(axis=0) > 1]
    values = np.unique(matrix[~np.isnan(matrix)])
    if len(values) < 2:
        return None
    votes = np.stack([(matrix == value).sum(axis=0) for value in values], axis=1).astype(float)
    answers = votes.sum(axis=1, keepdims=True)
    # how often two answers meet on one demand, each demand with the weight of its answers
    meet = votes.T @ (votes / (answers - 1)) - np.diag((votes / (answers - 1)).sum(axis=0))
    given = meet.sum(axis=1)
    apart = _distance(given)
    by_chance = float((np.outer(given, given) * apart).sum())
    return 1 - float(given.sum() - 1) * float((meet * apart).sum()) / by_chance


def _distance(given: NDArray[np.float64]) -> NDArray[np.float64]:
    """Squared distance of two answers: the answers between them, those at the ends counted half."""
    upto = given.cumsum()
    low, high = np.minimum(upto[:, None], upto[None, :]), np.maximum(upto[:, None], upto[None, :])
    smaller = np.minimum.outer(np.arange(len(given)), np.arange(len(given)))
    between = high - low + given[smaller]
    half = (given[:, None] + given[None, :]) / 2
    return np.asarray((between - half) ** 2, dtype="float64")
