"""What a SWOT board often gets wrong: actions, outside facts inside, contradictions, no evidence."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from clusterlib.cells import split_ids
from clusterlib.faults import IntegrityError

#: Words that make a point read as an action, not as an observation (ours, English and French).
ACTION_WORDS = (
    "needed; need to; needs to; should; must; has to; have to; turnaround; "
    "il faut; doit; doivent; devrait; devraient; besoin de"
)
#: Words for what lies outside the cluster, so belongs to opportunities or threats.
EXTERNAL_WORDS = (
    "investment climate; business climate; business environment; business conditions; legislation; "
    "regulation; "
    "regulations; taxes; subsidies; exchange rate; inflation; economic growth; interest rates; "
    "customs; tariffs; "
    "climat d'investissement; climat des affaires; législation; réglementation; fiscalité; impôts; "
    "taux de change; "
    "croissance économique; droits de douane"
)
#: Words for what lies inside the cluster, so belongs to strengths or weaknesses.
INTERNAL_WORDS = (
    "our; our members; cluster office; cluster management; cluster manager; coordination; coordinator; "
    "nos; notre; bureau du cluster; gestion du cluster; coordonnateur; coordinateur"
)
QUADRANTS = ("strength", "weakness", "opportunity", "threat")
_INSIDE = ("strength", "weakness")


@dataclass(frozen=True, slots=True)
class Query:
    """One thing on a SWOT board that wants a second look.

    Attributes
    ----------
    kind : str
        ``contradiction``, ``action``, ``external``, ``internal``, ``few``, ``many`` or ``evidence``.
    ids : tuple of str
        The points concerned.
    word : str
        What gave it away: the word found, or the quadrant.
    """

    kind: str
    ids: tuple[str, ...]
    word: str = ""


def queries(
    items: pd.DataFrame,
    *,
    action_words: str = ACTION_WORDS,
    external_words: str = EXTERNAL_WORDS,
    internal_words: str = INTERNAL_WORDS,
    fewest: int = 3,
    most: int = 8,
) -> tuple[Query, ...]:
    """What on a board wants a second look; a question to its authors, never a verdict.

    A word of action counts anywhere in a strength or weakness, and as the first word of an opportunity or
    threat: that others must do something is a fact about the outside.

    Parameters
    ----------
    items : DataFrame
        Typed table `swot_items`, without points that were merged into others.
    action_words, external_words, internal_words : str
        Words and short phrases separated by ``;``.
    fewest, most : int
        A quadrant with fewer or more points is asked about.

    Raises
    ------
    IntegrityError
        If a point contradicts one that does not exist.

    Examples
    --------
    >>> from clusterlib.tables import typed
    >>> board = typed("swot_items", [
    ...     {"id": "W6", "quadrant": "weakness", "text": "A full turnaround is needed", "evidence": "poll"}])
    >>> [(query.kind, query.ids) for query in queries(board) if query.kind != "few"]
    [('action', ('W6',))]
    """
    found = list(_contradictions(items))
    inside = items["quadrant"].isin(_INSIDE).to_numpy(bool)
    found += _worded(items[inside], "action", action_words)
    found += _worded(items[~inside], "action", action_words, start=True)
    found += _worded(items[inside], "external", external_words)
    found += _worded(items[~inside], "internal", internal_words)
    counts = items["quadrant"].value_counts()
    for quadrant in QUADRANTS:
        number = int(counts.get(quadrant, 0))
        ids = tuple(items.loc[items["quadrant"] == quadrant, "id"])
        if number < fewest:
            found.append(Query("few", ids, quadrant))
        elif number > most:
            found.append(Query("many", ids, quadrant))
    bare = tuple(items.loc[items["evidence"].isna(), "id"])
    return (*found, Query("evidence", bare)) if bare else tuple(found)


def _contradictions(items: pd.DataFrame) -> list[Query]:
    known = list(items["id"])
    pairs: dict[tuple[str, str], None] = {}
    for number, (one, others) in enumerate(zip(known, items["contradicts"], strict=True), start=1):
        for other in split_ids(others):
            if other not in known:
                raise IntegrityError(
                    f"swot_items, row {number}, column contradicts: there is no point {other!r}. "
                    f"Correct the id."
                )
            if other != one:
                pairs[min((one, other), (other, one), key=lambda pair: known.index(pair[0]))] = None
    return [Query("contradiction", pair) for pair in pairs]


def _worded(items: pd.DataFrame, kind: str, words: str, *, start: bool = False) -> list[Query]:
    columns = [name for name in ("text", "text_fr") if name in items]
    found = []
    for row in items[["id", *columns]].to_dict("records"):
        told = [str(row[name]) for name in columns if pd.notna(row[name])]
        word = next((found for found in (first_word(text, words, start=start) for text in told) if found), "")
        if word:
            found.append(Query(kind, (str(row["id"]),), word))
    return found


def first_word(text: str, words: str, *, start: bool = False) -> str:
    """The first word or phrase of a list that stands in a text, whole words only, accents ignored.

    Parameters
    ----------
    text : str
        Any text.
    words : str
        Words and phrases separated by ``;``.
    start : bool
        Only at the beginning of the text.

    Examples
    --------
    >>> first_word("Le climat des affaires est bon", EXTERNAL_WORDS)
    'climat des affaires'
    >>> first_word("Neededness", ACTION_WORDS)
    ''
    """
    plain = _plain(text).strip()
    return next(
        (word for word, pattern in _patterns(words) if (pattern.match if start else pattern.search)(plain)),
        "",
    )


@lru_cache(maxsize=16)
def _patterns(words: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    listed = [word.strip() for word in words.split(";") if word.strip()]
    return tuple((word, re.compile(rf"(?<!\w){re.escape(_plain(word))}(?!\w)")) for word in listed)


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(char for char in spread if not unicodedata.combining(char)).casefold()
