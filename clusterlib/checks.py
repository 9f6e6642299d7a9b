"""The guide's lessons as checks that ran on one case, and its key questions answered from data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Status = Literal["finding", "fine", "not judged"]
Severity = Literal["red", "amber", "note"]

_ORDER = {"red": 0, "amber": 1, "note": 2}
_STATE = {"finding": 0, "not judged": 1, "fine": 2}


@dataclass(frozen=True, slots=True)
class Check:
    """One lesson, judged on one case.

    Parameters
    ----------
    rule_id : str
        Name of the rule, stable over editions.
    status : {"finding", "fine", "not judged"}
        Whether something was found; *not judged* says in `finding` which table is missing.
    severity : {"red", "amber", "note"}
        Red needs a decision this week, amber before the next step, a note is good to know.
    finding : str
        What was seen, in one sentence with names and numbers.
    cure : str
        What to do about it; empty when nothing is to be done.
    because : tuple of str
        Ids of the rows it rests on.

    Examples
    --------
    >>> Check("R08", "fine", "note", "Every critical stakeholder has an owner.").status
    'fine'
    """

    rule_id: str
    status: Status
    severity: Severity
    finding: str
    cure: str = ""
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One key question of the guide and what the case's data say to it.

    Parameters
    ----------
    question : str
        The question in our own words.
    answer : str
        The answer, or what is missing to give one.
    known : bool
        Whether the data could answer it.
    """

    question: str
    answer: str
    known: bool = True


def in_order(checks: Iterable[Check]) -> list[Check]:
    """Findings first, red before amber; equal ones keep their order.

    Examples
    --------
    >>> fine, red = Check("a", "fine", "note", "."), Check("b", "finding", "red", "!")
    >>> [check.rule_id for check in in_order([fine, red])]
    ['b', 'a']
    """
    return sorted(checks, key=lambda check: (_STATE[check.status], _ORDER[check.severity]))
