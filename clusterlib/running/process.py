"""Start one step as a process, watch it, and end it when it stands still."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from clusterlib import places
from clusterlib.kernels.provisioner import Forked, Warm

#: What runs in the process of a step.
EXECUTE = "clusterlib.running.execute"
#: Forks the processes of the steps; the same text hashes alike in all of them.
STEPS = Warm("papermill", EXECUTE, "clusterlib.running.translation", PYTHONHASHSEED="0")
_Process: TypeAlias = "subprocess.Popen[bytes] | Forked"
#: Seconds without any sign of life after which a step counts as stalled, beyond the limit of one cell.
GRACE = 60.0


def run_step(
    staging: Path,
    *,
    notebook: Path,
    parameters: dict[str, Any],
    lang: str,
    limit: int,
    environment: dict[str, str],
    tick: Callable[[float], None] = lambda _: None,
) -> dict[str, Any]:
    """Run one workbook in a process of its own and say how it ended.

    Parameters
    ----------
    staging : Path
        Folder for the job, its log and its end note; in ``files`` lies what the step writes.
    notebook : Path
        The workbook.
    parameters : dict
        Checked parameters.
    lang : str
        Language of the text cells.
    limit : int
        Seconds one cell may take.
    environment : dict
        Added to the environment of the process.
    tick : callable
        Called with the seconds gone, about five times a second.

    Returns
    -------
    dict
        ``ok``, ``reason``, and ``stalled`` when the process showed no sign of life and was ended.
    """
    output = staging / "files" / notebook.name
    job = {
        "notebook": str(notebook),
        "output": str(output),
        "parameters": parameters,
        "lang": lang,
        "limit": limit,
        "folder": str(staging),
    }
    (staging / "job.json").write_text(json.dumps(job), "utf-8")
    process = _begin(staging / "job.json", staging / "log.txt", {**os.environ, **environment})
    try:
        stalled = _watch(process, output, limit + GRACE, tick)
    except BaseException:
        _end(process)
        raise
    if stalled:
        return {
            "ok": False,
            "stalled": True,
            "reason": f"no sign of life for {limit + GRACE:.0f} seconds; ended",
        }
    try:
        result = json.loads((staging / "result.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {"ok": False, "reason": f"the process ended without a result (exit code {process.returncode})"}
    return dict(result)


def _begin(job: Path, log: Path, environment: dict[str, str]) -> _Process:
    """A process forked from the warm parent, or a new one where nothing can be forked."""
    request = {
        "do": "step",
        "module": EXECUTE,
        "job": str(job),
        "log": str(log),
        "cwd": os.getcwd(),
        "env": environment | {"JUPYTER_PATH": places.jupyter_path()},
    }
    try:
        answer = STEPS.ask(request)
        return Forked(int(answer["pid"]), STEPS, int(answer["birth"]))
    except OSError:
        with log.open("wb") as written:
            return subprocess.Popen(
                [sys.executable, "-m", EXECUTE, str(job)],
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=written,
                start_new_session=True,
                env=environment,
            )


def _watch(process: _Process, output: Path, patience: float, tick: Callable[[float], None]) -> bool:
    begun = last = time.monotonic()
    seen = 0
    while process.poll() is None:
        time.sleep(0.1)
        now = time.monotonic()
        tick(now - begun)
        changed = output.stat().st_mtime_ns if output.exists() else 0
        if changed != seen:
            seen, last = changed, now
        elif now - last > patience:
            _end(process)
            return True
    return False


def _end(process: _Process) -> None:
    """End the process and its kernel (which ends itself when its parent is gone)."""
    for strike in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
        try:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, strike)
            else:
                process.kill()
            process.wait(timeout=5)
            return
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:
            return
