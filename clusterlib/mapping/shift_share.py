"""Where a change in jobs comes from: the country, the industry, or the region itself.

Three forms: classic shift-share (Dunn 1960), with the homothetic split (Esteban-Marquillas 1972), and
year by year (Barff and Knight 1988). Each sums to the change. What started from nothing has no growth
rate, so it stands in a bucket of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterlib.mapping.intervals import Interval
from clusterlib.mapping.shift_share_parts import Ends, Parts, all_years, classic, dynamic, ends, homothetic
from clusterlib.mapping.shift_share_region import Whole, region_forms
from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.specialisation_cells import Floats

#: The parts of a change, in the order in which they are stacked.
EFFECTS = ("national", "mix", "regional", "entry")
_EVEN = 1e-6
#: Less than half a job is no difference.
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class ShiftShare:
    """The change of every region and industry since the first year, and where it comes from.

    Attributes
    ----------
    frame : DataFrame
        One row per row of `employment` after the first year: region, industry, year, before, after,
        change, then national, mix, regional, entry (classic), homothetic, allocation (the regional part
        split in two), moving_national, moving_mix, moving_regional, moving_entry (year by year), each
        with ``_low`` and ``_high``. A part is blank where secret cells leave it open; its bounds are blank
        where it has no end. `verdict`: whether the region itself added jobs (certain, possible, no).
    region : str or None
        The case's own region.
    since, year : int or None
        First and last year of the region; None when there is only one.
    years : int
        Number of years in the table.
    whole : DataFrame
        The own region as a whole, one row per form: form, then the four parts with bounds.
    """

    frame: pd.DataFrame
    region: str | None
    since: int | None
    year: int | None
    years: int
    whole: pd.DataFrame

    @property
    def own(self) -> pd.DataFrame:
        """Rows of the case's region in the latest year, the largest gain of the region itself first."""
        mine = self.frame[(self.frame["region"] == self.region) & (self.frame["year"] == self.year)]
        by = mine["regional"].fillna((mine["regional_low"] + mine["regional_high"]) / 2).fillna(0.0)
        return (
            mine.assign(_by=by).sort_values(["_by", "industry"], ascending=[False, True]).drop(columns="_by")
        )


def shift(jobs: Specialisation) -> ShiftShare:
    """Split the change of every region and industry since the first year of the table.

    Parameters
    ----------
    jobs : Specialisation
        From `specialise`: cells with their bounds.

    Examples
    --------
    >>> from clusterlib import tables
    >>> from clusterlib.mapping.specialisation import specialise
    >>> told = {("A", 2020): (100, 50), ("B", 2020): (100, 150),
    ...         ("A", 2022): (150, 50), ("B", 2022): (130, 150)}
    >>> rows = [{"region": r, "industry": i, "year": y, "employment": n}
    ...         for (r, y), both in told.items() for i, n in zip(("ICT", "Food"), both)]
    >>> found = shift(specialise(tables.typed("employment", rows), region="A"))
    >>> found.own[["industry", "change", "national", "mix", "regional"]].round(1).values.tolist()
    [['ICT', 50.0, 20.0, 20.0, 10.0], ['Food', 0.0, 10.0, -10.0, 0.0]]
    """
    cells = jobs.narrowed.cells
    count = len(cells.years)
    if count < 2 or not len(jobs.frame):
        return ShiftShare(_frame(jobs, {}), jobs.region, None, None, count, _whole({}))
    years = all_years(jobs.narrowed)
    moving = dynamic(years, count - 1)
    found = {year: _forms(ends(years, 0, year), moving[year - 1]) for year in range(1, count)}
    own = jobs.frame.loc[jobs.frame["region"] == jobs.region, "year"]
    last = int(own.max()) if len(own) else None
    if last is None or last == cells.years[0]:
        return ShiftShare(_frame(jobs, found), jobs.region, None, None, count, _whole({}))
    place = cells.regions.index(jobs.region or "")
    whole = region_forms(years, place, int(np.searchsorted(cells.years, last)))
    return ShiftShare(_frame(jobs, found), jobs.region, int(cells.years[0]), last, count, _whole(whole))


def _forms(two: Ends, moving: Parts) -> dict[str, Interval]:
    """All parts of the change between two years, arrays of regions × industries."""
    parts = classic(two)
    split = homothetic(two, parts)
    return {
        "before": two.jobs.before,
        "after": two.jobs.after,
        "change": parts.change,
        **{name: getattr(parts, name) for name in EFFECTS},
        "homothetic": split[0],
        "allocation": split[1],
        **{f"moving_{name}": getattr(moving, name) for name in EFFECTS},
    }


def _frame(jobs: Specialisation, found: dict[int, dict[str, Interval]]) -> pd.DataFrame:
    cells = jobs.narrowed.cells
    later = cells.rows[0] > 0
    at = tuple(axis[later] for axis in cells.rows)
    keep = ["region", "industry", "year", "status", "basis"]
    keep += [name for name in ("region_fr", "industry_fr") if name in jobs.frame]
    frame = jobs.frame.loc[later, keep].reset_index(drop=True)
    columns: dict[str, Floats] = {}
    for name in found[1] if found else _names():
        low, high = np.full(len(frame), np.nan), np.full(len(frame), np.nan)
        for year, parts in found.items():
            rows = at[0] == year
            place = (at[1][rows], at[2][rows])
            low[rows], high[rows] = parts[name].low[place], parts[name].high[place]
        columns |= _columns(name, low, high)
    frame = pd.concat([frame, pd.DataFrame(columns)], axis=1)
    frame["verdict"] = _verdict(frame)
    return frame


def _names() -> list[str]:
    return [
        "before",
        "after",
        "change",
        *EFFECTS,
        "homothetic",
        "allocation",
        *(f"moving_{n}" for n in EFFECTS),
    ]


def _columns(name: str, low: Floats, high: Floats) -> dict[str, Floats]:
    """A part with its bounds; the part itself only where both are one number."""
    low, high = (np.where(np.isfinite(side), side, np.nan) for side in (low, high))
    sure = np.isclose(low, high, rtol=1e-9, atol=_EVEN)
    return {name: np.where(sure, low, np.nan), f"{name}_low": low, f"{name}_high": high}


def _verdict(frame: pd.DataFrame) -> pd.Series:
    low, high = frame["regional_low"].to_numpy(), frame["regional_high"].to_numpy()
    words = np.select([low > _HALF, high <= _HALF], ["certain", "no"], "possible").astype(object)
    words[np.isnan(frame["change_low"].to_numpy()) & np.isnan(low) & np.isnan(high)] = "possible"
    return pd.Series(words, dtype="str")


def _whole(forms: dict[str, Whole]) -> pd.DataFrame:
    names = ["change", *EFFECTS, "homothetic", "allocation"]
    rows = []
    for form, parts in forms.items():
        row: dict[str, object] = {"form": form}
        for name, part in parts.items():
            row |= {key: float(value) for key, value in _columns(name, part.low, part.high).items()}
        rows.append(row)
    columns = ["form", *(f"{name}{end}" for name in names for end in ("", "_low", "_high"))]
    return pd.DataFrame(rows, columns=columns)


def effects(result: ShiftShare) -> pd.DataFrame:
    """The columns of the hand-over `specialisation` that come from here, one row per region, industry, year.

    A part that secret cells leave open is blank.
    """
    named = {f"{name}": f"{name}_effect" for name in ("national", "mix", "regional")}
    return result.frame[["region", "industry", "year", *named]].rename(columns=named)
