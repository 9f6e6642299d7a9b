"""From the tables of files to one record per region, industry and year; what is left out is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clusterlib.faults import Fault, fault
from clusterlib.importing import patterns
from clusterlib.importing.profiles import Axis, Profile
from clusterlib.importing.sources import Stop, Table
from clusterlib.inputs.parsing import nearest

TOTAL = "total"
#: So many cells are taken from all files together.
MAX_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """One cell with its names and its place."""

    region: str
    industry: str
    year: int
    cell: Any
    flags: tuple[str, ...]
    size: str
    establishments: Any
    file: str
    sheet: str | None
    line: int
    column: str


@dataclass(slots=True)
class LeftOut:
    """Rows or cells that one rule left out: how many, and the first of them."""

    rule: str
    what: str
    rows: int = 0
    file: str = ""
    sheet: str | None = None
    line: int = 0
    found: str = ""


@dataclass(slots=True)
class Tally:
    """What was seen on the way: rows read, rows left out by rule, names written otherwise."""

    rows: int = 0
    cells: int = 0
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    unified: dict[tuple[str, str, str], int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    totals: dict[str, dict[str, str]] = field(default_factory=dict)

    def leave(self, rule: str, what: str, table: Table, line: int, found: Any) -> None:
        """One more row that a rule left out."""
        entry = self.left_out.get(rule)
        if entry is None:
            text = patterns.plain(found) if found is not None else ""
            entry = self.left_out[rule] = LeftOut(rule, what, 0, table.file, table.sheet, line, text)
        entry.rows += 1


class _Names:
    """The names of one axis: unified, judged, remembered."""

    def __init__(self, axis: Axis, which: str, tally: Tally) -> None:
        self._axis, self._which, self._tally = axis, which, tally
        self._known: dict[str, tuple[str, str]] = {}

    def __call__(self, raw: str) -> tuple[str, str]:
        """The name to write and the rule that leaves it out (empty: kept)."""
        if raw not in self._known:
            self._known[raw] = self._judge(raw)
        name, rule = self._known[raw]
        if not rule and name != raw and name != TOTAL:
            key = (self._which, raw, name)
            self._tally.unified[key] = self._tally.unified.get(key, 0) + 1
        return name, rule

    def _judge(self, raw: str) -> tuple[str, str]:
        axis, name = self._axis, patterns.plain(raw)
        name = axis.names.get(name, name)
        if not name:
            return "", "blank"
        if name.casefold() == TOTAL:
            return TOTAL, ""
        if patterns.first(axis.leave_out, name) is not None:
            return name, f"{self._which}.leave_out"
        if patterns.first(axis.total, name) is not None:
            self._tally.totals.setdefault(self._which, {}).setdefault(name.casefold(), name)
            return TOTAL, ""
        if axis.keep and patterns.first(axis.keep, name) is None:
            return name, f"{self._which}.keep"
        return name, ""


class Lengthener:
    """Turns tables into records by one profile; `tally` counts over all of them."""

    def __init__(self, profile: Profile, where: dict[str, tuple[str, ...]] | None = None) -> None:
        self.profile = profile
        self.tally = Tally()
        self._where = {**profile.where, **{k: v for k, v in (where or {}).items() if k not in profile.where}}
        self._more = {k: v for k, v in (where or {}).items() if k in profile.where}
        self._regions = _Names(profile.region, "region", self.tally)
        self._industries = _Names(profile.industry, "industry", self.tally)
        self._fits: dict[tuple[str, str], bool] = {}

    def __call__(self, table: Table) -> Iterator[Record]:
        """The records of one table."""
        columns = self._columns(table)
        where = [(name, at) for name in self._where if (at := columns.get(name)) is not None]
        years = self._years(table) if self.profile.across else {}
        head_region: str | None = None
        for line, cells in table.rows:
            self.tally.rows += 1
            rule = next((name for name, at in where if not self._fit(name, cells[at])), "")
            if rule:
                self.tally.leave(f"where.{rule}", "rows", table, line, cells[columns[rule]])
                continue
            industry = self._name("industry", self.profile.industry, table, columns, cells)
            if self.profile.region.origin == "first row":
                if head_region is None:
                    head_region, industry = industry, TOTAL
                region = head_region
            else:
                region = self._name("region", self.profile.region, table, columns, cells)
            yield from self._row(table, columns, years, line, cells, region, industry)

    def _row(
        self,
        table: Table,
        columns: dict[str, int],
        years: dict[int, str],
        line: int,
        cells: list[Any],
        region: str,
        industry: str,
    ) -> Iterator[Record]:
        region, rule = self._regions(region)
        industry, other = self._industries(industry)
        rule, found = (rule, region) if rule else (other, industry)
        if rule == "blank" or (years and all(_blank(cells[at]) for at in years)):
            self.tally.leave("no-name" if rule == "blank" else "no-value", "rows", table, line, found)
            return
        if rule:
            self.tally.leave(rule, "rows", table, line, found)
            return
        flags = tuple(_text(cells[columns[name]]) for name in self.profile.flag_columns if name in columns)
        size = _text(cells[columns["size"]]) if "size" in columns else ""
        firms = cells[columns["establishments"]] if "establishments" in columns else None
        for at, year in (
            years.items() if years else [(columns["value"], self._year(table, columns, cells, line))]
        ):
            if not year:
                continue
            if self.profile.year.keep and patterns.first(self.profile.year.keep, year) is None:
                self.tally.leave("year.keep", "cells" if years else "rows", table, line, year)
                continue
            self.tally.cells += 1
            if self.tally.cells > MAX_CELLS:
                raise Stop(fault("import-cells", file=table.file, limit=f"{MAX_CELLS:,}"))
            yield Record(
                region,
                industry,
                patterns.century(year),
                cells[at],
                flags,
                size,
                firms,
                table.file,
                table.sheet,
                line,
                table.headings[at],
            )

    # -------------------------------------------------------------- columns
    def _columns(self, table: Table) -> dict[str, int]:
        """Places of all columns the profile names; a missing one stops the table."""
        profile = self.profile
        wanted: dict[str, tuple[str, ...]] = {name: (name,) for name in (*self._where, *profile.flag_columns)}
        wanted |= {"size": profile.size_column, "establishments": profile.establishments}
        if not profile.across:
            wanted["value"] = profile.value
        found = {
            key: at
            for key, names in wanted.items()
            if names and (at := self._find(table, names[0])) is not None
        }
        for which, axis in (
            ("region", profile.region),
            ("industry", profile.industry),
            ("year", profile.year),
        ):
            if axis.origin == "column" or (which == "industry" and profile.region.origin == "first row"):
                for i, name in enumerate(axis.columns):
                    found[f"{which}:{i}"] = self._must(table, name)
        return found

    def _find(self, table: Table, name: str) -> int | None:
        return table.place(name) if name in self.profile.optional else self._must(table, name)

    def _must(self, table: Table, name: str) -> int:
        at = table.place(name)
        where: dict[str, Any] = {"file": table.file, "sheet": table.sheet, "column": name}
        if at is None:
            near = nearest(name, tuple(table.headings))
            shown = ", ".join(table.headings[:40])
            raise Stop(fault("import-no-column", **where, found=shown, nearest=near, name=name))
        if table.twice(name):
            raise Stop(fault("import-column-twice", **where, found=name))
        return at

    def _years(self, table: Table) -> dict[int, str]:
        """Columns that hold a year's numbers, with the year."""
        found = {}
        for at, heading in enumerate(table.headings):
            gaps = patterns.first(self.profile.year.headings, heading)
            if gaps is not None and 1900 <= patterns.century(gaps.get("year", "0")) <= 2100:
                found[at] = gaps["year"]
        if not found:
            shown = ", ".join(table.headings[:20])
            pattern = " | ".join(self.profile.year.headings)
            raise Stop(
                fault("import-no-years", file=table.file, sheet=table.sheet, found=shown, pattern=pattern)
            )
        return found

    # -------------------------------------------------------------- cells
    def _fit(self, name: str, cell: Any) -> bool:
        key = (name, _text(cell))
        if key not in self._fits:
            lists = [listed for group in (self._where, self._more) if (listed := group.get(name))]
            self._fits[key] = all(patterns.first(listed, key[1]) is not None for listed in lists)
        return self._fits[key]

    def _name(self, which: str, axis: Axis, table: Table, columns: dict[str, int], cells: list[Any]) -> str:
        if axis.origin == "fixed":
            return axis.fixed
        if axis.origin in ("sheet", "file", "title"):
            return table.gaps.get(axis.origin, {}).get(which, "")
        return "".join(_text(cells[columns[f"{which}:{i}"]]) for i in range(len(axis.columns)))

    def _year(self, table: Table, columns: dict[str, int], cells: list[Any], line: int) -> str:
        text = self._name("year", self.profile.year, table, columns, cells).strip()
        kept = self.profile.year.keep
        digits = text.removesuffix(".0")
        plain = len(digits) == 4 or (len(digits) == 2 and self.profile.year.origin != "column")
        if digits.isascii() and digits.isdigit() and plain and 1900 <= patterns.century(digits) <= 2100:
            return digits
        if kept and patterns.first(kept, text) is None:
            self.tally.leave("year.keep", "rows", table, line, text)
            return ""
        column = self.profile.year.columns[0] if self.profile.year.columns else None
        self.tally.faults.append(
            fault("import-year", file=table.file, sheet=table.sheet, row=line, column=column, found=text)
        )
        return ""


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
