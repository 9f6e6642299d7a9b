"""How the list of stars of a region changes when a limit moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.star_criteria import (
    CRITERIA,
    Places,
    Profile,
    Words,
    among,
    focuses,
    over,
    places,
    pooled,
    quotients_of,
    sizes,
)

#: Limits that are tried beside the one in use.
QUOTIENTS = tuple(np.round(np.arange(1.0, 4.0001, 0.05), 2).tolist())
SHARES = tuple(np.round(np.arange(0.02, 0.5001, 0.01), 2).tolist())


def star_moves(
    jobs: Specialisation,
    profile: Profile,
    *,
    quotients: Sequence[float] = QUOTIENTS,
    shares: Sequence[float] = SHARES,
) -> pd.DataFrame:
    """Certain and possible stars of the own region at many limits, in its latest year.

    Parameters
    ----------
    jobs : Specialisation
        From `specialise`.
    profile : Profile
        The limits in use; they are among those tried.
    quotients, shares : sequence of float
        Location quotients, and shares of the largest, that are tried.

    Returns
    -------
    DataFrame
        Columns criterion, limit, certain, possible (numbers of industries), used.
    """
    columns = ["criterion", "limit", "certain", "possible", "used"]
    cells = jobs.narrowed.cells
    if jobs.region is None or jobs.year is None:
        return pd.DataFrame(columns=columns)
    year, place = int(np.searchsorted(cells.years, jobs.year)), cells.regions.index(jobs.region)
    rows = (cells.rows[0] == year) & (cells.rows[1] == place)
    own = cells.rows[2][rows]
    quotient = quotients_of(jobs, rows)
    size = _own(places(sizes(jobs, year)), (place, len(cells.regions)), own)
    focus = _own(places(pooled(focuses(jobs, year))), (place, len(cells.regions)), own)
    found = []
    for name in CRITERIA:
        used = {"size": profile.size, "specialisation": profile.lq, "focus": profile.focus}[name]
        tried = quotients if name == "specialisation" else shares
        for limit in sorted({*tried, used}):
            words = (
                over(quotient, limit)
                if name == "specialisation"
                else among(size if name == "size" else focus, limit)
            )
            found.append([name, limit, *_counts(words), limit == used])
    return pd.DataFrame(found, columns=columns)


def _own(found: Places, region: tuple[int, int], industries: npt.NDArray[np.int64]) -> Places:
    """Places of the own region alone, as one row."""
    place, regions = region

    def row(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.asarray(values.reshape(regions, -1)[place, industries][None, :])

    def column(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return values if len(values) == 1 else values[industries]

    return Places(
        row(found.best),
        row(found.worst),
        row(found.some),
        row(found.none),
        column(found.least),
        column(found.most),
    )


def _counts(words: Words) -> tuple[int, int]:
    return int((words == "certain").sum()), int((words == "possible").sum())
