"""Stars of a region: how the list changes with its limits, a short table, and sentences."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from clusterlib import chart_parts, figures
from clusterlib.mapping.star_criteria import CRITERIA
from clusterlib.mapping.stars import Stars
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

_ROWS = 10


def headline(result: Stars, *, say: Speaker) -> str:
    """The finding in one line, as the title of a figure."""
    own = result.own
    if own.empty:
        return say("The case's region is not in the table")
    now, line, then = _loosened(result)
    return say.plural(
        now,
        "One of {all} industries of {region} stands out at a limit of {lq}, {then} at {line}",
        "{n} of {all} industries of {region} stand out at a limit of {lq}, {then} at {line}",
        all=say.number(len(own)),
        region=result.region,
        lq=say.number(result.profile.lq, 2),
        then=say.number(then),
        line=say.number(line, 2),
    )


def _loosened(result: Stars) -> tuple[int, float, int]:
    """Stars of specialisation at the limit in use; a limit apart from it, and the stars there."""
    rows = result.moves[result.moves["criterion"] == "specialisation"]
    used = rows[rows["used"]].iloc[0]
    other = rows.iloc[(rows["limit"] - (1.25 if used["limit"] > 1.5 else 2.0)).abs().argsort().iloc[0]]
    return int(used["certain"]), float(other["limit"]), int(other["certain"])


@figures.drawn
def plot_stars(result: Stars, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """How many industries keep each star when its limit moves; three panels side by side.

    Parameters
    ----------
    result : Stars
        From `award`.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw; on given axes only the star of specialisation is drawn.
    """
    if result.moves.empty or result.own.empty:
        return chart_parts.empty(figures.axes(ax, width=8.0, height=1.0), headline(result, say=say))
    if ax is not None:
        _panel(ax, result, "specialisation", say)
        ax.set_title(figures.wrap(headline(result, say=say), 60))
        return ax
    figure = Figure(figsize=(8.8, 3.6), layout="constrained")
    panels = figure.subplots(1, 3, sharey=True)
    for panel, name in zip(panels, ("specialisation", "size", "focus"), strict=True):
        _panel(panel, result, name, say)
    top = float(result.moves[["certain", "possible"]].sum(axis=1).max())
    panels[0].set_ylim(0, max(top, 1.0) * 1.14)
    ticks = MaxNLocator(integer=True, nbins=6).tick_values(0, max(top, 1.0))
    panels[0].set_yticks([tick for tick in ticks if 0 <= tick <= max(top, 1.0)])
    panels[0].set_ylabel(say("Industries with the star"))
    title = figures.wrap(headline(result, say=say), 80)
    panels[0].set_title(title).set_visible(False)  # it would push the panels apart; the figure bears it
    figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")
    handles = dict(zip(*reversed(_handles(panels)), strict=True))
    figure.legend(list(handles.values()), list(handles), loc="outside lower left", ncols=3, fontsize=9)
    return panels[0]  # type: ignore[no-any-return]


def _panel(ax: Axes, result: Stars, name: str, say: Speaker) -> None:
    rows = result.moves[result.moves["criterion"] == name]
    limit = rows["limit"].to_numpy(np.float64)
    sure = rows["certain"].to_numpy(np.float64)
    most = sure + rows["possible"].to_numpy(np.float64)
    ax.fill_between(
        limit, 0, sure, step="post", color=figures.COLOURS["main"], linewidth=0, label=say("certain")
    )
    if (most > sure).any():
        open_ = ax.fill_between(limit, sure, most, step="post", linewidth=0, label=say("possible"))
        open_.set(facecolor=figures.COLOURS["warn"], hatch=figures.HATCHES["warn"], edgecolor="white")
    used = float(rows.loc[rows["used"], "limit"].iloc[0])
    ax.axvline(used, color=figures.COLOURS["bad"], linewidth=1.4, linestyle="--", label=say("limit in use"))
    labels = {
        "specialisation": say("Limit: times the average"),
        "size": say("Limit: the largest regions"),
        "focus": say("Limit: the weightiest industries"),
    }
    ax.set_xlabel(labels[name])
    ax.margins(x=0)
    if name == "specialisation":
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: say.number(value, 1)))
        ax.set_xticks([1.5, 2.0, 2.5, 3.0, 3.5])
    else:
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: say.percent(value)))
        ax.set_xlim(float(limit.max()), 0.0)  # the stricter to the right, as beside it
        ax.set_xticks([0.4, 0.3, 0.2, 0.1])


def _handles(panels: Iterable[Axes]) -> tuple[list[Artist], list[str]]:
    both = [panel.get_legend_handles_labels() for panel in panels]
    return [h for handles, _ in both for h in handles], [name for _, labels in both for name in labels]


def read_stars(result: Stars, *, say: Speaker = Speaker()) -> str:
    """Who has stars, who is near a limit, and how sure that is.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.mapping.stars import award
    >>> from clusterlib.tables import typed
    >>> read_stars(award(specialise(typed("employment", []))))
    'The table has no row of the case’s region, so no star can be given.'
    """
    own = result.own
    if own.empty:
        return say("The table has no row of the case’s region, so no star can be given.")
    first = [_given(result, say), _possible(result, say)]
    second = [_near(result, say), _moved(result, say), _few(result, say)]
    return "\n\n".join(" ".join(part for part in block if part) for block in (first, second) if any(block))


def _names(rows: pd.DataFrame, say: Speaker, limit: int = 4) -> str:
    return say.names([short(name) for name in texts(rows, "industry", say=say)], limit=limit)


def _given(result: Stars, say: Speaker) -> str:
    own = result.own
    most = int(own["stars"].max())
    if not most:
        return say(
            "No industry of {region} is for certain among the largest, most specialised or weightiest.",
            region=result.region,
        )
    best = own[own["stars"] == most]
    return say.plural(
        most,
        "The most that an industry of {region} has is one star: {names}.",
        "The most that an industry of {region} has is {n} of three stars: {names}.",
        region=result.region,
        names=_names(best, say),
    )


def _possible(result: Stars, say: Speaker) -> str:
    open_ = result.own[result.own["stars_possible"] > result.own["stars"]]
    if open_.empty:
        return ""
    return say.plural(
        len(open_),
        "{names} may have one more: jobs that are not published decide.",
        "{n} industries ({names}) may have more: jobs that are not published decide.",
        names=_names(open_, say),
    )


def _near(result: Stars, say: Speaker) -> str:
    """Location quotients within a tenth of the limit: a friendly or a strict limit decides."""
    margin = result.own["specialisation_margin_low"].to_numpy(np.float64)
    near = result.own[np.abs(margin) <= 0.1 * result.profile.lq]
    if near.empty:
        return ""
    return say.plural(
        len(near),
        "{names} stands within a tenth of the limit of {lq} times the average: a slightly other limit gives "
        "another answer.",
        "{names} stand within a tenth of the limit of {lq} times the average: a slightly other limit gives "
        "another answer.",
        names=_names(near, say),
        lq=say.number(result.profile.lq, 2),
    )


def _moved(result: Stars, say: Speaker) -> str:
    now, line, then = _loosened(result)
    if now == then:
        return ""
    return say.plural(
        then,
        "At a limit of {line} instead of {lq}, one industry has the star of specialisation, not {now}.",
        "At a limit of {line} instead of {lq}, {n} industries have the star of specialisation, not {now}.",
        line=say.number(line, 2),
        lq=say.number(result.profile.lq, 2),
        now=say.number(now),
    )


def _few(result: Stars, say: Speaker) -> str:
    regions = result.frame.loc[result.frame["year"] == result.year, "region"].nunique()
    if regions * result.profile.size >= 2:
        return ""
    return say.plural(
        regions,
        "The table lists one region, so the star of size says nothing.",
        "With {n} regions only the largest of each industry gets the star of size; a capital collects "
        "them by being large.",
    )


def table_stars(result: Stars, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Ten industries with their stars and how far each is from its limit, cells as text."""
    rows = result.own.head(_ROWS)
    records = rows.to_dict("records")
    return pd.DataFrame(
        {
            say("Industry"): texts(rows, "industry", say=say),
            say("Stars"): [_stars(row) for row in records],
            say("Specialisation"): [_cell(row, "specialisation", say) for row in records],
            say("Size"): [_cell(row, "size", say) for row in records],
            say("Focus"): [_cell(row, "focus", say) for row in records],
        }
    )


