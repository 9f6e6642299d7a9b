"""When can each task begin and end, which delay delays everything, and how sure is the end?

Critical path method (Kelley and Walker 1959) with three-point estimates (PERT, Malcolm et al. 1959).
All times here are working days counted from the first day of the plan; days of the calendar are the
matter of `schedule_dates`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

from clusterlib.faults import DomainError, IntegrityError

#: Two times closer than this are the same time.
SAME = 1e-9
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Work:
    """One task for the network.

    Parameters
    ----------
    o, m, p : float
        Working days if all goes well, as expected, if much goes wrong; ``o = m = p`` has no spread.
    predecessors : tuple of str
        Tasks that must be finished before.
    not_before : float
        Earliest start, in working days from the first day.
    finished : float or None
        When it was finished, for a task that is done; its durations then play no part.
    """

    no: str
    o: float
    m: float
    p: float
    predecessors: tuple[str, ...] = ()
    not_before: float = 0.0
    finished: float | None = None

    @property
    def mean(self) -> float:
        """Expected days: a sixth of o + 4m + p.

        Examples
        --------
        >>> Work("C", 3, 6, 15).mean
        7.0
        """
        return (self.o + 4 * self.m + self.p) / 6

    @property
    def variance(self) -> float:
        """Square of a sixth of p − o."""
        return ((self.p - self.o) / 6) ** 2


@dataclass(frozen=True, slots=True)
class Times:
    """Earliest and latest start and finish of one task; `slack` None for one that is done."""

    es: float
    ef: float
    ls: float | None
    lf: float | None
    slack: float | None

    @property
    def critical(self) -> bool:
        """Whether a delay of this task delays everything."""
        return self.slack is not None and self.slack <= SAME


@dataclass(frozen=True, slots=True)
class Network:
    """The scheduled network.

    Parameters
    ----------
    times : mapping of no to Times
        In the order of the tasks.
    length : float
        Working days until everything is done.
    path : tuple of str
        The critical path; among several the one with the widest spread.
    paths_differ : bool
        Whether there is more than one critical path.
    sigma : float
        Standard deviation along `path`, in working days.
    """

    works: Mapping[str, Work]
    times: Mapping[str, Times]
    length: float
    path: tuple[str, ...]
    paths_differ: bool
    sigma: float

    def probability(self, days: float) -> float:
        """Chance, after PERT, that all is done within so many working days.

        It looks at one path only and is therefore too hopeful when others are nearly as long.
        """
        if self.sigma <= SAME:
            return float(days >= self.length - SAME)
        return float(norm.cdf((days - self.length) / self.sigma))

    def quantile(self, share: float) -> float:
        """Working days within which all is done with this chance, after PERT."""
        return self.length if self.sigma <= SAME else float(self.length + self.sigma * norm.ppf(share))


def schedule(works: Sequence[Work]) -> Network:
    """Forward and backward pass through the network.

    Parameters
    ----------
    works : sequence of Work
        Each with a name of its own; predecessors must be among them.

    Returns
    -------
    Network
        Without any work the length is 0 and the path empty.

    Raises
    ------
    IntegrityError
        If a predecessor is unknown or tasks wait for each other in a circle; the message prints it.
    DomainError
        If not ``0 < o <= m <= p``.

    Examples
    --------
    >>> plan = schedule([Work("A", 2, 4, 6), Work("B", 1, 2, 3, ("A",)), Work("C", 3, 6, 15, ("A",)),
    ...                  Work("D", 2, 3, 4, ("B", "C")), Work("E", 1, 1, 1, ("B",))])
    >>> plan.length, plan.path, plan.times["B"].slack, round(plan.sigma, 5)
    (14.0, ('A', 'C', 'D'), 5.0, 2.13437)
    """
    by_no = {work.no: work for work in works}
    order = ordered(by_no)
    starts, ends = _forward(order, by_no)
    length = max(ends.values(), default=0.0)
    latest = _backward(order, by_no, length)
    times = {}
    for no, work in by_no.items():
        if work.finished is not None:
            times[no] = Times(starts[no], ends[no], None, None, None)
        else:
            slack = max(0.0, latest[no] - ends[no])
            times[no] = Times(starts[no], ends[no], starts[no] + slack, latest[no], slack)
    path, several = _path(order, by_no, times, length)
    sigma = math.sqrt(sum(by_no[no].variance for no in path))
    return Network(by_no, times, length, path, several, sigma)


def ordered(works: Mapping[str, Work]) -> list[str]:
    """Names so that each task comes after its predecessors; equal ones keep their order."""
    for work in works.values():
        lacking = [no for no in work.predecessors if no not in works]
        if lacking:
            raise IntegrityError(
                f"tasks, no {work.no}, column predecessors: {', '.join(lacking)} is no task of this plan."
            )
        if work.finished is None and not 0 < work.o <= work.m <= work.p:
            raise DomainError(
                f"tasks, no {work.no}: o = {work.o:g}, m = {work.m:g}, p = {work.p:g}; "
                "days must be above 0 and o <= m <= p."
            )
    waiting = {no: set(work.predecessors) for no, work in works.items()}
    order: list[str] = []
    while waiting:
        free = [no for no, before in waiting.items() if not before]
        if not free:
            raise IntegrityError(_circle(waiting))
        order += free
        for no in free:
            del waiting[no]
        for before in waiting.values():
            before.difference_update(free)
    return order


def _circle(waiting: Mapping[str, set[str]]) -> str:
    path = [next(iter(waiting))]
    while True:
        step = min(waiting[path[-1]])
        if step in path:
            circle = [*path[path.index(step) :], step]
            break
        path.append(step)
    return (
        f"tasks, column predecessors: {' waits for '.join(circle)}. "
        "No task of this circle can begin; take one predecessor out."
    )


def _forward(order: Sequence[str], works: Mapping[str, Work]) -> tuple[dict[str, float], dict[str, float]]:
    starts: dict[str, float] = {}
    ends: dict[str, float] = {}
    for no in order:
        work = works[no]
        if work.finished is not None:
            ends[no] = max(0.0, work.finished)
            starts[no] = min(max(0.0, work.not_before), ends[no])
            continue
        before = [ends[b] for b in work.predecessors]
        starts[no] = max([0.0, work.not_before, *before])
        ends[no] = starts[no] + work.mean
    return starts, ends


def _backward(order: Sequence[str], works: Mapping[str, Work], length: float) -> dict[str, float]:
    """Latest finish of every task that is not done."""
    latest = dict.fromkeys(order, length)
    for no in reversed(order):
        work = works[no]
        if work.finished is not None:
            continue
        for before in work.predecessors:
            latest[before] = min(latest[before], latest[no] - work.mean)
    return latest


def _path(
    order: Sequence[str], works: Mapping[str, Work], times: Mapping[str, Times], length: float
) -> tuple[tuple[str, ...], bool]:
    """Critical path with the largest spread, and whether there are several."""
    best: dict[str, tuple[float, tuple[str, ...]]] = {}
    count: dict[str, int] = {}
    for no in order:
        if not times[no].critical:
            continue
        before = [b for b in works[no].predecessors if b in best and abs(times[b].ef - times[no].es) <= SAME]
        spread, path = max((best[b] for b in before), key=lambda pair: pair[0], default=(0.0, ()))
        best[no] = (spread + works[no].variance, (*path, no))
        count[no] = sum(count[b] for b in before) or 1
    last = [no for no in best if abs(times[no].ef - length) <= SAME]
    if not last:
        return (), False
    return max((best[no] for no in last), key=lambda pair: pair[0])[1], sum(count[no] for no in last) > 1
