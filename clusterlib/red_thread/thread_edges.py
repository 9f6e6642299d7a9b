"""The red thread: every step of reasoning of a case and its run, and where it breaks.

An edge says that one row rests on another. Rows of a table with several key columns have the id
``first/second``; votes and measured values are taken together per demand and per indicator, because a
decision rests on all of them, never on one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import pandas as pd

from clusterlib import tables as dictionary
from clusterlib.cells import split_ids, weakest
from clusterlib.columns import Column, Reference

Frames = Mapping[str, pd.DataFrame | None]
Named = Mapping[tuple[str, str], frozenset[str]]
#: Evidence taken together: table, the column it is about, and the table whose rows rest on it.
EVIDENCE = (
    ("votes", "item_id", "demands"),
    ("vote_counts", "item_id", "demands"),
    ("observations", "indicator_id", "indicators"),
)
#: A table whose reasons point at anything; it comments on the thread and is no part of it.
_BESIDE = frozenset({"review", "thread"})
COLUMNS = ["table", "id", "because_table", "because_id", "basis"]


def row_ids(table: str, frame: pd.DataFrame) -> list[str]:
    """The id of each row: its key, or its keys joined by a slash.

    Examples
    --------
    >>> mix = dictionary.typed("financing_mix", [{"year": 2027, "source": "membership"}])
    >>> row_ids("financing_mix", mix)
    ['2027/membership']
    """
    cells = [frame[name].tolist() for name in dictionary.table(table).key]
    return ["/".join(str(part) for part in parts if not pd.isna(part)) for parts in zip(*cells, strict=True)]


@cache
def twin_of(table: str) -> str | None:
    """The table whose rows a hand-over describes under the same key; None if it describes rows of its own.

    Examples
    --------
    >>> twin_of("goals_checked"), twin_of("objectives"), twin_of("goals")
    ('goals', None, None)
    """
    spec = dictionary.table(table)
    if spec.kind != "hand-over" or len(spec.key) != 1:
        return None
    references = spec.column(spec.key[0]).references
    return references[0].table if references else None


def edges(tables: Frames) -> pd.DataFrame:
    """All steps of reasoning of a case and its run: the hand-over ``thread``.

    Taken up are every column ``because``, the key of a hand-over row that describes another row, the
    initiative above an intervention, and the evidence under a demand or an indicator (see `EVIDENCE`).
    An id that no given table has is left out: it is a fault of the table it stands in, said by the check
    of the case.

    Parameters
    ----------
    tables : mapping of str to DataFrame or None
        Typed input and hand-over tables by name; None for one that is not there.

    Returns
    -------
    DataFrame
        table, id, because_table, because_id, basis (the weaker of both rows); no row twice; in the order of
        the dictionary and of the rows.

    Examples
    --------
    >>> d = dictionary.typed("demands", [{"item_id": "C3", "text": "Funding", "category": "C"}])
    >>> g = dictionary.typed("goals", [{"id": "G1", "text": "Raise capital", "because": "C3"}])
    >>> print(edges({"demands": d, "goals": g}).to_string(index=False, header=False))
    goals G1 demands C3 USER
    """
    there = {name: frame for name, frame in tables.items() if frame is not None and name not in _BESIDE}
    known = {name: _bases(name, frame) for name, frame in there.items()}
    named = named_ids(there)
    found: dict[tuple[str, str, str, str], str] = {}
    for name in dictionary.names(first_release=False):
        if name in there:
            for id_, because_table, because_id in _steps(name, there[name], named, known):
                step = (name, id_, because_table, because_id)
                found.setdefault(
                    step, weakest([known[name].get(id_)], [known[because_table].get(because_id)])
                )
    return dictionary.typed(
        "thread", pd.DataFrame([(*step, basis) for step, basis in found.items()], columns=COLUMNS)
    )


def _bases(name: str, frame: pd.DataFrame) -> dict[str, str]:
    """Basis of each row by its id, and of each group of evidence by what it is about."""
    column = next((column for table, column, _ in EVIDENCE if table == name), None)
    ids = row_ids(name, frame) if column is None else [str(cell) for cell in frame[column]]
    found: dict[str, list[Any]] = {}
    for id_, basis in zip(ids, frame["basis"], strict=True):
        found.setdefault(id_, []).append(basis)
    return {id_: weakest(bases) for id_, bases in found.items()}


def _steps(
    name: str, frame: pd.DataFrame, named: Named, known: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str, str]]:
    """Steps that begin in one table: (id, because_table, because_id)."""
    if any(table == name for table, _, _ in EVIDENCE):
        return
    ids = row_ids(name, frame)
    yield from _evidence(name, ids, known)
    if name == "strategy_tree":
        yield from _under(frame, known[name])
    for column in dictionary.table(name).columns:
        if not _carries(name, column):
            continue
        for id_, cell in zip(ids, frame[column.name], strict=True):
            for part in split_ids(cell):
                target = resolve(part, column.references, named)
                if target is not None and target != (name, id_):
                    yield (id_, *target)


def _under(tree: pd.DataFrame, known: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """An intervention serves the initiative it stands under; higher up the parent only draws the tree."""
    for row in tree[tree["level"] == "intervention"].itertuples(index=False):
        if row.parent_id in known:
            yield str(row.id), "strategy_tree", str(row.parent_id)


def _evidence(
    name: str, ids: Iterable[str], known: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str, str]]:
    counted: set[str] = set()
    for table, _, about in EVIDENCE:
        if about != name or table not in known:
            continue
        for id_ in ids:
            # raw votes go before their counts: the counts then add nothing
            if id_ in known[table] and not (table == "vote_counts" and id_ in counted):
                counted.add(id_)
                yield id_, table, id_


def _carries(name: str, column: Column) -> bool:
    """Whether a column says what its row rests on."""
    if column.name == "because":
        return True
    spec = dictionary.table(name)
    return spec.kind == "hand-over" and column.name in spec.key and bool(column.references)


def named_ids(frames: Mapping[str, pd.DataFrame]) -> Named:
    """Ids of each table, by table and key column, for `resolve`."""
    return {
        (name, column): frozenset(str(cell) for cell in frame[column].dropna())
        for name, frame in frames.items()
        for column in dictionary.table(name).key
    }


def resolve(part: str, references: Iterable[Reference], named: Named) -> tuple[str, str] | None:
    """The row that an id of a cell names: (table, id), or None when no given table has it.

    Parameters
    ----------
    part : str
        One id, or ``tasks:1`` where two tables have the same id.
    references : iterable of Reference
        Columns it may name; the first that has it holds.
    named : mapping
        From `named_ids`.

    Examples
    --------
    >>> t = {"tasks": dictionary.typed("tasks", [{"no": "1", "task": "Write the statute"}])}
    >>> resolve("tasks:1", dictionary.table("cards").column("because").references, named_ids(t))
    ('tasks', '1')
    """
    wanted = list(references)
    prefix, colon, rest = part.partition(":")
    if colon and prefix in {reference.table for reference in wanted}:
        wanted, part = [reference for reference in wanted if reference.table == prefix], rest.strip()
    return next(
        (
            (reference.table, part)
            for reference in wanted
            if part in named.get((reference.table, reference.column), ())
        ),
        None,
    )


def path_up(thread: pd.DataFrame, table: str, id: str) -> pd.DataFrame:
    """Everything a row rests on, step by step up to the evidence.

    Parameters
    ----------
    thread : DataFrame
        From `edges`.
    table, id : str
        The row to start from.

    Returns
    -------
    DataFrame
        The edges walked, nearest first, with their `depth` (1 = what the row itself rests on). A row and
        its twin in a hand-over (a goal and the goal as it was checked) are walked as one.

    Examples
    --------
    >>> rows = [("tasks", "1", "goals", "G1", "USER"), ("goals", "G1", "demands", "C3", "USER")]
    >>> steps = pd.DataFrame(rows, columns=COLUMNS)
    >>> list(path_up(steps, "tasks", "1")["because_id"])
    ['G1', 'C3']
    """
    return _walk(thread, (table, id), up=True)


def path_down(thread: pd.DataFrame, table: str, id: str) -> pd.DataFrame:
    """Everything that rests on a row, step by step down to money, milestones and indicators.

    Parameters and result are those of `path_up`.

    Examples
    --------
    >>> rows = [("tasks", "1", "goals", "G1", "USER"), ("goals", "G1", "demands", "C3", "USER")]
    >>> steps = pd.DataFrame(rows, columns=COLUMNS)
    >>> list(path_down(steps, "demands", "C3")["id"])
    ['G1', '1']
    """
    return _walk(thread, (table, id), up=False)


def _base(table: str, id_: str) -> tuple[str, str]:
    """A row, or the row it describes."""
    return twin_of(table) or table, id_


def _walk(thread: pd.DataFrame, start: tuple[str, str], *, up: bool) -> pd.DataFrame:
    ends = [
        (_base(row["table"], row["id"]), _base(row["because_table"], row["because_id"]))
        for row in thread.astype(str).to_dict("records")
    ]
    leaving: dict[tuple[str, str], list[int]] = {}
    for i, (low, high) in enumerate(ends):
        leaving.setdefault(low if up else high, []).append(i)
    seen, layer, walked = {_base(*start)}, [_base(*start)], []
    depth = 0
    while layer:
        depth, following = depth + 1, []
        for node in layer:
            for i in leaving.get(node, []):
                after = ends[i][1] if up else ends[i][0]
                if after == node:
                    continue
                walked.append((depth, i))
                if after not in seen:
                    seen.add(after)
                    following.append(after)
        layer = following
    rows = thread.iloc[[i for _, i in walked]].reset_index(drop=True)
    return rows.assign(depth=pd.Series([d for d, _ in walked], dtype="int64"))
