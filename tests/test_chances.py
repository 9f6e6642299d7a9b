from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from budgets import balanced_year, hostile, lines
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import tables
from clusterlib.faults import DomainError
from clusterlib.financing import chances, chances_draws, liquidity


def _sim(
    frame: pd.DataFrame | None, opening: float | None = 0.0, count: int = 12, **options: Any
) -> chances.Chances:
    plan = liquidity.plan(frame, opening_cash=opening, count=count)
    return chances.simulate(plan, **options)


def _grant(**more: object) -> dict[str, object]:
    return {"kind": "in", "category": "public", "amount": 1000, "recurrence": "once"} | more


def _draw(row: dict[str, object], draws: int = 20_000, log_sigma: float = 0.25) -> np.ndarray:
    uniform = np.random.default_rng(1).random((draws, 1))
    return chances_draws.amounts(lines(row), uniform, log_sigma=log_sigma)[:, 0]


def test_one_grant_that_may_fail() -> None:
    result = _sim(
        lines(_grant(probability=0.6, distribution="all or nothing"), {"amount": 500, "recurrence": "once"})
    )
    assert result.chance == pytest.approx(0.4, abs=0.015)
    assert result.error == pytest.approx(np.sqrt(0.4 * 0.6 / 10_000), rel=0.05)
    assert result.lines[["share_without", "share_with"]].to_numpy().tolist() == [[1.0, 0.0]]
    assert result.buffer == 500 and result.lines["rho"][0] == pytest.approx(1)


def test_a_probability_without_a_distribution_is_never_an_average() -> None:
    result = _sim(lines(_grant(probability=0.6)))
    assert set(result.fan["p5"]) == {0.0} and set(result.fan["p95"]) == {1000.0}


def test_a_constant_line_is_not_drawn() -> None:
    same = {"amount": 100, "distribution": "triangular", "amount_low": 100, "amount_high": 100}
    result = _sim(lines(_grant(), same))
    assert result.lines.empty and result.certain == 2
    assert (result.fan["p5"] == result.fan["p95"]).all()
    assert (_draw(same) == 100).all()


def test_without_chance_the_simulation_is_the_plan() -> None:
    result = _sim(balanced_year(), 10_000)
    assert result.fan["p50"].tolist() == result.plan.months["course"].tolist()
    assert (result.chance, result.error, result.buffer) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("distribution", "mean", "sd"),
    [("triangular", 500 / 3, 39.2287), ("pert", 950 / 6, 35.3497)],
)
def test_means_and_spreads_by_hand(distribution: str, mean: float, sd: float) -> None:
    drawn = _draw({"amount": 150, "distribution": distribution, "amount_low": 80, "amount_high": 270})
    assert drawn.min() >= 80 and drawn.max() <= 270
    assert drawn.mean() == pytest.approx(mean, rel=0.01)
    assert drawn.std() == pytest.approx(sd, rel=0.015)


def test_a_lognormal_amount_has_its_amount_as_median() -> None:
    drawn = _draw({"amount": 150, "distribution": "lognormal"}, log_sigma=0.4)
    assert np.median(drawn) == pytest.approx(150, rel=0.02)
    assert np.log(drawn).std() == pytest.approx(0.4, rel=0.02)


def test_a_varying_line_that_may_fail_does_both() -> None:
    row = {
        "amount": 150,
        "distribution": "triangular",
        "amount_low": 100,
        "amount_high": 200,
        "probability": 0.7,
    }
    drawn = _draw(row)
    assert (drawn == 0).mean() == pytest.approx(0.3, abs=0.015)
    assert drawn[drawn > 0].min() >= 100 and drawn[drawn > 0].mean() == pytest.approx(150, rel=0.01)


@pytest.mark.parametrize("correlation", [-0.5, 0.0, 0.5, 1.0])
def test_lines_of_a_group_move_together(correlation: float) -> None:
    rng = np.random.default_rng(3)
    uniform = chances_draws.scores(4, [[0, 1, 3]], draws=20_000, correlation=correlation, rng=rng)
    from scipy import special

    found = np.corrcoef(special.ndtri(uniform), rowvar=False)
    assert found[0, 1] == pytest.approx(correlation, abs=0.03)
    assert found[1, 3] == pytest.approx(correlation, abs=0.03)
    assert found[0, 2] == pytest.approx(0, abs=0.03)
    assert np.quantile(uniform, 0.25, axis=0) == pytest.approx([0.25] * 4, abs=0.015)


