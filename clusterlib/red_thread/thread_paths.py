"""The way of one row through the red thread: up to the evidence and down to the consequences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from clusterlib import tables as dictionary
from clusterlib.faults import WrongUse
from clusterlib.inputs.parsing import nearest
from clusterlib.readings import Speaker
from clusterlib.red_thread.thread_edges import EVIDENCE, Frames, path_down, path_up, row_ids, twin_of
from clusterlib.twins import texts

Node = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Way:
    """Everything one row rests on, and everything that rests on it.

    Parameters
    ----------
    start : (table, id)
        The row.
    up, down : mapping of (table, id) to tuple
        For each row on the way the rows one step further.
    depth : mapping of (table, id) to int
        Steps from the row, below 0 towards the evidence.
    names : mapping of (table, id) to str
        What the rows are called, as far as it is known.
    """

    start: Node
    up: Mapping[Node, tuple[Node, ...]]
    down: Mapping[Node, tuple[Node, ...]]
    depth: Mapping[Node, int]
    names: Mapping[Node, str]


def follow(thread: pd.DataFrame, start: Node, frames: Frames, *, say: Speaker = Speaker()) -> Way:
    """The way up and down from one row.

    Parameters
    ----------
    thread : DataFrame
        From `thread.edges`.
    start : (table, id)
        The row, as `find` gives it.
    frames : mapping of str to DataFrame or None
        Tables from which the rows get their names.
    say : Speaker
        Language of the reader.

    Examples
    --------
    >>> from clusterlib.red_thread.thread_edges import COLUMNS
    >>> steps = pd.DataFrame([("tasks", "1", "goals", "G1", "USER")], columns=COLUMNS)
    >>> way = follow(steps, ("goals", "G1"), {})
    >>> way.down[("goals", "G1")], way.up[("goals", "G1")]
    ((('tasks', '1'),), ())
    """
    begin = _base(*start)
    up, high = _tree(path_up(thread, *begin), up=True, begin=begin)
    down, low = _tree(path_down(thread, *begin), up=False, begin=begin)
    depth = {**low, **{node: -n for node, n in high.items()}, begin: 0}
    return Way(begin, up, down, depth, names_of(frames, set(depth), say=say))


def _base(table: str, id_: str) -> Node:
    return twin_of(table) or table, id_


def _tree(
    walked: pd.DataFrame, *, up: bool, begin: Node
) -> tuple[dict[Node, tuple[Node, ...]], dict[Node, int]]:
    """What stands one step further, and by the longest way how far off each row is."""
    steps: dict[Node, list[Node]] = {begin: []}
    for row in walked.to_dict("records"):
        low = _base(row["table"], row["id"])
        high = _base(row["because_table"], row["because_id"])
        near, far = (low, high) if up else (high, low)
        if far not in steps.setdefault(near, []):
            steps[near].append(far)
    depth = {begin: 0}
    for _ in range(len(steps) + 1):  # a circle of reasons ends here
        further = {
            far: depth[near] + 1
            for near, after in steps.items()
            if near in depth
            for far in after
            if far != begin and depth.get(far, 0) <= depth[near]
        }
        if not further:
            break
        for far, n in further.items():
            depth[far] = max(n, depth.get(far, 0))
    del depth[begin]
    return {node: tuple(after) for node, after in steps.items()}, depth


def names_of(frames: Frames, wanted: set[Node], *, say: Speaker = Speaker()) -> dict[Node, str]:
    """What rows are called in the reader's language; evidence is called as what it is about.

    Parameters
    ----------
    frames : mapping of str to DataFrame or None
        Tables of the case and hand-overs.
    wanted : set of (table, id)
        The rows.
    say : Speaker
        Language of the reader.

    Examples
    --------
    >>> d = dictionary.typed("demands", [{"item_id": "C3", "text": "Funding", "category": "C"}])
    >>> names_of({"demands": d}, {("demands", "C3"), ("votes", "C3")})[("votes", "C3")]
    'Funding'
    """
    highs = {table: high for table, _, high in EVIDENCE}
    about = {(name, id_): (highs[name], id_) for name, id_ in wanted if name in highs}
    found = _own_names(frames, wanted | set(about.values()), say)
    return found | {node: found[high] for node, high in about.items() if high in found}


def _own_names(frames: Frames, wanted: set[Node], say: Speaker) -> dict[Node, str]:
    found: dict[Node, str] = {}
    grouped = {table for table, _, _ in EVIDENCE}
    for name, frame in frames.items():
        if frame is None or name in grouped or name in ("review", "thread"):
            continue
        column = next((c.name for c in dictionary.table(name).columns if c.type == "text"), "")
        nodes = [_base(name, id_) for id_ in row_ids(name, frame)]
        if not column or column in ("basis", "source", "note") or wanted.isdisjoint(nodes):
            continue
        for node, text in zip(nodes, texts(frame, column, say=say), strict=True):
            if node in wanted and isinstance(text, str) and text:
                found.setdefault(node, text)
    return found


def find(asked: str, thread: pd.DataFrame, frames: Frames, *, say: Speaker = Speaker()) -> Node:
    """The row that an id names, or ``tasks:1`` where several tables have it.

    Raises
    ------
    WrongUse
        If no row, or more than one, has the id; the sentence names what was meant.

    Examples
    --------
    >>> d = dictionary.typed("demands", [{"item_id": "C3", "text": "Funding", "category": "C"}])
    >>> find("C3", pd.DataFrame(columns=["table", "id", "because_table", "because_id"]), {"demands": d})
    ('demands', 'C3')
    """
    known = dict.fromkeys(_nodes(thread, frames))
    prefix, colon, rest = asked.partition(":")
    found = [node for node in known if node[1] == asked]
    if not found and colon:
        found = [node for node in known if node == (prefix, rest.strip())]
    if len(found) == 1:
        return found[0]
    if found:
        choices = say.names([f"{table}:{id_}" for table, id_ in found])
        raise WrongUse(
            say("Several tables have the id {id}. Ask for one of {choices}.", id=asked, choices=choices)
        )
    close = nearest(rest if colon else asked, [id_ for _, id_ in known])
    if close:
        raise WrongUse(say("No row has the id {id}. Did you mean {close}?", id=asked, close=close))
    raise WrongUse(say("No row has the id {id}.", id=asked))


def _nodes(thread: pd.DataFrame, frames: Frames) -> Iterator[Node]:
    evidence = {table for table, _, _ in EVIDENCE}
    for name, frame in frames.items():
        if frame is not None and name not in evidence and name not in ("review", "thread"):
            yield from (_base(name, id_) for id_ in row_ids(name, frame))
    for low, high in (("table", "id"), ("because_table", "because_id")):
        for table, id_ in zip(thread[low], thread[high], strict=True):
            if table not in evidence:
                yield _base(str(table), str(id_))


def label(node: Node, way: Way, *, say: Speaker = Speaker()) -> str:
    """A row in words: its table, its id, and what it is called."""
    name = dictionary.table(node[0]).label(say.locale)
    text = way.names.get(node)
    return f"{name} {node[1]} {say.quoted(text)}" if text else f"{name} {node[1]}"


def table_way(way: Way, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The way as a table: the evidence first, then the row, then what rests on it.

    Parameters
    ----------
    way : Way
        From `follow`.
    say : Speaker
        Language of the reader.

    Returns
    -------
    DataFrame
        Step (below 0 towards the evidence), table, id, name, and the rows each one rests on.

    Examples
    --------
    >>> table_way(Way(("goals", "G1"), {}, {}, {("goals", "G1"): 0}, {})).values.tolist()
    [[0, 'Goals', 'G1', '', '']]
    """
    over: dict[Node, list[Node]] = {}
    for near, after in way.up.items():
        over.setdefault(near, []).extend(after)
    for near, after in way.down.items():
        for far in after:
            over.setdefault(far, []).append(near)
    order = sorted(way.depth, key=lambda node: (way.depth[node], *node))
    columns = [say("Step"), say("Table"), say("Id"), say("What it is"), say("Rests on")]
    rows = [
        (
            way.depth[node],
            dictionary.table(node[0]).label(say.locale),
            node[1],
            way.names.get(node, ""),
            ", ".join(dict.fromkeys(id_ for _, id_ in over.get(node, ()))),
        )
        for node in order
    ]
    return pd.DataFrame(rows, columns=columns)


def lines(way: Way, *, say: Speaker = Speaker()) -> list[str]:
    """The way as an indented tree: the row, what it rests on, what rests on it.

    A row that was told before is not opened again; it ends with an ellipsis.
    """
    told = [label(way.start, way, say=say)]
    for steps, head, none in (
        (way.up, say("rests on"), say("rests on nothing that is written down")),
        (way.down, say("carries"), say("carries nothing that is written down")),
    ):
        first = steps.get(way.start, ())
        told.append(f"  {head if first else none}")
        told += _branch(way.start, steps, way, {way.start}, "    ", say)
    return told


def _branch(
    node: Node, steps: Mapping[Node, tuple[Node, ...]], way: Way, seen: set[Node], indent: str, say: Speaker
) -> list[str]:
    told = []
    after = steps.get(node, ())
    for following in after:
        last = following == after[-1]
        again = following in seen and bool(steps.get(following))
        known = following in seen
        seen.add(following)
        told.append(
            f"{indent}{'└─' if last else '├─'} {label(following, way, say=say)}{' …' if again else ''}"
        )
        if not known:
            deeper = indent + ("   " if last else "│  ")
            told += _branch(following, steps, way, seen, deeper, say)
    return told
