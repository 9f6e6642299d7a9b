"""The strategy as a tree, from one vision to interventions: its shape, its loose ends, its twins.

Components after guide L1701-1727, shape after the example of L1731-1843.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from clusterlib.cells import split_ids
from clusterlib.faults import IntegrityError
from clusterlib.strategy.strategy_links import filled, rows

#: How high each level stands; 0 is the top.
HEIGHTS = {"vision": 0, "objective": 1, "initiative": 2, "enabling": 2, "intervention": 3}


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch.

    Parameters
    ----------
    parent : str
        Branch above; empty for a vision and for an orphan.
    because : tuple of str
        What it says it rests on.
    children : tuple of str
        Branches below, in the order of the table.
    """

    id: str
    level: str
    parent: str
    text: str
    text_fr: str
    because: tuple[str, ...]
    owner: str
    budget: float | None
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Twins:
    """Two interventions in different branches that say the same: one shared intervention may do."""

    first: str
    second: str
    alike: float


@dataclass(frozen=True, slots=True)
class TreeChecked:
    """The tree, judged.

    Parameters
    ----------
    branches : mapping of id to Branch
        In the order in which the tree is read, depth first.
    orphans : tuple of str
        Branches below the vision without a branch above.
    misplaced : tuple of str
        Branches that do not stand below the level of their parent.
    barren : tuple of str
        Branches above intervention with nothing below them.
    narrow, wide : mapping of id to int
        Branches with fewer or more branches below than the limits say.
    twins : tuple of Twins
        Pairs of interventions that may be one.
    goals : mapping of id to tuple of str
        Goals that a branch names in its `because`.
    """

    branches: Mapping[str, Branch]
    orphans: tuple[str, ...]
    misplaced: tuple[str, ...]
    barren: tuple[str, ...]
    narrow: Mapping[str, int]
    wide: Mapping[str, int]
    twins: tuple[Twins, ...]
    goals: Mapping[str, tuple[str, ...]]
    limits: tuple[int, int]

    @property
    def counts(self) -> dict[str, int]:
        """Branches of each level."""
        found = Counter(branch.level for branch in self.branches.values())
        return {level: found[level] for level in HEIGHTS}

    @property
    def roots(self) -> tuple[str, ...]:
        """Branches that hang on nothing: the visions and the orphans."""
        return tuple(branch.id for branch in self.branches.values() if not branch.parent)

    def of(self, level: str) -> tuple[Branch, ...]:
        """Branches of one level."""
        return tuple(branch for branch in self.branches.values() if branch.level == level)

    def above(self, name: str) -> tuple[str, ...]:
        """Ids from the branch above to the top."""
        found, parent = [], self.branches[name].parent
        while parent:
            found.append(parent)
            parent = self.branches[parent].parent
        return tuple(found)


def check_tree(
    strategy_tree: pd.DataFrame | None,
    goals: pd.DataFrame | None = None,
    *,
    fewest: int = 2,
    most: int = 5,
    alike: float = 0.8,
) -> TreeChecked:
    """Judge the shape of the strategy tree (methods T11).

    Parameters
    ----------
    strategy_tree, goals : DataFrame or None
        Tables of the case.
    fewest, most : int
        Limits of how many branches one branch carries; a default, the guide gives none.
    alike : float
        From this share of common words on, two interventions are said to be twins.

    Raises
    ------
    IntegrityError
        If branches stand above each other in a circle; the message prints it.

    Examples
    --------
    >>> frame = pd.DataFrame({"id": ["V", "O1"], "level": ["vision", "objective"], "parent_id": [None, "V"],
    ...                       "text": ["Best in class", "Exports"]})
    >>> tree = check_tree(frame)
    >>> tree.counts["objective"], tree.barren, dict(tree.narrow)
    (1, ('O1',), {'V': 1})
    """
    table = rows(strategy_tree)
    ids = {str(row["id"]) for row in table}
    parents = {str(row["id"]): str(row["parent_id"]) for row in table if filled(row.get("parent_id"))}
    _refuse_circles(parents)
    parents = {name: parent for name, parent in parents.items() if parent in ids}
    children: dict[str, list[str]] = {}
    for row in table:
        if str(row["id"]) in parents:
            children.setdefault(parents[str(row["id"])], []).append(str(row["id"]))
    made = {str(row["id"]): _branch(row, parents, children) for row in table}
    ordered = {name: made[name] for root in made if root not in parents for name in _below(root, children)}
    spans = {name: len(branch.children) for name, branch in ordered.items() if branch.children}
    goal_ids = {str(row["id"]) for row in rows(goals)}
    return TreeChecked(
        ordered,
        tuple(b.id for b in ordered.values() if not b.parent and b.level != "vision"),
        tuple(b.id for b in ordered.values() if b.parent and not _is_below(b, made[b.parent])),
        tuple(b.id for b in ordered.values() if b.level != "intervention" and not b.children),
        {name: n for name, n in spans.items() if n < fewest},
        {name: n for name, n in spans.items() if n > most},
        _twins([b for b in ordered.values() if b.level == "intervention"], alike),
        {name: tuple(i for i in branch.because if i in goal_ids) for name, branch in ordered.items()},
        (fewest, most),
    )


def _branch(row: Mapping[str, Any], parents: Mapping[str, str], children: Mapping[str, list[str]]) -> Branch:
    name = str(row["id"])
    said = {key: str(row[key]) if filled(row.get(key)) else "" for key in ("text", "text_fr", "owner")}
    return Branch(
        name,
        str(row["level"]),
        parents.get(name, ""),
        said["text"],
        said["text_fr"],
        tuple(split_ids(row.get("because"))),
        said["owner"],
        float(row["budget"]) if filled(row.get("budget")) else None,
        tuple(children.get(name, ())),
    )


def _is_below(branch: Branch, parent: Branch) -> bool:
    return HEIGHTS[branch.level] > HEIGHTS[parent.level]


def _below(root: str, children: Mapping[str, list[str]]) -> list[str]:
    found, waiting = [], [root]
    while waiting:
        name = waiting.pop()
        found.append(name)
        waiting += reversed(children.get(name, []))
    return found


def _refuse_circles(parents: Mapping[str, str]) -> None:
    for start in parents:
        path = [start]
        while path[-1] in parents and parents[path[-1]] not in path:
            path.append(parents[path[-1]])
        if path[-1] in parents:
            circle = path[path.index(parents[path[-1]]) :]
            raise IntegrityError(
                f"strategy_tree, column parent_id: {' → '.join([*circle, circle[0]])} is a circle. "
                "Give one of these branches another branch above."
            )


def _twins(interventions: list[Branch], alike: float) -> tuple[Twins, ...]:
    found = []
    words = {branch.id: _words(branch.text) for branch in interventions}
    for one, two in combinations(interventions, 2):
        if one.parent != two.parent and words[one.id] and words[two.id]:
            share = jaccard(words[one.id], words[two.id])
            if share >= alike - 1e-12:
                found.append(Twins(one.id, two.id, share))
    return tuple(found)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def jaccard(one: frozenset[str], two: frozenset[str]) -> float:
    """Common words over all words of two texts.

    Examples
    --------
    >>> jaccard(frozenset("abcd"), frozenset("abce"))
    0.6
    """
    return len(one & two) / len(one | two) if one | two else 0.0
