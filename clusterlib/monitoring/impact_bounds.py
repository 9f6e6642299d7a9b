"""How sure is a survey of members: precision in a small group, and what the silent could change."""

from __future__ import annotations

import math

import numpy as np

from clusterlib.faults import DomainError
from clusterlib.patience import each

#: Normal quantile of a 95 % interval, as survey books round it.
Z_95 = 1.96


def margin(answered: int, invited: int, *, share: float = 0.5) -> float | None:
    """Half width of a 95 % interval of a share, with the correction for a small group (T31).

    It assumes that not answering has nothing to do with the answer.

    Parameters
    ----------
    answered, invited : int
        Answers, and members asked.
    share : float
        Share that is estimated; one half is the widest case.

    Returns
    -------
    float or None
        As a share between 0 and 1; 0 when all or the only member answered, None without an answer.

    Raises
    ------
    DomainError
        If more answered than were asked.

    Examples
    --------
    >>> [round(100 * margin(n, N), 4) for n, N in ((35, 50), (21, 30), (84, 120))]
    [9.1652, 11.9135, 5.8812]
    """
    _counts(answered, invited)
    if not answered:
        return None
    if invited == 1:
        return 0.0
    return Z_95 * math.sqrt(share * (1 - share) / answered * (invited - answered) / (invited - 1))


def mean_bounds(mean: float, response: float, *, lowest: float = 0.0, highest: float) -> tuple[float, float]:
    """Least and greatest mean of all who were asked, whatever the silent would have said (Manski 1990).

    Parameters
    ----------
    mean : float
        Mean of those who answered.
    response : float
        Share that answered.
    lowest, highest : float
        Bounds that no answer can leave.

    Examples
    --------
    >>> low, high = mean_bounds(35200, 0.78, highest=250000)
    >>> round(high - low), round(mean_bounds(35200, 0.7, highest=250000)[1] - 24640)
    (55000, 75000)
    """
    if not 0 <= response <= 1 or lowest > highest:
        raise DomainError("mean_bounds: the response lies between 0 and 1, and lowest is not above highest.")
    silent = 1 - response
    return response * mean + silent * lowest, response * mean + silent * highest


def share_bounds(yes: int, answered: int, invited: int) -> tuple[float, float] | None:
    """Least and greatest share of *yes* among all who were asked.

    Examples
    --------
    >>> share_bounds(6, 10, 12)
    (0.5, 0.6666666666666666)
    """
    _counts(answered, invited)
    if not invited:
        return None
    return yes / invited, (yes + invited - answered) / invited


def bootstrap(
    values: np.ndarray, statistic: str, *, draws: int = 10000, seed: int = 20260101, level: float = 0.95
) -> tuple[float, float]:
    """Percentile interval of a median or mean by drawing the answers again with replacement.

    Parameters
    ----------
    values : array of float, shape (n,)
        Answers without blanks, n >= 1.
    statistic : {"median", "mean"}
        What is estimated.
    draws : int
        Number of samples drawn.
    seed : int
        Start of the random numbers.
    level : float
        Coverage wanted.

    Returns
    -------
    tuple of float
        Lower and upper end.

    Examples
    --------
    >>> bootstrap(np.array([3.0, 3.0, 3.0]), "median", draws=50)
    (3.0, 3.0)
    """
    rng = np.random.default_rng(seed)
    function = np.median if statistic == "median" else np.mean
    block = max(1, 2_000_000 // max(1, len(values)))
    found = [
        function(values[rng.integers(0, len(values), size=(min(block, draws - start), len(values)))], axis=1)
        for start in each(range(0, draws, block))
    ]
    low, high = np.quantile(np.concatenate(found), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _counts(answered: int, invited: int) -> None:
    if answered > invited or answered < 0:
        raise DomainError(
            f"{answered} answers from {invited} members asked: every invited member has one row."
        )
