"""Do committed members say more benefit? An association, never an effect (guide L2992)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from clusterlib.patience import each


@dataclass(frozen=True, slots=True)
class Commitment:
    """Rank correlation of commitment and benefit.

    Attributes
    ----------
    n : int
        Members with both.
    rho : float or None
        Spearman's coefficient; None when n is too small or one side does not vary.
    p : float or None
        Two-sided permutation p-value.
    reason : str
        Why there is no coefficient: "", "few" or "constant".
    groups : tuple of (word, n, median or None)
        Members of low (1-2), medium (3) and high (4-5) commitment; the median is left out in a group
        smaller than `smallest`.
    """

    n: int
    rho: float | None
    p: float | None
    reason: str
    groups: tuple[tuple[str, int, float | None], ...]


def spearman(x: np.ndarray, y: np.ndarray) -> float | None:
    """Spearman's rank correlation with average ranks; None when one side does not vary.

    Examples
    --------
    >>> c = np.array([1, 1, 2, 2, 3, 3, 4, 4, 5, 5.0])
    >>> b = np.array([0, 0, 0, 2, 5, 0, 15, 20, 60, 250.0])
    >>> round(spearman(c, b), 4)
    0.9017
    """
    a, b = rankdata(x), rankdata(y)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 0 else None


def commitment(
    levels: np.ndarray, benefits: np.ndarray, *, draws: int = 10000, seed: int = 20260101, smallest: int = 5
) -> Commitment:
    """Set commitment against benefit over the members who said both.

    The p-value asks how often chance alone, by dealing out the benefits anew, gives a coefficient at
    least as far from 0: (1 + as far)/(draws + 1).

    Parameters
    ----------
    levels, benefits : array of float, shape (n,)
        Commitment 1 to 5 and benefit; NaN for blank.
    draws, seed : int
        Permutations and start of the random numbers.
    smallest : int
        No statistic for fewer members, and none for a group of fewer.

    Returns
    -------
    Commitment

    Examples
    --------
    >>> found = commitment(np.array([1.0, 2, 3]), np.array([0.0, 5, 9]))
    >>> found.n, found.rho, found.reason
    (3, None, 'few')
    """
    both = ~(np.isnan(levels) | np.isnan(benefits))
    order = np.lexsort((benefits[both], levels[both]))  # so that the order of rows is nothing to the draws
    x, y = levels[both][order], benefits[both][order]
    groups = tuple(
        _group(word, y[(x >= low) & (x <= high)], smallest)
        for word, low, high in (("low", 1, 2), ("medium", 3, 3), ("high", 4, 5))
    )
    if len(x) < smallest:
        return Commitment(len(x), None, None, "few", groups)
    rho = spearman(x, y)
    if rho is None:
        return Commitment(len(x), None, None, "constant", groups)
    return Commitment(len(x), rho, _permutation_p(x, y, rho, draws, seed), "", groups)


def _group(word: str, values: np.ndarray, smallest: int) -> tuple[str, int, float | None]:
    return word, len(values), float(np.median(values)) if len(values) >= smallest else None


def _permutation_p(x: np.ndarray, y: np.ndarray, rho: float, draws: int, seed: int) -> float:
    rng = np.random.default_rng(seed)
    a, b = rankdata(x), rankdata(y)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    block, far = max(1, 2_000_000 // len(x)), 0
    for start in each(range(0, draws, block)):
        dealt = rng.permuted(np.tile(b, (min(block, draws - start), 1)), axis=1)
        far += int(np.count_nonzero(np.abs(dealt @ a) / size >= abs(rho) - 1e-12))
    return (1 + far) / (draws + 1)
