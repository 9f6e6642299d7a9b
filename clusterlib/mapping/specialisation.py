"""Which industries a region has more of than others: location quotients with bounds (guide L1276-1300)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from clusterlib import tables
from clusterlib.cells import BASES
from clusterlib.faults import DomainError
from clusterlib.mapping.changes import Growth, excess_bounds, growth_bounds
from clusterlib.mapping.specialisation_bounds import Narrowed, narrow
from clusterlib.mapping.specialisation_cells import (
    ABSENT,
    MISSING,
    NIL,
    SUPPRESSED,
    VALUE,
    Cells,
    Margin,
    is_total,
    read,
)
from clusterlib.mapping.specialisation_ratios import Ratios, growth, quotients

#: Share of jobs against the average from which an industry counts as a specialisation (our default).
THRESHOLD = 1.25
_STATUS = {VALUE: "value", NIL: "nil", SUPPRESSED: "suppressed", MISSING: "missing", ABSENT: "missing"}
_EVEN = 1e-9


@dataclass(frozen=True, slots=True)
class Specialisation:
    """Location quotients of every region, industry and year of a table.

    Attributes
    ----------
    frame : DataFrame
        One row per row of `employment` that is no total: region, industry, year, status, employment,
        low, high (jobs), establishments, lq, lq_low, lq_high, verdict, excess_jobs, excess_low,
        excess_high, cagr, cagr_low, cagr_high, grown (certain, possible, no), growth (word), rank, few (few
        firms or jobs), basis; then twins such as ``industry_fr``. An upper end is blank where there is none.
    region : str or None
        The case's own region as the table spells it; None when it is not in the table.
    asked : str or None
        The region asked for; None when nobody said.
    year, first_year : int or None
        Latest year of the region, and the first of the table.
    threshold : float
        Location quotient from which an industry counts as a specialisation.
    few_firms, few_jobs : int
        Below these a quotient rests on few.
    narrowed : Narrowed
        Cells with their bounds, for tools that go on from here.
    ratios : Ratios
        Quotients of all cells, also of those without a row.
    """

    frame: pd.DataFrame
    region: str | None
    asked: str | None
    year: int | None
    first_year: int | None
    threshold: float
    few_firms: int
    few_jobs: int
    narrowed: Narrowed
    ratios: Ratios

    @property
    def own(self) -> pd.DataFrame:
        """Rows of the case's region in the latest year, best placed first."""
        mine = self.frame[(self.frame["region"] == self.region) & (self.frame["year"] == self.year)]
        mine = mine.assign(_by=mine["lq"].fillna(mine["lq_high"]).fillna(-1.0))
        return mine.sort_values(["_by", "industry"], ascending=[False, True]).drop(columns="_by")

    @property
    def comparable(self) -> bool:
        """Whether the region has at least one location quotient or bound."""
        return bool(self.own[["lq", "lq_low"]].notna().any(axis=None))


def specialise(
    employment: pd.DataFrame,
    *,
    region: str | None = None,
    threshold: float = THRESHOLD,
    rounding: float = 0.5,
    exact_limit: int = 200,
    few_firms: int = 5,
    few_jobs: int = 50,
) -> Specialisation:
    """Location quotient, bounds, verdict, excess jobs and growth of every industry and region.

    Parameters
    ----------
    employment : DataFrame
        Typed table `employment`.
    region : str, optional
        The case's own region; blank: the only one, else the one with most jobs.
    threshold : float
        Location quotient from which an industry counts as a specialisation. The guide gives none;
        the European Cluster Observatory took 2.
    rounding : float
        How far a published number may be rounded, in jobs.
    exact_limit : int
        Number of secret cells up to which their bounds are exact.
    few_firms, few_jobs : int
        An industry with fewer is marked: one firm more or less changes its place.

    Raises
    ------
    DomainError
        If `threshold` is not above 0 or `rounding` is below 0.
    IntegrityError
        If the cells and the published totals contradict each other.

    Examples
    --------
    >>> jobs = {("A", "ICT"): 30, ("A", "Food"): 70, ("B", "ICT"): 10, ("B", "Food"): 190}
    >>> table = tables.typed("employment", [
    ...     {"region": r, "industry": i, "year": 2022, "employment": n} for (r, i), n in jobs.items()])
    >>> specialise(table, region="A").own[["industry", "lq", "verdict", "rank"]].round(3).values.tolist()
    [['ICT', 2.25, 'certain', 1], ['Food', 0.808, 'no', 2]]
    """
    if not threshold > 0 or rounding < 0:
        raise DomainError(
            f"threshold {threshold:g}, rounding {rounding:g}: the threshold must be above 0 and the rounding "
            "not below 0."
        )
    narrowed = narrow(read(employment), rounding=rounding, exact_limit=exact_limit)
    ratios = quotients(narrowed)
    frame = _frame(employment, narrowed, ratios, threshold)
    firms, jobs = frame["establishments"], frame["employment"]
    frame["few"] = ((firms < few_firms) | (jobs < few_jobs)).to_numpy(bool)
    own = _own_region(narrowed.cells, region)
    years = frame.loc[frame["region"] == own, "year"]
    listed = narrowed.cells.years
    return Specialisation(
        frame,
        own,
        region or None,
        int(years.max()) if len(years) else None,
        int(listed[0]) if len(listed) else None,
        threshold,
        few_firms,
        few_jobs,
        narrowed,
        ratios,
    )


