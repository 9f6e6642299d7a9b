"""What members would pay: the share that buys at each price, and the price that brings most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize

from clusterlib import tables
from clusterlib.faults import DomainError

#: Ends of the interval: 90 of 100 resamples lie inside.
_ENDS = (0.05, 0.95)


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """Answers on one service.

    Attributes
    ----------
    service_id : str
        The service.
    respondents : int
        People who answered at least one price.
    curve : DataFrame
        One row per price: price, asked, yes, share, fitted (never rising with the price), revenue
        (price times fitted: income per person asked).
    best : float or None
        Price with the highest revenue, the lower one of a tie; None with too few respondents.
    low, high : float or None
        Range of that price over resamples of the respondents (90 %).
    reversed_answers : int
        People who would buy at a higher price but not at a lower one.
    """

    service_id: str
    respondents: int
    curve: pd.DataFrame
    best: float | None
    low: float | None
    high: float | None
    reversed_answers: int


@dataclass(frozen=True, slots=True, eq=False)
class Willingness:
    """Willingness to pay, service by service.

    Attributes
    ----------
    demands : tuple of Demand
        Most respondents first.
    services : DataFrame
        The services, for their names and prices.
    fewest : int
        Respondents from which a best price is said.
    other : int
        Rows that name prices instead of answering one; they are not worked out here.
    """

    demands: tuple[Demand, ...]
    services: pd.DataFrame
    fewest: int
    other: int


def willingness(
    wtp: pd.DataFrame | None,
    services: pd.DataFrame | None,
    *,
    fewest: int = 20,
    draws: int = 10_000,
    seed: int = 20260101,
) -> Willingness:
    """Demand by price after Gabor and Granger (1966), from yes or no at asked prices (method T16).

    The share that would buy is fitted so that it never rises with the price (isotonic regression).
    Prices between those asked are not guessed.

    Parameters
    ----------
    wtp, services : DataFrame or None
        Typed tables; rows of `wtp` without `would_buy` are left out.
    fewest : int
        Respondents from which a best price and its range are said; below: the curve only.
    draws, seed
        Resamples of the respondents and the start of the random numbers.

    Raises
    ------
    DomainError
        If `draws` or `fewest` is below 1.

    Examples
    --------
    >>> rows = [{"respondent_id": f"r{i}", "service_id": "S1", "price": price, "would_buy": answer}
    ...         for i in range(4) for price, answer in ((10, "yes"), (20, "yes" if i else "no"))]
    >>> found = willingness(tables.typed("wtp", rows), None, fewest=2, draws=10)
    >>> found.demands[0].curve["fitted"].tolist(), found.demands[0].best
    ([1.0, 0.75], 20.0)
    """
    if draws < 1 or fewest < 1:
        raise DomainError(f"draws is {draws} and fewest {fewest}; both must be 1 or more.")
    known = tables.empty("services") if services is None else services
    frame = tables.empty("wtp") if wtp is None else wtp
    answers = frame[frame["would_buy"].notna() & frame["price"].notna()]
    found = [
        _demand(str(name), rows, fewest, draws, np.random.default_rng(seed))
        for name, rows in answers.groupby("service_id", sort=True)
    ]
    found.sort(key=lambda demand: -demand.respondents)
    return Willingness(tuple(found), known, fewest, len(frame) - len(answers))


def _demand(name: str, rows: pd.DataFrame, fewest: int, draws: int, rng: np.random.Generator) -> Demand:
    wide = (
        rows.assign(yes=(rows["would_buy"] == "yes").astype(float))
        .pivot_table(index="respondent_id", columns="price", values="yes", aggfunc="mean")
        .sort_index(axis=1)
    )
    prices, given = wide.columns.to_numpy(dtype=float), wide.notna().to_numpy()
    buys = np.where(given, wide.to_numpy(dtype=float), 0.0)
    asked, yes = given.sum(axis=0), buys.sum(axis=0)
    fitted = optimize.isotonic_regression(yes / asked, weights=asked, increasing=False).x
    curve = pd.DataFrame(
        {"price": prices, "asked": asked, "yes": yes, "share": yes / asked, "fitted": fitted,
         "revenue": prices * fitted}
    )  # fmt: skip
    people = len(wide)
    best = low = high = None
    if people >= fewest and fitted.max() > 0:
        best = float(prices[_first_best(curve["revenue"].to_numpy())])
        weights = rng.multinomial(people, np.full(people, 1 / people), size=draws)
        again = falling(weights @ buys, weights @ given.astype(float))
        tops = prices[_first_best(prices * again)]
        low, high = (float(v) for v in np.quantile(tops, _ENDS, method="inverted_cdf"))
    return Demand(name, people, curve, best, low, high, _reversed(buys, given))


def _first_best(revenue: np.ndarray) -> np.ndarray:
    return np.asarray(np.argmax(np.round(revenue, 9), axis=-1))


def falling(yes: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Shares that never rise along the last axis, by least squares, for many samples at once.

    The smallest, over the first price of a block, of the largest, over its last price, of the mean
    of the block: the same as pooling neighbours that rise, without a loop over samples.

    Parameters
    ----------
    yes, asked : ndarray of float, shape (samples, prices)
        Answers with yes and all answers.

    Returns
    -------
    ndarray of float, shape (samples, prices)

    Examples
    --------
    >>> falling(np.array([[1.0, 3.0, 1.0]]), np.array([[4.0, 4.0, 4.0]])).round(6).tolist()
    [[0.5, 0.5, 0.25]]
    """
    none = np.zeros((len(yes), 1))
    above = np.concatenate([none, yes.cumsum(axis=1)], axis=1)
    below = np.concatenate([none, (asked + 1e-12).cumsum(axis=1)], axis=1)
    size = yes.shape[1]
    fitted = np.full(yes.shape, np.inf)
    for first in range(size):
        means = (above[:, first + 1 :] - above[:, [first]]) / (below[:, first + 1 :] - below[:, [first]])
        largest = np.maximum.accumulate(means[:, ::-1], axis=1)[:, ::-1]
        fitted[:, first:] = np.minimum(fitted[:, first:], largest)
    return fitted


def _reversed(buys: np.ndarray, given: np.ndarray) -> int:
    """Rows in which a yes stands at a higher price than a no."""
    refused = np.maximum.accumulate((given & (buys < 0.5)).astype(int), axis=1)
    return int(((buys >= 0.5) & (refused == 1)).any(axis=1).sum())
