"""What the apps keep: the store beside the run folder, the case in it, and the way out again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clusterlib.faults import CaseError, ClusterlibError
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.store import content, reading, workspaces
from clusterlib.store.changes import Address, Saved
from clusterlib.store.database import Store, open_store
from clusterlib.store.troubles import StoreError
from clusterlib.store.workspaces import KeptCase

#: Name of the store in the run folder of the apps.
FILE = "kept.sqlite"


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that is ready for the apps.

    Attributes
    ----------
    address : Address
        Where it is in the store.
    fresh : bool
        Whether it was taken in just now.
    differs : bool
        Whether its files are no longer those it was taken from, and entries were made since: then the
        entries are shown, and the files wait.
    """

    address: Address
    fresh: bool
    differs: bool = False

    def sentence(self, say: Speaker) -> str:
        """What a person should know before working on; empty when there is nothing."""
        if not self.differs:
            return ""
        return say(
            "The files of this case changed since it was opened here. You see what was entered here. "
            "To take the files in as a new version, start again with --again; nothing is lost by it."
        )


def place(store: str, folder: Path) -> str:
    """Address of the store: as given, a file by its whole path; else a file in the run folder.

    Examples
    --------
    >>> place("postgresql://hub/clusters", Path("run"))
    'postgresql://hub/clusters'
    """
    return store if "://" in store else str(Path(store).absolute() if store else folder / FILE)


def open_for_apps(store: Store, path: Path, case: cases.Case, *, again: bool = False) -> Opened:
    """Find a case in the workspace of this machine, or take it in.

    Parameters
    ----------
    store : Store
        Where entries are kept.
    path : Path
        Folder or Excel file; a case is found again by its name.
    case : Case
        What was read from it.
    again : bool
        Take the files in as a new version, although entries were made since.

    Raises
    ------
    ClusterlibError
        If not every cell of the files could be read, or the store refuses.
    """
    room = next((found for found in workspaces.of_kind(store, "desktop") if found.name == path.stem), None)
    if room is None:
        room = workspaces.make_workspace(store, kind="desktop", name=path.stem)
    kept = workspaces.cases_in(store, room.id)
    if not kept:
        return Opened(content.put(store, room.id, case), fresh=True)
    newest = kept[-1]
    if newest.origin == content.fingerprint(case):
        return Opened(newest.address, fresh=False)
    last = reading.changes(store, newest.address, limit=1)
    if not again and last and last[0].kind != "import":
        return Opened(newest.address, fresh=False, differs=True)
    if not isinstance(content.put_again(store, newest.address, case), Saved):
        raise StoreError("busy")
    return Opened(newest.address, fresh=True)


def export(where: str, target: Path, *, name: str = "") -> Path:
    """Write a case of a store as a folder, or as an Excel file where the target ends in ``.xlsx``.

    Parameters
    ----------
    where : str
        File or address of the store.
    target : Path
        New folder or Excel file.
    name : str
        Which case, where the store has several on this machine.

    Raises
    ------
    ClusterlibError
        If there is no store or no such case, or the target is there already.
    """
    if "://" not in where and not Path(where).is_file():
        raise ClusterlibError(f"There is no store at {Path(where).name!r}.")
    store = open_store(where)
    found = [
        kept
        for room in workspaces.of_kind(store, "desktop")
        for kept in workspaces.cases_in(store, room.id)
        if name in ("", room.name, kept.name)
    ]
    case = content.take(store, _only(found, name).address)
    if target.suffix.casefold() != ".xlsx":
        return cases.save_folder(case, target)
    if target.exists():
        raise CaseError(f"{target.name!r} exists already and is not overwritten. Choose another name.")
    from clusterlib.inputs.excel_write import write_book

    target.parent.mkdir(parents=True, exist_ok=True)
    return write_book(case, target)


def _only(found: list[KeptCase], name: str) -> KeptCase:
    if not found:
        raise CaseError(f"The store has no case {name!r}." if name else "The store has no case.")
    if len(found) > 1:
        names = ", ".join(kept.name for kept in found)
        raise CaseError(f"The store has several cases: {names}. Name one with --case.")
    return found[0]
