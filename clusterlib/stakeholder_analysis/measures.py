"""The measures as a calendar: what is due next, what is late, what has no date (guide L1464-1482)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.stakeholders import Stakeholders
from clusterlib.twins import short, texts

State = Literal["late", "soon", "later", "no date"]
#: Rows of the table, letters of a name in a sentence.
ROWS, _NAME = 10, 60


@dataclass(frozen=True, slots=True)
class Calendar:
    """Measures in the order of their dates.

    Attributes
    ----------
    rows : DataFrame
        One row per stakeholder with a measure: the columns of the queue plus days (from today; NA without a
        date or without a today) and state ("late", "soon", "later", "no date"), earliest first, those without
        a date at the end in the order of the queue.
    listed : int
        Stakeholders on the list, with a measure or not.
    as_of : str or None
        Day that counts as today; without it nothing is late and nothing is soon.
    soon : int
        Days from today that count as soon.
    """

    rows: pd.DataFrame
    listed: int
    as_of: str | None
    soon: int

    def of(self, state: State) -> pd.DataFrame:
        """Rows of one state."""
        return self.rows[self.rows["state"] == state]


def plan_talks(result: Stakeholders, *, soon: int = 30) -> Calendar:
    """Put the measures into the order of their dates.

    Parameters
    ----------
    result : Stakeholders
        Result of `stakeholders.analyse`.
    soon : int
        Days from today that count as soon (DEFAULT).

    Returns
    -------
    Calendar

    Examples
    --------
    >>> from clusterlib.stakeholder_analysis.stakeholders import analyse
    >>> cells = [("a", "Bank", "Visit", "2027-03-01"), ("b", "Mayor", "Write", "2027-01-15")]
    >>> table = pd.DataFrame(cells, columns=["id", "name", "measure", "due"])
    >>> found = plan_talks(analyse(table.assign(assessment="neutral", influence="high"), as_of="2027-02-01"))
    >>> found.rows[["name", "state"]].values.tolist()
    [['Mayor', 'late'], ['Bank', 'soon']]
    """
    rows = result.table[result.table["handled"].astype(bool)].copy()  # no rows: no kind of cell
    due = pd.to_datetime(rows["due"], format="%Y-%m-%d")
    today = pd.Timestamp(result.as_of) if result.as_of else None
    left = [None if today is None or pd.isna(day) else (day - today).days for day in due]
    rows["days"] = pd.array(left, dtype="Int64")
    rows["state"] = [_state(day, days, soon) for day, days in zip(due, left, strict=True)]
    rows = rows.loc[due.sort_values(kind="stable", na_position="last").index]
    return Calendar(rows.reset_index(drop=True), len(result.table), result.as_of, soon)


def _state(day: Any, days: int | None, soon: int) -> State:
    if pd.isna(day):
        return "no date"
    if days is None:
        return "later"
    return "late" if days < 0 else "soon" if days <= soon else "later"


def table_talks(result: Calendar, *, say: Speaker) -> pd.DataFrame:
    """The next ten measures: by when, with whom, what, and who does it."""
    rows = result.rows.head(ROWS)
    words = {"late": say("late"), "soon": say("soon"), "later": "", "no date": say("no date")}
    return pd.DataFrame(
        {
            say("By"): ["–" if pd.isna(day) else say.day(str(day)) for day in rows["due"]],
            say("Stakeholder"): texts(rows, "name", say=say),
            say("Measure"): texts(rows, "measure", say=say),
            say("Owner"): [name or "–" for name in texts(rows, "owner", say=say)],
            say("State"): [words[state] for state in rows["state"]],
        }
    )


def read_talks(result: Calendar, *, say: Speaker) -> str:
    """What comes next, what is late, and what nobody can put into a calendar."""
    if not result.listed:
        return say("There is no stakeholder yet, so there is no measure to put into a calendar.")
    if result.rows.empty:
        return say("No measure is written down yet, so the calendar is empty.")
    parts = [_next(result, say), _late(result, say), _undated(result, say)]
    without = int((result.rows["owner"].isna() | (result.rows["owner"] == "")).sum())
    if without:
        parts.append(
            say.plural(without, "For one measure nobody is named.", "For {n} measures nobody is named.")
        )
    return " ".join(part for part in parts if part)


def _next(result: Calendar, say: Speaker) -> str:
    ahead = result.rows[result.rows["state"].isin(["soon", "later"])]
    if ahead.empty:
        return say("No measure has a date that is still to come.")
    first = ahead[ahead["due"] == ahead["due"].iloc[0]]
    return say(
        "The next date is {day}, with {names}.",
        day=say.day(str(ahead["due"].iloc[0])),
        names=_names(first, say),
    )


def _late(result: Calendar, say: Speaker) -> str:
    if result.as_of is None:
        return say("The case names no day that counts as today (as_of), so nothing is called late.")
    late, soon = result.of("late"), result.of("soon")
    told = [
        say.plural(
            len(soon),
            "One measure is due within {days} days.",
            "{n} measures are due within {days} days.",
            days=say.number(result.soon),
        )
        if len(soon)
        else say("Nothing is due within {days} days.", days=say.number(result.soon))
    ]
    if len(late):
        told.append(
            say.plural(
                len(late),
                "One date has passed, that of {names}: note what came of it, or set a new one.",
                "{n} dates have passed, those of {names}: note what came of them, or set new ones.",
                names=_names(late, say),
            )
        )
    return " ".join(told)


def _undated(result: Calendar, say: Speaker) -> str:
    rows = result.of("no date")
    if rows.empty:
        return ""
    return say.plural(
        len(rows),
        "The measure for {names} has no date.",
        "The measures for {names} have no date.",
        names=_names(rows, say),
    )


def _names(rows: pd.DataFrame, say: Speaker) -> str:
    return say.names([short(name, _NAME) for name in texts(rows, "name", say=say)], limit=4)
