"""The hand-over `specialisation` from the tools that fill it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clusterlib import tables
from clusterlib.mapping.industry_space import Space, space_table
from clusterlib.mapping.shift_share import ShiftShare, effects
from clusterlib.mapping.specialisation import Specialisation, specialisation_table
from clusterlib.mapping.standing import Standing, standing_table
from clusterlib.mapping.stars import Stars, star_table

_KEY = ["region", "industry", "year"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Results of tools on the same table of jobs; None for a tool that was left out.

    Attributes
    ----------
    jobs : Specialisation
        Quotients, bounds and growth.
    standing : Standing or None
        Standardised quotients, and intervals by number of firms.
    shift : ShiftShare or None
        Parts of the change.
    related : Space or None
        Relatedness density.
    stars : Stars or None
        Stars for size, specialisation and focus.
    """

    jobs: Specialisation
    standing: Standing | None
    shift: ShiftShare | None
    related: Space | None
    stars: Stars | None


def gather(
    jobs: Specialisation,
    standing: Standing | None = None,
    shift: ShiftShare | None = None,
    related: Space | None = None,
    stars: Stars | None = None,
) -> Gathered:
    """Put results together that rest on the same table."""
    return Gathered(jobs, standing, shift, related, stars)


def gathered_table(result: Gathered) -> pd.DataFrame:
    """The hand-over `specialisation`: a row per region, industry and year; what nobody computed is blank.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.mapping.stars import award
    >>> numbers = {("A", "ICT"): 9, ("A", "Food"): 1, ("B", "ICT"): 1, ("B", "Food"): 9}
    >>> jobs = specialise(tables.typed("employment", [
    ...     {"region": r, "industry": i, "year": 2022, "employment": n} for (r, i), n in numbers.items()]))
    >>> gathered_table(gather(jobs, stars=award(jobs, lq=1.5)))["stars"].tolist()
    [3, 0, 0, 3]
    """
    frame = specialisation_table(result.jobs)
    found = [standing_table(result.standing)] if result.standing is not None else []
    found += [effects(result.shift)] if result.shift is not None else []
    found += [space_table(result.related)] if result.related is not None else []
    found += [star_table(result.stars)] if result.stars is not None else []
    for more in found:
        filled = [name for name in more if name not in _KEY]
        frame = frame.drop(columns=filled, errors="ignore").merge(more, on=_KEY, how="left", validate="1:1")
    order = [name for name in tables.table("specialisation").column_names if name in frame]
    return tables.typed("specialisation", frame[order])
