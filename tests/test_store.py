"""The store on SQLite and on PostgreSQL: nothing lost, nothing mixed, nothing for strangers."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import threading
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import inspect, text

from clusterlib import places
from clusterlib.faults import CaseError
from clusterlib.inputs import cases
from clusterlib.inputs.excel_write import write_book
from clusterlib.readings import Speaker
from clusterlib.store import content, history, migrations, reading, schema, workspaces
from clusterlib.store.changes import Address, Edit, Saved, Stale, new_id
from clusterlib.store.database import Store, open_store
from clusterlib.store.saving import save
from clusterlib.store.troubles import StoreError

SHIPPED = sorted(path.name for path in places.shipped_case().parent.iterdir() if path.is_dir())
HOSTILE = [
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "'; DROP TABLE cases; --",
    "$x_{ and $",
    "\u202eright to left العربية",
    "ა" * 10_000,
    "two\nlines\ttab\r",
    "\x01\x1f\x7f\ufeff\uffff",
    "🙂",
    "{name} %s %(x)s :x",
    "null",
]


@pytest.fixture
def store(where: str):
    made = open_store(where)
    yield made
    made.close()


@pytest.fixture
def address(store: Store, make_case) -> Address:
    room = workspaces.make_workspace(store, kind="learner", owner="Awa")
    case = make_case({"demands.csv": "item_id,category,text,zip\nA,x,one,007\nB,x,two,\n"})
    return content.put(store, room.id, cases.open_case(case))


def rows(store: Store, address: Address, table: str = "demands") -> list[dict[str, str]]:
    return [dict(row.cells) for row in reading.table(store, address, table).rows]


def ids(store: Store, address: Address) -> list[str]:
    return [row.id for row in reading.table(store, address, "demands").rows]


def put(store: Store, address: Address, row: str, seen: int, who: str = "", **cells: str) -> Saved | Stale:
    return save(store, address, [Edit("demands", row, cells, seen=seen)], save_id=new_id(), who=who)


# ------------------------------------------------------------------ in and out
@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_case_comes_out_byte_by_byte(store: Store, name: str, tmp_path: Path) -> None:
    room = workspaces.make_workspace(store, kind="desktop")
    source = places.shipped_case(name)
    kept = content.put(store, room.id, cases.open_case(source))
    out = cases.save_folder(content.take(store, kept), tmp_path / "out")
    given = {p.name: p.read_bytes() for p in source.iterdir() if p.suffix in (".csv", ".yml")}
    assert {p.name: p.read_bytes() for p in out.iterdir()} == given


def test_an_excel_case_comes_out_with_unknown_columns_in_their_order(
    store: Store, make_case, tmp_path
) -> None:
    folder = make_case(
        {"demands.csv": "zip,item_id,own,category,text\n007,A,=x,c,one\n,B,,c,two\n"},
        settings="name: X\nown: '1'\n",
    )
    book = write_book(cases.open_case(folder), tmp_path / "case.xlsx")
    opened = cases.open_case(book)
    room = workspaces.make_workspace(store, kind="desktop")
    kept = content.take(store, content.put(store, room.id, opened))
    assert list(kept.text("demands").columns) == list(opened.text("demands").columns)
    pd.testing.assert_frame_equal(kept.text("demands"), opened.text("demands"))
    again = cases.open_case(write_book(kept, tmp_path / "again.xlsx"))
    for name in opened.tables:
        pd.testing.assert_frame_equal(again.text(name), opened.text(name))


def test_repeated_headings_and_an_empty_table_are_kept(store: Store, make_case, tmp_path) -> None:
    files = {"demands.csv": "item_id,text,text,text\nA,1,2,3\n", "votes.csv": "item_id,vote\n"}
    room = workspaces.make_workspace(store, kind="desktop")
    kept = content.take(store, content.put(store, room.id, cases.open_case(make_case(files))))
    out = cases.save_folder(kept, tmp_path / "out")
    assert {name: (out / name).read_text("utf-8") for name in files} == files


def test_settings_are_rows_and_their_file_is_kept_until_they_change(
    store: Store, make_case, tmp_path
) -> None:
    text_ = "# my notes\nname: X\nfinancing:\n  opening_cash: 5\n"
    room = workspaces.make_workspace(store, kind="desktop")
    kept = content.put(store, room.id, cases.open_case(make_case({}, settings=text_)))
    first = cases.save_folder(content.take(store, kept), tmp_path / "a")
    assert (first / "case.yml").read_text("utf-8") == text_
    table = reading.table(store, kept, "case")
    assert table.texts() == [["name", "X"], ["financing.opening_cash", "5"]]
    done = save(store, kept, [Edit("case", table.rows[1].id, {"entry": "7"}, seen=1)], save_id="s")
    assert content.take(store, kept).setting("financing.opening_cash") == 7
    second = cases.save_folder(content.take(store, kept), tmp_path / "b")
    assert "opening_cash: '7'" in (second / "case.yml").read_text("utf-8")
    # taken back, the file is what it was
    assert isinstance(done, Saved) and history.undo(store, kept, save_id="u") is not None
    third = cases.save_folder(content.take(store, kept), tmp_path / "c")
    assert (third / "case.yml").read_text("utf-8") == text_


def test_what_could_not_be_read_is_not_taken_in(store: Store, make_case) -> None:
    room = workspaces.make_workspace(store, kind="desktop")
    case = cases.open_case(make_case({"demands.csv": "item_id,category,text\nA,x,y,z\n"}))
    with pytest.raises(CaseError, match="demands"):
        content.put(store, room.id, case)
    assert workspaces.cases_in(store, room.id) == ()


def test_files_taken_in_again_are_a_new_version_and_rows_keep_their_names(store, address, make_case) -> None:
    before = ids(store, address)
    put(store, address, before[0], 1, text="entered")
    changed = make_case({"demands.csv": "item_id,category,text,zip\nN,x,new,\nA,x,one,008\nB,x,two,\n"})
    done = content.put_again(store, address, cases.open_case(changed))
    assert isinstance(done, Saved) and done.version == 3
    assert [row["item_id"] for row in rows(store, address)] == ["N", "A", "B"]
    assert ids(store, address)[2] == before[1]
    # what was entered is in the history
    history.restore(store, address, 2, save_id="r")
    assert [row["text"] for row in rows(store, address)] == ["entered", "two"]


# ------------------------------------------------------------------ saving
def test_a_save_is_a_change_with_who_when_before_and_after(store: Store, address: Address) -> None:
    row = ids(store, address)[0]
    assert put(store, address, row, 1, who="Awa", text="neu") == Saved(2)
    (change, first) = reading.changes(store, address, table="demands")
    assert (change.version, change.who, change.kind, change.rows, change.tables) == (
        2,
        "Awa",
        "entry",
        1,
        ("demands",),
    )
    assert change.at.endswith("Z") and len(change.at) == 24 and first.kind == "import"
    (entry,) = reading.row_changes(store, address, 2)
    assert (
        entry.row == row and '"text":"one"' in (entry.before or "") and '"text":"neu"' in (entry.after or "")
    )


def test_different_rows_do_not_disturb_each_other_and_the_same_row_does(
    store: Store, address: Address
) -> None:
    a, b = ids(store, address)
    assert put(store, address, a, 1, who="Awa", text="A1") == Saved(2)
    assert put(store, address, b, 1, who="Ibou", text="B1") == Saved(3)
    stale = put(store, address, a, 1, who="Ibou", text="A2")
    assert isinstance(stale, Stale) and stale.version == 3
    (clash,) = stale.clashes
    assert clash.mine.cells == {"text": "A2"} and clash.who == "Awa" and clash.at.endswith("Z")
    assert clash.theirs is not None and clash.theirs.cells["text"] == "A1" and clash.theirs.version == 2
    assert [row["text"] for row in rows(store, address)] == ["A1", "B1"]


def test_a_save_is_kept_whole_or_not_at_all(store: Store, address: Address) -> None:
    a, b = ids(store, address)
    put(store, address, a, 1, text="theirs")
    both = [Edit("demands", b, {"text": "mine"}, seen=1), Edit("demands", a, {"text": "mine"}, seen=1)]
    assert isinstance(save(store, address, both, save_id="s"), Stale)
    assert [row["text"] for row in rows(store, address)] == ["theirs", "two"]
    bad = [Edit("demands", b, {"text": "mine"}, seen=1), Edit("demands", a, {"text": "\0"}, seen=2)]
    with pytest.raises(StoreError, match="no file can keep"):
        save(store, address, bad, save_id="s")
    assert [row["text"] for row in rows(store, address)] == ["theirs", "two"]


def test_a_save_that_comes_twice_is_kept_once(store: Store, address: Address) -> None:
    edit = [Edit("demands", "new-row", {"item_id": "C"})]
    assert save(store, address, edit, save_id="once") == Saved(2)
    put(store, address, "new-row", 2, text="since")
    assert save(store, address, edit, save_id="once") == Saved(2, again=True)
    assert rows(store, address)[-1] == {"item_id": "C", "text": "since"}


def test_what_both_typed_is_no_clash_and_what_changes_nothing_no_version(
    store: Store, address: Address
) -> None:
    row = ids(store, address)[0]
    put(store, address, row, 1, text="same")
    assert put(store, address, row, 1, text="same") == Saved(2)
    assert put(store, address, row, 2, text="same") == Saved(2)


def test_a_row_taken_away_can_clash_both_ways(store: Store, address: Address) -> None:
    a, b = ids(store, address)
    assert save(store, address, [Edit("demands", a, None, seen=1)], save_id="1") == Saved(2)
    stale = put(store, address, a, 1, text="mine")
    assert isinstance(stale, Stale) and stale.clashes[0].theirs is None
    put(store, address, b, 1, text="theirs")
    stale = save(store, address, [Edit("demands", b, None, seen=1)], save_id="2")
    assert isinstance(stale, Stale) and stale.clashes[0].theirs is not None
    # a row that both take away is away
    assert save(store, address, [Edit("demands", a, None, seen=1)], save_id="3") == Saved(3)


def test_new_columns_come_at_the_end_and_rows_where_they_are_put(store: Store, address: Address) -> None:
    a, b = ids(store, address)
    edits = [
        Edit("demands", f"r{i}", {"item_id": f"C{i}", "own": "x"}, after=a if i % 2 else "") for i in range(6)
    ]
    save(store, address, edits, save_id="1")
    table = reading.table(store, address, "demands")
    assert table.headings == ("item_id", "category", "text", "zip", "own")
    assert [row.id for row in table.rows] == ["r4", "r2", "r0", a, "r5", "r3", "r1", b]


def test_there_is_always_room_between_two_rows(store: Store, address: Address) -> None:
    a, b = ids(store, address)
    for start in range(0, 90, 15):
        edits = [Edit("demands", f"r{i}", {"item_id": str(i)}, after=a) for i in range(start, start + 15)]
        save(store, address, edits, save_id=str(start))
    assert ids(store, address) == [a, *(f"r{i}" for i in reversed(range(90))), b]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(store: Store, address: Address, hostile: str) -> None:
    row = ids(store, address)[0]
    cells = {"text": hostile, hostile[:50]: hostile}
    put(store, address, row, 1, who=hostile[:100], **cells)
    assert rows(store, address)[0]["text"] == hostile
    assert rows(store, address)[0][hostile[:50]] == hostile
    assert reading.changes(store, address, limit=1)[0].who == hostile[:100]
    assert workspaces.workspace(store, address.workspace).owner == "Awa"


@pytest.mark.parametrize("bad", ["\0", "a\0b", "\ud800", "x" * 1_000_001])
def test_what_no_file_can_keep_is_refused_with_a_sentence(store: Store, address: Address, bad: str) -> None:
    row = ids(store, address)[0]
    for cells in ({"text": bad}, {bad: "x"}):
        with pytest.raises(StoreError) as refused:
            save(store, address, [Edit("demands", row, cells, seen=1)], save_id=new_id())
        for lang in ("en", "fr"):
            said = refused.value.sentence(Speaker(lang))
            assert said.endswith(".") and "\0" not in said and len(said) < 400
        assert not refused.value.passing
    for id_ in ("", "a b", "\0", "ü", "x" * 65):
        with pytest.raises(StoreError):
            save(store, address, [Edit("demands", id_, {}, seen=1)], save_id=new_id())
    assert reading.version(store, address) == 1


# ------------------------------------------------------------------ walking back
def test_undo_walks_back_through_ones_own_changes(store: Store, address: Address) -> None:
    a, b = ids(store, address)
    put(store, address, a, 1, who="Awa", text="1")
    put(store, address, b, 1, who="Ibou", text="other")
    put(store, address, a, 2, who="Awa", text="2")
    save(store, address, [Edit("demands", "n", {"item_id": "N", "own": "x"})], save_id="n", who="Awa")
    seen = []
    while (done := history.undo(store, address, save_id=new_id(), who="Awa", table="demands")) is not None:
        seen.append((done.version, [row.get("text") for row in rows(store, address)]))
    assert seen == [(6, ["2", "other"]), (7, ["1", "other"]), (8, ["one", "other"])]
    assert reading.table(store, address, "demands").headings == ("item_id", "category", "text", "zip")
    assert [c.undoes for c in reading.changes(store, address, limit=3)] == [2, 4, 5]


def test_undo_never_takes_back_what_somebody_else_wrote_since(store: Store, address: Address) -> None:
    a, _ = ids(store, address)
    put(store, address, a, 1, who="Awa", text="mine")
    put(store, address, a, 2, who="Ibou", text="theirs")
    with pytest.raises(StoreError, match="changed again since"):
        history.undo(store, address, save_id="u", who="Awa", table="demands")
    assert rows(store, address)[0]["text"] == "theirs"


def test_a_column_that_others_use_stays_when_it_is_taken_back(store: Store, address: Address) -> None:
    a, b = ids(store, address)
    put(store, address, a, 1, who="Awa", own="x")
    put(store, address, b, 1, who="Ibou", own="y")
    history.undo(store, address, save_id="u", who="Awa")
    assert "own" in reading.table(store, address, "demands").headings
    assert [row.get("own") for row in rows(store, address)] == [None, "y"]


def test_any_version_comes_back_and_back_again(store: Store, address: Address) -> None:
    states = {1: content.fingerprint(content.take(store, address))}
    a, b = ids(store, address)
    for edit in (
        Edit("demands", a, {"text": "x"}, seen=9),
        Edit("demands", b, None, seen=9),
        Edit("demands", "c", {"item_id": "C"}, after=a),
        Edit("goals", "g", {"id": "G1", "text": "more"}),
    ):
        done = save(store, address, [edit], save_id=new_id())
        states[done.version] = content.fingerprint(content.take(store, address))
    for version in (1, 5, 2, 4, 3, 5):
        history.restore(store, address, version, save_id=new_id())
        assert content.fingerprint(content.take(store, address)) == states[version]
    assert history.restore(store, address, 1, save_id="t", table="demands").version == 12
    assert content.take(store, address).text("goals")["id"].tolist() == ["G1"]
    for version in (-1, 99):
        with pytest.raises(StoreError, match="no version"):
            history.restore(store, address, version, save_id=new_id())
    history.restore(store, address, 0, save_id="zero")
    assert content.take(store, address).tables == ()


# ------------------------------------------------------------------ whose it is
def test_guessed_ids_give_nothing(store: Store, address: Address) -> None:
    other = workspaces.make_workspace(store, kind="learner", owner="Ibou")
    guesses = [
        Address(other.id, address.case),
        Address(address.workspace, new_id()),
        Address(address.workspace[:-1] + ("Q" if address.workspace.endswith("A") else "A"), address.case),
        Address("", address.case),
        Address("%", "%"),
        Address(address.workspace.upper(), address.case),
        Address("' OR 1=1 --", address.case),
        Address("\0", "\0"),
    ]
    for guess in guesses:
        for attempt in (
            lambda guess=guess: reading.tables(store, guess),
            lambda guess=guess: reading.changes(store, guess),
            lambda guess=guess: reading.row_changes(store, guess, 1),
            lambda guess=guess: reading.row_at(store, guess, "demands", "x", 1),
            lambda guess=guess: content.take(store, guess),
            lambda guess=guess: history.undo(store, guess, save_id="x"),
            lambda guess=guess: history.restore(store, guess, 0, save_id="x"),
            lambda guess=guess: save(store, guess, [Edit("demands", "r", {"text": "x"})], save_id="x"),
        ):
            with pytest.raises(StoreError) as refused:
                attempt()
            assert str(refused.value) == str(StoreError("unknown"))
    for id_ in ("", new_id(), "\0", "é", other.id[:-1]):
        with pytest.raises(StoreError, match="nothing here"):
            workspaces.workspace(store, id_)
    assert len({new_id() for _ in range(1000)}) == 1000 and min(len(new_id()) for _ in range(100)) >= 22


def test_a_forgotten_workspace_is_gone_from_every_table_and_every_byte(
    store: Store, address: Address
) -> None:
    canary = "canary-4711-канарейка"
    row = ids(store, address)[0]
    put(store, address, row, 1, who=canary, text=canary)
    put(store, address, row, 2, text="later")
    kept = workspaces.make_workspace(store, kind="course", name="stays")
    content.put(store, kept.id, content.take(store, address))
    workspaces.forget(store, address.workspace)
    with pytest.raises(StoreError, match="nothing here"):
        content.take(store, address)
    with pytest.raises(StoreError, match="nothing here"):
        workspaces.forget(store, address.workspace)
    with store.read() as connection:
        for table in schema.META.sorted_tables:
            for found in connection.execute(table.select()):
                assert canary not in repr(found) and address.case not in repr(found)
    assert len(workspaces.cases_in(store, kept.id)) == 1
    if store.file is not None:
        store.close()
        for file in store.file.parent.glob(f"{store.file.name}*"):
            assert canary.encode() not in file.read_bytes(), file.name


def test_workspaces_are_named_and_of_a_known_kind(store: Store) -> None:
    made = workspaces.make_workspace(store, kind="course", name="Dakar", owner="trainer")
    workspaces.rename(store, made.id, "Dakar 2027")
    assert workspaces.workspace(store, made.id).name == "Dakar 2027"
    assert [found.id for found in workspaces.of_kind(store, "course")] == [made.id]
    assert workspaces.of_kind(store, "learner") == ()
    with pytest.raises(StoreError, match="desktop, learner, course"):
        workspaces.make_workspace(store, kind="other")
    with pytest.raises(StoreError):
        workspaces.rename(store, new_id(), "x")


# ------------------------------------------------------------------ opening
def test_a_store_is_what_the_code_thinks_it_is(store: Store) -> None:
    found = inspect(store.engine)
    assert set(found.get_table_names()) == set(schema.META.tables)
    for name, table in schema.META.tables.items():
        columns = {column["name"]: column for column in found.get_columns(name)}
        assert list(columns) == [column.name for column in table.columns]
        for column in table.columns:
            assert str(columns[column.name]["type"]) == str(column.type), (name, column.name)
            assert columns[column.name]["nullable"] == column.nullable, (name, column.name)
        assert found.get_pk_constraint(name)["constrained_columns"] == [c.name for c in table.primary_key]
        wanted = {(k.parent.name, k.column.table.name, k.ondelete) for k in table.foreign_keys}
        assert foreign_keys(store, name) == wanted


def foreign_keys(store: Store, name: str) -> set[tuple[str, str, str]]:
    """Column, table it leads to and what happens when that row goes."""
    if store.engine.dialect.name == "sqlite":
        with store.read() as connection:
            found = connection.exec_driver_sql(f"PRAGMA foreign_key_list({name})").all()
        return {(row[3], row[2], row[6]) for row in found}
    listed = inspect(store.engine).get_foreign_keys(name)
    return {(k["constrained_columns"][0], k["referred_table"], k["options"]["ondelete"]) for k in listed}


def test_an_old_store_is_brought_up_to_date_and_keeps_its_rows(where: str, make_case, monkeypatch) -> None:
    with monkeypatch.context() as old:
        old.setattr(migrations.migrate, "__defaults__", (migrations.STEPS[:1],))
        store = open_store(where)
        room = workspaces.make_workspace(store, kind="learner")
        case = cases.open_case(make_case({"demands.csv": "item_id,text\nA,one\n"}))
        address = content.put(store, room.id, case)
        assert not inspect(store.engine).has_table("polls")
        store.close()
    store = open_store(where)
    with store.read() as connection:
        assert migrations.version(connection) == len(migrations.STEPS)
    assert inspect(store.engine).has_table("polls")
    assert rows(store, address) == [{"item_id": "A", "text": "one"}]
    with store.write() as connection:
        connection.execute(text("UPDATE store_version SET number = 99"))
    store.close()
    with pytest.raises(StoreError, match="newer version"):
        open_store(where)


def test_a_migration_that_fails_leaves_the_store_as_it_was(where: str) -> None:
    store = open_store(where)
    broken = (*migrations.STEPS, ("CREATE TABLE more (id TEXT)", "CREATE TABLE no good"))
    with pytest.raises(Exception, match="syntax"), store.write() as connection:
        migrations.migrate(connection, broken)
    assert not inspect(store.engine).has_table("more")
    with store.read() as connection:
        assert migrations.version(connection) == len(migrations.STEPS)
    store.close()


def test_many_open_an_empty_store_at_once(where: str) -> None:
    wrong: list[BaseException] = []

    def go() -> None:
        try:
            open_store(where).close()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=go) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("bad", ["mysql://root:secret@host/x", "postgresql://[", "a\0b"])
def test_an_address_that_is_none_is_refused_without_its_password(bad: str) -> None:
    with pytest.raises(StoreError) as refused:
        open_store(bad)
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_store_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "thesis.docx"
    file.write_bytes(b"my thesis" * 500)
    with pytest.raises(StoreError, match="damaged, or no store"):
        open_store(file)
    assert file.read_bytes() == b"my thesis" * 500
    with pytest.raises(StoreError):
        open_store(tmp_path)


def test_a_store_belongs_to_its_owner(tmp_path: Path) -> None:
    store = open_store(tmp_path / "deep" / "kept.sqlite")
    workspaces.make_workspace(store, kind="desktop")
    for file in (tmp_path / "deep").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    store.close()


# ------------------------------------------------------------------ when things go wrong
def test_a_busy_store_says_so_and_the_same_save_goes_through_later(
    store: Store, address: Address, where: str
) -> None:
    impatient = open_store(where, patience=0.3)
    row = ids(store, address)[0]
    edit = [Edit("demands", row, {"text": "late"}, seen=1)]
    with store.write() as connection:
        from clusterlib.store.saving import locked

        locked(connection, address)
        with pytest.raises(StoreError) as refused:
            save(impatient, address, edit, save_id="s")
        assert refused.value.kind == "busy" and refused.value.passing
    assert save(impatient, address, edit, save_id="s") == Saved(2)
    impatient.close()


def test_a_full_store_refuses_and_what_was_there_stays(tmp_path: Path, make_case) -> None:
    store = open_store(tmp_path / "kept.sqlite")
    room = workspaces.make_workspace(store, kind="desktop")
    address = content.put(
        store, room.id, cases.open_case(make_case({"demands.csv": "item_id,text\nA,one\n"}))
    )
    row = ids(store, address)[0]
    with store.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")
    big = "x" * 100_000
    with pytest.raises(StoreError) as refused:
        put(store, address, row, 1, text=big)
    assert refused.value.kind == "full" and refused.value.passing
    assert "kB are free" in str(refused.value) and "Libérez" in refused.value.sentence(Speaker("fr"))
    assert rows(store, address) == [{"item_id": "A", "text": "one"}] and reading.version(store, address) == 1
    with store.read() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 1000}")
    assert put(store, address, row, 1, text=big) == Saved(2)
    store.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of processes are a matter of Unix")
@pytest.mark.parametrize("limit", [40_000, 90_000, 150_000])
def test_a_limit_of_the_file_size_loses_nothing_that_was_acknowledged(
    tmp_path: Path, make_case, limit: int
) -> None:
    import json
    import resource

    file = tmp_path / "kept.sqlite"
    store = open_store(file)
    room = workspaces.make_workspace(store, kind="desktop")
    address = content.put(
        store, room.id, cases.open_case(make_case({"demands.csv": "item_id,text\nA,one\n"}))
    )
    store.close()
    size = file.stat().st_size
    child = os.fork()
    if child == 0:
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (max(size, limit), max(size, limit)))
            mine, said, kept = open_store(file), [], []
            for i in range(60):
                try:
                    save(mine, address, [Edit("demands", f"r{i}", {"text": str(i) * 3000})], save_id=f"s{i}")
                    kept.append(f"r{i}")
                except StoreError as error:
                    said.append(error.kind)
            (tmp_path / "told.json").write_text(json.dumps([kept, said]))
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    kept, said = json.loads((tmp_path / "told.json").read_text())
    assert said and set(said) <= {"full", "disk"}
    store = open_store(file)
    there = {row.id: row.cells["text"] for row in reading.table(store, address, "demands").rows}
    assert set(kept) <= set(there)
    for key in kept:
        assert there[key] == key.removeprefix("r") * 3000
    # and it goes on when there is room again
    assert isinstance(save(store, address, [Edit("demands", "after", {"text": "x"})], save_id="z"), Saved)
    store.close()
    assert sqlite3.connect(file).execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_store_that_may_only_be_read_says_so(tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite"
    open_store(file).close()
    file.chmod(0o400)
    with pytest.raises(StoreError, match="only be read"):
        open_store(file)


def test_a_database_that_is_away_is_said_and_found_again(cluster, make_case) -> None:
    store = open_store(cluster.database("away"), patience=3)
    room = workspaces.make_workspace(store, kind="desktop")
    address = content.put(
        store, room.id, cases.open_case(make_case({"demands.csv": "item_id,text\nA,one\n"}))
    )
    cluster.stop("immediate")  # as if the power went
    try:
        with pytest.raises(StoreError) as refused:
            save(store, address, [Edit("demands", "r", {"text": "x"})], save_id="s")
        assert refused.value.kind == "away" and refused.value.passing
    finally:
        cluster.start()
    assert save(store, address, [Edit("demands", "r", {"text": "x"})], save_id="s") == Saved(2)
    assert [row.get("text") for row in rows(store, address)] == ["one", "x"]
    store.close()


def test_a_copied_file_is_a_backup(tmp_path: Path, make_case) -> None:
    store = open_store(tmp_path / "kept.sqlite")
    room = workspaces.make_workspace(store, kind="desktop")
    address = content.put(
        store, room.id, cases.open_case(make_case({"demands.csv": "item_id,text\nA,one\n"}))
    )
    store.close()  # the log is taken into the file when the last one closes it
    shutil.copy(tmp_path / "kept.sqlite", tmp_path / "copy.sqlite")
    assert rows(open_store(tmp_path / "copy.sqlite"), address) == [{"item_id": "A", "text": "one"}]
