"""Before and after by period: worked differences, staggered starts, places, early drift, who left."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest

from clusterlib import figures, places, tables
from clusterlib.inputs import cases
from clusterlib.monitoring import panel, panel_attrition, panel_event_views, panel_events
from clusterlib.readings import Speaker

SAY = Speaker()


def firm(
    key: str, group: str, values: list[float | None], *, first: int = 2018, **more: Any
) -> list[dict[str, Any]]:
    return [
        {"respondent_id": key, "period": str(first + i), "group": group, "value": v, **more}
        for i, v in enumerate(values)
        if v is not None
    ]


def made(*firms: list[dict[str, Any]]) -> pd.DataFrame:
    return tables.typed("panel", [row for rows in firms for row in rows])


def several(group: str, values: list[float], n: int = 5, **more: Any) -> list[dict[str, Any]]:
    return [
        row
        for i in range(n)
        for row in firm(f"{group[:2]}{more.get('cluster', '')}{i}", group, values, **more)
    ]


def gaps(found: panel_events.Events) -> dict[int, float]:
    return dict(zip(found.table["step"], found.table["gap"], strict=True))


def test_worked_difference_of_twenty() -> None:
    frame = made(several("cluster", [100, 100, 100, 130]), several("comparison", [100, 100, 100, 110]))
    found = panel_events.trace(frame, began="2021", draws=200)
    assert gaps(found) == {-2: 0, -1: 0, 0: 0, 1: 20}
    assert (found.before, found.after, found.effect, found.steady) == (3, 1, 20, 1.0)
    agrees = panel.compare(frame, before="2020", after="2021", draws=50).difference
    assert agrees is not None
    assert agrees.value == 20


def test_staggered_starts_are_set_against_those_that_never_began() -> None:
    """The effect grows by 10 a year; a comparison with firms that began earlier would find less."""
    early = several("cluster", [100, 110, 120, 130, 140], started="2019", cluster="a")
    late = several("cluster", [100, 100, 100, 110, 120], started="2021", cluster="b")
    found = panel_events.trace(made(early, late, several("comparison", [100] * 5)), draws=100)
    assert found.starts == ("2019", "2021")
    assert gaps(found) == {-2: 0, -1: 0, 0: 0, 1: 10, 2: 20, 3: 30, 4: 40}
    assert found.effect == pytest.approx((10 * 10 + 20 * 10 + 30 * 5 + 40 * 5) / 30)
    assert "2 different times" in panel_event_views.read_events(found, say=SAY)


def test_gaps_by_hand_with_blanks() -> None:
    rng = np.random.default_rng(3)
    values = rng.normal(50, 5, (12, 4)).round(1)
    rows = [
        firm(
            f"f{i:02}",
            "cluster" if i < 6 else "comparison",
            [None if (i, j) in {(1, 3), (8, 0)} else v for j, v in enumerate(line)],
        )
        for i, line in enumerate(values.tolist())
    ]
    found = panel_events.trace(made(*rows), began="2020", draws=50)
    values[1, 3] = values[8, 0] = np.nan
    change = values - values[:, [1]]
    wanted = np.nanmean(change[:6] - np.nanmean(change[6:], axis=0), axis=0)
    assert [gaps(found)[k] for k in (-1, 0, 1, 2)] == pytest.approx(wanted.tolist())
    assert found.table["firms"].tolist() == [6, 6, 6, 5]


def test_a_drift_before_the_start_is_found() -> None:
    up = [several("cluster", [100 + i, 110 + i, 120 + i, 130 + i], n=1, cluster=str(i)) for i in range(8)]
    flat = [several("comparison", [100 + i] * 4, n=1, cluster=f"o{i}") for i in range(8)]
    found = panel_events.trace(made(*up, *flat), began="2021", draws=500)
    assert found.steady is not None
    assert found.steady < 0.05
    assert "cannot be put down to the cluster" in panel_event_views.read_events(found, say=SAY)
    assert "did not move alike" in panel_event_views.plot_events(found, say=SAY).get_title(loc="left")


def test_with_few_places_whole_places_are_dealt() -> None:
    ours = several("cluster", [100, 100, 130], cluster="home")
    others = [several("comparison", [100, 100, 100 + k], n=2, cluster=f"p{k}") for k in range(4)]
    found = panel_events.trace(made(ours, *others), began="2020", draws=50)
    assert (found.places, found.ways, found.p_places) == (5, 5, pytest.approx(1 / 5))
    assert "5 places" in panel_event_views.read_events(found, say=SAY)
    shares = {"home": (5, 30.0), **{f"p{k}": (2, float(k)) for k in range(4)}}
    effects = []
    for (pick,) in combinations(shares, 1):
        rest = [shares[name] for name in shares if name != pick]
        effects.append(abs(shares[pick][1] - sum(n * v for n, v in rest) / sum(n for n, _ in rest)))
    assert found.effect == pytest.approx(effects[0])
    assert sum(e >= effects[0] - 1e-9 for e in effects) == 1


@pytest.mark.parametrize(
    ("frame", "began", "silence"),
    [
        (made(), None, "start"),
        (made(several("cluster", [1, 2]), several("comparison", [1, 2])), None, "start"),
        (made(several("cluster", [1, 2]), several("comparison", [1, 2])), "2018", "before"),
        (made(several("cluster", [1, 2]), several("comparison", [1, 2])), "2021", "after"),
        (made(several("cluster", [1, 2], n=2), several("comparison", [1, 2])), "2019", "few"),
        (made(several("cluster", [1, 2])), "2019", "few"),
    ],
)
def test_why_there_is_no_picture(frame: pd.DataFrame, began: str | None, silence: str) -> None:
    found = panel_events.trace(frame, began=began, draws=20)
    assert found.silence == silence
    assert panel_event_views.read_events(found, say=SAY)
    assert panel_event_views.table_events(found, say=SAY).empty
    panel_event_views.plot_events(found)


def test_too_few_periods_before_are_said() -> None:
    found = panel_events.trace(
        made(several("cluster", [1, 2, 4]), several("comparison", [1, 2, 2])), began="2020", draws=50
    )
    assert found.steady is None
    assert "2 periods before the start" in panel_event_views.read_events(found, say=SAY)


def test_order_of_rows_changes_nothing() -> None:
    frame = cases.open_case(places.shipped_case("tunisia-automotive")).table("panel")
    one = panel_events.trace(frame, draws=100)
    other = panel_events.trace(frame.sample(frac=1, random_state=5), draws=100)
    pd.testing.assert_frame_equal(one.table, other.table)
    assert (one.steady, one.effect) == (other.steady, other.effect)


def test_who_left_is_counted_by_side() -> None:
    frame = made(
        several("cluster", [10.0, 10.0], n=6),
        *[firm(f"l{i}", "cluster", [20.0, None]) for i in range(5)],
        several("comparison", [5.0, 5.0], n=4),
        firm("n1", "comparison", [None, 7.0]),
    )
    compared = panel.compare(frame, draws=50)
    found = panel_attrition.lose(frame, compared)
    assert found.table.drop(columns="group").to_numpy()[0].tolist() == [11, 6, 5, 0, 10, 20]
    assert found.table[["began", "stayed", "left", "came"]].to_numpy()[1].tolist() == [4, 4, 0, 1]
    text = panel_attrition.read_attrition(found, say=SAY)
    assert "5 of 11" in text
    assert "unequally" in text
    assert len(panel_attrition.table_attrition(found, say=SAY)) == 2


def test_attrition_of_nobody() -> None:
    for frame in (made(), made(several("cluster", [1.0, 2.0])), made(firm("a", "cluster", [1.0]))):
        found = panel_attrition.lose(frame, panel.compare(frame, draws=20))
        assert panel_attrition.read_attrition(found, say=SAY)
        assert len(panel_attrition.table_attrition(found, say=SAY)) == 2


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_shipped_picture_has_no_overlap(lang: str) -> None:
    frame = cases.open_case(places.shipped_case("tunisia-automotive")).table("panel")
    found = panel_events.trace(frame, draws=500)
    assert found.steady is not None
    assert found.steady > 0.2
    figure = panel_event_views.plot_events(found, say=Speaker(lang)).get_figure(root=True)
    assert not figures.overlaps(figure)  # type: ignore[arg-type]
