"""Trends: medians, agreement, quadrants, the map."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from clusterlib import figures, tables
from clusterlib.faults import IntegrityError
from clusterlib.readings import Speaker
from clusterlib.roadmapping import trend_views, trends


def one(impact: int | None, certainty: int | None, **extra: Any) -> pd.DataFrame:
    return tables.typed(
        "trends", [{"id": "T1", "name": "AI", "impact": impact, "certainty": certainty, **extra}]
    )


def votes(rows: list[tuple[int, int]], round_: int = 1) -> pd.DataFrame:
    return tables.typed(
        "trend_votes",
        [
            {"respondent_id": f"r{i}", "trend_id": "T1", "impact": a, "certainty": b, "round": round_}
            for i, (a, b) in enumerate(rows)
        ],
    )


@pytest.mark.parametrize(
    ("impact", "certainty", "quadrant"),
    [
        (5, 5, "act"),
        (4, 4, "act"),
        (4, 3, "prepare"),
        (3, 4, "keep in mind"),
        (3, 3, "watch"),
        (None, 4, None),
    ],
)
def test_quadrants(impact: int | None, certainty: int | None, quadrant: str | None) -> None:
    found = trends.trends(one(impact, certainty)).frame.loc[0]
    assert found["quadrant"] is None if quadrant is None else found["quadrant"] == quadrant


def test_limits_are_parameters() -> None:
    assert trends.trends(one(3, 3), strong_from=3, sure_from=3).frame.loc[0, "quadrant"] == "act"


def test_medians_of_votes_replace_the_own_numbers() -> None:
    found = trends.trends(one(1, 1), votes([(5, 4), (5, 4), (4, 2)])).frame.loc[0]
    assert (found["impact"], found["certainty"], found["raters"]) == (5, 4, 3)
    assert found["agreed"]


def test_agreement_at_exactly_one() -> None:
    agreed = trends.trends(one(1, 1), votes([(3, 4), (3, 4), (4, 4), (4, 4)])).frame.loc[0]
    assert (agreed["impact_iqr"], agreed["agreed"]) == (1, True)
    apart = trends.trends(one(1, 1), votes([(1, 4), (1, 4), (4, 4), (4, 4)])).frame.loc[0]
    assert not apart["agreed"]


def test_two_raters_give_no_spread() -> None:
    found = trends.trends(one(1, 1), votes([(1, 4), (5, 4)])).frame.loc[0]
    assert math.isnan(found["impact_iqr"])
    assert found["agreed"] is None


def test_last_round_counts() -> None:
    both = tables.typed("trend_votes", pd.concat([votes([(1, 1)] * 3), votes([(5, 5)] * 3, 2)]))
    found = trends.trends(one(1, 1), both)
    assert found.frame.loc[0, "impact"] == 5
    assert found.rounds == 2


def test_cards_answer_a_trend() -> None:
    cards = tables.typed(
        "cards",
        [
            {"id": f"C{i}", "lane": "effects", "text": "x", "start": "2027", "because": b}
            for i, b in enumerate(["T1;1.1", "trends:T1", "T2"])
        ],
    )
    assert trends.trends(one(5, 5), None, cards).frame.loc[0, "answered"] == "C0, C1"


def test_a_service_answers_a_trend_as_well() -> None:
    """Rule R64 of the review: named by no card and no service."""
    service = {"id": "SV1", "name": "Advice", "because": "D1;T1"}
    found = trends.trends(one(5, 5), None, None, tables.typed("services", [service]))
    assert found.frame.loc[0, "answered"] == "SV1"


def test_unknown_trend_is_refused() -> None:
    with pytest.raises(IntegrityError, match="T1"):
        trends.trends(tables.empty("trends"), votes([(1, 1)]))


def many(n: int, names: list[str], raters: int = 0) -> trends.Trends:
    rng = np.random.default_rng(n)
    rows = [
        {
            "id": f"TR{i}",
            "name": names[i % len(names)],
            "impact": int(rng.integers(1, 6)),
            "certainty": int(rng.integers(1, 6)),
            "horizon": [1, 4, 9, None][i % 4],
        }
        for i in range(n)
    ]
    cast = [
        {"respondent_id": f"r{k}", "trend_id": f"TR{i}", "impact": int(rng.integers(1, 6)), "certainty": 4}
        for i in range(n)
        for k in range(raters)
    ]
    return trends.trends(tables.typed("trends", rows), tables.typed("trend_votes", cast) if cast else None)


LONG = ["Artificial intelligence in public services and private firms of all sizes"]
HOSTILE = ["$x_{ and $", "<script>", "W" * 200, "مجموعة الشركات"]


@pytest.mark.parametrize("n", [1, 3, 8, 20])
@pytest.mark.parametrize("names", [["AI", "Mobile money"], LONG, HOSTILE])
@pytest.mark.parametrize("raters", [0, 5])
def test_nothing_overlaps(n: int, names: list[str], raters: int) -> None:
    figure = trend_views.plot_trends(many(n, names, raters)).get_figure(root=True)
    assert isinstance(figure, Figure)
    assert figures.overlaps(figure) == []


def test_nothing_rated_says_so() -> None:
    for frame in (tables.empty("trends"), one(None, None)):
        result = trends.trends(frame)
        assert trend_views.plot_trends(result).texts
        assert trend_views.read_trends(result).endswith(".")
        assert "nan" not in trend_views.read_trends(result).lower()


@pytest.mark.parametrize("n", [1, 8, 20])
@pytest.mark.parametrize("raters", [0, 2, 5])
def test_readings_and_tables(n: int, raters: int) -> None:
    result = many(n, ["AI", "Mobile money"], raters)
    text = trend_views.read_trends(result)
    assert text.endswith(".")
    assert "{" not in text
    assert len(trend_views.table_trends(result)) <= 10


def test_horizon_is_told_by_the_mark() -> None:
    ax = trend_views.plot_trends(many(8, ["AI"]))
    assert {"●", "■", "▲", "◆"} <= {text.get_text() for text in ax.texts}


def test_french_names() -> None:
    frame = one(5, 5, name_fr="IA")
    assert "IA" in set(trend_views.table_trends(trends.trends(frame), say=Speaker("fr")).iloc[:, 0])
