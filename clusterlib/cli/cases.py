"""Commands for a case: make one, look for faults."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from clusterlib.cli.screen import CaseArgument, out


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
