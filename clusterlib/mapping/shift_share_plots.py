"""Where a change in jobs comes from, as stacked bars."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from clusterlib import chart_parts, figures
from clusterlib.mapping.shift_share import EFFECTS, ShiftShare
from clusterlib.mapping.shift_share_readings import forms_headline, headline, signed, span_of
from clusterlib.mapping.specialisation_cells import Floats
from clusterlib.readings import Speaker
from clusterlib.twins import texts

#: Look of each part of a change.
LOOKS = {"national": "quiet", "mix": "main", "regional": "warn", "entry": "good"}
ROWS = 12
#: Bounds closer than this share of the largest change are one number to the eye.
_SAME = 0.03


@figures.drawn
def plot_shift(
    result: ShiftShare, *, rows: int = ROWS, say: Speaker = Speaker(), ax: Axes | None = None
) -> Axes:
    """Stacked bars of the parts of each industry's change; a diamond stands at the change itself.

    Parameters
    ----------
    result : ShiftShare
        From `shift`.
    rows : int
        At most so many industries: those with the largest part of the region itself, up or down.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    own = _chosen(result, rows)
    if own.empty:
        return chart_parts.empty(figures.axes(ax, width=8.0, height=1.0), headline(result, say=say))
    ax = figures.axes(ax, width=8.8, height=2.1 + 0.42 * max(len(own), 2))
    place = np.arange(len(own))[::-1]
    own, known = _nearly(own)
    _stack(ax, own[known], place[known], LOOKS)
    change = own["change"].to_numpy(np.float64)
    ax.scatter(change[known], place[known], marker="D", s=26, color=figures.INK, zorder=5)
    low, high = own["change_low"].to_numpy(np.float64), own["change_high"].to_numpy(np.float64)
    open_ = ~known & np.isfinite(low) & np.isfinite(high)
    ax.hlines(place[open_], low[open_], high[open_], color=figures.INK, linewidth=1.6, zorder=4)
    ends = np.r_[low[open_], high[open_]]
    ax.scatter(ends, np.r_[place[open_], place[open_]], marker="|", color=figures.INK)
    ax.set_yticks(place, [figures.wrap(name, 30, lines=2) for name in texts(own, "industry", say=say)])
    ax.set_ylim(-0.6, len(own) - 0.4)
    _ends(ax, own, place, say)
    _dress(ax, result, say)
    chart_parts.title(ax, headline(result, say=say))
    _legend(ax, own, LOOKS, open_=bool(open_.any()), say=say)
    return ax


def _nearly(own: pd.DataFrame) -> tuple[pd.DataFrame, npt.NDArray[np.bool_]]:
    """Parts that the eye cannot tell from one number stand at the middle of their bounds."""
    own, names = own.copy(), ["change", *EFFECTS]
    low = own[[f"{name}_low" for name in names]].to_numpy(np.float64)
    high = own[[f"{name}_high" for name in names]].to_numpy(np.float64)
    whole = np.nanmax(np.abs(own[["change_low", "change_high"]].to_numpy(np.float64)), initial=1.0)
    known = np.asarray((high - low <= _SAME * whole).all(axis=1), dtype=np.bool_)
    middle = pd.DataFrame((low + high) / 2, columns=names, index=own.index)
    own[names] = own[names].fillna(middle)
    return own, known


def _chosen(result: ShiftShare, rows: int) -> pd.DataFrame:
    own = result.own
    own = own[own["change_low"].notna() | own["change_high"].notna()]
    size = own[["regional_low", "regional_high"]].abs().min(axis=1).fillna(-1.0) + own["entry"].abs().fillna(
        0.0
    )
    return own[size.rank(method="first", ascending=False) <= rows]


def _stack(
    ax: Axes, rows: pd.DataFrame, place: npt.NDArray[Any], looks: dict[str, str]
) -> tuple[Floats, Floats]:
    """Parts side by side, gains to the right and losses to the left; gives back where both end."""
    right, left = np.zeros(len(rows)), np.zeros(len(rows))
    for name, look in looks.items():
        width = rows[name].to_numpy(np.float64)
        start = np.where(width >= 0, right, left)
        bars = ax.barh(place, width, left=start, color=figures.COLOURS[look], height=0.62, zorder=2)
        for bar in bars:
            bar.set_hatch(figures.HATCHES[look])
            bar.set_edgecolor("white")
        right, left = right + np.maximum(width, 0), left + np.minimum(width, 0)
    return right, left


def _dress(ax: Axes, result: ShiftShare, say: Speaker) -> None:
    ax.axvline(0, color="#8A939E", linewidth=1.0, zorder=3)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(say("Change of jobs, {since} to {year}", since=str(result.since), year=str(result.year)))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(value, say)))


