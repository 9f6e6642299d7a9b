"""The canvas as threads: from members and their pains over promises and work to money."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import chart_parts, figures
from clusterlib.boxes import fit
from clusterlib.readings import Speaker
from clusterlib.strategy.canvas import CanvasChecked, Note
from clusterlib.strategy.canvas_readings import note_names

#: Blocks of each column, from whom it is for to what it costs and brings.
_COLUMNS = (
    ("member segments", "pain points"),
    ("value propositions",),
    ("key activities", "key resources"),
    ("cost structure", "revenue streams"),
)
_WIDTH, _BOX, _ROW, _HIGH, _MOST = 11.4, 2.35, 0.56, 0.46, 14
_RED = "#A34100"


@figures.drawn
def plot_links(result: CanvasChecked, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Draw the notes in four columns with a line for each link; what lacks a link is red and dashed.

    Partners, relationships and challenges are left to the page of the canvas.
    """
    columns = [_column(result, blocks) for blocks in _COLUMNS]
    columns = _untangled(columns, result)
    shown = [notes[:_MOST] for notes in columns]
    rows = max(1, *(len(notes) for notes in shown))
    ax = figures.axes(ax, width=_WIDTH, height=1.6 + _ROW * rows)
    if not any(shown):
        return chart_parts.empty(ax, say("No note of the canvas can be linked yet"))
    ax.set_axis_off()
    ax.set(xlim=(0, _WIDTH), ylim=(rows * _ROW + 0.35, -0.45))
    gap = (_WIDTH - 0.3 - len(_COLUMNS) * _BOX) / (len(_COLUMNS) - 1)
    places = {
        note.id: (x * (_BOX + gap), y * _ROW) for x, notes in enumerate(shown) for y, note in enumerate(notes)
    }
    for one, other in result.linked:
        _line(ax, places, one, other)
    names = note_names(result, say)
    for x, (blocks, notes) in enumerate(zip(_COLUMNS, columns, strict=True)):
        head = fit(say.names([say.word(block) for block in blocks]), _BOX, size=9, lines=1, bold=True)
        ax.text(x * (_BOX + gap), -0.25, head, fontsize=9, weight="bold", va="center")
        for note in notes[:_MOST]:
            _note(ax, places[note.id], f"{note.id} {names[note.id]}", note.id in result.loose)
        if len(notes) > _MOST:
            more = say.plural(len(notes) - _MOST, "… one more", "… {n} more")
            ax.text(x * (_BOX + gap), _MOST * _ROW + 0.05, more, fontsize=8, va="center")
    foot = say("Line: one note names the other. Red and dashed, with ⚠: a link is missing.")
    ax.text(0, rows * _ROW + 0.27, foot, fontsize=8, va="center", color="#52606D")
    chart_parts.title(ax, _title(result, [note for notes in columns for note in notes], say))
    return ax


def _column(result: CanvasChecked, blocks: tuple[str, ...]) -> list[Note]:
    return [note for block in blocks for note in result.notes if note.block == block]


def _untangled(columns: list[list[Note]], result: CanvasChecked) -> list[list[Note]]:
    """Each column in the order of the notes on its left to which it is linked, so that fewer lines cross."""
    near: dict[str, set[str]] = {}
    for one, other in result.linked:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    done = columns[:1]
    for notes in columns[1:]:
        row = {note.id: y for y, note in enumerate(done[-1])}
        at = {
            note.id: [float(row[i]) for i in near.get(note.id, ()) if i in row] or [float(y)]
            for y, note in enumerate(notes)
        }
        done.append(sorted(notes, key=lambda note: sum(at[note.id]) / len(at[note.id])))
    return done


def _line(ax: Axes, places: Mapping[str, tuple[float, float]], one: str, other: str) -> None:
    if one not in places or other not in places or places[one][0] == places[other][0]:
        return
    (x0, y0), (x1, y1) = sorted((places[one], places[other]))
    half = _HIGH / 2
    ax.plot([x0 + _BOX, x1], [y0 + half, y1 + half], color="#8A939E", lw=1.1, zorder=1)


def _note(ax: Axes, place: tuple[float, float], text: str, loose: bool) -> None:
    x, y = place
    colour = _RED if loose else "#52606D"
    ax.add_patch(
        Rectangle(
            (x, y), _BOX, _HIGH, facecolor="white", edgecolor=colour, lw=1.6 if loose else 0.9,
            ls="--" if loose else "-", zorder=2,
        )
    )  # fmt: skip
    shown = fit(f"⚠ {text}" if loose else text, _BOX - 0.12, size=7.5, lines=2)
    ax.text(x + 0.06, y + _HIGH / 2, shown, fontsize=7.5, va="center", zorder=3, linespacing=1.15)


def _title(result: CanvasChecked, notes: list[Note], say: Speaker) -> str:
    loose = sum(note.id in result.loose for note in notes)
    if not loose:
        return say("From pains to money every note hangs on another")
    return say.plural(
        loose,
        "From pains to money one note of {whole} lacks a link",
        "From pains to money {n} notes of {whole} lack a link",
        whole=say.number(len(notes)),
    )
