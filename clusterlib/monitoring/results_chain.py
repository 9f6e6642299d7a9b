"""Where each indicator stands: how far on its way, and how far the time is gone (guide L2952-2958)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterlib.cells import split_ids, weakest
from clusterlib.periods import first_day, last_day, month_number
from clusterlib.readings import Speaker
from clusterlib.tables import is_blank

#: One row of a table, by column.
Row = dict[Any, Any]

#: From what is put in to what it is for; the order of the columns of the picture.
LEVELS = ("input", "output", "outcome", "impact")
STATUSES = ("reached", "on track", "behind", "no data")
_STEP = {"monthly": 1, "quarterly": 3, "yearly": 12}


@dataclass(frozen=True, slots=True)
class Progress:
    """Indicators with their way and their time.

    Attributes
    ----------
    frame : DataFrame
        One row per indicator, in the order of the case: id, name, level, because, unit, frequency,
        baseline, target, due (ISO day), period, value, achieved (1 = target), elapsed (share of the
        time gone when it was measured), schedule_index, status, reasons (words, see `findings`), basis.
    as_of : str or None
        The day that counts as today.
    on_track_from, elapsed_from : float
        Limits used.
    """

    frame: pd.DataFrame
    as_of: str | None
    on_track_from: float
    elapsed_from: float


def progress(
    indicators: pd.DataFrame,
    observations: pd.DataFrame | None = None,
    goals: pd.DataFrame | None = None,
    *,
    as_of: str | None = None,
    on_track_from: float = 0.9,
    elapsed_from: float = 0.1,
    hold_tolerance: float = 0.05,
) -> Progress:
    """Judge every indicator by its last value.

    The way gone is (value - baseline)/(target - baseline), for more and for less alike. It is set
    against the share of the time that was gone *when the value was measured*, both counted from the
    end of their period; a yearly figure is thus not punished for the months since. Once the due day is
    past, what is not reached is behind.

    Parameters
    ----------
    indicators, observations, goals : DataFrame
        Typed tables; without `observations` nothing is judged, `goals` lend their due day.
    as_of : str, optional
        Today, ISO. Values of later periods are left aside. Without it the last period observed counts.
    on_track_from : float
        From this part of the way against the part of the time on, an indicator is on track (DEFAULT).
    elapsed_from : float
        With less of the time gone, no such comparison is made (method T09: 10 %).
    hold_tolerance : float
        How far a value that should stay may lie from its target, as a share of it (DEFAULT).

    Returns
    -------
    Progress

    Examples
    --------
    >>> from clusterlib import tables
    >>> k = {"id": "K1", "name": "Members", "level": "outcome", "direction": "up", "baseline": 20,
    ...      "baseline_period": "2024", "target": 50, "due": "2026-12-31"}
    >>> seen = tables.typed("observations", [{"indicator_id": "K1", "period": "2025", "value": 35}])
    >>> row = progress(tables.typed("indicators", [k]), seen).frame.loc[0]
    >>> float(row["achieved"]), round(float(row["schedule_index"]), 2), row["status"]
    (0.5, 1.0, 'on track')
    """
    today = last_day(as_of) if as_of else _latest(observations)
    due_of = _goal_dues(goals)
    limits = _Limits(on_track_from, elapsed_from, hold_tolerance, today)
    rows = [_judge(row, observations, due_of, limits) for row in indicators.to_dict("records")]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    return Progress(frame, today.isoformat() if today else None, on_track_from, elapsed_from)


_COLUMNS = [
    "id",
    "name",
    "name_fr",
    "level",
    "because",
    "unit",
    "frequency",
    "baseline",
    "target",
    "due",
    "period",
    "value",
    "achieved",
    "elapsed",
    "schedule_index",
    "status",
    "reasons",
    "basis",
]


@dataclass(frozen=True, slots=True)
class _Limits:
    on_track_from: float
    elapsed_from: float
    hold_tolerance: float
    today: dt.date | None


def _latest(observations: pd.DataFrame | None) -> dt.date | None:
    ends = [] if observations is None else [last_day(period) for period in observations["period"]]
    return max((end for end in ends if end is not None), default=None)


def _goal_dues(goals: pd.DataFrame | None) -> dict[str, tuple[str, str]]:
    if goals is None:
        return {}
    dated = goals[goals["due"].notna()]
    return {str(row["id"]): (str(row["due"]), str(row["basis"])) for row in dated.to_dict("records")}


def _judge(
    row: Row, observations: pd.DataFrame | None, due_of: Mapping[str, tuple[str, str]], limits: _Limits
) -> Row:
    seen = last_observation(row["id"], observations, limits.today)
    due, due_basis = _due(row, due_of)
    bases = [row["basis"], *([seen["basis"]] if seen else []), *([due_basis] if due_basis else [])]
    reasons = _gaps(row, seen, due)
    way = achieved(row, seen["value"] if seen else math.nan, tolerance=limits.hold_tolerance)
    gone = _elapsed(row, seen, due, limits.today)
    index = (
        way / gone if not _holds(row) and gone >= limits.elapsed_from and not math.isnan(way) else math.nan
    )
    past = due is not None and limits.today is not None and limits.today > due
    status = _status(row, way, gone, index, past=past, due=due, limits=limits, reasons=reasons)
    _age(row, seen, limits.today, reasons)
    return {
        **{
            name: row.get(name, math.nan)
            for name in (
                "id",
                "name",
                "name_fr",
                "level",
                "because",
                "unit",
                "frequency",
                "baseline",
                "target",
            )
        },
        "due": due.isoformat() if due else math.nan,
        "period": seen["period"] if seen else math.nan,
        "value": seen["value"] if seen else math.nan,
        "achieved": way,
        "elapsed": gone,
        "schedule_index": index,
        "status": status,
        "reasons": tuple(reasons),
        "basis": weakest(bases),
    }


def last_observation(
    indicator: str, observations: pd.DataFrame | None, today: dt.date | None = None
) -> Row | None:
    """The value of the latest period that had begun by today; None when there is none."""
    if observations is None:
        return None
    mine = observations[observations["indicator_id"] == indicator]
    rows = [
        row
        for row in mine.to_dict("records")
        if today is None or (first_day(row["period"]) or today) <= today
    ]
    return max(rows, key=lambda row: (last_day(row["period"]), first_day(row["period"])), default=None)


def _due(row: Row, due_of: Mapping[str, tuple[str, str]]) -> tuple[dt.date | None, str | None]:
    if not is_blank(row["due"]):
        return last_day(row["due"]), None
    lent = [due_of[goal] for goal in split_ids(row["because"]) if goal in due_of]
    if not lent:
        return None, None
    day, basis = min(lent)
    return last_day(day), basis


def _gaps(row: Row, seen: Row | None, due: dt.date | None) -> list[str]:
    hold = _holds(row)
    gaps = [] if seen else ["no value"]
    gaps += ["no baseline"] if is_blank(row["baseline"]) and not hold else []
    gaps += ["no target"] if is_blank(row["target"]) and not (hold and not is_blank(row["baseline"])) else []
    gaps += ["no due"] if due is None else []
    gaps += ["no start"] if first_day(row["baseline_period"]) is None and not hold else []
    return gaps


def _holds(row: Row) -> bool:
    if row["direction"] == "hold":
        return True
    return bool(
        is_blank(row["direction"]) and not is_blank(row["target"]) and row["target"] == row["baseline"]
    )


def achieved(row: Mapping[str, Any], value: float, *, tolerance: float = 0.05) -> float:
    """Part of the way from baseline to target that a value has gone.

    Parameters
    ----------
    row : mapping
        One indicator: direction, baseline, target.
    value : float
        The value measured.
    tolerance : float
        For what should stay: the share of the target that it may lie off.

    Returns
    -------
    float
        Below 0 when it went the other way, above 1 when it went further; for *hold* 1 or 0; NaN when
        baseline, target or value is missing, or baseline and target are the same.

    Examples
    --------
    >>> achieved({"direction": "down", "baseline": 40, "target": 10}, 25)
    0.5
    >>> achieved({"direction": "hold", "baseline": 100, "target": 100}, 103)
    1.0
    """
    base, target = float(row["baseline"]), float(row["target"])
    if _holds(dict(row)):
        wanted = base if math.isnan(target) else target
        if math.isnan(wanted) or math.isnan(value):
            return math.nan
        return float(abs(value - wanted) <= tolerance * abs(wanted) + 1e-9)
    if math.isnan(value) or math.isnan(base) or math.isnan(target) or target == base:
        return math.nan
    return (value - base) / (target - base)


def _elapsed(row: Row, seen: Row | None, due: dt.date | None, today: dt.date | None) -> float:
    begun, measured = last_day(row["baseline_period"]), last_day(seen["period"]) if seen else None
    if begun is None or due is None or measured is None or due <= begun:
        return math.nan
    measured = min(measured, today) if today else measured
    return min(1.0, max(0.0, (measured - begun).days / (due - begun).days))


def _status(
    row: Row,
    way: float,
    gone: float,
    index: float,
    *,
    past: bool,
    due: dt.date | None,
    limits: _Limits,
    reasons: list[str],
) -> str:
    if math.isnan(way):
        return "no data"
    if way < 0:
        reasons.append("wrong way")
    if way >= 1 - 1e-12:
        return "on track" if _holds(row) and due is not None and not past else "reached"
    if math.isnan(gone) and due is not None and "no start" not in reasons and not _holds(row):
        reasons.append("due before start")
        return "no data"
    if past:
        reasons.append("past due")
    if past or _holds(row):
        return "behind"
    if math.isnan(gone):
        return "no data"
    if gone < limits.elapsed_from:
        reasons.append("early")
        return "on track" if way >= 0 else "behind"
    return "on track" if index >= limits.on_track_from - 1e-12 else "behind"


def _age(row: Row, seen: Row | None, today: dt.date | None, reasons: list[str]) -> None:
    step, end = _STEP.get(str(row["frequency"])), last_day(seen["period"]) if seen else None
    if step and end and today and month_number(today) - month_number(end) > 2 * step:
        reasons.append("stale")


def findings(reasons: tuple[str, ...], *, say: Speaker = Speaker()) -> str:
    """What is missing or odd about one indicator, in a sentence or several; empty when nothing is.

    Examples
    --------
    >>> findings(("no value", "no due"))
    'No value yet. No due date.'
    """
    texts = {
        "no value": say("No value yet."),
        "no baseline": say("No value at the beginning."),
        "no target": say("No target."),
        "no due": say("No due date."),
        "no start": say("It is not said when the beginning was."),
        "wrong way": say("It moves away from its target."),
        "past due": say("Its due date is past."),
        "due before start": say("Its due date is not after its beginning."),
        "early": say("Too little time is gone to judge it."),
        "stale": say("Its last value is more than two rounds old."),
    }
    return " ".join(texts[reason] for reason in reasons)


def status_table(result: Progress, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Hand-over ``indicator_status``: one row per indicator, in the order of the case."""
    from clusterlib import tables

    texts = [findings(reasons, say=say) or float("nan") for reasons in result.frame["reasons"]]
    rows = result.frame.assign(finding=pd.Series(texts, dtype="object"))
    names = list(tables.table("indicator_status").column_names)
    return tables.typed("indicator_status", rows.reindex(columns=names))


def printed(result: object) -> str:
    """The status of all indicators as plain text, for a check; a dash when the tool could not run."""
    if not isinstance(result, Progress):
        return "–"
    columns = ["id", "level", "period", "achieved", "elapsed", "schedule_index", "status"]
    return result.frame[columns].round(4).to_string(index=False)
