"""How much memory one kernel may take beside what every kernel shares with the warm parent."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

#: Where a kernel is told its bound, in MB; blank or 0: none.
BOUND = "CLUSTERLIB_MEMORY"
#: MB that a kernel may take, unless said otherwise; a workbook takes about 150.
USUAL = 800
#: MB that a kernel which is not forked takes to load what the others find loaded.
LOADING = 700
_MB = 1024 * 1024


def bound(environment: Mapping[str, str]) -> int:
    """The bound in MB; 0 where there is none.

    Examples
    --------
    >>> bound({"CLUSTERLIB_MEMORY": "300"}), bound({}), bound({"CLUSTERLIB_MEMORY": "much"})
    (300, 0, 0)
    """
    text = environment.get(BOUND, "")
    return int(text) if text.isdigit() else 0


def data(pid: int | str = "self") -> int:
    """Bytes of data that a process holds by now; 0 where the system does not say."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return 0
    found = next((line.split() for line in lines if line.startswith("VmData:")), None)
    return int(found[1]) * 1024 if found else 0


def limit(more: int, *, pid: int = 0, loading: int = 0) -> bool:
    """Let a process take so many MB more than it has now, and no more: it is then refused, not the machine.

    Parameters
    ----------
    more : int
        MB; 0 sets no bound.
    pid : int
        The process; 0: this one.
    loading : int
        MB that it still needs to load.

    Returns
    -------
    bool
        Whether the bound holds; not every system can set one.
    """
    if not more or sys.platform != "linux":
        return False
    import resource

    most = data(pid or os.getpid()) + (more + loading) * _MB
    try:
        resource.prlimit(pid, resource.RLIMIT_DATA, (most, most))
    except (OSError, ValueError):
        return False
    return True
