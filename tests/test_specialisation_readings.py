from __future__ import annotations

import numpy as np
import pytest
from employment_tables import employment

from clusterlib import tables
from clusterlib.mapping.specialisation import specialise
from clusterlib.mapping.specialisation_readings import headline, read_specialisation
from clusterlib.mapping.specialisation_tables import table_specialisation
from clusterlib.readings import Speaker

SAY = Speaker()


def read(jobs, secret=(), region="R0", **options):
    table = employment(jobs, secret, **options)
    return read_specialisation(specialise(table, region=region), say=SAY)


def test_one_leader_by_name_and_number():
    text = read([[30, 70], [10, 190]])
    assert "Of the 2 industries of R0, one has at least 1.25 times" in text
    assert "I0 is first with 2.3 times: 30 jobs, 17 more than the average." in text
    assert "I0 rests on fewer than 5 firms or 50 jobs" in text
    assert "nothing can be said about growth" in text


def test_a_tie_is_shared():
    assert "I0 and I1 share the first place" in read([[30, 30, 40], [10, 10, 180]])


def test_all_equal_has_no_winner():
    text = read([[50, 50], [50, 50]])
    assert "No industry of R0 reaches 1.25 times" in text and "share the first place with 1.0 times" in text


def test_secret_cells_are_named_not_counted_as_zero():
    jobs = np.array([[300, 700], [100, 1900]])
    low, high = jobs.copy(), jobs.copy()
    low[0, 0], high[0, 0] = 20, 400
    table = employment(jobs, [(0, 0)], low=low, high=high, totals="none")
    text = read_specialisation(specialise(table, region="R0"), say=SAY)
    assert "I0 may stand out" in text and "no published totals" in text and "would settle" in text


def test_secret_but_decided():
    text = read([[300, 700], [100, 1900]], [(1, 0)], region="R1")
    assert "are not published, but the bounds are narrow enough to judge" in text


@pytest.mark.parametrize(
    ("table", "region", "words"),
    [
        (tables.empty("employment"), None, "nothing to compare"),
        (employment([[3, 5, 7]], totals="none"), "R0", "knows no other region than R0"),
        (
            employment([[30, 70], [10, 190]]),
            "Mars",
            "“Mars” is not among the regions of the table (R0 and R1)",
        ),
        (employment([[5], [6]], totals="none"), "R0", "cannot be compared"),
        (employment([[0, 0], [6, 7]]), "R0", "cannot be compared"),
    ],
)
def test_what_cannot_be_said_is_a_sentence(table, region, words):
    result = specialise(table, region=region)
    text = read_specialisation(result, say=SAY)
    assert words in text and "nan" not in text.lower().split()
    assert headline(result, say=SAY)
    table_specialisation(result, say=SAY)


def test_growth_from_little_is_told_with_its_numbers():
    rows = []
    for year, jobs in ((2020, [[10, 70], [10, 190]]), (2022, [[40, 70], [10, 190]])):
        rows.append(employment(jobs).assign(year=year))
    import pandas as pd

    table = tables.typed("employment", pd.concat(rows))
    text = read_specialisation(specialise(table, region="R0"), say=SAY)
    assert "I0 has grown fastest since 2020: from 10 to 40 jobs, 100 % a year." in text


def test_table_keeps_ten_rows_and_no_dash_for_zero():
    shown = table_specialisation(specialise(employment(np.arange(24).reshape(2, 12)), region="R0"), say=SAY)
    assert len(shown) == 10 and shown.columns[0] == "Industry"
    assert "0" in set(
        table_specialisation(specialise(employment([[0, 5], [4, 5]]), region="R0"), say=SAY)["Jobs"]
    )
