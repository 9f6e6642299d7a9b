"""The end of a plan by simulation: PERT looks at one path, chance at all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clusterlib.strategy.schedule import SAME, Floats, Network, Work, ordered


@dataclass(frozen=True, slots=True)
class Simulation:
    """Simulated ends of a plan.

    Parameters
    ----------
    lengths : array of float, shape (draws,)
        Working days until everything is done, sorted.
    critical : mapping of no to float
        Share of the draws in which the task lies on a critical path.
    """

    lengths: Floats
    critical: Mapping[str, float]

    def probability(self, days: float) -> float | None:
        """Share of the draws that end within so many working days; None without draws."""
        return float(np.mean(self.lengths <= days + SAME)) if len(self.lengths) else None

    def quantile(self, share: float) -> float | None:
        """Working days within which this share of the draws ends."""
        return float(np.quantile(self.lengths, share)) if len(self.lengths) else None


def simulate(network: Network, *, draws: int = 10_000, seed: int = 20260101) -> Simulation:
    """Draw every task's days from its own beta distribution and schedule each draw.

    The beta distribution of PERT (shape 4) lies between o and p, with the mean (o + 4m + p)/6.

    Parameters
    ----------
    network : Network
        From `clusterlib.strategy.schedule.schedule`.
    draws : int
        Number of simulated plans.
    seed : int
        Start of the random numbers.

    Examples
    --------
    >>> from clusterlib.strategy.schedule import schedule
    >>> plan = schedule([Work("A", 4, 4, 4), Work("B", 1, 1, 1, ("A",))])
    >>> simulate(plan, draws=10).quantile(0.9)
    5.0
    """
    works = network.works
    order = ordered(works)
    if not order or draws < 1:
        return Simulation(np.empty(0), {})
    rng = np.random.default_rng(seed)
    days = {no: _draw(works[no], draws, rng) for no in works}
    ends: dict[str, Floats] = {}
    for no in order:
        ends[no] = _end(works[no], ends, days[no])
    lengths = np.max(np.stack(list(ends.values())), axis=0)
    return Simulation(np.sort(lengths), _critical(order, works, ends, days, lengths))


def _draw(work: Work, draws: int, rng: np.random.Generator) -> Floats:
    spread = work.p - work.o
    if work.finished is not None or spread <= 0:
        return np.full(draws, work.m)
    low, high = 1 + 4 * (work.m - work.o) / spread, 1 + 4 * (work.p - work.m) / spread
    return work.o + spread * rng.beta(low, high, size=draws)


def _end(work: Work, ends: Mapping[str, Floats], days: Floats) -> Floats:
    if work.finished is not None:
        return np.full(len(days), max(0.0, work.finished))
    start = np.full(len(days), max(0.0, work.not_before))
    for before in work.predecessors:
        start = np.maximum(start, ends[before])
    return start + days


def _critical(
    order: Sequence[str],
    works: Mapping[str, Work],
    ends: Mapping[str, Floats],
    days: Mapping[str, Floats],
    lengths: Floats,
) -> dict[str, float]:
    latest = {no: lengths.copy() for no in order}
    shares = {}
    for no in reversed(order):
        if works[no].finished is not None:
            continue
        for before in works[no].predecessors:
            latest[before] = np.minimum(latest[before], latest[no] - days[no])
        shares[no] = float(np.mean(latest[no] - ends[no] <= 1e-6))
    return {no: shares[no] for no in works if no in shares}
