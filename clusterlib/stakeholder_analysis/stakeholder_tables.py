"""Tables of the stakeholder analysis: the queue a person reads and the one the next step reads."""

from __future__ import annotations

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.stakeholders import Finding, Stakeholders
from clusterlib.twins import texts

#: Rows of a table for people; the reading says what was left out.
ROWS = 10


def finding_text(finding: Finding, *, say: Speaker) -> str:
    """One finding in a few words, without the name.

    Examples
    --------
    >>> finding_text(Finding("no answer", True, "f", "Federation", ("owner",)), say=Speaker())
    'critical and powerful, no owner'
    """
    if finding.kind == "no answer":
        if finding.lacking == ("measure", "owner"):
            return say("critical and powerful, no measure and no owner")
        if finding.lacking == ("measure",):
            return say("critical and powerful, no measure")
        return say("critical and powerful, no owner")
    return {
        "weak measure": say("counts a lot, only kept informed"),
        "no measure": say("to be won, nothing planned"),
        "overdue": say("date has passed"),
        "no objector": say("nobody on the list is critical"),
    }[finding.kind]


def findings_of(result: Stakeholders, *, say: Speaker) -> dict[str, str]:
    """Findings of each stakeholder in one text, by id."""
    found: dict[str, list[str]] = {}
    for finding in result.findings:
        if finding.id:
            found.setdefault(finding.id, []).append(finding_text(finding, say=say))
    return {key: "; ".join(parts) for key, parts in found.items()}


def table_queue(result: Stakeholders, *, say: Speaker) -> pd.DataFrame:
    """In which order to act, at most ten rows."""
    rows = result.table.head(ROWS)
    found = findings_of(result, say=say)
    return pd.DataFrame(
        {
            say("No."): [say.number(p) for p in rows["place"]],
            say("Stakeholder"): texts(rows, "name", say=say),
            say("Attitude"): [say.word(w) for w in rows["assessment"]],
            say("Influence"): [say.word(w) for w in rows["influence"]],
            say("Gap (points)"): [say.number(g) for g in rows["gap"]],
            say("Measure"): [text or "–" for text in texts(rows, "measure", say=say)],
            say("Owner"): [text or "–" for text in texts(rows, "owner", say=say)],
            say("To settle"): [found.get(str(i), "") for i in rows["id"]],
        }
    )


def plain_queue(result: object) -> str:
    """The first eight of the queue as a small text table, for comparison between runs; a dash without one."""
    if not isinstance(result, Stakeholders):
        return "–"
    columns = ["place", "id", "assessment", "influence", "gap"]
    return result.table[columns].head(8).to_string(index=False)


def stakeholder_queue(result: Stakeholders, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Hand-over ``stakeholder_queue``: one row per stakeholder, in the order in which to act."""
    rows = result.table
    found = findings_of(result, say=say)
    frame = rows.assign(finding=pd.Series([found.get(str(i)) for i in rows["id"]], dtype="str"))
    columns = [
        "id",
        "name",
        "assessment",
        "influence",
        "desired",
        "gap",
        "measure",
        "owner",
        "finding",
        "basis",
    ]
    return frame[columns].reset_index(drop=True)
