from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import places, tables
from clusterlib.inputs.cases import open_case
from clusterlib.readings import Speaker
from clusterlib.running.at_hand import case_frames
from clusterlib.strategy import strategy_document as sections
from clusterlib.strategy import strategy_document_texts as texts
from clusterlib.strategy import strategy_document_views as views

CASES = ("cotedivoire-plastics", "dakar-ict", "tunisia-automotive")
EN, FR = Speaker("en", currency="XOF"), Speaker("fr", currency="XOF")


def shipped(name: str) -> sections.Strategy:
    case = open_case(places.shipped_case(name))
    return sections.judge(case_frames(case), legal_form=str(case.setting("legal_form") or ""))


def by_code(strategy: sections.Strategy) -> dict[str, sections.Section]:
    return {section.code: section for section in strategy.sections}


def test_cote_divoire_as_the_guide_tells_it():
    strategy = shipped("cotedivoire-plastics")
    found = by_code(strategy)
    said = {code: " ".join(texts.facts(code, strategy, say=EN)) for code in found}
    assert found["vision and goals"].state == "partly" and found["vision and goals"].lacking == ()
    assert "Vision: The plastics sector leads its region" in said["vision and goals"]
    assert "3 strategic objectives" in said["vision and goals"] and "14 goals" in said["vision and goals"]
    assert said["steps"].startswith("12 interventions carry the strategy. 2 measures beside them")
    assert not found["steps"].made_up and not found["vision and goals"].made_up
    assert found["organisation"].state == "missing" and said["organisation"] == ""
    assert found["services"].made_up and found["money"].made_up
    reading = views.read_sections(strategy, say=EN)
    assert "Missing in the strategy: Structure of the organisation." in reading
    assert "no ground for a decision" in reading and "Services and other results" in reading


def test_no_table_at_all_gives_ten_sections_that_are_missing():
    strategy = sections.judge({})
    assert [section.state for section in strategy.sections] == ["missing"] * 10
    table = views.table_sections(strategy, say=EN)
    assert len(table) == 10 and set(table["State"]) == {"missing"} and (table["Still needed"] != "").all()
    assert all(texts.facts(code, strategy, say=EN) == [] for code in sections.SECTIONS)
    assert texts.plan_facts(strategy, say=EN) == []
    assert "none of the 10" in views.read_sections(strategy, say=EN)


def test_the_five_components_of_the_guide_are_headings():
    titles = {views.title(code, EN) for code in sections.SECTIONS}
    assert {
        "Services and other results",
        "Structure of the organisation",
        "Steps of implementation",
        "Monitoring and evaluation",
    } <= titles  # the fifth, the action plan, is a heading below the steps: see test_strategy_report


def frame(name: str, /, **columns) -> pd.DataFrame:
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return tables.typed(name, rows)


def test_a_section_is_present_when_every_need_is_met_whole():
    tree = frame(
        "strategy_tree",
        id=["V", "O", "I"],
        level=["vision", "objective", "intervention"],
        text=["See", "Go", "Do"],
        basis=["USER", "USER", "ILLUSTRATIVE"],
    )
    goals = frame("goals", id=["G1"], text=["Reach"], basis=["USER"])
    found = by_code(sections.judge({"strategy_tree": tree, "goals": goals}))
    assert found["vision and goals"].state == "partly" and found["vision and goals"].half == (
        "goals_checked",
    )
    # the intervention is made up, the vision is not: each section looks at its own rows
    assert found["steps"].made_up and not found["vision and goals"].made_up
    assert found["vision and goals"].basis == "USER"


def test_votes_that_nobody_gave_and_indicators_that_nobody_measured_are_not_present():
    scores = frame("demand_scores", item_id=["A"], category=["x"], demand=["Money"], n=[0], basis=["USER"])
    status = frame(
        "indicator_status", id=["K"], name=["Jobs"], level=["impact"], status=["no data"], basis=["USER"]
    )
    found = by_code(sections.judge({"demand_scores": scores, "indicator_status": status}))
    assert found["demands"].state == found["monitoring"].state == "missing"


def test_a_passage_makes_an_empty_section_partly_there_and_keeps_its_text():
    written = frame(
        "texts",
        section=["organisation", "summary"],
        text=["<b>We</b> decide $x$", "In short"],
        author=["Awa", "Ines"],
        basis=["USER", "USER"],
    )
    found = by_code(sections.judge({"texts": written}))
    assert found["organisation"].state == "partly"
    assert found["organisation"].passage == sections.Passage("<b>We</b> decide $x$", "Awa", "USER")
    assert found["summary"].state == "present"
    assert found["money"].state == "missing"


def test_sections_on_older_hand_overs_say_so():
    months = frame(
        "liquidity",
        month=["2027-01", "2027-02"],
        inflow=[10.0, 0.0],
        outflow=[4.0, 9.0],
        balance=[6.0, -3.0],
        committed_balance=[6.0, -3.0],
        basis=["USER", "USER"],
    )
    strategy = sections.judge({"liquidity": months}, stale={"liquidity"})
    money = by_code(strategy)["money"]
    assert money.older == ("liquidity",) and "older than its data" in views.state(money, EN)
    assert texts.facts("money", strategy, say=EN) == [
        "From January 2027 to February 2027 the lowest balance is XOF −3, in February 2027.",
        "Counting promised money only, cash is below zero in one month.",
    ]


@pytest.mark.parametrize("name", CASES)
def test_the_shipped_cases_read_well_in_both_languages(name):
    strategy = shipped(name)
    for say in (EN, FR):
        said = [views.read_sections(strategy, say=say), *texts.plan_facts(strategy, say=say)]
        said += [text for code in sections.SECTIONS for text in texts.facts(code, strategy, say=say)]
        assert len(said) > 8 and not any("nan" in text.lower().split() or "{" in text for text in said)
    lines = views.plain_sections(strategy).splitlines()
    assert len(lines) == 10 and lines[0].startswith("summary")


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(sections.TABLES)))
def test_more_tables_never_make_a_section_worse(names):
    case = open_case(places.shipped_case("dakar-ict"))
    frames = case_frames(case)
    order = {"missing": 0, "partly": 1, "present": 2}
    some = sections.judge({name: frames.get(name) for name in names})
    every = sections.judge(frames)
    for few, many in zip(some.sections, every.sections, strict=True):
        assert order[few.state] <= order[many.state]
        assert set(few.uses) <= names
