"""The pages around the workbooks: their words in the reader's language, and their markup from templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from clusterlib.readings import Speaker
from clusterlib.running import declared
from clusterlib.serving.progress import NEXT, PhaseState
from clusterlib.serving.shipped import Shipped
from clusterlib.store.workspaces import KeptCase

if TYPE_CHECKING:
    from clusterlib.serving.asked import Site

FOLDER = Path(__file__).parents[1] / "static" / "pages"
#: Languages as their speakers call them.
LANGUAGES = (("en", "English"), ("fr", "Français"))
#: The largest file that may be sent in, in bytes.
LIMIT = 10_000_000


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)


def page(template: str, say: Speaker, *, base: str, xsrf: str, title: str, **values: Any) -> str:
    """One page; every value is escaped by the template.

    Parameters
    ----------
    template : str
        File in `FOLDER`.
    say : Speaker
        Language of the reader.
    base, xsrf : str
        Where the server's addresses begin; the token that forms carry.
    title : str
        Of the window.
    **values
        What the template shows.
    """
    shared = {
        "lang": say.locale,
        "languages": LANGUAGES,
        "base": base,
        "xsrf": xsrf,
        "title": title,
        "refresh": 0,
    }
    words = {
        "skip": say("Skip to the content"),
        "product": say("Cluster workbooks"),
        "language": say("Language"),
    } | dict(values.pop("words", {}))
    return _templates().get_template(template).render({**shared, **values, "words": words})


def fragment(template: str, **values: Any) -> str:
    """A part of a page; every value is escaped by the template."""
    return _templates().get_template(template).render(**values)


def start(
    say: Speaker,
    *,
    base: str,
    cases: Sequence[KeptCase],
    current: Mapping[str, Any] | None,
    phases: Sequence[PhaseState],
    sight: Sequence[str],
    note: str,
    offered: Sequence[Shipped] = (),
) -> dict[str, Any]:
    """What the start page shows.

    Parameters
    ----------
    say : Speaker
        Language of the reader.
    base : str
        Where the server's addresses begin.
    cases : sequence of KeptCase
        The cases of this visitor, newest first.
    current : mapping, optional
        ``id``, ``name`` and ``place`` of the open case.
    phases : sequence of PhaseState
        Its path.
    sight : sequence of str
        Who can see what, in sentences; none on a machine of one person.
    note : str
        What the person should know first.
    offered : sequence of Shipped
        Cases of the library that the visitor has no copy of.
    """
    case_id = current["id"] if current else ""
    shown = [_phase(phase, say, base, case_id) for phase in phases]
    steps = [step for phase in shown for step in phase["steps"]]
    return {
        "title": current["name"] if current else say("Cluster workbooks"),
        "case": current,
        "note": note,
        "votes": "",
        "sight": sight,
        "phases": [phase for phase in shown if phase["steps"] or phase["later"]],
        "next_step": next((step for step in steps if step["state"] == NEXT), None),
        "documents": [("docx", say("Report as Word")), ("pdf", say("Report as PDF"))],
        "cases": [_card(case, say, case.address.case == case_id) for case in cases],
        "offered": offered,
        "limit": LIMIT,
        "words": _start_words(say),
    }


def _phase(phase: PhaseState, say: Speaker, base: str, case_id: str) -> dict[str, Any]:
    later = say("Not in this edition: {tools}.", tools=say.names(list(phase.later))) if phase.later else ""
    steps = []
    for step in phase.steps:
        minutes = say("about {n} minutes", n=say.number(step.minutes))
        url = f"{base}voila/render/{step.file}?case={case_id}"
        steps.append({**asdict(step), "minutes": minutes, "url": url})
    return {"name": phase.name, "steps": steps, "later": later}


def _card(case: KeptCase, say: Speaker, current: bool) -> dict[str, Any]:
    about = say.plural(case.version, "one version, begun {day}", "{n} versions, begun {day}",
                       day=say.day(case.made_at[:10]))  # fmt: skip
    return {"id": case.address.case, "name": case.name, "about": about, "current": current}


def _start_words(say: Speaker) -> dict[str, str]:
    return {
        "welcome": say("Welcome"),
        "kept": say("What you enter is saved as you go. You can close the page at any time and go on later."),
        "sight": say("Who can see what"),
        "path": say("Your way through the guide"),
        "go_on": say("Go on with"),
        "take_home": say("Take it home"),
        "excel": say("Case as Excel"),
        "cases": say("Cases"),
        "own": say("Start my own case"),
        "open_copy": say("Open a copy of my own"),
        "example": say("An example that comes with the workbooks"),
        "name": say("What is your cluster called?"),
        "begin": say("Begin an empty case"),
        "file": say("Or take a case in: one Excel file, or a zipped folder of CSV files"),
        "upload": say("Take this file in"),
        "too_large": say(
            "This is too large: at most {n} MB. Leave tables out, or send CSV files as zip.", n=LIMIT // 10**6
        ),
        "empty": say("An empty Excel file with notes, to fill in at home"),
    }


def who_sees_what(say: Speaker, *, role: str) -> list[str]:
    """The rules of a class in plain words.

    Parameters
    ----------
    say : Speaker
        Language of the reader.
    role : str
        ``trainer`` for the trainer's page; else the words are for learners.
    """
    common = [
        say(
            "Your room opens with its own link. Who has the link can read and change everything in the room."
        ),
        say("Other learners do not see your room, neither its names nor its numbers."),
        say("The trainer sees your name and which steps have results, not what you entered."),
        say(
            "Who looks after this computer could open the file in which everything is kept. "
            "Enter nothing that must stay secret from the organisers."
        ),
        say("The network of the course carries what you enter unencrypted."),
    ]
    own = [say("You see names and which steps have results. You see no content unless a learner shows it.")]
    return (own if role == "trainer" else []) + common


def around(say: Speaker, *, base: str, file: str, case_id: str, case: str) -> dict[str, Any]:
    """What stands around one workbook: its neighbours on the path and the way back.

    Parameters
    ----------
    say : Speaker
        Language of the reader.
    base, file : str
        Where the server's addresses begin, and the workbook's file.
    case_id, case : str
        Id and name of the open case.
    """
    books = declared.workbooks()
    here = next((i for i, book in enumerate(books) if book.path.name == file), 0)

    def beside(place: int) -> dict[str, str] | None:
        """The step before or after, if there is one."""
        if not 0 <= place < len(books):
            return None
        book = books[place]
        url = f"{base}voila/render/{book.path.name}?case={case_id}"
        return {"number": book.number, "title": say(book.title), "url": url}

    words = {
        "skip": say("Skip to the content"),
        "product": say("Cluster workbooks"),
        "steps": say("Steps"),
        "next": say("Next step"),
        "show_all": say("Open all parts"),
        "loading": say("The workbook is being opened …"),
        "asleep": say("This page has lost its connection. What you entered is kept."),
        "again": say("Open it again"),
        "healed": say("This workbook had stopped answering and was opened again. What you entered is kept."),
        "to_start": say("Back to the start"),
        "go_on": say("Go on with"),
    }
    return {
        "base": base,
        "start": f"{base}?case={case_id}",
        "case": case,
        "title": f"{books[here].number} {say(books[here].title)}",
        "number": books[here].number,
        "before": beside(here - 1),
        "after": beside(here + 1),
        "words": words,
    }


def class_lines(say: Speaker, site: Site, port: int) -> list[str]:
    """What the trainer reads when the server of a class begins."""
    trainer = f"http://127.0.0.1:{port}{site.base}trainer/{site.rooms.trainer_key}"
    return [
        say(
            "Learners open {address} and enter the class code {code}.",
            address=site.address,
            code=site.rooms.code,
        ),
        say("Your own page, for you alone: {link}", link=trainer),
        *who_sees_what(say, role="trainer"),
    ]
