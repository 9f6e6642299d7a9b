"""Write files so that a reader finds the old one or the new one, never half of one.

Everything is written beside its place, flushed to the disk and then moved. What is left of a
broken attempt begins with a dot and ends in ``.tmp``; readers pass over such names.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from clusterlib.faults import ClusterlibError

#: Bytes a file name may have; the limit of common file systems is 255, encrypted homes allow 143.
NAME_BYTES = 80
#: How often a locked file is tried again, and how long the first pause is (seconds, doubled each time).
ATTEMPTS = 5
PAUSE = 0.1
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def slug(name: str, *, limit: int = NAME_BYTES) -> str:
    """A file name, made from any text, that every operating system accepts.

    Letters and digits of all scripts stay; everything else becomes a hyphen. A name that is too
    long, or of which nothing is left, gets eight digits of its hash, so that two such names differ.

    Parameters
    ----------
    name : str
        Any text: the name of a cluster, a picture, an upload.
    limit : int
        Largest size in bytes (UTF-8), at least 20.

    Returns
    -------
    str
        Never empty, no separator, no dot at either end, no device name of Windows.

    Examples
    --------
    >>> slug("Côte d'Ivoire: TIC / numérique")
    'Côte-d-Ivoire-TIC-numérique'
    >>> slug("../../etc/passwd"), slug("CON.txt"), slug("report v2.1.")
    ('etc-passwd', '_CON.txt', 'report-v2.1')
    """
    text = unicodedata.normalize("NFC", name)
    kept = "".join(ch if ch in "._" or unicodedata.category(ch)[0] in "LNM" else "-" for ch in text)
    kept = re.sub(r"[.-]{2,}", lambda run: "-" if "-" in run[0] else ".", kept).strip(".-")
    if _DEVICES.fullmatch(kept.split(".")[0]):
        kept = f"_{kept}"
    if kept.strip("_") and len(kept.encode()) <= limit:
        return kept
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    head = kept.encode()[: limit - 9].decode("utf-8", "ignore").rstrip(".-_")
    return f"{head}-{digest}" if head.strip("_") else f"file-{digest}"


def inside(folder: Path | str, name: str) -> Path:
    """Path of `name` below `folder`; refused when it would lie elsewhere.

    Raises
    ------
    ClusterlibError
        When the name climbs out, is absolute, names a drive, or passes through a link.

    Examples
    --------
    >>> inside("runs", "tables/demands.csv").name
    'demands.csv'
    >>> inside("runs", "../runs_private/x.csv")
    Traceback (most recent call last):
    ...
    clusterlib.faults.ClusterlibError: The name '../runs_private/x.csv' leads out of its folder. \
