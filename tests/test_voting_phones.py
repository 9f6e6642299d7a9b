"""The page that phones see: votes counted once, sentences instead of tracebacks, nothing for strangers."""

from __future__ import annotations

import re
import threading
import warnings
from html import unescape

import pytest

from clusterlib.store import poll_results, polls, workspaces
from clusterlib.store.database import Store, open_store
from clusterlib.voting import guard, kinds, phone_pages
from clusterlib.voting.booth import VOTER, Booth
from clusterlib.voting.phones import app

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have another HTTP library
    from starlette.testclient import TestClient

ITEMS = {"A1": "Training", "A2": "Money", "A3": "<script>alert(1)</script> & {name} \u202e"}


@pytest.fixture
def store(tmp_path):
    made = open_store(tmp_path / "kept.sqlite")
    yield made
    made.close()


def opened(store: Store, **words) -> polls.Poll:
    room = workspaces.make_workspace(store, kind="course")
    chosen = {"question": "How important?", "items": ITEMS, "kind": kinds.DEMANDS} | words
    return polls.open_poll(store, room.id, **chosen)


@pytest.fixture
def poll(store: Store) -> polls.Poll:
    return opened(store)


@pytest.fixture
def booth(store: Store) -> Booth:
    return Booth(store, b"secret of the test")


def phone(booth: Booth, **words) -> TestClient:
    """A phone of its own: with its cookies, and without following where it is sent."""
    return TestClient(app(booth, loopback=False), follow_redirects=False, **words)


def seal_of(text: str) -> str:
    return re.search(r'name="seal" value="([0-9a-f]{64})"', text)[1]


def send(device: TestClient, code: str, **fields: str):
    found = device.get(f"/{code}?change=1")
    return device.post(f"/{code}", data={"seal": seal_of(found.text)} | fields)


def counts(store: Store, poll: polls.Poll, item: str) -> list[int]:
    return list(poll_results.results(store, poll.id).counts[item].values())


def test_a_phone_votes_changes_its_vote_and_waits_for_the_second_round(store, poll, booth):
    mine, other = phone(booth), phone(booth)
    page = mine.get(f"/{poll.code.lower()}")
    assert page.status_code == 200 and "less important" in page.text and "no name" in page.text
    done = send(mine, poll.code, i0="3", i1="1")
    assert done.status_code == 303 and done.headers["location"] == f"/{poll.code}"
    said = mine.get(f"/{poll.code}").text
    assert "Your vote is counted" in said and "You answered 2 of 3" in said and "3 very important" in said
    send(mine, poll.code, i0="2", i1="")  # changed; the second answer is taken back
    send(other, poll.code, i0="3")
    assert counts(store, poll, "A1") == [0, 1, 1] and counts(store, poll, "A2") == [0, 0, 0]
    chosen = mine.get(f"/{poll.code}?change=1").text
    assert re.findall(r'name="i0" value="(.?)" checked', chosen) == ["2"]

    assert mine.get(f"/{poll.code}/state").text == "1o"
    polls.close_round(store, poll.id)
    assert mine.get(f"/{poll.code}/state").text == "1c"
    assert "Your vote was counted" in mine.get(f"/{poll.code}").text
    assert "No vote came from this phone" in phone(booth).get(f"/{poll.code}").text
    polls.open_round(store, poll.id)
    second = unescape(mine.get(f"/{poll.code}").text)
    assert "Round 1: 2.5 of 3 on average, 2 answers. You gave 2." in second
    assert "Round 1: nobody answered." in second
    assert "You gave" not in phone(booth).get(f"/{poll.code}").text
    send(mine, poll.code, i0="3")
    assert poll_results.results(store, poll.id).ballots == 1
    assert poll_results.results(store, poll.id, round=1).ballots == 2
    polls.end_poll(store, poll.id)
    over = mine.get(f"/{poll.code}").text
    assert "This vote is over" in over and "phone.js" not in over


