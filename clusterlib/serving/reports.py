"""Reports made for the browser: the chain runs on a copy of the case, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from clusterlib.inputs import cases

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
        ``waiting``, ``running``, ``done`` or ``failed``.
    log : str
        What the chain said last; for the person who looks after the server.
    file : Path or None
        The report, when it is done.
    """

    key: tuple[str, int, str, str]
    state: str = "waiting"
    log: str = ""
    file: Path | None = None


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
        """The report of this version of a case; it is begun if nobody asked for it yet."""
        key = (case_id, version, kind, lang)
        known = self.jobs.get(key)
        if known is None or known.state == "failed":
            known = self.jobs[key] = Job(key)
            threading.Thread(target=self._make, args=(known, case), daemon=True).start()
        return known

    def _make(self, job: Job, case: cases.Case) -> None:
        case_id, version, kind, lang = job.key
        with _turn:
            job.state = "running"
            copy = self.folder / case_id / f"case-{version}"
            run = self.folder / case_id / f"run-{lang}"
            try:
                if not copy.is_dir():
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    cases.save_folder(case, copy)
                made = _call("run", str(copy), "--out", str(run), "--lang", lang)
                if made.returncode not in (0, 1, 3) or not (run / "run.json").is_file():
                    raise OSError(made.stdout)
                job.file = run / f"report.{kind}"
                if kind != "html":
                    made = _call("report", str(run), "--to", kind)
                if made.returncode not in (0, 1, 3) or not job.file.is_file():
                    raise OSError(made.stdout)
                job.state = "done"
            except OSError as error:
                job.log, job.state = str(error), "failed"


def _call(*words: str) -> subprocess.CompletedProcess[str]:
    """One command of the library; its output is kept for the log."""
    return subprocess.run(
        [sys.executable, "-m", "clusterlib", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
