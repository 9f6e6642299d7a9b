"""The shared look of figures and the one way a figure leaves a cell."""

from __future__ import annotations

import base64
import functools
import html
import io
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Bbox

P = ParamSpec("P")
R = TypeVar("R")

#: Five colours that stay apart for colour-blind readers (Okabe and Ito), by meaning.
COLOURS = {
    "main": "#0072B2",
    "good": "#009E73",
    "warn": "#E69F00",
    "bad": "#D55E00",
    "quiet": "#B8BDC4",
}
#: The second channel beside colour, by the same names.
HATCHES = {"main": "", "good": "", "warn": "//", "bad": "xx", "quiet": ".."}
MARKERS = {"main": "o", "good": "s", "warn": "^", "bad": "X", "quiet": "o"}
INK = "#1F2933"
#: Mark of axes that only say why there is nothing to draw.
EMPTY = "empty"

_STYLE: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 10,
    "text.parse_math": False,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#8A939E",
    "axes.labelcolor": INK,
    "axes.axisbelow": True,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": "#E3E7EB",
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "clusterlib",
    "figure.dpi": 100,
    "savefig.dpi": 160,
}


def drawn(function: Callable[P, R]) -> Callable[P, R]:
    """Run a plot function in the house style; names in a figure are never read as formulas."""

    @functools.wraps(function)
    def styled(*args: P.args, **kwargs: P.kwargs) -> R:
        with mpl.rc_context(_STYLE):  # type: ignore[arg-type]
            return function(*args, **kwargs)

    return styled


def axes(ax: Axes | None = None, *, width: float = 8.0, height: float = 4.5) -> Axes:
    """The axes given, or those of a new figure that pyplot knows nothing of."""
    if ax is not None:
        return ax
    return Figure(figsize=(width, height), layout="constrained").subplots()


def wrap(text: str, width: int = 28, *, lines: int | None = None) -> str:
    """Break a label into lines; what does not fit into `lines` ends in an ellipsis.

    No line begins with a sign that belongs to the word before it, as French sets some after a space.

    Examples
    --------
    >>> print(wrap("18 sur 24 (75 %)", 14))
    18 sur 24
    (75 %)
    """
    held = _BOUND.sub(_JOINT, text)
    if lines is None:
        parts = textwrap.wrap(held, width) or [held]
    else:
        parts = textwrap.wrap(held, width, max_lines=lines, placeholder=" …") or [held]
    return "\n".join(parts).replace(_JOINT, " ")


