"""Commands that look at a whole case: the review, and one row followed up and down."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from clusterlib.cli.screen import CaseOrRun, out


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