def _ends(ax: Axes, own: pd.DataFrame, place: Any, say: Speaker) -> None:
    """What the region itself gave, at the right end of each bar."""
    parts = own[list(EFFECTS)].fillna(0.0).to_numpy()
    reach = np.maximum(np.maximum(parts, 0).sum(axis=1), own["change_high"].fillna(0.0).to_numpy())
    depth = np.minimum(np.minimum(parts, 0).sum(axis=1), own["change_low"].fillna(0.0).to_numpy())
    most, least = max(float(reach.max()), 0.0), min(float(depth.min()), 0.0)
    span = max(most - least, 1.0)
    ax.set_xlim(least - 0.04 * span, most + 0.34 * span)
    for row, y, end in zip(own.to_dict("records"), place, reach, strict=True):
        new = pd.notna(row["entry"]) and row["entry"] > 0
        text = (
            say("new: {jobs}", jobs=signed(row["entry"], say))
            if new
            else say("itself: {jobs}", jobs=span_of(row, "regional", say))
        )
        ax.text(max(end, 0.0) + 0.02 * span, y, text, va="center", fontsize=8.5, zorder=6)


def _legend(
    ax: Axes, rows: pd.DataFrame, looks: dict[str, str], *, open_: bool = False, say: Speaker
) -> None:
    words = {
        "national": say("growth of the whole"),
        "mix": say("growth of the industry"),
        "regional": say("the region itself"),
        "allocation": say("its own mix on top of that"),
        "entry": say("new where nothing was"),
    }
    handles: list[Any] = [
        Patch(
            facecolor=figures.COLOURS[look], hatch=figures.HATCHES[look], edgecolor="white", label=words[name]
        )
        for name, look in looks.items()
        if rows[name].abs().max() > 0
    ]
    handles.append(Line2D([], [], linestyle="", marker="D", color=figures.INK, label=say("change")))
    if open_:
        handles.append(Line2D([], [], color=figures.INK, label=say("line: range, jobs not published")))
    figure = ax.get_figure(root=True)
    figure.legend(handles=handles, loc="outside lower left", ncols=3, fontsize=9)  # type: ignore[union-attr]


@figures.drawn
def plot_forms(result: ShiftShare, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """The region as a whole in three forms, one stacked bar each; what stays open is said in words.

    Parameters
    ----------
    result : ShiftShare
        From `shift`.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    rows = _filled(result)
    if rows.empty:
        return chart_parts.empty(figures.axes(ax, width=8.0, height=1.0), forms_headline(result, say=say))
    ax = figures.axes(ax, width=8.8, height=3.4)
    place = np.arange(len(rows))[::-1]
    looks = {**LOOKS, "allocation": "bad"}
    right, left = _stack(ax, rows, place, looks)
    ax.scatter(rows["change"], place, marker="D", s=30, color=figures.INK, zorder=5)
    names = {
        "classic": say("first to last year"),
        "moving": say("year by year"),
        "homothetic": say("as if it had the mix of the whole"),
    }
    ax.set_yticks(place, [figures.wrap(names[form], 22) for form in rows["form"]])
    span = max(float(right.max() - left.min()), 1.0)
    for row, y, end in zip(rows.to_dict("records"), place, right, strict=True):
        name = "homothetic" if row["form"] == "homothetic" else "own"
        text = say("itself: {jobs}", jobs=span_of(row, name, say))
        ax.text(max(end, row["change"]) + 0.02 * span, y, text, va="center", fontsize=8.5)
    ax.set_xlim(min(float(left.min()), 0.0) - 0.04 * span, float(right.max()) + 0.36 * span)
    _dress(ax, result, say)
    chart_parts.title(ax, forms_headline(result, say=say))
    _legend(ax, rows, looks, say=say)
    return ax


def _filled(result: ShiftShare) -> pd.DataFrame:
    """Forms that can be drawn: an open part at the middle of its bounds, the own part split where it is."""
    rows = result.whole[result.whole["change"].notna() & result.whole["mix_low"].notna()].copy()
    for end in ("", "_low", "_high"):
        rows[f"own{end}"] = rows[f"regional{end}"]
    for name in (*EFFECTS, "homothetic", "allocation"):
        rows[name] = rows[name].fillna((rows[f"{name}_low"] + rows[f"{name}_high"]) / 2)
    split = rows["homothetic"].notna()
    rows = rows[(rows["form"] != "homothetic") | split]
    rows.loc[split, "regional"] = rows.loc[split, "homothetic"]
    rows["allocation"] = rows["allocation"].fillna(0.0)
    return rows.reset_index(drop=True)
