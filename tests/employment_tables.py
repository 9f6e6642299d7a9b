"""Small tables of employment, from a matrix of true numbers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from clusterlib.tables import typed


def employment(
    jobs: Any,
    secret: Collection[tuple[int, int]] = (),
    *,
    low: Any = None,
    high: Any = None,
    totals: str = "all",
) -> pd.DataFrame:
    """A table of one year from a matrix of true numbers, some of them kept secret."""
    jobs = np.asarray(jobs)
    rows = []
    for (r, i), n in np.ndenumerate(jobs):
        cell = {"employment": float(n)}
        if (r, i) in secret:
            cell = {"status": "suppressed"}
            if low is not None:
                cell["low"] = float(low[r, i])
            if high is not None:
                cell["high"] = float(high[r, i])
        rows.append({"region": f"R{r}", "industry": f"I{i}", "year": 2020, **cell})
    totalled = {
        "regions": [(f"R{r}", "total", n) for r, n in enumerate(jobs.sum(1))],
        "industries": [("total", f"I{i}", n) for i, n in enumerate(jobs.sum(0))],
        "overall": [("total", "total", jobs.sum())],
    }
    wanted = {"all": totalled, "none": {}, "regions": {"regions"}, "industries": {"industries", "overall"}}[
        totals
    ]
    for name in wanted:
        rows += [
            {"region": r, "industry": i, "year": 2020, "employment": float(n)} for r, i, n in totalled[name]
        ]
    return typed("employment", rows)
