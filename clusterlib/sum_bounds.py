"""What published sums give away about numbers that are kept secret.

The least and the most each secret number can be while all sums hold at the same time. The mapping narrows
secret cells of a table with it; the aggregation of firms attacks its own table with it before it is let out.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_array

from clusterlib.faults import IntegrityError

Floats: TypeAlias = npt.NDArray[np.float64]

#: Numbers without an upper limit are searched up to here.
_ENDLESS = 1e15
_OPEN = 1e-6


def least_and_most(sums: csr_array, room: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Bounds of each secret number, all sums kept at the same time (two linear programmes per number).

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
    for k in np.flatnonzero(high - low > _OPEN):
        for sign in (1.0, -1.0):
            aim = np.zeros(len(low))
            aim[k] = sign
            answer = linprog(aim, A_ub=sums, b_ub=room, bounds=limits, method="highs")
            if answer.status == 2:
                raise IntegrityError("The secret numbers cannot make up all published sums at once.")
            if answer.status == 0 and sign > 0:
                low[k] = max(low[k], _clean(answer.x[k]))
            elif answer.status == 0 and answer.x[k] < _ENDLESS / 10:
                high[k] = min(high[k], _clean(answer.x[k]))
    return low, np.maximum(low, high)


def _clean(value: float) -> float:
    return float(np.round(value, 6))
