"""Who sees what: one person at this machine, or a class of learners with a trainer.

A learner's room is a workspace whose id cannot be guessed; who has the link has the room. The class code
only opens the door to a new room. Nothing here is a secret of state: the start page says so in words.
"""

from __future__ import annotations

import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path

from clusterlib import atomic
from clusterlib.inputs.cases import Case
from clusterlib.store import content, workspaces
from clusterlib.store.changes import Address
from clusterlib.store.database import Store
from clusterlib.store.troubles import StoreError
from clusterlib.store.workspaces import KeptCase

#: Letters and digits of a class code that nobody mistakes for each other.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
#: Wrong codes one address may try within a minute.
TRIES = 10
SOLO, LEARNER, TRAINER, STRANGER = "solo", "learner", "trainer", "stranger"
#: The one person of a server that a hub started; the hub has said who it is.
OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Visit:
    """One person at one request.

    Attributes
    ----------
    role : str
        ``solo``, ``learner``, ``trainer``, ``owner`` or ``stranger``.
    room : str
        Workspace that new cases go to; empty for strangers.
    who : str
        Name that changes are kept under.
    """

    role: str
    room: str = ""
    who: str = ""


@dataclass
class Rooms:
    """The rooms of one server.

    Parameters
    ----------
    store : Store
        Where everything is kept.
    code, trainer_key : str
        Class code and the trainer's key; both empty on a machine of one person.
    course : tuple of Case
        Cases that every learner begins with.
    owner : str
        Under a hub, whose server this is; the store may be shared with the servers of others.
    """

    store: Store
    code: str = ""
    trainer_key: str = ""
    course: tuple[Case, ...] = ()
    owner: str = ""
    _tries: dict[str, list[float]] = field(default_factory=dict)

    @property
    def is_class(self) -> bool:
        """Whether a class uses this server."""
        return bool(self.code)

    def visit(self, room: str, trainer: str) -> Visit:
        """Who comes with these cookies.

        Parameters
        ----------
        room, trainer : str
            What the browser brings: the id of a room, the trainer's key; empty if nothing.
        """
        if self.owner:
            return Visit(OWNER, self._owners(), self.owner)
        if not self.is_class:
            return Visit(SOLO, self._desktop())
        if trainer and hmac.compare_digest(trainer.encode(), self.trainer_key.encode()):
            return Visit(TRAINER, self._trainers(), who="trainer")
        try:
            found = workspaces.workspace(self.store, room) if room else None
        except StoreError:
            found = None
        if found is None or found.kind != "learner":
            return Visit(STRANGER)
        return Visit(LEARNER, found.id, found.owner)

    def join(self, code: str, name: str, address: str) -> str | None:
        """A new room for a learner who knows the code; None if the code is wrong or tried too often.

        Raises
        ------
        StoreError
            If the name holds what cannot be kept.
        """
        now = time.monotonic()
        recent = [moment for moment in self._tries.get(address, []) if now - moment < 60]
        right = hmac.compare_digest(code.strip().casefold().encode(), self.code.encode())
        if len(recent) >= TRIES or not right:
            self._tries[address] = [*recent, now]
            return None
        room = workspaces.make_workspace(self.store, kind="learner", name=name, owner=name)
        for case in self.course:
            content.put(self.store, room.id, case, who=name, strict=False)
        return room.id

    def cases(self, visit: Visit) -> tuple[KeptCase, ...]:
        """The cases a visitor sees, newest first."""
        if visit.role == STRANGER:
            return ()
        rooms = [visit.room]
        if visit.role == SOLO:
            rooms = [room.id for room in workspaces.of_kind(self.store, "desktop")]
        found = [case for room in rooms for case in workspaces.cases_in(self.store, room)]
        return tuple(sorted(found, key=lambda case: case.made_at, reverse=True))

    def case(self, visit: Visit, wanted: str) -> KeptCase | None:
        """The case of an id among those the visitor sees; the newest where none is named."""
        seen = self.cases(visit)
        if not wanted:
            return next(iter(seen), None)
        return next((case for case in seen if case.address.case == wanted), None)

    def take_in(self, visit: Visit, case: Case) -> Address:
        """Put a case into the visitor's room, with its faults, so that they can be mended there."""
        return content.put(self.store, visit.room, case, who=visit.who, strict=False)

    def learners(self) -> tuple[workspaces.Workspace, ...]:
        """Rooms of the class, oldest first; for the trainer's page."""
        return workspaces.of_kind(self.store, "learner")

    def _owners(self) -> str:
        """The room of the owner; the hub's names are unique, and no learner of a class is called so."""
        name = f"hub:{self.owner}"
        rooms = [room for room in workspaces.of_kind(self.store, "learner") if room.name == name]
        if rooms:
            return rooms[0].id
        room = workspaces.make_workspace(self.store, kind="learner", name=name, owner=self.owner)
        for case in self.course:
            content.put(self.store, room.id, case, who=self.owner, strict=False)
        return room.id

    def _desktop(self) -> str:
        return self._one("desktop")

    def _trainers(self) -> str:
        return self._one("course")

    def _one(self, kind: str) -> str:
        rooms = workspaces.of_kind(self.store, kind)
        return (rooms[-1] if rooms else workspaces.make_workspace(self.store, kind=kind)).id


def open_class(store: Store, folder: Path, course: tuple[Case, ...]) -> Rooms:
    """The rooms of a class; code and trainer's key outlive a restart of the server.

    Parameters
    ----------
    store : Store
        Where everything is kept.
    folder : Path
        Where code and key lie, for nobody but who runs the server.
    course : tuple of Case
        Cases that every learner begins with; the trainer has copies to show.
    """
    file = folder / "class.json"
    try:
        known = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        known = {"code": new_code(), "trainer": new_key()}
        atomic.write_bytes(file, json.dumps(known).encode("utf-8"))
        file.chmod(0o600)
    people = Rooms(store, code=known["code"], trainer_key=known["trainer"], course=course)
    trainer = people.visit("", known["trainer"])
    if not people.cases(trainer):
        for case in course:
            people.take_in(trainer, case)
    return people


def new_code(length: int = 6) -> str:
    """A class code that can be called across a room."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def new_key() -> str:
    """A key that cannot be guessed."""
    return secrets.token_urlsafe(16)
