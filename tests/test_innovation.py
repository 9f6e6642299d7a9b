"""Need and offer of innovation methods: coverage, what is heavy, heat map and sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from clusterlib import figures, tables
from clusterlib.readings import Speaker
from clusterlib.roadmapping import innovation, innovation_views

Row = tuple[str, str, str, float | None, str | None]


def frame(rows: list[Row]) -> pd.DataFrame:
    names = ("method", "size", "level", "need", "offered")
    return tables.typed("innovation_methods", [dict(zip(names, row, strict=True)) for row in rows])


def grid(*rows: Row, **options: Any) -> innovation.Innovation:
    return innovation.grid(frame(list(rows)), **options)


def cell(result: innovation.Innovation, level: str, size: str) -> dict[str, Any]:
    rows = result.cells[(result.cells["level"] == level) & (result.cells["size"] == size)]
    return dict(rows.iloc[0])


def test_worked_cell() -> None:
    found = grid(
        ("A", "small", "operative", 5, "no"),
        ("B", "small", "operative", 3, "yes"),
        ("C", "small", "operative", None, "yes"),
    )
    mine = cell(found, "operative", "small")
    assert mine["coverage"] == 3 / 8
    assert (mine["methods"], mine["rated"], mine["high"], mine["uncovered"]) == (3, 2, 1, 1)
    assert len(found.cells) == 20


def test_a_cell_without_a_need_has_no_coverage() -> None:
    found = grid(("A", "small", "operative", None, "yes"))
    assert pd.isna(cell(found, "operative", "small")["coverage"])
    assert found.coverage is None


@pytest.mark.parametrize(
    ("size", "level", "who"),
    [
        ("micro", "strategy", "service"),
        ("small", "internal", "service"),
        ("small", "operative", "firm"),
        ("medium", "strategy", "firm"),
        ("large", "strategy", "own"),
    ],
)
def test_who_should_do_it(size: str, level: str, who: str) -> None:
    assert grid(("A", size, level, 5, "no")).methods.loc[0, "who"] == who


def test_what_is_heavy_is_a_parameter() -> None:
    row: Row = ("Foresight", "small", "operative", 5, "no")
    assert grid(row, heavy="foresight; other").methods.loc[0, "who"] == "service"
    assert grid(row, heavy_levels="operative").methods.loc[0, "who"] == "service"
    assert grid(("A", "small", "strategy", 5, "no"), heavy_levels="").methods.loc[0, "who"] == "firm"


def test_limit_of_need_counts_itself() -> None:
    assert cell(grid(("A", "small", "transfer", 4, "no")), "transfer", "small")["uncovered"] == 1
    assert (
        cell(grid(("A", "small", "transfer", 4, "no"), high_from=4.5), "transfer", "small")["uncovered"] == 0
    )


@settings(max_examples=20, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(innovation.SIZES),
            st.sampled_from(innovation.LEVELS),
            st.one_of(st.none(), st.integers(1, 5)),
            st.sampled_from(["yes", "no"]),
        ),
        max_size=25,
    )
)
def test_cells_add_up_to_the_whole(rows: list[tuple[str, str, int | None, str]]) -> None:
    found = grid(
        *[(f"M{i}", size, level, need, offered) for i, (size, level, need, offered) in enumerate(rows)]
    )
    assert found.cells["methods"].sum() == len(rows)
    parts = found.cells.dropna(subset=["coverage"])
    covered = float((parts["coverage"] * parts["need"]).sum())
    if found.coverage is None:
        assert not len(parts)
    else:
        assert covered / parts["need"].sum() == pytest.approx(found.coverage)
        assert 0 <= found.coverage <= 1


EVERY: list[Row] = [
    (f"$x_{{ method <b> {i} " * 6, size, level, 1 + (i + j) % 5, "yes" if (i * j) % 3 else "no")
    for i, size in enumerate(innovation.SIZES)
    for j, level in enumerate(innovation.LEVELS)
]
CASES: dict[str, list[Row]] = {
    "nothing": [],
    "no need": [("A", "small", "strategy", None, "no")],
    "one": [("A", "small", "strategy", 5, "no")],
    "all offered": [("A", "small", "strategy", 5, "yes"), ("B", "large", "transfer", 4, "yes")],
    "nothing much needed": [("A", "small", "strategy", 2, "no")],
    "every cell": EVERY,
}


@pytest.mark.parametrize("name", list(CASES))
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_views(name: str, lang: str) -> None:
    say = Speaker(lang)
    found = grid(*CASES[name])
    figure = innovation_views.plot_grid(found, say=say).get_figure(root=True)
    assert isinstance(figure, Figure)
    assert figures.overlaps(figure) == []
    text = innovation_views.read_grid(found, say=say)
    table = innovation_views.table_grid(found, say=say)
    assert text.endswith(".")
    assert "nan" not in text + table.to_string()
    assert len(table) <= 10
    assert innovation.printed(found)


def test_services_are_said() -> None:
    text = innovation_views.read_grid(grid(("Roadmapping", "small", "strategy", 5, "no")))
    assert "too heavy for small firms to do alone (guide L4265): “Roadmapping”" in text
    assert "19 of 20" in text
