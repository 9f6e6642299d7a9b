"""In which areas do members gain? The benefit by area, without showing anybody (guide L2998, method T31)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterlib import boxes, chart_parts, figures
from clusterlib.figures import COLOURS
from clusterlib.monitoring.impact_plots import rounded
from clusterlib.periods import last_day
from clusterlib.readings import Speaker
from clusterlib.twins import spoken, titles


@dataclass(frozen=True, slots=True)
class Areas:
    """Benefit by area in the latest period.

    Attributes
    ----------
    frame : DataFrame
        One row per area named by at least `smallest` members, most members first: area, members, lower,
        median, upper (quartiles of the benefit). Areas of fewer members are joined into one row of area ""
        (*other areas*), which takes in further areas until it holds `smallest` members as well.
    joined : int
        Areas in that row, or hidden.
    hidden : int
        Members whose area cannot be shown at all.
    named, blank : int
        Members with a benefit who named an area, and who named none.
    period : str
        Latest period; empty without answers.
    smallest : int
        No figure rests on fewer members.
    titles : mapping of area to (str, str)
        Areas in the language of the case and in French.
    """

    frame: pd.DataFrame
    joined: int
    hidden: int
    named: int
    blank: int
    period: str
    smallest: int
    titles: Mapping[str, tuple[str, str]]


def areas(impact_answers: pd.DataFrame, *, smallest: int = 5) -> Areas:
    """Set the benefit of members beside each other by the area in which it arose (method T31).

    Parameters
    ----------
    impact_answers : DataFrame
        Typed table; members of the latest period with a benefit above 0 count.
    smallest : int
        No area is shown that rests on fewer members (DEFAULT, for their anonymity).

    Returns
    -------
    Areas

    Examples
    --------
    >>> from clusterlib import tables
    >>> rows = [{"respondent_id": f"m{i}", "period": "2026", "answered": "yes", "benefit": 10.0 * (i + 1),
    ...          "benefit_area": "sales" if i < 5 else f"area {i}"} for i in range(10)]
    >>> areas(tables.typed("impact_answers", rows)).frame[["area", "members", "median"]].values.tolist()
    [['sales', 5, 30.0], ['', 5, 80.0]]
    """
    periods = set(impact_answers["period"].dropna())
    period = max(periods, key=lambda text: (last_day(text), text), default="")
    last = impact_answers[(impact_answers["period"] == period) & (impact_answers["answered"] == "yes")]
    gained = last[(last["benefit"] > 0).fillna(False).astype(bool)]
    told = gained[gained["benefit_area"].notna()]
    groups = {
        str(area): np.sort(rows["benefit"].to_numpy(dtype=float))
        for area, rows in told.groupby("benefit_area", sort=True)
    }
    order = sorted(groups, key=lambda area: -len(groups[area]))
    shown, rest = _parted(order, groups, max(1, smallest))
    rows = [(area, *_middle(groups[area])) for area in shown]
    others = np.concatenate([groups[area] for area in rest]) if rest else np.array([])
    enough = len(others) >= max(1, smallest)
    if enough and shown:
        rows.append(("", *_middle(others)))
    return Areas(
        frame=pd.DataFrame(rows, columns=["area", "members", "lower", "median", "upper"]),
        joined=len(rest),
        hidden=0 if enough and shown else len(others),
        named=len(told),
        blank=len(gained) - len(told),
        period=period,
        smallest=smallest,
        titles=titles(told.drop_duplicates("benefit_area"), "benefit_area", "benefit_area"),
    )


def _parted(order: list[str], groups: Mapping[str, np.ndarray], smallest: int) -> tuple[list[str], list[str]]:
    """Areas shown and areas joined: the joined ones hold nobody or enough members, as far as areas go."""
    shown = [area for area in order if len(groups[area]) >= smallest]
    rest = order[len(shown) :]
    while rest and shown and sum(len(groups[area]) for area in rest) < smallest:
        rest = [shown.pop(), *rest]
    return shown, rest


def _middle(values: np.ndarray) -> tuple[int, float, float, float]:
    lower, middle, upper = (float(value) for value in np.quantile(values, [0.25, 0.5, 0.75]))
    return len(values), lower, middle, upper


def _called(result: Areas, say: Speaker) -> list[str]:
    names = spoken(result.titles, say=say)
    return [names.get(area, area) if area else say("other areas") for area in result.frame["area"]]


@figures.drawn
def plot_areas(result: Areas, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Middle half of the benefits and their median, per area that is large enough.

    Parameters
    ----------
    result : Areas
        From `areas`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = result.frame.head(8)
    if len(rows) < 2:
        return chart_parts.empty(figures.axes(ax, width=8, height=1), areas_title(result, say=say))
    ax = figures.axes(ax, width=8.5, height=1.9 + 0.6 * len(rows))
    for y, row in enumerate(rows.to_dict("records")):
        ax.barh(y, row["upper"] - row["lower"], left=row["lower"], height=0.42, color=COLOURS["quiet"])
        ax.plot(row["median"], y, "D", color=COLOURS["main"], ms=9, zorder=3, clip_on=False)
    names = [
        f"{boxes.fit(name, 1.9, size=10, lines=2)}\n{say.plural(int(n), 'one member', '{n} members')}"
        for name, n in zip(_called(result, say), rows["members"], strict=False)
    ]
    ax.set_yticks(range(len(rows)), names)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.set_xlim(0, 1.08 * float(rows["upper"].max()))
    ax.locator_params(axis="x", nbins=5)
    ax.xaxis.set_major_formatter(lambda value, _: say.number(value))
    label = say(
        "benefit named, {unit} (diamond: member in the middle; bar: middle half)",
        unit=say.currency or say("money"),
    )
    ax.set_xlabel(boxes.fit(label, 6.0, size=10))
    chart_parts.title(ax, areas_title(result, say=say))
    return ax


def areas_title(result: Areas, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    if not result.named:
        return say("No member says in which area its benefit arose")
    if len(result.frame) < 2:
        return say("No area is named by enough members to be shown beside others")
    first = result.frame[result.frame["area"] != ""].iloc[0]
    return say(
        "The area named most often is {area}: {share} members who named one",
        area=say.quoted(_called(result, say)[0]),
        share=say.share(int(first["members"]), result.named),
    )


def table_areas(result: Areas, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """At most ten areas with their members and the benefit of the member in the middle."""
    rows = result.frame.head(10) if len(result.frame) > 1 else result.frame.head(0)
    return pd.DataFrame(
        {
            say("Area"): _called(result, say)[: len(rows)],
            say("Members"): [say.number(n) for n in rows["members"]],
            say("Median benefit"): [say.money(rounded(value), say.currency) for value in rows["median"]],
        }
    )


def read_areas(result: Areas, *, say: Speaker = Speaker()) -> str:
    """Where members gain, what is joined so that nobody is recognised, what the picture leaves open.

    Parameters
    ----------
    result : Areas
        From `areas`.
    say : Speaker
        Language of the reader.
    """
    if not result.period:
        return say("No member was asked yet.")
    if not result.named:
        return say(
            "No member with a benefit says where it arose (column benefit_area). Agree on three or four "
            "areas before the next round (guide L2998)."
        )
    if len(result.frame) == 1 and not result.joined:
        text = say("All who named an area named the same: {area}.", area=say.quoted(_called(result, say)[0]))
    elif len(result.frame) < 2:
        few = say.plural(result.joined + len(result.frame), "one area", "{n} areas")
        text = say(
            "Members named {areas}, but the benefit cannot be shown by area: fewer than {limit} members "
            "would stand behind one of them. Agree on fewer, wider areas before the next round.",
            areas=few,
            limit=say.number(result.smallest),
        )
    else:
        text = _most(result, say)
    if result.blank:
        text += " " + say.plural(
            result.blank,
            "One member with a benefit named no area.",
            "{n} members with a benefit named no area.",
        )
    return text


def _most(result: Areas, say: Speaker) -> str:
    names, rows = _called(result, say), result.frame
    told = say.clauses(
        say(
            "{area} ({n} members, in the middle {median})",
            area=name,
            n=say.number(row["members"]),
            median=say.money(rounded(row["median"]), say.currency),
        )
        for name, row in zip(names, rows.to_dict("records"), strict=True)
    )
    text = say("Where members gain: {list}.", list=told)
    if result.joined and "" in set(rows["area"]):
        text += " " + say.plural(
            result.joined,
            "One area is not named, so that nobody is recognised.",
            "{n} areas are joined as others, so that nobody is recognised.",
        )
    return (
        text
        + " "
        + say(
            "An area that many name is not the one in which the cluster does most; ask what they put down to "
            "it."
        )
    )
