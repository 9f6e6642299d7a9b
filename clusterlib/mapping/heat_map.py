"""All regions and all industries in one picture: location quotients, secret cells hatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import chart_parts, figures
from clusterlib.mapping.region_values import LIMITS, cell_looks, handles, value_text
from clusterlib.mapping.specialisation import Specialisation
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

#: From so many columns on there is no room for a number in each cell.
_NUMBERS = 18


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Cells of one year, ready to be drawn.

    Attributes
    ----------
    frame : DataFrame
        One row per pair of a shown region and industry: region, industry, lq, lq_low, lq_high, status
        (blank where the table has no row), verdict, with twins, and ``x`` and ``y``, places from 0.
    regions, industries : DataFrame
        Names with twins, in the order shown; `regions` has ``own``.
    year : int or None
        The year shown.
    more_regions, more_industries : int
        How many are not shown.
    limits : tuple of float
        Ends of the classes.
    """

    frame: pd.DataFrame
    regions: pd.DataFrame
    industries: pd.DataFrame
    year: int | None
    more_regions: int
    more_industries: int
    limits: tuple[float, ...]


def arrange_heat(
    jobs: Specialisation,
    *,
    most_regions: int = 60,
    most_industries: int = 24,
    limits: Sequence[float] = LIMITS,
) -> HeatMap:
    """Regions down, industries across: the own region on top, its strongest industries at the left.

    Parameters
    ----------
    jobs : Specialisation
        From `specialise`.
    most_regions, most_industries : int
        So many are shown: regions with most jobs, industries in the order of the own region.
    limits : sequence of float
        Ends of the classes of quotients.
    """
    years = jobs.narrowed.cells.years
    year = jobs.year if jobs.year is not None else (int(years[-1]) if len(years) else None)
    rows = jobs.frame[jobs.frame["year"] == year]
    regions = _named(rows, "region", _by_jobs(rows, jobs.region))
    industries = _named(rows, "industry", _by_own(rows, jobs))
    more = max(len(regions) - most_regions, 0), max(len(industries) - most_industries, 0)
    regions, industries = regions.head(most_regions), industries.head(most_industries)
    regions = regions.assign(own=regions["region"] == jobs.region, y=np.arange(len(regions)))
    industries = industries.assign(x=np.arange(len(industries)))
    grid = regions[["region", "y"]].merge(industries[["industry", "x"]], how="cross")
    keep = ["region", "industry", "lq", "lq_low", "lq_high", "status", "verdict"]
    frame = grid.merge(rows[keep], on=["region", "industry"], how="left")
    return HeatMap(frame, regions, industries, year, *more, tuple(limits))


def _named(rows: pd.DataFrame, column: str, order: list[str]) -> pd.DataFrame:
    names = [name for name in (column, f"{column}_fr") if name in rows]
    return rows[names].drop_duplicates(column).set_index(column).reindex(order).reset_index()


def _by_jobs(rows: pd.DataFrame, own: str | None) -> list[str]:
    size = rows.groupby("region", sort=False)["low"].sum().sort_values(ascending=False, kind="stable")
    return sorted(size.index, key=lambda name: name != own)


def _by_own(rows: pd.DataFrame, jobs: Specialisation) -> list[str]:
    mine = list(jobs.own["industry"]) if jobs.region is not None else []
    return list(dict.fromkeys([*mine, *rows["industry"]]))


def headline(result: HeatMap, *, say: Speaker) -> str:
    """The finding in one line."""
    frame = result.frame
    if frame.empty or frame["lq_low"].isna().all():
        return say("There is nothing to compare between regions")
    strong = frame[frame["verdict"] == "certain"]
    own = result.regions.loc[result.regions["own"]]
    if len(own) and len(strong):
        rival = strong[strong["industry"].isin(strong.loc[strong["y"] == 0, "industry"]) & (strong["y"] > 0)]
        alone = strong.loc[(strong["y"] == 0) & ~strong["industry"].isin(rival["industry"]), "industry"]
        region = texts(own, "region", say=say)[0]
        if alone.empty:
            return say("{region} nowhere stands out alone", region=region)
        return say.plural(
            len(alone),
            "In one industry {region} alone stands out for certain",
            "In {n} industries {region} alone stands out for certain",
            region=region,
        )
    return say.plural(len(strong), "One cell stands out for certain", "{n} cells stand out for certain")


