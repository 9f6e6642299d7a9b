"""Make an empty case, or a copy of one, as a folder or as one Excel file; nothing is overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import yaml

from clusterlib import atomic, tables
from clusterlib.faults import CaseError
from clusterlib.inputs import settings
from clusterlib.inputs.case_folder import SETTINGS
from clusterlib.inputs.csv_text import guard, write_rows
from clusterlib.inputs.excel_notes import EXAMPLE, allowed_text, spoken
from clusterlib.inputs.parsing import parse
from clusterlib.readings import LANGUAGES, Speaker

if TYPE_CHECKING:
    from clusterlib.columns import Column
    from clusterlib.inputs.cases import Case


def new_case(
    target: Path | str, *, source: Path | str | Case | None = None, xlsx: bool = False, lang: str = "en"
) -> Path:
    """Make an empty case, or a copy of one.

    Parameters
    ----------
    target : path
        A folder that does not exist yet or is empty, or an Excel file that does not exist yet.
    source : path or Case, optional
        Case to copy, with all its tables; without it the case holds the core sheets, each with one
        example row that is ignored.
    xlsx : bool
        One Excel file instead of a folder; a target that ends in ``.xlsx`` says so too.
    lang : {"en", "fr"}
        Language of notes, examples and drop-downs of an empty case; a copy keeps its own.

    Returns
    -------
    Path
        The folder or file that was made.

    Raises
    ------
    CaseError
        If something stands in the way, the source is no case, or not all of it could be read.
    ClusterlibError
        If the disk refuses, or Excel cannot keep a cell of the source.
    """
    place = Path(target).expanduser()
    book = xlsx or place.suffix.casefold() == ".xlsx"
    if book and place.suffix.casefold() != ".xlsx":
        place = place.with_name(f"{place.name}.xlsx")
    _refuse_to_overwrite(place, book)
    if lang not in LANGUAGES:
        raise CaseError(f"There are no notes in the language {lang!r}. Choose {' or '.join(LANGUAGES)}.")
    place.parent.mkdir(parents=True, exist_ok=True)
    if source is not None:
        return _copy(source, place, book)
    name = place.stem if book else place.resolve().name
    if not book:
        atomic.write_folder(place, _folder(name, Speaker(lang)))
        return place
    from clusterlib.inputs.excel_write import write_book

    return write_book(_sheets(name, Speaker(lang)), place, lang=lang)


def core_tables() -> tuple[str, ...]:
    """Tables of a template, in the order of the dictionary.

    Examples
    --------
    >>> core_tables()[:3], len(core_tables())
    (('case', 'employment', 'nodes'), 23)
    """
    return tuple(name for name in tables.names("input") if tables.table(name).core_sheet)


def _refuse_to_overwrite(place: Path, book: bool) -> None:
    if place.is_dir() and not book and not any(place.iterdir()):
        return
    if place.exists() or place.is_symlink():
        raise CaseError(f"{place.name!r} exists already and is not overwritten. Choose another name.")


def _copy(source: Path | str | Case, place: Path, book: bool) -> Path:
    from clusterlib.inputs import cases
    from clusterlib.inputs.case_save import refuse_loss
    from clusterlib.inputs.excel_write import write_book

    case = source if isinstance(source, cases.Case) else cases.open_case(source)
    if not book:
        return cases.save_folder(case, place)
    refuse_loss(case)
    return write_book(case, place)


# ------------------------------------------------------------------ an empty case
def _examples(name: str, lang: str) -> dict[str, str]:
    """The example row of a table, as texts."""
    cells = {column.name: spoken(column, column.example, lang) for column in tables.table(name).columns}
    return cells | {"note": EXAMPLE[lang]}


def _folder(name: str, say: Speaker) -> dict[str, bytes]:
    files = {SETTINGS: _settings_text(name, say).encode("utf-8")}
    for table in core_tables():
        if table != "case":
            row = _examples(table, say.locale)
            files[f"{table}.csv"] = write_rows([list(row), [_safe(table, *cell) for cell in row.items()]])
    return files


def _safe(table: str, column: str, text: str) -> str:
    return guard(text) if tables.table(table).column(column).is_text else text


def _settings_text(name: str, say: Speaker) -> str:
    """A ``case.yml`` with the name; all other settings are there as comments."""
    lines = [
        "## " + say("What holds for the whole case. Remove the # before a setting to use it."),
        _line("name", name),
        _line("language", say.locale),
    ]
    for column in settings.known().values():
        if column.name not in ("name", "language", "schema"):
            example = spoken(column, column.example, say.locale)
            lines += ["", f"## {_explained(column, say)}", f"#{_line(column.name, example)}"]
    return "\n".join(lines) + "\n"


class _Plain(yaml.SafeDumper):
    """Writes what `settings` reads: every entry is a text, in quotation marks only where it must be."""

    yaml_implicit_resolvers = {}  # noqa: RUF012


def _line(setting: str, entry: str) -> str:
    text: str = yaml.dump({setting: entry}, Dumper=_Plain, allow_unicode=True, width=10_000)
    return text.rstrip("\n")


def _explained(column: Column, say: Speaker) -> str:
    words = say("Allowed: {allowed}", allowed=allowed_text(column, say)) if column.words else ""
    return f"{column.label(say.locale)}: {say(column.meaning)} {words}".rstrip()


def _with_example(column: Column, say: Speaker) -> str:
    example = say("Example: {example}", example=spoken(column, column.example, say.locale))
    return f"{_explained(column, say)} {example}"


def _sheets(name: str, say: Speaker) -> dict[str, pd.DataFrame]:
    """Frames of the core sheets; the settings stand there with a blank entry and what they mean."""
    given = {"name": name, "language": say.locale}
    frames = {
        "case": pd.DataFrame(
            [
                {"setting": c.name, "entry": given.get(c.name), "note": _with_example(c, say)}
                for c in settings.known().values()
                if c.name != "schema"
            ],
            dtype=object,
        )
    }
    for table in core_tables():
        if table != "case":
            frames[table] = pd.DataFrame([_typed(table, _examples(table, say.locale))], dtype=object)
    return frames


def _typed(table: str, row: dict[str, str]) -> dict[str, Any]:
    return {name: parse(tables.table(table).column(name), text) for name, text in row.items()}
