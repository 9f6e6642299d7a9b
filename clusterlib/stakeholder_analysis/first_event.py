"""The first joint event: an agenda filled from the stakeholder analysis (guide L1488-1515)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from clusterlib.cells import split_ids
from clusterlib.faults import DomainError
from clusterlib.stakeholder_analysis.stakeholders import Coverage, Stakeholders, cover

#: Minutes of the six blocks, in their order: a default of this library.
MINUTES = "30;20;30;30;50;20"
#: Whose word suits a block best; if nobody fits, any promoter may speak. A default of this library.
SPEAKERS: dict[str, tuple[str, ...]] = {
    "EVT-1": ("agency", "cluster organisation", "research", "donor", "ministry"),
    "EVT-2": ("cluster organisation", "donor", "agency", "ministry"),
    "EVT-3": ("SME", "large firm"),
    "EVT-4": ("association", "chamber", "cluster organisation", "research"),
    "EVT-5": (),
    "EVT-6": (),
}
#: Block in which nobody but a firm can speak.
FIRMS_ONLY = "EVT-3"
_READY = {"met": "ready", "partly": "begun", "not met": "open"}
Answering = Literal["all", "neutral", "firms", "critics", "none"]
#: Which of the stakeholders still to be won a block must answer.
ANSWERS: dict[str, Answering] = {
    "EVT-1": "all",
    "EVT-2": "neutral",
    "EVT-3": "firms",
    "EVT-4": "critics",
    "EVT-5": "none",
    "EVT-6": "critics",
}


@dataclass(frozen=True, slots=True)
class Event:
    """Agenda of the first event.

    Attributes
    ----------
    blocks : DataFrame
        id, text (and twins), lines, minutes, starts (minutes after the beginning), speaker (id of a
        stakeholder, or missing), answers (ids separated by ";"), state ("ready", "begun", "open" or
        "unknown"), owner, due.
    stakeholders : Stakeholders
        The analysis it rests on.
    met, points : int
        Points of the checklist that are met, and points judged; 0 and 0 without a checklist.
    """

    blocks: pd.DataFrame
    stakeholders: Stakeholders
    met: int
    points: int


@dataclass(frozen=True, slots=True)
class Guests:
    """Participant groups of the first event.

    Attributes
    ----------
    rows : DataFrame
        id, text (and twins), state and owner of the invitation.
    groups : tuple of Coverage
        One per row; `side` is the id.
    stakeholders : Stakeholders
        The analysis it rests on.
    """

    rows: pd.DataFrame
    groups: tuple[Coverage, ...]
    stakeholders: Stakeholders


def plan(
    stakeholders: Stakeholders,
    checks: pd.DataFrame | None = None,
    *,
    agenda: pd.DataFrame,
    minutes: str = MINUTES,
    most: int = 3,
) -> Event:
    """Fill the agenda: who could speak, and whose doubts each block must answer.

    Speakers are positive stakeholders of high influence, the ones with the fewest blocks so far first.

    Parameters
    ----------
    stakeholders : Stakeholders
        Result of `stakeholders.analyse`.
    checks : DataFrame, optional
        Checklists of the case; rows of the list "event" give state, owner and date.
    agenda : DataFrame
        Reference facts: id, kind (content, group), text (and twins), types, lines.
    minutes : str
        Minutes of the blocks in their order, separated by ";".
    most : int
        At most this many names per block to answer, largest gap first.

    Returns
    -------
    Event

    Raises
    ------
    DomainError
        `minutes` does not give a whole number above 0 for each block.
    """
    blocks = agenda[agenda["kind"] == "content"].reset_index(drop=True)
    length = _minutes(minutes, len(blocks))
    listed = _listed(checks)
    table = _texts(blocks).assign(
        lines=list(blocks["lines"]),
        minutes=length,
        starts=[sum(length[:i]) for i in range(len(length))],
        speaker=pd.Series(_speakers(stakeholders, list(blocks["id"])), dtype="object"),
        answers=[";".join(_to_answer(stakeholders, ANSWERS.get(key, "none"), most)) for key in blocks["id"]],
    )
    blocks = table.merge(listed, on="id", how="left").fillna({"state": "unknown"})
    met = int((listed["state"] == "ready").sum())
    return Event(blocks, stakeholders, met, len(listed))


def guests(stakeholders: Stakeholders, checks: pd.DataFrame | None = None, *, agenda: pd.DataFrame) -> Guests:
    """Which of the guide's participant groups are on the list of stakeholders.

    Parameters
    ----------
    stakeholders : Stakeholders
        Result of `stakeholders.analyse`.
    checks : DataFrame, optional
        Checklists of the case; rows of the list "event" give the state of the invitation.
    agenda : DataFrame
        Reference facts: id, kind (content, group), text (and twins), types.

    Returns
    -------
    Guests
    """
    groups = agenda[agenda["kind"] == "group"].reset_index(drop=True)
    covered = tuple(
        cover(stakeholders.table, str(key), split_ids(types), stakeholders.untyped)
        for key, types in zip(groups["id"], groups["types"], strict=True)
    )
    rows = _texts(groups).merge(_listed(checks), on="id", how="left").fillna({"state": "unknown"})
    return Guests(rows, covered, stakeholders)


def _texts(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[["id", *[c for c in rows.columns if c == "text" or str(c).startswith("text_")]]].copy()


def _minutes(text: str, blocks: int) -> list[int]:
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if len(parts) != blocks or not all(part.isascii() and part.isdigit() and int(part) > 0 for part in parts):
        raise DomainError(
            f"minutes: {text!r} does not give {blocks} whole numbers above 0, separated by ';'."
        )
    return [int(part) for part in parts]


def _listed(checks: pd.DataFrame | None) -> pd.DataFrame:
    """State, owner and date of the points of the list "event"."""
    columns = ["id", "state", "owner", "due"]
    if checks is None or checks.empty:
        return pd.DataFrame(columns=columns, dtype="object")
    rows = checks[checks["list_id"] == "event"].drop_duplicates("item_id", keep="last")
    state = [_READY.get(str(word), "unknown") for word in rows["status"]]
    cells = zip(rows["item_id"], state, rows["owner"], rows["due"], strict=True)
    return pd.DataFrame(list(cells), columns=columns, dtype="object")


def _speakers(result: Stakeholders, keys: list[str]) -> list[str | None]:
    """For each block a promoter, least used first: one whose type suits it, else any; firms for firms."""
    rows = result.promoters
    used = dict.fromkeys(rows["id"].astype(str), 0)
    chosen: list[str | None] = []
    for key in keys:
        wanted = SPEAKERS.get(key, ())
        fit = [i for i, t in zip(rows["id"], rows["type"], strict=True) if not wanted or t in wanted]
        if not fit and key != FIRMS_ONLY:
            fit = rows["id"].tolist()
        best = min(fit, key=lambda i: used[str(i)]) if fit else None
        chosen.append(best)
        if best is not None:
            used[str(best)] += 1
    return chosen


def _to_answer(result: Stakeholders, kind: Answering, most: int) -> list[str]:
    rows = result.table[result.table["gap"] > 0]
    if kind == "neutral":
        rows = rows[rows["attitude"] == 0]
    elif kind == "critics":
        rows = rows[rows["attitude"] < 0]
    elif kind == "firms":
        rows = rows[rows["type"].isin(["SME", "large firm"])]
    elif kind == "none":
        rows = rows.head(0)
    return rows["id"].astype(str).head(most).tolist()
