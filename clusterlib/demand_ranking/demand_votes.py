"""What people said about each demand: one ballot, from raw votes or from counted votes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterlib.cells import weakest
from clusterlib.faults import DomainError, IntegrityError

#: The three answers of the guide's scale (guide L1613-1616): less important, important, very important.
SCALE = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Ballot:
    """All votes of one round.

    Attributes
    ----------
    items : DataFrame
        One row per demand (item_id, category, text, their translated twins, basis), in the order of item_id.
    counts : int array, shape (items, answers of the scale)
        Votes 1, 2, 3 per demand; zeros where they are not known.
    n : int array, shape (items,)
        Persons whose vote on the demand is known.
    matrix : float array, shape (persons, items), or None
        The single votes, NaN where a person did not answer; None when only counts are known.
    respondents : tuple of str
        Rows of `matrix`.
    persons : int
        People who voted: rows of `matrix`, else the largest n.
    round, rounds : int, tuple of int
        The round used and all rounds found; rounds are never mixed.
    completed : tuple of str
        Demands with a blank count read as 0 because the other counts add up to the declared n.
    unknown : tuple of str
        Demands with a blank count that nothing allows to fill.
    disagree : tuple of str
        Demands whose counts are not those of the raw votes; the raw votes are used.
    """

    items: pd.DataFrame
    counts: NDArray[np.int64]
    n: NDArray[np.int64]
    matrix: NDArray[np.float64] | None
    respondents: tuple[str, ...]
    persons: int
    round: int
    rounds: tuple[int, ...]
    completed: tuple[str, ...]
    unknown: tuple[str, ...]
    disagree: tuple[str, ...]


def natural(key: Any) -> tuple[tuple[int, int, str], ...]:
    """Sort key under which A2 comes before A10.

    Examples
    --------
    >>> sorted(["A10", "B1", "A2"], key=natural)
    ['A2', 'A10', 'B1']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", str(key))
    return tuple((0, int(p), "") if p.isascii() and p.isdigit() else (1, 0, p) for p in parts)


def collect(
    demands: pd.DataFrame,
    vote_counts: pd.DataFrame | None = None,
    votes: pd.DataFrame | None = None,
    *,
    voting_round: int = 0,
    scale: tuple[int, ...] = SCALE,
) -> Ballot:
    """Bring demands and their votes together.

    Raw votes are used where there are any, else the counts. A blank count becomes 0 only when the declared
    n equals the sum of the others; the guide prints such a blank at L1617.

    Parameters
    ----------
    demands, vote_counts, votes : DataFrame
        Typed tables of the case; the last two may be missing.
    voting_round : int
        Round of voting to read; 0 takes the latest.
    scale : tuple of int
        Answers of single votes, the lowest first; counted votes are always on the guide's scale.

    Returns
    -------
    Ballot

    Raises
    ------
    IntegrityError
        A demand stands twice, a vote stands twice, or a vote is for a demand nobody listed.
    DomainError
        A vote is off the scale, or a count is negative or not whole.

    Examples
    --------
    >>> demands = pd.DataFrame({"item_id": ["A1"], "category": ["A"], "text": ["Training"]})
    >>> counts = pd.DataFrame({"item_id": ["A1"], "n1": [pd.NA], "n2": [2], "n3": [5], "n": [7]})
    >>> ballot = collect(demands, counts)
    >>> ballot.counts.tolist(), ballot.completed
    ([[0, 2, 5]], ('A1',))
    """
    items = _items(demands)
    raw, rounds_raw = _of_round(votes, voting_round)
    counted, rounds_counted = _of_round(vote_counts, voting_round)
    keys = items["item_id"].tolist()
    for table, frame in (("votes", raw), ("vote_counts", counted)):
        _known_items(table, frame, keys)
    given, completed, unknown = _counts(counted, keys)
    if len(raw):
        matrix, people = _matrix(raw, keys, scale)
        counts = np.stack([(matrix == value).sum(axis=0) for value in scale], axis=1).astype(np.int64)
        both = [i for i, row in enumerate(given) if row is not None and list(row) != counts[i].tolist()]
        used, rounds = raw, rounds_raw
        disagree, completed, unknown = tuple(keys[i] for i in both), (), ()
    else:
        matrix, people = None, ()
        none = (0,) * len(scale)
        counts = np.array([row or none for row in given], dtype=np.int64).reshape(len(keys), len(scale))
        used, rounds, disagree = counted, rounds_counted, ()
    n = counts.sum(axis=1)
    persons = len(people) if matrix is not None else int(n.max(initial=0))
    items = items.assign(basis=_basis(items, used))
    number = int(used["round"].max()) if len(used) and "round" in used else (rounds[-1] if rounds else 1)
    return Ballot(items, counts, n, matrix, people, persons, number, rounds, completed, unknown, disagree)


