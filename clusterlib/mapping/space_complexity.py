"""Complexity of the regions and industries of a table, with undecided cells completed at random."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterlib.mapping.complexity import Complexity, NoComplexity, complexity
from clusterlib.mapping.relatedness_bounds import Present
from clusterlib.mapping.specialisation_cells import Cells, Floats

#: With fewer regions an order by complexity says little.
FEW = 20


@dataclass(frozen=True, slots=True)
class Order:
    """Regions and industries by complexity, comparable within one year only.

    Attributes
    ----------
    regions, industries : DataFrame
        region (industry), year, value where no cell is undecided, and low, high: the range over the
        completions drawn, which is no proven bound.
    why : str
        Word for the reason where the latest year has no complexity: small, disconnected, repeated, sign;
        ``""`` where it has.
    draws, refused : int
        Completions drawn in the latest year (1 where nothing is undecided), and how many of them had no
        complexity.
    sign : float
        Correlation of complexity and number of industries in the latest year.
    """

    regions: pd.DataFrame
    industries: pd.DataFrame
    why: str
    draws: int
    refused: int
    sign: float


def order_by_complexity(
    found: Sequence[Present], latest: int, cells: Cells, *, draws: int = 50, seed: int = 1
) -> Order:
    """Complexity of each year that has no undecided cell, and of the latest year in any case.

    Parameters
    ----------
    found : sequence of Present
        One per year.
    latest : int
        Place of the year that is shown; where cells are undecided each is present or absent with even
        chance, `draws` times.
    cells : Cells
        Names of years, regions and industries.
    draws, seed : int
        How many completions, and from which seed.
    """
    regions, industries = [], []
    why, done, refused, sign = "small", 0, 0, float("nan")
    for year, state in enumerate(found):
        if state.open.any() and year != latest:
            continue
        answers, reason, tried = _completions(state, draws, seed)
        if year == latest:
            why, done, refused = "" if answers else reason, tried, tried - len(answers)
            sign = float(np.mean([answer.sign for answer in answers])) if answers else float("nan")
        if answers:
            regions.append(_rows("region", cells.regions, cells.years[year], [a.eci for a in answers], state))
            industries.append(
                _rows("industry", cells.industries, cells.years[year], [a.pci for a in answers], state)
            )
    return Order(_all(regions, "region"), _all(industries, "industry"), why, done, refused, sign)


def _completions(state: Present, draws: int, seed: int) -> tuple[list[Complexity], str, int]:
    open_ = state.open
    tried = draws if open_.any() else 1
    source = np.random.default_rng(seed)
    answers: list[Complexity] = []
    reasons: list[str] = []
    for _ in range(tried):
        there = state.sure | (open_ & (source.random(open_.shape) < 0.5)) if open_.any() else state.sure
        try:
            answers.append(complexity(there))
        except NoComplexity as refusal:
            reasons.append(refusal.reason)
    if len(answers) * 2 < tried:  # mostly no order: then none is shown
        return [], max(set(reasons), key=reasons.count), tried
    return answers, "", tried


def _rows(kind: str, names: tuple[str, ...], year: int, values: list[Floats], state: Present) -> pd.DataFrame:
    stack = np.array(values)
    some = ~np.isnan(stack).all(axis=0)
    low, high = np.full(len(names), np.nan), np.full(len(names), np.nan)
    low[some], high[some] = np.nanmin(stack[:, some], axis=0), np.nanmax(stack[:, some], axis=0)
    value = low if not state.open.any() else np.full(len(names), np.nan)
    data = {
        kind: pd.Series(list(names), dtype="str"),
        "year": int(year),
        "value": value,
        "low": low,
        "high": high,
    }
    return pd.DataFrame(data)


def _all(parts: list[pd.DataFrame], kind: str) -> pd.DataFrame:
    if parts:
        return pd.concat(parts, ignore_index=True)
    return pd.DataFrame(
        {
            kind: pd.Series(dtype="str"),
            "year": pd.Series(dtype="int64"),
            **{name: pd.Series(dtype="float64") for name in ("value", "low", "high")},
        }
    )
