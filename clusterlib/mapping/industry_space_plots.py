"""Industries as a small network, and what a region does not have yet by how near it is."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Annotation, Text
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import Bbox

from clusterlib import chart_parts, figures
from clusterlib.mapping.industry_space import Space
from clusterlib.mapping.industry_space_readings import headline_near, headline_space
from clusterlib.mapping.range_dots import Dots, draw
from clusterlib.mapping.specialisation_cells import Floats
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

#: Look of an industry in the own region, and of one that it could enter.
HERE = {"certain": "main", "possible": "warn", "no": "quiet"}
NEAR = {"certain": "good", "possible": "warn", "no": "quiet"}
#: Where a name may stand beside its point, in points of the page, the best first.
_PLACES: list[tuple[float, float, str, str]] = [
    (0, -13, "center", "top"),
    (0, 13, "center", "bottom"),
    (14, 0, "left", "center"),
    (-14, 0, "right", "center"),
    *[(x, y, "left" if x > 0 else "right", "center") for y in (-18, 18) for x in (10, -10)],
    (0, -26, "center", "top"),
    (0, 26, "center", "bottom"),
]


@figures.drawn
def plot_space(result: Space, *, most: int = 24, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Industries as points, lines between those that are found in the same regions; own ones marked.

    Lines are the strongest link of each industry (a maximum spanning tree) and the strongest others, so
    that there are at most about twice as many lines as points.

    Parameters
    ----------
    result : Space
        From `relate`.
    most : int
        At most so many industries; the region's own and the nearest go first.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    own = result.own
    own = own[own["density_low"].notna()].head(most)
    if len(own) < 3:
        return chart_parts.empty(figures.axes(ax, width=8.0, height=1.0), headline_space(result, say=say))
    graph = _graph(result, own["industry"].tolist())
    spots = _spots(graph)
    ax = figures.axes(ax, width=8.8, height=6.2)
    _lines(ax, result, graph, spots, say)
    for word, look in HERE.items():
        rows = own[own["here"] == word]
        x, y = (np.array([spots[name][k] for name in rows["industry"]]) for k in (0, 1))
        ax.scatter(
            x,
            y,
            s=150,
            marker=figures.MARKERS[look],
            facecolor="white" if look == "quiet" else figures.COLOURS[look],
            edgecolor=figures.INK,
            linewidth=0.8,
            zorder=4,
        )
    if result.industry in spots:
        ax.scatter(
            *spots[result.industry], s=420, facecolor="none", edgecolor=figures.COLOURS["bad"], linewidth=1.8
        )
    ax.set_xlim(-1.45, 1.45)
    ax.set_ylim(-1.42, 1.36)
    ax.set_axis_off()
    chart_parts.title(ax, headline_space(result, say=say))
    _legend(ax, result, own, say)
    labels = [figures.wrap(short(name, 40), 20, lines=2) for name in texts(own, "industry", say=say)]
    _name(ax, [spots[name] for name in own["industry"]], labels)
    return ax


def _name(ax: Axes, points: list[tuple[float, float]], labels: list[str]) -> None:
    """Names beside their points, on a white ground, off all points and off each other."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    reach = 10 * figure.dpi / 72
    centres = [ax.transData.transform(point) for point in points]
    marks = [Bbox([centre - reach, centre + reach]) for centre in centres]
    placed: dict[int, Bbox] = {}
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85}
    written = [
        ax.annotate(label, point, (0, 0), textcoords="offset points", fontsize=8.5, bbox=ground, zorder=5)
        for point, label in zip(points, labels, strict=True)
    ]
    for number, text in enumerate(written * 2):  # a second round, when all others have their places
        own = number % len(written)
        others = [*marks, *(box for key, box in placed.items() if key != own)]
        tried = []
        for place in _PLACES:
            box = _put(text, place, renderer)
            tried.append(sum(box.overlaps(other) for other in others))
            if not tried[-1]:
                break
        placed[own] = _put(text, _PLACES[tried.index(min(tried))], renderer)


def _put(text: Annotation, place: tuple[float, float, str, str], renderer: object) -> Bbox:
    text.set_position(place[:2])
    text.set(ha=place[2], va=place[3], in_layout=False)
    text.update_positions(renderer)  # type: ignore[arg-type]
    return Text.get_window_extent(text)


