from __future__ import annotations

import numpy as np
import pytest
from employment_tables import employment

from clusterlib.faults import DomainError
from clusterlib.mapping.firm_quotients import firm_quotients, log_variance
from clusterlib.mapping.specialisation import specialise


def with_firms(jobs, firms, totals="all"):
    table = employment(jobs, totals=totals)
    firms = np.asarray(firms, dtype=float)
    lookup = {(f"R{r}", f"I{i}"): n for (r, i), n in np.ndenumerate(firms)}
    lookup |= {(f"R{r}", "total"): n for r, n in enumerate(firms.sum(1))}
    lookup |= {("total", f"I{i}"): n for i, n in enumerate(firms.sum(0))}
    lookup["total", "total"] = firms.sum()
    table["establishments"] = [lookup[key] for key in zip(table["region"], table["industry"], strict=True)]
    return table


def test_variance_equals_the_delta_method_on_the_cells():
    """Var f = (Σ p g² − (Σ p g)²) / n with g the derivatives of ln LQ by the four cells."""
    a, b, c, d = 30.0, 70.0, 30.0, 870.0
    n = a + b + c + d
    p = np.array([a, b, c, d]) / n
    row, column = p[0] + p[1], p[0] + p[2]
    g = np.array([1 / p[0] - 1 / row - 1 / column, -1 / row, -1 / column, 0.0])
    truth = ((p * g**2).sum() - (p * g).sum() ** 2) / n
    found = log_variance(*(np.array(x) for x in (a, a + b, a + c, n)))
    assert float(found) == pytest.approx(truth)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(5)
    chance = np.array([0.06, 0.14, 0.10, 0.70])
    truth = chance[0] / ((chance[0] + chance[1]) * (chance[0] + chance[2]))
    drawn = rng.multinomial(600, chance, size=4000)
    a, r, i, n = drawn[:, 0], drawn[:, 0] + drawn[:, 1], drawn[:, 0] + drawn[:, 2], drawn.sum(1)
    spread = 1.959964 * np.sqrt(log_variance(*(x.astype(float) for x in (a, r, i, n))))
    inside = np.abs(np.log(a * n / (r * i)) - np.log(truth)) <= spread
    assert 0.94 <= inside.mean() <= 0.96


def test_published_totals_are_the_denominators_and_why_is_said():
    firms = np.array([[30, 70, 0], [30, 870, 4]])
    table = with_firms([[300, 700, 0], [90, 870, 40]], firms)
    found = firm_quotients(specialise(table), table)
    np.testing.assert_allclose(found.lq[0, 0, 0], 30 * 1004 / (100 * 60))
    assert found.low[0, 0, 0] < found.lq[0, 0, 0] < found.high[0, 0, 0]
    assert found.why[0, 0].tolist() == ["said", "said", "none"] and np.isnan(found.low[0, 0, 2])
    table.loc[(table["region"] == "R1") & (table["industry"] == "I0"), "establishments"] = np.nan
    partly = firm_quotients(specialise(table), table)
    assert partly.why[0, 1, 0] == "firms" and partly.why[0, 0, 0] == "said"
    bare = with_firms([[300, 700], [90, 870]], firms[:, :2], totals="none")
    assert (firm_quotients(specialise(bare), bare).why == "said").all()
    bare.loc[0, "establishments"] = np.nan
    assert firm_quotients(specialise(bare), bare).why.tolist() == [
        [["firms", "totals"], ["totals", "totals"]]
    ]


def test_without_firms_nothing_is_said():
    table = employment([[30, 70], [10, 190]])
    found = firm_quotients(specialise(table), table)
    assert not found.said and (found.why == "firms").all() and np.isnan(found.lq).all()


def test_secret_jobs_can_still_have_an_interval_by_firms():
    table = with_firms([[30, 70], [10, 190]], [[5, 10], [5, 20]])
    table.loc[0, ["employment", "status"]] = [np.nan, "suppressed"]
    found = firm_quotients(specialise(table), table)
    assert found.why[0, 0, 0] == "said" and found.lq[0, 0, 0] == pytest.approx(5 * 40 / (15 * 10))


def test_more_firms_than_its_total_is_no_interval():
    table = with_firms([[30, 70], [10, 190]], [[5, 10], [5, 20]])
    table.loc[(table["region"] == "R0") & (table["industry"] == "total"), "establishments"] = 3
    found = firm_quotients(specialise(table), table)
    assert found.why[0, 0].tolist() == ["totals", "totals"]


@pytest.mark.parametrize("level", [0, 1, -2, float("nan")])
def test_wrong_level(level):
    table = employment([[30, 70], [10, 190]])
    with pytest.raises(DomainError):
        firm_quotients(specialise(table), table, level=level)


def test_wider_with_more_confidence_and_narrower_with_more_firms():
    few, many = (with_firms([[30, 70], [10, 190]], k * np.array([[3, 7], [1, 19]])) for k in (1, 25))
    a, b, c = (firm_quotients(specialise(t), t, level=p) for t, p in ((few, 0.95), (many, 0.95), (few, 0.8)))
    assert a.high[0, 0, 0] > c.high[0, 0, 0] > c.lq[0, 0, 0] and a.high[0, 0, 0] > b.high[0, 0, 0]
