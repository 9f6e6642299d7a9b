"""The hand-over `specialisation` from the tools that fill it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clusterlib import tables
from clusterlib.mapping.shift_share import ShiftShare, effects
from clusterlib.mapping.specialisation import Specialisation, specialisation_table
from clusterlib.mapping.stars import Stars, star_table

_KEY = ["region", "industry", "year"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Results of tools on the same table of jobs.

    Attributes
    ----------
    jobs : Specialisation
        Quotients, bounds and growth.
    shift : ShiftShare or None
        Parts of the change.
    stars : Stars or None
        Stars for size, specialisation and focus.
    """

    jobs: Specialisation
    shift: ShiftShare | None
    stars: Stars | None


def gather(jobs: Specialisation, shift: ShiftShare | None = None, stars: Stars | None = None) -> Gathered:
    """Put results together that rest on the same table."""
    return Gathered(jobs, shift, stars)


def gathered_table(result: Gathered) -> pd.DataFrame:
    """The hand-over `specialisation`: a row per region, industry and year; what nobody computed is blank.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.mapping.stars import award
    >>> numbers = {("A", "ICT"): 9, ("A", "Food"): 1, ("B", "ICT"): 1, ("B", "Food"): 9}
    >>> jobs = specialise(tables.typed("employment", [
    ...     {"region": r, "industry": i, "year": 2022, "employment": n} for (r, i), n in numbers.items()]))
    >>> gathered_table(gather(jobs, None, award(jobs, lq=1.5)))["stars"].tolist()
    [3, 0, 0, 3]
    """
    frame = specialisation_table(result.jobs)
    found = [effects(result.shift)] if result.shift is not None else []
    found += [star_table(result.stars)] if result.stars is not None else []
    for more in found:
        filled = [name for name in more if name not in _KEY]
        frame = frame.drop(columns=filled, errors="ignore").merge(more, on=_KEY, how="left", validate="1:1")
    order = [name for name in tables.table("specialisation").column_names if name in frame]
    return tables.typed("specialisation", frame[order])
