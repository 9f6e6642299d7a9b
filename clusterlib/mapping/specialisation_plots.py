"""The first industries of a region as bars, with what they can be at least and at most."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from clusterlib import figures
from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.specialisation_cells import Floats
from clusterlib.mapping.specialisation_readings import headline
from clusterlib.readings import Speaker
from clusterlib.twins import texts

#: Look of each verdict.
LOOKS = {"certain": "main", "possible": "warn", "no": "quiet"}
#: Bounds closer than this are one number to the eye.
_NARROW = 0.05


def sentence_only(ax: Axes | None, result: Specialisation, say: Speaker) -> Axes:
    """A short note where there is nothing to draw; the reading says the rest."""
    ax = figures.axes(ax, width=8.5, height=1.2)
    ax.set_title(headline(result, say=say))
    ax.set_axis_off()
    ax.text(0.0, 0.5, say("The text below says what to add."), transform=ax.transAxes, va="top")
    return ax


@figures.drawn
def plot_sectors(
    result: Specialisation, *, rows: int = 12, say: Speaker = Speaker(), ax: Axes | None = None
) -> Axes:
    """Bars of the highest placed industries, whiskers from the least to the most they can be.

    Parameters
    ----------
    result : Specialisation
        From `specialise`.
    rows : int
        At most so many industries.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    own = result.own[result.own["lq_low"].notna()].head(rows)
    if own.empty:
        return sentence_only(ax, result, say)
    ax = figures.axes(ax, width=8.5, height=1.7 + 0.42 * max(len(own), 2))
    ax.set_title(figures.wrap(_bars_title(result, own, say), 58))
    place = np.arange(len(own))[::-1]
    low, high = own["lq_low"].to_numpy(), own["lq_high"].to_numpy()
    length = own["lq"].fillna(own["lq_low"]).to_numpy()
    endless = np.isnan(high)
    high = np.where(endless, np.nanmax([*np.fmax(length, high), result.threshold]) * 1.1, high)
    looks = [LOOKS[word] for word in own["verdict"]]
    bars = ax.barh(place, length, color=[figures.COLOURS[k] for k in looks], height=0.62, zorder=2)
    for bar, look in zip(bars, looks, strict=True):
        bar.set_hatch(figures.HATCHES[look])
        bar.set_edgecolor("white")
    wide = high - low > 1e-9
    ax.hlines(place[wide], low[wide], high[wide], color=figures.INK, linewidth=1.6, zorder=4)
    ax.scatter(
        np.r_[low[wide], high[wide]], np.r_[place[wide], place[wide]], marker="|", color=figures.INK, zorder=4
    )
    ax.scatter(high[endless], place[endless], marker=">", s=24, color=figures.INK, zorder=5)
    ax.set_yticks(place, [figures.wrap(name, 30, lines=2) for name in texts(own, "industry", say=say)])
    ax.axvline(result.threshold, color=figures.COLOURS["bad"], linewidth=1.2, linestyle="--", zorder=3)
    ax.set_xlabel(
        say(
            "Times the average share of jobs (dashed: threshold {value})",
            value=say.number(result.threshold, 2),
        )
    )
    ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: say.number(v, 1)))
    ax.tick_params(axis="y", length=0)
    _ends(ax, own, place, np.fmax(high, length), result.threshold, say)
    return ax


def _bars_title(result: Specialisation, own: pd.DataFrame, say: Speaker) -> str:
    first = own[own["rank"] == 1]
    if len(first) == 1 and len(own) > 1 and first["lq_high"].iloc[0] - first["lq_low"].iloc[0] < _NARROW:
        name, ratio = (
            figures.wrap(texts(first, "industry", say=say)[0], 50, lines=1),
            say.number(first["lq"].iloc[0], 1),
        )
        return say(
            "{name} comes first in {region}: {ratio} times the average",
            name=name,
            region=result.region,
            ratio=ratio,
        )
    return headline(result, say=say)


def _ends(
    ax: Axes, own: pd.DataFrame, place: npt.NDArray[Any], ends: Floats, threshold: float, say: Speaker
) -> None:
    most = max(float(ends.max()), threshold)
    ax.set_xlim(0, most * 1.3)
    for (_, row), y, end in zip(own.iterrows(), place, ends, strict=True):
        ax.text(
            end + 0.015 * most,
            y,
            _end(row, say),
            va="center",
            fontsize=8.5,
            zorder=6,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )
    figure = ax.get_figure(root=True)
    figure.draw_without_rendering()  # type: ignore[union-attr]
    for text in ax.texts:  # one that the line of the threshold would cross stands behind it
        box = text.get_window_extent().transformed(ax.transData.inverted())
        if box.x0 < threshold + 0.005 * most and threshold < box.x1 + 0.01 * most:
            text.set_x(threshold + 0.015 * most)


def _end(row: pd.Series, say: Speaker) -> str:
    if row["lq_high"] - row["lq_low"] < _NARROW and pd.notna(row["employment"]):
        count = math.floor(row["employment"] + 0.5)
        jobs = say.plural(count, "one job", "{n} jobs")
        return say("{ratio} ({jobs})", ratio=say.number(row["lq"], 2), jobs=jobs)
    low = say.number(row["lq_low"], 1)
    if pd.isna(row["lq_high"]):
        return say("{low} or more", low=low)
    return say("{low} to {high}", low=low, high=say.number(row["lq_high"], 1))
