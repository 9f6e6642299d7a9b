from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from employment_tables import employment
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import figures, tables
from clusterlib.mapping.shift_share import EFFECTS, effects, shift
from clusterlib.mapping.shift_share_plots import plot_forms, plot_shift
from clusterlib.mapping.shift_share_readings import read_shift, table_shift
from clusterlib.mapping.specialisation import specialise
from clusterlib.readings import Speaker

PARTS = list(EFFECTS)


def years(*matrices, secret=(), low=None, high=None, totals="all"):
    """One table of several years; `secret` names (year, region, industry)."""
    parts = []
    for y, jobs in enumerate(matrices):
        cells = [(r, i) for year, r, i in secret if year == y]
        sides = [None if side is None else np.asarray(side[y]) for side in (low, high)]
        table = employment(jobs, cells, low=sides[0], high=sides[1], totals=totals)
        parts.append(table.assign(year=2018 + 2 * y))
    return tables.typed("employment", pd.concat(parts))


def shifted(*matrices, **more):
    return shift(specialise(years(*matrices, **more), region="R0", rounding=0, exact_limit=8))


A, B = [[100, 50], [100, 150]], [[150, 50], [130, 150]]


def test_the_worked_example():
    # whole 400 -> 480 (g = .2), I0 200 -> 280 (.4), I1 200 -> 200 (0)
    found = shifted(A, B)
    own = found.own.set_index("industry")
    assert own.loc["I0", ["change", *PARTS]].tolist() == pytest.approx([50, 20, 20, 10, 0])
    assert own.loc["I1", ["change", *PARTS]].tolist() == pytest.approx([0, 10, -10, 0, 0])
    # homothetic h = 150·200/400 = 75; 75·(.5 − .4) = 7.5, the rest (100 − 75)·.1 = 2.5
    assert own.loc["I0", ["homothetic", "allocation"]].tolist() == pytest.approx([7.5, 2.5])
    whole = found.whole.set_index("form")
    assert whole.loc["classic", ["change", *PARTS]].tolist() == pytest.approx([50, 30, 10, 10, 0])
    assert whole.loc["homothetic", ["homothetic", "allocation"]].tolist() == pytest.approx([7.5, 2.5])


def test_what_began_from_nothing_has_its_own_bucket():
    own = shifted([[0, 50], [100, 150]], [[30, 50], [100, 150]]).own.set_index("industry")
    assert own.loc["I0", ["change", *PARTS]].tolist() == pytest.approx([30, 0, 0, 0, 30])
    assert own.loc["I0", ["homothetic", "allocation"]].tolist() == pytest.approx([0, 0])
    assert own.loc["I0", "verdict"] == "no"


def test_an_industry_that_is_new_everywhere_is_new_not_infinite():
    found = shifted([[0, 50], [0, 150]], [[30, 50], [10, 150]])
    assert found.frame.loc[found.frame["industry"] == "I0", "entry"].tolist() == pytest.approx([30, 10])
    assert not np.isinf(found.frame.select_dtypes("number")).any(axis=None)


def test_year_by_year_is_the_sum_of_the_years():
    three = [[[100, 50], [100, 150]], [[140, 40], [110, 160]], [[150, 50], [130, 150]]]
    found = shifted(*three)
    steps = [shifted(a, b) for a, b in pairwise(three)]
    last = found.own.set_index("industry")
    for name in PARTS:
        total = sum(step.own.set_index("industry")[name] for step in steps)
        pd.testing.assert_series_equal(last[f"moving_{name}"], total.reindex(last.index), check_names=False)


matrix = st.lists(st.lists(st.integers(0, 300), min_size=3, max_size=3), min_size=3, max_size=3)


