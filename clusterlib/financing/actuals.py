"""Books against plan: what was booked, what it leaves of the plan, what the year ends with (guide L2081)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from clusterlib import tables
from clusterlib.financing import budget
from clusterlib.financing.money import exact, total


@dataclass(frozen=True, slots=True, eq=False)
class Books:
    """Actual money beside the plan.

    Attributes
    ----------
    rows : DataFrame
        One row per line and month with a plan or a booking: line_id, month, plan, actual (NaN: not
        booked), deviation (actual less plan), percent (deviation by plan; NaN when the plan is 0),
        status (booked, not booked, not planned, to come).
    lines : DataFrame
        One row per line with a booking or a gap: line_id, kind, plan and actual of the booked months,
        deviation, percent, missing (past months without booking), better (whether cash gains by it).
    past : tuple of str
        Months of the plan that are over.
    complete : int
        Of these months, those in which every planned payment is booked.
    booked, due : int
        Planned payments of those months that are booked, and all of them.
    forecast_in, forecast_out : float
        Booked so far and plan of the rest, to the end of the plan.
    plan_in, plan_out : float
        The same sums as planned.
    unknown : tuple of str
        Booked lines that are not in the plan at all.
    """

    rows: pd.DataFrame
    lines: pd.DataFrame
    past: tuple[str, ...]
    complete: int
    booked: int
    due: int
    forecast_in: float
    forecast_out: float
    plan_in: float
    plan_out: float
    unknown: tuple[str, ...]
    budget: pd.DataFrame


def compare(
    budget_lines: pd.DataFrame | None,
    actuals: pd.DataFrame | None,
    *,
    as_of: str = "",
    count: int = 12,
    first_month: str = "",
) -> Books:
    """Compare bookings with the plan, line by line and month by month (method N11).

    The plan is that of the liquidity plan: in the month in which the money moves, by its probability.
    A month that is over and has no booking is *not booked*, never 0; the forecast takes the plan for it.

    Parameters
    ----------
    budget_lines, actuals : DataFrame or None
        Typed tables of these names.
    as_of : str
        Today, as ISO day or month; months before it are over. Empty: up to the last booking.
    count : int
        Months of the plan.
    first_month : str
        ``YYYY-MM``; empty: the earliest start of all lines.

    Examples
    --------
    >>> line = {"line_id": "B1", "kind": "out", "category": "rent", "amount": 100,
    ...         "recurrence": "monthly", "start": "2027-01"}
    >>> paid = [{"line_id": "B1", "month": "2027-01", "amount": 90},
    ...         {"line_id": "B1", "month": "2027-02", "amount": 130}]
    >>> books = compare(tables.typed("budget_lines", [line]), tables.typed("actuals", paid), count=3)
    >>> books.lines[["deviation", "percent"]].values.tolist(), books.forecast_out
    ([[20.0, 0.1]], 320.0)
    """
    spread = budget.schedule(budget_lines, count=count, first_month=first_month)
    lines, span = spread.lines, spread.months
    booked = tables.empty("actuals") if actuals is None else actuals
    plan = {
        (str(lines["line_id"].iloc[i]), span[at]): int(spread.counts[i, at]) * spread.values[i]
        for i, at in zip(*np.nonzero(spread.counts), strict=True)
    }
    actual = {
        (str(line), str(month)): total(group)
        for (line, month), group in booked.groupby(["line_id", "month"], sort=True)["amount"]
    }
    past = _past(span, as_of, [month for _, month in actual])
    rows = _rows(lines, span, plan, actual, past)
    kinds = dict(zip(lines["line_id"], lines["kind"], strict=True))
    forecast, planned = _forecast(plan, actual, kinds)
    over = rows[rows["month"].isin(past) & rows["line_id"].isin(kinds)]
    return Books(
        rows=rows,
        lines=_lines(rows, kinds),
        past=past,
        complete=len(set(past) - set(over.loc[over["status"] == "not booked", "month"])),
        booked=int((over["status"] == "booked").sum()),
        due=int(over["status"].isin(["booked", "not booked"]).sum()),
        forecast_in=forecast["in"],
        forecast_out=forecast["out"],
        plan_in=planned["in"],
        plan_out=planned["out"],
        unknown=tuple(sorted({line for line, _ in actual if line not in kinds})),
        budget=lines,
    )


def _past(span: list[str], as_of: str, booked: list[str]) -> tuple[str, ...]:
    if as_of:
        return tuple(month for month in span if month < as_of[:7])
    return tuple(month for month in span if booked and month <= max(booked))


def _rows(
    lines: pd.DataFrame,
    span: list[str],
    plan: dict[tuple[str, str], Fraction],
    actual: dict[tuple[str, str], Fraction],
    past: tuple[str, ...],
) -> pd.DataFrame:
    order = {line: place for place, line in enumerate(lines["line_id"])}
    keys = sorted({*plan, *actual}, key=lambda key: (order.get(key[0], len(order)), key[0], key[1]))
    found = []
    for line, month in keys:
        wanted, paid = plan.get((line, month), Fraction(0)), actual.get((line, month))
        gap = None if paid is None else paid - wanted
        if paid is not None:
            status = "booked" if (line, month) in plan else "not planned"
        else:
            status = "not booked" if month in past else "to come"
        found.append(
            (
                line,
                month,
                float(wanted),
                np.nan if paid is None else float(paid),
                np.nan if gap is None else float(gap),
                float(gap / wanted) if gap is not None and wanted else np.nan,
                status,
            )
        )
    return pd.DataFrame(
        found, columns=["line_id", "month", "plan", "actual", "deviation", "percent", "status"]
    )


def _lines(rows: pd.DataFrame, kinds: dict[str, str]) -> pd.DataFrame:
    found = []
    for line, group in rows[rows["status"] != "to come"].groupby("line_id", sort=False):
        done = group[group["actual"].notna()]
        plan, paid = total(done["plan"]), total(done["actual"])
        kind = kinds.get(str(line))
        better = kind is not None and (paid > plan) == (kind == "in") and paid != plan
        found.append(
            (
                str(line),
                kind,
                float(plan),
                float(paid),
                float(paid - plan),
                float((paid - plan) / plan) if plan else np.nan,
                int((group["status"] == "not booked").sum()),
                better,
            )
        )
    columns = ["line_id", "kind", "plan", "actual", "deviation", "percent", "missing", "better"]
    return pd.DataFrame(found, columns=columns)


def _forecast(
    plan: dict[tuple[str, str], Fraction], actual: dict[tuple[str, str], Fraction], kinds: dict[str, str]
) -> tuple[dict[str, float], dict[str, float]]:
    forecast, planned = {"in": exact(0), "out": exact(0)}, {"in": exact(0), "out": exact(0)}
    for key in {*plan, *actual}:
        kind = kinds.get(key[0])
        if kind is not None:
            planned[kind] += plan.get(key, Fraction(0))
            forecast[kind] += actual.get(key, plan.get(key, Fraction(0)))
    return {k: float(v) for k, v in forecast.items()}, {k: float(v) for k, v in planned.items()}
