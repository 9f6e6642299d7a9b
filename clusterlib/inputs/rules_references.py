"""Rules about ids that one table holds of another, and about circles of them.

An id is looked for in every table that its column may name. Found in several of them it is a fault,
cured by writing ``tasks:1``; only an actor and a stakeholder share one id by design.
"""

from __future__ import annotations

import graphlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clusterlib.cells import split_ids
from clusterlib.columns import Column, Reference
from clusterlib.faults import Fault
from clusterlib.inputs.checking import LISTED, Sheet
from clusterlib.inputs.parsing import nearest
from clusterlib.inputs.rules import Rule, Sheets

#: Tables whose rows with the same id are the same organisation.
_SAME = frozenset({"actors", "stakeholders"})
#: So many names are compared to propose one, for so many ids of a column; so many circles are looked for.
_NEAR, _PROPOSED, _CIRCLES = 500, 20, 20


@dataclass(frozen=True, slots=True)
class Target:
    """Where an id leads."""

    table: str
    id: str


def split_target(text: str, tables_named: tuple[str, ...]) -> tuple[str, str]:
    """Table and id of a cell part: ``tasks:1`` names the table, ``1`` leaves it open (empty text).

    Examples
    --------
    >>> split_target("tasks:1", ("tasks", "goals")), split_target("a:b", ("tasks",))
    (('tasks', '1'), ('', 'a:b'))
    """
    table, colon, rest = text.partition(":")
    return (table, rest.strip()) if colon and table in tables_named else ("", text)


def _known(sheets: Sheets, reference: Reference) -> set[str] | None:
    """Ids of a table, none if it has no rows; None if its ids cannot be known."""
    sheet = sheets.get(reference.table)
    if sheet is None or reference.column not in sheet.given:
        return None
    ids = {str(cell) for cell in sheet.cells(reference.column) if cell is not None}
    return ids if ids or not sheet.lines else None


def references(sheets: Sheets) -> Iterator[Fault]:
    """Every id leads to exactly one row that is there."""
    cache: dict[tuple[str, str], set[str] | None] = {}
    for sheet in sheets.values():
        for column in sheet.table.columns:
            wanted = [reference for reference in column.references if reference.table != "*"]
            if not wanted or column.name not in sheet.given:
                continue
            for reference in wanted:
                place = (reference.table, reference.column)
                if place not in cache:
                    cache[place] = _known(sheets, reference)
            ids = {r.table: cache[(r.table, r.column)] for r in wanted}
            if all(reference.soft for reference in wanted):
                yield from _soft(sheet, column, ids)
            elif not any(name in sheets and known is None for name, known in ids.items()):
                present = {name: known for name, known in ids.items() if known}
                yield from _hard(sheet, column, present)


def _parts(sheet: Sheet, column: Column) -> Iterator[tuple[int, str]]:
    for i, cell in enumerate(sheet.cells(column.name)):
        if cell is not None:
            parts = split_ids(cell) if column.type == "ids" else [str(cell)]
            yield from ((i, part) for part in parts)


def _soft(sheet: Sheet, column: Column, ids: Mapping[str, set[str] | None]) -> Iterator[Fault]:
    present = {name: known for name, known in ids.items() if known is not None}
    everything = set().union(*present.values())
    missing = [part for _, part in _parts(sheet, column) if part not in everything]
    if missing and present:
        names = list(dict.fromkeys(missing))
        listed = ", ".join(names[:8]) + (f" … (+{len(names) - 8})" if len(names) > 8 else "")
        yield sheet.at("reference-soft", None, column.name, names[0], list=listed, targets=", ".join(present))


