"""Long works say how far they are and can be stopped; where nobody asks, both cost nothing.

A work tells its steps through `each`. Whoever waits for it listens with `at_work`; there an interrupt of
the process (SIGINT) ends the work as `Stopped`, and only there: an interrupt that comes too late, when the
work is done, is not heard. Numbers are the same with and without a listener.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
#: Called with the share that is done, 0 to 1.
Ear = Callable[[float], None]
#: Seconds between two tellings.
PAUSE = 0.2


class Stopped(KeyboardInterrupt):
    """Somebody does not want to wait any longer."""


class _Work:
    """What is being done just now in this process."""

    ear: Ear | None = None
    told = 0.0
    pause = PAUSE
    depth = 0


def each(steps: Sequence[T]) -> Iterator[T]:
    """The steps of a long work, one after the other, telling who listens how many are done.

    Examples
    --------
    >>> heard = []
    >>> with at_work(heard.append, pause=0.0):
    ...     total = sum(each([1, 2, 3, 4]))
    >>> total, heard
    (10, [0.0, 0.25, 0.5, 0.75])
    """
    for done, step in enumerate(steps):
        if _Work.ear is not None and time.monotonic() - _Work.told >= _Work.pause:
            _Work.told = time.monotonic()
            _Work.ear(done / len(steps))
        yield step


@contextlib.contextmanager
def at_work(ear: Ear, *, pause: float = PAUSE) -> Iterator[None]:
    """Listen to a work and let an interrupt stop it.

    Parameters
    ----------
    ear : callable
        Told the share that is done.
    pause : float
        Seconds between two tellings.

    Raises
    ------
    Stopped
        When the process is interrupted meanwhile.
    """
    before = _Work.ear, _Work.pause, _Work.told
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, _heard)  # it stays: what comes late must not hit something else
    _Work.ear, _Work.pause, _Work.told = ear, pause, 0.0 if not pause else time.monotonic()
    _Work.depth += 1
    try:
        yield
    finally:
        _Work.depth -= 1
        _Work.ear, _Work.pause, _Work.told = before


def _heard(_number: int, _frame: object) -> None:
    if _Work.depth:
        raise Stopped
