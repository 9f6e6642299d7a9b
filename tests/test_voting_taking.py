"""Votes of a room become rows of the case, in one change that can be taken back."""

from __future__ import annotations

import pytest

from clusterlib.faults import ClusterlibError
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.serving import rooms
from clusterlib.store import content, poll_results, polls, reading
from clusterlib.store.ballots import cast, own
from clusterlib.store.changes import Edit, new_id
from clusterlib.store.database import open_store
from clusterlib.store.saving import save
from clusterlib.store.troubles import StoreError
from clusterlib.voting import beside, counting, kinds, taking, tally

SAY = Speaker()


CASE = {
    "demands.csv": "item_id,category,text\nA1,x,Training\nA2,x,Fairs\nC3,y,Money\n",
    "vote_counts.csv": "item_id,n1,n2,n3,n\nA1,0,2,5,7\nA2,1,1,5,7\nC3,0,1,6,7\n",
    "services.csv": "id,name\nSV1,Evenings\nSV2,Advice\n",
}


@pytest.fixture
def room(tmp_path, make_case):
    """A store with a small case in the trainer's room."""
    store = open_store(tmp_path / "kept.sqlite")
    people = rooms.Rooms(store, code="c", trainer_key="k")
    case = cases.open_case(make_case(CASE))
    address = people.take_in(people.visit("", "k"), case)
    yield store, address, case
    store.close()


def opened(room, kind: str) -> polls.Poll:
    store, address, case = room
    items = next(one for one in kinds.offered(case, SAY) if one.id == kind).items
    low, high = kinds.SCALES[kind]
    return polls.open_poll(
        store,
        address.workspace,
        question="?",
        items=items,
        low=low,
        high=high,
        kind=kind,
        case_id=address.case,
    )


def rounds(store, poll: polls.Poll) -> list[poll_results.Results]:
    last = polls.poll(store, poll.id).round
    return [poll_results.results(store, poll.id, round=i) for i in range(1, last + 1)]


def token(i: int) -> str:
    return f"token-of-voter-{i:04d}"


def test_both_rounds_go_in_as_one_change_and_come_out_again(room):
    store, address, _ = room
    poll = opened(room, kinds.DEMANDS)
    for i in range(6):
        cast(store, poll.code, token=token(i), scores={"A1": 1 + i % 3, "C3": 3})
    polls.close_round(store, poll.id)
    polls.open_round(store, poll.id)
    for i in range(2, 7):
        cast(store, poll.code, token=token(i), scores={"A1": 3})
    polls.close_round(store, poll.id)
    before = content.take(store, address)
    done = taking.take(store, address, poll.kind, rounds(store, poll), save_id="s", who="trainer")
    case = content.take(store, address)
    votes = case.table("votes")
    assert done.people == 7 and done.rows == len(votes) == 17 and done.aside == ("vote_counts",)
    assert list(votes["respondent_id"].unique()) == [f"R{i}" for i in range(1, 8)]
    first, second = votes[votes["round"] == 1], votes[votes["round"] == 2]
    assert sorted(first[first["item_id"] == "A1"]["score"]) == [1, 1, 2, 2, 3, 3]
    assert list(second["score"]) == [3] * 5
    assert len(set(first["respondent_id"]) & set(second["respondent_id"])) == 4  # the same people
    assert not case.faults and not len(case.table("vote_counts"))
    assert len(reading.changes(store, address)) == 2
    said = " ".join(taking.read(done, SAY))
    assert "17 votes of 7 people, R1 to R7" in said and "“Vote counts” was put aside" in said

    assert taking.give_back(store, address, poll.kind, save_id="b", who="trainer") == done.version + 1
    after = content.take(store, address)
    for name in ("votes", "vote_counts"):
        assert after.text(name).equals(before.text(name))
    assert taking.give_back(store, address, poll.kind, save_id="b2", who="trainer") is None


def test_taken_in_twice_it_stands_once(room):
    store, address, _ = room
    poll = opened(room, kinds.DEMANDS)
    cast(store, poll.code, token=token(1), scores={"A1": 2})
    one = taking.take(store, address, poll.kind, rounds(store, poll), save_id="1")
    two = taking.take(store, address, poll.kind, rounds(store, poll), save_id="2")
    assert (one.version, one.replaced) == (two.version, 0) and two.replaced == 1
    assert len(content.take(store, address).table("votes")) == 1


