"""Growth, specialisation and jobs of a region's industries in one picture."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from clusterlib import chart_parts, figures
from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.specialisation_cells import Floats
from clusterlib.mapping.specialisation_plots import LOOKS, sentence_only
from clusterlib.mapping.specialisation_readings import headline
from clusterlib.readings import Speaker
from clusterlib.twins import texts

#: Area of the largest bubble in square points.
_LARGEST = 1100.0


@figures.drawn
def plot_bubbles(
    result: Specialisation, *, labels: int = 12, say: Speaker = Speaker(), ax: Axes | None = None
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
        return sentence_only(ax, result, say)
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
    digits = 0 if all(abs(t * 100 - round(t * 100)) < 1e-6 for t in ticks) else 1
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
    for word, look in LOOKS.items():
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
    ax.annotate(
        say("threshold {value}", value=say.number(threshold, 2)),
        (0.995, threshold),
        (0, 3),
        xycoords=ax.get_yaxis_transform(),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=8.5,
        color=chart_parts.LETTERS["bad"],
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
        for word, look in LOOKS.items()
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
    """Names beside the bubbles, in order of place; one without a free spot is left to the table."""
    names = [figures.wrap(name, 24, lines=2) for name in texts(own.head(most), "industry", say=say)]
    figure = ax.get_figure(root=True)
    figure.draw_without_rendering()  # type: ignore[union-attr]
    marks = [_box(ax, *mark) for mark in zip(x, y, radius, strict=True)]
    frame, taken = ax.get_window_extent(), [text.get_window_extent() for text in ax.texts]
    for number, name in enumerate(names):
        for dx, dy, ha, va in _spots(float(radius[number]) + 3):
            text = ax.annotate(
                name, (x[number], y[number]), (dx, dy), textcoords="offset points", fontsize=8.5, ha=ha, va=va
            )
            text.set_in_layout(False)
            box = text.get_window_extent()
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
            if inside and not any(box.overlaps(other) for other in taken + marks):
                taken.append(box)
                break
            text.remove()


def _spots(reach: float) -> list[tuple[float, float, str, str]]:
    """Where a name may stand around a bubble, the best first."""
    slant = reach * 0.75
    return [
        (reach, 0, "left", "center"),
        (-reach, 0, "right", "center"),
        (0, reach, "center", "bottom"),
        (0, -reach, "center", "top"),
        (slant, slant, "left", "bottom"),
        (slant, -slant, "left", "top"),
        (-slant, slant, "right", "bottom"),
        (-slant, -slant, "right", "top"),
    ]


def _box(ax: Axes, x: float, y: float, radius: float) -> Bbox:
    """What a bubble covers, in pixels."""
    centre = ax.transData.transform((x, y))
    reach = radius * ax.get_figure(root=True).dpi / 72  # type: ignore[union-attr]
    return Bbox([centre - reach, centre + reach])
