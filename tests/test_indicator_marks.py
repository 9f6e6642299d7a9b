"""The six marks of an indicator, and the benefit by area: what is missing, what stays hidden."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from clusterlib import figures, places, tables
from clusterlib.inputs import cases
from clusterlib.monitoring import impact_areas, indicator_marks, results_chain
from clusterlib.monitoring.impact_areas import Areas
from clusterlib.monitoring.indicator_marks import MARKS, Marks
from clusterlib.readings import Speaker

FULL = {
    "name": "Members", "level": "outcome", "because": "G1", "owner": "Ines", "data_source": "list",
    "data_source_fr": "liste", "frequency": "yearly", "cost": 0, "unit": "members", "baseline": 20,
    "baseline_period": "2024", "target": 50, "due": "2027-12-31",
}  # fmt: skip


def marks(*rows: dict[str, Any], goals: pd.DataFrame | None = None) -> Marks:
    made = [{"id": f"K{i}"} | FULL | row for i, row in enumerate(rows)]
    frame = tables.typed("indicators", made)
    return indicator_marks.mark(frame, results_chain.progress(frame, None, goals))


@pytest.mark.parametrize(
    ("lost", "gone"),
    [
        ({}, []),
        ({"because": None}, ["relevant"]),
        ({"owner": None}, ["accepted"]),
        ({"data_source": None}, ["credible"]),
        ({"frequency": None}, ["easy"]),
        ({"cost": None}, ["easy"]),
        ({"unit": None}, ["robust"]),
        ({"baseline": None}, ["robust"]),
        ({"baseline_period": None}, ["robust"]),
        ({"target": None}, ["robust"]),
        ({"due": None}, ["dated"]),
        ({"direction": "hold", "target": None, "baseline_period": None}, []),
    ],
)
def test_each_mark_hangs_on_its_cells(lost: dict[str, Any], gone: list[str]) -> None:
    found = marks(lost).frame.iloc[0]
    assert [name for name in MARKS if not found[name]] == gone
    assert found["count"] == len(MARKS) - len(gone)


def test_a_cost_of_nothing_is_known_and_the_day_of_a_goal_counts() -> None:
    goals = tables.typed("goals", [{"id": "G1", "text": "x", "due": "2028-12-31"}])
    assert marks({"cost": 0, "due": None}, goals=goals).whole == 1


def test_the_source_is_told_in_the_language_of_the_reader() -> None:
    found = marks({"owner": None})
    for lang, word in (("en", "list"), ("fr", "liste")):
        row = indicator_marks.table_marks(found, say=Speaker(lang)).iloc[0].tolist()
        assert word in row and row.count("–") == 1


def test_what_is_missing_most_is_said_and_the_fewest_marks_come_first() -> None:
    found = marks({}, {"name": "Jobs", "owner": None, "unit": None}, {"name": "Sales", "owner": None})
    text = indicator_marks.read_marks(found)
    assert "1 of 3" in text and "Most often missing is somebody who collects it: “Jobs” and “Sales”" in text
    assert indicator_marks.table_marks(found).iloc[0, 0] == "Jobs"
    check = indicator_marks.marks_check(found)
    assert (check.status, check.because) == ("finding", ("K1", "K2"))
    assert indicator_marks.marks_check(marks({})).status == "fine"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_indicator_and_every_indicator_bare(lang: str) -> None:
    say = Speaker(lang)
    for found in (
        marks(),
        marks(*({name: None for name in FULL if name not in ("name", "level")} for _ in range(12))),
    ):
        text, table = indicator_marks.read_marks(found, say=say), indicator_marks.table_marks(found, say=say)
        assert text.endswith(".") and len(table) <= 10
        assert not any(word in text + table.to_string() for word in ("nan", "None"))


@pytest.mark.parametrize("name", ["dakar-ict", "tunisia-automotive", "cotedivoire-plastics"])
def test_shipped_sources_and_areas_have_a_french_twin(name: str) -> None:
    case = cases.open_case(places.shipped_case(name))
    for table, column in (("indicators", "data_source"), ("impact_answers", "benefit_area")):
        frame = case.table(table)
        assert (frame[column].isna() == frame[f"{column}_fr"].isna()).all()


# ------------------------------------------------------------------ areas
def answers(*counts: tuple[str | None, int], benefit: float = 100.0) -> pd.DataFrame:
    named = [area for area, n in counts for _ in range(n)]
    return tables.typed(
        "impact_answers",
        [
            {"respondent_id": f"m{i:02}", "period": "2026", "answered": "yes", "benefit": benefit + i}
            | {"benefit_area": area, "benefit_area_fr": None if area is None else f"{area} fr"}
            for i, area in enumerate(named)
        ],
    )


def shown(found: Areas) -> dict[str, int]:
    return dict(zip(found.frame["area"], found.frame["members"], strict=True))


def test_small_areas_are_joined_and_never_shown_alone() -> None:
    assert shown(impact_areas.areas(answers(("sales", 6), ("costs", 3), ("staff", 2)))) == {"sales": 6, "": 5}
    assert shown(impact_areas.areas(answers(("sales", 7), ("staff", 5), ("costs", 1)))) == {"sales": 7, "": 6}
    none = impact_areas.areas(answers(("sales", 6), ("costs", 3)))
    assert (shown(none), none.hidden, none.joined) == ({}, 9, 2)


def test_quartiles_by_hand_and_members_without_a_benefit_do_not_count() -> None:
    rows = pd.concat([answers(("sales", 5), ("costs", 5)), answers(("sales", 3), benefit=-3).assign(
        benefit=0.0, respondent_id=["z1", "z2", "z3"])])  # fmt: skip
    found = impact_areas.areas(tables.typed("impact_answers", rows)).frame
    assert found[["area", "members", "median"]].values.tolist() == [["costs", 5, 107], ["sales", 5, 102]]
    assert (found["lower"].tolist(), found["upper"].tolist()) == ([106, 101], [108, 103])


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(1, 6), st.randoms(use_true_random=False)
)
def test_no_area_below_the_limit_is_shown_and_the_order_of_rows_is_nothing(
    counts: list[int], smallest: int, source: Any
) -> None:
    frame = answers(*((f"a{i}", n) for i, n in enumerate(counts)))
    found = impact_areas.areas(frame, smallest=smallest)
    assert (found.frame["members"] >= smallest).all()
    assert found.frame["members"].sum() + found.hidden == sum(counts) == found.named
    order = list(range(len(frame)))
    source.shuffle(order)
    assert impact_areas.areas(frame.iloc[order], smallest=smallest).frame.equals(found.frame)


CASES: dict[str, pd.DataFrame] = {
    "empty": tables.empty("impact_answers"),
    "no area": answers((None, 6)),
    "few": answers(("sales", 2), ("costs", 1)),
    "one area": answers(("sales", 6)),
    "two": answers(("sales", 6), ("costs", 5), (None, 2)),
    "alike": answers(("sales", 5), ("costs", 5)).assign(benefit=7.0),
    "hostile": answers(("$x_{ <b>" * 6, 6), ("L" * 90, 5), ("{gap}", 5), ("c", 3), ("d", 4)),
}


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", CASES)
def test_areas_get_sentences_and_pictures_without_overlaps(name: str, lang: str) -> None:
    say, found = Speaker(lang, currency="EUR"), impact_areas.areas(CASES[name])
    text, table = impact_areas.read_areas(found, say=say), impact_areas.table_areas(found, say=say)
    assert text.endswith(".") and not any(word in text + table.to_string() for word in ("nan", "None", "inf"))
    figure = impact_areas.plot_areas(found, say=say).get_figure(root=True)
    assert isinstance(figure, Figure) and figures.overlaps(figure) == [] and figures.cut(figure) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("empty", "No member was asked yet."),
        ("no area", "Agree on three or four areas"),
        ("few", "fewer than 5 members would stand behind one of them"),
        ("one area", "named the same: “sales”"),
        ("two", "2 members with a benefit named no area"),
    ],
)
def test_what_is_said_of_areas(name: str, said: str) -> None:
    assert said in impact_areas.read_areas(impact_areas.areas(CASES[name]))
