"""Texts of a table in the reader's language: a column and its translated twin."""

from __future__ import annotations

import pandas as pd

from clusterlib.readings import Speaker


def texts(frame: pd.DataFrame, column: str, *, say: Speaker) -> list[str]:
    """Texts of one column, taken from its twin (``text_fr`` beside ``text``) where the reader has one.

    Parameters
    ----------
    frame : DataFrame
        Any table; the twin column may be missing, and its cells may be blank.
    column : str
        Name of the column in the language of the case.
    say : Speaker
        Gives the language of the reader.

    Returns
    -------
    list of str
        One text per row; an empty text where both are blank.

    Examples
    --------
    >>> frame = pd.DataFrame({"text": ["Training", "Funding"], "text_fr": ["Formation", None]})
    >>> texts(frame, "text", say=Speaker("fr"))
    ['Formation', 'Funding']
    >>> texts(frame, "text", say=Speaker("en"))
    ['Training', 'Funding']
    """
    base = [_text(cell) for cell in frame[column]]
    twin = f"{column}_{say.lang}"
    if twin not in frame.columns:
        return base
    return [_text(cell) or plain for cell, plain in zip(frame[twin], base, strict=True)]


def short(text: str, width: int = 60) -> str:
    """A text on one line, cut with an ellipsis, between words where that is possible.

    Examples
    --------
    >>> short("Start-up funding and investors", 20), short("W" * 30, 5)
    ('Start-up funding…', 'WWWW…')
    """
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    cut = line[: width - 1]
    space = cut.rfind(" ")
    return f"{cut[:space] if space > width // 2 else cut}…"


def room(text: str, width: int) -> int:
    """Letters that fit where `width` usual ones do: fewer when a text is all capitals, which are wider.

    Examples
    --------
    >>> room("Training courses", 38), room("WWWWWWWW", 38)
    (38, 23)
    """
    weight = sum(1.6 if c.isupper() else 1.0 for c in text)
    return width if weight <= 1.3 * len(text) else int(width * len(text) / weight)


def _text(cell: object) -> str:
    return "" if cell is None or pd.isna(cell) else str(cell).strip()  # type: ignore[call-overload]
