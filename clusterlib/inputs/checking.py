"""Judge one raw table by the data dictionary: its headings and, cell by cell, its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from clusterlib import tables
from clusterlib.columns import Column, fold
from clusterlib.faults import Fault, fault
from clusterlib.inputs.number_style import PLAIN, UNDECLARED, NumberStyle
from clusterlib.inputs.parsing import Refused, as_text, nearest, parse
from clusterlib.inputs.raw import RawTable

#: So many faults of one kind are listed for one column; the others are counted.
LISTED = 200
#: What the template writes into the note of a row that shows how to fill in the table.
EXAMPLE_NOTES = frozenset({"example", "exemple"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table after its cells were judged.

    Attributes
    ----------
    frame : DataFrame
        Typed cells; a cell that was refused is blank.
    lines : tuple of int
        Row number of each row as the person sees it.
    given : frozenset of str
        Columns that were there.
    bad : frozenset of (int, str)
        Row of the frame and column of each refused cell.
    faults : tuple of Fault
        What is wrong in headings and single cells.
    """

    table: tables.Table
    file: str
    sheet: str | None
    frame: pd.DataFrame
    lines: tuple[int, ...]
    given: frozenset[str]
    bad: frozenset[tuple[int, str]] = frozenset()
    faults: tuple[Fault, ...] = field(default=(), repr=False)

    def at(self, code: str, row: int | None, column: str | None, found: Any = "", **values: Any) -> Fault:
        """A fault in a row (0 … n-1) of this table."""
        return fault(
            code,
            file=self.file,
            table=self.table.name,
            sheet=self.sheet,
            row=None if row is None else self.lines[row],
            column=column,
            found=shown(found),
            **values,
        )

    def cells(self, column: str) -> list[Any]:
        """Cells of a column as Python values, None for blank."""
        values = self.frame[column].astype(object).tolist()
        return [None if tables.is_blank(value) else value for value in values]

    def rows(self, *columns: str) -> list[tuple[Any, ...]]:
        """Cells of several columns, row by row."""
        return list(zip(*(self.cells(column) for column in columns), strict=True))


def shown(value: Any) -> str:
    """A value as a person would write it."""
    return as_text(value, PLAIN)


def check(raw: RawTable, *, style: NumberStyle = UNDECLARED) -> Sheet:
    """Judge headings and cells of one table.

    Parameters
    ----------
    raw : RawTable
        What a reader found.
    style : NumberStyle
        How the case writes numbers.

    Returns
    -------
    Sheet
        Typed rows without those the template gives as examples, and all faults.
    """
    spec = tables.table(raw.table)
    faults = headings(raw)
    place = {name: raw.columns.index(name) for name in dict.fromkeys(raw.columns) if name}
    kept = [i for i, row in enumerate(raw.rows) if not _passed_over(row, place.get("note"))]
    lines = tuple(raw.lines[i] for i in kept)
    columns: dict[str, list[Any]] = {}
    bad: set[tuple[int, str]] = set()
    for name, at in place.items():
        cells = [raw.rows[i][at] for i in kept]
        column = _rules_of(name, spec)
        if column is None:
            columns[name] = [as_text(cell, PLAIN) or None for cell in cells]
        else:
            columns[name] = _column(raw, column, cells, lines, style, faults, bad)
    frame = tables.typed(raw.table, pd.DataFrame(columns, index=range(len(kept)), dtype=object))
    return Sheet(
        spec,
        raw.file,
        raw.sheet,
        frame,
        lines,
        frozenset(place),
        frozenset(bad),
        tuple(limited(faults)),
    )


def _passed_over(row: tuple[Any, ...], note: int | None) -> bool:
    if note is not None and isinstance(row[note], str) and fold(row[note]) in EXAMPLE_NOTES:
        return True
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


# ------------------------------------------------------------------ headings
def headings(raw: RawTable) -> list[Fault]:
    """What is wrong in the headings of a table."""
    return list(_headings(raw, tables.table(raw.table)))


