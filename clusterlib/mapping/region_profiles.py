"""How specialised regions are as a whole: picture, table and sentences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from clusterlib import chart_parts, figures
from clusterlib.mapping.profiles import Profiles
from clusterlib.mapping.range_dots import Dots, draw
from clusterlib.mapping.standing_views import span
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

_ROWS = 10


def _known(result: Profiles) -> pd.DataFrame:
    now = result.regions_now
    return now[now["krugman_low"].notna()]


def _own(result: Profiles) -> pd.DataFrame:
    known = _known(result)
    return known[known["own"]]


def headline_regions(result: Profiles, *, say: Speaker) -> str:
    """The finding on the own region, in one line."""
    own, n = _own(result), len(_known(result))
    if own.empty:
        return say("No mix of industries to compare")
    best, worst = int(own["place_low"].iloc[0]), int(own["place_high"].iloc[0])
    if n < 2:
        return say("{region} is the only region, so it is like the whole", region=result.region)
    if best == worst == 1:
        return say("No region is less like the whole than {region}", region=result.region)
    if best == worst == n:
        return say("No region is more like the whole than {region}", region=result.region)
    if best == worst:
        return say(
            "{region} is number {place} of {n} by how unlike the whole its industries are",
            region=result.region,
            place=say.number(best),
            n=say.number(n),
        )
    return say(
        "{region} is between number {best} and {worst} of {n} by how unlike the whole it is",
        region=result.region,
        best=say.number(best),
        worst=say.number(worst),
        n=say.number(n),
    )


@figures.drawn
def plot_regions(
    result: Profiles, *, rows: int = 20, say: Speaker = Speaker(), ax: Axes | None = None
) -> Axes:
    """Share of jobs that would have to change industry for each region to be like the whole.

    Parameters
    ----------
    result : Profiles
        From `profile`.
    rows : int
        At most so many regions; the own one is always among them.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    known = _known(result)
    if len(known) < 2 or _own(result).empty:
        return chart_parts.empty(figures.axes(ax, width=8.0, height=1.0), headline_regions(result, say=say))
    shown = pd.concat([known.head(rows), _own(result)]).drop_duplicates("region")
    ax = figures.axes(ax, width=8.5, height=1.7 + 0.34 * len(shown))
    words = {"main": figures.wrap(result.region or "", 30, lines=1), "quiet": say("other regions")}
    looks = np.where(shown["own"], "main", "quiet").tolist()
    ends = [shown[name].to_numpy(np.float64) / 2 for name in ("krugman_low", "krugman_high")]
    draw(ax, texts(shown, "region", say=say), [Dots(ends[0], ends[1], looks, words)])
    ax.set_xlim(0, min(1.0, float(np.nanmax(ends[1])) * 1.15 + 0.01))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: say.percent(value)))
    ax.set_xlabel(say("Share of jobs in other industries than in the whole ({year})", year=str(result.year)))
    chart_parts.title(ax, headline_regions(result, say=say))
    chart_parts.legend_below(ax, columns=2)
    return ax


def read_regions(result: Profiles, *, say: Speaker = Speaker()) -> str:
    """How unlike the whole the region is, beside the others.

    Examples
    --------
    >>> from clusterlib.mapping.profiles import profile
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.tables import typed
    >>> read_regions(profile(specialise(typed("employment", []))))
    'The mix of industries of the case’s region cannot be worked out from this table.'
    """
    own, known = _own(result), _known(result)
    if own.empty:
        return say("The mix of industries of the case’s region cannot be worked out from this table.")
    if len(known) < 2:
        return say(
            "{region} is the only region of the table; compared with itself it is like the whole. Add other "
            "regions, or the country’s totals.",
            region=result.region,
        )
    return " ".join(
        part for part in (_moved(result, own, say), _beside(known, own, say), _few(own, say)) if part
    )


def _moved(result: Profiles, own: pd.DataFrame, say: Speaker) -> str:
    row = own.iloc[0]
    low, high = say.percent(row["krugman_low"] / 2), say.percent(row["krugman_high"] / 2)
    share = low if low == high else say("{low} to {high}", low=low, high=high)
    return say(
        "For {region} to have the same mix of industries as the whole, {share} of its jobs would have to be "
        "in another industry ({year}).",
        region=result.region,
        share=share,
        year=str(result.year),
    )


def _beside(known: pd.DataFrame, own: pd.DataFrame, say: Speaker) -> str:
    best, worst, n = int(own["place_low"].iloc[0]), int(own["place_high"].iloc[0]), len(known)
    first = known.iloc[0]
    name = texts(known.head(1), "region", say=say)[0]
    if best != worst:
        return say(
            "Among {n} regions that is somewhere from place {best} to place {worst}; jobs that are not "
            "published decide.",
            n=say.number(n),
            best=say.number(best),
            worst=say.number(worst),
        )
    if best == 1:
        return say("None of the {n} regions is less like the whole.", n=say.number(n))
    most = span(first["krugman_low"] / 2 * 100, first["krugman_high"] / 2 * 100, 0, say)
    return say(
        "That is place {place} of {n}; {name} is the least like the whole, with {most} %.",
        place=say.number(best),
        n=say.number(n),
        name=short(name),
        most=most,
    )


def _few(own: pd.DataFrame, say: Speaker) -> str:
    row = own.iloc[0]
    number = span(_count(row["hhi_high"]), _count(row["hhi_low"]), 1, say)
    return say(
        "Its jobs are spread as if over {number} industries of equal size. Being unlike the whole is neither "
        "good nor bad: it means more of something, and more to lose with it.",
        number=number,
    )


def _count(index: Any) -> float:
    """Number of equal parts with the same Herfindahl index."""
    return float("nan") if pd.isna(index) or index <= 0 else 1.0 / float(index)


def table_regions(result: Profiles, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Ten regions with the four indices, the own one among them, cells as text."""
    now = result.regions_now
    shown = pd.concat([now.head(_ROWS), now[now["own"]]]).drop_duplicates("region")
    if len(shown) > _ROWS:
        shown = pd.concat([now[~now["own"]].head(_ROWS - 1), now[now["own"]]])
    records = shown.to_dict("records")
    columns = {
        say("Unlike the whole (Krugman, 0 to 2)"): ("krugman", 2),
        say("Concentration (HHI)"): ("hhi", 3),
        say("Spread (entropy, bits)"): ("entropy", 2),
        say("Likeness (Hachman, 0 to 1)"): ("hachman", 2),
    }
    data = {say("Region"): texts(shown, "region", say=say)}
    for label, (name, digits) in columns.items():
        data[label] = [span(row[f"{name}_low"], row[f"{name}_high"], digits, say) for row in records]
    return pd.DataFrame(data)
