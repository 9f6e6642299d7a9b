from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import figures, tables
from clusterlib.faults import DomainError
from clusterlib.financing import price_range
from clusterlib.financing import price_range_views as views
from clusterlib.readings import Speaker

EUR = Speaker("en", currency="EUR")


def _named(rows: Sequence[tuple[float, float, float, float]], service: str = "S1") -> pd.DataFrame:
    return tables.typed(
        "wtp",
        [
            {"respondent_id": f"r{i}", "service_id": service}
            | dict(zip(price_range.PRICES, row, strict=True))
            for i, row in enumerate(rows)
        ],
    )


def test_curves_and_crossings_by_hand() -> None:
    """Two people: at 20 half find it too cheap and half too dear, and so on."""
    found = price_range.price_ranges(_named([(10, 20, 30, 40), (20, 30, 40, 50)]), None, fewest=2, draws=50)
    curves = found.ranges[0].curves.set_index("price")
    assert curves["too_cheap"].tolist() == [1.0, 0.5, 0.0, 0.0, 0.0]
    assert curves["cheap"].tolist() == [1.0, 1.0, 0.5, 0.0, 0.0]
    assert curves["expensive"].tolist() == [0.0, 0.0, 0.5, 1.0, 1.0]
    assert curves["too_expensive"].tolist() == [0.0, 0.0, 0.0, 0.5, 1.0]
    one = found.ranges[0]
    # too cheap meets expensive between 20 (0.5 and 0) and 30 (0 and 0.5): in the middle
    assert (one.low, one.usual, one.best, one.high) == (25.0, 30.0, 30.0, 35.0)


def test_with_few_people_the_curves_only() -> None:
    found = price_range.price_ranges(_named([(1, 2, 3, 4)] * 19), None)
    assert found.ranges[0].low is None and len(found.ranges[0].curves) == 4
    assert "fewer than 20 people only the curves are shown: S1" in views.read_ranges(found)
    assert price_range.price_ranges(_named([(1, 2, 3, 4)] * 20), None, draws=50).ranges[0].best == 2.5


def test_a_person_with_some_of_the_prices_is_left_out_and_said() -> None:
    rows = [{"respondent_id": "x", "service_id": "S1", "too_cheap": 1.0, "cheap": 2.0}]
    frame = pd.concat([_named([(1, 2, 3, 4)] * 20), tables.typed("wtp", rows)], ignore_index=True)
    found = price_range.price_ranges(frame, None, draws=50)
    assert found.partial == 1 and found.ranges[0].respondents == 20
    assert "named only some of the four prices and is left out" in views.read_ranges(found)


@pytest.mark.parametrize("frame", [None, tables.empty("wtp"), _named([])])
def test_nobody_asked(frame: pd.DataFrame | None) -> None:
    found = price_range.price_ranges(frame, None)
    assert found.ranges == () and "Nobody has named four prices" in views.read_ranges(found)
    assert views.table_ranges(found).empty and views.plot_ranges(found).get_title(loc="left")


def test_all_prices_zero_and_everybody_alike_give_numbers() -> None:
    for row in ((0, 0, 0, 0), (5, 5, 5, 5)):
        found = price_range.price_ranges(_named([row] * 20), None, draws=20)
        one = found.ranges[0]
        assert (one.low, one.best, one.high) == (row[0],) * 3
        assert "nan" not in views.read_ranges(found, say=EUR)


def test_where_todays_price_lies() -> None:
    rows = [(10, 20, 30, 40)] * 20
    for price, word in ((5, "below"), (25, "lies in it"), (90, "above")):
        services = tables.typed("services", [{"id": "S1", "name": "Course", "price": price}])
        text = views.read_ranges(price_range.price_ranges(_named(rows), services, draws=20), say=EUR)
        assert word in text and "Course (S1)" in text


def test_options_out_of_range_are_refused() -> None:
    with pytest.raises(DomainError, match="fewest"):
        price_range.price_ranges(None, None, fewest=0)


four = st.lists(st.integers(0, 60), min_size=4, max_size=4).map(sorted).map(tuple)


@settings(max_examples=40, deadline=None)
@given(st.lists(four, min_size=3, max_size=15), st.integers(1, 50))
def test_the_range_is_ordered_scales_and_forgets_the_order_of_rows(rows: list[tuple], factor: int) -> None:
    one = price_range.price_ranges(_named(rows), None, fewest=1, draws=20).ranges[0]
    assert one.low is not None and one.high is not None and one.best is not None and one.usual is not None
    assert one.low - 1e-9 <= min(one.best, one.usual) and max(one.best, one.usual) <= one.high + 1e-9
    scaled = [tuple(v * factor for v in row) for row in rows]
    large = price_range.price_ranges(_named(scaled), None, fewest=1, draws=20).ranges[0]
    turned = price_range.price_ranges(_named(rows[::-1]), None, fewest=1, draws=20).ranges[0]
    for point in ("low", "usual", "best", "high"):
        value = getattr(one, point)
        assert getattr(large, point) == pytest.approx(value * factor)
        assert getattr(turned, point) == pytest.approx(value)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-1, 1, allow_nan=False), min_size=2, max_size=10).map(sorted))
def test_many_samples_at_once_equal_one_by_one(gap: list[float]) -> None:
    grid = np.arange(len(gap), dtype=float)
    twice = price_range.crossing(grid, np.array([gap, gap]))
    assert twice[0] == twice[1] == price_range.crossing(grid, np.array(gap))[0]
    assert 0 <= twice[0] <= grid[-1]


@pytest.mark.parametrize("say", [Speaker("en", currency="XOF"), Speaker("fr", currency="XOF")])
@pytest.mark.parametrize("name", ["$x_{", "<script>", "خدمة", "L" * 200])
@pytest.mark.parametrize("count", [1, 25])
def test_pictures_keep_their_texts_apart(name: str, count: int, say: Speaker) -> None:
    services = tables.typed("services", [{"id": "S1", "name": name, "price": 20000}])
    frame = _named([(10000, 20000 + 100 * i, 40000, 90000) for i in range(count)])
    ax = views.plot_ranges(price_range.price_ranges(frame, services, draws=50), say=say)
    assert figures.overlaps(ax.get_figure(root=True)) == []  # type: ignore[arg-type]
