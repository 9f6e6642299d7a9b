from __future__ import annotations

from typing import Any

import pytest
from rule_sheets import found, sheets

from clusterlib import tables
from clusterlib.inputs import rules, rules_rows


def test_every_condition_is_decided_or_named_here() -> None:
    undecided = {"if IFE/EFE are wanted", "if member is yes and T07 is wanted", "if no trend_votes"}
    for column in (column for name in tables.names() for column in tables.table(name).columns):
        if column.required.startswith("if ") and column.required not in undecided:
            condition = rules_rows.read_condition(column.required)
            assert condition is not None, column
            assert set(condition[0]) <= set(tables.table(column.table).column_names), column
        else:
            assert column.required in {"yes", "no", *undecided}, column


@pytest.mark.parametrize(
    ("table", "row", "code", "column"),
    [
        (
            "employment",
            {"region": "a", "industry": "b", "year": 2022, "status": "value", "employment": None},
            "blank-if-is",
            "employment",
        ),
        (
            "employment",
            {"region": "a", "industry": "b", "year": 2022, "employment": None, "status": None},
            "blank-if-empty",
            "status",
        ),
        (
            "strategy_tree",
            {"id": "O1", "level": "objective", "text": "x", "parent_id": None},
            "blank-if-not",
            "parent_id",
        ),
        ("tasks", {"no": "1", "task": "x", "o": None, "m": 3, "p": 5}, "blank-if-given", "o"),
        ("tasks", {"no": "1", "task": "x", "o": 1, "m": None, "p": 5}, "blank-if-given", "m"),
        ("tasks", {"no": "1", "task": "x", "status": "done", "done_on": None}, "blank-if-is", "done_on"),
        ("services", {"id": "S", "name": "x", "payment": "charged", "price": None}, "blank-if-is", "price"),
        (
            "tiers",
            {"tier": "S", "members": 1, "weight": 1, "elasticity": 0.5, "fee_now": None},
            "blank-if-given",
            "fee_now",
        ),
        (
            "rankings",
            {"respondent_id": "r", "item_id": "A", "place": None, "points": None},
            "blank-if-empty",
            "place",
        ),
        (
            "budget_lines",
            {
                "line_id": "B",
                "kind": "in",
                "category": "public",
                "amount": 5,
                "recurrence": "once",
                "start": "2027-01",
                "distribution": "pert",
                "amount_low": None,
                "amount_high": 6,
            },
            "blank-if-is",
            "amount_low",
        ),
        (
            "demands",
            {"item_id": "A", "category": "x", "text": "y", "basis": "GUIDE", "source": None},
            "blank-if-is",
            "source",
        ),
    ],
)
def test_cells_needed_under_a_condition(table: str, row: dict[str, Any], code: str, column: str) -> None:
    assert found(rules_rows.needed, **{table: [row]}) == [(code, 2, column)]


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("employment", {"region": "a", "industry": "b", "year": 2022, "employment": 5}),
        ("employment", {"region": "a", "industry": "b", "year": 2022, "status": "suppressed"}),
        ("strategy_tree", {"id": "V", "level": "vision", "text": "x", "parent_id": None}),
        ("tasks", {"no": "1", "task": "x", "m": 3}),
        ("tasks", {"no": "1", "task": "x", "status": "open"}),
        ("demands", {"item_id": "A", "category": "x", "text": "y", "basis": "USER", "source": None}),
        ("wtp", {"respondent_id": "r", "service_id": "s", "too_cheap": 1}),
    ],
)
def test_cells_not_needed(table: str, row: dict[str, Any]) -> None:
    assert found(rules_rows.needed, **{table: [row]}) == []


def test_a_needed_column_that_is_absent_is_one_fault() -> None:
    rows = [{"no": str(i), "task": "x", "status": "done"} for i in range(5)]
    assert found(rules_rows.needed, tasks=rows) == [("column-missing-if", None, "done_on")]


def test_keys_stand_once() -> None:
    rows = [
        {"item_id": i, "category": "x", "text": "y"}
        for i in ("A1", "A1", "a1", "Cafe\u0301", "Caf\u00e9", None)
    ]
    assert found(rules_rows.keys, demands=rows) == [
        ("key-twice", 3, "item_id"),
        ("key-case", 4, "item_id"),
        ("key-twice", 6, "item_id"),
    ]


def test_keys_of_several_columns_with_defaults_and_blanks() -> None:
    votes = [{"respondent_id": "r", "item_id": "A", "score": 1, "round": n} for n in (None, 1, 2)]
    assert found(rules_rows.keys, votes=votes) == [("key-twice", 3, "respondent_id")]
    answers = [{"question_id": "Q1", "text": "x", "person": None}] * 2
    assert found(rules_rows.keys, answers=answers) == [("key-twice", 3, "question_id")]


@pytest.mark.parametrize(
    ("table", "row", "expected"),
    [
        ("budget_lines", {"start": "2027-03", "end": "2027-01"}, [("compare-time", 2, "end")]),
        ("budget_lines", {"start": "2027-03", "end": "2027-03"}, []),
        ("cards", {"start": "2028-06", "end": "2028"}, []),
        ("cards", {"start": "2028", "end": "2027"}, [("compare-time", 2, "end")]),
        ("employment", {"low": 5, "high": 3}, [("compare-low", 2, "high")]),
        (
            "budget_lines",
            {"amount": 5, "amount_low": 6, "amount_high": 4},
            [("compare-high", 2, "amount_low"), ("compare-low", 2, "amount_high")],
        ),
        ("budget_lines", {"amount": 5, "amount_low": 5, "amount_high": None}, []),
    ],
)
def test_bounds_in_other_cells(table: str, row: dict[str, Any], expected: list[Any]) -> None:
    assert found(rules_rows.comparisons, **{table: [row]}) == expected


@pytest.mark.parametrize(
    ("table", "row", "expected"),
    [
        ("tasks", {"o": 2, "m": 4, "p": 9}, []),
        ("tasks", {"o": 5, "m": 4, "p": 9}, [("order", 2, "m")]),
        ("tasks", {"o": 5, "m": None, "p": 4}, [("order", 2, "p")]),
        (
            "wtp",
            {"too_cheap": 1, "cheap": 3, "expensive": 2, "too_expensive": 5},
            [("order", 2, "expensive")],
        ),
        (
            "wtp",
            {"too_cheap": 9, "cheap": None, "expensive": None, "too_expensive": 5},
            [("order", 2, "too_expensive")],
        ),
    ],
)
def test_cells_that_rise(table: str, row: dict[str, Any], expected: list[Any]) -> None:
    assert found(rules_rows.orders, **{table: [row]}) == expected


def test_both_ends_differ() -> None:
    rows = [{"from": "M1", "to": "M1"}, {"from": "M1", "to": "M2"}]
    assert found(rules_rows.different_ends, arrows=rows) == [("same", 2, "to")]


def test_rules_on_no_table_find_nothing() -> None:
    assert rules.check({}) == []
    assert rules.check(sheets(**{name: [] for name in tables.names("input")})) == []
