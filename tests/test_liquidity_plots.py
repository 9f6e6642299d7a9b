from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from budgets import balanced_year, hostile, lines

from clusterlib import figures
from clusterlib.financing import liquidity, liquidity_costs, liquidity_late
from clusterlib.financing import liquidity_plots as plots
from clusterlib.readings import Speaker

CASES = {
    "small": lines({"amount": 3}, {"kind": "in", "category": "public", "amount": 3, "recurrence": "once"}),
    "typical": balanced_year(),
    "hostile": hostile(20),
    "empty": lines(),
    "costs only": lines({"amount": 450_000, "fixed": "yes", "category": "personnel"}),
    "zero": lines({"amount": 0}),
}


def _drawn(frame: Any, opening: float | None, count: int, say: Speaker) -> list[Any]:
    plan = liquidity.plan(frame, opening_cash=opening, count=count)
    return [
        plots.plot_cash(plan, say=say),
        plots.plot_flows(plan, say=say),
        plots.plot_late(liquidity_late.late(plan), say=say),
        plots.plot_costs(liquidity_costs.costs(frame, count=count), say=say),
    ]


@pytest.mark.parametrize("name", list(CASES))
@pytest.mark.parametrize(("count", "opening"), [(3, 10_000.0), (12, None), (36, 2_500_000.0)])
def test_figures_have_titles_and_no_label_on_another(name: str, count: int, opening: float | None) -> None:
    for ax in _drawn(CASES[name], opening, count, Speaker("en", currency="XOF")):
        assert ax.get_title(loc="left").strip()
        assert figures.overlaps(ax.figure) == []


def test_figures_speak_french() -> None:
    for ax in _drawn(balanced_year(), 10_000.0, 12, Speaker("fr", currency="TND")):
        assert figures.overlaps(ax.figure) == []


def test_cash_marks_and_names_the_lowest_point() -> None:
    plan = liquidity.plan(balanced_year(), opening_cash=10000, buffer_months=1)
    ax = plots.plot_cash(plan, say=Speaker("en", currency="EUR"))
    texts = " ".join(text.get_text() for text in ax.texts)
    assert "lowest: EUR 2,000" in texts and "buffer: EUR 9,000" in texts
    assert "promised income only" in " ".join(texts.split())
    title = " ".join(ax.get_title(loc="left").split())
    assert title == "Cash is lowest in February 2027: EUR 2,000, which is EUR 7,000 short of the buffer"
    marks = [line for line in ax.get_lines() if list(line.get_ydata()) == [2000.0]]
    assert [list(mark.get_xdata()) for mark in marks] == [[1]]


def test_an_all_promised_plan_has_one_line() -> None:
    frame = lines({"kind": "in", "category": "membership", "amount": 5, "committed": "yes"}, {"amount": 1})
    ax = plots.plot_cash(liquidity.plan(frame, opening_cash=1))
    assert not any("promised" in text.get_text() for text in ax.texts)


@pytest.mark.parametrize(
    ("opening", "said"), [(0.0, "Money runs out in January 2027"), (None, "Without the opening cash")]
)
def test_the_title_says_what_is_found(opening: float | None, said: str) -> None:
    ax = plots.plot_cash(liquidity.plan(balanced_year(), opening_cash=opening))
    assert said in " ".join(ax.get_title(loc="left").split())


def test_flows_count_the_months_that_take_more_than_they_bring() -> None:
    ax = plots.plot_flows(liquidity.plan(balanced_year(), opening_cash=1))
    assert "10 of 12" in ax.get_title(loc="left")
    assert len(ax.patches) == 24


def test_costs_are_bars_from_the_largest_down() -> None:
    frame = lines({"category": "rent", "amount": 1}, {"category": "personnel", "amount": 9, "fixed": "yes"})
    ax = plots.plot_costs(liquidity_costs.costs(frame))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["personnel", "rent"]
    assert "personnel" in ax.get_title(loc="left")
    assert ax.yaxis_inverted()


def test_given_axes_are_used() -> None:
    own = figures.axes()
    draw: Callable[..., Any] = plots.plot_cash
    assert draw(liquidity.plan(balanced_year(), opening_cash=1), ax=own) is own
