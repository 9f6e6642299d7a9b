"""Boards of fields with names in them, as on a wall with cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import figures
from clusterlib.figures import COLOURS
from clusterlib.readings import Speaker

#: Most lines of names in one field, and the size of its letters.
LINES, SMALL = 14, 8.5


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a board: its column and row from the upper left, and the names in it."""

    column: int
    row: int
    names: list[str]


def lines(names: list[str], chars: int) -> int:
    """Lines that the names take, each on at most two.

    Examples
    --------
    >>> lines(["Ministry", "Agency for digital innovation"], 16)
    3
    """
    return sum(figures.wrap(name, chars, lines=2).count("\n") + 1 for name in names)


def fill(names: list[str], chars: int, room: int, *, say: Speaker) -> str:
    """Names in at most `room` lines; what does not fit is counted."""
    done: list[str] = []
    used = 0
    for i, name in enumerate(names):
        text = figures.wrap(name, chars, lines=2)
        need, more = text.count("\n") + 1, len(names) - i
        if used + need > room - (1 if more > 1 else 0) and (more > 1 or used + need > room):
            done.append(say.plural(more, "… and one more", "… and {n} more"))
            break
        done.append(text)
        used += need
    return "\n".join(done)


def write(
    ax: Axes,
    cells: Sequence[Cell],
    tops: Sequence[float],
    tall: Sequence[int],
    *,
    say: Speaker,
    columns: int = 3,
    head: float = 0.7,
) -> None:
    """Put the names into their fields, in narrower lines until the widest fits.

    Parameters
    ----------
    ax : Axes
        Axes whose title and limits are final, one unit wide per column.
    cells : sequence of Cell
        The fields.
    tops, tall : sequence of float, sequence of int
        Upper edge and lines of each row.
    say : Speaker
        Language of the texts.
    columns : int
        Fields in a row.
    head : float
        Lines left free above the names.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.canvas.draw()
    wide = ax.get_window_extent().width / columns * 0.94
    for cell in cells:
        if not cell.names:
            continue
        text = ax.text(
            cell.column + 0.03, tops[cell.row] + head, "", fontsize=SMALL, va="top", linespacing=1.25
        )
        for chars in (48, 40, 32, 27, 22, 18, 14, 11, 8) if columns < 3 else (32, 27, 22, 18, 14, 11, 8):
            text.set_text(fill(cell.names, chars, tall[cell.row], say=say))
            if text.get_window_extent().width <= wide:
                break


def four(
    ax: Axes,
    cells: Sequence[Cell],
    titles: Sequence[tuple[str, str]],
    *,
    sides: tuple[str, str],
    below: tuple[str, str],
    say: Speaker,
) -> None:
    """A board of two by two fields, each with a heading of its own.

    Parameters
    ----------
    ax : Axes
        Axes whose title is final.
    cells : sequence of Cell
        The four fields.
    titles : sequence of (heading, look)
        In reading order; each look a name of `figures.COLOURS`.
    sides, below : tuple of str
        Labels of the rows (upper first) and of the columns (left first).
    say : Speaker
        Language of the texts.
    """
    tall = tall_rows(cells)
    tops = [0.0, tall[0] + 3.0]
    ax.set_xlim(0, 2)
    ax.set_ylim(sum(tall) + 6, 0)
    ax.set_yticks([t + (h + 3) / 2 for t, h in zip(tops, tall, strict=True)], list(sides))
    ax.set_xticks([0.5, 1.5], list(below))
    ax.tick_params(length=0)
    ax.spines[["left", "bottom"]].set_visible(False)
    for i, (heading, look) in enumerate(titles):
        row, column = divmod(i, 2)
        size = (0.98, tall[row] + 2.8)
        corner = (column + 0.01, tops[row] + 0.1)
        ax.add_patch(Rectangle(corner, *size, facecolor=COLOURS[look], alpha=0.22, edgecolor="none"))
        ax.text(column + 0.03, tops[row] + 0.5, heading, fontsize=9.5, fontweight="bold", va="top")
    write(ax, cells, tops, tall, say=say, columns=2, head=2.0)


def tall_rows(cells: Sequence[Cell]) -> list[int]:
    """Lines that each of two rows of fields needs."""
    return [max([2, *(min(LINES, lines(c.names, 48)) for c in cells if c.row == row)]) for row in range(2)]
