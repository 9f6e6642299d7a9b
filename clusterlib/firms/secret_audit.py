"""Attack the table before it is let out: can any secret cell be worked out from what is published?

Two attacks that do not trust the search for partners. The proof of every hidden cell is added up again on the
final table; and where few cells are hidden, linear programmes find exactly what a reader can infer.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from clusterlib.faults import IntegrityError
from clusterlib.firms.secret_findings import Audit
from clusterlib.firms.secret_partners import Hidden
from clusterlib.firms.secret_rules import SCALE, Grid, Rules, Whole, needed, remainders
from clusterlib.sum_bounds import Floats, least_and_most


def audit(grid: Grid, hidden: Hidden, *, rules: Rules, exact_limit: int = 60) -> Audit:
    """Check that no protected cell of one year can be narrowed to less than asked for.

    Parameters
    ----------
    grid : Grid
        The true numbers.
    hidden : Hidden
        What is to be hidden.
    rules : Rules
        The protection asked for.
    exact_limit : int
        Number of hidden cells up to which linear programmes are solved as well.

    Raises
    ------
    IntegrityError
        If a cell could be worked out: such a table is never let out.
    """
    count, protected = int(hidden.mask.sum()), len(hidden.targets)
    if not protected or hidden.everything:
        return Audit(count, protected, True, None, hidden.everything)
    if (hidden.primary & ~hidden.mask).any() or any(
        lines.any() for lines in remainders(grid, hidden.mask, rules=rules)
    ):
        raise IntegrityError("A number that a rule forbids would be published. Nothing was written.")
    down, up = needed(grid, rules=rules)
    places = tuple(hidden.targets.T)
    closest = _check_proof(grid, hidden, down[places], up[places])
    exact = count <= exact_limit
    if exact:
        low, high = readable(grid, hidden)
        told = grid.value / SCALE
        bad = (low > told - down / SCALE + 1e-4) | (high < told + up / SCALE - 1e-4)
        if bad[places].any():
            raise IntegrityError("A hidden cell could be worked out from the totals. Nothing was written.")
        closest = float((high - low)[places].min())
    return Audit(count, protected, exact, closest if np.isfinite(closest) else None, False)


def _check_proof(grid: Grid, hidden: Hidden, down: Whole, up: Whole) -> float:
    """Add every proof up again; the narrowest range in jobs."""
    proof = np.array(hidden.proof, np.int64).reshape(-1, 5)
    rows, columns = grid.value.shape
    number, rising, row, column, by = proof.T
    table = number * 2 + rising
    own = (hidden.targets[number, 0] == row) & (hidden.targets[number, 1] == column)
    for line, size in ((row, rows), (column, columns)):
        sums = np.zeros(len(down) * 2 * size, np.int64)
        np.add.at(sums, table * size + line, by)
        if sums.any():
            raise IntegrityError("A proof does not keep the totals. Nothing was written.")
    moved = by * grid.sign[row, column]
    reached = np.zeros((len(down), 2), np.int64)
    np.add.at(reached, (number[own], rising[own]), np.abs(moved[own]))
    wrong_way = own & (np.sign(moved) != np.where(rising == 1, 1, -1))
    total = (row == rows - 1) | (column == columns - 1)
    of_total = (hidden.targets[number] == [rows - 1, columns - 1]).any(axis=1)
    alone = ~own & ~total & ~of_total & (grid.firms[row, column] < 2)
    known = np.where(of_total, 0, grid.largest[row, column])
    floor = np.where(own | total, 0, known)
    low = ~total & (grid.value[row, column] + moved < floor)
    short = (reached[:, 0] < down) | (reached[:, 1] < up)
    if short.any() or (wrong_way | alone | low | ~hidden.mask[row, column]).any():
        raise IntegrityError("A hidden cell is not proved safe. Nothing was written.")
    return float(reached.sum(axis=1).min()) / SCALE


def readable(grid: Grid, hidden: Hidden) -> tuple[Floats, Floats]:
    """The least and the most a reader can infer of each cell and total of one year, in jobs.

    Raises
    ------
    IntegrityError
        If the published numbers contradict each other.
    """
    shown = np.where(hidden.mask, 0, grid.value) / SCALE * grid.sign
    rows, columns = np.nonzero(hidden.mask)
    n, sign = len(rows), grid.sign[rows, columns].astype(np.float64)
    blocks, sums = [], []
    for line, axis, size in ((rows, 1, grid.value.shape[0]), (columns, 0, grid.value.shape[1])):
        blocks.append(csr_array((sign, (line, np.arange(n))), shape=(size, n)))
        sums.append(-shown.sum(axis=axis))
    matrix = np.vstack([block.toarray() for block in blocks])
    room = np.concatenate(sums)
    used = np.abs(matrix).sum(axis=1) > 0
    both = csr_array(np.vstack([matrix[used], -matrix[used]]))
    limits = np.concatenate([room[used], -room[used]]) + 1e-7
    low, high = least_and_most(both, limits, np.zeros(n), np.full(n, np.inf))
    least, most = grid.value / SCALE, grid.value / SCALE
    least[rows, columns], most[rows, columns] = low, high
    return least, most
