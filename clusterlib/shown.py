"""One tool as it is shown in a workbook, and what a step notes of it for the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from clusterlib.checks import Answer, Check


@dataclass(eq=False)
class Shown:
    """A tool as it is shown: its value, computed when it is first wanted, and its place on the page.

    Attributes
    ----------
    reads, writes : tuple of str
        Tables, and names of other shown tools, that it rests on; hand-overs it writes.
    compute, render : callable
        Make the value, and markup from the value.
    name : str
        Its name within the step.
    size : int
        How many figures it has; room is kept for them before they are drawn.
    assumes : tuple of str
        Parameters of the workbook that it rests on.
    halted : bool
        Whether somebody stopped its computation; what rests on it waits then, and is not computed instead.
    again : callable
        Brings what the reader sees up to date: at once, or when it comes into view.

    Examples
    --------
    >>> tool = Shown((), lambda: 6 * 7, str, "#0")
    >>> tool.value, tool.html()
    (42, '42')
    """

    reads: tuple[str, ...]
    compute: Callable[[], Any]
    render: Callable[[Any], str]
    name: str
    writes: tuple[str, ...] = ()
    size: int = 0
    assumes: tuple[str, ...] = ()
    again: Callable[[], None] = field(default=lambda: None)
    halted: bool = False
    _known: list[Any] = field(default_factory=list)

    @property
    def value(self) -> Any:
        """What the tool gives for the tables as they are now; computed once."""
        if not self._known:
            self._known.append(self.compute())
        return self._known[0]

    @property
    def computed(self) -> bool:
        """Whether the value is there already."""
        return bool(self._known)

    def forget(self) -> None:
        """Something it rests on has changed: the value is computed anew when it is next wanted."""
        self._known.clear()
        self.halted = False

    def html(self) -> str:
        """Markup of the value."""
        return self.render(self.value)


@dataclass(frozen=True, slots=True)
class Absent:
    """In the place of a value: why there is none."""

    why: str


def tables_behind(names: Iterable[str], nodes: Iterable[Shown]) -> list[str]:
    """Tables that a result rests on, through all the tools between.

    Examples
    --------
    >>> first = Shown(("votes",), lambda: 1, str, "#0")
    >>> tables_behind(["#0", "goals"], [first])
    ['votes', 'goals']
    """
    by_name = {node.name: node for node in nodes}
    found: dict[str, None] = {}
    queue = list(names)
    while queue:
        name = queue.pop(0)
        if name in by_name:
            queue = [*by_name[name].reads, *queue]
        else:
            found[name] = None
    return list(found)


def urgent(name: str, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table of findings that ask for a decision this week; they go to the top of the report."""
    if not {"severity", "finding", "cure"} <= set(frame.columns):
        return []
    red = frame[frame["severity"] == "red"].fillna("")
    rows = zip(red["id"], red["finding"], red["cure"], strict=True)
    return [plain(Check(f"{name}-{key}", "finding", "red", str(seen), str(cure))) for key, seen, cure in rows]


def plain(item: Check | Answer) -> dict[str, Any]:
    """A check or answer as it stands in the record of the run."""
    values = {name: getattr(item, name) for name in item.__slots__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
