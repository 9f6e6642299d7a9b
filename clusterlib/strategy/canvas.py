"""The cluster business canvas: what is answered, what hangs in the air, whether the money fits.

Ten blocks and 21 questions after guide L1647-1653 (Osterwalder's nine blocks without channels, with
pain points and key challenges).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from clusterlib.strategy.strategy_links import Links, filled, links, rows

#: Block and how many questions it asks; 21 together.
BLOCKS = {
    "member segments": 2,
    "key partners": 2,
    "key activities": 2,
    "pain points": 2,
    "value propositions": 2,
    "key resources": 2,
    "member relationships": 2,
    "cost structure": 2,
    "revenue streams": 3,
    "key challenges": 2,
}
#: A relationship with this segment is one with every segment.
EVERYBODY = frozenset({"all", "everybody", "tous", "toutes"})


@dataclass(frozen=True, slots=True)
class Question:
    """One of the 21 questions; `text` is empty where the wording is not at hand."""

    block: str
    number: int
    text: str = ""
    text_fr: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One note on the canvas."""

    id: str
    block: str
    question: int | None
    text: str
    text_fr: str
    segment: str
    amount: float | None
    owner: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of consistency: which notes it asks, and which of them have nothing to answer with.

    Parameters
    ----------
    code : str
        Name of the rule.
    asked, open : tuple of str
        Ids of the notes it applies to, and of those that fail.
    """

    code: str
    asked: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Money:
    """Yearly revenues against yearly costs on the canvas; `unpriced` are notes without an amount."""

    revenue: float
    cost: float
    unpriced: tuple[str, ...]
    priced: int

    @property
    def gap(self) -> float:
        """What is lacking; 0 when revenues cover the costs."""
        return max(0.0, self.cost - self.revenue)


@dataclass(frozen=True, slots=True)
class CanvasChecked:
    """The canvas, judged.

    Parameters
    ----------
    questions : tuple of Question
        All questions; `answered` are those with at least one note.
    consistency : float or None
        Satisfied over applicable cases of all rules; None when no rule applies.
    orphans : tuple of str
        Activities that serve no value proposition.
    linked : tuple of (str, str)
        Pairs of notes of which one names the other.
    """

    notes: tuple[Note, ...]
    questions: tuple[Question, ...]
    answered: frozenset[tuple[str, int]]
    rules: tuple[Rule, ...]
    orphans: tuple[str, ...]
    linked: tuple[tuple[str, str], ...]
    money: Money

    @property
    def completeness(self) -> float:
        """Answered questions over all, 0 to 1."""
        return len(self.answered) / len(self.questions)

    @property
    def loose(self) -> frozenset[str]:
        """Notes of which a rule asks for a link that is not there."""
        return frozenset(self.orphans).union(*(rule.open for rule in self.rules))

    @property
    def blocks_filled(self) -> int:
        """Blocks with at least one note."""
        return len({note.block for note in self.notes})

    @property
    def consistency(self) -> float | None:
        """Satisfied over applicable cases of all rules; None when no rule applies."""
        asked = sum(len(rule.asked) for rule in self.rules)
        return 1 - sum(len(rule.open) for rule in self.rules) / asked if asked else None

    def gaps(self, block: str) -> tuple[Question, ...]:
        """Questions of a block that no note answers."""
        asked = (question for question in self.questions if question.block == block)
        return tuple(question for question in asked if (block, question.number) not in self.answered)


def check_canvas(
    canvas: pd.DataFrame | None,
    goals: pd.DataFrame | None = None,
    strategy_tree: pd.DataFrame | None = None,
    demands: pd.DataFrame | None = None,
    *,
    questions: pd.DataFrame | None = None,
) -> CanvasChecked:
    """Judge completeness, consistency and money of the canvas (methods T10).

    Two notes are linked when either names the other in `because`.

    Parameters
    ----------
    canvas, goals, strategy_tree, demands : DataFrame or None
        Tables of the case. Goals and the tree are used to see whether a goal answers a challenge.
    questions : DataFrame, optional
        The 21 questions: block, question number, text. Without it they have numbers only.

    Returns
    -------
    CanvasChecked
        An empty canvas has completeness 0 and consistency None.

    Examples
    --------
    >>> empty = check_canvas(None)
    >>> len(empty.questions), empty.completeness, empty.blocks_filled, empty.consistency
    (21, 0.0, 0, None)
    """
    notes = tuple(_note(row) for row in rows(canvas))
    asked = _questions(questions)
    known: frozenset[tuple[str, int]] = frozenset((q.block, q.number) for q in asked)
    placed = ((note.block, note.question) for note in notes)
    answered = frozenset((block, number) for block, number in placed if number is not None) & known
    tables = {"canvas": canvas, "goals": goals, "strategy_tree": strategy_tree, "demands": demands}
    web = _Web(notes, links(tables), tuple(str(row["id"]) for row in rows(goals)))
    return CanvasChecked(
        notes,
        asked,
        answered,
        tuple(_rules(web)),
        tuple(n.id for n in web.of("key activities") if not web.near(n, "value propositions")),
        tuple((a.id, b.id) for a, b in combinations(notes, 2) if web.linked(a, b)),
        _money(notes),
    )


def _questions(frame: pd.DataFrame | None) -> tuple[Question, ...]:
    if frame is None:
        return tuple(Question(block, i + 1) for block, n in BLOCKS.items() for i in range(n))
    number = "question" if "question" in frame.columns else "question_no"
    return tuple(
        Question(_text(row, "block").lower(), int(row[number]), _text(row, "text"), _text(row, "text_fr"))
        for row in rows(frame)
    )


def _note(row: Mapping[str, Any]) -> Note:
    number = row.get("question")
    return Note(
        id=str(row["id"]),
        block=str(row["block"]),
        question=int(number) if number is not None and filled(number) else None,
        text=_text(row, "text"),
        text_fr=_text(row, "text_fr"),
        segment=_text(row, "segment").casefold(),
        amount=float(row["amount"]) if filled(row.get("amount")) else None,
        owner=_text(row, "owner"),
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    return str(row[name]).strip() if filled(row.get(name)) else ""


@dataclass(frozen=True, slots=True)
class _Web:
    """Notes and what hangs together with what."""

    notes: tuple[Note, ...]
    thread: Links
    goals: tuple[str, ...]

    def of(self, *blocks: str) -> tuple[Note, ...]:
        """Notes of some blocks."""
        return tuple(note for note in self.notes if note.block in blocks)

    def near(self, note: Note, *blocks: str) -> bool:
        """Whether a note is linked with one of some blocks."""
        return any(self.linked(note, other) for other in self.of(*blocks))

    def linked(self, one: Note, other: Note) -> bool:
        """Whether one of two notes names the other."""
        a, b = ("canvas", one.id), ("canvas", other.id)
        return b in self.thread.reasons.get(a, ()) or a in self.thread.reasons.get(b, ())

    def demands(self, note: Note) -> tuple[str, ...]:
        """Demands to which the thread of a note leads."""
        return self.thread.reached(("canvas", note.id), "demands")

    def goal_for(self, note: Note) -> bool:
        """Whether a goal rests on a demand of the note."""
        wanted = set(self.demands(note))
        return any(wanted & set(self.thread.reached(("goals", goal), "demands")) for goal in self.goals)


def _rules(web: _Web) -> Iterable[Rule]:
    pains, values = web.of("pain points"), web.of("value propositions")
    resources, revenues = web.of("key resources"), web.of("revenue streams")
    segments = web.of("member segments")
    words = {n.segment for n in web.of("member relationships") if n.segment}
    everybody = bool(words & EVERYBODY)
    yield _rule("pain answered", pains, lambda n: web.near(n, "value propositions"))
    yield _rule(
        "value answers pain",
        values,
        lambda n: web.near(n, "pain points") or bool(_direct(web, n, "demands")),
    )
    yield _rule("value for segment", values, lambda n: bool(n.segment) or web.near(n, "member segments"))
    yield _rule("value by activity", values, lambda n: web.near(n, "key activities"))
    yield _rule("value by resource", values, lambda n: web.near(n, "key resources"))
    yield _rule("activity costed", web.of("key activities"), lambda n: web.near(n, "cost structure"))
    yield _rule("resource brought", resources, lambda n: bool(n.owner) or web.near(n, "key partners"))
    yield _rule(
        "revenue paid by",
        revenues,
        lambda n: bool(n.segment) or web.near(n, "member segments", "key partners"),
    )
    yield _rule("revenue for value", revenues, lambda n: web.near(n, "value propositions"))
    yield _rule(
        "segment cared for",
        segments,
        lambda n: everybody or web.near(n, "member relationships") or (n.segment in words),
    )
    yield _rule(
        "challenge taken up",
        web.of("key challenges"),
        lambda n: web.near(n, "key activities") or web.goal_for(n),
    )


def _rule(code: str, asked: tuple[Note, ...], holds: Callable[[Note], bool]) -> Rule:
    return Rule(code, tuple(n.id for n in asked), tuple(n.id for n in asked if not holds(n)))


def _direct(web: _Web, note: Note, table: str) -> tuple[str, ...]:
    return tuple(row[1] for row in web.thread.reasons.get(("canvas", note.id), ()) if row[0] == table)


def _money(notes: tuple[Note, ...]) -> Money:
    sides = {block: [n for n in notes if n.block == block] for block in ("revenue streams", "cost structure")}
    both = [note for side in sides.values() for note in side]
    sums = {block: sum(n.amount for n in side if n.amount is not None) for block, side in sides.items()}
    return Money(
        sums["revenue streams"],
        sums["cost structure"],
        tuple(n.id for n in both if n.amount is None),
        sum(n.amount is not None for n in both),
    )
