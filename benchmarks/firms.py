"""Ten million firm rows to a table of jobs, against plain DuckDB SQL: ``python benchmarks/firms.py``.

The rows are made in a temporary folder and removed. Each side runs in a process of its own, in turn; the
least of several runs counts, as other work on the machine only adds to a time.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import record

ROWS, REGIONS, INDUSTRIES, YEARS = 10_000_000, 1000, 97, 6
FIRST_YEAR = 2015
#: Twice as many small regions and industries as large ones, and few large firms.
MAKE = """
COPY (
    WITH drawn AS (
        SELECT i, hash(i) % 1000003 / 1000003.0 AS a, hash(i + 7) % 1000003 / 1000003.0 AS b,
               hash(i + 13) % 1000003 / 1000003.0 AS c
        FROM range({rows}) t(i)
    )
    SELECT 'Region ' || lpad(floor({regions} * a ** 1.4)::INT::VARCHAR, 4, '0') AS region,
           'Industry ' || lpad(floor({industries} * b ** 1.4)::INT::VARCHAR, 2, '0') AS industry,
           ({first} + i % {years})::INT AS year,
           (1 + floor(4 / (0.0005 + c)) - 3)::INT AS jobs,
           i // {years} AS number
    FROM drawn
) TO '{path}' (FORMAT parquet)
"""
SQL = """
CREATE TEMP TABLE cells AS
SELECT region, industry, year, sum(jobs) AS jobs, count(*) AS firms, max(jobs) AS largest
FROM read_parquet($1) GROUP BY ALL
"""
REPEATED = "SELECT count(*) FROM (SELECT number, year FROM read_parquet($1) GROUP BY ALL HAVING count(*) > 1)"


def make(path: Path, rows: int) -> None:
    """Write the rows of all firms."""
    import duckdb

    values = {"rows": rows, "regions": REGIONS, "industries": INDUSTRIES, "first": FIRST_YEAR, "years": YEARS}
    with duckdb.connect(config={"memory_limit": "2GB"}) as connection:
        connection.execute(MAKE.format(path=path, **values))


def plain(path: str, _: Path) -> int:
    """What a person would write."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(SQL, [[path]])
    return int(connection.execute("SELECT count(*) FROM cells").fetchall()[0][0])


def plain_firms(path: str, folder: Path) -> int:
    """The same after a look for firms that stand in a year twice."""
    import duckdb

    duckdb.connect().execute(REPEATED, [[path]]).fetchall()
    return plain(path, folder)


def query(path: str, _: Path) -> int:
    """The question of clusterlib alone, in its engine of 400 MB."""
    import ibis

    from clusterlib.firms import firm_query
    from clusterlib.firms.firm_columns import Columns
    from clusterlib.firms.firm_engine import opened
    from clusterlib.firms.firm_files import find

    found = find([path])
    with opened(found) as engine:
        table = ibis.duckdb.from_connection(engine.connection).table(engine.view(found.files))
        rows = firm_query.rows([table], Columns())
        engine.run(f"CREATE TEMP TABLE cells AS {ibis.to_sql(firm_query.cells(rows), dialect='duckdb')}")
        return int(engine.rows("SELECT count(*) FROM cells")[0][0])


def counted(path: str, _: Path, *, firm: str | None = None) -> int:
    """All of `aggregate` but the hiding: every row judged, names checked, cells as arrays."""
    from clusterlib.firms.firm_aggregate import aggregate
    from clusterlib.firms.firm_columns import Columns
    from clusterlib.firms.firm_reading import Reading
    from clusterlib.firms.secret_rules import Rules

    made = aggregate([path], reading=Reading(Columns(firm=firm)), rules=Rules(min_firms=0, dominance=100))
    return 0 if made.cells is None else len(made.cells.jobs)


def counted_firms(path: str, folder: Path) -> int:
    """The same with the look for firms that stand in a year twice."""
    return counted(path, folder, firm="number")


def command(path: str, folder: Path) -> int:
    """The command: also hides what is secret and writes the table."""
    from clusterlib import cli

    out = folder / "jobs.csv"
    cli.app(
        ["aggregate", path, "--out", str(out), "--replace", "--columns", "firm=number"], standalone_mode=False
    )
    return sum(1 for _ in out.open("rb"))


SIDES: dict[str, Callable[[str, Path], int]] = {
    item.__name__: item for item in (plain, query, counted, plain_firms, counted_firms, command)
}


def one(side: str, path: str, folder: Path) -> None:
    """Run one side and print what it took; libraries are imported before the clock runs."""
    import duckdb
    import ibis.backends.duckdb
    import pandas
    import pyarrow.compute

    assert duckdb and ibis.backends.duckdb and pandas and pyarrow.compute
    wall, cpu = time.perf_counter(), time.process_time()
    cells = SIDES[side](path, folder)
    took = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "cells": cells}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps(took | {"peak": peak / 1e6}))


def measured(side: str, path: Path) -> dict[str, float]:
    """One run in a process of its own."""
    words = [sys.executable, __file__, "--side", side, "--path", str(path)]
    ended = subprocess.run(words, capture_output=True, text=True, check=True)
    return dict(json.loads(ended.stdout.strip().splitlines()[-1]))


def main() -> None:
    """Measure all sides in turn and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--whole", action="store_true", help="also the whole command, which hides cells")
    parser.add_argument("--side", choices=SIDES)
    parser.add_argument("--path", type=Path)
    given = parser.parse_args()
    if given.side:
        one(given.side, str(given.path), given.path.parent)
        return
    best: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "firms.parquet"
        make(path, given.rows)
        for run in range(given.runs):
            for side in SIDES:
                if side == "command" and (run or not given.whole):
                    continue
                found = measured(side, path)
                print(side, found, flush=True)
                before = best.setdefault(side, found)
                best[side] = {key: min(before[key], found[key]) for key in ("wall", "cpu", "cells")} | {
                    "peak": max(before["peak"], found["peak"])
                }
    against = {"query": "plain", "counted": "plain", "counted_firms": "plain_firms"}
    labels = {
        "plain": "plain SQL",
        "query": "the question of clusterlib, through ibis",
        "counted": "the same, with every row judged and cells as arrays",
        "plain_firms": "plain SQL, also looking for firms that stand twice in a year",
        "counted_firms": "clusterlib, also looking for firms that stand twice in a year",
        "command": "`clusterlib aggregate`: also hiding what is secret, and writing",
    }
    rows = []
    for side, took in best.items():
        base = best.get(against.get(side, ""), {})
        rows.append(
            {
                "what": labels[side],
                "CPU s": f"{took['cpu']:.1f}",
                "wall s": f"{took['wall']:.1f}",
                "peak MB": f"{took['peak']:.0f}",
                "CPU, against plain": f"{took['cpu'] / base['cpu']:.2f}" if base else "–",
                "wall, against plain": f"{took['wall'] / base['wall']:.2f}" if base else "–",
            }
        )
    note = (
        f"{given.rows:,} rows in one Parquet file, {best['plain']['cells']:,.0f} cells of region × industry "
        f"× year; each side in a process of its own with the libraries loaded, the least of {given.runs} "
        "runs, in turn; clusterlib with its default of 400 MB, plain SQL without a limit."
    )
    record.write("Firm rows: benchmarks/firms.py", rows, note=note)


if __name__ == "__main__":
    main()
