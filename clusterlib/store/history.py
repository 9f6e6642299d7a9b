"""Walk back: take back one's own last change, or bring back a case as it was. Both are new changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from clusterlib.store import reading, schema
from clusterlib.store.changes import HEADINGS, Address, Edit, Saved, keys, unpacked
from clusterlib.store.database import Store
from clusterlib.store.saving import save
from clusterlib.store.troubles import StoreError

#: How often a restore is tried again when others save meanwhile.
ATTEMPTS = 5
_rows, _changes, _row_changes = schema.case_rows, schema.changes, schema.row_changes


def last_own(store: Store, address: Address, *, who: str = "", table: str | None = None) -> int | None:
    """The last change of a person that is not yet taken back; None when there is none.

    Parameters
    ----------
    store, address
        Which case.
    who : str
        The person. What others changed is never taken back by this way.
    table : str, optional
        Only changes of this table.
    """
    with store.read() as connection:
        reading.version_of(connection, address)
        case = _changes.c.case_id == address.case
        undone = select(_changes.c.undoes).where(case, _changes.c.undoes.is_not(None))
        query = select(_changes.c.version).where(
            case,
            _changes.c.who == who,
            _changes.c.kind.in_(("entry", "restore")),
            _changes.c.version.not_in(undone),
        )
        if table is not None:
            touched = select(_row_changes.c.version).where(
                _row_changes.c.case_id == address.case, _row_changes.c.table_name == table
            )
            query = query.where(_changes.c.version.in_(touched))
        found = connection.execute(query.order_by(_changes.c.version.desc()).limit(1)).scalar_one_or_none()
    return None if found is None else int(found)


def undo(
    store: Store, address: Address, *, save_id: str, who: str = "", table: str | None = None
) -> Saved | None:
    """Take back the last change of a person; once more takes back the one before.

    Returns
    -------
    Saved or None
        None when nothing is left to take back.

    Raises
    ------
    StoreError
        If somebody else changed the same row since: then nothing is taken back.
    """
    for _ in range(ATTEMPTS):
        number = last_own(store, address, who=who, table=table)
        if number is None:
            return None
        now = _Now.read(store, address)
        edits, headings = _taken_back(now, reading.row_changes(store, address, number), number)
        outcome = save(
            store,
            address,
            edits,
            save_id=save_id,
            who=who,
            kind="undo",
            undoes=number,
            headings=headings,
            expect=now.version,
        )
        if isinstance(outcome, Saved):
            return outcome
    raise StoreError("busy")


def _taken_back(
    now: _Now, done: Iterable[reading.RowChange], number: int
) -> tuple[list[Edit], dict[str, list[str] | None]]:
    """The edits, and headings, that take a change back."""
    edits: list[Edit] = []
    headings: dict[str, list[str] | None] = {}
    for change in done:
        version, cells = now.rows[change.table, change.row]
        if change.row == HEADINGS:
            if cells == change.after:
                headings[change.table] = None if change.before is None else json.loads(change.before)
        elif cells != change.after:
            raise StoreError("since-changed", version=number)
        else:
            edits.append(_back(change.table, change.row, change.before, version))
    return edits, {name: heads for name, heads in headings.items() if _unused(name, heads, edits, now)}


def _unused(name: str, heads: list[str] | None, edits: list[Edit], now: _Now) -> bool:
    """Whether no other row of a table needs the columns that would go with its headings."""
    mine = {edit.row for edit in edits if edit.table == name} | {HEADINGS}
    others = [
        unpacked(cells)
        for (table, row), (_, cells) in now.rows.items()
        if table == name and row not in mine and cells is not None
    ]
    if heads is None:
        return not others
    kept = set(keys(heads))
    return all(set(cells) <= kept for cells in others)


def restore(
    store: Store, address: Address, number: int, *, save_id: str, who: str = "", table: str | None = None
) -> Saved:
    """Bring back a case, or one table, as it stood at a version.

    Parameters
    ----------
    store, address
        Which case.
    number : int
        The version; 0 is the empty case.
    save_id, who : str
        As in `saving.save`.
    table : str, optional
        Only this table.

    Raises
    ------
    StoreError
        If the case never had this version, or others save without a pause.
    """
    for _ in range(ATTEMPTS):
        now = _Now.read(store, address, table)
        with store.read() as connection:
            then = reading.state_at(connection, address, number, table)
        edits = [
            _back(name, row, cells, now.rows[name, row][0])
            for (name, row), cells in then.items()
            if row != HEADINGS and cells != now.rows.get((name, row), (0, cells))[1]
        ]
        headings = {
            name: None if cells is None else json.loads(cells)
            for (name, row), cells in then.items()
            if row == HEADINGS
        }
        outcome = save(
            store,
            address,
            edits,
            save_id=save_id,
            who=who,
            kind="restore",
            headings=headings,
            expect=now.version,
        )
        if isinstance(outcome, Saved):
            return outcome
    raise StoreError("busy")


@dataclass(frozen=True, slots=True)
class _Now:
    """All rows that ever were, with their versions and cells, at one moment."""

    version: int
    rows: dict[tuple[str, str], tuple[int, str | None]]

    @classmethod
    def read(cls, store: Store, address: Address, table: str | None = None) -> _Now:
        """Read the rows of a case, or of one table of it, with their version."""
        query = select(_rows.c.table_name, _rows.c.row_id, _rows.c.version, _rows.c.cells).where(
            _rows.c.case_id == address.case
        )
        if table is not None:
            query = query.where(_rows.c.table_name == table)
        with store.read() as connection:
            version = reading.version_of(connection, address)
            found = {(name, row): (at, cells) for name, row, at, cells in connection.execute(query)}
        return cls(version, found)


def _back(table: str, row: str, cells: str | None, version: int) -> Edit:
    return Edit(table, row, None if cells is None else unpacked(cells), seen=version, whole=True)
