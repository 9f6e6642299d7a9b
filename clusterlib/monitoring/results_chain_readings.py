"""Tables and sentences of the results chain: how far, how well linked, how steadily measured."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from clusterlib.monitoring.results_chain import STATUSES, Progress, findings
from clusterlib.monitoring.results_chain_care import Care
from clusterlib.monitoring.results_chain_links import Chain
from clusterlib.readings import Speaker
from clusterlib.tables import is_blank
from clusterlib.twins import texts

#: One row of a table, by column.
Row = dict[Any, Any]

_SIGNS = {"reached": "■", "on track": "●", "behind": "▲", "no data": "◇"}
_ORDER = {"behind": 0, "no data": 1, "on track": 2, "reached": 3}


def table_progress(result: Progress, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The dashboard: at most ten indicators, those behind first."""
    frame = result.frame.assign(shown=texts(result.frame, "name", say=say))
    frame = frame.sort_values("status", key=lambda words: words.map(_ORDER), kind="stable").head(10)
    rows = frame.to_dict("records")
    return pd.DataFrame(
        {
            say("Indicator"): [row["shown"] for row in rows],
            say("Level"): [say.word(row["level"]) for row in rows],
            say("Beginning"): [_number(row["baseline"], say) for row in rows],
            say("Last value"): [_last(row, say) for row in rows],
            say("Target"): [_number(row["target"], say) for row in rows],
            say("By"): [say.month(row["due"][:7]) if not is_blank(row["due"]) else "–" for row in rows],
            say("State"): [
                f"{_SIGNS[row['status']]} {say.word(row['status'])}".replace(" ", "\u00a0") for row in rows
            ],
            say("What is missing"): [findings(row["reasons"], say=say) for row in rows],
        }
    )


def read_progress(result: Progress, *, say: Speaker = Speaker()) -> str:
    """What the dashboard says, in two to five sentences."""
    frame, total = result.frame, len(result.frame)
    if not total:
        return say(
            "The case has no indicator. Begin with one outcome: what members can do then that they cannot "
            "do now."
        )
    counts = {status: int((frame["status"] == status).sum()) for status in STATUSES}
    judged = total - counts["no data"]
    if not judged:
        return say.plural(
            total,
            "The one indicator cannot be judged yet. {why}",
            "None of the {n} indicators can be judged yet. {why}",
            why=_why_none(frame, say),
        )
    parts = [
        _counted(counts, judged, say),
        _early(frame, say),
        _late(result, say),
        _unjudged(frame, counts["no data"], say),
    ]
    parts.append(cut_said(total, say))
    if result.as_of:
        parts.append(
            say(
                "Each value is compared with the time gone when it was measured; today is {day}.",
                day=say.day(result.as_of),
            )
        )
    parts.append(say("That an indicator moves does not show that the cluster moved it."))
    return " ".join(part for part in parts if part)


def _counted(counts: dict[str, int], judged: int, say: Speaker) -> str:
    if judged == 1:
        word = next(status for status in STATUSES if status != "no data" and counts[status])
        return say("One indicator can be judged, and it is: {status}.", status=say.word(word))
    return say(
        "Of {n} indicators that can be judged, {reached} reached the target, {track} on track, {behind} "
        "behind.",
        n=say.number(judged),
        reached=say.plural(n, "one has", "{n} have") if (n := counts["reached"]) else say("none has"),
        track=say.plural(n, "one is", "{n} are") if (n := counts["on track"]) else say("none is"),
        behind=say.plural(n, "one is", "{n} are") if (n := counts["behind"]) else say("none is"),
    )


def _early(frame: pd.DataFrame, say: Speaker) -> str:
    early = sum("early" in reasons for reasons in frame["reasons"])
    if not early:
        return ""
    return say.plural(
        early,
        "One of them has hardly begun, so its state says little.",
        "{n} of them have hardly begun, so their state says little.",
    )


def _late(result: Progress, say: Speaker) -> str:
    late = result.frame[result.frame["status"] == "behind"].sort_values("achieved", kind="stable")
    if late.empty:
        return ""
    names = texts(late, "name", say=say)
    if len(names) == 1:
        row = late.iloc[0]
        if math.isnan(row["elapsed"]) or math.isnan(row["schedule_index"]):
            return say("Talk about this one first: {name}.", name=say.quoted(names[0]))
        return say(
            "Talk about this one first: {name}, {way} of the way after {time} of the time.",
            name=say.quoted(names[0]),
            way=say.percent(row["achieved"]),
            time=say.percent(row["elapsed"]),
        )
    return say("Talk about these first: {names}.", names=say.names(map(say.quoted, names), limit=3))


