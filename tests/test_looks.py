"""A part of a case that nobody has changed is computed once for all; whoever differs computes alone."""

from __future__ import annotations

import threading
import time

import pytest

from clusterlib import looks, tables, workbook
from clusterlib.inputs import cases
from clusterlib.shown import Shown
from clusterlib.store import content, desk, held, workspaces
from clusterlib.store.changes import Edit, new_id
from clusterlib.store.database import open_store

DEMANDS = "item_id,category,text,basis\nA,x,one,ILLUSTRATIVE\nB,x,two,USER\n"


@pytest.fixture
def room(make_case, tmp_path, monkeypatch):
    """Opens the step in a room of its own, with the folder that all kernels of a server share."""
    store = open_store(tmp_path / "kept.sqlite")
    case = cases.open_case(make_case({"demands.csv": DEMANDS}))
    monkeypatch.setattr(held, "_HELD", {})
    held.hold(case)
    monkeypatch.setenv("CLUSTERLIB_MODE", "live")
    monkeypatch.setenv(desk.STORE, str(tmp_path / "kept.sqlite"))
    monkeypatch.setenv(looks.LOOKS, str(tmp_path / "looks"))
    (tmp_path / "looks").mkdir()

    def enter(name: str, *, lang: str = "en", step: str = "demand_ranking") -> workbook.Step:
        made = workspaces.make_workspace(store, kind="learner", name=name, owner=name)
        address = content.put(store, made.id, case)
        monkeypatch.setenv(desk.WORKSPACE, address.workspace)
        monkeypatch.setenv(desk.CASE, address.case)
        monkeypatch.setenv("CLUSTERLIB_OUT", str(tmp_path / "results" / name))
        return workbook.start(step, lang=lang)

    yield enter
    store.close()


def part(step: workbook.Step, text: str = "seen", *, name: str = "", **more) -> Shown:
    """A part that counts how often it is computed."""
    made = Shown(
        ("demands",), lambda: calls.append(1) or text, lambda value: f"<p>{value}</p>", name or "#0", **more
    )
    made.calls = calls = []  # type: ignore[attr-defined]
    step._nodes.append(made)
    return made


def change(step: workbook.Step) -> None:
    row = step.desk.table("demands").rows[0]
    step.desk.save([Edit("demands", row.id, {"text": "three"}, seen=row.version)], save_id=new_id())


def test_the_second_room_takes_what_the_first_has_computed(room):
    first, second = room("Awa"), room("Moussa")
    one, other = part(first), part(second, "never computed")
    assert looks.look(one, first) == looks.look(other, second) == "<p>seen</p>"
    assert (len(one.calls), len(other.calls)) == (1, 0)
    assert other.value == "never computed", "what rests on the part still gets its value"


def test_who_has_changed_something_computes_alone(room):
    first, second = room("Awa"), room("Moussa")
    looks.look(part(first), first)
    change(second)
    assert looks.look(part(second, "mine"), second) == "<p>mine</p>"
    third = room("Fatou")
    assert looks.look(part(third, "hers"), third) == "<p>seen</p>", "and nobody else sees it"


def test_another_language_part_or_hand_over_is_another_look(room):
    first = room("Awa")
    looks.look(part(first), first)
    french = room("Moussa", lang="fr")
    assert looks.look(part(french, "vu"), french) == "<p>vu</p>"
    assert looks.look(part(first, "second part", name="#1"), first) == "<p>second part</p>"
    before, after = room("Fatou", step="strategy"), room("Ibrahima", step="strategy")
    looks.look(part(before, "without"), before)
    handed = [name for name in after.book.all_reads if tables.table(name).kind != "input"]
    table = after.run.table_path(handed[0])
    table.parent.mkdir(parents=True)
    table.write_text("handed over by an earlier step", "utf-8")
    assert looks.look(part(after, "with it"), after) == "<p>with it</p>"


def test_parts_that_write_and_parts_of_a_stopped_page_are_computed(room):
    first, second = room("Awa"), room("Moussa")
    for step in (first, second):
        writes = part(step, name="demand_scores", writes=("demand_scores",))
        looks.look(writes, step)
        assert len(writes.calls) == 1
    looks.look(part(first, name="#7"), first)
    part(second, name="#6").halted = True
    waits = part(second, "waits", name="#7")
    assert looks.look(waits, second) == "<p>waits</p>"


def test_a_case_that_somebody_brought_along_is_shared_with_nobody(room, monkeypatch, tmp_path):
    first, second = room("Awa"), room("Moussa")
    monkeypatch.setattr(held, "_HELD", {})
    looks.look(part(first), first)
    assert looks.look(part(second, "mine"), second) == "<p>mine</p>"
    assert not list((tmp_path / "looks").iterdir())


def test_without_a_shared_folder_each_computes(room, monkeypatch):
    first, second = room("Awa"), room("Moussa")
    looks.look(part(first), first)
    monkeypatch.delenv(looks.LOOKS)
    assert looks.look(part(second, "mine"), second) == "<p>mine</p>"
    monkeypatch.setenv(looks.LOOKS, "/nowhere/to/be/found")
    assert looks.look(part(second, "mine too"), second) == "<p>mine too</p>"


def test_those_who_come_at_the_same_moment_wait_for_the_first(room):
    steps = [room(name) for name in ("Awa", "Moussa", "Fatou", "Ibrahima")]
    parts = [part(step) for step in steps]
    for one in parts:
        slow = one.compute
        one.compute = lambda slow=slow: time.sleep(0.3) or slow()
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda one=one, step=step: found.append(looks.look(one, step)))
        for one, step in zip(parts, steps, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["<p>seen</p>"] * 4
    assert sum(len(one.calls) for one in parts) == 1


def test_a_look_that_fails_is_not_kept(room):
    first, second = room("Awa"), room("Moussa")
    broken = part(first)
    broken.render = lambda value: 1 / 0
    with pytest.raises(ZeroDivisionError):
        looks.look(broken, first)
    assert looks.look(part(second, "well"), second) == "<p>well</p>"
