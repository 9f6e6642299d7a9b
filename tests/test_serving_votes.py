"""The trainer's side of live votes, asked over HTTP without a browser and without Voila."""

from __future__ import annotations

import asyncio
import threading
from html import unescape

import httpx
import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.serving import asked, rooms, votes
from clusterlib.store import content, polls
from clusterlib.store.ballots import cast
from clusterlib.store.database import open_store

CASE = {
    "demands.csv": "item_id,category,text,text_fr\nA1,x,<b>Training</b>,Formation\nA2,x,Fairs,Salons\n",
    "vote_counts.csv": "item_id,n1,n2,n3,n\nA1,0,2,5,7\nA2,1,1,5,7\n",
}


@pytest.fixture
def site(tmp_path, make_case):
    store = open_store(tmp_path / "kept.sqlite")
    people = rooms.Rooms(store)
    people.take_in(people.visit("", ""), cases.open_case(make_case(CASE)))
    made = asked.Site(people, tmp_path, base="/", lang="en")
    votes.attach(made, where=str(store.file), host="127.0.0.1", port=8866, secret=b"s" * 32)
    made.votes.begin = lambda **_: True  # the server for phones is tested on its own
    made.votes.port = 8867
    yield made
    store.close()


@pytest.fixture
def person(site):
    """Somebody at this machine, whose requests carry the token of a page where they should."""
    ready, ends = threading.Event(), asyncio.Event()
    said = {}

    async def serve() -> None:
        made = Application(votes.routes(site, "/"), cookie_secret=b"c" * 32, xsrf_cookies=True)
        sockets = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(made)
        server.add_sockets(sockets)
        said["port"], said["loop"] = sockets[0].getsockname()[1], asyncio.get_running_loop()
        ready.set()
        await ends.wait()
        server.stop()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    ready.wait(10)
    with httpx.Client(base_url=f"http://127.0.0.1:{said['port']}", timeout=30) as client:
        yield client
    said["loop"].call_soon_threadsafe(ends.set)
    thread.join(10)


def post(person: httpx.Client, path: str, **fields: str) -> httpx.Response:
    return person.post(path, data={"_xsrf": person.cookies["_xsrf"]} | fields)


def opened(person: httpx.Client, site, **fields: str) -> polls.Poll:
    person.get("/votes")
    answer = post(person, "/votes", kind="demands", **fields)
    assert answer.status_code == 302, answer.text
    return polls.poll(site.rooms.store, answer.headers["location"].rsplit("/", 1)[1])


def token(i: int) -> str:
    return f"token-of-voter-{i:04d}"


