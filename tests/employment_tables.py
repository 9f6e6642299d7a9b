"""Small tables of employment, from a matrix of true numbers."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from hypothesis import strategies as st

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


def possible_tables(
    jobs: Any, secret: Collection[tuple[int, int]], low: Any, high: Any, totals: str, *, steps: int = 1
) -> Iterator[npt.NDArray[np.float64]]:
    """Every table with the same visible cells and published totals, secret cells on a grid of 1 ÷ steps."""
    grids = [np.linspace(low[c], high[c], 1 + steps * int(high[c] - low[c])) for c in secret]
    for guess in itertools.product(*grids):
        tried = np.asarray(jobs).astype(float)
        for cell, value in zip(secret, guess, strict=True):
            tried[cell] = value
        rows_fit = totals not in ("all", "regions") or np.allclose(tried.sum(1), np.sum(jobs, 1))
        columns_fit = totals not in ("all", "industries") or np.allclose(tried.sum(0), np.sum(jobs, 0))
        if rows_fit and columns_fit:
            yield tried


@st.composite
def secret_tables(draw: Any, most: int = 30, reach: int = 3, largest: int = 3) -> Any:
    """A small table, up to three of its cells secret, with the range that each is said to have."""
    shape = draw(st.tuples(st.integers(2, largest), st.integers(2, largest)))
    count = shape[0] * shape[1]
    jobs = np.array(draw(st.lists(st.integers(0, most), min_size=count, max_size=count))).reshape(shape)
    cells = sorted(itertools.product(range(shape[0]), range(shape[1])))
    secret = draw(st.lists(st.sampled_from(cells), min_size=1, max_size=3, unique=True))
    wide = np.array(draw(st.lists(st.integers(0, reach), min_size=count, max_size=count))).reshape(shape)
    return jobs, tuple(secret), np.maximum(jobs - wide, 0), jobs + wide
