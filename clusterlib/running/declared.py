"""What a workbook says of itself: the tables it reads and writes, and its parameters."""

from __future__ import annotations

import ast
import difflib
import json
import keyword
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from clusterlib import places
from clusterlib.faults import DomainError, SchemaError, WrongUse
from clusterlib.readings import Speaker
from clusterlib.running import ranges

#: Parameters that the runner fills itself.
RESERVED = ("case", "out", "lang")
_KINDS: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
_TRUE, _FALSE = {"true", "yes", "1"}, {"false", "no", "0"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One name of a workbook's parameters cell: its type, default and one-line help."""

    name: str
    kind: str
    default: Any
    help: str = ""

    def read(self, value: Any) -> Any:
        """The value in this parameter's type.

        Raises
        ------
        DomainError
            If it cannot be read as such.

        Examples
        --------
        >>> Parameter("seed", "int", 1).read("7")
        7
        """
        wanted = _KINDS[self.kind]
        text = str(value).strip()
        try:
            if self.kind == "bool":
                if text.lower() not in _TRUE | _FALSE:
                    raise ValueError(text)
                return text.lower() in _TRUE
            if self.kind == "int" and isinstance(value, float) and not value.is_integer():
                raise ValueError(text)
            result = wanted(value if isinstance(value, int | float) and not isinstance(value, bool) else text)
        except ValueError:
            words = {"int": "a whole number", "float": "a number", "bool": "yes or no", "str": "text"}
            raise DomainError(
                f"Parameter {self.name}: {text!r} is not {words[self.kind]}. "
                f"Default: {self.default!r}. {self.help}"
            ) from None
        if isinstance(result, float) and not abs(result) < float("inf"):
            raise DomainError(
                f"Parameter {self.name}: {text!r} is no finite number. Default: {self.default!r}."
            )
        return result


@dataclass(frozen=True, slots=True)
class Workbook:
    """One workbook as it declares itself.

    Parameters
    ----------
    path : Path
        The notebook.
    number, step, title : str
        ``03``, ``demand_ranking`` and what people call it.
    minutes : int
        How long a person needs for it.
    reads : tuple of tuple of str
        Required tables; of each inner tuple one is enough.
    optional, writes : tuple of str
        Tables it uses if they are there, and hand-overs it may write.
    parameters : dict
        Its own parameters by name.
    beside : dict
        Parameters that name something beside the case which the step reads: a ``case`` or a ``file``.
    """

    path: Path
    number: str
    step: str
    title: str
    minutes: int
    reads: tuple[tuple[str, ...], ...]
    optional: tuple[str, ...]
    writes: tuple[str, ...]
    parameters: dict[str, Parameter] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)

    @property
    def all_reads(self) -> tuple[str, ...]:
        """Every table it may read, required first."""
        required = [name for group in self.reads for name in group]
        return tuple(dict.fromkeys([*required, *self.optional]))


def workbook(path: Path) -> Workbook:
    """Read what one notebook declares.

    Raises
    ------
    SchemaError
        If the declaration is missing or incomplete, or names a table the dictionary does not have.
    """
    notebook = json.loads(path.read_text("utf-8"))
    said = notebook.get("metadata", {}).get("clusterlib")
    match = re.match(r"(\d\d)_([a-z_]+)$", path.stem)
    if not isinstance(said, dict) or match is None:
        raise SchemaError(f"{path.name} declares no step: its metadata need a section 'clusterlib'.")
    lacking = [key for key in ("step", "title", "minutes", "reads", "writes") if key not in said]
    if lacking:
        raise SchemaError(f"{path.name}: its declaration lacks {', '.join(lacking)}.")
    return Workbook(
        path=path,
        number=match[1],
        step=said["step"],
        title=said["title"],
        minutes=int(said["minutes"]),
        reads=tuple(tuple(part.strip() for part in group.split("|")) for group in said["reads"]),
        optional=tuple(said.get("optional", ())),
        writes=tuple(said["writes"]),
        parameters=parameters(notebook),
        beside=dict(said.get("beside", {})),
    )


