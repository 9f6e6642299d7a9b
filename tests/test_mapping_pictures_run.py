"""The hand-over of the mapping, put together from its tools on the shipped cases."""

from __future__ import annotations

import pytest

from clusterlib import places
from clusterlib.inputs.cases import open_case
from clusterlib.mapping.shift_share import shift
from clusterlib.mapping.specialisation import specialise
from clusterlib.mapping.specialisation_whole import gather, gathered_table
from clusterlib.mapping.stars import award
from clusterlib.running import declared, fingerprints


@pytest.mark.parametrize("name", ["dakar-ict", "tunisia-automotive", "cotedivoire-plastics"])
def test_the_parts_of_a_row_sum_to_its_change(name):
    case = open_case(places.shipped_case(name))
    jobs = specialise(case.table("employment"), region=case.setting("region"))
    table = gathered_table(gather(jobs, shift=shift(jobs), stars=award(jobs)))
    assert len(table) == len(jobs.frame) and table["stars"].notna().all()
    first = table[table["year"] == table["year"].min()].set_index(["region", "industry"])["employment"]
    later = table[table["year"] > table["year"].min()].set_index(["region", "industry"])
    parts = later[["national_effect", "mix_effect", "regional_effect"]].sum(axis=1, min_count=3)
    change = later["employment"] - first.reindex(later.index)
    told = parts.notna() & change.notna() & (first.reindex(later.index) > 0)
    assert told.sum() > 40 and (parts[told] - change[told]).abs().max() < 1e-6
    assert (table["stars"] <= table["stars_possible"]).all()


def test_without_the_deeper_tools_their_columns_are_blank():
    case = open_case(places.shipped_case())
    table = gathered_table(gather(specialise(case.table("employment"))))
    assert table[["national_effect", "stars", "slq"]].isna().all(axis=None) and table["lq"].notna().any()


def test_what_a_parameter_names_counts_when_a_step_is_asked_for_again():
    case, book = open_case(places.shipped_case()), declared.find("mapping")
    assert book.beside == {"shapes": "file", "compare_with": "case"}
    assert fingerprints.beside_hashes(case, book, {}) == {}
    found = fingerprints.beside_hashes(case, book, {"compare_with": "tunisia-automotive"})
    assert list(found) == ["compare_with"] and len(found["compare_with"]) == 64
