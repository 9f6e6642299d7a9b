"""How sure a location quotient is: its interval by number of firms, and whether the region is an outlier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterlib.mapping.firm_quotients import FirmQuotients, firm_quotients
from clusterlib.mapping.intervals import Interval
from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.standardised import LEAST, LINE, Standardised, standardise


@dataclass(frozen=True, slots=True)
class Standing:
    """What can be said of each quotient beside its bounds.

    Attributes
    ----------
    frame : DataFrame
        One row per row of `employment` that is no total: region, industry, year, lq, lq_low, lq_high,
        slq, slq_low, slq_high, outlier (certain, possible, no; blank where there is no z), firm_lq,
        firm_lq_low, firm_lq_high, why (said, firms, none, totals), few; then twins.
    region : str or None
        The case's own region.
    year : int or None
        Its latest year.
    firms : FirmQuotients
        Quotients by number of firms.
    standard : Standardised
        Standardised quotients.
    threshold : float
        Location quotient from which an industry counts as a specialisation.
    """

    frame: pd.DataFrame
    region: str | None
    year: int | None
    firms: FirmQuotients
    standard: Standardised
    threshold: float

    @property
    def own(self) -> pd.DataFrame:
        """Rows of the case's region in its latest year, best placed by quotient first."""
        mine = self.frame[(self.frame["region"] == self.region) & (self.frame["year"] == self.year)]
        by = mine["lq"].fillna(mine["lq_high"]).fillna(-1.0)
        return (
            mine.assign(_by=by).sort_values(["_by", "industry"], ascending=[False, True]).drop(columns="_by")
        )

    @property
    def regions(self) -> int:
        """Regions of the table."""
        return int(self.firms.lq.shape[1])


def stand(
    jobs: Specialisation,
    employment: pd.DataFrame,
    *,
    level: float = 0.95,
    outlier: float = LINE,
    least: int = LEAST,
) -> Standing:
    """Put beside each quotient its interval by number of firms and its place among the regions.

    Parameters
    ----------
    jobs : Specialisation
        From `specialise`.
    employment : DataFrame
        The same typed table `employment`.
    level : float
        Confidence level of the intervals.
    outlier : float
        z of ln LQ from which a region counts as an outlier.
    least : int
        Fewest regions for a z.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.tables import typed
    >>> firms = {("A", "ICT"): 30, ("A", "Food"): 70, ("B", "ICT"): 30, ("B", "Food"): 870}
    >>> table = typed("employment", [{"region": r, "industry": i, "year": 2022, "employment": 9 * n,
    ...                               "establishments": n} for (r, i), n in firms.items()])
    >>> own = stand(specialise(table, region="A"), table).own
    >>> own[["industry", "firm_lq_low", "why"]].round(2).values.tolist()
    [['ICT', 3.91, 'said'], ['Food', 0.66, 'said']]
    """
    firms = firm_quotients(jobs, employment, level=level)
    ratios = jobs.ratios
    high = np.where(ratios.defined & np.isnan(ratios.high), np.inf, ratios.high)
    standard = standardise(Interval(ratios.low, high), line=outlier, least=least)
    at = jobs.narrowed.cells.rows
    keep = ["region", "industry", "year", "lq", "lq_low", "lq_high", "few"]
    frame = jobs.frame[keep].reset_index(drop=True)
    frame["slq"], frame["slq_low"], frame["slq_high"] = (
        np.where(np.isfinite(side[at]), side[at], np.nan)
        for side in (standard.slq, standard.bounds.low, standard.bounds.high)
    )
    frame["outlier"] = pd.Series(standard.verdict[at], dtype="str")
    frame["firm_lq"], frame["firm_lq_low"], frame["firm_lq_high"] = (
        side[at] for side in (firms.lq, firms.low, firms.high)
    )
    frame["why"] = pd.Series(firms.why[at], dtype="str")
    twins = [name for name in ("region_fr", "industry_fr") if name in jobs.frame]
    frame = frame.join(jobs.frame[twins].reset_index(drop=True))
    return Standing(frame, jobs.region, jobs.year, firms, standard, jobs.threshold)


def standing_table(result: Standing) -> pd.DataFrame:
    """The columns of the hand-over `specialisation` that come from here."""
    keys = ["region", "industry", "year"]
    found = ["slq", "slq_low", "slq_high", "outlier", "firm_lq", "firm_lq_low", "firm_lq_high"]
    return result.frame[keys + found]
