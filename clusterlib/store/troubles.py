"""What a store refuses or cannot do now, said so that a person knows whether the entry is safe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import exc

from clusterlib.faults import ClusterlibError
from clusterlib.readings import Speaker

#: Kinds that may pass by themselves: the same save is worth another try.
PASSING = frozenset({"busy", "full", "disk", "away"})

_SAID: dict[str, Callable[[Speaker, dict[str, Any]], str]] = {
    "busy": lambda say, v: say("Not saved yet: somebody else is saving just now."),
    "full": lambda say, v: say(
        "Not saved yet: there is no room on the disk ({free} kB are free, at least {need} kB are needed). "
        "Free some space.",
        **v,
    ),
    "disk": lambda say, v: say(
        "Not saved yet: the disk refuses to write. See whether it is full, or has a limit for you."
    ),
    "away": lambda say, v: say("Not saved yet: the database does not answer."),
    "read-only": lambda say, v: say(
        "Not saved: the store may only be read. Ask for the right to write, or choose another place."
    ),
    "broken": lambda say, v: say(
        "The store {place} cannot be read: it is damaged, or no store. Nothing was changed in it. "
        "Put back a copy, or choose another place.",
        **v,
    ),
    "newer": lambda say, v: say(
        "This store was made by a newer version ({found}, this one knows {known}). Update clusterlib.",
        **v,
    ),
    "unknown": lambda say, v: say("There is nothing here. The link may be mistyped, or it was forgotten."),
    "character": lambda say, v: say(
        "Not saved: the entry {found} holds a character that no file can keep ({character}). "
        "Type it again without it.",
        **v,
    ),
    "long": lambda say, v: say(
        "Not saved: the entry {found} has {length} characters; {limit} are allowed. Shorten it.", **v
    ),
    "address": lambda say, v: say(
        "{found} is no place for a store. Give a file, or an address that begins with postgresql://.", **v
    ),
    "driver": lambda say, v: say(
        "PostgreSQL needs one more package. Install it with: pip install 'clusterlib[hub]'"
    ),
    "since-changed": lambda say, v: say(
        "Version {version} cannot be taken back: the same row was changed again since. "
        "Choose from the earlier versions instead.",
        **v,
    ),
    "no-version": lambda say, v: say("There is no version {version} of this case.", **v),
    "row-name": lambda say, v: say("Not saved: {found} cannot name a row.", **v),
    "kind": lambda say, v: say("{found} is no kind of workspace. Choose one of: {kinds}.", **v),
    "poll-items": lambda say, v: say(
        "A poll needs a question, and at least one item with an id and a text; each id once."
    ),
    "poll-scale": lambda say, v: say(
        "A scale goes from a whole number to a higher or equal one, and at least one item may be scored."
    ),
    "poll-closed": lambda say, v: say("This round is closed. Your vote was not counted."),
    "poll-open": lambda say, v: say("Round {round} is still open. Close it first.", **v),
    "poll-score": lambda say, v: say(
        "Your vote on {item} cannot be counted: {found}. Choose a number from {low} to {high}.", **v
    ),
    "poll-item": lambda say, v: say("There is nothing called {found} in this vote.", **v),
    "poll-most": lambda say, v: say("You chose {found} items; at most {most} count. Take some back.", **v),
    "poll-name": lambda say, v: say("This vote asks for your name. Type it and vote again."),
    "poll-name-long": lambda say, v: say(
        "Your name has {length} characters; {limit} are allowed. Shorten it and vote again.", **v
    ),
    "poll-nothing": lambda say, v: say(
        "Nothing was taken in: nobody voted on anything that is in the case now."
    ),
    "poll-empty": lambda say, v: say("Nothing was chosen, so nothing was counted."),
    "poll-token": lambda say, v: say("This vote came without its key. Open the link again."),
}


class StoreError(ClusterlibError):
    """Something a store refuses.

    Parameters
    ----------
    kind : str
        Which sentence.
    **values
        Its gaps.

    Examples
    --------
    >>> StoreError("no-version", version=7)
    StoreError('There is no version 7 of this case.')
    """

    def __init__(self, kind: str, **values: Any) -> None:
        self.kind = kind
        self.values = values
        super().__init__(self.sentence(Speaker()))

    @property
    def passing(self) -> bool:
        """Whether the same save is worth another try."""
        return self.kind in PASSING

    def sentence(self, say: Speaker) -> str:
        """The trouble in the language of the reader."""
        return _SAID[self.kind](say, self.values)


def kind_of(error: exc.DBAPIError) -> str | None:
    """Which trouble an error of a driver is; None when it is a mistake of ours.

    Examples
    --------
    >>> import sqlite3
    >>> kind_of(exc.OperationalError("", None, sqlite3.OperationalError("database is locked")))
    'busy'
    """
    return _postgres(error) if hasattr(error.orig, "sqlstate") else _sqlite(str(error.orig))


def _sqlite(text: str) -> str | None:
    marks = {
        "locked": "busy",
        "busy": "busy",
        "is full": "full",
        "disk I/O": "disk",
        "readonly": "read-only",
        "malformed": "broken",
        "not a database": "broken",
        "unable to open": "disk",
    }
    return next((kind for mark, kind in marks.items() if mark in text), None)


def _postgres(error: exc.DBAPIError) -> str | None:
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state.startswith("53100"):
        return "full"
    if state in ("55P03", "57014", "40001", "40P01"):
        return "busy"
    if state == "25006":
        return "read-only"
    lost = state.startswith(("08", "57P", "53")) or error.connection_invalidated
    return "away" if lost or (not state and isinstance(error, exc.OperationalError)) else None
