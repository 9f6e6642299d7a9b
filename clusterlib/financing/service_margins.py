"""What a charged service leaves, per unit, per year and per hour of staff."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures, tables, twins
from clusterlib.financing import money
from clusterlib.financing.money import exact
from clusterlib.readings import Speaker
from clusterlib.tables import is_blank

#: Columns of a result that hold numbers.
_NUMBERS = ("rank", "per_hour", "hourly_rate", "margin", "full_margin", "margin_year", "full_year",
            "break_even")  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Margins:
    """Services that are charged, and what the others cost.

    Attributes
    ----------
    rows : DataFrame
        One row per charged service that has not ended: id, rank, per_hour (contribution margin per
        hour of staff), hourly_rate, margin and full_margin (per unit, without and with the cost of
        the hours), margin_year and full_year (at the planned volume), break_even (units that pay for
        the hours set aside), beyond (break-even above capacity); NaN where a number is missing or a
        unit leaves nothing. Best per hour first.
    services : DataFrame
        The table they come from.
    free_cost : float
        Cost of a year of the services that are free or in the fee, as far as it is known.
    free : int
        Number of these services.
    """

    rows: pd.DataFrame
    services: pd.DataFrame
    free_cost: float
    free: int


def margins(services: pd.DataFrame | None) -> Margins:
    """Margins and break-even of fee-based services, ranked by margin per hour (method T16, guide L2594).

    The hours of the planned volume count as set aside: the break-even volume pays for them.

    Parameters
    ----------
    services : DataFrame or None
        Typed table of that name; services that have ended are left out.

    Examples
    --------
    >>> course = {"id": "S1", "name": "Course", "payment": "charged", "price": 100, "variable_cost": 40,
    ...           "staff_hours": 3, "hourly_rate": 10, "volume": 8}
    >>> row = margins(tables.typed("services", [course])).rows.iloc[0]
    >>> float(row["margin"]), float(row["full_margin"]), float(row["per_hour"]), float(row["break_even"])
    (60.0, 30.0, 20.0, 4.0)
    """
    frame = tables.empty("services") if services is None else services
    current = frame[frame["status"] != "ended"]
    charged = current["payment"] == "charged"
    found = [_row(row) for row in current[charged].to_dict("records")]
    order = sorted(
        range(len(found)), key=lambda i: -(found[i]["per_hour"] if _given(found[i]) else -math.inf)
    )
    keys = [found[i]["per_hour"] for i in order if _given(found[i])]
    rows = []
    for i in order:
        rank = keys.index(found[i]["per_hour"]) + 1 if _given(found[i]) else None
        rows.append({**found[i], "rank": rank})
    free = current[~charged]
    costs = [_times(_plus(_cell(r, "variable_cost"), _staff(r)), _cell(r, "volume"))
             for r in free.to_dict("records")]  # fmt: skip
    result = pd.DataFrame(rows, columns=["id", "beyond", *_NUMBERS])
    for name in _NUMBERS:
        result[name] = pd.Series([np.nan if v is None else float(v) for v in result[name]], dtype="float64")
    known = float(sum((cost for cost in costs if cost is not None), Fraction(0)))
    return Margins(result, frame, known, len(free))


def _given(row: dict[str, Any]) -> bool:
    return row["per_hour"] is not None


def _row(row: dict[Any, Any]) -> dict[str, Any]:
    margin = _minus(_cell(row, "price"), _cell(row, "variable_cost"))
    staff, volume, hours = _staff(row), _cell(row, "volume"), _cell(row, "staff_hours")
    full, aside = _minus(margin, staff), _times(staff, volume)
    even = None if margin is None or aside is None or margin <= 0 else aside / margin
    capacity = _cell(row, "capacity")
    return {
        "id": str(row["id"]),
        "per_hour": None if margin is None or not hours else margin / hours,
        "hourly_rate": _cell(row, "hourly_rate"),
        "margin": margin,
        "full_margin": full,
        "margin_year": _times(margin, volume),
        "full_year": _times(full, volume),
        "break_even": even,
        "beyond": even is not None and capacity is not None and even > capacity,
    }


def _cell(row: dict[Any, Any], name: str) -> Fraction | None:
    return None if is_blank(row[name]) else exact(float(row[name]))


def _staff(row: dict[Any, Any]) -> Fraction | None:
    return _times(_cell(row, "staff_hours"), _cell(row, "hourly_rate"))


def _times(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a * b


def _plus(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a + b


def _minus(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a - b


def names(services: pd.DataFrame, *, say: Speaker = Speaker()) -> dict[str, str]:
    """What a reader calls each service, by id."""
    texts = twins.texts(services, "name", say=say)
    return {i: f"{text} ({i})" if text else i for i, text in zip(services["id"], texts, strict=True)}


def table_margins(result: Margins, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The charged services, best per hour first."""
    rows, called = result.rows.head(10), names(result.services, say=say)
    units = [None if pd.isna(value) else math.ceil(round(value, 9)) for value in rows["break_even"]]
    return pd.DataFrame(
        {
            say("Rank"): [say.number(value) for value in rows["rank"]],
            say("Service"): [called[i] for i in rows["id"]],
            say("Left per hour"): [say.money(value) for value in rows["per_hour"]],
            say("An hour costs"): [say.money(value) for value in rows["hourly_rate"]],
            say("Left per unit"): [say.money(value) for value in rows["margin"]],
            say("After staff, per unit"): [say.money(value) for value in rows["full_margin"]],
            say("After staff, per year"): [say.money(value) for value in rows["full_year"]],
            say("Units to break even"): [say.number(value) for value in units],
        }
    )


