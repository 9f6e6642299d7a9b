from __future__ import annotations

import numpy as np
import pytest
from employment_tables import employment

from clusterlib import tables
from clusterlib.faults import DomainError
from clusterlib.mapping.specialisation import specialisation_table, specialise
from clusterlib.mapping.specialisation_tables import listing, table_specialisation


def test_verdicts_at_the_limit():
    jobs = np.array([[25, 25, 50], [75, 75, 250]])
    own = specialise(employment(jobs), region="R0", threshold=1.25).own.set_index("industry")
    assert own["lq"].round(3).to_dict() == {"I0": 1.25, "I1": 1.25, "I2": 0.833}
    assert own["verdict"].to_dict() == {"I0": "certain", "I1": "certain", "I2": "no"}
    assert own["rank"].to_dict() == {"I0": 1, "I1": 1, "I2": 3}


def test_a_secret_cell_is_certain_possible_or_no():
    jobs = np.array([[30, 70], [10, 190]])
    every = [(0, 0), (0, 1), (1, 0), (1, 1)]
    for least, most, word in ((28, 40, "certain"), (12, 40, "possible"), (0, 12, "no")):
        low, high = np.zeros((2, 2)), np.full((2, 2), 300.0)
        low[0, 0], high[0, 0] = least, most
        result = specialise(employment(jobs, every, low=low, high=high), region="R0", rounding=0)
        own = result.own.set_index("industry")
        assert own.loc["I0", "verdict"] == word
        assert (own.loc["I0", "lq_low"], own.loc["I0", "lq_high"]) == pytest.approx(
            (least * 0.075, most * 0.075)
        )
        assert np.isnan(own.loc["I0", "lq"]) and np.isnan(own.loc["I0", "employment"])


def test_hand_over_has_the_columns_of_the_dictionary():
    table = employment([[30, 70], [10, 190]], [(0, 0)])
    handed = specialisation_table(specialise(table))
    assert tuple(handed.columns) == tables.table("specialisation").column_names
    assert len(handed) == 4
    tables.schema("specialisation").validate(handed, lazy=True)
    assert handed["slq"].isna().all() and handed["stars"].isna().all()


def test_basis_is_the_weakest_of_row_and_totals():
    table = employment([[30, 70], [10, 190]])
    table["basis"] = "PUBLIC"
    table.loc[(table["region"] == "total") & (table["industry"] == "I1"), "basis"] = "INFERRED"
    table.loc[(table["region"] == "R1") & (table["industry"] == "I0"), "basis"] = "ILLUSTRATIVE"
    frame = specialise(table).frame.set_index(["region", "industry"])["basis"]
    assert frame.to_dict() == {
        ("R0", "I0"): "PUBLIC",
        ("R0", "I1"): "INFERRED",
        ("R1", "I0"): "ILLUSTRATIVE",
        ("R1", "I1"): "INFERRED",
    }
    visible = employment([[30, 70], [10, 190]], totals="none")
    visible.loc[0, "basis"] = "ILLUSTRATIVE"
    assert set(specialise(visible).frame["basis"]) == {"ILLUSTRATIVE"}


@pytest.mark.parametrize(("asked", "found"), [("R1", "R1"), (" r1 ", "R1"), (None, "R1"), ("Mars", None)])
def test_own_region(asked, found):
    result = specialise(employment([[30, 70], [10, 190]]), region=asked)
    assert result.region == found
    assert (result.year is None) == (found is None)


def test_few_firms_or_jobs_are_marked():
    table = employment([[30, 70], [10, 190]])
    table["establishments"] = 3.0
    table.loc[1, "establishments"] = 40.0
    own = specialise(table, region="R0").own.set_index("industry")
    assert own["few"].to_dict() == {"I0": True, "I1": False}
    assert specialise(table, region="R0", few_firms=0, few_jobs=0).own["few"].sum() == 0


def test_same_table_in_another_order_gives_the_same_numbers():
    table = employment(np.arange(1, 13).reshape(3, 4), [(1, 1), (2, 2)])
    shuffled = table.sample(frac=1, random_state=1).reset_index(drop=True)
    key = ["region", "industry"]
    one, other = (
        specialisation_table(specialise(t)).sort_values(key).reset_index(drop=True) for t in (table, shuffled)
    )
    np.testing.assert_allclose(one["lq"], other["lq"])
    assert one["verdict"].equals(other["verdict"]) and one["rank"].equals(other["rank"])


def test_twin_names_are_shown_to_french_readers():
    table = employment([[30, 70], [10, 190]])
    table["industry_fr"] = table["industry"].map({"I0": "TIC", "I1": "Pêche"})
    from clusterlib.readings import Speaker

    assert table_specialisation(specialise(table, region="R0"), say=Speaker("fr")).iloc[0, 0] == "TIC"


@pytest.mark.parametrize("options", [{"threshold": 0}, {"rounding": -1}, {"threshold": float("nan")}])
def test_wrong_options(options):
    with pytest.raises(DomainError):
        specialise(employment([[1, 2], [3, 4]]), **options)


def test_empty_table_and_totals_only():
    assert specialise(tables.empty("employment")).own.empty
    only = tables.typed(
        "employment", [{"region": "total", "industry": "total", "year": 2020, "employment": 5}]
    )
    result = specialise(only, region="Dakar")
    assert specialisation_table(result).empty and listing(result) == "no location quotients"
    assert listing(None) == "no location quotients"


def test_large_table_takes_the_simple_rule_in_a_moment():
    rng = np.random.default_rng(1)
    jobs = rng.integers(0, 400, (60, 50))
    secret = {
        (int(r), int(i)) for r, i in zip(rng.integers(0, 60, 500), rng.integers(0, 50, 500), strict=True)
    }
    result = specialise(employment(jobs, secret))
    assert not result.narrowed.exact
    inside = result.frame[result.frame["status"] == "suppressed"]
    truth = [jobs[int(r[1:]), int(i[1:])] for r, i in zip(inside["region"], inside["industry"], strict=True)]
    assert (inside["low"] <= np.array(truth) + 1e-6).all() and (
        inside["high"] >= np.array(truth) - 1e-6
    ).all()
