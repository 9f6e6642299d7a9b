"""Run the rules on a case: findings first, what cannot be judged with the table that is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from clusterlib import tables
from clusterlib.cells import join_ids, weakest
from clusterlib.checks import Severity
from clusterlib.readings import Speaker
from clusterlib.red_thread.thread import row_ids
from clusterlib.review.registry import PHASES, Rule, rules
from clusterlib.review.scene import Scene

Status = Literal["finding", "fine", "not judged", "off"]
_STATES = ("finding", "not judged", "off", "fine")
_SEVERITIES = ("red", "amber", "note")


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer of one rule about one case.

    Parameters
    ----------
    rule : Rule
        The rule that was applied.
    status : {"finding", "fine", "not judged", "off"}
        Whether something was found; *not judged* names what is missing, *off* is the wish of the case.
    severity : {"red", "amber", "note"}
        How urgent it is.
    finding, cure : str
        What was found, and what to do about it.
    because : tuple of str
        Ids of the rows it rests on.
    """

    rule: Rule
    status: Status
    severity: Severity
    finding: str
    cure: str = ""
    because: tuple[str, ...] = ()


def review(scene: Scene, *, say: Speaker = Speaker(), off: Iterable[str] = ()) -> list[Judged]:
    """All answers of all rules, in the order in which they are printed.

    Parameters
    ----------
    scene : Scene
        Tables and settings.
    say : Speaker
        Language of the reader.
    off : iterable of str
        Rules that the case has switched off (setting ``review.off``).

    Returns
    -------
    list of Judged
        Findings first, red before amber; then by phase and rule.

    Examples
    --------
    >>> found = review(Scene({}))
    >>> len(found) == len(rules()), [item.rule.id for item in found if item.status == "finding"]
    (True, ['R03'])
    """
    silent = {part.strip().upper() for part in off}
    found = [item for rule in rules().values() for item in _judged(rule, scene, silent, say)]
    return sorted(found, key=_place)


def _place(item: Judged) -> tuple[int, int, int, str]:
    severity = _SEVERITIES.index(item.severity) if item.status == "finding" else 0
    return _STATES.index(item.status), severity, PHASES.index(item.rule.phase), item.rule.id


def _judged(rule: Rule, scene: Scene, silent: set[str], say: Speaker) -> list[Judged]:
    title = rule.titled(say)
    if rule.id in silent:
        text = say("Switched off in the case: {title}.", title=title)
        return [Judged(rule, "off", rule.severity, text)]
    if missing := rule.missing(scene):
        return [Judged(rule, "not judged", rule.severity, _missing_said(title, missing, say))]
    judge = rule.judge
    checks = scene.once(f"{judge.__module__}.{judge.__name__}", lambda: judge(scene, say))
    mine = [check for check in checks if check.rule_id in rule.answers]
    found = [check for check in mine if check.status == "finding"]
    # one rule with several checks: what was found speaks, then what could not be judged
    told = found or [c for c in mine if c.status == "not judged"] or mine[:1]
    if not told:
        return [Judged(rule, "fine", rule.severity, say("Nothing speaks against it: {title}.", title=title))]
    return [
        Judged(
            rule,
            check.status,
            check.severity if check.status == "finding" else rule.severity,
            check.finding,
            check.cure if check.status == "finding" else "",
            check.because,
        )
        for check in told
    ]


def _missing_said(title: str, missing: Iterable[str], say: Speaker) -> str:
    settings = [need.removeprefix("case.") for need in missing if need.startswith("case.")]
    names = [_either(need, say) for need in missing if not need.startswith("case.")]
    if names and settings:
        return say(
            "{title}: not judged, because the case lacks the table {tables} and the setting {settings}.",
            title=title,
            tables=say.names(names),
            settings=say.names(settings),
        )
    if names:
        return say(
            "{title}: not judged, because the case lacks the table {tables}.",
            title=title,
            tables=say.names(names),
        )
    return say(
        "{title}: not judged, because the case lacks the setting {settings}.",
        title=title,
        settings=say.names(settings),
    )


def _either(need: str, say: Speaker) -> str:
    one, bar, other = need.partition("|")
    return say("{one} or {other}", one=one, other=other) if bar else one


def review_table(found: Iterable[Judged], frames: Mapping[str, pd.DataFrame | None]) -> pd.DataFrame:
    """Hand-over ``review``: one row per answer, with the weakest basis of the rows it rests on.

    Parameters
    ----------
    found : iterable of Judged
        From `review`.
    frames : mapping of str to DataFrame or None
        The tables it was judged on.
    """
    bases: dict[str, list[str]] = {}
    for name, frame in frames.items():
        if frame is not None and "basis" in frame.columns:
            for id_, basis in zip(row_ids(name, frame), frame["basis"], strict=True):
                bases.setdefault(id_, []).append(basis)
    rows, seen = [], set()
    for item in found:
        id_, n = _named(item), 1
        while id_ in seen:
            n += 1
            id_ = f"{_named(item)}-{n}"
        seen.add(id_)
        known = [basis for key in item.because for basis in bases.get(key.rpartition(":")[2], ())]
        rows.append(
            {
                "id": id_,
                "rule_id": item.rule.id,
                "status": item.status,
                "severity": item.severity,
                "finding": item.finding,
                "cure": item.cure or None,
                "because": join_ids(item.because),
                "basis": weakest(known) if known else "USER",
            }
        )
    columns = [column.name for column in tables.table("review").columns]
    return tables.typed("review", pd.DataFrame(rows, columns=columns))


def _named(item: Judged) -> str:
    single = len(item.because) == 1
    return f"{item.rule.id}-{item.because[0].replace(':', '-')}" if single else item.rule.id