def _graph(result: Space, names: list[str]) -> nx.Graph:
    place = [result.pairs.industries.index(name) for name in names]
    low = result.pairs.near.low[np.ix_(place, place)]
    middle = (low + result.pairs.near.high[np.ix_(place, place)]) / 2
    whole: nx.Graph = nx.Graph()
    whole.add_nodes_from(names)
    first, second = np.triu_indices(len(names), 1)
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        if middle[a, b] > 0:
            whole.add_edge(names[a], names[b], weight=float(middle[a, b]), sure=bool(low[a, b] > 0))
    kept: nx.Graph = nx.maximum_spanning_tree(whole)
    ranked = sorted(whole.edges(data="weight"), key=lambda edge: (-edge[2], edge[0], edge[1]))
    strongest = [(a, b, whole.edges[a, b]) for a, b, _ in ranked[: 2 * len(names)]]
    kept.add_edges_from(
        edge for edge in strongest if kept.number_of_edges() < 2 * len(names) or edge[:2] in kept.edges
    )
    while kept.number_of_edges() > 2 * len(names):
        kept.remove_edge(*min(kept.edges, key=lambda edge: kept.edges[edge]["weight"]))
    return kept


def _spots(graph: nx.Graph) -> dict[str, tuple[float, float]]:
    """Places of the points: near where the proximity is high; parts that share nothing stand apart."""
    found = nx.spring_layout(
        graph, seed=7, weight="weight", k=1.6 / max(len(graph), 2) ** 0.5, iterations=300
    )
    points = np.array([found[name] for name in graph])
    points -= (points.max(axis=0) + points.min(axis=0)) / 2
    scale = np.maximum(np.abs(points).max(axis=0), 1e-9)
    points = chart_parts.apart(points / scale, wide=0.5, high=0.27)
    return {name: (float(x), float(y)) for name, (x, y) in zip(graph, points, strict=True)}


def _lines(
    ax: Axes, result: Space, graph: nx.Graph, spots: dict[str, tuple[float, float]], say: Speaker
) -> None:
    for a, b, data in graph.edges(data=True):
        (x0, y0), (x1, y1) = spots[a], spots[b]
        width = 0.5 + 3.0 * data["weight"] ** 2
        style = "-" if data["sure"] else ":"
        ax.plot([x0, x1], [y0, y1], color="#AEB6BF", linewidth=width, linestyle=style, zorder=1)


def _legend(ax: Axes, result: Space, own: pd.DataFrame, say: Speaker) -> None:
    words = {
        "certain": say("{region} has it", region=result.region),
        "possible": say("may have it: jobs not published"),
        "no": say("does not have it"),
    }
    handles = [
        Line2D(
            [],
            [],
            linestyle="",
            marker=figures.MARKERS[look],
            markersize=9,
            markerfacecolor="white" if look == "quiet" else figures.COLOURS[look],
            markeredgecolor=figures.INK,
            label=words[word],
        )
        for word, look in HERE.items()
        if (own["here"] == word).any()
    ]
    if result.industry in set(own["industry"]):
        ring = Line2D([], [], linestyle="", marker="o", markersize=13, markerfacecolor="none")
        ring.set(color=figures.COLOURS["bad"], label=say("the case's own industry"))
        handles.append(ring)
    thick = Line2D(
        [], [], color="#AEB6BF", linewidth=3.0, label=say("thick line: mostly in the same regions")
    )
    ax.legend(handles=[*handles, thick], loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=3, fontsize=8.5)


@figures.drawn
def plot_near(result: Space, *, rows: int = 10, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """What the region does not have, by the share of its relatives that are here.

    Parameters
    ----------
    result : Space
        From `relate`.
    rows : int
        At most so many industries.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    outside = result.outside
    outside = outside[outside["density_low"].notna()].head(rows)
    if outside.empty:
        return chart_parts.empty(figures.axes(ax, width=8.0, height=1.0), headline_near(result, say=say))
    ax = figures.axes(ax, width=8.5, height=1.9 + 0.42 * max(len(outside), 2))
    words = {
        NEAR["certain"]: say("near"),
        NEAR["possible"]: say("possibly near"),
        NEAR["no"]: say("not near"),
    }
    ends: list[Floats] = [outside[name].to_numpy(np.float64) for name in ("density_low", "density_high")]
    looks = [NEAR[word] for word in outside["near"]]
    draw(ax, texts(outside, "industry", say=say), [Dots(ends[0], ends[1], looks, words)])
    share = _share_of_others(result)
    ax.axvspan(*share, color=figures.COLOURS["bad"], alpha=0.25, linewidth=0, zorder=0)
    ax.axvline(sum(share) / 2, color=figures.COLOURS["bad"], linewidth=1.2, linestyle="--", zorder=1)
    ax.set_xlim(-0.02, 1.02)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: say.percent(value)))
    label = say(
        "Share of the related industries that {region} has (dashed: share of all industries)",
        region=figures.wrap(result.region or "", 30, lines=1),
    )
    ax.set_xlabel(figures.wrap(label, 76))
    chart_parts.title(ax, headline_near(result, say=say))
    chart_parts.legend_below(ax, columns=3)
    return ax


def _share_of_others(result: Space) -> tuple[float, float]:
    """Share of all other industries that the region has, at least and at most."""
    sure, may, _ = result.share_here
    n = max(len(result.pairs.industries) - 1, 1)
    return result.times * sure / n, result.times * min(may / n, 1.0)
