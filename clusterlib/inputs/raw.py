"""A table exactly as a person wrote it, before anything is checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from clusterlib import tables
from clusterlib.inputs.number_style import UNDECLARED, NumberStyle
from clusterlib.inputs.parsing import as_text


@dataclass(frozen=True, slots=True)
class RawTable:
    """What a reader found in one file or sheet; readers give, `checking` judges.

    Attributes
    ----------
    table : str
        Name of the table in the data dictionary.
    file : str
        Name of the file, as shown to the person.
    sheet : str or None
        Sheet of an Excel file.
    columns : tuple of str
        Headings as written, without outer blanks; repeated ones are kept.
    rows : tuple of tuple
        Cells: texts from CSV, Python values from Excel; ``None`` or ``""`` is blank.
        Each row is as long as `columns`.
    lines : tuple of int
        Row number of each row as the person sees it (the heading is row 1).
    broken : frozenset of int
        Lines of rows whose cells may stand in the wrong columns; a fault was said about each.
    """

    table: str
    file: str
    sheet: str | None
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    lines: tuple[int, ...]
    broken: frozenset[int] = frozenset()

    def texts(self, style: NumberStyle = UNDECLARED) -> list[list[str]]:
        """Every cell as a person would write it; a blank one is an empty text."""
        known = {column.name: column for column in tables.table(self.table).columns}
        columns = [known.get(name) for name in self.columns]
        return [list(map(as_text, row, [style] * len(row), columns)) for row in self.rows]

    def frame(self, style: NumberStyle = UNDECLARED) -> pd.DataFrame:
        """The cells as texts, columns and rows as given; what an editor shows."""
        return pd.DataFrame(self.texts(style), columns=list(self.columns), dtype="str")

    def with_frame(self, frame: pd.DataFrame) -> RawTable:
        """The same table with other rows; lines are counted anew below a heading in row 1."""
        blank = frame.isna().to_numpy()
        rows = tuple(
            tuple(None if blank[i][j] else value for j, value in enumerate(row))
            for i, row in enumerate(frame.itertuples(index=False, name=None))
        )
        return replace(
            self,
            columns=tuple(str(c) for c in frame.columns),
            rows=rows,
            lines=tuple(range(2, len(rows) + 2)),
            broken=frozenset(),
        )