@settings(max_examples=30, deadline=None)
@given(st.lists(matrix, min_size=2, max_size=4), st.sampled_from(["all", "none"]))
def test_every_form_sums_to_the_change(matrices, totals):
    found = shifted(*matrices, totals=totals)
    frame = found.frame
    change = frame["after"] - frame["before"]
    assert np.allclose(change, frame["change"])
    assert np.allclose(frame[PARTS].sum(axis=1), change, atol=1e-6)
    assert np.allclose(frame[[f"moving_{name}" for name in PARTS]].sum(axis=1), change, atol=1e-6)
    split = frame[["national", "mix", "homothetic", "allocation", "entry"]]
    told = split.notna().all(axis=1)
    assert np.allclose(split[told].sum(axis=1), change[told], atol=1e-6)
    for row in found.whole.to_dict("records"):
        assert sum(row[name] for name in PARTS) == pytest.approx(row["change"], abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(matrix, matrix)
def test_the_parts_are_the_fractions_of_the_definition(before, after):
    frame = shifted(before, after).frame.set_index(["region", "industry"])
    whole = [sum(map(sum, m)) for m in (before, after)]
    for r in range(3):
        for i in range(3):
            x0, x1 = before[r][i], after[r][i]
            if x0 == 0:
                continue
            g = Fraction(whole[1], whole[0])
            gi = Fraction(sum(row[i] for row in after), sum(row[i] for row in before))
            wanted = [x0 * (g - 1), x0 * (gi - g), x1 - x0 * gi]
            assert sum(wanted) == x1 - x0
            got = frame.loc[(f"R{r}", f"I{i}"), ["national", "mix", "regional"]]
            assert got.tolist() == pytest.approx([float(value) for value in wanted], abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.data(), st.sampled_from(["all", "none"]))
def test_bounds_hold_whatever_the_secret_cells_are(data, totals):
    true = [np.array(data.draw(matrix)) for _ in range(3)]
    cells = st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2))
    secret = data.draw(st.sets(cells, min_size=1, max_size=5))
    slack = data.draw(st.integers(0, 40))
    low, high = [np.maximum(m - slack, 0) for m in true], [m + slack for m in true]
    hidden = shifted(*true, secret=secret, low=low, high=high, totals=totals)
    open_ = shifted(*true, totals=totals)
    names = [*PARTS, "homothetic", "allocation", "change", *(f"moving_{name}" for name in PARTS)]
    for name in names:
        for told, seen in ((hidden.frame, open_.frame), (hidden.whole, open_.whole)):
            if name not in told:
                continue
            truth = seen[name].to_numpy(float)
            low_, high_ = told[f"{name}_low"].fillna(-np.inf), told[f"{name}_high"].fillna(np.inf)
            known = ~np.isnan(truth)
            assert (low_[known] <= truth[known] + 1e-6).all(), name
            assert (high_[known] >= truth[known] - 1e-6).all(), name
    sure = hidden.frame["verdict"] != "possible"
    assert (hidden.frame["verdict"][sure] == open_.frame["verdict"][sure]).all()


def test_with_published_totals_bounds_of_the_regional_part_are_as_narrow_as_they_can_be():
    true = [np.array(A), np.array(B)]
    low, high = [m - 20 for m in true], [m + 20 for m in true]
    row = shifted(*true, secret={(1, 0, 0), (1, 1, 0), (1, 0, 1), (1, 1, 1)}, low=low, high=high).frame.iloc[
        0
    ]
    # the four cells move together by the totals: 150 ± 20, so the regional part is 10 ± 20
    assert row[["regional_low", "regional_high"]].tolist() == pytest.approx([-10, 30])
    assert row["verdict"] == "possible" and pd.isna(row["regional"])
    assert row[["national", "mix"]].tolist() == pytest.approx([20, 20])


@pytest.mark.parametrize(
    ("table", "word"),
    [
        (tables.empty("employment"), "one year"),
        (years(A), "one year"),
        (years([[5]], [[7]], totals="none"), "cannot be said"),
        (years([[0, 0], [0, 0]], [[0, 0], [0, 0]]), "Itself"),
        (years([[5, 5], [5, 5]], [[5, 5], [5, 5]]), "Itself"),
        (
            years(A, B, secret={(y, r, i) for y in (0, 1) for r in (0, 1) for i in (0, 1)}, totals="none"),
            "totals",
        ),
    ],
)
def test_poor_tables_give_a_sentence(table, word):
    found = shift(specialise(table, region="R0"))
    for lang in ("en", "fr"):
        text = read_shift(found, say=Speaker(lang))
        assert "nan" not in text.lower() and "inf" not in text.split()
    assert word in read_shift(found)
    for plot in (plot_shift, plot_forms):
        assert plot(found).get_title(loc="left")
    assert len(table_shift(found)) == len(found.own)


@pytest.mark.parametrize("size", [3, 8, 17])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_text_lies_on_another(size, lang):
    rng = np.random.default_rng(size)
    first = rng.integers(5, 900, (5, size))
    second = (first * rng.uniform(0.4, 2, first.shape)).round()
    found = shifted(first, second, secret={(0, 0, 1), (1, 2, 1)})
    for plot in (plot_shift, plot_forms):
        ax = plot(found, say=Speaker(lang))
        assert figures.overlaps(ax.figure) == []


def test_the_bars_are_the_parts():
    found = shifted(A, B)
    ax = plot_shift(found)
    widths = sorted(round(bar.get_width(), 3) for bar in ax.patches)
    assert widths == sorted(found.own[PARTS].to_numpy().ravel().round(3).tolist())
    assert len({bar.get_hatch() for bar in ax.patches}) == 3


def test_the_hand_over_has_the_three_parts():
    table = effects(shifted(A, B))
    assert list(table) == ["region", "industry", "year", "national_effect", "mix_effect", "regional_effect"]
    assert len(table) == 4 and table["national_effect"].notna().all()
