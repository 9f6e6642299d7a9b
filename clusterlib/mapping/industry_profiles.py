"""Where industries sit: picture, table and sentences."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from clusterlib import chart_parts, figures
from clusterlib.mapping.profiles import Profiles
from clusterlib.mapping.range_dots import Dots, draw
from clusterlib.mapping.standing_views import span
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

_ROWS = 10


def same(result: Profiles) -> Profiles:
    """The result itself, to show its second half in a place of its own."""
    return result


def headline_industries(result: Profiles, *, say: Speaker) -> str:
    """The finding on industries, in one line."""
    now = result.industries_now
    now = now[now["gini_low"].notna()]
    if now.empty:
        return say("Where industries sit cannot be compared")
    first = now.iloc[0]
    sure = len(now) == 1 or first["gini_low"] > now["gini_high"].iloc[1:].max()
    name = short(texts(now.head(1), "industry", say=say)[0], 40)
    if sure:
        return say("{name} is the most unevenly spread industry", name=name)
    return say("Which industry is most unevenly spread depends on secret cells or is a tie")


@figures.drawn
def plot_industries(
    result: Profiles, *, rows: int = 20, say: Speaker = Speaker(), ax: Axes | None = None
) -> Axes:
    """Locational Gini of each industry, with what secret cells leave open.

    Parameters
    ----------
    result : Profiles
        From `profile`.
    rows : int
        At most so many industries; the case's own is always among them.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    now = result.industries_now
    now = now[now["gini_low"].notna()]
    if len(now) < 2:
        return chart_parts.empty(
            figures.axes(ax, width=8.0, height=1.0), headline_industries(result, say=say)
        )
    shown = pd.concat([now.head(rows), now[now["own"]]]).drop_duplicates("industry")
    ax = figures.axes(ax, width=8.5, height=1.7 + 0.34 * len(shown))
    words = {"main": say("the case's own industry"), "quiet": say("other industries")}
    looks = np.where(shown["own"], "main", "quiet").tolist()
    ends = [shown[name].to_numpy(np.float64) for name in ("gini_low", "gini_high")]
    draw(ax, texts(shown, "industry", say=say), [Dots(ends[0], ends[1], looks, words)])
    ax.set_xlim(0, min(1.02, float(np.nanmax(ends[1])) * 1.15 + 0.01))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: say.number(value, 2)))
    ax.set_xlabel(
        say("Locational Gini: 0 spread as all jobs, 1 in one small region ({year})", year=str(result.year))
    )
    chart_parts.title(ax, headline_industries(result, say=say))
    chart_parts.legend_below(ax, columns=2)
    return ax


def read_industries(result: Profiles, *, say: Speaker = Speaker()) -> str:
    """Which industries are bound to places, and whether more than the sizes of their firms explain.

    Examples
    --------
    >>> from clusterlib.mapping.profiles import profile
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.tables import typed
    >>> read_industries(profile(specialise(typed("employment", []))))
    'Where industries sit cannot be compared: the table needs at least two regions with jobs.'
    """
    now = result.industries_now
    now = now[now["gini_low"].notna()]
    if now.empty or result.regions_now["region"].nunique() < 2:
        return say("Where industries sit cannot be compared: the table needs at least two regions with jobs.")
    return " ".join(part for part in (_ends(now, say), _mine(now, say), _beyond(result, now, say)) if part)


def _ends(now: pd.DataFrame, say: Speaker) -> str:
    first, last = (short(texts(rows, "industry", say=say)[0]) for rows in (now.head(1), now.tail(1)))
    top, bottom = now.iloc[0], now.iloc[-1]
    if len(now) < 2 or top["gini_low"] <= bottom["gini_high"]:
        return say("No industry is for certain more unevenly spread over the regions than another.")
    return say(
        "{first} is among the most unevenly spread industries (Gini {high}), {last} among the most evenly "
        "spread ({low}).",
        first=first,
        last=last,
        high=span(top["gini_low"], top["gini_high"], 2, say),
        low=span(bottom["gini_low"], bottom["gini_high"], 2, say),
    )


def _mine(now: pd.DataFrame, say: Speaker) -> str:
    own = now[now["own"]]
    if own.empty:
        return ""
    row = own.iloc[0]
    return say(
        "{name} has a Gini of {gini}.",
        name=short(texts(own, "industry", say=say)[0]),
        gini=span(row["gini_low"], row["gini_high"], 2, say),
    )


def _beyond(result: Profiles, now: pd.DataFrame, say: Speaker) -> str:
    if not result.firms_known:
        return say(
            "An industry can be uneven because it has few, large firms. Whether it is more than that "
            "(Ellison–Glaeser) cannot be said without the number of firms."
        )
    certain = now[now["concentrated"] == "certain"]
    no = now[now["concentrated"] == "no"]
    possible = now[now["concentrated"] == "possible"]
    told = []
    if len(certain):
        told.append(
            say.plural(
                len(certain),
                "{names} is concentrated for certain beyond what the sizes of its firms explain "
                "(Ellison–Glaeser of {line} or more).",
                "{names} are concentrated for certain beyond what the sizes of their firms explain "
                "(Ellison–Glaeser of {line} or more).",
                names=say.names([short(name) for name in texts(certain, "industry", say=say)], limit=3),
                line=say.number(result.highly, 2),
            )
        )
    if len(no):
        told.append(
            say.plural(
                len(no),
                "One industry is for certain not concentrated beyond the sizes of its firms "
                "(Ellison–Glaeser below {line}).",
                "{n} industries are for certain not concentrated beyond the sizes of their firms "
                "(Ellison–Glaeser below {line}).",
                line=say.number(result.highly, 2),
            )
        )
    if len(possible):
        told.append(
            say.plural(
                len(possible),
                "For one industry the number of firms leaves both answers open: only the sizes of the "
                "largest firms would tell.",
                "For {n} industries the number of firms leaves both answers open: only the sizes of the "
                "largest firms would tell.",
            )
        )
    return " ".join(told)


def table_industries(result: Profiles, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Ten industries with Gini and Ellison–Glaeser, the own one among them, cells as text."""
    now = result.industries_now
    shown = pd.concat([now.head(_ROWS), now[now["own"]]]).drop_duplicates("industry")
    if len(shown) > _ROWS:
        shown = pd.concat([now[~now["own"]].head(_ROWS - 1), now[now["own"]]])
    records = shown.to_dict("records")
    return pd.DataFrame(
        {
            say("Industry"): texts(shown, "industry", say=say),
            say("Unevenly spread (Gini, 0 to 1)"): [
                span(r["gini_low"], r["gini_high"], 2, say) for r in records
            ],
            say("Beyond firm sizes (Ellison–Glaeser)"): [
                span(r["eg_low"], r["eg_high"], 2, say, open_low=True) for r in records
            ],
            say("Concentrated"): [_word(r, say) for r in records],
        }
    )


def _word(row: dict[Hashable, Any], say: Speaker) -> str:
    word = row["concentrated"]
    return say.word(word) if isinstance(word, str) else say("cannot be said")
