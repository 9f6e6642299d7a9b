"""Voila with our pages around it. Kept apart, because importing Voila is slow and needed only to serve."""

from __future__ import annotations

import copy
import os
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache
from jupyter_server.base.handlers import APIHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyter_server.utils import ensure_async, url_path_join
from tornado import web
from voila import handler as voila_handler
from voila.app import Voila
from voila.notebook_renderer import NotebookRenderer
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.contentshandler import VoilaContentsHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler
from voila.tornado.treehandler import TornadoVoilaTreeHandler

from clusterlib import looks
from clusterlib.kernels import memory
from clusterlib.readings import LANGUAGES, Speaker
from clusterlib.running.translation import translated
from clusterlib.serving import handlers, kernels, pages, rooms, votes
from clusterlib.serving.asked import Site
from clusterlib.serving.pulse import pulse
from clusterlib.store import desk

#: Tags of cells that an app neither shows nor runs: they are for the trainer, or for tests.
ASIDE = frozenset({"trainer-note", "solution", "nbval-check-output"})


class Workbook(TornadoVoilaHandler):  # type: ignore[misc]
    """One workbook as an app, for one visitor and one case."""

    site: Site
    most: int

    async def prepare(self) -> None:
        """Find the visitor and the case; strangers go to the door."""
        self.site.let_in(self)
        await super().prepare()
        room = self.get_signed_cookie("clusterlib-room") or b""
        key = self.get_signed_cookie("clusterlib-trainer") or b""
        self.visitor = self.site.rooms.visit(room.decode(), key.decode())
        if self.visitor.role == rooms.STRANGER:
            self.redirect(f"{self.site.base}join")
            raise web.Finish
        self.kept = self.site.rooms.case(self.visitor, self.get_argument("case", ""))
        if self.kept is None:
            raise web.HTTPError(404)
        chosen = self.get_cookie("clusterlib-lang", "")
        self.lang = chosen if chosen in LANGUAGES else self.site.lang

    async def get(self, path: str | None = None) -> None:
        """Render the workbook, or say that all seats are taken."""
        try:
            await kernels.make_room(self.settings["kernel_manager"], self.most)
        except kernels.Full:
            say = Speaker(self.lang)
            self.set_status(503)
            self.set_header("Retry-After", "20")
            lines = [
                say("All seats of this server are taken. What you entered is kept."),
                say("This page tries again by itself. Somebody who closes a workbook makes room for you."),
            ]
            heading = say("One moment, please")
            link = (self.site.base, say("Back to the start"))
            page = pages.page("message.html", say, base=self.site.base, xsrf="", title=heading,
                              heading=heading, lines=lines, items=[], link=link, refresh=20)  # fmt: skip
            self.finish(page)
            return
        await super().get(path)

    def around(self) -> dict[str, Any]:
        """What the template shows around the workbook."""
        assert self.kept is not None
        file = self.request.path.rsplit("/", 1)[-1]
        return pages.around(Speaker(self.lang), base=self.site.base, file=file,
                            case_id=self.kept.address.case, case=self.kept.name)  # fmt: skip

    @property
    def kernel_manager(self) -> Any:
        """The kernels, seen from this visitor's place."""
        assert self.kept is not None
        found = {
            desk.WORKSPACE: self.kept.address.workspace,
            desk.CASE: self.kept.address.case,
            desk.WHO: self.visitor.who,
            "CLUSTERLIB_LANG": self.lang,
            "CLUSTERLIB_OUT": str(self.site.results(self.kept)),
            looks.LOOKS: str(self.site.looks),
        }
        return kernels.Placed(self.settings["kernel_manager"], room=self.visitor.room, environment=found)


class _Owned:
    """Lets a visitor reach only kernels of the own room."""

    site: Site

    async def prepare(self) -> None:
        """Refuse somebody else's kernel as if there were none."""
        self.site.let_in(self)  # type: ignore[arg-type]
        found = super().prepare()  # type: ignore[misc]
        if found is not None:
            await found
        room = self.get_signed_cookie("clusterlib-room") or b""  # type: ignore[attr-defined]
        key = self.get_signed_cookie("clusterlib-trainer") or b""  # type: ignore[attr-defined]
        visitor = self.site.rooms.visit(room.decode(), key.decode())
        owners = kernels.owners(self.settings["kernel_manager"])  # type: ignore[attr-defined]
        wanted = self.path_args[0] if self.path_args else self.path_kwargs.get("kernel_id")  # type: ignore[attr-defined]
        if owners.get(str(wanted)) != visitor.room or not visitor.room:
            raise web.HTTPError(404)


