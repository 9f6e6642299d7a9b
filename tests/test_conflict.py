"""Connectors and dividers under the plans."""

from __future__ import annotations

import pytest
from test_stakeholder_plots import HOSTILE

from clusterlib import figures, places, tables
from clusterlib.faults import DomainError
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.conflict import plot_harm, read_harm, table_harm, weigh_harm

SAY = Speaker()


def factors(*rows: tuple[str, int, object, str | None]):
    keys = ("kind", "importance", "effect", "measure")
    return tables.typed(
        "factors",
        [
            {"id": f"F{i}", "text": f"{HOSTILE[i % 7]} {i}", **dict(zip(keys, r, strict=True))}
            for i, r in enumerate(rows)
        ],
    )


def test_net_turns_dividers_round():
    found = weigh_harm(
        factors(
            ("connector", 3, 2, None),
            ("connector", 5, -1, "x"),
            ("divider", 4, -2, None),
            ("divider", 2, 1, None),
        )
    )
    assert found.net == 3 * 2 - 5 - (4 * -2 + 2 * 1)
    assert found.table["points"].tolist() == [-5, -2, 6, 8] and found.open["id"].tolist() == ["F3"]


def test_dakar_by_hand():
    found = weigh_harm(cases.open_case(places.shipped_case()).table("factors"))
    assert found.net == (3 * 1 + 2 * 1 + 4 * 2) - (4 * -1 + 5 * 1 + 3 * -1)
    assert found.open["id"].tolist() == ["F5"]
    assert "Older IT firms feel pushed aside" in read_harm(found, say=SAY)


def test_blank_effects_are_left_out():
    found = weigh_harm(factors(("divider", 5, None, None), ("connector", 1, 0, None)))
    assert found.net == 0 and "One factor has no effect yet" in read_harm(found, say=SAY)
    assert weigh_harm(factors(("divider", 5, None, None))).net is None


def test_outside_the_scale():
    frame = factors(("divider", 5, 1, None))
    frame["effect"] = 3
    with pytest.raises(DomainError, match="effect"):
        weigh_harm(frame)


@pytest.mark.parametrize("n", [0, 1, 3, 8, 20, 40])
def test_pictures(n):
    rows = [("divider" if i % 2 else "connector", 1 + i % 5, i % 5 - 2, None) for i in range(n)]
    found = weigh_harm(factors(*rows) if n else tables.empty("factors"))
    ax = plot_harm(found)
    assert figures.overlaps(ax.get_figure(root=True)) == [] and ax.get_title(loc="left")
    assert len(table_harm(found, say=SAY)) == min(n, 10) and "nan" not in read_harm(found, say=SAY).split()
