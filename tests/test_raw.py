from __future__ import annotations

import datetime as dt

import pandas as pd

from clusterlib.inputs.raw import RawTable


def test_frame_shows_cells_as_a_person_writes_them() -> None:
    rows = (("A", 2.722, dt.datetime(2027, 1, 1), True), ("B", None, "2027-02", "no"))
    raw = RawTable(
        "budget_lines", "x.xlsx", "budget_lines", ("line_id", "amount", "start", "committed"), rows, (2, 5)
    )
    assert raw.frame().to_numpy().tolist() == [["A", "2.7220", "2027-01", "yes"], ["B", "", "2027-02", "no"]]


def test_an_edited_frame_counts_its_rows_anew() -> None:
    raw = RawTable("demands", "demands.csv", None, ("item_id",), (("A",),), (7,), frozenset({7}))
    edited = raw.with_frame(pd.DataFrame({"item_id": ["A", None], "text": ["x", ""]}, dtype="str"))
    assert edited.rows == (("A", "x"), (None, "")) and edited.lines == (2, 3) and not edited.broken


def test_headings_may_repeat() -> None:
    raw = RawTable("demands", "demands.csv", None, ("text", "text"), (("a", "b"),), (2,))
    assert raw.with_frame(raw.frame()).columns == ("text", "text")
