"""A new case opens without faults and without rows; a copy holds what its source holds."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml

from clusterlib import places, tables
from clusterlib.faults import CaseError, ClusterlibError
from clusterlib.inputs import cases, excel_write, settings
from clusterlib.inputs.cases import Case, open_case
from clusterlib.inputs.excel_notes import EXAMPLE
from clusterlib.inputs.new_case import core_tables, new_case
from clusterlib.readings import Speaker

SHIPPED = sorted(p.name for p in (places.root() / "data" / "cases").iterdir() if (p / "case.yml").exists())


def same(one: Case, other: Case) -> None:
    """Two cases hold the same settings and typed tables."""
    assert dict(one.settings) == dict(other.settings)
    assert one.tables == other.tables
    for name in one.tables:
        pd.testing.assert_frame_equal(other.table(name), one.table(name))


# ------------------------------------------------------------------ empty cases
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("xlsx", [False, True])
def test_a_fresh_case_has_no_faults_no_remarks_and_no_rows(tmp_path: Path, lang: str, xlsx: bool) -> None:
    made = new_case(tmp_path / "Côte d'Ivoire: v1.2", xlsx=xlsx, lang=lang)
    assert made.name == "Côte d'Ivoire: v1.2" + (".xlsx" if xlsx else "")
    case = open_case(made)
    assert case.faults == () and case.remarks == () and case.tables == ()
    assert case.name == "Côte d'Ivoire: v1.2" and case.language == lang


def test_a_fresh_folder_has_settings_and_the_core_tables(tmp_path: Path) -> None:
    made = new_case(tmp_path / "c")
    files = {p.name for p in made.iterdir()}
    assert files == {"case.yml"} | {f"{name}.csv" for name in core_tables() if name != "case"}
    assert len(core_tables()) == 23
    for name in core_tables():
        if name != "case":
            with (made / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
                head, row = csv.reader(stream)
            assert tuple(head) == tables.table(name).column_names
            assert row[-1] == "example" and all(row[: len(tables.table(name).key)])


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_commented_setting_is_valid_when_uncommented(tmp_path: Path, lang: str) -> None:
    made = new_case(tmp_path / "c", lang=lang)
    lines = (made / "case.yml").read_text("utf-8").splitlines()
    hints = [line for line in lines if line.startswith("#") and not line.startswith("##")]
    assert len(hints) == len(settings.known()) - 3  # all but name, language and schema
    for line in hints:
        assert len(yaml.load(line[1:], Loader=yaml.BaseLoader)) == 1
    text = "\n".join(line[1:] if line in hints else line for line in lines)
    (made / "case.yml").write_text(text, "utf-8")
    case = open_case(made)
    assert case.faults == () and case.remarks == ()
    assert case.currency == "XOF" and case.setting("financing.opening_cash") == 10000
    assert set(case.settings) == set(settings.known())


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_fresh_excel_file_offers_every_setting(tmp_path: Path, lang: str) -> None:
    made = new_case(tmp_path / "c", xlsx=True, lang=lang)
    book = openpyxl.load_workbook(made)
    sheet = book["case"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2) if row[0].value}
    assert set(rows) == set(settings.known()) - {"schema"}
    assert rows["name"][1].value == "c" and rows["currency"][1].value is None
    assert "XOF" in rows["currency"][4].value
    lists = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert set(lists) >= {
        rows[name][1].coordinate for name in ("language", "number_style", "phase", "instigator")
    }
    rows["currency"][1].value, rows["number_style"][1].value = "XOF", "1.234,5"
    rows["phase"][1].value = "établissement"
    rows["financing.opening_cash"][1].value = 12500
    book.save(made)
    case = open_case(made)
    assert case.faults == () and case.currency == "XOF" and case.setting("phase") == "establishment"
    assert case.setting("financing.opening_cash") == 12500


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_excel_template_shows_examples_that_step_back(tmp_path: Path, lang: str) -> None:
    book = openpyxl.load_workbook(new_case(tmp_path / "c", xlsx=True, lang=lang))
    for name in core_tables():
        if name != "case":
            row = book[name][2]
            assert row[-1].value == EXAMPLE[lang] and all(
                cell.font.italic for cell in row if cell.value is not None
            )
    words = [cell.value for cell in book["actors"][2]]
    assert ("SME" if lang == "en" else "PME") in words


def add(case: Path, table: str, *rows: dict[str, object]) -> None:
    """Add rows below what stands in a table."""
    names = tables.table(table).column_names
    cells = [[row.get(name) for name in names] for row in rows]
    if case.suffix == ".xlsx":
        book = openpyxl.load_workbook(case)
        for line in cells:
            book[table].append(line)
        book.save(case)
    else:
        with (case / f"{table}.csv").open("a", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(cells)


@pytest.mark.parametrize("xlsx", [False, True])
def test_rows_below_the_example_count(tmp_path: Path, xlsx: bool) -> None:
    made = new_case(tmp_path / "c", xlsx=xlsx)
    demands = [{"item_id": f"A{i}", "text": "Start-up funds", "category": "money"} for i in (1, 2)]
    add(made, "demands", *demands)
    add(made, "votes", {"respondent_id": "r1", "item_id": "A1", "score": 3})
    case = open_case(made)
    assert [item.sentence(Speaker()) for item in case.faults] == []
    assert case.tables == ("demands", "votes")
    assert case.table("demands")["item_id"].tolist() == ["A1", "A2"]
    assert case.table("votes")["score"].tolist() == [3.0]


# ------------------------------------------------------------------ copies
@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_case_survives_excel_and_the_way_back(tmp_path: Path, name: str) -> None:
    source = places.shipped_case(name)
    case = open_case(source)
    assert case.faults == ()
    book = open_case(new_case(tmp_path / "a.xlsx", source=source))
    assert [item.sentence(Speaker()) for item in book.faults] == []
    assert {item.code for item in book.remarks} == {item.code for item in case.remarks}
    same(case, book)
    back = open_case(new_case(tmp_path / "b", source=book))
    same(case, back)
    same(case, open_case(new_case(tmp_path / "c", source=source)))
    again = new_case(tmp_path / "d.xlsx", source=tmp_path / "a.xlsx")
    assert again.read_bytes() == (tmp_path / "a.xlsx").read_bytes()


def folder(path: Path, **files: str) -> Path:
    path.mkdir()
    (path / "case.yml").write_text(files.pop("settings", "name: x\n"), "utf-8")
    for name, text in files.items():
        (path / f"{name}.csv").write_text(text, "utf-8", newline="")
    return path


def test_texts_that_look_live_and_unknown_columns_survive_both_ways(tmp_path: Path) -> None:
    head = "item_id,category,text,text_fr,my own,note\n"
    text = head + "007,x,'=1+1,=SUM(A1),+49 30,\"two\nlines\"\n2.10,x,'tis,<r>x</r>,-5,\n"
    case = open_case(folder(tmp_path / "a", demands=text))
    assert case.faults == ()
    book = open_case(new_case(tmp_path / "b.xlsx", source=case))
    same(case, book)
    same(case, open_case(new_case(tmp_path / "c", source=book)))
    assert book.table("demands")["text"].tolist() == ["=1+1", "'tis"]
    assert book.table("demands")["my own"].tolist() == ["+49 30", "-5"]


def test_numbers_in_another_style_become_numbers(tmp_path: Path) -> None:
    text = "line_id;kind;category;amount;recurrence;start\nB1;in;public;1.234,5;monthly;2027-01\n"
    case = open_case(
        folder(tmp_path / "a", budget_lines=text, settings='currency: XOF\nnumber_style: "1.234,5"\nname: x')
    )
    assert case.faults == ()
    new_case(tmp_path / "b.xlsx", source=case)
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["budget_lines"]
    assert sheet.cell(2, tables.table("budget_lines").column_names.index("amount") + 1).value == 1234.5
    same(case, open_case(tmp_path / "b.xlsx"))
    same(case, open_case(new_case(tmp_path / "c", source=tmp_path / "b.xlsx")))


def test_cells_with_faults_are_copied_as_they_are(tmp_path: Path) -> None:
    text = "no,task,o,start\n1,Begin,many,03/04\n2,,2.722,2027-01\n"
    case = open_case(folder(tmp_path / "a", tasks=text))
    book = open_case(new_case(tmp_path / "b.xlsx", source=case))
    assert case.faults and [(f.code, f.row, f.column, f.found) for f in book.faults] == [
        (f.code, f.row, f.column, f.found) for f in case.faults
    ]


def test_a_french_case_has_french_words_in_excel(tmp_path: Path) -> None:
    text = "id,name,type,influence,assessment\nS1,X,PME,élevé,critique\nS2,Y,PME,moyenne,positif\n"
    case = open_case(folder(tmp_path / "a", stakeholders=text, settings="name: x\nlanguage: fr\n"))
    book = openpyxl.load_workbook(new_case(tmp_path / "b.xlsx", source=case))
    assert "lisez-moi" in book.sheetnames
    shown = {cell.value for cell in book["stakeholders"][2]}
    assert "PME" in shown and "high" not in shown
    same(case, open_case(tmp_path / "b.xlsx"))


# ------------------------------------------------------------------ refusals
@pytest.mark.parametrize("source", [None, "dakar-ict"])
@pytest.mark.parametrize("xlsx", [False, True])
def test_nothing_is_overwritten(tmp_path: Path, source: str | None, xlsx: bool) -> None:
    target = tmp_path / ("c.xlsx" if xlsx else "c")
    if xlsx:
        target.write_bytes(b"mine")
    else:
        target.mkdir()
        (target / "mine.txt").write_bytes(b"mine")
    with pytest.raises(CaseError, match="exists already and is not overwritten"):
        new_case(tmp_path / "c", source=source and places.shipped_case(source), xlsx=xlsx)
    assert [p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()] == [b"mine"]


def test_a_file_in_the_way_of_a_folder_and_a_dangling_link(tmp_path: Path) -> None:
    (tmp_path / "c").write_bytes(b"mine")
    (tmp_path / "d").symlink_to(tmp_path / "nowhere")
    for name in ("c", "d"):
        with pytest.raises(CaseError, match="exists already"):
            new_case(tmp_path / name)


def test_an_empty_folder_may_be_filled_and_parents_are_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert open_case(new_case(tmp_path / "empty")).faults == ()
    assert new_case(tmp_path / "deep" / "er" / "c", xlsx=True).exists()


def test_unknown_language_and_missing_source(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="language 'de'"):
        new_case(tmp_path / "a", lang="de")
    with pytest.raises(CaseError):
        new_case(tmp_path / "a", source=tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("xlsx", [False, True])
def test_a_source_that_was_not_read_in_full_is_not_copied(tmp_path: Path, xlsx: bool) -> None:
    book = openpyxl.load_workbook(new_case(tmp_path / "a", xlsx=True))
    book["tasks"]["A3"], book["tasks"]["B3"] = "1", "=1+1"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(ClusterlibError, match="tasks"):
        new_case(tmp_path / "b", source=tmp_path / "a.xlsx", xlsx=xlsx)
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_formula_without_value_is_said_once(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(new_case(tmp_path / "a", xlsx=True))
    book["tasks"]["A3"], book["tasks"]["B3"] = "1", "=1+1"
    book.save(tmp_path / "a.xlsx")
    case = open_case(tmp_path / "a.xlsx")
    assert [(item.code, item.row, item.column) for item in case.faults] == [
        ("excel-formula-no-value", 3, "task")
    ]


@pytest.mark.parametrize("xlsx", [False, True])
def test_a_full_disk_leaves_nothing(tmp_path: Path, xlsx: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("clusterlib.atomic.os.fsync", full)
    with pytest.raises(ClusterlibError, match="no room on the disk"):
        new_case(tmp_path / "c", xlsx=xlsx)
    assert list(tmp_path.iterdir()) == []


def test_a_case_opens_from_a_renamed_copy(tmp_path: Path) -> None:
    made = new_case(tmp_path / "a", xlsx=True)
    shutil.copy(made, tmp_path / "B.XLSX")
    assert open_case(tmp_path / "B.XLSX").faults == ()


def test_write_book_takes_a_case(tmp_path: Path) -> None:
    case = cases.open_case(new_case(tmp_path / "a"))
    assert excel_write.write_book(case, tmp_path / "b.xlsx").exists()
    with pytest.raises(ClusterlibError, match="no table to write"):
        excel_write.write_book({}, tmp_path / "c.xlsx")
