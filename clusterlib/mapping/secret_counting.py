"""Why a zero is not a blank: one table counted in three ways.

People fill a secret cell with zero, or with the middle of its range, and divide by the sums of what they
see. Beside that stands what can be known: bounds from the published totals.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.specialisation_cells import SUPPRESSED, Floats

WAYS = ("zero", "middle", "bounds")


@dataclass(frozen=True, slots=True)
class SecretCount:
    """The list of what stands out, made in three ways.

    Attributes
    ----------
    frame : DataFrame
        One row per way (zero, middle, bounds): right (cells on the list that stand out for certain), open
        (on the list, though nobody can know), false (on the list, though they do not stand out), missed
        (stand out for certain, and are not on the list).
    cells, hidden : int
        Cells with a verdict in the year shown, and those of them that are not published.
    year : int or None
        The year shown.
    threshold : float
        Location quotient from which a cell stands out.
    example : DataFrame
        The hidden cell whose quotient is highest at least: region, industry (with twins), the bounds of its
        quotient, and what zero and the middle of the range give; no row when nothing is hidden.
    """

    frame: pd.DataFrame
    cells: int
    hidden: int
    year: int | None
    threshold: float
    example: pd.DataFrame


def count_secrets(jobs: Specialisation) -> SecretCount:
    """Make the list of what stands out in three ways, over all regions in the latest year.

    Parameters
    ----------
    jobs : Specialisation
        From `specialise`, with bounds and verdicts.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.tables import typed
    >>> told = [("A", "ICT", None), ("A", "Food", 80), ("A", "total", 120),
    ...         ("B", "ICT", 10), ("B", "Food", 190), ("B", "total", 200)]
    >>> rows = [{"region": r, "industry": i, "year": 2022, "employment": n,
    ...          "status": "suppressed" if n is None else None} for r, i, n in told]
    >>> count_secrets(specialise(typed("employment", rows))).frame[["way", "right", "missed"]].values.tolist()
    [['zero', 0, 1], ['middle', 1, 0], ['bounds', 1, 0]]
    """
    year = jobs.year
    rows = jobs.frame[(jobs.frame["year"] == year) & jobs.frame["verdict"].notna()].reset_index(drop=True)
    hidden = rows["status"].isin(["suppressed", "missing"])
    lists = {way: _quotients(jobs, rows, way) for way in ("zero", "middle")}
    counted = [_counted(rows, lists[way] >= jobs.threshold * (1 - 1e-9), way) for way in lists]
    certain, possible = (int((rows["verdict"] == word).sum()) for word in ("certain", "possible"))
    counted.append({"way": "bounds", "right": certain, "open": possible, "false": 0, "missed": 0})
    return SecretCount(
        pd.DataFrame(counted),
        len(rows),
        int(hidden.sum()),
        year,
        jobs.threshold,
        _example(rows[hidden], lists, hidden),
    )


def _quotients(jobs: Specialisation, rows: pd.DataFrame, way: str) -> Floats:
    """Quotients as people make them: cells filled, then divided by the sums of the filled cells."""
    cells = jobs.narrowed.cells
    if rows.empty or jobs.year is None:
        return np.zeros(0)
    at = int(np.searchsorted(cells.years, jobs.year))
    low, high = cells.low[at], cells.high[at]
    middle = np.where(np.isfinite(high), (low + high) / 2, low)
    filled = np.where(cells.kind[at] >= SUPPRESSED, 0.0 if way == "zero" else middle, cells.low[at])
    with np.errstate(divide="ignore", invalid="ignore"):
        share = filled / filled.sum(axis=1, keepdims=True)
        quotient = share / (filled.sum(axis=0, keepdims=True) / filled.sum())
    regions = pd.Index(cells.regions).get_indexer(pd.Index(rows["region"]))
    industries = pd.Index(cells.industries).get_indexer(pd.Index(rows["industry"]))
    return np.asarray(np.nan_to_num(quotient[regions, industries], nan=0.0, posinf=0.0), dtype=np.float64)


def _counted(rows: pd.DataFrame, listed: npt.NDArray[np.bool_], way: str) -> dict[str, object]:
    verdict = rows["verdict"].to_numpy(object)
    return {
        "way": way,
        "right": int((listed & (verdict == "certain")).sum()),
        "open": int((listed & (verdict == "possible")).sum()),
        "false": int((listed & (verdict == "no")).sum()),
        "missed": int((~listed & (verdict == "certain")).sum()),
    }


def _example(hidden: pd.DataFrame, lists: dict[str, Floats], rows: pd.Series) -> pd.DataFrame:
    """The hidden cell whose quotient can be highest; no row when nothing is hidden."""
    keep = [
        name
        for name in ("region", "region_fr", "industry", "industry_fr", "lq_low", "lq_high")
        if name in hidden
    ]
    told = hidden[keep].assign(**{way: values[rows.to_numpy(bool)] for way, values in lists.items()})
    told = told[told["lq_high"].notna()].sort_values(
        ["lq_low", "lq_high", "region"], ascending=[False, False, True]
    )
    return told.head(1).reset_index(drop=True)
