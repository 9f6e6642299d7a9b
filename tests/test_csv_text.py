from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import tables
from clusterlib.faults import DomainError, SchemaError
from clusterlib.inputs.csv_text import guard, unguard

texts = st.text(max_size=20) | st.sampled_from(
    [
        "=1+1",
        "'=1",
        "''+",
        "-5",
        "+49 30",
        "@x",
        "\tx",
        "\rx",
        "\x00x",
        "NA",
        "None",
        "a,b",
        'a"b',
        "a\nb",
        "a\r\nb",
        ";",
    ]
)
amounts = st.none() | st.floats(allow_nan=False, allow_infinity=False)
RISKY = tuple("=+-@\t\r\x00")


@given(texts)
def test_guard_is_undone_exactly(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(RISKY)


@settings(max_examples=60)
@given(st.lists(st.tuples(texts, texts, amounts, st.none() | st.integers(1, 10**12)), max_size=6))
def test_canonical_csv_and_back(rows: list[tuple[str, str, float | None, int | None]]) -> None:
    keys = ("id", "text", "amount", "question")
    frame = tables.typed(
        "canvas", [dict(zip(keys, row, strict=True)) | {"own column": row[1]} for row in rows]
    )
    data = tables.canonical_csv("canvas", frame)
    pd.testing.assert_frame_equal(tables.from_csv("canvas", data), frame)
    assert tables.canonical_csv("canvas", tables.from_csv("canvas", data)) == data


@settings(max_examples=60)
@given(st.lists(texts.filter(bool), min_size=1, max_size=4))
def test_no_cell_of_a_text_column_is_a_formula(cells: list[str]) -> None:
    data = tables.canonical_csv("demands", tables.typed("demands", [{"text": cell} for cell in cells]))
    rows = csv.reader(io.StringIO(data.decode("utf-8", "surrogatepass"), newline=""))
    assert not any(cell.startswith(RISKY) for row in rows for cell in row)


def test_numbers_are_plain_and_exact() -> None:
    frame = tables.typed(
        "liquidity", [{"month": "2027-01", "inflow": 0.1, "balance": -4000.0, "outflow": 1 / 3}]
    )
    line = tables.canonical_csv("liquidity", frame).decode().splitlines()[1]
    assert line == "2027-01,0.1,0.3333333333333333,-4000.0,,,"
    counts = tables.typed("vote_counts", [{"item_id": "A", "n1": 3.0}])
    assert tables.canonical_csv("vote_counts", counts).decode().splitlines()[1].startswith("A,3,,")


def test_infinity_is_refused() -> None:
    frame = tables.typed("liquidity", [{"inflow": float("inf")}])
    with pytest.raises(DomainError, match="inflow"):
        tables.canonical_csv("liquidity", frame)


def test_a_file_without_header_is_refused() -> None:
    with pytest.raises(SchemaError, match="empty"):
        tables.from_csv("demands", b"")


def test_line_ends_are_line_feeds() -> None:
    data = tables.canonical_csv("demands", tables.typed("demands", [{"text": "é"}]))
    assert b"\r" not in data and data.endswith(b"\n") and "é".encode() in data
