from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import figures
from clusterlib.mapping.five_forces import FORCES, press
from clusterlib.mapping.five_forces_views import listing, plot_forces, read_forces, table_forces
from clusterlib.tables import empty, typed


def said(*rows):
    """Rows as (force, text, pressure) and more columns in a dict at the end."""
    return typed(
        "forces",
        [{"force": r[0], "text": r[1], "pressure": r[2], **(r[3] if len(r) > 3 else {})} for r in rows],
    )


def even(values=(4, 3, 3, 2, 2), **more):
    return said(*[(f, t, v, more) for f, v in zip(FORCES, values, strict=True) for t in ("one", "two")])


def test_worked_numbers():
    result = press(even())
    assert result.overall == pytest.approx(2.8) and result.attractiveness == pytest.approx(3.2)
    assert result.binding == ("rivalry",) and result.short == ()


def test_weights_and_raters():
    result = press(
        said(
            ("rivalry", "a", 5, {"weight": 3.0, "respondent_id": "r1"}),
            ("rivalry", "b", 1, {"respondent_id": "r1"}),
            ("rivalry", "a", 2, {"respondent_id": "r2"}),
            ("rivalry", "a", 3, {"respondent_id": "r3"}),
        )
    )
    assert result.frame.loc["rivalry", "pressure"] == pytest.approx((4 + 2 + 3) / 3)
    assert result.frame.loc["rivalry", "spread"] == pytest.approx(1.0)
    assert result.frame.loc["rivalry", "statements"] == 2


def test_two_raters_have_no_spread():
    result = press(
        said(("rivalry", "a", 5, {"respondent_id": "r1"}), ("rivalry", "b", 1, {"respondent_id": "r2"}))
    )
    assert result.frame["spread"].isna().all()


def test_fewer_than_two_statements_give_no_overall():
    rows = even()
    result = press(rows[~((rows["force"] == "buyers") & (rows["text"] == "two"))].reset_index(drop=True))
    assert result.overall is None and result.attractiveness is None and result.short == ("buyers",)
    assert (
        "no overall figure, because fewer than two statements were made about: Power of buyers"
        in read_forces(result)
    )
    assert "one statement only" in " ".join(t.get_text() for t in plot_forces(result).texts)


def test_the_same_statement_by_three_people_is_one_statement():
    rows = said(*[("buyers", "a", 4, {"respondent_id": f"r{k}"}) for k in range(3)])
    assert press(rows).frame.loc["buyers", "statements"] == 1


def test_ties_and_all_equal():
    assert press(even((4, 4, 3, 2, 2))).binding == ("rivalry", "suppliers")
    assert "are Rivalry among firms and Power of suppliers, each 4.0 of 5" in read_forces(
        press(even((4, 4, 3, 2, 2)))
    )
    assert "All five forces press equally" in read_forces(press(even((3, 3, 3, 3, 3))))


def test_trend_is_told():
    result = press(even(trend="rising"))
    assert "5 forces are expected to press harder" in read_forces(result)
    assert "4.0, rising" in [t.get_text() for t in plot_forces(result).texts]


def test_empty():
    result = press(empty("forces"))
    assert result.overall is None and result.binding == () and "Nothing has been said" in read_forces(result)
    assert figures.overlaps(plot_forces(result).figure) == [] and table_forces(result).empty
    assert listing(None) == "no five forces" and "rivalry" in listing(result)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=5, max_size=5), st.floats(0.1, 9))
def test_scaling_all_weights_changes_nothing(values, factor):
    one, other = press(even(values)), press(even(values, weight=factor))
    assert one.overall == pytest.approx(other.overall) and 1 <= one.overall <= 5
    assert one.attractiveness == pytest.approx(6 - one.overall)


@pytest.mark.parametrize("trend", [None, "falling", "steady", "rising"])
def test_bars_do_not_overlap(trend):
    assert figures.overlaps(plot_forces(press(even((5, 5, 5, 1, 1), trend=trend))).figure) == []
