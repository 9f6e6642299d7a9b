from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from employment_tables import employment

from clusterlib import figures, tables
from clusterlib.mapping.specialisation import specialise
from clusterlib.mapping.specialisation_bubbles import plot_bubbles
from clusterlib.mapping.specialisation_plots import plot_sectors


def two_years(size, *, secret=(), totals="all", name="I{}"):
    rng = np.random.default_rng(size)
    first = rng.integers(5, 900, (4, size))
    parts = [
        employment(jobs, secret, totals=totals).assign(year=year)
        for year, jobs in ((2018, first), (2022, (first * rng.uniform(0.5, 2, first.shape)).round()))
    ]
    table = pd.concat(parts)
    named = table["industry"].str.startswith("I")
    table["industry"] = table["industry"].where(~named, [name.format(i[1:]) for i in table["industry"]])
    return tables.typed("employment", table)


NAMES = [
    "I{}",
    "$x_{{{}",
    "<script>alert({})</script>",
    "مؤسسة {}",
    "A very long official name of a branch of industry " * 4 + "{}",
]


@pytest.mark.parametrize("plot", [plot_bubbles, plot_sectors])
@pytest.mark.parametrize("size", [3, 8, 20])
@pytest.mark.parametrize("totals", ["all", "none"])
def test_no_text_lies_on_another(plot, size, totals):
    secret = [(0, 1), (1, 2), (0, size - 1)]
    ax = plot(specialise(two_years(size, secret=secret, totals=totals), region="R0"))
    assert figures.overlaps(ax.figure) == []
    assert ax.get_title(loc="left") and ax.get_xlabel()


@pytest.mark.parametrize("plot", [plot_bubbles, plot_sectors])
@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_drawn_as_they_are(plot, name):
    ax = plot(specialise(two_years(5, name=name), region="R0"))
    ax.figure.savefig("/dev/null", format="svg")
    assert figures.overlaps(ax.figure) == []


@pytest.mark.parametrize("plot", [plot_bubbles, plot_sectors])
@pytest.mark.parametrize("table", [tables.empty("employment"), employment([[3, 4]], totals="none")])
def test_nothing_to_compare_is_a_short_note(plot, table):
    ax = plot(specialise(table, region="R0"))
    assert not ax.axison and ax.texts and ax.figure.get_figheight() < 2


def test_bars_carry_quotient_verdict_and_range():
    jobs = np.array([[300, 700, 50], [100, 1900, 60]])
    low, high = jobs.copy(), jobs.copy()
    low[0, 2], high[0, 2] = 10, 90
    result = specialise(employment(jobs, [(0, 2)], low=low, high=high, totals="none"), region="R0")
    ax = plot_sectors(result)
    assert [round(bar.get_width(), 3) for bar in ax.patches] == [
        round(float(v), 3) for v in result.own["lq"].fillna(result.own["lq_low"])
    ]
    assert len({bar.get_hatch() for bar in ax.patches}) > 1 or len(set(result.own["verdict"])) == 1
    assert any(" to " in text.get_text() for text in ax.texts)


def test_secret_industries_are_hollow_with_their_range():
    jobs = np.array([[300, 700], [100, 1900]])
    low, high = jobs.copy(), jobs.copy()
    low[0, 0], high[0, 0] = 100, 400
    ax = plot_bubbles(specialise(employment(jobs, [(0, 0)], low=low, high=high, totals="none"), region="R0"))
    assert any(len(c.get_facecolor()) == 0 for c in ax.collections if hasattr(c, "get_sizes"))
    assert "hollow: jobs not published, line = range" in [t.get_text() for t in ax.get_legend().get_texts()]
