"""The `clusterlib` command. No logic: it reads the words, calls the library and prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from rich.text import Text

from clusterlib import __version__
from clusterlib.cli import apps, cases, firm_rows, lessons, published, runs
from clusterlib.cli.screen import err, out
from clusterlib.faults import ClusterlibError, WrongUse

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


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


#: All commands, in the order of the help.
COMMANDS: dict[str, Callable[..., None]] = {
    "new": cases.new,
    "check": cases.check,
    "run": runs.run,
    "report": runs.report_,
    "strategy": runs.strategy_,
    "review": lessons.review_,
    "thread": lessons.thread_,
    "aggregate": firm_rows.aggregate,
    "import": published.import_,
    "fetch": published.fetch,
    "serve": apps.serve,
    "export": apps.export,
}
for _name, _command in COMMANDS.items():
    app.command(_name)(_command)


def main() -> None:
    """Entry point: what the library refuses is printed as a sentence, without a traceback."""
    try:
        app()
    except ClusterlibError as error:
        err.print(Text(str(error)))
        raise SystemExit(2 if isinstance(error, WrongUse) else 1) from None
