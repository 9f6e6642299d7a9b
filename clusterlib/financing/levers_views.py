"""Picture, table and reading of the levers."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from clusterlib import chart_parts, figures, twins
from clusterlib.financing import money
from clusterlib.financing.levers import Levers
from clusterlib.readings import Speaker


@figures.drawn
def plot_levers(result: Levers, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Money that all levers could bring, added up over the months from now: at least and at most."""
    ax = figures.axes(ax, width=8.5, height=3.6)
    sums = result.sums
    if sums.empty:
        return chart_parts.empty(ax, say("No lever has an amount and a time yet."))
    end = max(12.0, float(sums["months"].max()) + 1)
    months = [0.0, *sums["months"], end]
    steps = {name: [0.0, *sums[name], sums[name].iloc[-1]] for name in ("low", "high", "chosen_low")}
    money.label_axis(ax, "y", [0.0, *steps["high"]], say=say)
    ax.fill_between(
        months, steps["low"], steps["high"], step="post", color=figures.COLOURS["main"], alpha=0.15, lw=0
    )
    ax.step(
        months,
        steps["high"],
        where="post",
        color=figures.COLOURS["main"],
        ls="--",
        lw=1.6,
        label=say("at most"),
    )
    ax.step(months, steps["low"], where="post", color=figures.COLOURS["main"], lw=2, label=say("at least"))
    if result.rows["chosen"].any():
        ax.step(months, steps["chosen_low"], where="post", color=figures.COLOURS["good"], lw=2, ls=":",
                marker="o", ms=4, label=say("chosen, at least"))  # fmt: skip
    ax.set_xlim(0, end)
    ax.set_ylim(0, max(steps["high"]) * 1.08 or 1)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel(say("months from now"))
    ax.grid(axis="y")
    chart_parts.legend_below(ax)
    chart_parts.title(ax, _title(result, say))
    return ax


def _title(result: Levers, say: Speaker) -> str:
    last, half = result.sums.iloc[-1], result.sums[result.sums["months"] <= 6]
    if half.empty:
        return say.plural(
            int(result.sums["months"].iloc[0]),
            "No lever brings money before one month is over",
            "No lever brings money before {n} months are over",
        )
    if len(half) == len(result.sums):
        return say("Within half a year the levers could bring {money} at least", money=say.money(last["low"]))
    return say(
        "Within half a year the levers could bring {soon} at least, later {all}",
        soon=say.money(half["low"].iloc[-1]),
        all=say.money(last["low"]),
    )


def table_levers(result: Levers, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The levers, soonest first."""
    rows = result.rows.head(10)
    return pd.DataFrame(
        {
            say("Lever"): twins.texts(rows, "text", say=say),
            say("Kind of money"): [say.word(c) if isinstance(c, str) else "" for c in rows["category"]],
            say("Months until money comes"): [say.number(value) for value in rows["months"]],
            say("At least"): [say.money(value) for value in rows["low"]],
            say("At most"): [say.money(value) for value in rows["high"]],
            say("Owner"): [owner if isinstance(owner, str) else "" for owner in rows["owner"]],
            say("Chosen"): [say("yes") if chosen else "" for chosen in rows["chosen"]],
        }
    )


def read_levers(result: Levers, *, say: Speaker = Speaker()) -> str:
    """How much could come how soon, what was chosen, and what nobody has worked out."""
    rows = result.rows
    if rows.empty:
        return say("No lever is written down yet. Begin with three ideas: what, how much, from when, who.")
    parts = []
    if len(result.sums):
        last = result.sums.iloc[-1]
        parts.append(
            say.plural(
                len(rows) - len(result.unknown),
                "One lever could bring {low} to {high} within {months} months.",
                "{n} levers together could bring {low} to {high} within {months} months.",
                low=say.money(last["low"]),
                high=say.money(last["high"]),
                months=say.number(last["months"]),
            )
        )
    parts.append(say("None of it is in the plan.") if not rows["chosen"].any() else _chosen(result, say))
    quoted = [say.quoted(text) for text in twins.texts(rows, "text", say=say)]
    named = dict(zip(rows["id"], quoted, strict=True))
    if result.unknown:
        names = say.names([named[i] for i in result.unknown], limit=3)
        parts.append(say("Without an amount or a time, and so in no sum: {names}.", names=names))
    if result.unowned:
        names = say.names([named[i] for i in result.unowned], limit=3)
        parts.append(say("Nobody is in charge of {names}.", names=names))
    return " ".join(parts)


def _chosen(result: Levers, say: Speaker) -> str:
    mine = result.rows[result.rows["chosen"]]
    names = say.names([say.quoted(text) for text in twins.texts(mine, "text", say=say)], limit=3)
    text = say("Chosen: {names}.", names=names)
    if result.lowest is None or result.lowest_chosen is None:
        return text
    if result.lowest == result.lowest_chosen:
        return f"{text} " + say(
            "The lowest cash of the plan stays at {cash}: the money comes after the worst month.",
            cash=say.money(result.lowest),
        )
    return f"{text} " + say(
        "With the least it brings, the lowest cash of the plan moves from {before} to {after}. The plan "
        "above does not count it.",
        before=say.money(result.lowest),
        after=say.money(result.lowest_chosen),
    )