def _items(demands: pd.DataFrame) -> pd.DataFrame:
    twice = demands.loc[demands["item_id"].duplicated(), "item_id"].tolist()
    if twice:
        names = ", ".join(map(str, twice))
        raise IntegrityError(f"demands: {names} stands twice. Give each demand its own id.")
    order = sorted(range(len(demands)), key=lambda i: natural(demands["item_id"].iloc[i]))
    frame = demands.iloc[order].reset_index(drop=True)
    if "basis" not in frame:
        frame = frame.assign(basis="USER")
    twins = [c for c in frame.columns if c.startswith(("text_", "category_"))]
    return frame[["item_id", "category", "text", *twins, "basis"]].assign(
        category=frame["category"].astype(str).str.strip()
    )


def _of_round(frame: pd.DataFrame | None, number: int) -> tuple[pd.DataFrame, tuple[int, ...]]:
    """Rows of one round (0: the latest) and the rounds there are."""
    if frame is None or frame.empty:
        return pd.DataFrame({"item_id": pd.Series(dtype="str")}), ()
    if "round" not in frame:
        frame = frame.assign(round=1)
    rounds = tuple(sorted({int(r) for r in frame["round"].fillna(1)}))
    wanted = number or rounds[-1]
    return frame[frame["round"].fillna(1) == wanted].reset_index(drop=True), rounds


def _known_items(table: str, frame: pd.DataFrame, keys: list[str]) -> None:
    strangers = sorted(set(frame["item_id"].astype(str)) - set(map(str, keys)))
    if strangers:
        raise IntegrityError(
            f"{table}: {', '.join(strangers)} is no demand. Add it to demands or correct the id."
        )


def _matrix(
    votes: pd.DataFrame, keys: list[str], scale: tuple[int, ...]
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Persons x demands, persons in the order of their id."""
    twice = votes[votes.duplicated(["respondent_id", "item_id"])]
    if len(twice):
        who = f"{twice['respondent_id'].iloc[0]} on {twice['item_id'].iloc[0]}"
        raise IntegrityError(f"votes: {who} stands twice in one round. Keep one of the two votes.")
    score = pd.to_numeric(votes["score"]).to_numpy(dtype=float, na_value=np.nan)
    wrong = ~np.isin(score, scale) & ~np.isnan(score)
    if wrong.any():
        allowed = f"{', '.join(map(str, scale[:-1]))} or {scale[-1]}"
        raise DomainError(f"votes, column score: {score[wrong][0]:g} is not {allowed}. Use one of these.")
    people = tuple(sorted({str(r) for r in votes["respondent_id"]}, key=natural))
    rows = {person: i for i, person in enumerate(people)}
    columns = {str(key): j for j, key in enumerate(keys)}
    matrix = np.full((len(people), len(keys)), np.nan)
    matrix[[rows[str(r)] for r in votes["respondent_id"]], [columns[str(i)] for i in votes["item_id"]]] = (
        score
    )
    answered = ~np.isnan(matrix).all(axis=1)
    return matrix[answered], tuple(p for p, has in zip(people, answered, strict=True) if has)


def _counts(
    frame: pd.DataFrame, keys: list[str]
) -> tuple[list[tuple[int, int, int] | None], tuple[str, ...], tuple[str, ...]]:
    """Counts per demand (None where not known), which were completed, which stay unknown."""
    if frame["item_id"].duplicated().any():
        key = frame.loc[frame["item_id"].duplicated(), "item_id"].iloc[0]
        raise IntegrityError(f"vote_counts: {key} stands twice in one round. Keep one of the two rows.")
    given: list[tuple[int, int, int] | None] = [None] * len(keys)
    completed, unknown = [], []
    place = {str(key): i for i, key in enumerate(keys)}
    for row in frame.to_dict("records"):
        cells = [row.get("n1"), row.get("n2"), row.get("n3")]
        known = [_whole(c, row["item_id"]) for c in cells if not pd.isna(c)]
        declared = row.get("n")
        if len(known) < len(cells):
            if pd.isna(declared) or int(declared) != sum(known):
                unknown.append(str(row["item_id"]))
                continue
            completed.append(str(row["item_id"]))
        n1, n2, n3 = (0 if pd.isna(c) else int(c) for c in cells)
        given[place[str(row["item_id"])]] = (n1, n2, n3)
    return given, tuple(sorted(completed, key=natural)), tuple(sorted(unknown, key=natural))


def _whole(count: Any, item: Any) -> int:
    """A count of people: a whole number of at least 0."""
    number = float(count)
    if number < 0 or number % 1:
        raise DomainError(
            f"vote_counts, {item}: a count of {number:g} is below 0 or not whole. Count the votes again."
        )
    return int(count)


def _basis(items: pd.DataFrame, used: pd.DataFrame) -> list[str]:
    """Weakest basis of the demand's row and of the votes on it."""
    own = zip(items["item_id"], items["basis"], strict=True)
    found = {str(key): [str(basis)] for key, basis in own}
    if "basis" in used:
        for key, basis in zip(used["item_id"], used["basis"], strict=True):
            found[str(key)].append("USER" if pd.isna(basis) else str(basis))
    return [weakest(found[str(key)]) for key in items["item_id"]]
