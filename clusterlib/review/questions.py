"""What no machine can judge: the review's questions for a person, with what the case says beside each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from clusterlib import tables
from clusterlib.doubts import beside
from clusterlib.readings import Speaker
from clusterlib.review.question_facts import FACTS
from clusterlib.review.registry import PHASES
from clusterlib.review.scene import Scene


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the guide for a person.

    Parameters
    ----------
    id : str
        ``Q01`` … ``Q17``; the key of its answer in the table ``answers``.
    phase : str
        Phase in which it is asked.
    lines : str
        Lines of the guide.
    shows : tuple of str
        Tables whose rows stand beside it; ``case.NAME`` for a setting.
    doubts : tuple of str
        Contradictions of the guide that it touches.
    text, text_fr : str
        The question.
    """

    id: str
    phase: str
    lines: str
    shows: tuple[str, ...]
    doubts: tuple[str, ...]
    text: str
    text_fr: str

    def asked(self, say: Speaker) -> str:
        """The question in the language of the reader."""
        return self.text_fr if say.locale == "fr" else self.text

    def later_than(self, phase: str) -> bool:
        """Whether it belongs to a phase that a cluster in `phase` has not reached."""
        return phase in PHASES and PHASES.index(self.phase) > PHASES.index(phase)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put to one case.

    Parameters
    ----------
    question : Question
        The question.
    text : str
        Its words in the language of the reader.
    facts : str
        What the case says about it, or which table would say it.
    doubt : str
        Where the guide is not of one mind; empty else.
    answers : tuple of (answer, person, day)
        What people said; person and day are empty where they are not given.
    """

    question: Question
    text: str
    facts: str
    doubt: str
    answers: tuple[tuple[str, str, str], ...]

    @property
    def answered(self) -> bool:
        """Whether somebody has answered."""
        return bool(self.answers)


@lru_cache(maxsize=1)
def questions() -> dict[str, Question]:
    """All questions by their id, in the order in which they are asked.

    Examples
    --------
    >>> len(questions()), questions()["Q03"].shows
    (17, ('stakeholders',))
    """
    return {
        row["id"]: Question(
            id=row["id"],
            phase=row["phase"],
            lines=row["lines"],
            shows=_parts(row["shows"]),
            doubts=_parts(row["doubts"]),
            text=row["text"],
            text_fr=row["text_fr"],
        )
        for row in tables.rows_of("questions.csv")
    }


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def ask(scene: Scene, *, say: Speaker = Speaker()) -> list[Asked]:
    """All questions with what the case says beside them and what people answered.

    Parameters
    ----------
    scene : Scene
        Tables and settings.
    say : Speaker
        Language of the reader.

    Examples
    --------
    >>> asked = ask(Scene({}))
    >>> len(asked), asked[2].facts
    (17, 'The case has no table stakeholders to show beside it.')
    """
    return [_asked(question, scene, say) for question in questions().values()]


def _asked(question: Question, scene: Scene, say: Speaker) -> Asked:
    there = any(
        bool(scene.setting(name.removeprefix("case.")))
        if name.startswith("case.")
        else scene.frame(name) is not None
        for name in question.shows
    )
    facts = FACTS[question.id](scene, say) if there else ""
    return Asked(
        question,
        question.asked(say),
        facts or _nothing(question, scene, say),
        beside(question.doubts, say=say),
        _answers(question.id, scene),
    )


def _nothing(question: Question, scene: Scene, say: Speaker) -> str:
    tables_ = [name for name in question.shows if not name.startswith("case.")]
    absent = [name for name in tables_ if scene.frame(name) is None]
    if not tables_:
        return say("The case does not say what the cluster is for (setting purpose).")
    if absent:
        return say.plural(
            len(absent),
            "The case has no table {names} to show beside it.",
            "The case has no tables {names} to show beside it.",
            names=say.names(absent),
        )
    return say("The tables of the case say nothing about it.")


def _answers(id_: str, scene: Scene) -> tuple[tuple[str, str, str], ...]:
    frame = scene.frame("answers")
    if frame is None:
        return ()
    rows = frame[frame["question_id"].eq(id_) & frame["text"].notna()]
    return tuple(
        (str(text), _plain(person), _plain(day))
        for text, person, day in zip(rows["text"], rows["person"], rows["date"], strict=True)
    )


def _plain(cell: object) -> str:
    return "" if cell is None or cell is pd.NA or cell != cell else str(cell)


def said(answers: Iterable[Sequence[str]], *, say: Speaker = Speaker()) -> list[str]:
    """What people answered, a line each; an empty line to fill in when nobody has.

    Parameters
    ----------
    answers : iterable of (answer, person, day)
        As in `Asked`.
    say : Speaker
        Language of the reader.

    Examples
    --------
    >>> said([])
    ['Answer: ________________  name: __________  date: __________']
    >>> said([("In the old firms.", "Awa", "2027-02-01")])
    ['Answered by Awa, 1 February 2027: In the old firms.']
    """
    lines = [
        say("Answered by {person}, {day}: {answer}", person=person, day=say.day(day), answer=answer)
        if person and day
        else say("Answered by {person}: {answer}", person=person, answer=answer)
        if person
        else say("Answered: {answer}", answer=answer)
        for answer, person, day in answers
    ]
    return lines or [say("Answer: ________________  name: __________  date: __________")]


def told(items: Iterable[Asked], phase: str) -> list[dict[str, Any]]:
    """Questions as plain data for the record of a run.

    Parameters
    ----------
    items : iterable of Asked
        From `ask`.
    phase : str
        Phase of the cluster.
    """
    return [
        {
            "id": item.question.id,
            "text": item.text,
            "facts": item.facts,
            "doubt": item.doubt,
            "lines": item.question.lines,
            "answers": [list(answer) for answer in item.answers],
            "later": item.question.later_than(phase),
        }
        for item in items
    ]
