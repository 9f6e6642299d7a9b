"""Choices that cost something: the picture, the table and the sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.demand_ranking.demand_readings import quoted
from clusterlib.demand_ranking.demand_tables import place
from clusterlib.demand_ranking.forced_choice import Forced
from clusterlib.figures import COLOURS, MARKERS
from clusterlib.readings import Speaker
from clusterlib.twins import room, texts

_KINDS = {"above": "good", "below": "bad", "open": "warn"}


@figures.drawn
def plot_forced(forced: Forced, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Value of each demand with its interval, and the middle that separates wanted from left.

    Parameters
    ----------
    forced : Forced
        Result of `forced_choice.from_rankings` or `forced_choice.from_best_worst`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = forced.table
    ax = figures.axes(ax, width=9, height=1.6 + 0.38 * max(1, len(rows)))
    if rows.empty:
        return chart_parts.empty(ax, say("Nobody has chosen yet"))
    for y, row in enumerate(rows.to_dict("records")):
        kind = _KINDS[row["side"]]
        if not pd.isna(row["low"]):
            ax.plot([row["low"], row["high"]], [y, y], color=COLOURS["quiet"], lw=5, zorder=1)
        ax.plot(row["value"], y, MARKERS[kind], color=COLOURS[kind], ms=8, zorder=3)
    ax.axvline(forced.middle, color=figures.INK, lw=1, ls="--", zorder=0)
    ax.set_ylim(len(rows) - 0.4, -0.7)
    labels = texts(rows, "text", say=say)
    ax.set_yticks(range(len(rows)), [figures.wrap(t, room(t, 40), lines=2) for t in labels], fontsize=8.5)
    if forced.kind == "places":
        ax.invert_xaxis()
    ax.xaxis.set_major_formatter(lambda value, _: say.number(value, 1))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(_axis(forced, say), fontsize=8.5)
    chart_parts.title(ax, _headline(forced, say))
    return ax


def table_forced(forced: Forced, *, say: Speaker) -> pd.DataFrame:
    """Places by forced choice, at most ten rows."""
    rows = forced.table.head(10)
    shared = forced.table["rank"].value_counts()
    heads = {
        "places": say("Mean place"),
        "points": say("Mean points"),
        "best-worst": say("Best less worst (−1 to 1)"),
    }
    digits = _digits(forced)
    return pd.DataFrame(
        {
            say("Place"): [place(r, shared, say=say) for r in rows["rank"]],
            say("Demand"): texts(rows, "text", say=say),
            heads[forced.kind]: [say.number(v, digits) for v in rows["value"]],
            say("It may be"): [_range(row, digits, say) for row in rows.to_dict("records")],
            say("First in … of 100 repeats"): [
                "–" if pd.isna(f) else say.number(100 * f) for f in rows["first"]
            ],
        }
    )


def read_forced(forced: Forced, *, say: Speaker) -> str:
    """Sentences on what forced choice tells that the votes did not.

    Parameters
    ----------
    forced : Forced
        Result of `forced_choice.from_rankings` or `forced_choice.from_best_worst`.
    say : Speaker
        Language of the reader.
    """
    rows = forced.table
    if rows.empty:
        return say("Nobody has chosen yet, so nothing is ordered.")
    if len(rows) == 1:
        return say("Only one demand was judged, so there is no order.")
    told = [_first(forced, say), _sides(forced, say), _beside(forced, say)]
    if forced.left_out:
        told.append(
            say.plural(
                forced.left_out,
                "One person answered in the other way (places or points) and is left out.",
                "{n} people answered in the other way (places or points) and are left out.",
            )
        )
    if not forced.balanced:
        told.append(say("The demands were not shown equally often, so those shown seldom are less sure."))
    return " ".join(part for part in told if part)


def _first(forced: Forced, say: Speaker) -> str:
    rows = forced.table
    top = rows[rows["rank"] == 1]
    names = quoted(top, say=say, limit=3)
    if len(top) == len(rows):
        return say("All demands stand on one place: even when people must choose, none is before another.")
    people = say.plural(forced.people, "One person chose", "{n} people chose")
    if not forced.judged:
        return say(
            "{people}, too few to say how sure the order is; first in this answer: {names}.",
            people=people,
            names=names,
        )
    often = say.number(100 * float(top["first"].max()))
    return say.plural(
        len(top),
        "{people}. When they must choose, {names} comes first; in {often} of 100 repeats it is first again.",
        "{people}. When they must choose, {names} share the first place; none of them stands there again in "
        "more than {often} of 100 repeats.",
        people=people,
        names=names,
        often=often,
    )


def _sides(forced: Forced, say: Speaker) -> str:
    """What is surely wanted more, and surely less, than the middle of all demands."""
    if not forced.judged:
        return ""
    above = forced.table[forced.table["side"] == "above"]
    below = forced.table[forced.table["side"] == "below"]
    if above.empty and below.empty:
        return say("No demand is surely wanted more or less than the middle of all.")
    if below.empty:
        return say("Surely wanted more than the middle: {names}.", names=quoted(above, say=say, limit=4))
    if above.empty:
        return say("Surely wanted less than the middle: {names}.", names=quoted(below, say=say, limit=4))
    return say(
        "Surely wanted more than the middle: {more}. Surely wanted less: {less}. Between them the order "
        "is open.",
        more=quoted(above, say=say, limit=4),
        less=quoted(below, say=say, limit=4),
    )


def _beside(forced: Forced, say: Speaker) -> str:
    if forced.tau is None:
        return ""
    like = say.number(forced.tau, 2)
    if forced.high_votes:
        return say(
            "The votes from 1 to 3 were high for everything and could hardly order; these choices can. "
            "Likeness of"
            " the two orders: {like} (1 the same, 0 no relation).",
            like=like,
        )
    return say(
        "Likeness of this order with that of the votes: {like} (1 the same, 0 no relation).", like=like
    )


def _headline(forced: Forced, say: Speaker) -> str:
    if not forced.judged:
        return say("Too few people chose to say how sure the order is")
    sure = int((forced.table["side"] != "open").sum())
    return say.plural(
        sure,
        "One demand of {k} stands surely above or below the middle",
        "{n} demands of {k} stand surely above or below the middle",
        k=len(forced.table),
    )


def _axis(forced: Forced, say: Speaker) -> str:
    texts_ = {
        "places": say("mean place, 1 is best (bar: what it may be; dashed: the middle)"),
        "points": say("mean points of 100 (bar: what it may be; dashed: an equal share)"),
        "best-worst": say(
            "times best less times worst, per time shown (bar: what it may be; dashed: as often best as "
            "worst)"
        ),
    }
    return texts_[forced.kind]


def _digits(forced: Forced) -> int:
    return 2 if forced.kind == "best-worst" else 1


def _range(row: dict[Any, Any], digits: int, say: Speaker) -> str:
    if pd.isna(row["low"]):
        return "–"
    return say("{low} to {high}", low=say.number(row["low"], digits), high=say.number(row["high"], digits))
