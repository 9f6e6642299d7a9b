"""How far promised income covers what falls due whatever happens, one, two and three years ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from clusterlib.faults import DomainError
from clusterlib.financing import budget
from clusterlib.financing.money import exact

#: Months over which income and costs are added up, and the class that each of them stands for.
HORIZONS = {12: "short", 24: "medium", 36: "long"}


@dataclass(frozen=True, slots=True, eq=False)
class Security:
    """Coverage of the fixed costs.

    Attributes
    ----------
    rows : DataFrame
        One row per horizon: months, fixed_cost, promised (income promised in writing, in full),
        weighted (the same by its probability), expected (all income by its probability), and the
        three divided by the fixed cost: coverage, weighted_coverage, expected_coverage (NaN when
        no cost is fixed).
    level, weighted_level : str or None
        *long*, *medium*, *short* or *none* by promised income, in full and by its probability; None
        without fixed costs.
    sources : Series
        Promised income of the first horizon by source, largest first.
    hhi : float or None
        Sum of the squared shares of these sources; None without promised income.
    enough : float
        Coverage from which a horizon counts as secured.
    high_hhi : float
        Concentration from which secured money counts as dependent.
    first_month : str or None
        First month; None without budget lines.
    """

    rows: pd.DataFrame
    level: str | None
    weighted_level: str | None
    sources: pd.Series
    hhi: float | None
    enough: float
    high_hhi: float
    first_month: str | None

    @property
    def dependent(self) -> bool:
        """Whether the promised income hangs on few sources."""
        return self.hhi is not None and self.hhi >= self.high_hhi


def security(
    budget_lines: pd.DataFrame | None, *, first_month: str = "", enough: float = 0.8, high_hhi: float = 0.5
) -> Security:
    """Coverage of fixed costs by promised income, over 12, 24 and 36 months (method T18, guide L2131).

    Income and costs count in the month in which they fall due. All months from the first one to the
    horizon are added up, and a longer class also requires every shorter horizon.

    Parameters
    ----------
    budget_lines : DataFrame or None
        Typed table of that name.
    first_month : str
        ``YYYY-MM``; empty: the earliest start of all lines.
    enough : float
        Coverage from which a horizon counts as secured.
    high_hhi : float
        Sum of squared shares, 0 to 1, from which promised income counts as dependent.

    Raises
    ------
    DomainError
        If `enough` is not above 0 or `high_hhi` lies outside 0 to 1.

    Examples
    --------
    >>> from clusterlib import tables
    >>> base = {"recurrence": "monthly", "start": "2027-01"}
    >>> lines = tables.typed("budget_lines", [
    ...     base | {"line_id": "B1", "kind": "in", "category": "public", "amount": 90, "committed": "yes",
    ...             "end": "2028-12"},
    ...     base | {"line_id": "B2", "kind": "out", "category": "rent", "amount": 100, "fixed": "yes"}])
    >>> result = security(lines)
    >>> result.rows["coverage"].tolist(), result.level, result.dependent
    ([0.9, 0.9, 0.6], 'medium', True)
    """
    if not enough > 0 or not 0 <= high_hhi <= 1:
        raise DomainError(
            f"enough is {enough} and high_hhi {high_hhi}; the first must be above 0, the second from 0 to 1."
        )
    spread = budget.schedule(budget_lines, count=max(HORIZONS), first_month=first_month, lag=False)
    lines = spread.lines
    full = [exact(amount) for amount in lines["amount"]]
    promised = budget.is_promised(lines)
    rows = [_horizon(spread, horizon, full) for horizon in HORIZONS]
    sources = _sources(lines, spread.counts[:, : min(HORIZONS)].sum(axis=1), full, promised)
    return Security(
        rows=_frame(rows),
        level=level([(row[1], row[2]) for row in rows], enough=enough),
        weighted_level=level([(row[1], row[3]) for row in rows], enough=enough),
        sources=pd.Series({name: float(amount) for name, amount in sources.items()}, dtype="float64"),
        hhi=_concentration(sources),
        enough=enough,
        high_hhi=high_hhi,
        first_month=spread.months[0] if spread.months else None,
    )


def _horizon(
    spread: budget.Schedule, horizon: int, full: Sequence[Fraction]
) -> tuple[int, Fraction, Fraction, Fraction, Fraction]:
    """Months, fixed cost, promised income (whole and by probability) and all income up to a horizon."""
    lines, times = spread.lines, spread.counts[:, :horizon].sum(axis=1)
    income, promised = budget.is_in(lines), budget.is_promised(lines)
    fixed = ~income & (lines["fixed"] == "yes").to_numpy(dtype=bool)
    return (
        horizon,
        _sum(times, spread.values, fixed),
        _sum(times, full, promised),
        _sum(times, spread.values, promised),
        _sum(times, spread.values, income),
    )


def _concentration(sources: Mapping[str, Fraction]) -> float | None:
    """Sum of squared shares; None without money."""
    whole = sum(sources.values(), Fraction(0))
    return float(sum(((p / whole) ** 2 for p in sources.values()), Fraction(0))) if whole else None


def level(sums: Sequence[tuple[Fraction, Fraction]], *, enough: float) -> str | None:
    """Longest class whose own and every shorter horizon is covered; None without fixed cost.

    Parameters
    ----------
    sums : sequence of (fixed cost, income)
        One pair per horizon, shortest first.
    enough : float
        Part of the fixed cost that must be covered.

    Examples
    --------
    >>> one = Fraction(1)
    >>> level([(one, one), (one, one / 2), (one, one)], enough=0.8), level([(0 * one, one)], enough=0.8)
    ('short', None)
    """
    if not sums or not sums[0][0]:
        return None
    found = "none"
    for name, (cost, income) in zip(HORIZONS.values(), sums, strict=False):
        if income < exact(enough) * cost:
            break
        found = name
    return found


def _sum(times: np.ndarray, values: Sequence[Fraction] | np.ndarray, wanted: np.ndarray) -> Fraction:
    return sum((int(times[i]) * values[int(i)] for i in np.flatnonzero(wanted)), Fraction(0))


def _sources(
    lines: pd.DataFrame, times: np.ndarray, full: Sequence[Fraction], promised: np.ndarray
) -> Mapping[str, Fraction]:
    sums: dict[str, Fraction] = {}
    for source in budget.SOURCES:
        amount = _sum(times, full, promised & (lines["category"] == source).to_numpy(dtype=bool))
        if amount:
            sums[source] = amount
    return dict(sorted(sums.items(), key=lambda item: -item[1]))


def _frame(rows: Sequence[tuple[int, Fraction, Fraction, Fraction, Fraction]]) -> pd.DataFrame:
    names = ("coverage", "weighted_coverage", "expected_coverage")
    return pd.DataFrame(
        [
            {
                "months": months,
                "fixed_cost": float(cost),
                "promised": float(parts[0]),
                "weighted": float(parts[1]),
                "expected": float(parts[2]),
                **{
                    name: float(part / cost) if cost else np.nan
                    for name, part in zip(names, parts, strict=True)
                },
            }
            for months, cost, *parts in rows
        ]
    )
