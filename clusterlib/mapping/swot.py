"""Strengths, weaknesses, opportunities, threats: what weighs most, what fits (guide L1325-1352)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clusterlib.faults import DomainError, IntegrityError
from clusterlib.mapping import swot_words
from clusterlib.mapping.swot_words import Query

#: Middle of the scale from 1 to 4; from here on a score is high.
MIDDLE = 2.5
PAIRS = ("SO", "ST", "WO", "WT")
_LETTER = {"strength": "S", "weakness": "W", "opportunity": "O", "threat": "T"}
_POSTURES = {
    (True, True): "aggressive",
    (False, True): "conservative",
    (True, False): "competitive",
    (False, False): "defensive",
}


@dataclass(frozen=True, slots=True)
class Score:
    """Weighted mean of the ratings of one side of the board.

    Attributes
    ----------
    value : float or None
        Between 1 and 4; None when no point of the side has importance and rating.
    used, all : int
        Points with both, and all points of the side.
    step : float
        How far one rating changed by one moves the score, at most.
    """

    value: float | None
    used: int
    all: int
    step: float


@dataclass(frozen=True, slots=True)
class Swot:
    """A SWOT board, weighed and looked over.

    Attributes
    ----------
    items : DataFrame
        Points that were not merged into others.
    merged : int
        Points that were.
    counts : dict
        Points per quadrant.
    inside, outside : Score
        IFE (strengths and weaknesses) and EFE (opportunities and threats).
    posture : str or None
        ``aggressive``, ``conservative``, ``competitive`` or ``defensive``.
    pairs : DataFrame or None
        Per pair SO, ST, WO, WT: cells, share of all |effect| × importance × importance, signed sum.
    strategies : DataFrame
        Sentences of the TOWS matrix with the weight of their cells, heaviest first, and `because`.
    unweighed : int
        TOWS cells without importance on both sides.
    queries : tuple of Query
        What wants a second look.
    """

    items: pd.DataFrame
    merged: int
    counts: dict[str, int]
    inside: Score
    outside: Score
    posture: str | None
    pairs: pd.DataFrame | None
    strategies: pd.DataFrame
    unweighed: int
    queries: tuple[Query, ...]


def judge(
    swot_items: pd.DataFrame,
    tows: pd.DataFrame | None = None,
    *,
    action_words: str = swot_words.ACTION_WORDS,
    external_words: str = swot_words.EXTERNAL_WORDS,
    internal_words: str = swot_words.INTERNAL_WORDS,
    fewest: int = 3,
    most: int = 8,
) -> Swot:
    """Weigh a SWOT board and say what wants a second look.

    The score of a side is Σ importance × rating / Σ importance, on David's scale: 4 a major and 3 a minor
    strength, 2 a minor and 1 a major weakness; for opportunities and threats how well the cluster answers.

    Parameters
    ----------
    swot_items, tows : DataFrame
        Typed tables; `tows` may be None.
    action_words, external_words, internal_words, fewest, most
        See `clusterlib.mapping.swot_words.queries`.

    Raises
    ------
    DomainError
        If a strength is rated below 3 or a weakness above 2, or a TOWS row does not pair inside with outside.
    IntegrityError
        If a row names a point that does not exist.

    Examples
    --------
    >>> from clusterlib.tables import typed
    >>> rows = zip("SSSWWW", [5, 4, 3, 4, 2, 2], [4, 3, 4, 1, 2, 1])
    >>> board = typed("swot_items", [
    ...     {"id": f"{side}{k}", "quadrant": {"S": "strength", "W": "weakness"}[side], "text": "point",
    ...      "importance": weight, "rating": rating} for k, (side, weight, rating) in enumerate(rows)])
    >>> judge(board).inside.value
    2.7
    """
    _refuse_ratings(swot_items)
    gone = swot_items["merged_into"].notna().to_numpy(bool)
    items = swot_items[~gone].reset_index(drop=True)
    inside = _score(items[items["quadrant"].isin(["strength", "weakness"])])
    outside = _score(items[items["quadrant"].isin(["opportunity", "threat"])])
    posture = None
    if inside.value is not None and outside.value is not None:
        posture = _POSTURES[(inside.value >= MIDDLE - 1e-9, outside.value >= MIDDLE - 1e-9)]
    pairs, strategies, unweighed = _tows(swot_items, tows)
    counts = {name: int((items["quadrant"] == name).sum()) for name in swot_words.QUADRANTS}
    asked = swot_words.queries(
        items,
        action_words=action_words,
        external_words=external_words,
        internal_words=internal_words,
        fewest=fewest,
        most=most,
    )
    return Swot(items, int(gone.sum()), counts, inside, outside, posture, pairs, strategies, unweighed, asked)


def _refuse_ratings(items: pd.DataFrame) -> None:
    strong, weak = items["quadrant"] == "strength", items["quadrant"] == "weakness"
    bad = (strong & (items["rating"] < 3)) | (weak & (items["rating"] > 2))
    rows = items[bad.fillna(False).to_numpy(bool)]
    if len(rows):
        listed = ", ".join(
            f"{point} ({quadrant}, {rating})"
            for point, quadrant, rating in rows[["id", "quadrant", "rating"]].itertuples(
                index=False, name=None
            )
        )
        raise DomainError(
            f"swot_items, column rating: {listed}. A strength is rated 3 or 4, a weakness 1 or 2; "
            "change the rating or the quadrant."
        )


def _score(rows: pd.DataFrame) -> Score:
    both = rows[rows["importance"].notna() & rows["rating"].notna()]
    weight = both["importance"].astype("float64")
    total = float(weight.sum())
    if not len(both) or total <= 0:
        return Score(None, 0, len(rows), 0.0)
    value = float((weight * both["rating"].astype("float64")).sum() / total)
    return Score(value, len(both), len(rows), float(weight.max() / total))


def _tows(items: pd.DataFrame, tows: pd.DataFrame | None) -> tuple[pd.DataFrame | None, pd.DataFrame, int]:
    nothing = pd.DataFrame({"text": [], "weight": [], "pair": [], "because": []})
    if tows is None or not len(tows):
        return None, nothing, 0
    cells = _cells(items, tows)
    weighed = cells[cells["weight"].notna()]
    total = float(weighed["weight"].sum())
    sums = weighed.groupby("pair")[["weight", "signed"]].sum().reindex(PAIRS, fill_value=0.0)
    count = cells["pair"].value_counts().reindex(PAIRS, fill_value=0)
    share = sums["weight"] / total if total > 0 else sums["weight"] * float("nan")
    pairs = pd.DataFrame({"cells": count, "share": share, "signed": sums["signed"]})
    told = cells[cells["text"].notna()]
    kept = [name for name in ("text", "text_fr") if name in told]
    strategies = told.groupby("text", sort=False, as_index=False).agg(
        {**dict.fromkeys(kept[1:], "first"), "weight": "sum", "pair": "first", "because": ";".join}
    )
    strategies = strategies.sort_values("weight", ascending=False, kind="stable").reset_index(drop=True)
    return pairs, strategies, len(cells) - len(weighed)


def _cells(items: pd.DataFrame, tows: pd.DataFrame) -> pd.DataFrame:
    known = items.set_index("id")
    for column, sides in (
        ("internal_id", ("strength", "weakness")),
        ("external_id", ("opportunity", "threat")),
    ):
        for number, item in enumerate(tows[column], start=1):
            if item not in known.index:
                raise IntegrityError(
                    f"tows, row {number}, column {column}: there is no point {item!r}. Correct the id."
                )
            quadrant = str(known.at[item, "quadrant"])
            if quadrant not in sides:
                raise DomainError(
                    f"tows, row {number}, column {column}: {item} stands under {quadrant}; "
                    f"this column takes a point under {sides[0]} or {sides[1]}."
                )
    letters, importance = known["quadrant"].map(_LETTER), known["importance"].astype("float64")
    cells = tows.copy()
    cells["pair"] = tows["internal_id"].map(letters) + tows["external_id"].map(letters)
    both = tows["internal_id"].map(importance) * tows["external_id"].map(importance)
    effect = tows["effect"].astype("float64")
    cells["weight"], cells["signed"] = effect.abs() * both, effect * both
    cells["because"] = tows["internal_id"] + ";" + tows["external_id"]
    return cells
