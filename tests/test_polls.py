"""Polls: one ballot per voter and round, replaceable until closed, and nobody behind it."""

from __future__ import annotations

import json
import threading
import time

import pytest

from clusterlib import tables
from clusterlib.demand_ranking import demands
from clusterlib.readings import Speaker
from clusterlib.store import poll_results, polls, schema, workspaces
from clusterlib.store.ballots import cast
from clusterlib.store.changes import new_id
from clusterlib.store.database import Store, open_store
from clusterlib.store.troubles import StoreError

ITEMS = {"A1": "Training", "A2": "Money", "A3": "<b>Space</b>"}


@pytest.fixture
def store(where: str):
    made = open_store(where)
    yield made
    made.close()


@pytest.fixture
def poll(store: Store) -> polls.Poll:
    room = workspaces.make_workspace(store, kind="course")
    return polls.open_poll(store, room.id, question="How important?", items=ITEMS)


def token(i: int) -> str:
    return f"token-of-voter-{i:04d}"


def test_a_vote_can_be_changed_until_the_round_is_closed(store: Store, poll: polls.Poll) -> None:
    assert poll.open and poll.round == 1 and not poll.ended
    assert cast(store, poll.code, token=token(1), scores={"A1": 3, "A2": 1}) == 1
    cast(store, f" {poll.code[:3]} {poll.code[3:].lower()} ", token=token(1), scores={"A2": 2})
    cast(store, poll.code, token=token(2), scores={"A2": 2, "A3": 1})
    found = poll_results.results(store, poll.id)
    assert found.ballots == 2 and found.names == {}
    assert found.counts == {"A1": {1: 0, 2: 0, 3: 0}, "A2": {1: 0, 2: 2, 3: 0}, "A3": {1: 1, 2: 0, 3: 0}}
    assert not polls.close_round(store, poll.id).open
    polls.close_round(store, poll.id)  # twice changes nothing
    with pytest.raises(StoreError, match="closed"):
        cast(store, poll.code, token=token(1), scores={"A1": 3})
    assert poll_results.results(store, poll.id).counts == found.counts


def test_a_second_round_can_be_compared_voter_by_voter(store: Store, poll: polls.Poll) -> None:
    for i in range(3):
        cast(store, poll.code, token=token(i), scores={"A1": i + 1})
    with pytest.raises(StoreError, match="still open"):
        polls.open_round(store, poll.id)
    polls.close_round(store, poll.id)
    assert polls.open_round(store, poll.id).round == 2
    for i in range(4):
        assert cast(store, poll.code, token=token(i), scores={"A1": 2}) == 2
    first = poll_results.results(store, poll.id, round=1).votes
    second = poll_results.results(store, poll.id).votes
    assert len(set(first["respondent_id"]) & set(second["respondent_id"])) == 3
    assert len(second) == 4 and set(second["round"]) == {2} and sorted(first["score"]) == [1, 2, 3]
    for bad in (0, 3):
        with pytest.raises(StoreError):
            poll_results.results(store, poll.id, round=bad)


def test_the_votes_are_a_table_that_the_ranking_reads(store: Store, poll: polls.Poll) -> None:
    for i in range(5):
        cast(store, poll.code, token=token(i), scores={"A1": 3, "A2": 1 + i % 3})
    votes = tables.typed("votes", poll_results.results(store, poll.id).votes)
    rows = [{"item_id": key, "category": "x", "text": text} for key, text in ITEMS.items()]
    scores = demands.score(tables.typed("demands", rows), None, votes)
    found = scores.table.set_index("item_id")
    assert found.loc["A1", "score"] == 3 and found.loc["A2", "score"] == pytest.approx(9 / 5)


def test_a_ballot_carries_nothing_of_its_voter(store: Store, poll: polls.Poll) -> None:
    cast(store, poll.code, token=token(7), scores={"A1": 3}, name="Awa Diop")
    room = workspaces.make_workspace(store, kind="course")
    other = polls.open_poll(store, room.id, question="Again?", items=ITEMS)
    cast(store, other.code, token=token(7), scores={"A1": 3})
    with store.read() as connection:
        ballots = connection.execute(schema.ballots.select()).all()
    assert len({ballot.voter for ballot in ballots}) == 2  # no link between polls
    for ballot in ballots:
        assert ballot.name is None and token(7) not in repr(ballot) and "Awa" not in repr(ballot)
        assert set(ballot._fields) == {"poll_id", "round", "voter", "name", "scores"}
    ended = polls.end_poll(store, poll.id)
    assert ended.ended and not ended.open
    with store.read() as connection:
        salts = dict(
            connection.execute(
                schema.polls.select().with_only_columns(schema.polls.c.id, schema.polls.c.salt)
            ).all()
        )
    assert salts[poll.id] is None and salts[other.id]
    for attempt in (
        lambda: cast(store, poll.code, token=token(7), scores={"A1": 1}),
        lambda: polls.open_round(store, poll.id),
    ):
        with pytest.raises(StoreError, match="closed"):
            attempt()
    assert poll_results.results(store, poll.id).ballots == 1


