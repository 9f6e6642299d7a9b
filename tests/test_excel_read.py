"""Excel files of all kinds and from all hands: read truly, or refused in words, quickly."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
import textwrap
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.faults import Fault
from clusterlib.inputs import excel_cells, excel_guard, fault_texts
from clusterlib.inputs.excel_read import read_book
from clusterlib.readings import Speaker


def codes(faults: list[Fault]) -> list[str]:
    return [item.code for item in faults]


def book(path: Path, sheets: dict[str, list[list[Any]]], **state: str) -> Path:
    """A workbook made by openpyxl; `state` hides sheets by name."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = state.get(name, "visible")
    made.save(path)
    return path


def changed(path: Path, part: str, old: str, new: str) -> Path:
    """The same file with one text of one part replaced."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    assert old.encode() in parts[part], parts[part][:2000]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return path


def shared(path: Path, rows: list[list[str]]) -> Path:
    """A workbook with a sheet `tasks` whose texts stand in the list of shared texts."""
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("tasks")
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    return path


TASKS = [["no", "task"], ["1", "Begin"], ["2.10", "Go on"]]


# ------------------------------------------------------------------ what it reads
def test_values_arrive_as_what_they_are(tmp_path: Path) -> None:
    day, moment = dt.datetime(2027, 3, 1), dt.datetime(2027, 3, 1, 13, 30)
    cells = ["2.10", 3, -0.25, 1e20, True, day, moment, "=1", "a\nb", " x "]
    path = book(tmp_path / "a.xlsx", {"tasks": [[f"c{i}" for i in range(10)], cells]})
    made = openpyxl.load_workbook(path)
    made["tasks"]["H2"].data_type = "s"
    made.save(path)
    found, faults = read_book(path)
    assert faults == []
    assert found["tasks"].rows == (tuple(cells),)
    assert [type(value) for value in found["tasks"].rows[0]] == [type(value) for value in cells]


def test_blank_rows_are_left_out_and_lines_stay_true(tmp_path: Path) -> None:
    rows = [["no", "task"], ["1", "Begin"], [None, None], ["  ", None], [None, "End"], [None, None]]
    found, faults = read_book(book(tmp_path / "a.xlsx", {"tasks": rows}))
    assert faults == []
    assert found["tasks"].lines == (2, 5)
    assert found["tasks"].rows == (("1", "Begin"), (None, "End"))


def test_headings_lose_outer_blanks_and_repeats_are_kept(tmp_path: Path) -> None:
    found, faults = read_book(
        book(tmp_path / "a.xlsx", {"tasks": [[" no ", "task", "task", None], ["1", "a", "b"]]})
    )
    assert found["tasks"].columns == ("no", "task", "task") and faults == []


def test_a_table_without_rows_and_a_blank_sheet(tmp_path: Path) -> None:
    found, faults = read_book(book(tmp_path / "a.xlsx", {"tasks": [["no", "task"]], "goals": []}))
    assert found["tasks"].rows == () and "goals" not in found and faults == []


def test_trailing_formatted_cells_are_no_rows(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.title = "tasks"
    for row in TASKS:
        made.active.append(row)
    for row in (100, 49_999, 60_000):
        made.active.cell(row, 3).font = openpyxl.styles.Font(bold=True)
    made.save(tmp_path / "a.xlsx")
    found, faults = read_book(tmp_path / "a.xlsx")
    assert len(found["tasks"].rows) == 2 and found["tasks"].columns == ("no", "task") and faults == []


@pytest.mark.parametrize("sheet", ["tasks", "TASKS", " Tasks", "Tâches", "taches"])
def test_a_sheet_is_known_by_name_or_title(tmp_path: Path, sheet: str) -> None:
    found, faults = read_book(book(tmp_path / "a.xlsx", {sheet: TASKS}))
    assert list(found) == ["tasks"] and faults == [] and found["tasks"].sheet == sheet


def test_tables_come_in_the_order_of_the_dictionary(tmp_path: Path) -> None:
    rows = [["a"], ["1"]]
    found, _ = read_book(
        book(tmp_path / "a.xlsx", {"tasks": rows, "Vote counts": rows, "case": rows, "nodes": rows})
    )
    assert list(found) == ["case", "nodes", "vote_counts", "tasks"]


def test_the_1904_calendar(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.active.title = "actors"
    made.active.append(["actor_id", "first_contact"])
    made.active.append(["a", dt.datetime(2025, 2, 11)])
    made.save(tmp_path / "a.xlsx")
    assert read_book(tmp_path / "a.xlsx")[0]["actors"].rows == (("a", dt.datetime(2025, 2, 11)),)


def test_a_number_beyond_the_calendar_is_an_error_value(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.title = "actors"
    made.active.append(["actor_id", "first_contact"])
    made.active.append(["a", 99_999_999])
    made.active["B2"].number_format = "yyyy-mm-dd"
    made.save(tmp_path / "a.xlsx")
    found, faults = read_book(tmp_path / "a.xlsx")
    assert codes(faults) == ["excel-error"] and (faults[0].row, faults[0].column) == (2, "first_contact")
    assert found["actors"].rows == (("a", "99999999"),)


def test_rich_text_reading_aids_and_escapes(tmp_path: Path) -> None:
    path = shared(tmp_path / "a.xlsx", [["no", "task"], ["1", "MARK"]])
    markup = '<r><t xml:space="preserve">a </t></r><r><rPr/><t>b</t></r><rPh sb="0" eb="1"><t>KANA</t></rPh>'
    changed(path, "xl/sharedStrings.xml", "<t>MARK</t>", markup)
    assert read_book(path)[0]["tasks"].rows == (("1", "a b"),)
    path = shared(tmp_path / "b.xlsx", [["no", "task"], ["1", "MARK"]])
    changed(path, "xl/sharedStrings.xml", "MARK", "a_x000D_b_x005F_x0041_ x005F_")
    assert read_book(path)[0]["tasks"].rows == (("1", "a\rb_x0041_ x005F_"),)


def test_cells_without_an_address_and_texts_in_place(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"tasks": [["no"], ["x"]]})
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/worksheets/sheet1.xml"] = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        b'<x:row><x:c t="inlineStr"><x:is><x:t>no</x:t></x:is></x:c>'
        b'<x:c t="str"><x:v>task</x:v></x:c></x:row>'
        b'<x:row><x:c><x:v>1</x:v></x:c><x:c t="d"><x:v>2027-03-01</x:v></x:c></x:row>'
        b"</x:sheetData></x:worksheet>"
    )
    with zipfile.ZipFile(path, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    found, faults = read_book(path)
    assert faults == [] and found["tasks"].columns == ("no", "task")
    assert found["tasks"].rows == ((1, dt.date(2027, 3, 1)),)


CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(-1e9, 1e9).map(lambda x: float(f"{x:.12g}")),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=20).filter(
        lambda t: t[0] not in "=#" and t.strip() == t and "_x" not in t and "x005F" not in t
    ),
    st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2100, 1, 1)).map(lambda d: d.replace(microsecond=0)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=6))
def test_same_values_as_openpyxl_reads(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]]
) -> None:
    path = tmp_path_factory.mktemp("x") / "a.xlsx"
    book(path, {"tasks": [["a", "b", "c", "d"], *rows]})
    theirs = list(openpyxl.load_workbook(path)["tasks"].iter_rows(min_row=2, values_only=True))
    found, faults = read_book(path)
    assert faults == []
    ours = dict(zip(found["tasks"].lines, found["tasks"].rows, strict=True))
    for line, row in enumerate(theirs, start=2):
        assert ours.get(line, (None,) * 4) == row


# ------------------------------------------------------------------ sheets
def test_a_hidden_first_sheet_is_not_taken(tmp_path: Path) -> None:
    rows = {"old": [["no", "task"], ["9", "Old"]], "tasks": TASKS}
    found, faults = read_book(book(tmp_path / "a.xlsx", rows, old="hidden"))
    assert found["tasks"].rows[0] == ("1", "Begin")
    assert codes(faults) == ["excel-sheet-unknown-hidden"] and faults[0].severity == "remark"


def test_a_visible_sheet_counts_before_its_hidden_twin(tmp_path: Path) -> None:
    rows = {"tasks": [["no", "task"], ["9", "Old"]], "Tâches": TASKS}
    found, faults = read_book(book(tmp_path / "a.xlsx", rows, tasks="veryHidden"))
    assert found["tasks"].sheet == "Tâches" and found["tasks"].rows[0] == ("1", "Begin")
    assert codes(faults) == ["excel-sheet-hidden-twin"] and faults[0].severity == "remark"


def test_a_lone_hidden_sheet_is_read_and_said(tmp_path: Path) -> None:
    found, faults = read_book(
        book(tmp_path / "a.xlsx", {"case": [["setting", "entry"]], "tasks": TASKS}, tasks="hidden")
    )
    assert "tasks" in found and codes(faults) == ["excel-sheet-hidden"]


def test_two_sheets_of_one_table_are_a_fault(tmp_path: Path) -> None:
    _, faults = read_book(book(tmp_path / "a.xlsx", {"tasks": TASKS, "Tâches": TASKS}))
    assert codes(faults) == ["excel-sheet-twice"] and faults[0].severity == "fault"


def test_unknown_and_nearly_known_names(tmp_path: Path) -> None:
    rows = {"tasks": TASKS, "Feuil1": [], "my notes": [["x"]], "stakehoders": [["id"]], "read me": [["x"]]}
    found, faults = read_book(book(tmp_path / "a.xlsx", rows))
    assert list(found) == ["tasks"]
    assert [(f.code, f.sheet) for f in faults] == [
        ("excel-sheet-unknown", "Feuil1"),
        ("excel-sheet-unknown", "my notes"),
        ("excel-sheet-near", "stakehoders"),
    ]
    assert "stakeholders" in faults[2].sentence(Speaker())


def test_no_sheet_with_a_table(tmp_path: Path) -> None:
    found, faults = read_book(book(tmp_path / "a.xlsx", {"Sheet1": TASKS}))
    assert found == {} and codes(faults) == ["excel-sheet-unknown", "excel-no-table"]
    assert "swot_items" in faults[1].sentence(Speaker())


# ------------------------------------------------------------------ cells
def test_merged_cells_are_named(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"tasks": TASKS})
    made = openpyxl.load_workbook(path)
    made["tasks"].merge_cells("A2:A3")
    made["tasks"].merge_cells("D20:E30")  # outside the table
    made.save(path)
    _, faults = read_book(path)
    assert codes(faults) == ["excel-merged"] and faults[0].found == "A2:A3" and faults[0].row == 2
    assert "A2:A3" in faults[0].sentence(Speaker())


def formulas(path: Path, value: object) -> Path:
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("tasks")
        sheet.write_row(0, 0, ["no", "task", "m"])
        sheet.write_row(1, 0, ["1", "Begin"])
        sheet.write_formula(1, 2, "=1+1", None, value)
    return changed(path, "xl/workbook.xml", ' fullCalcOnLoad="1"', "")  # as Excel saves it


def test_a_formula_with_its_value_is_taken_and_said(tmp_path: Path) -> None:
    found, faults = read_book(formulas(tmp_path / "a.xlsx", 2))
    assert found["tasks"].rows == (("1", "Begin", 2),)
    assert codes(faults) == ["excel-formula"] and faults[0].found == "C2" and faults[0].severity == "remark"


def test_one_remark_lists_many_formulas(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        sheet = made.add_worksheet("tasks")
        sheet.write_row(0, 0, ["no", "task"])
        for i in range(1, 31):
            sheet.write_formula(i, 0, "=1", None, i)
    changed(tmp_path / "a.xlsx", "xl/workbook.xml", ' fullCalcOnLoad="1"', "")
    _, faults = read_book(tmp_path / "a.xlsx")
    assert codes(faults) == ["excel-formula"] and faults[0].found.endswith("A13 … (+18)")


def test_a_formula_without_value_is_a_fault_and_its_row_stays(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"tasks": [["no", "task"], [None, "=1+1"], ["2", "Go on"]]})
    found, faults = read_book(path)
    assert codes(faults) == ["excel-formula-no-value"]
    assert (faults[0].row, faults[0].column, faults[0].found) == (2, "task", "B2")
    assert "B2" in faults[0].sentence(Speaker()) and "save" in faults[0].sentence(Speaker())
    assert found["tasks"].rows == ((None, None), ("2", "Go on")) and found["tasks"].lines == (2, 3)


def test_a_file_that_was_never_calculated_is_not_believed(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:  # writes 0 beside every formula
        sheet = made.add_worksheet("tasks")
        sheet.write_row(0, 0, ["no", "m"])
        sheet.write_formula(1, 1, "=40+2")
        sheet.write_formula(2, 1, "=40+2", None, 42)
    found, faults = read_book(tmp_path / "a.xlsx")
    assert codes(faults) == ["excel-formula-no-value", "excel-formula"]
    assert found["tasks"].rows == ((None, None), (None, 42))


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#FIELD!"])
def test_error_values_are_faults(tmp_path: Path, error: str) -> None:
    path = formulas(tmp_path / "a.xlsx", "#N/A")
    if error != "#N/A":
        changed(path, "xl/worksheets/sheet1.xml", "<v>#N/A</v>", f"<v>{error}</v>")
    found, faults = read_book(path)
    assert codes(faults) == ["excel-error", "excel-formula"]
    assert (faults[0].row, faults[0].column, faults[0].found) == (2, "m", error)
    assert found["tasks"].rows == (("1", "Begin", error),)


def test_cells_under_no_heading_and_a_blank_first_row(tmp_path: Path) -> None:
    rows = {
        "tasks": [["no", None, "task"], ["1", "lost", "Begin"]],
        "goals": [[], ["id", "text"], ["G1", "x"]],
    }
    found, faults = read_book(book(tmp_path / "a.xlsx", rows))
    assert [(f.code, f.table) for f in faults] == [("excel-no-heading", "goals"), ("header-blank", "tasks")]
    assert "A2" in faults[0].sentence(Speaker()) and "B" in faults[1].sentence(Speaker())
    assert found["tasks"].columns == ("no", "", "task") and "goals" not in found
    assert found["tasks"].rows == (("1", "lost", "Begin"),)


# ------------------------------------------------------------------ other kinds of files
def bytes_of(kind: str) -> bytes:
    stream = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(stream, "w") as made:
            made.writestr("a.txt", "x")
        return stream.getvalue()
    ole = bytes.fromhex("D0CF11E0A1B11AE1")
    return {
        "empty": b"",
        "zeros": bytes(3000),
        "csv": b"no;task\n1;Begin\n",
        "csv16": "no\ttask\n".encode("utf-16"),
        "html": b"\xef\xbb\xbf\n<html><table></table></html>",
        "xml": b"<?xml version='1.0'?><Workbook/>",
        "mht": b"MIME-Version: 1.0\n",
        "old": ole + "Workbook".encode("utf-16-le"),
        "password": ole + bytes(500) + "EncryptedPackage".encode("utf-16-le"),
        "pdf": b"%PDF-1.7\0\0\xff",
        "cut": b"PK\x03\x04" + bytes(200),
    }[kind]


@pytest.mark.parametrize(
    "kind, code",
    [
        ("empty", "excel-empty"),
        ("zeros", "excel-empty"),
        ("csv", "excel-is-text"),
        ("csv16", "excel-is-text"),
        ("html", "excel-is-web-page"),
        ("xml", "excel-is-web-page"),
        ("mht", "excel-is-web-page"),
        ("old", "excel-old"),
        ("password", "excel-password"),
        ("pdf", "excel-unknown"),
        ("zip", "excel-unknown"),
        ("cut", "excel-damaged"),
    ],
)
def test_files_that_are_no_workbook(tmp_path: Path, kind: str, code: str) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(bytes_of(kind))
    found, faults = read_book(path)
    assert found == {} and codes(faults) == [code] and faults[0].severity == "fault"
    assert faults[0].sentence(Speaker()).startswith("case.xlsx: ")


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    assert codes(read_book(tmp_path / "no.xlsx")[1]) == ["excel-unreadable"]


def test_macros_are_refused_by_ending_type_or_content(tmp_path: Path) -> None:
    for name in ("a.xlsm", "b.xlsx", "c.xlsx"):
        book(tmp_path / name, {"tasks": TASKS})
    changed(tmp_path / "b.xlsx", "[Content_Types].xml", "spreadsheetml.sheet.main", "x.macroEnabled.main")
    with zipfile.ZipFile(tmp_path / "c.xlsx", "a") as made:
        made.writestr("xl/vbaProject.bin", b"x")
    for name in ("a.xlsm", "b.xlsx", "c.xlsx"):
        assert codes(read_book(tmp_path / name)[1]) == ["excel-macros"], name


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_a_cut_file(tmp_path: Path, keep: float) -> None:
    path = book(tmp_path / "a.xlsx", {"tasks": TASKS})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    assert codes(read_book(path)[1]) == ["excel-damaged"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_flipped_byte_gives_a_table_or_a_fault(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    global _SOUND
    path = tmp_path_factory.mktemp("x") / "a.xlsx"
    if not _SOUND:
        _SOUND = shared(path, TASKS).read_bytes()
    broken = bytearray(_SOUND)
    for place in data.draw(st.lists(st.integers(0, len(broken) - 1), min_size=1, max_size=4)):
        broken[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(bytes(broken))
    found, faults = read_book(path)
    assert "tasks" in found or faults
    assert all(item.sentence(Speaker()) for item in faults)


_SOUND = b""


@pytest.mark.parametrize(
    "part",
    [
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "_rels/.rels",
    ],
)
@pytest.mark.parametrize(
    "content", [None, b"", b"no xml", b"<a>", b"<worksheet xmlns='x'/>", b"\xff\xfe\x00"]
)
def test_broken_parts(tmp_path: Path, part: str, content: bytes | None) -> None:
    path = shared(tmp_path / "a.xlsx", TASKS)
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist() if name != part}
    with zipfile.ZipFile(path, "w") as target:
        for name, data in (parts if content is None else {**parts, part: content}).items():
            target.writestr(name, data)
    found, faults = read_book(path)
    assert faults or not found or found["tasks"].rows
    assert set(codes(faults)) <= {"excel-damaged", "excel-no-table"}


# ------------------------------------------------------------------ files that would stop the machine
def test_a_stray_far_cell_is_refused_at_once_and_in_little_memory(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.title = "tasks"
    made.active.cell(1_048_576, 1, "far")
    made.active.cell(1, 300, "wide")
    made.save(tmp_path / "a.xlsx")
    script = textwrap.dedent("""
        import resource, sys, time
        from clusterlib.inputs.excel_read import read_book
        from clusterlib.readings import Speaker
        before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        found, faults = read_book(sys.argv[1])
        print(time.perf_counter() - begin)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
        print(faults[0].code, faults[0].sentence(Speaker()))
    """)
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "a.xlsx")], capture_output=True, text=True
    )
    seconds, kilobytes, sentence = done.stdout.strip().split("\n")
    assert float(seconds) < 2 and int(kilobytes) < 300_000, done.stderr
    assert sentence.startswith("excel-sheet-size a.xlsx, sheet tasks: ")
    assert all(size in sentence for size in ("1,048,576", "300", "50,000", "100"))


@pytest.mark.parametrize(
    "row, column, allowed", [(50_000, 1, True), (50_001, 1, False), (1, 100, True), (1, 101, False)]
)
def test_the_limits_of_a_sheet(tmp_path: Path, row: int, column: int, allowed: bool) -> None:
    made = openpyxl.Workbook()
    made.active.title = "tasks"
    made.active.cell(1, 1, "no")
    made.active.cell(row, column, "x")
    made.save(tmp_path / "a.xlsx")
    found, faults = read_book(tmp_path / "a.xlsx")
    assert (codes(faults) == []) is allowed and ("tasks" in found) is allowed


def packed(path: Path, parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return path


def refused_before_parsing(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Fault]:
    def never(*_: object) -> None:
        raise AssertionError("XML was parsed")

    monkeypatch.setattr(excel_guard.Package, "chunks", never)
    begin = time.perf_counter()
    found, faults = read_book(path)
    assert found == {} and time.perf_counter() - begin < 2
    return faults


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": b"<c/>" * (4 * 2**20)})
    assert path.stat().st_size < 100_000
    faults = refused_before_parsing(path, monkeypatch)
    assert codes(faults) == ["excel-bomb"] and "sheet1.xml" in faults[0].found


def test_too_large_parts_too_many_parts_and_a_large_sum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = excel_guard.Limits(part_bytes=1000, total_bytes=2500, parts=5, file_bytes=10_000)
    cases = {
        "excel-too-big": [{"a": bytes(1001)}, {"a": bytes(999), "b": bytes(999), "c": bytes(999)}],
        "excel-bomb": [{str(i): b"x" for i in range(6)}],
    }
    for code, files in cases.items():
        for parts in files:
            path = packed(tmp_path / "a.xlsx", parts, zipfile.ZIP_STORED)
            assert codes(read_book(path, limits=small)[1]) == [code], parts.keys()
    (tmp_path / "b.xlsx").write_bytes(bytes(10_001))
    assert codes(read_book(tmp_path / "b.xlsx", limits=small)[1]) == ["excel-too-big"]


def test_thousands_of_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "a.xlsx", {f"x{i}": b"" for i in range(2001)}, zipfile.ZIP_STORED)
    assert codes(refused_before_parsing(path, monkeypatch)) == ["excel-bomb"]


def test_sizes_that_lie_are_counted(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"tasks": [["no"], *[[f"row {i}"] for i in range(3000)]]})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as made:
        size = made.getinfo("xl/worksheets/sheet1.xml").file_size
    directory = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    assert data[directory : directory + 4] == b"PK\x01\x02"
    data[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    assert size > 100 and codes(read_book(path)[1]) == ["excel-damaged"]


def test_bytes_are_counted_while_unpacking(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"tasks": TASKS})
    package = excel_guard.open_package(path)
    package.limits = excel_guard.Limits(part_bytes=10)
    with pytest.raises(excel_guard.Refused, match="excel-too-big"):
        package.read("xl/workbook.xml")


@pytest.mark.parametrize(
    "part", ["xl/sharedStrings.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"]
)
def test_entities_are_refused(tmp_path: Path, part: str) -> None:
    path = shared(tmp_path / "a.xlsx", TASKS)
    laughs = "".join(f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><x>&a9;</x>'
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    packed(path, {**parts, part: bomb.encode()})
    begin = time.perf_counter()
    assert codes(read_book(path)[1]) == ["excel-entities"]
    assert time.perf_counter() - begin < 2


def test_openpyxl_is_guarded_too() -> None:
    assert openpyxl.DEFUSEDXML is True


def test_many_elements_and_many_faults_have_an_end(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"tasks": [["no", "task"], *[["=1", "x"] for _ in range(300)]]})
    _, faults = read_book(path)
    assert len(faults) == 201 and faults[-1].code == "excel-more" and faults[-1].values["n"] == "100"
    assert codes(read_book(path, limits=excel_guard.Limits(elements=500))[1]) == ["excel-too-big"]


def test_a_large_honest_table_is_read_in_time(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"constant_memory": True}) as made:
        sheet = made.add_worksheet("employment")
        for i in range(20_000):
            sheet.write_row(i, 0, [f"r{i}", "i", i, i / 7])
    begin = time.perf_counter()
    found, faults = read_book(tmp_path / "a.xlsx")
    assert faults == [] and len(found["employment"].rows) == 19_999
    assert time.perf_counter() - begin < 10


# ------------------------------------------------------------------ sentences
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_code_has_sentences_without_open_gaps(lang: str) -> None:
    names = (
        "found",
        "limit",
        "rows",
        "columns",
        "max_rows",
        "max_columns",
        "expected",
        "near",
        "other",
        "n",
        "character",
        "length",
    )
    values = dict.fromkeys(names, "§")
    for code in fault_texts.codes():
        if code.startswith("excel-"):
            said = fault_texts.texts(code, Speaker(lang), values)
            assert said[0] and not any("{" in part for part in said), code


def test_addresses() -> None:
    assert excel_cells.address((1_048_576, 16_384)) == "XFD1048576"
