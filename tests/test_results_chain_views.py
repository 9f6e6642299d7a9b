"""Pictures, tables and sentences of the results chain."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from clusterlib import figures, tables
from clusterlib.monitoring import results_chain_plots as plots
from clusterlib.monitoring import results_chain_readings as readings
from clusterlib.monitoring.results_chain import LEVELS, progress
from clusterlib.monitoring.results_chain_care import care
from clusterlib.monitoring.results_chain_links import Chain, structure
from clusterlib.readings import Speaker

LONG = "Firms that have introduced a new digital process since the first course of the cluster office"
HOSTILE = ["$x_{ and $", "<script>alert(1)</script>", "W" * 200, "مجموعة الشركات في داكار"]
SAY = Speaker("en", currency="XOF")


def frames(n: int, names: list[str] | None = None) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Indicators over the four levels, links between neighbours and one that leaves out a level, values."""
    levels = [LEVELS[i * 4 // n] for i in range(n)]
    rows: list[dict[str, Any]] = [
        {
            "id": f"K{i}",
            "name": (names or [LONG])[i % len(names or [LONG])],
            "level": levels[i],
            "baseline": 0,
            "baseline_period": "2024",
            "target": 10,
            "due": "2028-12-31",
            "frequency": "yearly",
            "owner": "Ines",
            "cost": 5,
        }
        for i in range(n)
    ]
    pairs = [
        {"from": f"K{a}", "to": f"K{b}", "confidence": "high"}
        for a in range(n)
        for b in range(n)
        if LEVELS.index(levels[b]) - LEVELS.index(levels[a]) == 1 and (a + b) % 2
    ]
    pairs.append({"from": "K0", "to": f"K{n - 1}"})
    seen = [{"indicator_id": f"K{i}", "period": "2026", "value": 3 * i - 3} for i in range(n) if i % 4 != 3]
    return (
        tables.typed("indicators", rows),
        tables.typed("chain_links", pairs),
        tables.typed("observations", seen),
    )


def chain(n: int, names: list[str] | None = None) -> Chain:
    k, links, seen = frames(n, names)
    return structure(k, links, progress(k, seen))


def figure_of(ax: Any) -> Figure:
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


@pytest.mark.parametrize("n", [3, 8, 20])
@pytest.mark.parametrize("names", [None, HOSTILE])
def test_nothing_overlaps(n: int, names: list[str] | None) -> None:
    k, _, seen = frames(n, names)
    assert figures.overlaps(figure_of(plots.plot_chain(chain(n, names)))) == []
    assert figures.overlaps(figure_of(plots.plot_progress(progress(k, seen)))) == []


def test_unlinked_boxes_are_told_apart_without_colour() -> None:
    ax = plots.plot_chain(structure(frames(8)[0], frames(8)[1].iloc[:1]))
    boxes = [patch for patch in ax.patches if type(patch).__name__ == "FancyBboxPatch"]
    assert len(boxes) == 8
    assert {patch.get_linestyle() for patch in boxes} >= {"-"}
    assert len({patch.get_linewidth() for patch in boxes}) == 2


def test_a_link_over_a_level_passes_no_box() -> None:
    result = chain(8)
    ax = plots.plot_chain(result)
    boxes = [p.get_bbox() for p in ax.patches if type(p).__name__ == "FancyBboxPatch"]
    arrows = [p for p in ax.patches if type(p).__name__ == "FancyArrowPatch" and p.get_linestyle() != "-"]
    assert len(arrows) == 1
    points = arrows[0].get_path().interpolated(20).vertices
    inner = [
        (x, y)
        for x, y in points[10:-10]
        if any(b.x0 + 0.1 < x < b.x1 - 0.1 and b.y0 + 0.05 < y < b.y1 - 0.05 for b in boxes)
    ]
    assert inner == []


def test_empty_pictures_say_so() -> None:
    none = tables.empty("indicators")
    for ax in (plots.plot_chain(structure(none)), plots.plot_progress(progress(none))):
        assert any(text.get_text() for text in ax.texts)
        assert figures.overlaps(figure_of(ax)) == []


def test_all_levels_and_marks_are_drawn() -> None:
    ax = plots.plot_chain(chain(8))
    shown = [text.get_text() for text in ax.texts]
    assert {"Means", "Outputs", "Outcomes", "Impact"} <= set(shown)
    assert {"reached", "on track", "behind", "no data"} <= set(shown)


CASES = {
    "typical": frames(9),
    "no links": (frames(9)[0], None, frames(9)[2]),
    "no values": (frames(9)[0], frames(9)[1], None),
    "one": (frames(9)[0].iloc[:1].reset_index(drop=True), None, frames(9)[2]),
    "none": (tables.empty("indicators"), None, None),
}


@pytest.mark.parametrize("name", list(CASES))
def test_readings_are_whole_sentences(name: str) -> None:
    k, links, seen = CASES[name]
    for text in (
        readings.read_progress(progress(k, seen), say=SAY),
        readings.read_chain(structure(k, links), say=SAY),
        readings.read_care(care(k, seen), say=SAY),
    ):
        assert text
        assert text.rstrip().endswith(".")
        assert "nan" not in text.lower().replace("finance", "")
        assert "{" not in text
        assert not text.startswith("0")


def test_zero_is_a_word() -> None:
    k, _, seen = frames(8)
    behind = seen.assign(value=0.0)
    text = readings.read_progress(progress(k, behind, as_of="2029-06-01"), say=SAY)
    assert "none has reached" in text
    assert " 0 " not in text


@pytest.mark.parametrize("n", [1, 9, 30])
def test_tables_have_at_most_ten_rows(n: int) -> None:
    k, _, seen = frames(max(n, 4))
    k = k.iloc[:n]
    assert len(readings.table_progress(progress(k, seen), say=SAY)) <= 10
    assert len(readings.table_care(care(k, seen), say=SAY)) <= 10
    assert len(readings.table_chain(structure(k), say=SAY)) == 4


def test_what_is_behind_comes_first() -> None:
    k, _, seen = frames(9)
    table = readings.table_progress(progress(k, seen), say=SAY)
    assert table.loc[0, "State"] == "▲\u00a0behind"


def test_french_names_are_taken() -> None:
    k = tables.typed(
        "indicators", [{"id": "K1", "name": "Members", "name_fr": "Membres", "level": "outcome"}]
    )
    table = readings.table_progress(progress(k), say=Speaker("fr"))
    assert "Membres" in set(table.iloc[:, 0])
