"""What a step's result depends on, as one hash: nothing of it changed, nothing is run again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from clusterlib import places, tables
from clusterlib.inputs import beside
from clusterlib.inputs.cases import Case
from clusterlib.running.declared import Workbook
from clusterlib.running.runs import digest

_NOT_USED = ("sources", "purpose", "number_style", "schema")


@lru_cache(maxsize=1)
def library() -> str:
    """Hash of the library's code, dictionary and texts and of the reference facts."""
    package = Path(__file__).parents[1]
    endings = {".py", ".csv", ".po", ".js", ".css"}
    parts = [p for p in package.rglob("*") if p.suffix in endings and "_shipped" not in p.parts]
    parts += list((places.root() / "data" / "reference").glob("*.csv"))
    return digest("".join(f"{p.name}:{digest(p.read_bytes())}" for p in sorted(parts)).encode())


def table_hashes(case: Case, book: Workbook, handed: Mapping[str, Path]) -> dict[str, str]:
    """Hash of each table the workbook reads and that is there: the same for a folder and an Excel file."""
    found = {}
    for name in book.all_reads:
        if tables.table(name).kind == "input":
            if case.has(name) and not case.faulty(name):
                found[name] = digest(tables.canonical_csv(name, case.table(name)))
        elif name in handed:
            found[name] = digest(handed[name].read_bytes())
    return found


def beside_hashes(case: Case, book: Workbook, parameters: Mapping[str, Any]) -> dict[str, str]:
    """Hash of each second case and file that parameters of the workbook name."""
    given = {name: str(parameters.get(name, book.parameters[name].default)) for name in book.beside}
    return {
        name: beside.digest_beside(case, book.beside[name], value) for name, value in given.items() if value
    }


def step_key(
    case: Case,
    book: Workbook,
    steps: set[str],
    parameters: Mapping[str, Any],
    lang: str,
    reads: Mapping[str, str],
) -> str:
    """One hash over inputs, parameters, settings, workbook and library."""
    settings = {
        name: str(value)
        for name, value in case.settings.items()
        if name not in _NOT_USED and (name.split(".")[0] not in steps or name.startswith(f"{book.step}."))
    }
    whole = {
        "library": library(),
        "workbook": digest(book.path.read_bytes()),
        "parameters": dict(parameters),
        "settings": settings,
        "as_of": case.as_of,
        "lang": lang,
        "reads": dict(reads),
    }
    return digest(json.dumps(whole, sort_keys=True, ensure_ascii=False, default=str).encode("utf-8"))
