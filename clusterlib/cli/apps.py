"""Commands for the workbooks as apps: open them, and take out what was entered."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from clusterlib.cli.screen import out


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


def export(
    store: Annotated[str, typer.Argument(help="File or address of the store: RUN/kept.sqlite.")],
    target: Annotated[Path, typer.Argument(help="Folder or Excel file to make.")],
    case: Annotated[str, typer.Option(help="Which case, where there are several.")] = "",
) -> None:
    """Write what was entered in the apps as a folder or as one Excel file."""
    from clusterlib.running.app_store import export as write

    out.print(Text(f"Made {write(store, target, name=case)}."))