Give a plain file name.
    """
    root = Path(folder).resolve()
    bad = "\\" in name or ":" in name or "\0" in name or not name.strip("/. ")
    if bad or not (path := (root / name).resolve()).is_relative_to(root) or path == root:
        raise ClusterlibError(f"The name {name!r} leads out of its folder. Give a plain file name.")
    return path


def is_leftover(path: Path) -> bool:
    """Whether a file or folder is left of a broken attempt and is to be passed over."""
    return path.name.startswith(".") and path.name.endswith(".tmp")


def write_bytes(path: Path | str, data: bytes, *, attempts: int = ATTEMPTS, pause: float = PAUSE) -> Path:
    """Write a file whole or not at all.

    Parameters
    ----------
    path : path
        Where the file goes; its folder must exist. An earlier file keeps its permissions.
    data : bytes
        The content.
    attempts, pause : int, float
        How often a file that another program holds is tried again, and the first wait in seconds.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    ClusterlibError
        When the file is held by another program, the folder cannot be written to or the disk is
        full. The earlier file is then unchanged.
    """
    target = Path(path)
    beside = _beside(target)
    try:
        with open(beside, "xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        _move(beside, target, attempts=attempts, pause=pause)
    except OSError as error:
        raise _refused(target, len(data), error) from error
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(target.parent)
    return target


def write_text(path: Path | str, text: str) -> Path:
    """`write_bytes` for text, as UTF-8 with the line ends it has."""
    return write_bytes(path, text.encode("utf-8"))


def write_folder(
    folder: Path | str, files: Mapping[str, bytes], *, last: Iterable[str] = ()
) -> tuple[Path, ...]:
    """Write several files as one: all of them are finished before the first takes its place.

    Parameters
    ----------
    folder : path
        A folder that does not exist yet appears at once with all its files.
    files : mapping of str to bytes
        Names below the folder, with ``/`` between folders.
    last : iterable of str
        Names that move after all others, for example the record that says the rest is there.

    Returns
    -------
    tuple of Path
        The files, in the order in which they were moved.

    Raises
    ------
    ClusterlibError
        As `write_bytes`; files that had been replaced by then are put back.
    """
    target = Path(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = _beside(target)
    try:
        for name, data in files.items():
            place = inside(beside, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(place, data)
        if not target.exists():
            beside.mkdir(exist_ok=True)
            _move(beside, target)
            _sync_folder(target.parent)
            return tuple(target / name for name in files)
        return replace_into(beside, target, last=last)
    except OSError as error:
        raise _refused(target, sum(map(len, files.values())), error) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def replace_into(source: Path | str, target: Path | str, *, last: Iterable[str] = ()) -> tuple[Path, ...]:
    """Move finished files into their folder one by one; all of them, or none.

    Parameters
    ----------
    source, target : path
        Folder with the finished files, and the folder they belong to (same disk); files of the
        target that the source lacks stay.
    last : iterable of str
        Names that move after all others.

    Returns
    -------
    tuple of Path
        The files in their place, in the order in which they were moved.

    Raises
    ------
    ClusterlibError
        When a file is held by another program; what had been replaced is put back.
    """
    source, target = Path(source), Path(target)
    late = set(last)
    names = sorted(p.relative_to(source).as_posix() for p in source.rglob("*") if p.is_file())
    names.sort(key=lambda name: name in late)
    kept = _beside(target / "before")
    moved: list[str] = []
    try:
        for name in names:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            _keep(target / name, kept / name)
            _move(source / name, target / name)
            moved.append(name)
    except OSError as error:
        _put_back(moved, kept, target)
        raise _refused(target / names[len(moved)], 0, error) from error
    finally:
        shutil.rmtree(kept, ignore_errors=True)
    _sync_folder(target)
    return tuple(target / name for name in names)


def _keep(path: Path, copy: Path) -> None:
    """A second name for the earlier file, so that it can be put back."""
    if not path.exists():
        return
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, copy)
    except OSError:  # a file system without hard links
        shutil.copy2(path, copy)


def _put_back(moved: list[str], kept: Path, target: Path) -> None:
    for name in reversed(moved):
        if (kept / name).exists():
            _move(kept / name, target / name)
        else:
            (target / name).unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.parent / f".{slug(path.name, limit=60)}.{secrets.token_hex(4)}.tmp"


def _move(source: Path, target: Path, *, attempts: int = ATTEMPTS, pause: float = PAUSE) -> None:
    """`os.replace`, patient with programs (Excel, virus scanners) that hold a file for a moment."""
    for attempt in range(attempts):
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if attempt == attempts - 1:
                raise
            time.sleep(pause * 2**attempt)


def _sync_folder(folder: Path) -> None:
    """Make a move survive a power cut where the system lets a folder be synchronised."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:  # some network disks refuse; the move itself has happened
        pass
    finally:
        os.close(handle)


def _refused(path: Path, size: int, error: OSError) -> ClusterlibError:
    what = f"{path.name} was not saved:"
    earlier = " The earlier file is unchanged." if path.exists() else ""
    if error.errno in _FULL:
        need = f" It needs {max(1, size // 1024)} kB." if size else ""
        return ClusterlibError(
            f"{what} there is no room on the disk.{need}{earlier} Free some space and save again."
        )
    if isinstance(error, PermissionError) and path.exists() and os.access(path.parent, os.W_OK):
        return ClusterlibError(
            f"{what} another program holds it.{earlier} Close the file in Excel and save again."
        )
    if isinstance(error, PermissionError):
        return ClusterlibError(
            f"{what} you may not write into its folder {path.parent.name}.{earlier} Choose another folder."
        )
    if isinstance(error, FileNotFoundError):
        return ClusterlibError(
            f"{what} its folder {path.parent.name} does not exist. Create it or choose another."
        )
    reason = error.strerror or type(error).__name__
    return ClusterlibError(f"{what} {reason}.{earlier} Choose another place and save again.")
