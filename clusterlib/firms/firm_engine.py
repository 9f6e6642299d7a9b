"""The query engine of one aggregation: DuckDB within a memory limit, with progress, and stopped cleanly."""

from __future__ import annotations

import contextlib
import glob
import os
import re
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clusterlib.faults import ClusterlibError, WrongUse, visible
from clusterlib.firms.firm_files import FirmFile, FirmFiles

if TYPE_CHECKING:
    import duckdb

#: Column that holds the path of a row's file; no stranger's column is called so.
FILE = "clusterlib file of this row"
_PARQUET = f"SELECT * FROM read_parquet($1, filename = '{FILE}')"
_CSV = (
    f"SELECT * FROM read_csv($1, columns = $2, delim = $3, encoding = $4, filename = '{FILE}', "
    "auto_detect = false, header = true, quote = '\"', escape = '\"', store_rejects = true)"
)
#: Bytes the engine may use at least; the share of what is free that is its limit, as it takes more than that.
_LEAST, _SHARE = 64_000_000, 0.6
#: A query may first do without spilling as long as the process stays so many bytes below what it may use.
_MARGIN = 20_000_000
_UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}
#: Seconds between two looks at how far a query is.
_LOOK = 0.05
#: Called with what is done and the share that is done, 0 to 1.
Tick = Callable[[str, float], None]


def memory_bytes(text: str) -> int:
    """A size written by a person, in bytes.

    Raises
    ------
    WrongUse
        If it is no size.

    Examples
    --------
    >>> memory_bytes("400MB"), memory_bytes("1.5 GiB")
    (400000000, 1610612736)
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*", text)
    if not match or match[2].upper() not in _UNITS:
        raise WrongUse(f"{visible(text)!r} is no size. Write for example 400MB or 2GB.")
    return int(float(match[1]) * _UNITS[match[2].upper()])


def used_bytes() -> int:
    """Memory this process holds; at most held so far, or a fair guess, where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        pass
    try:
        import resource
    except ImportError:  # Windows
        return 180_000_000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if os.uname().sysname == "Darwin" else peak * 1024


class _TooMuch(Exception):
    """The process nears what it may use."""


