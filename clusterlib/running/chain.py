"""Run the workbooks of one case in order, and keep the record of what happened.

The record (``run.json``) is written from what is seen from outside: exit codes, end notes and the hashes
of files. What a notebook says of itself is not believed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import platform
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import filelock

from clusterlib import __version__, faults, tables
from clusterlib.inputs import cases
from clusterlib.running import at_hand, declared, fingerprints, order, run_review, run_thread, runs, step_run
from clusterlib.running.run_state import State, Tick

_VERSIONS = ("pandas", "numpy", "scipy", "matplotlib", "networkx", "papermill")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended.

    Parameters
    ----------
    record : dict
        What stands in ``run.json``.
    folder : Path
        The run folder.
    reran : tuple of str
        Steps that were run now; the others were unchanged, skipped or blocked.
    """

    record: dict[str, Any]
    folder: Path
    reran: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 all well, 1 the input is at fault, 3 a step failed."""
        if any(step["status"] == "failed" for step in self.record["steps"].values()):
            return 3
        return 1 if self.record["faults"] else 0


def run(
    case: cases.Case,
    out: Path,
    *,
    steps: list[str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    lang: str = "",
    force: bool = False,
    limit: int = 600,
    folder: Path | None = None,
    tick: Tick = lambda step, status, seconds: None,
) -> Outcome:
    """Run a case.

    Parameters
    ----------
    case : Case
        The opened case; its faults stop the steps that read the tables they stand in, and no other.
    out : Path
        Run folder.
    steps : list of str, optional
        Only these steps and those they read from.
    parameters : mapping, optional
        ``seed`` for every step that has it, ``financing.months`` for one step.
    lang : {"", "en", "fr"}
        Language of the report; empty: the language of the case.
    force : bool
        Run steps again even if nothing changed.
    limit : int
        Seconds one cell may take.
    folder : Path, optional
        Folder of the workbooks.
    tick : callable
        Called with step, status and seconds while it runs.

    Raises
    ------
    WrongUse
        If a parameter or step does not exist, before anything runs.
    """
    books = order.in_order(declared.workbooks(folder))
    wanted = {declared.find(step, folder).step for step in steps or [book.step for book in books]}
    chosen = order.with_needed(wanted, books)
    typed = _parameters(case, parameters or {}, tuple(books))
    home = runs.RunFolder(out.absolute())
    home.path.mkdir(parents=True, exist_ok=True)
    with _alone(home.path):
        state = State(
            case, home, lang or case.language or "en", books, typed, force, limit, tick, home.record()
        )
        for book in books:
            if book.step in chosen:
                _step(state, book)
                _save(state)
        for book in books:  # steps not asked for keep what is known of them
            known = state.before.get("steps", {}).get(book.step)
            if book.step not in chosen and known:
                state.steps[book.step] = known
        _whole(state)
        record = _save(state)
    shutil.rmtree(home.path / ".staging", ignore_errors=True)
    return Outcome(record, home.path, tuple(state.reran))


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else writes into this run folder at the same time."""
    try:
        with filelock.FileLock(folder / ".running", timeout=0):
            yield
    except filelock.Timeout:
        raise faults.ClusterlibError(
            f"Another run writes into {folder.name} now. Wait for it, or give another folder with --out."
        ) from None


def _parameters(
    case: cases.Case, given: Mapping[str, Any], books: tuple[declared.Workbook, ...]
) -> dict[str, dict[str, Any]]:
    """Parameters of the case below those of the command; refuses what no workbook knows."""
    own = {
        f"{book.step}.{name}": case.settings[f"{book.step}.{name}"]
        for book in books
        for name in book.parameters
        if f"{book.step}.{name}" in case.settings
    }
    from_case, wrong = declared.checked_parameters(own, books)
    from_command, also_wrong = declared.checked_parameters(dict(given), books)
    if wrong or also_wrong:
        raise faults.WrongUse("\n".join(wrong + also_wrong))
    return {step: {**from_case[step], **from_command[step]} for step in from_case}


