"""Which trend moves the others, also by detours? Cross-impact of trends (MICMAC, method T42)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterlib.cells import weakest
from clusterlib.faults import DomainError, IntegrityError

#: What the words of the table count for.
STRENGTHS = {"none": 0, "low": 1, "medium": 2, "high": 3}
#: Roles of trends: move others, both, are moved, stand apart.
ROLES = ("mover", "knot", "moved", "apart")
#: The longest detour that is followed (method T42).
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class CrossImpact:
    """Trends by how much they move others and are moved by them.

    Attributes
    ----------
    frame : DataFrame
        One row per trend that stands in a pair, those that move most first: id, name (and twins), gives and
        takes (sums of direct influence), influence and dependence (shares of all influence, detours
        included), rank_direct and rank (by what it gives, directly and with detours; ties share the better
        rank), role (of `ROLES`: at least an average share of one, both, the other or neither).
    steps : int
        Longest detour counted; 1 when only direct influence is.
    settled : str
        ``stable``: longer detours change no rank; ``ends``: influence never comes back to where it began, so
        all detours are added up; ``open``: ranks still change at the longest detour followed; ``none``: no
        trend moves another.
    rated, pairs : int
        Pairs that were judged, and all pairs of the trends in the table.
    basis : str
        Weakest basis of the rows.
    """

    frame: pd.DataFrame
    steps: int
    settled: str
    rated: int
    pairs: int
    basis: str


def cross(trends: pd.DataFrame, cross_impacts: pd.DataFrame, *, longest: int = _LONGEST) -> CrossImpact:
    """Follow influence from trend to trend, directly and by detours (method T42; Godet).

    The matrix of direct influence, from none (0) to high (3), is multiplied by itself; its row sums then say
    how much a trend moves others by ways of that length, its column sums how much it is moved. This goes on
    until the order of the trends no longer changes. A pair that nobody judged counts as none, and is counted.

    Parameters
    ----------
    trends, cross_impacts : DataFrame
        Typed tables.
    longest : int
        Longest detour followed, 1 to 9.

    Returns
    -------
    CrossImpact

    Raises
    ------
    DomainError
        If the longest detour is not 1 to 9, or a trend moves itself.
    IntegrityError
        If a pair names a trend that is not there, or stands twice.

    Examples
    --------
    >>> from clusterlib import tables
    >>> t = tables.typed("trends", [{"id": i, "name": i} for i in "ABC"])
    >>> rows = [("A", "B", "high"), ("B", "C", "medium"), ("B", "A", "low"), ("C", "B", "low")]
    >>> x = tables.typed("cross_impacts", [dict(zip(("from", "to", "strength"), row)) for row in rows])
    >>> found = cross(t, x)
    >>> found.frame[["id", "gives", "takes", "rank"]].values.tolist(), found.pairs
    ([['A', 3, 1, 1], ['B', 3, 4, 1], ['C', 1, 2, 3]], 6)
    """
    if not 1 <= longest <= _LONGEST:
        raise DomainError(f"longest is {longest}; detours are followed over 1 to {_LONGEST} steps.")
    _refuse(trends, cross_impacts)
    there = set(cross_impacts["from"]) | set(cross_impacts["to"])
    rows = trends[trends["id"].isin(there)].sort_values("id", kind="stable").reset_index(drop=True)
    direct = _matrix(rows["id"].tolist(), cross_impacts)
    whole, steps, settled = follow(direct, longest=longest)
    n = len(rows)
    return CrossImpact(
        frame=_frame(rows, direct, whole),
        steps=steps,
        settled=settled,
        rated=len(cross_impacts),
        pairs=n * (n - 1),
        basis=weakest(cross_impacts["basis"]),
    )


def _refuse(trends: pd.DataFrame, cross_impacts: pd.DataFrame) -> None:
    there = {*cross_impacts["from"], *cross_impacts["to"]}
    unknown = sorted({str(key) for key in there} - set(trends["id"]))
    if unknown:
        raise IntegrityError(
            f"cross_impacts name trends that nobody has: {', '.join(unknown)}. Add them to trends."
        )
    itself = sorted(cross_impacts.loc[cross_impacts["from"] == cross_impacts["to"], "from"])
    if itself:
        raise DomainError(f"cross_impacts: {', '.join(itself)} on itself. Influence goes to another trend.")
    twice = cross_impacts[cross_impacts.duplicated(["from", "to"])]
    if len(twice):
        pairs = ", ".join(f"{a} → {b}" for a, b in zip(twice["from"], twice["to"], strict=True))
        raise IntegrityError(f"cross_impacts: {pairs} twice. Keep one row per pair.")


def _matrix(ids: list[str], cross_impacts: pd.DataFrame) -> np.ndarray:
    """Direct influence of the row on the column, in whole numbers of any size."""
    place = {key: i for i, key in enumerate(ids)}
    direct = np.zeros((len(ids), len(ids)), dtype=object)
    for row in cross_impacts.to_dict("records"):
        direct[place[row["from"]], place[row["to"]]] = STRENGTHS[row["strength"]]
    return direct


def follow(direct: np.ndarray, *, longest: int = _LONGEST) -> tuple[np.ndarray, int, str]:
    """Influence by ways of the length from which on the order of rows and columns stays.

    Parameters
    ----------
    direct : array of whole numbers, shape (n, n)
        Influence of the row on the column.
    longest : int
        Longest way followed.

    Returns
    -------
    matrix, steps, settled
        Influence by ways of so many steps (all ways up to then where they end); see `CrossImpact.settled`.

    Examples
    --------
    >>> follow(np.array([[0, 2], [0, 0]], dtype=object))[1:], follow(np.zeros((2, 2), dtype=object))[1:]
    ((1, 'ends'), (1, 'none'))
    """
    if not direct.any():
        return direct, 1, "none"
    ways = [direct]
    for _ in range(longest - 1):
        longer = ways[-1] @ direct
        if not longer.any():
            return sum(ways[1:], start=ways[0]), len(ways), "ends"
        if _order(longer) == _order(ways[-1]):
            return ways[-1], len(ways), "stable"
        ways.append(longer)
    return ways[-1], len(ways), "open"


def _order(matrix: np.ndarray) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Ranks of the rows and of the columns by their sums; equal sums share the better rank."""
    return _ranks(matrix.sum(axis=1)), _ranks(matrix.sum(axis=0))


