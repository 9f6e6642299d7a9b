"""Find the tables of a case in a folder. Only files that are called as a table are opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clusterlib import tables
from clusterlib.faults import Fault, fault
from clusterlib.inputs import csv_files, settings
from clusterlib.inputs.parsing import nearest
from clusterlib.inputs.raw import RawTable

SETTINGS = "case.yml"
_TEXT = (".csv", ".tsv", ".txt")
_BOOKS = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers")


@dataclass(slots=True)
class Found:
    """What a reader found: tables, the settings among them, what is wrong with files.

    Attributes
    ----------
    raws : dict of RawTable
        Tables by name; the settings are the table ``case``.
    broken : set of str
        Tables that are there but could not be read.
    settings_text : bytes or None
        ``case.yml`` as it is.
    """

    raws: dict[str, RawTable] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    settings_text: bytes | None = None


def read_folder(folder: Path) -> Found:
    """Read all tables and the settings of a folder.

    Parameters
    ----------
    folder : Path
        An existing folder. Links that lead out of it are not followed; hidden files are passed over.
    """
    found = Found()
    files: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.startswith((".", "~$")):
            continue
        name, said = _table_of(path)
        found.faults += said
        if name:
            files.setdefault(name, []).append(path)
    for name in (n for n in ("case", *tables.names("input", first_release=False)) if n in files):
        paths = files.pop(name)
        if len(paths) > 1:
            others = ", ".join(path.name for path in paths)
            found.faults.append(fault("file-twice", file=paths[0].name, table=name, others=others))
        _read(paths[0], name, folder, found)
    if "case" not in found.raws and "case" not in found.broken:
        found.faults.append(fault("case-yml-missing", file=SETTINGS, table="case"))
    return found


def _table_of(path: Path) -> tuple[str, list[Fault]]:
    """The table a file holds by its name, and what is to be said about a file that holds none."""
    stem, ending = path.stem.casefold(), path.suffix.casefold()
    where: dict[str, Any] = {"file": path.name}
    if path.name.casefold() == SETTINGS:
        return "case", []
    if path.name.casefold() == "case.yaml":
        return "", [fault("file-near-yml", **where, table="case")]
    if ending in _BOOKS and stem in tables.names("input", first_release=False):
        return "", [fault("file-spreadsheet", **where, table=stem, name=stem)]
    if ending not in _TEXT:
        return "", []
    if stem == "case":
        return "", [fault("case-csv", **where, table="case")]
    known = tables.dictionary()
    if stem in known:
        if known[stem].kind == "input":
            return stem, []
        return "", [fault("file-hand-over", **where, name=stem)]
    near = _near(stem, tables.names("input", first_release=False), ending == ".txt")
    if near:
        return "", [fault("file-near", **where, table=near, name=path.stem, nearest=near)]
    return "", [fault("file-unknown", **where, name=path.stem)] if ending != ".txt" else []


def _near(stem: str, known: tuple[str, ...], strict: bool) -> str:
    """The table that a file name most likely means; empty when there is none."""
    bare = "".join(character for character in stem if character.isalpha())
    same = next((name for name in known if name.replace("_", "") in (bare, f"{bare}s")), "")
    return same if same or strict else nearest(stem, known, cutoff=0.84)


def _read(path: Path, name: str, folder: Path, found: Found) -> None:
    try:
        inside = path.resolve(strict=True).is_relative_to(folder.resolve())
        regular = path.is_file()
    except OSError:
        inside, regular = False, False
    if not inside:
        found.faults.append(fault("file-link", file=path.name, table=name))
        found.broken.add(name)
        return
    if not regular:
        found.faults.append(fault("file-unreadable", file=path.name, table=name, reason="no file"))
        found.broken.add(name)
        return
    raw, faults = settings.read(path) if name == "case" else csv_files.read(path, name)
    found.faults += faults
    if raw is None:
        found.broken.add(name)
    else:
        found.raws[name] = raw
        if name == "case":
            found.settings_text = path.read_bytes()
