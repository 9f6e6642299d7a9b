from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from clusterlib import places, tables
from clusterlib.faults import CaseError, ClusterlibError, DomainError, SchemaError
from clusterlib.inputs import cases

DEMANDS = "item_id,category,text\nA1,Funding,Seed money\nA2,Training,Courses\n"
VOTES = "respondent_id,item_id,score\nr1,A1,3\nr1,A2,2\n"
SPOILT: dict[str, str | bytes] = {
    "demands.csv": 'item_id,category,txt\nA1,x,"=HYPERLINK(""http://x"")"\nA1,x,<script>\n',
    "votes.csv": 'respondent_id;item_id;score\nr1;A1;4\nr1;A9;2\nr2;A1;"2,6"\nr3;A1;very important\n',
    "vote_counts.csv": "item_id,n1,n2,n3,n\nA1,-1,0,945.000,7\n",
    "tasks.csv": "no,task,predecessors,responsible\n1,a,2,Awa; Moussa\n2,b,1,\n",
    "nodes.csv": "node_id,name\nN1,Société\n".encode("cp1252"),
    "actors.csv": "\ufeffactor_id,name\na1,NA\na2,$x_{\na3,../x\n",
    "links.csv": "from,to\nN1,N1,N2\n",
    "interests.csv": b"PK\x03\x04",
    "positions.csv": "",
}
EXPECTED = {
    ("demands", "header-near"),
    ("demands", "key-twice"),
    ("votes", "number-list"),
    ("votes", "number-style"),
    ("votes", "number-text"),
    ("votes", "reference-missing"),
    ("vote_counts", "bound-from"),
    ("vote_counts", "number-ambiguous"),
    ("tasks", "cycle"),
    ("tasks", "two-people"),
    ("links", "row-width"),
    ("interests", "file-is-excel"),
    ("positions", "file-empty"),
    ("case", "setting-near"),
}


def test_a_small_good_case(make_case: Callable[..., Path]) -> None:
    case = cases.open_case(
        make_case({"demands.csv": DEMANDS, "votes.csv": VOTES}, settings="name: Small\nlanguage: fr\n")
    )
    assert case.faults == () and case.remarks == ()
    assert (case.name, case.language, case.currency, case.as_of) == ("Small", "fr", None, None)
    assert case.tables == ("demands", "votes") and case.has("votes") and not case.has("tasks")
    pd.testing.assert_series_equal(case.table("votes")["score"], pd.Series([3.0, 2.0], name="score"))
    assert case.table("tasks").empty and case.faulty("votes") == []
    assert case.say().lang == "fr" and case.say("en").lang == "en"


def test_all_faults_of_a_spoilt_case_come_at_once(make_case: Callable[..., Path]) -> None:
    case = cases.open_case(make_case(SPOILT, settings="name: X\ncurency: XOF\n"))
    assert {(item.table, item.code) for item in case.faults} == EXPECTED
    assert {item.code for item in case.remarks} == {"file-encoding", "votes-uncounted"}
    say = case.say("en")
    for item in (*case.faults, *case.remarks):
        assert item.sentence(say).startswith(item.file) and item.severity in ("fault", "remark")
    circle = next(item for item in case.faults if item.code == "cycle")
    assert "1 → 2 → 1" in circle.sentence(say) or "2 → 1 → 2" in circle.sentence(say)


def test_a_fault_stops_only_its_own_table(make_case: Callable[..., Path]) -> None:
    case = cases.open_case(make_case(SPOILT))
    assert case.table("nodes").loc[0, "name"] == "Société"
    assert case.table("actors")["name"].tolist() == ["NA", "$x_{", "../x"]
    with pytest.raises(DomainError, match=r"votes has faults.*\n.*row 2, column `score`"):
        case.table("votes")
    with pytest.raises(SchemaError):
        case.table("nonsense")


def test_a_table_that_could_not_be_read_does_not_make_its_readers_faulty(
    make_case: Callable[..., Path],
) -> None:
    case = cases.open_case(make_case({"demands.csv": b"PK\x03\x04", "votes.csv": VOTES}))
    assert [(item.table, item.code) for item in case.faults] == [("demands", "file-is-excel")]
    assert not case.has("demands") and case.has("votes")


