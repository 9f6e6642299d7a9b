"""How far the jobs of an industry sit in few plants: Herfindahl index of plant sizes, or its bounds.

The Ellison–Glaeser index of an industry needs it beside the shares of the regions.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

#: Plants of one size class: the least and the most jobs (None where it is open), and how many plants.
Class: TypeAlias = tuple[int, int | None, int]


def herfindahl(jobs: float, squares: float) -> float | None:
    """Sum of the squared shares of the plants; None without jobs.

    Parameters
    ----------
    jobs, squares : float
        Sum of the jobs of all plants, and of their squares.

    Examples
    --------
    >>> herfindahl(100, 50**2 + 30**2 + 20**2)
    0.38
    """
    return squares / jobs**2 if jobs > 0 else None


def bounds(classes: Sequence[Class]) -> tuple[float, float] | None:
    """The least and the most the Herfindahl index can be, from size classes; None without plants.

    The least is reached when all plants are as equal as their classes let them be, the most when
    the largest are at the top of their classes and the others at the bottom. Where classes overlap,
    the most is a bound that may not be reached.

    Examples
    --------
    >>> bounds([(10, 10, 2), (20, 20, 1)])
    (0.375, 0.375)
    >>> bounds([(1, 9, 2), (10, None, 1)])[1]
    1.0
    """
    held = sorted((low, high, count) for low, high, count in _closed(classes) if count > 0)
    if not held or not any(high > 0 for _, high, _ in held):
        return None
    return _least(held), _most(held)


def _closed(classes: Sequence[Class]) -> list[tuple[float, float, int]]:
    return [(float(low), np.inf if high is None else float(high), count) for low, high, count in classes]


def _least(held: list[tuple[float, float, int]]) -> float:
    """All plants at one size, as far as their classes allow: that size is searched among its corners."""
    low, high, count = (np.array(column, np.float64) for column in zip(*held, strict=True))
    corners = np.unique(np.concatenate([low, high[np.isfinite(high)]]))
    tried = list(corners)
    for start, end in zip(corners, [*corners[1:], np.inf], strict=True):
        fixed = (high <= start) | (low >= end)
        size = np.where(high <= start, high, low)[fixed]
        first, second = float((count[fixed] * size).sum()), float((count[fixed] * size**2).sum())
        if first > 0:
            tried.append(float(np.clip(second / first, start, end)))
    sizes = [np.clip(at, low, high) for at in tried]
    return float(min((count * s**2).sum() / (count * s).sum() ** 2 for s in sizes if (count * s).sum() > 0))


def _most(held: list[tuple[float, float, int]]) -> float:
    if any(np.isinf(high) for _, high, _ in held):
        return 1.0
    if any(a[1] > b[0] for a, b in itertools.pairwise(held)):  # they overlap
        low, high, _ = held[-1]
        top = max(high for _, high, _ in held)
        rest = sum(low * count for low, _, count in held) - low
        return float(top / (top + max(rest, 0.0)))
    jobs = sum(low * count for low, _, count in held)
    squares = sum(low**2 * count for low, _, count in held)
    best = squares / jobs**2 if jobs > 0 else 0.0
    for low, high, count in reversed(held):
        raised = np.arange(1, count + 1)
        more, wider = jobs + raised * (high - low), squares + raised * (high**2 - low**2)
        best = max(best, float((wider[more > 0] / more[more > 0] ** 2).max(initial=0.0)))
        jobs, squares = float(more[-1]), float(wider[-1])
    return float(min(best, 1.0))
