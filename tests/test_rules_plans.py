from __future__ import annotations

from typing import Any

import pytest
from rule_sheets import found

from clusterlib import tables
from clusterlib.inputs import rules_plans as rules


def tree(*rows: tuple[str, str, str | None]) -> list[dict[str, Any]]:
    return [{"id": a, "level": b, "text": "x", "parent_id": c} for a, b, c in rows]


@pytest.mark.parametrize(
    ("levels", "codes"),
    [
        (("vision", "objective"), []),
        (("objective",), ["vision-none"]),
        (("vision", "vision", "vision"), ["vision-twice"]),
        (("nonsense",), []),
    ],
)
def test_exactly_one_vision(levels: tuple[str, ...], codes: list[str]) -> None:
    rows = tree(*((f"b{i}", level, None) for i, level in enumerate(levels)))
    assert [code for code, *_ in found(rules.one_vision, strategy_tree=rows)] == codes


def test_branches_hang_below_higher_ones() -> None:
    good = tree(
        ("V", "vision", None),
        ("O", "objective", "V"),
        ("E", "enabling", "V"),
        ("I", "initiative", "O"),
        ("X", "intervention", "I"),
    )
    assert found(rules.tree_levels, strategy_tree=good) == []
    bad = tree(("V", "vision", "O"), ("O", "objective", "O2"), ("O2", "objective", "V"))
    assert found(rules.tree_levels, strategy_tree=bad) == [
        ("tree-level", 2, "parent_id"),
        ("tree-level", 3, "parent_id"),
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Awa; Moussa", "two-people"),
        ("Awa / Moussa", "two-people"),
        ("Awa\nMoussa", "two-people"),
        ("Awa and Moussa", "maybe-two-people"),
        ("Diop, Awa", "maybe-two-people"),
        ("Awa Diop", ""),
        ("Sandra", ""),
        (None, ""),
    ],
)
def test_one_person_answers_for_a_task(name: str | None, code: str) -> None:
    assert [
        c for c, *_ in found(rules.one_person, tasks=[{"no": "1", "task": "x", "responsible": name}])
    ] == [code] * bool(code)


@pytest.mark.parametrize(
    ("kind", "category", "faults"),
    [("in", "public", 0), ("out", "public", 1), ("in", "rent", 1), ("out", "other", 0), ("in", "other", 0)],
)
def test_categories_fit_the_direction_of_the_money(kind: str, category: str, faults: int) -> None:
    assert (
        len(found(rules.categories, budget_lines=[{"line_id": "B", "kind": kind, "category": category}]))
        == faults
    )


def test_every_category_has_a_direction() -> None:
    column = tables.table("budget_lines").column("category")
    words = rules.category_words(column)
    assert set(words) == {"in", "out"} and set(words["in"]) | set(words["out"]) == set(column.words)