class OwnKernel(_Owned, KernelHandler):  # type: ignore[misc]
    """About one kernel."""

    async def get(self, kernel_id: str) -> None:
        """Say that it is there; or that it has ended, and why, and then forget it."""
        manager = self.settings["kernel_manager"]
        gone = kernel_id in manager and not await ensure_async(manager.is_alive(kernel_id))
        if gone:
            await manager.shutdown_kernel(kernel_id, now=True)
            self.set_status(404)
            self.finish({"reason": ended(Speaker(self.site.lang))})
            return
        await ensure_async(super().get(kernel_id))


def ended(say: Speaker) -> str:
    """Why a kernel may have ended by itself."""
    most = memory.bound(os.environ)
    if not most:
        return say("The computation of this page ended by itself. What you entered is kept.")
    return say(
        "The computation of this page ended by itself, most likely because it needed more memory than one "
        "person may take here ({n} MB). What you entered is kept.",
        n=say.number(most),
    )


class OwnChannels(_Owned, VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """The line to one kernel."""


class OwnShutdown(_Owned, VoilaShutdownKernelHandler):  # type: ignore[misc]
    """The end of one kernel."""

    def check_xsrf_cookie(self) -> None:
        """A page that is being closed sends no token; it ends nothing but a kernel of its own room."""


class Stop(_Owned, web.RequestHandler):
    """Stops what one kernel computes just now; it goes on living, and keeps what was entered."""

    async def post(self, kernel_id: str) -> None:
        """Interrupt it."""
        await self.settings["kernel_manager"].interrupt_kernel(kernel_id)
        self.set_status(204)


class OwnPulse(_Owned, APIHandler):  # type: ignore[misc]
    """Whether one kernel still answers."""

    @web.authenticated
    async def get(self, kernel_id: str) -> None:
        """Feel its pulse."""
        manager = self.kernel_manager.get_kernel(kernel_id)
        found = await pulse(manager)
        waits = looks.waits(self.site.looks, getattr(manager.provisioner, "pid", None))
        self.finish({"beats": found.beats, "works": found.works or waits})


#: What Voila offers and the apps do not.
_CLOSED = (TornadoVoilaTreeHandler, VoilaContentsHandler)
_MINE = {
    TornadoVoilaHandler: Workbook,
    KernelHandler: OwnKernel,
    VoilaKernelWebsocketHandler: OwnChannels,
    VoilaShutdownKernelHandler: OwnShutdown,
}


class Server(Voila):  # type: ignore[misc]
    """Voila whose pages, doors and kernels are ours."""

    #: Set before `initialize`.
    site: Site
    most: int = kernels.MOST
    secret: bytes = b""

    def initialize(self, argv: list[str] | None = None) -> None:
        """Voila's own, with our renderer in the place of its own."""
        voila_handler.NotebookRenderer = Renderer
        super().initialize(argv)

    def init_settings(self) -> dict[str, Any]:
        """Settings of Voila; the secret outlives the process, so that nobody is sent out by a restart."""
        settings: dict[str, Any] = super().init_settings()
        settings["cookie_secret"] = self.secret
        settings["xsrf_cookies"] = True
        return settings

    def init_handlers(self) -> list[Any]:
        """Our pages first, then Voila's own, each behind the visitor's door."""
        base = url_path_join(self.server_url, "/")
        found: list[Any] = [*handlers.routes(self.site, base), *votes.routes(self.site, base)]
        found += [] if self.site.hub is None else self.site.hub.routes()
        for word, about in (("stop", Stop), ("pulse", OwnPulse)):
            own = type(about.__name__, (about,), {"site": self.site})
            found.append((url_path_join(base, word, r"([0-9a-f-]{36})"), own))
        for route in super().init_handlers():
            pattern, handler, *rest = route
            if handler in _CLOSED:
                continue
            mine = _MINE.get(handler)
            if mine is not None:
                handler = type(mine.__name__, (mine,), {"site": self.site, "most": self.most})
            found.append((pattern, handler, *rest))
        return found


class Compiled(BytecodeCache):
    """Templates compiled once; Voila makes an environment for each request and would compile them anew."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template from here, if it was compiled from the same text."""
        if known := self._known.get(bucket.key):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        self._known[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class Prepare:
    """Voila's hook before a workbook opens: the cells of an app, their texts in the visitor's language."""

    def __call__(self, request: Any, notebook: Any, cwd: str) -> Any:
        """Give the notebook in the language of who asked, without what is for the trainer or for tests."""
        given = copy.copy(translated(notebook, request.lang))
        given["cells"] = [c for c in given["cells"] if not ASIDE & set(c["metadata"].get("tags", ()))]
        return given


class Renderer(NotebookRenderer):  # type: ignore[misc]
    """Voila's renderer, whose template knows what stands around the workbook."""

    async def initialize(self, **words: Any) -> None:
        """Prepare the template."""
        await super().initialize(**words)
        self.exporter.environment.bytecode_cache = COMPILED
        self.exporter.optimistic_validation = True  # once, not after each of its steps
        self.exporter.environment.globals["app"] = self.request_handler.around()
