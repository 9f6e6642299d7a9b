"""Bad input gives a sentence with its place; nothing is written and nothing repaired."""

from __future__ import annotations

import gzip
import io
import time
import tracemalloc
import zipfile

import pytest
from published_tables import book, cells, codes, eurostat_tsv, geostat, read, text

from clusterlib.faults import ClusterlibError
from clusterlib.importing import reconcile, to_case
from clusterlib.readings import Speaker

LONG = b"""
profile: long
title: one row per number
source: an office
format: text
region: {from: column, column: area, total: [Country]}
industry: {from: column, column: branch, total: [All]}
year: {from: column, column: year}
value: {column: jobs}
cells: {suppressed: [c], nil: ["-"]}
"""
HEAD = "area,branch,year,jobs"


def long(tmp_path, *rows: str, profile: bytes = LONG, **more):
    return read(text(tmp_path / "t.csv", HEAD, list(rows)), profile, **more)


def only(found, code: str):
    assert codes(found) == [code]
    return found.faults[0]


@pytest.mark.parametrize("year", ["FY 2021/22", "2021-Q1", "year", "", "20211", "1066"])
def test_a_year_that_is_no_year_is_said_with_its_row(tmp_path, year):
    fault = only(long(tmp_path, "A,ICT,2021,4", f"B,ICT,{year},4"), "import-year")
    assert (fault.row, fault.column, fault.found) == (3, "year", year)


def test_a_year_written_as_text_is_a_year(tmp_path):
    path = book(
        tmp_path / "t.xlsx", {1: HEAD.split(","), 2: ["A", "ICT", "2021 ", 4], 3: ["A", "ICT", 2022, 5]}
    )
    found = read(path, LONG.replace(b"format: text", b"format: excel"))
    assert sorted(cells(found)) == [("A", "ICT", 2021), ("A", "ICT", 2022)]


def test_two_totals_are_said_with_both_places(tmp_path):
    fault = only(long(tmp_path, "A,All,2021,4", "A,ICT,2021,4", "A,All,2021,5"), "import-two-totals")
    assert (fault.row, fault.found) == (4, "5")
    assert "t.csv, 2" in fault.sentence(Speaker()) and "A, total, 2021" in fault.sentence(Speaker())


def test_two_names_that_are_both_the_whole_are_refused(tmp_path):
    rows = {"A,THS,EMP,A,DE11": ["1 "], "A,THS,EMP,A,DE": ["2 "], "A,THS,EMP,F,FR": ["3 "]}
    path = eurostat_tsv(tmp_path / "x.tsv", [2021], rows)
    assert only(read(path, "eurostat-tsv"), "import-many-totals").found == "DE, FR"
    assert read(path, "eurostat-tsv", where={"geo": ("DE*",)}).faults == ()


def test_a_cell_that_stands_twice_is_said(tmp_path):
    assert only(long(tmp_path, "A,ICT,2021,4", "A,ICT,2021,4"), "import-twice").row == 3


def test_a_region_in_two_spellings_is_listed_and_only_the_profile_unifies_it(tmp_path):
    rows = ["Kvemo Kartli,ICT,2021,4", "Kvemo-Kartli,ICT,2022,5", "Guria,ICT,2021,6"]
    found = long(tmp_path, *rows)
    said = [item for item in found.remarks if item.code == "import-alike"]
    assert len(said) == 1 and "“Kvemo Kartli” and “Kvemo-Kartli”" in said[0].sentence(Speaker())
    assert {region for region, *_ in cells(found)} == {"Kvemo Kartli", "Kvemo-Kartli", "Guria"}
    wider = LONG.replace(b"total: [Country]}", b"total: [Country], names: {Kvemo-Kartli: Kvemo Kartli}}")
    found = long(tmp_path, *rows, profile=wider)
    assert {region for region, *_ in cells(found)} == {"Kvemo Kartli", "Guria"}
    assert found.tally.unified == {("region", "Kvemo-Kartli", "Kvemo Kartli"): 1}
    assert not [item for item in found.remarks if item.code == "import-alike"]


def test_names_alike_are_found_without_comparing_codes():
    assert reconcile.alike(["Zürich", "Zurich", "North", "South", "R10", "R11", "Kakheti", "Kaheti"]) == [
        ("Zürich", "Zurich"),
        ("Kakheti", "Kaheti"),
    ]


