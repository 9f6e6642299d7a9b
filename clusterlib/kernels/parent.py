"""The warm parent: ``python -m clusterlib.kernels.parent FD`` loads everything once, then forks kernels.

It stays single-threaded, opens no store, and holds no case but the one that a server was started with. It
speaks lines of JSON over the socket whose file descriptor it is given; when the other end goes, it ends, and
its kernels end with it. It also forks the processes in which a chain runs its steps; each of those forks the
kernel of its step in turn. Modules named behind the descriptor are loaded too.
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
import warnings
from typing import Any

from clusterlib.kernels import lean

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
    "ipykernel.debugger",
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


def load(*more: str) -> None:
    """Import what kernels need, and `more`, and fill what they would read from disk."""
    import clusterlib
    from clusterlib.faults import ClusterlibError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what libraries tell each other is not for a user's terminal
        for name in (*LOADED, *more):
            importlib.import_module(name)
        for found in pkgutil.walk_packages(clusterlib.__path__, "clusterlib."):
            if not found.name.startswith(_LEFT_OUT):
                with contextlib.suppress(ImportError):  # a part whose extra is not installed
                    importlib.import_module(found.name)
    from clusterlib import figures, readings, tables
    from clusterlib.running import fingerprints

    fingerprints.library()
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
        self.steps: set[int] = set()

    def serve(self) -> None:
        """Answer requests until the other end closes; what still runs of a chain ends then."""
        with self.line.makefile("r", encoding="utf-8") as requests:
            for request in requests:
                answer = self.answer(json.loads(request))
                self.line.sendall((json.dumps(answer) + "\n").encode("utf-8"))
        self._collect()
        for pid in self.steps - self.ended.keys():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """What one request brings: the pid of a new kernel or step, or the exit code of an old one."""
        self._collect()
        if request["do"] in CHILDREN:
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
            if request["do"] == "step":
                self.steps.add(pid)
            return pid
        code = 1
        try:
            self.line.close()
            _born(request)
            code = CHILDREN[request["do"]](request, parent) or 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)


def _born(request: dict[str, Any]) -> None:
    """In the child: take the environment, folder and random state of a new process."""
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


def be_kernel(request: dict[str, Any], parent: int) -> None:
    """Be the kernel that the words ``argv`` of a request describe."""
    from clusterlib.kernels import memory

    memory.limit(memory.bound(os.environ))
    import ipywidgets
    from ipykernel.kernelapp import IPKernelApp

    # ipywidgets was imported where no kernel was: pages ask this target for all widgets at once
    ipywidgets.register_comm_target()
    # the kernel watches who began it; that is this parent, which itself ends with the server
    words = [f"--IPKernelApp.parent_handle={parent}", "--HistoryManager.enabled=False"]
    IPKernelApp.launch_instance(argv=[*request["argv"], *words])


def be_step(request: dict[str, Any], parent: int) -> int:
    """Call ``main`` of the ``module`` with the file ``job``; its kernel comes from a parent forked here."""
    from clusterlib.kernels.provisioner import WARM

    with open(request["log"], "ab") as log:
        for stream in (1, 2):
            os.dup2(log.fileno(), stream)
    mine, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        mine.close()
        with theirs:
            Parent(theirs).serve()
        os._exit(0)
    theirs.close()
    WARM.adopt(mine)
    return int(importlib.import_module(request["module"]).main(request["job"]))


#: What a child becomes, by the word of the request.
CHILDREN = {"fork": be_kernel, "step": be_step}


def main(descriptor: int, *more: str) -> int:
    """Load, say so, and serve."""
    os.environ.update({name: os.environ.get(name, value) for name, value in QUIET.items()})
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for a kernel, never for its parent
    gc.disable()
    lean.lean(lean.DEBUGGER)
    load(*more)
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=descriptor) as line:
        line.sendall(b'{"ready": true}\n')
        Parent(line).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), *sys.argv[2:]))