def test_hostile_text_is_text_and_nothing_is_loaded_from_elsewhere(store, booth):
    trick = "\"><script>alert(1)</script>' onload=x {{7*7}} $x$"
    poll = opened(store, question=trick, asks_names=True)
    device = phone(booth)
    page = device.get(f"/{poll.code}")
    assert "<script>alert" not in page.text and unescape(page.text).count(trick) == 2
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not re.findall(r'(?:src|href|action)="(?!/|#|data:,)', page.text)
    refused = send(device, poll.code, name=trick, i2="9")
    assert refused.status_code == 400 and "<script>alert" not in refused.text
    assert trick in unescape(refused.text)  # the name is still there, to vote again
    send(device, poll.code, name=trick, i2="3")
    assert list(poll_results.results(store, poll.id).names.values()) == [trick]
    assert "<script>alert" not in device.get(f"/{poll.code}").text
    cookie = page.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and VOTER in cookie


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({}, 400, "Nothing was chosen"),
        ({"i0": "4"}, 400, "from 1 to 3"),
        ({"i0": "-1"}, 400, "from 1 to 3"),
        ({"i0": "２"}, 400, "from 1 to 3"),
        ({"i0": "9" * 5000}, 400, "from 1 to 3"),
        ({"i7": "1"}, 400, "nothing called"),
        ({"i0": "1", "name": ""}, 400, "asks for your name"),
        ({"i0": "1", "name": "x" * 81}, 400, "81 characters; 80 are allowed"),
        ({"i0": "1", "name": "a\0b"}, 400, "no file can keep"),
        ({"i0": "1", "name": "x" * 70_000}, 413, "too large"),
        ({f"f{i}": "1" for i in range(300)}, 400, "does not know"),
    ],
)
def test_a_ballot_that_is_none_is_said_in_a_sentence_and_loses_no_choice(store, booth, fields, status, said):
    poll = opened(store, asks_names=True)
    device = phone(booth)
    answer = send(device, poll.code, **{"name": "Awa", "i1": "2"} | fields if fields else {"name": "Awa"})
    assert answer.status_code == status and said in unescape(answer.text)
    assert "Traceback" not in answer.text and poll_results.results(store, poll.id).ballots == 0
    if "name" in fields and status == 400:
        assert re.findall(r'name="i1" value="(.?)" checked', answer.text) == ["2"]


def test_a_form_of_another_page_or_device_counts_nothing(store, poll, booth):
    mine, thief = phone(booth), phone(booth)
    seal = seal_of(mine.get(f"/{poll.code}").text)
    thief.get(f"/{poll.code}")
    other = opened(store)
    tried = [
        thief.post(f"/{poll.code}", data={"seal": seal, "i0": "1"}),  # of another device
        thief.post(f"/{poll.code}", data={"i0": "1"}),
        thief.post(f"/{poll.code}", data={"seal": "é" * 64, "i0": "1"}),
        mine.post(f"/{other.code}", data={"seal": seal, "i0": "1"}),  # of another vote
        phone(booth).post(f"/{poll.code}", data={"seal": seal, "i0": "1"}),  # no cookie at all
        phone(booth, cookies={VOTER: "short"}).post(
            f"/{poll.code}", data={"seal": guard.seal(booth.secret, poll.code, "short"), "i0": "1"}
        ),
    ]
    for answer in tried:
        assert answer.status_code in (403, 409) and "Open the link again" in answer.text
    assert poll_results.results(store, poll.id).ballots == 0
    closed = seal_of(mine.get(f"/{poll.code}").text)
    polls.close_round(store, poll.id)
    late = mine.post(f"/{poll.code}", data={"seal": closed, "i0": "1"})
    assert late.status_code == 409 and "This round is closed" in late.text


def test_what_is_not_there_is_said_on_a_page(booth, poll):
    device = phone(booth)
    for method, path, status in (
        ("GET", "/ZZZZZZ", 404),
        ("GET", "/go?code=nothing", 404),
        ("GET", "/a/b/c", 404),
        ("GET", "/%00", 404),
        ("GET", "/../../etc/passwd", 404),
        ("GET", "/ZZZZZZ/state", 404),
        ("POST", "/ZZZZZZ", 404),
        ("DELETE", f"/{poll.code}", 405),
        ("POST", "/", 405),
    ):
        answer = device.request(method, path)
        assert answer.status_code == status, path
        assert "<h1>" in answer.text and "Traceback" not in answer.text
    typed = device.get("/go", params={"code": f" {poll.code[:3]} {poll.code[3:].lower()}"})
    assert typed.headers["location"] == f"/{poll.code}"
    assert device.get("/").status_code == 200