def _stars(row: dict[Hashable, Any]) -> str:
    sure, most = int(row["stars"]), int(row["stars_possible"])
    return "★" * sure + "(★)" * (most - sure) if most else "–"


def _cell(row: dict[Hashable, Any], name: str, say: Speaker) -> str:
    """The word, and by how much the limit is passed or missed."""
    if not isinstance(row[name], str):
        return say("cannot be said")
    ends = [_margin(row[f"{name}_margin_{end}"], name, say) for end in ("low", "high")]
    if "" in ends:
        return say.word(row[name])
    margin = ends[0] if ends[0] == ends[1] else say("{low} to {high}", low=ends[0], high=ends[1])
    if name == "size":
        margin = say("{n} jobs", n=margin)
    return say("{word} ({margin})", word=say.word(row[name]), margin=margin)


def _margin(value: float, name: str, say: Speaker) -> str:
    if np.isnan(value):
        return ""
    text = (
        say.percent(abs(value), 1) if name == "focus" else say.number(abs(value), 0 if name == "size" else 2)
    )
    return f"{'+' if value >= 0 else '−'}{text}"


def listing(result: object) -> str:
    """Stars as plain text: what a test compares; a sentence for a tool left out."""
    if not isinstance(result, Stars) or result.own.empty:
        return "no stars"
    return result.own[["industry", *CRITERIA, "stars", "stars_possible"]].head(5).to_string(index=False)
