"""Texts of workbooks in the reader's language, and the list of all texts that want translating."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clusterlib.readings import LANGUAGES, catalogue


def translated(notebook: Any, lang: str) -> Any:
    """A copy of a notebook whose text cells are in `lang`; a cell without translation stays as it is."""
    if lang == "en" or lang not in LANGUAGES:
        return notebook
    known, result = catalogue(lang), copy.deepcopy(notebook)
    for cell in result["cells"]:
        if cell["cell_type"] == "markdown":
            source = cell["source"]
            entry = known.get("".join(source) if isinstance(source, list) else source)
            if entry is not None and isinstance(entry.string, str) and entry.string:
                cell["source"] = entry.string
    return result


def messages(folder: Path) -> Iterator[tuple[str, str | None]]:
    """Texts of the Python files of a folder: (text, plural or None) of every `say` call.

    Also the kinds of pictures and the other words that workbooks give to `Step.show` as plain literals.
    """
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield from _call(node)


def _call(node: ast.Call) -> Iterator[tuple[str, str | None]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    literal = [
        a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else None for a in node.args
    ]
    if name in ("say", "_say", "self") and literal and literal[0]:
        yield literal[0], None
    elif name == "plural" and len(literal) >= 3 and literal[1] and literal[2]:
        yield literal[1], literal[2]
    elif name == "show":
        for keyword in node.keywords:
            if keyword.arg in ("adds", "source") and isinstance(keyword.value, ast.Constant):
                yield str(keyword.value.value), None
            if keyword.arg == "figures" and isinstance(keyword.value, ast.Dict):
                for value in keyword.value.values:
                    if isinstance(value, ast.Tuple) and isinstance(value.elts[-1], ast.Constant):
                        yield str(value.elts[-1].value), None
