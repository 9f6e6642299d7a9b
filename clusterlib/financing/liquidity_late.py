"""What happens when income comes later than planned."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from clusterlib.faults import DomainError
from clusterlib.financing import budget
from clusterlib.financing.liquidity import Low, Plan, lowest, running, runway
from clusterlib.financing.money import exact


@dataclass(frozen=True, slots=True, eq=False)
class Late:
    """A second course of cash, with some income delayed.

    Attributes
    ----------
    plan : Plan
        The plan it is compared with.
    delay : int
        Months of delay.
    shifted : tuple of str
        Ids of the lines that come later; empty when no line could be moved.
    course : Series
        Cash at the end of each month with the delay (index as ``plan.months``).
    low : Low or None
        Its lowest cash.
    runway : str or None
        First month that ends below zero; None if none does or the opening cash is unknown.
    deeper : float
        How much lower the lowest cash is than in the plan.
    beyond : float
        Money of the plan's months that now arrives only after them.
    """

    plan: Plan
    delay: int
    shifted: tuple[str, ...]
    course: pd.Series
    low: Low | None
    runway: str | None
    deeper: float
    beyond: float


def late(plan: Plan, *, delay: int = 3, late_lines: str = "") -> Late:
    """Move income lines by some months and follow the cash again (method T13, guide L2081).

    Parameters
    ----------
    plan : Plan
        As `liquidity.plan` gives it.
    delay : int
        Months by which the money comes later.
    late_lines : str
        Ids of income lines, separated by ``;``; empty: the largest income line of these months, which
        is usually the grant; ``open``: all income that is not promised in writing.

    Raises
    ------
    DomainError
        If the delay is negative, or an id is unknown or a cost.

    Examples
    --------
    >>> from clusterlib import tables
    >>> from clusterlib.financing import liquidity
    >>> lines = tables.typed("budget_lines", [
    ...     {"line_id": "B1", "kind": "in", "category": "public", "amount": 900, "recurrence": "once",
    ...      "start": "2027-01"},
    ...     {"line_id": "B2", "kind": "out", "category": "rent", "amount": 300, "recurrence": "monthly",
    ...      "start": "2027-01"}])
    >>> result = late(liquidity.plan(lines, opening_cash=0, count=3), delay=2)
    >>> result.course.tolist(), result.runway, result.deeper
    ([-300.0, -600.0, 0.0], '2027-01', 600.0)
    """
    if delay < 0:
        raise DomainError(f"delay is {delay} months; it must be 0 or more.")
    lines, span = plan.lines, plan.months["month"].tolist()
    if not span:
        return Late(plan, delay, (), pd.Series(dtype="float64"), None, None, 0.0, 0.0)
    spread, income = _spread(plan), budget.is_in(lines)
    moved = _moved(lines, late_lines, spread.counts.sum(axis=1) * spread.values)
    shifted = _spread(plan, later=np.where(moved, delay, 0).tolist())
    opening = exact(plan.opening_cash or 0.0)
    course = running(opening, shifted.per_month(income), shifted.per_month(~income))
    before = min(running(opening, spread.per_month(income), spread.per_month(~income)))
    return Late(
        plan=plan,
        delay=delay,
        shifted=tuple(lines["line_id"][moved & spread.moves()]),
        course=pd.Series([float(cash) for cash in course], dtype="float64"),
        low=lowest(span, course),
        runway=runway(span, course) if plan.opening_cash is not None else None,
        deeper=float(before - min(course)),
        beyond=float(max(Fraction(0), spread.total(moved) - shifted.total(moved))),
    )


def _spread(plan: Plan, *, later: list[int] | None = None) -> budget.Schedule:
    span = plan.months["month"]
    return budget.schedule(plan.lines, count=len(span), first_month=str(span.iloc[0]), later=later)


def _moved(lines: pd.DataFrame, late_lines: str, amounts: np.ndarray) -> np.ndarray:
    income = budget.is_in(lines)
    wanted = np.zeros(len(lines), dtype=bool)
    if late_lines.strip() == "open":
        return np.asarray(income & ~budget.is_promised(lines))
    if not late_lines.strip():
        if (income & (amounts > 0)).any():
            wanted[max(np.flatnonzero(income), key=lambda i: amounts[i])] = True
        return wanted
    wanted = budget.named(lines, late_lines)
    if (wanted & ~income).any():
        costs = ", ".join(lines["line_id"][wanted & ~income])
        raise DomainError(f"late_lines names {costs}: only income can come late here, and these are costs.")
    return wanted


def deciding(plan: Plan) -> tuple[str, ...]:
    """Income lines, not promised, each of which alone keeps the cash above zero.

    Empty when the plan falls below zero anyway, or the opening cash is unknown.
    """
    if not plan.known or plan.runway is not None:
        return ()
    lines, span = plan.lines, plan.months["month"].tolist()
    spread, income = _spread(plan), budget.is_in(lines)
    outflow = spread.per_month(~income)
    found = []
    for i, name in enumerate(lines["line_id"]):
        if income[i] and not budget.is_promised(lines)[i]:
            others = income.copy()
            others[i] = False
            inflow = spread.per_month(others)
            if runway(span, running(exact(plan.opening_cash or 0), inflow, outflow)) is not None:
                found.append(name)
    return tuple(found)
