"""Influence of trends on each other: by hand, against the eigenvector, circles and ends, pictures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from clusterlib import figures, tables
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.readings import Speaker
from clusterlib.roadmapping import cross_impact, cross_impact_views
from clusterlib.roadmapping.cross_impact import STRENGTHS, CrossImpact

WORDS = list(STRENGTHS)
Pair = tuple[str, str, str]


def known(ids: str | list[str], names: dict[str, str] | None = None) -> pd.DataFrame:
    return tables.typed("trends", [{"id": i, "name": (names or {}).get(i, f"Trend {i}")} for i in ids])


def pairs(*rows: Pair) -> pd.DataFrame:
    return tables.typed(
        "cross_impacts", [dict(zip(("from", "to", "strength"), row, strict=True)) for row in rows]
    )


def cross(*rows: Pair, ids: str = "ABCDEF", **options: Any) -> CrossImpact:
    return cross_impact.cross(known(ids), pairs(*rows), **options)


CIRCLE: list[Pair] = [("A", "B", "high"), ("B", "A", "low"), ("B", "C", "medium"), ("C", "B", "low")]


def test_sums_and_powers_by_hand() -> None:
    """M = [[0,3,0],[1,0,2],[0,1,0]]; M² has rows 9, 5, 3 and columns 4, 5, 8... worked on paper."""
    matrix = np.array([[0, 3, 0], [1, 0, 2], [0, 1, 0]], dtype=object)
    assert (matrix @ matrix).sum(axis=1).tolist() == [9, 5, 3]
    assert (matrix @ matrix).sum(axis=0).tolist() == [4, 5, 8]
    found = cross(*CIRCLE).frame.set_index("id")
    assert found[["gives", "takes"]].loc[["A", "B", "C"]].values.tolist() == [[3, 1], [3, 4], [1, 2]]
    assert found["rank_direct"].to_dict() == {"A": 1, "B": 1, "C": 3}


def test_influence_that_never_comes_back_is_added_up() -> None:
    found = cross(("A", "B", "high"), ("B", "C", "medium"))
    assert (found.settled, found.steps) == ("ends", 2)
    # direct 3 and 2, by way of B another 6: A gives 9, B gives 2, C nothing, of 11
    assert found.frame["influence"].tolist() == pytest.approx([9 / 11, 2 / 11, 0])
    assert dict(zip(found.frame["id"], found.frame["dependence"], strict=True)) == pytest.approx(
        {"A": 0, "B": 3 / 11, "C": 8 / 11}
    )
    assert found.frame["role"].tolist() == ["mover", "apart", "moved"]


@settings(max_examples=40, deadline=None)
@given(st.integers(3, 6), st.integers(0, 10_000))
def test_long_ways_rank_like_the_eigenvector(n: int, seed: int) -> None:
    """Perron: with influence everywhere, row sums of high powers follow the first eigenvector."""
    rng = np.random.default_rng(seed)
    direct = rng.integers(1, 4, (n, n)) * (1 - np.eye(n, dtype=int))
    whole = np.linalg.matrix_power(direct.astype(float), 60)
    values, vectors = np.linalg.eig(direct.astype(float))
    first = np.abs(vectors[:, np.argmax(values.real)].real)
    assert whole.sum(axis=1) / whole.sum() == pytest.approx(first / first.sum(), abs=1e-6)
    matrix, steps, settled = cross_impact.follow(direct.astype(object))
    assert settled in ("stable", "open") and 1 <= steps <= 9
    power = np.linalg.matrix_power(direct, steps)
    assert matrix.tolist() == power.tolist()


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE")).filter(lambda pair: pair[0] != pair[1]),
        st.sampled_from(WORDS),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_is_nothing_and_shares_add_up(judged: dict[Any, str], source: Any) -> None:
    rows = [(a, b, word) for (a, b), word in judged.items()]
    found, turned = cross(*rows), list(rows)
    source.shuffle(turned)
    other = cross(*turned, ids="EDCBAF")
    assert found.frame.equals(other.frame)
    total = 0 if found.settled == "none" or found.frame.empty else 1
    assert found.frame[["influence", "dependence"]].sum().tolist() == pytest.approx([total, total])
    for lang in ("en", "fr"):
        say = Speaker(lang)
        text, table = (
            cross_impact_views.read_cross(found, say=say),
            cross_impact_views.table_cross(found, say=say),
        )
        assert text.endswith((".", "?")) and not any(
            word in text + table.to_string() for word in ("nan", "None")
        )


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(IntegrityError, match="Z"):
        cross(("A", "Z", "low"))
    with pytest.raises(DomainError, match="on itself"):
        cross(("A", "A", "low"))
    with pytest.raises(IntegrityError, match="twice"):
        cross(("A", "B", "low"), ("A", "B", "high"))
    for longest in (0, 10):
        with pytest.raises(DomainError, match="1 to 9"):
            cross(*CIRCLE, longest=longest)


def test_a_pair_that_nobody_judged_is_counted() -> None:
    found = cross(*CIRCLE, ("A", "C", "none"))
    assert (found.rated, found.pairs) == (5, 6)
    assert "5 of 6" in cross_impact_views.read_cross(found)


CASES: dict[str, list[Pair]] = {
    "empty": [],
    "none": [("A", "B", "none")],
    "one": [("A", "B", "low")],
    "alike": [("A", "B", "low"), ("B", "A", "low")],
    "circle": CIRCLE,
    "all": [
        (a, b, WORDS[1 + (i + j) % 3])
        for i, a in enumerate("ABCDEF")
        for j, b in enumerate("ABCDEF")
        if a != b
    ],
}


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", CASES)
def test_pictures_keep_their_names_apart(name: str, lang: str) -> None:
    say = Speaker(lang)
    hostile = {
        "A": "$x_{ <b>",
        "B": "W" * 60,
        "C": "Artificial intelligence in the public services of all regions",
    }
    found = cross_impact.cross(known("ABCDEF", hostile), pairs(*CASES[name]))
    figure = cross_impact_views.plot_cross(found, say=say).get_figure(root=True)
    assert isinstance(figure, Figure) and figures.overlaps(figure) == [] and figures.cut(figure) == []
    assert cross_impact_views.read_cross(found, say=say)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("empty", "No pair of trends is judged yet"),
        ("none", "No trend moves another"),
        ("one", "“Trend A” moves others and is little moved"),
        ("alike", "without being moved itself"),
    ],
)
def test_what_is_said(name: str, said: str) -> None:
    assert said in cross_impact_views.read_cross(cross(*CASES[name]))
