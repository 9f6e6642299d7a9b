"""Follow the red thread through the tables of the strategy: task, initiative, goal, objective, demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterlib.cells import split_ids

#: One row of one table.
Row = tuple[str, str]

#: Where an id of a ``because`` cell is looked for, in this order.
_SEARCH: dict[str, tuple[str, ...]] = {
    "goals": ("demands", "strategy_tree", "goals", "swot_items"),
    "strategy_tree": ("demands", "goals", "swot_items"),
    "tasks": ("strategy_tree", "goals"),
    "indicators": ("goals", "strategy_tree"),
    "budget_lines": ("tasks", "strategy_tree", "goals"),
    "canvas": ("canvas", "demands"),
    "objectives": ("demands",),
}
_KEYS = {"demands": "item_id", "demand_scores": "item_id", "tasks": "no", "budget_lines": "line_id"}
#: The table of an id that none of the tables at hand has (a gap of the chain, a service …).
ELSEWHERE = "elsewhere"


def filled(cell: Any) -> bool:
    """Whether a cell says anything.

    Examples
    --------
    >>> filled("Awa"), filled("  "), filled(float("nan")), filled(0)
    (True, False, False, True)
    """
    return cell is not None and not pd.isna(cell) and bool(str(cell).strip())


def rows(frame: pd.DataFrame | None) -> list[dict[str, Any]]:
    """Rows of a table as dictionaries; none for a table that is not there.

    Examples
    --------
    >>> rows(None)
    []
    """
    if frame is None:
        return []
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


@dataclass(frozen=True, slots=True)
class Links:
    """What every row rests on.

    Parameters
    ----------
    reasons : mapping of (table, id) to tuple of (table, id)
        The rows named in its ``because``.
    parents : mapping of str to str
        Branch above each branch of the strategy tree.
    levels : mapping of str to str
        Level of each branch.
    """

    reasons: Mapping[Row, tuple[Row, ...]]
    parents: Mapping[str, str]
    levels: Mapping[str, str]

    def reached(self, row: Row, table: str, *, climb: bool = False) -> tuple[str, ...]:
        """Ids of `table` found by following ``because`` down from `row`, nearest first.

        With `climb`, a branch of the tree that leads to no row of `table` takes the place of the
        branch above it (but never of the vision): an intervention serves the goal of its initiative.
        """
        found = self._down(row, table)
        if found or not climb:
            return found
        if row[0] == "strategy_tree":
            return self._up(row[1], table)
        branches = [below[1] for below in self.reasons.get(row, ()) if below[0] == "strategy_tree"]
        return tuple(dict.fromkeys(name for branch in branches for name in self._up(branch, table)))

    def _down(self, row: Row, table: str) -> tuple[str, ...]:
        seen, wave, found = {row}, [row], dict[str, None]()
        while wave:
            below = [b for r in wave for b in self.reasons.get(r, ())]
            wave = [b for b in dict.fromkeys(below) if b not in seen]
            seen.update(wave)
            found.update((b[1], None) for b in wave if b[0] == table)
        return tuple(found)

    def _up(self, branch: str, table: str) -> tuple[str, ...]:
        seen = {branch}
        parent = self.parents.get(branch)
        while parent is not None and parent not in seen and self.levels.get(parent) != "vision":
            found = self._down(("strategy_tree", parent), table)
            if found:
                return found
            seen.add(parent)
            parent = self.parents.get(parent)
        return ()

    def resting_on(self, row: Row, table: str, *, climb: bool = False) -> tuple[str, ...]:
        """Ids of `table` whose thread leads to `row`, in the order of the table."""
        starts = [r for r in self.reasons if r[0] == table and r != row]
        return tuple(r[1] for r in starts if row[1] in self.reached(r, row[0], climb=climb))


def links(tables: Mapping[str, pd.DataFrame | None]) -> Links:
    """Read the ``because`` cells of all tables at hand.

    An id may carry its table (``tasks:1``); otherwise it is looked for in the tables that the
    data dictionary allows. An id no table has is kept under `ELSEWHERE`.

    Parameters
    ----------
    tables : mapping of table name to frame
        Any of goals, strategy_tree, tasks, indicators, budget_lines, canvas, objectives, demands, swot_items.

    Examples
    --------
    >>> goals = pd.DataFrame({"id": ["G1"], "because": ["O1"]})
    >>> tree = pd.DataFrame({"id": ["O1"], "because": ["C3"], "level": "objective", "parent_id": None})
    >>> demands = pd.DataFrame({"item_id": ["C3"]})
    >>> thread = links({"goals": goals, "strategy_tree": tree, "demands": demands})
    >>> thread.reached(("goals", "G1"), "demands")
    ('C3',)
    """
    known = {name: {str(row[_KEYS.get(name, "id")]) for row in rows(frame)} for name, frame in tables.items()}
    known["demands"] = known.get("demands", set()) | _named_demands(tables)
    reasons: dict[Row, tuple[Row, ...]] = {}
    for name, frame in tables.items():
        for row in rows(frame):
            ids = split_ids(row.get("because"))
            reasons[name, str(row[_KEYS.get(name, "id")])] = tuple(_place(i, name, known) for i in ids)
    tree = rows(tables.get("strategy_tree"))
    return Links(
        reasons,
        {str(r["id"]): str(r["parent_id"]) for r in tree if filled(r.get("parent_id"))},
        {str(r["id"]): str(r["level"]) for r in tree},
    )


def _named_demands(tables: Mapping[str, pd.DataFrame | None]) -> set[str]:
    """Demands that only a hand-over names, when the table of demands is not at hand."""
    scores, objectives = tables.get("demand_scores"), tables.get("objectives")
    named = {str(row["item_id"]) for row in rows(scores)}
    return named.union(*(split_ids(row.get("because")) for row in rows(objectives)))


def _place(name: str, table: str, known: Mapping[str, Iterable[str]]) -> Row:
    prefix, _, rest = name.partition(":")
    if rest and prefix in known:
        return prefix, rest
    for candidate in _SEARCH.get(table, ()):
        if name in known.get(candidate, ()):
            return candidate, name
    return ELSEWHERE, name
