"""Where the command prints, and how it shows how far it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

out, err = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)
CaseArgument = Annotated[Path, typer.Argument(help="Folder or Excel file of the case.")]
CaseOrRun = Annotated[Path, typer.Argument(help="Folder or Excel file of the case, or a run folder.")]


def bar(*, counted: bool = True) -> Progress:
    """A bar on the error channel that is gone when the work is done; `counted` shows 3/7 beside it."""
    count = (MofNCompleteColumn(),) if counted else ()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), *count)
    return Progress(*columns, TimeElapsedColumn(), console=err, transient=True)


class Stages:
    """Shows on the progress bar what is done, and how far it is."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.task = progress.add_task("starting", total=None)

    def __call__(self, what: str, done: int, of: int) -> None:
        self.progress.update(self.task, description=what, completed=done, total=of)


class Share:
    """Shows on the progress bar what is done, and which share of it, 0 to 1."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.task = progress.add_task("reading", total=1.0)

    def __call__(self, label: str, share: float) -> None:
        self.progress.update(self.task, description=label, completed=share)


def bytes_bar() -> Progress:
    """A bar of the bytes that are read, gone when the work is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    return Progress(*columns, console=err, transient=True)


class ByteTicker:
    """Shows on the progress bar how much of which file is read."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.tasks: dict[str, Any] = {}

    def __call__(self, done: int, total: int, file: str) -> None:
        if file not in self.tasks:
            self.tasks[file] = self.progress.add_task(Text(file).plain.replace("[", "("), total=total)
        self.progress.update(self.tasks[file], completed=done)
