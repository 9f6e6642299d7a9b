"""What is written into an Excel file helps to fill it in, is never live, and comes back equal."""

from __future__ import annotations

import datetime as dt
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import tables
from clusterlib.faults import ClusterlibError, SchemaError
from clusterlib.inputs import checking, excel_notes, excel_read, excel_write
from clusterlib.inputs.excel_write import NotWritable
from clusterlib.readings import Speaker

CORE = [name for name in tables.names("input") if tables.table(name).core_sheet]
PAYLOADS = [
    "=1+1", "=HYPERLINK(\"http://x\",\"y\")", "+49 30", "-5", "@SUM(A1)", "\tx", "'=1", "'", "''x", "{=1}",
    "https://x/y", "mailto:a@b", "internal:tasks!A1", "<r>x</r>", "<r><t>&amp;</t></r>", "<script>", "&lt;",
    "_x0041_", "_x005F_x0041_", "<r>_x0041_</r>", "x005F_", "2.10", "007", "1e5", "TRUE", "#N/A", " outer ",
    "a\r\nb", "\n", "ქართული", "عربي", "😀", "]]>", "1/2",
]  # fmt: skip


def through(frames: dict[str, pd.DataFrame], path: Path, lang: str = "en") -> dict[str, pd.DataFrame]:
    """Typed tables after writing and reading."""
    excel_write.write_book(frames, path, lang=lang)
    found, faults = excel_read.read_book(path)
    assert faults == []
    sheets = {name: checking.check(raw) for name, raw in found.items()}
    assert [item for sheet in sheets.values() for item in sheet.faults] == []
    return {name: sheet.frame for name, sheet in sheets.items()}


def example_frame(name: str) -> pd.DataFrame:
    columns = tables.table(name).columns
    cells = {c.name: c.example if c.is_text else float(c.example) for c in columns if c.example}
    return tables.typed(name, [cells | {"note": "kept"}])


# ------------------------------------------------------------------ nothing live, everything equal
def texts_back(path: Path, values: list[str]) -> list[Any]:
    frame = pd.DataFrame({"no": [str(i) for i in range(len(values))], "task": values})
    excel_write.write_book({"tasks": frame}, path)
    found, faults = excel_read.read_book(path)
    assert faults == []
    place = found["tasks"].columns.index("task")
    assert found["tasks"].lines == tuple(range(2, len(values) + 2))
    sheet = openpyxl.load_workbook(path)["tasks"]
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f" and cell.hyperlink is None
    with zipfile.ZipFile(path) as made:
        assert not any(b"hyperlink" in made.read(name) for name in made.namelist() if "sheets/sheet" in name)
        assert b"<f>" not in made.read("xl/worksheets/sheet1.xml")
    return [row[place] for row in found["tasks"].rows]


@pytest.mark.parametrize("value", PAYLOADS)
def test_a_payload_comes_back_as_the_same_text(tmp_path: Path, value: str) -> None:
    assert texts_back(tmp_path / "a.xlsx", [value]) == [value]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60),
    st.sampled_from(PAYLOADS), st.tuples(st.sampled_from("=+-@'\t\r\n<_"), st.text(max_size=8)).map("".join),
), min_size=1, max_size=8))  # fmt: skip
def test_any_text_comes_back_equal_and_nothing_is_live(
    tmp_path_factory: pytest.TempPathFactory, values: list[str]
) -> None:
    path = tmp_path_factory.mktemp("x") / "a.xlsx"
    try:
        assert texts_back(path, values) == values
    except NotWritable as refused:
        assert {item.code for item in refused.faults} == {"excel-write-control"} and not path.exists()


