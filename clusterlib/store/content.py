"""A case goes into a store from a folder or an Excel file, and comes out as one."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

import pandas as pd
from sqlalchemy import insert, select, update

from clusterlib import tables
from clusterlib.inputs import cases, settings
from clusterlib.inputs.case_save import refuse_loss
from clusterlib.store import reading, schema
from clusterlib.store.changes import HEADINGS, Address, Edit, Saved, Stale, check_text, keys, new_id, now
from clusterlib.store.database import Store
from clusterlib.store.reading import KeptTable
from clusterlib.store.saving import write
from clusterlib.store.workspaces import workspace

#: The settings of a case are a table as well.
SETTINGS = "case"


def put(store: Store, workspace_id: str, case: cases.Case, *, who: str = "", strict: bool = True) -> Address:
    """Take a case into a workspace, as the first version.

    Parameters
    ----------
    store, workspace_id
        Where it goes.
    case : Case
        Opened from a folder or an Excel file; faults in cells are kept as they are.
    who : str
        Who takes it in.
    strict : bool
        Refuse a case of which not every cell could be read. Else what could be read is taken.

    Raises
    ------
    CaseError
        If not every cell of the case could be read.
    StoreError
        If there is no such workspace, or an entry cannot be kept.
    """
    if strict:
        refuse_loss(case)
    workspace(store, workspace_id)
    address = Address(workspace_id, new_id())
    entry = {
        "id": address.case,
        "workspace_id": workspace_id,
        "name": check_text(case.name),
        "version": 0,
        "origin": fingerprint(case),
        "settings_text": _settings_text(case),
        "made_at": now(),
    }
    headings = {}
    edits: list[Edit] = []
    for name, columns, rows in _cells(case):
        headings[name] = list(columns)
        edits += _new(name, columns, rows)
    with store.write() as connection:
        connection.execute(insert(schema.cases), entry)
        write(connection, address, edits, save_id=new_id(), who=who, kind="import", headings=headings)
    return address


def put_again(store: Store, address: Address, case: cases.Case, *, who: str = "") -> Saved | Stale:
    """Take a case in again from its files, as a new version; what was there stays in the history.

    Rows that did not change keep their id. A table that the files lack is taken away.

    Returns
    -------
    Saved or Stale
        `Stale` when somebody saved meanwhile; nothing was taken in then.
    """
    refuse_loss(case)
    version, kept = reading.tables(store, address)
    given = frames(case)
    edits: list[Edit] = []
    headings: dict[str, list[str] | None] = {}
    for name in dict.fromkeys([*given, *kept]):
        old = kept.get(name, KeptTable(name, (), (), ()))
        frame = given.get(name, pd.DataFrame())
        headings[name] = list(frame.columns) if name in given else None
        edits += differences(old, list(frame.columns), texts(frame))
    with store.write() as connection:
        done = write(
            connection,
            address,
            edits,
            save_id=new_id(),
            who=who,
            kind="import",
            headings=headings,
            expect=version,
        )
        if isinstance(done, Saved):
            values = {"origin": fingerprint(case), "settings_text": _settings_text(case)}
            connection.execute(update(schema.cases).where(schema.cases.c.id == address.case).values(values))
    return done


def take(store: Store, address: Address) -> cases.Case:
    """A case as it stands in a store, judged; `cases.save_folder` and `excel_write.write_book` write it.

    Raises
    ------
    StoreError
        If there is no such case in this workspace.
    """
    table = schema.cases
    asked = select(table.c.name, table.c.settings_text).where(
        table.c.id == address.case, table.c.workspace_id == address.workspace
    )
    _, kept = reading.tables(store, address)
    with store.read() as connection:
        name, text = connection.execute(asked).one()
    found = {name: frame_of(table) for name, table in kept.items() if table.headings}
    return cases.from_tables(name, found, settings_text=text.encode() if _same(text, found) else None)


def frame_of(table: KeptTable) -> pd.DataFrame:
    """A kept table as texts under its headings, repeated ones too."""
    return pd.DataFrame(table.texts(), columns=list(table.headings), dtype="str")


def frames(case: cases.Case) -> dict[str, pd.DataFrame]:
    """All tables of a case as they were given, the settings among them."""
    names = [SETTINGS, *(name for name in tables.names("input", first_release=False) if name != SETTINGS)]
    return {name: case.text(name) for name in names if case.raw(name) is not None}


def fingerprint(case: cases.Case) -> str:
    """A hash of all cells of a case; the same files give the same."""
    digest = hashlib.sha256()
    for name, columns, rows in _cells(case):
        digest.update(repr((name, list(columns), rows)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@lru_cache(maxsize=4)  # a class puts one case into thirty rooms
def _cells(case: cases.Case) -> tuple[tuple[str, tuple[str, ...], list[list[str]]], ...]:
    """Name, columns and texts of each table."""
    return tuple(
        (name, tuple(str(column) for column in frame.columns), texts(frame))
        for name, frame in frames(case).items()
    )


def differences(old: KeptTable, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Edit]:
    """Edits that make a kept table hold these rows in this order; rows that stay keep their id.

    Examples
    --------
    >>> from clusterlib.store.changes import Row
    >>> old = KeptTable("goals", ("id",), ("id",), (Row("r1", 1, {"id": "A"}), Row("r2", 1, {"id": "B"})))
    >>> [(edit.row, edit.cells) for edit in differences(old, ["id"], [["B"]])]
    [('r1', None)]
    """
    names = keys(columns)
    new = [{name: text for name, text in zip(names, row, strict=True) if text} for row in rows]
    before = [tuple(sorted(row.cells.items())) for row in old.rows]
    after = [tuple(sorted(cells.items())) for cells in new]
    edits: list[Edit] = []
    above: str | None = None
    for _, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        both = min(b - a, d - c)
        for row, cells in zip(old.rows[a : a + both], new[c : c + both], strict=True):
            if dict(row.cells) != cells:
                edits.append(Edit(old.name, row.id, cells, seen=row.version, whole=True))
            above = row.id
        edits += [Edit(old.name, row.id, None, seen=row.version) for row in old.rows[a + both : b]]
        for cells in new[c + both : d]:
            edits.append(Edit(old.name, new_id(), cells, after=above or _top(old), whole=True))
            above = edits[-1].row
    return edits


def _top(old: KeptTable) -> str | None:
    """What a row at the very top comes below: the headings, when there are other rows."""
    return HEADINGS if old.rows else None


def _new(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[Edit]:
    names = keys(columns)
    return [Edit(name, new_id(), dict(zip(names, row, strict=True)), whole=True) for row in rows]


def texts(frame: pd.DataFrame) -> list[list[str]]:
    """The cells of a frame as texts; a blank one is an empty text."""
    rows = frame.astype(object).to_numpy().tolist()
    return [["" if tables.is_blank(cell) else str(cell) for cell in row] for row in rows]


def _settings_text(case: cases.Case) -> str | None:
    if case.settings_text is None:
        return None
    text = case.settings_text.decode("utf-8")
    return None if "\0" in text else text


def _same(text: str | None, found: dict[str, pd.DataFrame]) -> bool:
    """Whether ``case.yml`` as it was still says what the settings say now."""
    if text is None or SETTINGS not in found:
        return False
    raw, faults = settings.read_bytes(text.encode(), "case.yml")
    now_ = found[SETTINGS]
    return (
        raw is not None
        and not faults
        and list(raw.columns) == list(now_.columns)
        and raw.texts() == texts(now_)
    )
