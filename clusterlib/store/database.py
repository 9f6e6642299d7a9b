"""Open a store: SQLite in a file by default, PostgreSQL by its address; and read or write in one piece."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url
from sqlalchemy.pool import StaticPool

from clusterlib.store.migrations import STEPS, migrate, version
from clusterlib.store.troubles import StoreError, kind_of

#: Seconds a save waits for others before it gives up and says so.
PATIENCE = 10.0
#: Room that a save needs at least, in kB: a page of each table, its index and the log.
NEEDED = 64
_MEMORY = "sqlite://"
#: Seconds between two tries to write, where many write into one file: from, to.
_TURN = (0.002, 0.012)


@dataclass(frozen=True, slots=True)
class Store:
    """An open store.

    Attributes
    ----------
    engine : Engine
        Connections of SQLAlchemy. They are not carried over a fork: open the store in the child.
    file : Path or None
        The file; None for PostgreSQL and for a store in memory.
    """

    engine: Engine
    file: Path | None

    @property
    def kept(self) -> bool:
        """Whether what is saved outlives this process."""
        return self.file is not None or self.engine.dialect.name != "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one moment of the store."""
        options = {} if self.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        with self._said(), self.engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection whose changes are all kept when the block ends well, and none else.

        Raises
        ------
        StoreError
            If the store is busy, full or away; nothing was kept then, or (``away``) it cannot be known:
            save again with the same id.
        """
        options = {"clusterlib_write": True}
        with (
            self._said(),
            self.engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except exc.DBAPIError as error:
            kind = kind_of(error)
            if kind is None:
                raise
            raise self._trouble(kind) from error

    def _trouble(self, kind: str) -> StoreError:
        if kind not in ("full", "disk"):
            return StoreError(kind, place=self.file.name if self.file else "")
        free = shutil.disk_usage(self.file.parent).free // 1024 if self.file else 0
        short = kind == "full" or (self.file is not None and free < NEEDED)
        return StoreError("full", free=free, need=NEEDED) if short else StoreError("disk")

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def open_store(where: str | Path, *, patience: float = PATIENCE) -> Store:
    """Open a store and bring it up to date.

    Parameters
    ----------
    where : str or Path
        A file, made if it is not there; or an address: ``postgresql://user@host/name``,
        ``sqlite://`` for a store in memory.
    patience : float
        Seconds a save waits for others.

    Raises
    ------
    StoreError
        If the address is none, the file is no store or was made by a newer library.

    Examples
    --------
    >>> open_store("sqlite://").kept
    False
    """
    url, file = _address(where)
    if url.get_backend_name() == "postgresql":
        store = Store(_postgres(url, patience), None)
    elif file is None:
        store = Store(_sqlite(url, patience, poolclass=StaticPool), None)
    else:
        _prepare(file)
        store = Store(_sqlite(url, patience), file)
    with store.read() as connection:
        done = version(connection) == len(STEPS)
    if not done:
        with store.write() as connection:
            migrate(connection)
    return store


def _address(where: str | Path) -> tuple[URL, Path | None]:
    text = str(where)
    if text == _MEMORY:
        return make_url(_MEMORY), None
    if text.startswith(("postgresql://", "postgresql+psycopg://", "postgres://")):
        try:
            return make_url(text).set(drivername="postgresql+psycopg"), None
        except (exc.ArgumentError, ValueError):
            raise StoreError("address", found="postgresql://…") from None
    if "://" in text and not isinstance(where, Path):
        raise StoreError("address", found=text.split("://")[0] + "://…")  # what follows may be a password
    file = Path(where).expanduser().absolute()
    if file.is_dir() or "\0" in text:
        raise StoreError("address", found=file.name.replace("\0", "\\0"))
    return URL.create("sqlite", database=str(file)), file


def _prepare(file: Path) -> None:
    """Make the file for nobody but its owner."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except PermissionError:
        if not os.access(file, os.R_OK):
            raise StoreError("read-only") from None
    except OSError:
        raise StoreError("disk") from None


def _sqlite(url: URL, patience: float, **options: Any) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False}, **options)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in (
            f"busy_timeout={round(patience * 1000)}",
            "journal_mode=WAL",
            "synchronous=FULL",  # a save that was acknowledged survives a power cut
            "foreign_keys=ON",
            "secure_delete=ON",  # what is forgotten is overwritten
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("clusterlib_write"):
            _take_turn(connection, patience)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _take_turn(connection: Connection, patience: float) -> None:
    """Begin to write as soon as nobody else does.

    SQLite itself waits longer after each refusal, so that among many writers an early one may wait for
    ever. Here all ask equally often.
    """
    raw: Any = connection.connection.driver_connection
    until = time.monotonic() + patience
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < until:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    break
            time.sleep(random.uniform(*_TURN))
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # the last try, whose error is told
    finally:
        raw.execute(f"PRAGMA busy_timeout={round(patience * 1000)}")


def _postgres(url: URL, patience: float) -> Engine:
    limit = round(patience * 1000)
    limits = {
        "lock_timeout": limit,
        "statement_timeout": limit * 3,
        "idle_in_transaction_session_timeout": limit * 3,
    }
    options: dict[str, Any] = {
        "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
        "connect_timeout": max(2, round(patience)),
    }
    try:
        return create_engine(url, pool_pre_ping=True, connect_args=options)
    except ModuleNotFoundError:
        raise StoreError("driver") from None
