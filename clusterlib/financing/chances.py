"""The financing plan by simulation: how often the cash runs out, and which line decides it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from clusterlib.faults import DomainError
from clusterlib.financing import budget, chances_draws
from clusterlib.financing.liquidity import Plan, running
from clusterlib.financing.money import exact

#: Digits to which simulated cash is kept: less than any currency has, more than rounding errors reach.
_DIGITS = 6
#: Fewest draws that a share is taken from.
_FEWEST = 100


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """Simulated courses of cash.

    Attributes
    ----------
    plan : Plan
        The plan whose lines are drawn.
    draws : int
        Number of simulated courses.
    fan : DataFrame
        One row per month: month, p5, p50, p95 (cash at its end), below (share of the courses that
        were below zero in that month or before).
    chance, error : float or None
        Share of the courses that fall below zero within the months, and its standard error by
        simulation; None when the opening cash is unknown.
    buffer, buffer_low, buffer_high : float or None
        Money that is missing at most in 95 of 100 courses, in the worst month, and the range within
        which that number lies by simulation (95 %); without opening cash: opening cash that is enough.
    lines : DataFrame
        One row per uncertain line: line_id, kind, rho (rank correlation of its amount with the lowest
        cash; NaN without spread), share_without and share_with (share of the courses below zero when
        it fails and when it comes; NaN when it cannot fail), place (row of the plan's lines);
        strongest first.
    certain : int
        Lines that move money in these months and are taken as certain.
    groups : int
        Groups of lines that move together.
    correlation : float
        Correlation inside a group.
    """

    plan: Plan
    draws: int
    fan: pd.DataFrame
    chance: float | None
    error: float | None
    buffer: float | None
    buffer_low: float | None
    buffer_high: float | None
    lines: pd.DataFrame
    certain: int
    groups: int
    correlation: float


def simulate(
    plan: Plan,
    *,
    draws: int = 10_000,
    seed: int = 20260101,
    correlation: float = 0.5,
    log_sigma: float = 0.25,
) -> Chances:
    """Draw every uncertain line and follow the cash of each draw (method T17).

    One amount is drawn per line and draw, for all payments of the line. A line with a probability
    below 1 comes or does not come: it never counts by its average. Lines of one `correlation_group`
    are drawn together by a Gaussian copula.

    Parameters
    ----------
    plan : Plan
        As `liquidity.plan` gives it.
    draws : int
        Number of draws, at least 100.
    seed : int
        Start of the random numbers.
    correlation : float
        Correlation of two lines of a group, at least -1/(k - 1) for k lines.
    log_sigma : float
        Standard deviation of the logarithm of lognormal amounts.

    Raises
    ------
    DomainError
        If an option or a line cannot be drawn.

    Examples
    --------
    >>> from clusterlib import tables
    >>> from clusterlib.financing import liquidity
    >>> lines = tables.typed("budget_lines", [
    ...     {"line_id": "B1", "kind": "in", "category": "public", "amount": 900, "recurrence": "once",
    ...      "start": "2027-01", "probability": 0.6, "distribution": "all or nothing"},
    ...     {"line_id": "B2", "kind": "out", "category": "rent", "amount": 300, "recurrence": "once",
    ...      "start": "2027-01"}])
    >>> result = simulate(liquidity.plan(lines, opening_cash=0, count=1))
    >>> round(result.chance, 1), result.buffer, result.lines["share_without"].tolist()
    (0.4, 300.0, [1.0])
    """
    if draws < _FEWEST:
        raise DomainError(f"draws is {draws}; a simulation needs {_FEWEST} or more.")
    chances_draws.checked(plan.lines, log_sigma=log_sigma, correlation=correlation)
    span = plan.months["month"].tolist()
    if not span:
        return Chances(plan, draws, _fan(span, np.zeros((1, 0))), None, None, None, None, None,
                       _no_lines(), 0, 0, correlation)  # fmt: skip
    spread = budget.schedule(plan.lines, count=len(span), first_month=str(span[0]))
    loose = chances_draws.uncertain(plan.lines, log_sigma=log_sigma) & spread.moves()
    mine = plan.lines[loose].reset_index(drop=True)
    together = chances_draws.groups(mine)
    rng = np.random.default_rng(seed)
    uniform = chances_draws.scores(len(mine), together, draws=draws, correlation=correlation, rng=rng)
    drawn = chances_draws.amounts(mine, uniform, log_sigma=log_sigma)
    return _followed(plan, spread, loose, drawn, groups=len(together), correlation=correlation)


def _followed(
    plan: Plan,
    spread: budget.Schedule,
    loose: np.ndarray,
    drawn: np.ndarray,
    *,
    groups: int,
    correlation: float,
) -> Chances:
    """Follow the cash of each draw, and say what comes out of all of them."""
    course = np.round(_certain(plan, spread, loose) + drawn @ _weights(spread, loose), _DIGITS)
    low, known = course.min(axis=1), plan.opening_cash is not None
    chance, error = _chance(low) if known else (None, None)
    buffer, buffer_low, buffer_high = _buffer(np.maximum(0.0, -low))
    mine = plan.lines[loose].reset_index(drop=True)
    return Chances(
        plan=plan,
        draws=len(drawn),
        fan=_fan(spread.months, course),
        chance=chance,
        error=error,
        buffer=buffer,
        buffer_low=buffer_low,
        buffer_high=buffer_high,
        lines=_lines(mine, np.flatnonzero(loose), drawn, low, known=known),
        certain=int((spread.moves() & ~loose).sum()),
        groups=groups,
        correlation=correlation,
    )


def same(result: Chances) -> Chances:
    """The simulation again, for a second view of it."""
    return result


def _weights(spread: budget.Schedule, rows: np.ndarray) -> np.ndarray:
    """What one unit of each line has added to the cash by the end of each month."""
    sign = np.where(budget.is_in(spread.lines), 1.0, -1.0)
    return np.asarray((sign[:, None] * spread.counts)[rows].cumsum(axis=1))


def _certain(plan: Plan, spread: budget.Schedule, loose: np.ndarray) -> np.ndarray:
    """The exact course of all lines that are not drawn."""
    income, opening = budget.is_in(spread.lines), exact(plan.opening_cash or 0.0)
    course = running(opening, spread.per_month(income & ~loose), spread.per_month(~income & ~loose))
    return np.array([float(cash) for cash in course])


def _fan(span: list[str], course: np.ndarray) -> pd.DataFrame:
    if not span:
        return pd.DataFrame({name: [] for name in ("month", "p5", "p50", "p95", "below")})
    low, middle, high = np.quantile(course, [0.05, 0.5, 0.95], axis=0, method="inverted_cdf")
    below = (np.minimum.accumulate(course, axis=1) < 0).mean(axis=0)
    return pd.DataFrame({"month": span, "p5": low, "p50": middle, "p95": high, "below": below})


def _chance(low: np.ndarray) -> tuple[float, float]:
    """Share of the courses whose lowest cash is below zero, and its standard error by simulation."""
    share = float((low < 0).mean())
    return share, float(np.sqrt(share * (1 - share) / len(low)))


def _buffer(missing: np.ndarray) -> tuple[float, float, float]:
    """95th percentile of what is missing, and its 95 % range from the order of the draws."""
    ordered, n = np.sort(missing), len(missing)
    places = stats.binom.ppf([0.025, 0.975], n, 0.95).astype(int)
    low, high = ordered[np.clip(places, 1, n) - 1]
    return float(ordered[int(np.ceil(0.95 * n)) - 1]), float(low), float(high)


def _lines(
    lines: pd.DataFrame, places: np.ndarray, drawn: np.ndarray, low: np.ndarray, *, known: bool
) -> pd.DataFrame:
    if lines.empty:
        return _no_lines()
    rho = _spearman(drawn, low)
    fails = (drawn == 0) & (lines["probability"].to_numpy(dtype=float) < 1)
    broke, often = (low < 0).astype(float), fails.sum(axis=0)
    ok = known & (often >= _FEWEST // 4) & (len(low) - often >= _FEWEST // 4)
    with np.errstate(invalid="ignore", divide="ignore"):
        without = np.where(ok, broke @ fails / often, np.nan)
        coming = np.where(ok, broke @ ~fails / (len(low) - often), np.nan)
    frame = pd.DataFrame(
        {
            "line_id": lines["line_id"],
            "kind": lines["kind"],
            "rho": rho,
            "share_without": without,
            "share_with": coming,
            "place": places,
        }
    )
    order = np.argsort(-np.nan_to_num(np.abs(rho)).round(9), kind="stable")
    return frame.iloc[order].reset_index(drop=True)


def _no_lines() -> pd.DataFrame:
    return pd.DataFrame(
        {name: [] for name in ("line_id", "kind", "rho", "share_without", "share_with", "place")}
    )


def _spearman(drawn: np.ndarray, low: np.ndarray) -> np.ndarray:
    """Rank correlation of each column with the lowest cash, ties at their average rank."""
    ranks = stats.rankdata(np.column_stack([drawn, low]), axis=0)
    ranks -= ranks.mean(axis=0)
    size = np.sqrt((ranks**2).sum(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        found = ranks[:, :-1].T @ ranks[:, -1] / (size[:-1] * size[-1])
    return np.where(size[:-1] * size[-1] > 0, found, np.nan)
