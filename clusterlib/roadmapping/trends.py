"""Which trends ask for an answer? Impact against certainty, by one hand or several (guide L4220-4246)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from clusterlib.cells import split_ids, weakest
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.tables import is_blank

#: One row of a table, by column.
Row = dict[Any, Any]

#: Quadrants: strong and sure, strong and open, weak and sure, weak and open.
QUADRANTS = ("act", "prepare", "keep in mind", "watch")


@dataclass(frozen=True, slots=True)
class Trends:
    """Trends on the map of impact and certainty.

    Attributes
    ----------
    frame : DataFrame
        One row per trend, in the order of the case: id, name, category, horizon (years), impact and
        certainty (1 to 5; the median of the raters, else the trend's own), impact_iqr and certainty_iqr
        (NaN with too few raters), raters, agreed (True, False, or None without spread), quadrant (of
        `QUADRANTS`, None without numbers), answered (ids of cards and services that rest on it, joined by
        commas), owner, basis.
    strong_from, sure_from : float
        Limits of the quadrants.
    agree_iqr : float
        Largest spread that counts as agreement.
    rounds : int
        Number of the last round of votes; 0 without votes.
    roadmap : bool
        Whether there are cards at all.
    rings : tuple of int
        Years at which one ring of the radar ends and the next begins.
    """

    frame: pd.DataFrame
    strong_from: float
    sure_from: float
    agree_iqr: float
    rounds: int
    roadmap: bool
    rings: tuple[int, ...] = (2, 5, 10)


def trends(
    trends: pd.DataFrame,
    trend_votes: pd.DataFrame | None = None,
    cards: pd.DataFrame | None = None,
    services: pd.DataFrame | None = None,
    *,
    strong_from: float = 4.0,
    sure_from: float = 4.0,
    agree_iqr: float = 1.0,
    spread_from: int = 3,
    rings: str = "2;5;10",
) -> Trends:
    """Place trends by how strongly they touch the cluster and how sure they are to come (method T42).

    Parameters
    ----------
    trends, trend_votes, cards, services : DataFrame
        Typed tables. Votes of the last round replace the trend's own numbers; `cards` and `services` tell
        which trend is answered.
    strong_from, sure_from : float
        From these values on a trend is strong, or sure (DEFAULT).
    agree_iqr : float
        Raters agree when the middle half of them lies within this range, for impact and certainty (T42).
    spread_from : int
        Fewer raters give no spread.
    rings : str
        Years at which the rings of the radar end, rising, separated by semicolons (DEFAULT).

    Returns
    -------
    Trends

    Raises
    ------
    DomainError
        If the rings are not whole numbers above 0 that rise.
    IntegrityError
        If a vote names a trend that is not there.

    Examples
    --------
    >>> from clusterlib import tables
    >>> t = tables.typed("trends", [{"id": "TR1", "name": "AI", "impact": 5, "certainty": 2}])
    >>> marks = [{"respondent_id": f"r{i}", "trend_id": "TR1", "impact": 4, "certainty": c}
    ...          for i, c in enumerate([3, 4, 4, 5])]
    >>> v = tables.typed("trend_votes", marks)
    >>> row = trends(t, v).frame.loc[0]
    >>> print(*row[["impact", "certainty", "certainty_iqr", "agreed", "quadrant"]])
    4.0 4.0 0.5 True act
    >>> trends(t).frame.loc[0, "quadrant"]
    'prepare'
    """
    votes, last = _last_round(trends, trend_votes)
    limits = _Limits(strong_from, sure_from, agree_iqr, spread_from)
    answered = _answered(cards, services)
    rows = [_row(row, votes, answered, limits) for row in trends.to_dict("records")]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    frame["horizon"] = frame["horizon"].astype("Int64")
    drawn = cards is not None and not cards.empty
    return Trends(frame, strong_from, sure_from, agree_iqr, last, drawn, _rings(rings))


@dataclass(frozen=True, slots=True)
class _Limits:
    strong_from: float
    sure_from: float
    agree_iqr: float
    spread_from: int


def _row(row: Row, votes: pd.DataFrame | None, answered: dict[str, list[str]], limits: _Limits) -> Row:
    """One trend with its numbers, its place on the map and what answers it."""
    mine = votes[votes["trend_id"] == row["id"]] if votes is not None else None
    rated = _rated(row, mine, limits.spread_from, limits.agree_iqr)
    strong, sure = rated["impact"] >= limits.strong_from, rated["certainty"] >= limits.sure_from
    known = not (np.isnan(rated["impact"]) or np.isnan(rated["certainty"]))
    place = ("act" if sure else "prepare") if strong else ("keep in mind" if sure else "watch")
    return {
        **{name: row.get(name) for name in ("id", "name", "name_fr", "category", "horizon", "owner")},
        **rated,
        "quadrant": place if known else None,
        "answered": ", ".join(answered.get(row["id"], [])),
        "basis": weakest([row["basis"]], [] if mine is None else mine["basis"]),
    }


def _rings(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(";")]
    years = tuple(int(part) for part in parts if part.isdecimal())
    if not years or len(years) < len(parts) or min(years) < 1 or list(years) != sorted(set(years)):
        raise DomainError(f"rings is {text!r}; write whole years that rise, as 2;5;10.")
    return years


_COLUMNS = [
    "id",
    "name",
    "name_fr",
    "category",
    "horizon",
    "impact",
    "certainty",
    "impact_iqr",
    "certainty_iqr",
    "raters",
    "agreed",
    "quadrant",
    "answered",
    "owner",
    "basis",
]


def _last_round(trends: pd.DataFrame, trend_votes: pd.DataFrame | None) -> tuple[pd.DataFrame | None, int]:
    if trend_votes is None or trend_votes.empty:
        return None, 0
    unknown = sorted(set(trend_votes["trend_id"]) - set(trends["id"]))
    if unknown:
        raise IntegrityError(
            f"trend_votes name trends that nobody has: {', '.join(unknown)}. Add them to trends."
        )
    rounds = trend_votes.groupby("trend_id")["round"].transform("max")
    return trend_votes[trend_votes["round"] == rounds], int(trend_votes["round"].max())


def _answered(*frames: pd.DataFrame | None) -> dict[str, list[str]]:
    """Ids of the rows that rest on each trend, table by table."""
    found: dict[str, list[str]] = {}
    for frame in frames:
        if frame is not None:
            for id_, cell in zip(frame["id"], frame["because"], strict=True):
                for key in split_ids(cell):
                    found.setdefault(key.removeprefix("trends:"), []).append(id_)
    return found


def _rated(row: Row, mine: pd.DataFrame | None, spread_from: int, agree_iqr: float) -> Row:
    if mine is None or mine.empty:
        own = {
            name: float("nan") if is_blank(row[name]) else float(row[name])
            for name in ("impact", "certainty")
        }
        return {**own, "impact_iqr": float("nan"), "certainty_iqr": float("nan"), "raters": 0, "agreed": None}
    values = {name: mine[name].to_numpy(dtype=float) for name in ("impact", "certainty")}
    enough = len(mine) >= spread_from
    iqr = {
        name: float(np.subtract(*np.quantile(v, [0.75, 0.25]))) if enough else float("nan")
        for name, v in values.items()
    }
    return {
        "impact": float(np.median(values["impact"])),
        "certainty": float(np.median(values["certainty"])),
        "impact_iqr": iqr["impact"],
        "certainty_iqr": iqr["certainty"],
        "raters": len(mine),
        "agreed": bool(max(iqr.values()) <= agree_iqr + 1e-12) if enough else None,
    }


def printed(result: object) -> str:
    """Trends with their place on the map as plain text, for a check; a dash when the tool could not run."""
    if not isinstance(result, Trends):
        return "–"
    columns = ["id", "impact", "certainty", "impact_iqr", "certainty_iqr", "raters", "quadrant", "answered"]
    return result.frame[columns].round(4).to_string(index=False)
