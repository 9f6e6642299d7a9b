"""The map of trends, its table and its sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from clusterlib import boxes, figures
from clusterlib.readings import Speaker
from clusterlib.roadmapping.trend_radar import radar_said
from clusterlib.roadmapping.trends import QUADRANTS, Trends
from clusterlib.tables import is_blank
from clusterlib.twins import texts

#: One row of a table, by column.
Row = dict[Any, Any]

#: Marks by years until a trend is felt.
_SOON, _LATER = 2, 5
#: With more trends than this, the map has short names and a list beside it.
_NAMED = 10
_GLYPHS = {"o": "●", "s": "■", "^": "▲", "D": "◆"}


@figures.drawn
def plot_trends(result: Trends, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Map of impact against certainty; the mark tells how soon, a thin cross how far raters lie apart.

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
    rows = result.frame[result.frame["quadrant"].notna()].reset_index(drop=True)
    ax = figures.axes(ax, width=9, height=max(6.0, 2.5 + 0.38 * len(rows)))
    ax.set_title(boxes.fit(trends_title(result, say=say), 8.0, size=12, bold=True))
    if rows.empty:
        ax.set_axis_off()
        ax.text(0.5, 0.5, say("No trend has both an impact and a certainty."), ha="center", va="center")
        return ax
    _draw_field(ax, result, say)
    many = len(rows) > _NAMED
    points = _apart(rows, upright=many)
    for (x, y), row in zip(points, rows.to_dict("records"), strict=True):
        _draw_trend(ax, x, y, row, spread=not many)
    if many:
        _list_names(ax, rows, points, say)
    else:
        names = [boxes.fit(name, 1.7, size=9, lines=3) for name in texts(rows, "name", say=say)]
        for label in figures.label_points(ax, [x for x, _ in points], [y for _, y in points], names):
            label.set_bbox({"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.6})
    _draw_key(ax, rows, say, spread=not many)
    return ax


def trends_title(result: Trends, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    frame = result.frame
    if frame["quadrant"].isna().all():
        return say("No trend is rated yet")
    act = frame[frame["quadrant"] == "act"]
    if act.empty:
        return say("No trend is both strong and sure")
    bare = int((act["answered"] == "").sum())
    if not result.roadmap:
        return say.plural(
            len(act), "One trend is both strong and sure", "{n} trends are both strong and sure"
        )
    if not bare:
        return say.plural(
            len(act),
            "The one strong and sure trend is answered",
            "All {n} strong and sure trends are answered",
        )
    if len(act) == 1:
        return say("One trend is strong and sure, and nothing answers it")
    return say.plural(
        bare,
        "{whole} trends are strong and sure; nothing answers one of them",
        "{whole} trends are strong and sure; nothing answers {n} of them",
        whole=say.number(len(act)),
    )


def _draw_field(ax: Axes, result: Trends, say: Speaker) -> None:
    x, y = result.sure_from - 0.5, result.strong_from - 0.5
    low, high = 0.5, 5.5
    ax.axvspan(x, high, ymin=(y - low) / (high - low), color="#E9F6F1", zorder=0, linewidth=0)
    ax.axvspan(low, x, ymin=(y - low) / (high - low), color="#FBF4E4", zorder=0, linewidth=0)
    ax.axvline(x, color="#8A939E", linewidth=0.8, zorder=0.5)
    ax.axhline(y, color="#8A939E", linewidth=0.8, zorder=0.5)
    ax.text(high - 0.05, high - 0.05, say("act"), ha="right", va="top", weight="bold", color="#52606D")
    ax.text(
        low + 0.05,
        high - 0.05,
        say("prepare for either way"),
        ha="left",
        va="top",
        weight="bold",
        color="#52606D",
    )
    ax.text(
        high - 0.05, low + 0.05, say("keep in mind"), ha="right", va="bottom", weight="bold", color="#52606D"
    )
    ax.text(low + 0.05, low + 0.05, say("watch"), ha="left", va="bottom", weight="bold", color="#52606D")
    ax.set_xlim(low, high)
    ax.set_ylim(low, high)
    ax.set_xticks(range(1, 6))
    ax.set_yticks(range(1, 6))
    ax.set_xlabel(say("how sure it is to come (1 to 5)"))
    ax.set_ylabel(say("how strongly it touches the cluster (1 to 5)"))


def _apart(rows: pd.DataFrame, *, upright: bool) -> list[tuple[float, float]]:
    """Points; those on the same place stand side by side, or in a column if each needs room for a name."""
    total = rows.groupby(["certainty", "impact"]).size().to_dict()
    dense = max(max(total.values()), 1)
    seen: dict[tuple[float, float], int] = {}
    found = []
    for x, y in zip(rows["certainty"].astype(float), rows["impact"].astype(float), strict=True):
        k, n = seen.get((x, y), 0), int(total[(x, y)])
        seen[(x, y)] = k + 1
        offset = k - (n - 1) / 2
        found.append((x - 0.12, y - offset * min(0.22, 0.9 / dense)) if upright else (x + 0.16 * offset, y))
    return found


def _look(horizon: Any) -> tuple[str, str]:
    if is_blank(horizon):
        return "quiet", "D"
    years = int(horizon)
    return ("bad", "o") if years <= _SOON else ("main", "s") if years <= _LATER else ("good", "^")


def _draw_trend(ax: Axes, x: float, y: float, row: Row, *, spread: bool) -> None:
    colour, mark = _look(row["horizon"])
    if spread and not is_blank(row["impact_iqr"]):
        wide, high = float(row["certainty_iqr"]) / 2, float(row["impact_iqr"]) / 2
        ax.plot([x - wide, x + wide], [y, y], color="#B3BBC4", linewidth=1, zorder=1)
        ax.plot([x, x], [y - high, y + high], color="#B3BBC4", linewidth=1, zorder=1)
    # drawn as a letter, so that the names keep clear of it
    ax.text(
        x, y, _GLYPHS[mark], ha="center", va="center", fontsize=11, color=figures.COLOURS[colour], zorder=3
    )


def _draw_key(ax: Axes, rows: pd.DataFrame, say: Speaker, *, spread: bool) -> None:
    looks = {_look(value) for value in rows["horizon"]}
    words = {
        ("bad", "o"): say.plural(_SOON, "felt within one year", "felt within {n} years"),
        ("main", "s"): say.plural(_LATER, "within one year", "within {n} years"),
        ("good", "^"): say("later"),
        ("quiet", "D"): say("not said when"),
    }
    for look, word in words.items():
        if look in looks:
            ax.plot([], [], linestyle="none", marker=look[1], color=figures.COLOURS[look[0]], label=word)
    if spread and rows["impact_iqr"].notna().any():
        ax.plot([], [], color="#B3BBC4", linewidth=1, label=say("middle half of the raters"))
    ax.figure.legend(loc="outside lower left", ncols=5, fontsize=9)


def _list_names(ax: Axes, rows: pd.DataFrame, points: list[tuple[float, float]], say: Speaker) -> None:
    """Short names at the points of many trends, and beside the map what they stand for."""
    for (x, y), key in zip(points, rows["id"], strict=True):
        ax.text(x + 0.08, y, boxes.fit(key, 0.5, size=8, lines=1), va="center", ha="left", fontsize=8)
    names = texts(rows, "name", say=say)
    lines = [
        boxes.fit(f"{key} {name}", 2.6, size=8.5, lines=2).replace("\n", "\n    ")
        for key, name in zip(rows["id"], names, strict=True)
    ]
    ax.text(
        1.02,
        1.0,
        "\n".join(lines),
        transform=ax.transAxes,
        va="top",
        ha="left",
        fontsize=8.5,
        linespacing=1.2,
    )


def table_trends(result: Trends, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """At most ten trends, those that ask for action first."""
    order = {word: i for i, word in enumerate(QUADRANTS)}
    frame = result.frame.assign(
        shown=texts(result.frame, "name", say=say), place=result.frame["quadrant"].map(order).fillna(9)
    )
    rows = (
        frame.sort_values(["place", "impact"], ascending=[True, False], kind="stable")
        .head(10)
        .to_dict("records")
    )
    return pd.DataFrame(
        {
            say("Trend"): [row["shown"] for row in rows],
            say("Impact"): [_half(row["impact"], say) for row in rows],
            say("Certainty"): [_half(row["certainty"], say) for row in rows],
            say("Raters"): [say.number(row["raters"]) if row["raters"] else "–" for row in rows],
            say("Do they agree?"): [_agreed(row["agreed"], say) for row in rows],
            say("Felt in"): [
                say.plural(int(row["horizon"]), "one year", "{n} years")
                if not is_blank(row["horizon"])
                else "–"
                for row in rows
            ],
            say("What follows"): [_follow(row["quadrant"], say) for row in rows],
            say("Answered by"): [row["answered"] or "–" for row in rows],
        }
    )


def _half(value: float, say: Speaker) -> str:
    return say.number(value, 0 if is_blank(value) or float(value).is_integer() else 1)


def _agreed(value: bool | None, say: Speaker) -> str:
    if value is None:
        return "–"
    return say("yes") if value else say("no")


def _follow(quadrant: str | None, say: Speaker) -> str:
    return {
        "act": say("act"),
        "prepare": say("prepare for either way"),
        "keep in mind": say("keep in mind"),
        "watch": say("watch"),
    }.get(quadrant or "", "–")


def read_trends(result: Trends, *, say: Speaker = Speaker()) -> str:
    """What the map says, how sure it is, and what follows."""
    frame = result.frame.assign(shown=texts(result.frame, "name", say=say))
    if frame.empty:
        return say(
            "No trend is written down. Ask each member for one change that worries them and one that helps."
        )
    rated = frame[frame["quadrant"].notna()]
    if rated.empty:
        return say("No trend has both an impact and a certainty, so none can be placed.")
    parts = [_act_said(rated, result, say), _prepare_said(rated, say), _agree_said(rated, result, say)]
    parts.append(radar_said(result, say=say))
    if len(frame) > 10:
        parts.append(say("The table shows the first ten of {n} trends.", n=say.number(len(frame))))
    parts.append(say("The map shows what people here expect, not what will come."))
    return " ".join(part for part in parts if part)


def _act_said(rated: pd.DataFrame, result: Trends, say: Speaker) -> str:
    act = rated[rated["quadrant"] == "act"]
    if act.empty:
        return say("No trend is both strong and sure, so none asks for action today.")
    text = say.plural(
        len(act),
        "Strong and sure is {names}.",
        "Strong and sure are {names}.",
        names=say.names(map(say.quoted, act["shown"]), limit=4),
    )
    bare = act[act["answered"] == ""]
    if not result.roadmap:
        return text + " " + say("There is no roadmap yet on which that could be answered.")
    if bare.empty:
        return text + " " + say("All of this is answered, on the roadmap or by a service.")
    if len(bare) == len(act):
        return (
            text
            + " "
            + say.plural(
                len(bare),
                "No card and no service answers it: add one, or say why it does not touch members.",
                "No card and no service answers them: add some, or say why they do not touch members.",
            )
        )
    return (
        text
        + " "
        + say.plural(
            len(bare),
            "No card and no service answers {names}: add one, or say why it does not touch members.",
            "No card and no service answers {names}: add some, or say why they do not touch members.",
            names=say.names(map(say.quoted, bare["shown"]), limit=3),
        )
    )


def _prepare_said(rated: pd.DataFrame, say: Speaker) -> str:
    open_ = rated[rated["quadrant"] == "prepare"]
    if open_.empty:
        return ""
    return say.plural(
        len(open_),
        "{names} would matter much but may not come: plan for both ways.",
        "{names} would matter much but may not come: plan for both ways.",
        names=say.names(map(say.quoted, open_["shown"]), limit=3),
    )


def _agree_said(rated: pd.DataFrame, result: Trends, say: Speaker) -> str:
    if not result.rounds:
        return say(
            "The numbers are one judgement, not a vote; let several people rate before you decide on them."
        )
    judged = rated[rated["agreed"].notna()]
    if judged.empty:
        return say("Too few people rated to say whether they agree.")
    apart = judged[~judged["agreed"].astype(bool)]
    if apart.empty:
        return say("The raters agree on all trends.")
    return say(
        "The raters do not agree on {names}: talk about it before you vote again.",
        names=say.names(map(say.quoted, apart["shown"]), limit=3),
    )
