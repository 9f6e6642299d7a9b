"""What differs between paper and screen, and nothing else: the same content, static or alive.

In a batch, content is plain HTML in the notebook. With a person in front of it (JupyterLab, Voila) the
same HTML sits in a widget that is replaced when something it rests on changes, and inputs are grids.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from clusterlib import paper

if TYPE_CHECKING:
    from clusterlib.store.desk import Desk
    from clusterlib.workbook import Step


#: Seconds between two bits of a long work, in which the kernel takes up what was sent.
_BREATH = 0.02
_TASKS: set[asyncio.Task[None]] = set()


def batch() -> bool:
    """Whether nobody is there to edit: set by the chain and by tests."""
    return os.environ.get("CLUSTERLIB_MODE", "") == "batch"


def desk(case: Path, *, named: bool = False) -> Desk | None:
    """Where entries are kept: in the store the app was started with, else in memory; None on paper.

    Parameters
    ----------
    case : Path
        Folder or Excel file that is opened where there is no store.
    named : bool
        Whether the workbook itself names this case; then it is opened, whatever the app was started with.
    """
    if batch():
        return None
    from clusterlib.inputs import cases
    from clusterlib.store import desk

    kept = None if named else desk.from_environment(os.environ)
    return desk.in_memory(cases.open_case(case)) if kept is None else kept


def display(markup: str, *, keep: bool = False) -> Callable[[str], None]:
    """Show markup made by `blocks`; gives back what replaces it.

    Parameters
    ----------
    markup : str
        Escaped HTML; when it is empty nothing is shown (unless it may be filled later).
    keep : bool
        Whether it may change: then a widget holds it where there is a kernel to listen.
    """
    from IPython.display import HTML
    from IPython.display import display as show

    if batch() or not keep:
        if markup:
            show(HTML(markup))  # type: ignore[no-untyped-call]
        return lambda _: None
    import ipywidgets

    holder = ipywidgets.HTML(markup)
    holder.layout.width = "100%"
    show(holder)  # type: ignore[no-untyped-call]

    def replace(new: str) -> None:
        holder.value = new

    return replace


def soon(work: Iterator[None]) -> None:
    """Do a work bit by bit; what a person sends meanwhile is taken up before the next bit."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:  # no kernel: a plain call
        for _ in work:
            pass
        return

    async def bit_by_bit() -> None:
        for _ in work:
            await asyncio.sleep(_BREATH)

    task = loop.create_task(bit_by_bit())
    _TASKS.add(task)  # the loop itself holds no task
    task.add_done_callback(_TASKS.discard)


def edit(step: Step, name: str) -> None:
    """Show an input table: rows on paper, or a grid that hands every change to the step."""
    if batch():
        frame = step.table(name)
        display("" if frame is None else paper.rows(name, frame, say=step.say))
        return
    from clusterlib.editor import grid

    display_widget(grid(step, name))


def display_widget(widget: object) -> None:
    """Show a widget."""
    from IPython.display import display as show

    show(widget)  # type: ignore[no-untyped-call]
