"""One request of a phone, and what all of them share."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from clusterlib.readings import LANGUAGES, Speaker
from clusterlib.store import ballots, poll_results, polls
from clusterlib.store.database import Store
from clusterlib.store.poll_results import Results
from clusterlib.store.polls import Poll
from clusterlib.store.troubles import StoreError
from clusterlib.voting import guard, phone_pages
from clusterlib.voting.phone_pages import Own

#: Cookie with the device's own secret, and the one with its language (the start page reads it, too).
VOTER, LANG = "clusterlib-voter", "clusterlib-lang"
#: Seconds a device is remembered.
REMEMBERED = 30 * 24 * 3600
#: What every answer carries: nothing is loaded from elsewhere, and nothing of it is kept by the browser.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@dataclass
class Booth:
    """What all requests of the app share.

    Parameters
    ----------
    store : Store
        Where polls are kept.
    secret : bytes
        Seals the pages; the same after a restart, so that an open page stays good.
    lang : str
        Language of a device that asks for none of ours.
    """

    store: Store
    secret: bytes
    lang: str = "en"
    guesses: guard.Guesses = field(default_factory=guard.Guesses)
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _closed: dict[tuple[str, int], Results] = field(default_factory=dict)

    def cast(self, code: str, **words: Any) -> int:
        """Count a ballot; one after the other, since the file takes one writer at a time anyway."""
        with self._turn:
            return ballots.cast(self.store, code, **words)

    def earlier(self, poll: Poll) -> Results | None:
        """The round before; it is closed and so never changes."""
        if poll.round < 2:
            return None
        key = (poll.id, poll.round - 1)
        if key not in self._closed:
            if len(self._closed) > 50:
                self._closed.clear()
            self._closed[key] = poll_results.results(self.store, poll.id, round=poll.round - 1)
        return self._closed[key]

    def own(self, poll: Poll, token: str) -> Own:
        """What a device cast in this round and in the one before."""
        now = ballots.own(self.store, poll.code, token=token)
        past = None
        if poll.round > 1:
            past = ballots.own(self.store, poll.code, token=token, round=poll.round - 1)
        name = (now or past or ({}, ""))[1]
        return Own(now[0] if now else None, past[0] if past else {}, name, {})


class Visit:
    """One request: language, token and booth."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.booth: Booth = request.app.state.booth
        self.token = request.cookies.get(VOTER, "")
        self.address = request.client.host if request.client else ""
        self.chosen = request.query_params.get("lang", "")
        self.say = Speaker(self._language())

    def _language(self) -> str:
        if self.chosen in LANGUAGES:
            return self.chosen
        kept = self.request.cookies.get(LANG, "")
        if kept in LANGUAGES:
            return kept
        wanted = self.request.headers.get("accept-language", "").lower()[:200].split(",")
        return next((part.strip()[:2] for part in wanted if part.strip()[:2] in LANGUAGES), self.booth.lang)

    def answer(self, page: str, status: int = 200) -> Response:
        """A page, with the language kept if it was chosen."""
        found = HTMLResponse(page, status, headers=dict(HEADERS))
        if self.chosen in LANGUAGES:
            found.set_cookie(LANG, self.chosen, max_age=REMEMBERED, httponly=True, samesite="lax")
        return found

    def tell(self, line: str, status: int, *, link: str = "/") -> Response:
        """A sentence instead of a page."""
        back = (link, self.say("Open the vote again") if link != "/" else self.say("Type a code"))
        heading = self.say("That did not work")
        page = phone_pages.told(self.say, heading, [line], link=back, here=link)
        return self.answer(page, status)

    def poll(self, code: str) -> Poll | Response:
        """The poll of a code; or what to answer when there is none, or too many were guessed."""
        if self.booth.guesses.too_many(self.address):
            return self.tell(
                self.say("Too many wrong codes came from here. Wait a minute, then try again."), 429
            )
        try:
            return polls.poll_of_code(self.booth.store, code)
        except StoreError as error:
            if error.kind != "unknown":
                raise
        typed = "".join(code.split()).upper()
        if len(typed) == polls.CODE and set(typed) <= set(polls.LETTERS):
            self.booth.guesses.wrong(self.address)
        wrong = self.say("There is no vote with this code. Look at the screen and type it again.")
        return self.answer(phone_pages.door(self.say, wrong=wrong), 404)

    def ballot(self, poll: Poll, own: Own, *, wrong: str = "", status: int = 200) -> Response:
        """The form, and the device's secret if it has none yet."""
        fresh = len(self.token) < ballots.TOKEN
        token = secrets.token_urlsafe(24) if fresh else self.token
        seal = guard.seal(self.booth.secret, poll.code, token)
        page = phone_pages.form(self.say, poll, own, self.booth.earlier(poll), seal=seal, wrong=wrong)
        found = self.answer(page, status)
        if fresh:
            found.set_cookie(VOTER, token, max_age=REMEMBERED, httponly=True, samesite="lax")
        return found
