"""Cash month by month: when it is lowest, how long it lasts, what a buffer would need (guide L2080-2081)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from clusterlib.cells import join_ids, weakest
from clusterlib.faults import DomainError
from clusterlib.financing import budget
from clusterlib.financing.money import exact, total

#: The longest plan this method answers for; beyond it every line is a guess.
LONGEST = 36


@dataclass(frozen=True, slots=True)
class Low:
    """The lowest cash of a course.

    Attributes
    ----------
    amount : float
        Cash at the end of that month; without opening cash, the change since the beginning.
    month : str
        First month in which it is so low.
    again : tuple of str
        Later months with exactly the same cash.
    """

    amount: float
    month: str
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A liquidity plan.

    Attributes
    ----------
    months : DataFrame
        One row per month: month, inflow, outflow, committed_inflow, change, course (cash, or the
        change since the beginning when the opening cash is unknown), committed_course, because
        (lines that moved), basis (weakest of all lines up to then).
    opening_cash : float or None
        Cash before the first month.
    inflow, outflow, promised : float
        Sums of the period: all income by probability, all costs, promised income.
    low, committed_low : Low or None
        Lowest cash, with all income by probability and with promised income only.
    fixed_cost : float
        Mean cost a month that falls due whatever happens.
    buffer_months : float
        Months of fixed cost that a buffer should hold.
    buffer, need : float or None
        Cash that should never be undercut, and what is missing to it in the worst month; None if
        no cost is marked as fixed or the opening cash is unknown.
    runway, committed_runway : str or None
        First month that ends below zero; None if there is none.
    least_opening : float
        Opening cash with which no month would end below zero.
    uncertain : bool
        Whether income is counted at a probability between 0 and 1.
    lines : DataFrame
        The budget lines it rests on.
    """

    months: pd.DataFrame
    opening_cash: float | None
    inflow: float
    outflow: float
    promised: float
    low: Low | None
    committed_low: Low | None
    fixed_cost: float
    buffer_months: float
    buffer: float | None
    need: float | None
    runway: str | None
    committed_runway: str | None
    least_opening: float
    uncertain: bool
    lines: pd.DataFrame

    @property
    def known(self) -> bool:
        """Whether balances can be said: there are lines, and the opening cash is given."""
        return self.opening_cash is not None and not self.months.empty


def plan(
    budget_lines: pd.DataFrame | None,
    *,
    opening_cash: float | None,
    count: int = 12,
    first_month: str = "",
    buffer_months: float = 2.0,
) -> Plan:
    """Cash at the end of each month (method T13).

    Amounts are summed exactly. The expected course counts every line by its probability; the
    committed course counts promised income only, and the same costs. Money moves ``lag_months``
    after it falls due; what fell due before the first month and moves in it is counted.

    Parameters
    ----------
    budget_lines : DataFrame or None
        Typed table of that name.
    opening_cash : float or None
        Cash before the first month; None gives changes instead of balances.
    count : int
        Months to look ahead, 1 to 36.
    first_month : str
        ``YYYY-MM``; empty: the earliest start of all lines.
    buffer_months : float
        Months of fixed cost that should always be in hand.

    Raises
    ------
    DomainError
        If an option or a line lies outside what is allowed.

    Examples
    --------
    >>> from clusterlib import tables
    >>> base = {"recurrence": "monthly", "start": "2027-01", "fixed": "yes"}
    >>> lines = tables.typed("budget_lines", [
    ...     base | {"line_id": "B1", "kind": "in", "category": "membership", "amount": 5000},
    ...     base | {"line_id": "B2", "kind": "out", "category": "personnel", "amount": 9000}])
    >>> result = plan(lines, opening_cash=10000, count=3)
    >>> result.months["course"].tolist(), result.runway, result.low.amount
    ([6000.0, 2000.0, -2000.0], '2027-03', -2000.0)
    """
    _options(opening_cash, count, buffer_months)
    spread = budget.schedule(budget_lines, count=count, first_month=first_month)
    income = budget.is_in(spread.lines)
    inflow, outflow = spread.per_month(income), spread.per_month(~income)
    promised = spread.per_month(budget.is_promised(spread.lines))
    return _planned(spread, inflow, outflow, promised, opening_cash, buffer_months)


