"""The `clusterlib` command. No logic: it reads the words, calls the library and prints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from clusterlib import __version__
from clusterlib.faults import ClusterlibError, WrongUse

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)
out, err = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)
CaseArgument = Annotated[Path, typer.Argument(help="Folder or Excel file of the case.")]

CaseOrRun = Annotated[Path, typer.Argument(help="Folder or Excel file of the case, or a run folder.")]


def _version(wanted: bool) -> None:
    if wanted:
        out.print(f"clusterlib {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Guided workbooks for cluster development."""


@app.command()
def new(
    target: Annotated[Path, typer.Argument(help="Folder or Excel file to make.")],
    source: Annotated[Path | None, typer.Option("--from", help="Copy this case.")] = None,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="Make an Excel file.")] = False,
    lang: Annotated[str, typer.Option(help="Language of the notes: en or fr.")] = "en",
) -> None:
    """Make an empty case, or a copy of one, as a folder or as one Excel file."""
    from clusterlib.inputs.new_case import new_case

    made = new_case(target, source=source, xlsx=xlsx, lang=lang)
    out.print(Text(f"Made {made}. Fill it in, then run: clusterlib check '{made}'"))


@app.command()
def check(
    case: CaseArgument,
    lang: Annotated[str, typer.Option(help="Language of the sentences: en or fr.")] = "",
) -> None:
    """Print every fault of every table at once."""
    from clusterlib.inputs.cases import open_case

    opened = open_case(case)
    say = opened.say(lang or None)
    for fault in [*opened.faults, *opened.remarks]:
        mark = "✗" if fault.severity == "fault" else "·"
        out.print(Text(f"{mark} {fault.sentence(say)}"))
    count = len(opened.faults)
    out.print(Text(say.plural(count, "One fault.", "{n} faults.") if count else say("No faults.")))
    raise typer.Exit(1 if count else 0)


@app.command()
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
    with _bar() as progress:
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


@app.command("report")
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

    with _bar() as progress:
        path = report.write(folder, to=to, step=step, out=out_file, tick=_Stages(progress))
    out.print(Text(f"Report: {path}"))


@app.command("strategy")
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

    with _bar() as progress:
        path = strategy_report.write(
            place, to=to, run=run_folder, out=out_file, lang=lang, tick=_Stages(progress)
        )
    out.print(Text(f"Strategy: {path}"))


def _bar(*, counted: bool = True) -> Progress:
    """A bar on the error channel that is gone when the work is done; `counted` shows 3/7 beside it."""
    count = (MofNCompleteColumn(),) if counted else ()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), *count)
    return Progress(*columns, TimeElapsedColumn(), console=err, transient=True)


class _Stages:
    """Shows on the progress bar what is done, and how far it is."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.task = progress.add_task("starting", total=None)

    def __call__(self, what: str, done: int, of: int) -> None:
        self.progress.update(self.task, description=what, completed=done, total=of)


@app.command("review")
def review_(
    place: CaseOrRun,
    everything: Annotated[bool, typer.Option("--all", help="Later phases and fine rules as well.")] = False,
    lang: Annotated[str, typer.Option(help="Language of the sentences: en or fr.")] = "",
) -> None:
    """Hold the guide's lessons against a case, or tell those of a run. It is advice: ends with 0."""
    from clusterlib.review import printed
    from clusterlib.running import at_hand, run_review

    found = at_hand.open_place(place, lang)
    items = run_review.answers(found)
    told = printed.lines(items, phase=found.phase, everything=everything, say=found.say)
    told += printed.question_lines(run_review.asked(found), everything=everything, say=found.say)
    for line in told:
        out.print(Text(line))


@app.command("thread")
def thread_(
    place: CaseOrRun,
    id: Annotated[str, typer.Argument(help="Id of a row; tasks:1 where several tables have it.")],
    picture: Annotated[
        Path | None, typer.Option("--out", help="Draw the way (.svg) or write it as a table (.csv).")
    ] = None,
    lang: Annotated[str, typer.Option(help="Language of the sentences: en or fr.")] = "",
) -> None:
    """Follow one row up to the evidence and down to what rests on it."""
    from clusterlib.red_thread import thread_paths
    from clusterlib.running import at_hand

    if picture is not None and picture.suffix not in (".svg", ".csv"):
        raise typer.BadParameter(f"{str(picture)!r} ends neither in .svg nor in .csv.", param_hint="--out")
    found = at_hand.open_place(place, lang)
    way = found.way(id)
    for line in thread_paths.lines(way, say=found.say):
        out.print(Text(line))
    if picture is not None:
        made = at_hand.draw if picture.suffix == ".svg" else at_hand.write_way
        out.print(Text(f"Written: {made(way, picture, found.say)}"))


