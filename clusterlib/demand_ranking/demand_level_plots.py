"""Two pictures of doubt: the scores with what they may be, and agreement on the level beside the order."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.demand_ranking.demand_agreement import Agreement
from clusterlib.demand_ranking.demand_intervals import Ranking
from clusterlib.demand_ranking.demands import digits
from clusterlib.figures import COLOURS, MARKERS
from clusterlib.readings import Speaker
from clusterlib.twins import room, texts

_LABEL, _SMALL = 38, 8.5


@figures.drawn
def plot_scores(ranking: Ranking, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Score of each demand with the scores it may have, the highest on top.

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
    ax = figures.axes(ax, width=9, height=1.5 + 0.4 * max(1, len(rows)))
    if rows.empty:
        return chart_parts.empty(ax, say("No demand has a score yet"))
    for y, row in enumerate(rows.to_dict("records")):
        if not pd.isna(row["score_low"]):
            ax.plot([row["score_low"], row["score_high"]], [y, y], color=COLOURS["quiet"], lw=5, zorder=1)
        ax.plot(row["score"], y, MARKERS["main"], color=COLOURS["main"], ms=8, zorder=3)
        text = say.number(row["score"], digits(row["n"]))
        ax.text(1.01, y, text, transform=ax.get_yaxis_transform(), va="center", fontsize=_SMALL)
    _named_rows(ax, rows, say)
    low = min([*rows["score"], *rows["score_low"].dropna()])
    ax.set_xlim(max(0.95, low - 0.15), 3.05)
    ax.xaxis.set_major_formatter(lambda value, _: say.number(value, 1))
    ax.set_xlabel(
        say("score, 1 to 3 (bar: scores in {level} of repeats)", level=say.percent(ranking.level))
        if ranking.judged
        else say("score, 1 to 3"),
        fontsize=_SMALL,
    )
    chart_parts.title(ax, _scores_title(ranking, say))
    return ax


@figures.drawn
def plot_agreement(agreement: Agreement, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Agreement on the level of each demand, beside that on the order and what chance would give.

    Parameters
    ----------
    agreement : Agreement
        Result of `demand_agreement.agree`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = agreement.scores.voted
    rows = rows[rows["consensus"].notna()].sort_values("consensus", ascending=False, kind="stable")
    ax = figures.axes(ax, width=9, height=2.0 + 0.4 * max(1, len(rows)))
    if rows.empty:
        return chart_parts.empty(ax, say("Too few votes to speak of agreement"))
    if agreement.chance is not None:
        label = say("agreement on the order by chance (95 of 100 shuffles)")
        ax.axvspan(*agreement.chance, color=COLOURS["quiet"], alpha=0.35, lw=0, label=label)
    if agreement.result is not None:
        ax.axvline(agreement.result.w, color=COLOURS["warn"], lw=2, label=say("agreement on the order"))
    ax.plot(
        rows["consensus"], range(len(rows)), MARKERS["main"], color=COLOURS["main"], ms=8, ls="none",
        label=say("agreement on the level of the demand"),
    )  # fmt: skip
    _named_rows(ax, rows, say)
    ax.set_xlim(-0.02, 1.02)
    ax.xaxis.set_major_formatter(lambda value, _: say.number(value, 1))
    ax.set_xlabel(say("agreement (0 none, 1 full)"), fontsize=_SMALL)
    chart_parts.legend_below(ax, columns=1)
    chart_parts.title(ax, _agreement_title(agreement, rows, say))
    return ax


def _named_rows(ax: Axes, rows: pd.DataFrame, say: Speaker) -> None:
    """Names of the demands as rows of a picture, the first on top."""
    labels = [figures.wrap(t, room(t, _LABEL), lines=2) for t in texts(rows, "text", say=say)]
    ax.set_yticks(range(len(rows)), labels, fontsize=_SMALL)
    ax.set_ylim(len(rows) - 0.4, -0.7)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)


def _scores_title(ranking: Ranking, say: Speaker) -> str:
    rows = ranking.voted
    if not ranking.judged:
        return say("Too few votes to say how sure the scores are")
    first = rows.iloc[0]
    within = int((rows["score_high"].iloc[1:] >= first["score_low"]).sum())
    if len(rows) == 1:
        return say("One demand has a score")
    if not within:
        return say("No other demand reaches the scores that the first may have")
    return say.plural(
        within,
        "One other demand may have a score that the first may have",
        "{n} other demands may have a score that the first may have",
    )


def _agreement_title(agreement: Agreement, rows: pd.DataFrame, say: Speaker) -> str:
    low, high = (say.number(value, 1) for value in (rows["consensus"].min(), rows["consensus"].max()))
    if agreement.result is None:
        return say(
            "Agreement on the level runs from {low} to {high}; on the order it is not known",
            low=low,
            high=high,
        )
    if agreement.p is None:
        return say("Agreement on the level runs from {low} to {high}; too few people for the order", low=low,
                   high=high)  # fmt: skip
    if agreement.p < agreement.alpha:
        return say("People agree more on the order than chance would let them")
    return say("People agree on the order no more than chance would let them")