@figures.drawn
def plot_heat(result: HeatMap, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Cells coloured by location quotient; secret ones hatched, nil white with a 0, no row grey.

    Parameters
    ----------
    result : HeatMap
        From `arrange_heat`.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    if result.frame.empty:
        return chart_parts.empty(figures.axes(ax, width=8.0, height=1.0), headline(result, say=say))
    down, across = len(result.regions), len(result.industries)
    tall = 0.34 if down <= 20 else 0.21
    ax = figures.axes(ax, width=8.8, height=2.9 + tall * down)
    numbers = across <= _NUMBERS and down <= 20
    looks = cell_looks(result.frame, result.limits)
    for look, row in zip(looks, result.frame.to_dict("records"), strict=True):
        box = Rectangle((row["x"], row["y"]), 1, 1, facecolor=look.face, hatch=look.hatch)
        box.set(edgecolor="#8A939E", linewidth=0.5)
        ax.add_patch(box)
        text = value_text(row, say) if numbers or row["status"] == "nil" else ""
        if text:
            _write(ax, row, text, look.letters, bool(look.hatch), 7.0 if numbers else 6.0)
    if bool(result.regions["own"].any()):
        ax.add_patch(Rectangle((0, 0), across, 1, fill=False, edgecolor=figures.INK, linewidth=2.2, zorder=6))
    _name_sides(ax, result, say)
    title = figures.wrap(headline(result, say=say), 62)
    ax.set_title(title)
    figure = ax.get_figure(root=True)
    figure.legend(  # type: ignore[union-attr]
        handles=handles(result.limits, result.frame, say),
        loc="outside lower left",
        ncols=4,
        fontsize=9,
        title=say("Times the average share of jobs, {year}.", year=str(result.year)),
        alignment="left",
        title_fontsize=9,
    )
    return ax


def _write(ax: Axes, row: Any, text: str, colour: str, hatched: bool, size: float) -> None:
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.5} if hatched else None
    if len(text) > 5:  # a range takes two lines in a narrow cell
        text = text.replace("–", "–\n")
    style: dict[str, Any] = {
        "ha": "center",
        "va": "center",
        "fontsize": size,
        "color": colour,
        "bbox": ground,
    }
    ax.text(row["x"] + 0.5, row["y"] + 0.5, text, linespacing=0.85, zorder=4, **style)


def _name_sides(ax: Axes, result: HeatMap, say: Speaker) -> None:
    down, across = len(result.regions), len(result.industries)
    ax.set_xlim(0, across)
    ax.set_ylim(down, 0)
    names = [short(name, 32) for name in texts(result.regions, "region", say=say)]
    ax.set_yticks(np.arange(down) + 0.5, names, fontsize=9 if down <= 20 else 7)
    heads = [figures.wrap(name, 24, lines=2) for name in texts(result.industries, "industry", say=say)]
    ax.set_xticks(np.arange(across) + 0.5, heads, rotation=90, linespacing=0.9)
    ax.tick_params(axis="x", labelsize=8.5 if across <= 14 else 7.0)
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)


def read_heat(result: HeatMap, *, say: Speaker = Speaker()) -> str:
    """Who shares a specialisation with the own region, and how much of the picture is hidden."""
    frame = result.frame
    if frame.empty or frame["lq_low"].isna().all():
        return say("There is nothing to compare: the table knows one region, or no totals.")
    parts = [_rivals(result, say)]
    hidden = int(frame["status"].isin(["suppressed", "missing"]).sum())
    if hidden:
        parts.append(
            say(
                "Cells that are not published: {share}; each is hatched, and coloured only where every "
                "number it can be falls into one class.",
                share=say.share(hidden, len(frame)),
            )
        )
    absent = int(frame["status"].isna().sum())
    if absent:
        parts.append(
            say.plural(
                absent,
                "One cell has no row in the table at all, which is neither a zero nor a secret.",
                "{n} cells have no row in the table at all, which is neither a zero nor a secret.",
            )
        )
    if result.more_regions or result.more_industries:
        parts.append(
            say(
                "Left out of the picture: {regions} regions and {industries} industries.",
                regions=say.number(result.more_regions),
                industries=say.number(result.more_industries),
            )
        )
    return " ".join(part for part in parts if part)


def _rivals(result: HeatMap, say: Speaker) -> str:
    frame, own = result.frame, result.regions.loc[result.regions["own"]]
    if own.empty:
        return ""
    mine = frame[(frame["y"] == 0) & (frame["verdict"] == "certain")]
    if mine.empty:
        return say(
            "{region} has no industry that stands out for certain.", region=texts(own, "region", say=say)[0]
        )
    first = mine.sort_values("x").iloc[0]
    others = frame[(frame["x"] == first["x"]) & (frame["y"] > 0) & (frame["verdict"] == "certain")]
    name = short(texts(result.industries.iloc[[int(first["x"])]], "industry", say=say)[0])
    if others.empty:
        return say("No other region stands out for certain in {industry}.", industry=name)
    named = texts(result.regions.iloc[others["y"].to_numpy(np.int64)], "region", say=say)
    return say(
        "In {industry} these stand out as well: {regions}. Look there for partners, or for competitors.",
        industry=name,
        regions=say.names(named, limit=4),
    )
