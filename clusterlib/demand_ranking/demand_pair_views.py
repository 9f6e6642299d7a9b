"""Demands that cannot be told apart: the picture, the table and the sentences."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.demand_ranking.demand_pairs import Pairs
from clusterlib.demand_ranking.demand_readings import quoted
from clusterlib.demand_ranking.demands import digits
from clusterlib.figures import COLOURS, MARKERS
from clusterlib.readings import Speaker
from clusterlib.twins import room, short, texts


@figures.drawn
def plot_pairs(pairs: Pairs, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Score of each demand, with a line beside every group that cannot be told apart.

    Parameters
    ----------
    pairs : Pairs
        Result of `demand_pairs.tell_apart`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = pairs.items
    ax = figures.axes(ax, width=9, height=1.6 + 0.36 * max(1, len(rows)))
    if pairs.silence is not None:
        return chart_parts.empty(ax, say("Which demands differ cannot be said"))
    scores = rows["score"].to_numpy(dtype=float)
    ax.plot(scores, range(len(rows)), MARKERS["main"], color=COLOURS["main"], ms=7, ls="none")
    low, high = float(scores.min()), float(scores.max())
    width = max(0.2, high - low)
    for number, group in enumerate(pairs.groups):
        x = high + width * (0.14 + 0.09 * number)
        ax.plot([x, x], [group[0] - 0.3, group[-1] + 0.3], color=figures.INK, lw=3, solid_capstyle="butt")
        ax.text(x, group[0] - 0.42, say.number(number + 1), ha="center", va="bottom", fontsize=8.5)
    ax.set_xlim(low - 0.08 * width, high + width * (0.22 + 0.09 * len(pairs.groups)))
    ax.set_ylim(len(rows) - 0.4, -1.1)
    labels = texts(rows, "text", say=say)
    ax.set_yticks(range(len(rows)), [figures.wrap(t, room(t, 40), lines=2) for t in labels], fontsize=8.5)
    ax.xaxis.set_major_formatter(lambda value, _: say.number(value, 1) if value <= 3 else "")
    ax.grid(axis="y")
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(say("score, 1 to 3 (upright line: a group that cannot be told apart)"), fontsize=8.5)
    chart_parts.title(ax, _headline(pairs, say))
    return ax


def table_pairs(pairs: Pairs, *, say: Speaker) -> pd.DataFrame:
    """The groups of demands that cannot be told apart, at most ten."""
    names = texts(pairs.items, "text", say=say)
    shown = pairs.groups[:10]
    n = pairs.scores.persons
    return pd.DataFrame(
        {
            say("Group"): [say.number(i + 1) for i in range(len(shown))],
            say("Demands that cannot be told apart"): [
                say.names([say.quoted(short(names[i])) for i in group], limit=6) for group in shown
            ],
            say("Scores (1 to 3)"): [
                say(
                    "{low} to {high}",
                    low=say.number(pairs.items["score"].iloc[group[-1]], digits(n)),
                    high=say.number(pairs.items["score"].iloc[group[0]], digits(n)),
                )
                for group in shown
            ],
        }
    )


def read_pairs(pairs: Pairs, *, say: Speaker) -> str:
    """Sentences on which demands stand surely above which.

    Parameters
    ----------
    pairs : Pairs
        Result of `demand_pairs.tell_apart`.
    say : Speaker
        Language of the reader.
    """
    if pairs.silence == "counts":
        return say(
            "Which demands differ surely cannot be said: only totals are known, not who gave which vote."
        )
    if pairs.silence == "people":
        return say.plural(
            pairs.scores.persons,
            "One person voted; that is too few to tell two demands apart.",
            "{n} people voted; that is too few to tell two demands apart.",
        )
    if pairs.silence == "items":
        return say("With fewer than two demands there is nothing to tell apart.")
    return " ".join(part for part in (_found(pairs, say), _groups(pairs, say), _short(pairs, say)) if part)


def _found(pairs: Pairs, say: Speaker) -> str:
    total, sure = len(pairs.table), pairs.apart
    if total == 1 and not sure:
        return say("The two demands do not differ surely: the votes do not say which stands above the other.")
    if sure == 0:
        return say(
            "Of {total} pairs of demands none differs surely: the votes give no order in which one "
            "demand stands"
            " above another.",
            total=say.number(total),
        )
    if sure == total:
        return say("Every demand differs surely from every other one; the order is that of the votes.")
    return say.plural(
        sure,
        "Of {total} pairs of demands one differs surely; the others cannot be told apart with these votes.",
        "Of {total} pairs of demands {n} differ surely; the others cannot be told apart with these votes.",
        total=say.number(total),
    )


def _groups(pairs: Pairs, say: Speaker) -> str:
    """Demands of the first group that stand above some other, and below which."""
    if not pairs.apart:
        return ""
    above = pairs.table.loc[pairs.table["apart"], "first"].value_counts()
    rows = pairs.items[pairs.items["item_id"].isin(above.index)]
    return say(
        "Surely above at least one other: {names}. Inside one group say “these belong together”, not first,"
        " second, third; a demand may stand in two groups.",
        names=quoted(rows, say=say, limit=5),
    )


def _short(pairs: Pairs, say: Speaker) -> str:
    if pairs.scores.persons >= pairs.needed:
        return ""
    return say(
        "{n} people are few for {total} pairs: even if all agreed on a pair it would need {needed} "
        "people to be"
        " sure. Ask more people, or compare fewer demands.",
        n=say.number(pairs.scores.persons),
        total=say.number(len(pairs.table)),
        needed=say.number(pairs.needed),
    )


def _headline(pairs: Pairs, say: Speaker) -> str:
    if not pairs.apart:
        return say("No two demands can be told apart with these votes")
    return say.plural(
        pairs.apart,
        "One pair of {total} differs surely",
        "{n} pairs of {total} differ surely",
        total=len(pairs.table),
    )
