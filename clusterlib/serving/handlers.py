"""What the browser may ask for, beside the workbooks and the doors of a class."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

from tornado import web

from clusterlib import atomic, places
from clusterlib.faults import ClusterlibError
from clusterlib.readings import LANGUAGES
from clusterlib.serving import doors, intake, pages, progress, rooms, shipped
from clusterlib.serving.asked import Asked, Site
from clusterlib.serving.reports import KINDS, Job
from clusterlib.store.workspaces import KeptCase


class Start(Asked):
    """The start page."""

    def get(self) -> None:
        """Show cases, the path, and what to take home."""
        self.known()
        if self.visitor.role == rooms.TRAINER and not self.get_argument("case", ""):
            self.redirect(f"{self.site.base}class")
            return
        seen = self.site.rooms.cases(self.visitor)
        kept = self.kept() if seen else None
        current: dict[str, Any] | None = None
        phases: tuple[progress.PhaseState, ...] = ()
        if kept is not None:
            case = self.opened(kept)
            place = " · ".join(
                str(case.setting(k)) for k in ("sector", "region", "country") if case.setting(k)
            )
            current = {"id": kept.address.case, "name": case.name, "place": place}
            phases = progress.path(case, self.site.results(kept), self.say)
        sight = []
        if self.visitor.role == rooms.LEARNER:
            sight = pages.who_sees_what(self.say, role=self.visitor.role)
            link = f"{self.site.base}room/{self.visitor.room}"
            sight.insert(0, self.say("The link of your room: {link}", link=f"{self.request.host}{link}"))
        names = {case.name for case in seen}
        offered = [] if self.visitor.role == rooms.LEARNER else shipped.known()
        values = pages.start(self.say, base=self.site.base, cases=seen, current=current, phases=phases,
                             sight=sight, note=self.site.note,
                             offered=[case for case in offered if case.name not in names])  # fmt: skip
        leads = self.visitor.role in (rooms.SOLO, rooms.TRAINER) and self.site.votes is not None
        values["votes"] = self.say("Let people vote on their phones") if leads else ""
        self.show("start.html", **values)


class Open(Asked):
    """A case of the library."""

    async def post(self) -> None:
        """Copy it into the room, or find the copy that is there, and open its path."""
        self.known()
        wanted = self.get_argument("shipped", "")
        try:
            # reading a case takes a moment; others are answered meanwhile
            address = await asyncio.to_thread(shipped.copy, self.site.rooms, self.visitor, wanted)
        except ClusterlibError as error:
            self.tell(self.say("That did not work"), [str(error)], status=400)
            return
        if address is None:
            raise web.HTTPError(404)
        self.redirect(f"{self.site.base}?case={address.case}")


class Lang(Asked):
    """The language switch."""

    def post(self) -> None:
        """Keep the choice, if it is on the list, and go back."""
        chosen = self.get_argument("lang", "")
        if chosen in LANGUAGES:
            self.set_cookie("clusterlib-lang", chosen, httponly=True, samesite="Lax", expires_days=365)
        self.redirect(self.site.base)


class New(Asked):
    """An empty case."""

    def post(self) -> None:
        """Make it and open its path."""
        self.known()
        try:
            case = intake.empty(self.get_argument("name", "")[:120], self.language)
            address = self.site.rooms.take_in(self.visitor, case)
        except ClusterlibError as error:
            self.tell(self.say("That did not work"), [str(error)], status=400)
            return
        self.redirect(f"{self.site.base}?case={address.case}")


class Upload(Asked):
    """A case from a file."""

    def post(self) -> None:
        """Take it in with its faults, and say them; or say why it is no case."""
        self.known()
        sent = self.request.files.get("file", [])
        try:
            if not sent:
                raise ClusterlibError(self.say("No file was sent."))
            case = intake.opened(sent[0]["body"], sent[0]["filename"], self.say)
            address = self.site.rooms.take_in(self.visitor, case)
        except ClusterlibError as error:
            self.tell(self.say("The file was not taken in"), [str(error)], status=400)
            return
        link = f"{self.site.base}?case={address.case}"
        if not case.faults:
            self.redirect(link)
            return
        heading = self.say.plural(len(case.faults), "Taken in, with one fault", "Taken in, with {n} faults")
        line = self.say(
            "Each stands beside its cell in the workbook, where you can mend it. "
            "Steps that need a faulty table wait for it."
        )
        items = [fault.sentence(self.say) for fault in case.faults]
        self.tell(heading, [line], items=items, link=(link, self.say("Go on")))


class Take(Asked):
    """A case, or an empty one, as Excel."""

    def get(self, what: str) -> None:
        """Send it as a file to keep."""
        self.known()
        try:
            if what == "empty":
                data, name = intake.empty_excel(self.language), "cluster"
            else:
                case = self.opened(self.kept())
                data, name = intake.as_excel(case, self.language), case.name
        except ClusterlibError as error:
            self.tell(self.say("That did not work"), [str(error)], status=400)
            return
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        send(self, data, kind, f"{name}.xlsx")


class Report(Asked):
    """A report as Word, PDF or page."""

    def get(self, kind: str) -> None:
        """Send it when it is made; until then say how far it is."""
        self.known()
        if kind not in KINDS:
            raise web.HTTPError(404)
        kept = self.kept()
        case = self.opened(kept)
        job = self.site.reports.ask(case, kept.address.case, kept.version, kind, self.language)
        if job.state == "done" and job.file is not None:
            send(self, job.file.read_bytes(), KINDS[kind], f"{case.name}.{kind}")
        elif job.state == "failed":
            self.tell(self.say("The report could not be made"), [
                self.say("Your entries are kept. Who looks after this server finds the reason in its log."),
            ], status=500)  # fmt: skip
        elif job.state == "stopped":
            self._stopped(kept, kind)
        else:
            self._wait(kept, kind, job)

    def post(self, kind: str) -> None:
        """Stop the making of a report, or begin it again."""
        self.known()
        if kind not in KINDS:
            raise web.HTTPError(404)
        kept = self.kept()
        key = (kept.address.case, kept.version, kind, self.language)
        if self.get_argument("do", "") == "stop":
            self.site.reports.stop(*key)
        else:
            self.site.reports.again(*key)
        self.redirect(f"{self.site.base}report/{kind}?case={kept.address.case}")

    def _wait(self, kept: KeptCase, kind: str, job: Job) -> None:
        ahead = self.site.reports.before(job)
        lines = [self.say("All steps are computed anew; that takes a minute or two. The page waits for it.")]
        if ahead:
            lines.append(self.say.plural(ahead, "One report is made before yours.",
                                         "{n} reports are made before yours."))  # fmt: skip
        elif job.of:
            lines.append(self.say("{done} of {of} parts are done.", done=job.done, of=job.of))
        self._page(self.say("Your report is being made"), lines, kept, kind, refresh=3,
                   part=(job.done, job.of), do=("stop", self.say("Stop making it")))  # fmt: skip

    def _stopped(self, kept: KeptCase, kind: str) -> None:
        lines = [self.say("You stopped it. Your entries are kept, and so is every report made before.")]
        self._page(self.say("The report was stopped"), lines, kept, kind,
                   do=("again", self.say("Make it after all")))  # fmt: skip

    def _page(self, heading: str, lines: list[str], kept: KeptCase, kind: str, *, do: tuple[str, str],
              part: tuple[int, int] = (0, 0), refresh: int = 0) -> None:  # fmt: skip
        back = (f"{self.site.base}?case={kept.address.case}", self.say("Back to the start"))
        url = f"{self.site.base}report/{kind}?case={kept.address.case}"
        self.show("report.html", title=heading, heading=heading, lines=lines, link=back, refresh=refresh,
                  part=part, do=do, url=url)  # fmt: skip


def send(asked: Asked, data: bytes, kind: str, name: str) -> None:
    """A file to keep, under a name that no browser reads as anything else."""
    stem, _, ending = name.rpartition(".")
    safe = f"{atomic.slug(stem)}.{ending}"
    plain = safe.encode("ascii", "ignore").decode().strip(".-") or f"cluster.{ending}"
    asked.set_header("Content-Type", kind)
    asked.set_header(
        "Content-Disposition", f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe)}"
    )
    asked.finish(data)


class Script(web.RequestHandler):
    """The script of a widget, with what it shares with others."""

    def get(self, name: str) -> None:
        """Give it out; browsers ask each time whether it has changed."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.finish(places.script("widget.js", f"{name}.js"))


def routes(site: Site, base: str) -> list[tuple[Any, ...]]:
    """Addresses and what answers them."""
    shared = {"site": site}
    return [
        (base, Start, shared),
        (f"{base}lang", Lang, shared),
        (f"{base}cases/new", New, shared),
        (f"{base}cases/open", Open, shared),
        (f"{base}cases/upload", Upload, shared),
        (f"{base}take/(case|empty)\\.xlsx", Take, shared),
        (f"{base}report/([a-z]+)", Report, shared),
        (f"{base}join", doors.Join, shared),
        (f"{base}room/([A-Za-z0-9_-]{{10,60}})", doors.Room, shared),
        (f"{base}trainer/([A-Za-z0-9_-]{{10,60}})", doors.Trainer, shared),
        (f"{base}class", doors.Class, shared),
        (f"{base}pages/(section|grid)\\.js", Script),
        (f"{base}pages/((?:section|grid)\\.css)", web.StaticFileHandler, {"path": str(places.STATIC)}),
        (f"{base}pages/([a-z]+\\.(?:css|js))", web.StaticFileHandler, {"path": str(pages.FOLDER)}),
    ]
