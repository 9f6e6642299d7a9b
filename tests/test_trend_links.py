"""From trend to member: what is told to whom; and the lessons of the deeper tools."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from test_trend_exposure import exposed, frame, people

from clusterlib import tables
from clusterlib.readings import Speaker
from clusterlib.roadmapping import innovation, roadmapping_deep_checks, trend_links, trend_rounds

AT = people({"a": "N1", "b": "N1 N2"})


def links(*rows: dict[str, Any]) -> pd.DataFrame:
    return tables.typed("trend_links", [{"target_group": "founders", "text": "learn"} | row for row in rows])


def test_worked_three_trends_links_for_one() -> None:
    found = trend_links.translate(
        exposed([(5, 3, None), (4, 3, None), (2, 3, None)]), links({"trend_id": "T00"})
    )
    assert (found.strong, found.untranslated) == (2, ("T01",))
    assert (
        "Of 2 trends with an impact of 4 or more, one is told to nobody: “Trend 1”"
        in trend_links.read_links(found)
    )


def test_the_chain_from_trend_to_need_and_service() -> None:
    demands = tables.typed("demands", [{"item_id": "C3", "category": "C", "text": "Funding"}])
    services = tables.typed("services", [{"id": "S1", "name": "Coaching"}])
    rows = links({"trend_id": "T00", "because": "C3;S1"}, {"trend_id": "T00", "target_group": "banks"})
    found = trend_links.translate(exposed([(5, 5, "N1")], *AT), rows, demands, services)
    table = trend_links.table_links(found)
    assert table["For whom"].tolist() == ["banks", "founders"]
    assert table.iloc[1].tolist()[2:] == ["2", "learn", "Funding", "Coaching"]
    assert found.bare == (("T00", "banks"),)
    assert "answered by no need and no service: “Trend 0”" in trend_links.read_links(found)


def test_a_trend_that_touches_nobody_is_for_watching_and_all_is_a_question() -> None:
    rows = links({"trend_id": "T00", "target_group": " All "})
    found = trend_links.translate(exposed([(5, 5, "N9"), (5, 5, "N1")], *AT), rows)
    assert found.watch == ("T00",) and found.everybody == (("T00", " All "),)
    text = trend_links.read_links(found)
    assert "they are for watching: “Trend 0”" in text and "whom does “Trend 0” touch first?" in text


def test_a_need_without_a_trend_is_fine_and_a_weak_trend_wants_nothing() -> None:
    demands = tables.typed("demands", [{"item_id": "C3", "category": "C", "text": "Funding"}])
    found = trend_links.translate(exposed([(2, 2, None)]), None, demands)
    assert found.untranslated == () and "No trend has an impact of 4 or more." in trend_links.read_links(
        found
    )


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_nothing_to_translate(lang: str) -> None:
    say = Speaker(lang)
    found = trend_links.translate(exposed([]), None)
    assert trend_links.table_links(found, say=say).empty
    assert (
        trend_links.read_links(found, say=say)
        and trend_links.link_checks(found, say=say)[0].status == "not judged"
    )
    assert trend_links.link_checks(None, say=say)[0].status == "not judged"


def test_order_of_rows_changes_nothing() -> None:
    rows = links(*({"trend_id": f"T0{i}", "target_group": g} for i in range(3) for g in ("x", "y")))
    one = trend_links.translate(exposed([(5, 3, None), (4, 3, None), (4, 4, None)]), rows)
    two = trend_links.translate(exposed([(5, 3, None), (4, 3, None), (4, 4, None)]), rows[::-1])
    assert one.sheet.drop(columns="text").equals(two.sheet.drop(columns="text"))


def test_lessons_of_the_deeper_tools() -> None:
    told = trend_links.translate(exposed([(5, 5, "N1"), (5, 5, None)], *AT), links({"trend_id": "T00"}))
    method = {"size": "small", "level": "strategy", "method": "Foresight", "need": 5}
    marks = [{"respondent_id": f"r{i}", "trend_id": "T00", "round": n, "impact": i + 1, "certainty": 3}
             for i in range(4) for n in (1, 2)]  # fmt: skip
    found = {
        check.rule_id: check
        for check in roadmapping_deep_checks.deeper(
            told,
            exposed([(5, 5, "N1"), (5, 5, None)], *AT),
            innovation.grid(tables.typed("innovation_methods", [method | {"offered": "no"}])),
            trend_rounds.rounds(frame([(5, 5, None)]), tables.typed("trend_votes", marks)),
        )
    }
    assert {rule: check.status for rule, check in found.items()} == {
        "trends-untranslated": "finding",
        "trends-touched": "finding",
        "innovation-small": "finding",
        "trends-settled": "finding",
        "team-mix": "not judged",
    }
    offered = innovation.grid(tables.typed("innovation_methods", [method | {"offered": "yes"}]))
    again = roadmapping_deep_checks.deeper(None, exposed([(5, 5, "N1")], *AT), offered, None)
    assert [check.status for check in again] == ["not judged", "fine", "fine", "not judged", "not judged"]