def test_negative_jobs_are_said_with_their_place(tmp_path):
    fault = only(long(tmp_path, "A,ICT,2021,4", "B,ICT,2021,-3"), "import-negative")
    assert (fault.file, fault.row, fault.column, fault.found) == ("t.csv", 3, "jobs", "-3")


@pytest.mark.parametrize("cell", ["many", "1,5,0", "1e5", "12 %", "NaN", "inf", "#DIV/0!", "=1+1"])
def test_what_is_no_number_is_said(tmp_path, cell):
    fault = only(long(tmp_path, f'A,ICT,2021,"{cell}"'), "import-number")
    assert fault.found == cell


def test_totals_below_their_parts_by_rounding_are_tolerated_and_by_more_are_said(tmp_path):
    rows = ["A,ICT,2021,4", "A,Food,2021,7", "A,All,2021,10", "B,ICT,2021,4", "B,Food,2021,7", "B,All,2021,9"]
    found = long(tmp_path, *rows)
    said = [item for item in found.remarks if item.code == "import-parts-above"]
    assert found.faults == () and len(said) == 1
    sentence = said[0].sentence(Speaker())
    assert all(part in sentence for part in ("B, total, 2021", "11", "9", "1.5")), sentence


def test_totals_above_their_parts_with_no_secret_are_said_in_one_sentence(tmp_path):
    found = long(tmp_path, "A,ICT,2021,4", "A,All,2021,40", "B,ICT,2021,4", "B,All,2021,90")
    assert [item.code for item in found.remarks] == ["import-parts-below"]
    sentence = found.remarks[0].sentence(Speaker())
    assert all(part in sentence for part in ("2 published totals", "B, total, 2021", "90")), sentence
    found = long(tmp_path, "A,ICT,2021,4", "A,Food,2021,c", "A,All,2021,40", "B,ICT,2021,4")
    assert "import-parts-below" not in [item.code for item in found.remarks]


def test_one_region_says_what_to_add(tmp_path):
    found = long(tmp_path, "A,ICT,2021,4", "A,Food,2021,6")
    assert [item.code for item in found.remarks] == ["import-one-region"]
    assert "Add the country" in found.remarks[0].sentence(Speaker())
    with_country = long(tmp_path, "A,ICT,2021,4", "Country,ICT,2021,6").remarks
    assert [item.code for item in with_country] == ["import-parts-below"]


def test_an_industry_without_any_number_is_named(tmp_path):
    found = long(tmp_path, "A,ICT,2021,c", "B,ICT,2021,c", "A,Food,2021,1", "B,Food,2021,c")
    said = [item for item in found.remarks if item.code == "import-all-secret"]
    assert [item.found for item in said] == ["ICT"]


# ------------------------------------------------------------------ a profile that fits nothing
def test_the_file_name_rule_that_failed_is_named(tmp_path):
    path = text(tmp_path / "other.txt", "a,b", ["1,2"])
    fault = only(read(path, "us-cbp-county"), "import-file-name")
    assert fault.file == "other.txt" and "cbp{year}co.txt" in fault.sentence(Speaker())


def test_the_title_rule_that_failed_names_the_nearest_row(tmp_path):
    path = geostat(
        tmp_path / "r.xlsx",
        "Guria",
        {"ICT": [1]},
        [1],
        years=[2021],
        title="Mean Number of Employed in {region}",
    )
    fault = only(read(path, "geostat-regions"), "import-no-title")
    assert (fault.row, fault.column) == (9, "A") and fault.found.startswith("Mean Number")


def test_the_headings_rule_that_failed_is_named_with_its_block(tmp_path):
    path = geostat(tmp_path / "r.xlsx", "Guria", {"ICT": [1]}, [1], years=["first"])
    assert only(read(path, "geostat-regions"), "import-no-years").row == 9


def test_the_sheet_rule_that_failed_lists_the_sheets(tmp_path):
    path = book(tmp_path / "r.xlsx", {1: ["a"]}, sheet="Notes")
    profile = LONG.replace(b"format: text", b'format: excel\nsheets: ["Data*"]')
    assert only(read(path, profile), "import-no-sheet").found == "Notes"


def test_a_missing_column_names_the_nearest(tmp_path):
    path = text(tmp_path / "t.csv", "area,branches,year,jobs", ["A,ICT,2021,1"])
    fault = only(read(path, LONG), "import-no-column")
    assert "`branches`" in fault.sentence(Speaker())


