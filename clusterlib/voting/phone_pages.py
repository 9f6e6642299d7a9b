"""The pages that phones see: their words in the voter's language, their markup from templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from clusterlib.readings import LANGUAGES, Speaker
from clusterlib.store.ballots import NAME
from clusterlib.store.poll_results import Results
from clusterlib.store.polls import Poll
from clusterlib.voting import kinds

FOLDER = Path(__file__).parents[1] / "static" / "phone"
#: Languages as their speakers call them.
_NAMES = {"en": "English", "fr": "Français"}


@dataclass(frozen=True, slots=True)
class Own:
    """What a device cast before.

    Attributes
    ----------
    now : mapping of str to int, or None
        Its ballot of this round.
    before : mapping of str to int
        Its ballot of the round before.
    name : str
        Name on its last ballot.
    typed : mapping of str to int
        What was sent just now and not counted, so that nobody has to choose again.
    """

    now: Mapping[str, int] | None
    before: Mapping[str, int]
    name: str
    typed: Mapping[str, int]


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def _page(template: str, say: Speaker, **values: Any) -> str:
    shared = {"lang": say.locale, "languages": [(code, _NAMES[code]) for code in LANGUAGES], "watch": None}
    words = {"language": say("Language"), "skip": say("Skip to the content")} | values.pop("words", {})
    return _templates().get_template(template).render({**shared, **values, "words": words})


def door(say: Speaker, *, wrong: str = "") -> str:
    """Where a code is typed.

    Parameters
    ----------
    say : Speaker
        Language of the voter.
    wrong : str
        What was wrong with the code before.
    """
    words = {"heading": say("Vote"), "code": say("Code of the vote"), "go": say("Go on")}
    return _page("door.html", say, title=words["heading"], words=words, wrong=wrong, here="/")


def told(say: Speaker, heading: str, lines: list[str], *, link: tuple[str, str] | None, here: str) -> str:
    """A message in a sentence or two."""
    return _page("told.html", say, title=heading, heading=heading, lines=lines, link=link, here=here)


def form(say: Speaker, poll: Poll, own: Own, earlier: Results | None, *, seal: str, wrong: str = "") -> str:
    """The ballot.

    Parameters
    ----------
    say : Speaker
        Language of the voter.
    poll : Poll
        What is asked.
    own : Own
        What this device cast before: filled in, and shown beside the first result.
    earlier : Results or None
        The round before, shown to all in a second round.
    seal : str
        Proof that the page is ours.
    wrong : str
        Why the ballot sent before was not counted.
    """
    marks = kinds.answers(poll.kind, poll.low, poll.high, say)
    chosen = own.typed or own.now or own.before
    items = [
        {"text": text, "chosen": chosen.get(item), "before": _before(say, poll, item, own, earlier)}
        for item, text in poll.items.items()
    ]
    button = say("Vote") if own.now is None else say("Change my vote")
    names = (
        say("Each ballot carries a name; the trainer sees who voted how.")
        if poll.asks_names
        else say("Nobody can see who voted how; your vote carries no name.")
    )
    round_ = say("Round {n}.", n=poll.round) if poll.round > 1 else ""
    words = {
        "about": " ".join(part for part in (
            round_, say("Choose one answer for each; leave out what you cannot judge."), names) if part),
        "name": say("Your name"), "none": say("no answer"), "send": button,
    }  # fmt: skip
    ends = "" if all(marks.values()) else say(
        "{low}: {least}. {high}: {most}.",
        low=poll.low, least=marks[poll.low], high=poll.high, most=marks[poll.high])  # fmt: skip
    return _page("ballot.html", say, title=poll.question, poll=poll, items=items, marks=marks, ends=ends,
                 words=words, seal=seal, wrong=wrong, name=own.name, longest=NAME,
                 here=f"/{poll.code}?change=1", all_words=all(marks.values()))  # fmt: skip


def _before(say: Speaker, poll: Poll, item: str, own: Own, earlier: Results | None) -> str:
    """What the round before said of an item, and what this voter gave."""
    if earlier is None:
        return ""
    counts = earlier.counts[item]
    n = sum(counts.values())
    if not n:
        return say("Round {round}: nobody answered.", round=earlier.round)
    mean = sum(score * many for score, many in counts.items()) / n
    said = say.plural(
        n,
        "Round {round}: {mean} of {high}, one answer.",
        "Round {round}: {mean} of {high} on average, {n} answers.",
        round=earlier.round, mean=say.number(mean, 1), high=poll.high,
    )  # fmt: skip
    if item in own.before:
        return f"{said} {say('You gave {score}.', score=own.before[item])}"
    return said


def counted(say: Speaker, poll: Poll, own: Own) -> str:
    """The vote is in: what was chosen, and the way to change it."""
    assert own.now is not None
    marks = kinds.answers(poll.kind, poll.low, poll.high, say)
    chosen = [
        (text, f"{own.now[item]} {marks[own.now[item]]}".strip())
        for item, text in poll.items.items()
        if item in own.now
    ]
    words = {
        "heading": say("Your vote is counted"),
        "about": say.plural(
            len(chosen),
            "You answered one of {all}. You can change it until the round is closed.",
            "You answered {n} of {all}. You can change it until the round is closed.",
            all=len(poll.items),
        ),
        "change": say("Change my vote"),
        "yours": say("What you chose"),
        "turned": say("Something changed: look again"),
    }
    return _page("counted.html", say, title=words["heading"], poll=poll, chosen=chosen, words=words,
                 watch=poll, here=f"/{poll.code}")  # fmt: skip


def waiting(say: Speaker, poll: Poll, *, voted: bool) -> str:
    """Between rounds, and at the end."""
    if poll.ended:
        heading, line = say("This vote is over"), say("Thank you. You can close this page.")
    elif voted:
        heading = say("This round is closed")
        line = say("Your vote was counted. If there is another round, this page will say so.")
    else:
        heading = say("This round is closed")
        line = say("No vote came from this phone. If there is another round, this page will say so.")
    words = {"turned": say("Something changed: look again"), "again": say("Look again")}
    return _page("waiting.html", say, title=heading, heading=heading, line=line, poll=poll, words=words,
                 watch=None if poll.ended else poll, here=f"/{poll.code}")  # fmt: skip
