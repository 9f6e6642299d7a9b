"""Any sequence of edits, undos and saves of two people gives what a simple model gives."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from clusterlib.inputs import cases
from clusterlib.store import content, history, reading, workspaces
from clusterlib.store.changes import Edit, Saved, Stale, new_id
from clusterlib.store.database import open_store
from clusterlib.store.saving import save
from clusterlib.store.troubles import StoreError

PEOPLE = ("Awa", "Ibou")
ROWS = tuple(f"r{i}" for i in range(5))
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
cells = st.dictionaries(st.sampled_from(["id", "text", "own", "=x"]), texts, min_size=1, max_size=3)


class Model(RuleBasedStateMachine):
    """A list of versions, each a mapping of row to cells in their order; what each person last saw."""

    def __init__(self) -> None:
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.store = open_store(Path(self.home.name) / "kept.sqlite")
        room = workspaces.make_workspace(self.store, kind="course")
        self.address = content.put(self.store, room.id, cases.from_tables("X", {}))
        self.states: list[dict[str, dict[str, str]]] = [{}]
        self.changed_at: dict[str, int] = {}  # last version that touched a row
        self.order: list[str] = []  # rows in the order of their places
        self.changes: list[tuple[str, str, int | None]] = [("", "import", None)]  # who, kind, undoes
        self.seen = dict.fromkeys(PEOPLE, 0)
        self.sent: tuple[str, list[Edit], str, int] | None = None

    def teardown(self) -> None:
        self.store.close()
        self.home.cleanup()

    @property
    def now(self) -> dict[str, dict[str, str]]:
        return self.states[-1]

    def keep(self, new: dict[str, dict[str, str]], who: str, kind: str, undoes: int | None = None) -> int:
        """The version of the model after a change; the same one when nothing changed."""
        touched = [row for row in {*new, *self.now} if new.get(row) != self.now.get(row)]
        if touched:
            self.states.append(new)
            self.changes.append((who, kind, undoes))
            self.changed_at |= dict.fromkeys(touched, self.version)
        return self.version

    @property
    def version(self) -> int:
        return len(self.states) - 1

    @initialize()
    def empty(self) -> None:
        assert reading.version(self.store, self.address) == 0

    @rule(who=st.sampled_from(PEOPLE))
    def look(self, who: str) -> None:
        self.seen[who] = reading.version(self.store, self.address)
        assert self.seen[who] == self.version

    @rule(
        who=st.sampled_from(PEOPLE),
        wanted=st.dictionaries(st.sampled_from(ROWS), st.none() | cells, min_size=1, max_size=3),
        below=st.none() | st.sampled_from(["", *ROWS]),
    )
    def edit(self, who: str, wanted: dict[str, dict[str, str] | None], below: str | None) -> None:
        seen = self.seen[who]
        edits = [Edit("goals", row, change, seen=seen, after=below) for row, change in wanted.items()]
        after = copy.deepcopy(self.now)
        clashes = set()
        for row, change in wanted.items():
            old = self.now.get(row)
            new = None if change is None else {k: v for k, v in {**(old or {}), **change}.items() if v}
            if new is None:
                after.pop(row, None)
            else:
                after[row] = new
            if self.changed_at.get(row, 0) > seen and new != old:
                clashes.add(row)
        save_id = new_id()
        done = save(self.store, self.address, edits, save_id=save_id, who=who)
        if clashes:
            assert isinstance(done, Stale) and {clash.mine.row for clash in done.clashes} == clashes
            for clash in done.clashes:
                theirs = None if clash.theirs is None else dict(clash.theirs.cells)
                assert theirs == self.now.get(clash.mine.row)
                assert clash.who == self.changes[self.changed_at[clash.mine.row]][0]
            return
        assert isinstance(done, Saved) and not done.again
        before = self.version
        self._place(edits)
        assert self.keep(after, who, "entry") == done.version
        if self.version > before:
            self.sent = (save_id, edits, who, done.version)
            self.seen[who] = self.version if seen == before else seen

    def _place(self, edits: list[Edit]) -> None:
        known = list(self.order)
        for edit in edits:
            if edit.row in self.order or edit.cells is None:
                continue
            if edit.after == "":
                self.order.insert(0, edit.row)
            elif edit.after in self.order and (edit.after in known or edit.after in [e.row for e in edits]):
                self.order.insert(self.order.index(edit.after) + 1, edit.row)
            else:
                self.order.append(edit.row)

    @precondition(lambda self: self.sent is not None)
    @rule()
    def send_again(self) -> None:
        assert self.sent is not None
        save_id, edits, who, version = self.sent
        assert save(self.store, self.address, edits, save_id=save_id, who=who) == Saved(version, again=True)

    @rule(who=st.sampled_from(PEOPLE))
    def undo(self, who: str) -> None:
        undone = {undoes for _, _, undoes in self.changes}
        mine = [
            number
            for number, (by, kind, _) in enumerate(self.changes)
            if by == who and kind in ("entry", "restore") and number not in undone
        ]
        if not mine:
            assert history.undo(self.store, self.address, save_id=new_id(), who=who) is None
            return
        number = mine[-1]
        before, after = self.states[number - 1], self.states[number]
        rows = [row for row in {*before, *after} if before.get(row) != after.get(row)]
        if any(self.now.get(row) != after.get(row) for row in rows):
            try:
                history.undo(self.store, self.address, save_id=new_id(), who=who)
            except StoreError as error:
                assert error.kind == "since-changed" and error.values == {"version": number}
                return
            raise AssertionError("somebody else's change was taken back")
        new = copy.deepcopy(self.now)
        for row in rows:
            if row in before:
                new[row] = dict(before[row])
            else:
                new.pop(row, None)
        done = history.undo(self.store, self.address, save_id=new_id(), who=who)
        assert done is not None and self.keep(new, who, "undo", number) == done.version

    @rule(who=st.sampled_from(PEOPLE), back=st.integers(0, 30))
    def restore(self, who: str, back: int) -> None:
        number = max(0, self.version - back)
        done = history.restore(self.store, self.address, number, save_id=new_id(), who=who)
        assert self.keep(copy.deepcopy(self.states[number]), who, "restore") == done.version

    @invariant()
    def the_store_is_the_model(self) -> None:
        table = reading.table(self.store, self.address, "goals")
        assert {row.id: dict(row.cells) for row in table.rows} == self.now
        assert [row.id for row in table.rows] == [row for row in self.order if row in self.now]
        assert {row.id: row.version for row in table.rows} == {row: self.changed_at[row] for row in self.now}
        assert set().union(*map(set, self.now.values())) <= set(table.keys)


TestModel = Model.TestCase
TestModel.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
