"""Commands that turn published tables into the employment table of a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from clusterlib.cli.screen import ByteTicker, bytes_bar, out
from clusterlib.faults import WrongUse


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
    with bytes_bar() as progress:
        tick = ByteTicker(progress)
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