def test_money_needs_a_currency(make_case: Callable[..., Path]) -> None:
    lines = "line_id,kind,category,amount,recurrence,start\nB1,in,public,100000,once,2027-01\n"
    case = cases.open_case(make_case({"budget_lines.csv": lines}))
    assert [(item.table, item.code) for item in case.faults] == [("case", "currency-missing")]
    assert cases.open_case(make_case({}, settings="name: X\ncurrency: XOF\n")).faults == ()
    assert cases.open_case(make_case({}, settings="name: X\ncurrency: XOF\n")).say().money(1) == "XOF 1"


def test_the_number_style_holds_for_all_tables(make_case: Callable[..., Path]) -> None:
    files = {"vote_counts.csv": "item_id;n1;n2;n3\nA1;0;0;945.000\n", "demands.csv": DEMANDS}
    assert [item.code for item in cases.open_case(make_case(files)).faults] == ["number-ambiguous"]
    case = cases.open_case(make_case(files, settings="name: X\nnumber_style: 1.234,5\n"))
    assert case.faults == () and case.table("vote_counts").loc[0, "n3"] == 945_000


def test_today_is_the_setting_or_the_latest_day(make_case: Callable[..., Path]) -> None:
    files = {"goals.csv": "id,text,due\nG1,x,2026-01-01\nG2,y,2028-12-31\n"}
    assert cases.open_case(make_case(files)).as_of == "2028-12-31"
    assert cases.open_case(make_case(files, settings="name: X\nas_of: 2026-05-01\n")).as_of == "2026-05-01"


def test_a_newer_case_is_refused_with_both_numbers(make_case: Callable[..., Path]) -> None:
    case = cases.open_case(make_case({}, settings="name: X\nschema: 9\n"))
    assert "version 9" in case.faults[0].sentence(case.say()) and "version 1" in case.faults[0].sentence(
        case.say()
    )


def test_tables_of_hand_overs_are_not_read(make_case: Callable[..., Path]) -> None:
    case = cases.open_case(make_case({"demand_scores.csv": "item_id\nA1\n"}))
    assert [item.code for item in case.remarks] == ["file-hand-over"] and not case.has("demand_scores")


# ------------------------------------------------------------------ no case at all
def test_paths_that_are_no_case(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "demands.csv").write_text(DEMANDS)
    (tmp_path / "x.png").write_bytes(b"x")
    for name, words in (
        ("nothing", "no case at 'nothing'"),
        ("empty", "neither case.yml"),
        ("demands.csv", "one file of a case"),
        ("x.png", "is no case"),
        ("a\0b", "no case at"),
        ("x" * 5000, "no case at"),
    ):
        with pytest.raises(CaseError, match=words):
            cases.open_case(tmp_path / name)
    assert issubclass(CaseError, ClusterlibError)


# ------------------------------------------------------------------ editing
def test_an_edit_gives_a_new_case_in_which_all_is_judged_again(make_case: Callable[..., Path]) -> None:
    case = cases.open_case(make_case({"demands.csv": DEMANDS, "votes.csv": VOTES}))
    text = case.text("demands")
    text.loc[0, "item_id"] = "B7"
    edited = case.with_table("demands", text)
    assert case.faults == () and [(item.table, item.row, item.column) for item in edited.faults] == [
        ("votes", 2, "item_id")
    ]
    text.loc[len(text)] = ["A1", "new", None]
    again = edited.with_table("demands", text)
    assert [(item.table, item.row, item.column, item.code) for item in again.faults] == [
        ("demands", 4, "text", "blank")
    ]
    assert again.with_table("demands", case.text("demands")).faults == ()


