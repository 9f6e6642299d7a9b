"""Trend over commitment, benefit by cost, weights by size: worked numbers, silence, properties."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from clusterlib import figures, places, tables
from clusterlib.faults import DomainError
from clusterlib.inputs import cases
from clusterlib.monitoring import (
    impact_cost,
    impact_cost_views,
    impact_trend,
    impact_trend_views,
    impact_weights,
)
from clusterlib.readings import Speaker

SAY = Speaker(currency="EUR")
COMMITMENT = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
BENEFIT = [0, 0, 0, 2000, 5000, 0, 15000, 20000, 60000, 250000]


def answers(
    benefit: list[float | None], *, silent: int = 0, period: str = "2026", **columns: list[Any]
) -> pd.DataFrame:
    made = [
        {"respondent_id": f"m{i:02}", "period": period, "answered": "yes", "benefit": value,
         **{name: cells[i] for name, cells in columns.items()}}
        for i, value in enumerate(benefit)
    ]  # fmt: skip
    made += [{"respondent_id": f"s{i:02}", "period": period, "answered": "no"} for i in range(silent)]
    return tables.typed("impact_answers", made)


def worked(**options: Any) -> impact_trend.Trend:
    frame = answers([float(v) for v in BENEFIT], commitment=COMMITMENT)
    return impact_trend.trend(frame, **{"draws": 2000, **options})


def test_benefit_by_fees_alone() -> None:
    """Ratio of benefit and fee (method T15, with T31): 5 members, 500 due each, fee 50."""
    frame = answers([1000.0] * 5, hours=[10] * 5, share_attributed=[0.5] * 5)
    found = impact_cost.benefit_cost(frame, fee=50)
    assert found.ratio is None and found.per_fee == 10
    assert "Benefit by fees alone" in set(impact_cost_views.table_cost(found, say=SAY).iloc[:, 0])
    assert impact_cost.benefit_cost(frame, rate=20).per_fee is None
    assert impact_cost.benefit_cost(answers([1000.0] * 4, hours=[1] * 4), fee=50).per_fee is None


# ------------------------------------------------------------------ trend
def test_worked_trend_by_hand() -> None:
    found = worked()
    assert (found.pairs, found.ahead) == (40, pytest.approx(36.5 / 40))
    assert found.p is not None
    assert found.p < 0.01
    assert found.shift is None
    assert worked(smallest=4).shift == 39000


def test_trend_is_that_of_kendall() -> None:
    rng = np.random.default_rng(4)
    level, value = rng.integers(1, 6, 25).astype(float), rng.normal(size=25)
    first, second = impact_trend.comparable(level)
    s = np.sign(value[second] - value[first]).sum()
    tau = stats.kendalltau(level, value).statistic
    n0 = 25 * 24 / 2
    assert tau == pytest.approx(s / np.sqrt(len(first) * n0))
    assert impact_trend.part_ahead(value, first, second) == pytest.approx((s / len(first) + 1) / 2)


def test_p_agrees_with_all_orders() -> None:
    level, value = [1, 1, 2, 3, 3], [0.0, 2, 2, 1, 7]
    found = impact_trend.trend(answers(list(value), commitment=level), draws=4000)
    first, second = impact_trend.comparable(np.array(level, float))
    from itertools import permutations

    every = [abs(np.sign(np.array(p)[second] - np.array(p)[first]).sum()) for p in permutations(value)]
    seen = abs(np.sign(np.array(value)[second] - np.array(value)[first]).sum())
    assert found.p == pytest.approx(np.mean(np.array(every) >= seen), abs=0.02)


def test_hodges_lehmann_is_the_median_difference() -> None:
    rng = np.random.default_rng(2)
    low, high = rng.normal(size=9), rng.normal(1, 1, 7)
    assert impact_trend.hodges_lehmann(low, high) == pytest.approx(
        np.median([b - a for a in low for b in high])
    )
    assert impact_trend.hodges_lehmann(low, low + 3) == pytest.approx(3, abs=1)


@settings(max_examples=20, deadline=None)
@given(
    level=st.lists(st.integers(1, 5), min_size=5, max_size=14),
    data=st.data(),
    seed=st.integers(0, 9),
)
def test_a_growing_scale_and_the_order_of_rows_change_nothing(
    level: list[int], data: st.DataObject, seed: int
) -> None:
    value = [
        float(v) for v in data.draw(st.lists(st.integers(0, 9), min_size=len(level), max_size=len(level)))
    ]
    frame = answers(list(value), commitment=level)
    one = impact_trend.trend(frame, draws=200)
    mixed = impact_trend.trend(frame.sample(frac=1, random_state=seed), draws=200)
    grown = impact_trend.trend(answers([3 * v**2 for v in value], commitment=level), draws=200)
    assert (one.ahead, one.p, one.shift, one.interval) == (mixed.ahead, mixed.p, mixed.shift, mixed.interval)
    assert (one.ahead, one.p) == (grown.ahead, grown.p)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (answers([], silent=3), "No member said both"),
        (answers([1.0, 2], commitment=[1, 2]), "2 members said both"),
        (answers([1.0] * 6, commitment=[3] * 6), "equally committed"),
        (tables.typed("impact_answers", []), "No member said both"),
    ],
)
def test_trend_without_enough_says_so(frame: pd.DataFrame, said: str) -> None:
    found = impact_trend.trend(frame, draws=50)
    assert said in impact_trend_views.read_trend(found, say=SAY)
    impact_trend_views.plot_trend(found)
    impact_trend_views.table_trend(found)


def test_no_trend_is_said_as_such() -> None:
    frame = answers([5.0] * 8, commitment=[1, 2, 3, 4, 5, 1, 2, 3])
    found = impact_trend.trend(frame, draws=100, smallest=2)
    assert (found.ahead, found.p) == (0.5, 1.0)
    assert "cannot be said" in impact_trend_views.plot_trend(found, say=SAY).get_title(loc="left")
    assert "no trend can be said" in impact_trend_views.read_trend(found, say=SAY)


# ------------------------------------------------------------------ benefit by cost
def cost(benefit: list[float | None], **options: Any) -> impact_cost.Cost:
    n = len(benefit)
    frame = answers(benefit, silent=options.pop("silent", 0), hours=[10.0] * n, share_attributed=[0.5] * n)
    return impact_cost.benefit_cost(frame, options.pop("contributions", None), draws=200, **options)


def test_ratio_is_the_sum_due_by_the_sum_of_fees_and_hours() -> None:
    found = cost([1000.0, 0, 2000, 0, 3000], rate=20, fee=100)
    assert (found.due, found.fees, found.hours, found.cost) == (3000, 500, 50, 1500)
    assert found.ratio == 2
    assert found.without == pytest.approx(1500 / 1200)
    assert found.interval is not None
    assert found.interval[0] <= 2 <= found.interval[1]


def test_of_no_benefit_nothing_is_due_whatever_the_share() -> None:
    frame = answers([0.0] * 5, hours=[1.0] * 5, share_attributed=[None] * 5)
    found = impact_cost.benefit_cost(frame, rate=5, draws=50)
    assert (found.n, found.due, found.ratio) == (5, 0, 0)


def test_fee_is_the_mean_of_what_members_paid_in_that_year() -> None:
    paid = tables.typed(
        "contributions",
        [
            {"actor_id": "a", "period": "2026", "fee_paid": 30},
            {"actor_id": "b", "period": "2026", "fee_paid": 0},
            {"actor_id": "c", "period": "2026"},
            {"actor_id": "a", "period": "2025", "fee_paid": 900},
        ],
    )
    assert cost([100.0] * 5, contributions=paid, rate=1).fee == 15
    assert cost([100.0] * 5, contributions=paid, rate=1, fee=7).fee == 7


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"benefit": [1.0] * 6, "silent": 3}, "response"),
        ({"benefit": [1.0] * 4}, "few"),
        ({"benefit": [1.0] * 6, "rate": 0.0}, "rate"),
        ({"benefit": []}, "nobody"),
    ],
)
def test_why_there_is_no_ratio(given: dict[str, Any], reason: str) -> None:
    found = cost(given.pop("benefit"), **{"rate": 5.0, **given})
    assert (found.ratio, found.reason) == (None, reason)
    assert impact_cost_views.read_cost(found, say=SAY)
    impact_cost_views.plot_cost(found)
    hidden = impact_cost_views.table_cost(found)
    assert hidden.empty is (reason != "rate")


def test_exactly_seventy_percent_is_enough_and_the_latest_such_period_is_taken() -> None:
    assert cost([1.0] * 7, silent=3, rate=1).reason == ""
    old = answers([10.0] * 6, period="2025", hours=[1.0] * 6, share_attributed=[1.0] * 6)
    new = answers([10.0] * 6, period="2026", silent=6, hours=[1.0] * 6, share_attributed=[1.0] * 6)
    assert impact_cost.benefit_cost(pd.concat([old, new]), rate=1, draws=50).period == "2025"


def test_nothing_given_costs_nothing_and_is_no_ratio() -> None:
    frame = answers([5.0] * 5, hours=[0.0] * 5, share_attributed=[1.0] * 5)
    found = impact_cost.benefit_cost(frame, rate=3, draws=50)
    assert (found.reason, found.ratio) == ("free", None)
    with pytest.raises(DomainError, match="neither is below 0"):
        impact_cost.benefit_cost(frame, rate=-1)


@settings(max_examples=15, deadline=None)
@given(factor=st.integers(2, 50))
def test_scaling_all_amounts_leaves_the_ratio(factor: int) -> None:
    one = cost([1000.0, 0, 2000, 0, 3000], rate=20, fee=100)
    other = cost([1000.0 * factor, 0, 2000 * factor, 0, 3000 * factor], rate=20 * factor, fee=100 * factor)
    assert one.ratio is not None
    assert other.ratio == pytest.approx(one.ratio)


# ------------------------------------------------------------------ weights
def sized(sizes: list[str | None], benefit: list[float | None]) -> impact_weights.Weighted:
    rows = [
        {
            "respondent_id": f"m{i:02}",
            "period": "2026",
            "answered": "no" if v is None else "yes",
            "benefit": v,
        }
        for i, v in enumerate(benefit)
    ]
    who = [{"respondent_id": f"m{i:02}", "size": s} for i, s in enumerate(sizes)]
    return impact_weights.reweigh(tables.typed("impact_answers", rows), tables.typed("respondents", who))


def test_when_all_classes_answer_alike_weights_change_nothing() -> None:
    found = sized(["micro"] * 6 + ["large"] * 6, [1.0, 0, 4] + [None] * 3 + [0.0, 0, 9] + [None] * 3)
    assert found.weighted == pytest.approx(found.plain)
    assert found.heaviest == pytest.approx(1)


def test_a_class_with_few_answers_joins_its_neighbour() -> None:
    found = sized(["micro"] * 4 + ["small"] * 1 + ["large"] * 4, [1.0] * 4 + [0.0] + [0.0] * 4)
    assert found.cells == 2
    assert sized(["micro"] * 2 + ["small"] * 4, [1.0] * 6).reason == "one"


def test_weights_without_sizes_or_answers_say_so() -> None:
    assert "not known" in impact_weights.read_weighted(sized([None] * 3, [1.0] * 3), say=SAY)
    assert "Too few" in impact_weights.read_weighted(sized(["micro"] * 9, [1.0] + [None] * 8), say=SAY)
    nobody = impact_weights.reweigh(tables.typed("impact_answers", []))
    assert nobody.reason == "unknown"
    assert impact_weights.table_weighted(nobody).empty


@pytest.mark.parametrize("case", ["dakar-ict", "tunisia-automotive", "cotedivoire-plastics"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_pictures_of_the_shipped_cases_have_no_overlap(case: str, lang: str) -> None:
    opened = cases.open_case(places.shipped_case(case))
    say = Speaker(lang, currency=opened.currency)
    frame = opened.table("impact_answers")
    drawn = [
        impact_trend_views.plot_trend(impact_trend.trend(frame, draws=200), say=say),
        impact_cost_views.plot_cost(impact_cost.benefit_cost(frame, rate=5000, fee=9, draws=200), say=say),
    ]
    for ax in drawn:
        assert not figures.overlaps(ax.get_figure(root=True))  # type: ignore[arg-type]
