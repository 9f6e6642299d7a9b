"""The radar of trends: rings, sectors, places apart, what is said about time and blind spots."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from clusterlib import figures, tables
from clusterlib.faults import DomainError
from clusterlib.readings import Speaker
from clusterlib.roadmapping import trend_radar, trends
from clusterlib.roadmapping.trend_radar import SECTORS


def field(*rows: dict[str, Any], **options: Any) -> trends.Trends:
    plain = {"impact": 4, "certainty": 4}
    made = [{"id": f"T{i}", "name": f"Trend {i}"} | plain | row for i, row in enumerate(rows)]
    return trends.trends(tables.typed("trends", made), **options)


def at(years: int | None, kind: str | None = "social", **more: Any) -> dict[str, Any]:
    return {"horizon": years, "category": kind} | more


@pytest.mark.parametrize(
    ("years", "ring"), [(0, 0), (2, 0), (3, 1), (5, 1), (6, 2), (10, 2), (11, 3), (50, 3)]
)
def test_a_limit_belongs_to_the_ring_it_ends(years: int, ring: int) -> None:
    assert trend_radar.placed(field(at(years)))["ring"].tolist() == [ring]


def test_rings_are_a_parameter_and_must_rise() -> None:
    assert trend_radar.placed(field(at(4), rings="3;8"))["ring"].tolist() == [1]
    for wrong in ("", "5;2", "2;2", "2;x", "0;3"):
        with pytest.raises(DomainError, match="rings"):
            field(at(4), rings=wrong)


def test_each_trend_stands_in_its_sector_and_ring() -> None:
    rows = trend_radar.placed(field(*(at(y, kind) for kind in SECTORS for y in (1, 4, 8, 20))))
    turn = (np.pi / 2 - np.arctan2(rows["y"], rows["x"])) % (2 * np.pi) / (2 * np.pi) * len(SECTORS)
    assert [SECTORS[int(part)] for part in turn] == rows["category"].tolist()
    away = np.hypot(rows["x"], rows["y"]).groupby(rows["ring"])
    assert (away.max().to_numpy()[:-1] < away.min().to_numpy()[1:]).all()


@pytest.mark.parametrize("n", [1, 4, 10, 25])
def test_no_two_trends_share_a_place(n: int) -> None:
    rows = trend_radar.placed(field(*(at(1) for _ in range(n))))
    spots = rows[["x", "y"]].to_numpy()
    assert all(np.hypot(*(a - b)) > 0.05 for a, b in combinations(spots, 2))


LONG = "Artificial intelligence in public services and private firms of all sizes"


@pytest.mark.parametrize("n", [1, 10, 20])
@pytest.mark.parametrize("name", ["AI", LONG, "$x_{ <b>"])
def test_no_name_lies_on_another(n: int, name: str) -> None:
    rows = [at([1, 4, 9, 20][i % 4], SECTORS[i % 5], name=name, impact=1 + i % 5) for i in range(n)]
    figure = trend_radar.plot_radar(field(*rows), say=Speaker("fr" if n == 10 else "en")).get_figure(
        root=True
    )
    assert isinstance(figure, Figure)
    assert figures.overlaps(figure) == [] and figures.cut(figure) == []


def test_raters_that_differ_make_a_hollow_mark() -> None:
    rows = [{"id": "T0", "name": "AI", "category": "social", "horizon": 1}]
    cast = [
        {"respondent_id": f"r{i}", "trend_id": "T0", "impact": a, "certainty": 5}
        for i, a in enumerate((1, 5, 5))
    ]
    found = trends.trends(tables.typed("trends", rows), tables.typed("trend_votes", cast))
    ax = trend_radar.plot_radar(found)
    assert "○" in {text.get_text() for text in ax.texts}


@pytest.mark.parametrize(
    ("rows", "title", "said"),
    [
        ([], "No trend says both", ""),
        ([at(None)], "No trend says both", "One trend has no kind or no year"),
        ([at(4, None)], "No trend says both", "One trend has no kind or no year"),
        ([at(7)], "Nothing is felt within 2 years", "of the kind technological, economic"),
        (
            [at(1, impact=2)],
            "One trend is felt within 2 years; strong: 0",
            "Felt first, within 2 years: “Trend 0”",
        ),
        ([at(1), at(2, impact=None)], "2 trends are felt within 2 years; strong: 1", "did nobody look?"),
    ],
)
def test_what_is_said(rows: list[dict[str, Any]], title: str, said: str) -> None:
    found = field(*rows)
    assert trend_radar.radar_title(found).startswith(title)
    assert said in trend_radar.radar_said(found)
    assert trend_radar.plot_radar(found).get_title(loc="left")
    for lang in ("en", "fr"):
        assert "nan" not in trend_radar.radar_said(found, say=Speaker(lang))


def test_the_order_of_rows_changes_no_place() -> None:
    rows = [at(1 + i, SECTORS[i % 3]) | {"id": f"T{i}", "name": "x"} for i in range(9)]
    one, other = (trend_radar.placed(field(*part)).set_index("id")[["x", "y"]] for part in (rows, rows[::-1]))
    assert np.allclose(one, other.loc[one.index])
