"""The red thread of a run: all edges as a table, and how far they reach as a picture."""

from __future__ import annotations

from typing import Any

import pandas as pd

from clusterlib import figures, tables
from clusterlib.inputs.cases import Case
from clusterlib.red_thread import thread
from clusterlib.running import runs

#: Name of the picture in the run folder; it belongs to no single step.
PICTURE = ("00", "red_thread")


def write(case: Case, folder: runs.RunFolder, handed: set[str], lang: str) -> dict[str, Any]:
    """Write ``tables/thread.csv`` and the coverage picture; gives back what the report says of them.

    Parameters
    ----------
    case : Case
        Its tables without faults are read.
    folder : RunFolder
        Run folder.
    handed : set of str
        Hand-overs of this run.
    lang : str
        Language of picture and sentences.
    """
    say = case.say(lang)
    frames: dict[str, pd.DataFrame | None] = {
        name: case.table(name) for name in tables.names("input") if case.has(name) and not case.faulty(name)
    }
    frames |= {name: folder.read_table(name) for name in handed}
    edges = thread.edges(frames)
    folder.write_table("thread", edges)
    reach = thread.coverage(edges, frames)
    ax = thread.plot_coverage(reach, say=say)
    title = " ".join(ax.get_title(loc="left").split())
    alt = say("Bars: how many rows of each table carry on the thread. {title}", title=title)
    folder.write_picture(*PICTURE, figures.finish(ax, alt=alt, source=say("Source: the tables of this run.")))
    return {"alt": alt, "reading": thread.read_coverage(reach, say=say), "edges": len(edges)}
