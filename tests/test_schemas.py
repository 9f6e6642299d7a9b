from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pytest
from pandera.errors import SchemaErrors

from clusterlib import tables


@pytest.mark.parametrize("name", tables.names(first_release=False))
def test_every_empty_table_passes(name: str) -> None:
    tables.schema(name).validate(tables.empty(name), lazy=True)


def failures(name: str, rows: list[dict[str, object]]) -> list[tuple[str, str]]:
    with pytest.raises(SchemaErrors) as caught:
        tables.schema(name).validate(tables.typed(name, rows), lazy=True)
    cases = caught.value.failure_cases
    return list(zip(cases["column"].astype(str), cases["check"].astype(str), strict=True))


def test_all_failures_come_together() -> None:
    month = {"inflow": -1.0, "outflow": 1.0, "balance": 1.0, "committed_balance": 0.0, "basis": "USER"}
    rows = [month | {"month": "2027-13"}, month | {"month": "2027-01", "outflow": None, "basis": None}]
    found = {column for column, _ in failures("liquidity", rows)}
    assert {"month", "inflow", "outflow", "basis"} <= found


def test_a_key_stands_once_even_with_blank_parts() -> None:
    row = {"node_id": "N1", "basis": "USER"}
    assert any("each" in check for _, check in failures("target_actors", [row, row]))


def test_infinite_numbers_words_and_table_names() -> None:
    row = {"region": "a", "industry": "b", "year": 2022, "lq": float("inf"), "basis": "USER"}
    assert ("lq", "a finite number") in failures("specialisation", [row])
    thread = {"table": "nonsense", "id": "1", "because_table": "tasks", "because_id": "2", "basis": "USER"}
    assert any(column == "table" for column, _ in failures("thread", [thread]))
    frame = tables.typed("white_spots", [{"node_id": "N1", "name": "x", "state": "thin", "coverage": 0.5}])
    frame.loc[0, "state"] = "broken"
    with pytest.raises(SchemaErrors):
        tables.schema("white_spots").validate(frame, lazy=True)


def test_bounds_in_other_cells() -> None:
    row = {"item_id": "A", "category": "x", "demand": "y", "n": 7, "rank": 2, "rank_low": 3, "basis": "USER"}
    assert any(check == "rank_low <= rank" for _, check in failures("demand_scores", [row]))
    good = tables.typed("demand_scores", [row | {"rank_low": 1, "rank_high": None}])
    tables.schema("demand_scores").validate(good, lazy=True)


def test_a_good_frame_passes_unchanged() -> None:
    rows = [
        {
            "month": "2027-01",
            "inflow": 1,
            "outflow": 0,
            "balance": -3,
            "committed_balance": 0,
            "basis": "USER",
        }
    ]
    frame = tables.typed("liquidity", rows)
    pd.testing.assert_frame_equal(tables.schema("liquidity").validate(frame, lazy=True), frame)


def test_importing_the_rules_warns_of_nothing():
    """A warning of a library on import would stand in the report, with a path of the machine."""
    code = "import clusterlib.schemas"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "PySpark" not in done.stderr
