"""How far the way to a target is gone, how fast, and whether the rest is in reach."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clusterlib.faults import DomainError
from clusterlib.strategy.strategy_links import filled

YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator of one goal, as it stands.

    Parameters
    ----------
    id, name, name_fr, unit, unit_fr : str
        The indicator.
    level : str
        ``input``, ``output``, ``outcome`` or ``impact``.
    direction : str
        ``up``, ``down`` or ``hold``; worked out from baseline and target where it is blank.
    baseline, target, value : float or None
        Value at the beginning, wanted, and last measured.
    period : str
        Month or year of the last value.
    due : str
        Day by which the target is wanted.
    missing : tuple of str
        Of unit, baseline, target, data_source and direction: what is not filled.
    achieved : float or None
        Part of the way gone; may be negative or above 1.
    elapsed : float or None
        Part of the time gone when the last value was taken.
    index : float or None
        ``achieved / elapsed``: above 1 is ahead of time.
    pace, history : float or None
        Change a year that is needed from now on, and that was seen so far, in the wanted direction.
    """

    id: str
    name: str
    name_fr: str
    level: str
    unit: str
    unit_fr: str
    direction: str
    baseline: float | None
    target: float | None
    value: float | None
    period: str
    due: str
    missing: tuple[str, ...]
    achieved: float | None
    elapsed: float | None
    index: float | None
    pace: float | None
    history: float | None


