from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from employment_tables import employment

from clusterlib import figures, places, tables
from clusterlib.faults import DomainError
from clusterlib.inputs.cases import open_case
from clusterlib.mapping.industry_space import relate, space_table
from clusterlib.mapping.industry_space_plots import plot_near, plot_space
from clusterlib.mapping.industry_space_readings import listing, read_space, table_space
from clusterlib.mapping.related_pairs import judge_pairs
from clusterlib.mapping.relatedness_bounds import Present
from clusterlib.mapping.specialisation import specialise
from clusterlib.readings import Speaker

CASES = ["dakar-ict", "tunisia-automotive", "cotedivoire-plastics"]


def space(jobs, secret=(), region="R0", **options):
    low, high = np.zeros_like(jobs), np.asarray(jobs) * 3 + 5
    table = employment(jobs, secret, low=low, high=high, totals="none")
    return relate(specialise(table, region=region), **options)


def blocks(copies=14):
    """Two groups of regions with two groups of industries: A and B go together, C and D."""
    half = np.array([[90, 90, 10, 10], [10, 10, 90, 90]])
    return np.repeat(half, copies, axis=0)


def test_what_goes_together_is_near_and_beyond_chance():
    found = space(blocks(), sector="i0")
    own = found.own.set_index("industry")
    assert own.loc["I1", "here"] == "certain" and own.loc["I1", "density"] == 1
    assert own.loc["I2", "here"] == "no" and own.loc["I2", "density"] == 0 and own.loc["I2", "near"] == "no"
    assert found.industry == "I0"
    around = found.pairs.around("I0")
    assert around["other"].tolist() == ["I1"] and around["related"].tolist() == ["certain"]
    assert found.order.why in {"disconnected", "sign", "repeated"}
    assert "more often than chance" in read_space(found)


def test_few_regions_cannot_beat_chance():
    found = space(blocks(copies=2), sector="I0")
    assert (found.pairs.frame["related"] == "no").all()
    assert "questions for the firms" in read_space(found)


def test_a_secret_cell_makes_a_range_and_never_a_wrong_word():
    jobs = np.array([[40, 30, 20, 5], [35, 40, 5, 5], [5, 10, 50, 30], [30, 5, 10, 60], [20, 30, 40, 9]])
    found, truth = space(jobs, [(0, 2), (3, 1)]), space(jobs)
    assert found.undecided > 0
    both = found.frame.merge(truth.frame, on=["region", "industry", "year"], suffixes=("", "_true"))
    told = both["density_true"].notna()
    assert (both["density_low"] <= both["density_true"] + 1e-9)[told].all()
    assert (both["density_high"] >= both["density_true"] - 1e-9)[told].all()
    for word in ("certain", "no"):
        assert (both.loc[both["near"] == word, "near_true"].dropna() == word).all()
        assert (both.loc[both["here"] == word, "here_true"] == word).all()
    assert "ranges" in read_space(found)


def test_the_same_table_gives_the_same_draws():
    jobs = np.random.default_rng(3).integers(1, 60, (7, 6))
    one, other = (space(jobs, [(1, 1), (2, 3)], seed=4) for _ in range(2))
    pd.testing.assert_frame_equal(one.order.regions, other.order.regions)


def test_chance_by_hand():
    """Two industries in 3 of 6 regions each, both in all 3: one of the 20 ways to choose 3 of 6."""
    there = np.array([[1, 1], [1, 1], [1, 1], [0, 0], [0, 0], [0, 0]], dtype=bool)
    frame = judge_pairs(Present(there, there), ("X", "Y")).frame
    assert frame["p_low"].iloc[0] == pytest.approx(1 / 20) and frame["p_high"].iloc[0] == pytest.approx(
        1 / 20
    )
    maybe = there.copy()
    maybe[3, 0] = True
    open_ = judge_pairs(Present(there, maybe), ("X", "Y")).frame.iloc[0]
    assert open_["p_low"] == pytest.approx(1 / 20) and open_["p_high"] == pytest.approx(4 / 20)


@pytest.mark.parametrize(
    "options", [{"line": 0}, {"times": -1}, {"alpha": 1}, {"draws": 0}, {"line": float("nan")}]
)
def test_wrong_options(options):
    with pytest.raises(DomainError):
        space(blocks(2), **options)


def test_an_industry_that_is_not_in_the_table_is_named():
    with pytest.raises(DomainError, match="knows: I0, I1"):
        space(blocks(2), industry="Mars")


POOR = [
    (tables.empty("employment"), "R0"),
    (employment([[5, 3], [2, 8]]), "elsewhere"),
    (employment([[5]], totals="none"), "R0"),
    (employment([[5, 9, 2]], totals="none"), "R0"),
    (employment([[0, 0], [0, 0]]), "R0"),
    (employment([[5, 5], [5, 5]]), "R0"),
    (employment([[5, 1, 7], [5, 9, 2]], {(r, i) for r in range(2) for i in range(3)}, totals="none"), "R0"),
]


@pytest.mark.parametrize(("table", "region"), POOR)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_poor_tables_give_a_sentence(table, region, lang):
    result, say = relate(specialise(table, region=region)), Speaker(lang)
    text = read_space(result, say=say)
    assert text and "nan" not in text.lower()
    assert "nan" not in table_space(result, say=say).to_string()
    for plot in (plot_space, plot_near):
        assert plot(result, say=say).get_title(loc="left")
    assert listing(result) and listing(None) == "no neighbours"
    assert len(space_table(result)) == len(result.frame)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_shipped_cases_read_well_and_no_text_lies_on_another(name, lang):
    case = open_case(places.shipped_case(name))
    result = relate(
        specialise(case.table("employment"), region=case.setting("region")), sector=case.setting("sector")
    )
    say = Speaker(lang)
    assert result.industry is not None and result.pairs.frame["related"].eq("no").all()
    assert 3 <= read_space(result, say=say).count(". ") <= 16
    for plot in (plot_space, plot_near):
        assert figures.overlaps(plot(result, say=say).figure) == []


@pytest.mark.parametrize("size", [(11, 17), (4, 30), (30, 5)])
def test_larger_tables_fit_their_pictures(size):
    jobs = np.random.default_rng(1).integers(1, 900, size)
    result = space(jobs, [(0, 1), (2, 2)], sector="I3")
    assert (
        figures.overlaps(plot_space(result).figure) == [] and figures.overlaps(plot_near(result).figure) == []
    )