def test_headings_of_strangers_are_texts_too(tmp_path: Path) -> None:
    heads = ["=1+1", "<r>x</r>", "text_fr", "http://x"]
    frame = pd.DataFrame({"id": ["G1"], "text": ["x"], **{head: ["y"] for head in heads}})
    excel_write.write_book({"goals": frame}, tmp_path / "a.xlsx")
    found, _ = excel_read.read_book(tmp_path / "a.xlsx")
    assert found["goals"].columns[-4:] == tuple(heads) and found["goals"].rows[0][-4:] == ("y",) * 4


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=10))
def test_numbers_keep_all_their_digits(tmp_path_factory: pytest.TempPathFactory, values: list[float]) -> None:
    path = tmp_path_factory.mktemp("x") / "a.xlsx"
    values = [*values, 0.1 + 0.2, 1 / 3, 2.0**53, 2.0**53 + 2, -0.5, 1e-300]
    frame = pd.DataFrame({"indicator_id": "K1", "period": "2027", "value": values})
    excel_write.write_book({"observations": frame}, path)
    found, _ = excel_read.read_book(path)
    place = found["observations"].columns.index("value")
    assert [float(row[place]) for row in found["observations"].rows] == values


def cells_of(column: tables.Column, key: int) -> st.SearchStrategy[Any]:
    """Valid cells of one column; keys are unique, optional cells may be blank."""
    visible = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zs", "Zl", "Zp"])
    text = st.text(visible, min_size=1, max_size=12).map(lambda t: "t" + unicodedata.normalize("NFC", t))
    if column.name in tables.table(column.table).key and column.type in ("id", "text"):
        return st.just(f"{column.name[:2]}.{key}0")
    if column.words and column.type != "list":
        made: st.SearchStrategy[Any] = st.sampled_from(column.words)
    elif column.type in ("id", "ids", "list"):
        made = st.sampled_from(column.words or ("A1", "2.10", "007", "=x", "-5"))
    elif column.type == "month":
        made = st.sampled_from(
            ["2027-03", "1999-12"] + (["2027"] if column.form == "YYYY or YYYY-MM" else [])
        )
    elif column.type == "date":
        made = st.dates(dt.date(1850, 1, 1), dt.date(2150, 1, 1)).map(str)
    elif column.numbers:
        made = st.sampled_from(column.numbers)
    elif column.is_text:
        made = text
    else:
        low = column.low if column.low is not None else -1e6
        high = column.high if column.high is not None else low + 1e9
        whole = column.type == "integer"
        inner = {"exclude_min": column.low_open, "exclude_max": column.high_open}
        made = (
            st.integers(int(low), int(high))
            if whole
            else st.floats(low, high, allow_subnormal=False, **inner)
        )
    return made if column.required == "yes" else st.none() | made


