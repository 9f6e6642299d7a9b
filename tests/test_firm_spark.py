"""The same question on a distributed engine."""

from __future__ import annotations

import os
import shutil
import sys

import pytest

from clusterlib.firms import firm_query
from clusterlib.firms.firm_cells import counted
from clusterlib.firms.firm_columns import Columns

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="needs Java 17"),
]

NAMES = ["Bezirk", "industry", "year", "jobs", "firm"]
FIRMS = [
    ("A", "X", 2020, "5", "f1"),
    ("A", "X", 2020, "2.5", "f2"),
    ("A", "Y", 2020, "7", "f3"),
    ("B", "X", 2020, "-1", "f4"),
    ("B", "X", 2021, "many", "f1"),
    (None, "X", 2020, "3", "f6"),
    ("B", "X", 2020, "945.000", "f7"),
    ("total", "Y", 2020, "4", "f8"),
    ("A", "X", 2021, "", "f9"),
    ("A", "X", 2021, "9", "f9"),
]
COLUMNS = Columns(region="Bezirk", firm="firm")


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = (
        SparkSession.builder.master("local[1]")
        .appName("clusterlib")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.driver.memory", "512m")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()


def question(table, *, sites: bool):
    """The cells with the second largest firms, and without repeated firms."""
    rows = firm_query.rows([table], COLUMNS, trim=sites)
    if not sites:
        rows = firm_query.without(rows, firm_query.repeats(rows))
    cells = firm_query.cells(rows, sites=sites, squares=True)
    seconds = firm_query.seconds(rows, cells, sites=sites)
    return cells.left_join(seconds, list(firm_query.KEYS)).select(*cells.columns, "second")


def in_order(rows) -> list[tuple]:
    return sorted((tuple(row) for row in rows), key=lambda row: [str(cell) for cell in row])


@pytest.fixture(scope="module")
def tables(spark):
    """The same rows in both engines, as ibis sees them."""
    import duckdb
    import ibis
    import pyarrow as pa

    here = duckdb.connect()
    here.register("firms", pa.Table.from_pylist([dict(zip(NAMES, row, strict=True)) for row in FIRMS]))
    values = ", ".join(str(row).replace("None", "CAST(NULL AS STRING)") for row in FIRMS)
    frame = spark.sql(f"SELECT * FROM VALUES {values} AS t({', '.join(NAMES)})")  # no Python workers to start
    frame.createOrReplaceTempView("firms")
    return here, ibis.duckdb.from_connection(here).table("firms"), ibis.pyspark.connect(spark).table("firms")


@pytest.mark.parametrize("sites", [False, True])
def test_spark_gives_the_same_answer_as_duckdb(spark, tables, sites):
    import ibis

    here, local, remote = tables
    first = here.execute(ibis.to_sql(question(local, sites=sites), dialect="duckdb")).fetchall()
    second = spark.sql(ibis.to_sql(question(remote, sites=sites), dialect="pyspark")).collect()
    assert in_order(first) == in_order(second)
    assert len(first) >= 4 and sum(row[5] or 0 for row in first) > 20_000


def test_cells_of_spark_become_the_same_table(spark, tables):
    import ibis

    rows = firm_query.rows([tables[2]], COLUMNS)
    cells = firm_query.cells(firm_query.without(rows, firm_query.repeats(rows)))
    found = spark.sql(ibis.to_sql(cells, dialect="pyspark")).toArrow()
    done = counted(found.to_batches(), units=1000)
    assert done.regions == ("A",) and done.industries == ("X", "Y") and done.years == (2020,)
    assert done.jobs.tolist() == [7500, 7000] and done.firms.tolist() == [2, 1]
    assert {reason: left.rows for reason, left in done.left.items()} == {"region": 1, "total": 1}
    assert done.unusable == 3
