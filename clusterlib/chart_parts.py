"""Parts that several charts share: names at the end of lines, and axes without data."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from clusterlib import figures

#: White ground of a label, so that lines under it do not cross its letters.
LABEL_GROUND = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
#: The colours of `figures.COLOURS` dark enough to be read as letters on white.
LETTERS = {"main": "#005A8D", "good": "#00704F", "warn": "#8A5A00", "bad": "#A34100", "quiet": "#52606D"}

#: Bold narrow letters of a title that fit into one inch, and the fewest letters of a line.
_LETTERS_PER_INCH, _FEWEST = 13, 14


def end_labels(ax: Axes, x: float, ends: Sequence[tuple[float, str, str]], *, width: int = 22) -> None:
    """Name lines at their right end, one below the other where they meet.

    Parameters
    ----------
    ax : Axes
        Axes whose limits and title are final.
    x : float
        Where the lines end.
    ends : sequence of (y, label, look)
        Each look a name of `figures.COLOURS`.
    width : int
        Letters in a line of a label.
    """
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()
    texts = [(y, figures.wrap(label, width, lines=3), LETTERS[look]) for y, label, look in ends]
    texts.sort(key=lambda item: item[0])
    height = 12.5 * figure.dpi / 72
    spots, floor = [], -np.inf
    for y, label, _ in texts:
        half = height * (label.count("\n") + 1) / 2
        centre = max(ax.transData.transform((x, y))[1], floor + half)
        spots.append(centre)
        floor = centre + half
    excess = max(0.0, floor - ax.get_window_extent().y1)
    for (y, label, colour), centre in zip(texts, spots, strict=True):
        shift = (centre - excess - ax.transData.transform((x, y))[1]) * 72 / figure.dpi
        ax.annotate(
            label,
            (x, y),
            xytext=(10, shift),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=colour,
            linespacing=1.1,
            bbox=LABEL_GROUND,
        )


def title(ax: Axes, text: str) -> None:
    """Set the title in lines that fit between the axes' left edge and the figure's right edge.

    An amount stays with its currency. Call it when the tick labels are final.

    Parameters
    ----------
    ax : Axes
        The axes.
    text : str
        What the figure finds, in a sentence.
    """
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()
    room = figure.bbox.x1 - ax.get_window_extent().x0 - 0.05 * figure.dpi
    kept = re.sub(r"(?<=[A-Z]{3}) (?=[-−]?\d)|(?<=\d) (?=[A-Z]{3}\b|%)", "\u00a0", text)
    letters = max(_FEWEST, int(room / figure.dpi * _LETTERS_PER_INCH))
    while ax.set_title(figures.wrap(kept, letters)).get_window_extent().width > room and letters > _FEWEST:
        letters -= 2


def apart(
    points: NDArray[np.float64], *, wide: float, high: float, edge: float = 1.15
) -> NDArray[np.float64]:
    """Push points apart until each has room for its name; the same points give the same places.

    Parameters
    ----------
    points : array of shape (n, 2)
        Places in a square from -1 to 1.
    wide, high : float
        Room that each wants around it.
    edge : float
        How far from the middle a point may stand.

    Examples
    --------
    >>> apart(np.zeros((2, 2)), wide=0.5, high=0.2).round(2).tolist()
    [[0.0, -0.1], [0.0, 0.1]]
    """
    points = points.copy()
    order = np.sign(np.arange(len(points))[:, None] - np.arange(len(points))[None, :])
    for _ in range(400):
        gap = points[:, None, :] - points[None, :, :]
        lack = np.maximum(np.array([wide, high]) - np.abs(gap), 0.0)
        close = (lack > 1e-3).all(axis=2) & ~np.eye(len(points), dtype=bool)
        if not close.any():
            break
        side = np.where(gap[..., 1] == 0, order, np.sign(gap[..., 1]))
        points[:, 1] += 0.3 * (side * lack[..., 1] * close).sum(axis=1)
        points[:, 0] += 0.05 * (np.sign(gap[..., 0]) * lack[..., 0] * close).sum(axis=1)
        points = np.clip(points, -edge, edge)
    return points


def empty(ax: Axes, text: str) -> Axes:
    """Axes that say why they are empty; a figure of their own becomes low.

    A workbook leaves such a figure out where a reading says the same (`clusterlib.workbook.Step.show`).
    """
    figure = ax.get_figure(root=True)
    ax.set_gid(figures.EMPTY)
    if isinstance(figure, Figure) and len(figure.axes) == 1:
        figure.set_size_inches(8.0, 0.9)
    ax.set_axis_off()
    ax.set_title(figures.wrap(text, 76))
    return ax


def legend_below(ax: Axes, *, columns: int = 3, order: Sequence[str] = ()) -> None:
    """The legend of the axes, under the figure, where it covers nothing.

    Parameters
    ----------
    ax : Axes
        Axes with labelled marks.
    columns : int
        Entries in a line.
    order : sequence of str
        Labels in the order wanted; empty: as drawn.
    """
    found = dict(zip(*reversed(ax.get_legend_handles_labels()), strict=True))
    labels = [label for label in order if label in found] or list(found)
    figure = ax.get_figure(root=True)
    if found and isinstance(figure, Figure):
        handles = [found[label] for label in labels]
        figure.legend(handles, labels, loc="outside lower left", ncols=columns, fontsize=9)
