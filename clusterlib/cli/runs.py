"""Commands for a run: run the workbooks, write a report or the strategy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from clusterlib.cli.screen import CaseArgument, CaseOrRun, Stages, bar, out


def run(
    case: CaseArgument,
    out_folder: Annotated[
        Path | None, typer.Option("--out", help="Run folder; runs/<case> if not given.")
    ] = None,
    step: Annotated[
        list[str] | None, typer.Option(help="Only this step and what it needs; may be repeated.")
    ] = None,
    parameter: Annotated[list[str] | None, typer.Option("-p", help="NAME=VALUE; may be repeated.")] = None,
    lang: Annotated[str, typer.Option(help="Language of the report: en or fr.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Run unchanged steps again.")] = False,
    limit: Annotated[int, typer.Option(help="Seconds one cell may take.", min=1)] = 600,
) -> None:
    """Run the workbooks of a case in order and write the report."""
    from clusterlib.atomic import slug
    from clusterlib.inputs.cases import open_case
    from clusterlib.running import chain, report

    opened = open_case(case)
    folder = out_folder or Path("runs") / slug(opened.path.stem)
    with bar() as progress:
        outcome = chain.run(
            opened,
            folder,
            steps=step,
            parameters=_pairs(parameter or []),
            lang=lang,
            force=force,
            limit=limit,
            tick=_Ticker(progress),
        )
    path = report.write(outcome.folder)
    _say_outcome(outcome, path)
    raise typer.Exit(outcome.exit_code)


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals:
            raise typer.BadParameter(f"{item!r} is no NAME=VALUE.")
        pairs[name.strip()] = value
    return pairs


class _Ticker:
    """Shows on the progress bar which step runs and for how long."""

    def __init__(self, progress: Progress) -> None:
        from clusterlib.running.declared import workbooks

        self.progress = progress
        self.task = progress.add_task("starting", total=len(workbooks()))

    def __call__(self, step: str, status: str, seconds: float) -> None:
        if status == "running":
            self.progress.update(self.task, description=f"{step} {seconds:4.0f} s")
        else:
            self.progress.update(self.task, advance=1, description=f"{step}: {status}")


def _say_outcome(outcome: Any, path: Path) -> None:
    record = outcome.record
    grid = Table(box=None, pad_edge=False, show_header=False)
    for name, entry in record["steps"].items():
        state = entry["status"] if name in outcome.reran or entry["status"] != "done" else "unchanged"
        seconds = f"{entry['seconds']:.1f} s" if name in outcome.reran else ""
        grid.add_row(Text(f"{entry['number']} {name}"), Text(state), Text(seconds), Text(entry["reason"]))
    for fault in record["faults"]:
        out.print(Text(f"✗ {fault}"))
    out.print(grid)
    if not outcome.reran and all(entry["status"] == "done" for entry in record["steps"].values()):
        out.print("Nothing changed since the last run, so nothing was run again.")
    out.print(Text(f"Report: {path}"))


def report_(
    folder: Annotated[Path, typer.Argument(help="Run folder.")],
    to: Annotated[str, typer.Option("--to", help="html, docx or pdf.")] = "html",
    step: Annotated[str, typer.Option(help="Only this step, by name or number.")] = "",
    out_file: Annotated[
        Path | None, typer.Option("--out", help="File; report.<kind> in the run folder if not given.")
    ] = None,
) -> None:
    """Write the report of a run, or of one step, as a page, for Word or as PDF."""
    from clusterlib.running import report

    with bar() as progress:
        path = report.write(folder, to=to, step=step, out=out_file, tick=Stages(progress))
    out.print(Text(f"Report: {path}"))


def strategy_(
    place: CaseOrRun,
    to: Annotated[str, typer.Option("--to", help="docx, html or pdf.")] = "docx",
    run_folder: Annotated[
        Path | None, typer.Option("--run", help="Run folder of the case; runs/<case> if not given.")
    ] = None,
    out_file: Annotated[
        Path | None, typer.Option("--out", help="File; strategy.<kind> in the run folder if not given.")
    ] = None,
    lang: Annotated[str, typer.Option(help="Language of the document: en or fr.")] = "",
) -> None:
    """Write the strategy document of a case: ten sections, each said to be present, partly or missing."""
    from clusterlib.running import strategy_report

    with bar() as progress:
        path = strategy_report.write(
            place, to=to, run=run_folder, out=out_file, lang=lang, tick=Stages(progress)
        )
    out.print(Text(f"Strategy: {path}"))
