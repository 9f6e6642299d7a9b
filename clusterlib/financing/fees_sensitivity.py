"""What the fee hangs on: one assumption moved at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.faults import DomainError
from clusterlib.financing import money
from clusterlib.financing.fees import Fees, base_fee
from clusterlib.readings import Speaker


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity:
    """How far the base fee moves with each assumption.

    Attributes
    ----------
    fees : Fees
        The fees that are varied.
    rows : DataFrame
        driver, low, high: base fee if this assumption is lower or higher by `swing`; widest first.
    swing : float
        Share by which each assumption is moved.
    """

    fees: Fees
    rows: pd.DataFrame
    swing: float


def vary(fees: Fees, *, swing: float = 0.1) -> Sensitivity:
    """Move costs, other income and paying members one at a time (method T15).

    Parameters
    ----------
    fees : Fees
        As `fees.design` gives them.
    swing : float
        Share by which each assumption is moved, from 0 to below 1.

    Raises
    ------
    DomainError
        If the swing lies outside that range.

    Examples
    --------
    >>> from clusterlib import tables
    >>> from clusterlib.financing import fees
    >>> need = fees.need(None, cost=1000, public=0, projects=0, services=0)
    >>> own = fees.design(tables.typed("tiers", [{"tier": "all", "members": 10, "weight": 1}]), need)
    >>> vary(own).rows.round(2).values.tolist()
    [['members', 111.11, 90.91], ['cost', 90.0, 110.0]]
    """
    if not 0 <= swing < 1:
        raise DomainError(f"swing is {swing}; it must be a share between 0 and 1.")
    need, paying = fees.need, fees.paying_units
    if not (paying > 0 and need.total > 0):
        empty = pd.DataFrame({"driver": pd.Series(dtype="str"), "low": pd.Series(dtype="float64")})
        return Sensitivity(fees, empty.assign(high=pd.Series(dtype="float64")), swing)
    found = []
    for name in ("cost", "public", "projects", "services"):
        value, sign = float(getattr(need, name)), 1 if name == "cost" else -1
        if value:
            low, high = (base_fee(need.total + sign * change * value, paying) for change in (-swing, swing))
            found.append((name, low, high))
    low, high = (base_fee(need.total, paying * (1 + change)) for change in (-swing, swing))
    frame = pd.DataFrame([*found, ("members", low, high)], columns=["driver", "low", "high"])
    width = (frame["high"] - frame["low"]).abs().round(9)
    order = np.argsort(-width.to_numpy(), kind="stable")
    return Sensitivity(fees, frame.iloc[order].reset_index(drop=True), swing)


def driver(name: str, *, say: Speaker = Speaker()) -> str:
    """What a reader calls an assumption of the fee."""
    words = {
        "cost": say("costs"),
        "public": say("public money"),
        "projects": say("income from projects"),
        "services": say("income from services and sponsors"),
        "members": say("members who pay"),
    }
    return words[name]


def read_sensitivity(result: Sensitivity, *, say: Speaker = Speaker()) -> str:
    """Which assumption moves the fee most."""
    if result.rows.empty:
        return say("There is no fee to vary: nothing is needed, or nobody pays.")
    first = result.rows.iloc[0]
    return say(
        "The fee hangs most on {driver}: if that is {swing} higher or lower than planned, the base fee that "
        "breaks even lies between {low} and {high}.",
        driver=driver(first["driver"], say=say),
        swing=say.percent(result.swing),
        low=say.money(min(first["low"], first["high"])),
        high=say.money(max(first["low"], first["high"])),
    )


@figures.drawn
def plot_sensitivity(result: Sensitivity, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """How far the fee moves when one assumption is higher or lower."""
    rows = result.rows
    ax = figures.axes(ax, width=8.5, height=1.8 + 0.45 * max(1, len(rows)))
    if rows.empty or not result.fees.base_fee:
        return chart_parts.empty(ax, say("There is no fee to vary: nothing is needed, or nobody pays."))
    y, base = np.arange(len(rows)), result.fees.base_fee
    money.label_axis(ax, "x", [*rows["low"], *rows["high"]], say=say)
    ax.set_xlabel(say("yearly base fee, of weight 1 ({unit})", unit=ax.get_xlabel()))
    lower = say("{swing} lower than planned", swing=say.percent(result.swing))
    higher = say("{swing} higher than planned", swing=say.percent(result.swing))
    ax.barh(y, rows["low"] - base, 0.55, left=base, color=figures.COLOURS["main"], label=lower)
    ax.barh(y, rows["high"] - base, 0.55, left=base, color=figures.COLOURS["warn"], hatch="//",
            edgecolor="white", label=higher)  # fmt: skip
    ax.axvline(base, color=figures.INK, lw=1)
    ax.set_yticks(y, [figures.wrap(driver(name, say=say), 22) for name in rows["driver"]])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.grid(axis="x")
    chart_parts.legend_below(ax)
    first = driver(rows["driver"].iloc[0], say=say)
    chart_parts.title(ax, say("The fee hangs most on {driver}", driver=first))
    return ax
