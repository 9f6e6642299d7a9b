"""What phones talk to: a small ASGI app on the store of the apps. No kernel, no session, no framework."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from clusterlib.faults import visible
from clusterlib.store import ballots, polls
from clusterlib.store.polls import Poll
from clusterlib.store.troubles import PASSING, StoreError
from clusterlib.voting import guard, phone_pages
from clusterlib.voting.booth import HEADERS, Booth, Visit
from clusterlib.voting.phone_pages import Own

#: Largest ballot that is read, in bytes.
LARGEST = 64_000
#: Names of this machine; with them alone a server on the loopback address is spoken to.
MINE = ("127.0.0.1", "localhost")
#: What is wrong with a ballot and can be mended on the spot.
_MENDED = {"poll-name", "poll-name-long", "poll-empty", "poll-most", "poll-score", "poll-item", "character"}


def _door(request: Request) -> Response:
    visit = Visit(request)
    return visit.answer(phone_pages.door(visit.say))


def _go(request: Request) -> Response:
    visit = Visit(request)
    poll = visit.poll(request.query_params.get("code", "")[:40])
    return poll if isinstance(poll, Response) else RedirectResponse(f"/{poll.code}", 303)


def _show(request: Request) -> Response:
    visit = Visit(request)
    poll = visit.poll(request.path_params["code"])
    if isinstance(poll, Response):
        return poll
    own = visit.booth.own(poll, visit.token)
    if not poll.open:
        return visit.answer(phone_pages.waiting(visit.say, poll, voted=own.now is not None))
    if own.now is not None and "change" not in request.query_params:
        return visit.answer(phone_pages.counted(visit.say, poll, own))
    return visit.ballot(poll, own)


def _state(request: Request) -> Response:
    poll = Visit(request).poll(request.path_params["code"])
    if isinstance(poll, Response):
        return poll
    text = f"{poll.round}{'o' if poll.open else 'c'}{'e' if poll.ended else ''}"
    return PlainTextResponse(text, headers=dict(HEADERS))


async def _vote(request: Request) -> Response:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise HTTPException(413)
    return await run_in_threadpool(_counted, Visit(request), request.path_params["code"], body)


def _counted(visit: Visit, code: str, body: bytes) -> Response:
    """Count the ballot of a form, or say why not."""
    try:
        sent = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200)
    except ValueError:
        raise HTTPException(400) from None
    fields = {name: values[-1] for name, values in sent.items()}
    typed = "".join(code.split()).upper()
    ours = guard.sealed(visit.booth.secret, typed, visit.token, fields.get("seal", ""))
    if not ours:
        poll = visit.poll(code)
        if isinstance(poll, Response):
            return poll
        return visit.tell(StoreError("poll-token").sentence(visit.say), 403, link=f"/{poll.code}")
    poll = polls.poll_of_code(visit.booth.store, typed)
    chosen: dict[str, int] = {}
    try:
        chosen = _scores(poll, fields)
        visit.booth.cast(typed, token=visit.token, scores=chosen, name=fields.get("name", ""))
    except StoreError as error:
        if error.kind not in _MENDED:
            raise
        past = visit.booth.own(poll, visit.token)
        name = fields.get("name", "")[: 2 * ballots.NAME]
        own = Own(past.now, past.before, name, chosen)
        return visit.ballot(poll, own, wrong=error.sentence(visit.say), status=400)
    return RedirectResponse(f"/{poll.code}", 303, headers=dict(HEADERS))


def _scores(poll: Poll, fields: dict[str, str]) -> dict[str, int]:
    """The answers of a form: fields i0, i1 … in the order of the items; an empty one is no answer."""
    items = list(poll.items)
    found = {}
    for name, text in fields.items():
        if not re.fullmatch("i[0-9]{1,4}", name) or not text:
            continue
        place = int(name[1:])
        if place >= len(items):
            raise StoreError("poll-item", found=name)
        item = items[place]
        if not re.fullmatch("[0-9]{1,4}", text):
            seen = {"item": visible(poll.items[item]), "found": visible(text)}
            raise StoreError("poll-score", **seen, low=poll.low, high=poll.high)
        found[item] = int(text)
    return found


# ------------------------------------------------------------------ what goes wrong
def _refused(request: Request, error: Exception) -> Response:
    """A sentence for an address that is none, a way of asking that is none, or too large a ballot."""
    assert isinstance(error, HTTPException)
    visit = Visit(request)
    said = {
        404: visit.say("There is nothing at this address. Type the code that the screen shows."),
        413: visit.say("This ballot is too large and was not read."),
    }
    line = said.get(error.status_code, visit.say("This page was asked in a way it does not know."))
    return visit.tell(line, error.status_code)


def _troubled(request: Request, error: Exception) -> Response:
    """What the store refuses, in words."""
    assert isinstance(error, StoreError)
    visit = Visit(request)
    code = request.path_params.get("code", "")
    known = bool(re.fullmatch("[A-Z0-9]{1,20}", code))
    status = 503 if error.kind in PASSING or error.kind in ("full", "away", "disk") else 409
    line = error.sentence(visit.say)
    if error.kind not in ("poll-closed", "unknown", "poll-token"):
        line = visit.say("Your vote was not counted. Wait a little, then send it again.")
    return visit.tell(line, status, link=f"/{code}" if known else "/")


def _broken(request: Request, error: Exception) -> Response:
    """A mistake of ours: the log has the rest."""
    visit = Visit(request)
    line = visit.say("Something went wrong here. Open the vote again: it says whether your vote is counted.")
    return visit.tell(line, 500)


def _file(name: str, kind: str) -> Callable[[Request], Response]:
    def send(request: Request) -> Response:
        headers = {**HEADERS, "Cache-Control": "max-age=600"}
        return FileResponse(phone_pages.FOLDER / name, media_type=kind, headers=headers)

    return send


def app(booth: Booth, *, loopback: bool) -> Starlette:
    """The app.

    Parameters
    ----------
    booth : Booth
        Store, secret and language.
    loopback : bool
        Whether nobody but this machine is meant; then other names for it are refused.
    """
    made = Starlette(
        routes=[
            Route("/", _door),
            Route("/go", _go),
            Route("/phone.css", _file("phone.css", "text/css")),
            Route("/phone.js", _file("phone.js", "text/javascript")),
            Route("/{code}", _show, methods=["GET"]),
            Route("/{code}", _vote, methods=["POST"]),
            Route("/{code}/state", _state),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(MINE))] if loopback else [],
        exception_handlers={HTTPException: _refused, StoreError: _troubled, Exception: _broken},
    )
    made.state.booth = booth
    return made
