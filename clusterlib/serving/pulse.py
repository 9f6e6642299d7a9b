"""Whether a kernel still answers: a page that waits too long asks here, and is opened again if it does not.

A kernel that is stopped does not beat. One whose messages were lost beats, and does nothing: a kernel that
computes uses processor time. Nothing is asked while nobody waits, so that a kernel can fall idle.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import psutil
import zmq
import zmq.asyncio

#: Seconds of processor time that a kernel uses for nothing but being there, while it is watched.
IDLE = 0.03
#: Seconds a heart may take to answer, and seconds over which a kernel's work is watched.
PATIENCE, WATCHED = 2.0, 2.0


@dataclass(frozen=True, slots=True)
class Pulse:
    """How a kernel is.

    Attributes
    ----------
    beats : bool
        Its heart answered; that is a thread of its own, which a long computation does not hold up.
    works : bool
        It, or a process it began, used processor time while it was watched.
    """

    beats: bool
    works: bool


async def pulse(manager: Any) -> Pulse:
    """Feel the pulse of a kernel.

    Parameters
    ----------
    manager
        Its kernel manager, as Jupyter has it: address, heart and process.
    """
    before = _worked(manager.provisioner.pid)
    beats, _ = await asyncio.gather(_beats(manager.ip, manager.hb_port), asyncio.sleep(WATCHED))
    return Pulse(beats=beats, works=_worked(manager.provisioner.pid) > before + IDLE)


async def _beats(ip: str, port: int) -> bool:
    heart = zmq.asyncio.Context.instance().socket(zmq.REQ)
    heart.linger = 0
    try:
        heart.connect(f"tcp://{ip}:{port}")
        await heart.send(b"ping")
        return bool(await heart.poll(round(PATIENCE * 1000)))
    finally:
        heart.close()


def _worked(pid: int | None) -> float:
    """Seconds of processor time of a process and those it began; -1 when there is none."""
    try:
        first = psutil.Process(pid or -1)
        times = [process.cpu_times() for process in (first, *first.children(recursive=True))]
    except (psutil.Error, ValueError):
        return -1.0
    return sum(time.user + time.system for time in times)
