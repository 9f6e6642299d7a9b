"""Is it measured as often as it should be, and what does measuring cost? (guide L2964, L2978)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterlib.periods import last_day, month_number
from clusterlib.tables import is_blank

#: Months from one measurement to the next, and measurements in a year.
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
PER_YEAR = {"monthly": 12, "quarterly": 4, "yearly": 1, "once": 0}


@dataclass(frozen=True, slots=True)
class Care:
    """How steadily indicators are measured and what that asks of people.

    Attributes
    ----------
    frame : DataFrame
        One row per indicator: id, name, level, frequency, expected and observed (full rounds since the
        beginning, None when unknown), continuity (observed/expected, NaN when unknown), per_year
        (measurements a year, NaN without frequency), cost, cost_year (NaN without cost), owner.
    owners : DataFrame
        owner, indicators, per_year; the most loaded first, blank owners as NaN at the end.
    cost_year, cost_once : float
        Known cost of a year, and of what is measured once, in the money of the case.
    cost_unknown : int
        Indicators without cost or frequency.
    steady_from : float
        From this share of rounds on, an indicator counts as steadily measured.
    """

    frame: pd.DataFrame
    owners: pd.DataFrame
    cost_year: float
    cost_once: float
    cost_unknown: int
    steady_from: float

    @property
    def continuity(self) -> float | None:
        """Rounds observed among all rounds expected; None when none was due."""
        due = self.frame[self.frame["expected"].notna()]
        expected = int(due["expected"].sum())
        return float(due["observed"].sum()) / expected if expected else None


def care(
    indicators: pd.DataFrame,
    observations: pd.DataFrame | None = None,
    *,
    as_of: str | None = None,
    steady_from: float = 0.7,
) -> Care:
    """Count rounds of measuring, and the work in them.

    A round is a full month, quarter or year after the one of the baseline (without a baseline: from the
    first value on) and before today.

    Parameters
    ----------
    indicators, observations : DataFrame
        Typed tables.
    as_of : str, optional
        Today, ISO; without it the last period observed.
    steady_from : float
        Share of rounds that makes an indicator steady (DEFAULT).

    Returns
    -------
    Care

    Examples
    --------
    >>> from clusterlib import tables
    >>> k = tables.typed("indicators", [{"id": "K1", "name": "Members", "level": "outcome",
    ...     "frequency": "yearly", "baseline_period": "2022", "cost": 50000, "owner": "Ines"}])
    >>> seen = tables.typed("observations", [{"indicator_id": "K1", "period": "2024", "value": 3}])
    >>> found = care(k, seen, as_of="2026-05-01")
    >>> int(found.frame.loc[0, "expected"]), int(found.frame.loc[0, "observed"]), found.cost_year
    (3, 1, 50000.0)
    """
    today = last_day(as_of) if as_of else _latest(observations)
    rows = [_row(row, observations, today) for row in indicators.to_dict("records")]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    frame["expected"] = frame["expected"].astype("Int64")
    frame["observed"] = frame["observed"].astype("Int64")
    owners = (
        frame.groupby("owner", dropna=False, sort=True)
        .agg(indicators=("id", "size"), per_year=("per_year", "sum"))
        .reset_index()
        .sort_values("per_year", ascending=False, kind="stable", ignore_index=True)
    )
    once = frame.loc[frame["frequency"] == "once", "cost"].sum()
    unknown = int((frame["cost"].isna() | frame["frequency"].isna()).sum())
    return Care(frame, owners, float(frame["cost_year"].sum()), float(once), unknown, steady_from)


_COLUMNS = [
    "id",
    "name",
    "name_fr",
    "level",
    "frequency",
    "expected",
    "observed",
    "continuity",
    "per_year",
    "cost",
    "cost_year",
    "owner",
]


def _latest(observations: pd.DataFrame | None) -> dt.date | None:
    ends = [] if observations is None else [last_day(period) for period in observations["period"]]
    return max((end for end in ends if end is not None), default=None)


def _row(row: dict[Any, Any], observations: pd.DataFrame | None, today: dt.date | None) -> dict[Any, Any]:
    frequency = row["frequency"] if not is_blank(row["frequency"]) else None
    expected, observed = _rounds(row, frequency, observations, today)
    per_year = float(PER_YEAR[frequency]) if frequency else float("nan")
    return {
        **{
            name: row.get(name, float("nan"))
            for name in ("id", "name", "name_fr", "level", "frequency", "cost", "owner")
        },
        "expected": expected,
        "observed": observed,
        "continuity": observed / expected if expected and observed is not None else float("nan"),
        "per_year": per_year,
        "cost_year": row["cost"] * per_year,
    }


def _rounds(
    row: dict[Any, Any], frequency: str | None, observations: pd.DataFrame | None, today: dt.date | None
) -> tuple[int | None, int | None]:
    """Rounds expected and observed; None when there is no frequency, no beginning or no today."""
    mine = (
        []
        if observations is None
        else list(observations.loc[observations["indicator_id"] == row["id"], "period"])
    )
    seen = {month_number(end) for period in mine if (end := last_day(period)) is not None}
    if frequency is None or today is None:
        return None, None
    if frequency == "once":
        due = last_day(row["due"])
        wanted = bool(seen) or (due is not None and due < today)
        return int(wanted), int(bool(seen))
    step, base = MONTHS[frequency], last_day(row["baseline_period"])
    if base is not None:
        first = month_number(base) // step + 1
    elif seen:
        first = min(seen) // step
    else:
        return None, None
    full = (month_number(today + dt.timedelta(days=1))) // step
    return max(0, full - first), len({month // step for month in seen if first <= month // step < full})
