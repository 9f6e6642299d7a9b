"""Which cells may not be let out: too few firms, or one or two firms that nearly make up the cell.

Jobs are whole thousandths (int64) everywhere in this room, so that no tie is decided by rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from clusterlib.faults import DomainError

Whole: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]

#: Jobs are held in thousandths.
SCALE = 1000


@dataclass(frozen=True, slots=True)
class Rules:
    """What makes a cell secret, and how well it is kept. The guide gives no values; these are usual ones.

    Attributes
    ----------
    min_firms : int
        Cells of fewer firms are secret (threshold rule); 0 or 1 switches the rule off.
    dominance : float
        Cells in which the `dominant_firms` largest firms have more than this percentage of the jobs are
        secret ((n,k) dominance rule); 100 switches the rule off.
    dominant_firms : {1, 2}
        The n of the (n,k) rule.
    p_percent : float
        Cells in which the second largest firm could estimate the largest within this percentage are
        secret (p % rule); 0 switches the rule off.
    protection : float
        A secret cell may be worked out no closer than this percentage of its value, and never closer
        than one job, upwards and downwards.

    Raises
    ------
    DomainError
        If a number is out of range.
    """

    min_firms: int = 3
    dominance: float = 85.0
    dominant_firms: int = 1
    p_percent: float = 0.0
    protection: float = 10.0

    def __post_init__(self) -> None:
        """Refuse numbers that mean nothing."""
        if not 0 <= self.min_firms <= 1000:
            raise DomainError(f"min_firms is {self.min_firms}; allowed are whole numbers from 0 to 1000.")
        if self.dominant_firms not in (1, 2):
            raise DomainError(f"dominant_firms is {self.dominant_firms}; allowed are 1 and 2.")
        for name in ("dominance", "p_percent", "protection"):
            value = getattr(self, name)
            if not 0 <= value <= 100:
                raise DomainError(f"{name} is {value:g}; allowed are percentages from 0 to 100.")

    @property
    def needs_second(self) -> bool:
        """Whether a rule looks at the second largest firm of a cell."""
        return self.p_percent > 0 or (self.dominant_firms == 2 and self.dominance < 100)

    @property
    def any(self) -> bool:
        """Whether any rule is switched on."""
        return self.min_firms > 1 or self.dominance < 100 or self.p_percent > 0


@dataclass(frozen=True, slots=True)
class Grid:
    """One year with its totals: shape (regions + 1, industries + 1), the last row and column being totals.

    Attributes
    ----------
    value : array of int64
        Jobs in thousandths.
    firms : array of int64
        Firms behind the cell; 0 is a true zero.
    largest, second : array of int64
        Jobs of the largest and the second largest firm, in thousandths.
    spread : bool
        Whether one firm may stand in several cells, so that firms of cells cannot be added up.
    """

    value: Whole
    firms: Whole
    largest: Whole
    second: Whole
    spread: bool = False

    @property
    def sign(self) -> Whole:
        """Plus for cells and the grand total, minus for the other totals: so every line sums to nought."""
        sign = np.ones(self.value.shape, np.int64)
        sign[-1, :] *= -1
        sign[:, -1] *= -1
        return sign


def share(percent: float) -> Fraction:
    """A percentage as an exact share.

    Examples
    --------
    >>> share(12.5)
    Fraction(1, 8)
    """
    return Fraction(str(percent)) / 100


def broken(value: Whole, firms: Whole, largest: Whole, second: Whole, *, rules: Rules) -> Mask:
    """Cells that one of the rules forbids to let out; a cell without firms is never one.

    Examples
    --------
    >>> columns = np.array([[9, 100, 100], [2, 5, 5], [5, 90, 50], [4, 5, 45]], np.int64)
    >>> broken(*columns, rules=Rules()).tolist()
    [True, True, False]
    >>> broken(*columns, rules=Rules(p_percent=15)).tolist()
    [True, True, True]
    """
    found = firms < rules.min_firms
    if rules.dominance < 100:
        limit = share(rules.dominance)
        top = largest + second if rules.dominant_firms == 2 else largest
        found |= top * limit.denominator > value * limit.numerator
    if rules.p_percent > 0:
        limit = share(rules.p_percent)
        found |= (value - largest - second) * limit.denominator < largest * limit.numerator
    return np.asarray(found & (firms > 0), dtype=np.bool_)


def primary(grid: Grid, *, rules: Rules) -> Mask:
    """Cells and totals of one year that the rules forbid to let out."""
    return broken(grid.value, grid.firms, grid.largest, grid.second, rules=rules)


def needed(grid: Grid, *, rules: Rules) -> tuple[Whole, Whole]:
    """How far down and how far up each cell must remain open to a reader, in thousandths of a job."""
    part = share(rules.protection)
    wide = -(-grid.value * part.numerator // part.denominator)
    far = np.maximum(wide, SCALE)
    return np.minimum(far, grid.value), far


def remainders(grid: Grid, hidden: Mask, *, rules: Rules) -> tuple[Mask, Mask]:
    """Lines (rows, columns) whose published total gives away a sum of hidden cells that breaks a rule.

    Total less published cells is as good as published, so the hidden cells of a line together must
    keep the rules too.
    """
    return _lines(grid, hidden, 1, rules), _lines(grid, hidden, 0, rules)


def _lines(grid: Grid, hidden: Mask, axis: int, rules: Rules) -> Mask:
    def parts(values: Whole) -> Whole:
        kept = np.where(hidden, values, 0)
        return kept[:, :-1] if axis == 1 else kept[:-1, :].T

    told = ~(hidden[:, -1] if axis == 1 else hidden[-1, :])
    largest = np.sort(parts(grid.largest), axis=1)
    second = parts(grid.second).max(axis=1, initial=0)
    if largest.shape[1] > 1:
        second = np.maximum(second, largest[:, -2])
    top, firms = largest.max(axis=1, initial=0), parts(grid.firms)
    value = parts(grid.value).sum(axis=1)
    count = firms.sum(axis=1)
    if grid.spread:  # the same firm may stand in all of them: fewer firms, a larger one
        count, top = firms.max(axis=1, initial=0), np.minimum(largest.sum(axis=1), value)
        second = np.minimum(parts(grid.second).sum(axis=1), value - top)
    return np.asarray(told & broken(value, count, top, second, rules=rules), dtype=np.bool_)
