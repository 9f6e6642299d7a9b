from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import places
from clusterlib.faults import CaseError
from clusterlib.inputs import cases
from clusterlib.inputs.case_save import save_folder, settings_text, table_bytes
from clusterlib.inputs.number_style import STYLES, UNDECLARED, NumberStyle
from clusterlib.inputs.raw import RawTable

HOSTILE = [
    "=HYPERLINK(1)",
    "+49 30",
    "-x",
    "@x",
    "'=x",
    "<script>",
    "$x_{",
    "NA",
    "../x",
    'a"b',
    "a,b;c",
    "Société",
]
cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(HOSTILE)


def same(one: cases.Case, two: cases.Case) -> None:
    assert dict(one.settings) == dict(two.settings) and one.tables == two.tables
    for name in one.tables:
        if not one.faulty(name):
            pd.testing.assert_frame_equal(one.table(name), two.table(name))
    assert [(item.code, item.table, item.column, item.found) for item in one.faults] == [
        (item.code, item.table, item.column, item.found) for item in two.faults
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(cells, cells, st.none() | st.floats(0, 1e12), cells), max_size=6),
    st.sampled_from([None, *STYLES]),
)
def test_any_case_comes_back_from_its_folder(
    rows: list[tuple[str, str, float | None, str]], style: str | None
) -> None:
    with tempfile.TemporaryDirectory() as place:
        first = Path(place, "first")
        first.mkdir()
        styled = f"number_style: '{style}'\n" if style else ""
        (first / "case.yml").write_text(f"name: X\ncurrency: XOF\n{styled}", "utf-8")
        case = cases.open_case(first)
        keys = ("id", "text", "amount", "own =column")
        raw = RawTable(
            "canvas",
            "canvas.csv",
            None,
            (*keys, "block"),
            tuple((*row, "pain points") for row in rows),
            tuple(range(2, len(rows) + 2)),
        )
        case = case.with_table("canvas", raw.frame(case._style))
        saved = cases.open_case(save_folder(case, Path(place, "second")))
        same(case, saved)
        assert saved.text("canvas").to_numpy().tolist() == case.text("canvas").to_numpy().tolist() or not rows
        text = Path(place, "second", "canvas.csv").read_text("utf-8")
        for row in csv.reader(io.StringIO(text, newline="")):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


@pytest.mark.parametrize("name", ["dakar-ict"])
def test_a_shipped_case_comes_back(name: str, tmp_path: Path) -> None:
    case = cases.open_case(places.shipped_case(name))
    saved = cases.open_case(cases.save_folder(case, tmp_path / "copy"))
    same(case, saved)
    assert (tmp_path / "copy" / "case.yml").read_bytes() == (
        places.shipped_case(name) / "case.yml"
    ).read_bytes()


def test_negative_numbers_are_no_formulas(make_case: Callable[..., Path], tmp_path: Path) -> None:
    raw = RawTable(
        "actuals", "x", None, ("line_id", "month", "amount", "note"), (("-1", "2027-01", -5.0, "-5"),), (2,)
    )
    assert table_bytes(raw, UNDECLARED) == b"line_id,month,amount,note\n'-1,2027-01,-5,'-5\n"
    bad = RawTable("actuals", "x", None, ("amount",), (("-1+cmd|x",),), (2,))
    assert table_bytes(bad, UNDECLARED) == b"amount\n'-1+cmd|x\n"


def test_settings_from_rows_stay_texts_and_keep_their_source() -> None:
    rows = (
        ("name", "NO", None),
        ("region", "007", "guide L5"),
        ("financing.opening_cash", 2.722, None),
        ("a", "1", None),
        ("a.b", "2", None),
        ("country", None, None),
    )
    raw = RawTable("case", "x.xlsx", "case", ("setting", "entry", "source"), rows, tuple(range(2, 8)))
    text = settings_text(raw, UNDECLARED)
    from clusterlib.inputs import settings as own

    again, faults = own.read_bytes(text.encode(), "case.yml")
    assert again is not None and not faults
    assert dict(again.rows) == {
        "name": "NO",
        "region": "007",
        "financing.opening_cash": "2.7220",
        "a": "1",
        "a.b": "2",
    }
    assert "# region – source: guide L5" in text
    assert "2,722" in settings_text(raw, NumberStyle("1.234,5", True))


def test_nothing_is_overwritten(make_case: Callable[..., Path], tmp_path: Path) -> None:
    case = cases.open_case(make_case({"demands.csv": "item_id,category,text\nA,x,y\n"}))
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.docx").write_text("mine")
    with pytest.raises(CaseError, match="not empty"):
        save_folder(case, other)
    with pytest.raises(CaseError, match="not empty"):
        save_folder(case, other / "thesis.docx")
    (other / "thesis.docx").unlink()
    assert (save_folder(case, other) / "demands.csv").exists()


def test_a_case_is_saved_where_it_lies(make_case: Callable[..., Path]) -> None:
    folder = make_case({"Demands.txt": "item_id,category,text\nA,x,y\n", "photo.png": b"1"})
    case = cases.open_case(folder)
    text = case.text("demands")
    text.loc[0, "text"] = "=z"
    save_folder(case.with_table("demands", text), folder)
    assert sorted(os.listdir(folder)) == ["Demands.txt", "case.yml", "photo.png"]
    again = cases.open_case(folder)
    assert again.faults == () and again.table("demands").loc[0, "text"] == "=z"


def test_what_could_not_be_read_is_not_saved(make_case: Callable[..., Path], tmp_path: Path) -> None:
    case = cases.open_case(
        make_case({"demands.csv": "item_id,category,text\nA,x,y,z\n", "votes.csv": b"PK\x03\x04"})
    )
    with pytest.raises(CaseError, match="demands, votes"):
        save_folder(case, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_case_with_faults_in_cells_is_saved_as_it_is(
    make_case: Callable[..., Path], tmp_path: Path
) -> None:
    case = cases.open_case(make_case({"demands.csv": "item_id,category,text,zip\nA,,'=y,007\n"}))
    saved = cases.open_case(save_folder(case, tmp_path / "copy"))
    same(case, saved)
    assert saved.text("demands").loc[0].tolist() == ["A", "", "=y", "007"]
