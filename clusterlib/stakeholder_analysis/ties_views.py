"""Picture, table and sentences on who is tied to whom."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.figures import COLOURS, MARKERS
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.ties import Ties
from clusterlib.twins import room, short, texts

#: Rows of the table, most people drawn, most with a name, letters of a name in a sentence.
ROWS, _DRAWN, _NAMED, _NAME = 10, 60, 24, 60
#: Room for a name, as parts of a picture that is 2 wide and 2 high, as long as there are few.
_WIDE, _HIGH = 0.36, 0.2


@figures.drawn
def plot_ties(result: Ties, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """The net: people as points, ties as lines, those who hold it together marked.

    Parameters
    ----------
    result : Ties
        Result of `ties.weave`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    tied = result.people[result.people["degree"] > 0]
    ax = figures.axes(ax, width=9, height=5.8)
    if tied.empty:
        return chart_parts.empty(ax, say("No tie between stakeholders is recorded yet"))
    rows = tied.sort_values(["joined", "degree"], ascending=False, kind="stable").head(_DRAWN)
    spots = _spots(result, rows["id"].tolist())
    for a, b in result.graph.subgraph(list(spots)).edges():
        ax.plot(*zip(spots[a], spots[b], strict=True), color="#B8BDC4", lw=0.9, zorder=1)
    top = max(float(rows["joined"].max()), 1.0)
    for holds, look, meaning in (
        (True, "bad", say("without it others lose touch")),
        (False, "main", say("others keep in touch without it")),
    ):
        part = rows[(rows["loses"] > 0) == holds]
        if len(part):
            at = np.array([spots[key] for key in part["id"]])
            ax.scatter(
                at[:, 0], at[:, 1], s=50 + 200 * part["joined"] / top, color=COLOURS[look],
                marker=MARKERS[look], edgecolor="white", lw=0.8, zorder=3, label=meaning,
            )  # fmt: skip
    ax.set_xlim(-1.25, 1.25)
    ax.set_ylim(-1.2, 1.2)
    ax.set_axis_off()
    chart_parts.legend_below(ax, columns=2)
    chart_parts.title(ax, _title(result, say))
    named = rows.head(_NAMED)
    names = [figures.wrap(n, room(n, 22), lines=2) for n in texts(named, "name", say=say)]
    at = np.array([spots[key] for key in named["id"]])
    figures.label_points(ax, [*at[:, 0]], [*at[:, 1]], names, size=8)
    return ax


def table_ties(result: Ties, *, say: Speaker) -> pd.DataFrame:
    """The ten over whom most ways lead."""
    rows = result.people.sort_values(["joined", "degree"], ascending=False, kind="stable").head(ROWS)
    return pd.DataFrame(
        {
            say("Who"): texts(rows, "name", say=say),
            say("Partners"): [say.number(v) for v in rows["degree"]],
            say("Pairs it joins by the shortest way"): [say.number(v, 1) for v in rows["joined"]],
            say("Pairs of its partners that are tied"): [
                say.percent(v) if n > 1 else "–" for v, n in zip(rows["known"], rows["degree"], strict=True)
            ],
            say("Others' ties lead to it"): [say.percent(v) for v in rows["rank"]],
            say("Lose touch without it"): [say.number(v) for v in rows["loses"]],
        }
    )


def read_ties(result: Ties, *, say: Speaker) -> str:
    """Who connects those who do not know each other, where the net would break, who stands outside."""
    if not result.parts:
        return say(
            "No tie is recorded. Ask each stakeholder whom it would call with a problem; that is enough to"
            " start."
        )
    parts = [_dense(result, say), _brokers(result, say), _breaks(result, say), _groups(result, say)]
    if len(result.single):
        parts.append(
            say.plural(
                len(result.single),
                "No tie is recorded for {names}.",
                "No tie is recorded for {n} stakeholders: {names}.",
                names=_names(result.single, say),
            )
        )
    if result.blank:
        parts.append(
            say.plural(
                result.blank,
                "One tie has no strength and counts as weak.",
                "{n} ties have no strength and count as weak.",
            )
        )
    parts.append(say("A tie that nobody wrote down is missing here, not in life."))
    return " ".join(p for p in parts if p)


