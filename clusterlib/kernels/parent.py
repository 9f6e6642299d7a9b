"""The warm parent: ``python -m clusterlib.kernels.parent FD`` loads everything once, then forks kernels.

It stays single-threaded, opens no store, and holds no case but the one that the server was started with. It
speaks lines of JSON over the socket whose file descriptor it is given; when the other end goes, it ends, and
its kernels end with it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import sys
from typing import Any

#: Set before numpy is imported: libraries that start threads of their own do not survive a fork.
QUIET = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MPLBACKEND": "agg",
}
#: Beside the library itself, what a kernel needs before its first cell is done.
LOADED = (
    "ipykernel.kernelapp",
    "ipywidgets",
    "anywidget",
    "matplotlib.pyplot",
    "scipy.stats",
    "babel.numbers",
)
#: Parts of the library that a kernel never needs; what serves pages loads a whole web server.
_LEFT_OUT = tuple(
    f"clusterlib.{name}"
    for name in (
        "cli",
        "__main__",
        "kernels",
        "running",
        "serving",
        "voting",
        "reports",
        "firms",
        "importing",
    )
)


def load() -> None:
    """Import what kernels need and fill what they would read from disk."""
    import clusterlib
    from clusterlib.faults import ClusterlibError

    for name in LOADED:
        importlib.import_module(name)
    for found in pkgutil.walk_packages(clusterlib.__path__, "clusterlib."):
        if not found.name.startswith(_LEFT_OUT):
            with contextlib.suppress(ImportError):  # a part whose extra is not installed
                importlib.import_module(found.name)
    from clusterlib import figures, readings, tables

    for lang in readings.LANGUAGES:
        if lang != "en":
            readings.catalogue(lang)
        readings.Speaker(lang).day("2027-02-01")
    for name in tables.names():
        # pandera loads its checks when the first table is checked
        tables.schema(name).validate(tables.empty(name), lazy=True)
    figures.finish(figures.axes(), alt="warm", source="warm")
    if course := os.environ.get("CLUSTERLIB_CASE", ""):
        from clusterlib.inputs import cases
        from clusterlib.store import held

        with contextlib.suppress(ClusterlibError):
            held.hold(cases.open_case(course))  # what every room begins with is judged before the first comes


class Parent:
    """Forks kernels on request and knows which of its children have ended.

    Parameters
    ----------
    line : socket.socket
        Connection to the process that wants kernels.
    """

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        self.ended: dict[int, int] = {}

    def serve(self) -> None:
        """Answer requests until the other end closes."""
        with self.line.makefile("r", encoding="utf-8") as requests:
            for request in requests:
                answer = self.answer(json.loads(request))
                self.line.sendall((json.dumps(answer) + "\n").encode("utf-8"))

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """What one request brings: a new kernel's pid, or the exit code of an old one."""
        self._collect()
        if request["do"] == "fork":
            return {"pid": self._fork(request)}
        return {"code": self.ended.get(int(request["pid"]))}

    def _collect(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                self.ended[pid] = os.waitstatus_to_exitcode(status)

    def _fork(self, request: dict[str, Any]) -> int:
        parent = os.getpid()
        pid = os.fork()
        if pid:
            return pid
        code = 1
        try:
            self.line.close()
            become(request, parent)
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)


def become(request: dict[str, Any], parent: int) -> None:
    """In the child: take the environment, folder and random state of a new process, and be a kernel."""
    import random

    import numpy as np

    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    random.seed()
    np.random.seed()
    gc.enable()
    import ipywidgets
    from ipykernel.kernelapp import IPKernelApp

    # ipywidgets was imported where no kernel was: pages ask this target for all widgets at once
    ipywidgets.register_comm_target()
    # the kernel watches who began it; that is this parent, which itself ends with the server
    IPKernelApp.launch_instance(argv=[*request["argv"], f"--IPKernelApp.parent_handle={parent}"])


def main(descriptor: int) -> int:
    """Load, say so, and serve."""
    os.environ.update({name: os.environ.get(name, value) for name, value in QUIET.items()})
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for a kernel, never for its parent
    gc.disable()
    load()
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=descriptor) as line:
        line.sendall(b'{"ready": true}\n')
        Parent(line).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
