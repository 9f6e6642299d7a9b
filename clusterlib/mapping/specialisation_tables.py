"""The location quotients of a region as a short table, for people and for tests."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from clusterlib.mapping.specialisation import Specialisation
from clusterlib.readings import Speaker
from clusterlib.twins import texts

_ROWS = 10


def table_specialisation(result: Specialisation, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The first ten industries of the region, cells as text."""
    rows = result.own.head(_ROWS)
    return pd.DataFrame(
        {
            say("Industry"): texts(rows, "industry", say=say),
            say("Jobs"): [_jobs(row, say) for row in rows.to_dict("records")],
            say("Firms"): [say.number(value) for value in rows["establishments"]],
            say("Times the average"): [_times(row, say) for row in rows.to_dict("records")],
            say("Stands out"): [
                say.word(v) if isinstance(v, str) else say("cannot be said") for v in rows["verdict"]
            ],
            say("Jobs above average"): [say.number(value) for value in rows["excess_jobs"]],
            say("Growth a year"): [_rate(row, say) for row in rows.to_dict("records")],
        }
    )


def _jobs(row: dict[Hashable, Any], say: Speaker) -> str:
    if pd.notna(row["employment"]):
        return say.number(row["employment"])
    if pd.isna(row["high"]):
        return say("not published")
    return say("not published ({low} to {high})", low=say.number(row["low"]), high=say.number(row["high"]))


def _times(row: dict[Hashable, Any], say: Speaker) -> str:
    low, high = row["lq_low"], row["lq_high"]
    if pd.isna(low):
        return "–"
    if pd.isna(high):
        return say("{low} or more", low=say.number(low, 1))
    if say.number(low, 2) == say.number(high, 2):
        return say.number(low, 2)
    digits = 1 if high - low >= 0.2 else 2
    return say("{low} to {high}", low=say.number(low, digits), high=say.number(high, digits))


def _rate(row: dict[Hashable, Any], say: Speaker) -> str:
    if row["growth"] == "entry":
        return say("new")
    return say.percent(row["cagr"])


def listing(result: object) -> str:
    """The first five industries as plain text, rounded to the eye: what a test compares.

    Parameters
    ----------
    result : Specialisation or anything else
        Anything else (a tool that was left out) gives a sentence.
    """
    if not isinstance(result, Specialisation) or result.own.empty:
        return "no location quotients"
    rows = result.own.head(5)[["industry", "lq", "lq_low", "lq_high", "verdict"]]
    return rows.round(3).to_string(index=False)
