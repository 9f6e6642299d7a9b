"""The month in which cash is lowest: which lines make it, and when relief comes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterlib.financing import budget
from clusterlib.financing.liquidity import Plan
from clusterlib.readings import Speaker


@dataclass(frozen=True, slots=True, eq=False)
class Worst:
    """What happens in the month of the lowest cash.

    Attributes
    ----------
    plan : Plan
        The plan it belongs to.
    month : str or None
        First month of the lowest cash; None without months.
    rows : DataFrame
        Lines that move in it: line_id, amount (costs negative), largest cost first.
    relief : str or None
        First later month in which more comes in than goes out.
    """

    plan: Plan
    month: str | None
    rows: pd.DataFrame
    relief: str | None


def trace(plan: Plan) -> Worst:
    """Lines behind the worst month of a plan.

    Parameters
    ----------
    plan : Plan
        As `liquidity.plan` gives it.

    Examples
    --------
    >>> from clusterlib import tables
    >>> from clusterlib.financing import liquidity
    >>> base = {"recurrence": "monthly", "start": "2027-01"}
    >>> lines = tables.typed("budget_lines", [
    ...     base | {"line_id": "B1", "kind": "in", "category": "membership", "amount": 5},
    ...     base | {"line_id": "B2", "kind": "out", "category": "rent", "amount": 9}])
    >>> trace(liquidity.plan(lines, opening_cash=10, count=2)).rows.values.tolist()
    [['B2', -9.0], ['B1', 5.0]]
    """
    empty = pd.DataFrame({"line_id": pd.Series(dtype="str"), "amount": pd.Series(dtype="float64")})
    if plan.low is None:
        return Worst(plan, None, empty, None)
    lines, frame = plan.lines, plan.months
    at = int((frame["month"] == plan.low.month).to_numpy().argmax())
    spread = budget.schedule(lines, count=len(frame), first_month=frame["month"].iloc[0])
    counts, values, sign = spread.counts[:, at], spread.values, np.where(budget.is_in(lines), 1, -1)
    moved = np.flatnonzero(counts)
    amounts = [float(int(sign[i] * counts[i]) * values[i]) for i in moved]
    rows = pd.DataFrame({"line_id": lines["line_id"].iloc[moved].to_numpy(), "amount": amounts})
    later = frame[(frame.index > at) & (frame["inflow"] > frame["outflow"])]
    return Worst(
        plan,
        plan.low.month,
        rows.sort_values(["amount", "line_id"], kind="stable", ignore_index=True) if len(rows) else empty,
        str(later["month"].iloc[0]) if len(later) else None,
    )


def table_worst(result: Worst, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The lines that move in the worst month, largest cost first; at most ten."""
    worst = result.rows.head(10)
    by_id = dict(zip(result.plan.lines["line_id"], budget.names(result.plan.lines, say=say), strict=True))
    return pd.DataFrame(
        {
            say("Line"): [by_id[name] for name in worst["line_id"]],
            say("Amount"): [say.money(value) for value in worst["amount"]],
        }
    )


def read_worst(result: Worst, *, say: Speaker = Speaker()) -> str:
    """Which lines make the worst month, and when relief comes."""
    if result.month is None:
        return say("There is no month to look at yet.")
    month = say.month(result.month)
    by_id = dict(zip(result.plan.lines["line_id"], budget.names(result.plan.lines, say=say), strict=True))
    costs = result.rows[result.rows["amount"] < 0]
    if costs.empty:
        said = [say("In {month}, the lowest month, no cost falls due.", month=month)]
    else:
        top = [by_id[name] for name in costs["line_id"].head(3)]
        said = [
            say.plural(
                len(costs),
                "In {month}, the lowest month, the only payment is {names}.",
                "In {month}, the lowest month, the largest payments are {names}.",
                month=month,
                names=say.names(top),
            )
        ]
    income = result.rows.loc[result.rows["amount"] > 0, "amount"].sum()
    said.append(
        say("{amount} comes in that month.", amount=say.money(income))
        if income
        else say("Nothing comes in that month.")
    )
    if result.relief is None and result.month == result.plan.months["month"].iloc[-1]:
        said.append(say("It is the last month of the plan: look further ahead to see what follows."))
    elif result.relief is None:
        said.append(say("After it, no month of the plan brings more than it takes."))
    else:
        said.append(
            say(
                "The next month that brings more than it takes is {month}: a payment that can wait until "
                "then, or a grant that can come before, removes the low point.",
                month=say.month(result.relief),
            )
        )
    return " ".join(said)
