"""Way and time of indicators."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import tables
from clusterlib.monitoring import results_chain

BASE: dict[str, Any] = {
    "id": "K1",
    "name": "Members",
    "level": "outcome",
    "direction": "up",
    "baseline": 20,
    "baseline_period": "2024",
    "target": 50,
    "due": "2026-12-31",
    "frequency": "yearly",
}


def case(value: float | None = 35, period: str = "2025", **change: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One indicator and one value."""
    seen = [] if value is None else [{"indicator_id": "K1", "period": period, "value": value}]
    return tables.typed("indicators", [{**BASE, **change}]), tables.typed("observations", seen)


def row(frames: tuple[pd.DataFrame, pd.DataFrame | None], **options: Any) -> pd.Series:
    return results_chain.progress(*frames, **options).frame.loc[0]


def test_half_the_way_in_half_the_time() -> None:
    found = row(case())
    assert found["achieved"] == pytest.approx(0.5)
    assert found["elapsed"] == pytest.approx(0.5)
    assert found["schedule_index"] == pytest.approx(1.0)
    assert found["status"] == "on track"


@pytest.mark.parametrize(
    ("value", "status"), [(50, "reached"), (60, "reached"), (49, "on track"), (22, "behind"), (10, "behind")]
)
def test_status_by_value(value: float, status: str) -> None:
    assert row(case(value))["status"] == status


def test_limit_of_on_track_is_inclusive_and_a_parameter() -> None:
    frames = case(33.5)  # 0.45 of the way after half of the time: index 0.9
    assert row(frames, on_track_from=0.9)["status"] == "on track"
    assert row(frames, on_track_from=0.91)["status"] == "behind"


def test_going_down_counts_like_going_up() -> None:
    found = row(case(25, baseline=40, target=10, direction="down"))
    assert found["achieved"] == pytest.approx(0.5)


def test_wrong_way_is_negative_and_said() -> None:
    found = row(case(14))
    assert found["achieved"] == pytest.approx(-0.2)
    assert "wrong way" in found["reasons"]


def test_too_early_gives_no_index() -> None:
    found = row(case(20, period="2024-12", baseline_period="2024-12", due="2034-12-31"))
    assert math.isnan(found["schedule_index"])
    assert found["status"] == "on track"
    assert "early" in found["reasons"]
    late = row(case(20, period="2025-11", baseline_period="2024-12", due="2034-12-31"), elapsed_from=0.0)
    assert late["schedule_index"] == 0


def test_past_due_and_not_reached_is_behind() -> None:
    found = row(case(49, period="2026"), as_of="2027-02-01")
    assert found["status"] == "behind"
    assert "past due" in found["reasons"]


def test_values_after_today_are_left_aside() -> None:
    indicators, _ = case()
    seen = tables.typed(
        "observations",
        [{"indicator_id": "K1", "period": p, "value": v} for p, v in (("2025", 35), ("2026", 50))],
    )
    found = row((indicators, seen), as_of="2025-12-31")
    assert (found["period"], found["value"], found["status"]) == ("2025", 35, "on track")


def test_latest_period_wins_whatever_the_order_of_rows() -> None:
    indicators, _ = case()
    seen = tables.typed(
        "observations",
        [
            {"indicator_id": "K1", "period": p, "value": v}
            for p, v in (("2026-03", 40), ("2025", 30), ("2026-01", 38))
        ],
    )
    assert row((indicators, seen))["value"] == 40


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"baseline": None}, "no baseline"),
        ({"target": None}, "no target"),
        ({"due": None}, "no due"),
        ({"baseline_period": None}, "no start"),
        ({"due": "2024-06-30"}, "due before start"),
    ],
)
def test_what_is_missing_is_said_and_not_judged(change: dict[str, Any], reason: str) -> None:
    found = row(case(**change))
    assert found["status"] == "no data"
    assert reason in found["reasons"]
    text = results_chain.findings(found["reasons"])
    assert text
    assert "nan" not in text.lower()


def test_no_observations_at_all() -> None:
    indicators, _ = case()
    assert row((indicators, None))["status"] == "no data"
    assert row(case(None))["status"] == "no data"


def test_due_of_the_goal_is_lent_with_its_basis() -> None:
    indicators, seen = case(due=None, because="G1")
    goals = tables.typed(
        "goals", [{"id": "G1", "text": "Grow", "due": "2026-12-31", "basis": "ILLUSTRATIVE"}]
    )
    found = results_chain.progress(indicators, seen, goals).frame.loc[0]
    assert found["due"] == "2026-12-31"
    assert found["status"] == "on track"
    assert found["basis"] == "ILLUSTRATIVE"


@pytest.mark.parametrize(("value", "status"), [(100, "on track"), (104, "on track"), (106, "behind")])
def test_hold_stays_within_its_tolerance(value: float, status: str) -> None:
    found = row(case(value, direction="hold", baseline=100, target=100))
    assert found["status"] == status
    assert math.isnan(found["schedule_index"])


def test_old_value_is_called_stale() -> None:
    assert "stale" in row(case(), as_of="2030-01-01")["reasons"]
    assert "stale" not in row(case(), as_of="2026-06-01")["reasons"]


def test_hand_over_has_the_columns_of_the_dictionary() -> None:
    frame = results_chain.status_table(results_chain.progress(*case()))
    assert list(frame.columns) == list(tables.table("indicator_status").column_names)
    assert frame.loc[0, "finding"] is None or pd.isna(frame.loc[0, "finding"])
    empty = results_chain.status_table(results_chain.progress(tables.empty("indicators")))
    assert list(empty.columns) == list(tables.table("indicator_status").column_names)
    assert empty.empty


def test_progress_no_mutate() -> None:
    frames = case()
    before = [frame.copy() for frame in frames]
    results_chain.progress(*frames)
    for frame, copy in zip(frames, before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


@settings(max_examples=25, deadline=None)
@given(st.floats(-100, 100), st.floats(-100, 100), st.floats(-100, 100), st.floats(0.1, 10))
def test_way_does_not_depend_on_the_unit(base: float, target: float, value: float, scale: float) -> None:
    if abs(base - target) < 1e-3:
        return
    plain = {"direction": "up", "baseline": base, "target": target}
    scaled = {"direction": "up", "baseline": base * scale + 7, "target": target * scale + 7}
    assert results_chain.achieved(plain, value) == pytest.approx(
        results_chain.achieved(scaled, value * scale + 7), rel=1e-6, abs=1e-6
    )
