"""A desk at a case, the grid's requests, and the store beside the apps, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from clusterlib import cli, editor, live, places, workbook
from clusterlib.faults import CaseError, ClusterlibError
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.running import app_store
from clusterlib.store import content, desk, workspaces
from clusterlib.store.changes import Edit
from clusterlib.store.database import open_store
from clusterlib.store.troubles import StoreError

DEMANDS = "item_id,category,text,basis\nA,x,one,ILLUSTRATIVE\nB,x,two,USER\n"


@pytest.fixture
def kept(make_case, tmp_path: Path, monkeypatch):
    """A case in a store, as the apps are told of it."""
    file = str(tmp_path / "kept.sqlite")
    store = open_store(file)
    room = workspaces.make_workspace(store, kind="desktop")
    address = content.put(store, room.id, cases.open_case(make_case({"demands.csv": DEMANDS})))
    store.close()
    for name, value in {
        desk.STORE: file,
        desk.WORKSPACE: address.workspace,
        desk.CASE: address.case,
        "CLUSTERLIB_MODE": "live",
        "CLUSTERLIB_OUT": str(tmp_path / "run"),
    }.items():
        monkeypatch.setenv(name, value)
    return file


def opened(who: str = "") -> workbook.Step:
    begun = workbook.start("demand_ranking")
    begun.desk.who = who
    return begun


class Browser:
    """A grid with what the browser would get of it."""

    def __init__(self, step: workbook.Step, table: str = "demands") -> None:
        self.grid = editor.grid(step, table)
        self.got: list[dict[str, Any]] = []
        self.grid.send = lambda content, buffers=None: self.got.append(content)
        self._ids = 0

    def ask(self, kind: str, **more: Any) -> dict[str, Any]:
        self._ids += 1
        self.grid._handle_custom_msg({"kind": kind, "id": f"{id(self)}-{self._ids}", **more}, [])
        return self.got[-1] if self.got else {}

    def row(self, key: str) -> dict[str, Any]:
        return next(row for row in self.grid.rows if key in row["cells"])

    def edit(self, key: str, **cells: str) -> dict[str, Any]:
        row = self.row(key)
        return self.ask(
            "save", edits=[{"row": row["id"], "seen": row["version"], "cells": cells, "after": None}]
        )


def test_a_grid_saves_and_says_the_version(kept) -> None:
    page = Browser(opened())
    assert page.grid.kept == "" and not page.grid.can_undo
    assert page.edit("A", text="neu")["outcome"] == "saved"
    assert page.grid.kept == "Saved, version 2." and page.grid.can_undo
    again = Browser(opened())
    assert "neu" in again.row("A")["cells"] and again.grid.can_undo
    assert again.ask("undo")["outcome"] == "saved"
    assert "one" in again.row("A")["cells"] and not again.grid.can_undo


def test_columns_that_the_grid_leaves_out_stay_with_their_row(kept) -> None:
    step = opened()
    page = Browser(step)
    gone = page.row("A")
    page.ask("save", edits=[{"row": gone["id"], "seen": gone["version"], "cells": None, "after": None}])
    assert step.case.text("demands")["basis"].tolist() == ["USER"]
    assert step.table("demands")["item_id"].tolist() == ["B"]


def test_what_rests_on_a_table_follows_once_the_case_is_without_a_fault(kept) -> None:
    step = opened()
    seen: list[list[str]] = []

    def look(frame):
        seen.append(frame["text"].tolist())
        return frame

    step.show(look, "demands")
    page = Browser(step)
    page.edit("A", text="neu")
    assert seen == [["one", "two"], ["neu", "two"]]
    page.edit("B", item_id="A")  # twice the same id
    assert page.grid.marks and "look" in page.grid.state and len(seen) == 2
    page.edit("two", item_id="C", text="three")
    assert seen[-1] == ["neu", "three"] and page.grid.state == ""


def test_a_clash_is_asked_about_and_both_ways_work(kept) -> None:
    one, two = Browser(opened("Awa")), Browser(opened("Ibou"))
    row = two.row("B")["id"]
    one.edit("A", text="from Awa")
    answer = two.edit("A", text="<b>Ibou</b>")
    assert answer["outcome"] == "saved" and answer["clashed"] == [two.row("A")["id"]]
    (clash,) = two.grid.clashes
    assert "It was Awa." in clash["text"] and "“A”" in clash["text"] and not clash["removed"]
    assert clash["cells"] == [{"label": "Text", "mine": "<b>Ibou</b>", "theirs": "from Awa"}]
    assert two.grid.kept == "Not saved yet: see the question below."
    two.ask("choose", row=clash["row"], choice="theirs")
    assert two.grid.clashes == [] and "from Awa" in two.row("A")["cells"]
    # a second one: the copy comes below, with all cells of its row
    one.edit("A", text="Awa again")
    two.edit("A", text="mine")
    two.ask("choose", row=two.grid.clashes[0]["row"], choice="copy")
    texts = opened().case.text("demands")
    assert texts["text"].tolist() == ["Awa again", "mine", "two"] and texts["basis"].tolist() == [
        "ILLUSTRATIVE",
        "ILLUSTRATIVE",
        "USER",
    ]
    # removed by one, changed by the other
    one.ask("save", edits=[{"row": row, "seen": 99, "cells": None, "after": None}])
    two.ask("save", edits=[{"row": row, "seen": 1, "cells": {"text": "kept"}, "after": None}])
    assert "removed a row that you changed" in two.grid.clashes[0]["text"]
    two.ask("choose", row=row, choice="copy")
    assert opened().case.text("demands")["text"].tolist()[-1] == "kept"


def test_a_row_that_somebody_changed_can_still_be_removed(kept) -> None:
    one, two = Browser(opened()), Browser(opened())
    row = two.row("B")
    one.edit("B", text="changed")
    two.ask("save", edits=[{"row": row["id"], "seen": row["version"], "cells": None, "after": None}])
    assert two.grid.clashes[0]["removed"] and "that you removed" in two.grid.clashes[0]["text"]
    assert opened().case.text("demands")["text"].tolist() == ["one", "changed"]
    two.ask("choose", row=row["id"], choice="copy")
    assert opened().case.text("demands")["text"].tolist() == ["one"]


def test_of_a_block_only_the_clashing_row_waits(kept) -> None:
    one, two = Browser(opened()), Browser(opened())
    one.edit("A", text="theirs")
    block = [
        {"row": two.row(k)["id"], "seen": 1, "cells": {"text": "mine"}, "after": None} for k in ("A", "B")
    ]
    assert two.ask("save", edits=block)["clashed"] == [two.row("A")["id"]]
    assert opened().case.text("demands")["text"].tolist() == ["theirs", "mine"]
    # the same request again is done once
    again = dict(two.got[-1])
    two.grid._handle_custom_msg({"kind": "save", "id": again["id"], "edits": block}, [])
    assert opened().desk.version == 3


def test_trouble_is_answered_in_words_and_the_step_goes_on(kept, monkeypatch) -> None:
    step = opened()
    page = Browser(step)
    assert page.edit("A", text="a\0b")["outcome"] == "refused"
    assert "no file can keep" in page.got[-1]["text"]

    def full(*_: object, **__: object) -> None:
        raise StoreError("full", free=3, need=64)

    with monkeypatch.context() as patch:
        patch.setattr(step.desk, "save", full)
        answer = page.edit("A", text="x")
    assert answer["outcome"] == "later" and "3 kB are free" in answer["text"]
    for nonsense in ({"kind": "save", "edits": [{}]}, {"kind": "restore"}):
        assert page.ask(**nonsense)["outcome"] == "refused"
    for other in ("no such kind", ["x"], None):
        page.grid._handle_custom_msg(other if not isinstance(other, str) else {"kind": other}, [])
    assert page.edit("A", text="x")["outcome"] == "saved"


def test_versions_are_listed_and_come_back(kept) -> None:
    page = Browser(opened("Awa"))
    page.edit("A", text="second")
    page.edit("A", text="third")
    page.ask("versions")
    assert [entry["version"] for entry in page.grid.versions] == [3, 2, 1]
    assert (
        "one row entered (Awa)" in page.grid.versions[0]["text"]
        and "taken in" in page.grid.versions[2]["text"]
    )
    page.ask("restore", version=2)
    assert "second" in page.row("A")["cells"]
    assert page.ask("restore", version=77)["outcome"] == "refused"


def test_two_grids_of_one_table_show_the_same(kept) -> None:
    step = opened()
    one, two = Browser(step), Browser(step)
    one.edit("A", text="neu")
    assert "neu" in two.row("A")["cells"]


def test_a_whole_table_is_replaced_by_a_step(kept) -> None:
    step = opened()
    text = step.case.text("demands")
    text.loc[1, "text"] = "neu"
    step.replace("demands", text.iloc[[1, 0]].reset_index(drop=True))
    assert opened().case.text("demands")["text"].tolist() == ["neu", "one"]
    step.replace("demands", text.drop(columns="basis"))
    assert list(opened().case.text("demands").columns) == ["item_id", "category", "text"]


def test_without_a_store_entries_live_in_memory_and_that_is_said(make_case, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("CLUSTERLIB_MODE", "live")
    monkeypatch.delenv(desk.STORE, raising=False)
    folder = make_case(
        {"demands.csv": DEMANDS, "votes.csv": "item_id,vote\nA,1,9\n"}
    )  # one row cannot be read
    step = workbook.start("demand_ranking", case=str(folder), out=str(tmp_path / "run"))
    page = Browser(step)
    assert page.grid.kept.startswith("Not kept") and page.grid.key == ""
    page.edit("A", text="neu")
    assert step.case.text("demands")["text"].tolist() == ["neu", "two"]
    assert "row-width" in [fault.code for fault in step.case.faulty("votes")]
    assert (folder / "demands.csv").read_text("utf-8") == DEMANDS


def test_on_paper_there_is_no_desk(make_case, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("CLUSTERLIB_MODE", "batch")
    step = workbook.start(
        "demand_ranking", case=str(make_case({"demands.csv": DEMANDS})), out=str(tmp_path / "r")
    )
    assert live.desk(tmp_path) is None
    with pytest.raises(ClusterlibError, match="On paper"):
        step.desk.save([], save_id="x")


def test_a_wrong_workspace_gives_nothing(kept, monkeypatch) -> None:
    monkeypatch.setenv(desk.WORKSPACE, "guessed")
    for case in ("", "guessed"):
        monkeypatch.setenv(desk.CASE, case)
        with pytest.raises(StoreError, match="nothing here"):
            workbook.start("demand_ranking")


def test_a_repeated_heading_can_be_filled_in(make_case, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("CLUSTERLIB_MODE", "live")
    folder = make_case({"demands.csv": "item_id,text,text\nA,1,2\n"})
    step = workbook.start("demand_ranking", case=str(folder), out=str(tmp_path / "run"))
    page = Browser(step)
    page.edit("A", **{"text\x1f": "3"})
    assert step.case.text("demands").to_numpy().tolist()[0][:3] == ["A", "1", "3"]


# ------------------------------------------------------------------ the store beside the apps
def test_the_apps_find_a_case_again_and_never_mix_files_with_entries(tmp_path: Path, make_case) -> None:
    store = open_store(tmp_path / "kept.sqlite")
    folder = make_case({"demands.csv": DEMANDS})
    first = app_store.open_for_apps(store, folder, cases.open_case(folder))
    assert (
        first.fresh
        and app_store.open_for_apps(store, folder, cases.open_case(folder)).address == first.address
    )
    # nothing was entered: changed files are taken in
    (folder / "demands.csv").write_text(DEMANDS.replace("one", "eins"), "utf-8")
    again = app_store.open_for_apps(store, folder, cases.open_case(folder))
    assert again.fresh and again.address == first.address and again.sentence(Speaker()) == ""
    # something was entered: the files wait, and that is said
    place = desk.Desk(store, first.address)
    row = place.table("demands").rows[0]
    place.save([Edit("demands", row.id, {"text": "entered"}, seen=row.version)], save_id="s")
    (folder / "demands.csv").write_text(DEMANDS.replace("one", "uno"), "utf-8")
    waits = app_store.open_for_apps(store, folder, cases.open_case(folder))
    assert waits.differs and "--again" in waits.sentence(Speaker())
    assert content.take(store, first.address).text("demands")["text"].tolist() == ["entered", "two"]
    taken = app_store.open_for_apps(store, folder, cases.open_case(folder), again=True)
    assert taken.fresh and content.take(store, first.address).text("demands")["text"].tolist() == [
        "uno",
        "two",
    ]
    assert [change.kind for change in desk.Desk(store, first.address).versions("demands")] == [
        "import",
        "entry",
        "import",
        "import",
    ]


def test_what_was_entered_comes_out_as_a_folder_and_as_an_excel_file(kept, tmp_path: Path) -> None:
    Browser(opened()).edit("A", text="neu")
    runner = CliRunner()
    for target in (tmp_path / "out", tmp_path / "out.xlsx"):
        assert runner.invoke(cli.app, ["export", kept, str(target)]).exit_code == 0
        assert cases.open_case(target).text("demands")["text"].tolist() == ["neu", "two"]
        with pytest.raises(ClusterlibError):
            app_store.export(kept, target)
    with pytest.raises(ClusterlibError, match="no store"):
        app_store.export(str(tmp_path / "none.sqlite"), tmp_path / "x")
    assert not (tmp_path / "none.sqlite").exists()
    store = open_store(kept)
    with pytest.raises(CaseError, match="no case"):
        app_store.export(kept, tmp_path / "x", name="other")
    room = workspaces.make_workspace(store, kind="desktop", name="second")
    content.put(store, room.id, cases.open_case(places.shipped_case()))
    with pytest.raises(CaseError, match="--case"):
        app_store.export(kept, tmp_path / "x")
    assert app_store.export(kept, tmp_path / "x", name="second").is_dir()
