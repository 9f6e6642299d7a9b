"""Rounds of measuring and the work in them."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from clusterlib import tables
from clusterlib.monitoring import results_chain_care


def care(periods: list[str], *, as_of: str | None = "2026-05-01", **change: Any) -> pd.Series:
    base = {
        "id": "K1",
        "name": "Members",
        "level": "outcome",
        "frequency": "yearly",
        "baseline_period": "2022",
    }
    k = tables.typed("indicators", [{**base, **change}])
    seen = tables.typed("observations", [{"indicator_id": "K1", "period": p, "value": 1} for p in periods])
    return results_chain_care.care(k, seen, as_of=as_of).frame.loc[0]


@pytest.mark.parametrize(
    ("frequency", "periods", "expected", "observed"),
    [
        ("yearly", ["2022", "2023", "2025"], 3, 2),  # 2023, 2024, 2025; the baseline is no round
        ("yearly", ["2026"], 3, 0),  # the running year is not due yet
        ("quarterly", ["2026-03", "2025-12"], 13, 2),  # full quarters of 2023-2025 and one of 2026
        ("monthly", [], 40, 0),
        ("once", [], 0, 0),
        ("once", ["2025"], 1, 1),
    ],
)
def test_rounds(frequency: str, periods: list[str], expected: int, observed: int) -> None:
    found = care(periods, frequency=frequency)
    assert (found["expected"], found["observed"]) == (expected, observed)


def test_two_values_in_one_round_count_once() -> None:
    assert care(["2023-01", "2023-06"])["observed"] == 1


def test_without_baseline_rounds_begin_with_the_first_value() -> None:
    found = care(["2024"], baseline_period=None)
    assert (found["expected"], found["observed"]) == (2, 1)


@pytest.mark.parametrize("change", [{"frequency": None}, {"baseline_period": None}])
def test_nothing_known_is_not_zero(change: dict[str, Any]) -> None:
    found = care([], **change)
    assert pd.isna(found["expected"])
    assert math.isnan(found["continuity"])


def test_once_is_due_after_its_date() -> None:
    assert care([], frequency="once", due="2025-12-31")["expected"] == 1


def test_load_and_money() -> None:
    k = tables.typed(
        "indicators",
        [
            {"id": "K1", "name": "a", "level": "output", "frequency": "monthly", "cost": 10, "owner": "Ines"},
            {"id": "K2", "name": "b", "level": "output", "frequency": "once", "cost": 500, "owner": "Awa"},
            {"id": "K3", "name": "c", "level": "output", "frequency": "yearly"},
        ],
    )
    found = results_chain_care.care(k)
    assert (found.cost_year, found.cost_once, found.cost_unknown) == (120, 500, 1)
    assert next(iter(found.owners["owner"])) == "Ines"
    assert found.continuity is None


def test_empty() -> None:
    found = results_chain_care.care(tables.empty("indicators"))
    assert found.frame.empty
    assert found.continuity is None