@st.composite
def frames(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    chosen = draw(
        st.lists(st.sampled_from([n for n in CORE if n != "case"]), min_size=1, max_size=4, unique=True)
    )
    made = {}
    for name in sorted(chosen, key=tables.names().index):
        rows = [
            {column.name: draw(cells_of(column, i)) for column in tables.table(name).columns}
            for i in range(draw(st.integers(0, 4)))
        ]
        made[name] = tables.typed(name, rows)
    return made


@settings(max_examples=30, deadline=None)
@given(frames(), st.sampled_from(["en", "fr"]))
def test_typed_tables_come_back_equal(
    tmp_path_factory: pytest.TempPathFactory, made: dict[str, pd.DataFrame], lang: str
) -> None:
    back = through(made, tmp_path_factory.mktemp("x") / "a.xlsx", lang)
    assert list(back) == list(made)
    for name, frame in made.items():
        pd.testing.assert_frame_equal(back[name], frame)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", [n for n in tables.names("input", first_release=False) if n != "case"])
def test_the_example_of_every_table_comes_back(tmp_path: Path, name: str, lang: str) -> None:
    frame = example_frame(name)
    back = through({name: frame}, tmp_path / "a.xlsx", lang)
    pd.testing.assert_frame_equal(back[name], frame)


@pytest.mark.parametrize("column", [
    c for n in tables.names("input", first_release=False) for c in tables.table(n).columns if c.words_fr
], ids=lambda c: f"{c.table}.{c.name}")  # fmt: skip
def test_every_french_word_means_one_english_word(column: tables.Column) -> None:
    assert [column.english(column.spoken(word, "fr")) for word in column.words] == list(column.words)


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    frames_ = {name: example_frame(name) for name in ("tasks", "actors")}
    once = excel_write.book_bytes(frames_, lang="fr")
    assert once == excel_write.book_bytes(dict(reversed(frames_.items())), lang="fr")
    assert b"2026-01-01" in zipfile.ZipFile(excel_write.write_book(frames_, tmp_path / "a.xlsx")).read(
        "docProps/core.xml"
    )


# ------------------------------------------------------------------ refused, never cut
@pytest.mark.parametrize("value, code", [
    ("x" * 32_768, "excel-write-long"), ("😀" * 16_384, "excel-write-long"),
    ("a\x0bb", "excel-write-control"),
    ("\x00", "excel-write-control"), ("\ud800", "excel-write-control"), ("\uffff", "excel-write-control"),
])  # fmt: skip
def test_what_excel_cannot_keep_is_refused(tmp_path: Path, value: str, code: str) -> None:
    path = tmp_path / "a.xlsx"
    frame = pd.DataFrame({"no": ["1", "2"], "task": ["fine", value]}, dtype=object)  # arrow holds none
    with pytest.raises(NotWritable) as caught:
        excel_write.write_book({"tasks": frame}, path)
    (fault,) = caught.value.faults
    assert (fault.code, fault.row, fault.column, fault.sheet) == (code, 3, "task", "tasks")
    assert not path.exists() and str(caught.value).startswith("a.xlsx, sheet tasks, row 3, column `task`: ")


@pytest.mark.parametrize("value", ["x" * 32_767, "😀" * 16_383, "é" * 32_767])
def test_the_longest_text_is_kept(tmp_path: Path, value: str) -> None:
    assert texts_back(tmp_path / "a.xlsx", [value]) == [value]


def test_infinite_numbers_too_many_rows_and_unknown_tables_are_refused(tmp_path: Path) -> None:
    frame = pd.DataFrame({"indicator_id": ["K1"], "period": ["2027"], "value": [float("inf")]})
    with pytest.raises(NotWritable, match="no finite number"):
        excel_write.write_book({"observations": frame}, tmp_path / "a.xlsx")
    with pytest.raises(NotWritable, match=r"50,000 rows"):
        excel_write.write_book({"nodes": pd.DataFrame({"node_id": range(50_000)})}, tmp_path / "a.xlsx")
    with pytest.raises(SchemaError, match="no table called"):
        excel_write.write_book({"nonsense": frame}, tmp_path / "a.xlsx")
    assert issubclass(NotWritable, ClusterlibError) and list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------ help for people
@pytest.fixture(scope="module", params=["en", "fr"])
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Any]:
    path = tmp_path_factory.mktemp("x") / "a.xlsx"
    made = {name: example_frame(name) for name in CORE}
    excel_write.write_book(made, path, lang=request.param)
    return request.param, openpyxl.load_workbook(path)


def rules(sheet: Any, letter: str) -> list[Any]:
    return [
        r for r in sheet.data_validations.dataValidation if str(r.sqref).startswith(f"{letter}2:{letter}")
    ]


def test_sheets_stand_in_order_with_the_settings_first(opened: tuple[str, Any]) -> None:
    lang, made = opened
    read_me = {"en": "read me", "fr": "lisez-moi"}[lang]
    visible = [s.title for s in made.worksheets if s.sheet_state == "visible"]
    assert visible == ["case", read_me, *CORE[1:]]
    text = "\n".join(str(c.value) for row in made[read_me].iter_rows() for c in row if c.value)
    assert all(name in text for name in CORE) and tables.table("tasks").label(lang) in text


def test_every_heading_has_a_note(opened: tuple[str, Any]) -> None:
    lang, made = opened
    for name in CORE:
        for column, cell in zip(tables.table(name).columns, made[name][1], strict=True):
            assert cell.value == column.name and cell.font.bold
            note = cell.comment.text
            assert column.label(lang) in note and Speaker(lang)(column.meaning) in note
            assert excel_notes.required_text(column, Speaker(lang)) in note
            assert excel_notes.allowed_text(column, Speaker(lang)) in note
            assert all(reference.table in note for reference in column.references if reference.table != "*")