def _ranks(sums: np.ndarray) -> tuple[int, ...]:
    return tuple(1 + sum(other > value for other in sums) for value in sums)


def _frame(rows: pd.DataFrame, direct: np.ndarray, whole: np.ndarray) -> pd.DataFrame:
    gives, takes = direct.sum(axis=1), direct.sum(axis=0)
    total, n = whole.sum(), len(rows)
    out, into = whole.sum(axis=1), whole.sum(axis=0)
    names = [name for name in ("id", "name", "name_fr") if name in rows]
    frame = rows[names].assign(
        gives=[int(value) for value in gives],
        takes=[int(value) for value in takes],
        influence=[float(value / total) if total else 0.0 for value in out],
        dependence=[float(value / total) if total else 0.0 for value in into],
        rank_direct=list(_ranks(gives)),
        rank=list(_ranks(out)),
        role=[_role(bool(total), a * n >= total, b * n >= total) for a, b in zip(out, into, strict=True)],
    )
    return frame.sort_values(["rank", "dependence", "id"], kind="stable", ignore_index=True)


def _role(any_: bool, moves: bool, is_moved: bool) -> str:
    if not any_:
        return "apart"
    return ("knot" if is_moved else "mover") if moves else ("moved" if is_moved else "apart")


def printed(result: object) -> str:
    """Trends with influence and role as plain text, for a check; a dash when the tool could not run."""
    if not isinstance(result, CrossImpact):
        return "–"
    columns = ["id", "gives", "takes", "influence", "dependence", "rank_direct", "rank", "role"]
    text = result.frame[columns].round(4).to_string(index=False) if len(result.frame) else "no pair"
    return f"{text}\n{result.settled} after {result.steps}; pairs judged: {result.rated} of {result.pairs}"
