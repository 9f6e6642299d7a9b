"""Amounts drawn at random: one column per uncertain budget line, one row per draw."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import special

from clusterlib.faults import DomainError
from clusterlib.tables import is_blank

#: Steps in which the distribution of PERT is tabulated before it is turned round.
_STEPS = 2049
_BOUNDED = ("triangular", "pert")


def checked(lines: pd.DataFrame, *, log_sigma: float, correlation: float) -> None:
    """Refuse what cannot be drawn, all at once.

    Raises
    ------
    DomainError
        If a triangular or PERT line lacks a bound or has it on the wrong side of its amount, or if an
        option lies outside what is possible.
    """
    wrong = []
    for row in lines.itertuples(index=False):
        if row.distribution not in _BOUNDED:
            continue
        place, amount = f"budget_lines, line {row.line_id}", float(row.amount)  # type: ignore[arg-type]
        if not float(row.amount_low) <= amount:  # type: ignore[arg-type]
            wrong.append(f"{place}: amount_low {row.amount_low} must be given, at most amount {amount}.")
        if not amount <= float(row.amount_high):  # type: ignore[arg-type]
            wrong.append(
                f"{place}: amount_high {row.amount_high} must be given and at least amount {amount}."
            )
    if not log_sigma >= 0:
        wrong.append(f"log_sigma is {log_sigma}; it must be 0 or more.")
    if not -1 <= correlation <= 1:
        wrong.append(f"correlation is {correlation}; it must lie between -1 and 1.")
    if wrong:
        raise DomainError("\n".join(wrong))


def uncertain(lines: pd.DataFrame, *, log_sigma: float) -> np.ndarray:
    """Whether each line can take more than one amount."""
    probability = lines["probability"].to_numpy(dtype=float)
    wide = lines["amount_high"].to_numpy(dtype=float) > lines["amount_low"].to_numpy(dtype=float)
    bounded = lines["distribution"].isin(_BOUNDED).to_numpy(dtype=bool) & wide
    logs = (lines["distribution"] == "lognormal").to_numpy(dtype=bool) & (log_sigma > 0)
    some = lines["amount"].to_numpy(dtype=float) > 0
    return np.asarray((probability > 0) & ((some & (probability < 1)) | bounded | (some & logs)))


def groups(lines: pd.DataFrame) -> list[list[int]]:
    """Positions of the lines that move together, group by group; a line alone is no group."""
    found: dict[str, list[int]] = {}
    for place, group in enumerate(lines["correlation_group"]):
        if not is_blank(group):
            found.setdefault(str(group), []).append(place)
    return [places for places in found.values() if len(places) > 1]


def scores(
    count: int, together: Sequence[Sequence[int]], *, draws: int, correlation: float, rng: np.random.Generator
) -> np.ndarray:
    """Uniform scores of each line: a Gaussian copula with one correlation inside each group.

    Parameters
    ----------
    count : int
        Number of lines.
    together : sequence of sequence of int
        As `groups` gives it.
    draws : int
        Number of draws.
    correlation : float
        Correlation of the normal scores of two lines of a group; at least -1/(k - 1) for k lines.
    rng : Generator
        Source of the random numbers.

    Returns
    -------
    ndarray of float, shape (draws, count)

    Raises
    ------
    DomainError
        If so many lines cannot all move against each other so strongly.
    """
    normal = rng.standard_normal((draws, count))
    for places in together:
        k = len(places)
        if correlation < -1 / (k - 1) - 1e-12:
            raise DomainError(
                f"correlation is {correlation}; {k} lines of a group allow {-1 / (k - 1):.3f} or more."
            )
        own, shared = np.sqrt(1 - correlation), np.sqrt(max(0.0, 1 + (k - 1) * correlation))
        part = normal[:, places]
        normal[:, places] = own * part + (shared - own) / k * part.sum(axis=1, keepdims=True)
    return np.asarray(special.ndtr(normal))


def amounts(lines: pd.DataFrame, uniform: np.ndarray, *, log_sigma: float) -> np.ndarray:
    """Turn uniform scores into amounts of one payment of each line.

    With a probability below 1 the line fails for its lowest scores and is 0; the others are spread
    over its distribution. A line without a distribution comes whole or not at all.

    Parameters
    ----------
    lines : DataFrame
        Typed ``budget_lines``.
    uniform : ndarray of float, shape (draws, lines)
        Scores between 0 and 1.
    log_sigma : float
        Standard deviation of the logarithm of a lognormal amount; its median is the amount.

    Returns
    -------
    ndarray of float, shape (draws, lines)

    Examples
    --------
    >>> from clusterlib import tables
    >>> grant = {"line_id": "B1", "kind": "in", "category": "public", "amount": 900, "recurrence": "once",
    ...          "start": "2027-01", "probability": 0.6, "distribution": "all or nothing"}
    >>> amounts(tables.typed("budget_lines", [grant]), np.array([[0.39], [0.41]]), log_sigma=0).tolist()
    [[0.0], [900.0]]
    """
    drawn = np.empty_like(uniform)
    for place, row in enumerate(lines.itertuples(index=False)):
        p = float(row.probability)  # type: ignore[arg-type]
        low, mode, high = (float(v) for v in (row.amount_low, row.amount, row.amount_high))  # type: ignore[arg-type]
        score = uniform[:, place]
        rest = np.clip((score - (1 - p)) / p, 0, 1) if p else score
        if row.distribution == "triangular" and high > low:
            values = _triangular(rest, low, mode, high)
        elif row.distribution == "pert" and high > low:
            values = _pert(rest, low, mode, high)
        elif row.distribution == "lognormal":
            values = mode * np.exp(log_sigma * special.ndtri(np.clip(rest, 1e-12, 1 - 1e-12)))
        else:
            values = np.full(len(score), mode)
        drawn[:, place] = np.where(score >= 1 - p, values, 0.0) if p else 0.0
    return drawn


def _triangular(u: np.ndarray, low: float, mode: float, high: float) -> np.ndarray:
    width, left = high - low, mode - low
    rising = low + np.sqrt(u * width * left)
    return np.where(u * width < left, rising, high - np.sqrt((1 - u) * width * (high - mode)))


def _pert(u: np.ndarray, low: float, mode: float, high: float) -> np.ndarray:
    """Beta between the bounds with mean (low + 4 mode + high)/6, from a table of its distribution."""
    width, place = high - low, np.linspace(0, 1, _STEPS)
    below = special.betainc(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, place)
    return np.asarray(low + width * np.interp(u, below, place))