def test_a_filter_that_leaves_everything_out_is_named_with_its_first_row(tmp_path):
    fault = only(long(tmp_path, "A,ICT,2021,1", "B,ICT,2021,1", where={"area": ("Z*",)}), "import-nothing")
    assert (fault.row, fault.found, fault.values["rule"], fault.values["n"]) == (2, "A", "where.area", "2")
    assert long(tmp_path, "B,ICT,2021,1", where={"area": ("B",)}).faults == ()


def test_an_unknown_flag_and_an_unknown_class_are_said(tmp_path):
    path = eurostat_tsv(tmp_path / "x.tsv", [2021], {"A,THS,EMP,A,DE11": ["1 q"]})
    assert only(read(path, "eurostat-tsv"), "import-flag").found == "q"


def test_nothing_is_written_after_a_fault(tmp_path):
    found = long(tmp_path, "A,ICT,2021,-4")
    with pytest.raises(ClusterlibError, match="nothing was written"):
        to_case.write(found, tmp_path / "case")
    assert not (tmp_path / "case").exists()


# ------------------------------------------------------------------ hostile files
def _far(path):
    return book(path, {1: ["x"], 1_048_576: ["y"]})


def _bomb(path):
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet += b'<row r="1"><c r="A1"><v>1</v></c></row>' * 200_000 + b"</sheetData></worksheet>"
    source = io.BytesIO(book(path, {1: ["x"]}).read_bytes())
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    return path


@pytest.mark.parametrize(("make", "code"), [(_far, "excel-sheet-size"), (_bomb, "excel-bomb")])
def test_small_files_that_would_stop_the_machine_are_refused_at_once(tmp_path, make, code):
    path = make(tmp_path / "r.xlsx")
    tracemalloc.start()
    begin = time.process_time()
    found = read(path, "geostat-regions")
    spent, peak = time.process_time() - begin, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    only(found, code)
    assert spent < 2 and peak < 300 * 2**20, (spent, peak)


def test_a_packed_text_that_unpacks_too_far_is_refused(tmp_path):
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(HEAD.encode() + b"\n" + b"A,ICT,2021,1\n" * 400_000))
    assert "import-bomb" in codes(read(path, LONG))


def test_a_line_without_end_is_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(HEAD.encode() + b"\n" + b"A" * 3_000_000)
    assert codes(read(path, LONG)) == ["import-line"]


def test_the_wrong_encoding_is_said_with_its_row_and_never_guessed(tmp_path):
    path = text(tmp_path / "t.csv", HEAD, ["A,ICT,2021,1", "Thiès,ICT,2021,1"], encoding="cp1252")
    fault = only(read(path, LONG), "import-encoding")
    assert fault.found == "0xE8" and "cp1252" in fault.sentence(Speaker())
    found = read(path, LONG.replace(b"format: text", b"format: text\nencoding: cp1252"))
    assert ("Thiès", "ICT", 2021) in cells(found)
    other = text(tmp_path / "u.csv", HEAD, ["A,ICT,2021,1", "Thiès,ICT,2021,1"])
    found = read(other, LONG.replace(b"format: text", b"format: text\nencoding: cp1252"))
    assert "import-mojibake" in [item.code for item in found.remarks]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"PK\x03\x04" + b"\0" * 60, "import-is-excel"),
        (b"<!DOCTYPE html><table>", "import-is-page"),
        (b"\x1f\x8b\x08\x00cut", "import-packed"),
        (b'area,branch,year,jobs\nA,ICT,2021,"1\n', "csv-quote"),
        (b"area,branch,year,jobs\nA,ICT,2021\n", "import-width"),
        (b"area,branch,year,jobs\nA,ICT,2021,1,2\n", "import-width"),
        (b"area,area,branch,year,jobs\nA,A,ICT,2021,1\n", "import-column-twice"),
        (b"area,branch,year,jobs\n", "import-no-rows"),
    ],
)
def test_files_of_another_kind_are_refused_in_a_sentence(tmp_path, data, code):
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    fault = only(read(path, LONG), code)
    assert fault.sentence(Speaker()).startswith("t.csv")


def test_formulas_without_a_result_are_said_and_cells_are_never_code(tmp_path):
    path = text(tmp_path / "t.csv", HEAD, ['"=HYPERLINK(1)",ICT,2021,1', "B,ICT,2021,2"])
    found = read(path, LONG)
    made = to_case.write(found, tmp_path / "case")
    assert "'=HYPERLINK(1)" in (made / "employment.csv").read_text("utf-8")
