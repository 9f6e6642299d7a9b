"""Pictures of a region's location quotients."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from clusterlib import figures
from clusterlib.readings import Speaker
from clusterlib.specialisation import Specialisation
from clusterlib.specialisation_cells import Floats
from clusterlib.specialisation_readings import headline, read_specialisation
from clusterlib.twins import texts

_LOOKS = {"certain": "main", "possible": "warn", "no": "quiet"}
_LARGEST = 1100.0


@figures.drawn
def plot_bubbles(
    result: Specialisation, *, labels: int = 8, say: Speaker = Speaker(), ax: Axes | None = None
) -> Axes:
    """Growth across, specialisation upwards, jobs as area; secret cells hollow, with their range.

    Parameters
    ----------
    result : Specialisation
        From `specialise`.
    labels : int
        At most so many industries are named; the highest placed go first.
    """
    ax = figures.axes(ax, width=8.5, height=5.8)
    ax.set_title(figures.wrap(headline(result, say=say), 70))
    own = result.own[result.own["lq_low"].notna()]
    if own.empty:
        return _sentence(ax, read_specialisation(result, say=say))
    x, edge = _across(ax, own, say)
    y = own["lq"].fillna((own["lq_low"] + own["lq_high"]) / 2).fillna(own["lq_low"]).to_numpy()
    _bubbles(ax, own, x, y)
    _line(ax, result.threshold, say)
    top = float(np.nanmax([*y, *own["lq_high"].fillna(0), result.threshold]))
    ax.set_ylim(-0.06 * top, top * 1.18)
    ax.set_ylabel(say("Times the average share of jobs"))
    ax.grid(axis="y")
    _legend(ax, own, say)
    _area_note(ax, own, say)
    _name(ax, own.head(labels), x[:labels], y[:labels], say)
    if edge is not None:
        ax.axvline(edge, color="#8A939E", linewidth=0.8, linestyle=":")
    return ax


def _across(ax: Axes, own: pd.DataFrame, say: Speaker) -> tuple[Floats, float | None]:
    """Places on the growth axis; what has no growth figure stands in a strip at the left."""
    rate = own["cagr"].to_numpy(np.float64)
    known = rate[~np.isnan(rate)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)
    room = max(high - low, 0.02)
    left, edge = low - 0.34 * room, low - 0.17 * room
    blank = np.isnan(rate)
    x = np.where(blank, left, rate)
    ax.set_xlim((left if blank.any() else low) - 0.16 * room, high + 0.24 * room)
    if not len(known):
        ax.set_xticks([])
        ax.set_xlabel(say("No growth figure"))
        return x, None
    ticks = [t for t in ax.get_xticks() if low - 0.1 * room <= t <= high + 0.2 * room]
    digits = 0 if room > 0.05 else 1
    shown = dict(zip(ticks, (say.percent(t, digits) for t in ticks), strict=True))
    if blank.any():
        shown[left] = say("no figure")
    ax.set_xticks(list(shown), list(shown.values()))
    ax.set_xlabel(say("Growth of jobs a year"))
    return x, edge if blank.any() else None


def _bubbles(ax: Axes, own: pd.DataFrame, x: Floats, y: Floats) -> None:
    jobs = own["employment"].fillna((own["low"] + own["high"]) / 2).fillna(own["low"]).to_numpy()
    area = 40 + _LARGEST * jobs / max(float(np.nanmax(jobs)), 1.0)
    secret = own["employment"].isna().to_numpy()
    verdict = own["verdict"].to_numpy(object)
    for word, look in _LOOKS.items():
        for hollow in (False, True):
            rows = (verdict == word) & (secret == hollow)
            if rows.any():
                ax.scatter(
                    x[rows],
                    y[rows],
                    s=area[rows],
                    marker=figures.MARKERS[look],
                    facecolor="none" if hollow else figures.COLOURS[look],
                    edgecolor=figures.COLOURS[look] if hollow else "white",
                    linestyle="--" if hollow else "-",
                    linewidth=1.4 if hollow else 0.8,
                    alpha=0.85,
                    zorder=3,
                )
    low, high = own["lq_low"].to_numpy(), own["lq_high"].fillna(own["lq_low"]).to_numpy()
    wide = high - low > 1e-9
    ax.vlines(x[wide], low[wide], high[wide], color=figures.INK, linewidth=1.0, zorder=4)


def _line(ax: Axes, threshold: float, say: Speaker) -> None:
    ax.axhline(threshold, color=figures.COLOURS["bad"], linewidth=1.2, linestyle="--", zorder=2)
    ax.text(
        0.995,
        threshold,
        say("threshold {value}", value=say.number(threshold, 2)),
        transform=ax.get_yaxis_transform(),
        ha="right",
        va="bottom",
        fontsize=8.5,
        color=figures.COLOURS["bad"],
    )


def _legend(ax: Axes, own: pd.DataFrame, say: Speaker) -> None:
    words = {
        "certain": say("stands out for certain"),
        "possible": say("possible"),
        "no": say("does not stand out"),
    }
    handles = [
        Line2D(
            [], [], linestyle="", marker=figures.MARKERS[look], color=figures.COLOURS[look], label=words[word]
        )
        for word, look in _LOOKS.items()
        if (own["verdict"] == word).any()
    ]
    if own["employment"].isna().any():
        hollow = {"linestyle": "", "marker": "o", "markerfacecolor": "none", "color": figures.INK}
        handles.append(Line2D([], [], label=say("hollow: jobs not published, line = range"), **hollow))  # type: ignore[arg-type]
    ax.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=2, fontsize=9)


def _area_note(ax: Axes, own: pd.DataFrame, say: Speaker) -> None:
    largest = own["employment"].max()
    if pd.notna(largest) and largest > 0:
        text = say("area = jobs; the largest has {jobs}", jobs=say.number(largest))
        ax.text(0.995, 0.985, text, transform=ax.transAxes, ha="right", va="top", fontsize=8.5)


def _name(ax: Axes, rows: pd.DataFrame, x: Floats, y: Floats, say: Speaker) -> None:
    names = [figures.wrap(name, 24, lines=2) for name in texts(rows, "industry", say=say)]
    figures.label_points(ax, list(x), list(y), names, size=8.5)


def _sentence(ax: Axes, text: str) -> Axes:
    ax.set_axis_off()
    ax.text(0.0, 0.9, figures.wrap(text, 80), transform=ax.transAxes, va="top")
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
    """
    own = result.own[result.own["lq_low"].notna()].head(rows)
    ax = figures.axes(ax, width=8.5, height=1.7 + 0.42 * max(len(own), 2))
    ax.set_title(figures.wrap(_bars_title(result, own, say), 70))
    if own.empty:
        return _sentence(ax, read_specialisation(result, say=say))
    place = np.arange(len(own))[::-1]
    low, high = own["lq_low"].to_numpy(), own["lq_high"].fillna(own["lq_low"]).to_numpy()
    length = own["lq"].fillna(own["lq_low"]).to_numpy()
    looks = [_LOOKS[word] for word in own["verdict"]]
    bars = ax.barh(place, length, color=[figures.COLOURS[k] for k in looks], height=0.62, zorder=2)
    for bar, look in zip(bars, looks, strict=True):
        bar.set_hatch(figures.HATCHES[look])
        bar.set_edgecolor("white")
    wide = high - low > 1e-9
    ax.hlines(place[wide], low[wide], high[wide], color=figures.INK, linewidth=1.6, zorder=4)
    ax.scatter(
        np.r_[low[wide], high[wide]], np.r_[place[wide], place[wide]], marker="|", color=figures.INK, zorder=4
    )
    ax.set_yticks(place, [figures.wrap(name, 30, lines=2) for name in texts(own, "industry", say=say)])
    ax.axvline(result.threshold, color=figures.COLOURS["bad"], linewidth=1.2, linestyle="--", zorder=3)
    _ends(ax, own, place, np.fmax(high, length), result.threshold, say)
    ax.set_xlabel(
        say(
            "Times the average share of jobs (dashed: threshold {value})",
            value=say.number(result.threshold, 2),
        )
    )
    ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: say.number(v, 1)))
    ax.tick_params(axis="y", length=0)
    return ax


