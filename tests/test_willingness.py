from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from clusterlib import figures, tables
from clusterlib.faults import DomainError
from clusterlib.financing import willingness, willingness_views
from clusterlib.readings import Speaker


def _answers(limits: Sequence[float], prices: Sequence[float] = (10, 20, 30)) -> pd.DataFrame:
    """Answers of people who buy up to their own limit."""
    rows: list[dict[str, Any]] = [
        {"respondent_id": f"r{i}", "service_id": "S1", "price": price,
         "would_buy": "yes" if price <= limit else "no"}
        for i, limit in enumerate(limits)
        for price in prices
    ]  # fmt: skip
    return tables.typed("wtp", rows)


def test_the_curve_and_the_best_price_by_hand() -> None:
    demand = willingness.willingness(_answers([10] * 8 + [20] * 10 + [30] * 2), None).demands[0]
    assert demand.curve["fitted"].tolist() == pytest.approx([1.0, 0.6, 0.1])
    assert demand.curve["revenue"].tolist() == pytest.approx([10, 12, 3])
    assert (demand.best, demand.respondents, demand.reversed_answers) == (20.0, 20, 0)
    assert (demand.low, demand.high) == (10.0, 20.0)


def test_a_tie_gives_the_lower_price() -> None:
    demand = willingness.willingness(_answers([10] * 10 + [20] * 10), None).demands[0]
    assert demand.curve["revenue"].tolist()[:2] == [10.0, 10.0] and demand.best == 10.0


def test_with_few_answers_the_curve_only() -> None:
    result = willingness.willingness(_answers([10] * 19), None)
    assert result.demands[0].best is None and len(result.demands[0].curve) == 3
    assert "fewer than 20 answers only the curve is shown: S1" in willingness_views.read_demand(result)
    assert willingness.willingness(_answers([10] * 20), None).demands[0].best == 10.0


def test_answers_that_rise_with_the_price_are_pooled_and_counted() -> None:
    rows = [
        {"respondent_id": "r1", "service_id": "S1", "price": price, "would_buy": answer}
        for price, answer in ((10, "no"), (20, "yes"))
    ]
    demand = willingness.willingness(tables.typed("wtp", rows), None).demands[0]
    assert demand.curve["fitted"].tolist() == [0.5, 0.5] and demand.reversed_answers == 1


def test_four_prices_instead_of_an_answer_are_left_out_and_said() -> None:
    prices = {"too_cheap": 1, "cheap": 2, "expensive": 3, "too_expensive": 4}
    rows = [{"respondent_id": "r1", "service_id": "S2"} | prices]
    frame = pd.concat([_answers([20] * 20), tables.typed("wtp", rows)], ignore_index=True)
    result = willingness.willingness(frame, None)
    assert result.other == 1 and len(result.demands) == 1
    assert "is worked out below" in willingness_views.read_demand(result)


@pytest.mark.parametrize("limits", [[], [5] * 25, [100] * 25])
def test_nobody_and_everybody(limits: list[float]) -> None:
    result = willingness.willingness(_answers(limits) if limits else None, None)
    text = willingness_views.read_demand(result) + willingness_views.table_demand(result).to_string()
    assert "nan" not in text
    if limits and limits[0] == 5:
        assert result.demands[0].best is None and "Nobody would buy" in text
    if limits and limits[0] == 100:
        assert result.demands[0].best == 30 and "highest price asked" in text


def test_options_out_of_range_are_refused() -> None:
    with pytest.raises(DomainError, match="draws"):
        willingness.willingness(None, None, draws=0)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), min_size=1, max_size=8))
def test_the_quick_fit_equals_the_usual_one(pairs: list[tuple[int, int]]) -> None:
    yes = np.array([[min(y, n) for y, n in pairs]], dtype=float)
    asked = np.array([[n for _, n in pairs]], dtype=float)
    usual = optimize.isotonic_regression(yes[0] / asked[0], weights=asked[0], increasing=False).x
    quick = willingness.falling(yes, asked)[0]
    assert quick == pytest.approx(usual, abs=1e-9)
    assert (np.diff(quick) <= 1e-12).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000))
def test_the_best_price_lies_in_its_range(seed: int) -> None:
    limits = np.random.default_rng(seed).choice([5, 10, 20, 30], 30).astype(float).tolist()
    demand = willingness.willingness(_answers(limits), None, draws=300, seed=seed).demands[0]
    if demand.best is not None and demand.low is not None and demand.high is not None:
        assert 10 <= demand.low <= demand.best <= demand.high <= 30


@pytest.mark.parametrize("say", [Speaker("en", currency="XOF"), Speaker("fr", currency="XOF")])
@pytest.mark.parametrize("count", [1, 25])
@pytest.mark.parametrize("name", ["$x_{", "<script>", "خدمة", "L" * 200])
def test_pictures_keep_their_texts_apart(count: int, name: str, say: Speaker) -> None:
    services = tables.typed("services", [{"id": "S1", "name": name, "price": 20000}])
    frame = _answers([20000.0] * count, (10000, 20000, 30000, 50000))
    ax = willingness_views.plot_demand(willingness.willingness(frame, services), say=say)
    assert figures.overlaps(ax.get_figure(root=True)) == []  # type: ignore[arg-type]
