"""Pictures of the demand ranking: the votes, the places they allow, the groups against the rule."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from clusterlib import figures
from clusterlib.demand_ranking.demand_intervals import Ranking
from clusterlib.demand_ranking.demand_tables import place
from clusterlib.demand_ranking.demand_votes import natural
from clusterlib.demand_ranking.demands import Scores, digits
from clusterlib.figures import COLOURS, HATCHES, MARKERS
from clusterlib.readings import Speaker
from clusterlib.twins import room, short, texts

_LABEL, _TITLE, _SMALL = 38, 56, 8.5
_KINDS = (("n1", "warn"), ("n2", "quiet"), ("n3", "main"))


@figures.drawn
def plot_votes(scores: Scores, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Votes per demand as bars around the middle answer, grouped by category.

    Parameters
    ----------
    scores : Scores
        Result of `demands.score`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = _grouped(scores.table)
    headers = rows["category"].nunique()
    ax = figures.axes(ax, width=9, height=1.6 + 0.44 * len(rows) + 0.36 * headers)
    if rows.empty:
        return _empty(ax, say("No demand is listed yet"))
    heights, labels, y = [], [], 0.0
    groups = texts(rows, "category", say=say)
    for i, label in enumerate(texts(rows, "text", say=say)):
        if i == 0 or rows["category"].iloc[i] != rows["category"].iloc[i - 1]:
            ax.text(
                0.0,
                y,
                short(groups[i], room(groups[i], 60)),
                transform=ax.get_yaxis_transform(),
                fontsize=9,
                fontweight="bold",
                va="center",
                clip_on=False,
            )
            y += 0.9
        heights.append(y)
        labels.append(figures.wrap(label, room(label, _LABEL), lines=2))
        y += 1.0
    reach = _bars(ax, rows, heights, say)
    ax.set_yticks(heights, labels, fontsize=_SMALL)
    ax.set_xlim(-reach[0], reach[1])
    ax.set_ylim(y - 0.4, -1.25)
    ax.set_xticks([])
    ax.tick_params(axis="y", length=0)
    ax.spines[["bottom", "left"]].set_visible(False)
    ax.set_xlabel(
        say("votes (number of people), centred on “important”; at the right end the score, 1 to 3"),
        fontsize=_SMALL,
    )
    names = (say("less important"), say("important"), say("very important"))
    patches = [
        Patch(facecolor=COLOURS[kind], hatch=HATCHES[kind], edgecolor="white", label=name)
        for (_, kind), name in zip(_KINDS, names, strict=True)
    ]
    ax.legend(handles=patches, loc="upper center", ncols=3, fontsize=_SMALL, borderaxespad=0.1)
    _title(ax, _headline(scores, say))
    return ax


@figures.drawn
def plot_places(ranking: Ranking, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Place of each demand with the places it may be; shared places have their own mark.

    Parameters
    ----------
    ranking : Ranking
        Result of `demand_intervals.rank`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = ranking.voted
    ax = figures.axes(ax, width=9, height=1.5 + 0.42 * len(rows))
    if rows.empty:
        return _empty(ax, say("No demand has a score yet"))
    shared = rows["rank"].value_counts()
    for y, row in enumerate(rows.to_dict("records")):
        kind = "warn" if shared[row["rank"]] > 1 else "main"
        if not pd.isna(row["rank_low"]):
            ax.plot(
                [row["rank_low"], row["rank_high"]],
                [y, y],
                color=COLOURS["quiet"],
                lw=5,
                solid_capstyle="round",
                zorder=1,
            )
        ax.plot(row["rank"], y, MARKERS[kind], color=COLOURS[kind], ms=8, zorder=3)
        ax.annotate(
            place(row["rank"], shared, say=say),
            (row["rank"], y),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=8,
        )
    ax.set_yticks(
        range(len(rows)),
        [figures.wrap(t, room(t, _LABEL), lines=2) for t in texts(rows, "text", say=say)],
        fontsize=_SMALL,
    )
    ax.set_ylim(len(rows) - 0.4, -0.9)
    last = len(rows)
    ax.set_xlim(0.5, last + 0.5)
    ax.set_xticks(sorted({1, last, *range(1, last, max(1, round(last / 12)))} - _too_near(last)))
    ax.grid(axis="x")
    ax.set_xlabel(_places_label(ranking, say), fontsize=_SMALL)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    _title(ax, _settled(ranking, say))
    return ax


def _grouped(table: pd.DataFrame) -> pd.DataFrame:
    """Rows by group, the group with the highest mean score first, inside by place."""
    mean = table.groupby("category", sort=False)["score"].mean().fillna(0).round(9)
    first = {c: min(part["item_id"], key=natural) for c, part in table.groupby("category", sort=False)}
    order = sorted(mean.index, key=lambda c: (-mean[c], natural(first[c])))
    parts = [
        table[table["category"] == c].sort_values("rank", kind="stable", na_position="last") for c in order
    ]
    return pd.concat(parts, ignore_index=True) if parts else table


def _bars(ax: Axes, rows: pd.DataFrame, heights: list[float], say: Speaker) -> tuple[float, float]:
    """Draw the bars; gives back how far they reach to the left and to the right."""
    counts = rows[["n1", "n2", "n3"]].astype("Int64").to_numpy(dtype=float, na_value=0.0)
    starts = np.column_stack([-counts[:, 1] / 2 - counts[:, 0], -counts[:, 1] / 2, counts[:, 1] / 2])
    ends = starts[:, 2] + counts[:, 2]
    left, right = max(1.0, -starts.min()), max(1.0, ends.max())
    least = 0.035 * (left + right)
    for j, (_, kind) in enumerate(_KINDS):
        ax.barh(
            heights,
            counts[:, j],
            left=starts[:, j],
            height=0.62,
            color=COLOURS[kind],
            hatch=HATCHES[kind],
            edgecolor="white",
        )
        for y, count, start in zip(heights, counts[:, j], starts[:, j], strict=True):
            if count > 0 and count >= least:
                ink = (
                    {"color": "white"}
                    if kind == "main"
                    else {
                        "color": figures.INK,
                        "bbox": {"fc": "white", "ec": "none", "pad": 1.2, "alpha": 0.85},
                    }
                )
                ax.text(start + count / 2, y, say.number(count), ha="center", va="center", fontsize=8, **ink)
    for y, row, end in zip(heights, rows.to_dict("records"), ends, strict=True):
        if pd.isna(row["n"]):
            text = say("a count is missing")
        else:
            text = say.number(row["score"], digits(row["n"])) if row["n"] else say("no votes")
        ax.text(end + 0.015 * (left + right), y, text, va="center", fontsize=9, fontweight="bold")
    return left * 1.02, right + 0.16 * (left + right)


def _headline(scores: Scores, say: Speaker) -> str:
    rows = scores.voted
    if rows.empty:
        return say("No demand has a score yet")
    top = rows[rows["rank"] == 1]
    best = say.number(top["score"].iloc[0], digits(scores.persons))
    if len(top) == 1:
        name = texts(top, "text", say=say)[0]
        return say("{name} has the highest score, {score} of 3", name=short(name), score=best)
    if len(top) == len(rows):
        return say("All {n} demands have one score, {score} of 3", n=len(rows), score=best)
    return say("{n} demands share the highest score, {score} of 3", n=len(top), score=best)


def _settled(ranking: Ranking, say: Speaker) -> str:
    rows = ranking.voted
    if len(rows) == 1:
        return say("One demand alone has no order")
    if not ranking.judged:
        return say("Too few votes to say how sure the places are")
    fixed = int((rows["rank_low"] == rows["rank_high"]).fillna(False).sum())
    if not fixed:
        return say("No place is settled: each demand may stand on several")
    return say.plural(fixed, "One place of {k} is settled", "{n} places of {k} are settled", k=len(rows))


def _places_label(ranking: Ranking, say: Speaker) -> str:
    if not ranking.judged:
        return say("place (1 = most wanted; “=” is shared)")
    return say(
        "place (1 = most wanted; “=” and triangle: shared; bar: places in {level} of repeats)",
        level=say.percent(ranking.level),
    )


def _too_near(last: int) -> set[int]:
    """Ticks that would lie on the label of the last place."""
    step = max(1, round(last / 12))
    return {t for t in range(1, last, step) if step > 1 and last - t < step / 2 + 1}


def _title(ax: Axes, text: str) -> None:
    ax.set_title(figures.wrap(text, _TITLE, lines=3))


def _empty(ax: Axes, sentence: str) -> Axes:
    ax.set_axis_off()
    ax.set_title(sentence)
    return ax
