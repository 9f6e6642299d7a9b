"""Which industries are near to what a region does, and how complex regions and industries are.

An undecided cell (a secret one whose quotient may lie on either side of the line) is kept undecided:
proximity and density have bounds, and complexity is computed for completions drawn at random.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterlib.faults import DomainError
from clusterlib.mapping.intervals import Interval
from clusterlib.mapping.related_pairs import Pairs, judge_pairs
from clusterlib.mapping.relatedness import density
from clusterlib.mapping.relatedness_bounds import (
    Present,
    density_bounds,
    nearer_than_any,
    present,
    proximity_bounds,
    together,
)
from clusterlib.mapping.space_complexity import Order, order_by_complexity
from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.specialisation_cells import Floats

_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Space:
    """Industries as neighbours of each other.

    Attributes
    ----------
    frame : DataFrame
        One row per row of `employment` that is no total: region, industry, year, here (certain, possible,
        no: whether the region has the industry; blank where no quotient exists), density, density_low,
        density_high, above_low, above_high (density less `times` the share of all other industries that the
        region has), near (certain, possible, no: whether that is above 0), then twins.
    pairs : Pairs
        Pairs of industries in the latest year.
    order : Order
        Complexity of regions and industries.
    region, industry : str or None
        The case's own region and industry; None when not in the table.
    year : int or None
        Latest year of the own region.
    line, times : float
        Quotient from which an industry is present; how many times the share of all is near.
    undecided : int
        Cells of that year of which nobody can say whether the industry is present.
    """

    frame: pd.DataFrame
    pairs: Pairs
    order: Order
    region: str | None
    industry: str | None
    year: int | None
    line: float
    times: float
    undecided: int

    @property
    def own(self) -> pd.DataFrame:
        """Rows of the own region in its latest year, nearest first."""
        mine = self.frame[(self.frame["region"] == self.region) & (self.frame["year"] == self.year)]
        return mine.sort_values(["density_low", "density_high", "industry"], ascending=[False, False, True])

    @property
    def outside(self) -> pd.DataFrame:
        """Those of `own` that the region does not have for certain."""
        own = self.own
        return own[own["here"].isin(["possible", "no"])]

    @property
    def share_here(self) -> tuple[int, int, int]:
        """Industries of the own region: present for certain, present at most, and all that are judged."""
        here = self.own["here"]
        sure, may = int((here == "certain").sum()), int((here == "possible").sum())
        return sure, sure + may, int(here.notna().sum())


def relate(
    jobs: Specialisation,
    *,
    industry: str = "",
    sector: str | None = None,
    line: float = 1.0,
    times: float = 1.0,
    alpha: float = 0.05,
    draws: int = 50,
    seed: int = 1,
) -> Space:
    """Find what is near to what, and to what the region has.

    Parameters
    ----------
    jobs : Specialisation
        From `specialise`.
    industry, sector : str, optional
        The case's own industry as the statistics office spells it, else its sector; else none.
    line : float
        Location quotient from which an industry counts as present; 1 is the custom.
    times : float
        An industry is near when its density is more than so many times the share of all other industries
        that the region has; 1 is what an industry taken without regard to relatedness would have.
    alpha : float
        Share of false findings among related pairs that is accepted.
    draws : int
        Completions of the undecided cells for which complexity is computed.
    seed : int
        Makes the draws the same each time.

    Raises
    ------
    DomainError
        If `line` or `times` is not above 0, `alpha` not between 0 and 1, or `draws` below 1.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.tables import typed
    >>> jobs = {"A": (50, 40, 5, 5), "B": (40, 50, 5, 5), "C": (45, 5, 45, 5), "D": (5, 5, 5, 85)}
    >>> table = typed("employment", [{"region": r, "industry": f"I{k}", "year": 2022, "employment": n}
    ...                              for r, row in jobs.items() for k, n in enumerate(row)])
    >>> own = relate(specialise(table, region="C")).own
    >>> own[["industry", "here", "density", "near"]].head(3).round(2).values.tolist()
    [['I1', 'no', 1.0, 'certain'], ['I2', 'certain', 1.0, 'certain'], ['I0', 'certain', 0.33, 'no']]
    """
    if not (line > 0 and times > 0 and 0 < alpha < 1 and draws >= 1):
        raise DomainError(
            f"relatedness: line {line:g}, times {times:g}, alpha {alpha:g}, draws {draws}: line and times "
            "are above 0, alpha between 0 and 1, draws 1 or more."
        )
    cells = jobs.narrowed.cells
    found = [present(jobs.ratios.low[y], jobs.ratios.high[y], line) for y in range(len(cells.years))]
    latest = _latest(jobs)
    frame = _frame(jobs, found, times)
    shown = found[latest] if found else Present(np.zeros((0, 0), bool), np.zeros((0, 0), bool))
    own = _own_industry(jobs, industry, sector)
    return Space(
        frame,
        judge_pairs(shown, cells.industries, alpha=alpha),
        order_by_complexity(found, latest, cells, draws=draws, seed=seed),
        jobs.region,
        own,
        jobs.year if jobs.year is not None else (int(cells.years[-1]) if len(cells.years) else None),
        line,
        times,
        int(shown.open.sum()),
    )


def _latest(jobs: Specialisation) -> int:
    years = jobs.narrowed.cells.years
    return int(np.searchsorted(years, jobs.year)) if jobs.year is not None else max(len(years) - 1, 0)


def _own_industry(jobs: Specialisation, industry: str, sector: str | None) -> str | None:
    names = {name.strip().casefold(): name for name in jobs.narrowed.cells.industries}
    if industry.strip() and industry.strip().casefold() not in names:
        raise DomainError(
            f"industry {industry!r} is not in the table employment. It knows: {', '.join(names.values())}."
        )
    return names.get((industry or sector or "").strip().casefold())


def _near(found: Present, times: float) -> tuple[Interval, Interval]:
    """Density, and by how much it is above `times` the share of all, of one year."""
    near = proximity_bounds(together(found))
    if found.open.any():
        return density_bounds(found, near), nearer_than_any(found, near, times)
    dense = density(found.sure, near.low)
    n = max(found.sure.shape[1] - 1, 1)
    above = dense - times * (found.sure.sum(axis=1, keepdims=True) - found.sure) / n
    return Interval(dense, dense), Interval(above, above)


def _frame(jobs: Specialisation, found: list[Present], times: float) -> pd.DataFrame:
    keep = ["region", "industry", "year"]
    keep += [name for name in ("region_fr", "industry_fr") if name in jobs.frame]
    frame = jobs.frame[keep].reset_index(drop=True)
    years, regions, industries = jobs.narrowed.cells.rows
    columns: dict[str, Floats] = {
        name: np.full(len(frame), np.nan)
        for name in ("density_low", "density_high", "above_low", "above_high")
    }
    here = np.full(len(frame), np.nan, dtype=object)
    for year, state in enumerate(found):
        rows = np.flatnonzero(years == year)
        at = (regions[rows], industries[rows])
        dense, above = _near(state, times)
        for name, side in zip(columns, (dense.low, dense.high, above.low, above.high), strict=True):
            columns[name][rows] = side[at]
        words = np.select([state.sure[at], state.maybe[at]], ["certain", "possible"], "no").astype(object)
        here[rows] = np.where(jobs.ratios.defined[year][at], words, np.nan)
    frame["here"] = pd.Series(here, dtype="str")
    low, high = columns["density_low"], columns["density_high"]
    frame["density"] = np.where(high - low < _SAME, low, np.nan)
    frame = frame.assign(**columns)
    near = np.select(
        [columns["above_low"] > _SAME, columns["above_high"] > _SAME], ["certain", "possible"], "no"
    ).astype(object)
    frame["near"] = pd.Series(np.where(np.isnan(low), np.nan, near), dtype="str")
    return frame


def space_table(result: Space) -> pd.DataFrame:
    """The columns of the hand-over `specialisation` that come from here."""
    return result.frame[["region", "industry", "year", "density", "density_low", "density_high", "near"]]
