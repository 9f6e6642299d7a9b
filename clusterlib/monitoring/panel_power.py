"""Which difference a comparison of firms can find at all, and how far chance alone goes (method T32)."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr
from scipy.stats import chi2, t

from clusterlib.patience import each

#: Nodes of the integral over the spread that a sample happens to show.
_NODES = 400


def power(shift: float, df: int, *, alpha: float = 0.05) -> float:
    """Chance that a two-sided t-test finds a shift of so many standard errors.

    The noncentral t distribution is integrated here over the standard deviation a sample may show; the
    closed routines lose accuracy for large shifts.

    Parameters
    ----------
    shift : float
        True value in standard errors.
    df : int
        Degrees of freedom, at least 1.
    alpha : float
        Level of the test.

    Returns
    -------
    float

    Examples
    --------
    >>> round(power(0.0, 14), 4)
    0.05
    """
    seen = _spreads(df) * float(t.ppf(1 - alpha / 2, df))
    return float(_nodes()[1] @ (ndtr(shift - seen) + ndtr(-shift - seen)))


@cache
def _nodes() -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights of an integral from 0 to 1."""
    places, weights = np.polynomial.legendre.leggauss(_NODES)
    return (places + 1) / 2, weights / 2


@cache
def _spreads(df: int) -> np.ndarray:
    """Observed by true standard deviation, at the nodes of its distribution."""
    return np.asarray(np.sqrt(chi2.ppf(_nodes()[0], df) / df), dtype=float)


def detectable(n: int, other: int = 0, *, power_wanted: float = 0.8, alpha: float = 0.05) -> float | None:
    """Least mean change, in standard deviations of the changes, that is found with the power wanted.

    Parameters
    ----------
    n : int
        Firms with both values.
    other : int
        Firms of a second group, when two groups are compared; 0 for one group alone.
    power_wanted : float
        Share of studies that would find it.
    alpha : float
        Level of the two-sided test.

    Returns
    -------
    float or None
        None when there are too few firms for a spread.

    Examples
    --------
    >>> [round(detectable(n), 3) for n in (15, 30)]
    [0.778, 0.529]
    >>> [round(detectable(a, b), 3) for a, b in ((15, 15), (15, 30), (30, 30))]
    [1.06, 0.906, 0.736]
    """
    df = n + other - 2 if other else n - 1
    if n < 1 or df < 1:
        return None
    root = math.sqrt(n * other / (n + other) if other else n)
    high = 4.0
    while power(high, df, alpha=alpha) < power_wanted and high < 1e6:
        high *= 2
    found = brentq(lambda shift: power(shift, df, alpha=alpha) - power_wanted, 0.0, high, xtol=1e-10)
    return float(found) / root


def shuffled(cluster: np.ndarray, comparison: np.ndarray, *, draws: int, seed: int) -> float:
    """How often dealing the groups out anew gives a difference as far from zero: (1 + as far)/(draws + 1).

    Parameters
    ----------
    cluster, comparison : array of float
        Changes of the firms of each group, at least one in each.
    draws, seed : int
        Random deals and their start.

    Examples
    --------
    >>> shuffled(np.array([1.0, 1]), np.array([1.0, 1]), draws=99, seed=1)
    1.0
    """
    every = np.concatenate([cluster, comparison])
    centred, n = every - every.mean(), len(cluster)
    seen = abs(float(cluster.mean() - comparison.mean()))
    slack = 1e-12 * max(1.0, float(np.abs(centred).max()))
    rng, far = np.random.default_rng(seed), 0
    block = max(1, 2_000_000 // len(every))
    for start in each(range(0, draws, block)):
        dealt = rng.permuted(np.tile(centred, (min(block, draws - start), 1)), axis=1)
        gaps = dealt[:, :n].mean(axis=1) - dealt[:, n:].mean(axis=1)
        far += int(np.count_nonzero(np.abs(gaps) >= seen - slack))
    return (1 + far) / (draws + 1)
