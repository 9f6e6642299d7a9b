"""Groups of demands against the rule that makes key objectives of them."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.demand_ranking.demand_tables import limit_text, wanted
from clusterlib.demand_ranking.objectives import Choice
from clusterlib.figures import COLOURS, MARKERS
from clusterlib.readings import Speaker
from clusterlib.twins import room, texts

_LABEL, _SMALL = 38, 8.5


@figures.drawn
def plot_groups(choice: Choice, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Score of each group of demands with its lower bound, against the rule.

    Parameters
    ----------
    choice : Choice
        Result of `objectives.choose`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = choice.table[choice.table["score"].notna()].reset_index(drop=True)
    ax = figures.axes(ax, width=9, height=1.7 + 0.5 * len(rows))
    if rows.empty:
        return chart_parts.empty(ax, say("No group of demands has a score yet"))
    for y, row in enumerate(rows.to_dict("records")):
        kind = "good" if row["kept"] else "bad" if choice.judged else "quiet"
        if not pd.isna(row["lower"]):
            ax.plot([row["lower"], row["score"]], [y, y], color=COLOURS["quiet"], lw=5, zorder=1)
            ax.plot([row["lower"]] * 2, [y - 0.2, y + 0.2], color="#52606d", lw=1.5, zorder=2)
        ax.plot(row["score"], y, MARKERS[kind], color=COLOURS[kind], ms=9, zorder=3)
        ax.text(
            1.02,
            y,
            say("gave a 3: {people}", people=wanted(row, say=say)),
            fontsize=_SMALL,
            transform=ax.get_yaxis_transform(),
            va="center",
        )
    ax.axvline(choice.lower_bound, color=figures.INK, lw=1, ls="--")
    ax.text(
        choice.lower_bound,
        -0.75,
        say("limit {limit}", limit=limit_text(choice.lower_bound, say=say)),
        fontsize=_SMALL,
        ha="center",
        va="center",
        bbox={"fc": "white", "ec": "none", "pad": 1},
    )
    ax.xaxis.set_major_formatter(lambda value, _: say.number(value, 1))
    low = min([choice.lower_bound, *rows["lower"].dropna(), *rows["score"]])
    ax.set_xlim(max(0.95, low - 0.15), 3.05)
    ax.set_yticks(
        range(len(rows)),
        [figures.wrap(t, room(t, _LABEL), lines=2) for t in texts(rows, "category", say=say)],
    )
    ax.set_ylim(len(rows) - 0.4, -1.1)
    ax.grid(axis="x")
    ax.tick_params(axis="y", length=0, labelsize=_SMALL + 0.5)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(say("score of the group, 1 to 3 (bar: down to the lower bound)"), fontsize=_SMALL)
    chart_parts.title(ax, _passed(choice, say))
    return ax


def _passed(choice: Choice, say: Speaker) -> str:
    groups = len(choice.table)
    if not choice.judged:
        return say("Too few votes to judge the groups by the rule")
    kept = len(choice.kept)
    if not kept:
        return say("No group of demands passes the rule")
    return say.plural(
        kept, "One group of {k} becomes a key objective", "{n} groups of {k} become key objectives", k=groups
    )
