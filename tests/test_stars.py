from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from employment_tables import employment
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import figures, tables
from clusterlib.faults import DomainError
from clusterlib.mapping.intervals import Interval, exactly, ratio
from clusterlib.mapping.specialisation import specialise
from clusterlib.mapping.star_criteria import CRITERIA, above, among, places, so_many
from clusterlib.mapping.star_moves import star_moves
from clusterlib.mapping.star_views import listing, plot_stars, read_stars, table_stars
from clusterlib.mapping.stars import award, star_table
from clusterlib.readings import Speaker

JOBS = [[30, 70, 10], [10, 190, 20], [60, 40, 5]]


def stars(jobs, secret=(), *, low=None, high=None, totals="all", **options):
    table = employment(jobs, secret, low=low, high=high, totals=totals)
    return award(specialise(table, region="R0", rounding=0, exact_limit=8), **options)


def by_hand(jobs, lq, size, focus):
    """The three criteria, counted cell by cell."""
    jobs = np.asarray(jobs, float)
    found = {}
    share = jobs / jobs.sum(1, keepdims=True)
    for r, i in np.ndindex(jobs.shape):
        x = jobs[r, i]
        some = int((jobs[:, i] > 0).sum())
        ahead = int((jobs[:, i] > x).sum())
        all_some, all_ahead = int((jobs > 0).sum()), int((share > share[r, i] + 1e-12).sum())
        quotient = x * jobs.sum() / (jobs[r].sum() * jobs[:, i].sum())
        found[f"R{r}", f"I{i}"] = (
            x > 0 and ahead < max(1, int(size * some + 1e-9)),
            quotient >= lq * (1 - 1e-9),
            x > 0 and all_ahead < max(1, int(focus * all_some + 1e-9)),
        )
    return found


@pytest.mark.parametrize("limits", [(2, 0.1, 0.1), (1.25, 0.34, 0.34), (1, 1, 1)])
def test_stars_are_those_counted_by_hand(limits):
    lq, size, focus = limits
    frame = stars(JOBS, lq=lq, size=size, focus=focus).frame.set_index(["region", "industry"])
    for cell, wanted in by_hand(JOBS, *limits).items():
        row = frame.loc[cell]
        assert [word == "certain" for word in row[list(CRITERIA)]] == list(wanted), cell
        assert row["stars"] == row["stars_possible"] == sum(wanted)


def test_margins_say_how_far_a_limit_is():
    frame = stars(JOBS, lq=1.25).frame.set_index(["region", "industry"])
    # I0: 30, 10, 60; the largest of the others is 60 for R0, 30 for R2
    assert frame.loc[("R0", "I0"), "size_margin_low"] == -30
    assert frame.loc[("R2", "I0"), "size_margin_low"] == 30
    quotient = 60 * 435 / (105 * 100)
    assert frame.loc[("R2", "I0"), "specialisation_margin_low"] == pytest.approx(quotient - 1.25)


def test_equal_numbers_share_a_star():
    frame = stars([[50, 10], [50, 20], [10, 30]]).frame
    assert frame.loc[frame["industry"] == "I0", "size"].tolist() == ["certain", "certain", "no"]


matrix = st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=4, max_size=4)


@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from(["all", "none"]), st.sampled_from([(2, 0.1, 0.1), (1.25, 0.3, 0.3)]))
def test_certain_stars_stay_whatever_the_secret_cells_are(data, totals, limits):
    true = np.array(data.draw(matrix))
    if (true.sum(0) == 0).any() or (true.sum(1) == 0).any():
        true = true + 1
    secret = data.draw(st.sets(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=4))
    slack = data.draw(st.integers(0, 30))
    options = dict(zip(("lq", "size", "focus"), limits, strict=True))
    seen = stars(
        true, secret, low=np.maximum(true - slack, 0), high=true + slack, totals=totals, **options
    ).frame.set_index(["region", "industry"])
    truth = by_hand(true, *limits)
    for cell, wanted in truth.items():
        for name, right in zip(CRITERIA, wanted, strict=True):
            word = seen.loc[cell, name]
            assert word != "certain" or right, (cell, name)
            assert word != "no" or not right, (cell, name)
        row = seen.loc[cell]
        assert row["stars"] <= sum(wanted) <= row["stars_possible"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), min_size=1, max_size=6), st.integers(1, 10))