def test_headings_show_by_colour_what_must_be_filled(opened: tuple[str, Any]) -> None:
    _, made = opened
    colours: dict[str, set[str]] = {}
    for name in CORE:
        for column, cell in zip(tables.table(name).columns, made[name][1], strict=True):
            need = column.required if column.required in ("yes", "no") else "if"
            colours.setdefault(need, set()).add(cell.fill.start_color.rgb)
    assert all(len(found) == 1 for found in colours.values())
    assert len(set.union(*colours.values())) == 3


def test_words_have_drop_downs_in_the_language(opened: tuple[str, Any]) -> None:
    lang, made = opened
    seen = 0
    for name in CORE:
        for column, cell in zip(tables.table(name).columns, made[name][1], strict=True):
            if not column.words or column.type == "list":
                continue
            (rule,) = rules(made[name], cell.column_letter)
            assert rule.type == "list" and rule.showErrorMessage and rule.error and len(rule.error) <= 255
            if rule.formula1.startswith('"'):
                offered = rule.formula1.strip('"').split(",")
            else:
                sheet, _, area = rule.formula1.partition("!")
                offered = [row[0].value for row in made[sheet][area.replace("$", "")]]
            assert offered == [column.spoken(word, lang) for word in column.words]
            seen += 1
    assert seen > 40


def test_numbers_and_days_have_bounds(opened: tuple[str, Any]) -> None:
    _, made = opened
    kinds = {}
    for name in CORE:
        for column, cell in zip(tables.table(name).columns, made[name][1], strict=True):
            found = rules(made[name], cell.column_letter)
            if column.type == "integer" and not column.numbers:
                assert found[0].type == "whole"
            if column.type in ("number", "money", "share") and not column.numbers:
                assert found[0].type == "decimal"
                kinds[column.allowed] = (found[0].operator or "between", found[0].formula1, found[0].formula2)
            if column.type == "date":
                assert found[0].type == "date"
    assert kinds["0 to 1"] == ("between", "0", "1") and kinds[">= 0"][:2] == ("greaterThanOrEqual", "0")


def test_ids_of_other_sheets_are_offered_but_not_forced(opened: tuple[str, Any]) -> None:
    _, made = opened
    (rule,) = rules(made["votes"], "B")
    assert made["votes"]["B1"].value == "item_id" and made["demands"]["A1"].value == "item_id"
    assert rule.formula1.startswith("demands!$A$2:$A$") and not rule.showErrorMessage


def test_keys_and_months_are_text_and_days_are_days(opened: tuple[str, Any]) -> None:
    _, made = opened
    row = dict(zip((c.value for c in made["tasks"][1]), made["tasks"][2], strict=True))
    assert (row["no"].value, row["no"].number_format, row["no"].data_type) == ("2.10", "@", "s") or row[
        "no"
    ].number_format == "@"
    row = dict(zip((c.value for c in made["actors"][1]), made["actors"][2], strict=True))
    assert (row["joined"].value, row["joined"].number_format) == ("2024-03", "@")
    assert row["first_contact"].value == dt.datetime(2025, 2, 11)
    assert row["first_contact"].number_format == "yyyy-mm-dd"
    assert made["tasks"].column_dimensions["A"].width > 0


def test_sheets_are_frozen_filtered_and_wide_enough(opened: tuple[str, Any]) -> None:
    _, made = opened
    for name in CORE:
        sheet = made[name]
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref.startswith("A1:")
        for cell in sheet[1]:
            assert sheet.column_dimensions[cell.column_letter].width >= min(len(cell.value) + 4, 60)


def test_the_example_row_steps_back(tmp_path: Path) -> None:
    frame = tables.typed(
        "nodes", [{"node_id": "N1", "name": "a", "note": "example"}, {"node_id": "N2", "name": "b"}]
    )
    excel_write.write_book({"nodes": frame}, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["nodes"]
    assert sheet["A2"].font.italic and not sheet["A3"].font.italic
    assert sheet["A2"].font.color.rgb != (sheet["A3"].font.color.rgb if sheet["A3"].font.color else "")
