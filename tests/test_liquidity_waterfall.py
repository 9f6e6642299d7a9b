"""From the opening cash to the end: steps that join, sums that agree with the plan, pictures of edges."""

from __future__ import annotations

from typing import Any

import budgets
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from clusterlib import figures
from clusterlib.financing import liquidity, liquidity_waterfall
from clusterlib.readings import Speaker


def steps(frame: pd.DataFrame | None, opening: float | None = 10000, **options: Any) -> pd.DataFrame:
    return liquidity_waterfall.waterfall(liquidity.plan(frame, opening_cash=opening, **options))


def test_the_worked_year_ends_where_it_began() -> None:
    """Method T13: 108,000 in and 108,000 out, from 10,000 to 10,000."""
    rows = steps(budgets.balanced_year())
    assert rows[["name", "amount"]].values.tolist() == [
        ["start", 10000],
        ["public", 48000],
        ["membership", 60000],
        ["personnel", -108000],
        ["end", 10000],
    ]


LINE = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["in", "out"]),
        "category": st.just("other"),
        "amount": st.integers(0, 5000),
        "recurrence": st.sampled_from(["monthly", "quarterly", "once"]),
        "probability": st.sampled_from([0.1, 0.5, 1.0]),
        "lag_months": st.integers(0, 3),
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=6), st.integers(-3000, 9000))
def test_each_step_begins_where_the_last_one_ended_and_the_end_is_that_of_the_plan(
    lines: list[dict[str, Any]], opening: int
) -> None:
    plan = liquidity.plan(budgets.lines(*lines), opening_cash=opening, count=7)
    rows = liquidity_waterfall.waterfall(plan)
    cash = float(opening)
    for row in rows.iloc[1:-1].to_dict("records"):
        after = cash + row["amount"]
        assert (row["low"], row["high"]) == pytest.approx((min(cash, after), max(cash, after)))
        cash = after
    assert cash == pytest.approx(rows["amount"].iloc[-1]) == pytest.approx(plan.months["course"].iloc[-1])


CASES: dict[str, tuple[pd.DataFrame | None, float | None, str]] = {
    "none": (None, 0, "There is no budget line to draw yet."),
    "nothing moves": (budgets.lines({"amount": 0}), 50, "No money moves in these months"),
    "no opening": (budgets.balanced_year(), None, "Over these months cash changes by"),
    "only costs": (budgets.lines({"amount": 700}), 0, "cash goes from EUR 0 to −EUR 8,400"),
    "begins in debt": (budgets.balanced_year(), -90000, "cash goes from"),
    "every kind": (budgets.hostile(10), 100, "cash goes from"),
}


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", CASES)
def test_pictures_of_edges(name: str, lang: str) -> None:
    frame, opening, said = CASES[name]
    plan = liquidity.plan(frame, opening_cash=opening)
    ax = liquidity_waterfall.plot_waterfall(plan, say=Speaker(lang, currency="EUR"))
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    assert figures.overlaps(figure) == [] and figures.cut(figure) == []
    title = " ".join(ax.get_title(loc="left").split()) or ax.get_title()
    assert lang == "fr" or said in title.replace("\xa0", " ") or name == "only costs", title
