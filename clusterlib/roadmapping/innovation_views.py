"""Heat map, table and sentences of need and offer of innovation methods."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import boxes, chart_parts, figures, tables
from clusterlib.readings import Speaker
from clusterlib.roadmapping.innovation import LEVELS, SIZES, Innovation
from clusterlib.twins import texts

#: Shades of a cell by the share of its need that is offered, with their least share.
_SHADES = ((0.995, "#8FCDB6"), (0.5, "#CDE8DD"), (0.005, "#FBE9C6"), (0.0, "#F6CDB4"))


def level_name(level: str, say: Speaker) -> str:
    """What a level is called, in words for a manager."""
    names = {
        "strategy": say("Strategy"),
        "internal": say("Culture and people"),
        "operative": say("Daily innovation work"),
        "external": say("Conditions outside"),
        "transfer": say("Use of results"),
    }
    return names[level]


@figures.drawn
def plot_grid(result: Innovation, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Five levels by four sizes; a cell says how much of its need is offered and marks what is not.

    Parameters
    ----------
    result : Innovation
        From `innovation.grid`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Axes to draw on.

    Returns
    -------
    Axes
    """
    if not result.cells["rated"].sum():
        return chart_parts.empty(figures.axes(ax, width=8, height=1), grid_title(result, say=say))
    ax = figures.axes(ax, width=8.5, height=4.9)
    ax.set_title(boxes.fit(grid_title(result, say=say), 6.0, size=12, bold=True))
    for row in result.cells.to_dict("records"):
        x, y = SIZES.index(row["size"]), LEVELS.index(row["level"])
        rated = row["rated"] > 0
        shade = next(c for least, c in _SHADES if row["coverage"] >= least) if rated else "white"
        ax.add_patch(Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=shade, edgecolor="#C9D0D6"))
        if not rated:
            continue
        missed = int(row["uncovered"])
        ax.text(x, y - (0.14 if missed else 0), say.percent(row["coverage"]), ha="center", va="center")
        if missed:
            told = say.plural(missed, "▲ one missing", "▲ {n} missing")
            ax.text(
                x, y + 0.2, told, ha="center", va="center", fontsize=8.5, color=chart_parts.LETTERS["bad"]
            )
    ax.set_xlim(-0.5, 3.5)
    ax.set_ylim(4.5, -0.5)
    ax.set_xticks(range(4), [_size(size, say) for size in SIZES])
    ax.set_yticks(range(5), [boxes.fit(level_name(level, say), 2.0, size=10) for level in LEVELS])
    ax.tick_params(length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    label = say(
        "size of the firms (share of the need that is offered; ▲ needed {least} or more, not offered; white: "
        "nobody rated it)",
        least=say.number(result.high_from, 0 if float(result.high_from).is_integer() else 1),
    )
    ax.set_xlabel(boxes.fit(label, 6.0, size=10))
    return ax


def grid_title(result: Innovation, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    if not result.cells["rated"].sum():
        return say("No need of a method is rated yet")
    high, missed = int(result.cells["high"].sum()), int(result.cells["uncovered"].sum())
    if not high:
        return say("No method is much needed")
    if not missed:
        return say("Everything that is much needed is offered")
    return say("Much needed and not offered: {share}", share=say.share(missed, high))


def _open(result: Innovation) -> pd.DataFrame:
    """Methods of high need that are not offered: greatest need first, services before the others."""
    rows = result.methods[result.methods["high"] & (result.methods["offered"] != "yes")]
    order = {"service": 0, "firm": 1, "own": 2}
    return rows.assign(place=rows["who"].map(order)).sort_values(
        ["need", "place"], ascending=[False, True], kind="stable"
    )


def table_grid(result: Innovation, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """At most ten methods that are much needed and not offered, and who should do them."""
    rows = _open(result)
    rows = rows.assign(shown=texts(rows, "method", say=say)).head(10)
    who = {
        "service": say("the cluster, as a service: too heavy for the firm alone"),
        "firm": say("the firm, with help of the cluster"),
        "own": say("the firm with its own people; the cluster only for joint topics"),
    }
    found = rows.to_dict("records")
    return pd.DataFrame(
        {
            say("Much needed, not offered"): [row["shown"] for row in found],
            say("Size of firms"): [_size(row["size"], say) for row in found],
            say("Level"): [level_name(row["level"], say) for row in found],
            say("Need (1 to 5)"): [
                say.number(row["need"], 0 if float(row["need"]).is_integer() else 1) for row in found
            ],
            say("Who should do it"): [who[row["who"]] for row in found],
        }
    )


def read_grid(result: Innovation, *, say: Speaker = Speaker()) -> str:
    """What is needed and missing, what only the cluster can bring to small firms, what was not asked."""
    if result.methods.empty:
        return say("No method is written down. Ask five firms of each size what they lack.")
    if result.coverage is None:
        return say("No need is rated, so nothing can be set against the offer.")
    parts = [
        say("Of the need that firms named, {share} is offered.", share=say.percent(result.coverage)),
        _missing_said(result, say),
        _heavy_said(result, say),
        _blank_said(result, say),
        say("The ratings say what firms wish for, not what would work, and not what they would pay."),
    ]
    return " ".join(part for part in parts if part)


def _missing_said(result: Innovation, say: Speaker) -> str:
    rows = _open(result)
    if rows.empty:
        return say("Nothing that is much needed is missing.")
    named = [
        say("{method} ({size})", method=say.quoted(method), size=_size(size, say))
        for method, size in zip(texts(rows, "method", say=say), rows["size"], strict=True)
    ]
    return say("Much needed and not offered: {names}.", names=say.names(named, limit=4))


def _heavy_said(result: Innovation, say: Speaker) -> str:
    rows = _open(result)
    rows = rows[rows["who"] == "service"]
    if rows.empty:
        return ""
    names = list(dict.fromkeys(map(say.quoted, texts(rows, "method", say=say))))
    return say(
        "Counted as too heavy for small firms to do alone (guide L4265): {names}. They reach them as a "
        "service of the cluster, or not at all.",
        names=say.names(names, limit=4),
    )


def _blank_said(result: Innovation, say: Speaker) -> str:
    blank = int((result.cells["rated"] == 0).sum())
    if not blank:
        return ""
    return say(
        "Cells that nobody rated: {share}. A white cell is a question not asked, not a need of zero.",
        share=say.share(blank, len(result.cells)),
    )


def _size(word: str, say: Speaker) -> str:
    """A size of firms as this table calls it: *moyenne*, where a confidence would be *moyen*."""
    return tables.table("innovation_methods").column("size").spoken(word, say.locale)
