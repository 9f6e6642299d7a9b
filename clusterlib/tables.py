"""The data dictionary: every table and column of a case, once.

The source is ``dictionary/tables.csv`` and ``dictionary/columns.csv``; schemas, templates, checks
and documentation are made from it, and nothing else spells the rules of a column.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from clusterlib import typed_frames
from clusterlib.columns import Column, Reference, column_from
from clusterlib.faults import SchemaError
from clusterlib.typed_frames import is_blank

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

__all__ = [
    "Column",
    "Reference",
    "Table",
    "canonical_csv",
    "dictionary",
    "empty",
    "from_csv",
    "is_blank",
    "names",
    "schema",
    "table",
    "typed",
    "word",
]

FOLDER = Path(__file__).parent / "dictionary"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the dictionary.

    Attributes
    ----------
    kind : str
        ``input`` (a person fills it) or ``hand-over`` (a workbook computes it).
    workbook : str
        Number of the workbook it belongs to, or ``case``.
    key : tuple of str
        Columns that together name one row.
    row_is : str
        What one row stands for, in words.
    """

    name: str
    kind: str
    workbook: str
    filled_by: str
    key: tuple[str, ...]
    row_is: str
    required_for: str
    label_en: str
    label_fr: str
    core_sheet: bool
    first_release: bool
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns in the order of the dictionary."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """One column by its name.

        Raises
        ------
        SchemaError
            If the table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise SchemaError(
            f"Table {self.name} has no column {name!r}. Its columns are: {', '.join(self.column_names)}."
        )

    def is_twin(self, name: str) -> bool:
        """Whether a column is the French twin (``text_fr``) of a text, or of a choice in own words."""
        base = name.removesuffix("_fr")
        free = (c for c in self.columns if c.type == "text" or (c.type == "choice" and not c.words))
        return name.endswith("_fr") and any(c.name == base for c in free)

    def label(self, lang: str = "en") -> str:
        """Title of the table in a language."""
        return self.label_fr if lang == "fr" and self.label_fr else self.label_en


@lru_cache(maxsize=1)
def dictionary() -> dict[str, Table]:
    """All tables by name, in the order of the dictionary."""
    columns: dict[str, list[Column]] = {}
    for row in rows_of("columns.csv"):
        columns.setdefault(row["table"], []).append(column_from(row))
    return {row["table"]: _table(row, tuple(columns[row["table"]])) for row in rows_of("tables.csv")}


def rows_of(name: str) -> list[dict[str, str]]:
    """Rows of one file of the dictionary, all cells as text."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _table(row: dict[str, str], columns: tuple[Column, ...]) -> Table:
    return Table(
        name=row["table"],
        kind=row["kind"],
        workbook=row["workbook"],
        filled_by=row["filled_by"],
        key=tuple(row["key"].split(",")),
        row_is=row["row_is"],
        required_for=row["required_for"],
        label_en=row["label_en"],
        label_fr=row["label_fr"],
        core_sheet=row["core_sheet"] == "yes",
        first_release=row["first_release"] == "yes",
        columns=columns,
    )


def table(name: str) -> Table:
    """One table by its name.

    Raises
    ------
    SchemaError
        If the dictionary has no such table.

    Examples
    --------
    >>> table("votes").key
    ('respondent_id', 'item_id', 'round')
    """
    try:
        return dictionary()[name]
    except KeyError:
        raise SchemaError(f"There is no table called {name!r} in the data dictionary.") from None


def names(kind: str | None = None, *, first_release: bool = True) -> tuple[str, ...]:
    """Names of the tables, in the order of the dictionary.

    Parameters
    ----------
    kind : {"input", "hand-over"}, optional
        Only tables of this kind.
    first_release : bool
        Without the tables that later workbooks use.
    """
    return tuple(
        t.name
        for t in dictionary().values()
        if (kind is None or t.kind == kind) and (t.first_release or not first_release)
    )


@lru_cache(maxsize=1)
def _french() -> dict[str, str]:
    """The most frequent translation of each word, those of the first release before the others."""
    counts: dict[str, Counter[str]] = {}
    for t in sorted(dictionary().values(), key=lambda t: not t.first_release):
        for column in t.columns:
            for english, french in zip(column.words, column.words_fr, strict=False):
                counts.setdefault(english, Counter())[french] += 100 if t.first_release else 1
    return {english: max(found, key=lambda french: found[french]) for english, found in counts.items()}


def word(text: str, lang: str) -> str:
    """A word of the dictionary in a language; any other text comes back as it is.

    Where one word has several translations, `Column.spoken` gives that of its column.

    Examples
    --------
    >>> word("white spot", "fr"), word("white spot", "en")
    ('maillon absent', 'white spot')
    """
    return _french().get(text, text) if lang == "fr" else text


def empty(name: str) -> pd.DataFrame:
    """A typed frame of a table without rows."""
    return typed(name, [])


def typed(name: str, rows: pd.DataFrame | Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Bring rows into the shape that all functions of this library expect.

    Parameters
    ----------
    name : str
        Table of the dictionary.
    rows : DataFrame or iterable of mappings
        Cells as Python values; what is missing may be left out, None or NaN.

    Returns
    -------
    DataFrame
        All columns of the dictionary in its order, then the others as text; index 0 … n-1. Text is
        ``str`` with NaN for blank, integers ``Int64``, other numbers ``float64``; documented
        defaults are filled in, and a blank basis of an input is USER.

    Raises
    ------
    SchemaError
        If a cell is of a kind that its column cannot hold.
    DomainError
        If a word is not in the closed list of its column.

    Examples
    --------
    >>> frame = typed("votes", [{"respondent_id": "r1", "item_id": "A1", "score": 3}])
    >>> print(*frame.loc[0, ["score", "round", "basis"]])
    3.0 1 USER
    """
    return typed_frames.build(table(name), rows)


def canonical_csv(name: str, frame: pd.DataFrame) -> bytes:
    """A frame as the bytes of its CSV file: the same frame gives the same bytes everywhere.

    UTF-8, comma, line feed, decimal point, columns in the order of the dictionary, shortest exact
    floats, empty for blank. A text that a spreadsheet would take for a formula gets a leading
    apostrophe, which `from_csv` takes away again; a number never does.

    Raises
    ------
    DomainError
        If a number is infinite.

    Examples
    --------
    >>> frame = typed("nodes", [{"node_id": "N1", "name": "=A1", "order": 3}])
    >>> canonical_csv("nodes", frame).decode().splitlines()[1]
    "N1,'=A1,3,core,medium,1,in,USER,,"
    """
    from clusterlib.inputs.csv_text import csv_bytes

    return csv_bytes(name, typed(name, frame))


def from_csv(name: str, data: bytes) -> pd.DataFrame:
    """The typed frame of a CSV file that `canonical_csv` wrote.

    Examples
    --------
    >>> frame = typed("nodes", [{"node_id": "N1", "name": "=A1"}])
    >>> from_csv("nodes", canonical_csv("nodes", frame)).equals(frame)
    True
    """
    from clusterlib.inputs.csv_text import frame_from_bytes

    return frame_from_bytes(name, data)


def schema(name: str) -> DataFrameSchema:
    """The rules of a table as a pandera schema: types, words, bounds, required cells, unique key.

    Use it with ``schema(name).validate(frame, lazy=True)`` on a typed frame.
    """
    from clusterlib.schemas import build

    return build(name)
