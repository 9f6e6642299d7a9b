"""Write a case as a folder so that opening it again gives the same case."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clusterlib import atomic, tables
from clusterlib.faults import CaseError, visible
from clusterlib.inputs import settings
from clusterlib.inputs.case_folder import SETTINGS
from clusterlib.inputs.csv_text import guard, write_rows
from clusterlib.inputs.number_style import NumberStyle
from clusterlib.inputs.parsing import as_text
from clusterlib.inputs.raw import RawTable

if TYPE_CHECKING:
    from clusterlib.inputs.cases import Case

#: Faults of reading after which not every cell is known.
_LOST = frozenset(
    {"row-width", "csv-quote", "csv-long", "excel-formula-no-value", "excel-sheet-twice", "excel-more"}
)
_PLAIN_NUMBER = re.compile("[+-]?[0-9][0-9., \u00a0\u202f]*")


def save_folder(case: Case, path: Path | str) -> Path:
    """Write a case as a folder with ``case.yml`` and a CSV file per table.

    Texts stay as they were typed, unknown columns are kept. A text that a spreadsheet would run as a
    formula gets an apostrophe, which is taken away when it is read. All files are finished before the
    first takes its place.

    Parameters
    ----------
    case : Case
        Any case, also one with faults.
    path : path
        A new or empty folder, or the folder of the case itself.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    CaseError
        If the folder holds something else, or if a table could not be read in full.
    ClusterlibError
        If the disk refuses.
    """
    target = Path(path).expanduser()
    own = target.exists() and case.path.exists() and target.resolve() == case.path.resolve()
    if target.exists() and not own and (not target.is_dir() or any(target.iterdir())):
        raise CaseError(f"{target.name!r} is not empty. Give a new folder, so that nothing is overwritten.")
    refuse_loss(case)
    files = {SETTINGS: _settings_bytes(case)}
    for name in tables.names("input", first_release=False):
        raw = case.raw(name)
        if raw is not None and name != "case":
            kept = own and Path(raw.file).suffix.casefold() in (".csv", ".txt", ".tsv")
            files[raw.file if kept else f"{name}.csv"] = table_bytes(raw, case._style)
    atomic.write_folder(target, files)
    return target


def refuse_loss(case: Case) -> None:
    """Nothing, or a CaseError when not every cell of the case is known, so that a copy would lose some."""
    lost = sorted({item.table for item in case.faults if item.code in _LOST} | case._found.broken)
    own_settings = case.raw("case")
    if own_settings is not None and not {"setting", "entry"} <= set(own_settings.columns):
        lost.insert(0, "case")
    if lost:
        raise CaseError(
            f"Not every row of {', '.join(lost)} could be read, so the case cannot be saved without loss. "
            "Correct the file first."
        )


def table_bytes(raw: RawTable, style: NumberStyle) -> bytes:
    """The CSV file of one table as it was given."""
    known = {column.name: column for column in tables.table(raw.table).columns}
    numeric = [name in known and not known[name].is_text for name in raw.columns]

    def safe(text: str, number: bool) -> str:
        return text if number and _PLAIN_NUMBER.fullmatch(text) else guard(text)

    rows = [list(map(safe, row, numeric)) for row in raw.texts(style)]
    return write_rows([[guard(name) for name in raw.columns], *rows])


def _settings_bytes(case: Case) -> bytes:
    if case._found.settings_text is not None:
        return case._found.settings_text
    raw = case.raw("case")
    return settings_text(raw, case._style).encode("utf-8") if raw is not None else b""


def settings_text(raw: RawTable, style: NumberStyle) -> str:
    """Settings given as rows, written as ``case.yml``; what else stands in a row becomes a comment.

    Parameters
    ----------
    raw : RawTable
        The table ``case``: setting, entry, and perhaps basis, source and note.
    style : NumberStyle
        How the case writes numbers.
    """
    import yaml

    place = {name: i for i, name in enumerate(raw.columns)}
    groups: dict[str, Any] = {}
    comments: dict[str, list[str]] = {}
    names = [str(row[place["setting"]] or "").strip() for row in raw.rows]
    for name, row in zip(names, raw.rows, strict=True):
        entry = as_text(row[place["entry"]], style, settings.known().get(name))
        if not name or not entry.strip():
            continue
        head, _, rest = name.partition(".")
        nested = bool(rest) and head not in names
        key = head if nested else name
        if nested:
            groups.setdefault(head, {})[rest] = entry
        else:
            groups[key] = entry
        more = {c: as_text(row[place[c]]) for c in ("basis", "source", "note") if c in place}
        said = "; ".join(f"{c}: {text}" for c, text in more.items() if text)
        if said:
            comments.setdefault(key, []).append(visible(f"{name} – {said}", 400))
    lines = []
    for key, value in groups.items():
        lines += [f"# {comment}\n" for comment in comments.get(key, [])]
        lines.append(yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=10_000))
    return "".join(lines)
