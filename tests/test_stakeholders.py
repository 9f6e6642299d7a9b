"""The guide's five-row example, the findings, the order in which to act and its hand-over."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import places, tables
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.readings import Speaker
from clusterlib.running import declared
from clusterlib.stakeholder_analysis import first_event
from clusterlib.stakeholder_analysis.stakeholder_tables import (
    finding_text,
    findings_of,
    stakeholder_queue,
    table_queue,
)
from clusterlib.stakeholder_analysis.stakeholder_words import STRONG, WEAK, is_weak
from clusterlib.stakeholder_analysis.stakeholders import analyse

SAY = Speaker()
#: guide L1478-1482, in own words
EXAMPLE = [
    ("bwi", "Baden-Württemberg International", "neutral", "high",
     "Inform; invite to every activity on international cluster collaboration"),
    ("min", "Ministry for Economy Baden-Württemberg", "positive", "high", "Take in as project observer"),
    ("bio", "BioPro", "neutral", "medium", "Invite to discovery workshops and cluster events"),
    ("rda", "Regional Business Development Agencies", "positive", "high",
     "Invite the strongest agencies to discovery workshops"),
    ("sme", "SMEs", "neutral", "high", "Keep informed through close contact with cluster initiatives"),
]  # fmt: skip


def people(*rows: dict[str, object]) -> pd.DataFrame:
    return tables.typed(
        "stakeholders", [{"id": f"s{i}", "name": f"Name {i}", **row} for i, row in enumerate(rows)]
    )


def example() -> pd.DataFrame:
    keys = ("id", "name", "assessment", "influence", "measure")
    return people(*[{**dict(zip(keys, row, strict=True)), "basis": "GUIDE"} for row in EXAMPLE])


def test_guide_example_numbers() -> None:
    result = analyse(example())
    assert result.support == pytest.approx(0.4286, abs=1e-4)
    gaps = result.table.set_index("id")["gap"]
    assert gaps[["bwi", "min", "bio", "rda", "sme"]].tolist() == [3, 0, 2, 0, 3]
    assert (result.measures, result.owners) == (5, 0)
    assert result.blocking == 0


def test_guide_example_order_and_findings() -> None:
    result = analyse(example())
    assert result.table["id"].tolist() == ["bwi", "sme", "bio", "min", "rda"]
    assert [(f.kind, f.id) for f in result.findings] == [("no objector", ""), ("weak measure", "sme")]


def test_guide_example_sides_cannot_be_judged_without_types() -> None:
    result = analyse(example())
    assert result.untyped == 5 and {c.state for c in result.coverage} == {"unknown"}


def test_types_come_from_the_register_of_actors() -> None:
    actors = tables.typed("actors", [{"actor_id": "bio", "name": "BioPro", "type": "agency"}])
    result = analyse(example(), actors)
    states = {c.side: c.state for c in result.coverage}
    assert result.untyped == 4 and states["administration"] == "there" and states["associations"] == "unknown"


def test_missing_side_is_certain_only_when_all_types_are_known() -> None:
    rows = people(
        {"type": "SME", "assessment": "positive", "influence": "high"},
        {"type": "ministry", "assessment": "neutral", "influence": "low"},
    )
    states = {c.side: c.state for c in analyse(rows).coverage}
    assert states == {
        "associations": "missing", "firms": "there", "administration": "there", "research": "missing",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "lacking"),
    [
        ({}, ("measure", "owner")),
        ({"measure": "Meet the president"}, ("owner",)),
        ({"owner": "Awa"}, ("measure",)),
    ],
)
def test_powerful_critic_without_answer_is_severe(cells: dict[str, str], lacking: tuple[str, ...]) -> None:
    result = analyse(people({"assessment": "critical", "influence": "high", **cells}))
    assert result.findings[0].severe and result.findings[0].lacking == lacking
    assert finding_text(result.findings[0], say=SAY).startswith("critical and powerful")


def test_answered_critic_is_no_finding() -> None:
    row = {"assessment": "critical", "influence": "high", "measure": "Meet her", "owner": "Awa"}
    assert analyse(people(row)).findings == ()


def test_objectors_are_asked_for_from_five_rows_on() -> None:
    row = {"assessment": "positive", "influence": "low", "measure": "x"}
    assert analyse(people(*[row] * 4)).findings == ()
    assert [f.kind for f in analyse(people(*[row] * 5)).findings] == ["no objector"]
    assert analyse(people(*[row] * 4), objectors_from=4).findings != ()


def test_overdue_needs_a_today() -> None:
    row = {"assessment": "positive", "influence": "low", "measure": "Visit", "due": "2027-01-31"}
    assert analyse(people(row)).findings == ()
    assert [f.kind for f in analyse(people(row), as_of="2027-02-01").findings] == ["overdue"]
    assert analyse(people(row), as_of="2027-01-31").findings == ()


@pytest.mark.parametrize(
    ("text", "weak"),
    [
        ("Keep informed", True),
        ("Tenir informé par la lettre", True),
        ("Tenir informé; inviter à l’atelier", False),
        ("Inform; invite to every activity", False),
        ("Newsletter", True),
        ("Take in as project observer", False),
        ("Information par courriel", True),
        ("Reinform", False),
        ("", False),
    ],
)
def test_words_of_weak_measures(text: str, weak: bool) -> None:
    assert is_weak(text) is weak


def test_own_words_replace_the_default() -> None:
    assert is_weak("Send postcards", weak="postcard") and not is_weak("Keep informed", weak="postcard")
    assert not is_weak("Keep informed", weak="")


def test_weak_measure_depends_on_influence() -> None:
    kinds = {
        (a, i): [
            f.kind for f in analyse(people({"assessment": a, "influence": i, "measure": "Inform"})).findings
        ]
        for a in ("neutral", "critical")
        for i in ("low", "medium", "high")
    }
    assert kinds["neutral", "high"] == ["weak measure"] and kinds["neutral", "medium"] == []
    assert kinds["critical", "medium"] == ["weak measure"] and kinds["critical", "low"] == []


def test_blocking_ratio() -> None:
    critic, friend = (
        {"assessment": "critical", "influence": "high"},
        {
            "assessment": "positive",
            "influence": "low",
        },
    )
    assert analyse(people(critic, friend)).blocking == 3
    assert analyse(people(critic)).blocking == math.inf
    assert analyse(people({"assessment": "neutral", "influence": "low"})).blocking is None


def test_desired_attitude_closes_the_gap() -> None:
    row = {"assessment": "critical", "influence": "high", "measure": "x", "owner": "y"}
    gap = [
        analyse(people({**row, "desired": d})).table["gap"].iloc[0]
        for d in ("critical", "neutral", "positive")
    ]
    assert gap == [0, 3, 6]


def test_empty_table() -> None:
    result = analyse(tables.empty("stakeholders"))
    assert result.support is None and result.blocking is None and result.findings == ()
    assert stakeholder_queue(result).empty and table_queue(result, say=SAY).empty


def test_bad_input() -> None:
    twice = pd.concat([example(), example().head(1)], ignore_index=True)
    with pytest.raises(IntegrityError, match="bwi"):
        analyse(twice)
    with pytest.raises(DomainError, match="hostile"):
        analyse(example().assign(assessment="hostile"))


def test_input_is_not_changed() -> None:
    before = example()
    analyse(before)
    pd.testing.assert_frame_equal(before, example())


def test_hand_over() -> None:
    frame = stakeholder_queue(analyse(example()))
    assert frame.columns.tolist() == list(tables.table("stakeholder_queue").column_names)
    assert frame["finding"].dropna().tolist() == ["counts a lot, only kept informed"]
    assert set(frame["basis"]) == {"GUIDE"}
    back = tables.from_csv("stakeholder_queue", tables.canonical_csv("stakeholder_queue", frame))
    assert back["gap"].tolist() == [3, 3, 2, 0, 0]


def test_several_findings_of_one_stakeholder_stand_together() -> None:
    row = {"assessment": "critical", "influence": "high", "measure": "Inform", "due": "2020-01-01"}
    texts = findings_of(analyse(people(row), as_of="2021-01-01"), say=SAY)
    assert texts["s0"] == "critical and powerful, no owner; counts a lot, only kept informed; date has passed"


row_of = st.fixed_dictionaries(
    {
        "assessment": st.sampled_from(["critical", "neutral", "positive"]),
        "influence": st.sampled_from(["low", "medium", "high"]),
        "desired": st.sampled_from(["critical", "neutral", "positive"]),
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(row_of, min_size=1, max_size=8), st.integers(0, 99))
def test_support_is_bounded_and_rows_may_be_mixed(rows: list[dict[str, str]], seed: int) -> None:
    table = people(*rows)
    result, mixed = analyse(table), analyse(table.sample(frac=1, random_state=seed))
    assert result.support is not None and -1 <= result.support <= 1
    assert result.table["gap"].between(0, 6).all() and result.table["gap"].is_monotonic_decreasing
    pd.testing.assert_frame_equal(result.table, mixed.table)
    assert result.findings == mixed.findings


@settings(max_examples=25, deadline=None)
@given(st.lists(row_of, min_size=1, max_size=6))
def test_winning_somebody_never_lowers_support(rows: list[dict[str, str]]) -> None:
    before = analyse(people(*rows)).support
    after = analyse(people({**rows[0], "assessment": "positive"}, *rows[1:])).support
    assert before is not None and after is not None and after >= before


def test_the_workbook_shows_the_words_of_the_library() -> None:
    declared_words = declared.workbook(places.workbooks() / "02_stakeholders.ipynb").parameters
    assert declared_words["weak_words"].default == WEAK
    assert declared_words["strong_words"].default == STRONG
    assert declared_words["minutes"].default == first_event.MINUTES
