"""The sentences of a strategy document: every number in them is counted in a table, none is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.strategy.strategy_document import Frames, Strategy
from clusterlib.strategy.strategy_links import rows

#: Names listed in a sentence before the rest is counted.
NAMED = 4


def facts(code: str, strategy: Strategy, *, say: Speaker = Speaker()) -> list[str]:
    """What the tables say for one section.

    Parameters
    ----------
    code : str
        Section.
    strategy : Strategy
        Its frames are read.
    say : Speaker
        Language and currency of the reader.

    Examples
    --------
    >>> facts("services", Strategy(()))
    []
    """
    make = _FACTS.get(code)
    return make(strategy.frames, say, strategy.legal_form) if make else []


def _of(frames: Frames, name: str) -> pd.DataFrame:
    frame = frames.get(name)
    return pd.DataFrame() if frame is None else frame


def _named(items: list[Any], say: Speaker) -> str:
    return say.names([say.quoted(item) for item in items], limit=NAMED)


def _text(row: Any, name: str, say: Speaker) -> str:
    """A text of a row, in the reader's language where the table has it."""
    twin = row.get(f"{name}_{say.lang}")
    return str(row[name] if twin is None or pd.isna(twin) else twin)


def _stand(frames: Frames, say: Speaker, _: str) -> list[str]:
    said = []
    special = _of(frames, "specialisation")
    if not special.empty:
        latest = special[special["year"] == special["year"].max()]
        sure = list(dict.fromkeys(latest.loc[latest["verdict"] == "certain", "industry"]))
        text = say.plural(
            len(sure),
            "One industry stands out for certain: {names}.",
            "{n} industries stand out for certain: {names}.",
            names=_named(sure, say),
        )
        said.append(text if sure else say("No industry stands out for certain."))
    spots = _of(frames, "white_spots")
    if not spots.empty:
        gaps = list(spots.loc[spots["state"] == "white spot", "name"])
        text = say.plural(
            len(gaps),
            "One link of the chain has nobody: {names}.",
            "{n} links of the chain have nobody: {names}.",
            names=_named(gaps, say),
        )
        said.append(text if gaps else say("Every link of the chain has somebody."))
    swot = _of(frames, "swot_items")
    if not swot.empty:
        counts = swot["quadrant"].value_counts()
        parts = [f"{say.word(str(word))} {say.number(n)}" for word, n in counts.sort_index().items()]
        said.append(say("Points of the SWOT: {parts}.", parts=say.names(parts)))
    return said


def _who(frames: Frames, say: Speaker, _: str) -> list[str]:
    people = _of(frames, "stakeholder_queue")
    people = _of(frames, "stakeholders") if people.empty else people
    if people.empty:
        return []
    counts = people["assessment"].value_counts()
    parts = [f"{say.word(str(word))} {say.number(n)}" for word, n in counts.sort_index().items()]
    said = [
        say.plural(
            len(people),
            "One stakeholder is listed: {parts}.",
            "{n} stakeholders are listed: {parts}.",
            parts=say.names(parts),
        )
    ]
    hard = people[(people["assessment"] == "critical") & (people["influence"] == "high")]
    if not hard.empty:
        names = _named([_text(row, "name", say) for row in rows(hard)], say)
        said.append(say("Critical and powerful: {names}.", names=names))
    return said


def _demands(frames: Frames, say: Speaker, _: str) -> list[str]:
    scores = _of(frames, "demand_scores")
    if scores.empty:
        asked = len(_of(frames, "demands"))
        if not asked:
            return []
        return [
            say.plural(
                asked,
                "One demand is listed; workbook 03 has not counted votes yet.",
                "{n} demands are listed; workbook 03 has not counted votes yet.",
            )
        ]
    first = scores[scores["rank"] == scores["rank"].min()]
    said = [
        say.plural(
            len(scores),
            "One demand was put to the vote, with up to {voters} votes.",
            "{n} demands were put to the vote, with up to {voters} votes each.",
            voters=say.number(scores["n"].max()),
        )
    ]
    if not first.empty:
        text = say(
            "Highest score: {names}, {score} of 3.",
            names=_named(list(first["demand"]), say),
            score=say.number(first["score"].iloc[0], 1),
        )
        said.append(text)
    return said


def _vision(frames: Frames, say: Speaker, _: str) -> list[str]:
    tree = _of(frames, "strategy_tree")
    said = []
    levels: dict[str, list[str]] = {}
    for row in rows(tree):
        levels.setdefault(str(row["level"]), []).append(_text(row, "text", say))
    if vision := levels.get("vision"):
        said.append(say("Vision: {text}.", text=vision[0].rstrip(".")))
    if objectives := levels.get("objective"):
        said.append(
            say.plural(
                len(objectives),
                "One strategic objective: {names}.",
                "{n} strategic objectives: {names}.",
                names=_named(objectives, say),
            )
        )
    checked = _of(frames, "goals_checked")
    goals = _of(frames, "goals") if checked.empty else checked
    if not goals.empty:
        count = say.plural(len(goals), "One goal is set.", "{n} goals are set.")
        if "smart" in goals:
            whole = int((goals["smart"] == 5).sum())
            share = say.share(whole, len(goals))
            count += " " + say("Passing all five questions of a good goal: {share}.", share=share)
        said.append(count)
    return said


