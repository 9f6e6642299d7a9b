"""Does the strategy answer what the actors asked for? Follow every demand to branches, goals and tasks."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from clusterlib.cells import split_ids
from clusterlib.strategy.strategy_links import Links, filled, links, rows
from clusterlib.strategy.strategy_threads import Coverage, DemandLine, GoalLine, Names, ObjectiveLine
from clusterlib.twins import titles

#: Where a table keeps its ids and what they are called.
_CALLED = {
    "demands": ("item_id", "text"),
    "strategy_tree": ("id", "text"),
    "goals": ("id", "text"),
    "tasks": ("no", "task"),
    "indicators": ("id", "name"),
}


def cover(
    strategy_tree: pd.DataFrame | None,
    goals: pd.DataFrame | None = None,
    tasks: pd.DataFrame | None = None,
    demands: pd.DataFrame | None = None,
    demand_scores: pd.DataFrame | None = None,
    objectives: pd.DataFrame | None = None,
    indicators: pd.DataFrame | None = None,
    *,
    top_share: float = 1 / 3,
) -> Coverage:
    """Follow the thread of every demand through tree, goals and tasks.

    A demand has a branch when the branch, or a goal it names, rests on it (guide L1859-1863 tells of
    a strategy that answered something else). The top demands are the best third by score, ties at
    the edge included; `top_share` is a default, the guide gives none.

    Parameters
    ----------
    strategy_tree, goals, tasks, demands, demand_scores, objectives, indicators : DataFrame or None
        Tables of the case and hand-overs of the demand ranking.
    top_share : float
        Part of the ranked demands that counts, 0 to 1.

    Examples
    --------
    >>> tree = pd.DataFrame({"id": ["O1"], "level": ["objective"], "parent_id": [None], "text": ["Skills"],
    ...                      "because": [None]})
    >>> demand = pd.DataFrame({"item_id": ["export"], "text": ["Export promotion"]})
    >>> cover(tree, demands=demand).share
    0.0
    """
    tables = {
        "strategy_tree": strategy_tree,
        "goals": goals,
        "tasks": tasks,
        "demands": demands,
        "demand_scores": demand_scores,
        "objectives": objectives,
        "indicators": indicators,
    }
    thread, names = links(tables), _names(tables)
    lines = _demand_lines(tables, thread, top_share)
    leaves = [str(row["id"]) for row in rows(strategy_tree) if row.get("level") == "intervention"]
    asked = {**tables, "demands": demands if demands is not None else demand_scores}
    return Coverage(
        lines,
        _goal_lines(tables, thread, names),
        _objective_lines(tables, names),
        _covered(lines),
        demand_scores is not None,
        tuple(leaf for leaf in leaves if _leads(leaf, thread)),
        tuple(leaves),
        tuple(name for name in _kept(tasks) if not thread.reasons.get(("tasks", name))),
        tuple(name for name in ("demands", "tasks", "goals", "strategy_tree") if asked[name] is None),
        names,
    )


def _covered(lines: tuple[DemandLine, ...]) -> float | None:
    """Score of the top demands with a branch over that of all; without scores each counts the same."""
    weights = {line.id: 1.0 if line.score is None else line.score for line in lines if line.top}
    total = sum(weights.values())
    return (
        sum(weights[line.id] for line in lines if line.top and line.branches) / total if total > 0 else None
    )


def _names(tables: Mapping[str, pd.DataFrame | None]) -> Names:
    """What the rows of each table are called; demands that only their scores name, too."""
    known = {name: titles(tables.get(name), *columns) for name, columns in _CALLED.items()}
    return known if known["demands"] else known | {
        "demands": titles(tables.get("demand_scores"), "item_id", "demand")
    }  # fmt: skip


def follow_goals(
    goals: pd.DataFrame | None,
    strategy_tree: pd.DataFrame | None = None,
    tasks: pd.DataFrame | None = None,
    demands: pd.DataFrame | None = None,
    indicators: pd.DataFrame | None = None,
) -> tuple[GoalLine, ...]:
    """What every goal rests on and what rests on it.

    Examples
    --------
    >>> table = pd.DataFrame({"no": ["1"], "because": ["G1"]})
    >>> follow_goals(pd.DataFrame({"id": ["G1"]}), tasks=table)[0].tasks
    ('1',)
    """
    tables = {
        "goals": goals,
        "strategy_tree": strategy_tree,
        "tasks": tasks,
        "demands": demands,
        "indicators": indicators,
    }
    return _goal_lines(tables, links(tables), _names(tables))


def objective_lines(result: Coverage) -> tuple[ObjectiveLine, ...]:
    """Key objectives of the votes beside the decisions of the tree."""
    return result.objectives


def _demand_lines(
    tables: Mapping[str, pd.DataFrame | None], thread: Links, top_share: float
) -> tuple[DemandLine, ...]:
    texts = {str(row["item_id"]): row for row in rows(tables["demands"])}
    scored = {str(row["item_id"]): row for row in rows(tables["demand_scores"])}
    ranks = {name: int(row["rank"]) for name, row in scored.items() if filled(row.get("rank"))}
    edge = max(1.0, top_share * len(ranks))
    lines = []
    for name in texts or scored:
        row, score = texts.get(name, {}), scored.get(name, {})
        node = ("demands", name)
        lines.append(
            DemandLine(
                name,
                _first(row.get("text"), score.get("demand"), name),
                str(row["text_fr"]) if filled(row.get("text_fr")) else "",
                float(score["score"]) if filled(score.get("score")) else None,
                ranks.get(name),
                name in ranks and ranks[name] <= edge + 1e-9 if ranks else True,
                thread.resting_on(node, "strategy_tree"),
                thread.resting_on(node, "goals"),
                thread.resting_on(node, "tasks", climb=True),
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.rank is None, line.rank or 0)))


def _goal_lines(
    tables: Mapping[str, pd.DataFrame | None], thread: Links, names: Names
) -> tuple[GoalLine, ...]:
    nodes = [("goals", str(row["id"])) for row in rows(tables["goals"])]
    return tuple(
        GoalLine(
            node[1],
            names["goals"].get(node[1], ("", "")),
            thread.reached(node, "demands"),
            thread.resting_on(node, "strategy_tree"),
            thread.resting_on(node, "tasks", climb=True),
            thread.resting_on(node, "indicators"),
            names,
        )
        for node in nodes
    )


def _objective_lines(tables: Mapping[str, pd.DataFrame | None], names: Names) -> tuple[ObjectiveLine, ...]:
    tree = [row for row in rows(tables["strategy_tree"]) if row.get("level") == "objective"]
    taken = {str(row["id"]): set(split_ids(row.get("because"))) for row in tree}
    groups = dict(titles(tables["demands"], "item_id", "category").values())
    lines = []
    for row in rows(tables["objectives"]):
        asked = split_ids(row.get("because"))
        branches = tuple(name for name, ids in taken.items() if ids & set(asked))
        left = tuple(i for i in asked if not any(i in ids for ids in taken.values()))
        text = str(row["objective"])
        lines.append(
            ObjectiveLine(str(row["id"]), text, groups.get(text, ""), tuple(asked), branches, left, names)
        )
    return tuple(lines)


def _kept(tasks: pd.DataFrame | None) -> list[str]:
    return [str(row["no"]) for row in rows(tasks) if row.get("status") != "dropped"]


def _first(*cells: object) -> str:
    return next(str(cell) for cell in cells if filled(cell))


def _leads(intervention: str, thread: Links) -> bool:
    """Whether an intervention, or a branch it hangs on, leads to a demand."""
    name: str | None = intervention
    seen: set[str] = set()
    while name is not None and name not in seen:
        if thread.reached(("strategy_tree", name), "demands"):
            return True
        seen.add(name)
        name = thread.parents.get(name)
    return False
