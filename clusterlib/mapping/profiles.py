"""Profiles: how unlike the country each region is as a whole, and how concentrated each industry is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterlib import tables
from clusterlib.cells import BASES
from clusterlib.faults import DomainError
from clusterlib.mapping.industry_space import Space
from clusterlib.mapping.industry_spread import ellison_glaeser, locational_gini
from clusterlib.mapping.intervals import Interval
from clusterlib.mapping.mix_indices import entropy, hachman, hhi, krugman
from clusterlib.mapping.mixes import Mix, industry_mix, region_mix
from clusterlib.mapping.plant_sizes import herfindahl_counts
from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.specialisation_bounds import Narrowed
from clusterlib.mapping.specialisation_cells import Floats
from clusterlib.mapping.standing import Standing

#: γ from which an industry counts as highly concentrated (Ellison and Glaeser 1997).
HIGHLY = 0.05
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Profiles:
    """Regions and industries of a table as wholes, in every year.

    Attributes
    ----------
    regions : DataFrame
        region, year; krugman, hhi, entropy and hachman, each with `_low` and `_high` (blank where a secret
        cell leaves more than one value); place_low, place_high (by Krugman, 1 the most unlike the
        country); eci with its range; basis; twins.
    industries : DataFrame
        industry, year; gini and eg with `_low` and `_high`; concentrated (certain, possible, no); pci with
        its range; basis; twins.
    region, industry : str or None
        The case's own.
    year : int or None
        Latest year of the own region.
    highly : float
        γ from which an industry counts as concentrated.
    firms_known : bool
        Whether any number of firms stands behind γ.
    """

    regions: pd.DataFrame
    industries: pd.DataFrame
    region: str | None
    industry: str | None
    year: int | None
    highly: float
    firms_known: bool

    @property
    def regions_now(self) -> pd.DataFrame:
        """Regions in the latest year, the most unlike the country first."""
        now = self.regions[self.regions["year"] == self.year]
        now = now.assign(own=now["region"] == self.region, _by=-(now["krugman_low"] + now["krugman_high"]))
        return now.sort_values(["_by", "region"]).drop(columns="_by")

    @property
    def industries_now(self) -> pd.DataFrame:
        """Industries in the latest year, the most unevenly spread first."""
        now = self.industries[self.industries["year"] == self.year]
        now = now.assign(own=now["industry"] == self.industry, _by=-(now["gini_low"] + now["gini_high"]))
        return now.sort_values(["_by", "industry"]).drop(columns="_by")


def profile(
    jobs: Specialisation,
    standing: Standing | None = None,
    related: Space | None = None,
    *,
    highly: float = HIGHLY,
    smallest: float = 1.0,
) -> Profiles:
    """Describe each region and each industry as a whole.

    Parameters
    ----------
    jobs : Specialisation
        From `specialise`.
    standing : Standing, optional
        From `stand`; gives the numbers of firms behind Ellison–Glaeser's γ.
    related : Space, optional
        From `relate`; gives complexity and the case's own industry.
    highly : float
        γ from which an industry counts as concentrated beyond the sizes of its firms.
    smallest : float
        Jobs that each firm has at least; 0 if the office counts firms without jobs.

    Raises
    ------
    DomainError
        If `smallest` is below 0 or `highly` is no finite number.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.tables import typed
    >>> jobs = {("A", "ICT"): 30, ("A", "Food"): 70, ("B", "ICT"): 10, ("B", "Food"): 190}
    >>> table = typed("employment", [
    ...     {"region": r, "industry": i, "year": 2022, "employment": n} for (r, i), n in jobs.items()])
    >>> found = profile(specialise(table, region="A"))
    >>> found.regions_now[["region", "krugman", "place_low"]].round(3).values.tolist()
    [['A', 0.333, 1], ['B', 0.167, 2]]
    """
    if not smallest >= 0 or not np.isfinite(highly):
        raise DomainError(
            f"profiles: smallest {smallest:g}, highly {highly:g}: the smallest firm has 0 jobs or more, and "
            "the limit of concentration is a finite number."
        )
    firms = standing.firms.firms if standing is not None else np.full(jobs.narrowed.cells.low.shape, np.nan)
    regions = _regions(jobs.narrowed)
    industries = _industries(jobs.narrowed, firms, highly, smallest)
    if related is not None:
        regions = _with_order(regions, related.order.regions, "region", "eci")
        industries = _with_order(industries, related.order.industries, "industry", "pci")
    return Profiles(
        _with_twins(regions, jobs.frame, "region"),
        _with_twins(industries, jobs.frame, "industry"),
        jobs.region,
        related.industry if related is not None else None,
        jobs.year,
        highly,
        bool(np.isfinite(firms).any()),
    )


def _long(values: Interval, names: Sequence[str], kind: str, years: np.ndarray) -> pd.DataFrame:
    """Keys of arrays of shape (years, names)."""
    shape = values.low.shape
    return pd.DataFrame(
        {
            kind: pd.Series(np.tile(np.array(names, dtype=object), shape[0]), dtype="str"),
            "year": np.repeat(years, shape[1]),
        }
    )


def _put(frame: pd.DataFrame, name: str, values: Interval) -> None:
    low, high = values.low.ravel(), values.high.ravel()
    with np.errstate(invalid="ignore"):
        frame[name] = np.where(high - low <= _SAME, low, np.nan)
    frame[f"{name}_low"] = np.where(np.isfinite(low), low, np.nan)
    frame[f"{name}_high"] = np.where(np.isfinite(high), high, np.nan)


def _regions(narrowed: Narrowed) -> pd.DataFrame:
    cells = narrowed.cells
    mix = _mix(narrowed, regions=True)
    found = {"krugman": krugman, "hhi": hhi, "entropy": entropy, "hachman": hachman}
    values = {name: function(mix) if cells.low.size else _nothing(mix) for name, function in found.items()}
    frame = _long(values["krugman"], cells.regions, "region", cells.years)
    for name, bounds in values.items():
        _put(frame, name, bounds)
    best, worst = _places(values["krugman"])
    frame["place_low"] = pd.array(best.ravel(), dtype="Int64")
    frame["place_high"] = pd.array(worst.ravel(), dtype="Int64")
    frame["basis"] = _basis(narrowed, len(cells.regions))
    return frame


def _industries(narrowed: Narrowed, firms: Floats, highly: float, smallest: float) -> pd.DataFrame:
    cells = narrowed.cells
    mix = _mix(narrowed, regions=False)
    if cells.low.size:
        gini, gamma = locational_gini(mix), ellison_glaeser(mix, _plants(narrowed, mix, firms, smallest))
    else:
        gini = gamma = _nothing(mix)
    frame = _long(gini, cells.industries, "industry", cells.years)
    _put(frame, "gini", gini)
    _put(frame, "eg", gamma)
    low, high = gamma.low.ravel(), gamma.high.ravel()
    words = np.select([low >= highly, high >= highly], ["certain", "possible"], "no").astype(object)
    frame["concentrated"] = pd.Series(np.where(np.isnan(low), np.nan, words), dtype="str")
    frame["basis"] = _basis(narrowed, len(cells.industries))
    return frame


def _mix(narrowed: Narrowed, *, regions: bool) -> Mix:
    return region_mix(narrowed) if regions else industry_mix(narrowed)


def _nothing(mix: Mix) -> Interval:
    blank = np.full(mix.part.low.shape[:2], np.nan)
    return Interval(blank, blank)


def _plants(narrowed: Narrowed, mix: Mix, firms: Floats, smallest: float) -> Interval:
    """Bounds of the Herfindahl index of firms, from their number in each region."""
    counts = firms.transpose(0, 2, 1)
    more = mix.part.low.shape[2] - counts.shape[2]
    counts = np.concatenate([counts, np.full((*counts.shape[:2], more), np.nan)], axis=2)
    cells = narrowed.cells
    whole = np.where(cells.by_industry.published, cells.by_industry.high, cells.high.sum(axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(whole > 0, smallest / whole, 0.0)
    return herfindahl_counts(mix.part, counts, share)


def _places(values: Interval) -> tuple[np.ndarray, np.ndarray]:
    """Best and worst place by index within each year, 1 the highest; missing where there is no index."""
    low, high = values.low, values.high
    shape = low.shape
    best, worst = np.full(shape, None, dtype=object), np.full(shape, None, dtype=object)
    for year in range(shape[0]):
        known = ~np.isnan(low[year])
        least, most = np.sort(low[year][known]), np.sort(high[year][known])
        n = int(known.sum())
        best[year, known] = 1 + n - np.searchsorted(least, high[year][known] + _SAME, side="right")
        ahead = n - np.searchsorted(most, low[year][known] + _SAME, side="right")
        worst[year, known] = np.maximum(ahead + (high[year][known] <= low[year][known] + _SAME), 1)
    return best, worst


def _basis(narrowed: Narrowed, each: int) -> np.ndarray:
    """The weakest basis of a year's cells and totals, for each of its rows."""
    cells = narrowed.cells
    weakest = cells.basis.min(axis=(1, 2), initial=len(BASES) - 1)
    for margin in (cells.by_region.basis, cells.by_industry.basis, cells.overall.basis[:, None]):
        weakest = np.minimum(weakest, margin.min(axis=1, initial=len(BASES) - 1))
    words = np.array(BASES, dtype=object)
    return np.repeat(words[np.minimum(weakest, len(BASES) - 1)], each)


