"""Start the voting server beside the apps, keep it running, and know its address."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import segno

from clusterlib.store import polls, workspaces
from clusterlib.store.database import Store

#: Ports that are tried, one after the other, from the one after the server's own.
PORTS = 20
LOOPBACK = "127.0.0.1"


@dataclass
class Beside:
    """The voting server of one server of apps.

    Parameters
    ----------
    where : str
        Address of the store.
    host : str
        Address to listen at: the loopback address, or all.
    reached : str
        Name or number by which phones reach this machine.
    first : int
        First port to try.
    secret : bytes
        Seals the pages that phones see.
    lang : str
        Language of phones that ask for none of ours.
    """

    where: str
    host: str
    reached: str
    first: int
    secret: bytes
    lang: str
    port: int = 0
    _process: subprocess.Popen[str] | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)

    @property
    def open_to_phones(self) -> bool:
        """Whether another device can reach it at all."""
        return self.host != LOOPBACK

    @property
    def process(self) -> int | None:
        """Number of its process; None while it does not run."""
        runs = self._process is not None and self._process.poll() is None
        return self._process.pid if self._process is not None and runs else None

    def link(self, code: str) -> str:
        """What voters type."""
        return f"http://{self.reached}:{self.port}/{code}"

    def begin(self, *, patience: float = 20.0) -> bool:
        """Start it if it does not run; whether it answers within `patience` seconds."""
        with self._turn:
            if self._process is None or self._process.poll() is not None:
                self.port = self.port or _free(self.host, self.first)
                self._start()
            until = time.monotonic() + patience
            while time.monotonic() < until and self._process is not None and self._process.poll() is None:
                with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, self.port), 1):
                    return True
                time.sleep(0.1)
        return False

    def _start(self) -> None:
        words = {"store": self.where, "host": self.host, "port": self.port, "secret": self.secret.hex(),
                 "lang": self.lang}  # fmt: skip
        command = [sys.executable, "-m", "clusterlib.voting.server"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, encoding="utf-8")
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it ended at once; `begin` sees that
            self._process.stdin.write(json.dumps(words) + "\n")
            self._process.stdin.flush()

    def end(self) -> None:
        """End it."""
        with self._turn:
            if self._process is not None:
                self._process.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(10)
                self._process = None


def unfinished(store: Store) -> bool:
    """Whether a vote that was begun before still waits for phones: then they must find it after a restart."""
    rooms = [room for kind in ("desktop", "course") for room in workspaces.of_kind(store, kind)]
    return any(not poll.ended for room in rooms for poll in polls.polls_in(store, room.id))


def qr(link: str, title: str) -> str:
    """A link as a QR code: SVG to stand in a page, black on white, with its quiet zone.

    Examples
    --------
    >>> "<title>Vote &lt;here&gt;</title>" in qr("http://10.0.0.7:8867/AB2C3D", "Vote <here>")
    True
    """
    made = segno.make(link, error="m", micro=False)
    return made.svg_inline(
        scale=1,
        border=4,
        dark="#000",
        light="#fff",
        title=title,
        svgclass="qr",
        lineclass=None,
        omitsize=True,
    )


def _free(host: str, first: int) -> int:
    """The first free port, so that a restarted server finds its old one again and links stay good."""
    for port in range(first, min(first + PORTS, 65_536)):
        with socket.socket() as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((host, port))
                return port
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