def test_editing_numbers_keeps_what_was_typed(make_case: Callable[..., Path]) -> None:
    case = cases.open_case(make_case({"demands.csv": DEMANDS, "votes.csv": VOTES}))
    text = case.text("votes")
    text.loc[1, "score"] = "2,6"
    edited = case.with_table("votes", text)
    assert edited.text("votes").loc[1, "score"] == "2,6"
    assert [(item.row, item.column, item.code) for item in edited.faulty("votes")] == [
        (3, "score", "number-style")
    ]
    assert "2,6" in edited.faulty("votes")[0].beside(edited.say())


def test_a_table_may_be_added_and_emptied(make_case: Callable[..., Path]) -> None:
    case = cases.open_case(make_case({"demands.csv": DEMANDS}))
    assert case.text("votes").empty and case.raw("votes") is None
    more = case.with_table(
        "votes", pd.DataFrame([["r1", "A1", "3"]], columns=["respondent_id", "item_id", "score"])
    )
    assert more.has("votes") and more.faults == () and not case.has("votes")
    none = more.with_table("votes", more.text("votes").iloc[:0])
    assert not none.has("votes") and none.faults == ()


def test_a_frame_without_columns_removes_the_table(make_case: Callable[..., Path]) -> None:
    case = cases.open_case(make_case({"demands.csv": DEMANDS, "votes.csv": VOTES}))
    assert case.with_table("votes", pd.DataFrame()).raw("votes") is None
    assert [item.code for item in case.with_table("demands", pd.DataFrame()).faults] == ["table-missing"]


def test_edited_settings_hold_at_once(make_case: Callable[..., Path]) -> None:
    case = cases.open_case(
        make_case({"vote_counts.csv": "item_id,n1,n2,n3\nA1,0,0,945.000\n", "demands.csv": DEMANDS})
    )
    text = case.text("case")
    text.loc[len(text)] = ["number_style", "1.234,5"]
    edited = case.with_table("case", text)
    assert edited.faults == () and edited.table("vote_counts").loc[0, "n3"] == 945_000
    with pytest.raises(DomainError, match="computed"):
        case.with_table("demand_scores", pd.DataFrame())


def test_a_table_handed_out_is_a_copy(make_case: Callable[..., Path]) -> None:
    case = cases.open_case(make_case({"demands.csv": DEMANDS}))
    frame = case.table("demands")
    frame.loc[0, "text"] = "changed"
    assert case.table("demands").loc[0, "text"] == "Seed money"


# ------------------------------------------------------------------ Excel, shipped cases, time
def test_an_excel_file_is_the_same_case(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "case"
    for row in (["setting", "entry"], ["name", "Small"], ["financing.opening_cash", 2.722]):
        sheet.append(row)
    for name, rows in (
        ("demands", [["item_id", "category", "text"], ["A1", "x", "y"]]),
        ("vote_counts", [["item_id", "n1", "n2", "n3"], ["A1", 0, 1, 6.0]]),
        ("votes", [["respondent_id", "item_id", "score"], ["r1", "A1", "2,6"]]),
    ):
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(tmp_path / "small.xlsx")
    case = cases.open_case(tmp_path / "small.xlsx")
    assert case.name == "Small" and case.setting("financing.opening_cash") == 2.722
    assert case.table("vote_counts").loc[0, "n3"] == 6
    assert [(item.file, item.sheet, item.row, item.code) for item in case.faults] == [
        ("small.xlsx", "votes", 2, "number-style")
    ]


def test_an_excel_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "small.xlsx").write_text("item_id,text\n")
    case = cases.open_case(tmp_path / "small.xlsx")
    assert case.faults and "small.xlsx" in case.faults[0].sentence(case.say())


@pytest.mark.parametrize("folder", sorted((places.root() / "data" / "cases").iterdir()), ids=lambda p: p.name)
def test_shipped_cases_are_without_faults_and_open_fast(folder: Path) -> None:
    tables.dictionary()
    start = time.perf_counter()
    case = cases.open_case(folder)
    seconds = time.perf_counter() - start
    assert case.faults == (), [item.sentence(case.say("en")) for item in case.faults]
    assert case.as_of and case.currency and len(case.tables) > 15
    assert seconds < 2  # 0.1 s on a free machine
