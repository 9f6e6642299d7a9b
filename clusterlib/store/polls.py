"""Polls: a question, items to be scored, rounds, and ballots that say nothing of who cast them.

A voter is a hash of a token that only the voter's device has, made with a salt of the poll. Within a
poll it links the rounds of one voter, as a second round after a talk needs it; it links nothing across
polls. When the poll ends the salt is wiped: from then on not even the token leads to a ballot.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from clusterlib.store import schema
from clusterlib.store.changes import check_text, key, new_id, now
from clusterlib.store.database import Store
from clusterlib.store.troubles import StoreError
from clusterlib.store.workspaces import workspace

#: Letters and digits of a short code, without those that look alike.
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
#: Length of a short code: about a thousand million are possible.
CODE = 6
_polls, _rounds = schema.polls, schema.rounds


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll as its voters see it.

    Attributes
    ----------
    id : str
        Key of who leads it.
    code : str
        What voters type or scan.
    question : str
        What is asked.
    items : mapping of str to str
        Id to text, in their order.
    low, high : int
        Scores an item may get.
    most : int
        So many items may be scored at most.
    asks_names : bool
        Whether a ballot carries the name of its voter.
    round : int
        Number of the last round.
    open : bool
        Whether votes are taken.
    ended : bool
        Whether it is over for good.
    kind : str
        What the items are, for who opened it; empty if nothing was said.
    case_id : str
        The case they come from; empty if from none.
    invited : int or None
        How many people are asked to vote, if that is known.
    """

    id: str
    code: str
    question: str
    items: Mapping[str, str]
    low: int
    high: int
    most: int
    asks_names: bool
    round: int
    open: bool
    ended: bool
    kind: str = ""
    case_id: str = ""
    invited: int | None = None


def open_poll(
    store: Store,
    workspace_id: str,
    *,
    question: str,
    items: Mapping[str, str],
    low: int = 1,
    high: int = 3,
    most: int | None = None,
    asks_names: bool = False,
    who: str = "",
    kind: str = "",
    case_id: str = "",
    invited: int | None = None,
) -> Poll:
    """Open a poll with its first round.

    Parameters
    ----------
    store, workspace_id
        Where it belongs; it is forgotten with the workspace.
    question : str
        What is asked.
    items : mapping of str to str
        Id to text: demands, services, trends, ideas.
    low, high : int
        Scores an item may get; equal where items are only ticked.
    most : int, optional
        So many items may be scored at most; all of them if not given.
    asks_names : bool
        Whether each ballot carries a name. Voters must be told.
    who : str
        Who leads it.
    kind, case_id : str
        What the items are, and the case they come from; kept as given.
    invited : int, optional
        How many people are asked to vote.

    Raises
    ------
    StoreError
        If there is no such workspace, no item, or the scale is none.
    """
    workspace(store, workspace_id)
    if (
        not question.strip()
        or not items
        or not all(key.strip() and text.strip() for key, text in items.items())
    ):
        raise StoreError("poll-items")
    limit = len(items) if most is None else most
    if low > high or limit < 1 or (invited is not None and invited < 1):
        raise StoreError("poll-scale")
    for text in (question, who, kind, case_id, *items, *items.values()):
        check_text(text)
    row = {
        "id": new_id(),
        "workspace_id": workspace_id,
        "code": "".join(secrets.choice(LETTERS) for _ in range(CODE)),
        "question": question,
        "items": json.dumps(dict(items), ensure_ascii=False),
        "low": low,
        "high": high,
        "most": min(limit, len(items)),
        "asks_names": int(asks_names),
        "salt": secrets.token_hex(16),
        "made_by": who,
        "made_at": now(),
        "kind": kind,
        "case_id": case_id,
        "invited": invited,
    }
    with store.write() as connection:
        connection.execute(insert(_polls), row)
        connection.execute(insert(_rounds), {"poll_id": row["id"], "number": 1, "opened_at": now()})
    return poll(store, str(row["id"]))


def poll(store: Store, id: str) -> Poll:
    """A poll by the key of who leads it.

    Raises
    ------
    StoreError
        If there is none.
    """
    with store.read() as connection:
        return find(connection, _polls.c.id == key(id))


def poll_of_code(store: Store, code: str) -> Poll:
    """A poll by the code that voters have; small letters and blanks are forgiven.

    Raises
    ------
    StoreError
        If there is none.
    """
    with store.read() as connection:
        return find(connection, _polls.c.code == as_code(code))


def polls_in(store: Store, workspace_id: str) -> tuple[Poll, ...]:
    """The polls of a workspace, oldest first."""
    workspace(store, workspace_id)
    with store.read() as connection:
        ids = connection.execute(
            select(_polls.c.id).where(_polls.c.workspace_id == workspace_id).order_by(_polls.c.made_at)
        ).scalars()
        return tuple(find(connection, _polls.c.id == id) for id in ids.all())


def close_round(store: Store, id: str) -> Poll:
    """Take no more votes in the present round; closing twice changes nothing."""
    with store.write() as connection:
        found = find(connection, _polls.c.id == key(id))
        here = (_rounds.c.poll_id == found.id, _rounds.c.number == found.round)
        connection.execute(
            update(_rounds).where(*here, _rounds.c.closed_at.is_(None)).values(closed_at=now())
        )
    return poll(store, id)


def open_round(store: Store, id: str) -> Poll:
    """Begin the next round of the same question, once the present one is closed.

    Raises
    ------
    StoreError
        If the present round is open, or the poll has ended.
    """
    with store.write() as connection:
        found = find(connection, _polls.c.id == key(id))
        if found.ended:
            raise StoreError("poll-closed")
        if found.open:
            raise StoreError("poll-open", round=found.round)
        row = {"poll_id": found.id, "number": found.round + 1, "opened_at": now()}
        connection.execute(insert(_rounds), row)
    return poll(store, id)


def end_poll(store: Store, id: str) -> Poll:
    """Close the poll for good and wipe what leads from a voter's device to a ballot."""
    close_round(store, id)
    with store.write() as connection:
        connection.execute(
            update(_polls)
            .where(_polls.c.id == id, _polls.c.ended_at.is_(None))
            .values(salt=None, ended_at=now())
        )
    return poll(store, id)


# ------------------------------------------------------------------ inside
def find(connection: Connection, here: ColumnElement[bool]) -> Poll:
    """The one poll of a condition, within a transaction; see `poll` for what is refused."""
    row = connection.execute(select(_polls).where(here)).one_or_none()
    if row is None:
        raise StoreError("unknown")
    last = connection.execute(
        select(_rounds.c.number, _rounds.c.closed_at)
        .where(_rounds.c.poll_id == row.id)
        .order_by(_rounds.c.number.desc())
        .limit(1)
    ).one()
    return _made(row, last.number, last.closed_at is None and row.ended_at is None)


def _made(row: Row[Any], round_: int, is_open: bool) -> Poll:
    return Poll(
        row.id,
        row.code,
        row.question,
        json.loads(row.items),
        row.low,
        row.high,
        row.most,
        bool(row.asks_names),
        round_,
        is_open,
        row.ended_at is not None,
        row.kind or "",
        row.case_id or "",
        row.invited,
    )


def as_code(text: str) -> str:
    """A code as voters type it, as it is kept.

    Examples
    --------
    >>> as_code(" ab2 c3d ")
    'AB2C3D'
    """
    return key("".join(text.split()).upper())