def _own_region(cells: Cells, asked: str | None) -> str | None:
    if asked:
        plain = asked.strip().casefold()
        return next((name for name in cells.regions if name.strip().casefold() == plain), None)
    if not cells.regions:
        return None
    jobs = np.where(cells.by_region.published, cells.by_region.low, cells.low.sum(axis=2))[-1]
    return cells.regions[int(jobs.argmax())]


def _frame(employment: pd.DataFrame, narrowed: Narrowed, ratios: Ratios, threshold: float) -> pd.DataFrame:
    cells = narrowed.cells
    rate, word = growth(narrowed) if len(cells.years) else (cells.low, cells.low.astype(str))
    excess = excess_bounds(narrowed, ratios.defined)
    change = growth_bounds(narrowed) if len(cells.years) else Growth(excess, cells.low.astype(object))
    at = cells.rows
    known = (~cells.unknown)[at]
    jobs = np.where(known, cells.low[at], np.nan)
    inner = employment.loc[~is_total(employment["region"]) & ~is_total(employment["industry"])]
    data = {
        "region": np.array(cells.regions, dtype=object)[at[1]],
        "industry": np.array(cells.industries, dtype=object)[at[2]],
        "year": cells.years[at[0]],
        "status": pd.Series(cells.kind[at]).map(_STATUS).to_numpy(),
        "employment": jobs,
        "low": cells.low[at],
        "high": np.where(np.isinf(cells.high[at]), np.nan, cells.high[at]),
        "establishments": inner["establishments"].to_numpy(np.float64),
        "lq": ratios.lq[at],
        "lq_low": ratios.low[at],
        "lq_high": ratios.high[at],
        "verdict": _verdict(ratios, threshold)[at],
        "excess_jobs": jobs - ratios.expected[at],
        "excess_low": _ended(excess.low[at]),
        "excess_high": _ended(excess.high[at]),
        "cagr": rate[at],
        "cagr_low": _ended(change.bounds.low[at]),
        "cagr_high": _ended(change.bounds.high[at]),
        "grown": pd.Series(change.grown[at], dtype="str"),
        "growth": word[at],
        "basis": _basis(cells)[at],
    }
    frame = pd.DataFrame(data).astype({"region": "str", "industry": "str", "verdict": "str", "status": "str"})
    frame["rank"] = _rank(frame)
    twins = [name for name in ("region_fr", "industry_fr") if name in inner]
    return frame.join(inner[twins].reset_index(drop=True))


def _ended(bound: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """A bound, blank where there is no end."""
    return np.where(np.isfinite(bound), bound, np.nan)


def _verdict(ratios: Ratios, threshold: float) -> npt.NDArray[np.object_]:
    """Certain, possible or no; blank where no quotient exists."""
    line = threshold * (1 - _EVEN)
    open_end = np.isnan(ratios.high)
    found = np.select([ratios.low >= line, open_end | (ratios.high >= line)], ["certain", "possible"], "no")
    return np.where(ratios.defined, found.astype(object), np.nan)


def _rank(frame: pd.DataFrame) -> pd.Series:
    """Place by quotient within region and year; equal quotients share a place."""
    lq = frame["lq"].to_numpy(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        digits = 10.0 ** (10 - np.floor(np.log10(np.where(lq > 0, lq, 1.0))))
    even = pd.Series(np.round(lq * digits) / digits, index=frame.index)
    places = even.groupby([frame["region"], frame["year"]]).rank(method="min", ascending=False)
    return places.astype("Int64")


def _basis(cells: Cells) -> npt.NDArray[np.object_]:
    """The weakest basis a quotient rests on: its own row's and those of its denominators."""
    by_region = _weakest(cells.by_region, cells.basis.min(axis=2, initial=9))
    by_industry = _weakest(cells.by_industry, cells.basis.min(axis=1, initial=9))
    overall = _weakest(cells.overall, cells.basis.min(axis=(1, 2), initial=9))
    places = np.minimum(np.minimum(cells.basis, by_region[:, :, None]), by_industry[:, None, :])
    places = np.minimum(places, overall[:, None, None])
    return np.array(BASES, dtype=object)[np.minimum(places, len(BASES) - 1)]


def _weakest(total: Margin, visible: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
    return np.asarray(np.where(total.published, total.basis, visible), dtype=np.int8)


def specialisation_table(result: Specialisation) -> pd.DataFrame:
    """The hand-over `specialisation`; columns that other tools fill are blank."""
    spec = tables.table("specialisation")
    there = [name for name in spec.column_names if name in result.frame.columns]
    return tables.typed("specialisation", result.frame[there].reset_index(drop=True))
