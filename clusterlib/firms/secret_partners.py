"""Which further cells must be hidden so that no secret one can be worked out from the totals.

A secret cell is safe as long as another table with the same published numbers exists in which it is
clearly higher, and one in which it is clearly lower. Such a table is a ring: up in the cell, down in another
cell of its row, up in that cell's column, and so on back. The cheapest ring is looked for (fewest jobs newly
hidden), through hidden cells for nothing, and kept as the proof.

No firm may be able to break a ring with what it knows of itself: a cell of one firm is never part of another
cell's ring, and a cell moves down by no more than what its largest firm does not know.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from clusterlib.firms.secret_rules import Grid, Mask, Rules, Whole, needed, primary, remainders

_ENDLESS = 2**60
#: Totals are wanted by every reader: hiding one counts as so many times its jobs.
_TOTAL_COST = 5.0
#: Rings are sought around at most so many cells, and at most so many of them for one cell.
_LONGEST, _RINGS = 12, 24
#: So many hidden cells of a row and of a column are looked at before the search proper.
_NEAR = 48
#: Called with the number of cells done and to be done.
Tick = Callable[[int, int], None]


class Change(NamedTuple):
    """One cell of the proof of one target: how much it moves when the target moves up (or down)."""

    target: int
    up: bool
    row: int
    column: int
    by: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is hidden in one year, and why no secret cell can be worked out.

    Attributes
    ----------
    mask, primary : array of bool, shape (regions + 1, industries + 1)
        All hidden cells, and those that a rule forbids by itself.
    targets : array of int, shape (n, 2)
        Cells that had to be protected: the primary ones, and those hidden so that no remainder of a line
        breaks a rule.
    proof : tuple of Change
        For each target and both directions another table with the same published numbers.
    everything : bool
        Whether the year had to be hidden as a whole, as no ring could be found for some cell.
    """

    mask: Mask
    primary: Mask
    targets: npt.NDArray[np.int64]
    proof: tuple[Change, ...] = ()
    everything: bool = False


@dataclass(slots=True)
class _Room:
    """How far each cell can move up and down in the sense of its line sums, and what hiding it costs."""

    up: Whole
    down: Whole
    cost: npt.NDArray[np.float64]


@dataclass(slots=True)
class _Search:
    grid: Grid
    hidden: Mask
    rooms: tuple[_Room, _Room]
    targets: list[tuple[int, int]] = field(default_factory=list)
    proof: list[Change] = field(default_factory=list)


def hide(grid: Grid, *, rules: Rules, tick: Tick | None = None) -> Hidden:
    """Hide the secret cells of one year and as few others as can be found.

    Parameters
    ----------
    grid : Grid
        One year with its totals.
    rules : Rules
        What is secret, and how well it is to be kept.
    tick : callable, optional
        Told how many cells are protected and how many are known to need it.

    Returns
    -------
    Hidden
        With the proof; `secret_audit` checks it without trusting this module.

    Examples
    --------
    Three regions and two industries; one firm stands alone in the first cell:

    >>> value = np.array([[5, 60, 65], [50, 40, 90], [45, 70, 115], [100, 170, 270]], np.int64) * 1000
    >>> firms = np.array([[1, 9, 10], [9, 9, 18], [9, 9, 18], [19, 27, 46]], np.int64)
    >>> found = hide(Grid(value, firms, value // np.maximum(firms, 1), value * 0), rules=Rules())
    >>> found.mask[:3, :2].tolist(), bool(found.mask[:, 2].any())
    ([[True, True], [True, True], [False, False]], False)
    """
    secret = primary(grid, rules=rules)
    down, up = needed(grid, rules=rules)
    search = _Search(grid, secret.copy(), _rooms(grid, secret))
    waiting = _by_need(secret, up)
    while waiting:
        for cell in waiting:
            if not _protect(search, cell, int(down[cell]), int(up[cell])):
                return _everything(grid, secret)
            search.targets.append(cell)
            if tick is not None:
                tick(len(search.targets), len(search.targets) + len(waiting))
        waiting = _more(search, rules)
    targets = np.array(search.targets, np.int64).reshape(-1, 2)
    return Hidden(search.hidden, secret, targets, tuple(search.proof))


