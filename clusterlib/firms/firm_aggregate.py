"""The whole way from files of firm rows to a table that may be published; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from clusterlib.faults import Fault, WrongUse
from clusterlib.firms import firm_columns, firm_examples, firm_faults, firm_query, firm_totals
from clusterlib.firms.firm_cells import Counted, Left, counted
from clusterlib.firms.firm_classes import read_classes
from clusterlib.firms.firm_engine import FILE, Engine, Tick, opened
from clusterlib.firms.firm_faults import Found
from clusterlib.firms.firm_files import FirmFiles, find
from clusterlib.firms.firm_reading import Reading
from clusterlib.firms.firm_totals import Totals
from clusterlib.firms.secret_findings import Audit
from clusterlib.firms.secret_rules import Grid, Mask, Rules, primary

if TYPE_CHECKING:
    import ibis.expr.types as ir


_KEYS = list(firm_query.KEYS)


@dataclass(frozen=True, slots=True)
class Aggregated:
    """What came of the files.

    Attributes
    ----------
    cells : Counted or None
        All cells; None if the headings of files are at fault.
    masks : tuple of array of bool
        Per year what is hidden, with totals.
    audits : tuple of Audit
        Per year how closely a reader can work out what is hidden.
    found : tuple of Found
        Rows left out, by reason.
    faults : tuple of Fault
        What is wrong with files and headings: then there are no cells.
    rows : int
        Rows read.
    """

    files: FirmFiles
    reading: Reading
    rules: Rules
    cells: Counted | None = None
    masks: tuple[Mask, ...] = ()
    audits: tuple[Audit, ...] = ()
    found: tuple[Found, ...] = ()
    faults: tuple[Fault, ...] = ()
    rows: int = 0
    totals: Totals | None = None

    @property
    def left_out(self) -> int:
        """Rows in no cell, without those that nobody wanted."""
        return sum(item.rows for item in self.found if item.reason not in firm_faults.WANTED)


def aggregate(
    sources: Iterable[str],
    *,
    reading: Reading | None = None,
    rules: Rules | None = None,
    memory: str = "400MB",
    threads: int | None = None,
    exact_limit: int = 60,
    tick: Tick | None = None,
) -> Aggregated:
    """Aggregate firm rows to cells, and hide what may not be let out.

    Parameters
    ----------
    sources : iterable of str
        Files, folders, patterns, addresses.
    reading : Reading, optional
        Names of columns and how text is written.
    rules : Rules, optional
        What is secret.
    memory : str
        What this process may use at most.
    threads : int, optional
        Threads of the engine.
    exact_limit : int
        Hidden cells of a year up to which linear programmes attack the table as well.
    tick : callable, optional
        Told what is done and how far it is.

    Returns
    -------
    Aggregated
        Also when there are faults.

    Raises
    ------
    WrongUse, ClusterlibError
        If a source leads to nothing, or the memory does not suffice.
    """
    reading, rules, files = reading or Reading(), rules or Rules(), find(sources)
    with opened(files, memory=memory, threads=threads) as engine:
        made = _count(engine, Aggregated(files, reading, rules), tick)
    return made if made.cells is None else _hidden(made, exact_limit, tick)


# ------------------------------------------------------------------ counting
def _count(engine: Engine, made: Aggregated, tick: Tick | None) -> Aggregated:
    import ibis

    parts, columns, faults = firm_columns.parts(
        engine, made.files, made.reading.columns, encoding=made.reading.encoding
    )
    reading = replace(made.reading, columns=columns)
    if faults:
        return replace(made, reading=reading, faults=tuple(faults))
    if reading.sites and columns.firm is None:
        raise WrongUse(
            "Sites need the column of their firm. Name it, for example: --columns firm=enterprise."
        )
    backend = ibis.duckdb.from_connection(engine.connection)
    tables = [backend.table(part.view) for part in parts]
    classes = read_classes(engine, tables, columns) if reading.size_classes else None
    table = firm_query.rows(
        tables, columns, number_style=reading.number_style, file=FILE, trim=reading.sites, classes=classes
    )
    base, found = table, list[Found]()
    if columns.firm is not None and not reading.sites:
        _materialise(
            engine, "repeated", firm_query.repeats(table), "looking for firms that stand twice", tick
        )
        table, said = _without_repeats(engine, backend, table)
        found += said
    cells = _cells(engine, backend, table, reading, made.rules, tick)
    units = 1 if classes is not None or firm_query.whole(tables, columns) else 1000
    done = counted(
        engine.batches(cells),
        units=units,
        spread=reading.sites,
        years=reading.years,
    )
    found += _left(engine, table, done, reading)
    read = sum(item.rows for item in found) + int(done.rows.sum())
    totals = _totals(engine, table, done, units) if reading.sites else None
    if found:
        examples = firm_examples.Examples(engine, backend, base, table, done, made.files, reading)
        found = [firm_examples.placed(item, examples) for item in found]
    order = list(firm_faults.REASONS)
    found.sort(key=lambda item: order.index(item.reason))
    return replace(made, reading=reading, cells=done, found=tuple(found), rows=read, totals=totals)


def _materialise(engine: Engine, name: str, question: ir.Table, label: str, tick: Tick | None) -> None:
    import ibis

    sql = ibis.to_sql(question, dialect="duckdb")
    engine.run(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {sql}', label=label, tick=tick)


def _without_repeats(engine: Engine, backend: Any, table: ir.Table) -> tuple[ir.Table, list[Found]]:
    (count,) = engine.rows('SELECT coalesce(sum("rows"), 0)::BIGINT FROM "repeated"')[0]
    if not count:
        return table, []
    return firm_query.without(table, backend.table("repeated")), [Found("repeat", int(count), None)]


def _cells(
    engine: Engine, backend: Any, table: ir.Table, reading: Reading, rules: Rules, tick: Tick | None
) -> str:
    question = firm_query.cells(
        table, sites=reading.sites, squares=reading.squares, classes=reading.size_classes
    )
    _materialise(engine, "cells", question, "aggregating", tick)
    if not rules.needs_second or reading.size_classes:
        return "cells"
    known = backend.table("cells")
    second = firm_query.seconds(table, known, sites=reading.sites)
    _materialise(engine, "seconds", second, "looking for the second largest firms", tick)
    both = known.left_join(backend.table("seconds"), _KEYS)
    question = both.select(*known.columns, second=both["second"].coalesce(0))
    _materialise(engine, "ranked", question, "putting them together", tick)
    return "ranked"


def _left(engine: Engine, table: ir.Table, done: Counted, reading: Reading) -> list[Found]:
    """Reasons and their counts; the rows whose jobs are at fault are asked for only if there are any."""
    found = [firm_faults.told(reason, left) for reason, left in done.left.items()]
    lines = firm_examples.rejected(engine)
    if lines:
        found.append(Found("line", len(lines), None))
    if done.unusable:
        bad = firm_faults.in_place(firm_faults.judged(table, reading), done.wrong)
        rows = engine.answer(bad.group_by("reason").agg(rows=bad.count()))
        found += [firm_faults.told(row["reason"], Left(row["rows"], 0)) for row in rows]
    return found


def _totals(engine: Engine, table: ir.Table, done: Counted, units: int) -> Totals:
    scale = 1000 // units
    order: dict[str, dict[Any, int]] = {
        "region": {name: k for k, name in enumerate(done.regions)},
        "industry": {name: k for k, name in enumerate(done.industries)},
        "year": {name: k for k, name in enumerate(done.years)},
    }
    found: dict[tuple[int | None, int | None, int], tuple[int, int, int]] = {}
    for over in (("region", "year"), ("industry", "year"), ("year",)):
        for row in engine.answer(firm_query.spread(table, over, done.wrong)):
            place = {key: order[key][done.meant[key][row[key]]] for key in over}
            cell = place.get("region"), place.get("industry"), place["year"]
            before = found.get(cell, (0, 0, 0))
            new = int(row["firms"]), int(row["largest"]) * scale, int(row["second"]) * scale
            found[cell] = max(before[0], new[0]), max(before[1], new[1]), max(before[2], new[2])
    return Totals(found)


# ------------------------------------------------------------------ hiding
def _hidden(made: Aggregated, exact_limit: int, tick: Tick | None) -> Aggregated:
    cells = made.cells
    assert cells is not None
    firm_totals.refuse_huge(cells)
    masks, audits = [], []
    for number, year in enumerate(cells.years):
        grid, _ = firm_totals.grid(cells, number, totals=made.totals)
        if made.reading.size_classes or not made.rules.any:
            mask = primary(grid, rules=made.rules) if made.rules.any else np.zeros(grid.value.shape, np.bool_)
            audit = Audit(int(mask.sum()), 0, False, None, False)
        else:
            mask, audit = _attacked(
                grid, made.rules, exact_limit, _share(tick, number, len(cells.years), year)
            )
        masks.append(mask)
        audits.append(audit)
    if tick is not None:
        tick("hiding secret cells", 1.0)
    return replace(made, masks=tuple(masks), audits=tuple(audits))


def _attacked(grid: Grid, rules: Rules, exact_limit: int, tick: Any) -> tuple[Mask, Audit]:
    """What is hidden of one year, and how closely it can be worked out."""
    from clusterlib.firms.secret_audit import audit  # their libraries come when the engine is gone
    from clusterlib.firms.secret_partners import hide

    hidden = hide(grid, rules=rules, tick=tick)
    return hidden.mask, audit(grid, hidden, rules=rules, exact_limit=exact_limit)


def _share(tick: Tick | None, number: int, years: int, year: int) -> Any:
    if tick is None:
        return None

    def told(done: int, whole: int) -> None:
        if done % 100 == 0 or done == whole:
            tick(f"hiding secret cells of {year}", (number + done / max(whole, 1)) / years)

    return told
