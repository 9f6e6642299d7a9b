from __future__ import annotations

import pytest
from budgets import balanced_year, hostile, lines

from clusterlib import tables
from clusterlib.financing import liquidity_reasons as reasons
from clusterlib.readings import Speaker

EUR = Speaker("en", currency="EUR")
TASKS = tables.typed(
    "tasks", [{"no": "2.4", "task": "Investor day", "because": "IV2"}, {"no": "9", "task": "Loose task"}]
)
TREE = tables.typed(
    "strategy_tree",
    [
        {"id": "V", "level": "vision", "text": "Vision"},
        {"id": "SO1", "level": "objective", "parent_id": "V", "text": "Money"},
        {"id": "IN1", "level": "initiative", "parent_id": "SO1", "text": "Investors", "budget": 100}
        | {"text_fr": "Investisseurs"},
        {"id": "IV2", "level": "intervention", "parent_id": "IN1", "text": "Day"},
    ],
)
SERVICES = tables.typed("services", [{"id": "SV1", "name": "Coaching"}])


def _run(*because: str | None) -> reasons.Reasons:
    frame = lines(*({"amount": 60, "recurrence": "once", "because": ids} for ids in because))
    return reasons.reasons(frame, TASKS, TREE, SERVICES)


@pytest.mark.parametrize(
    ("because", "found"),
    [
        ("2.4", "IN1"),
        ("IV2", "IN1"),
        ("IN1", "IN1"),
        ("SO1", "SO1"),
        ("SV1", "SV1"),
        ("9", "9"),
        ("G7", "G7"),
    ],
)
def test_a_reason_climbs_to_its_initiative(because: str, found: str) -> None:
    assert _run(because).rows["id"].tolist() == [found]


def test_sums_are_whole_and_several_reasons_are_divided() -> None:
    result = _run("2.4", "IN1;SV1", None)
    assert result.rows[["id", "amount", "because"]].values.tolist() == [
        ["IN1", 90.0, "B1;B2"],
        ["SV1", 30.0, "B2"],
    ]
    assert (result.unnamed, result.total, result.split) == (60.0, 180.0, ("B2",))
    assert result.rows["amount"].sum() + result.unnamed == result.total


def test_two_reasons_of_one_initiative_are_not_divided() -> None:
    assert _run("2.4;IV2").split == ()


def test_reading_says_what_takes_most_and_what_serves_nothing() -> None:
    said = reasons.read_reasons(_run("2.4", "2.4", None), say=EUR)
    assert said.startswith("Investors (IN1) takes 67 % of all costs, EUR 120.")
    assert "more than the strategy gives for Investors (IN1)" in said and "EUR 60 serves nothing" in said
    assert reasons.read_reasons(_run("IN1;SV1"), say=EUR).endswith("divided evenly: B1.")


@pytest.mark.parametrize("frame", [None, lines(), lines({"kind": "in", "category": "public", "amount": 4})])
def test_no_costs(frame: object) -> None:
    result = reasons.reasons(frame, None, None, None)  # type: ignore[arg-type]
    assert "nothing to assign" in reasons.read_reasons(result) and reasons.table_reasons(result).empty


def test_no_reasons_at_all() -> None:
    assert "ends here" in reasons.read_reasons(_run(None, None))


def test_names_of_the_french_twin_and_without_tables() -> None:
    assert "Investisseurs (IN1)" in reasons.read_reasons(_run("IN1"), say=Speaker("fr"))
    alone = reasons.reasons(balanced_year(), None, None, None)
    assert reasons.table_reasons(alone, say=EUR).iloc[0, 0] == "2.6"


def test_a_circle_of_branches_ends() -> None:
    circle = tables.typed(
        "strategy_tree",
        [
            {"id": "a", "level": "intervention", "parent_id": "b", "text": "a"},
            {"id": "b", "level": "intervention", "parent_id": "a", "text": "b"},
        ],
    )
    frame = lines({"amount": 1, "because": "a"})
    assert len(reasons.reasons(frame, None, circle, None).rows) == 1


def test_the_table_has_at_most_ten_rows() -> None:
    frame = hostile(40).assign(because=[f"T{i}" for i in range(40)])
    assert len(reasons.table_reasons(reasons.reasons(frame, None, None, None), say=EUR)) <= 10
