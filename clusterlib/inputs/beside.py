"""What a step may read beside the case itself: a second case to compare with, a file with outlines.

Both are named by a parameter, which may stand in the settings of a stranger's case. So a second case is
only a name: of a folder or Excel file beside this case, or of a shipped case. A path is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from clusterlib import places
from clusterlib.faults import WrongUse, visible
from clusterlib.inputs.cases import Case, open_case
from clusterlib.inputs.parsing import nearest


@dataclass(frozen=True, slots=True)
class Beside:
    """Tables of a second case.

    Attributes
    ----------
    name : str
        What that case is called.
    tables : mapping
        Typed tables by name; None where the case has none.
    """

    name: str
    tables: Mapping[str, pd.DataFrame | None]


def folder_of(case: Case) -> Path:
    """The folder of a case; of an Excel file the folder it lies in."""
    return case.path if case.path.is_dir() else case.path.absolute().parent


def find_beside(case: Case, name: str) -> Path:
    """The second case of that name: beside this one, else among the shipped ones.

    Parameters
    ----------
    case : Case
        The case at hand.
    name : str
        Name of a folder, or of an Excel file with or without ``.xlsx``.

    Raises
    ------
    WrongUse
        If the name is a path, the case itself, or not found.
    """
    name = name.strip()
    if not name or name.startswith(".") or Path(name).name != name or "\\" in name:
        raise WrongUse(
            f"compare_with: {visible(name)!r} must be the plain name of a case that lies beside this one, or "
            "of a shipped case."
        )
    around = case.path.absolute().parent
    shipped = places.shipped_case().parent
    for path in (around / name, around / f"{name}.xlsx", shipped / name):
        there = (path / "case.yml").is_file() or (path.suffix.casefold() == ".xlsx" and path.is_file())
        if there and path.resolve() != case.path.resolve():
            return path
    known = sorted({p.parent.name for p in (*around.glob("*/case.yml"), *shipped.glob("*/case.yml"))})
    near = nearest(name, known)
    hint = f"Did you mean {near}?" if near else f"Known: {', '.join(known[:20]) or 'none'}."
    raise WrongUse(f"compare_with: there is no other case called {visible(name)!r} beside this one. {hint}")


def open_beside(case: Case, name: str, tables: tuple[str, ...]) -> Beside:
    """Open a second case and take some of its tables.

    Raises
    ------
    WrongUse
        If there is no such case.
    DomainError
        If one of the tables has faults.
    """
    other = open_case(find_beside(case, name))
    return Beside(other.name, {table: other.table(table) if other.has(table) else None for table in tables})


def digest_beside(case: Case, kind: str, name: str) -> str:
    """Hash of what a parameter names, so that a step runs again when it changed; blank when it is not there.

    Parameters
    ----------
    case : Case
        The case at hand.
    kind : {"case", "file"}
        What the parameter names.
    name : str
        Its value.
    """
    if not name.strip():
        return ""
    try:
        path = find_beside(case, name) if kind == "case" else folder_of(case) / name
    except WrongUse:
        return ""
    if kind == "file":
        files = sorted(path.parent.glob(f"{path.stem}.*")) if path.parent.is_dir() else []
    else:
        files = [path] if path.is_file() else [*sorted(path.glob("*.csv")), path / "case.yml"]
    whole = hashlib.sha256()
    for file in files:
        if file.is_file() and file.resolve().is_relative_to(path.parent.resolve()):
            whole.update(f"{file.name}:{file.stat().st_size}:".encode())
            whole.update(file.read_bytes())
    return whole.hexdigest()