def _unjudged(frame: pd.DataFrame, n: int, say: Speaker) -> str:
    if not n:
        return ""
    rows = frame[frame["status"] == "no data"]
    if n == 1:
        name = say.quoted(texts(rows, "name", say=say)[0])
        return say(
            "{name} cannot be judged: {why}", name=name, why=findings(rows["reasons"].iloc[0], say=say)
        )
    return say.plural(
        n, "One cannot be judged. {why}", "{n} cannot be judged. {why}", why=_why_none(rows, say)
    )


def _why_none(frame: pd.DataFrame, say: Speaker) -> str:
    """The commonest gap among rows that cannot be judged, in words."""
    gaps = [reason for reasons in frame["reasons"] for reason in reasons if reason.startswith("no ")]
    if not gaps:
        return say("The due date is not after the beginning.")
    word = max(dict.fromkeys(gaps), key=gaps.count)
    texts_of = {
        "no value": say("What is most often missing is a value."),
        "no baseline": say("What is most often missing is the value at the beginning."),
        "no target": say("What is most often missing is a target."),
        "no due": say("What is most often missing is a due date."),
        "no start": say("What is most often missing is the period of the beginning."),
    }
    return texts_of[word]


def table_chain(result: Chain, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Per level: how many indicators, how many rest on the level below, how many lead on."""
    rows = []
    for level, n in result.counts.items():
        mine = result.frame[result.frame["level"] == level]
        rests = (
            "–"
            if level == "input" or not result.judged or not n
            else say.share(int((mine["state"] == "linked").sum()), n)
        )
        leads = (
            "–"
            if level == "impact" or not result.judged or not n
            else say.share(int(mine["leads_on"].sum()), n)
        )
        rows.append([say.word(level), say.number(n), rests, leads])
    return pd.DataFrame(
        rows,
        columns=[
            say("Level"),
            say("Indicators"),
            say("Rest on the level below"),
            say("Lead on to a higher level"),
        ],
    )


def read_chain(result: Chain, *, say: Speaker = Speaker()) -> str:
    """What the picture of the chain says, in two to five sentences."""
    if not len(result.frame):
        return say("There is no results chain to look at: the case has no indicator.")
    parts = [_links_said(result, say), _balance_said(result, say)]
    if result.judged and result.linked:
        parts.append(
            say(
                "A link says what you expect; only the values of both ends, over several rounds, can bear "
                "it out."
            )
        )
    return " ".join(part for part in parts if part)


def _links_said(result: Chain, say: Speaker) -> str:
    if not result.judged:
        return say(
            "Links between indicators are not written down (table chain_links), so nobody can check what is "
            "expected to lead to what."
        )
    if not result.expected:
        return say("Only means are measured, so there is nothing yet that they could lead to.")
    parts = [
        say(
            "{share} outputs, outcomes and impacts rest on an indicator of the level right below.",
            share=say.share(result.linked, result.expected).capitalize(),
        )
    ]
    frame = result.frame.assign(shown=texts(result.frame, "name", say=say))
    air = frame.loc[frame["state"] == "unlinked", "shown"]
    if len(air):
        parts.append(
            say.plural(
                len(air),
                "Nothing leads to {names}: draw a link or lower the claim.",
                "Nothing leads to {names}: draw links or lower the claims.",
                names=say.names(map(say.quoted, air), limit=3),
            )
        )
    for row in frame[frame["state"] == "skips"].head(2).to_dict("records"):
        parts.append(
            say(
                "The link to {name} leaves out a level: {levels}.",
                name=say.quoted(row["shown"]),
                levels=say.names(say.word(level) for level in row["skipped"]),
            )
        )
    return " ".join(parts)


def _balance_said(result: Chain, say: Speaker) -> str:
    total, outcomes = len(result.frame), result.counts["outcome"]
    if not outcomes:
        return say("No outcome is measured: ask members what they can do now that they could not do before.")
    if result.outcome_share is not None and result.outcome_share < result.outcome_min - 1e-12:
        return say(
            "Outcomes are {share} indicators, less than the {least} asked for here: the middle of the chain "
            "is thin.",
            share=say.share(outcomes, total),
            least=say.percent(result.outcome_min),
        )
    return say("Outcomes are {share} indicators.", share=say.share(outcomes, total))


def table_care(result: Care, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """At most ten indicators, the least steadily measured first."""
    frame = result.frame.assign(shown=texts(result.frame, "name", say=say))
    rows = frame.sort_values("continuity", kind="stable").head(10).to_dict("records")
    return pd.DataFrame(
        {
            say("Indicator"): [row["shown"] for row in rows],
            say("How often"): [
                say.word(row["frequency"]) if not is_blank(row["frequency"]) else "–" for row in rows
            ],
            say("Rounds measured"): [
                say.share(int(row["observed"]), int(row["expected"]))
                if not is_blank(row["expected"]) and row["expected"]
                else "–"
                for row in rows
            ],
            say("Who collects it"): [row["owner"] if not is_blank(row["owner"]) else "–" for row in rows],
            say("Cost a year"): [say.money(row["cost_year"]) for row in rows],
        }
    )


def read_care(result: Care, *, say: Speaker = Speaker()) -> str:
    """How steadily it is measured and what it asks of people, in two to five sentences."""
    if not len(result.frame):
        return say("There is nothing to collect: the case has no indicator.")
    return " ".join(
        part
        for part in (
            _steady(result, say),
            _load(result, say),
            _money(result, say),
            cut_said(len(result.frame), say),
        )
        if part
    )


def _steady(result: Care, say: Speaker) -> str:
    due = result.frame[result.frame["expected"].fillna(0) > 0]
    if due.empty:
        return say(
            "No round of measuring was due yet, or it is not said how often and since when to measure."
        )
    weak = due[due["continuity"] < result.steady_from - 1e-12].sort_values("continuity", kind="stable")
    head = say.plural(
        int(due["expected"].sum()),
        "One round was due, {done}.",
        "{n} rounds were due, {done}.",
        done=say.plural(int(due["observed"].sum()), "one was measured", "{n} were measured"),
    )
    if weak.empty:
        return head
    return (
        head
        + " "
        + say.plural(
            len(weak),
            "One indicator has gaps: {names}. They cannot be filled later: make it lighter or drop it.",
            "{n} indicators have gaps, first of all {names}. They cannot be filled later: make these "
            "lighter or drop them.",
            names=say.names(map(say.quoted, texts(weak, "name", say=say)), limit=3),
        )
    )


def _load(result: Care, say: Speaker) -> str:
    total = float(result.frame["per_year"].sum())
    if not total:
        return ""
    named = result.owners[result.owners["owner"].notna()]
    text = say.plural(
        round(total),
        "The plan asks for one measurement a year.",
        "The plan asks for {n} measurements a year.",
    )
    if len(named) == 1 and len(result.owners) == 1:
        text += " " + say("{owner} collects them all.", owner=named.iloc[0]["owner"])
    elif len(named) > 1 and named["per_year"].iloc[0] > named["per_year"].iloc[1]:
        first = named.iloc[0]
        text += " " + say(
            "{owner} has most of it: {n} a year.", owner=first["owner"], n=say.number(first["per_year"])
        )
    nobody = result.owners.loc[result.owners["owner"].isna(), "indicators"].sum()
    if nobody:
        text += " " + say.plural(
            int(nobody),
            "One indicator has nobody who collects it.",
            "{n} indicators have nobody who collects them.",
        )
    return text


def _money(result: Care, say: Speaker) -> str:
    if not (result.cost_year or result.cost_once):
        return say("What measuring costs is not said.")
    text = say("Measuring costs {money} a year.", money=say.money(result.cost_year))
    if result.cost_unknown:
        text += " " + say.plural(
            result.cost_unknown,
            "For one indicator the cost is not known.",
            "For {n} indicators the cost is not known.",
        )
    return text


def _number(value: float, say: Speaker) -> str:
    if is_blank(value):
        return "–"
    return say.number(value, 0 if float(value).is_integer() else 1)


def _last(row: Row, say: Speaker) -> str:
    if is_blank(row["value"]):
        return "–"
    return say(
        "{value} ({period})", value=_number(float(row["value"]), say), period=say.month(str(row["period"]))
    )


def cut_said(rows: int, say: Speaker) -> str:
    """That a table shows only its first ten rows; empty when it shows all.

    Examples
    --------
    >>> cut_said(12, Speaker()), cut_said(10, Speaker())
    ('The table shows the first ten of 12.', '')
    """
    return say("The table shows the first ten of {n}.", n=say.number(rows)) if rows > 10 else ""
