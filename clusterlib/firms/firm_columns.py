"""Which column of the files says what, and views over files of one shape."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clusterlib.faults import ClusterlibError, Fault, WrongUse, fault, visible
from clusterlib.firms.firm_engine import FILE, Engine
from clusterlib.firms.firm_files import FirmFile, FirmFiles

#: What a column may say; the first four are needed.
ROLES = ("region", "industry", "year", "jobs", "firm")
#: Encodings of CSV files that the engine reads.
ENCODINGS = ("utf-8", "latin-1", "utf-16")
_SEPARATORS = (",", ";", "\t", "|")
_HEAD = 262_144


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns in the files, as they are written there.

    Attributes
    ----------
    firm : str or None
        Number or name of the firm; without it no firm can be found twice.
    """

    region: str = "region"
    industry: str = "industry"
    year: str = "year"
    jobs: str = "jobs"
    firm: str | None = None

    def named(self) -> dict[str, str]:
        """Columns by what they say, those that are used."""
        return {role: name for role in ROLES if (name := getattr(self, role)) is not None}


def read_columns(given: Iterable[str]) -> Columns:
    """Columns from texts such as ``region=Bezirk,jobs=Beschäftigte``; what is not named is called as itself.

    A name with a comma stands in quotation marks: ``"region=Land, Kreis",year=Jahr``.

    Raises
    ------
    WrongUse
        If a text is none of these, or names something unknown or twice.

    Examples
    --------
    >>> read_columns(["region=Bezirk,jobs=ETP", '"industry=NACE, 2 digits"']).industry
    'NACE, 2 digits'
    """
    found: dict[str, str] = {}
    for text in given:
        for part in next(csv.reader([text]), []):
            role, mark, name = part.partition("=")
            role = role.strip()
            if not mark or role not in ROLES or not name:
                raise WrongUse(
                    f"{visible(part)!r} names no column. Write for example region=Bezirk; "
                    f"known are {', '.join(ROLES)}."
                )
            if role in found:
                raise WrongUse(f"The column for {role} is named twice. Name it once.")
            found[role] = name
    twice = [name for name, count in Counter(found.values()).items() if count > 1]
    if twice:
        raise WrongUse(f"The column {visible(twice[0])!r} cannot say two things. Name another.")
    return Columns(**found)


@dataclass(frozen=True, slots=True)
class Part:
    """Files of one shape behind one view of the engine."""

    view: str
    files: tuple[FirmFile, ...]


def parts(
    engine: Engine, found: FirmFiles, columns: Columns, *, encoding: str = "utf-8"
) -> tuple[tuple[Part, ...], Columns, list[Fault]]:
    """Views over all files, the columns that are used, and what is wrong with the headings of files.

    A column called ``firm`` is used if no other is named and every file has it.

    Raises
    ------
    WrongUse
        If the encoding is not known.
    """
    if encoding not in ENCODINGS:
        raise WrongUse(f"The encoding {visible(encoding)!r} is not known: choose {', '.join(ENCODINGS)}.")
    shapes: dict[tuple[Any, ...], list[FirmFile]] = {}
    faults: list[Fault] = []
    for item in found.files:
        try:
            shape = (
                _parquet_shape(engine, item) if item.kind == "parquet" else _csv_shape(item, found, encoding)
            )
        except (ClusterlibError, OSError, UnicodeError, EOFError, csv.Error) as error:
            faults.append(fault("firm-file", file=item.shown, found=visible(error, 200)))
            continue
        names = [str(name) for name in shape[1]]
        lost = [name for name in columns.named().values() if name not in names]
        for name in lost:
            faults.append(
                fault("firm-column", file=item.shown, row=1, column=name, columns=", ".join(names) or "–")
            )
        doubled = [
            name for name, count in Counter(names).items() if count > 1 and name in columns.named().values()
        ]
        faults += [fault("firm-column-twice", file=item.shown, row=1, column=name) for name in doubled]
        if not lost and not doubled:
            shapes.setdefault(shape, []).append(item)
    if columns.firm is None and shapes and all("firm" in shape[1] for shape in shapes):
        columns = Columns(columns.region, columns.industry, columns.year, columns.jobs, "firm")
    made = [Part(_view(engine, shape, files, encoding), tuple(files)) for shape, files in shapes.items()]
    return tuple(made), columns, faults


def _parquet_shape(engine: Engine, item: FirmFile) -> tuple[Any, ...]:
    described = engine.rows(f'DESCRIBE SELECT * FROM "{engine.view([item])}"')
    rows = [row for row in described if row[0] != FILE]
    return "parquet", tuple(row[0] for row in rows), tuple(row[1] for row in rows)


def _csv_shape(item: FirmFile, found: FirmFiles, encoding: str) -> tuple[Any, ...]:
    text = _head(item, found.stores).decode("utf-8-sig" if encoding == "utf-8" else encoding, "strict")
    if not text.strip():
        raise EOFError("the file is empty")
    first = text.splitlines()[0]
    separator = max(
        _SEPARATORS, key=lambda mark: (len(next(csv.reader([first], delimiter=mark))), mark == ",")
    )
    names = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    return "csv", tuple(names), separator


def _head(item: FirmFile, stores: Mapping[str, Any]) -> bytes:
    """The first bytes of a CSV file up to a whole line, unpacked."""
    protocol = item.path.partition("://")[0]
    with (
        stores[protocol].open(item.path, "rb") if protocol in stores else Path(item.path).open("rb") as stream
    ):
        if item.path.casefold().endswith(".gz"):
            with gzip.open(stream) as unpacked:
                data: bytes = unpacked.read(_HEAD)
        else:
            data = stream.read(_HEAD)
    return data[: data.rfind(b"\n") + 1] if len(data) == _HEAD and b"\n" in data else data


def _view(engine: Engine, shape: tuple[Any, ...], files: list[FirmFile], encoding: str) -> str:
    if shape[0] == "parquet":
        return engine.view(files)
    names: dict[str, None] = {}
    for number, name in enumerate(shape[1], start=1):
        free = name and name.casefold() not in {other.casefold() for other in names}
        names[name if free else f"{name} ({number})"] = None
    return engine.view(files, names=names, separator=shape[2], encoding=encoding)
