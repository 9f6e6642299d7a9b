"""How the ten sections of a strategy document are called, shown and read."""

from __future__ import annotations

import pandas as pd

from clusterlib import tables
from clusterlib.readings import Speaker
from clusterlib.strategy.strategy_document import MISSING, PARTLY, PRESENT, SECTIONS, Section, Strategy


def title(code: str, say: Speaker = Speaker()) -> str:
    """Heading of a section.

    Examples
    --------
    >>> title("steps")
    'Steps of implementation'
    """
    names = {
        "summary": say("Summary"),
        "where we stand": say("Where we stand"),
        "who": say("Who is concerned"),
        "demands": say("What the actors want"),
        "vision and goals": say("Vision and goals"),
        "services": say("Services and other results"),
        "organisation": say("Structure of the organisation"),
        "steps": say("Steps of implementation"),
        "money": say("Money"),
        "monitoring": say("Monitoring and evaluation"),
    }
    return names[code]


def state(section: Section, say: Speaker = Speaker()) -> str:
    """State of a section in a word, with what must be said beside it."""
    words = {PRESENT: say("present"), PARTLY: say("partly"), MISSING: say("missing")}
    marks = [words[section.state]]
    if section.made_up:
        marks.append(say("made up for teaching"))
    if section.older:
        marks.append(say("older than its data"))
    return ", ".join(marks)


def needed(piece: str, say: Speaker = Speaker()) -> str:
    """A table or a piece of one, as a person calls it."""
    pieces = {
        "passage": say("a passage of your own in the table “texts”"),
        "legal_form": say("the legal form, a setting of the case"),
        "vision": say("the vision, a row of the strategy tree"),
        "objectives": say("objectives in the strategy tree"),
        "interventions": say("interventions in the strategy tree"),
    }
    if piece in pieces:
        return pieces[piece]
    label = tables.table(piece).label(say.lang)
    number = tables.table(piece).workbook
    if tables.table(piece).kind == "hand-over":
        return say("{table}, worked out in workbook {number}", table=label, number=number)
    return say("the table “{table}” ({file})", table=label, file=f"{piece}.csv")


def wanting(section: Section, say: Speaker = Speaker()) -> str:
    """What a section still wants; empty when it wants nothing."""
    return say.names([needed(piece, say) for piece in (*section.lacking, *section.half)])


def table_sections(strategy: Strategy, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The ten sections with their state, the tables they rest on, and what they want."""
    labels = [say.names([tables.table(name).label(say.lang) for name in s.uses]) for s in strategy.sections]
    return pd.DataFrame(
        {
            say("Section"): [title(section.code, say) for section in strategy.sections],
            say("State"): [state(section, say) for section in strategy.sections],
            say("Rests on"): labels,
            say("Still needed"): [wanting(section, say) for section in strategy.sections],
        },
        dtype="str",
    )


def read_sections(strategy: Strategy, *, say: Speaker = Speaker()) -> str:
    """How much of a strategy document could be printed today."""
    by_state = {
        word: [s for s in strategy.sections if s.state == word] for word in (PRESENT, PARTLY, MISSING)
    }
    present = say.share(len(by_state[PRESENT]), len(SECTIONS))
    said = [say("Sections that can be printed as they are: {share}.", share=present)]
    if partly := by_state[PARTLY]:
        said.append(say("Only partly there: {names}.", names=say.names([title(s.code, say) for s in partly])))
    if gone := by_state[MISSING]:
        names = say.names([title(s.code, say) for s in gone])
        said.append(say("Missing in the strategy: {names}.", names=names))
    if invented := [s for s in strategy.sections if s.made_up]:
        names = say.names([title(s.code, say) for s in invented])
        said.append(say("Made up for teaching and no ground for a decision: {names}.", names=names))
    said.append(say("A section counts by its tables; whether its words convince people must judge."))
    return " ".join(said)


def plain_sections(strategy: Strategy) -> str:
    """One line for each section, for a test to compare."""
    lines = [
        f"{section.code:<17} {section.state:<8} {' '.join(section.uses)}" for section in strategy.sections
    ]
    return "\n".join(line.rstrip() for line in lines)
