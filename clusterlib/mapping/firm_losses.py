"""Why small numbers lie: how many firms must leave until an industry no longer stands out."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.specialisation_ratios import denominators
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

_ROWS = 10


@dataclass(frozen=True, slots=True)
class FirmsToLeave:
    """Industries of the own region that stand out for certain, and how firmly.

    Attributes
    ----------
    frame : DataFrame
        One row per industry whose jobs and firms are known: industry (with twin), employment,
        establishments, per_firm (jobs of an average firm), lq, after (quotient when one average firm has
        left), leave (average firms that must leave until it is below the threshold), the least firm one
        first.
    unknown : DataFrame
        Industries that stand out but give no number of firms.
    threshold : float
        Location quotient from which an industry stands out.
    region : str or None
        The case's own region.
    """

    frame: pd.DataFrame
    unknown: pd.DataFrame
    threshold: float
    region: str | None


def firms_to_leave(jobs: Specialisation) -> FirmsToLeave:
    """How many firms of average size must leave the region and the country until the quotient is too low.

    A leaving firm takes its jobs from the cell, from the region, from the industry and from the whole at
    once: (x − m)(X − m) / ((x_r − m)(x_i − m)).

    Parameters
    ----------
    jobs : Specialisation
        From `specialise`.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.tables import typed
    >>> told = {("A", "ICT"): 30, ("A", "Food"): 70, ("B", "ICT"): 10, ("B", "Food"): 190}
    >>> table = typed("employment", [{"region": r, "industry": i, "year": 2022, "employment": n,
    ...     "establishments": 3} for (r, i), n in told.items()])
    >>> found = firms_to_leave(specialise(table, region="A", threshold=2))
    >>> found.frame[["industry", "leave"]].values.tolist()
    [['ICT', 2]]
    """
    own = jobs.own
    seen = own[(own["verdict"] == "certain") & own["employment"].notna() & (own["employment"] > 0)]
    told = (seen["establishments"].fillna(0.0) >= 1).to_numpy(bool)
    twins = [name for name in ("industry", "industry_fr") if name in own]
    frame = seen.loc[told, [*twins, "employment", "establishments", "lq"]].reset_index(drop=True)
    frame["per_firm"] = frame["employment"] / frame["establishments"]
    both = [_leaving(jobs, row) for row in frame.to_dict("records")]
    frame["after"] = [after for after, _ in both]
    frame["leave"] = pd.Series([leave for _, leave in both], dtype="Int64")
    frame = frame.sort_values(["leave", "industry"], kind="stable").reset_index(drop=True)
    return FirmsToLeave(frame, seen.loc[~told, twins].reset_index(drop=True), jobs.threshold, jobs.region)


def _leaving(jobs: Specialisation, row: dict[Hashable, Any]) -> tuple[float, int]:
    """The quotient when one average firm has left, and how many must leave until it is too low."""
    cells = jobs.narrowed.cells
    year, place = int(np.searchsorted(cells.years, jobs.year or 0)), cells.regions.index(jobs.region or "")
    column = cells.industries.index(str(row["industry"]))
    sums = denominators(jobs.narrowed)
    region, industry, whole = sums[0][year, place, 0], sums[1][year, 0, column], sums[2][year, 0, 0]
    firms = int(row["establishments"])
    gone = row["per_firm"] * np.arange(firms + 1)
    gone[-1] = row["employment"]
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = (row["employment"] - gone) * (whole - gone) / ((region - gone) * (industry - gone))
    quotient[-1] = 0.0  # all have left
    below = np.flatnonzero(quotient < jobs.threshold * (1 - 1e-9))
    return float(quotient[1]), int(below[0]) if len(below) else firms


def read_firms(result: FirmsToLeave, *, say: Speaker = Speaker()) -> str:
    """Whose place hangs on a handful of firms."""
    frame, unknown = result.frame, result.unknown
    parts = []
    if frame.empty and unknown.empty:
        return say("No industry stands out for certain, so none can lose its place.")
    if frame.empty:
        return say(
            "How many firms stand behind the industries that stand out is not in the table; one large "
            "employer can look like a cluster."
        )
    first = frame.iloc[0]
    name = short(texts(frame, "industry", say=say)[0])
    parts.append(
        say.plural(
            int(first["leave"]),
            "{industry} would fall below {line} as soon as one of its {firms} firms of average size left.",
            "{industry} would fall below {line} once {n} of its {firms} firms of average size had left.",
            industry=name,
            line=say.number(result.threshold, 2),
            firms=say.number(first["establishments"]),
        )
    )
    if len(frame) > 1:
        last = frame.iloc[-1]
        parts.append(
            say(
                "The firmest is {industry}: it would take {n} of {firms}.",
                industry=short(texts(frame.iloc[[-1]], "industry", say=say)[0]),
                n=say.number(last["leave"]),
                firms=say.number(last["establishments"]),
            )
        )
    if len(unknown):
        names = say.names([short(name) for name in texts(unknown, "industry", say=say)], limit=4)
        parts.append(say("Without a number of firms: {names}.", names=names))
    parts.append(say("Firms are not of one size: if the largest leaves, fewer are enough."))
    return " ".join(parts)


def table_firms(result: FirmsToLeave, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Industries that stand out, the least firm one first, cells as text."""
    frame = result.frame.head(_ROWS)
    return pd.DataFrame(
        {
            say("Industry"): texts(frame, "industry", say=say),
            say("Firms"): [say.number(n) for n in frame["establishments"]],
            say("Jobs in a firm"): [say.number(n, 1) for n in frame["per_firm"]],
            say("Times the average"): [say.number(n, 2) for n in frame["lq"]],
            say("If one firm leaves"): [say.number(n, 2) for n in frame["after"]],
            say("Firms that may leave"): [say.number(n - 1) for n in frame["leave"]],
        }
    )
