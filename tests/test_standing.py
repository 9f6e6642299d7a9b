from __future__ import annotations

import numpy as np
import pytest
from employment_tables import employment
from test_firm_quotients import with_firms
from test_industry_space import CASES, POOR

from clusterlib import figures, places
from clusterlib.inputs.cases import open_case
from clusterlib.mapping.specialisation import specialise
from clusterlib.mapping.standing import stand, standing_table
from clusterlib.mapping.standing_views import listing, plot_standing, read_standing, table_standing
from clusterlib.readings import Speaker

JOBS = np.array([[300, 700], [90, 870], [80, 900], [60, 700], [70, 650], [50, 640], [40, 500]])


def test_jobs_and_firms_that_agree_and_that_do_not():
    firms = np.maximum(JOBS // 10, 1)
    agree = with_firms(JOBS, firms)
    assert "stands out as well" in read_standing(stand(specialise(agree, region="R0"), agree))
    one_large = JOBS // 2
    one_large[0, 0] = 15
    large = with_firms(JOBS, one_large)
    assert "a few large ones carry it" in read_standing(stand(specialise(large, region="R0"), large))
    few = with_firms(JOBS, np.maximum(JOBS // 100, 1))
    assert "by luck" in read_standing(stand(specialise(few, region="R0"), few))


def test_without_firms_the_reason_is_said():
    table = employment(JOBS)
    text = read_standing(stand(specialise(table, region="R0"), table))
    assert text.startswith("No confidence interval can be given") and "establishments" in text


def test_regions_too_few_and_enough():
    table = employment(JOBS[:3])
    assert "3 regions are too few" in read_standing(stand(specialise(table, region="R0"), table))
    table = employment(JOBS)
    result = stand(specialise(table, region="R0"), table)
    assert "stands apart" in read_standing(result) and "hint" in read_standing(result)
    assert result.own.set_index("industry").loc["I0", "outlier"] == "certain"
    wide = employment(np.vstack([JOBS, JOBS[1:], JOBS[1:], JOBS[1:]]))
    assert "hint" not in read_standing(stand(specialise(wide, region="R0"), wide))


def test_columns_of_the_hand_over():
    table = with_firms(JOBS, JOBS // 10)
    frame = standing_table(stand(specialise(table, region="R0"), table))
    assert len(frame) == 14 and frame[["slq", "firm_lq", "firm_lq_low", "firm_lq_high"]].notna().all(
        axis=None
    )


@pytest.mark.parametrize(("table", "region"), POOR)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_poor_tables_give_a_sentence(table, region, lang):
    result, say = stand(specialise(table, region=region), table), Speaker(lang)
    text = read_standing(result, say=say)
    assert text and "nan" not in text.lower()
    assert "nan" not in table_standing(result, say=say).to_string().replace("Finan", "")
    assert plot_standing(result, say=say).get_title(loc="left")
    assert listing(result) and listing(None) == "no intervals"


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_shipped_cases(name, lang):
    case = open_case(places.shipped_case(name))
    table = case.table("employment")
    result = stand(specialise(table, region=case.setting("region")), table)
    assert (result.own["why"] == "said").any()
    assert figures.overlaps(plot_standing(result, say=Speaker(lang)).figure) == []