def _planned(
    spread: budget.Schedule,
    inflow: list[Fraction],
    outflow: list[Fraction],
    promised: list[Fraction],
    opening_cash: float | None,
    buffer_months: float,
) -> Plan:
    """Follow the cash through the months, and say how low it gets and what a buffer would need."""
    lines, span = spread.lines, spread.months
    opening = exact(opening_cash) if opening_cash is not None else Fraction(0)
    course, committed = running(opening, inflow, outflow), running(opening, promised, outflow)
    known, mean_fixed = opening_cash is not None, _mean_fixed(spread)
    buffer = exact(buffer_months) * mean_fixed if mean_fixed else None
    return Plan(
        months=_months(spread, inflow, outflow, promised, course, committed),
        opening_cash=opening_cash,
        inflow=float(total(inflow)),
        outflow=float(total(outflow)),
        promised=float(total(promised)),
        low=lowest(span, course),
        committed_low=lowest(span, committed),
        fixed_cost=float(mean_fixed),
        buffer_months=buffer_months,
        buffer=None if buffer is None else float(buffer),
        need=float(max(Fraction(0), buffer - min(course))) if buffer is not None and known else None,
        runway=runway(span, course) if known else None,
        committed_runway=runway(span, committed) if known else None,
        least_opening=float(max(Fraction(0), opening - min(course))) if course else 0.0,
        uncertain=bool((budget.is_in(lines) & lines["probability"].between(0, 1, inclusive="neither")).any()),
        lines=lines,
    )


def _mean_fixed(spread: budget.Schedule) -> Fraction:
    """Mean cost a month that falls due whatever happens."""
    fixed = (spread.lines["fixed"] == "yes").to_numpy(dtype=bool)
    return spread.total(~budget.is_in(spread.lines) & fixed) / max(1, len(spread.months))


def _options(opening_cash: float | None, count: int, buffer_months: float) -> None:
    if not 1 <= count <= LONGEST:
        raise DomainError(f"count is {count}; a liquidity plan looks 1 to {LONGEST} months ahead.")
    if not buffer_months >= 0:
        raise DomainError(f"buffer_months is {buffer_months}; it must be 0 or more.")
    if opening_cash is not None and not np.isfinite(opening_cash):
        raise DomainError(
            f"opening_cash is {opening_cash}; it must be an amount, or None when it is unknown."
        )


def running(opening: Fraction, inflow: Sequence[Fraction], outflow: Sequence[Fraction]) -> list[Fraction]:
    """Cash at the end of each month.

    Examples
    --------
    >>> [int(cash) for cash in running(Fraction(10), [Fraction(5), Fraction(0)], [Fraction(9), Fraction(1)])]
    [6, 5]
    """
    cash, course = opening, []
    for plus, minus in zip(inflow, outflow, strict=True):
        cash += plus - minus
        course.append(cash)
    return course


def lowest(span: Sequence[str], course: Sequence[Fraction]) -> Low | None:
    """First month of the lowest cash, and the months that share it; None without months.

    Examples
    --------
    >>> lowest(["2027-01", "2027-02", "2027-03"], [Fraction(2), Fraction(5), Fraction(2)])
    Low(amount=2.0, month='2027-01', again=('2027-03',))
    """
    if not course:
        return None
    least = min(course)
    when = [month for month, cash in zip(span, course, strict=True) if cash == least]
    return Low(float(least), when[0], tuple(when[1:]))


def runway(span: Sequence[str], course: Sequence[Fraction]) -> str | None:
    """First month that ends below zero; None if none does.

    Examples
    --------
    >>> runway(["2027-01", "2027-02"], [Fraction(0), Fraction(-1)])
    '2027-02'
    """
    return next((month for month, cash in zip(span, course, strict=True) if cash < 0), None)


def _months(
    spread: budget.Schedule,
    inflow: list[Fraction],
    outflow: list[Fraction],
    promised: list[Fraction],
    course: list[Fraction],
    committed: list[Fraction],
) -> pd.DataFrame:
    span, counts = spread.months, spread.counts
    ids, bases = spread.lines["line_id"].to_numpy(), spread.lines["basis"].to_numpy()
    return pd.DataFrame(
        {
            "month": pd.Series(span, dtype="str"),
            "inflow": _floats(inflow),
            "outflow": _floats(outflow),
            "committed_inflow": _floats(promised),
            "change": _floats([a - b for a, b in zip(inflow, outflow, strict=True)]),
            "course": _floats(course),
            "committed_course": _floats(committed),
            "because": pd.Series([join_ids(ids[counts[:, i] > 0]) for i in range(len(span))], dtype="str"),
            "basis": pd.Series(
                [weakest(bases[counts[:, : i + 1].any(axis=1)]) for i in range(len(span))], dtype="str"
            ),
        }
    )


def _floats(values: Sequence[Fraction]) -> pd.Series:
    return pd.Series([float(value) for value in values], dtype="float64")


def liquidity_table(result: Plan) -> pd.DataFrame:
    """The hand-over ``liquidity``; without rows when no balance can be said."""
    rows = result.months if result.known else result.months.iloc[:0]
    return pd.DataFrame(
        {
            "month": rows["month"],
            "inflow": rows["inflow"],
            "outflow": rows["outflow"],
            "balance": rows["course"],
            "committed_balance": rows["committed_course"],
            "because": rows["because"],
            "basis": rows["basis"],
        }
    )
