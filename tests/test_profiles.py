from __future__ import annotations

import numpy as np
import pytest
from employment_tables import employment
from test_firm_quotients import with_firms
from test_industry_space import CASES, POOR

from clusterlib import figures, places, tables
from clusterlib.faults import DomainError
from clusterlib.inputs.cases import open_case
from clusterlib.mapping.industry_profiles import plot_industries, read_industries, table_industries
from clusterlib.mapping.industry_space import relate
from clusterlib.mapping.profiles import industry_table, listing, profile, region_table
from clusterlib.mapping.region_profiles import plot_regions, read_regions, table_regions
from clusterlib.mapping.shift_share import shift
from clusterlib.mapping.specialisation import specialise
from clusterlib.mapping.specialisation_whole import gather, gathered_table
from clusterlib.mapping.standing import stand
from clusterlib.mapping.stars import award
from clusterlib.readings import Speaker

JOBS = np.array([[300, 700, 0], [90, 870, 40], [80, 900, 20]])


def profiles(jobs, secret=(), region="R0", **options):
    table = employment(jobs, secret)
    return profile(specialise(table, region=region), **options)


def test_places_by_hand():
    found = profiles(JOBS)
    now = found.regions_now
    assert now["region"].tolist() == ["R0", "R2", "R1"] and now["place_low"].tolist() == [1, 2, 3]
    s, t = JOBS / JOBS.sum(1, keepdims=True), JOBS.sum(0) / JOBS.sum()
    np.testing.assert_allclose(found.regions["krugman"], np.abs(s - t).sum(1))
    assert "None of the 3 regions is less like the whole" in read_regions(found)


def test_ties_share_a_place_and_a_secret_cell_widens_it():
    tied = profiles(np.array([[60, 40], [60, 40], [30, 70]])).regions_now.set_index("region")
    assert tied.loc[["R0", "R1"], "place_low"].tolist() == [2, 2]
    assert tied.loc[["R0", "R1"], "place_high"].tolist() == [2, 2]
    hidden = profiles(JOBS, [(1, 1), (1, 2), (2, 1), (2, 2)])
    own = hidden.regions_now.set_index("region").loc["R1"]
    assert np.isnan(own["krugman"]) and own["krugman_low"] < own["krugman_high"]
    truth = profiles(JOBS).regions_now.set_index("region")["place_low"]
    for region, row in hidden.regions_now.set_index("region").iterrows():
        assert row["place_low"] <= truth[region] <= row["place_high"]


def test_gamma_needs_the_number_of_firms():
    assert "cannot be said without the number of firms" in read_industries(profiles(JOBS))
    # without firms one firm may hold all jobs of a region: the index has no useful lower end
    assert (profiles(JOBS).industries["concentrated"] != "certain").all()
    many = with_firms(
        np.array([[900, 100], [10, 990], [10, 990]]), np.array([[900, 100], [10, 990], [10, 990]])
    )
    jobs = specialise(many, region="R0")
    found = profile(jobs, stand(jobs, many))
    assert (found.industries["concentrated"] == "certain").all(), "each job a firm: sizes explain nothing"
    assert "concentrated for certain" in read_industries(found)


def test_hand_overs_have_the_columns_of_the_dictionary():
    table = with_firms(JOBS, JOBS // 10)
    jobs = specialise(table, region="R0")
    standing, related = stand(jobs, table), relate(jobs)
    found = profile(jobs, standing, related)
    for name, frame in (("region_profile", region_table(found)), ("industry_profile", industry_table(found))):
        assert tuple(frame.columns) == tables.table(name).column_names and len(frame) == 3
        tables.schema(name).validate(frame, lazy=True)
    whole = gathered_table(gather(jobs, standing, shift(jobs), related, award(jobs)))
    assert tuple(whole.columns) == tables.table("specialisation").column_names and len(whole) == 9
    tables.schema("specialisation").validate(whole, lazy=True)
    assert whole["firm_lq"].notna().any() and whole["density"].notna().any()
    bare = gathered_table(gather(jobs))
    assert tuple(bare.columns) == tuple(whole.columns) and bare["density"].isna().all()


def test_basis_is_the_weakest_of_the_year():
    table = employment(JOBS)
    table["basis"] = "PUBLIC"
    table.loc[0, "basis"] = "ILLUSTRATIVE"
    found = profile(specialise(table, region="R0"))
    assert set(region_table(found)["basis"]) == {"ILLUSTRATIVE"}


@pytest.mark.parametrize("options", [{"smallest": -1}, {"highly": float("nan")}])
def test_wrong_options(options):
    with pytest.raises(DomainError):
        profiles(JOBS, **options)


@pytest.mark.parametrize(("table", "region"), POOR)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_poor_tables_give_a_sentence(table, region, lang):
    jobs, say = specialise(table, region=region), Speaker(lang)
    result = profile(jobs, stand(jobs, table), relate(jobs))
    for read in (read_regions, read_industries):
        text = read(result, say=say)
        assert text and "nan" not in text.lower()
    for show in (table_regions, table_industries):
        assert "nan" not in show(result, say=say).to_string()
    for plot in (plot_regions, plot_industries):
        assert plot(result, say=say).get_title(loc="left")
    assert listing(result) and listing(None) == "no profiles"
    assert region_table(result) is not None and industry_table(result) is not None


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_shipped_cases(name, lang):
    case = open_case(places.shipped_case(name))
    table = case.table("employment")
    jobs = specialise(table, region=case.setting("region"))
    found = profile(jobs, stand(jobs, table), relate(jobs, sector=case.setting("sector")))
    say = Speaker(lang)
    assert found.regions_now["own"].sum() == 1 and found.industries_now["own"].sum() == 1
    assert len(table_regions(found, say=say)) == min(len(found.regions_now), 10)
    for plot in (plot_regions, plot_industries):
        assert figures.overlaps(plot(found, say=say).figure) == []
