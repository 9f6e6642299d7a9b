"""Run folder in, a report out: one HTML page, a Word file or a PDF of the whole chain or of one step."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

from clusterlib import atomic
from clusterlib.faults import ClusterlibError, WrongUse
from clusterlib.readings import Speaker
from clusterlib.reports import document as d
from clusterlib.reports import page as pages
from clusterlib.running.report_content import Tick, document, quiet, speaker
from clusterlib.running.runs import RunFolder

#: Kinds of report and the ending of their files.
KINDS = ("html", "docx", "pdf")


def write(
    folder: Path, *, to: str = "html", step: str = "", out: Path | None = None, tick: Tick = quiet
) -> Path:
    """Write the report of a run folder; gives back its path.

    Parameters
    ----------
    folder : Path
        Run folder.
    to : {"html", "docx", "pdf"}
        Kind of report.
    step : str
        Name or number of the only step told of; empty: the whole chain.
    out : Path, optional
        File; else ``report.html`` or ``report-strategy.docx`` in the run folder.
    tick : callable
        Called with what is done, how far, of how much.

    Raises
    ------
    WrongUse
        If there is no such kind or step.
    ClusterlibError
        If the folder holds no run, or the run has lost files since, or the step has no result.
    """
    if to not in KINDS:
        raise WrongUse(f"{to!r} is no kind of report; html, docx and pdf are.")
    record = RunFolder(folder).record()
    if not record:
        raise ClusterlibError(f"{folder} holds no run: there is no readable run.json. Run a case first.")
    name = _step(step, record) if step else ""
    made = document(folder, record, step=name, tick=tick)
    data = rendered(made, to, speaker(record), tick=tick)
    path = out or folder / (f"report-{name}.{to}" if name else f"report.{to}")
    return saved(path, data)


def rendered(made: d.Document, to: str, say: Speaker, *, tick: Tick = quiet) -> bytes:
    """A document as the bytes of a file of one kind."""
    contents, annex = say("Contents"), say("The tables as they were entered")
    if to == "html":
        return pages.write(made, contents=contents, skip=say("Skip to the content")).encode("utf-8")
    if to == "pdf":
        from clusterlib.reports import pdf

        return pdf.write(made, contents=contents, annex=annex, tick=tick)
    from clusterlib.reports import word

    return word.write(made, contents=contents, annex=annex, tick=tick)


def saved(path: Path, data: bytes) -> Path:
    """Write a file unless it already holds these bytes."""
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(path, data)
    return path


def page(folder: Path, record: dict[str, Any]) -> str:
    """The whole HTML page of a run as text."""
    return rendered(document(folder, record), "html", speaker(record)).decode("utf-8")


def _step(asked: str, record: dict[str, Any]) -> str:
    """A step by its name or its number."""
    steps = record["steps"]
    found = next((name for name, entry in steps.items() if asked in (name, entry["number"])), "")
    if not found:
        near = difflib.get_close_matches(asked, steps, n=1)
        hint = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(steps)}."
        raise WrongUse(f"This run has no step {asked!r}.{hint}")
    return found
