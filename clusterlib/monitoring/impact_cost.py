"""Is what members put down to the cluster worth what it costs them? (guide L2985-2991, method T31)"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterlib.cells import weakest
from clusterlib.faults import DomainError
from clusterlib.periods import last_day

Reason = Literal["", "nobody", "response", "few", "rate", "free"]


@dataclass(frozen=True, slots=True)
class Cost:
    """Benefit due to the cluster against fees and hours of the same members.

    Attributes
    ----------
    period : str
        The latest period in which enough members answered, else the latest one.
    n, invited : int
        Members who said benefit, share and hours; members asked.
    due, fees, hours : float
        Sums over these members: benefit times the share due to the cluster, fees, hours. NaN when hidden.
    rate : float
        What an hour of a member costs; 0 when it is not given.
    fee : float or None
        Fee of one member; None when it is not known.
    ratio : float or None
        Benefit by cost, Σ due / (Σ fees + Σ hours · rate); None where `reason` says why.
    interval : tuple of float or None
        95 % bootstrap interval.
    without : float or None
        The ratio without the member with the largest benefit due.
    reason : str
        "" (there is a ratio), "nobody" was asked, "response" too few answered, "few" said all three, "rate"
        no price of an hour, "free" fees and hours are nothing.
    response_min : float
        Least share of members that must answer.
    smallest : int
        No figure rests on fewer members.
    basis : str
        Weakest basis of the rows.
    """

    period: str
    n: int
    invited: int
    due: float
    fees: float
    hours: float
    rate: float
    fee: float | None
    ratio: float | None
    interval: tuple[float, float] | None
    without: float | None
    reason: Reason
    response_min: float
    smallest: int
    basis: str

    @property
    def cost(self) -> float:
        """Fees and hours in money."""
        return self.fees + self.hours * self.rate

    @property
    def per_fee(self) -> float | None:
        """Benefit due by fees alone (method T15); None where the sums are hidden or no fee is known."""
        return self.due / self.fees if self.fees > 0 and not np.isnan(self.due) else None


def benefit_cost(
    impact_answers: pd.DataFrame,
    contributions: pd.DataFrame | None = None,
    *,
    rate: float = 0.0,
    fee: float = 0.0,
    response_min: float = 0.7,
    smallest: int = 5,
    draws: int = 10_000,
    seed: int = 20260101,
) -> Cost:
    """Set the benefit that members put down to the cluster against what it costs them.

    Only members who said benefit, share and hours count, on both sides; of no benefit nothing is due,
    whatever the share. Without a price of an hour there is no ratio: hours are most of the cost.

    Parameters
    ----------
    impact_answers : DataFrame
        Typed table.
    contributions : DataFrame, optional
        Typed table; gives the mean fee that members paid in the year of the period when `fee` is 0.
    rate, fee : float
        What an hour of a member costs, and a member's fee of the period; 0 for not known (DEFAULT).
    response_min : float
        The 70 % rule (guide L2978); below it no ratio is named.
    smallest : int
        No figure rests on fewer members (DEFAULT, for their anonymity).
    draws, seed : int
        Bootstrap samples and start of the random numbers.

    Returns
    -------
    Cost

    Raises
    ------
    DomainError
        A negative rate or fee.

    Examples
    --------
    >>> from clusterlib import tables
    >>> rows = [{"respondent_id": f"m{i}", "period": "2026", "answered": "yes", "hours": 10, "benefit": 1000,
    ...          "share_attributed": 0.5} for i in range(5)]
    >>> found = benefit_cost(tables.typed("impact_answers", rows), rate=20, fee=50)
    >>> found.due, found.cost, found.ratio
    (2500.0, 1250.0, 2.0)
    """
    if rate < 0 or fee < 0:
        raise DomainError(f"rate {rate}, fee {fee}: neither is below 0. Correct the parameter.")
    period = _period(impact_answers, response_min)
    asked = impact_answers[impact_answers["period"] == period]
    due, hours = _said(asked[asked["answered"] == "yes"])
    price = fee or _mean_fee(contributions, period)
    costs = (price or 0.0) + hours * rate
    reason = _reason(asked, costs, response_min, smallest, rate)
    shown = reason in ("", "rate", "free")
    ratio, interval, without = (None, None, None) if reason else _ratio(due, costs, draws, seed)
    sums = (float(due.sum()), len(due) * (price or 0.0), float(hours.sum())) if shown else (np.nan,) * 3
    return Cost(
        period, len(due), len(asked), *sums, rate, price, ratio, interval, without, reason, response_min,
        smallest, weakest(asked["basis"]),
    )  # fmt: skip


def _ratio(
    due: NDArray[np.float64], costs: NDArray[np.float64], draws: int, seed: int
) -> tuple[float, tuple[float, float], float | None]:
    """Benefit by cost, its interval, and the same without the member with the largest benefit."""
    rest = np.arange(len(due)) != int(due.argmax())
    without = float(due[rest].sum() / costs[rest].sum()) if costs[rest].sum() > 0 else None
    return float(due.sum() / costs.sum()), _interval(due, costs, draws, seed), without


def _enough(asked: pd.DataFrame, response_min: float) -> bool:
    yes = int((asked["answered"] == "yes").sum())
    return len(asked) > 0 and Fraction(yes, len(asked)) >= Fraction(str(response_min))


def _period(answers: pd.DataFrame, response_min: float) -> str:
    order = sorted(set(answers["period"].dropna()), key=lambda text: (last_day(text), text))
    passing = [p for p in order if _enough(answers[answers["period"] == p], response_min)]
    return str((passing or order or [""])[-1])


def _said(yes: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Benefit due and hours of the members who said what is needed for both."""
    rows = yes.sort_values("respondent_id", kind="stable")
    due = rows["benefit"] * rows["share_attributed"].mask(rows["benefit"] == 0, 0.0)
    both = due.notna() & rows["hours"].notna()
    return due[both].to_numpy(dtype=float), rows.loc[both, "hours"].to_numpy(dtype=float)


def _mean_fee(contributions: pd.DataFrame | None, period: str) -> float | None:
    """Mean fee of the members of whom it is known in the year of the period."""
    if contributions is None or not period:
        return None
    year = contributions[contributions["period"].astype("str").str[:4] == period[:4]]
    paid = year.dropna(subset=["fee_paid"]).groupby("actor_id")["fee_paid"].sum()
    return float(paid.mean()) if len(paid) else None


def _reason(
    asked: pd.DataFrame, costs: NDArray[np.float64], response_min: float, smallest: int, rate: float
) -> Reason:
    """Why there is no ratio; empty when there is one."""
    if asked.empty:
        return "nobody"
    if not _enough(asked, response_min):
        return "response"
    if len(costs) < smallest:
        return "few"
    if not rate:
        return "rate"
    return "" if costs.sum() > 0 else "free"


def _interval(
    due: NDArray[np.float64], costs: NDArray[np.float64], draws: int, seed: int
) -> tuple[float, float]:
    weights = np.random.default_rng(seed).multinomial(len(due), np.full(len(due), 1 / len(due)), size=draws)
    below = weights @ costs
    found = (weights @ due)[below > 0] / below[below > 0]
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)