def test_correlated_grants_fail_together() -> None:
    group = {"probability": 0.5, "correlation_group": "state"}
    frame = lines(_grant(**group), _grant(**group), {"amount": 500, "recurrence": "once"})
    alone, both = _sim(frame, correlation=0.0), _sim(frame, correlation=1.0)
    assert alone.chance == pytest.approx(0.25, abs=0.015) and both.chance == pytest.approx(0.5, abs=0.015)
    assert both.groups == 1


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ({"amount": 5, "distribution": "triangular", "amount_low": 6, "amount_high": 9}, {}, "amount_low 6"),
        ({"amount": 10, "distribution": "pert", "amount_low": 6, "amount_high": 9}, {}, "amount_high 9"),
        ({"amount": 10, "distribution": "pert"}, {}, "amount_low nan must be given"),
        ({"amount": 1}, {"draws": 3}, "draws"),
        ({"amount": 1}, {"log_sigma": -1.0}, "log_sigma"),
        ({"amount": 1}, {"correlation": 2.0}, "correlation"),
    ],
)
def test_what_cannot_be_drawn_is_refused(rows: dict[str, object], options: dict[str, Any], said: str) -> None:
    with pytest.raises(DomainError, match=said):
        _sim(lines(rows), **options)


def test_a_group_cannot_disagree_with_itself_too_much() -> None:
    group = {"probability": 0.5, "correlation_group": "state"}
    with pytest.raises(DomainError, match="3 lines"):
        _sim(lines(*([_grant(**group)] * 3)), correlation=-0.6)
    assert _sim(lines(*([_grant(**group)] * 3)), correlation=-0.5).groups == 1


def test_a_probability_outside_its_range_is_refused() -> None:
    with pytest.raises(DomainError, match="probability"):
        _sim(lines(_grant(probability=1.2)))


def test_without_opening_cash_the_opening_is_what_is_needed() -> None:
    result = _sim(lines({"amount": 10, "probability": 0.5}), None, count=3)
    assert result.chance is None and result.buffer == 30.0 and result.lines["share_without"].isna().all()


def test_nothing_to_draw() -> None:
    result = _sim(None)
    assert result.chance is None and result.fan.empty and result.lines.empty


def test_the_same_seed_gives_the_same_numbers() -> None:
    frame = hostile(20)
    one, two, other = _sim(frame, seed=5), _sim(frame, seed=5), _sim(frame, seed=6)
    pd.testing.assert_frame_equal(one.fan, two.fan)
    assert not one.lines["rho"].equals(other.lines["rho"])


def test_strongest_line_first() -> None:
    frame = lines(_grant(probability=0.5), _grant(amount=10, probability=0.5))
    assert _sim(frame).lines["line_id"].tolist()[0] == "B1"


@settings(max_examples=25, deadline=None)
@given(st.floats(0.05, 0.95), st.integers(0, 900), st.integers(1, 500))
def test_more_money_never_raises_the_chance(probability: float, opening: int, more: int) -> None:
    frame = lines(_grant(probability=probability), {"amount": 90, "fixed": "yes"})
    poor, rich = _sim(frame, opening, draws=500), _sim(frame, opening + more, draws=500)
    assert poor.chance is not None and rich.chance is not None and poor.buffer is not None
    assert rich.chance <= poor.chance and (poor.fan["below"].diff().dropna() >= 0).all()
    assert _sim(frame, opening + poor.buffer, draws=500).chance <= 0.05  # type: ignore[operator]


def test_sixty_lines_over_three_years() -> None:
    kinds = ("triangular", "pert", "lognormal", "all or nothing")
    frame = tables.typed(
        "budget_lines",
        [
            {"line_id": f"B{i}", "kind": "in" if i % 2 else "out", "category": "other", "amount": 100 + i,
             "recurrence": "monthly", "start": "2027-01", "distribution": kinds[i % 4], "amount_low": 50,
             "amount_high": 300, "probability": 0.7, "correlation_group": f"g{i % 5}"}
            for i in range(60)
        ],
    )  # fmt: skip
    result = _sim(frame, 1000, count=36)
    assert len(result.lines) == 60 and result.groups == 5 and len(result.fan) == 36
    assert result.lines.loc[result.lines["kind"] == "in", "rho"].mean() > 0
