"""The cases that come with the library: shown as cards, and copied into the visitor's room when opened."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from clusterlib import places
from clusterlib.inputs import cases, settings
from clusterlib.serving.rooms import Rooms, Visit
from clusterlib.store import content
from clusterlib.store.changes import Address


@dataclass(frozen=True, slots=True)
class Shipped:
    """A case of the library.

    Attributes
    ----------
    id : str
        Name of its folder.
    name, place : str
        What it is called; its sector, region and country.
    """

    id: str
    name: str
    place: str


@lru_cache(maxsize=1)
def known() -> tuple[Shipped, ...]:
    """All of them, by name of the folder; only their settings are read."""
    found = []
    for folder in sorted(places.shipped_case().parent.iterdir()):
        raw, _ = settings.read(folder / "case.yml") if (folder / "case.yml").is_file() else (None, [])
        if raw is not None:
            entries = {str(row[0]): str(row[1]) for row in raw.rows}
            place = " · ".join(entries[k] for k in ("sector", "region", "country") if entries.get(k))
            found.append(Shipped(folder.name, entries.get("name", folder.name), place))
    return tuple(found)


def copy(people: Rooms, visit: Visit, wanted: str) -> Address | None:
    """A copy of a shipped case in the visitor's room; the one that is there already, with all entries.

    Parameters
    ----------
    people : Rooms
        The rooms of the server.
    visit : Visit
        Who asks.
    wanted : str
        Id from `known`; None is given back for any other.
    """
    if wanted not in {case.id for case in known()}:
        return None
    case = cases.open_case(places.shipped_case(wanted))
    origin = content.fingerprint(case)
    there = next((kept for kept in people.cases(visit) if kept.origin == origin), None)
    return people.take_in(visit, case) if there is None else there.address
