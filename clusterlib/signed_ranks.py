"""Wilcoxon's signed ranks for small groups, exact also where changes are equal."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata


def signed_ranks(changes: np.ndarray) -> float | None:
    """Two-sided p-value of Wilcoxon's signed ranks, exact also with ties.

    Changes of zero are left out, as Wilcoxon did; all ways to put signs are counted.

    Parameters
    ----------
    changes : array of float, shape (n,)
        Without blanks.

    Returns
    -------
    float or None
        None when nothing changed.

    Examples
    --------
    >>> signed_ranks(np.array([1.0, 2, 3, 4, 5]))
    0.0625
    """
    moved = changes[np.abs(changes) > 1e-12]
    if not len(moved):
        return None
    # rounding keeps equal changes equal, twice the rank is a whole number
    sizes = np.round(np.abs(moved) / np.abs(moved).max(), 12)
    twice = np.round(2 * rankdata(sizes)).astype(int)
    ways = np.zeros(int(twice.sum()) + 1)
    ways[0] = 1.0
    for rank in twice:
        ways[rank:] = (ways[rank:] + ways[:-rank]) / 2
        ways[:rank] /= 2
    up = int(twice[moved > 0].sum())
    return float(min(1.0, 2 * min(ways[: up + 1].sum(), ways[up:].sum())))