def test_a_vote_is_opened_led_counted_and_taken_in(person, site):
    page = person.get("/votes").text
    assert "The demands of the case (2)" in page and "nothing in the table" in page
    assert "clusterlib serve CASE --class" in page  # why phones cannot come, and what opens the way
    poll = opened(person, site, question="<i>What</i>?", invited="8")
    assert (poll.kind, poll.invited, poll.low, poll.high) == ("demands", 8, 1, 3)
    here = f"/votes/{poll.id}"
    screen = person.get(here).text
    assert "&lt;i&gt;What&lt;/i&gt;?" in screen and "<i>What" not in screen and "<b>Training" not in screen
    assert f"127.0.0.1:8867/{poll.code}" in screen and 'class="qr"' in screen
    assert "Nobody has voted in this round yet." in screen and "/take" not in screen

    for i in range(6):
        cast(site.rooms.store, poll.code, token=token(i), scores={"A1": 3, "A2": 1 + i % 2})
    live = person.get(f"{here}/live", params={"seen": "old"}).json()
    assert live["people"] == "6 ballots" and live["state"] == "1 open"
    assert "6 of 8 people asked have voted." in live["html"] and "&lt;b&gt;Training" in live["html"]
    assert person.get(f"{here}/live", params={"seen": live["mark"]}).status_code == 204

    assert post(person, f"{here}/next").status_code == 400  # the first is still open
    assert post(person, f"{here}/take").status_code == 404
    assert post(person, f"{here}/close").headers["location"] == here
    post(person, f"{here}/next")
    cast(site.rooms.store, poll.code, token=token(1), scores={"A1": 2})
    post(person, f"{here}/close")
    assert "Round before" in person.get(here).text
    taken = unescape(post(person, f"{here}/take").text)
    assert "13 votes of 6 people, R1 to R6" in taken
    kept = site.rooms.case(site.rooms.visit("", ""), "")
    assert len(content.take(site.rooms.store, kept.address).table("votes")) == 13
    assert "Take back the last change" in person.get(here).text
    assert "as it was before" in post(person, f"{here}/back").text
    assert "nothing to take back" in post(person, f"{here}/back").text
    csv = person.get(f"{here}/votes.csv")
    assert csv.text.startswith("respondent_id,item_id,score,round\r\nR1,A1,") and csv.text.count("\n") == 14
    post(person, f"{here}/end")
    over = person.get(here).text
    assert "This vote is over." in over and "voting.js" not in over and poll.code in person.get(
        f"{here}/votes.csv"
    ).headers["content-disposition"]  # fmt: skip
    assert "over" in person.get("/votes").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "nothing"}, "Choose what is voted on"),
        ({"kind": "services"}, "nothing in the table"),
        ({"kind": "list"}, "one item a line"),
        ({"kind": "demands", "question": "x" * 301}, "301 characters"),
        ({"kind": "demands", "invited": "many"}, "whole number from 1 to 100,000"),
        ({"kind": "demands", "invited": "0"}, "whole number"),
        ({"kind": "demands", "invited": "１"}, "whole number"),
    ],
)
def test_what_cannot_be_voted_on_is_said_in_a_sentence(person, site, fields, said):
    person.get("/votes")
    answer = post(person, "/votes", **fields)
    assert answer.status_code == 400 and said in unescape(answer.text) and "Traceback" not in answer.text
    kept = site.rooms.case(site.rooms.visit("", ""), "")
    assert polls.polls_in(site.rooms.store, kept.address.workspace) == ()


def test_the_items_are_in_the_language_of_who_opens_the_vote(person, site):
    person.cookies["clusterlib-lang"] = "fr"
    poll = opened(person, site)
    assert poll.items["A1"] == "Formation" and poll.question.startswith("Quelle importance")
    assert "Le tour 1 est ouvert." in person.get(f"/votes/{poll.id}").text


def test_nobody_else_leads_a_vote(person, site):
    poll = opened(person, site)
    here = f"/votes/{poll.id}"
    assert person.post(f"{here}/close").status_code == 403  # not from a page of ours
    assert person.get(f"/votes/{poll.code}{poll.code}").status_code == 404
    assert person.get(here, headers={"host": "evil.example"}).status_code == 403
    elsewhere = polls.open_poll(
        site.rooms.store, site.rooms.visit("", "").room, question="?", items={"a": "b"}, case_id="other"
    )
    assert person.get(f"/votes/{elsewhere.id}").status_code == 404
    site.rooms.code, site.rooms.trainer_key = "code", "key"  # now it is a class, and this person a stranger
    for path in ("/votes", here, f"{here}/live", f"{here}/votes.csv"):
        assert person.get(path).status_code == 404, path
    assert post(person, f"{here}/close").status_code == 404
    assert polls.poll(site.rooms.store, poll.id).open


def test_phones_of_a_class_come_over_the_network(site, tmp_path):
    other = asked.Site(site.rooms, tmp_path, base="/", lang="en", address="http://192.0.2.7:8866")
    votes.attach(other, where="x", host="0.0.0.0", port=8866, secret=b"s")
    assert other.votes.reached == "192.0.2.7" and other.votes.open_to_phones
    assert votes.vote_pages.reach(Speaker(), other.votes) == ""
    assert votes.vote_pages.reach(Speaker("fr"), site.votes).startswith("Les téléphones ne peuvent pas")
