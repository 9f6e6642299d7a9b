"""The radar of trends: how soon each is felt, and in which direction nobody looked (method T42)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from clusterlib import boxes, chart_parts, figures, tables
from clusterlib.readings import Speaker
from clusterlib.roadmapping.trends import Trends
from clusterlib.tables import is_blank
from clusterlib.twins import texts

#: Sectors in their order, clockwise from the top (method T42: social, technological, economic, …).
SECTORS = ("social", "technological", "economic", "ecological", "political")
#: Look and sign of a trend by what follows from its numbers.
_LOOKS = {
    "act": ("bad", "●"),
    "prepare": ("warn", "▲"),
    "keep in mind": ("main", "■"),
    "watch": ("quiet", "◆"),
    None: ("quiet", "◇"),
}
#: With more trends than this, the radar has short names and a list beside it.
_NAMED = 10
#: Where the innermost ring ends, in widths of the others: it has the least room, and most to say.
_INNER = 1.7


def placed(result: Trends) -> pd.DataFrame:
    """Where each trend stands on the radar: ring, sector and place.

    Parameters
    ----------
    result : Trends
        From `trends.trends`.

    Returns
    -------
    DataFrame
        One row per trend with a horizon and a category: its columns, and ring (0 is the innermost), x, y (in
        widths of a ring from the middle). Trends of one sector are spread over its angle and alternate
        between two depths of their ring, so that none lies on another.

    Examples
    --------
    >>> from clusterlib.roadmapping.trends import trends
    >>> rows = [{"id": "A", "name": "AI", "category": "technological", "horizon": 3},
    ...         {"id": "B", "name": "Ageing", "category": "social", "horizon": 12}]
    >>> placed(trends(tables.typed("trends", rows)))["ring"].tolist()
    [1, 3]
    """
    frame = result.frame
    rows = frame[frame["horizon"].notna() & frame["category"].isin(SECTORS)].copy()
    rows["ring"] = np.searchsorted(result.rings, rows["horizon"].astype(int), side="left")
    rows = rows.sort_values(["ring", "id"], kind="stable")
    seen = rows.groupby("category").cumcount()
    total = rows.groupby("category")["id"].transform("size")
    sector = rows["category"].map({name: i for i, name in enumerate(SECTORS)}).astype(float)
    turn = (sector + (seen + 1) / (total + 1)) / len(SECTORS)
    angle = np.pi / 2 - 2 * np.pi * turn.astype(float)
    depth = np.where(seen % 2 == 0, 0.68, 0.36)
    away = np.where(rows["ring"] == 0, _INNER * depth, rows["ring"] - 1 + _INNER + depth)
    return rows.assign(x=away * np.cos(angle), y=away * np.sin(angle)).reset_index(drop=True)


@figures.drawn
def plot_radar(result: Trends, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Rings of years, sectors of kinds of trends; the mark tells what follows, hollow where raters differ.

    Parameters
    ----------
    result : Trends
        From `trends.trends`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Axes to draw on.

    Returns
    -------
    Axes
    """
    rows = placed(result)
    if rows.empty:
        return chart_parts.empty(figures.axes(ax, width=8, height=1), radar_title(result, say=say))
    many = len(rows) > _NAMED
    ax = figures.axes(ax, width=11 if many else 9, height=7.2)
    chart_parts.title(ax, radar_title(result, say=say))
    _field(ax, result, say, wide=1.4 if many else 1.75)
    for row in rows.to_dict("records"):
        _mark(ax, row)
    shown = texts(rows, "name", say=say)
    names = list(rows["id"]) if many else shown
    fitted = [boxes.fit(name, 0.6 if many else 1.5, size=9, lines=1 if many else 3) for name in names]
    for label in figures.label_points(ax, rows["x"].tolist(), rows["y"].tolist(), fitted):
        label.set_bbox({"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.6})
    if many:
        _beside(ax, rows["id"].tolist(), shown)
    _key(ax, rows, say)
    return ax


def _field(ax: Axes, result: Trends, say: Speaker, *, wide: float) -> None:
    """Rings with their years and sectors with their names."""
    radii = [_INNER + ring for ring in range(len(result.rings) + 1)]
    edge = radii[-1]
    for radius in radii:
        shade = "#EAF2F8" if radius == _INNER else "none"
        ax.add_patch(Circle((0, 0), radius, facecolor=shade, edgecolor="#B3BBC4", lw=0.9, zorder=0.2))
    for i in range(len(SECTORS)):
        angle = np.pi / 2 - 2 * np.pi * i / len(SECTORS)
        ax.plot([0, edge * np.cos(angle)], [0, edge * np.sin(angle)], color="#D5DAE0", lw=0.9, zorder=0.3)
        middle = angle - np.pi / len(SECTORS)
        x, y = 1.04 * edge * np.cos(middle), 1.04 * edge * np.sin(middle)
        side = "center" if abs(x) < 0.2 * edge else ("left" if x > 0 else "right")
        ax.text(x, y, _sector(SECTORS[i], say), ha=side, va="bottom" if y > 0 else "top", weight="bold",
                color=chart_parts.LETTERS["quiet"])  # fmt: skip
    ends = [say.plural(years, "one year", "{n} years") for years in result.rings]
    for radius, word in zip(radii, [*ends, say("later")], strict=True):
        ax.text(0, radius - 0.04, word, ha="center", va="top", fontsize=8, color=chart_parts.LETTERS["quiet"],
                bbox=chart_parts.LABEL_GROUND)  # fmt: skip
    ax.set_xlim(-wide * edge, wide * edge)
    ax.set_ylim(-1.14 * edge, 1.14 * edge)
    ax.set_aspect("equal")
    ax.set_axis_off()


def _sector(word: str, say: Speaker) -> str:
    return tables.table("trends").column("category").spoken(word, say.locale)


def _mark(ax: Axes, row: dict[Any, Any]) -> None:
    colour, sign = _LOOKS[None if is_blank(row["quadrant"]) else row["quadrant"]]
    size = 9.0 if is_blank(row["impact"]) else 6 + 1.5 * float(row["impact"])
    hollow = row["agreed"] is False or (not is_blank(row["agreed"]) and not row["agreed"])
    sign = {"●": "○", "▲": "△", "■": "□", "◆": "◇"}.get(sign, sign) if hollow else sign
    # drawn as a letter, so that the names keep clear of it
    ax.text(row["x"], row["y"], sign, ha="center", va="center", fontsize=size,
            color=figures.COLOURS[colour], zorder=3)  # fmt: skip


def _beside(ax: Axes, ids: Sequence[str], names: Sequence[str]) -> None:
    """Beside the radar of many trends: what their short names stand for."""
    lines = [boxes.fit(f"{key} {name}", 2.2, size=8, lines=1) for key, name in zip(ids, names, strict=True)]
    ax.text(1.0, 1.0, "\n".join(lines), transform=ax.transAxes, va="top", ha="left", fontsize=8)


def _key(ax: Axes, rows: pd.DataFrame, say: Speaker) -> None:
    words = {
        "act": say("act"),
        "prepare": say("prepare for either way"),
        "keep in mind": say("keep in mind"),
        "watch": say("watch"),
    }
    marks = {"act": "o", "prepare": "^", "keep in mind": "s", "watch": "D"}
    used = set(rows["quadrant"].dropna())
    for name, word in words.items():
        if name in used:
            colour = figures.COLOURS[_LOOKS[name][0]]
            ax.plot([], [], linestyle="none", marker=marks[name], color=colour, label=word)
    if rows["quadrant"].isna().any():
        ax.plot([], [], linestyle="none", marker="D", mfc="white", color=figures.COLOURS["quiet"],
                label=say("not rated"))  # fmt: skip
    if any(not is_blank(value) and not value for value in rows["agreed"]):
        ax.plot([], [], linestyle="none", marker="o", mfc="white", color=figures.INK,
                label=say("hollow: raters do not agree"))  # fmt: skip
    chart_parts.legend_below(ax, columns=5)


def radar_title(result: Trends, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    rows = placed(result)
    if rows.empty:
        return say("No trend says both of what kind it is and when it will be felt")
    years = result.rings[0]
    soon = rows[rows["ring"] == 0]
    within = say.plural(years, "one year", "{n} years")
    if soon.empty:
        return say("Nothing is felt within {years}", years=within)
    strong = int((soon["impact"] >= result.strong_from).sum())
    return say.plural(
        len(soon),
        "One trend is felt within {years}; strong: {strong}",
        "{n} trends are felt within {years}; strong: {strong}",
        years=within,
        strong=say.number(strong),
    )


def radar_said(result: Trends, *, say: Speaker = Speaker()) -> str:
    """What comes first, what has no date, and where nobody looked; empty without trends.

    Parameters
    ----------
    result : Trends
        From `trends.trends`.
    say : Speaker
        Language of the reader.
    """
    rows, frame = placed(result), result.frame
    if frame.empty:
        return ""
    parts = []
    soon = rows[rows["ring"] == 0]
    if len(soon):
        parts.append(
            say(
                "Felt first, within {years}: {names}.",
                years=say.plural(result.rings[0], "one year", "{n} years"),
                names=say.names(map(say.quoted, texts(soon, "name", say=say)), limit=3),
            )
        )
    bare = frame[~frame["id"].isin(rows["id"])]
    if len(bare):
        parts.append(
            say.plural(
                len(bare),
                "One trend has no kind or no year and is not on the radar: {names}.",
                "{n} trends have no kind or no year and are not on the radar: {names}.",
                names=say.names(map(say.quoted, texts(bare, "name", say=say)), limit=3),
            )
        )
    blind = [_sector(name, say) for name in SECTORS if not (frame["category"] == name).any()]
    if blind and len(blind) < len(SECTORS):
        parts.append(
            say(
                "No trend is written down of the kind {kinds}: is there none, or did nobody look?",
                kinds=say.names(blind),
            )
        )
    return " ".join(parts)
