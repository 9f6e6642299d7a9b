"""Table and sentences on those who are against it."""

from __future__ import annotations

import math

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.objectors import Objectors
from clusterlib.twins import short, texts

#: Rows of the table, letters of a name in a sentence.
ROWS, _NAME = 10, 60


def table_objectors(result: Objectors, *, say: Speaker) -> pd.DataFrame:
    """The ten objectors with the largest risk."""
    rows = result.table.head(ROWS)
    return pd.DataFrame(
        {
            say("Objector"): texts(rows, "name", say=say),
            say("Attitude"): [say.word(w) for w in rows["assessment"]],
            say("Resists most"): [short(t) or "–" for t in texts(rows, "against", say=say)],
            say("Risk (0 to 12)"): [say.number(v, 1) for v in rows["risk"]],
            say("Acts with"): [_partners(result, str(key), say) for key in rows["id"]],
            say("Measure"): [text or "–" for text in texts(rows, "measure", say=say)],
            say("Owner"): [text or "–" for text in texts(rows, "owner", say=say)],
        }
    )


def read_objectors(result: Objectors, *, say: Speaker) -> str:
    """Who can stop it, with whom, and what is not known."""
    if not result.listed:
        return say("There is no stakeholder yet, so nobody is known to be against it.")
    if result.table.empty:
        return say(
            "Nobody on the list is critical or against an objective. Ask who would lose if the cluster"
            " succeeds before you believe it."
        )
    parts = [_largest(result, say), _balance(result, say), _together(result, say)]
    if len(result.quiet):
        parts.append(
            say(
                "Not rated critical, and yet against an objective: {names}; ask before the vote, not after.",
                names=_names(result.quiet, say),
            )
        )
    unknown = int(result.table["risk"].isna().sum())
    if unknown:
        parts.append(
            say.plural(
                unknown,
                "What one critical stakeholder resists is not written down, so its risk is not known.",
                "What {n} critical stakeholders resist is not written down, so their risk is not known.",
            )
        )
    return " ".join(part for part in parts if part)


def _largest(result: Objectors, say: Speaker) -> str:
    known = result.table[result.table["risk"].notna()]
    if known.empty:
        return say("Critical: {names}.", names=_names(result.table[result.table["attitude"] < 0], say))
    top = known[known["risk"] >= known["risk"].iloc[0] - 1e-9]
    if len(top) > 1:
        return say("The largest risk is shared by {names}.", names=_names(top, say))
    return say(
        "The largest risk is {name}, which resists {thing}.",
        name=_names(top, say),
        thing=say.quoted(short(texts(top, "against", say=say)[0])),
    )


def _balance(result: Objectors, say: Speaker) -> str:
    if result.blocking is None or not result.blocking:
        return ""
    if math.isinf(result.blocking):
        return say("There is nobody on the other side: no stakeholder is positive yet.")
    return say(
        "For each point of influence that is for the cluster, {ratio} points are critical.",
        ratio=say.number(result.blocking, 2),
    )


def _together(result: Objectors, say: Speaker) -> str:
    critical = int((result.table["attitude"] < 0).sum())
    if critical < 2:
        return ""
    if not result.related:
        return say("Whether the critics act together is not known; the table of relations would tell.")
    if not result.coalitions:
        return say("No relation joins the critics; talk to each one alone.")
    rows = result.table[result.table["id"].isin(result.coalitions[0])]
    return say(
        "{names} are joined by relations: what you tell one, the others hear.", names=_names(rows, say)
    )


def _partners(result: Objectors, key: str, say: Speaker) -> str:
    group = next((g for g in result.coalitions if key in g), ())
    rows = result.table[result.table["id"].isin([k for k in group if k != key])]
    return _names(rows, say) or "–"


def _names(rows: pd.DataFrame, say: Speaker) -> str:
    return say.names([short(n, _NAME) for n in texts(rows, "name", say=say)], limit=4)