def _everything(grid: Grid, secret: Mask) -> Hidden:
    return Hidden(grid.firms > 0, secret, np.argwhere(secret).astype(np.int64), (), True)


def _by_need(secret: Mask, up: Whole) -> list[tuple[int, int]]:
    rows, columns = np.nonzero(secret)
    order = np.lexsort((columns, rows, -up[rows, columns]))
    return [(int(rows[k]), int(columns[k])) for k in order]


def _rooms(grid: Grid, secret: Mask) -> tuple[_Room, _Room]:
    """Room as a firm in another cell sees it, and as somebody outside sees it (for totals)."""
    inner = np.zeros(grid.value.shape, np.bool_)
    inner[:-1, :-1] = True
    weight = grid.value.astype(np.float64) + 1000.0
    cost = np.where(secret, 0.0, np.where(inner, weight, weight * _TOTAL_COST))
    there = grid.firms > 0
    up_inside = np.where(inner, np.where(grid.firms > 1, _ENDLESS, 0), _ENDLESS)
    down_inside = np.where(inner, np.where(grid.firms > 1, grid.value - grid.largest, 0), _ENDLESS)
    up_outside = np.where(inner, np.where(there, _ENDLESS, 0), _ENDLESS)
    down_outside = np.where(inner, grid.value, _ENDLESS)
    return _Room(up_inside, down_inside, cost), _Room(up_outside, down_outside, cost)


def _more(search: _Search, rules: Rules) -> list[tuple[int, int]]:
    """One more cell for each line whose remainder breaks a rule."""
    chosen: dict[tuple[int, int], None] = {}
    rows, columns = remainders(search.grid, search.hidden, rules=rules)
    free = ~search.hidden & (search.grid.firms > 0)
    for row in np.flatnonzero(rows):
        chosen[int(row), _cheapest(search.grid.value[row], free[row])] = None
    for column in np.flatnonzero(columns):
        chosen[_cheapest(search.grid.value[:, column], free[:, column]), int(column)] = None
    for cell in chosen:
        _hide(search, cell)
    return list(chosen)


def _cheapest(values: Whole, free: Mask) -> int:
    """Place of the smallest cell that may be hidden, before the total at the end."""
    places = np.flatnonzero(free[:-1])
    return int(places[np.argmin(values[places])]) if len(places) else len(values) - 1


def _hide(search: _Search, cell: tuple[int, int]) -> None:
    search.hidden[cell] = True
    search.rooms[0].cost[cell] = 0.0


# ------------------------------------------------------------------ one cell
def _protect(search: _Search, cell: tuple[int, int], down: int, up: int) -> bool:
    """Find rings that move a cell up by `up` and down by `down`; hide what they pass through."""
    grid = search.grid
    total = cell[0] == grid.value.shape[0] - 1, cell[1] == grid.value.shape[1] - 1
    flipped = total[0] != total[1]
    room = search.rooms[any(total)]
    for rising, need in ((True, up), (False, down)):
        changes = _rings(search, room, cell, need, rising != flipped)
        if changes is None:
            return False
        number = len(search.targets)
        for (row, column), by in changes.items():
            if by:
                search.proof.append(Change(number, rising, row, column, by))
                _hide(search, (row, column))
    return True


