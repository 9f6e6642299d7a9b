"""Text that fits its box: break a label by its real width, not by its number of letters."""

from __future__ import annotations

import unicodedata

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

#: Height of a line in em.
LEADING = 1.25


def width_of(text: str, *, size: float = 9, bold: bool = False) -> float:
    """Width of one line of text in inches.

    Examples
    --------
    >>> width_of("mm") > width_of("ii")
    True
    """
    font = FontProperties(family=["DejaVu Sans"], size=size, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(_plain(text), font, ismath=False)
    return float(width) / 72


def fit(text: str, width: float, *, size: float = 9, lines: int = 3, bold: bool = False) -> str:
    """Break a text into lines that are no wider than a box.

    Parameters
    ----------
    text : str
        Any text; line breaks and other control characters count as blanks.
    width : float
        Inner width of the box in inches.
    size : float
        Font size in points.
    lines : int
        At most so many lines; what does not fit ends in an ellipsis.
    bold : bool
        Whether the text is set in bold.

    Returns
    -------
    str
        Lines joined by line feeds.

    Examples
    --------
    >>> fit("Members with a joint project", 1.2, size=9).splitlines()
    ['Members with a', 'joint project']
    >>> fit("one two three four five six seven", 0.5, lines=1)
    'one …'
    """
    words = _plain(text).split()
    done: list[str] = []
    line = ""
    while words:
        word = words.pop(0)
        longer = f"{line} {word}".strip()
        if width_of(longer, size=size, bold=bold) <= width:
            line = longer
            continue
        if not line:
            line, rest = _cut(word, width, size, bold)
            words = [rest, *words] if rest else words
        else:
            words = [word, *words]
        done.append(line)
        line = ""
        if len(done) == lines and words:
            return "\n".join([*done[:-1], _ellipsis(done[-1], width, size, bold)])
    if line:
        done.append(line)
    if len(done) > lines:
        done = [*done[: lines - 1], _ellipsis(done[lines - 1], width, size, bold)]
    return "\n".join(done)


def height_of(text: str, *, size: float = 9) -> float:
    """Height of a text of one or more lines in inches.

    Examples
    --------
    >>> round(height_of("a", size=72), 2), round(height_of("a\\nb", size=72), 2)
    (1.25, 2.5)
    """
    return (text.count("\n") + 1) * size * LEADING / 72


def _plain(text: str) -> str:
    return "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)


def _cut(word: str, width: float, size: float, bold: bool) -> tuple[str, str]:
    """The part of a word that fits a line, at least one letter, and the rest."""
    count = len(word)
    while count > 1 and width_of(word[:count], size=size, bold=bold) > width:
        count -= max(1, (count - 1) // 8)
    return word[:count], word[count:]


def _ellipsis(line: str, width: float, size: float, bold: bool) -> str:
    while line and width_of(f"{line} …", size=size, bold=bold) > width:
        line = line[:-1].rstrip()
    return f"{line} …".strip()
