"""Stars for size, specialisation and focus, after the European Cluster Observatory, with margins.

The observatory gave one star for each criterion met: among the largest tenth of the same category by
employees, a location quotient of at least 2, among the tenth that weigh most in their own region. The
limits are parameters; secret cells make a star certain, possible, or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterlib.faults import DomainError
from clusterlib.mapping.intervals import Interval, exactly
from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.star_criteria import (
    CRITERIA,
    FOCUS,
    LQ,
    SIZE,
    Profile,
    Words,
    above,
    among,
    focuses,
    over,
    places,
    pooled,
    quotients_of,
    sizes,
)
from clusterlib.mapping.star_moves import star_moves


@dataclass(frozen=True, slots=True)
class Stars:
    """Stars of every region and industry in every year.

    Attributes
    ----------
    frame : DataFrame
        One row per row of `employment` that is no total: region, industry, year, status, basis; for each
        criterion a word (certain, possible, no; blank where it cannot be asked), and how far it is above
        its limit: ``size_margin_low`` and ``_high`` (jobs), ``specialisation_margin_low`` and ``_high``
        (location quotient), ``focus_margin_low`` and ``_high`` (share of jobs). `stars`: certain ones;
        `stars_possible`: those and the possible ones.
    profile : Profile
        The limits in use.
    region : str or None
        The case's own region.
    year : int or None
        Its latest year.
    moves : DataFrame
        How the list of the own region changes: criterion, limit, certain, possible (numbers of
        industries), used (whether this is the limit in use).
    """

    frame: pd.DataFrame
    profile: Profile
    region: str | None
    year: int | None
    moves: pd.DataFrame

    @property
    def own(self) -> pd.DataFrame:
        """Rows of the case's region in its latest year, most stars first."""
        mine = self.frame[(self.frame["region"] == self.region) & (self.frame["year"] == self.year)]
        by = ["stars", "stars_possible", "specialisation_margin_low", "industry"]
        return mine.sort_values(by, ascending=[False, False, False, True])


def award(jobs: Specialisation, *, lq: float = LQ, size: float = SIZE, focus: float = FOCUS) -> Stars:
    """Give stars to every region and industry.

    Parameters
    ----------
    jobs : Specialisation
        From `specialise`.
    lq : float
        Least location quotient for the star of specialisation (observatory: 2).
    size : float
        Share of regions, by jobs in the industry, that get the star of size (observatory: 0.10). At least
        one region is among them; equal numbers share a place.
    focus : float
        Share of all industries of all regions, by share of their region's jobs, that get the star of
        focus (observatory: 0.10).

    Raises
    ------
    DomainError
        If `lq` is not above 0, or a share is not above 0 and at most 1.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.tables import typed
    >>> numbers = {("A", "ICT"): 30, ("A", "Food"): 70, ("B", "ICT"): 10, ("B", "Food"): 190}
    >>> table = typed("employment", [
    ...     {"region": r, "industry": i, "year": 2022, "employment": n} for (r, i), n in numbers.items()])
    >>> award(specialise(table, region="A")).own[["industry", *CRITERIA, "stars"]].values.tolist()
    [['ICT', 'certain', 'certain', 'no', 2], ['Food', 'no', 'no', 'no', 0]]
    """
    if not lq > 0 or not 0 < size <= 1 or not 0 < focus <= 1:
        raise DomainError(
            f"stars: lq {lq:g}, size {size:g}, focus {focus:g}: lq must be above 0, size and focus above 0 "
            "and at most 1."
        )
    profile = Profile(lq, size, focus)
    found = [_judged(jobs, year, profile) for year in range(len(jobs.narrowed.cells.years))]
    return Stars(_frame(jobs, found), profile, jobs.region, jobs.year, star_moves(jobs, profile))


def _judged(jobs: Specialisation, year: int, profile: Profile) -> dict[str, tuple[Words, Interval]]:
    """For each criterion the words and the margins of the rows of one year."""
    cells = jobs.narrowed.cells
    rows = cells.rows[0] == year
    at = (cells.rows[1][rows], cells.rows[2][rows])
    found = {}
    for name, values, share in (
        ("size", sizes(jobs, year), profile.size),
        ("focus", pooled(focuses(jobs, year)), profile.focus),
    ):
        words, margin = among(places(values), share), above(values, share)
        shape = cells.low[year].shape
        found[name] = (
            words.reshape(shape)[at],
            Interval(margin.low.reshape(shape)[at], margin.high.reshape(shape)[at]),
        )
    quotient = quotients_of(jobs, rows)
    line = exactly(np.asarray(profile.lq))
    found["specialisation"] = (over(quotient, profile.lq), quotient - line)
    return found


def _frame(jobs: Specialisation, found: Sequence[dict[str, tuple[Words, Interval]]]) -> pd.DataFrame:
    keep = ["region", "industry", "year", "status", "basis"]
    keep += [name for name in ("region_fr", "industry_fr") if name in jobs.frame]
    frame = jobs.frame[keep].reset_index(drop=True).copy()
    years = jobs.narrowed.cells.rows[0]
    for name in CRITERIA:
        words = np.full(len(frame), np.nan, dtype=object)
        low, high = np.full(len(frame), np.nan), np.full(len(frame), np.nan)
        for year, scores in enumerate(found):
            rows = years == year
            words[rows] = scores[name][0]
            low[rows], high[rows] = scores[name][1].low, scores[name][1].high
        frame[name] = pd.Series(words, dtype="str")
        frame[f"{name}_margin_low"] = np.where(np.isfinite(low), low, np.nan)
        frame[f"{name}_margin_high"] = np.where(np.isfinite(high), high, np.nan)
    given = frame[list(CRITERIA)]
    frame["stars"] = (given == "certain").sum(axis=1).astype("Int64")
    frame["stars_possible"] = given.isin(["certain", "possible"]).sum(axis=1).astype("Int64")
    return frame


def star_table(result: Stars) -> pd.DataFrame:
    """The columns of the hand-over `specialisation` that come from here."""
    return result.frame[["region", "industry", "year", "stars", "stars_possible"]]
