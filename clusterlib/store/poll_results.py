"""What a poll says so far: how many voted, how, and the ballots as rows of a table."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import select

from clusterlib.store import schema
from clusterlib.store.database import Store
from clusterlib.store.polls import Poll, poll
from clusterlib.store.troubles import StoreError

_ballots = schema.ballots


@dataclass(frozen=True, slots=True)
class Results:
    """Ballots of one round.

    Attributes
    ----------
    poll : Poll
        What was asked.
    round : int
        Number of the round.
    ballots : int
        How many voted.
    counts : mapping of str to mapping of int to int
        Item to score to how many gave it; every score of the scale is there.
    votes : DataFrame
        One row per voter and item, as the table ``votes`` has them (respondent_id, item_id, score, round).
        A respondent keeps the same id in all rounds of the poll; ids say nothing of the order of voting.
    names : mapping of str to str
        Respondent to name; empty unless the poll asked for names.
    """

    poll: Poll
    round: int
    ballots: int
    counts: Mapping[str, Mapping[int, int]]
    votes: pd.DataFrame
    names: Mapping[str, str]


def results(store: Store, id: str, *, round: int | None = None) -> Results:
    """The results of one round, also while it is open.

    Parameters
    ----------
    store : Store
        Where the poll is.
    id : str
        Key of who leads it.
    round : int, optional
        Number of the round; the last one if not given.

    Raises
    ------
    StoreError
        If there is no such poll or round.
    """
    found = poll(store, id)
    number = found.round if round is None else round
    if not 1 <= number <= found.round:
        raise StoreError("unknown")
    query = select(_ballots.c.voter, _ballots.c.name, _ballots.c.scores).where(
        _ballots.c.poll_id == id, _ballots.c.round == number
    )
    with store.read() as connection:
        cast = connection.execute(query.order_by(_ballots.c.voter)).all()
    rows = [
        (_respondent(ballot.voter), item, score, number)
        for ballot in cast
        for item, score in json.loads(ballot.scores).items()
    ]
    tally = Counter((item, score) for _, item, score, _ in rows)
    scale = range(found.low, found.high + 1)
    counts = {item: {score: tally[item, score] for score in scale} for item in found.items}
    votes = pd.DataFrame(rows, columns=["respondent_id", "item_id", "score", "round"])
    names = {_respondent(ballot.voter): str(ballot.name) for ballot in cast if ballot.name is not None}
    return Results(found, number, len(cast), counts, votes, names)


def _respondent(voter: str) -> str:
    """The id of a voter within a poll: part of a hash that was made with a secret of the poll."""
    return f"R{voter[:12]}"
