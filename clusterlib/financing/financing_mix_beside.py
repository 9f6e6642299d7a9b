"""The own mix beside what is published of others; where nothing is published, nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterlib import tables
from clusterlib.financing import budget
from clusterlib.financing.financing_mix import Mix

#: Kinds of income in the order in which they are compared.
KINDS = (*budget.SOURCES, "private", "own income")


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """Own shares beside published ones.

    Attributes
    ----------
    mix : Mix
        The own income.
    rows : DataFrame
        One row per published share: category, region, period, value, n, source, basis, own (share
        in the year looked at), gap (own less published, in percentage points).
    without : tuple of str
        Sources of the own mix for which no share is published.
    region : str
        Region of the case, empty when unknown.
    """

    mix: Mix
    rows: pd.DataFrame
    without: tuple[str, ...]
    region: str


def beside(
    mix: Mix, benchmarks: pd.DataFrame | None, *, reference: pd.DataFrame | None = None, region: str = ""
) -> Beside:
    """Put published shares beside the own ones (method T14).

    Parameters
    ----------
    mix : Mix
        As `financing_mix.mix` gives it.
    benchmarks : DataFrame or None
        Typed table of the case.
    reference : DataFrame, optional
        Shares that come with the workbooks, all cells as text; a row of the case with the same
        category, region and period takes the place of one of these.
    region : str
        Region of the case, for the reading.

    Examples
    --------
    >>> from clusterlib.financing import financing_mix
    >>> line = {"line_id": "B1", "kind": "in", "category": "public", "amount": 60, "recurrence": "once",
    ...         "start": "2027-01"}
    >>> own = financing_mix.mix(tables.typed("budget_lines", [line]))
    >>> mena = {"category": "public", "region": "MENA", "value": 0.58}
    >>> found = beside(own, tables.typed("benchmarks", [mena]))
    >>> round(float(found.rows["gap"][0]))
    42
    """
    own = tables.empty("benchmarks") if benchmarks is None else benchmarks
    parts = [own] if reference is None or reference.empty else [own, from_text(reference)]
    rows = pd.concat([part for part in parts if len(part)] or [own], ignore_index=True)
    rows = rows.drop_duplicates(["category", "region", "period"], keep="first")
    order = {kind: place for place, kind in enumerate(KINDS)}
    rows = rows.assign(place=[order.get(kind, len(order)) for kind in rows["category"]])
    rows = rows.sort_values(["place", "region", "period"], kind="stable", ignore_index=True)
    rows["own"] = pd.Series([mix.share(kind) for kind in rows["category"]], dtype="float64")
    rows["gap"] = (rows["own"] - rows["value"]) * 100
    twins = [c for c in rows.columns if c == "region_fr"]
    columns = ["category", "region", *twins, "period", "value", "n", "source", "basis", "own", "gap"]
    mine = mix.rows.loc[mix.rows["year"] == mix.year, "source"]
    without = tuple(source for source in mine if source not in set(rows["category"]))
    return Beside(mix, rows[columns], without, region)


def from_text(reference: pd.DataFrame) -> pd.DataFrame:
    """Reference shares with text cells as a typed table ``benchmarks``."""
    known = [c for c in (*tables.table("benchmarks").column_names, "region_fr") if c in reference.columns]
    rows: list[dict[str, Any]] = [
        {str(key): cell for key, cell in row.items() if not tables.is_blank(cell)}
        for row in reference[known].to_dict("records")
    ]
    for row in rows:
        for key, read in (("value", float), ("n", int)):
            if key in row:
                row[key] = read(row[key])
    return tables.typed("benchmarks", rows)
