"""The facts of the guide that the workbooks show: counted, marked, and told in both languages."""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd
import pytest

from clusterlib import places, tables

FOLDER = places.root() / "data" / "reference"
FILES = sorted(p.stem for p in FOLDER.glob("*.csv") if p.stem != "index")
LINES = re.compile(r"\d+(-\d+)?(, \d+(-\d+)?)*")


def index() -> pd.DataFrame:
    return places.reference("index").set_index("file")


def test_index_lists_every_file_with_its_true_number_of_rows():
    listed = index()
    assert sorted(listed.index) == [f"{name}.csv" for name in FILES]
    assert {f"{n}.csv": str(len(places.reference(n))) for n in FILES} == listed["rows"].to_dict()
    assert listed[["what", "lines", "used_by"]].ne("").all(axis=None)


@pytest.mark.parametrize("name", FILES)
def test_every_row_has_a_basis_and_its_lines(name):
    facts = places.reference(name)
    assert {"lines", "basis"} <= set(facts.columns)
    assert set(facts["basis"]) <= {"GUIDE", "PUBLIC", "INFERRED", "DEFAULT"}
    for row in facts.itertuples():
        assert LINES.fullmatch(row.lines) or (row.basis == "PUBLIC" and not row.lines), f"{name}: {row}"
    assert not facts.duplicated().any()
    assert facts.map(lambda cell: cell == cell.strip()).all(axis=None)


@pytest.mark.parametrize("name", FILES)
def test_texts_have_a_french_twin(name):
    facts = places.reference(name)
    for column in [c for c in facts if f"{c}_fr" in facts.columns]:
        assert (facts[column].eq("") == facts[f"{column}_fr"].eq("")).all(), f"{name}.{column}"


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("senstartup_votes", 11),
        ("stakeholder_example", 5),
        ("porter_diamond_lagos", 13),
        ("canvas_questions", 21),
        ("goal_fields", 8),
        ("goal_rules", 8),
        ("key_questions", 38),
        ("mapping_limits", 5),
        ("monitoring_donts", 5),
        ("failure_reasons", 5),
        ("initiation_dos_donts", 8),
        ("kickoff_event", 12),
        ("action_plan_rules", 8),
        ("action_plan_template", 6),
        ("phases", 36),
        ("swot_abc", 20),
        ("evaluation_criteria_votes", 20),
        ("baseline_fields", 13),
        ("services_example", 7),
        ("team_profiles", 17),
    ],
)
def test_counts_of_the_guide(name, rows):
    assert len(places.reference(name)) == rows


def test_printed_scores_are_the_votes_rounded():
    votes = places.reference("senstartup_votes")
    n1 = pd.to_numeric(votes["n1"]).fillna(0)
    sums = n1 + 2 * votes["n2"].astype(int) + 3 * votes["n3"].astype(int)
    assert sums.tolist() == [19, 18, 19, 19, 18, 18, 18, 20, 19, 18, 18]
    assert votes["n1"].iloc[0] == "" and (votes["n"] == "7").all()
    assert [f"{x / 7:.1f}" for x in sums] == votes["score_printed"].tolist()


def test_stakeholder_example_gives_the_known_support():
    rows = places.reference("stakeholder_example")
    view = rows["assessment"].map({"critical": -1, "neutral": 0, "positive": 1})
    weight = rows["influence"].map({"low": 1, "medium": 2, "high": 3})
    assert (view * weight).sum() / weight.sum() == pytest.approx(6 / 14)


def test_lagos_diamond_marks_nine_signs_as_inferred():
    rows = places.reference("porter_diamond_lagos")
    assert Counter(rows["sign_basis"]) == {"GUIDE": 4, "INFERRED": 9}
    assert (rows["basis"] == rows["sign_basis"]).all()
    signs = rows["sign"].map({"plus": 1, "mixed": 0, "minus": -1})
    assert signs.groupby(rows["determinant"]).mean().to_dict() == {
        "demand": 1,
        "factor": -1,
        "related": -1,
        "strategy": pytest.approx(-0.4),
    }
    tables.typed("diamond", rows[["determinant", "text", "sign", "basis"]])