def _with_order(frame: pd.DataFrame, order: pd.DataFrame, kind: str, name: str) -> pd.DataFrame:
    found = order.rename(columns={"value": name, "low": f"{name}_low", "high": f"{name}_high"})
    return frame.merge(found, on=[kind, "year"], how="left", validate="1:1")


def _with_twins(frame: pd.DataFrame, rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    twin = f"{kind}_fr"
    if twin not in rows:
        return frame
    names = rows[[kind, twin]].dropna(subset=[twin]).drop_duplicates(kind)
    return frame.merge(names, on=kind, how="left", validate="m:1")


def region_table(result: Profiles) -> pd.DataFrame:
    """The hand-over `region_profile`."""
    return _table("region_profile", result.regions)


def industry_table(result: Profiles) -> pd.DataFrame:
    """The hand-over `industry_profile`."""
    return _table("industry_profile", result.industries)


def _table(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    there = [column for column in tables.table(name).column_names if column in frame]
    return tables.typed(name, frame[there])


def listing(result: object) -> str:
    """Both profiles as plain text: what a test compares; a sentence for a tool left out."""
    if not isinstance(result, Profiles) or result.regions_now.empty:
        return "no profiles"
    regions = result.regions_now.head(4)[["region", "krugman_low", "krugman_high", "hhi_low", "hachman_high"]]
    industries = result.industries_now.head(4)[["industry", "gini_low", "gini_high", "eg_low", "eg_high"]]
    return "\n".join(frame.round(3).to_string(index=False) for frame in (regions, industries))