def test_names_are_kept_only_when_the_poll_asks_for_them(store: Store) -> None:
    room = workspaces.make_workspace(store, kind="course")
    poll = polls.open_poll(store, room.id, question="Who?", items=ITEMS, asks_names=True)
    with pytest.raises(StoreError, match="asks for your name"):
        cast(store, poll.code, token=token(1), scores={"A1": 1}, name="  ")
    cast(store, poll.code, token=token(1), scores={"A1": 1}, name="<script>")
    assert list(poll_results.results(store, poll.id).names.values()) == ["<script>"]


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ({}, "Nothing was chosen"),
        ({"A1": 0}, "from 1 to 3"),
        ({"A1": 4}, "from 1 to 3"),
        ({"A1": True}, "from 1 to 3"),
        ({"A1": 2.5}, "from 1 to 3"),
        ({"A1": "3"}, "from 1 to 3"),
        ({"Z9": 1}, "nothing called Z9"),
        ({"<script>": 1}, "nothing called"),
        ({"A1": 1, "A2": 1, "A3": 1}, "at most 2"),
    ],
)
def test_a_ballot_that_is_none_is_not_counted_and_says_why(store: Store, scores, said: str) -> None:
    room = workspaces.make_workspace(store, kind="course")
    poll = polls.open_poll(store, room.id, question="Which two?", items=ITEMS, most=2)
    with pytest.raises(StoreError, match=said) as refused:
        cast(store, poll.code, token=token(1), scores=scores)
    assert refused.value.sentence(Speaker("fr")) != str(refused.value)
    with pytest.raises(StoreError, match="Open the link again"):
        cast(store, poll.code, token="short", scores={"A1": 1})
    assert poll_results.results(store, poll.id).ballots == 0


def test_a_poll_that_is_none_is_refused(store: Store) -> None:
    room = workspaces.make_workspace(store, kind="course")
    for wrong in (
        {"question": " ", "items": ITEMS},
        {"question": "x", "items": {}},
        {"question": "x", "items": {"": "a"}},
        {"question": "x", "items": {"a": " "}},
        {"question": "x", "items": ITEMS, "low": 3, "high": 1},
        {"question": "x", "items": ITEMS, "most": 0},
        {"question": "x\0", "items": ITEMS},
    ):
        with pytest.raises(StoreError):
            polls.open_poll(store, room.id, **wrong)
    with pytest.raises(StoreError, match="nothing here"):
        polls.open_poll(store, new_id(), question="x", items=ITEMS)
    assert polls.polls_in(store, room.id) == ()


def test_guessed_codes_and_keys_give_nothing(store: Store, poll: polls.Poll) -> None:
    assert polls.poll_of_code(store, poll.code.lower()).id == poll.id
    assert [found.id for found in polls.polls_in(store, workspaces.of_kind(store, "course")[0].id)] == [
        poll.id
    ]
    for guess in ("", "AAAAAA", "%", "\0", "é", poll.id):
        with pytest.raises(StoreError, match="nothing here"):
            polls.poll_of_code(store, guess)
        with pytest.raises(StoreError, match="nothing here"):
            cast(store, guess, token=token(1), scores={"A1": 1})
    for guess in (poll.code, "", "\0", new_id()):
        for attempt in (polls.poll, polls.close_round, polls.end_poll, poll_results.results):
            with pytest.raises(StoreError, match="nothing here"):
                attempt(store, guess)


def test_a_poll_is_forgotten_with_its_workspace(store: Store, poll: polls.Poll) -> None:
    cast(store, poll.code, token=token(1), scores={"A1": 1})
    workspaces.forget(store, workspaces.of_kind(store, "course")[0].id)
    with store.read() as connection:
        for table in (schema.polls, schema.rounds, schema.ballots):
            assert connection.execute(table.select()).all() == []


def test_two_hundred_voters_at_once_and_each_twice(store: Store, poll: polls.Poll) -> None:
    """Far more at once than two hundred phones in a minute."""
    took: list[float] = []
    wrong: list[BaseException] = []

    def vote(start: int) -> None:
        for i in range(start, 200, 8):
            for score in (1, 1 + i % 3):
                before = time.perf_counter()
                try:
                    cast(store, poll.code, token=token(i), scores={"A1": score})
                except BaseException as error:
                    wrong.append(error)
                took.append(time.perf_counter() - before)

    threads = [threading.Thread(target=vote, args=(start,)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [] and len(took) == 400
    found = poll_results.results(store, poll.id)
    assert found.ballots == 200 and found.counts["A1"] == {1: 67, 2: 67, 3: 66}
    with store.read() as connection:
        scores = connection.execute(schema.ballots.select()).all()
    assert all(json.loads(ballot.scores).keys() == {"A1"} for ballot in scores)


def test_a_vote_and_the_end_of_the_round_cannot_both_win(store: Store, poll: polls.Poll) -> None:
    told: list[bool] = []

    def vote() -> None:
        for i in range(40):
            try:
                cast(store, poll.code, token=token(i), scores={"A1": 1})
                told.append(True)
            except StoreError as error:
                assert error.kind == "poll-closed"
                told.append(False)

    thread = threading.Thread(target=vote)
    thread.start()
    while len(told) < 5:
        time.sleep(0.001)
    polls.close_round(store, poll.id)
    counted = poll_results.results(store, poll.id).ballots
    thread.join()
    assert told.count(True) == counted == poll_results.results(store, poll.id).ballots
