"""How long a save takes, on a case as large as the shipped one: `python benchmarks/store.py [address …]`."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from record import write

from clusterlib import places
from clusterlib.inputs import cases
from clusterlib.store import content, history, reading, workspaces
from clusterlib.store.changes import Edit, Saved, new_id
from clusterlib.store.database import open_store
from clusterlib.store.saving import save

SAVES = 500


def measure(where: str) -> dict[str, object]:
    """Milliseconds of single saves, one after the other, of an undo and of reading all tables."""
    store = open_store(where)
    room = workspaces.make_workspace(store, kind="desktop")
    case = cases.open_case(places.shipped_case())
    address = content.put(store, room.id, case)
    rows = reading.table(store, address, "demands").rows
    seen = dict.fromkeys((row.id for row in rows), 1)
    took = []
    busy = time.process_time()
    for i in range(SAVES):
        row = rows[i % len(rows)].id
        began = time.perf_counter()
        done = save(
            store, address, [Edit("demands", row, {"text": f"text {i}"}, seen=seen[row])], save_id=new_id()
        )
        took.append((time.perf_counter() - began) * 1000)
        assert isinstance(done, Saved)
        seen[row] = done.version
    busy = (time.process_time() - busy) * 1000 / SAVES
    began = time.perf_counter()
    reading.tables(store, address)
    read = (time.perf_counter() - began) * 1000
    began = time.perf_counter()
    history.undo(store, address, save_id=new_id(), table="demands")
    undo = (time.perf_counter() - began) * 1000
    name = store.engine.dialect.name
    workspaces.forget(store, room.id)
    store.close()
    cuts = statistics.quantiles(took, n=100)
    return {
        "store": name,
        "save p50, ms": f"{cuts[49]:.1f}",
        "save p95, ms": f"{cuts[94]:.1f}",
        "save p99, ms": f"{cuts[98]:.1f}",
        "processor per save, ms": f"{busy:.1f}",
        "read all, ms": f"{read:.0f}",
        "undo, ms": f"{undo:.0f}",
    }


def main() -> None:
    """Measure SQLite in a temporary folder, and every address given."""
    with tempfile.TemporaryDirectory() as folder:
        found = [measure(where) for where in (str(Path(folder) / "kept.sqlite"), *sys.argv[1:])]
    case = cases.open_case(places.shipped_case())
    rows = sum(len(case.text(name)) for name in case.tables)
    note = f"{SAVES} saves of one cell in a case of {rows:,} rows; each was on the disk when it was answered."
    write("Saving in the store", found, note=note)


if __name__ == "__main__":
    main()