def _step(state: State, book: declared.Workbook) -> None:
    status, reason = _before(state, book)
    entry: dict[str, Any] = {
        "status": status,
        "reason": reason,
        "seconds": 0.0,
        "title": book.title,
        "number": book.number,
        "parameters": {},
        "reads": {},
        "writes": {},
        "tables": [],
        "checks": [],
        "answers": [],
        "absent": [],
    }
    last = step_run.last_good(state, book.step)
    if status:
        state.tick(book.step, status, 0.0)
        state.steps[book.step] = entry | ({"kept": last} if last and status != "skipped" else {})
        if status == "skipped":
            step_run.remove(state, last, keep={})
        return
    parameters = state.parameters.get(book.step, {})
    reads = fingerprints.table_hashes(state.case, book, state.handed())
    reads |= fingerprints.beside_hashes(state.case, book, parameters)
    steps = {b.step for b in state.books}
    key = fingerprints.step_key(state.case, book, steps, parameters, state.lang, reads)
    if last and not state.force and last["key"] == key and step_run.intact(state, last):
        step_run.failed_notebook(state, book).unlink(missing_ok=True)
        state.steps[book.step] = last
        state.tick(book.step, "unchanged", 0.0)
        return
    entry |= {"parameters": parameters, "reads": reads, "key": key}
    state.steps[book.step] = step_run.execute(state, book, entry, last)
    state.reran.append(book.step)


def _before(state: State, book: declared.Workbook) -> tuple[str, str]:
    """Status and reason of a step that cannot run; empty strings when it can."""
    for name in book.all_reads:
        found = state.case.faulty(name) if tables.table(name).kind == "input" else []
        if found:
            number = "1 fault" if len(found) == 1 else f"{len(found)} faults"
            return "blocked", f"{number} in {name}: put right what `clusterlib check` lists"
        writer = state.writer.get(name, "")
        if writer and state.steps.get(writer, {}).get("status") == "failed":
            return "blocked", f"it reads {name}, and the step {writer} failed"
    handed = state.handed()
    for group in book.reads:
        if not any(name in handed or state.case.has(name) for name in group):
            writers = [state.writer[name] for name in group if name in state.writer]
            if any(state.steps.get(w, {}).get("status") == "blocked" for w in writers):
                return "blocked", f"it needs {' or '.join(group)}, and the step {writers[0]} is blocked"
            return "skipped", f"the case has no table {' or '.join(group)}"
    return "", ""


def _whole(state: State) -> None:
    """What rests on the whole run: the red thread and the review; made again when anything below changed."""
    steps = {step: entry.get("key") or entry["status"] for step, entry in state.steps.items()}
    inputs = {
        name: runs.digest(tables.canonical_csv(name, frame))
        for name, frame in at_hand.case_frames(state.case).items()
        if frame is not None
    }
    settings = {name: str(value) for name, value in state.case.settings.items()}
    below = [steps, inputs, settings, state.parameters, state.lang, fingerprints.library()]
    key = runs.digest(json.dumps(below, sort_keys=True, default=str).encode("utf-8"))
    known = {name: state.before.get(name, {}) for name in ("thread", "review")}
    if all(part.get("key") == key and state.folder.has_table(name) for name, part in known.items()):
        state.thread, state.review = dict(known["thread"]), dict(known["review"])
        return
    handed = set(state.handed())
    state.thread = {"key": key, **run_thread.write(state.case, state.folder, handed, state.lang)}
    state.review = {
        "key": key,
        **run_review.write(state.case, state.folder, handed, state.lang, state.parameters),
    }


def _save(state: State) -> dict[str, Any]:
    settings = {k: v for k, v in state.case.settings.items() if isinstance(v, str | int | float | bool)}
    record = {
        "case": {
            "name": state.case.name,
            "path": str(state.case.path.absolute()),
            "settings": settings,
            "as_of": state.case.as_of,
        },
        "lang": state.lang,
        "finished": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "versions": {"clusterlib": __version__, "python": platform.python_version()}
        | {name: version(name) for name in _VERSIONS},
        "faults": [fault.sentence(state.case.say(state.lang)) for fault in state.case.faults],
        "remarks": [fault.sentence(state.case.say(state.lang)) for fault in state.case.remarks],
        "steps": dict(state.steps),
        "thread": state.thread or state.before.get("thread", {}),
        "review": state.review or state.before.get("review", {}),
    }
    state.folder.write_record(record)
    return record
