"""Workspaces: rooms whose unguessable id is their key; made, named, and forgotten without a trace."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, text, update

from clusterlib.faults import visible
from clusterlib.store import schema
from clusterlib.store.changes import Address, check_text, key, new_id, now
from clusterlib.store.database import Store
from clusterlib.store.troubles import StoreError

#: Who works in it: the person at this machine, one learner, or a course together.
KINDS = ("desktop", "learner", "course")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace.

    Attributes
    ----------
    id : str
        Its key. Who has it may read and write all that is in it.
    name, owner : str
        For people; may be empty.
    kind : str
        One of `KINDS`.
    made_at : str
        UTC, ISO.
    """

    id: str
    name: str
    owner: str
    kind: str
    made_at: str


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A case in a workspace.

    Attributes
    ----------
    address : Address
        Where it is.
    name : str
        What it is called.
    version : int
        Number of its last change.
    origin : str
        Hash of the files it was taken from; empty when there were none.
    made_at : str
        UTC, ISO.
    """

    address: Address
    name: str
    version: int
    origin: str
    made_at: str


def make_workspace(store: Store, *, kind: str, name: str = "", owner: str = "") -> Workspace:
    """Make a workspace.

    Raises
    ------
    StoreError
        If there is no such kind, or a name holds what cannot be kept.

    Examples
    --------
    >>> from clusterlib.store.database import open_store
    >>> made = make_workspace(open_store("sqlite://"), kind="learner", owner="Awa")
    >>> made.owner, len(made.id)
    ('Awa', 22)
    """
    if kind not in KINDS:
        raise StoreError("kind", found=visible(kind), kinds=", ".join(KINDS))
    made = Workspace(new_id(), check_text(name), check_text(owner), kind, now())
    row = {part: getattr(made, part) for part in made.__slots__}
    with store.write() as connection:
        connection.execute(insert(schema.workspaces), row)
    return made


def workspace(store: Store, id: str) -> Workspace:
    """The workspace of an id.

    Raises
    ------
    StoreError
        If there is none; a guessed id is answered like a forgotten one.
    """
    table = schema.workspaces
    with store.read() as connection:
        found = connection.execute(select(table).where(table.c.id == key(id))).one_or_none()
    if found is None:
        raise StoreError("unknown")
    return Workspace(*found)


def of_kind(store: Store, kind: str) -> tuple[Workspace, ...]:
    """All workspaces of a kind, oldest first. For who runs the store, never for a page others see."""
    table = schema.workspaces
    with store.read() as connection:
        found = connection.execute(select(table).where(table.c.kind == kind).order_by(table.c.made_at))
        return tuple(Workspace(*row) for row in found)


def rename(store: Store, id: str, name: str) -> None:
    """Give a workspace another name; see `workspace` for what is refused."""
    table = schema.workspaces
    with store.write() as connection:
        done = connection.execute(update(table).where(table.c.id == key(id)).values(name=check_text(name)))
        if done.rowcount != 1:
            raise StoreError("unknown")


def cases_in(store: Store, id: str) -> tuple[KeptCase, ...]:
    """The cases of a workspace, oldest first; see `workspace` for what is refused."""
    workspace(store, id)
    table = schema.cases
    columns = (table.c.id, table.c.name, table.c.version, table.c.origin, table.c.made_at)
    with store.read() as connection:
        query = select(*columns).where(table.c.workspace_id == id).order_by(table.c.made_at, table.c.id)
        return tuple(KeptCase(Address(id, case), *about) for case, *about in connection.execute(query))


def forget(store: Store, id: str) -> None:
    """Forget a workspace with all that was ever in it: cases, every version, polls and ballots.

    In a file the bytes are overwritten as well. A database server may keep them in its logs and
    backups for a while: that is in the hands of who runs it.

    Raises
    ------
    StoreError
        If there is no such workspace, or the store is busy.
    """
    with store.write() as connection:
        done = connection.execute(delete(schema.workspaces).where(schema.workspaces.c.id == key(id)))
        if done.rowcount != 1:
            raise StoreError("unknown")
    _sweep(store)


def _sweep(store: Store) -> None:
    """Take what is forgotten out of the log of SQLite, or out of the pages of PostgreSQL."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for name in schema.META.tables:
                connection.execute(text(f"VACUUM {name}"))
