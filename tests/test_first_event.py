"""The first event: speakers, doubts to answer, groups, checklist."""

from __future__ import annotations

import pandas as pd
import pytest
from test_stakeholders import example, people

from clusterlib import places, tables
from clusterlib.faults import DomainError
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.first_event import ANSWERS, MINUTES, SPEAKERS, guests, plan
from clusterlib.stakeholder_analysis.first_event_views import (
    read_event,
    read_guests,
    table_agenda,
    table_guests,
)
from clusterlib.stakeholder_analysis.stakeholders import analyse

SAY = Speaker()
AGENDA = places.reference("kickoff_event")


def cast() -> pd.DataFrame:
    return people(
        {"id": "min", "type": "ministry", "assessment": "positive", "influence": "high"},
        {"id": "age", "type": "agency", "assessment": "positive", "influence": "high"},
        {"id": "firm", "type": "SME", "assessment": "positive", "influence": "high"},
        {"id": "user", "type": "large firm", "assessment": "neutral", "influence": "medium"},
        {"id": "fed", "type": "association", "assessment": "critical", "influence": "high"},
        {"id": "small", "type": "research", "assessment": "positive", "influence": "low"},
    )


def checklist(**status: str) -> pd.DataFrame:
    rows = [{"list_id": "event", "item_id": k.replace("_", "-"), "status": v} for k, v in status.items()]
    return tables.typed("checks", [*rows, {"list_id": "other", "item_id": "EVT-1", "status": "not met"}])


def test_six_blocks_and_six_groups_of_the_guide() -> None:
    event = plan(analyse(cast()), agenda=AGENDA)
    assert len(event.blocks) == 6 and len(guests(analyse(cast()), agenda=AGENDA).groups) == 6
    assert event.blocks["minutes"].tolist() == [30, 20, 30, 30, 50, 20]
    assert event.blocks["starts"].tolist() == [0, 30, 50, 80, 110, 160]
    assert set(SPEAKERS) == set(ANSWERS) == set(event.blocks["id"])


def test_only_powerful_supporters_speak_and_firms_speak_for_firms() -> None:
    speakers = plan(analyse(cast()), agenda=AGENDA).blocks.set_index("id")["speaker"]
    assert set(speakers.dropna()) <= {"min", "age", "firm"}
    assert speakers["EVT-3"] == "firm" and speakers.notna().all()
    no_firm = plan(analyse(cast().query("id != 'firm'")), agenda=AGENDA).blocks.set_index("id")["speaker"]
    assert pd.isna(no_firm["EVT-3"]) and no_firm.drop("EVT-3").notna().all()
    assert speakers["EVT-1"] != speakers["EVT-2"]


def test_a_blank_type_may_speak_but_not_for_firms() -> None:
    speakers = plan(analyse(example()), agenda=AGENDA).blocks.set_index("id")["speaker"]
    assert pd.isna(speakers["EVT-3"]) and speakers.drop("EVT-3").notna().all()
    assert speakers["EVT-1"] == "min" and speakers["EVT-2"] == "rda"


def test_blocks_answer_the_largest_gaps() -> None:
    answers = plan(analyse(cast()), agenda=AGENDA).blocks.set_index("id")["answers"]
    assert answers.to_dict() == {
        "EVT-1": "fed;user", "EVT-2": "user", "EVT-3": "user", "EVT-4": "fed", "EVT-5": "", "EVT-6": "fed",
    }  # fmt: skip
    assert plan(analyse(cast()), agenda=AGENDA, most=1).blocks["answers"].iloc[0] == "fed"


def test_groups_covered_and_missing() -> None:
    states = {g.side: g.state for g in guests(analyse(cast()), agenda=AGENDA).groups}
    assert states["EVT-7"] == states["EVT-9"] == states["EVT-10"] == "there" and states["EVT-8"] == "missing"
    untyped = guests(analyse(example()), agenda=AGENDA)
    assert {g.state for g in untyped.groups} == {"unknown"}
    assert "not judged which group" in read_guests(untyped, say=SAY)
    assert "“Consultants”" in read_guests(guests(analyse(cast()), agenda=AGENDA), say=SAY)


def test_checklist_gives_state_and_share_of_points_met() -> None:
    checks = checklist(EVT_1="met", EVT_2="partly", EVT_3="not met", EVT_7="unknown")
    event = plan(analyse(cast()), checks, agenda=AGENDA)
    assert (event.met, event.points) == (1, 4)
    assert event.blocks["state"].tolist() == ["ready", "begun", "open", "unknown", "unknown", "unknown"]
    assert "Points of the checklist that are done: 1 of 4" in read_event(event, say=SAY)


def test_owner_and_date_of_each_point_are_shown() -> None:
    rows = [
        {"list_id": "event", "item_id": "EVT-1", "status": "partly", "owner": "Awa", "due": "2027-03-01"},
        {"list_id": "event", "item_id": "EVT-2", "status": "not met", "owner": "Moussa"},
        {"list_id": "event", "item_id": "EVT-7", "status": "not met", "due": "2027-02-01"},
    ]
    checks, people_ = tables.typed("checks", rows), analyse(cast())
    owners = table_agenda(plan(people_, checks, agenda=AGENDA), say=SAY)["Owner"].tolist()
    assert owners == ["Awa, by 1 March 2027", "Moussa", "–", "–", "–", "–"]
    assert (
        table_guests(guests(people_, checks, agenda=AGENDA), say=SAY)["Owner"].iloc[0]
        == "nobody yet, by 1 February 2027"
    )


@pytest.mark.parametrize("minutes", ["30;20", "30;20;30;30;50;x", "30;20;30;30;50;0", "", "1;2;3;4;5;6;7"])
def test_minutes_for_each_block(minutes: str) -> None:
    with pytest.raises(DomainError, match="minutes"):
        plan(analyse(cast()), agenda=AGENDA, minutes=minutes)


def test_tables_and_sentences() -> None:
    event = plan(analyse(cast()), agenda=AGENDA)
    agenda, groups = table_agenda(event, say=SAY), guests(analyse(cast()), agenda=AGENDA)
    assert agenda.shape == (6, 7) and table_guests(groups, say=SAY).shape == (6, 4)
    assert agenda.iloc[1, 4] == "What would Name 3 gain?"
    text = read_event(event, say=SAY)
    assert "take 3 h." in text and "no checklist" in text
    french = table_agenda(event, say=Speaker("fr"))
    assert french.iloc[0, 2] == AGENDA["text_fr"].iloc[0]


def test_nobody_listed() -> None:
    event = plan(analyse(tables.empty("stakeholders")), agenda=AGENDA, minutes=MINUTES)
    assert event.blocks["speaker"].isna().all()
    assert "no speaker is proposed" in read_event(event, say=SAY)
    assert (table_agenda(event, say=SAY).iloc[:, 3] == "to be found").all()