@dataclass(slots=True)
class Engine:
    """An open connection; made by `opened`.

    Attributes
    ----------
    connection : duckdb.DuckDBPyConnection
        In memory, spilling into a temporary folder.
    limit : int
        Bytes the engine may use when it spills.
    most : int
        Bytes the whole process may use.
    """

    connection: duckdb.DuckDBPyConnection
    limit: int
    most: int
    folder: Path
    views: int = 0

    def view(
        self,
        files: Iterable[FirmFile],
        *,
        names: Iterable[str] = (),
        separator: str = ",",
        encoding: str = "utf-8",
    ) -> str:
        """Make a view over files of one shape; gives back its name. Nothing is read yet.

        Parameters
        ----------
        files : iterable of FirmFile
            Files with the same columns. Their names are parameters of the statement, never part of it.
        names : iterable of str
            For CSV files: all columns, which are read as text.
        separator, encoding : str
            For CSV files.

        Raises
        ------
        ClusterlibError
            If a file is not what its ending says.
        """
        listed = list(files)
        values: list[Any] = [[_escaped(item.path) for item in listed]]
        if listed[0].kind == "csv":
            values += [dict.fromkeys(names, "VARCHAR"), separator, encoding]
        self.views += 1
        name = f"firm_rows_{self.views}"
        try:
            relation = self.connection.sql(_PARQUET if listed[0].kind == "parquet" else _CSV, params=values)
            relation.create_view(name)
        except Exception as error:
            raise _refused(error) from None
        return name

    def run(self, sql: str, *, label: str = "", tick: Tick | None = None) -> None:
        """Run a statement that may be run again; Ctrl-C stops it at once.

        An engine that knows of a tight limit spills long before it must, which doubles the work. So it is
        first given room and watched; when the process nears what it may use, it starts anew and spills.

        Raises
        ------
        ClusterlibError
            If the engine gives up: not enough memory, a broken file.
        KeyboardInterrupt
            When the user stops it.
        """
        self._limit(3 * max(self.most - used_bytes(), self.limit))
        try:
            self._run(sql, label, tick, watched=True)
        except _TooMuch:
            self._limit(self.limit)
            self._run(sql, label, tick, watched=False)
        finally:
            self._limit(self.limit)

    def _limit(self, size: int) -> None:
        import duckdb

        with contextlib.suppress(duckdb.Error):  # what is held now may be more: then the old limit stays
            self.connection.execute(f"SET memory_limit = '{size // 1000}kB'")

    def _run(self, sql: str, label: str, tick: Tick | None, *, watched: bool) -> None:
        failed: list[BaseException] = []
        done = threading.Event()  # joining a thread is not safe against Ctrl-C

        def work() -> None:
            """Ask the question in a thread of its own, so that the bar can move."""
            try:
                self.connection.execute(sql)
            except BaseException as error:  # told to the thread that waits
                failed.append(error)
            finally:
                done.set()

        threading.Thread(target=work, name="firm-query", daemon=True).start()
        try:
            while not done.wait(_LOOK):
                if watched and used_bytes() > self.most - _MARGIN:
                    raise _TooMuch
                if tick is not None:
                    tick(label, min(max(self.connection.query_progress(), 0.0), 99.0) / 100)
        except BaseException:
            while not done.wait(_LOOK):
                self.connection.interrupt()
            raise
        if failed:
            raise _refused(failed[0]) from None
        if tick is not None:
            tick(label, 1.0)

    def rows(self, sql: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
        """All rows of a small result."""
        try:
            return list(self.connection.execute(sql, values or []).fetchall())
        except Exception as error:
            raise _refused(error) from None

    def batches(self, name: str, *, rows: int = 120_000) -> Iterator[Any]:
        """Arrow record batches of a table of the engine."""
        (threads,) = self.rows("SELECT current_setting('threads')")[0]
        self.connection.execute("SET threads = 1")  # one is enough here, and each would hold pages of its own
        relation = self.connection.table(name)
        reader = (
            getattr(relation, "to_arrow_reader", None) or relation.fetch_arrow_reader
        )  # before DuckDB 1.5
        yield from reader(rows)
        self.connection.execute(f"SET threads = {int(threads)}")

    def answer(self, question: Any, *, ordered: bool = False) -> list[dict[str, Any]]:
        """Rows of a small answer to an ibis question; `ordered`: rows are numbered as they stand in files."""
        import ibis

        self.connection.execute(f"SET preserve_insertion_order = {str(ordered).lower()}")
        cursor = self.connection.execute(ibis.to_sql(question, dialect="duckdb"))
        names = [column[0] for column in cursor.description or ()]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        self.connection.execute("SET preserve_insertion_order = false")
        return found


def _escaped(path: str) -> str:
    """A path whose stars and brackets mean themselves."""
    protocol, mark, rest = path.rpartition("://")
    return protocol + mark + glob.escape(rest)


@contextlib.contextmanager
def opened(found: FirmFiles, *, memory: str = "400MB", threads: int | None = None) -> Iterator[Engine]:
    """An engine that keeps the whole process below `memory`; its temporary files go when it is closed.

    Parameters
    ----------
    found : FirmFiles
        Whose stores are made known to the engine.
    memory : str
        What the whole process may use at most; what does not fit is written to a temporary folder.
    threads : int, optional
        Threads of the engine; all processors if not given.

    Raises
    ------
    WrongUse
        If the limit leaves the engine too little, or a library is missing.
    """
    try:
        import duckdb
        import ibis
        import ibis.backends.duckdb  # noqa: F401
        import pyarrow  # noqa: F401
    except ImportError:
        raise WrongUse(
            "Firm rows are aggregated with packages that are not installed. "
            "Install them with: pip install 'clusterlib[analysis]'"
        ) from None
    most, held = memory_bytes(memory), used_bytes()
    limit = int((most - held) * _SHARE)
    if limit < _LEAST:
        least = -(-int(held + _LEAST / _SHARE) // 10**6)
        raise WrongUse(f"{memory} is too little memory; give at least {least}MB.")
    with tempfile.TemporaryDirectory(prefix="clusterlib-firms-") as folder:
        connection = duckdb.connect(
            config={
                "memory_limit": f"{limit // 1000}kB",
                "temp_directory": folder,
                "threads": threads or os.cpu_count() or 1,
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            }
        )
        try:
            connection.execute("SET preserve_insertion_order = false")  # sums do not ask for it
            connection.execute("SET enable_progress_bar = true")
            connection.execute("SET enable_progress_bar_print = false")
            for store in found.stores.values():
                connection.register_filesystem(store)
            yield Engine(connection, limit, most, Path(folder))
        finally:
            connection.close()


def _refused(error: BaseException) -> BaseException:
    import duckdb

    if isinstance(error, duckdb.OutOfMemoryException):
        return ClusterlibError("The memory does not suffice. Give more with --memory, or fewer --threads.")
    if isinstance(error, duckdb.Error):
        first = str(error).strip().splitlines()[0]
        return ClusterlibError(f"The files cannot be read: {visible(first, 300)}")
    return error