@app.command()
def aggregate(
    sources: Annotated[list[str], typer.Argument(help="Files, folders, patterns or addresses of firm rows.")],
    out_place: Annotated[Path, typer.Option("--out", help="Folder of a case, or a file that ends in .csv.")],
    columns: Annotated[
        list[str] | None, typer.Option(help="region=...,industry=...,year=...,jobs=...,firm=...")
    ] = None,
    sites: Annotated[bool, typer.Option("--sites", help="Rows are sites; a firm may have several.")] = False,
    size_classes: Annotated[
        bool, typer.Option("--from-size-classes", help="Jobs are classes: 10-19, 250+.")
    ] = False,
    years: Annotated[str, typer.Option(help="Only these years: 2020 or 2015-2020.")] = "",
    number_style: Annotated[str, typer.Option(help="How text writes numbers: 1234.5 or 1.234,5.")] = "",
    encoding: Annotated[str, typer.Option(help="Of CSV files: utf-8, latin-1 or utf-16.")] = "utf-8",
    min_firms: Annotated[int, typer.Option(help="Suppress cells of fewer firms; 0 for none.")] = 3,
    dominance: Annotated[
        float, typer.Option(help="Suppress where the largest have more %; 100 for none.")
    ] = 85,
    dominant_firms: Annotated[int, typer.Option(help="How many are the largest: 1 or 2.")] = 1,
    p_percent: Annotated[float, typer.Option(help="The p % rule; 0 for none.")] = 0,
    protection: Annotated[float, typer.Option(help="Keep suppressed cells open by this % up and down.")] = 10,
    nil: Annotated[bool, typer.Option(help="Write cells without firms as true zeros.")] = True,
    hide_counts: Annotated[
        bool, typer.Option("--hide-counts", help="No establishments where suppressed.")
    ] = False,
    max_left_out: Annotated[
        float, typer.Option(help="Write nothing if more % of the rows are at fault.")
    ] = 5,
    source: Annotated[str, typer.Option(help="Where the rows are from, for the column source.")] = "",
    memory: Annotated[str, typer.Option(help="The most this process may use.")] = "400MB",
    threads: Annotated[int | None, typer.Option(help="Threads; all processors if not given.", min=1)] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write a table that is there anew.")] = False,
    lang: Annotated[str, typer.Option(help="Language of the sentences: en or fr.")] = "en",
) -> None:
    """Aggregate firm rows, ten million and more, to jobs by region, industry and year."""
    from clusterlib.firms import firm_columns, firm_write
    from clusterlib.firms.firm_aggregate import aggregate as count
    from clusterlib.firms.firm_reading import Reading, read_years
    from clusterlib.firms.secret_rules import Rules
    from clusterlib.readings import Speaker

    where, say = firm_write.place(out_place, replace=replace), Speaker(lang)
    rules = Rules(min_firms, dominance, dominant_firms, p_percent, protection)
    named = firm_columns.read_columns(columns or [])
    reading = Reading(named, sites, size_classes, number_style, encoding, read_years(years))
    try:
        with _bar(counted=False) as progress:
            tick = _share(progress)
            made = count(sources, reading=reading, rules=rules, memory=memory, threads=threads, tick=tick)
    except KeyboardInterrupt:
        err.print(Text(say("Stopped. Nothing was written.")))
        raise typer.Exit(130) from None
    names = made.reading.columns.named()
    for fault in (*made.faults, *(item.fault(names) for item in made.found)):
        out.print(Text(f"{'✗' if fault.severity == 'fault' else '·'} {fault.sentence(say)}"))
    refused = firm_write.refusal(made, max_left_out, say)
    if refused:
        out.print(Text(refused))
        raise typer.Exit(1)
    for line in firm_write.write(made, where, say=say, nil=nil, hide_counts=hide_counts, source=source):
        out.print(Text(line))
    out.print(Text(say("Written: {path}", path=where.folder / where.table)))


def _share(progress: Progress) -> Any:
    task = progress.add_task("reading", total=1.0)
    return lambda label, share: progress.update(task, description=label, completed=share)


@app.command("import")
def import_(
    files: Annotated[list[Path] | None, typer.Argument(help="Published tables of one layout.")] = None,
    profile: Annotated[str, typer.Option(help="Name of a shipped profile, or a profile file.")] = "",
    case: Annotated[Path | None, typer.Option("--out", help="Case, new or existing.")] = None,
    where: Annotated[
        list[str] | None, typer.Option(help="COLUMN=PATTERN: keep only such rows; may be repeated.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the employment table of CASE.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write the account into this .csv or .json.")] = None,
    profiles: Annotated[bool, typer.Option("--profiles", help="List the shipped profiles and end.")] = False,
    lang: Annotated[str, typer.Option(help="Language of the sentences: en or fr.")] = "en",
) -> None:
    """Turn tables as statistics offices publish them into the employment table of a case."""
    from clusterlib.importing import profiles as known
    from clusterlib.importing.run import import_files

    if profiles:
        for name, shipped in known.shipped().items():
            out.print(Text(f"{name}: {shipped.title}"))
        raise typer.Exit
    if not files or not profile or (case is None and report is None):
        raise WrongUse("Say which files, --profile NAME and --out CASE. --profiles lists what is shipped.")
    chosen = known.open_profile(profile, lang=lang)
    with _bytes_bar() as progress:
        tick = _ByteTicker(progress)
        found = import_files(files, chosen, where=_patterns(where or []), tick=tick)
    _finish_import(found, case, report, replace, lang)


