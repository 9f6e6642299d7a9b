"""Where the money comes from, year by year, and how much hangs on one source (guide L2087-2145)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from clusterlib import months
from clusterlib.cells import join_ids, weakest
from clusterlib.faults import DomainError
from clusterlib.financing import budget


@dataclass(frozen=True, slots=True, eq=False)
class Mix:
    """The income of a plan by source.

    Attributes
    ----------
    rows : DataFrame
        year, source, amount, promised (part that is promised in writing), share (of the year's
        income; NaN when it is 0), because, basis; in the order of `budget.SOURCES`.
    years : DataFrame
        One row per year: year, months (of the plan in it), income, public, private (shares), hhi
        (sum of squared shares: 1 for one source), largest, largest_share.
    year : int or None
        The year that is looked at: the first one with twelve months, else the first.
    age : float or None
        Years from the founding to `as_of`; None if one of them is unknown.
    ramp_years : float
        Years after which private income has usually risen (guide L2229).
    """

    rows: pd.DataFrame
    years: pd.DataFrame
    year: int | None
    age: float | None
    ramp_years: float

    def share(self, category: str, year: int | None = None) -> float | None:
        """Share of a source in a year; *private* and *own income* are fees, services and sponsoring."""
        wanted = budget.PRIVATE if category in ("private", "own income") else (category,)
        rows = self.rows[self.rows["year"] == (self.year if year is None else year)]
        if rows.empty or rows["share"].isna().any():
            return None
        return float(rows.loc[rows["source"].isin(wanted), "share"].sum())

    def figures(self, year: int | None = None) -> pd.Series | None:
        """The row of `years` for one year; None when there is no income line."""
        rows = self.years[self.years["year"] == (self.year if year is None else year)]
        return None if rows.empty else rows.iloc[0]


def mix(
    budget_lines: pd.DataFrame | None,
    *,
    most_years: int = 3,
    first_month: str = "",
    founded: str = "",
    as_of: str = "",
    ramp_years: float = 5.0,
) -> Mix:
    """Income of each calendar year by source (method T14).

    Income counts in the year it falls due, whenever it is paid, by its probability. The years go from
    the first month to the last year that a line names as its start or end: a year that only
    open-ended lines reach is not shown, because nobody has planned it.

    Parameters
    ----------
    budget_lines : DataFrame or None
        Typed table of that name.
    most_years : int
        No more calendar years than this.
    first_month : str
        ``YYYY-MM``; empty: the earliest start of all lines.
    founded, as_of : str
        Founding of the cluster and today, as ISO day, month or year; empty when unknown.
    ramp_years : float
        Years after which private income has usually risen.

    Examples
    --------
    >>> from clusterlib import tables
    >>> base = {"kind": "in", "recurrence": "yearly", "start": "2027-01", "end": "2027-12"}
    >>> result = mix(tables.typed("budget_lines", [
    ...     base | {"line_id": "B1", "category": "public", "amount": 60},
    ...     base | {"line_id": "B2", "category": "membership", "amount": 40}]))
    >>> result.rows[["source", "share"]].values.tolist(), float(result.years["hhi"][0])
    ([['public', 0.6], ['membership', 0.4]], 0.52)
    """
    if most_years < 1:
        raise DomainError(f"most_years is {most_years}; it must be 1 or more.")
    lines = budget.checked(budget_lines)
    first = first_month or budget.first_of(lines)
    count = _count(lines, first, most_years) if first else 0
    spread = budget.schedule(lines, count=count, first_month=first_month, lag=False)
    rows: list[tuple[object, ...]] = []
    years: list[tuple[object, ...]] = []
    for year in sorted({int(month[:4]) for month in spread.months}):
        of_year, of_sources = _one_year(spread, year)
        rows += of_sources
        years += of_year
    frame = pd.DataFrame(
        rows, columns=["year", "source", "amount", "promised", "share", "because", "basis"]
    ).astype({"year": "int64", "amount": "float64", "promised": "float64", "share": "float64"})
    yearly = pd.DataFrame(
        years, columns=["year", "months", "income", "public", "private", "hhi", "largest", "largest_share"]
    )
    return Mix(frame, yearly, _focus(yearly), _age(founded, as_of), ramp_years)


def _one_year(
    spread: budget.Schedule, year: int
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """The row of one year, and a row per source of its income; no row at all in a year without income."""
    inside = np.array([int(month[:4]) == year for month in spread.months])
    found = _sources(spread, inside)
    whole = sum((row[1] for row in found), Fraction(0))
    shares = {row[0]: row[1] / whole for row in found} if whole else {}
    rows: list[tuple[object, ...]] = []
    for source, amount, promised, mine in found:
        share = float(shares[source]) if whole else np.nan
        basis = weakest(spread.lines["basis"][mine])
        ids = join_ids(spread.lines["line_id"][mine])
        rows.append((year, source, float(amount), float(promised), share, ids, basis))
    return ([_year(year, int(inside.sum()), whole, shares)] if found else []), rows


def _count(lines: pd.DataFrame, first: str, most_years: int) -> int:
    begin = months.number(first)
    named = [
        months.number(str(m), last=True) for c in ("start", "end") for m in lines[c] if isinstance(m, str)
    ]
    last_year = min(max([*named, begin]) // 12, begin // 12 + most_years - 1)
    return last_year * 12 + 12 - begin


def _sources(spread: budget.Schedule, inside: np.ndarray) -> list[tuple[str, Fraction, Fraction, np.ndarray]]:
    lines = spread.lines
    part = budget.Schedule(
        lines, [month for month, used in zip(spread.months, inside, strict=True) if used],
        spread.counts[:, inside], spread.values,
    )  # fmt: skip
    promised, found = budget.is_promised(lines), []
    for source in budget.SOURCES:
        mine = budget.is_in(lines) & (lines["category"] == source).to_numpy(dtype=bool) & part.moves()
        if mine.any():
            found.append((source, part.total(mine), part.total(mine & promised), mine))
    return found


def _year(year: int, count: int, whole: Fraction, shares: Mapping[str, Fraction]) -> tuple[object, ...]:
    if not shares:
        return (year, count, float(whole), np.nan, np.nan, np.nan, None, np.nan)
    largest = max(shares, key=lambda source: shares[source])
    private = sum((shares.get(source, Fraction(0)) for source in budget.PRIVATE), Fraction(0))
    squares = sum((share * share for share in shares.values()), Fraction(0))
    public = shares.get("public", Fraction(0))
    return (year, count, float(whole), float(public), float(private), float(squares), largest,
            float(shares[largest]))  # fmt: skip


def _focus(years: pd.DataFrame) -> int | None:
    if years.empty:
        return None
    whole = years.loc[years["months"] == 12, "year"]
    return int(whole.iloc[0] if len(whole) else years["year"].iloc[0])


def _age(founded: str, as_of: str) -> float | None:
    if not founded or not as_of:
        return None
    return (months.number(months.of_day(as_of)) - months.number(months.of_day(founded))) / 12


def hhi(shares: Mapping[str, float]) -> float:
    """Sum of squared shares: 1 when all comes from one source, less the more it is spread.

    Parameters
    ----------
    shares : mapping of str to float
        Parts of the whole, by source.

    Raises
    ------
    DomainError
        If the shares do not add up to 1 within half a percent.

    Examples
    --------
    >>> round(hhi({"public": 0.45, "membership": 0.25, "services": 0.10, "projects": 0.20}), 3)
    0.315
    """
    whole = sum(shares.values())
    if abs(whole - 1) > 0.005:
        raise DomainError(
            f"The shares add up to {whole:.3f}, not to 1: a source is missing or counted twice."
        )
    return sum(share * share for share in shares.values())


def financing_mix_table(result: Mix) -> pd.DataFrame:
    """The hand-over ``financing_mix``."""
    return result.rows[["year", "source", "amount", "share", "because", "basis"]].reset_index(drop=True)
