from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from clusterlib import tables
from clusterlib.readings import Speaker
from clusterlib.strategy import goal_process as gp


def _goals(*sides: str | None) -> pd.DataFrame:
    return tables.typed("goals", [{"id": f"G{i}", "text": "x", "outcome": s} for i, s in enumerate(sides)])


def _checks(*rows: dict[str, Any]) -> pd.DataFrame:
    return tables.typed("checks", [{"list_id": "goals", "status": "met"} | row for row in rows])


def _tasks(day: str | None) -> pd.DataFrame:
    return tables.typed("tasks", [{"no": "1", "task": "x", "start_on": day}])


def test_two_goals_for_actors_and_none_for_the_cluster() -> None:
    """Worked example of the method; the finding itself is rule R17 of the review."""
    found = gp.process(_goals("actors", "actors"), None, None)
    assert found.sides == {"actors": 2, "cluster": 0, "": 0}
    assert gp.read_process(found).startswith("2 goals serve the actors and none serves the cluster itself.")


def test_one_goal_each_and_one_not_said() -> None:
    text = gp.read_process(gp.process(_goals("actors", "cluster", None), None, None))
    assert text.startswith(
        "One goal serves the actors and one serves the cluster itself. For one goal it is not said."
    )


def test_participation_is_present_by_invited_and_only_a_hint() -> None:
    rows = (
        {"item_id": "early", "invited": 20, "present": 9},
        {"item_id": "moderated", "invited": 10, "present": 9},
    )
    found = gp.process(_goals("actors"), _checks(*rows), None)
    assert found.points.set_index("item_id")["share"].dropna().to_dict() == {"early": 0.45, "moderated": 0.9}
    assert "Fewest came for “begun early”: 9 of 20 (45 %)" in gp.read_process(found)
    assert not [c for c in gp.process_checks(found) if c.status == "finding"]
    assert "at least 40 %" in gp.read_process(gp.process(_goals("actors"), _checks(*rows), None, hint=0.4))


def test_nobody_invited_or_more_than_invited_is_no_share_above_one() -> None:
    rows = (
        {"item_id": "early", "invited": 0, "present": 3},
        {"item_id": "moderated", "invited": 2, "present": 3},
    )
    found = gp.process(_goals("actors"), _checks(*rows), None)
    assert gp.table_process(found)["Who came"].tolist()[:3] == ["3", "", "3"]


@pytest.mark.parametrize(("agreed", "begun", "status"), [
    ("2026-04-23", "2026-03-01", "finding"),
    ("2026-04-23", "2026-04-23", "fine"),
    (None, "2026-03-01", "not judged"),
    ("2026-04-23", None, "not judged"),
])  # fmt: skip
def test_work_before_goals_is_a_finding_and_a_missing_day_is_not(
    agreed: str, begun: str, status: str
) -> None:
    checks = _checks({"item_id": "before strategy", "date": agreed})
    found = gp.process(_goals("actors"), checks, _tasks(begun))
    assert gp.process_checks(found)[0].status == status


def test_open_points_name_who_is_missing() -> None:
    rows = (
        {"item_id": "all members", "status": "partly", "owner": "Awa"},
        {"item_id": "identification", "status": "not met"},
    )
    (_, points) = gp.process_checks(gp.process(_goals("actors"), _checks(*rows), None))
    assert points.status == "finding" and "2 points" in points.finding
    assert points.cure == "Give each a measure and an owner."
    (_, one) = gp.process_checks(gp.process(_goals("actors"), _checks(rows[0]), None))
    assert one.cure == "Give it a measure and an owner."
    assert points.because == ("checks:goals/all members", "checks:goals/identification")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_nothing_there_gives_sentences(lang: str) -> None:
    say = Speaker(lang)
    found = gp.process(None, None, None)
    text = gp.read_process(found, say=say) + gp.table_process(found, say=say).to_string()
    assert "nan" not in text and "None" not in text and len(gp.table_process(found, say=say)) == 6
    assert {c.status for c in gp.process_checks(found, say=say)} == {"not judged"}
    assert {c.status for c in gp.process_checks(None, say=say)} == {"not judged"}
    assert gp.usual_aims(say).shape == (4, 2)


def test_other_lists_are_not_read() -> None:
    other = tables.typed("checks", [{"list_id": "event", "item_id": "early", "status": "met"}])
    assert gp.process(_goals("actors"), other, None).points["status"].isna().all()
