"""A case or a run folder, whichever was given: its tables, its language, its red thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from clusterlib import atomic, figures, private, tables
from clusterlib.inputs.cases import Case, open_case
from clusterlib.readings import Speaker
from clusterlib.red_thread import thread, thread_path_plots, thread_paths
from clusterlib.running.runs import RunFolder


@dataclass(frozen=True, slots=True)
class Place:
    """What a command was given.

    Parameters
    ----------
    case : Case or None
        The case; None for a run folder.
    frames : mapping of str to DataFrame or None
        Its input tables, or the hand-overs of the run.
    phase, lang : str
        Phase of the cluster and language asked for; empty when unknown.
    say : Speaker
        Language and currency of the reader.
    record : mapping
        What stands in the ``run.json`` of a run folder; empty for a case.
    """

    case: Case | None
    frames: Mapping[str, pd.DataFrame | None]
    phase: str
    lang: str
    say: Speaker
    record: Mapping[str, Any] = field(default_factory=dict)

    def way(self, asked: str) -> thread_paths.Way:
        """The way of one row; see `thread_paths.find` for what is refused."""
        steps = self.frames.get("thread")
        if steps is None:
            steps = thread.edges(self.frames)
        start = thread_paths.find(asked, steps, self.frames, say=self.say)
        return thread_paths.follow(steps, start, self.frames, say=self.say)


def case_frames(case: Case) -> dict[str, pd.DataFrame | None]:
    """The input tables of a case that have rows and no fault, without the rows that never leave it."""
    return {
        name: private.public(name, case.table(name))
        for name in tables.names("input", first_release=False)
        if case.has(name) and not case.faulty(name)
    }


def open_place(path: Path, lang: str = "") -> Place:
    """Open a run folder if it is one, else a case.

    Parameters
    ----------
    path : Path
        Folder of a run, or folder or Excel file of a case.
    lang : str
        Language of the sentences; empty: that of the run or the case.
    """
    folder = RunFolder(path)
    record = folder.record() if path.is_dir() else {}
    if not record:
        case = open_case(path)
        phase = str(case.setting("phase") or "")
        return Place(case, case_frames(case), phase, lang, case.say(lang or None))
    settings = record["case"]["settings"]
    frames = {
        name: folder.read_table(name)
        for name in tables.names("hand-over", first_release=False)
        if folder.has_table(name)
    }
    say = Speaker(lang or record["lang"], currency=settings.get("currency"))
    return Place(None, frames, str(settings.get("phase") or ""), lang, say, record)


def draw(way: thread_paths.Way, path: Path, say: Speaker) -> Path:
    """Draw a way into an SVG file; gives back its path."""
    ax = thread_path_plots.plot_way(way, say=say)
    title = " ".join(ax.get_title(loc="left").split())
    alt = say("Boxes joined by lines, from the evidence to what follows. {title}", title=title)
    picture = figures.finish(ax, alt=alt, source=say("Source: the tables of this run."))
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write_bytes(path, picture.svg)
    return path


def write_way(way: thread_paths.Way, path: Path, say: Speaker) -> Path:
    """Write a way as a table of comma-separated values; gives back its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = thread_paths.table_way(way, say=say).to_csv(index=False, lineterminator="\n")
    atomic.write_bytes(path, text.encode("utf-8-sig"))
    return path
