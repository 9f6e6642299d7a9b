"""Save edits so that nothing is lost: all of a save or none, and never over what was not seen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from clusterlib.store import schema
from clusterlib.store.changes import (
    HEADINGS,
    Address,
    Clash,
    Edit,
    Row,
    Saved,
    Stale,
    check_text,
    checked,
    key,
    keys,
    now,
    packed,
    unpacked,
)
from clusterlib.store.database import Store
from clusterlib.store.positions import Places
from clusterlib.store.troubles import StoreError

#: From so many rows of one table on, the whole table is looked at.
_MANY = 400

_rows = schema.case_rows


@dataclass(frozen=True, slots=True)
class _Write:
    """One row to be written."""

    table: str
    row: str
    before: str | None
    after: str | None
    position: int
    new: bool


@dataclass(frozen=True, slots=True)
class _Present:
    """A row as it stands in the store."""

    position: int
    version: int
    cells: str | None


def save(
    store: Store,
    address: Address,
    edits: Iterable[Edit],
    *,
    save_id: str,
    who: str = "",
    kind: str = "entry",
    undoes: int | None = None,
    headings: Mapping[str, Sequence[str] | None] | None = None,
    expect: int | None = None,
) -> Saved | Stale:
    """Save edits as one change, wholly or not at all.

    Parameters
    ----------
    store, address
        Which case.
    edits : iterable of Edit
        One per row.
    save_id : str
        Chosen by who saves. A save that comes twice (its answer was lost) is kept once.
    who : str
        Whose change it is; empty where nobody signed in.
    kind : str
        ``entry``, ``import``, ``undo`` or ``restore``.
    undoes : int, optional
        Version that this change takes back.
    headings : mapping, optional
        Headings of tables as they are to be; None takes a table away. Else columns that an edit names
        and the table lacks are added at its end.
    expect : int, optional
        Version of the case that was seen; with any other the save is refused. For saves that mean the
        case, or a table, as a whole.

    Returns
    -------
    Saved or Stale
        `Stale` when a row was changed by somebody else since it was seen; nothing is kept then.
        Changes of different rows do not disturb each other.

    Raises
    ------
    StoreError
        If there is no such case, an entry cannot be kept, or the store is busy, full or away.
    """
    with store.write() as connection:
        return write(
            connection,
            address,
            edits,
            save_id=save_id,
            who=who,
            kind=kind,
            undoes=undoes,
            headings=headings,
            expect=expect,
        )


def write(
    connection: Connection,
    address: Address,
    edits: Iterable[Edit],
    *,
    save_id: str,
    who: str,
    kind: str,
    undoes: int | None = None,
    headings: Mapping[str, Sequence[str] | None] | None = None,
    expect: int | None = None,
) -> Saved | Stale:
    """`save`, within a transaction that may write."""
    wanted = [checked(edit) for edit in edits]
    check_text(who), check_text(save_id)
    version = locked(connection, address)
    if (known := _known(connection, address.case, save_id)) is not None:
        return Saved(known, again=True)
    if expect is not None and expect != version:
        return Stale(version, ())
    present = _present(connection, address.case, wanted, headings or {})
    clashes = _clashes(connection, address.case, wanted, present)
    if clashes:
        return Stale(version, clashes)
    writes = _headings(wanted, present, headings or {})
    writes += _writes(connection, address.case, wanted, present)
    if not writes:
        return Saved(version)
    _apply(connection, address.case, version + 1, writes)
    entry = {"at": now(), "who": who, "kind": kind, "undoes": undoes, "save_id": save_id}
    connection.execute(insert(schema.changes), {"case_id": address.case, "version": version + 1, **entry})
    return Saved(version + 1)


def locked(connection: Connection, address: Address) -> int:
    """The version of a case, which nobody else changes until the transaction ends.

    Raises
    ------
    StoreError
        If there is no such case in this workspace.
    """
    cases = schema.cases
    asked = select(cases.c.version).where(
        cases.c.id == key(address.case), cases.c.workspace_id == key(address.workspace)
    )
    found = connection.execute(asked.with_for_update()).scalar_one_or_none()
    if found is None:
        raise StoreError("unknown")
    return int(found)


def _known(connection: Connection, case: str, save_id: str) -> int | None:
    changes = schema.changes
    asked = select(changes.c.version).where(changes.c.case_id == case, changes.c.save_id == save_id)
    found = connection.execute(asked).scalar_one_or_none()
    return None if found is None else int(found)


def _present(
    connection: Connection, case: str, edits: Sequence[Edit], headings: Mapping[str, Any]
) -> dict[tuple[str, str], _Present]:
    """Rows that the edits touch, rows they are put below, and headings."""
    asked: dict[str, set[str]] = {table: {HEADINGS} for table in headings}
    for edit in edits:
        asked.setdefault(edit.table, {HEADINGS}).update({edit.row, edit.after or HEADINGS})
    found = {}
    for table, ids in asked.items():
        query = select(_rows.c.row_id, _rows.c.position, _rows.c.version, _rows.c.cells).where(
            _rows.c.case_id == case, _rows.c.table_name == table
        )
        if len(ids) <= _MANY:
            query = query.where(_rows.c.row_id.in_(sorted(ids)))
        for row_id, position, version, cells in connection.execute(query):
            found[table, row_id] = _Present(position, version, cells)
    return found


def _clashes(
    connection: Connection, case: str, edits: Sequence[Edit], present: Mapping[tuple[str, str], _Present]
) -> tuple[Clash, ...]:
    found = []
    for edit in edits:
        row = present.get((edit.table, edit.row))
        if row is None or edit.seen >= row.version or _after(edit, row) == row.cells:
            continue
        changes = schema.changes
        by = select(changes.c.who, changes.c.at).where(
            changes.c.case_id == case, changes.c.version == row.version
        )
        who, at = connection.execute(by).one()
        theirs = None if row.cells is None else Row(edit.row, row.version, unpacked(row.cells))
        found.append(Clash(edit, theirs, who, at))
    return tuple(found)


def _after(edit: Edit, row: _Present | None) -> str | None:
    """The cells of a row once an edit is done."""
    if edit.cells is None:
        return None
    if edit.whole or row is None or row.cells is None:
        return packed(edit.cells)
    return packed({**unpacked(row.cells), **edit.cells})


# ------------------------------------------------------------------ what is to be written
def _headings(
    edits: Sequence[Edit],
    present: Mapping[tuple[str, str], _Present],
    given: Mapping[str, Sequence[str] | None],
) -> list[_Write]:
    wanted: dict[str, list[str] | None] = {}
    for table in dict.fromkeys([*given, *(edit.table for edit in edits)]):
        row = present.get((table, HEADINGS))
        old: list[str] = json.loads(row.cells) if row is not None and row.cells is not None else []
        if table in given:
            new = given[table]
            wanted[table] = None if new is None else [check_text(heading) for heading in new]
        else:
            named = (name for edit in edits if edit.table == table for name in edit.cells or {})
            known = set(keys(old))
            wanted[table] = [*old, *dict.fromkeys(name for name in named if name not in known)]
    writes = []
    for table, names in wanted.items():
        row = present.get((table, HEADINGS))
        before = None if row is None else row.cells
        after = None if names is None else json.dumps(names, ensure_ascii=False)
        if after != before and not (after == "[]" and before is None):
            writes.append(_Write(table, HEADINGS, before, after, -1, row is None))
    return writes


def _writes(
    connection: Connection, case: str, edits: Sequence[Edit], present: Mapping[tuple[str, str], _Present]
) -> list[_Write]:
    places = Places(connection, case, {key: row.position for key, row in present.items()})
    for edit in edits:
        if (edit.table, edit.row) not in present and edit.cells is not None:
            places.take(edit.table, edit.row, edit.after)
    writes = []
    for edit in edits:
        row = present.get((edit.table, edit.row))
        before, after = None if row is None else row.cells, _after(edit, row)
        if after != before:
            place = places.known[edit.table, edit.row]
            writes.append(_Write(edit.table, edit.row, before, after, place, row is None))
    return writes


def _apply(connection: Connection, case: str, version: int, writes: Sequence[_Write]) -> None:
    new = [
        {
            "case_id": case,
            "table_name": write.table,
            "row_id": write.row,
            "position": write.position,
            "version": version,
            "cells": write.after,
        }
        for write in writes
        if write.new
    ]
    changed = [
        {"b_table": write.table, "b_row": write.row, "version": version, "cells": write.after}
        for write in writes
        if not write.new
    ]
    if new:
        connection.execute(insert(_rows), new)
    if changed:
        place = (
            _rows.c.case_id == case,
            _rows.c.table_name == bindparam("b_table"),
            _rows.c.row_id == bindparam("b_row"),
        )
        written = update(_rows).where(*place)
        connection.execute(written.values(version=bindparam("version"), cells=bindparam("cells")), changed)
    told = [
        {
            "case_id": case,
            "version": version,
            "table_name": write.table,
            "row_id": write.row,
            "before": write.before,
            "after": write.after,
        }
        for write in writes
    ]
    connection.execute(insert(schema.row_changes), told)
    connection.execute(update(schema.cases).where(schema.cases.c.id == case).values(version=version))
