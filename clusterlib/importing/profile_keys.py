"""The schema of an import profile: one row of ``profile_keys.csv`` for each key."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("profile_keys.csv")


@dataclass(frozen=True, slots=True)
class Key:
    """One key a profile may hold; a name that ends in ``*`` stands for any name of the author's.

    Attributes
    ----------
    name, kind, allowed, meaning, meaning_fr : str
        Dotted name, kind of value, allowed values in words, and what it is for.
    required : bool
        Whether every profile needs it.
    default : str
        What holds without it.
    """

    name: str
    kind: str
    required: bool
    default: str
    allowed: str
    meaning: str
    meaning_fr: str

    @property
    def words(self) -> tuple[str, ...]:
        """The closed list of a choice."""
        return tuple(self.allowed.split(" | ")) if " | " in self.allowed else ()


@lru_cache(maxsize=1)
def keys() -> dict[str, Key]:
    """All keys by their dotted names, in the order of the file.

    Examples
    --------
    >>> keys()["region.from"].words[:2], keys()["cells.unit"].default
    (('column', 'sheet'), '1')
    """
    with _FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        row["key"]: Key(
            row["key"],
            row["kind"],
            row["required"] == "yes",
            row["default"],
            row["allowed"],
            row["meaning"],
            row["meaning_fr"],
        )
        for row in rows
    }


def key_of(path: tuple[str, ...]) -> Key | None:
    """The key that the names of an entry mean, from the outside in; None when there is none.

    Examples
    --------
    >>> key_of(("flags", "words", "p")).name, key_of(("regions",)) is None
    ('flags.words.*', True)
    """
    known = keys()
    return known.get(".".join(path)) or known.get(".".join((*path[:-1], "*")) if len(path) > 1 else "")


def markdown(lang: str = "en") -> str:
    """All keys as a table for people, for ``docs/importing.md``."""
    lines = ["| key | kind | default | what it says |", "|---|---|---|---|"]
    for key in keys().values():
        meaning = key.meaning_fr if lang == "fr" else key.meaning
        allowed = (
            f" One of: {key.allowed}." if key.words else f" Allowed: {key.allowed}." if key.allowed else ""
        )
        name = f"**`{key.name}`**" if key.required else f"`{key.name}`"
        default = f"`{key.default}`" if key.default else ""
        lines.append(
            f"| {name} | {key.kind} | {default} | {(meaning + allowed).replace('|', chr(92) + '|')} |"
        )
    return "\n".join(lines) + "\n"