@lru_cache(maxsize=8)
def _all(folder: Path, stamp: tuple[tuple[str, int], ...]) -> tuple[Workbook, ...]:
    return tuple(workbook(folder / name) for name, _ in stamp)


def workbooks(folder: Path | None = None) -> tuple[Workbook, ...]:
    """All workbooks of a folder in the order of the guide."""
    folder = folder or places.workbooks()
    found = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
    return _all(folder, tuple((path.name, path.stat().st_mtime_ns) for path in found))


def find(step: str, folder: Path | None = None) -> Workbook:
    """The workbook of one step, by its name or number.

    Raises
    ------
    WrongUse
        If there is none; the nearest name is suggested.
    """
    known = workbooks(folder)
    for book in known:
        if step in (book.step, book.number, book.path.stem):
            return book
    names = [book.step for book in known]
    raise WrongUse(f"There is no step {step!r}. {nearest(step, names)}")


def nearest(name: str, known: list[str]) -> str:
    """A sentence that suggests the nearest known name, or lists them all.

    Examples
    --------
    >>> nearest("treshold", ["threshold", "seed"])
    'Did you mean threshold?'
    """
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"Did you mean {close[0]}?" if close else f"Known: {', '.join(known) or 'none'}."


def parameters(notebook: dict[str, Any]) -> dict[str, Parameter]:
    """Parameters of a notebook, read from its cells of parameters and defaults without running it.

    What papermill injects comes after the parameters cell; cells of defaults stand before it, so that a
    given value wins over both.
    """
    found: dict[str, Parameter] = {}
    for cell in notebook.get("cells", ()):
        if {"parameters", "defaults"} & set(cell.get("metadata", {}).get("tags", ())):
            source = cell["source"]
            found |= _parse("".join(source) if isinstance(source, list) else source)
    return found


def _parse(source: str) -> dict[str, Parameter]:
    lines, found = source.splitlines(), {}
    for node in ast.parse(source).body:
        if not (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value):
            raise SchemaError(
                f"Parameters cell, line {node.lineno}: write it as `name: type = value  # help`."
            )
        kind = ast.unparse(node.annotation)
        if kind not in _KINDS:
            raise SchemaError(
                f"Parameters cell: {node.target.id} has the type {kind}; use {', '.join(_KINDS)}."
            )
        comment = lines[node.lineno - 1].partition("#")[2].strip()
        name = node.target.id
        found[name] = Parameter(name, kind, ast.literal_eval(node.value), comment)
    return found


def checked_parameters(
    given: dict[str, Any], books: tuple[Workbook, ...]
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Sort parameters to the steps that declare them.

    Parameters
    ----------
    given : dict
        Names (``seed`` for every step that has it, ``financing.months`` for one) to values.
    books : tuple of Workbook
        The workbooks of the run.

    Returns
    -------
    per_step : dict of dict
        For each step its typed parameters.
    wrong : list of str
        A sentence for each name or value that is refused; nothing may run if there is one.
    """
    per_step: dict[str, dict[str, Any]] = {book.step: {} for book in books}
    wrong: list[str] = []
    for name, value in given.items():
        step, dot, own = name.rpartition(".")
        if not own.isidentifier() or keyword.iskeyword(own):
            wrong.append(f"Parameter {name!r} is no name: letters, digits and underscores only.")
            continue
        takers = [
            b for b in books if own in b.parameters and own not in RESERVED and (not dot or b.step == step)
        ]
        if not takers:
            mine = [b for b in books if not dot or b.step == step] or list(books)
            known = sorted({p for b in mine for p in b.parameters if p not in RESERVED})
            wrong.append(f"There is no parameter {name!r}. {nearest(own, known)}")
        for book in takers:
            try:
                read = book.parameters[own].read(value)
            except DomainError as error:
                wrong.append(str(error))
                continue
            per_step[book.step][own] = read
            if sentence := ranges.of(book.step, own).wrong(read, Speaker("en")):
                wrong.append(f"Parameter {own}: {ranges.written(read)!r} is not allowed. {sentence}")
    return per_step, list(dict.fromkeys(wrong))
