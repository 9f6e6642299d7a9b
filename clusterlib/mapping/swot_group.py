"""A SWOT that several people made: points given, likely duplicates, where both sides weigh (L1325-1333)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any, Literal

import pandas as pd

from clusterlib.cells import split_ids, weakest
from clusterlib.faults import DomainError, IntegrityError

#: Short words that say nothing of a subject, in English and French.
SMALL_WORDS = (
    "a an and are as at be by few for from have in is many more no of on one or our over some that the their "
    "them they this to too with au aux avec ce ces d dans de des du en et est ils l la le les leur leurs n "
    "ont ou par pas peu plus pour qu que qui sans se ses sont sur très un une"
)
#: Rounding of sums of points.
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Twins:
    """Two points that may say the same.

    Attributes
    ----------
    first, second : str
        Ids of the points.
    kind : {"words", "same text", "contradicts"}
        Many words in common inside one field; one text in two fields; two fields, and somebody wrote that
        they contradict each other.
    """

    first: str
    second: str
    kind: Literal["words", "same text", "contradicts"]


@dataclass(frozen=True, slots=True)
class Group:
    """A SWOT board with the points of several people.

    Attributes
    ----------
    items : DataFrame
        Points that were not merged into others, most points first, as entered where nobody voted: id,
        quadrant, text (and twins), merged (points that people put into it), points, voters, rank (ties share
        a place; NA without votes).
    voters : int
        People who gave points.
    authors : int
        Different authors named.
    twins : tuple of Twins
        Likely duplicates; they are listed, never merged.
    fields : DataFrame or None
        Cells of the TOWS matrix with points on both sides, most first: internal_id, external_id, text (and
        twins), inside, outside, points (sum of both), rank. None without a matrix.
    each : float
        Points that one person may give.
    alike : float
        Part of common words from which two points may be the same.
    basis : str
        Weakest basis of the votes.
    """

    items: pd.DataFrame
    voters: int
    authors: int
    twins: tuple[Twins, ...]
    fields: pd.DataFrame | None
    each: float
    alike: float
    basis: str


def gather(
    swot_items: pd.DataFrame,
    swot_votes: pd.DataFrame | None = None,
    tows: pd.DataFrame | None = None,
    *,
    each: float = 5.0,
    alike: float = 0.6,
) -> Group:
    """Count the points of all people, and list what may be said twice.

    A merge is a person's act (`merged_into`): the original stays in the table, and its points go to the point
    that it was merged into. Nothing is merged here.

    Parameters
    ----------
    swot_items, swot_votes, tows : DataFrame
        Typed tables; the last two may be missing.
    each : float
        Points that one person may give (DEFAULT).
    alike : float
        Part of the words of the shorter point that the other shares from which they are listed (DEFAULT).

    Returns
    -------
    Group

    Raises
    ------
    DomainError
        A person gave more points than allowed, or less than none.
    IntegrityError
        A vote for a point that does not exist, a person's second vote for one, or points merged in a circle.

    Examples
    --------
    >>> from clusterlib import tables
    >>> items = tables.typed("swot_items", [
    ...     {"id": "S1", "quadrant": "strength", "text": "Young developers"},
    ...     {"id": "S2", "quadrant": "strength", "text": "Many young developers in town"},
    ...     {"id": "T1", "quadrant": "threat", "text": "Power cuts"}])
    >>> votes = tables.typed("swot_votes", [
    ...     {"respondent_id": r, "swot_id": i, "points": p} for r, i, p in (("a", "S1", 3), ("b", "T1", 5))])
    >>> found = gather(items, votes)
    >>> found.items[["id", "points"]].values.tolist(), [(t.first, t.second) for t in found.twins]
    ([['T1', 5.0], ['S1', 3.0], ['S2', 0.0]], [('S1', 'S2')])
    """
    votes = (
        pd.DataFrame(columns=["respondent_id", "swot_id", "points", "basis"])
        if swot_votes is None
        else swot_votes
    )
    _refuse(swot_items, votes, each)
    root = _roots(swot_items)
    given = votes.assign(at=votes["swot_id"].map(root), points=votes["points"].astype("float64"))
    given = given[given["points"] > 0]
    kept = swot_items[swot_items["merged_into"].isna()]
    names = [str(c) for c in kept if c == "text" or str(c).startswith("text_")]
    items, voters = _items(kept, names, given, root)
    return Group(
        items, voters, int(swot_items["author"].nunique()), tuple(_twins(kept, names, alike)),
        _fields(tows, items, root), each, alike, weakest(votes["basis"]),
    )  # fmt: skip


def _items(
    kept: pd.DataFrame, names: list[str], given: pd.DataFrame, root: dict[str, str]
) -> tuple[pd.DataFrame, int]:
    """Points that were not merged into others, with what people gave them, and how many people gave."""
    items = kept[["id", "quadrant", *names]].reset_index(drop=True)
    sums = given.groupby("at")["points"].sum()
    people = given.groupby("at")["respondent_id"].nunique()
    items["merged"] = [sum(1 for a, b in root.items() if b == key and a != key) for key in items["id"]]
    items["points"] = items["id"].map(sums).fillna(0.0).astype("float64")
    items["voters"] = items["id"].map(people).fillna(0).astype(int)
    voters = int(given["respondent_id"].nunique())
    places = items["points"].round(9).rank(method="min", ascending=False).astype("Int64")
    items["rank"] = places if voters else pd.array([None] * len(items), dtype="Int64")
    if voters:
        items = items.sort_values("rank", kind="stable").reset_index(drop=True)
    return items, voters


def _refuse(items: pd.DataFrame, votes: pd.DataFrame, each: float) -> None:
    unknown = sorted(set(votes["swot_id"]) - set(items["id"]))
    twice = votes[votes.duplicated(["respondent_id", "swot_id"])]
    lost = [f"there is no point {key}" for key in unknown]
    lost += [
        f"{who} votes for {key} twice"
        for who, key in zip(twice["respondent_id"], twice["swot_id"], strict=True)
    ]
    if lost:
        raise IntegrityError(f"swot_votes: {'; '.join(lost)}. Correct the rows.")
    below = sorted(set(votes.loc[votes["points"].astype("float64") < 0, "respondent_id"]))
    sums = votes.groupby("respondent_id", sort=True)["points"].sum().astype("float64")
    wrong = [f"{who}: less than 0" for who in below]
    wrong += [f"{who}: {total:g} points" for who, total in sums.items() if total > each + _SLACK]
    if wrong:
        raise DomainError(
            f"swot_votes: {'; '.join(wrong)}. One person gives at most {each:g} points, none below 0: "
            "correct them."
        )


def _roots(items: pd.DataFrame) -> dict[str, str]:
    """For each point the one that it was merged into in the end."""
    into = {
        str(a): None if pd.isna(b) else str(b) for a, b in zip(items["id"], items["merged_into"], strict=True)
    }
    found: dict[str, str] = {}
    for key in into:
        way, at = [key], into[key]
        while at is not None:
            if at not in into:
                raise IntegrityError(
                    f"swot_items, {way[-1]}: there is no point {at} to merge into. Correct the id."
                )
            if at in way:
                raise IntegrityError(f"swot_items: {', '.join(way)} are merged in a circle. Clear one cell.")
            way.append(at)
            at = into[at]
        found[key] = way[-1]
    return found


def words(text: Any) -> frozenset[str]:
    """Words of a text that say what it is about, without accents and endings of the plural.

    Examples
    --------
    >>> sorted(words("Few suppliers serve the other Markets"))
    ['market', 'other', 'serve', 'supplier']
    """
    if not isinstance(text, str):
        return frozenset()
    spread = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in spread if not unicodedata.combining(char))
    small = set(SMALL_WORDS.split())
    found = (word for word in re.findall(r"\w+", plain) if word not in small and len(word) > 2)
    return frozenset(word.removesuffix("s") if len(word) > 4 else word for word in found)


def _twins(items: pd.DataFrame, names: list[str], alike: float) -> list[Twins]:
    rows = items.to_dict("records")
    spoken = {str(row["id"]): [words(row[name]) for name in names] for row in rows}
    against = {frozenset((str(row["id"]), other)) for row in rows for other in split_ids(row["contradicts"])}
    found: list[Twins] = []
    for one, other in combinations(rows, 2):
        first, second = str(one["id"]), str(other["id"])
        if one["quadrant"] == other["quadrant"]:
            pairs = zip(spoken[first], spoken[second], strict=True)
            if any(
                a and b and Fraction(len(a & b), min(len(a), len(b))) >= Fraction(str(alike))
                for a, b in pairs
            ):
                found.append(Twins(first, second, "words"))
        elif spoken[first][0] and spoken[first][0] == spoken[second][0]:
            found.append(Twins(first, second, "same text"))
        elif frozenset((first, second)) in against:
            found.append(Twins(first, second, "contradicts"))
    return found


def _fields(tows: pd.DataFrame | None, items: pd.DataFrame, root: dict[str, str]) -> pd.DataFrame | None:
    if tows is None or tows.empty:
        return None
    points = dict(zip(items["id"], items["points"], strict=True))
    names = [str(c) for c in tows if c == "text" or str(c).startswith("text_")]
    table = tows[["internal_id", "external_id", *names]].copy()
    for side, column in (("inside", "internal_id"), ("outside", "external_id")):
        table[side] = [points.get(root.get(str(key), str(key)), 0.0) for key in tows[column]]
    table = table[(table["inside"] > 0) & (table["outside"] > 0)]
    table["points"] = table["inside"] + table["outside"]
    table["rank"] = table["points"].round(9).rank(method="min", ascending=False).astype("Int64")
    return table.sort_values("rank", kind="stable").reset_index(drop=True)