#: Spaces at which no line breaks, and what stands for them meanwhile.
_BOUND, _JOINT = re.compile(r" (?=[%;:!?»])|(?<=«) "), "\ue000"


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of visible texts of a figure that lie on each other; empty when it is finished."""
    texts = _seen(figure)
    boxes = [Text.get_window_extent(t) for t in texts]
    return [
        (texts[i].get_text(), texts[j].get_text())
        for i in range(len(texts))
        for j in range(i + 1, len(texts))
        if _cover(boxes[i], boxes[j])
    ]


def cut(figure: Figure) -> list[str]:
    """Visible texts that the edge of the sheet cuts; empty when a figure is finished."""
    sheet = figure.bbox
    boxes = [(t.get_text(), Text.get_window_extent(t)) for t in _seen(figure)]
    slack = 2.0
    return [
        text
        for text, box in boxes
        if box.x0 < sheet.x0 - slack or box.x1 > sheet.x1 + slack
        or box.y0 < sheet.y0 - slack or box.y1 > sheet.y1 + slack
    ]  # fmt: skip


def _seen(figure: Figure) -> list[Text]:
    """Texts that are drawn."""
    figure.draw_without_rendering()
    unseen = {
        id(t)
        for ax in figure.axes
        for axis in (ax.xaxis, ax.yaxis)
        for t in (_out_of_view(axis) if ax.axison else axis.findobj(Text))
    }
    return [
        t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip() and id(t) not in unseen
    ]


def _out_of_view(axis: Any) -> list[Text]:
    """Labels of ticks that matplotlib keeps but does not draw."""
    low, high = sorted(axis.get_view_interval())
    span = (high - low) * 1e-9
    ticks = zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=False)
    return [label for place, label in ticks if not low - span <= place <= high + span]


def _cover(a: Any, b: Any, slack: float = 1.5) -> bool:
    wide = min(a.x1, b.x1) - max(a.x0, b.x0)
    high = min(a.y1, b.y1) - max(a.y0, b.y0)
    return bool(wide > slack and high > slack)


def label_points(
    ax: Axes, x: Sequence[float], y: Sequence[float], labels: Sequence[str], *, size: float = 9
) -> list[Text]:
    """Name points directly, each label at the nearest free place, with a line if it is far.

    Places are tried in a fixed order, so the same points give the same picture. A label keeps off other
    labels and all points of the axes, and off lines where it can.

    Parameters
    ----------
    ax : Axes
        Axes with their points and lines, and final limits.
    x, y : sequence of float
        The points to be named.
    labels : sequence of str
        One for each point; may have several lines.
    size : float
        Size of the letters.
    """
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    taken = [t.get_window_extent() for t in ax.texts if t.get_text()]
    marks, lines, frame = _marks(ax), _lines(ax), ax.get_window_extent()
    done: list[Text] = []
    for px, py, label in zip(x, y, labels, strict=True):
        text = ax.annotate(
            label,
            (px, py),
            xytext=(7, 0),
            textcoords="offset points",
            fontsize=size,
            va="center",
            linespacing=1.05,
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
            arrowprops={"arrowstyle": "-", "color": "#8A939E", "lw": 0.6, "shrinkA": 1, "shrinkB": 3},
        )
        best: tuple[int, tuple[float, float, str]] | None = None
        for place in _places(size * (label.count("\n") + 1)):
            _put(text, place, renderer)
            box = Text.get_window_extent(text)
            outside = box.x0 < frame.x0 or box.x1 > frame.x1 or box.y0 < frame.y0 or box.y1 > frame.y1
            clashes = 8 * sum(_cover(box, other, 0.0) for other in taken) + 4 * outside
            clashes += 4 * sum(_cover(box, mark, 0.0) for mark in marks)
            if best is None or clashes < best[0]:  # counting lines takes longest: only where it can matter
                clashes += min(3, sum(line.intersects_bbox(box, filled=False) for line in lines))
            if best is None or clashes < best[0]:
                best = (clashes, place)
            if not clashes:
                break
        assert best is not None
        _put(text, best[1], renderer)
        if text.arrow_patch is not None:
            far = abs(text.get_position()[1]) > 12 + size * label.count("\n") / 2
            text.arrow_patch.set_visible(far)
        taken.append(Text.get_window_extent(text))
        done.append(text)
    return done


def _marks(ax: Axes) -> list[Bbox]:
    """What the points of scatters and of marked lines cover, in pixels."""
    scale = ax.get_figure(root=True).dpi / 72  # type: ignore[union-attr]
    found: list[Bbox] = []
    for points in ax.collections:
        if isinstance(points, PathCollection):
            at = ax.transData.transform(np.ma.filled(points.get_offsets(), np.nan))
            sizes = np.resize(np.sqrt(np.asarray(points.get_sizes(), dtype=float)), len(at)) * scale / 2
            found += [Bbox([c - r, c + r]) for c, r in zip(at, sizes, strict=True) if np.isfinite(c).all()]
    for line in ax.lines:
        if line.get_marker() not in (None, "None", "", " "):
            reach = line.get_markersize() * scale / 2
            found += [Bbox([c - reach, c + reach]) for c in ax.transData.transform(line.get_xydata())]
    return found


def _lines(ax: Axes) -> list[Path]:
    """Lines of the axes, in pixels."""
    drawn_lines = [line for line in ax.lines if line.get_linestyle() not in ("None", "", " ")]
    return [line.get_transform().transform_path(line.get_path()) for line in drawn_lines]


def _put(text: Any, place: tuple[float, float, str], renderer: Any) -> None:
    text.set_position(place[:2])
    text.set_horizontalalignment(place[2])
    text.update_positions(renderer)


def _places(tall: float) -> list[tuple[float, float, str]]:
    """Where a label of a height may stand around its point, in points of the page, the best first."""
    up = 5.0 + tall / 2
    near = [(7.0, 0.0, "left"), (-7.0, 0.0, "right"), (0.0, up, "center"), (0.0, -up, "center")]
    slant = [(dx, sign * up, "left" if dx > 0 else "right") for sign in (1, -1) for dx in (5.0, -5.0)]
    far = [
        (dx, sign * dy, "left" if dx >= 0 else "right")
        for dy in (12.0, 24.0, 36.0, 48.0, 60.0, 72.0, 84.0)
        for sign in (1, -1)
        for dx in (7.0, -7.0, 24.0, -24.0)
    ]
    return near + slant + far


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished figure: its bytes, what it shows for those who cannot see it, its source."""

    svg: bytes
    png: bytes
    alt: str
    caption: str

    def html(self) -> str:
        """The figure with its text for screen readers and its caption, all escaped."""
        data = base64.b64encode(self.svg).decode("ascii")
        return (
            f'<figure class="cl-figure"><img alt="{html.escape(self.alt, quote=True)}" '
            f'src="data:image/svg+xml;base64,{data}">'
            f"<figcaption>{html.escape(self.caption)}</figcaption></figure>"
        )

    def _repr_html_(self) -> str:
        return self.html()


@drawn
def finish(ax: Axes, *, alt: str, source: str, png: bool = True) -> Picture:
    """Close a figure: the only way it leaves a cell.

    Parameters
    ----------
    ax : Axes
        Any axes of the figure.
    alt : str
        What the figure shows, in a sentence, for a reader who cannot see it.
    source : str
        Where the numbers come from and how many there are; printed under the figure.
    png : bool
        Whether to draw it as PNG too, which a screen does not need.

    Raises
    ------
    ValueError
        If `alt` or `source` is empty.
    """
    if not alt.strip() or not source.strip():
        raise ValueError("A figure needs both `alt` and `source`: say what it shows and whence.")
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    vector, dots = io.BytesIO(), io.BytesIO()
    figure.savefig(vector, format="svg", metadata={"Date": None, "Creator": None})
    if png:
        figure.savefig(dots, format="png", metadata={"Software": None})
    return Picture(vector.getvalue(), dots.getvalue(), alt, source)