def _bars_title(result: Specialisation, own: pd.DataFrame, say: Speaker) -> str:
    first = own[own["rank"] == 1]
    if len(first) == 1 and len(own) > 1:
        name, ratio = texts(first, "industry", say=say)[0], say.number(first["lq"].iloc[0], 1)
        return say(
            "{name} comes first in {region}: {ratio} times the average",
            name=name,
            region=result.region,
            ratio=ratio,
        )
    return headline(result, say=say)


def _ends(
    ax: Axes, own: pd.DataFrame, place: Sequence[int] | Floats, ends: Floats, threshold: float, say: Speaker
) -> None:
    most = max(float(ends.max()), threshold)
    ax.set_xlim(0, most * 1.42)
    for (_, row), y, end in zip(own.iterrows(), place, ends, strict=True):
        text = _end(row, say)
        ax.text(end + 0.015 * most, y, text, va="center", fontsize=8.5, backgroundcolor="none", zorder=5)


def _end(row: pd.Series, say: Speaker) -> str:
    if pd.notna(row["employment"]):
        count = math.floor(row["employment"] + 0.5)
        jobs = say.plural(count, "one job", "{n} jobs")
        return say("{ratio} ({jobs})", ratio=say.number(row["lq"], 2), jobs=jobs)
    low = say.number(row["lq_low"], 1)
    if pd.isna(row["lq_high"]):
        return say("{low} or more (jobs not published)", low=low)
    return say("{low} to {high} (jobs not published)", low=low, high=say.number(row["lq_high"], 1))
