"""Picture, table and reading of the prices that people accept."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.financing import money
from clusterlib.financing.price_range import Range, Ranges
from clusterlib.financing.service_margins import names
from clusterlib.readings import Speaker

_LOOKS = {
    "too_cheap": ("quiet", ":"),
    "cheap": ("good", "--"),
    "expensive": ("warn", "--"),
    "too_expensive": ("bad", "-"),
}


@figures.drawn
def plot_ranges(result: Ranges, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Four curves over the price for the service with most answers, and the range between them."""
    ax = figures.axes(ax, width=8.5, height=4.2)
    if not result.ranges:
        return chart_parts.empty(ax, say("Nobody has named four prices for a service yet."))
    one = result.ranges[0]
    labels = {
        "too_cheap": say("too cheap to be good"),
        "cheap": say("cheap"),
        "expensive": say("expensive"),
        "too_expensive": say("out of the question"),
    }
    curves = one.curves
    money.label_axis(ax, "x", [0.0, *curves["price"]], say=say)
    ax.set_xlabel(say("price ({unit})", unit=ax.get_xlabel()))
    if one.low is not None and one.high is not None:
        ax.axvspan(
            one.low, one.high, color=figures.COLOURS["main"], alpha=0.12, lw=0, label=say("accepted by most")
        )
    for column, (look, style) in _LOOKS.items():
        ax.plot(
            curves["price"], curves[column], style, color=figures.COLOURS[look], lw=1.9, label=labels[column]
        )
    if one.best is not None:
        ax.axvline(
            one.best, color=figures.COLOURS["main"], lw=1.6, ls="-.", label=say("too cheap = too dear")
        )
    ax.set_ylim(0, 1.05)
    ax.yaxis.set_major_formatter(lambda value, _: say.percent(round(value, 6)))
    ax.set_ylabel(say("share of the people asked"))
    ax.grid(axis="y")
    chart_parts.legend_below(ax, columns=3)
    chart_parts.title(ax, _title(one, result, say))
    return ax


def _title(one: Range, result: Ranges, say: Speaker) -> str:
    short = figures.wrap(names(result.services, say=say).get(one.service_id, one.service_id), 50, lines=1)
    if one.low is None or one.high is None:
        return say.plural(
            one.respondents,
            "{service}: one person named prices, too few for a range",
            "{service}: {n} people named prices, too few for a range",
            service=short,
        )
    return say(
        "{service}: most accept a price from {low} to {high}",
        service=short,
        low=_round(one.low, say),
        high=_round(one.high, say),
    )


def table_ranges(result: Ranges, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Each service: the range that most accept, the price in its middle, and today's price."""
    called = names(result.services, say=say)
    prices = dict(zip(result.services["id"], result.services["price"], strict=True))
    shown = result.ranges[:10]
    return pd.DataFrame(
        {
            say("Service"): [called.get(r.service_id, r.service_id) for r in shown],
            say("People"): [say.number(r.respondents) for r in shown],
            say("Accepted from"): [_with_spread(r, "low", say) for r in shown],
            say("Accepted up to"): [_with_spread(r, "high", say) for r in shown],
            say("Too cheap = too dear"): [_with_spread(r, "best", say) for r in shown],
            say("Price today"): [say.money(prices.get(r.service_id)) for r in shown],
        }
    )


def _with_spread(one: Range, point: str, say: Speaker) -> str:
    value = getattr(one, point)
    if value is None:
        return say.number(None)
    low, high = one.spread[point]
    if _round(low, say) == _round(high, say):
        return _round(value, say)
    return say(
        "{value} ({low} to {high})", value=_round(value, say), low=_round(low, say), high=_round(high, say)
    )


def _round(value: float, say: Speaker) -> str:
    """An amount with no more figures than answers support: three."""
    digits = max(0, len(str(int(abs(value)))) - 3)
    step = 10**digits
    return say.money(round(value / step) * step)


def read_ranges(result: Ranges, *, say: Speaker = Speaker()) -> str:
    """The accepted range with its doubt, and where today's price lies."""
    if not result.ranges:
        return say(
            "Nobody has named four prices for a service yet. Ask each person: too cheap to be good, cheap, "
            "expensive, out of the question."
        )
    called = names(result.services, say=say)
    prices = dict(zip(result.services["id"], result.services["price"], strict=True))
    parts = [_said(r, called, prices.get(r.service_id), say) for r in result.ranges if r.low is not None]
    few = [called.get(r.service_id, r.service_id) for r in result.ranges if r.low is None]
    if few:
        parts.append(
            say(
                "With fewer than {fewest} people only the curves are shown: {services}.",
                fewest=say.number(result.fewest),
                services=say.names(few, limit=3),
            )
        )
    if result.partial:
        parts.append(
            say.plural(
                result.partial,
                "One person named only some of the four prices and is left out.",
                "{n} people named only some of the four prices and are left out.",
            )
        )
    parts.append(say("What people call fair is not yet what they pay: set it beside the yes or no above."))
    return " ".join(parts)


def _said(one: Range, called: dict[str, str], today: float | None, say: Speaker) -> str:
    low, high, best = one.low, one.high, one.best
    assert low is not None and high is not None and best is not None
    name = called.get(one.service_id, one.service_id)
    if _round(low, say) == _round(high, say):
        text = say("{service}: of {n} people most accept only a price near {low}.",
                   service=name, n=say.number(one.respondents), low=_round(low, say))  # fmt: skip
    else:
        text = say(
            "{service}: of {n} people most accept a price from {low} to {high}; at {best} as many doubt the "
            "quality as refuse to pay.",
            service=name,
            n=say.number(one.respondents),
            low=_round(low, say),
            high=_round(high, say),
            best=_round(best, say),
        )
    left, right = one.spread["low"][0], one.spread["high"][1]
    text += " " + say(
        "With so few people the ends may lie as far out as {low} and {high}.",
        low=_round(left, say),
        high=_round(right, say),
    )
    if today is None or pd.isna(today):
        return text
    if today < low:
        return f"{text} " + say("Today's price, {price}, lies below it.", price=say.money(today))
    if today > high:
        return f"{text} " + say("Today's price, {price}, lies above it.", price=say.money(today))
    return f"{text} " + say("Today's price, {price}, lies in it.", price=say.money(today))
