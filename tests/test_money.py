from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import figures
from clusterlib.financing import money
from clusterlib.readings import Speaker


@given(st.lists(st.integers(min_value=-(10**12), max_value=10**12), max_size=30))
@settings(max_examples=25, deadline=None)
def test_sums_of_cents_have_no_rounding_error(cents: list[int]) -> None:
    assert money.total([value / 100 for value in cents]) == Fraction(sum(cents), 100)


@pytest.mark.parametrize(
    ("largest", "divisor", "label"),
    [(9_999, 1, "EUR"), (10_000, 1_000, "EUR, thousands"), (2_000_000, 1_000_000, "EUR, millions")],
)
def test_unit_grows_with_the_amounts(largest: float, divisor: int, label: str) -> None:
    assert money.unit([0, -largest], say=Speaker("en", currency="EUR")) == (divisor, label)


def test_unit_of_nothing() -> None:
    assert money.unit([]) == (1, "money")


def test_axis_prints_in_thousands_and_keeps_the_data() -> None:
    ax = figures.axes()
    ax.plot([0, 1], [0, 40_000])
    assert money.label_axis(ax, "y", [40_000], say=Speaker("en", currency="XOF")) == 1_000
    ax.figure.draw_without_rendering()
    printed = [text.get_text() for text in ax.get_yticklabels()]
    assert ax.get_ylabel() == "XOF, thousands"
    assert "20" in printed
    assert ax.get_lines()[0].get_ydata()[1] == 40_000
