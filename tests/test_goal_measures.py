"""Progress, time and pace of one indicator, by hand calculation."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.faults import DomainError
from clusterlib.strategy import goal_measures


def row(**cells: Any) -> dict[str, Any]:
    return {
        "id": "K1",
        "name": "Firms abroad",
        "unit": "%",
        "direction": "up",
        "baseline": 20.0,
        "target": 50.0,
        "baseline_period": "2024",
        "due": "2028-12-31",
        "data_source": "survey",
        **cells,
    }


def seen(**values: float) -> list[dict[str, Any]]:
    return [{"period": key[1:].replace("_", "-"), "value": value} for key, value in values.items()]


def test_the_worked_vector_half_way_at_half_time() -> None:
    achieved = goal_measures.achievement(20, 35, 50)
    assert achieved == pytest.approx(0.5)
    assert goal_measures.schedule_index(achieved, 0.5) == pytest.approx(1.0)


def test_a_whole_indicator() -> None:
    found = goal_measures.measure(row(), seen(p2025=26.0, p2026=35.0), as_of="2026-12-31")
    assert (found.value, found.period, found.missing) == (35.0, "2026", ())
    assert found.achieved == pytest.approx(0.5)
    assert found.elapsed == pytest.approx(730 / 1461)
    assert found.index == pytest.approx(0.5 / (730 / 1461))
    assert found.pace == pytest.approx(15 / (731 / 365.25))
    assert found.history == pytest.approx(15 / (730 / 365.25))


def test_avaesen_firms_abroad_from_20_to_80_percent() -> None:
    assert goal_measures.achievement(20, 80, 80, direction="up") == 1.0


def test_later_values_are_not_known_yet() -> None:
    found = goal_measures.measure(row(), seen(p2025=26.0, p2027=45.0), as_of="2026-03-01")
    assert (found.value, found.period) == (26.0, "2025")


def test_only_a_baseline_is_no_measured_value() -> None:
    found = goal_measures.measure(row(), [], as_of="2026-03-01")
    assert (found.value, found.achieved, found.index, found.history) == (None, None, None, None)
    assert found.period == ""
    assert found.pace == pytest.approx(30 / (1461 / 365.25))


@pytest.mark.parametrize(
    ("cells", "achieved"),
    [
        ({"direction": "hold", "target": 30.0}, 1.0),
        ({"direction": "hold", "target": 40.0}, 0.0),
        ({"direction": "hold", "target": None, "baseline": 31.0}, 1.0),
        ({"direction": "down", "baseline": 40.0, "target": 20.0}, 0.45),
        ({"direction": None, "baseline": 40.0, "target": 20.0}, 0.45),
        ({"direction": None, "baseline": 30.0, "target": 30.0}, 1.0),
        ({"baseline": None}, None),
        ({"target": None}, None),
        ({"baseline": 40.0}, -0.9),
    ],
)
def test_directions(cells: dict[str, Any], achieved: float | None) -> None:
    found = goal_measures.measure(row(**cells), seen(p2026=31.0), as_of="2026-12-31")
    assert found.achieved == (None if achieved is None else pytest.approx(achieved))


def test_missing_parts_are_named() -> None:
    found = goal_measures.measure(row(unit=None, target=float("nan"), data_source=""), [])
    assert found.missing == ("unit", "target", "data_source")
    assert goal_measures.measure(row(direction="hold", target=None), []).missing == ()


def test_target_as_baseline_is_refused_with_a_cure() -> None:
    with pytest.raises(DomainError, match=r"target 20 is the baseline.*direction hold"):
        goal_measures.measure(row(target=20.0), seen(p2026=31.0))


def test_too_early_for_an_index() -> None:
    assert goal_measures.schedule_index(0.3, 0.099) is None
    assert goal_measures.schedule_index(0.3, 0.0, from_share=0) is None
    assert goal_measures.elapsed_share(dt.date(2026, 1, 1), dt.date(2026, 1, 1), dt.date(2026, 1, 1)) is None


def test_two_values_too_close_together_are_no_history() -> None:
    near = goal_measures.measure(row(baseline_period="2026-01"), seen(p2026_04=25.0), as_of="2026-05-01")
    far = goal_measures.measure(row(baseline_period="2025-10"), seen(p2026_04=25.0), as_of="2026-05-01")
    assert near.history is None
    assert far.history == pytest.approx(5 / (181 / 365.25), rel=0.02)


def test_progress_is_judged_by_the_highest_measured_level() -> None:
    means = goal_measures.measure(row(id="K1", level="input"), seen(p2026=50.0))
    outcome = goal_measures.measure(row(id="K2", level="outcome"), seen(p2026=26.0))
    impact = goal_measures.measure(row(id="K3", level="impact"), [])
    assert [m.id for m in goal_measures.nearest([means, outcome, impact])] == ["K2"]
    assert [m.id for m in goal_measures.nearest([impact])] == ["K3"]
    assert goal_measures.nearest([]) == ()


@settings(max_examples=25, deadline=None)
@given(*(st.floats(-1e6, 1e6) for _ in range(2)), st.floats(0, 1))
def test_progress_runs_from_nought_to_one(baseline: float, target: float, share: float) -> None:
    if abs(target - baseline) < 1:
        return
    value = baseline + share * (target - baseline)
    assert goal_measures.achievement(baseline, value, target) == pytest.approx(share, abs=1e-6)
