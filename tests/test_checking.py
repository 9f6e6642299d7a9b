from __future__ import annotations

import pandas as pd
import pytest

from clusterlib.inputs import checking, csv_files
from clusterlib.inputs.number_style import NumberStyle
from clusterlib.readings import Speaker


def check(text: str, table: str, style: NumberStyle | None = None) -> checking.Sheet:
    raw, _ = csv_files.read_bytes(text.encode(), f"{table}.csv", table)
    assert raw is not None
    return checking.check(raw, style=style) if style else checking.check(raw)


def found(sheet: checking.Sheet) -> list[tuple[str, int | None, str | None]]:
    return [(item.code, item.row, item.column) for item in sheet.faults]


def test_a_good_table_has_no_faults() -> None:
    sheet = check("item_id,category,text\nA1,x,y\n", "demands")
    assert found(sheet) == [] and sheet.frame.loc[0, "basis"] == "USER" and sheet.lines == (2,)


@pytest.mark.parametrize(
    ("heading", "code", "nearest"),
    [
        ("respondent", "header-near", "respondent_id"),
        ("Respondent_ID", "header-near", "respondent_id"),
        ("respondant_id", "header-near", "respondent_id"),
        ("zip", "header-unknown", ""),
    ],
)
def test_misspelt_and_unknown_columns(heading: str, code: str, nearest: str) -> None:
    sheet = check(f"{heading},item_id,score\nr1,A1,3\n", "votes")
    item = next(item for item in sheet.faults if item.code.startswith("header"))
    assert (item.code, item.values["nearest"]) == (code, nearest)
    assert any(item.code == "column-missing" for item in sheet.faults) == (code == "header-unknown")


def test_labels_are_proposed_as_their_column() -> None:
    sheet = check("no,task,Responsable\n1,a,b\n", "tasks")
    assert sheet.faults[0].values["nearest"] == "responsible"


def test_missing_duplicated_and_blank_headings() -> None:
    assert ("column-missing", None, "score") in found(check("respondent_id,item_id\nr,A\n", "votes"))
    assert ("header-twice", 1, "text") in found(check("item_id,category,text,text\nA,x,y,z\n", "demands"))
    assert ("header-blank", 1, None) in found(check("item_id,,category,text\nA,b,x,y\n", "demands"))
    assert found(check("item_id,,category,text\nA,,x,y\n", "demands")) == []
    assert found(check("1,2,3\n4,5,6\n", "demands")) == [("header-none", 1, None)]


def test_every_bad_cell_is_a_fault_of_its_own() -> None:
    sheet = check('item_id,n1,n2,n3,n\nA1,-1,x,"2,6",945.000\n,1.5,5 000,1e400,\n', "vote_counts")
    assert found(sheet) == [
        ("blank", 3, "item_id"),
        ("bound-from", 2, "n1"),
        ("number-whole", 3, "n1"),
        ("number-text", 2, "n2"),
        ("number-style", 3, "n2"),
        ("number-style", 2, "n3"),
        ("number-exponent", 3, "n3"),
        ("number-ambiguous", 2, "n"),
    ]
    assert sheet.frame[["n1", "n2", "n3", "n"]].isna().all().all()


def test_a_declared_style_holds_for_the_table() -> None:
    sheet = check("item_id,n1,n2,n3\nA1,945.000,1,2\n", "vote_counts", NumberStyle("1.234,5", True))
    assert found(sheet) == [] and sheet.frame.loc[0, "n1"] == 945_000


def test_blank_is_not_zero_and_may_stand_where_it_means_unknown() -> None:
    sheet = check("item_id,n1,n2,n3\nA1,,1,6\n", "vote_counts")
    assert found(sheet) == [] and pd.isna(sheet.frame.loc[0, "n1"])


def test_scores_off_the_scale_and_shares_above_one() -> None:
    assert found(check("respondent_id,item_id,score\nr,A,4\n", "votes")) == [("number-list", 2, "score")]
    text = "stakeholder_id,objective,stance,probability\ns,o,5,1.2\n"
    assert found(check(text, "positions")) == [("bound-range", 2, "stance"), ("share", 2, "probability")]
    assert found(check("tier,members,weight\nSME,3,0\n", "tiers")) == [("bound-above", 2, "weight")]


def test_example_rows_and_blank_rows_are_passed_over() -> None:
    sheet = check(
        "item_id,category,text,note\nA1,x,y,example\n,,,\nA2,x,y,Exemple\nA3,x,y,an example\n", "demands"
    )
    assert sheet.frame["item_id"].tolist() == ["A3"] and sheet.lines == (5,)


def test_a_misspelt_word_gets_a_proposal() -> None:
    item = check("id,name,assessment,influence\ns,x,neutral,hihg\n", "stakeholders").faults[0]
    assert item.code == "word" and item.values["nearest"] == "high"


def test_twins_are_known_and_checked_as_texts() -> None:
    sheet = check("item_id,category,text,text_fr\nA1,x,y,#REF!\n", "demands")
    assert found(sheet) == [("excel-error", 2, "text_fr")]


def test_hostile_names_are_only_texts() -> None:
    names = ["=HYPERLINK(1)", "<script>alert(1)</script>", "$x_{", "NA", "../x", "x'); DROP TABLE"]
    rows = "\n".join(f'a{i},"{name}"' for i, name in enumerate(names))
    sheet = check(f"actor_id,name\n{rows}\n", "actors")
    assert found(sheet) == [] and sheet.frame["name"].tolist() == names


def test_of_very_many_faults_the_rest_is_counted() -> None:
    rows = "".join(f"A{i},x,1,1\n" for i in range(checking.LISTED + 5))
    sheet = check(f"item_id,n1,n2,n3\n{rows}", "vote_counts")
    assert len(sheet.faults) == checking.LISTED + 1
    assert sheet.faults[-1].code == "more"
    assert "5 more cells" in sheet.faults[-1].sentence(Speaker())
