"""What a save is made of, and what comes back; and which texts a store takes."""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clusterlib.faults import visible
from clusterlib.store.troubles import StoreError

#: Longest entry, in characters.
LONGEST = 1_000_000
#: The row that holds the headings of a table.
HEADINGS = ""
_ROW = re.compile(r"[A-Za-z0-9_-]{1,64}")
#: NUL, which PostgreSQL cannot keep, and halves of characters, which no file can.
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a case is: both ids are needed, and neither can be guessed."""

    workspace: str
    case: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is kept.

    Attributes
    ----------
    id : str
        Its name for ever, also when it moves or is taken away and brought back.
    version : int
        Version of the case in which it was last changed.
    cells : mapping of str to str
        Texts by column; blank ones are left out.
    """

    id: str
    version: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody did to one row.

    Attributes
    ----------
    table, row : str
        Which row; a new id makes a new row.
    cells : mapping or None
        Columns that were changed, with their texts; None takes the row away.
    seen : int
        Version of the case in which the person saw the row; 0 for a new one.
    after : str or None
        A new row comes below the row of this id ("": at the top); None: at the end.
    whole : bool
        Whether `cells` are all cells of the row, so that others become blank.
    """

    table: str
    row: str
    cells: Cells | None
    seen: int = 0
    after: str | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """A save that is kept.

    Attributes
    ----------
    version : int
        Version of the case with it.
    again : bool
        Whether it was kept already: the first answer was lost on its way.
    """

    version: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Clash:
    """One row that somebody else changed since it was seen.

    Attributes
    ----------
    mine : Edit
        What was to be saved.
    theirs : Row or None
        The row as it is now; None when it was taken away.
    who, at : str
        Whose change it was, and when (UTC, ISO).
    """

    mine: Edit
    theirs: Row | None
    who: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Stale:
    """A save that was refused, wholly: nothing of it is kept."""

    version: int
    clashes: tuple[Clash, ...]


def new_id() -> str:
    """An id that nobody can guess: 128 random bits."""
    return secrets.token_urlsafe(16)


def key(text: str) -> str:
    """An id as it may be looked up.

    Raises
    ------
    StoreError
        If it is one that no store can hold; it is answered like one that is not there.
    """
    if "\0" in text or not text.isascii():
        raise StoreError("unknown")
    return text


def now() -> str:
    """This moment in UTC, ISO."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def keys(headings: Iterable[str]) -> list[str]:
    """Names of columns, each once: a repeated heading gets a mark that no heading has.

    Examples
    --------
    >>> keys(["a", "b", "a"])
    ['a', 'b', 'a\\x1f']
    """
    found: dict[str, None] = {}
    for heading in headings:
        while heading in found:
            heading += "\x1f"
        found[heading] = None
    return list(found)


def checked(edit: Edit) -> Edit:
    """The edit itself, when a store can keep it.

    Raises
    ------
    StoreError
        If it names no row, or holds a character that no file can keep or too many of them.
    """
    if not _ROW.fullmatch(edit.row):
        raise StoreError("row-name", found=visible(edit.row))
    for text in (item for pair in (edit.cells or {}).items() for item in pair):
        check_text(text)
    return edit


def check_text(text: str) -> str:
    """The text itself, when a store can keep it; see `checked`."""
    if wrong := _UNKEEPABLE.search(text):
        raise StoreError("character", found=visible(text), character=f"U+{ord(wrong[0]):04X}")
    if len(text) > LONGEST:
        raise StoreError("long", found=visible(text), length=f"{len(text):,}", limit=f"{LONGEST:,}")
    return text


def packed(cells: Cells) -> str:
    """Cells as they are kept: without blanks, columns in the order of the alphabet."""
    kept = {name: text for name, text in cells.items() if text}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def unpacked(text: str) -> dict[str, str]:
    """Cells from what `packed` made."""
    found: dict[str, str] = json.loads(text)
    return found
