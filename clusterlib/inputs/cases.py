"""Open and check a case: a folder with ``case.yml`` and a CSV file per table, or one Excel file.

A case never changes: an edit gives a new case in which everything was judged again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from clusterlib import atomic, tables
from clusterlib.faults import CaseError, DomainError, Fault, fault, unique
from clusterlib.inputs import case_folder, checking, rules, settings
from clusterlib.inputs.case_folder import Found
from clusterlib.inputs.checking import Sheet
from clusterlib.inputs.number_style import NumberStyle
from clusterlib.inputs.raw import RawTable
from clusterlib.inputs.settings import Settings

if TYPE_CHECKING:
    from clusterlib.readings import Speaker

__all__ = ["Case", "CaseError", "from_tables", "open_case", "save_folder"]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What is known about one cluster, checked. Made by `open_case`.

    Attributes
    ----------
    path : Path
        Folder or Excel file it was opened from.
    settings : mapping
        Typed settings by their dotted names, defaults filled in.
    faults, remarks : tuple of Fault
        All that is wrong, and all that is only worth a word.
    """

    path: Path
    settings: Mapping[str, Any]
    faults: tuple[Fault, ...]
    remarks: tuple[Fault, ...]
    _found: Found = field(repr=False)
    _sheets: Mapping[str, Sheet] = field(repr=False)
    _style: NumberStyle = field(repr=False)

    @property
    def name(self) -> str:
        """What the case is called; without the setting the name of its folder or file."""
        return str(self.settings.get("name") or self.path.stem)

    @property
    def currency(self) -> str | None:
        """The one currency of all amounts, ISO 4217."""
        return self.settings.get("currency")

    @property
    def language(self) -> str:
        """Language the case is written in."""
        return str(self.settings.get("language", "en"))

    @property
    def settings_text(self) -> bytes | None:
        """``case.yml`` as it is, comments and all; None when the case has none or it was edited."""
        return self._found.settings_text

    @property
    def as_of(self) -> str | None:
        """The day that counts as today: the setting, else the latest day of its tables, else None."""
        if "as_of" in self.settings:
            return str(self.settings["as_of"])
        days = [
            cell
            for sheet in self._sheets.values()
            for column in sheet.table.columns
            if column.type == "date"
            for cell in sheet.cells(column.name)
            if cell is not None
        ]
        return max(days, default=None)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that have rows, in the order of the dictionary."""
        return tuple(name for name in tables.names("input", first_release=False) if self.has(name))

    def setting(self, name: str, default: Any = None) -> Any:
        """A setting by its dotted name."""
        return self.settings.get(name, default)

    def has(self, name: str) -> bool:
        """Whether a table is there with at least one row."""
        return name in self._sheets and bool(self._sheets[name].lines)

    def faulty(self, name: str) -> list[Fault]:
        """Faults of one table, without remarks; ``case`` gives those of the settings."""
        return [item for item in self.faults if item.table == name]

    def table(self, name: str) -> pd.DataFrame:
        """The typed rows of a table; none when the case lacks it.

        Raises
        ------
        DomainError
            If the table has faults.
        SchemaError
            If the dictionary has no such table.
        """
        tables.table(name)
        if found := self.faulty(name):
            say = self.say("en")
            listed = "\n".join(item.sentence(say) for item in found[:5])
            more = f"\n… and {len(found) - 5} more" if len(found) > 5 else ""
            raise DomainError(f"The table {name} has faults; correct them first.\n{listed}{more}")
        return self._sheets[name].frame.copy() if name in self._sheets else tables.empty(name)

    def raw(self, name: str) -> RawTable | None:
        """A table exactly as it was given; None when the case lacks it. ``case`` gives the settings."""
        return self._found.raws.get(name)

    def text(self, name: str) -> pd.DataFrame:
        """The cells of a table as texts, for an editor; no columns when the case lacks it."""
        raw = self.raw(name)
        return pd.DataFrame() if raw is None else raw.frame(self._style)

    def with_table(self, name: str, frame: pd.DataFrame) -> Case:
        """A new case in which one table is replaced and everything is judged again.

        Parameters
        ----------
        name : str
            An input table, or ``case`` for the settings (columns setting, entry).
        frame : DataFrame
            Texts as a person writes them; NaN or an empty text is blank. In the faults of this table
            row 2 is the first row of the frame. A frame without columns removes the table.
        """
        spec = tables.table(name)
        if spec.kind != "input":
            raise DomainError(f"{name} is computed by a workbook; only inputs can be replaced.")
        book = self.path.suffix.casefold() == ".xlsx"
        file = self.path.name if book else case_folder.SETTINGS if name == "case" else f"{name}.csv"
        old = self.raw(name) or RawTable(name, file, name if book else None, (), (), ())
        kept = [item for item in self._found.faults if item.table != name]
        raws = {other: raw for other, raw in self._found.raws.items() if other != name}
        if len(frame.columns):
            raws[name] = old.with_frame(frame)
        changed = replace(
            self._found,
            raws=raws,
            faults=kept,
            broken=self._found.broken - {name},
            settings_text=None if name == "case" else self._found.settings_text,
        )
        same = {other: sheet for other, sheet in self._sheets.items() if other != name}
        return _judge(self.path, changed, known=same, style=self._style)

    def say(self, lang: str | None = None) -> Speaker:
        """A speaker in a language, or in that of the case."""
        from clusterlib.readings import Speaker

        return Speaker(lang or self.language, currency=self.currency)


def open_case(path: Path | str) -> Case:
    """Open a case and judge all of it.

    Parameters
    ----------
    path : path
        A folder with ``case.yml`` and CSV files, or an ``.xlsx`` file with a sheet per table.

    Returns
    -------
    Case
        Also when the case is full of faults: they are in `Case.faults`.

    Raises
    ------
    CaseError
        If the path is no case at all.
    """
    place = Path(path).expanduser()
    try:
        folder, file = place.is_dir(), place.is_file()
    except (OSError, ValueError):
        folder = file = False
    if folder:
        try:
            found = case_folder.read_folder(place)
        except OSError as error:
            raise CaseError(f"The folder {place.name!r} cannot be read: {error.strerror}.") from None
        if not found.raws and not found.broken:
            raise CaseError(
                f"The folder {place.name!r} holds no case: neither case.yml nor a file that is called as a "
                "table (demands.csv, tasks.csv …). Choose another folder, or begin one with `clusterlib new`."
            )
    elif file and place.suffix.casefold() in (".xlsx", ".xlsm", ".xls"):
        found = _read_book(place)
    else:
        raise CaseError(_no_case(place, file))
    return _judge(place, found)


def from_tables(name: str, frames: Mapping[str, pd.DataFrame], *, settings_text: bytes | None = None) -> Case:
    """A case whose tables are kept elsewhere than in files; all of it is judged.

    Parameters
    ----------
    name : str
        What the case is called where its settings do not say.
    frames : mapping of str to DataFrame
        Input tables as texts; ``case`` holds the settings (columns setting, entry).
    settings_text : bytes, optional
        ``case.yml``, when it says the same as the settings.
    """
    raws = {}
    for table, frame in frames.items():
        if tables.table(table).kind != "input":
            raise DomainError(f"{table} is computed by a workbook; only inputs are part of a case.")
        file = case_folder.SETTINGS if table == "case" else f"{table}.csv"
        raws[table] = RawTable(table, file, None, (), (), ()).with_frame(frame)
    lacking = [] if "case" in raws else [fault("case-yml-missing", file=case_folder.SETTINGS, table="case")]
    return _judge(Path(atomic.slug(name)), Found(raws, lacking, set(), settings_text))


def _no_case(place: Path, file: bool) -> str:
    name = place.name.replace("\0", "\\0")
    if not file:
        return f"There is no case at {name!r}. Give the folder of a case or its Excel file."
    if place.suffix.casefold() in (".yml", ".yaml", ".csv", ".txt", ".tsv"):
        return f"{name!r} is one file of a case. Give the folder it lies in ({place.parent.name!r})."
    return f"{name!r} is no case. A case is a folder with case.yml and CSV files, or one .xlsx file."


def _read_book(path: Path) -> Found:
    from clusterlib.inputs.excel_read import read_book

    raws, faults = read_book(path)
    wrong = {item.table for item in faults if item.severity == "fault"} - {""}
    return Found(dict(raws), list(faults), wrong - set(raws))


# ------------------------------------------------------------------ judging
def _judge(
    path: Path, found: Found, *, known: Mapping[str, Sheet] | None = None, style: NumberStyle | None = None
) -> Case:
    """Type the settings, then the cells of each table, then apply the rules between them."""
    book = path.suffix.casefold() == ".xlsx" and "case" not in found.broken
    own = _settings(path, found, book)
    usable = known if known is not None and own.style == style else {}
    sheets: dict[str, Sheet] = {}
    said = [*found.faults, *own.faults]
    for name in tables.names(first_release=False):
        if name == "case" or (name not in found.raws and name not in found.broken):
            continue
        raw = found.raws.get(name)
        if tables.table(name).kind != "input":
            if raw is not None:
                said.append(fault("file-hand-over", file=raw.file, sheet=raw.sheet, name=name))
        elif raw is None:
            sheets[name] = Sheet(tables.table(name), "", None, tables.empty(name), (), frozenset())
        else:
            sheets[name] = usable[name] if name in usable else checking.check(raw, style=own.style)
            said += sheets[name].faults
    said += rules.check(sheets)
    if "currency" not in own.values and not any(item.column == "currency" for item in own.faults):
        said += _currency(sheets, path, book)
    unsolved = {(item.table, item.row, item.column) for item in said if item.code == "excel-formula-no-value"}
    said = [i for i in said if not (i.code.startswith("blank") and (i.table, i.row, i.column) in unsolved)]
    said = sorted(unique(checking.limited(said)), key=_place)
    faults = tuple(item for item in said if item.severity == "fault")
    remarks = tuple(item for item in said if item.severity == "remark")
    return Case(path, own.values, faults, remarks, found, sheets, own.style)


def _place(item: Fault) -> tuple[int, str, int]:
    order = {name: i for i, name in enumerate(tables.names(first_release=False))}
    return order.get(item.table, len(order)), item.file, item.row or 0


def _settings(path: Path, found: Found, book: bool) -> Settings:
    raw = found.raws.get("case")
    place: tuple[str, str | None] = (path.name, "case") if book else (case_folder.SETTINGS, None)
    if raw is not None:
        place = raw.file, raw.sheet
    own = settings.check(raw, file=place[0], sheet=place[1])
    if raw is not None:
        return replace(own, faults=(*checking.headings(raw), *own.faults))
    told = any(item.table == "case" for item in found.faults)
    return replace(own, faults=()) if told else own


def _currency(sheets: Mapping[str, Sheet], path: Path, book: bool) -> list[Fault]:
    for sheet in sheets.values():
        for column in sheet.table.columns:
            if column.type == "money" and any(cell is not None for cell in sheet.cells(column.name)):
                where: dict[str, Any] = {
                    "file": path.name if book else case_folder.SETTINGS,
                    "sheet": "case" if book else None,
                }
                amounts = f"{sheet.table.name}.{column.name}"
                return [fault("currency-missing", **where, table="case", column="currency", where=amounts)]
    return []


def save_folder(case: Case, path: Path | str) -> Path:
    """Write a case as a folder; see `case_save.save_folder`."""
    from clusterlib.inputs.case_save import save_folder as save

    return save(case, path)
