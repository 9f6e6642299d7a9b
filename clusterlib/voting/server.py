"""The process beside Voila that phones talk to, told what to do on its stdin.

A process of its own, so that a workbook that keeps the server busy holds up no vote. It ends when its
parent does, also when that is killed: then its stdin ends.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import IO

import uvicorn

from clusterlib.store.database import open_store
from clusterlib.voting.booth import Booth
from clusterlib.voting.phones import app


def told(line: str) -> uvicorn.Server:
    """The server as the parent wants it.

    Parameters
    ----------
    line : str
        JSON with ``store``, ``host``, ``port``, ``secret`` (hexadecimal) and ``lang``. It comes on stdin,
        because others may read the words and the environment of a process.
    """
    words = json.loads(line)
    booth = Booth(open_store(words["store"]), bytes.fromhex(words["secret"]), words["lang"])
    made = app(booth, loopback=words["host"] == "127.0.0.1")
    config = uvicorn.Config(
        made, host=words["host"], port=words["port"], log_level="warning", access_log=False,
        server_header=False, proxy_headers=False, lifespan="off", timeout_keep_alive=20, backlog=512,
    )  # fmt: skip
    return uvicorn.Server(config)


def _end_with(parent: IO[str]) -> None:
    parent.read()
    os._exit(0)  # every vote that was answered is on the disk


def main() -> None:
    """Serve until the parent is gone."""
    server = told(sys.stdin.readline())
    threading.Thread(target=_end_with, args=(sys.stdin,), daemon=True).start()
    server.run()


if __name__ == "__main__":
    main()
