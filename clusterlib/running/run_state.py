"""State of a run while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clusterlib.inputs import cases
from clusterlib.running import declared, runs

Tick = Callable[[str, str, float], None]


@dataclass(slots=True)
class State:
    """What a run began with, and what is known of its steps so far."""

    case: cases.Case
    folder: runs.RunFolder
    lang: str
    books: list[declared.Workbook]
    parameters: dict[str, dict[str, Any]]
    force: bool
    limit: int
    tick: Tick
    before: dict[str, Any]
    steps: dict[str, dict[str, Any]] = field(default_factory=dict)
    reran: list[str] = field(default_factory=list)
    thread: dict[str, Any] = field(default_factory=dict)
    review: dict[str, Any] = field(default_factory=dict)

    @property
    def writer(self) -> dict[str, str]:
        """Hand-over to the step that writes it."""
        return {name: book.step for book in self.books for name in book.writes}

    def handed(self) -> dict[str, Path]:
        """Hand-overs of this run that are there and may be used."""
        return {
            name: self.folder.table_path(name)
            for entry in self.steps.values()
            if entry["status"] == "done"
            for name in entry["tables"]
        }
