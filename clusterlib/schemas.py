"""The rules of a table as a pandera schema; built from the dictionary and nothing else."""

from __future__ import annotations

import math
import re
import warnings
from functools import cache
from typing import Any

import pandas as pd

with warnings.catch_warnings():  # with PySpark installed it warns on import, and that would stand in a report
    warnings.filterwarnings("ignore", message="PySpark does not yet", category=FutureWarning)
    import pandera.pandas as pa

from clusterlib import tables
from clusterlib.columns import Column

_FORMS = {
    "YYYY-MM-DD": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "YYYY-MM": r"\d{4}-(0[1-9]|1[0-2])",
    "YYYY or YYYY-MM": r"\d{4}(-(0[1-9]|1[0-2]))?",
}


@cache
def build(name: str) -> pa.DataFrameSchema:
    """The schema of one table."""
    spec = tables.table(name)
    return pa.DataFrameSchema(
        {column.name: _column(column) for column in spec.columns},
        checks=[_unique_key(spec.key), *_comparisons(spec)],
        strict=False,
        ordered=False,
        name=name,
        title=spec.label_en,
        description=spec.row_is,
    )


def _column(column: Column) -> pa.Column:
    filled = column.required == "yes" and "blank = not known" not in column.also
    dtype: Any = pd.StringDtype(na_value=math.nan) if column.dtype == "str" else column.dtype
    return pa.Column(
        dtype,
        checks=_checks(column),
        nullable=not filled,
        required=True,
        coerce=False,
        title=column.label_en,
        description=column.meaning,
    )


def _checks(column: Column) -> list[pa.Check]:
    if column.words:
        words = " | ".join(column.words)
        return [pa.Check(lambda cells: cells.map(lambda cell: _in(column, cell)), name=f"one of {words}")]
    if column.numbers:
        return [pa.Check.isin(column.numbers)]
    checks = []
    if not column.is_text:
        checks.append(pa.Check(_finite, name="a finite number"))
    if column.low is not None:
        checks.append(pa.Check.gt(column.low) if column.low_open else pa.Check.ge(column.low))
    if column.high is not None:
        checks.append(pa.Check.lt(column.high) if column.high_open else pa.Check.le(column.high))
    if column.type in ("month", "date"):
        form = column.form or ("YYYY-MM-DD" if column.type == "date" else "YYYY-MM")
        checks.append(pa.Check.str_matches(f"^{_FORMS[form]}$", name=form))
    if column.type == "id":
        checks.append(pa.Check(lambda cells: ~cells.str.contains(";", regex=False), name="no ; in an id"))
    if "any table name" in column.also:
        checks.append(pa.Check.isin(tables.names(first_release=False)))
    return checks


def _in(column: Column, value: str) -> bool:
    parts = re.split(r"\s*;\s*", value) if column.type == "list" else [value]
    return all(part in column.words for part in parts)


def _finite(series: pd.Series) -> pd.Series:
    return series.astype("float64").abs() < math.inf


def _comparisons(spec: tables.Table) -> list[pa.Check]:
    """Bounds that stand in another cell of the row, for numbers."""

    def holds(left: str, sign: str, right: str) -> pa.Check:
        """A check that compares two columns where both are known."""

        def check(frame: pd.DataFrame) -> pd.Series:
            a, b = frame[left].astype("float64"), frame[right].astype("float64")
            return (a >= b if sign == ">=" else a <= b) | a.isna() | b.isna()

        return pa.Check(check, name=f"{left} {sign} {right}")

    numeric = {column.name for column in spec.columns if not column.is_text}
    return [
        holds(column.name, sign, other)
        for column in spec.columns
        for sign, other in column.compare
        if {column.name, other} <= numeric
    ]


def _unique_key(key: tuple[str, ...]) -> pa.Check:
    def once(frame: pd.DataFrame) -> pd.Series:
        present = [column for column in key if column in frame.columns]
        return ~frame.duplicated(present, keep=False) if present else pd.Series(True, index=frame.index)

    return pa.Check(once, name=f"each {', '.join(key)} once")
