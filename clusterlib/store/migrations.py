"""How a store came to be, step by step. A step that was released is never edited; a change is a new step."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, inspect, text

from clusterlib.store.troubles import StoreError

#: The steps in their order, in words that SQLite and PostgreSQL both understand.
STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE workspaces (
            id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL, kind TEXT NOT NULL,
            made_at TEXT NOT NULL)""",
        """CREATE TABLE cases (
            id TEXT NOT NULL PRIMARY KEY,
            workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
            name TEXT NOT NULL, version BIGINT NOT NULL, origin TEXT NOT NULL, settings_text TEXT,
            made_at TEXT NOT NULL)""",
        "CREATE INDEX ix_cases_workspace_id ON cases (workspace_id)",
        """CREATE TABLE case_rows (
            case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
            table_name TEXT NOT NULL, row_id TEXT NOT NULL, position BIGINT NOT NULL,
            version BIGINT NOT NULL, cells TEXT, PRIMARY KEY (case_id, table_name, row_id))""",
        """CREATE TABLE changes (
            case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
            version BIGINT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, kind TEXT NOT NULL,
            undoes BIGINT, save_id TEXT NOT NULL, PRIMARY KEY (case_id, version))""",
        "CREATE UNIQUE INDEX one_save ON changes (case_id, save_id)",
        """CREATE TABLE row_changes (
            case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
            version BIGINT NOT NULL, table_name TEXT NOT NULL, row_id TEXT NOT NULL,
            before TEXT, after TEXT, PRIMARY KEY (case_id, version, table_name, row_id))""",
    ),
    (
        """CREATE TABLE polls (
            id TEXT NOT NULL PRIMARY KEY,
            workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
            code TEXT NOT NULL UNIQUE, question TEXT NOT NULL, items TEXT NOT NULL,
            low INTEGER NOT NULL, high INTEGER NOT NULL, most INTEGER NOT NULL,
            asks_names INTEGER NOT NULL, salt TEXT, made_by TEXT NOT NULL, made_at TEXT NOT NULL,
            ended_at TEXT)""",
        "CREATE INDEX ix_polls_workspace_id ON polls (workspace_id)",
        """CREATE TABLE rounds (
            poll_id TEXT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
            number INTEGER NOT NULL, opened_at TEXT NOT NULL, closed_at TEXT,
            PRIMARY KEY (poll_id, number))""",
        """CREATE TABLE ballots (
            poll_id TEXT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
            round INTEGER NOT NULL, voter TEXT NOT NULL, name TEXT, scores TEXT NOT NULL,
            PRIMARY KEY (poll_id, round, voter))""",
    ),
    (
        "ALTER TABLE polls ADD COLUMN kind TEXT",
        "ALTER TABLE polls ADD COLUMN case_id TEXT",
        "ALTER TABLE polls ADD COLUMN invited INTEGER",
    ),
)
#: Key of the lock under which PostgreSQL lets one process migrate at a time.
_LOCK = 0x636C7573


def version(connection: Connection) -> int:
    """Number of the last step done; 0 for an empty database."""
    if not inspect(connection).has_table("store_version"):
        return 0
    return int(connection.execute(text("SELECT number FROM store_version")).scalar_one())


def migrate(connection: Connection, steps: Sequence[tuple[str, ...]] = STEPS) -> int:
    """Do the steps that are lacking, all or none, within the transaction of the connection.

    Parameters
    ----------
    connection : Connection
        In a transaction that may write.
    steps : sequence of tuple of str
        Statements of each step.

    Returns
    -------
    int
        Version before.

    Raises
    ------
    StoreError
        If the store was made by a newer library: nothing is touched then.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    before = version(connection)
    if before > len(steps):
        raise StoreError("newer", found=before, known=len(steps))
    if before == len(steps):
        return before
    if before == 0:
        connection.execute(text("CREATE TABLE store_version (number INTEGER NOT NULL PRIMARY KEY)"))
        connection.execute(text("INSERT INTO store_version VALUES (0)"))
    for step in steps[before:]:
        for statement in step:
            connection.execute(text(statement))
    connection.execute(text("UPDATE store_version SET number = :number"), {"number": len(steps)})
    return before