def _rings(
    search: _Search, room: _Room, cell: tuple[int, int], need: int, rising: bool
) -> dict[tuple[int, int], int] | None:
    """Changes in the sense of line sums that move a cell by `need`; None when there are none."""
    side, back = (room.down, room.up) if rising else (room.up, room.down)
    sense = 1 if rising else -1
    found: dict[tuple[int, int], int] = {}
    left, step = need, need
    try:
        for _ in range(_RINGS):
            if left <= 0:
                return found
            ring = None
            while ring is None and step > 0:
                least = min(step, left)
                ring = _near(search, side, back, cell, least) or _cheapest_ring(
                    room.cost, side, back, cell, least
                )
                step = step if ring is not None else step // 4
            if ring is None:
                return None
            by = min(left, *(int((side if k % 2 == 0 else back)[place]) for k, place in enumerate(ring)))
            for k, place in enumerate(ring):
                _move(side, back, place, by if k % 2 == 0 else -by)
                found[place] = found.get(place, 0) - sense * (by if k % 2 == 0 else -by)
            found[cell] = found.get(cell, 0) + sense * by
            left -= by
        return found if left <= 0 else None
    finally:
        for place, by in found.items():
            if place != cell:
                _move(side, back, place, sense * by)


def _move(side: Whole, back: Whole, place: tuple[int, int], by: int) -> None:
    """Use `by` of what a cell can move in the sense of `side`; the other sense gains it."""
    if side[place] < _ENDLESS // 2:
        side[place] -= by
    if back[place] < _ENDLESS // 2:
        back[place] += by


def _near(
    search: _Search, side: Whole, back: Whole, cell: tuple[int, int], least: int
) -> list[tuple[int, int]] | None:
    """A rectangle of cells that are hidden already and can move by `least`."""
    row, column = cell
    columns = np.flatnonzero(search.hidden[row] & (side[row] >= least))
    rows = np.flatnonzero(search.hidden[:, column] & (side[:, column] >= least))
    columns, rows = columns[columns != column][:_NEAR], rows[rows != row][:_NEAR]
    if not (len(columns) and len(rows)):
        return None
    block = np.ix_(rows, columns)
    fits = np.flatnonzero(search.hidden[block] & (back[block] >= least))
    if not len(fits):
        return None
    r, c = int(rows[fits[0] // len(columns)]), int(columns[fits[0] % len(columns)])
    return [(row, c), (r, c), (r, column)]


def _cheapest_ring(
    cost: npt.NDArray[np.float64], side: Whole, back: Whole, cell: tuple[int, int], least: int
) -> list[tuple[int, int]] | None:
    """The cheapest way from the row of a cell to its column: out by `side`, back by `back`, and so on.

    Shortest ways in steps (Bellman and Ford), rows and columns in turn; every second cell moves back.
    """
    row, column = cell
    leave = np.where(side >= least, cost + 1.0, np.inf)
    enter = np.where(back >= least, cost + 1.0, np.inf)
    leave[cell] = enter[cell] = np.inf
    to_row = np.full(len(side), np.inf)
    to_row[row] = 0.0
    to_column = np.full(side.shape[1], np.inf)
    from_row, from_column = np.full(side.shape[1], -1), np.full(len(side), -1)
    fresh = np.array([row])
    for _ in range(_LONGEST):
        ways = to_row[fresh, None] + leave[fresh]
        best = ways.argmin(axis=0)
        reach = ways[best, np.arange(len(to_column))]
        better = np.flatnonzero(reach < to_column)
        to_column[better], from_row[better] = reach[better], fresh[best[better]]
        better = better[(better != column) & (to_column[better] < to_column[column])]
        if not len(better):
            break
        ways = to_column[better] + enter[:, better]
        best = ways.argmin(axis=1)
        reach = ways[np.arange(len(to_row)), best]
        fresh = np.flatnonzero((reach < to_row) & (reach < to_column[column]))
        to_row[fresh], from_column[fresh] = reach[fresh], better[best[fresh]]
        if not len(fresh):
            break
    return _way(cell, from_row, from_column) if np.isfinite(to_column[column]) else None


def _way(cell: tuple[int, int], from_row: Whole, from_column: Whole) -> list[tuple[int, int]]:
    row, column = cell
    ring, at = [], column
    while True:
        r = int(from_row[at])
        ring.append((r, at))
        if r == row:
            return ring[::-1]
        at = int(from_column[r])
        ring.append((r, at))
