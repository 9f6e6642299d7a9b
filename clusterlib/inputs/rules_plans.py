"""Rules about what is planned: the strategy tree, tasks, the budget."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clusterlib.columns import Column
from clusterlib.faults import Fault
from clusterlib.inputs.rules import Rule, Sheets

_HEIGHT = {"vision": 0, "objective": 1, "initiative": 2, "enabling": 2, "intervention": 3}
_TWO = re.compile(r";|\n| / ")
_MAYBE_TWO = re.compile(r" (?:and|et|&|\+) |,", re.IGNORECASE)


def one_vision(sheets: Sheets) -> Iterator[Fault]:
    """A strategy tree has exactly one vision."""
    sheet = sheets.get("strategy_tree")
    if sheet is None or not sheet.lines or "level" not in sheet.given:
        return
    levels, names = sheet.cells("level"), sheet.cells("id")
    visions = [i for i, level in enumerate(levels) if level == "vision"]
    if not visions and not any((i, "level") in sheet.bad for i in range(len(levels))):
        yield sheet.at("vision-none", None, "level")
    if len(visions) > 1:
        listed = ", ".join(str(names[i]) for i in visions[:8])
        yield sheet.at("vision-twice", visions[1], "level", names[visions[1]], n=len(visions), names=listed)


def tree_levels(sheets: Sheets) -> Iterator[Fault]:
    """The branch above stands higher: vision, objective, initiative or enabling, intervention."""
    sheet = sheets.get("strategy_tree")
    if sheet is None:
        return
    levels = dict(sheet.rows("id", "level"))
    for i, (parent, level) in enumerate(sheet.rows("parent_id", "level")):
        above = levels.get(parent)
        if None not in (parent, above, level) and _HEIGHT[str(above)] >= _HEIGHT[level]:
            yield sheet.at("tree-level", i, "parent_id", parent, parent=above, level=level)


def one_person(sheets: Sheets) -> Iterator[Fault]:
    """One person answers for a task."""
    sheet = sheets.get("tasks")
    if sheet is None:
        return
    for i, name in enumerate(sheet.cells("responsible")):
        if name is not None and _TWO.search(name):
            yield sheet.at("two-people", i, "responsible", name)
        elif name is not None and _MAYBE_TWO.search(name):
            yield sheet.at("maybe-two-people", i, "responsible", name)


def categories(sheets: Sheets) -> Iterator[Fault]:
    """Income and costs have their own categories."""
    sheet = sheets.get("budget_lines")
    if sheet is None:
        return
    allowed = category_words(sheet.table.column("category"))
    for i, (kind, category) in enumerate(sheet.rows("kind", "category")):
        if kind in allowed and category is not None and category not in allowed[kind]:
            words = ", ".join(allowed[kind])
            yield sheet.at("budget-category", i, "category", category, kind=kind, words=words)


def category_words(column: Column) -> dict[str, tuple[str, ...]]:
    """Words of each kind, from clauses as ``in: public … projects, other``.

    Examples
    --------
    >>> from clusterlib.tables import table
    >>> category_words(table("budget_lines").column("category"))["in"]
    ('public', 'membership', 'services', 'sponsoring', 'projects', 'other')
    """
    found: dict[str, tuple[str, ...]] = {}
    for clause in column.also:
        kind, _, text = clause.partition(": ")
        words: list[str] = []
        for part in text.split(", "):
            first, _, last = part.partition(" … ")
            start, end = column.words.index(first), column.words.index(last or first)
            words.extend(column.words[start : end + 1])
        found[kind] = tuple(words)
    return found


RULES: tuple[Rule, ...] = (one_vision, tree_levels, one_person, categories)
