"""Votes of a room become rows of the case: one change, with a version, that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from clusterlib import tables
from clusterlib.readings import Speaker
from clusterlib.store import content, history, reading
from clusterlib.store.changes import Address, Edit, Saved
from clusterlib.store.database import Store
from clusterlib.store.poll_results import Results
from clusterlib.store.reading import KeptTable
from clusterlib.store.saving import save
from clusterlib.store.troubles import StoreError
from clusterlib.voting.kinds import DEMANDS, SERVICES, TABLES

#: Which table the votes of a kind fill.
FILLS = {DEMANDS: "votes", SERVICES: "service_answers"}
#: Tables that say the same in another way; they would contradict the votes, so they are put aside.
ASIDE = {DEMANDS: ("vote_counts",), SERVICES: ()}


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken into a case.

    Attributes
    ----------
    version : int
        Version of the case that it made.
    table : str
        Table that was filled.
    people, rows : int
        Respondents, and rows of the table.
    replaced : int
        Rows the table had before.
    aside : tuple of str
        Tables that were put aside.
    left_out : tuple of str
        Items that the case no longer has; votes on them were left out.
    """

    version: int
    table: str
    people: int
    rows: int
    replaced: int
    aside: tuple[str, ...]
    left_out: tuple[str, ...]


def table(kind: str, rounds: Sequence[Results]) -> pd.DataFrame:
    """The votes of all rounds as texts of the table they fill; respondents are R1 to Rn in all rounds.

    The numbers follow hashes, not the order in which people voted. Where the table knows no rounds, the
    last one with votes is taken.

    Parameters
    ----------
    kind : str
        A kind that `FILLS` knows; for any other the columns are those of a vote.
    rounds : sequence of Results
        Oldest first.
    """
    votes = pd.concat([found.votes for found in rounds], ignore_index=True)
    people = {id: f"R{i}" for i, id in enumerate(sorted(set(votes["respondent_id"])), 1)}
    votes = votes.assign(respondent_id=votes["respondent_id"].map(people))
    if kind == SERVICES:
        votes = votes[votes["round"] == votes["round"].max()]
        votes = votes.rename(columns={"item_id": "service_id", "score": "openness"}).drop(columns="round")
    order = sorted(votes.to_dict("records"), key=lambda row: int(str(row["respondent_id"])[1:]))
    return pd.DataFrame(order, columns=list(votes.columns)).astype(str)


def take(
    store: Store, address: Address, kind: str, rounds: Sequence[Results], *, save_id: str, who: str = ""
) -> Taken:
    """Put the votes into the place of what the table held, as one change.

    Parameters
    ----------
    store, address
        Which case.
    kind : str
        A kind that `FILLS` knows.
    rounds : sequence of Results
        All rounds, oldest first.
    save_id, who : str
        As in `saving.save`.

    Raises
    ------
    StoreError
        If nobody voted on anything the case has, or somebody saved in the same moment.
    ClusterlibError
        If the table of the items has faults.
    """
    version, kept = reading.tables(store, address)
    known = _known(store, address, kind)
    frame = table(kind, rounds)
    key = "service_id" if kind == SERVICES else "item_id"
    left_out = tuple(sorted(set(frame[key]) - known))
    frame = frame[frame[key].isin(known)]
    if frame.empty:
        raise StoreError("poll-nothing")
    name = FILLS[kind]
    headings: dict[str, list[str] | None] = {name: list(frame.columns)}
    old = kept.get(name, KeptTable(name, (), (), ()))
    edits: list[Edit] = content.differences(old, list(frame.columns), content.texts(frame))
    aside = tuple(other for other in ASIDE[kind] if other in kept and kept[other].headings)
    for other in aside:
        headings[other] = None
        edits += content.differences(kept[other], [], [])
    done = save(
        store, address, edits, save_id=save_id, who=who, headings=headings, expect=version
    )  # fmt: skip
    if not isinstance(done, Saved):
        raise StoreError("busy")
    people = frame["respondent_id"].nunique()
    return Taken(done.version, name, people, len(frame), len(old.rows), aside, left_out)


def read(taken: Taken, say: Speaker) -> list[str]:
    """What was taken in, in sentences.

    Parameters
    ----------
    taken : Taken
        What `take` gave back.
    say : Speaker
        Language of the reader.
    """

    def label(name: str) -> str:
        return say.quoted(tables.table(name).label(say.locale))

    people = say.plural(taken.people, "one person, R1", "{n} people, R1 to R{last}", last=taken.people)
    said = [
        say.plural(
            taken.rows,
            "The table {table} now holds one vote of {people}. The case is at version {version}.",
            "The table {table} now holds {n} votes of {people}. The case is at version {version}.",
            table=label(taken.table), people=people, version=taken.version,
        )
    ]  # fmt: skip
    if taken.replaced:
        said.append(
            say.plural(
                taken.replaced,
                "It took the place of one row that the table held before.",
                "They took the place of {n} rows that the table held before.",
            )
        )
    for name in taken.aside:
        said.append(
            say(
                "The table {table} was put aside: it would say something else than these votes.",
                table=label(name),
            )
        )
    if taken.left_out:
        names = say.names(taken.left_out, limit=5)
        said.append(say("Left out, because the case no longer has them: {names}.", names=names))
    said.append(say("Nothing is lost: it can be taken back here, or in the history of the table."))
    return said


def give_back(store: Store, address: Address, kind: str, *, save_id: str, who: str = "") -> int | None:
    """Take back the last own change of the table the votes filled; None when there is none.

    Raises
    ------
    StoreError
        If somebody changed the same rows since.
    """
    done = history.undo(store, address, save_id=save_id, who=who, table=FILLS[kind])
    return None if done is None else done.version


def _known(store: Store, address: Address, kind: str) -> set[str]:
    name, key, _ = TABLES[kind]
    return {str(id) for id in content.take(store, address).table(name)[key]}
