"""Write the table into a case, or as one CSV file, with the reconciliation beside it; whole or not at all."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

from clusterlib import atomic
from clusterlib.faults import CaseError, DomainError
from clusterlib.firms import firm_reconciliation, firm_table
from clusterlib.firms.firm_aggregate import Aggregated
from clusterlib.inputs.case_folder import SETTINGS
from clusterlib.inputs.csv_files import MAX_BYTES, MAX_ROWS
from clusterlib.readings import Speaker

NAME = "employment.csv"
RECONCILIATION = "employment.reconciliation.txt"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the table goes.

    Attributes
    ----------
    folder : Path
        Folder of the files.
    table, reconciliation : str
        Names of the two files.
    case : bool
        Whether the folder is a case.
    """

    folder: Path
    table: str
    reconciliation: str
    case: bool


def place(out: Path | str, *, replace: bool = False) -> Place:
    """Where `out` is, refused before anything is computed if something stands in the way.

    Parameters
    ----------
    out : path
        The folder of a case, new or not, or a file that ends in ``.csv``.
    replace : bool
        Whether a table that is there may be replaced.

    Raises
    ------
    CaseError
        If the folder is no case, or the table is there.
    """
    target = Path(out).expanduser()
    if target.suffix.casefold() in (".xlsx", ".xls", ".xlsm"):
        raise CaseError(
            f"{target.name!r} is an Excel file. Give the folder of a case, or a file that ends in .csv."
        )
    if target.suffix.casefold() == ".csv":
        found = Place(target.parent, target.name, f"{target.stem}.reconciliation.txt", False)
        if target.is_dir():
            raise CaseError(f"{target.name!r} is a folder. Give another name.")
    else:
        found = Place(target, NAME, RECONCILIATION, True)
        if target.exists() and not target.is_dir():
            raise CaseError(
                f"{target.name!r} is a file. Give the folder of a case, or a file that ends in .csv."
            )
        if target.is_dir() and any(target.iterdir()) and not (target / SETTINGS).is_file():
            raise CaseError(f"The folder {target.name!r} holds no case. Give a new folder or that of a case.")
    if (found.folder / found.table).exists() and not replace:
        raise CaseError(f"{found.table!r} is there already. Say --replace to write it anew.")
    return found


def write(
    made: Aggregated,
    where: Place,
    *,
    say: Speaker,
    nil: bool = True,
    hide_counts: bool = False,
    source: str = "",
) -> list[str]:
    """Write the table, its reconciliation and, for a new case, its settings.

    Parameters
    ----------
    made : Aggregated
        Cells and what is hidden of them.
    where : Place
        From `place`.
    say : Speaker
        Language of the reconciliation.
    nil : bool
        Whether a cell without firms is written as a true zero.
    hide_counts : bool
        Whether the establishments of suppressed cells are left out.
    source : str
        Where the firm rows are from.

    Returns
    -------
    list of str
        The lines of the reconciliation.

    Raises
    ------
    DomainError
        If a case cannot hold so many rows.
    ClusterlibError
        If the disk refuses; nothing is then changed.
    """
    _refuse_rows(made, where, nil)
    where.folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", suffix=".tmp", dir=where.folder.parent) as beside:
        counts: Counter[tuple[bool, str]] = Counter()
        found = firm_table.rows(made, nil=nil, hide_counts=hide_counts)
        try:
            with (Path(beside) / where.table).open("wb") as stream:
                for chunk in firm_table.csv_chunks(found, source=source, counts=counts):
                    stream.write(chunk)
        except OSError as error:
            raise CaseError(
                f"{where.table!r} cannot be written: {error.strerror}. Free some space."
            ) from None
        _refuse_size(Path(beside) / where.table, where)
        lines = firm_reconciliation.lines(made, counts, nil=nil, say=say)
        atomic.write_text(Path(beside) / where.reconciliation, "\n".join(lines) + "\n")
        if where.case and not (where.folder / SETTINGS).exists():
            _write_settings(Path(beside) / SETTINGS, where, say)
        where.folder.mkdir(exist_ok=True)
        atomic.replace_into(beside, where.folder, last=[SETTINGS])
    return lines


def _refuse_rows(made: Aggregated, where: Place, nil: bool) -> None:
    """Nothing, or a DomainError if a case cannot hold so many rows."""
    count = firm_table.count_rows(made, nil=nil)
    if where.case and count > MAX_ROWS:
        raise DomainError(
            f"The table would have {count:,} rows; a case holds at most {MAX_ROWS:,}. Choose --years, "
            "aggregate coarser regions or industries, say --no-nil if most cells are empty, or give --out a "
            "name that ends in .csv."
        )


def _refuse_size(written: Path, where: Place) -> None:
    """Nothing, or a DomainError if a case cannot hold so large a file."""
    if where.case and (size := written.stat().st_size) > MAX_BYTES:
        raise DomainError(
            f"The table would have {size // 2**20} MB; a case holds at most {MAX_BYTES // 2**20}. "
            "Choose --years, or give --out a name that ends in .csv."
        )


def _write_settings(path: Path, where: Place, say: Speaker) -> None:
    """The settings of a case that is new."""
    named = {"name": where.folder.resolve().name, "language": say.locale}
    atomic.write_text(path, yaml.safe_dump(named, allow_unicode=True, sort_keys=False, width=10_000))


def refusal(made: Aggregated, most: float, say: Speaker) -> str:
    """Why nothing is written, in a sentence; blank when all is well.

    Parameters
    ----------
    made : Aggregated
        What came of the files.
    most : float
        The largest percentage of rows that may be at fault.
    say : Speaker
        Language of the reader.
    """
    if made.faults:
        return say("Nothing was written: correct the files or name the right columns.")
    if made.cells is None or not len(made.cells.jobs):
        return say("Nothing was written: no row is left to aggregate.")
    if made.left_out * 100 > most * made.rows:
        return say(
            "Nothing was written: {rows} rows are at fault, more than {most} % of them. Correct them, or "
            "raise --max-left-out.",
            rows=say.share(made.left_out, made.rows),
            most=say.number(most, 0 if most == int(most) else 1),
        )
    return ""
