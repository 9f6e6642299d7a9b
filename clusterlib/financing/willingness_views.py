"""Picture, table and reading of the willingness to pay."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.financing import money
from clusterlib.financing.service_margins import names
from clusterlib.financing.willingness import Demand, Willingness
from clusterlib.readings import Speaker


@figures.drawn
def plot_demand(result: Willingness, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Share of members who would buy at each price, for the service with most answers."""
    ax = figures.axes(ax, width=8.5, height=4.2)
    if not result.demands:
        return chart_parts.empty(ax, say("Nobody was asked yet whether to buy at a price."))
    demand = result.demands[0]
    curve, name = demand.curve, names(result.services, say=say).get(demand.service_id, demand.service_id)
    money.label_axis(ax, "x", [0.0, *curve["price"]], say=say)
    ax.set_xlabel(say("price ({unit})", unit=ax.get_xlabel()))
    ax.plot(curve["price"], curve["share"], figures.MARKERS["warn"], color=figures.COLOURS["warn"], ms=8,
            label=say("answers"))  # fmt: skip
    ax.plot(curve["price"], curve["fitted"], "-o", color=figures.COLOURS["main"], ms=5, lw=1.8,
            label=say("fitted: never rises with the price"))  # fmt: skip
    if demand.best is not None and demand.low is not None and demand.high is not None:
        ax.axvspan(demand.low, demand.high, color=figures.COLOURS["good"], alpha=0.15, lw=0,
                   label=say("range of the best price"))  # fmt: skip
        ax.axvline(demand.best, color=figures.COLOURS["good"], lw=1.6, ls="--", label=say("best price"))
    ax.set_xlim(0, float(curve["price"].max()) * 1.08 or 1.0)
    ax.set_ylim(0, 1.05)
    ax.yaxis.set_major_formatter(lambda value, _: say.percent(round(value, 6)))
    ax.set_ylabel(say("would buy"))
    ax.grid(axis="y")
    chart_parts.legend_below(ax, columns=2)
    short = figures.wrap(name, 50, lines=1)
    if demand.best is None:
        title = say.plural(
            demand.respondents,
            "{service}: one answer, too few for a best price",
            "{service}: {n} answers, no best price to say",
            service=short,
        )
    elif demand.low != demand.high:
        title = say(
            "{service}: {price} brings most, but the best price may lie from {low} to {high}",
            service=short,
            price=say.money(demand.best),
            low=say.money(demand.low),
            high=say.money(demand.high),
        )
    else:
        title = say("{service} brings most at {price}", service=short, price=say.money(demand.best))
    chart_parts.title(ax, title)
    return ax


def table_demand(result: Willingness, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Each service: who would buy at which price, and the best one."""
    called = names(result.services, say=say)
    prices = dict(zip(result.services["id"], result.services["price"], strict=True))
    shown = result.demands[:10]
    return pd.DataFrame(
        {
            say("Service"): [called.get(d.service_id, d.service_id) for d in shown],
            say("Answers"): [say.number(d.respondents) for d in shown],
            say("Would buy"): [_steps(d, say) for d in shown],
            say("Best price"): [say.money(d.best) for d in shown],
            say("Range of the best price"): [_range(d, say) for d in shown],
            say("Price today"): [say.money(prices.get(d.service_id)) for d in shown],
        }
    )


def _steps(demand: Demand, say: Speaker) -> str:
    steps = [
        f"{say.number(row.price)}: {int(row.yes)}/{int(row.asked)}"  # type: ignore[arg-type]
        for row in demand.curve.itertuples(index=False)
    ]
    return " · ".join(steps)


def _range(demand: Demand, say: Speaker) -> str:
    if demand.low is None or demand.high is None:
        return say.number(None)
    if demand.low == demand.high:
        return say.money(demand.low)
    return f"{say.money(demand.low)} – {say.money(demand.high)}"


def read_demand(result: Willingness, *, say: Speaker = Speaker()) -> str:
    """The best price with its doubt, or why none is said."""
    if not result.demands:
        return say("Nobody was asked yet whether to buy at a price.")
    called = names(result.services, say=say)
    parts = [_best(demand, called, say) for demand in result.demands if demand.best is not None]
    few = [d for d in result.demands if d.respondents < result.fewest]
    if few:
        parts.append(
            say(
                "With fewer than {fewest} answers only the curve is shown: {services}.",
                fewest=say.number(result.fewest),
                services=say.names([called.get(d.service_id, d.service_id) for d in few], limit=3),
            )
        )
    nobody = [d for d in result.demands if d.respondents >= result.fewest and d.best is None]
    if nobody:
        parts.append(
            say(
                "Nobody would buy at any price asked: {services}.",
                services=say.names([called.get(d.service_id, d.service_id) for d in nobody], limit=3),
            )
        )
    if result.other:
        parts.append(
            say.plural(
                result.other,
                "One person named prices instead of saying yes or no; that answer is worked out below.",
                "{n} people named prices instead of saying yes or no; those answers are worked out below.",
            )
        )
    turned = sum(d.reversed_answers for d in result.demands)
    if turned:
        parts.append(
            say.plural(
                turned,
                "One answer says yes to a higher price than one it refuses; ask again.",
                "{n} answers say yes to a higher price than one they refuse; ask again.",
            )
        )
    parts.append(say("People say yes more easily than they pay: take the curve as an upper bound."))
    return " ".join(parts)


def _best(demand: Demand, called: dict[str, str], say: Speaker) -> str:
    name, price = called.get(demand.service_id, demand.service_id), say.money(demand.best)
    row = demand.curve[demand.curve["price"] == demand.best].iloc[0]
    text = say(
        "Of the prices asked, {price} brings most for {service}: {share} would buy.",
        price=price,
        service=name,
        share=say.share(int(row["yes"]), int(row["asked"])),
    )
    if demand.low != demand.high:
        text += " " + say(
            "With {n} respondents the best price may lie anywhere from {low} to {high}.",
            n=say.number(demand.respondents),
            low=say.money(demand.low),
            high=say.money(demand.high),
        )
    if demand.best == demand.curve["price"].max():
        text += " " + say("It is the highest price asked, so a higher one may bring more.")
    return text