def test_codes_cannot_be_tried_through_but_an_open_page_still_votes(store, poll, booth):
    device = phone(booth)
    seal = seal_of(device.get(f"/{poll.code}").text)
    for i in range(guard.TRIES):
        assert device.get(f"/ZZZZ{polls.LETTERS[i]}Z").status_code == 404
    for path in (f"/{poll.code}", "/ZZZZZZ", f"/{poll.code}/state", f"/go?code={poll.code}"):
        assert device.get(path).status_code == 429, path
    assert device.post(f"/{poll.code}", data={"seal": "0" * 64, "i0": "1"}).status_code == 429
    assert device.post(f"/{poll.code}", data={"seal": seal, "i0": "1"}).status_code == 303
    assert counts(store, poll, "A1") == [1, 0, 0]
    booth.guesses.window = 0.0
    assert device.get(f"/{poll.code}").status_code == 200
    small = guard.Guesses(tries=2)
    for i in range(20_000):
        small.wrong(f"10.0.{i // 250}.{i % 250}")
    assert len(small._seen) == 10_000


def test_the_language_comes_from_the_phone_or_from_a_link_on_the_list(booth, poll):
    french = phone(booth, headers={"accept-language": "wo, fr-SN;q=0.9, en"})
    assert (
        'lang="fr"' in french.get(f"/{poll.code}").text
        and "peu important" in french.get(f"/{poll.code}").text
    )
    english = french.get(f"/{poll.code}?lang=en")
    assert "less important" in english.text and "less important" in french.get(f"/{poll.code}").text
    for bad in ("xx", "<script>", "fr/../en"):
        page = phone(booth).get(f"/{poll.code}", params={"lang": bad})
        assert '<html lang="en">' in page.text and bad not in page.text


def test_a_page_of_a_whole_case_is_light(store, booth):
    items = {f"D{i}": "A demand of an ordinary length, as people say it " * 2 for i in range(15)}
    poll = opened(store, items=items)
    size = sum(len(phone(booth).get(path).content) for path in (f"/{poll.code}", "/phone.css", "/phone.js"))
    assert size < 30_000


def test_on_the_loopback_address_another_name_of_it_is_refused(booth, poll):
    device = TestClient(app(booth, loopback=True), base_url="http://127.0.0.1:8867")
    assert device.get(f"/{poll.code}").status_code == 200
    assert device.get(f"/{poll.code}", headers={"host": "evil.example"}).status_code == 400


def test_a_store_that_is_away_or_a_mistake_of_ours_is_said_in_words(store, poll, booth, monkeypatch):
    from clusterlib.store import ballots
    from clusterlib.store.troubles import StoreError

    device = TestClient(app(booth, loopback=False), follow_redirects=False, raise_server_exceptions=False)
    for trouble, status, said in (
        (StoreError("busy"), 503, "not counted"),
        (StoreError("full", free=1, need=2), 503, "not counted"),
        (ValueError("secret words"), 500, "says whether your vote is counted"),
    ):

        def broken(*_, trouble=trouble, **__):
            raise trouble

        monkeypatch.setattr(ballots, "cast", broken)
        answer = send(device, poll.code, i0="1")
        assert answer.status_code == status and said in answer.text and "secret words" not in answer.text
        assert f'href="/{poll.code}"' in answer.text or status == 500


def test_two_hundred_phones_at_once_and_every_changed_vote_counts_once(store, poll, booth):
    """Each phone loads the page, votes, and half of them change the vote: none lost, none twice."""
    made = app(booth, loopback=False)
    wrong: list[object] = []

    def votes(start: int) -> None:
        for i in range(start, 200, 8):
            device = TestClient(made, follow_redirects=False)
            try:
                for score in ("1", "3") if i % 2 else ("2",):
                    answer = send(device, poll.code, i0=score)
                    if answer.status_code != 303:
                        wrong.append(answer.text)
            except BaseException as error:
                wrong.append(error)

    threads = [threading.Thread(target=votes, args=(start,)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [] and counts(store, poll, "A1") == [0, 100, 100]
    assert poll_results.results(store, poll.id).ballots == 200


def test_every_scale_has_its_words_on_the_page(store, booth):
    poll = opened(store, kind=kinds.TRENDS, low=1, high=5)
    page = unescape(phone(booth).get(f"/{poll.code}").text)
    assert "1: hardly. 5: very strongly." in page and page.count('name="i0"') == 6
    assert phone_pages.FOLDER.joinpath("phone.css").is_file()
