"""The chapter of a report on the red thread: what carries on, one way drawn, every way to be opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from clusterlib import blocks, tables
from clusterlib.readings import Speaker
from clusterlib.reports import document as d
from clusterlib.reports import markup


def part(folder: Path, record: dict[str, Any], say: Speaker) -> tuple[d.Part, ...]:
    """The chapter, or nothing when the run has no red thread.

    Parameters
    ----------
    folder : Path
        Run folder.
    record : dict
        Record of the run.
    say : Speaker
        Language of the reader.
    """
    thread = record.get("thread")
    if not thread:
        return ()
    picture = _picture(folder / "figures" / "00_red_thread.svg", thread["alt"], say)
    reading = markup.read(blocks.reading(thread["reading"]))
    content = (*picture, *reading, *_drawn(folder, thread, say), *_ways(thread, say))
    return (d.Part("thread", say("The red thread: what rests on what"), content),)


def _picture(path: Path, alt: str, say: Speaker) -> tuple[d.Figure, ...]:
    if not path.is_file():
        return ()
    return (d.Figure(path.read_bytes(), alt, say("Source: the tables of this run.")),)


def _drawn(folder: Path, thread: dict[str, Any], say: Speaker) -> Iterator[d.Block]:
    """One way drawn, with its rows as a table."""
    drawn = thread.get("drawn")
    if not drawn:
        return
    if picture := _picture(folder / "figures" / "00_red_thread_way.svg", drawn["alt"], say):
        yield d.Heading(2, d.plain(say("One goal, from the votes to the money")), "thread-1")
        yield from picture
        rows = blocks.table(pd.DataFrame(drawn["rows"], columns=drawn["columns"]))
        yield d.Folded(say("The rows of this way"), markup.read(rows))


def _ways(thread: dict[str, Any], say: Speaker) -> Iterator[d.Block]:
    """Every row that a manager asks for, to be opened: up to the evidence, down to what rests on it."""
    found: dict[str, list[d.Folded]] = {}
    for way in thread.get("ways", ()):
        head, *lines = way["lines"]
        found.setdefault(way["table"], []).append(d.Folded(head, (d.Code("\n".join(lines)),)))
    folds = [
        d.Folded(f"{tables.table(name).label(say.locale)} ({say.number(len(ways))})", tuple(ways))
        for name, ways in found.items()
    ]
    if folds:
        title = say("From any row up to the evidence and down to what rests on it")
        yield d.Folded(title, tuple(folds), screen=True)
