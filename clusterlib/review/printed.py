"""The review as lines of text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import pandas as pd

from clusterlib.cells import split_ids
from clusterlib.checks import Severity
from clusterlib.doubts import beside
from clusterlib.readings import Speaker
from clusterlib.review.questions import said
from clusterlib.review.registry import rules
from clusterlib.review.review import Judged, Status


def from_table(table: pd.DataFrame) -> list[Judged]:
    """The answers of an earlier run, from its hand-over ``review``; rules that are no more are left out."""
    known = rules()
    return [
        Judged(
            known[row["rule_id"]],
            cast(Status, row["status"]),
            cast(Severity, row["severity"]),
            str(row["finding"]),
            row["cure"] if isinstance(row["cure"], str) else "",
            tuple(split_ids(row["because"])),
        )
        for row in table.to_dict("records")
        if row["rule_id"] in known
    ]


def lines(
    found: Iterable[Judged], *, phase: str = "", everything: bool = False, say: Speaker = Speaker()
) -> list[str]:
    """The answers as lines: findings of the phases so far, then what cannot be judged, then counts.

    Parameters
    ----------
    found : iterable of Judged
        From `review`, in its order.
    phase : str
        Phase of the cluster; findings of later phases are counted only. Empty: all are told.
    everything : bool
        Tell later phases, fine rules and those of later workbooks as well.
    say : Speaker
        Language of the reader.

    Examples
    --------
    >>> lines([])
    ['No finding.']
    """
    items = list(found)
    hits = [item for item in items if item.status == "finding"]
    now = [item for item in hits if everything or not item.rule.later_than(phase)]
    told = _findings(now, say) if now else [say("No finding.")]
    if len(hits) > len(now):
        told += [
            "",
            say.plural(
                len(hits) - len(now),
                "One finding belongs to a phase that is still to come; --all shows it.",
                "{n} findings belong to phases that are still to come; --all shows them.",
            ),
        ]
    blind = [item for item in items if item.status == "not judged"]
    shown = [i for i in blind if everything or not (i.rule.waits or i.rule.later_than(phase))]
    told += _listed(say("Cannot be judged"), shown)
    if len(blind) > len(shown):
        told += [
            "",
            say.plural(
                len(blind) - len(shown),
                "One rule of later phases or later workbooks is not judged; --all shows it.",
                "{n} rules of later phases or later workbooks are not judged; --all shows them.",
            ),
        ]
    told += _listed(say("Switched off"), [item for item in items if item.status == "off"])
    fine = [item for item in items if item.status == "fine"]
    if everything:
        told += _listed(say("Fine"), fine)
    elif fine:
        told += ["", say.plural(len(fine), "One rule found nothing.", "{n} rules found nothing.")]
    return told


def question_lines(
    asked: Iterable[Mapping[str, Any]], *, everything: bool = False, say: Speaker = Speaker()
) -> list[str]:
    """The questions for a person as lines, each with what the case says and room for an answer.

    Parameters
    ----------
    asked : iterable of mapping
        From `questions.told`.
    everything : bool
        Those of later phases as well.
    say : Speaker
        Language of the reader.

    Examples
    --------
    >>> question_lines([])
    []
    """
    items = list(asked)
    now = [item for item in items if everything or not item["later"]]
    told = ["", say("Questions for a person: no table can answer them")] if now else []
    for item in now:
        told.append(f"  {item['id']}  {item['text']}")
        told += [f"       {text}" for text in (item["facts"], item["doubt"]) if text]
        told += [f"       → {line}" for line in said(item["answers"], say=say)]
        told.append(f"       {say('guide L{lines}', lines=item['lines'])}")
    if len(items) > len(now):
        told += [
            "",
            say.plural(
                len(items) - len(now),
                "One question belongs to a phase that is still to come; --all shows it.",
                "{n} questions belong to phases that are still to come; --all shows them.",
            ),
        ]
    if now:
        told += ["", say("An answer goes into the table “answers”: question_id, text, person, date.")]
    return told


def _findings(items: Sequence[Judged], say: Speaker) -> list[str]:
    heads = {
        "red": say("Decide this week"),
        "amber": say("Before the next step"),
        "note": say("Good to know"),
    }
    told: list[str] = []
    for severity, head in heads.items():
        mine = [item for item in items if item.severity == severity]
        if mine:
            told += ([""] if told else []) + [head]
        for item in mine:
            told.append(f"  {item.rule.id}  {item.finding}")
            if item.cure:
                told.append(f"       → {item.cure}")
            if doubt := beside(item.rule.doubts, say=say):
                told.append(f"       {doubt}")
            told.append(f"       {say('guide L{lines}', lines=item.rule.lines)}")
    return told


def _listed(head: str, items: Sequence[Judged]) -> list[str]:
    return ["", head, *(f"  {item.rule.id}  {item.finding}" for item in items)] if items else []
