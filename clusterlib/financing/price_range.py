"""Which prices people find right: four prices from each person (Van Westendorp 1976)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterlib import tables
from clusterlib.faults import DomainError

#: The four prices of a person, from low to high.
PRICES = ("too_cheap", "cheap", "expensive", "too_expensive")
#: Where two curves cross: one that falls with the price and one that rises.
_CROSSINGS = {
    "low": ("too_cheap", "expensive"),
    "usual": ("cheap", "expensive"),
    "best": ("too_cheap", "too_expensive"),
    "high": ("cheap", "too_expensive"),
}
#: Ends of the interval: 90 of 100 resamples lie inside.
_ENDS = (0.05, 0.95)


@dataclass(frozen=True, slots=True, eq=False)
class Range:
    """Prices for one service.

    Attributes
    ----------
    service_id : str
        The service.
    respondents : int
        People who named all four prices.
    curves : DataFrame
        One row per price named: price, and the share of people for whom it is too_cheap, cheap,
        expensive, too_expensive (0 to 1).
    low, high : float or None
        Ends of the range that most accept: below `low` more people doubt the quality than find the price
        dear, above `high` more find it out of the question than cheap. None with too few people.
    best, usual : float or None
        Price at which as many find it too cheap as too dear, and as many cheap as dear.
    spread : dict
        For each of the four the range of 90 % of the resamples.
    """

    service_id: str
    respondents: int
    curves: pd.DataFrame
    low: float | None
    high: float | None
    best: float | None
    usual: float | None
    spread: dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True, eq=False)
class Ranges:
    """Price ranges, service by service.

    Attributes
    ----------
    ranges : tuple of Range
        Most respondents first.
    services : DataFrame
        The services, for their names and prices.
    fewest : int
        People from which a range is said.
    partial : int
        People who named some of the four prices only; they are left out.
    """

    ranges: tuple[Range, ...]
    services: pd.DataFrame
    fewest: int
    partial: int


def price_ranges(
    wtp: pd.DataFrame | None,
    services: pd.DataFrame | None,
    *,
    fewest: int = 20,
    draws: int = 10_000,
    seed: int = 20260101,
) -> Ranges:
    """Range of prices that people accept, from the four prices each of them names (method T16).

    For each price: how many find it too cheap to be good (their price is this one or higher), cheap,
    expensive (their price is this one or lower), out of the question. Curves are joined by straight lines
    between the prices named; where two of them lie on each other the middle is taken.

    Parameters
    ----------
    wtp, services : DataFrame or None
        Typed tables; rows of `wtp` without the four prices are left out.
    fewest : int
        People from which the range is said; below: the curves only.
    draws, seed
        Resamples of the people and the start of the random numbers.

    Raises
    ------
    DomainError
        If `draws` or `fewest` is below 1.

    Examples
    --------
    >>> rows = [{"respondent_id": f"r{i}", "service_id": "S1", "too_cheap": 10, "cheap": 20,
    ...          "expensive": 30, "too_expensive": 40} for i in range(3)]
    >>> found = price_ranges(tables.typed("wtp", rows), None, fewest=2, draws=10).ranges[0]
    >>> found.low, found.best, found.high
    (20.0, 25.0, 30.0)
    """
    if draws < 1 or fewest < 1:
        raise DomainError(f"draws is {draws} and fewest {fewest}; both must be 1 or more.")
    known = tables.empty("services") if services is None else services
    frame = tables.empty("wtp") if wtp is None else wtp
    named = frame[frame[list(PRICES)].notna().any(axis=1)]
    whole = named[named[list(PRICES)].notna().all(axis=1)]
    found = [
        _range(str(name), rows, fewest, draws, np.random.default_rng(seed))
        for name, rows in whole.groupby("service_id", sort=True)
    ]
    found.sort(key=lambda one: -one.respondents)
    return Ranges(tuple(found), known, fewest, len(named) - len(whole))


def _range(name: str, rows: pd.DataFrame, fewest: int, draws: int, rng: np.random.Generator) -> Range:
    values = rows[list(PRICES)].to_numpy(dtype=float)
    grid = np.unique(values)
    # people x prices: whether the price is this for the person; the first two fall with the price
    marks = [values[:, [0]] >= grid, values[:, [1]] >= grid, values[:, [2]] <= grid, values[:, [3]] <= grid]
    people = len(values)
    shares = {column: mark.mean(axis=0) for column, mark in zip(PRICES, marks, strict=True)}
    curves = pd.DataFrame({"price": grid, **shares})
    if people < fewest:
        return Range(name, people, curves, None, None, None, None, {})
    weights = rng.multinomial(people, np.full(people, 1 / people), size=draws) / people
    again = {column: weights @ mark.astype(float) for column, mark in zip(PRICES, marks, strict=True)}
    points, spread = {}, {}
    for point, (falls, rises) in _CROSSINGS.items():
        points[point] = float(crossing(grid, shares[rises] - shares[falls])[0])
        low, high = np.quantile(crossing(grid, again[rises] - again[falls]), _ENDS)
        spread[point] = (float(low), float(high))
    return Range(name, people, curves, **points, spread=spread)


def crossing(grid: np.ndarray, gap: np.ndarray) -> np.ndarray:
    """Where rows of differences that never fall pass zero; the middle where they stay at it.

    Parameters
    ----------
    grid : ndarray of float, shape (prices,)
        Prices, rising.
    gap : ndarray of float, shape (prices,) or (samples, prices)
        Rising curve less falling curve; below zero at the left end or never.

    Returns
    -------
    ndarray of float, shape (samples,)

    Examples
    --------
    >>> crossing(np.array([0.0, 10.0, 20.0]), np.array([[-1.0, -0.5, 0.5], [-1.0, 0.0, 1.0]])).tolist()
    [15.0, 10.0]
    """
    gap = np.atleast_2d(np.round(gap, 12))
    first = _zero(grid, gap)
    last = -_zero(-grid[::-1], -gap[:, ::-1])
    return np.asarray((first + last) / 2)


def _zero(grid: np.ndarray, gap: np.ndarray) -> np.ndarray:
    """First place from the left at which each row reaches zero; the end of the grid if it never does."""
    reached = gap >= 0
    at = np.where(reached.any(axis=1), reached.argmax(axis=1), len(grid) - 1)
    rows = np.arange(len(gap))
    before = np.maximum(at - 1, 0)
    rise = gap[rows, at] - gap[rows, before]
    part = np.where(rise > 0, -gap[rows, before] / np.where(rise > 0, rise, 1.0), 1.0)
    return np.asarray(grid[before] + np.clip(part, 0.0, 1.0) * (grid[at] - grid[before]))