def test_a_demand_that_the_case_no_longer_has_is_left_out_and_named(room):
    store, address, _ = room
    poll = opened(room, kinds.DEMANDS)
    cast(store, poll.code, token=token(1), scores={"A1": 2, "A2": 3})
    row = next(row for row in reading.table(store, address, "demands").rows if row.cells["item_id"] == "A2")
    save(store, address, [Edit("demands", row.id, None, seen=row.version)], save_id=new_id())
    done = taking.take(store, address, poll.kind, rounds(store, poll), save_id="1")
    assert done.left_out == ("A2",) and done.rows == 1
    assert "Left out, because the case no longer has them: A2." in taking.read(done, SAY)
    only = opened(room, kinds.DEMANDS)
    with pytest.raises(StoreError, match="nobody voted"):
        taking.take(store, address, only.kind, rounds(store, only), save_id="3")


def test_a_case_whose_demands_are_at_fault_is_left_as_it_is(room):
    store, address, _ = room
    poll = opened(room, kinds.DEMANDS)
    cast(store, poll.code, token=token(1), scores={"A1": 2})
    row = reading.table(store, address, "demands").rows[0]
    save(store, address, [Edit("demands", row.id, {"item_id": ""}, seen=row.version)], save_id=new_id())
    version = reading.tables(store, address)[0]
    with pytest.raises(ClusterlibError, match="faults"):
        taking.take(store, address, poll.kind, rounds(store, poll), save_id="1")
    assert reading.tables(store, address)[0] == version


def test_trust_in_services_fills_the_answers_with_the_last_round(room):
    store, address, _ = room
    poll = opened(room, kinds.SERVICES)
    cast(store, poll.code, token=token(1), scores={"SV1": 5, "SV2": 1})
    polls.close_round(store, poll.id)
    polls.open_round(store, poll.id)
    cast(store, poll.code, token=token(1), scores={"SV1": 4})
    done = taking.take(store, address, poll.kind, rounds(store, poll), save_id="1")
    found = content.take(store, address).table("service_answers")
    assert done.table == "service_answers" and done.aside == ()
    assert found[["respondent_id", "service_id", "openness"]].values.tolist() == [["R1", "SV1", 4]]


def test_a_voter_sees_the_own_ballot_and_nobody_elses(room):
    store, _, _ = room
    poll = opened(room, kinds.DEMANDS)
    cast(store, poll.code, token=token(1), scores={"A1": 2})
    assert own(store, poll.code, token=token(1)) == ({"A1": 2}, "")
    assert own(store, poll.code, token=token(2)) is None and own(store, poll.code, token="short") is None
    polls.end_poll(store, poll.id)
    assert own(store, poll.code, token=token(1)) is None


def test_a_count_is_made_once_for_each_state_of_the_ballots(room, monkeypatch):
    store, _, _ = room
    poll = opened(room, kinds.DEMANDS)
    keeps = counting.Counting()
    made = []
    count = tally.count
    monkeypatch.setattr(tally, "count", lambda *a, **k: made.append(1) or count(*a, **k))
    first = keeps.now(store, poll.id)
    assert keeps.now(store, poll.id) is first and len(made) == 1
    cast(store, poll.code, token=token(1), scores={"A1": 2})
    second = keeps.now(store, poll.id)
    cast(store, poll.code, token=token(1), scores={"A1": 3})  # as many ballots, another vote
    third = keeps.now(store, poll.id)
    polls.close_round(store, poll.id)
    fourth = keeps.now(store, poll.id)
    assert len({first[0], second[0], third[0], fourth[0]}) == 4 and len(made) == 4


def test_the_server_for_phones_starts_answers_and_comes_back(room):
    from urllib.request import urlopen

    store, _, _ = room
    poll = opened(room, kinds.DEMANDS)
    assert beside.unfinished(store)
    served = beside.Beside(str(store.file), beside.LOOPBACK, "127.0.0.1", 8890, b"key", "fr")
    try:
        assert served.begin() and not served.open_to_phones
        with urlopen(served.link(poll.code), timeout=10) as answer:
            assert 'lang="fr"' in answer.read().decode()
        port, process, number = served.port, served._process, served.process
        process.kill()
        process.wait(10)
        assert served.begin() and served.port == port and served.process not in (None, number)
        assert urlopen(served.link(poll.code), timeout=10).status == 200
        served._process.stdin.close()  # as when the server of the apps is killed
        assert served._process.wait(10) == 0
    finally:
        served.end()
    polls.end_poll(store, poll.id)
    assert not beside.unfinished(store)
