"""The red thread of a run: all edges as a table, and how far they reach as a picture."""

from __future__ import annotations

from typing import Any

import pandas as pd

from clusterlib import figures, tables
from clusterlib.inputs.cases import Case
from clusterlib.readings import Speaker
from clusterlib.red_thread import thread, thread_path_plots, thread_paths
from clusterlib.red_thread.thread_edges import Frames
from clusterlib.running import runs

#: Name of the picture in the run folder; it belongs to no single step.
PICTURE = ("00", "red_thread")
#: The picture of one way, from the evidence to the money.
WAY = ("00", "red_thread_way")
#: Tables whose rows can be opened in the report, no more of each than `MOST`.
ROWS = ("demands", "goals", "tasks", "budget_lines", "indicators")
MOST = 40
#: Hand-overs of many rows that a drawn way leaves out; they are in the lines.
CROWDED = ("liquidity", "roadmap_checks")
#: A way with more rows is told in lines and not drawn in the report.
DRAWN = 45


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
        name: case.table(name)
        for name in tables.names("input", first_release=False)
        if case.has(name) and not case.faulty(name)
    }
    frames |= {name: folder.read_table(name) for name in handed}
    edges = thread.edges(frames)
    folder.write_table("thread", edges)
    reach = thread.coverage(edges, frames)
    ax = thread.plot_coverage(reach, say=say)
    title = " ".join(ax.get_title(loc="left").split())
    alt = say("Bars: how many rows of each table carry on the thread. {title}", title=title)
    folder.write_picture(*PICTURE, figures.finish(ax, alt=alt, source=say("Source: the tables of this run.")))
    return {
        "alt": alt,
        "reading": thread.read_coverage(reach, frames=frames, say=say),
        "edges": len(edges),
        **_ways(edges, frames, folder, say),
    }


def _ways(edges: pd.DataFrame, frames: Frames, folder: runs.RunFolder, say: Speaker) -> dict[str, Any]:
    """The way of each row a manager asks for, as lines; that of the goal with the longest way drawn, too."""
    starts = [
        (name, id_)
        for name in ROWS
        if frames.get(name) is not None
        for id_ in thread.row_ids(name, frames[name])[:MOST]  # type: ignore[arg-type]
    ]
    ways = [thread_paths.follow(edges, start, frames, say=say) for start in starts]
    told = [
        {"table": way.start[0], "id": way.start[1], "lines": thread_paths.lines(way, say=say)} for way in ways
    ]
    lean = edges[~edges["table"].isin(CROWDED)]
    goals = [thread_paths.follow(lean, start, frames, say=say) for start in starts if start[0] == "goals"]
    small = [way for way in goals if len(way.depth) <= DRAWN]
    best = max(small, key=lambda way: (len(set(way.depth.values())), len(way.depth)), default=None)
    if best is None or len(best.depth) == 1:
        return {"ways": told}
    ax = thread_path_plots.plot_way(best, say=say)
    title = " ".join(ax.get_title(loc="left").split())
    alt = say("Boxes joined by lines, from the evidence to what follows. {title}", title=title)
    folder.write_picture(*WAY, figures.finish(ax, alt=alt, source=say("Source: the tables of this run.")))
    rows = thread_paths.table_way(best, say=say)
    rows[rows.columns[0]] = [say.number(step) for step in rows[rows.columns[0]]]
    drawn = {"alt": alt, "columns": list(rows.columns), "rows": rows.astype(str).values.tolist()}
    return {"ways": told, "drawn": drawn}
