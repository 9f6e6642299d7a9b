"""Books against plan in a figure, a table and in words."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.financing import budget, money
from clusterlib.financing.actuals import Books
from clusterlib.readings import Speaker


def _largest(result: Books, most: int) -> pd.DataFrame:
    lines = result.lines[(result.lines["deviation"] != 0) & result.lines["kind"].notna()]
    order = np.argsort(-lines["deviation"].abs().to_numpy(), kind="stable")
    return lines.iloc[order].head(most).reset_index(drop=True)


def _names(result: Books, say: Speaker) -> dict[str, str]:
    return dict(zip(result.budget["line_id"], budget.names(result.budget, say=say), strict=True))


@figures.drawn
def plot_deviations(result: Books, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Bars of the largest deviations from the plan, over the months that are booked."""
    rows = _largest(result, 8)
    ax = figures.axes(ax, width=9.0, height=1.7 + 0.5 * max(1, len(rows)))
    if rows.empty:
        return chart_parts.empty(ax, _nothing(result, say))
    y, names = np.arange(len(rows)), _names(result, say)
    money.label_axis(ax, "x", rows["deviation"].tolist(), say=say)
    ax.set_xlabel(say("booked less planned ({unit})", unit=ax.get_xlabel()))
    for look, label in (("good", say("leaves more cash")), ("warn", say("leaves less cash"))):
        mine = rows["better"].to_numpy() == (look == "good")
        ax.barh(
            y[mine], rows["deviation"][mine], 0.6, color=figures.COLOURS[look],
            hatch=figures.HATCHES[look], edgecolor="white", label=label,
        )  # fmt: skip
    reach = float(rows["deviation"].abs().max())
    low, high = min(0.0, float(rows["deviation"].min())), max(0.0, float(rows["deviation"].max()))
    for place, row in rows.iterrows():
        side = 1 if row["deviation"] > 0 else -1
        ax.annotate(
            _signed(row, say), (row["deviation"], place), xytext=(6 * side, 0), textcoords="offset points",
            va="center", ha="left" if side > 0 else "right", fontsize=9,
        )  # fmt: skip
    ax.set_xlim(low - (0.75 * reach if low < 0 else 0.02 * reach), high + (0.75 * reach if high > 0 else 0))
    ax.axvline(0, color=figures.INK, lw=0.9)
    ax.set_yticks(y, [figures.wrap(names[name], 30, lines=2) for name in rows["line_id"]], fontsize=9)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.grid(axis="x")
    chart_parts.legend_below(ax)
    chart_parts.title(ax, _title(result, rows.iloc[0], names, say))
    return ax


def _signed(row: pd.Series, say: Speaker) -> str:
    sign = "+" if row["deviation"] > 0 else ""
    amount = f"{sign}{say.number(row['deviation'])}"
    return amount if pd.isna(row["percent"]) else f"{amount} ({sign}{say.percent(row['percent'])})"


def _title(result: Books, row: pd.Series, names: dict[str, str], say: Speaker) -> str:
    amount, name = say.money(abs(row["deviation"])), names[row["line_id"]]
    if row["deviation"] > 0:
        return say("Largest deviation: {name}, {amount} more than planned", name=name, amount=amount)
    return say("Largest deviation: {name}, {amount} less than planned", name=name, amount=amount)


def _nothing(result: Books, say: Speaker) -> str:
    if not len(result.lines) or not result.lines["actual"].any():
        return say("Nothing is booked yet.")
    return say("Every booking is as planned.")


def table_deviations(result: Books, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The five largest deviations, over the months that are booked."""
    rows, names = _largest(result, 5), _names(result, say)
    return pd.DataFrame(
        {
            say("Line"): [names[name] for name in rows["line_id"]],
            say("Planned"): [say.money(value) for value in rows["plan"]],
            say("Booked"): [say.money(value) for value in rows["actual"]],
            say("Deviation"): [say.money(value) for value in rows["deviation"]],
            say("Of the plan"): [say.percent(value) for value in rows["percent"]],
        }
    )


def read_books(result: Books, *, say: Speaker = Speaker()) -> str:
    """How complete the books are, what deviates most, and where the period ends."""
    if not len(result.rows) or not result.rows["actual"].notna().any():
        return say(
            "Nothing is booked yet, so plan and books cannot be compared. "
            "Begin with the first month that is over: one row for each line and month."
        )
    said = []
    if result.past:
        said.append(
            say(
                "Up to {month}, {share} planned payments are booked.",
                month=say.month(result.past[-1]),
                share=say.share(result.booked, result.due),
            )
        )
        if result.complete < len(result.past):
            whole = say.share(result.complete, len(result.past))
            said.append(
                say.plural(
                    len(result.past),
                    "The books of the one month that is over are not complete.",
                    "The books are complete in {share} months that are over.",
                    share=whole,
                )
            )
    missing = result.lines.loc[result.lines["missing"] > 0, "line_id"].tolist()
    names = _names(result, say)
    if missing:
        said.append(
            say(
                "Not booked, which is not the same as nothing: {names}. Until they are, the forecast takes "
                "their plan.",
                names=say.names([names[name] for name in missing], limit=4),
            )
        )
    said.append(_largest_sentence(result, names, say))
    if result.unknown:
        said.append(say("Booked, but in no plan: {names}.", names=say.names(result.unknown, limit=5)))
    said.append(
        say(
            "With what is booked and the plan for the rest, the period ends with {income} in and {cost} out; "
            "planned were {plan_in} and {plan_out}.",
            income=say.money(result.forecast_in),
            cost=say.money(result.forecast_out),
            plan_in=say.money(result.plan_in),
            plan_out=say.money(result.plan_out),
        )
    )
    return " ".join(said)


def _largest_sentence(result: Books, names: dict[str, str], say: Speaker) -> str:
    rows = _largest(result, 1)
    if rows.empty:
        return say("What is booked is as planned.")
    row = rows.iloc[0]
    amount, name = say.money(abs(row["deviation"])), names[row["line_id"]]
    if row["deviation"] > 0:
        return say("The largest deviation is {name}: {amount} more than planned.", name=name, amount=amount)
    return say("The largest deviation is {name}: {amount} less than planned.", name=name, amount=amount)
