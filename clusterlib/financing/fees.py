"""The membership fee that covers what nothing else covers (guide L2081, L3321)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from clusterlib import tables
from clusterlib.faults import DomainError
from clusterlib.financing import budget, fees_elastic
from clusterlib.financing.fees_elastic import Reaction
from clusterlib.financing.money import exact

#: Months that a yearly fee has to cover.
YEAR = 12


@dataclass(frozen=True, slots=True)
class Need:
    """What fees have to bring in a year.

    Attributes
    ----------
    cost, public, projects, services : float
        Costs of the year, and what public money, projects and services (with sponsoring and other
        income) bring towards them.
    total : float
        Cost less the three; negative when the others bring more than it costs.
    sure : float
        The total if only income that is promised in writing comes; typed-in amounts count in full.
    planned : float
        Fees that the budget lines count on.
    typed_in : tuple of str
        Names of the amounts that were given, not taken from the budget lines.
    """

    cost: float
    public: float
    projects: float
    services: float
    total: float
    sure: float
    planned: float
    typed_in: tuple[str, ...] = ()


def need(
    budget_lines: pd.DataFrame | None,
    *,
    first_month: str = "",
    cost: float = -1.0,
    public: float = -1.0,
    projects: float = -1.0,
    services: float = -1.0,
) -> Need:
    """What is left for fees: N = cost - public - projects - services (method T15).

    An amount that is not given comes from twelve months of the budget lines, in the months in which
    they fall due and by their probability: all costs on one side, all income but fees on the other.
    Who types in the fixed costs alone should type in only what projects and services leave over.

    Parameters
    ----------
    budget_lines : DataFrame or None
        Typed table of that name.
    first_month : str
        First of the twelve months; empty: the earliest start of all lines.
    cost, public, projects, services : float
        Amounts of a year; below 0: from the budget lines.

    Examples
    --------
    >>> need(None, cost=108000, public=48600, projects=12000, services=9000).total
    38400.0
    """
    spread = budget.schedule(budget_lines, count=YEAR, first_month=first_month, lag=False)
    lines, income = spread.lines, budget.is_in(spread.lines)

    def planned(mine: np.ndarray, *sources: str) -> Fraction:
        """What the lines in `mine` bring from some sources."""
        return spread.total(mine & lines["category"].isin(sources).to_numpy(bool))

    def parts(mine: np.ndarray) -> dict[str, Fraction]:
        """All costs, and what the lines in `mine` bring, by source."""
        return {
            "cost": spread.total(~income),
            "public": planned(mine, "public"),
            "projects": planned(mine, "projects"),
            "services": planned(mine, "services", "sponsoring", "other"),
        }

    found, promised = parts(income), parts(budget.is_promised(lines))
    given = {"cost": cost, "public": public, "projects": projects, "services": services}
    used = {name: exact(value) if value >= 0 else found[name] for name, value in given.items()}
    sure = used | {name: value for name, value in promised.items() if given[name] < 0}
    return Need(
        **{name: float(value) for name, value in used.items()},
        total=float(_left(used)),
        sure=float(_left(sure)),
        planned=float(planned(income, "membership")),
        typed_in=tuple(name for name, value in given.items() if value >= 0),
    )


def _left(parts: dict[str, Fraction]) -> Fraction:
    return parts["cost"] - parts["public"] - parts["projects"] - parts["services"]


@dataclass(frozen=True, slots=True, eq=False)
class Fees:
    """A schedule of fees.

    Attributes
    ----------
    need : Need
        What they have to bring.
    members : int
        Members in all tiers.
    units, paying_units : float
        Members by weight, and the part of them that pays (by collection rate).
    base_fee : float or None
        Yearly fee of weight 1 that covers the need; 0 when nothing is needed, None without payers.
    tiers : DataFrame
        tier, members, weight, collection_rate, fee, income (at that fee), fee_now, burden (fee by
        turnover, NaN when unknown).
    fee_now : float or None
        Today's fee of weight 1, averaged over payers; None unless every tier with members has one.
    income_now : float or None
        What today's fees bring in a year.
    tried_fee, break_even : float or None
        The fee asked about (today's if none was named), and how many members it takes at it with the
        same mix of tiers; None when it cannot be said.
    reaction : Reaction or None
        The same with members who leave when the fee rises; None if no elasticity is given.
    """

    need: Need
    members: int
    units: float
    paying_units: float
    base_fee: float | None
    tiers: pd.DataFrame
    fee_now: float | None
    income_now: float | None
    tried_fee: float | None
    break_even: float | None
    reaction: Reaction | None


def base_fee(need: float, paying_units: float) -> float:
    """Fee of weight 1 that brings the need; 0 when nothing is needed.

    Raises
    ------
    DomainError
        If there is something to cover and nobody who pays.

    Examples
    --------
    >>> round(base_fee(38400, 96.425), 4)
    398.237
    """
    if need <= 0:
        return 0.0
    with np.errstate(over="ignore"):
        fee = float(np.float64(need) / paying_units) if paying_units > 0 else float("inf")
    if not np.isfinite(fee):  # nobody pays, or so little that no fee can be written down
        raise DomainError("There are no paying members: members, weight and collection rate make no unit.")
    return fee


def break_even_members(need: float, fee: float, units_per_member: float) -> float:
    """Members that a base fee takes to bring the need, with the same mix of tiers.

    Raises
    ------
    DomainError
        If the fee or what a member pays of it is 0.

    Examples
    --------
    >>> round(break_even_members(38400, 400, 96.425 / 44), 1)
    43.8
    """
    if not fee * units_per_member > 0:
        raise DomainError("At a fee of 0 no number of members covers anything.")
    return max(0.0, need) / (fee * units_per_member)


def design(tiers: pd.DataFrame | None, need: Need, *, try_fee: float = 0.0) -> Fees:
    """Fees per tier that break even, and what they hang on (method T15).

    Parameters
    ----------
    tiers : DataFrame or None
        Typed table of that name.
    need : Need
        What fees have to bring.
    try_fee : float
        Yearly fee of weight 1 to ask "how many members would that take?"; 0: today's.

    Examples
    --------
    >>> rows = [{"tier": "micro", "members": 20, "weight": 1}, {"tier": "large", "members": 5, "weight": 8}]
    >>> result = design(tables.typed("tiers", rows), need(None, cost=6000, public=0, projects=0, services=0))
    >>> result.base_fee, result.tiers["fee"].tolist()
    (100.0, [100.0, 800.0])
    """
    rows = tables.empty("tiers") if tiers is None else tiers
    count = rows["members"].fillna(0).to_numpy(dtype="float64")
    weight = rows["weight"].to_numpy(dtype="float64")
    rate = rows["collection_rate"].to_numpy(dtype="float64")
    units, paying = float((count * weight).sum()), float((count * weight * rate).sum())
    try:
        fee: float | None = base_fee(need.total, paying)
    except DomainError:  # nobody pays: the reading says so
        fee = None
    today = rows["fee_now"].to_numpy(dtype="float64")
    has_now = bool((count > 0).any()) and not np.isnan(today[count > 0]).any()
    income_now = float(np.nansum(count * rate * np.nan_to_num(today))) if has_now else None
    fee_now = income_now / paying if income_now is not None and paying > 0 else None
    tried = try_fee if try_fee > 0 else fee_now
    per_member = paying / count.sum() if count.sum() else 0.0
    own = np.full(len(rows), np.nan) if fee is None else weight * fee
    return Fees(
        need=need,
        members=int(count.sum()),
        units=units,
        paying_units=paying,
        base_fee=fee,
        tiers=pd.DataFrame(
            {
                "tier": rows["tier"],
                "members": rows["members"],
                "weight": weight,
                "collection_rate": rate,
                "fee": own,
                "income": own * count * rate,
                "fee_now": today,
                "burden": own / rows["turnover"].where(rows["turnover"] > 0).to_numpy(dtype="float64"),
            }
        ),
        fee_now=fee_now,
        income_now=income_now,
        tried_fee=tried,
        break_even=break_even_members(need.total, tried, per_member) if tried and per_member else None,
        reaction=fees_elastic.react(rows, need.total, near=fee_now or fee or 1.0),
    )
