"""Pictures of the stakeholder analysis: who stands where, and what is still to be won."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from clusterlib import figures
from clusterlib.figures import COLOURS, HATCHES, MARKERS
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis import boards
from clusterlib.stakeholder_analysis.stakeholders import Stakeholders
from clusterlib.twins import room, texts

_COLUMNS = (("critical", "bad"), ("neutral", "quiet"), ("positive", "good"))
_ROWS = ("high", "medium", "low")
#: Most lines in one cell of the grid, most bars in one picture.
_LINES, _BARS = boards.LINES, 30
_SMALL = boards.SMALL


@figures.drawn
def plot_grid(result: Stakeholders, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Attitude against influence: nine fields with names, numbered as in the queue.

    Parameters
    ----------
    result : Stakeholders
        Result of `stakeholders.analyse`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    cells = _cells(result, say)
    tall = [
        max(2, min(_LINES, max(boards.lines(c.names, 32) for c in cells if c.row == r))) for r in range(3)
    ]
    ax = figures.axes(ax, width=9, height=1.4 + 0.19 * (sum(tall) + 6))
    if result.table.empty:
        return _empty(ax, say("No stakeholder is listed yet"))
    ax.set_title(figures.wrap(_grid_title(result, say), 72, lines=3))
    ax.set_xlim(0, 3)
    ax.set_ylim(sum(tall) + 6, 0)
    ax.set_xlabel(
        say("attitude to the cluster today (number: place in the queue; ■ decide this week, ▲ settle soon)"),
        fontsize=_SMALL,
    )
    ax.set_ylabel(say("influence"), fontsize=_SMALL)
    tops = [0, tall[0] + 2, tall[0] + tall[1] + 4]
    ax.set_yticks([t + (h + 2) / 2 for t, h in zip(tops, tall, strict=True)], [say.word(w) for w in _ROWS])
    ax.set_xticks([0.5, 1.5, 2.5], [say.word(w) for w, _ in _COLUMNS])
    ax.tick_params(length=0)
    ax.spines[["left", "bottom"]].set_visible(False)
    for cell in cells:
        colour = COLOURS[_COLUMNS[cell.column][1]]
        ax.add_patch(
            Rectangle(
                (cell.column + 0.01, tops[cell.row] + 0.1),
                0.98,
                tall[cell.row] + 1.8,
                facecolor=colour,
                alpha=0.13 + 0.09 * (2 - cell.row),
                edgecolor="none",
            )
        )
    boards.write(ax, cells, tops, tall, say=say)
    return ax


@figures.drawn
def plot_support(result: Stakeholders, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Influence times attitude of each stakeholder, and the distance still to go.

    Parameters
    ----------
    result : Stakeholders
        Result of `stakeholders.analyse`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = result.table.head(_BARS)
    ax = figures.axes(ax, width=9, height=1.7 + 0.36 * len(rows))
    if rows.empty:
        return _empty(ax, say("No stakeholder is listed yet"))
    for y, row in enumerate(rows.to_dict("records")):
        today, gap = row["weight"] * row["attitude"], row["gap"]
        kind = "good" if today > 0 else "bad"
        if today:
            ax.barh(y, today, height=0.55, color=COLOURS[kind], hatch=HATCHES[kind], edgecolor="white")
        else:
            ax.plot(0, y, MARKERS["quiet"], color="#52606d", ms=6, zorder=3)
        if gap:
            ax.barh(
                y, gap, left=today, height=0.55, facecolor="none", edgecolor=COLOURS["main"], ls="--", lw=1.2
            )
            ax.text(
                max(0, today + gap) + 0.08,
                y,
                say("gap {gap}", gap=say.number(gap)),
                va="center",
                fontsize=_SMALL,
            )
    ax.axvline(0, color=figures.INK, lw=0.8)
    names = [f"{row} {name}" for row, name in zip(rows["place"], texts(rows, "name", say=say), strict=True)]
    ax.set_yticks(range(len(rows)), [figures.wrap(n, room(n, 36), lines=2) for n in names], fontsize=_SMALL)
    ax.set_xlim(-3.3, 4.2)
    ax.set_xticks(range(-3, 4))
    ax.set_ylim(len(rows) - 0.4, -1.5)
    ax.grid(axis="x")
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(
        say("influence × attitude (points: −3 strong and against, 3 strong and for)"), fontsize=_SMALL
    )
    ax.legend(
        handles=_legend(say),
        loc="upper center",
        ncols=4,
        fontsize=_SMALL,
        borderaxespad=0.1,
        frameon=True,
        edgecolor="none",
        framealpha=1,
        handlelength=1.4,
        columnspacing=1.2,
    )
    ax.set_title(figures.wrap(_support_title(result, say), 60, lines=3))
    return ax


def _cells(result: Stakeholders, say: Speaker) -> list[boards.Cell]:
    table = result.table
    marks = {f.id: "■ " if f.severe else "▲ " for f in reversed(result.findings) if f.id}
    labels = [
        f"{marks.get(str(key), '')}{place} {name}"
        for key, place, name in zip(table["id"], table["place"], texts(table, "name", say=say), strict=True)
    ]
    return [
        boards.Cell(
            x,
            y,
            [
                label
                for label, a, i in zip(labels, table["assessment"], table["influence"], strict=True)
                if a == column and i == row
            ],
        )
        for y, row in enumerate(_ROWS)
        for x, (column, _) in enumerate(_COLUMNS)
    ]


def _grid_title(result: Stakeholders, say: Speaker) -> str:
    severe = result.found("no answer")
    if severe:
        return say.plural(
            len(severe),
            "One critical and powerful stakeholder has no full answer yet",
            "{n} critical and powerful stakeholders have no full answer yet",
        )
    if result.found("no objector"):
        return say("Nobody on the list is critical: objectors may be missing")
    n = len(result.promoters)
    if not n:
        return say("No powerful stakeholder supports the cluster yet")
    return say.plural(
        n,
        "One powerful stakeholder of {k} supports the cluster",
        "{n} powerful stakeholders of {k} support the cluster",
        k=len(result.table),
    )


def _support_title(result: Stakeholders, say: Speaker) -> str:
    open_rows = int((result.table["gap"] > 0).sum())
    if not open_rows:
        return say("Everybody stands where you want them")
    return say.plural(
        open_rows,
        "One stakeholder of {k} is still to be won",
        "{n} stakeholders of {k} are still to be won",
        k=len(result.table),
    )


def _legend(say: Speaker) -> list[Patch]:
    return [
        Patch(facecolor=COLOURS["good"], hatch=HATCHES["good"], edgecolor="white", label=say("for, today")),
        Patch(facecolor=COLOURS["bad"], hatch=HATCHES["bad"], edgecolor="white", label=say("against, today")),
        Patch(facecolor="none", edgecolor=COLOURS["main"], ls="--", label=say("still to be won")),
    ]


def _empty(ax: Axes, sentence: str) -> Axes:
    ax.set_axis_off()
    ax.set_title(sentence)
    return ax


def rows_left_out(result: Stakeholders) -> pd.DataFrame:
    """Stakeholders that the bars no longer show."""
    return result.table.iloc[_BARS:]
