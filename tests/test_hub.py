"""Under JupyterHub: the hub says who comes, the owner alone is let in, and each has a room of their own."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from tornado import httpclient, httpserver, netutil, web

from clusterlib import places
from clusterlib.faults import ClusterlibError
from clusterlib.inputs import cases
from clusterlib.serving import handlers, hub, rooms
from clusterlib.serving.asked import Site
from clusterlib.store.database import open_store

auth = pytest.importorskip("jupyterhub.services.auth")
SCOPE = "access:servers!server=awa/"
#: Answers of a hub to GET /hub/api/user, as JupyterHub 5 gives them.
USERS = {
    token: {"kind": "user", "name": name, "admin": name == "boss", "groups": [], "scopes": scopes}
    for token, name, scopes in (
        ("awas", "awa", [SCOPE]),
        ("awas-other", "awa", ["read:users!user=awa"]),
        ("moussas", "moussa", [SCOPE]),
        ("admins", "boss", ["access:servers", SCOPE]),
    )
}


class FakeHub(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, _, token = self.headers.get("Authorization", "").partition(" ")
        found = USERS.get(token) if kind in ("token", "Bearer") else None
        known = self.path.endswith("/hub/api/user") and found is not None
        self._answer(200 if known else 403, found if known else {"status": 403, "message": "Forbidden"})

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        good = sent.get("code") == ["the-code"] and self.path.endswith("/oauth2/token")
        token = {"access_token": "awas", "token_type": "Bearer", "scope": SCOPE}
        self._answer(200 if good else 400, token if good else {"error": "invalid_grant"})

    def _answer(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture(scope="module")
def hub_url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), FakeHub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def told(hub_url, monkeypatch) -> dict[str, str]:
    """What a hub tells the server it starts."""
    environment = {
        "JUPYTERHUB_SERVICE_PREFIX": "/user/awa/",
        "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:5123/user/awa/",
        "JUPYTERHUB_API_TOKEN": "servers-own",
        "JUPYTERHUB_API_URL": f"{hub_url}/hub/api",
        "JUPYTERHUB_BASE_URL": "/",
        "JUPYTERHUB_HOST": "",
        "JUPYTERHUB_USER": "awa",
        "JUPYTERHUB_CLIENT_ID": "jupyterhub-user-awa",
        "JUPYTERHUB_OAUTH_ACCESS_SCOPES": json.dumps([SCOPE]),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return environment


def ask(site: Site, path: str, **words: object) -> httpclient.HTTPResponse:
    """One request to the pages of a site, through a real socket."""

    async def go() -> httpclient.HTTPResponse:
        assert site.hub is not None
        routes = [*handlers.routes(site, site.base), *site.hub.routes()]
        app = web.Application(routes, cookie_secret="c" * 32, xsrf_cookies=True)
        server, sockets = httpserver.HTTPServer(app), netutil.bind_sockets(0, "127.0.0.1")
        server.add_sockets(sockets)
        url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}{path}"
        try:
            client = httpclient.AsyncHTTPClient(force_instance=True)
            return await client.fetch(url, raise_error=False, follow_redirects=False, **words)
        finally:
            server.stop()

    return asyncio.run(go())


@pytest.fixture
def site(told, tmp_path) -> Iterator[Site]:
    found = hub.from_environment(told)
    assert found is not None
    store = open_store(tmp_path / "kept.sqlite")
    case = cases.open_case(places.shipped_case())
    people = rooms.Rooms(store, course=(case,), owner=found.user)
    yield Site(people, tmp_path, base=found.prefix, lang="en", hub=found)
    store.close()


def by(token: str) -> dict[str, str]:
    return {"Authorization": f"token {token}"}


def test_what_the_hub_says_is_taken_up(told):
    found = hub.from_environment(told)
    assert found is not None
    assert (found.user, found.prefix, found.ip, found.port) == ("awa", "/user/awa/", "127.0.0.1", 5123)
    assert hub.from_environment({}) is None
    with pytest.raises(ClusterlibError, match="JUPYTERHUB_USER"):
        hub.from_environment({**told, "JUPYTERHUB_USER": ""})


def test_the_owner_alone_is_let_in(site):
    page = ask(site, "/user/awa/", headers=by("awas"))
    assert page.code == 200 and "SenStartup" in page.body.decode()
    assert 'href="/user/awa/' in page.body.decode()
    for token in ("moussas", "admins", "awas-other"):
        refused = ask(site, "/user/awa/", headers=by(token))
        assert refused.code == 403 and "SenStartup" not in refused.body.decode()
    for path in ("take/case.xlsx", "report/docx", "class"):
        assert ask(site, f"/user/awa/{path}", headers=by("moussas")).code == 403


def test_a_stranger_is_sent_to_the_hub_and_comes_back_with_a_cookie(site):
    away = ask(site, "/user/awa/?case=x", headers=by("nobody"))
    assert away.code == 302
    place = urlsplit(away.headers["Location"])
    asked = parse_qs(place.query)
    assert place.path == "/hub/api/oauth2/authorize" and asked["client_id"] == ["jupyterhub-user-awa"]
    cookie = away.headers["Set-Cookie"].partition(";")[0]
    back = f"/user/awa/oauth_callback?code=the-code&state={asked['state'][0]}"
    assert ask(site, back).code == 403  # without the cookie of the one who was sent away
    home = ask(site, back, headers={"Cookie": cookie})
    assert home.code == 302 and home.headers["Location"] == "/user/awa/?case=x"
    signed = [c.partition(";")[0] for c in home.headers.get_list("Set-Cookie") if "-user-awa=" in c]
    page = ask(site, "/user/awa/", headers={"Cookie": signed[0], "Sec-Fetch-Mode": "navigate"})
    assert page.code == 200 and "SenStartup" in page.body.decode()


def test_what_is_no_page_is_not_sent_away_but_refused(site):
    posted = ask(site, "/user/awa/cases/new", method="POST", body="name=x")
    assert posted.code == 403


def test_servers_of_a_hub_share_a_store_and_no_room(tmp_path):
    store = open_store(tmp_path / "kept.sqlite")
    case = cases.open_case(places.shipped_case())
    awa, moussa = (rooms.Rooms(store, course=(case,), owner=name) for name in ("awa", "moussa"))
    mine, theirs = awa.visit("", ""), moussa.visit("", "")
    assert mine.role == rooms.OWNER and mine.room != theirs.room and mine.who == "awa"
    assert awa.visit(theirs.room, "") == mine  # a guessed cookie opens nothing
    (kept,) = awa.cases(mine)
    assert moussa.case(theirs, kept.address.case) is None
    assert rooms.Rooms(store, course=(case,), owner="awa").cases(mine) == (kept,)  # after a restart
    store.close()
