"""What the work costs, by kind of cost: the first stage of a financial plan (guide L2080-2081)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from clusterlib.cells import join_ids
from clusterlib.financing import budget


@dataclass(frozen=True, slots=True, eq=False)
class Costs:
    """The cost structure of a plan.

    Attributes
    ----------
    rows : DataFrame
        category, amount, fixed (part that falls due whatever happens), share (of all costs; NaN when
        there is none), because; largest first.
    total : float
        All costs of the months looked at, each by its probability.
    fixed_share, personnel_share : float or None
        Parts of the total; None when there is no cost.
    first, count : str or None, int
        The months looked at.
    unfounded : tuple of str
        Cost lines that name no task, initiative or service they pay for.
    """

    rows: pd.DataFrame
    total: float
    fixed_share: float | None
    personnel_share: float | None
    first: str | None
    count: int
    unfounded: tuple[str, ...]


def costs(budget_lines: pd.DataFrame | None, *, count: int = 12, first_month: str = "") -> Costs:
    """Sum the costs of a period by category (method T13).

    Parameters
    ----------
    budget_lines : DataFrame or None
        Typed table of that name.
    count : int
        Months to look at.
    first_month : str
        ``YYYY-MM``; empty: the earliest start of all lines.

    Examples
    --------
    >>> from clusterlib import tables
    >>> base = {"kind": "out", "recurrence": "monthly", "start": "2027-01"}
    >>> result = costs(tables.typed("budget_lines", [
    ...     base | {"line_id": "B1", "category": "personnel", "amount": 900, "fixed": "yes"},
    ...     base | {"line_id": "B2", "category": "rent", "amount": 100}]))
    >>> result.total, result.fixed_share, result.rows["category"].tolist()
    (12000.0, 0.9, ['personnel', 'rent'])
    """
    spread = budget.schedule(budget_lines, count=count, first_month=first_month)
    lines, out = spread.lines, ~budget.is_in(spread.lines)
    fixed = (lines["fixed"] == "yes").to_numpy(dtype=bool)
    found = []
    for category in budget.COSTS:
        mine = out & (lines["category"] == category).to_numpy(dtype=bool) & spread.moves()
        if mine.any():
            amount = spread.total(mine)
            part = spread.total(mine & fixed)
            found.append((category, amount, part, join_ids(lines["line_id"][mine])))
    whole = sum((row[1] for row in found), Fraction(0))
    found.sort(key=lambda row: -row[1])
    blank = out & lines["because"].isna().to_numpy()
    return Costs(
        rows=pd.DataFrame(
            [(c, float(a), float(f), float(a / whole) if whole else np.nan, b) for c, a, f, b in found],
            columns=["category", "amount", "fixed", "share", "because"],
        ),
        total=float(whole),
        fixed_share=float(sum((row[2] for row in found), Fraction(0)) / whole) if whole else None,
        personnel_share=float(_of(found, "personnel") / whole) if whole else None,
        first=spread.months[0] if spread.months else None,
        count=count,
        unfounded=tuple(lines["line_id"][blank]),
    )


def _of(found: list[tuple[str, Fraction, Fraction, str | None]], category: str) -> Fraction:
    return next((row[1] for row in found if row[0] == category), Fraction(0))
