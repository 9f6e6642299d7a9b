"""The doors of a class: the learners' way in, the trainer's, and the trainer's page."""

from __future__ import annotations

from tornado import web

from clusterlib.faults import ClusterlibError
from clusterlib.running import declared
from clusterlib.serving import pages, progress, rooms
from clusterlib.serving.asked import Asked


class Join(Asked):
    """The door of a class."""

    def get(self) -> None:
        """Ask for code and name."""
        self._ask("")

    def post(self) -> None:
        """Open a new room, or say that the code is wrong."""
        if not self.site.rooms.is_class:
            raise web.HTTPError(404)
        name = self.get_argument("who", "").strip()[:60]
        if not name:
            self.set_status(400)
            self._ask(self.say("Enter your name, so that the trainer knows whose room it is."))
            return
        try:
            room = self.site.rooms.join(self.get_argument("code", ""), name, self.request.remote_ip or "")
        except ClusterlibError as error:
            self._ask(str(error))
            return
        if room is None:
            self.set_status(403)
            self._ask(self.say("This code is not right, or it was tried too often. Ask your trainer."))
            return
        enter(self, "clusterlib-room", room)

    def _ask(self, wrong: str) -> None:
        if not self.site.rooms.is_class:
            self.redirect(self.site.base)
            return
        words = {
            "join": self.say("Come into the class"),
            "code": self.say("Class code"),
            "who": self.say("Your name, as the trainer shall see it"),
            "enter": self.say("Enter"),
            "sight": self.say("Who can see what"),
        }
        sight = pages.who_sees_what(self.say, role="learner")
        self.show("join.html", title=words["join"], words=words, wrong=wrong, sight=sight)


class Room(Asked):
    """The way back into a room, by its link."""

    def get(self, room: str) -> None:
        """Enter it if there is such a room."""
        if self.site.rooms.visit(room, "").role != rooms.LEARNER:
            raise web.HTTPError(404)
        enter(self, "clusterlib-room", room)


class Trainer(Asked):
    """The trainer's way in."""

    def get(self, key: str) -> None:
        """Enter as the trainer if the key is right."""
        if not self.site.rooms.is_class or self.site.rooms.visit("", key).role != rooms.TRAINER:
            raise web.HTTPError(404)
        enter(self, "clusterlib-trainer", key)


class Class(Asked):
    """The trainer's page."""

    def get(self) -> None:
        """Show who is there and which steps have results; no content."""
        if self.visitor.role != rooms.TRAINER:
            raise web.HTTPError(404)
        steps = [{"number": b.number, "title": self.say(b.title)} for b in declared.workbooks()]
        learners = []
        for room in self.site.rooms.learners():
            visit = rooms.Visit(rooms.LEARNER, room.id, room.owner)
            kept = self.site.rooms.case(visit, "")
            marks = [False] * len(steps) if kept is None else progress.marks(self.site.results(kept))
            learners.append({"name": room.owner, "marks": marks})
        words = {
            "class": self.say("Your class"), "code": self.say("Class code:"), "address": self.say("Address:"),
            "sight": self.say("Who can see what"), "learners": self.say("Learners"), "name": self.say("Name"),
            "done": self.say("results are there"), "not_yet": self.say("not yet"),
            "nobody": self.say("Nobody has come in yet."),
            "show": self.say("Open the workbooks, to show them to the class"),
            "votes": self.say("Let people vote on their phones"),
        }  # fmt: skip
        own = self.site.rooms.case(self.visitor, "")
        self.show("trainer.html", title=words["class"], words=words, code=self.site.rooms.code,
                  address=self.site.address, learners=learners, steps=steps,
                  own=own.address.case if own else "",
                  sight=pages.who_sees_what(self.say, role="trainer"))  # fmt: skip


def enter(asked: Asked, cookie: str, key: str) -> None:
    """Remember who it is, and go to the start."""
    asked.set_signed_cookie(cookie, key, httponly=True, samesite="Lax", expires_days=60)
    asked.redirect(asked.site.base)
