"""A list of names with a dot each, and a line for what the number can be at least and at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from clusterlib import figures
from clusterlib.mapping.specialisation_cells import Floats


@dataclass(frozen=True, slots=True)
class Dots:
    """One series of dots: a value or its ends for each name.

    Attributes
    ----------
    low, high : array
        Ends; the same where the number is known, `high` NaN where there is no end.
    looks : sequence of str
        A name of `figures.COLOURS` for each.
    words : mapping of look to text
        What each look means, for the legend.
    shift : float
        How far below its name the series stands, in rows.
    value : array, optional
        Where the dot stands; the middle of the ends else.
    """

    low: Floats
    high: Floats
    looks: Sequence[str]
    words: dict[str, str]
    shift: float = 0.0
    value: Floats | None = None


def draw(ax: Axes, names: Sequence[str], series: Sequence[Dots], *, width: int = 30) -> None:
    """Draw names from top to bottom with their dots and lines.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    names : sequence of str
        Names, the first on top.
    series : sequence of Dots
        One or two.
    width : int
        Letters in a line of a name.
    """
    place = np.arange(len(names))[::-1].astype(np.float64)
    ends = np.concatenate([np.r_[dots.low, dots.high] for dots in series])
    reach = float(np.nanmax(ends, initial=0.0))
    named: set[str] = set()
    for dots in series:
        y = place - dots.shift
        endless = ~np.isnan(dots.low) & np.isnan(dots.high)
        high = np.where(endless, reach * 1.1, dots.high)
        ax.hlines(y, dots.low, high, color=figures.INK, linewidth=1.3, zorder=2)
        ax.scatter(high[endless], y[endless], marker=">", s=22, color=figures.INK, zorder=3)
        middle = np.where(endless, dots.low, (dots.low + dots.high) / 2)
        middle = middle if dots.value is None else np.where(np.isnan(dots.value), middle, dots.value)
        for look, word in dots.words.items():
            rows = np.array([one == look for one in dots.looks], dtype=bool) & ~np.isnan(middle)
            if rows.any():
                ax.scatter(
                    middle[rows],
                    y[rows],
                    s=58,
                    marker=figures.MARKERS[look],
                    facecolor="white" if look == "quiet" else figures.COLOURS[look],
                    edgecolor=figures.INK,
                    linewidth=0.6,
                    label=None if word in named else word,
                    zorder=4,
                )
                named.add(word)
    ax.set_yticks(place, [figures.wrap(name, width, lines=2) for name in names])
    ax.set_ylim(-0.7, len(names) - 0.4)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