def _services(frames: Frames, say: Speaker, _: str) -> list[str]:
    offers = _of(frames, "services")
    if offers.empty:
        return []
    names = _named([_text(row, "name", say) for row in rows(offers)], say)
    said = [say.plural(len(offers), "One service: {names}.", "{n} services: {names}.", names=names)]
    counts = offers["status"].dropna().value_counts()
    if len(counts):
        parts = [f"{say.word(str(word))} {say.number(n)}" for word, n in counts.sort_index().items()]
        said.append(say("By state: {parts}.", parts=say.names(parts)))
    return said


def _organisation(frames: Frames, say: Speaker, legal_form: str) -> list[str]:
    said = [say("Legal form: {form}.", form=say.word(legal_form))] if legal_form else []
    bodies = _of(frames, "bodies")
    if not bodies.empty:
        names = _named(list(bodies["body"]), say)
        said.append(say.plural(len(bodies), "One body: {names}.", "{n} bodies: {names}.", names=names))
    return said


def _steps(frames: Frames, say: Speaker, _: str) -> list[str]:
    tree = _of(frames, "strategy_tree")
    said = []
    if not tree.empty:
        level = dict(zip(tree["id"], tree["level"], strict=True))
        acts = tree[tree["level"] == "intervention"]
        beside = sum(level.get(parent) == "enabling" for parent in acts["parent_id"])
        if n := len(acts) - beside:
            said.append(
                say.plural(
                    n, "One intervention carries the strategy.", "{n} interventions carry the strategy."
                )
            )
        if beside:
            said.append(
                say.plural(
                    beside, "One measure beside them supports it.", "{n} measures beside them support it."
                )
            )
    return said


def plan_facts(strategy: Strategy, *, say: Speaker = Speaker()) -> list[str]:
    """What the tables say of the action plan, a heading of its own below the steps (guide L1725)."""
    schedule, tasks = _of(strategy.frames, "task_schedule"), _of(strategy.frames, "tasks")
    if schedule.empty:
        if tasks.empty:
            return []
        text = say.plural(
            len(tasks),
            "One task is written down; workbook 04 has not put it on a calendar yet.",
            "{n} tasks are written down; workbook 04 has not put them on a calendar yet.",
        )
        return [text]
    said = [say.plural(len(schedule), "One task has its dates.", "{n} tasks have their dates.")]
    starts, ends = schedule["start_on"].dropna(), schedule["end_on"].dropna()
    if len(starts) and len(ends):
        said.append(
            say(
                "The first begins on {first}, the last ends on {last} if all goes as planned.",
                first=say.day(str(starts.min())[:10]),
                last=say.day(str(ends.max())[:10]),
            )
        )
    critical = int((schedule["critical"] == "yes").sum())
    if critical:
        said.append(
            say.plural(
                critical,
                "One task delays everything if it slips.",
                "{n} tasks delay everything if they slip.",
            )
        )
    return said


def _money(frames: Frames, say: Speaker, _: str) -> list[str]:
    months = _of(frames, "liquidity")
    if months.empty:
        lines = len(_of(frames, "budget_lines"))
        if not lines:
            return []
        return [
            say.plural(
                lines,
                "One budget line is written down; workbook 05 has not worked out the months yet.",
                "{n} budget lines are written down; workbook 05 has not worked out the months yet.",
            )
        ]
    lowest = min(rows(months), key=lambda row: float(row["balance"]))
    said = [
        say(
            "From {first} to {last} the lowest balance is {money}, in {month}.",
            first=say.month(months["month"].iloc[0]),
            last=say.month(months["month"].iloc[-1]),
            money=say.money(lowest["balance"]),
            month=say.month(lowest["month"]),
        )
    ]
    short = int((months["committed_balance"] < 0).sum())
    said.append(
        say.plural(
            short,
            "Counting promised money only, cash is below zero in one month.",
            "Counting promised money only, cash is below zero in {n} months.",
        )
        if short
        else say("Promised money alone carries every month.")
    )
    return said


def _monitoring(frames: Frames, say: Speaker, _: str) -> list[str]:
    status = _of(frames, "indicator_status")
    if status.empty:
        known = len(_of(frames, "indicators"))
        if not known:
            return []
        return [
            say.plural(
                known,
                "One indicator is named; workbook 08 has not judged it yet.",
                "{n} indicators are named; workbook 08 has not judged them yet.",
            )
        ]
    counts = status["status"].value_counts()
    parts = [f"{say.word(str(word))} {say.number(n)}" for word, n in counts.sort_index().items()]
    return [
        say.plural(
            len(status),
            "One indicator is watched: {parts}.",
            "{n} indicators are watched: {parts}.",
            parts=say.names(parts),
        )
    ]


_FACTS: dict[str, Callable[[Frames, Speaker, str], list[str]]] = {
    "where we stand": _stand,
    "who": _who,
    "demands": _demands,
    "vision and goals": _vision,
    "services": _services,
    "organisation": _organisation,
    "steps": _steps,
    "money": _money,
    "monitoring": _monitoring,
}
