"""A PostgreSQL of our own in a temporary folder, for tests; it listens on a socket in that folder only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

USER = "postgres"


def tools() -> Path | None:
    """Folder of PostgreSQL's programs, the newest; None where it is not installed."""
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    newest = sorted(folders, key=lambda path: int(path.parent.name.split(".")[0]))
    elsewhere = shutil.which("initdb")
    found = [*([Path(elsewhere).parent] if elsewhere else []), *newest]
    return next((path for path in reversed(found) if (path / "initdb").exists()), None)


class Cluster:
    """A running server; PostgreSQL refuses to be run by root, so root hands it to another user."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.home = Path(tempfile.mkdtemp(prefix="pg-"))
        self._as: list[str] = []
        if os.getuid() == 0:
            user = pwd.getpwnam(USER)
            os.chown(self.home, user.pw_uid, user.pw_gid)
            self._as = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        self._run(
            "initdb", "-D", self.home / "data", "-U", "clusterlib", "-A", "trust", "-E", "UTF8", "--locale=C"
        )
        self.start()

    def _run(self, program: str, *words: object) -> None:
        command = [*self._as, str(self.programs / program), *map(str, words)]
        done = subprocess.run(command, cwd=self.home, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        # without waiting for the disk: these tests end processes, not the power
        options = f"-c listen_addresses='' -c unix_socket_directories={self.home} -c fsync=off"
        self._run("pg_ctl", "-D", self.home / "data", "-l", self.home / "log", "-w", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "-D", self.home / "data", "-m", mode, "-w", "stop")

    def database(self, name: str) -> str:
        """Address of a new, empty database."""
        self._run("createdb", "-h", self.home, "-U", "clusterlib", name)
        return f"postgresql://clusterlib@/{name}?host={self.home}"

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._run("dropdb", "--force", "-h", self.home, "-U", "clusterlib", name)

    def remove(self) -> None:
        try:
            self.stop("immediate")
        finally:
            shutil.rmtree(self.home, ignore_errors=True)
