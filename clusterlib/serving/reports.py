"""Reports made for the browser: the chain runs on a copy of the case, in a process of its own."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from clusterlib.faults import ClusterlibError
from clusterlib.inputs import cases

log = logging.getLogger(__name__)

#: Kinds of report, with what a browser is told they are.
KINDS = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
#: Reports that are made at the same time; others wait for their turn.
AT_ONCE = 1
_turn = threading.Semaphore(AT_ONCE)


@dataclass
class Job:
    """One report in the making.

    Attributes
    ----------
    key : tuple
        Case, version, kind and language: the same report is not made twice.
    state : str
        ``waiting``, ``running``, ``done``, ``failed`` or ``stopped``.
    log : str
        What the chain said last; for the person who looks after the server.
    file : Path or None
        The report, when it is done.
    done, of : int
        Parts that are done, of how many.
    """

    key: tuple[str, int, str, str]
    state: str = "waiting"
    log: str = ""
    file: Path | None = None
    done: int = 0
    of: int = 0
    _process: subprocess.Popen[str] | None = None


@dataclass
class Reports:
    """All reports of a server, by case.

    Parameters
    ----------
    folder : Path
        Where copies of cases and runs lie.
    """

    folder: Path
    jobs: dict[tuple[str, int, str, str], Job] = field(default_factory=dict)

    def ask(self, case: cases.Case, case_id: str, version: int, kind: str, lang: str) -> Job:
        """The report of this version of a case; it is begun if nobody asked for it yet.

        One that was stopped is begun again only by `again`.
        """
        key = (case_id, version, kind, lang)
        known = self.jobs.get(key)
        if known is None or known.state == "failed":
            known = self.jobs[key] = Job(key)
            threading.Thread(target=self._make, args=(known, case), daemon=True).start()
        return known

    def again(self, case_id: str, version: int, kind: str, lang: str) -> None:
        """Forget that a report was stopped."""
        known = self.jobs.get((case_id, version, kind, lang))
        if known is not None and known.state == "stopped":
            del self.jobs[known.key]

    def stop(self, case_id: str, version: int, kind: str, lang: str) -> None:
        """End the making of a report; what was made before stays."""
        job = self.jobs.get((case_id, version, kind, lang))
        if job is None or job.state not in ("waiting", "running"):
            return
        job.state = "stopped"
        _end(job._process)

    def before(self, job: Job) -> int:
        """How many reports are made before this one has its turn."""
        jobs = list(self.jobs.values())
        ahead = jobs[: jobs.index(job)] if job in jobs else []
        return sum(other.state in ("waiting", "running") for other in ahead)

    def end(self) -> None:
        """End all that is in the making: the server goes."""
        for job in list(self.jobs.values()):
            self.stop(*job.key)

    def _make(self, job: Job, case: cases.Case) -> None:
        case_id, version, kind, lang = job.key
        with _turn:
            if job.state == "stopped":
                return
            job.state = "running"
            copy = self.folder / case_id / f"case-{version}"
            run = self.folder / case_id / f"run-{lang}"
            try:
                if not copy.is_dir():
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    cases.save_folder(case, copy)
                job.file = run / self._follow(job, str(copy), str(run), kind, lang)
                job.state = "done"
            except (OSError, ClusterlibError) as error:
                if job.state != "stopped":
                    job.log, job.state = str(error), "failed"
                    log.error("A report could not be made: %s", error)

    def _follow(self, job: Job, *words: str) -> str:
        """Begin the making and note how far it is until it ends; gives back the name of the file."""
        said: list[str] = []
        name = ""
        with subprocess.Popen(
            [sys.executable, "-m", "clusterlib.serving.report_job", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            env={**os.environ, "CLUSTERLIB_MODE": "batch"},
        ) as process:
            job._process = process
            if job.state == "stopped":
                _end(process)
            for line in process.stdout or ():
                try:
                    told = json.loads(line)
                    job.done, job.of = told.get("done", job.done), told.get("of", job.of)
                    name = told.get("file", name)
                except (ValueError, AttributeError):
                    said = [*said[-20:], line]
        if process.returncode or not name:
            raise OSError("".join(said) or f"exit code {process.returncode}")
        return name


def _end(process: subprocess.Popen[str] | None) -> None:
    """End a process with all that it began."""
    if process is not None and process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
