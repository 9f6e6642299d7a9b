"""From the first day to the last: what each source adds to the cash and each kind of cost takes (T13)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.financing import budget, money
from clusterlib.financing.liquidity import Plan
from clusterlib.financing.money import exact
from clusterlib.readings import Speaker

#: Look of a step: income, cost, and the cash at both ends.
_LOOKS = {"in": "good", "out": "warn", "end": "main"}


def waterfall(plan: Plan) -> pd.DataFrame:
    """The steps from the opening cash to the cash at the end of the plan.

    Parameters
    ----------
    plan : Plan
        As `liquidity.plan` gives it; income counts by its probability, in the month in which it moves.

    Returns
    -------
    DataFrame
        One row per step: kind (*end* for the two ends, else *in* or *out*), name (``start``, ``end``, a
        source or a kind of cost), amount (costs negative), low and high (the cash between which the step
        lies). Sources and costs without any money are left out; without a month there is no row.

    Examples
    --------
    >>> from clusterlib import tables
    >>> from clusterlib.financing import liquidity
    >>> base = {"recurrence": "monthly", "start": "2027-01"}
    >>> lines = tables.typed("budget_lines", [
    ...     base | {"line_id": "B1", "kind": "in", "category": "membership", "amount": 5},
    ...     base | {"line_id": "B2", "kind": "out", "category": "rent", "amount": 9}])
    >>> waterfall(liquidity.plan(lines, opening_cash=10, count=2))[["name", "amount"]].values.tolist()
    [['start', 10.0], ['membership', 10.0], ['rent', -18.0], ['end', 2.0]]
    """
    columns = ["kind", "name", "amount", "low", "high"]
    if plan.months.empty:
        return pd.DataFrame(columns=columns)
    first = str(plan.months["month"].iloc[0])
    spread = budget.schedule(plan.lines, count=len(plan.months), first_month=first)
    income, category = budget.is_in(spread.lines), spread.lines["category"]
    cash = exact(plan.opening_cash or 0.0)
    rows = [_step("end", "start", Fraction(0), cash)]
    for kind, names, mine, sign in (("in", budget.SOURCES, income, 1), ("out", budget.COSTS, ~income, -1)):
        for name in names:
            amount = sign * spread.total(mine & (category == name).to_numpy(dtype=bool))
            if amount:
                rows.append(_step(kind, name, cash, amount))
                cash += amount
    rows.append(_step("end", "end", Fraction(0), cash))
    return pd.DataFrame(rows, columns=columns)


def _step(kind: str, name: str, before: Fraction, amount: Fraction) -> tuple[str, str, float, float, float]:
    ends = before, before + amount
    return kind, name, float(amount), float(min(ends)), float(max(ends))


@figures.drawn
def plot_waterfall(result: Plan, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Bars from the opening cash over each source and each kind of cost to the cash at the end.

    Parameters
    ----------
    result : Plan
        As `liquidity.plan` gives it.
    say : Speaker
        Gives language and currency.
    ax : Axes, optional
        Axes to draw on.
    """
    rows = waterfall(result)
    if len(rows) < 3:
        return chart_parts.empty(figures.axes(ax, width=9, height=1), _title(rows, result, say))
    ax = figures.axes(ax, width=9.0, height=1.9 + 0.36 * len(rows))
    y = np.arange(len(rows))
    money.label_axis(ax, "x", [0.0, *rows["low"], *rows["high"]], say=say)
    ax.set_xlabel(say("cash ({unit})", unit=ax.get_xlabel()))
    labels = {"in": say("comes in"), "out": say("goes out"), "end": say("cash at the start and at the end")}
    for kind, look in _LOOKS.items():
        mine = rows["kind"] == kind
        ax.barh(
            y[mine], (rows["high"] - rows["low"])[mine], 0.62, left=rows["low"][mine],
            color=figures.COLOURS[look], hatch=figures.HATCHES[look], edgecolor="white", label=labels[kind],
        )  # fmt: skip
    _connect(ax, rows)
    low, high = min(0.0, float(rows["low"].min())), max(0.0, float(rows["high"].max()))
    room = (high - low) or 1.0
    for at, row in enumerate(rows.to_dict("records")):
        ax.annotate(
            say.money(row["amount"]), (max(row["high"], 0.0), at), xytext=(6, 0), textcoords="offset points",
            va="center", fontsize=9, bbox=chart_parts.LABEL_GROUND,
        )  # fmt: skip
    ax.axvline(0, color=figures.INK, lw=0.9)
    ax.set_xlim(low - 0.04 * room, high + 0.24 * room)
    ends = {"start": say("cash before the first month"), "end": say("cash at the end")}
    ax.set_yticks(y, [figures.wrap(ends.get(name) or say.word(name), 26, lines=2) for name in rows["name"]])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.grid(axis="x")
    chart_parts.legend_below(ax)
    chart_parts.title(ax, _title(rows, result, say))
    return ax


def _connect(ax: Axes, rows: pd.DataFrame) -> None:
    """A thin line from where one step ends to where the next begins."""
    level = 0.0
    for at, row in enumerate(rows.to_dict("records")[:-1]):
        level = row["amount"] if row["name"] == "start" else level + row["amount"]
        ax.plot([level, level], [at - 0.31, at + 1.31], color="#8A939E", lw=0.8, zorder=0.5)


def _title(rows: pd.DataFrame, result: Plan, say: Speaker) -> str:
    if result.months.empty:
        return say("There is no budget line to draw yet.")
    steps = rows[rows["kind"] != "end"]
    if steps.empty:
        return say("No money moves in these months")
    start, end = rows["amount"].iloc[0], rows["amount"].iloc[-1]
    if result.opening_cash is None:
        return say("Over these months cash changes by {change}", change=say.money(end))
    return say(
        "From {first} to {last} cash goes from {start} to {end}",
        first=say.month(str(result.months["month"].iloc[0])),
        last=say.month(str(result.months["month"].iloc[-1])),
        start=say.money(start),
        end=say.money(end),
    )
