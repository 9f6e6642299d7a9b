"""The survey of members: rule, bounds, medians, commitment."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import tables
from clusterlib.faults import DomainError
from clusterlib.monitoring import impact, impact_bounds, impact_commitment

#: Ten members of the worked example (method T31).
COMMITMENT = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
BENEFIT = [0, 0, 0, 2000, 5000, 0, 15000, 20000, 60000, 250000]


def answers(benefits: list[float | None], *, silent: int = 0, **columns: list[Any]) -> pd.DataFrame:
    """Members who answered, then members who did not."""
    rows: list[dict[str, Any]] = [
        {
            "respondent_id": f"m{i}",
            "period": "2026",
            "answered": "yes",
            "benefit": value,
            **{name: cells[i] for name, cells in columns.items()},
        }
        for i, value in enumerate(benefits)
    ]
    rows += [{"respondent_id": f"s{i}", "period": "2026", "answered": "no"} for i in range(silent)]
    return tables.typed("impact_answers", rows)


def wave(frame: pd.DataFrame, **options: Any) -> impact.Wave:
    found = impact.survey(frame, **{"draws": 200, **options}).last
    assert found is not None
    return found


@pytest.mark.parametrize(("n", "asked", "points"), [(35, 50, 9.1652), (21, 30, 11.9135), (84, 120, 5.8812)])
def test_margins_of_the_worked_example(n: int, asked: int, points: float) -> None:
    margin = impact_bounds.margin(n, asked)
    assert margin is not None
    assert 100 * margin == pytest.approx(points, abs=1e-4)


def test_margin_at_the_edges() -> None:
    assert impact_bounds.margin(0, 10) is None
    assert impact_bounds.margin(1, 1) == 0
    assert impact_bounds.margin(10, 10) == 0
    with pytest.raises(DomainError):
        impact_bounds.margin(11, 10)


@pytest.mark.parametrize(("rate", "width"), [(0.78, 55000), (0.70, 75000)])
def test_width_of_the_bounds(rate: float, width: float) -> None:
    low, high = impact_bounds.mean_bounds(35200, rate, highest=250000)
    assert high - low == pytest.approx(width, abs=1e-4)


def test_bounds_refuse_what_makes_no_sense() -> None:
    with pytest.raises(DomainError):
        impact_bounds.mean_bounds(1, 1.2, highest=2)
    with pytest.raises(DomainError):
        impact_bounds.mean_bounds(1, 0.5, lowest=3, highest=2)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 1000), min_size=5, max_size=12), st.lists(st.floats(0, 1000), max_size=5))
def test_truth_lies_within_the_bounds(told: list[float], silent: list[float]) -> None:
    low, high = impact_bounds.mean_bounds(
        float(np.mean(told)), len(told) / (len(told) + len(silent)), highest=1000
    )
    truth = float(np.mean([*told, *silent]))
    assert low - 1e-6 <= truth <= high + 1e-6
    pair = impact_bounds.share_bounds(sum(v > 0 for v in told), len(told), len(told) + len(silent))
    assert pair is not None
    assert pair[0] <= np.mean([v > 0 for v in [*told, *silent]]) <= pair[1]


def test_worked_example_of_the_figures() -> None:
    found = wave(answers([float(v) for v in BENEFIT], commitment=COMMITMENT))
    assert (found.mean, found.median, found.share) == (35200, 3500, 0.6)
    assert found.links.rho == pytest.approx(0.9017, abs=1e-4)
    assert found.links.p is not None
    assert found.links.p < 0.02
    assert found.mean_bounds == (35200, 35200)


@pytest.mark.parametrize(
    ("yes", "no", "passes"), [(7, 3, True), (69, 31, False), (14, 6, True), (21, 9, True), (0, 4, False)]
)
def test_seventy_percent_is_enough_by_equality(yes: int, no: int, passes: bool) -> None:
    assert wave(answers([1.0] * yes, silent=no)).passes is passes


def test_below_the_rule_no_mean_and_no_total() -> None:
    found = impact.survey(answers([float(v) for v in BENEFIT], silent=8), draws=200)
    row = impact.impact_table(found).set_index("figure").loc["mean benefit"]
    assert math.isnan(row["value"])
    assert row["low"] < row["high"]
    assert found.last is not None
    assert not found.last.total_allowed


def test_answers_without_a_number_can_take_the_total_away() -> None:
    found = wave(answers([1.0] * 6 + [None] * 3, silent=1))
    assert found.passes
    assert not found.total_allowed


def test_blank_is_not_zero() -> None:
    with_blank = wave(answers([10.0, 20, 30, 40, 50, None]))
    with_zero = wave(answers([10.0, 20, 30, 40, 50, 0]))
    assert (with_blank.said, with_blank.median) == (5, 30)
    assert (with_zero.said, with_zero.median) == (6, 25)


def test_fewer_than_five_are_never_shown() -> None:
    found = impact.survey(answers([5.0, 6, 7, 8, None], silent=1, commitment=[1, 2, 3, 4, 5]), draws=100)
    last = found.last
    assert last is not None
    assert (last.median, last.mean, last.share, last.margin) == (None, None, None, None)
    assert len(last.benefits) == 0
    assert last.positive == 0
    assert last.links.rho is None
    rows = impact.impact_table(found).set_index("figure")
    assert (
        rows.loc[["share with benefit", "median benefit", "mean benefit"], ["value", "low", "high"]]
        .isna()
        .all(axis=None)
    )


def test_the_size_of_the_smallest_group_is_a_parameter() -> None:
    assert wave(answers([5.0, 6, 7]), smallest=3).median == 6
    assert wave(answers([5.0] * 6), smallest=7).median is None


def test_attributed_benefit_needs_both_but_nothing_is_due_of_nothing() -> None:
    found = wave(answers([100.0, 200, 0, 0, 50, 60], share_attributed=[0.5, 1.0, None, None, None, 0.5]))
    assert (found.attributed, found.attributed_n) == (280.0, 5)


def test_largest_widens_the_bounds_and_never_cuts_an_answer() -> None:
    told = [float(v) for v in range(7)]
    wide = wave(answers(told, silent=3), largest=100).mean_bounds
    plain = wave(answers(told, silent=3)).mean_bounds
    tight = wave(answers(told, silent=3), largest=1).mean_bounds
    assert wide is not None
    assert plain is not None
    assert wide[1] > plain[1]
    assert tight == plain


def test_all_zero_has_no_bounds_unless_everybody_answered() -> None:
    assert wave(answers([0.0] * 7, silent=3)).mean_bounds is None
    assert wave(answers([0.0] * 7)).mean_bounds == (0, 0)


def test_periods_are_ordered_and_kept_apart() -> None:
    two = pd.concat([answers([1.0] * 6).assign(period="2027"), answers([2.0] * 5).assign(period="2026-06")])
    found = impact.survey(tables.typed("impact_answers", two), draws=50)
    assert [w.period for w in found.waves] == ["2026-06", "2027"]
    assert len(impact.impact_table(found)) == 10


def test_nobody_was_asked() -> None:
    found = impact.survey(tables.empty("impact_answers"))
    assert found.last is None
    frame = impact.impact_table(found)
    assert list(frame.columns) == list(tables.table("impact").column_names)


def test_hand_over_columns_units_and_basis() -> None:
    frame = answers([float(v) for v in BENEFIT], commitment=COMMITMENT).assign(basis="ILLUSTRATIVE")
    table = impact.impact_table(impact.survey(frame, currency="XOF", draws=50))
    assert list(table.columns) == list(tables.table("impact").column_names)
    assert set(table["basis"]) == {"ILLUSTRATIVE"}
    assert set(table.loc[table["figure"].str.contains("median|mean"), "unit"]) == {"XOF"}
    assert table["finding"].notna().all()


def test_same_seed_same_interval() -> None:
    frame = answers([float(v) for v in BENEFIT])
    assert wave(frame, seed=7).median_interval == wave(frame, seed=7).median_interval
    low, high = wave(frame, draws=2000).median_interval or (1, 0)
    assert low <= 3500 <= high


@pytest.mark.parametrize("constant", ["x", "y"])
def test_nothing_varies(constant: str) -> None:
    flat, rising = np.full(8, 3.0), np.arange(8.0)
    x, y = (flat, rising) if constant == "x" else (rising, flat)
    found = impact_commitment.commitment(x, y, draws=50)
    assert (found.rho, found.p, found.reason) == (None, None, "constant")


def test_groups_below_five_have_no_median() -> None:
    found = impact_commitment.commitment(np.array(COMMITMENT, float), np.array(BENEFIT, float), draws=50)
    assert [(n, median) for _, n, median in found.groups] == [(4, None), (2, None), (4, None)]
    wider = impact_commitment.commitment(
        np.array(COMMITMENT * 2, float), np.array(BENEFIT * 2, float), draws=50
    )
    assert [n for _, n, _ in wider.groups] == [8, 4, 8]
    assert wider.groups[0][2] == 0
    assert wider.groups[1][2] is None


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 9)), min_size=5, max_size=15))
def test_rank_correlation_is_symmetric_and_bounded(pairs: list[tuple[int, int]]) -> None:
    x, y = np.array([p[0] for p in pairs], float), np.array([p[1] for p in pairs], float)
    rho = impact_commitment.spearman(x, y)
    if rho is None:
        assert len(set(x)) == 1 or len(set(y)) == 1
        return
    assert -1 - 1e-9 <= rho <= 1 + 1e-9
    assert impact_commitment.spearman(y, x) == pytest.approx(rho)
    assert impact_commitment.spearman(x, y**3) == pytest.approx(rho)


def test_permutation_p_is_never_zero_and_counts_both_sides() -> None:
    x = np.arange(6.0)
    up = impact_commitment.commitment(x, x, draws=5000)
    down = impact_commitment.commitment(x, -x, draws=5000)
    assert up.p is not None
    assert down.p is not None
    # 2 of 720 orders are as far from 0 as the straight one
    assert up.p == pytest.approx(2 / 720, abs=0.003)
    assert up.p > 0
    assert down.p == pytest.approx(up.p, abs=0.003)