def _patterns(given: list[str]) -> dict[str, tuple[str, ...]]:
    from clusterlib.importing import patterns

    found: dict[str, tuple[str, ...]] = {}
    for name, pattern in (item.partition("=")[::2] for item in given):
        if not pattern or patterns.wrong(pattern):
            raise WrongUse(f"{name}={pattern} is no COLUMN=PATTERN. For example: --where geo=DE*")
        found[name.strip()] = (*found.get(name.strip(), ()), pattern)
    return found


def _bytes_bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    return Progress(*columns, console=err, transient=True)


class _ByteTicker:
    """Shows on the progress bar how much of which file is read."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.tasks: dict[str, Any] = {}

    def __call__(self, done: int, total: int, file: str) -> None:
        if file not in self.tasks:
            self.tasks[file] = self.progress.add_task(Text(file).plain.replace("[", "("), total=total)
        self.progress.update(self.tasks[file], completed=done)


def _finish_import(found: Any, case: Path | None, report: Path | None, replace: bool, lang: str) -> None:
    from clusterlib.importing import account, to_case
    from clusterlib.readings import Speaker

    say = Speaker(lang)
    for line in account.lines(found, say=say):
        out.print(Text(line))
    if report is not None:
        out.print(Text(say("Report: {path}", path=account.write(found, report, say=say))))
    if found.faults:
        out.print(Text(say("Nothing was written.")))
        raise typer.Exit(1)
    if case is not None:
        made = to_case.write(found, case, replace=replace)
        n = say.plural(len(found.employment), "one row", "{n} rows")
        out.print(Text(say("Wrote {n} of employment into {case}.", n=n, case=made)))


@app.command()
def fetch(
    flow: Annotated[str, typer.Argument(help="AGENCY:DATAFLOW/KEY, as ESTAT:NAMA_10R_3EMPERS/A.THS.EMP..")],
    profile: Annotated[str, typer.Option(help="Name of a shipped profile, or a profile file.")],
    case: Annotated[Path | None, typer.Option("--out", help="Case, new or existing.")] = None,
    start: Annotated[str, typer.Option(help="First year.")] = "",
    end: Annotated[str, typer.Option(help="Last year.")] = "",
    url: Annotated[str, typer.Option(help="Address of the service, if not the agency's own.")] = "",
    where: Annotated[
        list[str] | None, typer.Option(help="COLUMN=PATTERN: keep only such rows; may be repeated.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the employment table of CASE.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write the account into this .csv or .json.")] = None,
    lang: Annotated[str, typer.Option(help="Language of the sentences: en or fr.")] = "en",
) -> None:
    """Fetch a table of a statistical agency (SDMX) and import it; the only command that needs a network."""
    from clusterlib.importing import fetching
    from clusterlib.importing import profiles as known

    chosen = known.open_profile(profile, lang=lang)
    found = fetching.fetch(flow, chosen, start=start, end=end, url=url, where=_patterns(where or []))
    _finish_import(found, case, report, replace, lang)


@app.command()
def serve(
    case: Annotated[
        Path | None, typer.Argument(help="Folder or Excel file of the case; the Dakar case else.")
    ] = None,
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 8866,
    out_folder: Annotated[Path | None, typer.Option("--out", help="Run folder of the apps.")] = None,
    lang: Annotated[str, typer.Option(help="Language: en or fr.")] = "",
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
    store: Annotated[
        str, typer.Option(help="File, or postgresql:// address, that keeps what is entered.")
    ] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Take the files in again, as a new version.")
    ] = False,
    for_class: Annotated[
        bool, typer.Option("--class", help="Let a class in over the network of the room, with a code.")
    ] = False,
    most: Annotated[int, typer.Option(help="Workbooks open at the same time; 0: a default.", min=0)] = 0,
    memory: Annotated[
        int, typer.Option(help="MB that each open workbook may take of its own; 0: no bound.", min=0)
    ] = 800,
) -> None:
    """Open the workbooks as apps in the browser. What is entered is kept."""
    from clusterlib.running.apps import serve as start

    raise typer.Exit(
        start(
            case,
            port=port,
            out=out_folder,
            lang=lang,
            browser=browser,
            store=store,
            again=again,
            for_class=for_class,
            most=most,
            memory=memory,
        )
    )


@app.command()
def export(
    store: Annotated[str, typer.Argument(help="File or address of the store: RUN/kept.sqlite.")],
    target: Annotated[Path, typer.Argument(help="Folder or Excel file to make.")],
    case: Annotated[str, typer.Option(help="Which case, where there are several.")] = "",
) -> None:
    """Write what was entered in the apps as a folder or as one Excel file."""
    from clusterlib.running.app_store import export as write

    out.print(Text(f"Made {write(store, target, name=case)}."))


def main() -> None:
    """Entry point: what the library refuses is printed as a sentence, without a traceback."""
    try:
        app()
    except ClusterlibError as error:
        err.print(Text(str(error)))
        raise SystemExit(2 if isinstance(error, WrongUse) else 1) from None


if __name__ == "__main__":
    main()
