"""One tool as it is shown in a workbook, and what a step notes of it for the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from clusterlib.checks import Answer, Check


@dataclass(eq=False)
class Shown:
    """A tool as it is shown: its value, and how to compute and show it again.

    Attributes
    ----------
    reads, writes : tuple of str
        Tables, and names of other shown tools, that it rests on; hand-overs it writes.
    compute, render : callable
        Make the value, and markup from the value.
    name : str
        Its name within the step.
    value
        What was computed last.
    update : callable
        Replaces what the reader sees.
    """

    reads: tuple[str, ...]
    compute: Callable[[], Any]
    render: Callable[[Any], str]
    name: str
    writes: tuple[str, ...] = ()
    value: Any = None
    update: Callable[[str], None] = field(default=lambda _: None)

    def refresh(self) -> None:
        """Compute again and replace what the reader sees."""
        self.update(self.html())

    def html(self) -> str:
        """Compute the value and give its markup."""
        self.value = self.compute()
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
