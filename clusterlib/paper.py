"""Input tables as a reader finds them on paper: rows, in the reader's words and language."""

from __future__ import annotations

import pandas as pd

from clusterlib import blocks, private, tables
from clusterlib.columns import FLOAT_TYPES, Column
from clusterlib.readings import Speaker

#: Rows shown before a table is cut.
SHOWN_ROWS = 40
_LEFT_OUT = ("source", "note")


def rows(name: str, frame: pd.DataFrame, *, say: Speaker, limit: int = SHOWN_ROWS) -> str:
    """The rows of an input table as folded markup, without private ones; long tables are cut, and say so.

    Of the tables in `private.COUNTED` only the number of rows is told.

    Parameters
    ----------
    name : str
        Table of the dictionary.
    frame : DataFrame
        Its typed rows.
    say : Speaker
        Language of the reader; a text with a twin in that language is shown in it.
    limit : int
        Rows shown at most.

    Examples
    --------
    >>> frame = tables.typed("goals", [{"id": "G1", "text": "Raise <funding>", "weight": 2}])
    >>> print(rows("goals", frame, say=Speaker())[:73])
    <div class="cl"><details><summary>Goals: one row</summary><div class="cl-
    """
    frame = private.public(name, frame)
    shown = readable(name, frame.head(limit), say=say)
    title = say.plural(
        len(frame), "{table}: one row", "{table}: {n} rows", table=tables.table(name).label(say.lang)
    )
    if name in private.COUNTED:
        why = say("Each row says what one member gains; so a report counts the rows and prints none.")
        return blocks.wrap(f'<p class="cl-small">{blocks.escape(title)}. {blocks.escape(why)}</p>')
    inner = blocks.table(shown)
    if rest := len(frame) - len(shown):
        more = say.plural(rest, "One more row is in the case.", "{n} more rows are in the case.")
        inner += f'<p class="cl-small">{blocks.escape(more)}</p>'
    return blocks.wrap(f"<details><summary>{blocks.escape(title)}</summary>{inner}</details>")


def readable(name: str, frame: pd.DataFrame, *, say: Speaker) -> pd.DataFrame:
    """A typed table with headings, words and texts of the reader; columns without content are left out."""
    spec, twin = tables.table(name), f"_{say.lang}"
    mine = {c.removesuffix(twin): c for c in frame.columns if c.endswith(twin) and spec.is_twin(c)}
    frame = frame.assign(**{base: frame[c].fillna(frame[base]) for base, c in mine.items()})
    kept = [c for c in frame.columns if frame[c].notna().any() and c not in _LEFT_OUT and not spec.is_twin(c)]
    shown = frame[kept].copy()
    for column in (c for c in spec.columns if c.name in kept):
        cells = [_cell(value, column, say) for value in shown[column.name]]
        shown[column.name] = pd.Series(cells, index=shown.index, dtype="object")
    return shown.rename(columns={c.name: c.label(say.lang) for c in spec.columns})


def _cell(value: object, column: Column, say: Speaker) -> object:
    if value is None or value is pd.NA or value != value:
        return None
    if column.words:
        return column.spoken(str(value), say.lang)
    if column.type in FLOAT_TYPES:
        return say.exactly(float(str(value)))
    return say.exactly(value) if isinstance(value, int) and value < 0 else value
