"""A row that was changed by hand no longer claims its source; undo gives the claim back with the value."""

from __future__ import annotations

import pytest

from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.store import claims, content, workspaces
from clusterlib.store.changes import Edit, Row, new_id
from clusterlib.store.database import open_store
from clusterlib.store.desk import Desk
from clusterlib.store.reading import KeptTable

SAY = Speaker("en")
ROWS = (
    "item_id,category,text,basis,source,note\n"
    "A,Means,Money,GUIDE,L1617,\nB,Means,Rooms,PUBLIC,Atlas,seen in 2024\n"
    "C,Means,Time,ILLUSTRATIVE,,\nD,Means,Tea,,,\n"
)


@pytest.fixture
def desk(make_case):
    store = open_store("sqlite://")
    room = workspaces.make_workspace(store, kind="desktop")
    case = cases.open_case(make_case({"demands.csv": ROWS}))
    yield Desk(store, content.put(store, room.id, case))
    store.close()


def change(desk: Desk, key: str, **cells: str) -> dict[str, str]:
    table = desk.table("demands")
    row = next(row for row in table.rows if row.cells["item_id"] == key)
    edits = claims.own([Edit("demands", row.id, cells, seen=row.version)], table, SAY)
    desk.save(edits, save_id=new_id())
    return row_of(desk, key)


def row_of(desk: Desk, key: str) -> dict[str, str]:
    return dict(next(row.cells for row in desk.table("demands").rows if row.cells["item_id"] == key))


def test_a_changed_row_of_the_guide_becomes_an_own_entry_and_undo_gives_it_back(desk):
    before = row_of(desk, "A")
    row = change(desk, "A", text="Funds")
    assert (row["text"], row["basis"], row.get("source", "")) == ("Funds", "USER", "")
    assert row["note"] == "Changed by hand; it was GUIDE before (L1617)."
    again = change(desk, "A", text="More funds")
    assert again["note"] == row["note"]  # said once
    out = content.take(desk.store, desk.address).table("demands").set_index("item_id")
    assert out.loc["A", "basis"] == "USER"
    desk.undo("demands", save_id=new_id())
    desk.undo("demands", save_id=new_id())
    assert row_of(desk, "A") == before


def test_a_note_that_was_there_stays(desk):
    row = change(desk, "B", category="Ends")
    assert (
        row["note"] == "seen in 2024 Changed by hand; it was PUBLIC before (Atlas)."
        and row["basis"] == "USER"
    )


def test_weaker_rows_new_rows_and_unchanged_cells_stay_as_they_are(desk):
    assert change(desk, "C", text="Hours")["basis"] == "ILLUSTRATIVE"  # its other cells are still made up
    assert "basis" not in change(desk, "D", text="Coffee")
    assert change(desk, "A", text="Money")["basis"] == "GUIDE"
    assert change(desk, "A", basis="PUBLIC")["basis"] == "PUBLIC"  # who names a basis means it
    new = [Edit("demands", "new", {"item_id": "E"}), Edit("demands", "gone", None)]
    assert claims.own(new, desk.table("demands"), SAY) == new


def test_a_table_without_these_columns_gets_none():
    table = KeptTable(
        "x", ("text", "basis"), ("text", "basis"), (Row("r", 1, {"text": "a", "basis": "GUIDE"}),)
    )
    made = claims.own([Edit("x", "r", {"text": "b"})], table, SAY)[0]
    assert made.cells == {"text": "b", "basis": "USER"}
