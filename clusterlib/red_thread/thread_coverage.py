"""Where the red thread breaks: demands without a goal, goals without a task, money without a demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from clusterlib import boxes, figures
from clusterlib import tables as dictionary
from clusterlib.cells import join_ids
from clusterlib.readings import Speaker
from clusterlib.red_thread.thread_edges import Frames, twin_of
from clusterlib.red_thread.thread_paths import names_of
from clusterlib.twins import named

#: One row of a table, by column.
Row = dict[Any, Any]

Node = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """One question put to the thread: do rows of one table have something in another that rests on them?"""

    name: str
    table: str
    target: str
    needs: tuple[str, ...]


#: The questions in the order of the thread.
LINKS = (
    Link("demands without a goal", "demands", "goals", ("demands", "goals")),
    Link("gaps of the chain without a goal", "white_spots", "goals", ("white_spots", "goals")),
    Link("goals without a task", "goals", "tasks", ("goals", "tasks")),
    Link("goals without an indicator", "goals", "indicators", ("goals", "indicators")),
    Link("tasks without a budget line", "tasks", "budget_lines", ("tasks", "budget_lines")),
    Link("costs that lead to no demand", "budget_lines", "demands", ("budget_lines", "demands")),
)


def coverage(edges: pd.DataFrame, tables: Frames) -> pd.DataFrame:
    """Count, link by link of the red thread, which rows are followed up and which are not.

    A demand has a goal when one rests on it, directly or through a decided objective; a goal has a task
    directly or through its initiatives; a task has money directly or through the initiative or goal it
    serves; a cost has a demand when one lies anywhere above it. Computed hand-overs do not count as a
    follow-up: only what people wrote down does.

    Parameters
    ----------
    edges : DataFrame
        From `thread.edges`.
    tables : mapping of str to DataFrame or None
        The tables the edges were made from.

    Returns
    -------
    DataFrame
        link (words, see `LINKS`), table, total (NA when a table is missing), linked, missing (ids of the rows
        without, joined by semicolons), absent (tables that are not there, joined by semicolons).

    Examples
    --------
    >>> from clusterlib.red_thread.thread_edges import edges
    >>> wanted = [{"item_id": i, "text": i, "category": "C"} for i in ("C1", "C2", "C3")]
    >>> d = dictionary.typed("demands", wanted)
    >>> g = dictionary.typed("goals", [{"id": "G1", "text": "Raise capital", "because": "C3"}])
    >>> case = {"demands": d, "goals": g}
    >>> row = coverage(edges(case), case).loc[0]
    >>> print(row["link"], row["total"], row["linked"], row["missing"])
    demands without a goal 3 1 C1;C2
    """
    down = _below(edges)
    rows = [_row(link, tables, edges, down) for link in LINKS]
    frame = pd.DataFrame(rows, columns=["link", "table", "total", "linked", "missing", "absent"])
    return frame.astype({"total": "Int64", "linked": "Int64"})


def _below(edges: pd.DataFrame) -> dict[Node, set[Node]]:
    """What people wrote down that rests directly on each row."""
    found: dict[Node, set[Node]] = {}
    for row in edges.astype(str).to_dict("records"):
        if dictionary.table(row["table"]).kind == "input":
            high = (twin_of(row["because_table"]) or row["because_table"], row["because_id"])
            found.setdefault(high, set()).add((row["table"], row["id"]))
    return found


def _above(edges: pd.DataFrame) -> dict[Node, set[Node]]:
    """What each row rests on, a row and its twin in a hand-over taken as one."""
    found: dict[Node, set[Node]] = {}
    for row in edges.astype(str).to_dict("records"):
        low = (twin_of(row["table"]) or row["table"], row["id"])
        high = (twin_of(row["because_table"]) or row["because_table"], row["because_id"])
        found.setdefault(low, set()).add(high)
    return found


def _reaches(start: Node, target: str, down: Mapping[Node, set[Node]]) -> bool:
    seen, layer = {start}, [start]
    while layer:
        layer = [after for node in layer for after in down.get(node, ()) if after not in seen]
        if any(table == target for table, _ in layer):
            return True
        seen.update(layer)
    return False


def _row(link: Link, tables: Frames, edges: pd.DataFrame, down: Mapping[Node, set[Node]]) -> Row:
    absent = [name for name in link.needs if tables.get(name) is None]
    frame = tables.get(link.table)
    if absent or frame is None:
        return {
            "link": link.name,
            "table": link.table,
            "total": pd.NA,
            "linked": pd.NA,
            "missing": None,
            "absent": join_ids(absent),
        }
    ids = _asked(link.table, frame)
    if link.table == "budget_lines":  # looked at from below: which demand pays for this line
        up = _above(edges)
        missing = [id_ for id_ in ids if not _reaches((link.table, id_), link.target, up)]
    else:
        missing = [id_ for id_ in ids if not _followed(link, id_, edges, down)]
    return {
        "link": link.name,
        "table": link.table,
        "total": len(ids),
        "linked": len(ids) - len(missing),
        "missing": join_ids(missing),
        "absent": None,
    }


def _asked(table: str, frame: pd.DataFrame) -> list[str]:
    key = dictionary.table(table).key[0]
    if table == "white_spots":
        frame = frame[frame["state"] == "white spot"]
    if table == "budget_lines":
        frame = frame[frame["kind"] == "out"]
    if table == "tasks":
        frame = frame[frame["status"].ne("dropped")]
    return list(frame[key])


def _followed(link: Link, id_: str, edges: pd.DataFrame, down: Mapping[Node, set[Node]]) -> bool:
    start = (twin_of(link.table) or link.table, id_)
    if link.table != "tasks":
        return _reaches(start, link.target, down)
    above = edges[(edges["table"] == "tasks") & (edges["id"] == id_)]
    serves = list(zip(above["because_table"], above["because_id"], strict=True))
    return any(table == link.target for node in (start, *serves) for table, _ in down.get(node, ()))


def link_names(*, say: Speaker = Speaker()) -> dict[str, tuple[str, str, str]]:
    """For each link: its name on an axis, and how one row or several rows without it are counted."""
    return {
        "demands without a goal": (
            say("demands with a goal"),
            say("one demand without a goal"),
            say("{n} demands without a goal"),
        ),
        "gaps of the chain without a goal": (
            say("gaps of the chain with a goal"),
            say("one gap of the chain without a goal"),
            say("{n} gaps of the chain without a goal"),
        ),
        "goals without a task": (
            say("goals with a task"),
            say("one goal without a task"),
            say("{n} goals without a task"),
        ),
        "goals without an indicator": (
            say("goals with an indicator"),
            say("one goal without an indicator"),
            say("{n} goals without an indicator"),
        ),
        "tasks without a budget line": (
            say("tasks with a budget line"),
            say("one task without a budget line"),
            say("{n} tasks without a budget line"),
        ),
        "costs that lead to no demand": (
            say("costs that lead to a demand"),
            say("one cost that leads to no demand"),
            say("{n} costs that lead to no demand"),
        ),
    }


@figures.drawn
def plot_coverage(result: pd.DataFrame, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """One bar per link of the thread: how many rows are followed up, and how many are not.

    Parameters
    ----------
    result : DataFrame
        From `coverage`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Axes to draw on.

    Returns
    -------
    Axes
    """
    rows = result[result["total"].fillna(0) > 0].to_dict("records")
    ax = figures.axes(ax, width=8.5, height=1.5 + 0.55 * max(1, len(rows)))
    ax.set_title(coverage_title(result, say=say))
    if not rows:
        ax.set_axis_off()
        ax.text(
            0.5,
            0.5,
            say("The tables that the red thread runs through are not there yet."),
            ha="center",
            va="center",
        )
        return ax
    names = link_names(say=say)
    for i, row in enumerate(rows):
        linked, total = int(row["linked"]), int(row["total"])
        ax.barh(
            i,
            linked,
            height=0.55,
            color=figures.COLOURS["main"],
            edgecolor="white",
            label=say("linked") if not i else None,
        )
        ax.barh(
            i,
            total - linked,
            left=linked,
            height=0.55,
            color=figures.COLOURS["warn"],
            hatch=figures.HATCHES["warn"],
            edgecolor="white",
            label=say("not linked") if not i else None,
        )
        ax.text(total + 0.02 * _most(rows), i, say.share(linked, total), va="center", fontsize=9)
    ax.set_yticks(range(len(rows)), [boxes.fit(names[row["link"]][0], 2.2, size=10, lines=2) for row in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, _most(rows) * 1.22)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel(say("number of rows"))
    ax.tick_params(axis="y", length=0)
    ax.figure.legend(loc="outside lower left", ncols=2, fontsize=9)
    return ax


def _most(rows: list[Row]) -> int:
    return max(int(row["total"]) for row in rows)


def coverage_title(result: pd.DataFrame, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    known = result[result["total"].fillna(0) > 0]
    if known.empty:
        return say("The red thread cannot be followed yet")
    broken = int((known["total"] - known["linked"]).sum())
    if not broken:
        return say("The red thread holds at every link that could be checked")
    return say.plural(broken, "The red thread breaks at one row", "The red thread breaks at {n} rows")


def read_coverage(result: pd.DataFrame, *, frames: Frames | None = None, say: Speaker = Speaker()) -> str:
    """Which links hold, where the thread breaks, and what could not be checked.

    Parameters
    ----------
    result : DataFrame
        From `coverage`.
    frames : mapping of str to DataFrame or None
        Tables from which the rows get their names; without them they have their ids alone.
    say : Speaker
        Language of the reader.
    """
    known = result[result["total"].fillna(0) > 0]
    if known.empty:
        return say(
            "Nothing can be said about the red thread: it needs at least demands and goals, or goals and "
            "tasks."
        )
    parts = [_broken_said(known, frames or {}, say), _unknown_said(result, say)]
    if (known["linked"] < known["total"]).any():
        parts.append(
            say(
                "A row without a follow-up is a question, not a mistake: some demands wait on purpose, and "
                "some tasks cost nothing but time."
            )
        )
    return " ".join(part for part in parts if part)


def _broken_said(known: pd.DataFrame, frames: Frames, say: Speaker) -> str:
    broken = known[known["linked"] < known["total"]]
    if broken.empty:
        return say(
            "Every row that was checked is followed up. Whether the reasons given are good ones, no count "
            "can tell."
        )
    texts = []
    for row in broken.to_dict("records"):
        _, one, many = link_names(say=say)[row["link"]]
        n = int(row["total"] - row["linked"])
        missing = str(row["missing"]).split(";")
        called = _called(str(row["table"]), missing, frames, say)
        ids = named(missing, called, say=say, limit=3)
        texts.append(say("{count}, {ids}", count=one if n == 1 else many.format(n=say.number(n)), ids=ids))
    return say("Not followed up: {list}.", list=say.clauses(texts))


def _called(table: str, ids: list[str], frames: Frames, say: Speaker) -> dict[str, str]:
    """Names of some rows, by their ids; a hand-over's rows are called as those they describe."""
    base = twin_of(table) or table
    return {id_: name for (_, id_), name in names_of(frames, {(base, i) for i in ids}, say=say).items()}


def _unknown_said(result: pd.DataFrame, say: Speaker) -> str:
    absent = [name for cell in result["absent"].dropna() for name in str(cell).split(";")]
    if not absent:
        return ""
    labels = [dictionary.table(name).label(say.locale) for name in dict.fromkeys(absent)]
    return say("Not checked, because these tables are missing: {names}.", names=say.names(labels))
