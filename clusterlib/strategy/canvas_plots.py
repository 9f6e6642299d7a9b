"""The canvas on one page: ten boxes, the notes in them, gaps marked in red with a dashed line and a word."""

from __future__ import annotations

import math
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import figures
from clusterlib.boxes import fit, height_of, width_of
from clusterlib.readings import Speaker
from clusterlib.strategy.canvas import BLOCKS, CanvasChecked, Note, Question

#: A4 across, in inches; the boxes lie in a page of this size.
WIDTH, HEIGHT = 11.69, 8.27
_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
_RED = "#A34100"
#: Stands before a note that lacks a link.
_LOOSE = "⚠ "
_PAD = 0.09
_HEAD = 0.24
_TOP, _LOW, _FOOT = 4.95, 2.3, 0.2
#: Block to left edge, upper edge, width and height in columns of a fifth and rows of inches.
_PLACES = {
    "key partners": (0, 0, 1, _TOP),
    "key activities": (1, 0, 1, _TOP / 2),
    "key resources": (1, _TOP / 2, 1, _TOP / 2),
    "value propositions": (2, 0, 1, _TOP),
    "pain points": (3, 0, 1, _TOP / 2),
    "member relationships": (3, _TOP / 2, 1, _TOP / 2),
    "member segments": (4, 0, 1, _TOP),
    "cost structure": (0, _TOP, 5 / 3, _LOW),
    "key challenges": (5 / 3, _TOP, 5 / 3, _LOW),
    "revenue streams": (10 / 3, _TOP, 5 / 3, _LOW),
}


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    gap: bool


@figures.drawn
def plot_canvas(result: CanvasChecked, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Draw the canvas for print on A4 across; an empty one is a form with its questions."""
    ax = figures.axes(ax, width=WIDTH, height=HEIGHT)
    ax.set_axis_off()
    column = (WIDTH - 0.3) / 5
    ax.set(xlim=(0, 5 * column), ylim=(_TOP + _LOW + _FOOT, 0))
    for block in BLOCKS:
        left, upper, wide, high = _PLACES[block]
        _block(ax, result, block, (left * column, upper, wide * column, high), say)
    foot = say(
        "Dashed red outline and “gap”: a question that no note answers. ⚠: a link of this note is missing."
    )
    ax.text(0, _TOP + _LOW + 0.17, foot, fontsize=8, va="center", color="#52606D")
    ax.set_title(_title(result, say))
    return ax


def _title(result: CanvasChecked, say: Speaker) -> str:
    answered, all_ = say.number(len(result.answered)), say.number(len(result.questions))
    if not result.notes:
        return say("The canvas is empty: {all} questions to answer", all=all_)
    if len(result.answered) == len(result.questions):
        return say("All {all} questions of the canvas are answered", all=all_)
    return say("{answered} of {all} questions of the canvas are answered", answered=answered, all=all_)


def _block(
    ax: Axes, result: CanvasChecked, block: str, place: tuple[float, float, float, float], say: Speaker
) -> None:
    left, upper, wide, high = place
    gaps = result.gaps(block)
    ax.add_patch(
        Rectangle(
            (left + 0.04, upper + 0.04),
            wide - 0.08,
            high - 0.08,
            facecolor="white",
            edgecolor=_RED if gaps else "#52606D",
            lw=1.8 if gaps else 0.9,
            ls="--" if gaps else "-",
        )
    )
    name = say.word(block)
    inner = wide - 0.08 - 2 * _PAD
    tag = say("gap") if gaps else ""
    x, y = left + 0.04 + _PAD, upper + 0.04 + _PAD
    size, title = _heading(
        name[:1].upper() + name[1:], inner - (width_of(tag, size=8.5, bold=True) + 0.12 if tag else 0)
    )
    ax.text(x, y, title, fontsize=size, weight="bold", va="top", color=figures.INK)
    if tag:
        ax.text(x + inner, y, tag, fontsize=8.5, weight="bold", va="top", ha="right", color=_RED)
    loose = result.loose
    own = [note for note in result.notes if note.block == block]
    notes = [_Line((_LOOSE if note.id in loose else "• ") + note_text(note, say), False) for note in own]
    lines = notes + [_Line(_question(gap, say), True) for gap in gaps]
    _fill(ax, lines, (x, y + _HEAD), inner, high - 0.08 - 2 * _PAD - _HEAD, say)


def _heading(name: str, wide: float) -> tuple[float, str]:
    """Letter size and text of a heading that fits one line."""
    sizes = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5)
    size = next((size for size in sizes if width_of(name, size=size, bold=True) <= wide), sizes[-1])
    return size, fit(name, wide, size=size, lines=1, bold=True)


def note_text(note: Note, say: Speaker) -> str:
    """Name, amount and text of a note, in the reader's language."""
    text = note.text_fr if say.locale == "fr" and note.text_fr else note.text
    amount = "" if note.amount is None else f" ({say.money(note.amount)})"
    return f"{note.id}{amount} {text}"


def _question(gap: Question, say: Speaker) -> str:
    text = gap.text_fr if say.locale == "fr" and gap.text_fr else gap.text
    return say("? {question}", question=text or say("question {number}", number=gap.number))


def _fill(
    ax: Axes, lines: list[_Line], corner: tuple[float, float], wide: float, high: float, say: Speaker
) -> None:
    size, texts, hidden = _pack(lines, wide, high)
    x, y = corner
    for line, text in zip(lines, texts, strict=False):
        ax.text(
            x,
            y,
            text,
            fontsize=size,
            va="top",
            linespacing=1.2,
            color=_RED if line.gap else figures.INK,
            style="italic" if line.gap else "normal",
        )
        y += height_of(text, size=size) + 0.045
    if hidden:
        more = say.plural(hidden, "… one more", "… {n} more")
        ax.text(x, y, more, fontsize=size, va="top", weight="bold", color=figures.INK)


def _pack(lines: list[_Line], wide: float, high: float) -> tuple[float, list[str], int]:
    """Letter size, the texts that fit, and how many do not."""
    widths = [width_of(line.text, size=10) / 10 for line in lines]
    for size in _SIZES:
        least = sum(max(1, math.ceil(width * size / wide)) * height_of("", size=size) for width in widths)
        if least > high:
            continue
        texts = [fit(line.text, wide, size=size, lines=99) for line in lines]
        if sum(height_of(text, size=size) + 0.045 for text in texts) <= high:
            return size, texts, 0
    size, kept = _SIZES[-1], list[str]()
    left = high - height_of("…", size=size) - 0.045
    for line in lines:
        text = fit(line.text, wide, size=size, lines=3)
        left -= height_of(text, size=size) + 0.045
        if left < 0:
            break
        kept.append(text)
    return size, kept, len(lines) - len(kept)
