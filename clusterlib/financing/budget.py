"""Budget lines in time: in which month each line falls due, and when its money moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from clusterlib import months as calendar
from clusterlib import twins
from clusterlib.cells import split_ids
from clusterlib.faults import DomainError
from clusterlib.financing.money import exact
from clusterlib.readings import Speaker

#: Months from one payment to the next.
STEPS = {"once": 0, "monthly": 1, "quarterly": 3, "yearly": 12}
#: Where money comes from, in the order in which it is shown.
SOURCES = ("public", "membership", "services", "sponsoring", "projects", "other")
#: What money is spent on, in the order in which it is shown.
COSTS = ("personnel", "rent", "supplies", "equipment", "start-up", "events", "other")
#: Private sources of money: those that firms decide on (guide L2098).
PRIVATE = ("membership", "services", "sponsoring")


def checked(lines: pd.DataFrame | None) -> pd.DataFrame:
    """The lines, or an error that lists all that is wrong with them.

    A case is checked when it is opened; this is for frames that come from elsewhere.

    Parameters
    ----------
    lines : DataFrame or None
        Typed ``budget_lines``; None counts as no line at all.

    Raises
    ------
    DomainError
        If an amount is negative, a probability lies outside 0 to 1, an end before its start, or a
        word is unknown.
    """
    if lines is None:
        from clusterlib import tables

        return tables.empty("budget_lines")
    wrong = []
    for row in lines.itertuples(index=False):
        place = f"budget_lines, line {row.line_id}"
        if not float(row.amount) >= 0:  # type: ignore[arg-type]
            wrong.append(f"{place}: amount {row.amount} must be 0 or more.")
        if not 0 <= float(row.probability) <= 1:  # type: ignore[arg-type]
            wrong.append(f"{place}: probability {row.probability} must lie between 0 and 1.")
        if row.recurrence not in STEPS:
            wrong.append(f"{place}: recurrence {row.recurrence!r} must be one of {', '.join(STEPS)}.")
        known = SOURCES if row.kind == "in" else COSTS
        if row.category not in known:
            wrong.append(f"{place}: category {row.category!r} must be one of {', '.join(known)}.")
        if isinstance(row.end, str) and calendar.number(row.end, last=True) < calendar.number(str(row.start)):
            wrong.append(f"{place}: end {row.end} lies before start {row.start}.")
    if wrong:
        raise DomainError("\n".join(wrong))
    return lines


def first_of(lines: pd.DataFrame) -> str | None:
    """Earliest start of all lines; None when there is no line."""
    starts = [calendar.number(str(start)) for start in lines["start"] if isinstance(start, str)]
    return calendar.text(min(starts)) if starts else None


def payments(
    lines: pd.DataFrame, *, first: str, count: int, lag: bool = True, later: Sequence[int] | None = None
) -> np.ndarray:
    """How many payments of each line fall into each month.

    Parameters
    ----------
    lines : DataFrame
        Typed ``budget_lines``; a blank end is open, or the start of what comes once.
    first : str
        First month.
    count : int
        Number of months.
    lag : bool
        Months in which the money moves (with ``lag_months``); False: in which it falls due.
    later : sequence of int, optional
        Further months of delay, one number per line.

    Returns
    -------
    ndarray of int, shape (lines, count)

    Examples
    --------
    >>> from clusterlib import tables
    >>> rent = {"line_id": "B1", "kind": "out", "category": "rent", "amount": 300,
    ...         "recurrence": "quarterly", "start": "2027-01", "lag_months": 1}
    >>> payments(tables.typed("budget_lines", [rent]), first="2027-01", count=6).tolist()
    [[0, 1, 0, 0, 1, 0]]
    """
    begin = calendar.number(first)
    found = np.zeros((len(lines), count), dtype=np.int64)
    for i, row in enumerate(lines.itertuples(index=False)):
        step = STEPS[str(row.recurrence)]
        shift = (int(row.lag_months) if lag else 0) + (int(later[i]) if later is not None else 0)  # type: ignore[arg-type]
        start = calendar.number(str(row.start)) + shift - begin
        end = calendar.number(row.end, last=True) + shift - begin if isinstance(row.end, str) else count - 1
        if not step:
            if 0 <= start < count:
                found[i, start] = 1
            continue
        start += -(start // step) * step if start < 0 else 0
        found[i, start : max(min(end, count - 1) + 1, 0) : step] = 1
    return found


def expected(lines: pd.DataFrame) -> np.ndarray:
    """Amount times probability of each line, exact.

    Returns
    -------
    ndarray of Fraction, shape (lines,)
    """
    values = [
        exact(amount) * exact(probability)
        for amount, probability in zip(lines["amount"], lines["probability"], strict=True)
    ]
    return _objects(values)


def _objects(values: Sequence[Fraction]) -> np.ndarray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """Budget lines spread over months.

    Attributes
    ----------
    lines : DataFrame
        Typed ``budget_lines``.
    months : list of str
        The months, in order; empty when there is no line and no first month.
    counts : ndarray of int, shape (lines, months)
        Payments of each line in each month.
    values : ndarray of Fraction, shape (lines,)
        Amount times probability of one payment of each line.
    """

    lines: pd.DataFrame
    months: list[str]
    counts: np.ndarray
    values: np.ndarray

    def per_month(self, rows: np.ndarray) -> list[Fraction]:
        """Exact sum of the lines marked in `rows` in each month."""
        sums = [Fraction(0)] * len(self.months)
        for i in np.flatnonzero(rows):
            for month in np.flatnonzero(self.counts[i]):
                sums[month] += int(self.counts[i, month]) * self.values[i]
        return sums

    def total(self, rows: np.ndarray) -> Fraction:
        """Exact sum of the lines marked in `rows` over all months."""
        return sum(self.per_month(rows), Fraction(0))

    def moves(self) -> np.ndarray:
        """Whether each line has a payment in these months."""
        return np.asarray(self.counts.any(axis=1))


def schedule(
    budget_lines: pd.DataFrame | None,
    *,
    count: int,
    first_month: str = "",
    lag: bool = True,
    later: Sequence[int] | None = None,
) -> Schedule:
    """Spread checked lines over months, from a first month or from the earliest start of all lines.

    Parameters
    ----------
    budget_lines : DataFrame or None
        Typed table of that name.
    count : int
        Number of months.
    first_month : str
        ``YYYY-MM``; empty: the earliest start of all lines.
    lag, later
        As in `payments`.

    Examples
    --------
    >>> schedule(None, count=12).months
    []
    """
    lines = checked(budget_lines)
    first = first_month or first_of(lines)
    if not first:
        return Schedule(lines, [], np.zeros((len(lines), 0), dtype=np.int64), expected(lines))
    counts = payments(lines, first=first, count=count, lag=lag, later=later)
    return Schedule(lines, calendar.span(first, count), counts, expected(lines))


def is_in(lines: pd.DataFrame) -> np.ndarray:
    """Whether each line is income."""
    return (lines["kind"] == "in").to_numpy(dtype=bool)


def is_promised(lines: pd.DataFrame) -> np.ndarray:
    """Whether each line is income that is promised in writing."""
    return is_in(lines) & (lines["committed"] == "yes").to_numpy(dtype=bool)


def named(lines: pd.DataFrame, ids: str) -> np.ndarray:
    """Whether each line stands in a list of ids.

    Raises
    ------
    DomainError
        If an id is not the id of a line.
    """
    wanted = split_ids(ids)
    unknown = [name for name in wanted if name not in set(lines["line_id"])]
    if unknown:
        raise DomainError(
            f"No budget line is called {', '.join(unknown)}. The lines are {', '.join(lines['line_id'])}."
        )
    return lines["line_id"].isin(wanted).to_numpy(dtype=bool)


def names(lines: pd.DataFrame, *, say: Speaker = Speaker()) -> list[str]:
    """What a reader calls each line: its text in their language, else its category; then its id."""
    return [
        f"{said or say.word(category)} ({name})"
        for said, category, name in zip(
            twins.texts(lines, "text", say=say), lines["category"], lines["line_id"], strict=True
        )
    ]