def test_places_and_margins_agree(cells, tenths):
    values = Interval(
        *(np.array([[float(n)] for n in side]) for side in ([a for a, _ in cells], [a + b for a, b in cells]))
    )
    words, margin = among(places(values), tenths / 10), above(values, tenths / 10)
    sure = words.ravel() == "certain"
    assert (margin.low.ravel()[sure] >= 0).all()
    assert (margin.high.ravel()[words.ravel() == "no"] <= 0).all()
    certainly = (margin.low.ravel() >= 0) & (values.low.ravel() > 0)
    assert (sure == certainly).all()


def test_the_list_only_shrinks_when_a_limit_becomes_stricter():
    jobs = np.random.default_rng(4).integers(1, 400, (9, 8))
    low, high = np.maximum(jobs - 60, 0), jobs + 60
    result = stars(jobs, [(0, 2), (3, 2), (0, 5)], low=low, high=high, totals="none")
    for name, rows in result.moves.groupby("criterion"):
        rows = rows.sort_values("limit", ascending=name == "specialisation")
        assert (rows["certain"].diff().dropna() <= 0).all()
        assert ((rows["certain"] + rows["possible"]).diff().dropna() <= 0).all()
        used = rows[rows["used"]].iloc[0]
        own = result.own[str(name)]
        assert (used["certain"], used["possible"]) == ((own == "certain").sum(), (own == "possible").sum())


def test_the_limit_in_use_is_among_those_tried_even_when_it_is_odd():
    moves = star_moves(specialise(employment(JOBS), region="R0"), stars(JOBS, lq=1.234, size=0.777).profile)
    assert moves.loc[moves["used"], "limit"].tolist() == [0.777, 1.234, 0.1]


@pytest.mark.parametrize(
    "options", [{"lq": 0}, {"size": 0}, {"size": 1.1}, {"focus": -0.1}, {"lq": float("nan")}]
)
def test_impossible_limits_are_refused(options):
    with pytest.raises(DomainError, match="above 0"):
        stars(JOBS, **options)


@pytest.mark.parametrize(
    ("table", "region"),
    [
        (tables.empty("employment"), "R0"),
        (employment(JOBS), "elsewhere"),
        (employment([[5]], totals="none"), "R0"),
        (employment([[0, 0], [0, 0]]), "R0"),
        (employment([[5, 5], [5, 5]]), "R0"),
        (employment(JOBS, {(r, i) for r in range(3) for i in range(3)}, totals="none"), "R0"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_poor_tables_give_a_sentence(table, region, lang):
    result, say = award(specialise(table, region=region)), Speaker(lang)
    text = read_stars(result, say=say)
    assert text and "nan" not in text.lower()
    assert len(table_stars(result, say=say)) == min(len(result.own), 10)
    assert "nan" not in table_stars(result, say=say).to_string()
    assert plot_stars(result, say=say).get_title(loc="left")
    assert listing(result)


@pytest.mark.parametrize("size", [3, 17])
def test_no_text_lies_on_another(size):
    jobs = np.random.default_rng(size).integers(1, 900, (11, size))
    for lang in ("en", "fr"):
        ax = plot_stars(stars(jobs, [(0, 1), (4, 1)]), say=Speaker(lang))
        assert figures.overlaps(ax.figure) == []


def test_the_hand_over_counts_certain_and_possible_stars():
    table = star_table(stars(JOBS))
    assert list(table) == ["region", "industry", "year", "stars", "stars_possible"] and len(table) == 9
    assert table["stars"].dtype == "Int64"


def test_intervals_cover_what_they_are_made_of():
    one, two = Interval(np.array([-1.0]), np.array([2.0])), exactly(np.array([3.0]))
    assert (one + two).low == 2 and (one - one).high == 3 and (one * one).low == -2
    endless = Interval(np.array([0.0]), np.array([np.inf]))
    assert (exactly(np.array([0.0])) * endless).high == 0
    assert ratio(endless, two).high == np.inf and ratio(two, endless).low == 0
    assert not endless.sure and bool(two.sure)
    assert so_many(0.3, np.array([10])) == 3, "0.3 · 10 is 3, whatever floating point makes of it"


def test_stars_need_no_time_on_a_large_table():
    rng = np.random.default_rng(0)
    jobs = rng.integers(0, 500, (40, 60))
    frame = stars(jobs).frame
    assert len(frame) == 2400 and isinstance(frame, pd.DataFrame)
