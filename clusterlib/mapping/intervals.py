"""Arithmetic with numbers of which only the least and the most are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clusterlib.mapping.specialisation_cells import Floats


@dataclass(frozen=True, slots=True)
class Interval:
    """Arrays with the least and the most of each number; infinite where there is no end.

    Examples
    --------
    >>> x = Interval(np.array([1.0]), np.array([3.0]))
    >>> (x - x).low.tolist(), (x * Interval(np.array([-1.0]), np.array([2.0]))).high.tolist()
    ([-2.0], [6.0])
    """

    low: Floats
    high: Floats

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        with np.errstate(invalid="ignore"):
            every = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        clean = [
            np.where(np.isnan(value), 0.0, value) for value in every
        ]  # nothing times anything is nothing
        return Interval(np.minimum.reduce(clean), np.maximum.reduce(clean))

    @property
    def sure(self) -> npt.NDArray[np.bool_]:
        """Where both ends are one number."""
        return np.isclose(self.low, self.high, rtol=1e-12, atol=1e-9)

    def where(self, condition: npt.NDArray[np.bool_], other: Interval) -> Interval:
        """These numbers where the condition holds, else the others."""
        return Interval(np.where(condition, self.low, other.low), np.where(condition, self.high, other.high))

    def sum(self, axis: int) -> Interval:
        """Sums along one axis."""
        return Interval(np.asarray(self.low.sum(axis=axis)), np.asarray(self.high.sum(axis=axis)))


def exactly(value: Floats) -> Interval:
    """Known numbers."""
    return Interval(value, value)


def ratio(above: Interval, below: Interval) -> Interval:
    """Quotient of numbers that are not negative; no upper end where the divisor may be nothing.

    Examples
    --------
    >>> found = ratio(exactly(np.array([4.0, 4.0])), Interval(np.array([1.0, 0.0]), np.array([2.0, 2.0])))
    >>> found.low.tolist(), found.high.tolist()
    ([2.0, 2.0], [4.0, inf])
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = above.low / below.high, above.high / below.low
    return Interval(np.where(np.isnan(low), 0.0, low), np.where(np.isnan(high), np.inf, high))
