from __future__ import annotations

from pathlib import Path

import pytest

from clusterlib.inputs import csv_files

NAMES = ["Côte d'Ivoire", "Köcker", "Société", "ქართული", "العربية"]


def codes(data: bytes, table: str = "demands") -> list[str]:
    return [item.code for item in csv_files.read_bytes(data, f"{table}.csv", table)[1]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_unicode_files_with_any_separator(encoding: str, separator: str, end: str) -> None:
    lines = [
        ["item_id", "category", "text"],
        *([f"A{i}", "x, y; z|\tw", name] for i, name in enumerate(NAMES)),
    ]
    text = end.join(separator.join(f'"{cell}"' for cell in line) for line in lines)
    raw, faults = csv_files.read_bytes(text.encode(encoding), "demands.csv", "demands")
    assert raw is not None and not faults
    assert raw.columns == ("item_id", "category", "text")
    assert [row[2] for row in raw.rows] == NAMES and raw.rows[0][1] == "x, y; z|\tw"
    assert raw.lines == (2, 3, 4, 5, 6)


def test_windows_1252_is_read_with_a_remark_that_shows_names() -> None:
    data = "item_id;text\nA1;Société Köcker\n".encode("cp1252")
    raw, faults = csv_files.read_bytes(data, "demands.csv", "demands")
    assert raw is not None and raw.rows == (("A1", "Société Köcker"),)
    assert [(item.code, item.severity) for item in faults] == [("file-encoding", "remark")]
    assert faults[0].values["samples"] == "Société, Köcker"


def test_letters_broken_by_an_earlier_program_are_remarked() -> None:
    broken = "Côte d'Ivoire".encode().decode("cp1252")
    raw, faults = csv_files.read_bytes(f"item_id,text\nA,{broken}\n".encode(), "demands.csv", "demands")
    assert raw is not None and raw.rows[0][1] == broken
    assert [item.code for item in faults] == ["file-mojibake"] and "CÃ´te" in faults[0].values["samples"]
    assert codes("item_id,text\nA,Âge Ãgard\n".encode()) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "file-empty"),
        (b",,,\n", "file-empty"),
        (b"PK\x03\x04rest", "file-is-excel"),
        (b"\xd0\xcf\x11\xe0rest", "file-is-excel"),
        (b"<html><table>", "file-is-page"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "file-is-page"),
        (b"%PDF-1.4", "file-is-other"),
        (b"a\x00b", "file-is-other"),
        (b"\xff\xfea", "file-is-other"),
        (b"\x81\x8d", "file-is-other"),
    ],
)
def test_files_that_are_no_table(data: bytes, code: str) -> None:
    raw, faults = csv_files.read_bytes(data, "demands.csv", "demands")
    assert raw is None and [item.code for item in faults] == [code]


def test_rows_of_another_width_are_faults_and_their_ids_stay_known() -> None:
    data = b"item_id,category,text\nA1,x\nA2,x,y,z\nA3,x,y,,\n\nA4,x,y\n"
    raw, faults = csv_files.read_bytes(data, "demands.csv", "demands")
    assert [(item.code, item.row) for item in faults] == [("row-width", 2), ("row-width", 3)]
    assert raw is not None and raw.broken == {2, 3} and raw.lines == (2, 3, 4, 6)
    assert [row[0] for row in raw.rows] == ["A1", "A2", "A3", "A4"]


def test_an_open_quotation_mark_is_a_fault_where_it_stands() -> None:
    raw, faults = csv_files.read_bytes(b'item_id,text\nA1,x\nA2,"y\n', "demands.csv", "demands")
    assert [(item.code, item.row) for item in faults] == [("csv-quote", 3)]
    assert raw is not None and len(raw.rows) == 1


def test_a_text_that_is_too_long_for_a_cell() -> None:
    assert codes(b'item_id,text\nA1,"' + b"x" * 200_000 + b'"\n') == ["csv-long"]


def test_breaks_in_cells_and_the_hint_of_excel() -> None:
    raw, faults = csv_files.read_bytes(
        b'sep=;\r\nitem_id;text\r\nA1;"two\nlines"\r\n', "demands.csv", "demands"
    )
    assert raw is not None and raw.rows == (("A1", "two\nlines"),) and not faults


def test_only_our_apostrophe_is_taken_away() -> None:
    raw, _ = csv_files.read_bytes(b"item_id,text\n'=A1,'tis\n", "demands.csv", "demands")
    assert raw is not None and raw.rows == (("=A1", "'tis"),)


def test_limits_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(csv_files, "MAX_ROWS", 2)
    monkeypatch.setattr(csv_files, "MAX_COLUMNS", 3)
    assert codes(b"item_id\nA\nB\nC\n") == ["file-rows"]
    assert codes(b"a,b,c,d\n1,2,3,4\n") == ["file-columns"]
    monkeypatch.setattr(csv_files, "MAX_BYTES", 10)
    path = tmp_path / "demands.csv"
    path.write_bytes(b"item_id,text\n")
    assert csv_files.read(path, "demands")[1][0].code == "file-large"


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    assert csv_files.read(tmp_path / "demands.csv", "demands")[1][0].code == "file-unreadable"
