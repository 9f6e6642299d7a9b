"""What stands in a case of a store: now, since a version, or at an earlier one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

from clusterlib.store import schema
from clusterlib.store.changes import HEADINGS, Address, Row, key, keys, unpacked
from clusterlib.store.database import Store
from clusterlib.store.troubles import StoreError

_rows, _changes, _row_changes = schema.case_rows, schema.changes, schema.row_changes


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table as it stands in a store.

    Attributes
    ----------
    name : str
        Its name in the data dictionary.
    headings : tuple of str
        As they were given; repeated ones too.
    keys : tuple of str
        Names of the columns in `Row.cells`, each once.
    rows : tuple of Row
        In their order.
    """

    name: str
    headings: tuple[str, ...]
    keys: tuple[str, ...]
    rows: tuple[Row, ...]

    def texts(self) -> list[list[str]]:
        """All cells, row by row; a blank one is an empty text."""
        return [[row.cells.get(key, "") for key in self.keys] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a case.

    Attributes
    ----------
    version : int
        Version of the case that it made.
    at, who, kind : str
        When (UTC, ISO), whose, and why: ``entry``, ``import``, ``undo``, ``restore``.
    undoes : int or None
        Version that it took back.
    tables : tuple of str
        Tables it touched.
    rows : int
        How many rows it touched.
    """

    version: int
    at: str
    who: str
    kind: str
    undoes: int | None
    tables: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class RowChange:
    """What one change did to one row; the row called "" stands for the headings.

    Attributes
    ----------
    table, row : str
        Which row.
    before, after : str or None
        Its cells as kept; None: not there.
    """

    table: str
    row: str
    before: str | None
    after: str | None


def version(store: Store, address: Address) -> int:
    """Number of the last change of a case.

    Raises
    ------
    StoreError
        If there is no such case in this workspace.
    """
    with store.read() as connection:
        return version_of(connection, address)


def version_of(connection: Connection, address: Address) -> int:
    """`version`, within a transaction."""
    cases = schema.cases
    here = and_(cases.c.id == key(address.case), cases.c.workspace_id == key(address.workspace))
    found = connection.execute(select(cases.c.version).where(here)).scalar_one_or_none()
    if found is None:
        raise StoreError("unknown")
    return int(found)


def tables(
    store: Store, address: Address, *, names: Iterable[str] | None = None, since: int = 0
) -> tuple[int, dict[str, KeptTable]]:
    """The tables of a case as they are now.

    Parameters
    ----------
    store, address
        Which case.
    names : iterable of str, optional
        Only these tables.
    since : int
        Only tables that changed after this version.

    Returns
    -------
    int
        The version that was read.
    dict of KeptTable
        By name. A table that was taken away has no headings.
    """
    with store.read() as connection:
        number = version_of(connection, address)
        wanted = set(names) if names is not None else None
        if since:
            newer = select(_rows.c.table_name).where(_rows.c.case_id == address.case, _rows.c.version > since)
            changed = set(connection.execute(newer.distinct()).scalars())
            wanted = changed if wanted is None else wanted & changed
        query = select(_rows.c.table_name, _rows.c.row_id, _rows.c.version, _rows.c.cells)
        query = query.where(_rows.c.case_id == address.case)
        if wanted is not None:
            query = query.where(_rows.c.table_name.in_(sorted(wanted)))
        found: dict[str, list[tuple[str, int, str | None]]] = {}
        for table, row, changed_at, cells in connection.execute(query.order_by(_rows.c.position)):
            found.setdefault(table, []).append((row, changed_at, cells))
    return number, {table: _kept(table, rows) for table, rows in found.items()}


def table(store: Store, address: Address, name: str) -> KeptTable:
    """One table as it is now; without headings and rows when there is none."""
    return tables(store, address, names=[name])[1].get(name, KeptTable(name, (), (), ()))


def row_at(store: Store, address: Address, name: str, row: str, number: int) -> dict[str, str] | None:
    """The cells of one row as they stood at a version; None when it was not there."""
    columns = _row_changes.c
    query = select(columns.after).where(
        columns.case_id == address.case,
        columns.table_name == name,
        columns.row_id == row,
        columns.version <= number,
    )
    with store.read() as connection:
        version_of(connection, address)
        found = connection.execute(query.order_by(columns.version.desc()).limit(1)).scalar_one_or_none()
    return None if found is None else unpacked(found)


def _kept(name: str, rows: Iterable[tuple[str, int, str | None]]) -> KeptTable:
    headings: tuple[str, ...] = ()
    found = []
    for row, changed_at, cells in rows:
        if cells is None:
            continue
        if row == HEADINGS:
            headings = tuple(json.loads(cells))
        else:
            found.append(Row(row, changed_at, unpacked(cells)))
    return KeptTable(name, headings, tuple(keys(headings)), tuple(found))


# ------------------------------------------------------------------ what was
def changes(
    store: Store, address: Address, *, table: str | None = None, limit: int = 100
) -> tuple[Change, ...]:
    """The last changes of a case, or of one table, newest first."""
    with store.read() as connection:
        version_of(connection, address)
        touched = select(_row_changes.c.version).where(_row_changes.c.case_id == address.case)
        if table is not None:
            touched = touched.where(_row_changes.c.table_name == table)
        query = select(_changes).where(_changes.c.case_id == address.case, _changes.c.version.in_(touched))
        listed = connection.execute(query.order_by(_changes.c.version.desc()).limit(limit)).all()
        counted = select(_row_changes.c.version, _row_changes.c.table_name, func.count()).where(
            _row_changes.c.case_id == address.case,
            _row_changes.c.version.in_([entry.version for entry in listed]),
            _row_changes.c.row_id != HEADINGS,
        )
        if table is not None:
            counted = counted.where(_row_changes.c.table_name == table)
        per_table: dict[int, dict[str, int]] = {}
        for number, name, count in connection.execute(
            counted.group_by(_row_changes.c.version, _row_changes.c.table_name)
        ):
            per_table.setdefault(number, {})[name] = count
    return tuple(
        Change(
            entry.version,
            entry.at,
            entry.who,
            entry.kind,
            entry.undoes,
            tuple(sorted(per_table.get(entry.version, {}))),
            sum(per_table.get(entry.version, {}).values()),
        )
        for entry in listed
    )


def row_changes(store: Store, address: Address, number: int) -> tuple[RowChange, ...]:
    """What one change did, row by row."""
    with store.read() as connection:
        version_of(connection, address)
        columns = _row_changes.c
        query = select(columns.table_name, columns.row_id, columns.before, columns.after).where(
            columns.case_id == address.case, columns.version == number
        )
        found = connection.execute(query.order_by(columns.table_name, columns.row_id))
        return tuple(RowChange(*entry) for entry in found)


def state_at(
    connection: Connection, address: Address, number: int, table: str | None = None
) -> dict[tuple[str, str], str | None]:
    """Cells of every row that ever was, as they stood at a version; None where it was not there.

    Raises
    ------
    StoreError
        If the case never had this version.
    """
    last = version_of(connection, address)
    if not 0 <= number <= last:
        raise StoreError("no-version", version=number)
    here = [_row_changes.c.case_id == address.case]
    if table is not None:
        here.append(_row_changes.c.table_name == table)
    query = select(
        _row_changes.c.table_name, _row_changes.c.row_id, _row_changes.c.version, _row_changes.c.after
    ).where(*here)
    found: dict[tuple[str, str], str | None] = {}
    for name, row, at, after in connection.execute(query.order_by(_row_changes.c.version)):
        if at <= number:
            found[name, row] = after
        else:
            found.setdefault((name, row), None)
    return found
