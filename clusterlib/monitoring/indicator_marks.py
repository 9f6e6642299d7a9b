"""Is each indicator worth measuring? Six marks that a table can show (method T30: RACER and SMART)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterlib.checks import Check
from clusterlib.monitoring.results_chain import Progress
from clusterlib.readings import Speaker
from clusterlib.tables import is_blank
from clusterlib.twins import texts

#: Relevant, accepted, credible, easy and robust (RACER), and dated (the T of SMART).
MARKS = ("relevant", "accepted", "credible", "easy", "robust", "dated")
#: What `results_chain.progress` notes when two values could not be set side by side.
_LOOSE = ("no baseline", "no target", "no start")


@dataclass(frozen=True, slots=True)
class Marks:
    """Indicators with the marks they bear.

    Attributes
    ----------
    frame : DataFrame
        One row per indicator, in the order of the case: id, name, data_source (each with twins), a column per
        mark (bool) and count (marks borne).
    """

    frame: pd.DataFrame

    @property
    def whole(self) -> int:
        """Indicators that bear all marks."""
        return int((self.frame["count"] == len(MARKS)).sum())

    def lacking(self, mark: str) -> pd.DataFrame:
        """Indicators without a mark."""
        return self.frame[~self.frame[mark]]


def mark(indicators: pd.DataFrame, standing: Progress) -> Marks:
    """Look whether each indicator says what another person would need to measure it again.

    *Relevant*: it names a goal or a branch of the strategy. *Accepted*: somebody collects it. *Credible*: its
    source of data is named. *Easy*: how often and at what cost is known. *Robust*: unit, beginning and target
    are named, so that two values can be set side by side. *Dated*: it, or its goal, has a day.

    Parameters
    ----------
    indicators : DataFrame
        Typed table.
    standing : Progress
        From `results_chain.progress`, which knows beginning, target and day.

    Returns
    -------
    Marks

    Examples
    --------
    >>> from clusterlib import tables
    >>> from clusterlib.monitoring.results_chain import progress
    >>> k = {"id": "K1", "name": "Members", "level": "outcome", "unit": "members", "baseline": 20,
    ...      "baseline_period": "2024", "target": 50, "due": "2026-12-31", "owner": "Ines"}
    >>> frame = tables.typed("indicators", [k])
    >>> found = mark(frame, progress(frame)).frame.loc[0, list(MARKS)]
    >>> [name for name in MARKS if found[name]]
    ['accepted', 'robust', 'dated']
    """
    reasons = dict(zip(standing.frame["id"], standing.frame["reasons"], strict=True))
    rows = [_row(row, reasons.get(row["id"], ())) for row in indicators.to_dict("records")]
    columns = ["id", "name", "name_fr", "data_source", "data_source_fr", *MARKS]
    frame = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(MARKS, bool))
    return Marks(frame.assign(count=frame[list(MARKS)].sum(axis=1).astype(int)))


def _row(row: dict[Any, Any], reasons: tuple[str, ...]) -> dict[str, Any]:
    def has(*names: str) -> bool:
        """Whether all these cells are filled."""
        return not any(is_blank(row[name]) for name in names)

    kept = ("id", "name", "name_fr", "data_source", "data_source_fr")
    return {
        **{name: row.get(name) for name in kept},
        "relevant": has("because"),
        "accepted": has("owner"),
        "credible": has("data_source"),
        "easy": has("frequency", "cost"),
        "robust": has("unit") and not any(reason in _LOOSE for reason in reasons),
        "dated": "no due" not in reasons,
    }


def _words(say: Speaker) -> dict[str, str]:
    """What each mark is called, as the head of a column."""
    return {
        "relevant": say("Names its goal"),
        "accepted": say("Somebody collects it"),
        "credible": say("Source of the data"),
        "easy": say("Effort known"),
        "robust": say("Comparable"),
        "dated": say("Has a day"),
    }


def _lacks(say: Speaker) -> dict[str, str]:
    """What is missing, as part of a sentence."""
    return {
        "relevant": say("the goal it belongs to"),
        "accepted": say("somebody who collects it"),
        "credible": say("the source of its data"),
        "easy": say("how often and at what cost it is measured"),
        "robust": say("unit, beginning or target"),
        "dated": say("a day"),
    }


def table_marks(result: Marks, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """At most ten indicators, those with the fewest marks first; a dash where something is missing."""
    rows = result.frame.assign(
        shown=texts(result.frame, "name", say=say), given=texts(result.frame, "data_source", say=say)
    )
    found = rows.sort_values("count", kind="stable").head(10).to_dict("records")
    yes = say("yes")
    columns = {
        word: [(row["given"] if name == "credible" else yes) if row[name] else "–" for row in found]
        for name, word in _words(say).items()
    }
    return pd.DataFrame({say("Indicator"): [row["shown"] for row in found], **columns})


def read_marks(result: Marks, *, say: Speaker = Speaker()) -> str:
    """How many indicators say all that is needed, what is missing most often, and what no mark can tell.

    Parameters
    ----------
    result : Marks
        From `mark`.
    say : Speaker
        Language of the reader.
    """
    if result.frame.empty:
        return say("There is no indicator yet.")
    n = len(result.frame)
    parts = [
        say(
            "Indicators that say all that another person needs to measure them again: {share}.",
            share=say.share(result.whole, n),
        )
    ]
    missing = {name: len(result.lacking(name)) for name in MARKS}
    most = max(missing.values())
    if most:
        worst = [name for name in MARKS if missing[name] == most]
        lacks = _lacks(say)
        rows = pd.concat([result.lacking(name) for name in worst]).drop_duplicates("id")
        gap = {
            "what": say.names(lacks[name] for name in worst),
            "names": say.names(map(say.quoted, texts(rows, "name", say=say)), limit=3),
        }
        parts.append(
            say("Missing is {what}: {names}.", **gap)
            if most == 1
            else say("Most often missing is {what}: {names}.", **gap)
        )
    if n > 10:
        parts.append(say("The table shows the ten with the fewest answers."))
    parts.append(say("Whether it measures the right thing, no mark can tell; ask those it is about."))
    return " ".join(parts)


def marks_check(result: Marks | None, *, say: Speaker = Speaker()) -> Check:
    """An indicator that nobody collects, or that names no source, cannot be measured again (L2964, L2978).

    Parameters
    ----------
    result : Marks or None
        From `mark`.
    say : Speaker
        Language of the reader.

    Examples
    --------
    >>> marks_check(None).status
    'not judged'
    """
    rule = "monitoring-again"
    if result is None or result.frame.empty:
        return Check(
            rule, "not judged", "note", say("Whether it can be measured again: there is no indicator.")
        )
    bare = result.frame[~(result.frame["accepted"] & result.frame["credible"])]
    if bare.empty:
        return Check(rule, "fine", "note", say("Each indicator names who collects it, and from what."))
    return Check(
        rule,
        "finding",
        "note",
        say.plural(
            len(bare),
            "One indicator does not say who collects it, or from what: {names}.",
            "{n} indicators do not say who collects them, or from what: {names}.",
            names=say.names(map(say.quoted, texts(bare, "name", say=say)), limit=3),
        ),
        say("Fill in both while those who know are still there."),
        tuple(bare["id"]),
    )


def printed(result: object) -> str:
    """The marks of each indicator as plain text, for a check; a dash when the tool could not run."""
    if not isinstance(result, Marks):
        return "–"
    return result.frame[["id", *MARKS]].to_string(index=False)
