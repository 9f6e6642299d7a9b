"""What parts show of the case of a course that nobody has changed yet: computed once for all.

Thirty learners open the same workbook on thirty copies of one case at the same moment. Until one of them
changes something, all see the same; so the first computes a part, and the others wait for it and take it.
Where anything differs (the case, its version, the language, a hand-over, the library), each computes alone.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import filelock

from clusterlib import atomic, tables
from clusterlib.running import fingerprints
from clusterlib.running.runs import digest
from clusterlib.shown import Shown, tables_behind
from clusterlib.store import held

if TYPE_CHECKING:
    from clusterlib.entered import Entered

#: Where kernels are told the folder they share; it is made anew with each start of the server.
LOOKS = "CLUSTERLIB_LOOKS"
#: Seconds to wait for another kernel that computes the same part; then it is computed here too.
PATIENCE = 30.0


def look(node: Shown, step: Entered) -> str:
    """The markup of a part: taken from the shared folder where it is the same for all, else computed.

    Parameters
    ----------
    node : Shown
        The part.
    step : Entered
        The open step.
    """
    place = _place(node, step)
    if place is None:
        return node.html()
    with contextlib.suppress(OSError):
        return place.read_text("utf-8")
    try:
        with _waiting(place.parent), filelock.FileLock(f"{place}.lock", timeout=PATIENCE):
            if place.exists():
                return place.read_text("utf-8")
            html = node.html()
            atomic.write_bytes(place, html.encode("utf-8"))
            return html
    except (filelock.Timeout, OSError):  # too slow, or a full disk: nobody else is helped, that is all
        return node.html()


def waits(folder: Path, pid: int | None) -> bool:
    """Whether a kernel waits for another one just now: then it does nothing, and is well all the same."""
    return pid is not None and (folder / f"{pid}.waits").exists()


@contextlib.contextmanager
def _waiting(folder: Path) -> Iterator[None]:
    sign = folder / f"{os.getpid()}.waits"
    sign.touch()
    try:
        yield
    finally:
        sign.unlink(missing_ok=True)


def _place(node: Shown, step: Entered) -> Path | None:
    """Where the markup lies, or would; None where it is not the same for all, or has to be computed here."""
    folder = os.environ.get(LOOKS, "")
    if not folder or node.writes or any(other.halted for other in step.nodes):
        return None
    origin = step.desk.untouched
    if not held.is_held(origin):  # changed by now, or brought along by one person
        return None
    behind = {*step.book.all_reads, *tables_behind([node.name], step.nodes)}
    handed = (name for name in behind if tables.table(name).kind != "input")
    parts = [
        fingerprints.library(),
        digest(step.book.path.read_bytes()),
        origin,
        step.case.name,
        digest(step.case.settings_text or b""),
        str(step.as_of),
        step.lang,
        node.name,
        *(f"{name} {_bytes(step.run.table_path(name))}" for name in sorted(handed)),
    ]
    return Path(folder) / f"{digest(chr(0).join(parts).encode('utf-8', 'surrogatepass'))}.html"


def _bytes(path: Path) -> str:
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""
