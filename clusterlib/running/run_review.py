"""The review of a run: the hand-over ``review``, and what the report opens with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from clusterlib.doubts import beside
from clusterlib.faults import ClusterlibError
from clusterlib.inputs.cases import Case
from clusterlib.readings import Speaker
from clusterlib.review import questions
from clusterlib.review.printed import from_table
from clusterlib.review.registry import covered
from clusterlib.review.review import Judged, review, review_table
from clusterlib.review.scene import Scene
from clusterlib.running import declared, runs
from clusterlib.running.at_hand import Place, case_frames


def judge(
    case: Case,
    frames: Mapping[str, pd.DataFrame | None],
    *,
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
    lang: str = "",
) -> list[Judged]:
    """All rules on a case.

    Parameters
    ----------
    case : Case
        Gives settings, date and language.
    frames : mapping
        Its tables, and the hand-overs of a run if there are any.
    parameters : mapping of str to mapping, optional
        Parameters per step; without them those that stand in the case.
    lang : str
        Language of the sentences; empty: that of the case.
    """
    scene = _scene(case, frames, parameters)
    off = str(case.setting("review.off") or "").split(";")
    return review(scene, say=case.say(lang or None), off=off)


def _scene(
    case: Case,
    frames: Mapping[str, pd.DataFrame | None],
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
) -> Scene:
    if parameters is None:
        books = declared.workbooks()
        own = {
            f"{book.step}.{name}": case.settings[f"{book.step}.{name}"]
            for book in books
            for name in book.parameters
            if f"{book.step}.{name}" in case.settings
        }
        parameters, _ = declared.checked_parameters(own, tuple(books))
    return Scene(frames, case.settings, parameters, case.as_of)


def answers(place: Place) -> list[Judged]:
    """All answers about a case, judged now, or those of a run, as it wrote them."""
    if place.case is not None:
        return judge(place.case, place.frames, lang=place.lang)
    table = place.frames.get("review")
    if table is None:
        raise ClusterlibError("This run holds no review; run the case again.")
    return from_table(table)


def asked(place: Place) -> list[dict[str, Any]]:
    """The questions for a person, put to a case now, or as a run put them."""
    if place.case is None:
        return list(place.record.get("review", {}).get("questions", ()))
    say = place.case.say(place.lang or None)
    return questions.told(questions.ask(_scene(place.case, place.frames), say=say), place.phase)


def write(
    case: Case,
    folder: runs.RunFolder,
    handed: set[str],
    lang: str,
    parameters: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """Write ``tables/review.csv``; gives back what the report says of it.

    Parameters
    ----------
    case : Case
        Its tables without faults are read.
    folder : RunFolder
        Run folder.
    handed : set of str
        Hand-overs of this run.
    lang : str
        Language of the sentences.
    parameters : mapping of str to mapping
        Parameters of this run per step.
    """
    frames = case_frames(case) | {name: folder.read_table(name) for name in handed}
    found = judge(case, frames, parameters=parameters, lang=lang)
    folder.write_table("review", review_table(found, frames))
    say, phase = case.say(lang or None), str(case.setting("phase") or "")
    put = questions.ask(_scene(case, frames, parameters), say=say)
    return {
        "answers": _told(found, phase, say),
        "questions": questions.told(put, phase),
        "covers": sorted(covered()),
    }


def _told(found: Iterable[Judged], phase: str, say: Speaker) -> list[dict[str, Any]]:
    """What the report tells: findings, what the tables do not allow to judge, and what is off."""
    return [
        {
            "rule_id": item.rule.id,
            "status": item.status,
            "severity": item.severity,
            "finding": item.finding,
            "cure": item.cure,
            "doubt": beside(item.rule.doubts, say=say) if item.status == "finding" else "",
            "later": item.rule.later_than(phase),
        }
        for item in found
        if item.status in ("finding", "off") or (item.status == "not judged" and not item.rule.waits)
    ]
