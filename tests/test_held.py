"""A case that many begin with is judged once, and comes out as if it had been judged each time."""

from __future__ import annotations

import pytest

from clusterlib import places
from clusterlib.inputs import cases
from clusterlib.store import content, desk, held, workspaces
from clusterlib.store.changes import Edit, new_id
from clusterlib.store.database import open_store


@pytest.fixture(scope="module")
def course() -> cases.Case:
    whole = cases.open_case(places.shipped_case())
    names = ("case", "demands", "vote_counts", "goals", "trends")
    return cases.from_tables("course", {name: whole.text(name) for name in names})


@pytest.fixture
def room(tmp_path, course, monkeypatch):
    monkeypatch.setattr(held, "_HELD", {})
    store = open_store(tmp_path / "kept.sqlite")
    made = workspaces.make_workspace(store, kind="learner", name="Awa", owner="Awa")
    yield store, content.put(store, made.id, course)
    store.close()


def same(one: cases.Case, other: cases.Case) -> bool:
    texts = [
        {name: content.texts(case.text(name)) for name in ("case", *case.tables)} for case in (one, other)
    ]
    said = [[fault.sentence(case.say()) for fault in case.faults] for case in (one, other)]
    return (
        texts[0] == texts[1]
        and said[0] == said[1]
        and one.settings == other.settings
        and one.path == other.path
    )


def edit(store, address, table: str, key: str, **cells: str) -> None:
    place = desk.Desk(store, address)
    row = next(row for row in place.table(table).rows if key in row.cells.values())
    place.save([Edit(table, row.id, cells, seen=row.version)], save_id=new_id())


def test_a_room_that_was_not_changed_is_not_judged_again(room, course, monkeypatch):
    store, address = room
    whole = content.take(store, address)
    held.hold(course)
    monkeypatch.setattr(cases, "_judge", None)
    assert same(held.take(store, address), whole)


def test_a_changed_room_has_its_own_cells_and_faults(room, course):
    store, address = room
    held.hold(course)
    edit(store, address, "demands", "C3", text="money to begin with")
    edit(store, address, "vote_counts", "C3", n3="many")
    edit(store, address, "case", "name", entry="Ours")
    found = held.take(store, address)
    assert same(found, content.take(store, address))
    assert found.name == "Ours" and found.faulty("vote_counts")
    assert not course.faulty("vote_counts")


def test_a_room_with_many_changes_and_one_that_nobody_holds_are_judged_whole(room, course, monkeypatch):
    store, address = room
    assert same(held.take(store, address), content.take(store, address))
    held.hold(course)
    monkeypatch.setattr(held, "FEW", 0)
    edit(store, address, "demands", "C3", text="money")
    assert same(held.take(store, address), content.take(store, address))


def test_somebody_elses_address_is_not_answered_from_what_is_held(room, course):
    from clusterlib.store.changes import Address
    from clusterlib.store.troubles import StoreError

    store, address = room
    held.hold(course)
    other = workspaces.make_workspace(store, kind="learner", name="Moussa", owner="Moussa")
    with pytest.raises(StoreError):
        held.take(store, Address(other.id, address.case))
