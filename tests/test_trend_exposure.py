"""Members that trends touch: shares, order, drivers of scenarios, picture and sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from clusterlib import figures, tables
from clusterlib.readings import Speaker
from clusterlib.roadmapping import trend_exposure, trend_exposure_views, trends


def frame(rows: list[tuple[int, int, str | None]], name: str = "Trend {i}") -> pd.DataFrame:
    return tables.typed(
        "trends",
        [
            {"id": f"T{i:02}", "name": name.format(i=i), "impact": a, "certainty": b, "node_ids": links}
            for i, (a, b, links) in enumerate(rows)
        ],
    )


def people(at: dict[str, str], others: tuple[str, ...] = ()) -> tuple[pd.DataFrame, pd.DataFrame]:
    actors = [{"actor_id": key, "name": f"Firm {key}", "member": "yes"} for key in at]
    actors += [{"actor_id": key, "name": key, "member": "no"} for key in others]
    nodes = [{"actor_id": key, "node_id": node} for key, links in at.items() for node in links.split()]
    nodes += [{"actor_id": key, "node_id": "N1"} for key in others]
    return tables.typed("actors", actors), tables.typed("actor_nodes", nodes)


def exposed(rows: list[tuple[int, int, str | None]], *at: Any, **more: Any) -> trend_exposure.Exposure:
    table = frame(rows, **more)
    return trend_exposure.exposure(trends.trends(table), table, *at)


def test_worked_exposure() -> None:
    found = exposed([(4, 5, "N1"), (5, 5, "N1;N2")], *people({"a": "N1", "b": "N1 N2", "c": "N3"}, ("z",)))
    rows = found.trends.set_index("id")
    assert rows.loc["T00", ["touched", "relevance", "exposure"]].tolist() == [2, 1.5, 6]
    assert rows.loc["T01", ["touched", "relevance", "exposure"]].tolist() == [2, 2, 10]
    assert found.trends["id"].tolist() == ["T01", "T00"]
    load = found.members.set_index("actor_id")["exposure"]
    assert load.to_dict() == {"a": 9, "b": 7, "c": 0}


def test_members_without_a_link_are_counted_apart() -> None:
    found = exposed([(4, 4, "N1")], *people({"a": "N1", "b": ""}))
    assert (found.placed, found.unplaced) == (1, 1)
    assert "One member stands at no link" in trend_exposure_views.read_exposure(found)


def test_drivers_are_strong_and_least_sure() -> None:
    found = exposed([(5, 3, None), (5, 1, None), (4, 1, None), (5, 5, None), (2, 1, None)])
    assert found.drivers == ("T01", "T00")


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ([(5, 5, None)], "no scenario is needed"),
        ([(5, 1, None)], "two short stories"),
        ([(5, 1, None), (5, 2, None)], "four short stories"),
    ],
)
def test_scenarios_said(rows: list[tuple[int, int, str | None]], part: str) -> None:
    assert part in trend_exposure_views.read_exposure(exposed(rows))


def test_a_trend_that_touches_nobody_is_named() -> None:
    found = exposed([(5, 5, "N9"), (4, 4, "N1"), (4, 4, None)], *people({"a": "N1"}))
    text = trend_exposure_views.read_exposure(found)
    assert "No member works where “Trend 0” arrives" in text
    assert "No link of the chain is named for “Trend 2”" in text


def test_equal_load_names_all() -> None:
    found = exposed([(5, 5, "N1")], *people(dict.fromkeys("abcdef", "N1")))
    text = trend_exposure_views.read_exposure(found)
    assert "The load is greatest on Firm a, Firm b, Firm c, and 3 more." in text


@settings(max_examples=20, deadline=None)
@given(impacts=st.lists(st.integers(1, 5), min_size=1, max_size=6), n=st.integers(1, 5))
def test_members_and_trends_add_up_alike(impacts: list[int], n: int) -> None:
    rows: list[tuple[int, int, str | None]] = [(v, 3, f"N{i % 3};N4") for i, v in enumerate(impacts)]
    found = exposed(rows, *people({f"m{i}": f"N{i % 4} N4" for i in range(n)}))
    assert found.members["exposure"].sum() == pytest.approx(found.trends["exposure"].sum())


@pytest.mark.parametrize("n", [0, 1, 3, 8, 20])
@pytest.mark.parametrize(
    "name", ["Trend {i}", "A very long name of a trend that goes on " * 4, "$x_{{ <b> مرحبا"]
)
@pytest.mark.parametrize("placed", [True, False])
def test_views(n: int, name: str, placed: bool) -> None:
    at = people({f"m{i}": f"N{i % 4}" for i in range(9)}) if placed else ()
    found = exposed([(1 + i % 5, 1 + i % 4, f"N{i % 5}") for i in range(n)], *at, name=name)
    figure = trend_exposure_views.plot_exposure(found).get_figure(root=True)
    assert isinstance(figure, Figure)
    assert figures.overlaps(figure) == []
    for lang in ("en", "fr"):
        say = Speaker(lang)
        table = trend_exposure_views.table_exposure(found, say=say)
        assert len(table) <= 10
        assert trend_exposure_views.read_exposure(found, say=say).endswith(".")
    assert trend_exposure.printed(found)