def _dense(result: Ties, say: Speaker) -> str:
    """How many of the ties that could be there are there."""
    n = len(result.people)
    return say(
        "Of the pairs that could be tied, {share} are.",
        share=say.share(result.graph.number_of_edges(), n * (n - 1) // 2),
    )


def _brokers(result: Ties, say: Speaker) -> str:
    top = result.brokers
    if top.empty:
        return say("Everybody who has partners has them directly; nobody stands between strangers.")
    best = top[top["joined"] >= top["joined"].iloc[0] - 1e-9]
    if len(best) > 1:
        return say("{names} connect most of those who do not know each other.", names=_names(best, say))
    return say(
        "{name} connects most of those who do not know each other; ask there before you look for a contact.",
        name=_names(best, say),
    )


def _breaks(result: Ties, say: Speaker) -> str:
    holds = result.people[result.people["loses"] > 0].sort_values("loses", ascending=False, kind="stable")
    if holds.empty:
        return say("If any one fell out, the others would still reach each other.")
    return say.plural(
        int(holds["loses"].iloc[0]),
        "Without {name} one other would lose touch with the rest; tie a second line.",
        "Without {name} {n} others would lose touch with the rest; tie a second line.",
        name=short(texts(holds.head(1), "name", say=say)[0], _NAME),
    )


def _groups(result: Ties, say: Speaker) -> str:
    """Parts that nothing joins."""
    if len(result.parts) == 1:
        return ""
    small = result.people[result.people["part"] == len(result.parts)]
    return say(
        "The net falls into {n} parts that nothing joins; one of them is {names}. A guest from one at the"
        " meeting of the other is a beginning.",
        n=say.number(len(result.parts)),
        names=_names(small, say),
    )


def _title(result: Ties, say: Speaker) -> str:
    if len(result.parts) > 1:
        return say("The net falls into {n} parts that nothing joins", n=say.number(len(result.parts)))
    holds = int((result.people["loses"] > 0).sum())
    if holds:
        return say.plural(
            holds,
            "One stakeholder keeps the net from falling apart",
            "{n} stakeholders keep the net from falling apart",
        )
    return say("The net holds even if any one falls out")


def _spots(result: Ties, ids: list[str]) -> dict[str, tuple[float, float]]:
    """A place for each, parts side by side and wider the more people they have."""
    spots: dict[str, tuple[float, float]] = {}
    left = 0.0
    for group in result.parts:
        net = result.graph.subgraph([key for key in group if key in set(ids)])
        if not len(net):
            continue
        wide = float(len(net)) ** 0.8
        order = nx.Graph()
        order.add_nodes_from(sorted(net))
        order.add_edges_from(sorted(tuple(sorted(edge)) for edge in net.edges()))
        plan = nx.kamada_kawai_layout(order, weight=None) if len(net) > 2 else nx.circular_layout(order)
        for key, (x, y) in plan.items():
            spots[str(key)] = (left + wide * (float(x) + 1), wide * float(y))
        left += 2 * wide + 1
    return _spread(spots)


def _spread(spots: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """The same places over the whole picture, with room for names."""
    points = np.array(list(spots.values()))
    points -= (points.max(axis=0) + points.min(axis=0)) / 2
    points /= np.maximum(np.abs(points).max(axis=0), 1e-9)
    share = min(1.0, (20 / len(points)) ** 0.5)
    points = chart_parts.apart(points, wide=_WIDE * share, high=_HIGH * share, edge=1.1)
    return {key: (float(x), float(y)) for key, (x, y) in zip(spots, points, strict=True)}


def _names(rows: pd.DataFrame, say: Speaker) -> str:
    return say.names([short(n, _NAME) for n in texts(rows, "name", say=say)], limit=4)