def read_margins(result: Margins, *, say: Speaker = Speaker()) -> str:
    """Which service earns the hours it takes, and which does not."""
    rows, called = result.rows, names(result.services, say=say)
    if rows.empty:
        return say("No service is charged, so there is no margin to work out.")
    parts, known = [], rows[rows["per_hour"].notna()]
    if known.empty:
        parts.append(say("Price, variable cost and staff hours are needed to say what a service leaves."))
    elif known["rank"].eq(1).sum() > 1:
        best = [called[i] for i in known.loc[known["rank"] == 1, "id"]]
        parts.append(say("{services} share the highest margin per hour.", services=say.names(best, limit=3)))
    else:
        first = known.iloc[0]
        parts.append(
            say(
                "An hour of staff brings most in {service}: {amount} after variable costs.",
                service=called[first["id"]],
                amount=say.money(first["per_hour"]),
            )
        )
    losing = [called[i] for i in rows.loc[rows["full_margin"] < 0, "id"]]
    if losing:
        parts.append(
            say.plural(
                len(losing),
                "One service does not earn its hours: {services}.",
                "{n} services do not earn their hours: {services}.",
                services=say.names(losing, limit=3),
            )
        )
    elif rows["full_margin"].notna().all():
        parts.append(say("Every charged service earns at least the hours it takes."))
    beyond = [called[i] for i in rows.loc[rows["beyond"].eq(True), "id"]]
    if beyond:
        parts.append(
            say("Break-even lies above capacity for {services}.", services=say.names(beyond, limit=3))
        )
    if result.free_cost:
        parts.append(
            say(
                "The services that are free or in the fee cost {cost} a year with their hours; fees and "
                "public money must carry that.",
                cost=say.money(result.free_cost),
            )
        )
    return " ".join(parts)


@figures.drawn
def plot_margins(result: Margins, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Bars of the margin per hour of staff, with a mark where the hour is paid."""
    rows = result.rows[result.rows["per_hour"].notna()].head(12)
    ax = figures.axes(ax, width=8.5, height=1.9 + 0.45 * max(1, len(rows)))
    if rows.empty:
        return chart_parts.empty(ax, say("No margin per hour can be said yet."))
    y, called = np.arange(len(rows)), names(result.services, say=say)
    rate = rows["hourly_rate"].to_numpy(dtype=float)
    values = rows["per_hour"].to_numpy(dtype=float)
    money.label_axis(ax, "x", [0.0, *values, *rate[~np.isnan(rate)]], say=say)
    ax.set_xlabel(say("left after variable costs, per hour of staff ({unit})", unit=ax.get_xlabel()))
    ax.barh(y, values, 0.58, color=figures.COLOURS["main"], label=say("left per hour"))
    if not np.isnan(rate).all():
        ax.plot(rate, y, "|", color=figures.COLOURS["bad"], ms=22, mew=3, label=say("an hour costs"))
    ax.axvline(0, color=figures.INK, lw=0.9)
    ax.set_yticks(y, [figures.wrap(called[i], 32, lines=2) for i in rows["id"]])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.grid(axis="x")
    chart_parts.legend_below(ax)
    earns = int((rows["full_margin"] >= 0).sum())
    share = say.share(earns, len(rows))
    chart_parts.title(ax, say("Charged services that earn their hours: {share}", share=share))
    return ax
