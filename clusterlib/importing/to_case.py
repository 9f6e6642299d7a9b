"""Put an imported table into a case, new or old, folder or Excel file; nothing is overwritten unasked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import yaml

from clusterlib import atomic, tables
from clusterlib.faults import CaseError, ClusterlibError
from clusterlib.importing.run import Imported
from clusterlib.inputs.case_folder import SETTINGS
from clusterlib.inputs.cases import Case, open_case, save_folder
from clusterlib.inputs.csv_text import csv_bytes
from clusterlib.inputs.excel_write import write_book

#: What a case written anew would lose of an Excel file.
_FOREIGN = ("excel-sheet-unknown", "excel-sheet-unknown-hidden", "excel-sheet-near", "excel-formula")


def write(found: Imported, place: Path | str, *, replace: bool = False) -> Path:
    """Write an imported table as `employment` of a case.

    Parameters
    ----------
    found : Imported
        An import without faults.
    place : path
        A case, a folder that does not exist yet or is empty, or an ``.xlsx`` file that does not exist yet.
    replace : bool
        Whether an `employment` table that has rows may be replaced.

    Returns
    -------
    Path
        The case.

    Raises
    ------
    ClusterlibError
        If the import has faults, the case has the table already, or an Excel file holds more than a case.
    """
    if found.faults:
        raise ClusterlibError("The import has faults, so nothing was written. Correct them first.")
    target = Path(place).expanduser()
    empty = target.is_dir() and not any(target.iterdir())
    if target.exists() and not empty:
        return _into(open_case(target), found.employment, replace)
    if not target.suffix or target.is_dir():
        return _new_folder(target, found)
    if target.suffix.casefold() != ".xlsx":
        raise CaseError(
            f"{target.name!r} is neither a folder nor an .xlsx file. Give the case one of both forms."
        )
    settings = pd.DataFrame(
        {"setting": ["name", *_rounding(found)], "entry": [target.stem, *_rounding(found).values()]}
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    return write_book({"case": settings, "employment": found.employment}, target)


def _rounding(found: Imported) -> dict[str, str]:
    """The setting that tells the mapping how far the numbers are rounded, where that is not half a job."""
    half = found.profile.half_step
    return {} if half == 0.5 else {"mapping.rounding": f"{half:g}"}


def _new_folder(target: Path, found: Imported) -> Path:
    settings: dict[str, object] = {"name": target.resolve().name}
    if rounding := _rounding(found):
        settings["mapping"] = {"rounding": rounding["mapping.rounding"]}
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
    files = {SETTINGS: text.encode(), "employment.csv": csv_bytes("employment", found.employment)}
    atomic.write_folder(target, files)
    return target


def _into(case: Case, employment: pd.DataFrame, replace: bool) -> Path:
    """Add the table to a case that exists, or put it in the place of the one that is there."""
    raw = case.raw("employment")
    if raw is not None and raw.rows and not replace:
        n = len(raw.rows)
        raise CaseError(
            f"The case {case.path.name!r} has a table employment already ({n} rows). Say --replace to put "
            "the imported one in its place, or give another case."
        )
    book = case.path.is_file()
    foreign = [item for item in case.remarks + case.faults if item.code in _FOREIGN]
    if book and foreign:
        names = ", ".join(dict.fromkeys(item.sheet or item.found for item in foreign[:5]))
        raise CaseError(
            f"{case.path.name!r} also holds what is no part of a case ({names}), and it would be lost. "
            "Import into a new case, and copy the sheet employment from there."
        )
    columns = list(tables.table("employment").column_names)
    frame = employment[[name for name in columns if name in employment]].astype(object)
    changed = case.with_table("employment", frame.where(frame.notna(), None))
    return write_book(changed, case.path) if book else save_folder(changed, case.path)
