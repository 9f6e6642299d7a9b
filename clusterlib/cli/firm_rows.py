"""The command that aggregates firm rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from clusterlib.cli.screen import Share, bar, err, out


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
        with bar(counted=False) as progress:
            tick = Share(progress)
            made = count(sources, reading=reading, rules=rules, memory=memory, threads=threads, tick=tick)
    except KeyboardInterrupt:
        err.print(Text(say("Stopped. Nothing was written.")))
        raise typer.Exit(130) from None
    _refuse(made, max_left_out, say)
    for line in firm_write.write(made, where, say=say, nil=nil, hide_counts=hide_counts, source=source):
        out.print(Text(line))
    out.print(Text(say("Written: {path}", path=where.folder / where.table)))


def _refuse(made: Any, most: float, say: Any) -> None:
    """Print what is at fault, and end where so much is that nothing is written."""
    from clusterlib.firms import firm_write

    names = made.reading.columns.named()
    for fault in (*made.faults, *(item.fault(names) for item in made.found)):
        out.print(Text(f"{'✗' if fault.severity == 'fault' else '·'} {fault.sentence(say)}"))
    refused = firm_write.refusal(made, most, say)
    if refused:
        out.print(Text(refused))
        raise typer.Exit(1)
