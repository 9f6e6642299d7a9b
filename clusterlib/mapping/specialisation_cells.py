"""The cells of a region × industry × year table, with values, true zeros and secrets kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from clusterlib.cells import BASES
from clusterlib.faults import DomainError, IntegrityError, SchemaError

Floats: TypeAlias = npt.NDArray[np.float64]
Codes: TypeAlias = npt.NDArray[np.int8]

#: What a cell is; an absent cell has no row at all, which is not a zero either.
VALUE, NIL, SUPPRESSED, MISSING, ABSENT = range(5)
WORDS = {"value": VALUE, "nil": NIL, "suppressed": SUPPRESSED, "missing": MISSING}
#: The reserved word for published totals.
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Margin:
    """Published totals along one side: the least and the most each can be, NaN where none stands.

    Attributes
    ----------
    low, high : array
        Jobs. Shape (years, regions) for regions, (years, industries) for industries, (years,) overall.
    basis : array of int
        Place of the row's basis in `clusterlib.cells.BASES`.
    """

    low: Floats
    high: Floats
    basis: Codes

    @property
    def published(self) -> npt.NDArray[np.bool_]:
        """Where a total stands in the table."""
        return ~np.isnan(self.low)


@dataclass(frozen=True, slots=True)
class Cells:
    """All cells as arrays of shape (years, regions, industries).

    Attributes
    ----------
    low, high : array
        The least and the most jobs a cell can have; equal where the number is known, `high` infinite
        where nothing is said.
    kind : array of int
        VALUE, NIL, SUPPRESSED, MISSING or ABSENT.
    rows : tuple of arrays
        For each row of the table that is no total: its places on the three axes.
    """

    years: npt.NDArray[np.int64]
    regions: tuple[str, ...]
    industries: tuple[str, ...]
    low: Floats
    high: Floats
    kind: Codes
    basis: Codes
    by_region: Margin
    by_industry: Margin
    overall: Margin
    rows: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]

    @property
    def unknown(self) -> npt.NDArray[np.bool_]:
        """Cells whose number the table does not give."""
        return self.kind >= SUPPRESSED


def read(employment: pd.DataFrame) -> Cells:
    """Sort the rows of `employment` into cells and published totals.

    Parameters
    ----------
    employment : DataFrame
        Typed table `employment`; the word "total" as region or industry marks published totals.

    Raises
    ------
    SchemaError
        If a row names no region, industry or year.
    IntegrityError
        If a cell stands in the table twice.
    DomainError
        If a cell can be at most less than at least.

    Examples
    --------
    >>> from clusterlib.tables import typed
    >>> cells = read(typed("employment", [
    ...     {"region": "A", "industry": "ICT", "year": 2022, "employment": 40},
    ...     {"region": "B", "industry": "ICT", "year": 2022, "status": "suppressed", "low": 1, "high": 9},
    ...     {"region": "total", "industry": "ICT", "year": 2022, "employment": 46},
    ... ]))
    >>> cells.low[0, :, 0].tolist(), cells.high[0, :, 0].tolist(), cells.by_industry.low.tolist()
    ([40.0, 1.0], [40.0, 9.0], [[46.0]])
    """
    frame = _checked(employment)
    low, high, kind = _bounds(frame)
    basis = frame["basis"].map({word: place for place, word in enumerate(BASES)}).fillna(BASES.index("USER"))
    values = (low, high, kind, np.asarray(basis, dtype=np.int8))
    all_regions, all_industries = is_total(frame["region"]), is_total(frame["industry"])
    regions = tuple(pd.unique(frame["region"][~all_regions]))
    industries = tuple(pd.unique(frame["industry"][~all_industries]))
    years = np.sort(frame["year"].unique().astype(np.int64))
    place = (
        np.searchsorted(years, frame["year"].to_numpy(np.int64)),
        pd.Index(regions).get_indexer(frame["region"]).astype(np.int64),
        pd.Index(industries).get_indexer(frame["industry"]).astype(np.int64),
    )
    shape = (len(years), len(regions), len(industries))
    inner = ~all_regions & ~all_industries
    cell = _spread(shape, place, values, inner, unknown=(0.0, np.inf))
    totals = (
        _margin(shape[:2], place[:2], values, ~all_regions & all_industries),
        _margin((shape[0], shape[2]), (place[0], place[2]), values, all_regions & ~all_industries),
        _margin(shape[:1], place[:1], values, all_regions & all_industries),
    )
    rows = (place[0][inner], place[1][inner], place[2][inner])
    return Cells(years, regions, industries, *cell, *totals, rows)


def is_total(names: pd.Series) -> npt.NDArray[np.bool_]:
    """Which names are the reserved word for a published total.

    Examples
    --------
    >>> is_total(pd.Series(["Dakar", "Total"])).tolist()
    [False, True]
    """
    return (names.str.strip().str.casefold() == TOTAL).to_numpy(bool)


def _checked(employment: pd.DataFrame) -> pd.DataFrame:
    keys = ["region", "industry", "year"]
    if employment[keys].isna().any(axis=None):
        row = int(employment[keys].isna().any(axis=1).to_numpy().argmax()) + 1
        raise SchemaError(
            f"employment, row {row}: region, industry and year are all needed. Fill in what is blank."
        )
    twice = employment[employment.duplicated(keys)]
    if len(twice):
        region, industry, year = twice.iloc[0][keys]
        raise IntegrityError(
            f"employment: {industry} in {region}, {year} stands in the table twice. Keep one of the rows."
        )
    return employment


def _bounds(frame: pd.DataFrame) -> tuple[Floats, Floats, Codes]:
    jobs = frame["employment"].to_numpy(np.float64)
    kind = frame["status"].map(WORDS).fillna(VALUE).to_numpy(np.int8)
    kind = np.where((kind == VALUE) & np.isnan(jobs), MISSING, kind).astype(np.int8)
    secret = kind >= SUPPRESSED
    low = np.where(secret, frame["low"].fillna(0.0).to_numpy(), np.where(kind == NIL, 0.0, jobs))
    high = np.where(secret, frame["high"].fillna(np.inf).to_numpy(), np.where(kind == NIL, 0.0, jobs))
    wrong = low > high
    if wrong.any():
        row = int(wrong.argmax())
        raise DomainError(
            f"employment, row {row + 1}, columns low and high: at least {low[row]:g} and at most "
            f"{high[row]:g} leave nothing between them. Correct one of the two."
        )
    return low, high, np.asarray(kind, dtype=np.int8)


def _spread(
    shape: tuple[int, ...],
    place: tuple[npt.NDArray[np.int64], ...],
    values: tuple[Floats, Floats, Codes, Codes],
    rows: npt.NDArray[np.bool_],
    *,
    unknown: tuple[float, float],
) -> tuple[Floats, Floats, Codes, Codes]:
    low, high = np.full(shape, unknown[0]), np.full(shape, unknown[1])
    kind = np.full(shape, ABSENT, np.int8)
    basis = np.full(shape, len(BASES) - 1, np.int8)
    at = tuple(axis[rows] for axis in place)
    low[at], high[at], kind[at], basis[at] = (column[rows] for column in values)
    return low, high, kind, basis


def _margin(
    shape: tuple[int, ...],
    place: tuple[npt.NDArray[np.int64], ...],
    values: tuple[Floats, Floats, Codes, Codes],
    rows: npt.NDArray[np.bool_],
) -> Margin:
    low, high, kind, basis = _spread(shape, place, values, rows, unknown=(np.nan, np.nan))
    told = (kind < SUPPRESSED) | (low > 0) | np.isfinite(high)
    return Margin(np.where(told, low, np.nan), np.where(told, high, np.nan), basis)
