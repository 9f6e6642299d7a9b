"""What published sums give away about numbers that are kept secret.

The least and the most each secret number can be while all sums hold at the same time. The mapping narrows
secret cells of a table with it; the aggregation of firms attacks its own table with it before it is let out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from clusterlib.faults import IntegrityError

Floats: TypeAlias = npt.NDArray[np.float64]

#: Numbers without an upper limit are searched up to here.
_ENDLESS = 1e15
_OPEN = 1e-6
#: A bound missed by less than this is reached: edges are rounded to a millionth.
_SEEN = 5e-7


def least_and_most(sums: csr_array, room: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Bounds of each secret number, all sums kept at once (at most two linear programmes per number).

    Parameters
    ----------
    sums : sparse array, shape (conditions, numbers)
        Each row says how often each secret number stands in one sum; a difference has negative entries.
    room : array, shape (conditions,)
        The most each sum can be. An equality is two conditions, one with both signs turned.
    low, high : array, shape (numbers,)
        What is known of each number beforehand; `high` infinite where nothing is.

    Returns
    -------
    low, high : array
        Never wider than given; rounded to a millionth.

    Raises
    ------
    IntegrityError
        If no numbers keep all sums.

    Examples
    --------
    Two secret numbers make 20 together, and one of them is at least 5:

    >>> sums = csr_array([[1.0, 1.0], [-1.0, -1.0]])
    >>> low, high = least_and_most(sums, np.array([20.0, -20.0]), np.array([5.0, 0.0]), np.full(2, np.inf))
    >>> low.tolist(), high.tolist()
    ([5.0, 0.0], [20.0, 15.0])
    """
    low, high = low.copy(), high.copy()
    limits = np.column_stack([low, np.where(np.isinf(high), _ENDLESS, high)])
    search = _Search(sums, room, limits, open_=high - low > _OPEN)
    for k, least in search.edges(1.0):
        low[k] = max(low[k], _clean(least))
    for k, most in search.edges(-1.0):
        if most < _ENDLESS / 10:
            high[k] = min(high[k], _clean(most))
    return low, np.maximum(low, high)


class _Search:
    """Looks for the edges of secret numbers; any numbers that keep all sums may show several at once.

    A bound that is known beforehand and that some numbers reach while they keep all sums is exact: no
    programme of its own is needed for it. Bounds from totals are mostly so.
    """

    def __init__(
        self, sums: csr_array, room: Floats, limits: Floats, *, open_: npt.NDArray[np.bool_]
    ) -> None:
        self._sums, self._room, self._limits = sums, room, limits
        #: Numbers that no sum connects, as those of two years, are independent and can be searched at once.
        stands = abs(sums)
        self._parts = connected_components(stands.T @ stands, directed=False)[1]
        self._left = {1.0: open_.copy(), -1.0: open_.copy()}  # bounds that nothing has reached so far

    def edges(self, sign: float) -> Iterator[tuple[int, float]]:
        """Each number whose bound below (sign 1) or above (sign -1) is not reached, with its true edge."""
        left = self._left[sign]
        before = len(left) + 1
        while 1 < left.sum() < before:  # all together, as long as that reaches any
            before = int(left.sum())
            self._solve(self._aim(np.flatnonzero(left), sign))
        while left.any():
            _, picked = np.unique(np.where(left, self._parts, -1), return_index=True)
            for k, answer in self._each(picked[left[picked]], sign):
                left[k] = False
                if answer is not None:
                    yield int(k), float(answer[k])

    def _each(self, picked: npt.NDArray[np.int64], sign: float) -> Iterator[tuple[int, Floats | None]]:
        """Numbers that show the edge of each picked one; no two of them may share a sum."""
        answer = self._solve(self._aim(picked, sign))
        if answer is None and len(picked) > 1:
            yield from ((k, self._solve(self._aim(np.array([k]), sign))) for k in picked)
        else:
            yield from ((k, answer) for k in picked)

    def _aim(self, picked: npt.NDArray[np.int64], sign: float) -> Floats:
        aim = np.zeros(len(self._limits))
        aim[picked] = sign
        return aim

    def _solve(self, aim: Floats) -> Floats | None:
        """Numbers that keep all sums and make the aim least; None if the solver gives up."""
        found = linprog(aim, A_ub=self._sums, b_ub=self._room, bounds=self._limits, method="highs")
        if found.status == 2:
            raise IntegrityError("The secret numbers cannot make up all published sums at once.")
        if found.status != 0:
            return None
        self._left[1.0] &= found.x > self._limits[:, 0] + _SEEN
        self._left[-1.0] &= found.x < self._limits[:, 1] - _SEEN
        return np.asarray(found.x, dtype=np.float64)


def _clean(value: float) -> float:
    return float(np.round(value, 6))
