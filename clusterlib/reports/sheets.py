"""How a table fits a page: widths by content, then smaller type, then the page turned, then two tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from clusterlib.reports import document as d
from clusterlib.reports import faces

#: Width of the text on an A4 page, upright and turned, in points.
UPRIGHT, TURNED = 470.0, 716.0
#: Sizes of type tried, in points; nothing below can be read on paper.
SIZES = (8.5, 7.5, 6.5)
#: Blank on both sides of a cell together, in points, and a little more, because fonts differ.
PADDING = 10.5
#: A cell longer than this may break across pages; all others stay whole.
LONG_CELL = 1200
_LONGEST_WORD = 0.4  # a single word claims at most this share of the page
_CROWDED = 1.6  # with more to say than so many pages' width, smaller type is tried first
_USUAL_LEAST = 7.5
_WISH = 0.65  # how much more a longer text gets: 1 in proportion, 0 the same
_BREAKS = " \u00a0\u200b-–/"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it stands on a page.

    Parameters
    ----------
    columns : tuple of int
        Places of the columns shown, in the order of the grid.
    widths : tuple of float
        Their widths in points, padding included.
    size : float
        Size of type in points.
    turned : bool
        Whether the page is turned.
    """

    columns: tuple[int, ...]
    widths: tuple[float, ...]
    size: float
    turned: bool


def sheets(grid: d.Grid, *, wide: bool = False) -> tuple[Sheet, ...]:
    """Fit a table.

    Parameters
    ----------
    grid : Grid
        The table.
    wide : bool
        Whether the pages around are turned anyway.

    Returns
    -------
    tuple of Sheet
        One, or several that share the first column when no page is wide enough.

    Examples
    --------
    >>> grid = d.Grid(("Name", "Votes"), (("Funding", "7"),), (False, True))
    >>> [(len(sheet.widths), sheet.size, sheet.turned) for sheet in sheets(grid)]
    [(2, 8.5, False)]
    """
    places = tuple(range(len(grid.head)))
    return tuple(_fitted(grid, places, wide=wide))


def _fitted(grid: d.Grid, places: tuple[int, ...], *, wide: bool) -> list[Sheet]:
    for turned in (True,) if wide else (False, True):
        page = TURNED if turned else UPRIGHT
        for size in SIZES:
            least, best = _claims(grid, places, size=size, page=page)
            roomy = sum(best) <= _CROWDED * page or size == _USUAL_LEAST
            if sum(least) <= page and (roomy or size < _USUAL_LEAST):
                return [Sheet(places, tuple(_shared(least, best, page)), size, turned)]
    if len(places) <= 2:
        least, best = _claims(grid, places, size=SIZES[-1], page=TURNED)
        scale = TURNED / sum(least)
        return [Sheet(places, tuple(claim * scale for claim in least), SIZES[-1], True)]
    half = (len(places) + 2) // 2
    first, rest = places[:half], (places[0], *places[half:])
    return [*_fitted(grid, first, wide=wide), *_fitted(grid, rest, wide=wide)]


def _claims(
    grid: d.Grid, places: Sequence[int], *, size: float, page: float
) -> tuple[list[float], list[float]]:
    """Least width (the longest word) and best width (everything on one line) of columns."""
    least, best = [], []
    for place in places:
        cells = [(grid.head[place], True), *((row[place], False) for row in grid.rows)]
        words = max(_longest_word(text, size=size, bold=bold) for text, bold in cells)
        # a heading may take two lines
        lines = max(
            faces.width(text[:LONG_CELL], size=size, bold=bold) / (1.8 if bold else 1) for text, bold in cells
        )
        least.append(min(words, page * _LONGEST_WORD) + PADDING)
        best.append(max(lines + PADDING, least[-1]))
    return least, best


def _longest_word(text: str, *, size: float, bold: bool) -> float:
    return max((faces.width(word, size=size, bold=bold) for word in words(text)), default=0.0)


def words(text: str) -> list[str]:
    """Pieces of a text between which a line may end.

    Examples
    --------
    >>> words("start-up capital")
    ['start-', 'up', 'capital']
    """
    cuts = [0, *(i + 1 for i, letter in enumerate(text) if letter in _BREAKS), len(text)]
    return [piece for a, b in pairwise(cuts) if (piece := text[a:b].strip())]


def _shared(least: Sequence[float], best: Sequence[float], page: float) -> list[float]:
    """Give narrow columns what they want, and share the rest among the others by what they want."""
    if sum(best) <= page:
        return list(best)
    widths, wanting, left = list(least), set(range(len(least))), page
    while wanting:
        fair = left / len(wanting)
        content = {i for i in wanting if best[i] <= fair}
        if not content:
            break
        for i in content:
            widths[i] = best[i]
            left -= best[i]
        wanting -= content
    room = left - sum(least[i] for i in wanting)
    wish = {i: (best[i] - least[i]) ** _WISH for i in wanting}
    total = sum(wish.values()) or 1.0
    for i in wanting:
        widths[i] = least[i] + max(room, 0.0) * wish[i] / total
    over = sum(widths) - page
    if over > 0:  # columns that got their wish give back what the others need at least
        spare = [w - low for w, low in zip(widths, least, strict=True)]
        share = over / sum(spare) if sum(spare) else 0.0
        widths = [w - s * share for w, s in zip(widths, spare, strict=True)]
    return widths


def breakable(text: str, *, width: float, size: float) -> str:
    """Text whose words fit a width: longer ones may end anywhere.

    Examples
    --------
    >>> breakable("aaaaaaaa b", width=20, size=9).replace("\u200b", "|")
    'aa|aa|aa|aa| b'
    """
    if faces.width(text[:400], size=size) <= width and len(text) <= 400:
        return text
    room = max(int(width / size), 2)
    return "".join(
        piece if faces.width(piece, size=size) <= width else _pieces(piece, room) for piece in _kept(text)
    )


def _kept(text: str) -> list[str]:
    cuts = [0, *(i + 1 for i, letter in enumerate(text) if letter in _BREAKS), len(text)]
    return [text[a:b] for a, b in pairwise(cuts) if a < b]


def _pieces(word: str, room: int) -> str:
    return "\u200b".join(word[i : i + room] for i in range(0, len(word), room))
