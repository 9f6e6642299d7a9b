"""One request of a visitor, and what all requests of a server share."""

from __future__ import annotations

import shutil
from collections import OrderedDict
from pathlib import Path
from typing import Any

from tornado import web

from clusterlib.inputs.cases import Case
from clusterlib.readings import LANGUAGES, Speaker
from clusterlib.serving import pages, rooms
from clusterlib.serving.hub import Hub
from clusterlib.serving.reports import Reports
from clusterlib.store import held
from clusterlib.store.changes import Address
from clusterlib.store.workspaces import KeptCase
from clusterlib.voting.beside import Beside
from clusterlib.voting.counting import Counting

_SAFE = "; ".join(
    [
        "default-src 'none'",
        "connect-src 'self'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
#: Opened cases that a server keeps at hand.
HELD = 60
#: Names by which this machine calls itself; another name in a request is somebody else's trick.
_MINE = {"localhost", "127.0.0.1", "[::1]"}


class Asked(web.RequestHandler):
    """A request of a visitor: who it is, in which language, and about which case."""

    def initialize(self, site: Site) -> None:
        """Take what all requests share."""
        self.site = site

    def prepare(self) -> None:
        """Find out who comes; nobody else's name for this machine is answered."""
        self.site.let_in(self)
        alone = self.site.hub is None and not self.site.rooms.is_class
        if alone and self.request.host.rsplit(":", 1)[0] not in _MINE:
            raise web.HTTPError(403)
        room = self.get_signed_cookie("clusterlib-room") or b""
        key = self.get_signed_cookie("clusterlib-trainer") or b""
        self.visitor = self.site.rooms.visit(room.decode(), key.decode())
        self.say = Speaker(self.language)
        self.set_header("Content-Security-Policy", _SAFE)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")

    @property
    def language(self) -> str:
        """The language chosen before, else the one of the server; from the list only."""
        chosen = self.get_cookie("clusterlib-lang", "")
        return chosen if chosen in LANGUAGES else self.site.lang

    def kept(self) -> KeptCase:
        """The case that the address names, among those this visitor sees.

        Raises
        ------
        HTTPError
            404 for all others; whether such a case exists is not said.
        """
        found = self.site.rooms.case(self.visitor, self.get_argument("case", ""))
        if found is None:
            raise web.HTTPError(404)
        return found

    def opened(self, kept: KeptCase) -> Case:
        """The case as it stands."""
        return self.site.opened(kept)

    def show(self, template: str, **values: Any) -> None:
        """Answer with a page."""
        xsrf = self.xsrf_token
        token = xsrf.decode() if isinstance(xsrf, bytes) else str(xsrf)
        self.finish(pages.page(template, self.say, base=self.site.base, xsrf=token, **values))

    def tell(self, heading: str, lines: list[str], *, items: list[str] | None = None, status: int = 200,
             link: tuple[str, str] | None = None, refresh: int = 0) -> None:  # fmt: skip
        """Answer with a short message."""
        self.set_status(status)
        back = link or (self.site.base, self.say("Back to the start"))
        self.show("message.html", title=heading, heading=heading, lines=lines, items=items or [], link=back,
                  refresh=refresh)  # fmt: skip

    def write_error(self, status_code: int, **words: Any) -> None:
        """A plain page instead of a traceback."""
        self.say = getattr(self, "say", Speaker(self.site.lang))
        known = {
            403: self.say("This is not for you to see."),
            404: self.say("There is nothing here, or it is not yours."),
        }
        line = known.get(status_code, self.say("Something went wrong here. What you entered before is kept."))
        self.tell(self.say("That did not work"), [line], status=status_code)

    def known(self) -> None:
        """Send strangers to the door.

        Raises
        ------
        Finish
            After the redirection.
        """
        if self.visitor.role == rooms.STRANGER:
            self.redirect(f"{self.site.base}join")
            raise web.Finish


class Site:
    """What all requests of one server share.

    Parameters
    ----------
    rooms : Rooms
        Who sees what.
    folder : Path
        Where apps hand results over and reports are made.
    base, lang, note, address : str
        Where addresses begin, the language of new visitors, what a person should know first, and how
        the class reaches this server.
    hub : Hub, optional
        The JupyterHub that started this server.
    """

    def __init__(self, where: rooms.Rooms, folder: Path, *, base: str, lang: str, note: str = "",
                 address: str = "", hub: Hub | None = None) -> None:  # fmt: skip
        self.rooms, self.folder, self.base, self.lang = where, folder, base, lang
        self.note, self.address, self.hub = note, address, hub
        self.reports = Reports(folder / "reports")
        self.votes: Beside | None = None  # with `votes.attach`
        self.counting = Counting()
        self.looks = folder / "looks"
        shutil.rmtree(self.looks, ignore_errors=True)
        self.looks.mkdir(parents=True, exist_ok=True)
        self._opened: OrderedDict[Address, tuple[int, Case]] = OrderedDict()

    def let_in(self, asked: web.RequestHandler) -> None:
        """Under a hub, nobody but the owner passes; see `Hub.owner`."""
        if self.hub is not None:
            self.hub.owner(asked)

    def opened(self, kept: KeptCase) -> Case:
        """The case as it stands; judged once for each version, since that holds up all others meanwhile."""
        version, case = self._opened.pop(kept.address, (-1, None))
        if case is None or version != kept.version:
            case = held.take(self.rooms.store, kept.address)
        self._opened[kept.address] = (kept.version, case)
        if len(self._opened) > HELD:
            self._opened.popitem(last=False)
        return case

    def results(self, kept: KeptCase) -> Path:
        """Where the apps of a case hand results over."""
        return self.folder / "apps" / kept.address.case
