"""Small tables of firms for several test modules."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from clusterlib.firms.firm_aggregate import Aggregated, aggregate
from clusterlib.firms.firm_columns import Columns
from clusterlib.firms.firm_reading import Reading
from clusterlib.firms.secret_rules import Grid, Rules

OPEN = Rules(min_firms=0, dominance=100)


def firms(rng: np.random.Generator, rows: int, *, regions: int = 3, industries: int = 3, years: int = 2):
    """Random firm rows, each firm once a year."""
    return pd.DataFrame(
        {
            "region": [f"R{k}" for k in rng.integers(0, regions, rows)],
            "industry": [f"I{k}" for k in rng.integers(0, industries, rows)],
            "year": 2020 + rng.integers(0, years, rows),
            "jobs": np.maximum(0, rng.lognormal(2, 1.5, rows)).astype(int),
            "firm": np.arange(rows),
        }
    )


def of_frame(frame: pd.DataFrame, folder: Path, *, rules: Rules = OPEN, **reading) -> Aggregated:
    """Aggregate a frame through a Parquet file."""
    folder.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(folder / "firms.parquet", index=False)
    return aggregate([str(folder)], reading=Reading(**reading), rules=rules, memory="2GB", threads=1)


def of_text(text: str, folder: Path, *, rules: Rules = OPEN, **reading) -> Aggregated:
    """Aggregate a CSV text."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "firms.csv").write_text(text, "utf-8")
    return aggregate([str(folder)], reading=Reading(**reading), rules=rules, memory="2GB", threads=1)


def grid_of(sizes: list[list[list[int]]]) -> Grid:
    """A year from the jobs of all firms of each cell: ``sizes[region][industry]``."""
    shape = len(sizes) + 1, len(sizes[0]) + 1
    found = np.zeros((4, *shape), np.int64)
    for row in range(shape[0]):
        for column in range(shape[1]):
            rows = sizes if row == shape[0] - 1 else [sizes[row]]
            cells = [cell for line in rows for cell in (line if column == shape[1] - 1 else [line[column]])]
            jobs = sorted((job for cell in cells for job in cell), reverse=True)
            top = [*jobs, 0, 0][:2]
            found[:, row, column] = sum(jobs) * 1000, len(jobs), top[0] * 1000, top[1] * 1000
    return Grid(*found)


__all__ = ["OPEN", "Columns", "firms", "grid_of", "of_frame", "of_text"]
