"""Picture, table and sentences on benefit against cost of the members."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.figures import COLOURS, HATCHES
from clusterlib.monitoring.impact_cost import Cost
from clusterlib.monitoring.impact_plots import rounded
from clusterlib.readings import Speaker


@figures.drawn
def plot_cost(result: Cost, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Fees and hours of the members who said both, and the benefit they put down to the cluster.

    Parameters
    ----------
    result : Cost
        From `impact_cost.benefit_cost`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    ax = figures.axes(ax, width=8.5, height=2.6)
    if result.ratio is None:
        return chart_parts.empty(ax, _silence(result, say))
    at = say("hours of members, at {rate} each", rate=_money(result.rate, say))
    parts = (
        (1, 0.0, result.fees, "main", say("fees")),
        (1, result.fees, result.hours * result.rate, "warn", at),
        (0, 0.0, result.due, "good", say("benefit put down to the cluster")),
    )
    for y, left, wide, look, label in parts:
        ax.barh(
            y,
            wide,
            left=left,
            height=0.55,
            color=COLOURS[look],
            hatch=HATCHES[look],
            edgecolor="white",
            label=label,
        )
    for y, end in ((1, result.cost), (0, result.due)):
        ax.text(end, y, f" {_money(end, say)}", va="center", fontsize=9)
    ax.set_yticks([1, 0], [say("cost"), say("benefit due")])
    ax.tick_params(axis="y", length=0)
    ax.set_xlim(0, 1.3 * max(result.cost, result.due, 1e-9))
    ax.locator_params(axis="x", nbins=5)
    ax.xaxis.set_major_formatter(lambda value, _: say.number(value))
    ax.set_xlabel(
        say(
            "{unit}, {n} members in {period}",
            unit=say.currency or say("money"),
            n=say.number(result.n),
            period=say.month(result.period),
        )
    )
    chart_parts.legend_below(ax, columns=2)
    chart_parts.title(
        ax,
        say(
            "One unit of fees and time stands against {ratio} of benefit, by the members' own account",
            ratio=say.number(result.ratio, 1),
        ),
    )
    return ax


def table_cost(result: Cost, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The sums and the ratio, with what they rest on."""
    heads = [say("Figure"), say("Value"), say("How sure")]
    if math.isnan(result.due):
        return pd.DataFrame(columns=heads)
    people = say.plural(result.n, "one member", "{n} members")
    rate = (
        say("{rate} an hour", rate=_money(result.rate, say))
        if result.rate
        else say("price of an hour not given")
    )
    fee = (
        say("{fee} a member", fee=_money(result.fee, say)) if result.fee is not None else say("fee not known")
    )
    rows = [
        (say("Benefit due to the cluster"), _money(result.due, say), people),
        (say("Fees"), _money(result.fees, say) if result.fee is not None else "–", fee),
        (say("Hours"), say.number(result.hours), rate),
    ]
    if result.per_fee is not None:
        alone = say("hours left out, so it looks better than it is")
        rows.append((say("Benefit by fees alone"), say.number(result.per_fee, 1), alone))
    if result.ratio is not None and result.interval is not None:
        low, high = (say.number(end, 1) for end in result.interval)
        rows.append(
            (
                say("Benefit by cost"),
                say.number(result.ratio, 1),
                say("{low} to {high} (95 % interval)", low=low, high=high),
            )
        )
        rows.append(
            (
                say("The same without the largest benefit"),
                say.number(result.without, 1),
                say("what hangs on one member"),
            )
        )
    return pd.DataFrame(rows, columns=heads)


def read_cost(result: Cost, *, say: Speaker = Speaker()) -> str:
    """What stands against what, how sure, and what the figure is not.

    Parameters
    ----------
    result : Cost
        From `impact_cost.benefit_cost`.
    say : Speaker
        Language of the reader.
    """
    if result.ratio is None or result.interval is None:
        return _silence(result, say)
    low, high = (say.number(end, 1) for end in result.interval)
    text = say(
        "In {period} the {n} members who said all that is needed put {due} down to the cluster and gave "
        "{cost} in fees and time: {ratio} for one. With so few answers it may be {low} to {high}.",
        period=say.month(result.period),
        n=say.number(result.n),
        due=_money(result.due, say),
        cost=_money(result.cost, say),
        ratio=say.number(result.ratio, 1),
        low=low,
        high=high,
    )
    parts = [text]
    if result.without is not None:
        parts.append(
            say("Without the member that names most it is {without}.", without=say.number(result.without, 1))
        )
    if result.fee is None:
        parts.append(say("Fees are not known (table contributions, or the parameter fee) and are left out."))
    parts.append(
        say(
            "Members judge both sides themselves, and public money is not among the costs; show it as their "
            "view, not as a return."
        )
    )
    return " ".join(parts)


def _silence(result: Cost, say: Speaker) -> str:
    if result.reason == "nobody":
        return say("No member was asked yet, so benefit and cost cannot be compared.")
    if result.reason == "response":
        return say(
            "In no period did {limit} of the members answer, so benefit by cost is not named.",
            limit=say.percent(result.response_min),
        )
    if result.reason == "few":
        return say(
            "Fewer than {n} members said benefit, share and hours, so benefit by cost is not named.",
            n=say.number(result.smallest),
        )
    if result.reason == "rate":
        return say(
            "What an hour of a member costs is not given (parameter hour_rate), so benefit by cost is not "
            "named: time is most of the cost."
        )
    return say("Fees and hours add up to nothing, so benefit by cost cannot be named.")


def _money(value: float | None, say: Speaker) -> str:
    return say.money(rounded(value), say.currency)
