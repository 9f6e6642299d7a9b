"""Confidence interval of a location quotient, from the number of firms (establishments) behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from clusterlib.faults import DomainError
from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.specialisation_cells import Floats, is_total


@dataclass(frozen=True, slots=True)
class FirmQuotients:
    """Location quotients by number of firms; arrays of shape (years, regions, industries).

    Attributes
    ----------
    lq, low, high : array
        Quotient and its confidence limits; NaN where it cannot be said.
    why : array of str
        ``said``, or why it is not: ``firms`` (the cell's number of firms is not given), ``none`` (no firm,
        so no interval), ``totals`` (the firms of the region, industry or country are not known).
    level : float
        Share of such intervals that hold the true quotient.
    firms : array
        Firms of each cell; NaN where not given.
    """

    lq: Floats
    low: Floats
    high: Floats
    why: npt.NDArray[np.str_]
    level: float
    firms: Floats

    @property
    def said(self) -> bool:
        """Whether any cell has an interval."""
        return bool((self.why == "said").any())


def log_variance(cell: Floats, region: Floats, industry: Floats, whole: Floats) -> Floats:
    """Variance of ln LQ when firms are counted: 1/n_ri − 1/n_r − 1/n_i − 1/n + 2·n_ri/(n_r·n_i).

    The firms of a country fall into cells at random with fixed chances (a multinomial draw); this is the
    first-order variance of the logarithm of the quotient. With jobs in place of firms nearly every cell
    would be “significant”, because jobs do not choose their place one by one.

    Examples
    --------
    >>> float(log_variance(*(np.array(n) for n in (30.0, 100.0, 60.0, 1000.0))).round(5))
    0.01567
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        found = 1 / cell - 1 / region - 1 / industry - 1 / whole + 2 * cell / (region * industry)
    return np.asarray(np.where(cell > 0, np.maximum(found, 0.0), np.nan), dtype=np.float64)


def firm_quotients(jobs: Specialisation, employment: pd.DataFrame, *, level: float = 0.95) -> FirmQuotients:
    """Location quotient by number of firms with its confidence interval, for every cell.

    Published totals of firms are the denominators; without them the firms of all listed cells, if each
    has a number.

    Parameters
    ----------
    jobs : Specialisation
        From `specialise`, of the same table.
    employment : DataFrame
        Typed table `employment`; its column `establishments` is counted.
    level : float
        Confidence level, between 0 and 1.

    Raises
    ------
    DomainError
        If `level` is not between 0 and 1.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.tables import typed
    >>> firms = {("A", "ICT"): 30, ("A", "Food"): 70, ("B", "ICT"): 30, ("B", "Food"): 870}
    >>> table = typed("employment", [{"region": r, "industry": i, "year": 2022, "employment": 9 * n,
    ...                               "establishments": n} for (r, i), n in firms.items()])
    >>> found = firm_quotients(specialise(table), table)
    >>> [float(x[0, 0, 0].round(2)) for x in (found.low, found.lq, found.high)]
    [3.91, 5.0, 6.39]
    """
    if not 0 < level < 1:
        raise DomainError(f"level {level:g}: the confidence level lies between 0 and 1, 0.95 for instance.")
    cell, region, industry, whole = _counts(jobs, employment)
    spread = np.sqrt(log_variance(cell, region, industry, whole)) * float(ndtri(0.5 + level / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = cell * whole / (region * industry)
        low, high = quotient * np.exp(-spread), quotient * np.exp(spread)
    known = ~np.isnan(cell)
    fits = (region >= cell) & (industry >= cell) & (whole >= region) & (whole >= industry)
    why = np.select(
        [~known, known & ~np.isnan(region + industry + whole) & (cell <= 0), ~(fits & (region > 0))],
        ["firms", "none", "totals"],
        "said",
    )
    said = why == "said"
    quotient = np.where(said | (why == "none") & (region * industry > 0), quotient, np.nan)
    return FirmQuotients(
        quotient, np.where(said, low, np.nan), np.where(said, high, np.nan), why, level, cell
    )


def _counts(jobs: Specialisation, employment: pd.DataFrame) -> tuple[Floats, Floats, Floats, Floats]:
    """Firms of each cell, region, industry and of the country, ready to be divided by each other."""
    cells = jobs.narrowed.cells
    years = np.searchsorted(cells.years, employment["year"].to_numpy(np.int64))
    place = (
        years,
        pd.Index(cells.regions).get_indexer(pd.Index(employment["region"])),
        pd.Index(cells.industries).get_indexer(pd.Index(employment["industry"])),
    )
    all_regions, all_industries = is_total(employment["region"]), is_total(employment["industry"])
    firms = employment["establishments"].to_numpy(np.float64)
    nil = (employment["status"] == "nil").to_numpy(bool)
    firms = np.where(nil & np.isnan(firms), 0.0, firms)
    shape = cells.low.shape

    def spread(rows: npt.NDArray[np.bool_], axes: tuple[int, ...]) -> Floats:
        found = np.full(tuple(shape[axis] for axis in axes), np.nan)
        found[tuple(place[axis][rows] for axis in axes)] = firms[rows]
        return found

    cell = spread(~all_regions & ~all_industries, (0, 1, 2))
    region = _either(spread(~all_regions & all_industries, (0, 1)), cell, 2, jobs.narrowed.all_industries)
    industry = _either(spread(all_regions & ~all_industries, (0, 2)), cell, 1, jobs.narrowed.all_regions)
    whole = spread(all_regions & all_industries, (0,))
    sums = np.fmax(region.sum(axis=1), industry.sum(axis=1))
    whole = np.where(np.isnan(whole), sums, whole)
    return cell, region[:, :, None], industry[:, None, :], whole[:, None, None]


def _either(published: Floats, cell: Floats, axis: int, complete: bool) -> Floats:
    visible = cell.sum(axis=axis) if complete else np.full(published.shape, np.nan)
    return np.where(np.isnan(published), visible, published)
