from __future__ import annotations

import pandas as pd
import pytest
from budgets import balanced_year
from test_fees import EXAMPLE, NEED, tiers

from clusterlib import figures
from clusterlib.financing import fees
from clusterlib.financing import fees_plots as plots
from clusterlib.financing import fees_readings as readings
from clusterlib.financing import fees_sensitivity as sensitivity
from clusterlib.readings import Speaker

EUR = Speaker("en", currency="EUR")
SURPLUS = fees.need(None, cost=10, public=60, projects=0, services=0)
PAYING = {"members": 44, "weight": 1, "fee_now": 400}


def reacting(elasticity: float) -> pd.DataFrame:
    """One tier whose members leave when the fee rises."""
    return tiers(PAYING | {"elasticity": elasticity})


MANY = tiers(
    *(
        {
            "tier": f"{name} {i}",
            "members": 3,
            "weight": 1 + i,
            "turnover": 10.0**i,
            "fee_now": 9,
            "elasticity": 0.3,
        }
        for i, name in enumerate(["$x_{", "<script>", "ميزانية", "L" * 200] * 5)
    )
)
FRAMES = {
    "example": EXAMPLE,
    "none": tiers(),
    "half": reacting(0.5),
    "flat": reacting(1.0),
    "falling": reacting(1.2),
    "many": MANY,
    "one member": tiers({"members": 1, "weight": 1}),
}


@pytest.mark.parametrize("name", list(FRAMES))
@pytest.mark.parametrize("need", [NEED, SURPLUS])
@pytest.mark.parametrize("say", [EUR, Speaker("fr", currency="XOF")])
def test_figures_have_titles_and_no_label_on_another(name: str, need: fees.Need, say: Speaker) -> None:
    result = fees.design(FRAMES[name], need)
    varied = sensitivity.vary(result)
    for ax in (
        plots.plot_revenue(result, say=say),
        plots.plot_members(result, say=say),
        sensitivity.plot_sensitivity(varied, say=say),
    ):
        assert ax.get_title(loc="left").strip()
        assert figures.overlaps(ax.figure) == []


def test_the_revenue_curve_meets_the_need_at_the_fee() -> None:
    ax = plots.plot_revenue(fees.design(tiers(PAYING), NEED), say=EUR)
    marks = [
        (line.get_xdata()[0], line.get_ydata()[0]) for line in ax.get_lines() if len(line.get_xdata()) == 1
    ]
    assert marks[0] == (pytest.approx(38400 / 44), 38400.0) and marks[1] == (400.0, 17600.0)
    assert "EUR 20,800 too little" in " ".join(ax.get_title(loc="left").split())
    assert "EUR" in ax.get_ylabel() and "EUR" in ax.get_xlabel()


def test_the_widest_bar_stands_first() -> None:
    ax = sensitivity.plot_sensitivity(sensitivity.vary(fees.design(EXAMPLE, NEED)), say=EUR)
    assert "costs" in ax.get_title(loc="left") and ax.get_yticklabels()[0].get_text() == "costs"


def test_reading_of_the_need() -> None:
    said = readings.read_need(NEED, say=EUR)
    assert "A year costs EUR 108,000" in said and "EUR 38,400" in said
    over = readings.read_need(SURPLUS, say=EUR)
    assert "nothing is left for fees" in over and "EUR 50 is over" in over
    assert "no costs and no income" in readings.read_need(fees.need(None))
    own = readings.read_need(fees.need(balanced_year()), say=EUR)
    assert "That is what the plan counts on." in own and "fees would have to bring EUR 108,000" in own


def test_reading_of_the_fees() -> None:
    said = readings.read_fees(fees.design(tiers(PAYING | {"turnover": 1e6}), NEED), say=EUR)
    assert "With 44 members, a fee of EUR 872.73 a year breaks even" in said
    assert "EUR 20,800 too little" in said and "it takes 96 members" in said
    spread = readings.read_fees(fees.design(EXAMPLE, NEED), say=EUR)
    assert "from EUR 398.24 to EUR 3,185.90" in spread and "not every tier" in spread


def test_reading_of_the_burden() -> None:
    pair = tiers(PAYING | {"turnover": 1e6}, PAYING | {"turnover": 1e8})
    assert "T1 would pay most" in readings.read_fees(fees.design(pair, NEED), say=EUR)
    same = tiers(PAYING | {"turnover": 1e6}, PAYING | {"turnover": 1e6})
    assert "all tiers carry the same" in readings.read_fees(fees.design(same, NEED), say=EUR)


@pytest.mark.parametrize(
    ("elasticity", "said"),
    [
        (0.5, "members stay"),
        (1.0, "same at every fee"),
        (1.2, "a higher fee brings less"),
        (0.99, "no fee near"),
    ],
)
def test_readings_of_reactions(elasticity: float, said: str) -> None:
    assert said in " ".join(readings.read_fees(fees.design(reacting(elasticity), NEED), say=EUR).split())


def test_enough_is_enough() -> None:
    small = fees.need(None, cost=100, public=0, projects=0, services=0)
    assert "nobody leaves" in readings.read_fees(fees.design(reacting(0.5), small), say=EUR)


def test_readings_without_payers_or_need() -> None:
    assert "no paying members" in readings.read_fees(fees.design(tiers(), NEED), say=EUR)
    assert "No fee is needed" in readings.read_fees(fees.design(EXAMPLE, SURPLUS), say=EUR)
    assert "no fee to vary" in sensitivity.read_sensitivity(
        sensitivity.vary(fees.design(EXAMPLE, SURPLUS)), say=EUR
    )
    assert "hangs most on costs" in sensitivity.read_sensitivity(
        sensitivity.vary(fees.design(EXAMPLE, NEED)), say=EUR
    )


@pytest.mark.parametrize("name", list(FRAMES))
@pytest.mark.parametrize("need", [NEED, SURPLUS])
def test_tables_are_short_and_hold_no_nan(name: str, need: fees.Need) -> None:
    frame = readings.table_fees(fees.design(FRAMES[name], need), say=EUR)
    assert len(frame) <= 10 and "nan" not in frame.to_string().lower().split()
    assert len(readings.table_need(need, say=EUR)) == 6
