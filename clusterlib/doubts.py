"""Where the guide contradicts itself: shown where it matters, never mended silently (method 0.3)."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from clusterlib import places, twins
from clusterlib.cells import split_ids
from clusterlib.checks import Check
from clusterlib.readings import Speaker


def doubts(*, contradictions: pd.DataFrame, ids: str, say: Speaker = Speaker()) -> list[Check]:
    """What the guide says twice and differently, or not at all; to be taught, never mended.

    Parameters
    ----------
    contradictions : DataFrame
        Reference facts: id, text, what_we_do with their French twins, lines (all text).
    ids : str
        The rows wanted, separated by ``;``.
    say : Speaker
        Gives the language.

    Examples
    --------
    >>> facts = places.reference("contradictions")
    >>> [check.rule_id for check in doubts(contradictions=facts, ids="E10;E9")]
    ['E9', 'E10']
    """
    rows = contradictions[contradictions["id"].isin(split_ids(ids))]
    told = zip(
        rows["id"],
        twins.texts(rows, "text", say=say),
        twins.texts(rows, "what_we_do", say=say),
        rows["lines"],
        strict=True,
    )
    return [
        Check(
            name,
            "finding",
            "note",
            say("{text} (guide L{lines}).", text=text, lines=lines),
            say("{text}.", text=cure[:1].upper() + cure[1:]),
        )
        for name, text, cure, lines in told
    ]


def beside(ids: Iterable[str], *, say: Speaker = Speaker()) -> str:
    """The contradictions that a rule or a question touches, in a sentence each; empty when there is none.

    Parameters
    ----------
    ids : iterable of str
        Ids of ``data/reference/contradictions.csv``.
    say : Speaker
        Gives the language.

    Examples
    --------
    >>> beside(["E29"])[:48]
    'Here the guide is not of one mind: “Programmes o'
    >>> beside([])
    ''
    """
    facts = places.reference("contradictions")
    rows = facts[facts["id"].isin(set(ids))]
    told = zip(
        twins.texts(rows, "text", say=say),
        twins.texts(rows, "what_we_do", say=say),
        rows["lines"],
        strict=True,
    )
    return " ".join(
        say(
            "Here the guide is not of one mind: “{text}” (L{lines}). What is done here: {done}.",
            text=text,
            lines=lines,
            done=done,
        )
        for text, done, lines in told
    )
