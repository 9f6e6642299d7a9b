"""Ways to raise money that are being weighed: how much, and how soon (guide L2144-2154, method N11)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clusterlib import tables
from clusterlib.financing.liquidity import Plan
from clusterlib.financing.money import exact, total


@dataclass(frozen=True, slots=True, eq=False)
class Levers:
    """Levers by the time until they bring money.

    Attributes
    ----------
    rows : DataFrame
        id, text (and twins), category, low, high (the other amount where one is blank), months, owner,
        chosen (bool); soonest first, then largest.
    sums : DataFrame
        One row per number of months: months, low, high (all levers up to then, added up), chosen_low.
    unknown : tuple of str
        Levers without an amount or without a time; they are in no sum.
    unowned : tuple of str
        Levers without an owner.
    lowest, lowest_chosen : float or None
        Lowest cash of the plan, as it is and with the low amounts of what was chosen; None without a plan
        or opening cash.
    """

    rows: pd.DataFrame
    sums: pd.DataFrame
    unknown: tuple[str, ...]
    unowned: tuple[str, ...]
    lowest: float | None
    lowest_chosen: float | None


def weigh(levers: pd.DataFrame | None, plan: Plan | None = None) -> Levers:
    """Add levers up by time; what is not chosen is never added to the plan.

    Parameters
    ----------
    levers : DataFrame or None
        Typed table of that name. A lever is chosen when its column ``decision`` says so.
    plan : Plan or None
        Liquidity plan beside which the chosen levers are set, their low amounts only, each from the month
        in which it would bring money; the plan itself does not change.

    Examples
    --------
    >>> rows = [{"id": "V1", "text": "Fair stand", "amount_low": 100, "amount_high": 400, "lag_months": 6},
    ...         {"id": "V2", "text": "Sponsor", "amount_low": 50, "lag_months": 2, "decision": "chosen"}]
    >>> found = weigh(tables.typed("levers", rows))
    >>> found.sums[["months", "low", "high", "chosen_low"]].values.tolist()
    [[2.0, 50.0, 50.0, 50.0], [6.0, 150.0, 450.0, 50.0]]
    """
    frame = tables.empty("levers") if levers is None else levers
    low = frame["amount_low"].fillna(frame["amount_high"])
    high = frame["amount_high"].fillna(frame["amount_low"])
    rows = frame.assign(
        low=low, high=high, months=frame["lag_months"].astype("Float64").astype(float),
        chosen=frame["decision"].eq("chosen").fillna(False).astype(bool),
    )  # fmt: skip
    rows = rows[rows["decision"].ne("dropped").fillna(True)]
    rows = rows.sort_values(
        ["months", "high", "id"], ascending=[True, False, True], na_position="last", kind="stable"
    )
    known = rows[rows["low"].notna() & rows["months"].notna()]
    sums = pd.DataFrame(
        [_upto(known, months) for months in sorted(known["months"].unique())],
        columns=["months", "low", "high", "chosen_low"],
    )
    least, with_chosen = _lowest(known[known["chosen"]], plan)
    return Levers(
        rows=rows.reset_index(drop=True),
        sums=sums,
        unknown=tuple(rows.loc[~rows.index.isin(known.index), "id"]),
        unowned=tuple(rows.loc[rows["owner"].isna(), "id"]),
        lowest=least,
        lowest_chosen=with_chosen,
    )


def _upto(known: pd.DataFrame, months: float) -> tuple[float, float, float, float]:
    there = known[known["months"] <= months]
    parts = (there["low"], there["high"], there.loc[there["chosen"], "low"])
    low, high, chosen = (float(total(part)) for part in parts)
    return float(months), low, high, chosen


def _lowest(chosen: pd.DataFrame, plan: Plan | None) -> tuple[float | None, float | None]:
    if plan is None or not plan.known or not len(plan.months):
        return None, None
    course = [exact(value) for value in plan.months["course"]]
    added = [cash + total(chosen.loc[chosen["months"] <= at, "low"]) for at, cash in enumerate(course)]
    return float(min(course)), float(min(added))
