"""Many writers at once, killed in the middle: every acknowledged save is there, none twice, none mixed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from clusterlib.inputs import cases
from clusterlib.store import content, reading, workspaces
from clusterlib.store.changes import Address, Edit, Saved, unpacked
from clusterlib.store.database import open_store
from clusterlib.store.saving import save
from clusterlib.store.troubles import StoreError

T = TypeVar("T")
#: A file of this name says that enough writers were killed.
ENOUGH = "enough"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes as Unix does"),
]


def acknowledged(log: Path) -> list[tuple[int, int]]:
    """Numbers and versions of the saves a writer was told are kept."""
    lines = log.read_text("ascii").split("\n")[:-1] if log.exists() else []
    return [(int(number), int(version)) for number, version in (line.split() for line in lines)]


def patiently(act: Callable[[], T]) -> T:
    """Try again as the grid does, as long as the trouble may pass."""
    while True:
        try:
            return act()
        except StoreError as error:
            if not error.passing:
                raise
            time.sleep(0.05)


def write(where: str, address: Address, writer: int, saves: int, log: Path) -> None:
    """Go on where the last life of this writer ended; a save without an answer is sent again."""
    told = acknowledged(log)
    begin = told[-1][0] + 1 if told else 0
    seen = told[-1][1] if told else 0
    store = patiently(lambda: open_store(where))
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in range(begin, saves):
        while number == saves - 1 and not (log.parent / ENOUGH).exists():  # nobody ends before the last kill
            time.sleep(0.01)
        stamp = f"{writer}:{number}"
        edits = [
            Edit("demands", f"w{writer}-{number}", {"item_id": stamp, "category": stamp, "text": stamp}),
            Edit("demands", f"own{writer}", {"item_id": stamp, "category": stamp, "text": stamp}, seen=seen),
        ]
        done = patiently(partial(save, store, address, edits, save_id=stamp, who=str(writer)))
        assert isinstance(done, Saved), done
        seen = done.version
        os.write(out, f"{number} {seen}\n".encode("ascii"))


def fork(*words: object) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            write(*words)  # type: ignore[arg-type]
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return child


def run(where: str, home: Path, *, writers: int, saves: int, kills: int, meanwhile=None) -> Address:
    """Let writers write; kill one at random moments and start it again."""
    store = open_store(where)
    room = workspaces.make_workspace(store, kind="course")
    folder = home / "case"
    folder.mkdir()
    (folder / "case.yml").write_text("name: X\n")
    (folder / "demands.csv").write_text("item_id,category,text\n")
    address = content.put(store, room.id, cases.open_case(folder))
    store.close()
    chance, killed = random.Random(7), 0
    logs = [home / f"{writer}.log" for writer in range(writers)]
    alive = {fork(where, address, i, saves, logs[i]): i for i in range(writers)}
    began = time.monotonic()
    while alive:
        child, status = os.waitpid(-1, os.WNOHANG)
        if child in alive:
            writer = alive.pop(child)
            if os.WIFSIGNALED(status):
                alive[fork(where, address, writer, saves, logs[writer])] = writer
            else:
                assert os.WEXITSTATUS(status) == 0, f"writer {writer} failed"
        elif killed < kills and len(alive) > 1:
            time.sleep(chance.uniform(0, 0.1))
            os.kill(chance.choice(list(alive)), signal.SIGKILL)
            killed += 1
        else:
            (home / ENOUGH).touch()
            time.sleep(0.02)
        if meanwhile is not None and killed >= kills // 2:
            meanwhile()
            meanwhile = None
        if time.monotonic() - began > 300:
            for child in alive:
                os.kill(child, signal.SIGKILL)
            pytest.fail("the writers did not end")
    assert killed == kills
    check(where, address, logs, saves)
    return address


def check(where: str, address: Address, logs: list[Path], saves: int) -> None:
    store = open_store(where)
    total = len(logs) * saves
    assert reading.version(store, address) == 1 + total
    table = {row.id: row for row in reading.table(store, address, "demands").rows}
    assert len(table) == total + len(logs)
    for row in table.values():
        assert len(set(row.cells.values())) == 1 and len(row.cells) == 3, row
    versions = set()
    for writer, log in enumerate(logs):
        told = acknowledged(log)
        assert [number for number, _ in told] == list(range(saves))
        assert table[f"own{writer}"].cells["text"] == f"{writer}:{saves - 1}"
        for number, version in told:
            row = table[f"w{writer}-{number}"]
            assert row.version == version and row.cells["text"] == f"{writer}:{number}"
            versions.add(version)
    assert len(versions) == total
    listed = reading.changes(store, address, limit=total + 1)
    assert len(listed) == total + 1 and all(change.rows == 2 for change in listed[:-1])
    for change in random.Random(1).sample(listed[:-1], 40):
        stamps = {
            unpacked(entry.after or "{}")["text"]
            for entry in reading.row_changes(store, address, change.version)
        }
        assert len(stamps) == 1 and stamps.pop().split(":")[0] == change.who
    store.close()


def test_thirty_writers_and_a_file(tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite"
    run(str(file), tmp_path, writers=30, saves=100, kills=40)
    assert sqlite3.connect(file).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_writers_and_a_server_that_is_stopped_hard(cluster, tmp_path: Path) -> None:
    where = cluster.database("writers")

    def power_cut() -> None:
        cluster.stop("immediate")
        cluster.start()

    run(where, tmp_path, writers=12, saves=40, kills=15, meanwhile=power_cut)
    cluster.drop("writers")
