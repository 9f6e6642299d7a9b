from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from clusterlib import tables
from clusterlib.columns import TYPES
from clusterlib.faults import DomainError, SchemaError
from clusterlib.inputs.checking import _check_bounds
from clusterlib.inputs.parsing import parse

ALL = tables.names(first_release=False)


def test_size_of_the_model() -> None:
    assert len(ALL) == 118
    assert len(tables.names()) == 74
    assert (len(tables.names("input")), len(tables.names("hand-over"))) == (57, 17)
    core = [name for name in tables.names() if tables.table(name).core_sheet]
    assert len(core) == 23


@pytest.mark.parametrize("name", ALL)
def test_keys_and_references_stand_in_the_dictionary(name: str) -> None:
    table = tables.table(name)
    assert set(table.key) <= set(table.column_names)
    for column in table.columns:
        for reference in column.references:
            if reference.table != "*":
                assert reference.column in tables.table(reference.table).column_names


@pytest.mark.parametrize("name", tables.names("input", first_release=False))
def test_inputs_name_only_inputs(name: str) -> None:
    for column in tables.table(name).columns:
        assert all(tables.table(r.table).kind == "input" for r in column.references if r.table != "*")


@pytest.mark.parametrize("name", ALL)
def test_every_example_is_allowed(name: str) -> None:
    for column in tables.table(name).columns:
        if column.example:
            _check_bounds(column, parse(column, column.example))


@pytest.mark.parametrize("name", ALL)
def test_every_column_says_what_it_means(name: str) -> None:
    for column in tables.table(name).columns:
        assert column.meaning and column.label_en and column.label_fr and column.type in TYPES


def test_inputs_end_with_basis_source_note() -> None:
    for name in tables.names("input"):
        assert tables.table(name).column_names[-3:] == ("basis", "source", "note"), name
    for name in tables.names("hand-over"):
        assert tables.table(name).column_names[-1] == "basis", name


def test_unknown_names_are_refused_with_a_sentence() -> None:
    with pytest.raises(SchemaError, match="no table called 'nonsense'"):
        tables.table("nonsense")
    with pytest.raises(SchemaError, match=r"no column 'x'.*item_id"):
        tables.table("demands").column("x")


def test_typed_adds_columns_types_and_defaults() -> None:
    frame = tables.typed("vote_counts", [{"item_id": "A1", "n1": None, "n2": 1, "n3": np.int64(6)}])
    assert tuple(frame.columns) == tables.table("vote_counts").column_names
    assert str(frame["n1"].dtype) == "Int64" and pd.isna(frame.loc[0, "n1"])
    assert frame.loc[0, "round"] == 1 and frame.loc[0, "basis"] == "USER"
    assert str(frame["item_id"].dtype) == "str"


def test_blank_is_not_zero() -> None:
    frame = tables.typed("vote_counts", [{"item_id": "A1", "n2": 0}])
    assert pd.isna(frame.loc[0, "n1"]) and frame.loc[0, "n2"] == 0


def test_conditional_default_needs_the_other_cell() -> None:
    frame = tables.typed("employment", [{"employment": 5}, {"status": "suppressed"}, {}])
    assert frame["status"].astype(object).where(frame["status"].notna(), None).tolist() == [
        "value",
        "suppressed",
        None,
    ]


def test_hand_overs_get_no_basis_by_themselves() -> None:
    assert tables.typed("liquidity", [{"month": "2027-01"}])["basis"].isna().all()


def test_typed_keeps_unknown_columns_and_twins_at_the_end() -> None:
    frame = tables.typed("demands", [{"zip": 5, "text_fr": "Financement", "item_id": "A1"}])
    assert list(frame.columns)[-2:] == ["zip", "text_fr"]
    assert frame.loc[0, "zip"] == "5"


def test_typed_turns_words_lists_and_days() -> None:
    frame = tables.typed(
        "tasks",
        [{"no": 3, "because": ["I1", "G2"], "milestone": True, "deadline": pd.Timestamp("2027-03-31")}],
    )
    row = frame.loc[0, ["no", "because", "milestone", "deadline"]].tolist()
    assert row == ["3", "I1;G2", "yes", "2027-03-31"]


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("votes", {"score": "3"}),
        ("vote_counts", {"n1": 1.5}),
        ("vote_counts", {"n1": True}),
        ("demands", {"text": 5}),
        ("tasks", {"deadline": 5.5}),
        ("vote_counts", {"n1": float("inf")}),
    ],
)
def test_typed_refuses_what_a_column_cannot_hold(table: str, row: dict[str, object]) -> None:
    with pytest.raises(SchemaError, match="row 1"):
        tables.typed(table, [row])


def test_typed_refuses_unknown_words() -> None:
    with pytest.raises(DomainError, match="'huge' is not one of low, medium, high"):
        tables.typed("stakeholders", [{"influence": "huge"}])


def test_empty_tables_have_all_columns_and_types() -> None:
    for name in ALL:
        frame = tables.empty(name)
        assert len(frame) == 0
        assert [str(dtype) for dtype in frame.dtypes] == [
            column.dtype for column in tables.table(name).columns
        ]


def test_words_in_french() -> None:
    assert tables.word("white spot", "fr") == "maillon absent"
    assert tables.word("medium", "fr") == "moyenne"
    assert tables.table("services").column("effort").spoken("high", "fr") == "élevé"
    assert tables.table("stakeholders").column("influence").spoken("high", "fr") == "élevée"
    assert tables.table("stakeholders").column("influence").english("Élevé") == "high"
    assert tables.table("stakeholders").column("assessment").english("positif") == "positive"
    assert tables.word("no such word", "fr") == "no such word"
    assert tables.word("white spot", "en") == "white spot"


def test_importing_reads_no_file_and_no_pandera() -> None:
    code = (
        "import sys, clusterlib.tables as t;"
        "assert t.dictionary.cache_info().currsize == 0;"
        "assert 'pandera' not in sys.modules and 'yaml' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