def _headings(raw: RawTable, spec: tables.Table) -> Iterable[Fault]:
    where: dict[str, Any] = {"file": raw.file, "table": raw.table, "sheet": raw.sheet}
    known = spec.column_names
    if raw.columns and not any(name in known or _near(name, spec) for name in raw.columns):
        required = ", ".join(column.name for column in spec.columns if column.required == "yes")
        yield fault("header-none", **where, row=1, headings=", ".join(raw.columns), columns=required)
        return
    for name, count in Counter(raw.columns).items():
        if not name:
            number = raw.columns.index(name) + 1
            if any(_filled(row[number - 1]) for row in raw.rows):
                yield fault("header-blank", **where, row=1, number=number)
        elif count > 1:
            yield fault("header-twice", **where, row=1, column=name, found=name)
    suggested = set()
    for name in dict.fromkeys(raw.columns):
        if name and name not in known and not spec.is_twin(name):
            near = _near(name, spec)
            suggested.add(near)
            code = "header-near" if near else "header-unknown"
            yield fault(code, **where, row=1, column=name, found=name, nearest=near)
    for column in spec.columns:
        if column.required == "yes" and column.name not in raw.columns and column.name not in suggested:
            yield fault("column-missing", **where, column=column.name, meaning=column.meaning)


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _near(name: str, spec: tables.Table) -> str:
    """The known column that a heading most likely means; empty when there is none."""
    for column in spec.columns:
        labels = {fold(column.name), fold(column.label_en), fold(column.label_fr)}
        if fold(name.replace(" ", "_")) in labels or fold(name) in labels:
            return column.name
        if fold(name).removesuffix("s") == column.name.removesuffix("_id"):
            return column.name
    return nearest(name, spec.column_names, cutoff=0.8)


def _rules_of(name: str, spec: tables.Table) -> Column | None:
    """The column whose rules hold: its own, or of a French twin that of its base; None if unknown."""
    if name in spec.column_names:
        return spec.column(name)
    if spec.is_twin(name):
        base = spec.column(name.removesuffix("_fr"))
        return replace(base, name=name, required="no", rule=replace(base.rule, default=None))
    return None


# ------------------------------------------------------------------ cells
def _column(
    raw: RawTable,
    column: Column,
    cells: list[Any],
    lines: tuple[int, ...],
    style: NumberStyle,
    faults: list[Fault],
    bad: set[tuple[int, str]],
) -> list[Any]:
    values: list[Any] = []
    known: dict[str, Any] = {}
    seen: Counter[str] = Counter()
    needed = column.required == "yes" and "blank = not known" not in column.also and column.default is None
    where: dict[str, Any] = {"file": raw.file, "table": raw.table, "sheet": raw.sheet, "column": column.name}
    for i, cell in enumerate(cells):
        try:
            value = known[cell] if isinstance(cell, str) and cell in known else _value(column, cell, style)
        except Refused as refused:
            bad.add((i, column.name))
            values.append(None)
            seen[refused.code] += lines[i] not in raw.broken
            if lines[i] in raw.broken or seen[refused.code] > LISTED:
                continue
            more = dict(refused.values)
            if refused.code == "word":
                more["nearest"] = nearest(shown(cell), (*column.words, *column.words_fr))
            faults.append(fault(refused.code, **where, row=lines[i], found=shown(cell), **more))
            continue
        values.append(value)
        if isinstance(cell, str):
            known[cell] = value
        if lines[i] in raw.broken:
            bad.add((i, column.name))
        elif value is None and needed:
            bad.add((i, column.name))
            seen["blank"] += 1
            if seen["blank"] <= LISTED:
                faults.append(fault("blank", **where, row=lines[i], meaning=column.meaning))
    rest = sum(count - LISTED for count in seen.values() if count > LISTED)
    if rest:
        faults.append(fault("more", **where, n=rest))
    return values


def _value(column: Column, cell: Any, style: NumberStyle) -> Any:
    value = parse(column, cell, style=style)
    _check_bounds(column, value)
    return value


def _check_bounds(column: Column, value: Any) -> None:
    if value is None or isinstance(value, str) or column.numbers:
        return
    low, high = column.low, column.high
    too_low = low is not None and (value < low or (column.low_open and value == low))
    too_high = high is not None and (value > high or (column.high_open and value == high))
    if not (too_low or too_high):
        return
    if column.type == "share":
        raise Refused("share")
    if low is not None and high is not None:
        raise Refused("bound-range", low=shown(low), high=shown(high))
    if low is None:
        raise Refused("bound-up-to", high=shown(high))
    raise Refused("bound-above" if column.low_open else "bound-from", low=shown(low))


def limited(faults: Iterable[Fault], most: int = LISTED) -> list[Fault]:
    """Faults in their order; of many with the same cause in one column the rest is counted."""
    counts: Counter[tuple[Any, ...]] = Counter()
    kept = []
    last: dict[tuple[Any, ...], Fault] = {}
    for item in faults:
        key = (item.code, item.file, item.sheet, item.table, item.column if item.row is not None else "")
        counts[key] += 1
        if counts[key] <= most:
            kept.append(item)
        last[key] = item
    for key, count in counts.items():
        if count > most:
            item = last[key]
            code = "more-remarks" if item.severity == "remark" else "more"
            where: dict[str, Any] = {"file": item.file, "table": item.table, "sheet": item.sheet}
            kept.append(fault(code, **where, column=item.column, n=count - most))
    return kept