def test_canvas_has_ten_blocks_with_the_words_of_the_dictionary():
    asked = places.reference("canvas_questions")
    words = tables.table("canvas").column("block").words
    assert tuple(dict.fromkeys(asked["block"])) == words
    assert Counter(Counter(asked["block"]).values()) == {2: 9, 3: 1}


def test_words_are_those_of_the_dictionary():
    pairs = [
        ("goal_fields", "field", "goals", "field"),
        ("innovation_levels", "level", "innovation_methods", "level"),
        ("monitoring_levels", "level", "indicators", "level"),
        ("team_profiles", "profile", "skills", "profile"),
        ("swot_abc", "quadrant", "swot_items", "quadrant"),
        ("financing_benchmarks", "category", "benchmarks", "category"),
    ]
    for name, column, table, target in pairs:
        assert set(places.reference(name)[column]) <= set(tables.table(table).column(target).words), name
    lanes = places.reference("roadmap_layers")["lane"]
    assert tuple(lanes[lanes != ""]) == tables.table("cards").column("lane").words
    types = {t for cell in places.reference("kickoff_event")["types"] for t in cell.split(";") if t}
    assert types <= set(tables.table("stakeholders").column("type").words)


def test_key_questions_are_ten_ten_ten_eight_and_name_real_workbooks():
    rows = places.reference("key_questions")
    assert Counter(rows["phase"]) == {
        "initiation": 10,
        "establishment": 10,
        "operationalisation": 10,
        "transformation": 8,
    }
    assert rows["id"].is_unique
    books = {b for cell in rows["workbooks"] for b in cell.split(";") if b}
    assert books <= {f"{n:02d}" for n in range(14)}
    assert (rows["workbooks"].eq("") == rows["note"].ne("")).all()


def test_phases_hold_fourteen_steps():
    rows = places.reference("phases")
    assert len(rows.drop_duplicates(["phase", "step"])) == 14
    assert Counter(rows["phase"]) == {
        "initiation": 12,
        "establishment": 10,
        "operationalisation": 9,
        "transformation": 5,
    }
    here = set(rows.loc[rows["in_this_edition"] == "yes", "workbook"])
    assert here == {"01", "02", "03", "04", "05", "08", "11"}


def test_only_publishable_shares_of_financing_are_shipped():
    rows = places.reference("financing_benchmarks")
    assert sorted(zip(rows["category"], rows["value"], rows["basis"], strict=True)) == [
        ("membership", "0.25", "GUIDE"),
        ("own income", "0.4", "GUIDE"),
        ("public", "0.2", "GUIDE"),
        ("public", "0.3", "GUIDE"),
        ("public", "0.45", "PUBLIC"),
        ("public", "0.5", "PUBLIC"),
        ("public", "0.58", "GUIDE"),
    ]
    assert rows["source"].ne("").all()


def test_security_shares_add_up_and_the_rest_is_inferred():
    rows = places.reference("financing_security")
    known = rows[rows["share"] != ""]
    assert known["share"].astype(float).sum() == pytest.approx(1)
    assert known.set_index("class")["basis"].to_dict() == {
        "long": "GUIDE",
        "short and medium": "GUIDE",
        "rest": "INFERRED",
    }


def test_experts_votes_sum_to_the_known_totals():
    rows = places.reference("evaluation_criteria_votes")
    assert pd.to_numeric(rows["plus"]).sum() == 39
    assert pd.to_numeric(rows["minus"]).sum() == 51


def test_cases_name_only_points_that_the_reference_has():
    events = set(places.reference("kickoff_event")["id"])
    questions = set(places.reference("key_questions")["id"])
    questions |= {row["id"] for row in tables.rows_of("questions.csv")}
    for name in ("dakar-ict", "cotedivoire-plastics"):
        folder = places.shipped_case(name)
        checks = pd.read_csv(folder / "checks.csv", dtype=str)
        assert set(checks.loc[checks["list_id"] == "event", "item_id"]) <= events
        assert set(pd.read_csv(folder / "answers.csv", dtype=str)["question_id"]) <= questions


def test_the_guide_is_credited():
    credits = (FOLDER / "CREDITS.md").read_text(encoding="utf-8")
    assert "GIZ" in credits and "Connect & Create – Cluster Development Guide" in credits
