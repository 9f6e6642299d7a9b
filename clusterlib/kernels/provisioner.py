"""A provisioner of Jupyter kernels that forks them from a warm parent, and starts stock ones if it cannot."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from clusterlib.kernels import memory

#: Seconds the parent may take to answer.
PATIENCE = 60.0
#: Seconds it may take to load, also on a machine that has much else to do.
LOADING = 180.0
log = logging.getLogger(__name__)


class Warm:
    """The one warm parent of this process, begun when the first child is wanted.

    Parameters
    ----------
    *modules : str
        Loaded in the parent beside the library itself.
    **environment : str
        Added to its environment.
    """

    def __init__(self, *modules: str, **environment: str) -> None:
        self._modules, self._environment = modules, environment
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._answers: Any = None
        self._adopted = False
        self.births = 0  #: how many parents there have been; a kernel knows the one it comes from

    def begin(self) -> None:
        """Start the parent if it does not run; it loads while others work.

        Raises
        ------
        OSError
            If it cannot be started here.
        """
        with self._lock:
            self._begin()

    def adopt(self, line: socket.socket) -> None:
        """Take a parent that somebody else has begun, at the other end of `line`."""
        with self._lock:
            self._end()
            self.births += 1
            self._take(line)
            self._adopted = True

    def ask(self, request: dict[str, Any], *, birth: int = 0) -> dict[str, Any]:
        """Send one request and wait for its answer.

        Parameters
        ----------
        request : dict
            What is wanted.
        birth : int
            Which parent must answer; another one does not know the kernels of the first. 0: any, and a
            new one is started if there is none.

        Returns
        -------
        dict
            The answer, with the ``birth`` of who gave it.

        Raises
        ------
        OSError
            If the parent is gone, cannot be started, or does not answer.
        """
        with self._lock:
            if not birth:
                self._begin()
            elif birth != self.births or self._line is None:
                raise OSError("the parent of this kernel is gone")
            assert self._line is not None
            try:
                self._line.sendall((json.dumps(request) + "\n").encode("utf-8"))
                return self._read() | {"birth": self.births}
            except OSError:
                self._end()
                raise

    def end(self) -> None:
        """End the parent and with it all its kernels."""
        with self._lock:
            self._end()

    def _begin(self) -> None:
        if self._adopted or (self._process is not None and self._process.poll() is None):
            return
        if not hasattr(os, "fork") or sys.platform == "darwin":  # its system libraries forbid a bare fork
            raise OSError("kernels cannot be forked on this system")
        self._end()
        self.births += 1
        mine, theirs = socket.socketpair()
        with theirs:
            theirs.set_inheritable(True)
            self._process = subprocess.Popen(
                [sys.executable, "-m", "clusterlib.kernels.parent", str(theirs.fileno()), *self._modules],
                pass_fds=(theirs.fileno(),),
                env=os.environ | self._environment,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._take(mine)
        mine.settimeout(LOADING)
        try:
            ready = self._read().get("ready")
        except OSError:
            self._end()  # the next kernel does not wait for a parent that nobody listens to
            raise
        if not ready:
            self._end()
            raise OSError("the warm parent did not begin well")
        mine.settimeout(PATIENCE)

    def _take(self, line: socket.socket) -> None:
        line.settimeout(PATIENCE)
        self._line, self._answers = line, line.makefile("r", encoding="utf-8")

    def _read(self) -> dict[str, Any]:
        answer = self._answers.readline()
        if not answer:
            raise OSError("the warm parent is gone")
        return dict(json.loads(answer))

    def _end(self) -> None:
        for open_file in (self._answers, self._line):
            if open_file is not None:
                open_file.close()
        if self._process is not None:
            try:
                self._process.wait(timeout=2)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = self._line = self._answers = None
        self._adopted = False


#: Shared by all provisioners of a server.
WARM = Warm()


class Forked:
    """A kernel forked from the parent, with the part of `subprocess.Popen` that a provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, warm: Warm, birth: int) -> None:
        self.pid = pid
        self._birth = birth
        self.returncode: int | None = None
        self._warm = warm

    def poll(self) -> int | None:
        """Exit code, or None while it runs."""
        if self.returncode is None:
            try:
                self.returncode = self._warm.ask({"do": "poll", "pid": self.pid}, birth=self._birth)["code"]
            except OSError:  # the parent is gone, and its kernels with it
                self.returncode = -signal.SIGKILL
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end.

        Raises
        ------
        subprocess.TimeoutExpired
            If it has not ended in time.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("kernel", timeout or 0.0)
            time.sleep(0.05)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class WarmProvisioner(LocalProvisioner):
    """Launches a kernel by forking the warm parent; a stock kernel where that is not possible."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch a kernel.

        Parameters
        ----------
        cmd : list of str
            Command of a stock kernel; what follows its module is handed to the forked one.
        **kwargs
            ``cwd`` and ``env`` as for a process.
        """
        if "-f" not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        environment = dict(kwargs.get("env") or os.environ)
        request = {
            "do": "fork",
            "argv": cmd[cmd.index("-f") :],
            "cwd": str(kwargs.get("cwd") or os.getcwd()),
            "env": environment,
        }
        try:
            # a parent may still be loading; meanwhile the server answers others
            answer = await asyncio.to_thread(WARM.ask, request)
        except OSError as error:
            log.warning("A kernel begins cold: %s.", error)
            info = await super().launch_kernel(cmd, **kwargs)
            memory.limit(memory.bound(environment), pid=self.pid or 0, loading=memory.LOADING)
            return info
        pid = int(answer["pid"])
        self.process = Forked(pid, WARM, int(answer["birth"]))  # type: ignore[assignment]
        self.pid = self.pgid = pid  # it leads a session, hence a group, of its own
        self.cwd = kwargs.get("cwd")
        return self.connection_info
