"""Cases that many begin with, judged once: a class opens thirty copies of one case at the same moment.

A case that was just taken in is the same in every room. Who holds it by the hash of its cells need not judge
it again, and judges only the tables that were changed in a room since then. A kernel that is forked from a
parent which holds the case of the course has it before its first cell.
"""

from __future__ import annotations

from sqlalchemy import select

from clusterlib.inputs import cases
from clusterlib.store import content, reading, schema
from clusterlib.store.changes import Address
from clusterlib.store.database import Store

#: The version in which a case was taken in.
FIRST = 1
#: Of a case with more changed tables than these everything is judged at once, which is then quicker.
FEW = 4
_HELD: dict[str, cases.Case] = {}


def hold(case: cases.Case) -> None:
    """Hold a case as it comes out of a store after it was put in there."""
    same = cases.from_tables(case.name, content.frames(case), settings_text=case.settings_text)
    _HELD[content.fingerprint(case)] = same


def is_held(origin: str) -> bool:
    """Whether many may begin with the case of this hash; what somebody brought along is nobody else's."""
    return origin in _HELD


def origin(store: Store, address: Address) -> str:
    """The hash of a case as it was taken in; empty where there is no such case, or it grew in the store."""
    table = schema.cases
    asked = select(table.c.origin).where(
        table.c.id == address.case, table.c.workspace_id == address.workspace
    )
    with store.read() as connection:
        return connection.execute(asked).scalar_one_or_none() or ""


def take(store: Store, address: Address) -> cases.Case:
    """`content.take`, from a case that is held where there is one.

    Raises
    ------
    StoreError
        If there is no such case in this workspace.
    """
    case = _HELD.get(origin(store, address))
    if case is None:
        return content.take(store, address)
    _, newer = reading.tables(store, address, since=FIRST)
    if len(newer) > FEW:
        return content.take(store, address)
    for name, kept in newer.items():
        case = case.with_table(name, content.frame_of(kept))
    return case
