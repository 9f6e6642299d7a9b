"""The net of relations: worked nets, what must hold, thin and hostile tables."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from test_stakeholder_plots import HOSTILE
from test_stakeholders import people

from clusterlib import figures, places, tables
from clusterlib.faults import IntegrityError
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.ties import Ties, weave
from clusterlib.stakeholder_analysis.ties_views import plot_ties, read_ties, table_ties

SAY = Speaker()
ONE = {"assessment": "neutral", "influence": "high"}


def net(n: int, *pairs: tuple[int, int], kind: str = "link", strength: object = 2) -> Ties:
    rows = [{"from": f"s{a}", "to": f"s{b}", "kind": kind, "strength": strength} for a, b in pairs]
    frame = tables.typed("relations", rows) if rows else tables.empty("relations")
    return weave(frame, people(*[ONE] * n))


def test_a_star_hangs_on_its_middle():
    found = net(5, (0, 1), (0, 2), (0, 3), (4, 0)).people.set_index("id")
    assert found.loc["s0", ["degree", "betweenness", "loses"]].tolist() == [4, 1.0, 3]
    assert found.loc["s1", ["degree", "betweenness", "loses"]].tolist() == [1, 0.0, 0]
    assert found.loc["s0", "joined"] == 6
    assert found.loc["s0", "constraint"] == pytest.approx(4 * (1 / 4) ** 2)  # four strangers, a quarter each
    assert found.loc["s1", "constraint"] == pytest.approx(1)


def test_a_path_of_five_by_hand():
    result = net(5, (0, 1), (1, 2), (2, 3), (3, 4))
    found = result.people.set_index("id")
    assert result.density == pytest.approx(4 / 10)
    assert found["betweenness"].tolist() == pytest.approx([0, 3 / 6, 4 / 6, 3 / 6, 0])
    assert found.loc["s2", "closeness"] == pytest.approx(4 / 6)
    assert found["loses"].tolist() == [0, 1, 2, 1, 0]
    assert "Name 2 connects most" in read_ties(result, say=SAY)


def test_a_ring_breaks_nowhere():
    text = read_ties(net(4, (0, 1), (1, 2), (2, 3), (3, 0)), say=SAY)
    assert "still reach each other" in text


def test_parts_are_judged_each_for_itself():
    result = net(7, (0, 1), (1, 2), (3, 4), (4, 5))
    found = result.people.set_index("id")
    assert result.parts == (("s0", "s1", "s2"), ("s3", "s4", "s5")) and found["part"].tolist() == [
        1,
        1,
        1,
        2,
        2,
        2,
        0,
    ]
    assert found.loc["s1", "betweenness"] == 1 == found.loc["s4", "betweenness"]
    assert found.loc["s1", "closeness"] == pytest.approx(2 / 6)  # two of six others at distance 1 each
    assert "2 parts" in read_ties(result, say=SAY) and "Name 6" in read_ties(result, say=SAY)


def test_ranks_sum_to_one_and_follow_the_arrows():
    found = net(4, (0, 3), (1, 3), (2, 3)).people.set_index("id")["rank"]
    assert found.sum() == pytest.approx(1) and found.idxmax() == "s3"


def test_conflict_and_zero_are_no_ties():
    assert net(3, (0, 1), kind="conflict").parts == () == net(3, (0, 1), strength=0).parts
    blank = net(3, (0, 1), strength=None)
    assert blank.blank == 1 and len(blank.parts) == 1
    with pytest.raises(IntegrityError):
        net(1, (0, 1))


@pytest.mark.parametrize("n", [0, 1, 2, 3, 8, 20, 80])
def test_pictures(n):
    rows = [
        {"name": f"{HOSTILE[i % 7]} {i}" if i % 2 else f"Association of firms number {i}", **ONE}
        for i in range(n)
    ]
    rng = np.random.default_rng(3)
    pairs = {tuple(sorted(rng.choice(n, 2, replace=False))) for _ in range(2 * n)} if n > 1 else set()
    ties = [{"from": f"s{a}", "to": f"s{b}", "kind": "trust", "strength": 3} for a, b in sorted(pairs)]
    listed = people(*rows) if rows else tables.empty("stakeholders")
    result = weave(tables.typed("relations", ties) if ties else tables.empty("relations"), listed)
    ax = plot_ties(result)
    assert figures.overlaps(ax.get_figure(root=True)) == [] and ax.get_title(loc="left")
    assert not re.search(r"\b(nan|inf)\b", read_ties(result, say=SAY))
    assert isinstance(table_ties(result, say=SAY), pd.DataFrame)


def test_dakar():
    case = cases.open_case(places.shipped_case())
    result = weave(*[case.table(t) for t in ("relations", "stakeholders", "actors")])
    assert len(result.parts) == 3 and result.people.set_index("id").loc["sme-users", "part"] == 0
    lost = result.people.set_index("id")["loses"]
    assert lost["code-school"] >= 1 and lost["yonne-livre"] == 1
