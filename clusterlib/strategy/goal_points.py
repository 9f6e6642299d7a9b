"""The five SMART points: how each of them is judged (guide L1665-1674; Doran 1981)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from clusterlib.strategy.goal_measures import YEAR, Measure, nearest
from clusterlib.strategy.goal_texts import own_verbs, wording
from clusterlib.strategy.strategy_links import ELSEWHERE, Links, filled, rows
from clusterlib.twins import titles

POINTS = ("specific", "measurable", "achievable", "relevant", "timed")
YES, NO, UNSAID = "yes", "no", "cannot be said"


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts as good; the guide gives no numbers, so all of these are defaults you may change.

    Parameters
    ----------
    max_words : int
        A longer goal is not specific.
    more_verbs : str
        Verbs of your own, separated by ``;``.
    reach_factor : float
        A goal is in reach if it needs at most so many times the yearly change seen so far.
    horizon_years : float
        A date further away does not guide anybody.
    tolerance : float
        For *hold*: how far the value may be from the target, as a share of it.
    from_share : float
        Part of the time that must be gone before progress is compared with time.
    fewest, most : int
        Number of goals.
    few_fields, many_fields : int
        Number of different fields.
    """

    max_words: int = 30
    more_verbs: str = ""
    reach_factor: float = 2.0
    horizon_years: float = 5.0
    tolerance: float = 0.05
    from_share: float = 0.1
    fewest: int = 3
    most: int = 7
    few_fields: int = 2
    many_fields: int = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to say about a goal: what kind, and the values for the sentence."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """What all goals of a case are judged with."""

    thread: Links
    bases: Mapping[tuple[str, str], str]
    tables: Mapping[str, pd.DataFrame | None]
    indicators: list[dict[str, Any]]
    observations: list[dict[str, Any]]
    as_of: str | None
    limits: Limits


Judged = tuple[str, list[Finding]]


def judge(row: Mapping[str, Any], measures: tuple[Measure, ...], work: Work) -> dict[str, Judged]:
    """Mark and findings of one goal for each of `POINTS`."""
    node, due = ("goals", str(row["id"])), text_of(row, "due")
    return {
        "specific": _specific(row, work.limits),
        "measurable": _measurable(measures, work.tables["indicators"] is not None),
        "achievable": _achievable(measures, work),
        "relevant": _relevant(node, work),
        "timed": _timed(node, due or max((m.due for m in measures), default=""), work),
    }


def _specific(row: Mapping[str, Any], limits: Limits) -> Judged:
    found = wording(text_of(row, "text"), more_verbs=own_verbs(limits.more_verbs))
    wrong, open_ = [], []
    if found.words > limits.max_words:
        wrong.append(Finding("long", {"n": found.words, "limit": limits.max_words}))
    if found.joined:
        wrong.append(Finding("two aims", {"first": found.joined[0], "second": found.joined[1]}))
    elif found.doubtful:
        open_.append(Finding("second aim?", {"word": found.doubtful}))
    if not found.verbs:
        open_.append(Finding("no verb"))
    if not text_of(row, "field"):
        open_.append(Finding("no field"))
    return NO if wrong else UNSAID if open_ else YES, wrong + open_


def _measurable(measures: tuple[Measure, ...], there: bool) -> Judged:
    if not measures:
        return (NO, [Finding("no indicator")]) if there else (UNSAID, [])
    if any(not m.missing for m in measures):
        return YES, []
    best = min(measures, key=lambda m: len(m.missing))
    return NO, [Finding("indicator lacks", _about(best) | {"missing": best.missing})]


def _achievable(measures: tuple[Measure, ...], work: Work) -> Judged:
    marks, found = [], []
    for m in nearest(measures):
        mark, finding = _in_reach(m, work)
        marks.append(mark)
        found += [finding] if finding else []
    mark = NO if NO in marks else UNSAID if UNSAID in marks or not marks else YES
    return mark, found if mark != YES else []


def _in_reach(m: Measure, work: Work) -> tuple[str, Finding | None]:
    if m.achieved is not None and m.achieved >= 1:
        return YES, None
    if m.direction == "hold":
        return UNSAID, Finding("hold missed", _about(m)) if m.achieved == 0 else None
    late = work.as_of is not None and bool(m.due) and m.due <= work.as_of
    if late and m.achieved is not None:
        return NO, Finding("time is up", _about(m))
    if m.pace is None or m.history is None:
        return UNSAID, Finding("no history", _about(m)) if not m.missing else None
    if m.history <= 0:
        return NO, Finding("wrong way", _about(m))
    if m.pace <= work.limits.reach_factor * m.history:
        return YES, None
    times = m.pace / m.history
    return NO, Finding("too fast", _about(m) | {"times": times, "limit": work.limits.reach_factor})


def _about(m: Measure) -> dict[str, Any]:
    return {"id": m.id, "name": m.name, "name_fr": m.name_fr}


def _relevant(node: tuple[str, str], work: Work) -> Judged:
    named = work.thread.reasons.get(node, ())
    if not named:
        return NO, [Finding("rests on nothing")]
    if any(work.thread.reached(node, table) for table in ("demands", "swot_items", ELSEWHERE)):
        return YES, []
    known = titles(work.tables["strategy_tree"], "id", "text")
    ids = tuple(below[1] for below in named)
    return UNSAID, [Finding("rests on air", {"ids": ids, "titles": {i: known[i] for i in ids if i in known}})]


def _timed(node: tuple[str, str], due: str, work: Work) -> Judged:
    if not due:
        return NO, [Finding("no date")]
    found = []
    if work.as_of is not None:
        days = (dt.date.fromisoformat(due) - dt.date.fromisoformat(work.as_of)).days
        if days < 0:
            found.append(Finding("date passed", {"day": due}))
        elif days > work.limits.horizon_years * YEAR + 2:
            found.append(Finding("far away", {"day": due, "years": work.limits.horizon_years}))
    if work.tables["tasks"] is not None and not _has_milestone(node, work):
        found.append(Finding("no milestone"))
    return (NO if found else YES), found


def _has_milestone(node: tuple[str, str], work: Work) -> bool:
    kept = [t for t in rows(work.tables["tasks"]) if t.get("status") != "dropped"]
    stones = [("tasks", str(t["no"])) for t in kept if t.get("milestone") == "yes"]
    return any(node[1] in work.thread.reached(stone, "goals", climb=True) for stone in stones)


def text_of(row: Mapping[str, Any], name: str) -> str:
    """Text of a cell; empty when it is blank."""
    return str(row[name]).strip() if filled(row.get(name)) else ""
