"""Influence, strength and alliances: the worked matrices, what must always hold, and what a case gives."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from test_stakeholder_plots import HOSTILE
from test_stakeholders import people

from clusterlib import figures, places, tables
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis import interplay_views as views
from clusterlib.stakeholder_analysis.interplay import Interplay, play
from clusterlib.stakeholder_analysis.mactor import ally, weigh

SAY = Speaker()
WORKED = np.array([[0, 3, 1], [1, 0, 2], [0, 1, 0]], float)
STANCES = np.array([[3, -1], [2, 2], [-1, 3]], float)


def test_worked_influence():
    found = weigh(WORKED)
    assert found.reach.tolist() == [[1, 4, 3], [1, 2, 3], [1, 1, 1]]
    assert found.influence.tolist() == [7, 4, 2] and found.dependence.tolist() == [2, 5, 6]
    assert found.roles == ["dominant", "dominated", "dominated"]


@pytest.mark.parametrize(
    ("feedback", "expected"),
    [("subtract", [2.4115, 0.4593, 0.1292]), ("none", [2.1151, 0.6906, 0.1942])],
)
def test_worked_strength(feedback, expected):
    assert weigh(WORKED, feedback=feedback).strength == pytest.approx(expected, abs=1e-4)


def test_worked_alliances():
    found = ally(STANCES)
    assert (found.convergence[0, 1], found.divergence[0, 1], found.divergence[0, 2]) == (2.5, 1.5, 4)
    assert found.ambivalence == pytest.approx([0.375, 0.75, 0.375], abs=1e-4)


matrices = st.integers(1, 7).flatmap(
    lambda n: arrays.arrays(np.float64, (n, n), elements=st.integers(0, 4).map(float))
)


@settings(max_examples=25, deadline=None)
@given(matrices, st.sampled_from(["subtract", "none"]))
def test_strength_is_never_negative_and_averages_one(matrix, feedback):
    np.fill_diagonal(matrix, 0)
    found = weigh(matrix, feedback=feedback)
    n = len(matrix)
    for i in range(n):
        for j in range(n):
            slow = matrix[i, j] + sum(min(matrix[i, k], matrix[k, j]) for k in range(n) if k not in (i, j))
            assert found.reach[i, j] == slow
    assert found.influence.sum() == pytest.approx(found.dependence.sum())
    if found.strength is not None:
        assert (found.strength >= 0).all() and found.strength.mean() == pytest.approx(1)
        assert (found.strength[found.isolated] == 0).all()


@settings(max_examples=25, deadline=None)
@given(arrays.arrays(np.float64, (4, 3), elements=st.integers(-4, 4).map(float)))
def test_alliances_are_mutual(stances):
    found = ally(stances)
    assert np.array_equal(found.convergence, found.convergence.T)
    assert np.array_equal(found.divergence, found.divergence.T)
    swapped = ally(-stances)
    assert np.array_equal(swapped.convergence, found.convergence)
    known = found.ambivalence[~np.isnan(found.ambivalence)]
    assert ((known >= 0) & (known <= 1)).all()


def test_nobody_influences_anybody():
    found = weigh(np.zeros((3, 3)))
    assert found.strength is None and found.isolated.all()
    assert weigh(np.zeros((0, 0))).roles == []


@pytest.mark.parametrize(
    "wrong", [np.zeros((2, 3)), np.eye(2), np.array([[0, 5], [0, 0]]), np.array([[0, -1], [0, 0]])]
)
def test_wrong_matrices(wrong):
    with pytest.raises(DomainError):
        weigh(np.asarray(wrong, float))


def relations(*rows: tuple[str, str, object]) -> pd.DataFrame:
    keys = ("from", "to", "strength")
    return tables.typed("relations", [{**dict(zip(keys, r, strict=True)), "kind": "influence"} for r in rows])


def stances(*rows: tuple[str, str, int]) -> pd.DataFrame:
    keys = ("stakeholder_id", "objective", "stance")
    return tables.typed("positions", [dict(zip(keys, row, strict=True)) for row in rows])


def worked(n: int = 4) -> Interplay:
    pulls = relations(("s0", "s1", 3), ("s0", "s2", 1), ("s1", "s0", 1), ("s1", "s2", 2), ("s2", "s1", 1))
    said = stances(("s0", "fund", 3), ("s0", "fair", -1), ("s1", "fund", 2), ("s1", "fair", 2),
                   ("s2", "fund", -1), ("s2", "fair", 3))  # fmt: skip
    return play(pulls, said, people(*[{"assessment": "neutral", "influence": "high"}] * n))


def test_tables_give_the_worked_numbers():
    found = worked()
    assert found.people["strength"].tolist() == pytest.approx([2.4115, 0.4593, 0.1292], abs=1e-4)
    fund = found.objectives.set_index("objective").loc["fund"]
    assert fund["net"] == pytest.approx(3 * 2.4115 + 2 * 0.4593 - 0.1292, abs=1e-3)
    assert fund["mobilised"] == pytest.approx(3 * 2.4115 + 2 * 0.4593 + 0.1292, abs=1e-3)
    assert (fund["supporters"], fund["opponents"], found.unrated) == (2, 1, 1)
    assert found.pairs().loc[0, ["agree", "differ"]].tolist() == [2.5, 1.5]


def test_unknown_ids_and_self_influence():
    with pytest.raises(IntegrityError, match="ghost"):
        play(relations(("s0", "ghost", 2)), None, people({"assessment": "neutral", "influence": "high"}))
    frame = relations(("s0", "s1", 2))
    frame["to"] = "s0"
    with pytest.raises(DomainError, match="itself"):
        play(frame, None, people(*[{"assessment": "neutral", "influence": "high"}] * 2))


def many(n: int) -> Interplay:
    rows = [{"name": f"{HOSTILE[i % 7]} {i}" if i % 2 else f"Association of firms number {i}",
             "assessment": "neutral", "influence": "high"} for i in range(n)]  # fmt: skip
    rng = np.random.default_rng(1)
    pulls = [(f"s{i}", f"s{j}", int(rng.integers(0, 5))) for i in range(n) for j in range(n) if i != j]
    said = [
        (f"s{i}", f"{HOSTILE[o % 7]} {o}", int(rng.integers(-4, 5))) for i in range(n) for o in range(n // 2)
    ]
    return play(relations(*pulls), stances(*said), people(*rows))


@pytest.mark.parametrize("n", [2, 3, 8, 20])
def test_pictures(n):
    found = many(n)
    for plot in (views.plot_plane, views.plot_fronts):
        ax = plot(found)
        assert figures.overlaps(ax.get_figure(root=True)) == []
        assert ax.get_title(loc="left")
    for text in (views.read_plane(found, say=SAY), views.read_fronts(found, say=SAY)):
        assert text and "nan" not in text
    assert len(views.table_plane(found, say=SAY)) == min(n, 10)


@pytest.mark.parametrize("pulls", [[], [("s0", "s1", 0)], [("s0", "s1", None)], [("s0", "s1", 4)]], ids=str)
def test_thin_tables_give_sentences(pulls):
    frame = relations(*pulls) if pulls else tables.empty("relations")
    for said in (None, stances(("s0", "fund", 0)), stances(("s0", "fund", 2), ("s2", "fund", -2))):
        found = play(frame, said, people(*[{"assessment": "neutral", "influence": "high"}] * 3))
        for text in (views.read_plane(found, say=SAY), views.read_fronts(found, say=SAY)):
            assert text and not re.search(r"\b(nan|inf)\b", text)
        for plot in (views.plot_plane, views.plot_fronts):
            assert figures.overlaps(plot(found).get_figure(root=True)) == []
        views.table_plane(found, say=SAY), views.table_fronts(found, say=SAY)


def test_dakar():
    case = cases.open_case(places.shipped_case())
    found = play(*[case.table(t) for t in ("relations", "positions", "stakeholders", "actors")])
    assert len(found.people) == 9 and found.unrated == 3
    assert found.objectives["net"].notna().all() and found.basis == "ILLUSTRATIVE"
    assert "Ministry of digital economy" in views.read_plane(found, say=SAY)
