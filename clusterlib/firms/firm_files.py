"""Find the files of firm rows: files, folders, patterns and addresses of object stores."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from clusterlib.faults import WrongUse, visible

#: Endings of files that are read, with what they hold.
ENDINGS = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".csv.gz": "csv",
    ".tsv.gz": "csv",
    ".txt.gz": "csv",
}
_PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class FirmFile:
    """One file of firm rows.

    Attributes
    ----------
    path : str
        What the engine opens: a local path, or an address with its protocol.
    shown : str
        The name for people, without user name and password.
    kind : {"parquet", "csv"}
        How it is read.
    """

    path: str
    shown: str
    kind: str


@dataclass(frozen=True, slots=True)
class FirmFiles:
    """All files of one aggregation, in the order of their names.

    Attributes
    ----------
    files : tuple of FirmFile
        Each once.
    passed_over : tuple of str
        Files of a folder whose ending is not known.
    stores : mapping of str to file system
        fsspec file systems by protocol, for files that are not on this machine's disk.
    """

    files: tuple[FirmFile, ...]
    passed_over: tuple[str, ...]
    stores: dict[str, Any]


def find(sources: Iterable[str]) -> FirmFiles:
    """Files behind paths, folders, patterns (``*.parquet``) and addresses (``s3://…``, ``file://…``).

    Raises
    ------
    WrongUse
        If a source leads to nothing, or its kind or protocol is not known.

    Examples
    --------
    >>> find(["nowhere/*.parquet"])
    Traceback (most recent call last):
    ...
    clusterlib.faults.WrongUse: There is nothing at 'nowhere/*.parquet'. Give a file, a folder, a pattern \
or an address such as s3://bucket/firms.
    """
    files: dict[str, FirmFile] = {}
    over: dict[str, None] = {}
    stores: dict[str, Any] = {}
    for source in sources:
        found = _remote(source, stores) if "://" in source else _local(source)
        if not found:
            raise WrongUse(
                f"There is nothing at {_shown(source)!r}. Give a file, a folder, a pattern or an address "
                "such as s3://bucket/firms."
            )
        named = [path for path in found if _kind(path)]
        over.update(dict.fromkeys(_shown(path) for path in found if not _kind(path)))
        if not named:
            raise WrongUse(f"No file at {_shown(source)!r} ends in one of {', '.join(ENDINGS)}. Give others.")
        files.update({path: FirmFile(path, _shown(path), _kind(path)) for path in named})
    return FirmFiles(tuple(files[path] for path in sorted(files)), tuple(sorted(over)), stores)


def _kind(path: str) -> str:
    name = PurePosixPath(path).name.casefold()
    return next((kind for ending, kind in ENDINGS.items() if name.endswith(ending)), "")


def _shown(path: str) -> str:
    return visible(re.sub(r"(://)[^/@]*@", r"\1", path), 200)


def _hidden(parts: Iterable[str]) -> bool:
    return any(part.startswith((".", "_")) for part in parts)


def _local(source: str) -> list[str]:
    place = Path(source).expanduser()
    try:
        if place.is_file():
            return [str(place.resolve())]
        if place.is_dir():
            inside = [path for path in place.rglob("*") if path.is_file()]
            return [str(p.resolve()) for p in inside if not _hidden(p.relative_to(place).parts)]
    except (OSError, ValueError):
        return []
    found = glob.glob(str(place), recursive=True) if _PATTERN.search(source) else []
    return [path for one in found for path in _local(one)]


def _remote(source: str, stores: dict[str, Any]) -> list[str]:
    import fsspec

    protocol = source.partition("://")[0].casefold()
    if "::" in source:
        raise WrongUse(f"{_shown(source)!r} chains several protocols; give a plain address.")
    try:
        store, path = fsspec.core.url_to_fs(source)
    except ImportError as error:
        raise WrongUse(f"To read {protocol}:// addresses one more package is needed. {error}") from None
    except ValueError:
        raise WrongUse(f"{_shown(source)!r} begins with a protocol that is not known.") from None
    if protocol in ("file", "local"):
        return _local(str(path))
    stores[protocol] = store
    try:
        if store.isfile(path):
            found = [path]
        elif store.isdir(path):
            base = path.rstrip("/")
            found = [p for p in store.find(path) if not _hidden(p[len(base) :].strip("/").split("/"))]
        else:
            found = [p for p in store.glob(path) if store.isfile(p)] if _PATTERN.search(path) else []
    except Exception as error:  # whatever a store says: no rights, no network, no such bucket
        raise WrongUse(f"{_shown(source)!r} cannot be read: {visible(error, 200)}") from None
    return [store.unstrip_protocol(p) for p in found]
