"""Published totals held against the sums of the visible cells, by a rule that is said.

Published numbers are rounded. A total and its parts agree when they differ by at most half a step of the
published numbers for each cell summed, the total among them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterlib.importing.lengthen import TOTAL
from clusterlib.inputs.rules_evidence import plain_name

#: What a comparison finds.
VERDICTS = ("equal", "rounding", "secret", "more than parts", "less than parts")
_EVEN = 1e-9
_TYPO_FROM = 6


@dataclass(frozen=True, slots=True)
class Totals:
    """Each published total beside the sum of its visible parts.

    Attributes
    ----------
    frame : DataFrame
        over (``industries`` or ``regions``: what was summed), region, industry, year, published, visible,
        difference (published less visible, jobs), parts, hidden (parts without a number), tolerance (jobs),
        verdict (one of `VERDICTS`).
    half_step : float
        How far a published number may be rounded, in jobs.
    """

    frame: pd.DataFrame
    half_step: float

    def count(self, *verdicts: str) -> int:
        """How many totals have one of some verdicts."""
        return int(self.frame["verdict"].isin(verdicts).sum())

    @property
    def beyond(self) -> pd.DataFrame:
        """Totals that differ from their parts by more than rounding and secrets explain, worst first."""
        found = self.frame[self.frame["verdict"].isin(["more than parts", "less than parts"])]
        return found.reindex(found["difference"].abs().sort_values(ascending=False, kind="stable").index)


def totals(employment: pd.DataFrame, *, half_step: float = 0.5) -> Totals:
    """Compare every published total with the sum of its visible parts.

    Parameters
    ----------
    employment : DataFrame
        Typed table `employment`.
    half_step : float
        How far a published number may be rounded, in jobs.

    Examples
    --------
    >>> from clusterlib.tables import typed
    >>> rows = [("A", "total", 10), ("A", "ICT", 4), ("A", "Food", 7), ("B", "total", 9), ("B", "ICT", 4)]
    >>> table = typed("employment", [
    ...     {"region": r, "industry": i, "year": 2022, "employment": n} for r, i, n in rows])
    >>> totals(table).frame[["region", "difference", "tolerance", "verdict"]].values.tolist()
    [['A', -1.0, 1.5, 'rounding'], ['B', 5.0, 1.0, 'more than parts']]
    """
    parts = [
        _compare(employment, "industry", "region", half_step),
        _compare(employment, "region", "industry", half_step),
    ]
    frame = pd.concat(parts, ignore_index=True)
    return Totals(frame, half_step)


def _compare(employment: pd.DataFrame, summed: str, kept: str, half_step: float) -> pd.DataFrame:
    """Rows whose `summed` is total, beside the others with the same `kept` and year."""
    known = employment.assign(
        jobs=np.where(employment["status"].eq("nil"), 0.0, employment["employment"].astype("float64"))
    )
    total = known[known[summed].eq(TOTAL) & known["jobs"].notna()]
    inner = known[~known[summed].eq(TOTAL)]
    groups = inner.groupby([kept, "year"], sort=False)["jobs"]
    sums = pd.DataFrame({"visible": groups.sum(), "parts": groups.size(), "shown": groups.count()})
    joined = total[[kept, "year", "jobs"]].merge(sums.reset_index(), on=[kept, "year"], how="inner")
    joined = joined[joined["shown"] > 0]
    difference = (joined["jobs"] - joined["visible"]).to_numpy(np.float64)
    hidden = (joined["parts"] - joined["shown"]).to_numpy(np.int64)
    tolerance = half_step * (joined["shown"].to_numpy(np.float64) + 1)
    slack = tolerance + _EVEN * joined["jobs"].to_numpy(np.float64)
    verdict = np.select(
        [
            difference < -slack,
            np.abs(difference) <= _EVEN * joined["jobs"],
            np.abs(difference) <= slack,
            hidden > 0,
        ],
        ["less than parts", "equal", "rounding", "secret"],
        "more than parts",
    )
    names = {kept: joined[kept].to_numpy(), summed: TOTAL}
    return pd.DataFrame(
        {
            "over": "industries" if summed == "industry" else "regions",
            "region": names["region"],
            "industry": names["industry"],
            "year": joined["year"].to_numpy(),
            "published": joined["jobs"].to_numpy(np.float64),
            "visible": joined["visible"].to_numpy(np.float64),
            "difference": np.round(difference, 6),
            "parts": joined["parts"].to_numpy(np.int64),
            "hidden": hidden,
            "tolerance": tolerance,
            "verdict": verdict,
        }
    )


def alike(names: list[str]) -> list[tuple[str, str]]:
    """Names that may be one written two ways: equal but for signs and accents, or one letter apart.

    Codes with digits are compared by their signs only, and short names not letter by letter.

    Examples
    --------
    >>> alike(["Kvemo Kartli", "Kvemo-Kartli", "Imereti", "Imeretti", "R1", "R2", "01001", "01003"])
    [('Kvemo Kartli', 'Kvemo-Kartli'), ('Imereti', 'Imeretti')]
    """
    first: dict[str, str] = {}
    found: dict[tuple[str, str], None] = {}
    for name in names:
        bare = plain_name(name) or name
        keys = [f"={bare}"]
        if len(bare) >= _TYPO_FROM and not any(sign.isdigit() for sign in bare):
            keys += [f"~{bare}", *(f"~{bare[:i]}{bare[i + 1 :]}" for i in range(len(bare)))]
        for key in keys:
            other = first.setdefault(key, name)
            if other != name and _one_apart(plain_name(other) or other, bare):
                found[(other, name)] = None
    return list(found)


def _one_apart(a: str, b: str) -> bool:
    """Whether one letter added, left out or changed makes two names one."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    i = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[i + 1 :] == b[i + 1 :] or a[i:] == b[i + 1 :] or a[i + 1 :] == b[i:]
