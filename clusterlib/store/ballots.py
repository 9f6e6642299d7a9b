"""Cast a ballot: one per voter and round, replaceable until the round is closed, and nameless."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from clusterlib.faults import visible
from clusterlib.store import schema
from clusterlib.store.changes import check_text
from clusterlib.store.database import Store
from clusterlib.store.polls import Poll, as_code, find
from clusterlib.store.troubles import StoreError

#: Shortest token, in characters.
TOKEN = 16
#: Longest name of a voter, in characters.
NAME = 80
_polls, _rounds, _ballots = schema.polls, schema.rounds, schema.ballots


def cast(store: Store, code: str, *, token: str, scores: Mapping[str, int], name: str = "") -> int:
    """Count a ballot, or put it in the place of the one this voter cast before in this round.

    Parameters
    ----------
    store : Store
        Where the poll is.
    code : str
        Code of the poll.
    token : str
        A secret that the voter's device keeps; the same for every vote from it.
    scores : mapping of str to int
        Item to score; an item that is left out got none.
    name : str
        The voter's name, if the poll asks for it; it is thrown away if not.

    Returns
    -------
    int
        The round the ballot was counted in.

    Raises
    ------
    StoreError
        If the round is closed, or the ballot is none of this poll.
    """
    if len(token) < TOKEN:
        raise StoreError("poll-token")
    with store.write() as connection:
        found = find(connection, _polls.c.code == as_code(code))
        round_ = select(_rounds.c.closed_at).where(
            _rounds.c.poll_id == found.id, _rounds.c.number == found.round
        )
        closed = connection.execute(round_.with_for_update(read=True)).scalar_one()
        salt = connection.execute(select(_polls.c.salt).where(_polls.c.id == found.id)).scalar_one()
        if closed is not None or salt is None:
            raise StoreError("poll-closed")
        row = {
            "poll_id": found.id,
            "round": found.round,
            "voter": _voter(salt, token),
            "name": _name(found, name),
            "scores": json.dumps(_scores(found, scores), ensure_ascii=False),
        }
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        put: Any = dialect.insert(_ballots).values(row)
        same = ["poll_id", "round", "voter"]
        values = {"scores": put.excluded.scores, "name": put.excluded.name}
        connection.execute(put.on_conflict_do_update(index_elements=same, set_=values))
    return found.round


def own(
    store: Store, code: str, *, token: str, round: int | None = None
) -> tuple[dict[str, int], str] | None:
    """What a voter cast before, for the voter's own eyes: scores and name; None if nothing, or if it ended.

    Parameters
    ----------
    store, code, token
        As in `cast`.
    round : int, optional
        Number of the round; the last one if not given.

    Raises
    ------
    StoreError
        If there is no such poll.
    """
    with store.read() as connection:
        found = find(connection, _polls.c.code == as_code(code))
        salt = connection.execute(select(_polls.c.salt).where(_polls.c.id == found.id)).scalar_one()
        if salt is None or len(token) < TOKEN:
            return None
        mine = connection.execute(
            select(_ballots.c.scores, _ballots.c.name).where(
                _ballots.c.poll_id == found.id,
                _ballots.c.round == (found.round if round is None else round),
                _ballots.c.voter == _voter(salt, token),
            )
        ).one_or_none()
    return None if mine is None else (json.loads(mine.scores), mine.name or "")


def _voter(salt: str, token: str) -> str:
    key = token.encode("utf-8", "surrogatepass")
    return hmac.new(bytes.fromhex(salt), key, hashlib.sha256).hexdigest()


def _name(found: Poll, name: str) -> str | None:
    if not found.asks_names:
        return None
    if not name.strip():
        raise StoreError("poll-name")
    if len(name.strip()) > NAME:
        raise StoreError("poll-name-long", length=len(name.strip()), limit=NAME)
    return check_text(name.strip())


def _scores(found: Poll, scores: Mapping[str, int]) -> dict[str, int]:
    for item, score in scores.items():
        if item not in found.items:
            raise StoreError("poll-item", found=visible(item))
        if isinstance(score, bool) or not isinstance(score, int) or not found.low <= score <= found.high:
            seen = {"item": visible(found.items[item]), "found": visible(score)}
            raise StoreError("poll-score", **seen, low=found.low, high=found.high)
    if not scores:
        raise StoreError("poll-empty")
    if len(scores) > found.most:
        raise StoreError("poll-most", found=len(scores), most=found.most)
    return {item: scores[item] for item in found.items if item in scores}
