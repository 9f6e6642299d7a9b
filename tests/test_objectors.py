"""Those who are against it: risk, coalitions, balance."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from test_stakeholders import example, people

from clusterlib import places, tables
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.objectors import Objectors, oppose
from clusterlib.stakeholder_analysis.objectors_views import read_objectors, table_objectors
from clusterlib.stakeholder_analysis.stakeholders import analyse

SAY = Speaker()


def listed() -> pd.DataFrame:
    words = [
        ("critical", "high"),
        ("critical", "low"),
        ("critical", "medium"),
        ("positive", "high"),
        ("neutral", "high"),
    ]
    return people(*[{"assessment": a, "influence": i} for a, i in words])


def links(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    return tables.typed(
        "relations", [dict(zip(("from", "to", "kind", "strength"), r, strict=True)) for r in rows]
    )


def stances(*rows: tuple[str, str, int, object]) -> pd.DataFrame:
    keys = ("stakeholder_id", "objective", "stance", "probability")
    return tables.typed("positions", [dict(zip(keys, row, strict=True)) for row in rows])


def found(relations: pd.DataFrame | None = None, positions: pd.DataFrame | None = None) -> Objectors:
    return oppose(analyse(listed()), relations, positions)


def test_risk_is_influence_times_stance_times_probability():
    result = found(None, stances(("s0", "fund", -4, 0.7), ("s0", "fair", -3, None), ("s1", "fund", 4, None)))
    row = result.table.set_index("id").loc["s0"]
    assert row["against"] == "fair" and row["risk"] == pytest.approx(3 * 3 * 1)
    assert result.table.set_index("id")["risk"].isna().tolist() == [False, True, True]
    assert "What 2 critical stakeholders resist" in read_objectors(result, say=SAY)


def test_coalitions_are_parts_of_the_critical_ones():
    joined = links(("s0", "s1", "trust", 2), ("s1", "s3", "link", 1), ("s3", "s2", "link", 1))
    result = found(joined)
    assert result.coalitions == (("s0", "s1"),)
    assert result.table.set_index("id").loc[["s0", "s1", "s2"], "group"].tolist() == [1, 1, 0]
    assert found(links(("s0", "s1", "conflict", 4), ("s0", "s2", "link", 0))).coalitions == ()
    assert "talk to each one alone" in read_objectors(found(links(("s0", "s1", "conflict", 4))), say=SAY)


def test_the_balance_and_its_ends():
    assert found().blocking == pytest.approx((3 + 1 + 2) / 3)
    nobody = people({"assessment": "critical", "influence": "low"})
    assert "nobody on the other side" in read_objectors(oppose(analyse(nobody)), say=SAY)
    assert oppose(analyse(people({"assessment": "neutral", "influence": "low"}))).blocking is None


def test_quiet_objectors_are_named():
    result = found(None, stances(("s4", "fund", -1, 0.5)))
    assert result.quiet["id"].tolist() == ["s4"] and "Name 4" in read_objectors(result, say=SAY)


@pytest.mark.parametrize("table", [tables.empty("stakeholders"), example()], ids=["empty", "guide"])
def test_nobody_against(table):
    result = oppose(analyse(table))
    assert len(table_objectors(result, say=SAY)) == 0
    assert not re.search(r"\b(nan|inf)\b", read_objectors(result, say=SAY))


def test_dakar():
    case = cases.open_case(places.shipped_case())
    result = oppose(analyse(case.table("stakeholders")), case.table("relations"), case.table("positions"))
    rows = result.table.set_index("id")
    assert rows.loc["it-federation", "risk"] == pytest.approx(3 * 4 * 0.7)
    assert "Federation of established IT firms, which resists" in read_objectors(result, say=SAY)
