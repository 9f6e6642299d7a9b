"""The liquidity plan in tables for people."""

from __future__ import annotations

import pandas as pd

from clusterlib.financing.liquidity import Plan
from clusterlib.financing.liquidity_costs import Costs
from clusterlib.readings import Speaker


def table_costs(result: Costs, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Costs by category: amount, the fixed part, share and lines."""
    rows = result.rows
    return pd.DataFrame(
        {
            say("Cost"): [say.word(category) for category in rows["category"]],
            say("Amount"): [say.money(value) for value in rows["amount"]],
            say("Of it fixed"): [say.money(value) for value in rows["fixed"]],
            say("Share"): [say.percent(value) for value in rows["share"]],
            say("Lines"): [str(ids).replace(";", ", ") for ids in rows["because"]],
        }
    )


def table_plan(result: Plan, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The key figures of the plan, with all income and with promised income only."""
    income = [result.inflow, result.promised]
    lows = (result.low, result.committed_low)
    rows: list[tuple[str, list[str]]] = [
        (say("Income of the period"), [say.money(value) for value in income]),
        (say("Costs of the period"), [say.money(result.outflow)] * 2),
    ]
    if result.known:
        buffer = result.buffer
        missing = [None if buffer is None or low is None else max(0.0, buffer - low.amount) for low in lows]
        rows += [
            (say("Lowest cash"), [say.money(low.amount) if low else "–" for low in lows]),
            (say("in the month"), [say.month(low.month) if low else "–" for low in lows]),
            (
                say("Below zero from"),
                [
                    say.month(month) if month else say("never")
                    for month in (result.runway, result.committed_runway)
                ],
            ),
            (say("Missing to the buffer"), [say.money(value) for value in missing]),
            (
                say("Cash at the end"),
                [say.money(result.months[c].iloc[-1]) for c in ("course", "committed_course")],
            ),
        ]
    return pd.DataFrame(
        {
            "": [name for name, _ in rows],
            say("All income, by probability"): [values[0] for _, values in rows],
            say("Promised income only"): [values[1] for _, values in rows],
        }
    )


def table_months(result: Plan, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Every month of the plan, as it is handed over."""
    frame = result.months
    names = {"inflow": say("In"), "outflow": say("Out")}
    if result.known:
        names |= {"course": say("Cash"), "committed_course": say("Promised only")}
    columns = {label: [say.number(value) for value in frame[name]] for name, label in names.items()}
    return pd.DataFrame({say("Month"): frame["month"].tolist(), **columns})


def plain_months(result: object) -> str:
    """Every month as text in columns, for a cell whose output is compared."""
    if not isinstance(result, Plan) or result.months.empty:
        return "no months"
    return table_months(result).to_string(index=False)
