"""One step of a run: its workbook executed in a staging folder, its files moved into place, all or none."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clusterlib import atomic
from clusterlib.running import declared, process, runs
from clusterlib.running.run_state import State
from clusterlib.workbook import NOTES

#: Part of a step's staging folder that is moved into the run when the step finished.
FILES = "files"


def execute(
    state: State, book: declared.Workbook, entry: dict[str, Any], last: dict[str, Any] | None
) -> dict[str, Any]:
    """Run the workbook of a step and take over what it wrote.

    Parameters
    ----------
    state : State
        The run so far.
    book : Workbook
        What is run.
    entry : dict
        What is known of the step before: parameters, hashes of what it reads.
    last : dict or None
        Its last good entry, kept beside a failure.

    Returns
    -------
    dict
        The entry for ``run.json``: done or failed, with what was written.
    """
    staging = state.folder.path / ".staging" / book.path.stem
    values = {
        "case": str(state.case.path.absolute()),
        "out": str(state.folder.path),
        "lang": state.lang,
        **entry["parameters"],
    }
    given = {name: value for name, value in values.items() if name in book.parameters}
    environment = {
        "CLUSTERLIB_MODE": "batch",
        "CLUSTERLIB_STAGING": str(staging / FILES),
        "MPLBACKEND": "agg",
        "CLUSTERLIB_HANDED": ",".join(sorted(state.handed())),
        "PYTHONHASHSEED": "0",
        "CLUSTERLIB_WORKBOOKS": str(book.path.parent),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
    }
    begun = time.monotonic()
    for _ in range(2):  # a stalled kernel is started once more
        shutil.rmtree(staging, ignore_errors=True)
        (staging / FILES).mkdir(parents=True)
        result = process.run_step(
            staging,
            notebook=book.path,
            parameters=given,
            lang=state.lang,
            limit=state.limit,
            environment=environment,
            tick=lambda seconds: state.tick(book.step, "running", seconds),
        )
        if not result.get("stalled"):
            break
    notes = _notes(staging, book) if result["ok"] else {}
    if result["ok"] and not notes:
        result = {"ok": False, "reason": "the workbook ended early: its last cell did not run"}
    entry["seconds"] = round(time.monotonic() - begun, 2)
    if not result["ok"]:
        _keep_failed(state, book, staging)
        entry |= {"status": "failed", "reason": result["reason"]} | ({"kept": last} if last else {})
    else:
        entry |= {name: notes[name] for name in ("tables", "checks", "answers", "absent")}
        entry |= {"status": "done", "writes": _take(state, book, staging)}
        remove(state, last, keep=entry["writes"])
    state.tick(book.step, entry["status"], entry["seconds"])
    return entry


def _notes(staging: Path, book: declared.Workbook) -> dict[str, Any]:
    """The end note of a step, if it is there, is its own, and names files that exist."""
    try:
        notes = json.loads((staging / NOTES).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    there = all((staging / FILES / "tables" / f"{name}.csv").is_file() for name in notes.get("tables", ()))
    return dict(notes) if notes.get("closed") and notes.get("step") == book.step and there else {}


def _take(state: State, book: declared.Workbook, staging: Path) -> dict[str, str]:
    """Move the files of a finished step into place, all or none; gives back their hashes."""
    failed_notebook(state, book).unlink(missing_ok=True)
    moved = atomic.replace_into(staging / FILES, state.folder.path)
    return {p.relative_to(state.folder.path).as_posix(): runs.digest(p.read_bytes()) for p in moved}


def _keep_failed(state: State, book: declared.Workbook, staging: Path) -> None:
    output = staging / FILES / book.path.name
    if output.is_file():
        atomic.write_bytes(failed_notebook(state, book), output.read_bytes())


def failed_notebook(state: State, book: declared.Workbook) -> Path:
    """Where a notebook that failed lies, to be looked at; gone as soon as the step is good again."""
    return state.folder.path / f"{book.path.stem}.failed.ipynb"


def last_good(state: State, step: str) -> dict[str, Any] | None:
    """What an earlier run knows of a step that ended well, even if a later one failed."""
    known = state.before.get("steps", {}).get(step)
    if known and known["status"] != "done":
        known = known.get("kept")
    return dict(known) if known else None


def intact(state: State, entry: dict[str, Any]) -> bool:
    """Whether all files of a finished step are still what they were."""
    for name, known in entry["writes"].items():
        path = state.folder.path / name
        if not path.is_file() or runs.digest(path.read_bytes()) != known:
            return False
    return True


def remove(state: State, last: dict[str, Any] | None, *, keep: Mapping[str, str]) -> None:
    """Take away files of an earlier run of the step that it no longer writes."""
    for name in (last or {}).get("writes", {}):
        if name not in keep:
            (state.folder.path / name).unlink(missing_ok=True)
