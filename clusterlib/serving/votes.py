"""The trainer's side of live votes: open one, watch results arrive, lead the rounds, take the votes in."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from typing import Any

from tornado import web
from tornado.ioloop import IOLoop

from clusterlib.faults import ClusterlibError
from clusterlib.serving import pages, rooms, vote_pages
from clusterlib.serving.asked import Asked, Site
from clusterlib.store import history, poll_results, polls
from clusterlib.store.changes import new_id
from clusterlib.store.polls import Poll
from clusterlib.store.troubles import StoreError
from clusterlib.store.workspaces import KeptCase
from clusterlib.voting import kinds, screen, taking
from clusterlib.voting.beside import Beside, unfinished

#: Longest question, in characters, and most people that may be asked.
LONGEST, CROWD = 300, 100_000


class Leads(Asked):
    """A request of who leads votes: the trainer of a class, or the person at this machine."""

    def prepare(self) -> None:
        """Others are answered as if there were no votes."""
        super().prepare()
        if self.visitor.role not in (rooms.SOLO, rooms.TRAINER) or self.site.votes is None:
            raise web.HTTPError(404)

    @property
    def beside(self) -> Beside:
        """The server that phones talk to."""
        assert self.site.votes is not None
        return self.site.votes

    def found(self, id: str) -> tuple[Poll, KeptCase]:
        """A vote and its case, if they are this visitor's.

        Raises
        ------
        HTTPError
            404 for all others.
        """
        try:
            poll = polls.poll(self.site.rooms.store, id)
        except StoreError:
            raise web.HTTPError(404) from None
        kept = self.site.rooms.case(self.visitor, poll.case_id) if poll.case_id else None
        if kept is None:
            raise web.HTTPError(404)
        return poll, kept

    def refuse(self, error: ClusterlibError, link: str) -> None:
        """Say why something was not done."""
        line = error.sentence(self.say) if isinstance(error, StoreError) else str(error)
        self.tell(
            self.say("That did not work"), [line], status=400, link=(link, self.say("Back to the vote"))
        )


class Votes(Leads):
    """The votes of a case, and the way to a new one."""

    def get(self) -> None:
        """Show both."""
        kept = self.kept()
        store = self.site.rooms.store
        mine = [
            poll
            for poll in polls.polls_in(store, kept.address.workspace)
            if poll.case_id == kept.address.case
        ]
        case = self.opened(kept)
        values = vote_pages.listed(self.say, kept=kept, case=case, polls=mine[::-1])
        IOLoop.current().run_in_executor(None, self.beside.begin)  # so that it is there when it is needed
        self.show("votes.html", reach=vote_pages.reach(self.say, self.beside), **values)

    def post(self) -> None:
        """Open a vote."""
        kept = self.kept()
        back = f"{self.site.base}votes?case={kept.address.case}"
        try:
            poll = self._opened(kept)
        except ClusterlibError as error:
            self.refuse(error, back)
            return
        self.redirect(f"{self.site.base}votes/{poll.id}")

    def _opened(self, kept: KeptCase) -> Poll:
        wanted = self.get_argument("kind", "")
        kind = next((one for one in kinds.offered(self.opened(kept), self.say) if one.id == wanted), None)
        if kind is None:
            raise ClusterlibError(self.say("Choose what is voted on."))
        if kind.missing:
            raise ClusterlibError(kind.missing)
        items = kind.items or kinds.own_list(self.get_argument("list", ""), self.say)
        question = self.get_argument("question", "").strip() or kind.question
        if len(question) > LONGEST:
            raise ClusterlibError(
                self.say(
                    "The question has {n} characters; {most} are allowed.", n=len(question), most=LONGEST
                )
            )
        low, high = kinds.SCALES[kind.id]
        return polls.open_poll(
            self.site.rooms.store, kept.address.workspace, question=question, items=items, low=low, high=high,
            asks_names=self.get_argument("names", "") == "yes", who=self.visitor.who, kind=kind.id,
            case_id=kept.address.case, invited=self._invited(),
        )  # fmt: skip

    def _invited(self) -> int | None:
        text = self.get_argument("invited", "").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= CROWD):
            raise ClusterlibError(
                self.say(
                    "How many people are asked is a whole number from 1 to {most}, or left blank.",
                    most=self.say.number(CROWD),
                )
            )
        return int(text)


class Vote(Leads):
    """The screen of one vote."""

    async def get(self, id: str) -> None:
        """Show link, QR code, results and what can be done next."""
        poll, kept = self.found(id)
        loop = IOLoop.current()
        runs = poll.ended or await loop.run_in_executor(None, self.beside.begin)
        mark, tally = await loop.run_in_executor(None, self.site.counting.now, self.site.rooms.store, id)
        store, name = self.site.rooms.store, taking.FILLS.get(poll.kind)
        undo = name and history.last_own(store, kept.address, who=self.visitor.who, table=name)
        values = vote_pages.shown(self.say, poll=tally.results.poll, kept=kept, beside=self.beside, runs=runs,
                       can_undo=bool(undo))  # fmt: skip
        self.show("vote.html", mark=mark, results=screen.results(tally, self.say), **values)


class Live(Leads):
    """Results as they arrive, for the screen."""

    async def get(self, id: str) -> None:
        """Send them if they are no longer those that the screen shows."""
        self.found(id)
        counting = self.site.counting.now
        mark, tally = await IOLoop.current().run_in_executor(None, counting, self.site.rooms.store, id)
        if self.get_argument("seen", "") == mark:
            self.set_status(204)
            return
        results = screen.results(tally, self.say)
        html = pages.fragment("vote_results.html", results=results)
        answer = {
            "mark": mark,
            "state": screen.state(tally.results.poll),
            "people": results["people"],
            "html": html,
        }
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(answer))


class Turn(Leads):
    """What a trainer does with a vote."""

    def post(self, id: str, what: str) -> None:
        """Close the round, open the next, end the vote, take the votes in, or take that back."""
        poll, kept = self.found(id)
        here = f"{self.site.base}votes/{id}"
        store = self.site.rooms.store
        try:
            if what == "close":
                polls.close_round(store, id)
            elif what == "next":
                polls.open_round(store, id)
            elif what == "end":
                polls.end_poll(store, id)
            else:
                self._case(what, poll, kept, here)
                return
        except ClusterlibError as error:
            self.refuse(error, here)
            return
        self.redirect(here)

    def _case(self, what: str, poll: Poll, kept: KeptCase, here: str) -> None:
        """Take the votes into the case, or take that back; and say what became of it."""
        store, who = self.site.rooms.store, self.visitor.who
        if poll.kind not in taking.FILLS or poll.open:
            raise web.HTTPError(404)
        link = (here, self.say("Back to the vote"))
        if what == "take":
            rounds = [poll_results.results(store, poll.id, round=i) for i in range(1, poll.round + 1)]
            done = taking.take(store, kept.address, poll.kind, rounds, save_id=new_id(), who=who)
            self.tell(self.say("The votes are in the case"), taking.read(done, self.say), link=link)
            return
        version = taking.give_back(store, kept.address, poll.kind, save_id=new_id(), who=who)
        line = (
            self.say("There was nothing to take back.")
            if version is None
            else self.say("The table is as it was before; the case is now at version {n}.", n=version)
        )
        self.tell(self.say("Taken back"), [line], link=link)


class Download(Leads):
    """The votes of all rounds as a file."""

    def get(self, id: str) -> None:
        """Send them as CSV: respondent, item, score, round."""
        poll, _ = self.found(id)
        rounds = [poll_results.results(self.site.rooms.store, id, round=i) for i in range(1, poll.round + 1)]
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="votes-{poll.code}.csv"')
        self.finish(taking.table("", rounds).to_csv(index=False, lineterminator="\r\n"))


# ------------------------------------------------------------------ tying
def attach(site: Site, *, where: str, host: str, port: int, secret: bytes) -> None:
    """Give a site its votes; a vote that was open before a restart is found by phones at once.

    Parameters
    ----------
    site : Site
        Its votes are led here.
    where : str
        Address of the store.
    host, port : str, int
        Where the site itself listens; phones come to a port behind it.
    secret : bytes
        Secret of the site; the seals are made of it.
    """
    name = site.address.removeprefix("http://").rsplit(":", 1)[0] if host != "127.0.0.1" else host
    key = hmac.new(secret, b"votes", hashlib.sha256).digest()
    site.votes = Beside(where, host, name, port + 1, key, site.lang)
    if unfinished(site.rooms.store):
        threading.Thread(target=site.votes.begin, daemon=True).start()


def routes(site: Site, base: str) -> list[tuple[str, type[web.RequestHandler], dict[str, Any]]]:
    """Addresses and what answers them."""
    shared = {"site": site}
    one = r"votes/([A-Za-z0-9_-]{10,60})"
    return [
        (f"{base}votes", Votes, shared),
        (f"{base}{one}", Vote, shared),
        (f"{base}{one}/live", Live, shared),
        (f"{base}{one}/(close|next|end|take|back)", Turn, shared),
        (f"{base}{one}/votes\\.csv", Download, shared),
    ]
