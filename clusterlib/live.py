"""What differs between paper and screen, and nothing else: the same content, static or alive.

In a batch, content is plain HTML in the notebook. In JupyterLab the same HTML sits in a widget that is
replaced when something it rests on changes, and inputs are grids. In an app, moreover, a part is computed
when it comes into view, so that a page opens at once and nothing is computed that nobody looks at.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clusterlib import paper
from clusterlib.following import Follower
from clusterlib.shown import Shown

if TYPE_CHECKING:
    from clusterlib.store.desk import Desk
    from clusterlib.workbook import Step

#: Seconds without an edit after which hand-overs that nobody looked at are computed.
QUIET = 10.0
#: Seconds between two bits of a long work, in which the kernel takes up what was sent.
_BREATH = 0.02
_TASKS: set[asyncio.Task[None]] = set()


def batch() -> bool:
    """Whether nobody is there to edit: set by the chain and by tests."""
    return os.environ.get("CLUSTERLIB_MODE", "") == "batch"


def app() -> bool:
    """Whether a person works in the browser, with Voila between."""
    return os.environ.get("CLUSTERLIB_MODE", "") == "live"


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


def display(markup: str) -> None:
    """Show markup made by `blocks`; nothing if it is empty."""
    from IPython.display import HTML
    from IPython.display import display as show

    if markup:
        show(HTML(markup))  # type: ignore[no-untyped-call]


def names() -> MutableMapping[str, Any]:
    """The names of the cells of the workbook that is open; none outside of a kernel."""
    from IPython import get_ipython

    shell = get_ipython()
    return {} if shell is None else shell.user_ns


def follow_cells(parameters: Iterable[str]) -> None:
    """In an app, let the cells that come follow these parameters; see `following`."""
    from IPython import get_ipython

    shell = get_ipython() if app() else None
    if shell is None:
        return
    shell.ast_transformers[:] = [t for t in shell.ast_transformers if not isinstance(t, Follower)]
    shell.ast_transformers.append(Follower(parameters))


def place(node: Shown, step: Step) -> None:
    """Give a tool its place on the page.

    Parameters
    ----------
    node : Shown
        What is shown; its `again` is set to what brings it up to date.
    step : Step
        The step it belongs to.
    """
    if app():
        from clusterlib.section import section

        display_widget(section(node, step))
    elif batch() or not node.reads:
        display(node.html())
    else:
        import ipywidgets

        holder = ipywidgets.HTML(node.html())
        holder.layout.width = "100%"
        display_widget(holder)

        def again() -> None:
            holder.value = node.html()

        node.again = again


def when_quiet(work: Callable[[], bool]) -> None:
    """In an app, do a piece of work after a while without edits, and again as long as it says there is more.

    Parameters
    ----------
    work : callable
        Does one short piece, so that the reader never waits long; gives back whether it did one.
    """
    if not app():
        return
    try:
        loop = asyncio.get_event_loop()
    except RuntimeError:  # no kernel: nobody waits
        return

    def go() -> None:
        if work():
            _waiting[work] = loop.call_later(_BREATH, go)

    if (earlier := _waiting.pop(work, None)) is not None:
        earlier.cancel()
    _waiting[work] = loop.call_later(QUIET, go)


_waiting: dict[Callable[[], bool], asyncio.TimerHandle] = {}


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