def nearest(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """The measures that stand nearest to the goal itself: impact before outcome, output and means.

    Means and outputs may be done while the goal is far; progress is therefore judged by the highest level
    that has a measured value, or is filled in, or is there at all; incomplete rows do not count beside
    complete ones.
    """
    measured = [m for m in measures if m.achieved is not None]
    pool = measured or [m for m in measures if not m.missing] or measures
    found = (tuple(m for m in pool if m.level == level) for level in ("impact", "outcome", "output", "input"))
    return next((group for group in found if group), tuple(pool))


def period_end(period: str) -> dt.date:
    """Last day of a year or month.

    Examples
    --------
    >>> str(period_end("2026")), str(period_end("2028-02"))
    ('2026-12-31', '2028-02-29')
    """
    year, month = int(period[:4]), int(period[5:7] or 12)
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def achievement(
    baseline: float | None,
    value: float | None,
    target: float | None,
    *,
    direction: str = "",
    tolerance: float = 0.05,
) -> float | None:
    """Part of the way from baseline to target that is gone.

    Parameters
    ----------
    baseline, value, target : float or None
        In the unit of the indicator.
    direction : {"", "up", "down", "hold"}
        Blank: what baseline and target say.
    tolerance : float
        For *hold*: how far the value may be from the target, as a share of the target.

    Returns
    -------
    float or None
        None when something is missing. *hold* gives 1 within the tolerance, else 0.

    Raises
    ------
    DomainError
        If the target of a change is the baseline.

    Examples
    --------
    >>> achievement(20, 35, 50)
    0.5
    >>> achievement(20, 10, 50, direction="up") < 0
    True
    """
    if direction == "hold" or (not direction and baseline == target):
        target = baseline if target is None else target
        if value is None or target is None:
            return None
        return 1.0 if abs(value - target) <= tolerance * abs(target) + 1e-12 else 0.0
    if baseline is None or value is None or target is None:
        return None
    if target == baseline:
        raise DomainError(
            f"indicators: the target {target:g} is the baseline, but the direction is {direction!r}. "
            "Write another target, or the direction hold."
        )
    return (value - baseline) / (target - baseline)


def elapsed_share(start: dt.date, day: dt.date, due: dt.date) -> float | None:
    """Part of the time from `start` to `due` that is gone on `day`; None when there is no time between.

    Examples
    --------
    >>> elapsed_share(dt.date(2026, 1, 1), dt.date(2026, 1, 6), dt.date(2026, 1, 11))
    0.5
    """
    return (day - start).days / (due - start).days if due > start else None


def schedule_index(achieved: float | None, elapsed: float | None, *, from_share: float = 0.1) -> float | None:
    """Progress over time gone (methods T09); None before `from_share` of the time is gone.

    Examples
    --------
    >>> schedule_index(0.5, 0.5)
    1.0
    >>> schedule_index(0.5, 0.05) is None
    True
    """
    if achieved is None or elapsed is None or elapsed < from_share or elapsed <= 0:
        return None
    return achieved / elapsed


def measure(
    indicator: Mapping[str, Any],
    observations: Sequence[Mapping[str, Any]],
    *,
    goal_due: str = "",
    as_of: str | None = None,
    tolerance: float = 0.05,
    from_share: float = 0.1,
    history_months: int = 6,
) -> Measure:
    """Work out one indicator from its row and its observations.

    Parameters
    ----------
    indicator : mapping
        A row of `indicators`.
    observations : sequence of mapping
        Its rows of `observations`; later ones than `as_of` are not known yet.
    goal_due : str
        Day the goal is due, used where the indicator has none.
    as_of : str, optional
        Today; without it all observations count and no pace is worked out.
    tolerance : float
        See `achievement`.
    from_share : float
        See `schedule_index`.
    history_months : int
        Months that two values must lie apart to say how fast things went so far.
    """
    baseline, target = _number(indicator.get("baseline")), _number(indicator.get("target"))
    points = _points(indicator, observations, as_of)
    value = points[-1][2] if points and points[-1][1] else None
    direction = _direction(_text(indicator.get("direction")), baseline, target)
    due = _text(indicator.get("due")) or goal_due
    achieved = achievement(
        baseline, value, target, direction=_text(indicator.get("direction")), tolerance=tolerance
    )
    elapsed = None
    start = _text(indicator.get("baseline_period"))
    if value is not None and start and due:
        elapsed = elapsed_share(period_end(start), _end(points[-1][0], as_of), dt.date.fromisoformat(due))
    pace, history = _paces(points, target, direction, due, as_of, history_months)
    return Measure(
        id=_text(indicator.get("id")),
        name=_text(indicator.get("name")),
        name_fr=_text(indicator.get("name_fr")),
        level=_text(indicator.get("level")),
        unit=_text(indicator.get("unit")),
        unit_fr=_text(indicator.get("unit_fr")),
        direction=direction,
        baseline=baseline,
        target=target,
        value=value,
        period=points[-1][0] if value is not None else "",
        due=due,
        missing=_missing(indicator),
        achieved=achieved,
        elapsed=elapsed,
        index=schedule_index(achieved, elapsed, from_share=from_share),
        pace=pace,
        history=history,
    )


def _missing(indicator: Mapping[str, Any]) -> tuple[str, ...]:
    wanted = ["unit", "baseline", "target", "data_source"]
    if _text(indicator.get("direction")) == "hold":
        wanted.remove("target")
    return tuple(name for name in wanted if not filled(indicator.get(name)))


def _points(
    indicator: Mapping[str, Any], observations: Sequence[Mapping[str, Any]], as_of: str | None
) -> list[tuple[str, bool, float]]:
    """(period, observed, value) in the order of time; the baseline is the first point if it is dated."""
    measured = [row for row in observations if filled(row.get("value"))]
    points = [(str(row["period"]), True, float(row["value"])) for row in measured]
    if as_of is not None:
        points = [point for point in points if point[0] <= as_of]
    start, baseline = _text(indicator.get("baseline_period")), _number(indicator.get("baseline"))
    if start and baseline is not None and all(period != start for period, _, _ in points):
        points.append((start, False, baseline))
    return sorted(points, key=lambda point: (period_end(point[0]), point[1]))


def _end(period: str, as_of: str | None) -> dt.date:
    end = period_end(period)
    return end if as_of is None else min(end, dt.date.fromisoformat(as_of))


def _paces(
    points: list[tuple[str, bool, float]],
    target: float | None,
    direction: str,
    due: str,
    as_of: str | None,
    months: int,
) -> tuple[float | None, float | None]:
    sign = {"up": 1.0, "down": -1.0}.get(direction)
    if sign is None or not points:
        return None, None
    (first, _, begin), (last, _, end) = points[0], points[-1]
    span = (period_end(last) - period_end(first)).days
    history = sign * (end - begin) / span * YEAR if span >= months * YEAR / 12 - 3 else None
    if target is None or not due or as_of is None:
        return None, history
    left = (dt.date.fromisoformat(due) - _end(last, as_of)).days
    return (sign * (target - end) / left * YEAR if left > 0 else None), history


def _direction(said: str, baseline: float | None, target: float | None) -> str:
    if said or baseline is None or target is None:
        return said
    return "hold" if target == baseline else "up" if target > baseline else "down"


def _text(cell: Any) -> str:
    return str(cell).strip() if filled(cell) else ""


def _number(cell: Any) -> float | None:
    return float(cell) if filled(cell) else None
