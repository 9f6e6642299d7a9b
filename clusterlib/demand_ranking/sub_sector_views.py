"""Whether sub-sectors want the same: the picture, the table and the sentences."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import boxes, chart_parts, figures
from clusterlib.demand_ranking.demand_readings import quoted
from clusterlib.demand_ranking.sub_sectors import Sectors
from clusterlib.figures import COLOURS, MARKERS
from clusterlib.readings import Speaker
from clusterlib.twins import room, short, spoken, texts


@figures.drawn
def plot_sectors(sectors: Sectors, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Largest difference between sub-sectors for each demand, with its interval and the margin.

    Parameters
    ----------
    sectors : Sectors
        Result of `sub_sectors.compare`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = sectors.table.sort_values("gap", ascending=False, kind="stable").reset_index(drop=True)
    ax = figures.axes(ax, width=9, height=1.7 + 0.4 * max(1, len(rows)))
    if sectors.silence is not None or rows.empty:
        return chart_parts.empty(ax, say("Whether sub-sectors want the same cannot be said"))
    ax.axvspan(-sectors.margin, sectors.margin, color=COLOURS["quiet"], alpha=0.25, lw=0)
    for y, row in enumerate(rows.to_dict("records")):
        kind = "good" if row["within"] else "warn"
        ax.plot([row["low"], row["high"]], [y, y], color=COLOURS[kind], lw=3)
        ax.plot(row["gap"], y, MARKERS[kind], color=COLOURS[kind], ms=8)
        ax.annotate(
            short(_name(sectors, row["one"], say), 24) if row["gap"] > 1e-9 else "–",
            (1.01, y),
            xycoords=ax.get_yaxis_transform(),
            va="center",
            fontsize=8.5,
        )
    low = min(-sectors.margin, float(rows["low"].min()))
    high = max(sectors.margin, float(rows["high"].max()))
    ax.axvline(0, color=figures.INK, lw=0.8)
    ax.set_xlim(low - 0.1, high + 0.1)
    ax.set_ylim(len(rows) - 0.4, -0.7)
    labels = texts(rows, "text", say=say)
    ax.set_yticks(range(len(rows)), [figures.wrap(t, room(t, 40), lines=2) for t in labels], fontsize=8.5)
    ax.xaxis.set_major_formatter(lambda value, _: say.number(value, 1))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(
        say(
            "largest difference of mean votes (grey: does not matter yet; square: surely inside; at the "
            "right:"
            " who wants it more)"
        ),
        fontsize=8.5,
    )
    chart_parts.title(ax, _headline(sectors, say))
    return ax


@figures.drawn
def plot_means(sectors: Sectors, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Mean vote of each sub-sector on each demand, the darker the more wanted; widest differences on top.

    Parameters
    ----------
    sectors : Sectors
        Result of `sub_sectors.compare`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    order = sectors.table.sort_values("gap", ascending=False, kind="stable").index
    rows, wide = sectors.means.loc[order], len(sectors.names)
    ax = figures.axes(ax, width=4.4 + 1.1 * max(3, wide), height=2.0 + 0.36 * max(1, len(rows)))
    if sectors.silence is not None or rows.empty:
        return chart_parts.empty(ax, say("What each sub-sector wants cannot be shown"))
    for x in range(wide):
        for y, value in enumerate(rows[str(x)]):
            shade = 0.06 + 0.9 * (float(value) - 1) / 2
            box = Rectangle((x - 0.46, y - 0.43), 0.92, 0.86, color=COLOURS["main"], alpha=shade, lw=0)
            ax.add_patch(box)
            ink = "white" if shade > 0.6 else figures.INK
            ax.text(x, y, say.number(value, 1), ha="center", va="center", color=ink, fontsize=9)
    ax.set_xlim(-0.5, max(2.5, wide - 0.5))
    ax.set_ylim(len(rows) - 0.4, -0.6)
    heads = [
        say("{name}\n(n = {n})", name=boxes.fit(_name(sectors, i, say), 1.0, size=8.5, lines=2), n=people)
        for i, people in enumerate(sectors.people)
    ]
    ax.set_xticks(range(wide), heads, fontsize=8.5)
    ax.xaxis.tick_top()
    labels = texts(rows, "text", say=say)
    ax.set_yticks(range(len(rows)), [figures.wrap(t, room(t, 40), lines=2) for t in labels], fontsize=8.5)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xlabel(say("mean vote, 1 to 3; widest differences on top"), fontsize=8.5)
    ax.xaxis.set_label_position("bottom")
    chart_parts.title(ax, _headline(sectors, say))
    return ax


def table_sectors(sectors: Sectors, *, say: Speaker) -> pd.DataFrame:
    """Mean votes by sub-sector, the largest differences first, at most ten rows."""
    if sectors.silence is not None:
        return pd.DataFrame()
    order = sectors.table.sort_values("gap", ascending=False, kind="stable").head(10).index
    rows, gaps = sectors.means.loc[order], sectors.table.loc[order]
    columns = {say("Demand"): texts(rows, "text", say=say)}
    for i, people in enumerate(sectors.people):
        head = say("{name} (n = {n})", name=_name(sectors, i, say), n=people)
        columns[head] = [say.number(v, 1) for v in rows[str(i)]]
    columns[say("Largest difference")] = [say.number(v, 1) for v in gaps["gap"]]
    columns[say("It may be")] = [
        say("{low} to {high}", low=say.number(low, 1), high=say.number(high, 1))
        for low, high in zip(gaps["low"], gaps["high"], strict=True)
    ]
    return pd.DataFrame(columns)


def read_sectors(sectors: Sectors, *, say: Speaker) -> str:
    """Sentences on whether the sub-sectors want the same.

    Parameters
    ----------
    sectors : Sectors
        Result of `sub_sectors.compare`.
    say : Speaker
        Language of the reader.
    """
    if sectors.silence == "votes":
        return say("Whether sub-sectors want the same cannot be said: single votes are not known.")
    if sectors.silence == "sectors":
        return say(
            "Whether sub-sectors want the same cannot be said: the voters of fewer than two sub-sectors are"
            " known (table “respondents”, column sub_sector)."
        )
    if sectors.silence == "small":
        return say(
            "Whether sub-sectors want the same cannot be said: groups of fewer than {least} voters are not"
            " shown, so that nobody can be recognised. Ask more people of each sub-sector.",
            least=say.number(sectors.least),
        )
    if sectors.silence == "apart":
        return say(
            "Whether sub-sectors want the same cannot be said: there is no demand on which people of each of "
            "them voted."
        )
    told = [_verdict(sectors, say), _largest(sectors, say), _alike(sectors, say), _who(sectors, say)]
    return " ".join(part for part in told if part)


def _verdict(sectors: Sectors, say: Speaker) -> str:
    margin, total = say.number(sectors.margin, 1), len(sectors.table)
    if sectors.verdict == "similar":
        return say(
            "The sub-sectors want much the same: for each demand the difference is surely smaller than "
            "{margin}"
            " points.",
            margin=margin,
        )
    within = int(sectors.table["within"].sum())
    inside = (
        say("For no demand is the difference surely smaller than {margin} points.", margin=margin)
        if (not within)
        else say.plural(
            within,
            "For one demand of {total} the difference is surely smaller than {margin} points.",
            "For {n} demands of {total} the difference is surely smaller than {margin} points.",
            total=say.number(total),
            margin=margin,
        )
    )
    if sectors.verdict == "different":
        return (
            f"{say('The sub-sectors do not want the same: chance hardly makes such differences.')} {inside}"
        )
    return say(
        "Whether the sub-sectors want the same is open: differences as large come about by chance, yet "
        "too few"
        " people voted to call them alike. {inside} No proof of a difference is no proof of likeness.",
        inside=inside,
    )


def _largest(sectors: Sectors, say: Speaker) -> str:
    rows = sectors.table.sort_values("gap", ascending=False, kind="stable").head(1)
    row = rows.to_dict("records")[0]
    if row["gap"] < 0.05:
        return ""
    return say(
        "Farthest apart is {demand}: {one} gives it {gap} points more than {other} (it may be {low} to "
        "{high}).",
        demand=quoted(rows, say=say),
        one=say.quoted(_name(sectors, row["one"], say)),
        other=say.quoted(_name(sectors, row["other"], say)),
        gap=say.number(row["gap"], 1),
        low=say.number(row["low"], 1),
        high=say.number(row["high"], 1),
    )


def _alike(sectors: Sectors, say: Speaker) -> str:
    if sectors.rho is None:
        return ""
    return say(
        "Likeness of the orders of the sub-sectors: {like} (1 the same, 0 no relation, −1 opposite).",
        like=say.number(sectors.rho, 2),
    )


def _who(sectors: Sectors, say: Speaker) -> str:
    told = say(
        "Judged is round {round}, in which most people voted.",
        round=say.number(sectors.round),
    )
    if not sectors.small:
        return told
    return f"{told} " + say(
        "Not shown by themselves, because fewer than {least} of each voted: {names}.",
        least=say.number(sectors.least),
        names=say.names([say.quoted(_called(sectors, name, say)) for name in sectors.small], limit=5),
    )


def _headline(sectors: Sectors, say: Speaker) -> str:
    if sectors.verdict == "similar":
        return say("The sub-sectors want much the same")
    if sectors.verdict == "different":
        return say("The sub-sectors do not want the same")
    return say("Whether the sub-sectors want the same is open")


def _name(sectors: Sectors, number: int, say: Speaker) -> str:
    name = sectors.names[int(number)]
    return _called(sectors, name, say) if name else say("all others")


def _called(sectors: Sectors, name: str, say: Speaker) -> str:
    return spoken(sectors.called, say=say).get(name, name)