def _hard(sheet: Sheet, column: Column, ids: Mapping[str, set[str]]) -> Iterator[Fault]:
    named = tuple(reference.table for reference in column.references)
    targets, absent_said, missed = ", ".join(named), False, 0
    for i, part in _parts(sheet, column):
        table, name = split_target(part, named)
        places = [table] if table else list(named)
        present = [place for place in places if place in ids]
        found = [place for place in present if name in ids[place]]
        if not present:
            if not absent_said:
                yield sheet.at("table-missing", i, column.name, part, targets=table or targets)
            absent_said = True
        elif not found:
            missed += 1
            if missed > LISTED:
                continue
            near = _near(name, ids) if missed <= _PROPOSED else ""
            yield sheet.at("reference-missing", i, column.name, part, targets=", ".join(places), nearest=near)
        elif len(found) > 1 and not set(found) <= _SAME:
            values = {"targets": ", ".join(found), "example": f"{found[0]}:{name}"}
            yield sheet.at("reference-ambiguous", i, column.name, part, **values)
    if missed > LISTED:
        yield sheet.at("more", None, column.name, n=missed - LISTED)


def _near(name: str, ids: Mapping[str, set[str]]) -> str:
    known = sorted({item for group in ids.values() for item in group})
    return nearest(name, known, cutoff=0.7) if len(known) <= _NEAR and len(name) > 1 else ""


# ------------------------------------------------------------------ circles
def circles(sheets: Sheets) -> Iterator[Fault]:
    """No task before itself, no branch above itself, nobody brought in by himself."""
    for sheet in sheets.values():
        key = sheet.table.key[0]
        for column in sheet.table.columns:
            own = [(r.table, r.column) for r in column.references] == [(sheet.table.name, key)]
            if own and column.name not in ("because", "contradicts") and len(sheet.table.key) == 1:
                yield from _circles_of(sheet, column)


def _circles_of(sheet: Sheet, column: Column) -> Iterator[Fault]:
    names = sheet.cells(sheet.table.key[0])
    rows = {str(name): i for i, name in reversed(list(enumerate(names))) if name is not None}
    graph: dict[str, list[str]] = {name: [] for name in reversed(rows)}
    for i, part in _parts(sheet, column):
        if names[i] is not None and part in rows:
            graph[str(names[i])].append(part)
    for circle in find_circles(graph):
        yield sheet.at("cycle", rows[circle[0]], column.name, circle[0], circle=" → ".join(circle))


def find_circles(graph: dict[str, list[str]]) -> list[list[str]]:
    """Circles of a graph (node to the nodes it follows), each from a node round to it again.

    Examples
    --------
    >>> find_circles({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]})
    [['a', 'c', 'b', 'a']]
    """
    order = {node: i for i, node in enumerate(graph)}
    rest = {node: list(dict.fromkeys(before)) for node, before in graph.items()}
    found: list[list[str]] = []
    while len(found) < _CIRCLES:
        try:
            graphlib.TopologicalSorter(rest).prepare()
            break
        except graphlib.CycleError as error:
            nodes = error.args[1][:-1]
            start = min(range(len(nodes)), key=lambda i: order[nodes[i]])
            circle = [*nodes[start:], *nodes[:start]]
            found.append([*circle, circle[0]])
            rest[circle[0]].remove(circle[-1])
    return found


def because_circles(sheets: Sheets) -> Iterator[Fault]:
    """No row rests on itself, however long the way round."""
    rows: dict[str, tuple[Sheet, int]] = {}
    for name, sheet in sheets.items():
        if len(sheet.table.key) == 1:
            for i, cell in enumerate(sheet.cells(sheet.table.key[0])):
                if cell is not None:
                    rows.setdefault(f"{name}:{cell}", (sheet, i))
    graph: dict[str, list[str]] = {node: [] for node in rows}
    for name, sheet in sheets.items():
        column = next((c for c in sheet.table.columns if c.name == "because"), None)
        if column is None or len(sheet.table.key) != 1:
            continue
        named = tuple(reference.table for reference in column.references)
        names = sheet.cells(sheet.table.key[0])
        for i, part in _parts(sheet, column):
            table, own = split_target(part, named)
            places = [place for place in ([table] if table else named) if f"{place}:{own}" in rows]
            if names[i] is not None and len(places) == 1:
                graph[f"{name}:{names[i]}"].append(f"{places[0]}:{own}")
    for circle in find_circles(graph):
        sheet, i = rows[circle[0]]
        yield sheet.at("because-cycle", i, "because", circle[0], circle=" → ".join(circle))


RULES: tuple[Rule, ...] = (references, circles, because_circles)
