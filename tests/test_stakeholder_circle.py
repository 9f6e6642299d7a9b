"""Who brought whom: trees, the open door, circles."""

from __future__ import annotations

import pandas as pd
import pytest

from clusterlib import figures, tables
from clusterlib.faults import IntegrityError
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.stakeholder_circle import plot_circle, read_circle, trace

SAY = Speaker()


def actors(n: int, below: int, **first: str) -> pd.DataFrame:
    """n actors, of whom the root a0 brought `below`."""
    rows = [{"actor_id": f"a{i}", "name": f"Actor {i}"} for i in range(n)]
    for row in rows[1 : below + 1]:
        row["brought_in_by"] = "a0"
    rows[-1].update(first)
    return tables.typed("actors", rows)


def test_eight_of_ten_from_one_root_is_a_question_five_is_not() -> None:
    closed, fine = trace(actors(10, 7)), trace(actors(10, 4))
    assert (closed.largest, closed.closed) == (8, True)
    assert (fine.largest, fine.closed) == (5, False)
    assert "closed shop" in read_circle(closed, say=SAY)


def test_public_invitation_of_the_last_year_opens_the_circle() -> None:
    table = actors(10, 7, route="public invitation", first_contact="2026-03-01")
    assert trace(table, as_of="2027-03-01").invitation == "2026-03-01"
    assert not trace(table, as_of="2027-03-01").closed
    assert trace(table, as_of="2027-03-02").closed
    assert trace(table, as_of="2026-02-01").invitation is None


def test_not_judged_without_records() -> None:
    for circle in (trace(None), trace(tables.empty("actors")), trace(actors(5, 0))):
        assert not circle.judged and "not recorded" in read_circle(circle, say=SAY)
        assert plot_circle(circle).get_title(loc="left")


def test_circle_is_named() -> None:
    table = actors(3, 2)
    table.loc[0, "brought_in_by"] = "a1"
    with pytest.raises(IntegrityError, match="Actor 0"):
        trace(table)


def test_introducer_nobody_listed_starts_no_tree() -> None:
    table = actors(3, 1)
    table.loc[2, "brought_in_by"] = "ghost"
    circle = trace(table)
    assert circle.largest == 2 and circle.actors["root"].nunique() == 2


def test_order_of_the_drawing_keeps_children_below_their_parent() -> None:
    rows = [("a", None), ("b", "a"), ("c", "b"), ("d", "a"), ("e", None)]
    table = tables.typed("actors", [{"actor_id": k, "name": k, "brought_in_by": b} for k, b in rows])
    found = trace(table).actors
    assert found["actor_id"].tolist() == ["a", "b", "c", "d", "e"]
    assert found["depth"].tolist() == [0, 1, 2, 1, 0]


@pytest.mark.parametrize("n", [3, 12, 60])
def test_tree_has_no_overlaps(n: int) -> None:
    rows = [
        {
            "actor_id": f"a{i}",
            "name": f"A rather long name of an organisation number {i} $x_{{",
            "brought_in_by": f"a{i // 2}",
        }
        for i in range(1, n)
    ]
    table = tables.typed("actors", [{"actor_id": "a0", "name": "<script>"}, *rows])
    figure = plot_circle(trace(table)).get_figure(root=True)
    assert figures.overlaps(figure) == []
