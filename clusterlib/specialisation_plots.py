"""Pictures of a region's location quotients."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Annotation, Text
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import Bbox

from clusterlib import figures
from clusterlib.readings import Speaker
from clusterlib.specialisation import Specialisation
from clusterlib.specialisation_cells import Floats
from clusterlib.specialisation_readings import headline
from clusterlib.twins import texts

_LOOKS = {"certain": "main", "possible": "warn", "no": "quiet"}
_LARGEST = 1100.0
#: Bounds closer than this are one number to the eye.
_NARROW = 0.05


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
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    own = result.own[result.own["lq_low"].notna()]
    if own.empty:
        return _sentence(ax, result, say)
    ax = figures.axes(ax, width=8.5, height=5.8)
    ax.set_title(figures.wrap(headline(result, say=say), 70))
    x, edge = _across(ax, own, say)
    y = own["lq"].fillna((own["lq_low"] + own["lq_high"]) / 2).fillna(own["lq_low"]).to_numpy()
    area = _areas(own)
    _bubbles(ax, own, x, y, area)
    _line(ax, result.threshold, say)
    top = float(np.nanmax([*y, *own["lq_high"].fillna(0), result.threshold]))
    _ranges(ax, own, x, top * 1.1)
    ax.set_ylim(-0.06 * top, top * 1.18)
    ax.set_ylabel(say("Times the average share of jobs"))
    ax.grid(axis="y")
    _legend(ax, own, say)
    _area_note(ax, own, say)
    _name(ax, own, x, y, np.sqrt(area / np.pi), labels, say)
    if edge is not None:
        ax.axvline(edge, color="#8A939E", linewidth=0.8, linestyle=":")
    return ax


def _across(ax: Axes, own: pd.DataFrame, say: Speaker) -> tuple[Floats, float | None]:
    """Places on the growth axis; what has no growth figure stands in a strip at the left."""
    rate = own["cagr"].to_numpy(np.float64)
    known = rate[~np.isnan(rate)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)
    room = max(high - low, 0.02)
    blank = np.isnan(rate)
    strip = room * min(0.16 + 0.04 * blank.sum(), 0.6)
    edge = low - 0.17 * room
    left = edge - 0.12 * room - strip
    x = rate.copy()
    x[blank] = np.linspace(left, left + strip, int(blank.sum())) if blank.sum() > 1 else left + strip / 2
    ax.set_xlim((left if blank.any() else low) - 0.16 * room, high + 0.24 * room)
    if not len(known):
        ax.set_xticks([])
        ax.set_xlabel(say("No growth figure"))
        return x, None
    ticks = [t for t in ax.get_xticks() if low - 0.1 * room <= t <= high + 0.2 * room]
    digits = 0 if room > 0.05 else 1
    shown = dict(zip(ticks, (say.percent(t, digits) for t in ticks), strict=True))
    if blank.any():
        shown[left + strip / 2] = say("no figure")
    ax.set_xticks(list(shown), list(shown.values()))
    ax.set_xlabel(say("Growth of jobs a year"))
    return x, edge if blank.any() else None


def _areas(own: pd.DataFrame) -> Floats:
    jobs = own["employment"].fillna((own["low"] + own["high"]) / 2).fillna(own["low"]).to_numpy(np.float64)
    return np.asarray(40 + _LARGEST * jobs / max(float(np.nanmax(jobs)), 1.0), dtype=np.float64)


def _bubbles(ax: Axes, own: pd.DataFrame, x: Floats, y: Floats, area: Floats) -> None:
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


def _ranges(ax: Axes, own: pd.DataFrame, x: Floats, top: float) -> None:
    """A line from the least to the most; an arrow head where there is no most."""
    low, high = own["lq_low"].to_numpy(), own["lq_high"].to_numpy()
    endless = np.isnan(high)
    ends = np.where(endless, top, high)
    wide = ends - low > 1e-9
    ax.vlines(x[wide], low[wide], ends[wide], color=figures.INK, linewidth=0.9, zorder=4)
    ax.scatter(x[endless], ends[endless], marker="^", s=18, color=figures.INK, zorder=4)


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


def _name(ax: Axes, own: pd.DataFrame, x: Floats, y: Floats, radius: Floats, most: int, say: Speaker) -> None:
    names = [figures.wrap(name, 24, lines=2) for name in texts(own.head(most), "industry", say=say)]
    figure = ax.get_figure(root=True)
    figure.draw_without_rendering()  # type: ignore[union-attr]
    per_point = figure.dpi / 72 * np.ptp(ax.get_xlim()) / ax.get_window_extent().width  # type: ignore[union-attr]
    beside = x + np.maximum(radius - 4, 0) * per_point  # the label starts where the bubble ends
    marks = [_box(ax, *mark) for mark in zip(x, y, radius, strict=True)]
    _thin_out(ax, marks, figures.label_points(ax, list(beside[:most]), list(y[:most]), names, size=8.5))


def _box(ax: Axes, x: float, y: float, radius: float) -> Bbox:
    """What a bubble covers, in pixels."""
    centre = ax.transData.transform((x, y))
    reach = radius * ax.get_figure(root=True).dpi / 72  # type: ignore[union-attr]
    return Bbox([centre - reach, centre + reach])


def _thin_out(ax: Axes, marks: list[Bbox], labels: list[Text]) -> None:
    """Hide names without a free place, and all but the first where they cover a bubble; see the table."""
    frame, kept = ax.get_window_extent(), [t.get_window_extent() for t in ax.texts if t not in labels]
    for number, text in enumerate(labels):
        line = text.arrow_patch if isinstance(text, Annotation) else None
        box = text.get_window_extent() if line and line.get_visible() else Text.get_window_extent(text)
        inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
        text.set_in_layout(False)
        covers = number > 0 and any(box.overlaps(mark) for mark in marks[:number] + marks[number + 1 :])
        if inside and not covers and not any(box.overlaps(other) for other in kept):
            kept.append(box)
        else:
            text.set_visible(False)


def _sentence(ax: Axes | None, result: Specialisation, say: Speaker) -> Axes:
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
        return _sentence(ax, result, say)
    ax = figures.axes(ax, width=8.5, height=1.7 + 0.42 * max(len(own), 2))
    ax.set_title(figures.wrap(_bars_title(result, own, say), 54))
    place = np.arange(len(own))[::-1]
    low, high = own["lq_low"].to_numpy(), own["lq_high"].to_numpy()
    length = own["lq"].fillna(own["lq_low"]).to_numpy()
    endless = np.isnan(high)
    high = np.where(endless, np.nanmax([*np.fmax(length, high), result.threshold]) * 1.1, high)
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
    ax.scatter(high[endless], place[endless], marker=">", s=24, color=figures.INK, zorder=5)
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
        text = _end(row, say)
        ax.text(
            end + 0.015 * most,
            y,
            text,
            va="center",
            fontsize=8.5,
            zorder=6,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )


def _end(row: pd.Series, say: Speaker) -> str:
    if row["lq_high"] - row["lq_low"] < _NARROW and pd.notna(row["employment"]):
        count = math.floor(row["employment"] + 0.5)
        jobs = say.plural(count, "one job", "{n} jobs")
        return say("{ratio} ({jobs})", ratio=say.number(row["lq"], 2), jobs=jobs)
    low = say.number(row["lq_low"], 1)
    if pd.isna(row["lq_high"]):
        return say("{low} or more", low=low)
    return say("{low} to {high}", low=low, high=say.number(row["lq_high"], 1))
