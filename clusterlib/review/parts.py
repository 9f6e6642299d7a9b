"""Small pieces that several rules of the review share: answers in one line, months, names."""

from __future__ import annotations

import pandas as pd

from clusterlib import months
from clusterlib.checks import Check, Severity
from clusterlib.readings import Speaker
from clusterlib.twins import texts


def fine(rule: str, severity: Severity, text: str) -> list[Check]:
    """Nothing was found."""
    return [Check(rule, "fine", severity, text)]


def not_judged(rule: str, severity: Severity, text: str) -> list[Check]:
    """What was needed is blank; the text names it."""
    return [Check(rule, "not judged", severity, text)]


def months_between(first: str, last: str) -> int:
    """Full months from one month or day to another.

    Examples
    --------
    >>> months_between("2024-03", "2027-02-01"), months_between("2027-05-01", "2027-02")
    (35, -3)
    """
    return months.number(last[:7]) - months.number(first[:7])


def column(frame: pd.DataFrame, name: str) -> pd.Series:
    """A column with the ids of the rows as index, blanks left out.

    Examples
    --------
    >>> column(pd.DataFrame({"id": ["a", "b"], "n": [1.0, None]}), "n").to_dict()
    {'a': 1.0}
    """
    return frame.set_index(frame.columns[0])[name].dropna()


def called(frame: pd.DataFrame, name: str, *, say: Speaker, limit: int = 5) -> str:
    """Names of rows in a sentence; beyond the limit the rest is counted.

    Examples
    --------
    >>> called(pd.DataFrame({"name": ["A", "B", "C", "D"]}), "name", say=Speaker(), limit=2)
    'A, B, and 2 more'
    """
    return say.names([text or "–" for text in texts(frame, name, say=say)], limit=limit)
