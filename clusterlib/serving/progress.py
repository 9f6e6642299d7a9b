"""The path through the guide for one case: which step has results, which can begin, which waits for what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clusterlib import places, tables
from clusterlib.inputs.cases import Case
from clusterlib.readings import Speaker
from clusterlib.running import declared
from clusterlib.running.runs import RunFolder

#: States of a step, in the order of how far it is.
DONE, NEXT, OPEN, WAITING = "done", "next", "open", "waiting"


@dataclass(frozen=True, slots=True)
class StepState:
    """How far one step is.

    Attributes
    ----------
    number, name, title, file : str
        ``03``, ``demand_ranking``, its question, and the file of its workbook.
    minutes : int
        How long a person needs.
    state : str
        ``done``: it handed results over; ``next``: the first that can begin; ``open``: it can begin;
        ``waiting``: a table it needs is missing or at fault.
    words : str
        The state in words.
    """

    number: str
    name: str
    title: str
    file: str
    minutes: int
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class PhaseState:
    """One phase of the guide with its steps, and its tools that this edition does not have."""

    name: str
    steps: tuple[StepState, ...]
    later: tuple[str, ...]


def path(case: Case, folder: Path, say: Speaker) -> tuple[PhaseState, ...]:
    """The phases of the guide with the state of each step.

    Parameters
    ----------
    case : Case
        The case as it stands.
    folder : Path
        Where its apps hand results over.
    say : Speaker
        Language of the reader.
    """
    facts = places.reference("phases")
    tool = "tool" if say.locale == "en" else f"tool_{say.locale}"
    names = {
        "initiation": say("Initiation"),
        "establishment": say("Establishment"),
        "operationalisation": say("Operationalisation"),
        "transformation": say("Transformation"),
    }
    first = facts.drop_duplicates("workbook").set_index("workbook")["phase"]
    states = _states(case, folder, say)
    found = []
    for phase in facts["phase"].drop_duplicates():
        mine = facts[(facts["phase"] == phase) & (facts["in_this_edition"] == "no")]
        steps = tuple(state for state in states if first.get(state.number) == phase)
        found.append(PhaseState(names[phase], steps, tuple(mine[tool])))
    return tuple(found)


def _states(case: Case, folder: Path, say: Speaker) -> list[StepState]:
    run, found, taken = RunFolder(folder), [], False
    for book in declared.workbooks():
        waits = [group for group in book.reads if not any(_ready(case, run, name) for name in group)]
        if any(run.has_table(name) for name in book.writes):
            state, words = DONE, say("results are there")
        elif waits:
            lacking = say.names([" / ".join(tables.table(name).label(say.lang) for name in g) for g in waits])
            state, words = WAITING, say("waits for: {tables}", tables=lacking)
        else:
            state, words = (OPEN, say("can begin")) if taken else (NEXT, say("comes next"))
            taken = True
        title, file = say(book.title), book.path.name
        found.append(StepState(book.number, book.step, title, file, book.minutes, state, words))
    return found


def _ready(case: Case, run: RunFolder, name: str) -> bool:
    if tables.table(name).kind == "input":
        return case.has(name) and not case.faulty(name)
    return run.has_table(name)
