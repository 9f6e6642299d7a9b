"""Texts of a table in the reader's language: a column and its translated twin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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


def titles(frame: pd.DataFrame | None, key: str, column: str) -> dict[str, tuple[str, str]]:
    """What each row is called, by its id, in the language of the case and in French; empty without a table.

    Examples
    --------
    >>> titles(pd.DataFrame({"id": ["G1"], "text": ["Raise exports"]}), "id", "text")
    {'G1': ('Raise exports', '')}
    """
    if frame is None or column not in frame.columns:
        return {}
    both = [texts(frame, column, say=Speaker("en")), [""] * len(frame)]
    if f"{column}_fr" in frame.columns:
        both[1] = [_text(cell) for cell in frame[f"{column}_fr"]]
    return dict(zip([str(i) for i in frame[key]], zip(*both, strict=True), strict=True))


def spoken(known: Mapping[str, tuple[str, str]], *, say: Speaker) -> dict[str, str]:
    """Names kept in both languages, in the one of the reader.

    Examples
    --------
    >>> spoken({"G1": ("Raise exports", "Exporter plus")}, say=Speaker("fr"))
    {'G1': 'Exporter plus'}
    """
    return {id_: french if say.locale == "fr" and french else text for id_, (text, french) in known.items()}


def called(id_: str, title: str, *, say: Speaker, width: int = 48) -> str:
    """A row by its name, shortened, with its id; the id alone where the row has no name of its own.

    Examples
    --------
    >>> called("A1", "Represent the members", say=Speaker()), called("A1", "", say=Speaker())
    ('“Represent the members” (A1)', 'A1')
    """
    if not title or title == id_:
        return id_
    return f"{say.quoted(short(title, width))} ({id_})"


def named(
    ids: Iterable[str], known: Mapping[str, str], *, say: Speaker, limit: int | None = None, width: int = 48
) -> str:
    """Rows joined as in a sentence, each by its name with its id.

    Parameters
    ----------
    ids : iterable of str
        The rows, in the order in which they are told.
    known : mapping of str to str
        What they are called, in the language of the reader.
    say : Speaker
        Language of the reader.
    limit : int, optional
        Rows told before the rest is counted.
    width : int
        Letters of a name.

    Examples
    --------
    >>> named(["G1", "G5"], {"G1": "Raise exports"}, say=Speaker())
    '“Raise exports” (G1) and G5'
    """
    return say.names((called(i, known.get(i, ""), say=say, width=width) for i in ids), limit=limit)
