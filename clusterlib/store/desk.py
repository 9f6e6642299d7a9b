"""One person's place at one case: the case as it was last seen, and what becomes of an edit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from clusterlib.inputs import cases
from clusterlib.store import content, held, history, reading, workspaces
from clusterlib.store.changes import Address, Clash, Edit, Saved, Stale, new_id
from clusterlib.store.database import Store, open_store
from clusterlib.store.reading import Change, KeptTable
from clusterlib.store.saving import save
from clusterlib.store.troubles import StoreError

#: Where the apps are told which store, workspace and case to open, and who is there.
STORE, WORKSPACE, CASE, WHO = (
    "CLUSTERLIB_STORE",
    "CLUSTERLIB_WORKSPACE",
    "CLUSTERLIB_CASE_ID",
    "CLUSTERLIB_WHO",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a save.

    Attributes
    ----------
    version : int
        Version of the case now.
    saved : int
        Version that this save made, or that stood when there was nothing to change.
    clashes : tuple of Clash
        Rows that somebody else changed; the edits of all other rows are kept. `Clash.mine` holds the
        whole row as the person wanted it.
    changed : frozenset of str
        Tables that are not as the desk last saw them, by this save or by others.
    """

    version: int
    saved: int
    clashes: tuple[Clash, ...]
    changed: frozenset[str]


class Desk:
    """A place at a case.

    Parameters
    ----------
    store, address
        Which case.
    who : str
        Who sits there; empty where nobody signed in.
    case : Case, optional
        The case as it stands, when it was just taken in; else it is read.
    """

    def __init__(
        self, store: Store, address: Address, *, who: str = "", case: cases.Case | None = None
    ) -> None:
        self.store, self.address, self.who = store, address, who
        self.version, self._kept = reading.tables(store, address)
        self.case = case if case is not None else held.take(store, address)

    @property
    def kept(self) -> bool:
        """Whether what is saved outlives this process."""
        return self.store.kept

    @property
    def untouched(self) -> str:
        """A hash of the case as it was taken in, while nobody has changed it since; else empty."""
        return held.origin(self.store, self.address) if self.version == held.FIRST else ""

    @property
    def key(self) -> str:
        """A name for this case that tells nothing of its address; empty when nothing is kept."""
        if not self.kept:
            return ""
        return hashlib.sha256(f"{self.address.workspace} {self.address.case}".encode()).hexdigest()[:16]

    def table(self, name: str) -> KeptTable:
        """A table as the desk last saw it."""
        return self._kept.get(name, KeptTable(name, (), (), ()))

    def save(self, edits: Iterable[Edit], *, save_id: str) -> Outcome:
        """Save edits; those that clash with somebody else's are given back, the others are kept.

        Raises
        ------
        StoreError
            If an entry cannot be kept, or the store is busy, full or away: nothing was kept then.
        """
        left, saved = list(edits), 0
        clashes: list[Clash] = []
        while left:
            done = save(self.store, self.address, left, save_id=f"{save_id}.{len(clashes)}", who=self.who)
            saved = done.version
            if isinstance(done, Saved):
                break
            found = {(clash.mine.table, clash.mine.row) for clash in done.clashes}
            clashes += [replace(clash, mine=self._whole(clash.mine)) for clash in done.clashes]
            left = [edit for edit in left if (edit.table, edit.row) not in found]
        return self._seen(saved, tuple(clashes))

    def copy(self, clash: Clash, *, save_id: str) -> Outcome:
        """Keep the own row of a clash as a new row below the other one; a row taken away stays away."""
        mine = clash.mine
        if mine.cells is None:
            seen = 0 if clash.theirs is None else clash.theirs.version
            return self.save([replace(mine, seen=seen)], save_id=save_id)
        row = hashlib.sha256(f"{mine.row} {save_id}".encode()).hexdigest()[:22]
        return self.save([replace(mine, row=row, seen=0, after=mine.row, whole=True)], save_id=save_id)

    def put(self, name: str, frame: pd.DataFrame, *, save_id: str = "") -> Outcome:
        """Save a whole table of texts; rows that stay keep their id. Without columns it is taken away."""
        columns = [str(column) for column in frame.columns]
        old = self.table(name)
        added = columns and list(old.headings) == columns[: len(old.headings)]
        done = save(
            self.store,
            self.address,
            content.differences(old, columns, content.texts(frame)),
            save_id=save_id or new_id(),
            who=self.who,
            headings=None if added else {name: columns or None},
            expect=None if added else self.version,
        )
        if isinstance(done, Stale) and not done.clashes:
            raise StoreError("busy")
        return self._seen(done.version, done.clashes if isinstance(done, Stale) else ())

    def undo(self, name: str, *, save_id: str) -> Outcome:
        """Take back the last own change of a table."""
        done = history.undo(self.store, self.address, save_id=save_id, who=self.who, table=name)
        return self._seen(self.version if done is None else done.version)

    def can_undo(self, name: str) -> bool:
        """Whether there is an own change of a table to take back."""
        return history.last_own(self.store, self.address, who=self.who, table=name) is not None

    def restore(self, name: str, version: int, *, save_id: str) -> Outcome:
        """Bring back a table as it stood at a version."""
        done = history.restore(self.store, self.address, version, save_id=save_id, who=self.who, table=name)
        return self._seen(done.version)

    def versions(self, name: str, *, limit: int = 50) -> tuple[Change, ...]:
        """The last changes of a table, newest first."""
        return reading.changes(self.store, self.address, table=name, limit=limit)

    # ------------------------------------------------------------------ inside
    def _seen(self, saved: int, clashes: tuple[Clash, ...] = ()) -> Outcome:
        """Take up all that changed since the desk last looked."""
        self.version, newer = reading.tables(self.store, self.address, since=self.version)
        self._kept |= newer
        for name, table in newer.items():
            self.case = self.case.with_table(name, content.frame_of(table))
        return Outcome(self.version, saved, clashes, frozenset(newer))

    def _whole(self, edit: Edit) -> Edit:
        """An edit with all cells of its row, as they were when the person saw it."""
        if edit.cells is None or edit.whole:
            return edit
        before = reading.row_at(self.store, self.address, edit.table, edit.row, edit.seen) or {}
        return replace(edit, cells={**before, **edit.cells}, whole=True)


def in_memory(case: cases.Case) -> Desk:
    """A desk at a case that is kept nowhere: what is entered lives as long as the process."""
    store = open_store("sqlite://")
    room = workspaces.make_workspace(store, kind="desktop")
    return Desk(store, content.put(store, room.id, case, strict=False), case=case)


def from_environment(environment: Mapping[str, str]) -> Desk | None:
    """The desk that the variables `STORE`, `WORKSPACE`, `CASE` and `WHO` name; None without a store.

    Raises
    ------
    StoreError
        If they name a workspace or case that is not there.
    """
    where = environment.get(STORE, "")
    if not where:
        return None
    store = open_store(where)
    room = environment.get(WORKSPACE, "")
    case = environment.get(CASE, "")
    if not case:
        found = workspaces.cases_in(store, room)
        if not found:
            raise StoreError("unknown")
        case = found[-1].address.case
    return Desk(store, Address(room, case), who=environment.get(WHO, ""))
