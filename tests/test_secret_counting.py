from __future__ import annotations

import numpy as np
import pytest
from employment_tables import employment
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import figures, tables
from clusterlib.mapping.firm_losses import firms_to_leave, read_firms, table_firms
from clusterlib.mapping.secret_counting import count_secrets
from clusterlib.mapping.secret_views import plot_secrets, read_secrets, table_secrets
from clusterlib.mapping.specialisation import specialise
from clusterlib.readings import Speaker

JOBS = np.array([[40, 80], [10, 190]])


def counted(jobs, secret, **more):
    return count_secrets(specialise(employment(jobs, secret, **more), region="R0", rounding=0))


def test_a_zero_loses_what_the_totals_give_away():
    # the totals leave exactly 40 for the secret cell: 40·320 / (120·50) = 2.13
    # as zero, I1 is all of R0 and I0 in R1 looks like 1.4 times the average; in truth it has 0.32
    frame = counted(JOBS, [(0, 0)]).frame.set_index("way")
    assert frame.loc["zero", ["right", "open", "false", "missed"]].tolist() == [0, 0, 1, 1]
    assert frame.loc["middle", ["right", "open", "false", "missed"]].tolist() == [1, 0, 0, 0]
    assert frame.loc["bounds", ["right", "open", "false", "missed"]].tolist() == [1, 0, 0, 0]


def test_the_lists_are_those_made_by_hand():
    jobs = np.array([[30, 70, 100], [10, 190, 40], [20, 60, 5]])
    low, high = np.maximum(jobs - 20, 0), jobs + 20
    result = counted(jobs, [(0, 0), (2, 2)], low=low, high=high, totals="none")
    filled = jobs.astype(float)
    filled[0, 0] = filled[2, 2] = 0
    quotient = filled / filled.sum(1, keepdims=True) / (filled.sum(0) / filled.sum())
    zero = result.frame.iloc[0]
    assert zero["right"] + zero["open"] + zero["false"] == int((quotient >= 1.25).sum())


matrix = st.lists(st.lists(st.integers(1, 200), min_size=3, max_size=3), min_size=3, max_size=3)


@settings(max_examples=40, deadline=None)
@given(matrix, st.sets(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=4))
def test_what_is_called_missed_or_false_is_so(jobs, secret):
    jobs = np.array(jobs)
    result = counted(jobs, secret)
    truth = jobs * jobs.sum() / (jobs.sum(1, keepdims=True) * jobs.sum(0)) >= 1.25 * (1 - 1e-9)
    bounds = result.frame.set_index("way").loc["bounds"]
    assert bounds["right"] <= truth.sum() <= bounds["right"] + bounds["open"]
    for row in result.frame.to_dict("records"):
        assert row["right"] + row["missed"] == bounds["right"]
        assert row["false"] <= (~truth).sum()
    assert result.hidden == len(secret) and result.cells == 9


@pytest.mark.parametrize(
    ("table", "word"),
    [
        (tables.empty("employment"), "nothing to compare"),
        (employment([[5]], totals="none"), "nothing to compare"),
        (employment(JOBS), "every cell"),
        (employment(JOBS, [(r, i) for r in (0, 1) for i in (0, 1)], totals="none"), "not published"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_poor_tables_give_a_sentence(table, word, lang):
    result, say = count_secrets(specialise(table, region="R0")), Speaker(lang)
    assert word in read_secrets(result)
    assert "nan" not in read_secrets(result, say=say).lower()
    assert plot_secrets(result, say=say).get_title(loc="left")
    assert len(table_secrets(result, say=say)) == 3


def test_no_text_lies_on_another():
    rng = np.random.default_rng(3)
    jobs = rng.integers(1, 500, (8, 9))
    secret = [(r, i) for r, i in np.ndindex(8, 9) if rng.random() < 0.2]
    result = counted(jobs, secret, low=np.maximum(jobs - 90, 0), high=jobs + 90, totals="none")
    for lang in ("en", "fr"):
        assert figures.overlaps(plot_secrets(result, say=Speaker(lang)).figure) == []


# ------------------------------------------------------------------ few firms
def leaving(jobs, firms, **options):
    table = employment(jobs)
    inner = (table["region"] != "total") & (table["industry"] != "total")
    table.loc[inner, "establishments"] = np.asarray(firms, float).ravel()
    return firms_to_leave(specialise(table, region="R0", **options))


def test_leaving_firms_are_counted_one_by_one():
    jobs, firms = [[40, 80], [10, 190]], [[4, 8], [1, 19]]
    row = leaving(jobs, firms).frame.iloc[0]
    assert row["industry"] == "I0" and row["per_firm"] == 10
    by_hand = [(40 - m) * (320 - m) / ((120 - m) * (50 - m)) if m < 40 else 0 for m in (0, 10, 20, 30, 40)]
    assert row["lq"] == pytest.approx(by_hand[0]) and row["after"] == pytest.approx(by_hand[1])
    assert row["leave"] == next(k for k, value in enumerate(by_hand) if value < 1.25)


def test_one_firm_alone_is_the_whole_industry():
    row = leaving([[40, 80], [10, 190]], [[1, 8], [1, 19]]).frame.iloc[0]
    assert row["leave"] == 1 and row["after"] == 0


def test_without_firms_it_is_said():
    result = firms_to_leave(specialise(employment([[40, 80], [10, 190]]), region="R0"))
    assert result.frame.empty and len(result.unknown) == 1
    for lang in ("en", "fr"):
        assert read_firms(result, say=Speaker(lang)) and table_firms(result, say=Speaker(lang)).empty
    nobody = firms_to_leave(specialise(employment([[50, 50], [50, 50]]), region="R0"))
    assert "No industry" in read_firms(nobody)
