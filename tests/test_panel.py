"""Firms before and after: worked numbers, refusals, what can be found, pictures and sentences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from scipy import stats

from clusterlib import figures, tables
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.monitoring import panel, panel_power, panel_views
from clusterlib.readings import Speaker
from clusterlib.signed_ranks import signed_ranks


def row(firm: str, period: str, group: str, value: float | None, **more: Any) -> dict[str, Any]:
    return {"respondent_id": firm, "period": period, "group": group, "value": value, **more}


def frame(cluster: list[float], comparison: list[float], *, start: float = 100.0) -> pd.DataFrame:
    rows = []
    for letter, group, changes in (("c", "cluster", cluster), ("x", "comparison", comparison)):
        for i, change in enumerate(changes):
            rows.append(row(f"{letter}{i:02}", "2024", group, start))
            rows.append(row(f"{letter}{i:02}", "2026", group, start + change))
    return tables.typed("panel", rows)


def compare(cluster: list[float], comparison: list[float], **options: Any) -> panel.Panel:
    return panel.compare(frame(cluster, comparison), draws=options.pop("draws", 200), **options)


def test_worked_difference() -> None:
    found = compare([30.0], [10.0]).difference
    assert found is not None
    assert found.value == 20
    assert not found.shown


@pytest.mark.parametrize(
    ("n", "other", "wanted"),
    [(15, 0, 0.7780), (30, 0, 0.5292), (15, 15, 1.060), (15, 30, 0.906), (30, 30, 0.736)],
)
def test_worked_detectable_changes(n: int, other: int, wanted: float) -> None:
    found = panel_power.detectable(n, other)
    assert found == pytest.approx(wanted, abs=1e-4 if not other else 6e-4)


@pytest.mark.parametrize("shift", [0.3, 1.0, 2.5, 4.0])
@pytest.mark.parametrize("df", [1, 4, 14, 58])
def test_power_agrees_with_scipy_where_that_works(shift: float, df: int) -> None:
    edge = stats.t.ppf(0.975, df)
    wanted = stats.nct.sf(edge, df, shift) + stats.nct.cdf(-edge, df, shift)
    assert panel_power.power(shift, df) == pytest.approx(wanted, abs=1e-5)


@pytest.mark.parametrize(("n", "other"), [(2, 0), (1, 2), (2, 2), (3, 0)])
def test_large_shifts_are_solved(n: int, other: int) -> None:
    found = panel_power.detectable(n, other)
    assert found is not None
    assert np.isfinite(found)
    df = n + other - 2 if other else n - 1
    root = np.sqrt(n * other / (n + other) if other else n)
    assert panel_power.power(found * root, df) == pytest.approx(0.8, abs=1e-6)


@pytest.mark.parametrize(("n", "other"), [(0, 0), (1, 0), (1, 1), (0, 3)])
def test_without_a_spread_nothing_is_detectable(n: int, other: int) -> None:
    assert panel_power.detectable(n, other) is None


@settings(max_examples=15, deadline=None)
@given(n=st.integers(3, 40))
def test_more_firms_find_smaller_changes(n: int) -> None:
    one, more = panel_power.detectable(n), panel_power.detectable(n + 1)
    assert one is not None
    assert more is not None
    assert more < one


def test_signed_ranks_agree_with_scipy() -> None:
    rng = np.random.default_rng(3)
    values = rng.normal(0.4, 1, 14)
    wanted = stats.wilcoxon(values, method="exact").pvalue
    assert signed_ranks(values) == pytest.approx(wanted, abs=1e-12)


def test_signed_ranks_with_ties_count_all_signs() -> None:
    values = np.array([1.0, 1, 2, -1, 2, 0])
    moved = values[values != 0]
    ranks = stats.rankdata(np.abs(moved))
    signs = np.array(np.meshgrid(*[[0, 1]] * len(moved))).reshape(len(moved), -1)
    sums = ranks @ signs
    seen = ranks[moved > 0].sum()
    wanted = min(1.0, 2 * min((sums <= seen).mean(), (sums >= seen).mean()))
    assert signed_ranks(values) == pytest.approx(wanted, abs=1e-12)


def test_error_is_that_of_the_regression_clustered_by_firm() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(2, 1, 9), rng.normal(0, 3, 6)
    y, x = np.concatenate([a, b]), np.column_stack([np.ones(15), np.r_[np.ones(9), np.zeros(6)]])
    bread = np.linalg.inv(x.T @ x)
    beta = bread @ x.T @ y
    lever = np.einsum("ij,jk,ik->i", x, bread, x)
    meat = x.T @ (x * ((y - x @ beta) ** 2 / (1 - lever))[:, None])
    error = np.sqrt((bread @ meat @ bread)[1, 1])
    assert panel.standard_error(a, b) == pytest.approx(error)
    found = compare(list(a), list(b)).difference
    assert found is not None
    assert found.value == pytest.approx(beta[1])
    welch = stats.ttest_ind(a, b, equal_var=False).confidence_interval()
    assert found.interval == pytest.approx((welch.low, welch.high))


def test_deals_at_random_agree_with_all_deals() -> None:
    a, b = np.array([4.0, 5, 3, 6]), np.array([1.0, 2, 0, 3.5])
    exact = stats.permutation_test(
        (a, b), lambda u, v: u.mean() - v.mean(), n_resamples=np.inf, random_state=1
    ).pvalue
    assert panel_power.shuffled(a, b, draws=20000, seed=1) == pytest.approx(exact, abs=0.005)


@settings(max_examples=20, deadline=None)
@given(
    a=st.lists(st.integers(-20, 20), min_size=5, max_size=9),
    b=st.lists(st.integers(-20, 20), min_size=5, max_size=9),
    shift=st.integers(-50, 50),
)
def test_what_happens_to_all_cancels(a: list[int], b: list[int], shift: int) -> None:
    one = compare(list(map(float, a)), list(map(float, b))).difference
    other = compare([v + float(shift) for v in a], [v + float(shift) for v in b]).difference
    assert one is not None
    assert other is not None
    assert other.value == pytest.approx(one.value, abs=1e-9)
    assert other.p == pytest.approx(one.p, abs=1e-12)


def test_missing_firms_are_named() -> None:
    rows = [
        row("a", "2024", "cluster", 1),
        row("a", "2026", "cluster", 2),
        row("b", "2026", "cluster", 2),
        row("c", "2024", "comparison", 2),
        row("d", "2024", "cluster", None),
        row("d", "2025", "cluster", 3),
    ]
    found = panel.compare(tables.typed("panel", rows), draws=50)
    assert found.left_out.to_numpy().tolist() == [
        ["b", "cluster", "before"],
        ["c", "comparison", "after"],
        ["d", "cluster", "both"],
    ]
    text = panel_views.read_panel(found)
    for line in ("value before is missing: b.", "value after is missing: c.", "both values are missing: d."):
        assert line in text
    assert "Not used: 2025." in text


def test_refusals() -> None:
    both = [row("a", "2024", "cluster", 1), row("a", "2026", "comparison", 1)]
    with pytest.raises(IntegrityError, match="a in both groups"):
        panel.compare(tables.typed("panel", both))
    twice = [row("a", "2024", "cluster", 1), row("a", "2024", "cluster", 1)]
    with pytest.raises(IntegrityError, match="twice"):
        panel.compare(tables.typed("panel", twice))
    with pytest.raises(DomainError, match="no period 2020"):
        panel.compare(frame([1.0], []), before="2020")
    with pytest.raises(DomainError, match="not before"):
        panel.compare(frame([1.0], []), before="2026", after="2024")


def test_periods_can_be_chosen() -> None:
    rows = [row("a", p, "cluster", v) for p, v in (("2023", 1), ("2024", 5), ("2026", 9))]
    found = panel.compare(tables.typed("panel", rows), before="2024", draws=50)
    assert (found.cluster.mean, found.between) == (4, ("2023",))


RNG = np.random.default_rng(7)
CASES = {
    "small": ([3.0, 1, 2, 2, 4], [0.0, 1, -1, 0, 1]),
    "typical": (list(RNG.normal(2, 2, 16).round()), list(RNG.normal(0, 2, 11).round())),
    "large": (list(RNG.normal(9e5, 2e6, 180).round(-3)), list(RNG.normal(2e5, 2e6, 140).round(-3))),
    "equal": ([2.0] * 6, [2.0] * 7),
    "still": ([0.0] * 6, [0.0] * 6),
    "tiny fractions": (list(RNG.normal(0.02, 0.01, 9)), list(RNG.normal(0.01, 0.01, 9))),
    "no others": ([1.0, 2, 3, -1, 2, 4], []),
    "few others": ([1.0, 2, 3, -1, 2, 4], [1.0, 2]),
    "few inside": ([1.0, 2], [1.0, 2, 3, -1, 2, 4]),
    "few": ([1.0, 2], [3.0]),
    "only others": ([], [1.0, 2, 3, 4, 5]),
    "nobody": ([], []),
}


@pytest.mark.parametrize("name", list(CASES))
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_views_of_every_case(name: str, lang: str) -> None:
    say = Speaker(lang)
    result = compare(*CASES[name])
    figure = panel_views.plot_panel(result, say=say).get_figure(root=True)
    assert isinstance(figure, Figure)
    assert figures.overlaps(figure) == []
    text = panel_views.read_panel(result, say=say)
    assert text.endswith(".")
    shown = text + panel_views.table_panel(result, say=say).to_string()
    assert "nan" not in shown.lower().split()
    assert "None" not in shown
    assert "inf " not in shown
    assert panel.printed(result)


@pytest.mark.parametrize("name", ["typical", "no others", "few others", "few inside", "few"])
def test_what_can_be_found_is_always_said(name: str) -> None:
    assert "standard deviations of the changes" in panel_views.read_panel(compare(*CASES[name]))


def test_few_firms_show_no_figure() -> None:
    result = compare([41.0, 43.0], [17.0])
    shown = panel_views.read_panel(result) + panel_views.table_panel(result).to_string()
    assert not [part for part in ("42", "17", "25", "142") if part in shown]


def test_every_firm_is_a_point() -> None:
    result = compare(*CASES["typical"])
    ax = panel_views.plot_panel(result)
    points = [line for line in ax.lines if line.get_marker() == "o"]
    assert [len(line.get_xdata()) for line in points] == [16, 11]


def test_a_difference_is_claimed_only_when_both_ways_agree() -> None:
    clear = compare([5.0, 6, 5, 7, 6, 5], [0.0, 1, 0, 1, 0, 1])
    assert "So the two differ." in panel_views.read_panel(clear)
    assert "cannot be said" in panel_views.panel_title(compare(*CASES["equal"]))


def test_a_lucky_find_is_called_so() -> None:
    lucky = compare(
        [2.0, -1, 3, 3, 0, 4, 4, 0, 2, 3, 0, 0, 1, 1, 4, 3], [1.0, 1, 1, -3, 1, -1, 0, -1, 1, 1, 2]
    )
    text = panel_views.read_panel(lucky)
    assert "So the two differ." in text
    assert "too large by luck" in text


def test_no_periods_or_one_give_a_sentence() -> None:
    none = panel.compare(tables.empty("panel"))
    assert "fewer than two periods" in panel_views.read_panel(none)
    one = panel.compare(tables.typed("panel", [row("a", "2024", "cluster", 1)]))
    assert "fewer than two periods" in panel_views.read_panel(one)
    panel_views.plot_panel(one)
