"""Does one level lead to the next? Links, gaps and balance of a results chain (guide L2952-2966)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterlib.cells import weakest
from clusterlib.faults import IntegrityError
from clusterlib.monitoring.results_chain import LEVELS, Progress

#: One row of a table, by column.
Row = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Chain:
    """How the indicators of a results chain hang together.

    Attributes
    ----------
    frame : DataFrame
        One row per indicator: id, name, level, state (*start* for an input, *linked*, *skips*,
        *unlinked*, *not judged* without links), skipped (levels left out, in order), leads_on (whether
        something higher follows; True for an impact), basis.
    links : DataFrame
        One row per link: from, to, hypothesis, confidence, lag_months, agreed_on, and kind (*up*, *skips*,
        *level* for two indicators of one level, *down*).
    counts : dict
        Indicators per level.
    outcome_share, outcome_min : float or None, float
        Share of outcomes among all indicators, and the least wanted.
    judged : bool
        False when the case has no table of links.
    status : dict
        Where each indicator stands, by id; empty when that was not judged.
    """

    frame: pd.DataFrame
    links: pd.DataFrame
    counts: dict[str, int]
    outcome_share: float | None
    outcome_min: float
    judged: bool
    status: dict[str, str]

    @property
    def expected(self) -> int:
        """Indicators that something below should lead to: all but inputs."""
        return sum(n for level, n in self.counts.items() if level != "input")

    @property
    def linked(self) -> int:
        """Those to which the level right below leads."""
        return int((self.frame["state"] == "linked").sum())

    @property
    def share_linked(self) -> float | None:
        """Linked among expected; None without links or without anything to link."""
        return self.linked / self.expected if self.judged and self.expected else None

    @property
    def empty_levels(self) -> list[str]:
        """Levels on which nothing is measured."""
        return [level for level in LEVELS if not self.counts[level]]


def structure(
    indicators: pd.DataFrame,
    chain_links: pd.DataFrame | None = None,
    standing: Progress | None = None,
    *,
    outcome_min: float = 0.3,
) -> Chain:
    """Look at a results chain without any value: what leads to what, and what is left out.

    Parameters
    ----------
    indicators, chain_links : DataFrame
        Typed tables; without links only the balance of the levels is judged.
    standing : Progress, optional
        Where the indicators stand, for the picture.
    outcome_min : float
        Least share of outcomes among all indicators (DEFAULT; the guide only says that outcomes are
        neglected, L2966).

    Returns
    -------
    Chain

    Raises
    ------
    IntegrityError
        If a link names an indicator that is not there.

    Examples
    --------
    >>> from clusterlib import tables
    >>> k = tables.typed("indicators", [{"id": f"K{i}", "name": n, "level": n} for i, n in
    ...                                 enumerate(["input", "output", "outcome", "impact"], 1)])
    >>> pairs = [{"from": "K1", "to": "K2"}, {"from": "K2", "to": "K4"}]
    >>> found = structure(k, tables.typed("chain_links", pairs))
    >>> list(found.frame["state"]), found.share_linked
    (['start', 'linked', 'unlinked', 'skips'], 0.3333333333333333)
    """
    level_of = dict(zip(indicators["id"], indicators["level"], strict=True))
    links = _links(level_of, chain_links)
    judged = chain_links is not None
    rows = [_row(row, links, level_of, judged=judged) for row in indicators.to_dict("records")]
    counts = {level: int((indicators["level"] == level).sum()) for level in LEVELS}
    share = counts["outcome"] / len(indicators) if len(indicators) else None
    frame = pd.DataFrame(
        rows, columns=["id", "name", "name_fr", "level", "state", "skipped", "leads_on", "basis"]
    )
    status = (
        {} if standing is None else dict(zip(standing.frame["id"], standing.frame["status"], strict=True))
    )
    return Chain(frame, links, counts, share, outcome_min, judged, status)


def _links(level_of: Mapping[str, str], chain_links: pd.DataFrame | None) -> pd.DataFrame:
    columns = ["from", "to", "hypothesis", "confidence", "lag_months", "agreed_on", "kind", "basis"]
    if chain_links is None:
        return pd.DataFrame(columns=columns)
    unknown = sorted({str(i) for i in [*chain_links["from"], *chain_links["to"]] if i not in level_of})
    if unknown:
        raise IntegrityError(
            f"chain_links name indicators that nobody has: {', '.join(unknown)}. "
            "Add them to indicators or drop the link."
        )
    kinds = [
        _kind(level_of[a], level_of[b]) for a, b in zip(chain_links["from"], chain_links["to"], strict=True)
    ]
    return chain_links.assign(kind=kinds).reindex(columns=columns)


def _kind(low: str, high: str) -> str:
    step = LEVELS.index(high) - LEVELS.index(low)
    if step == 1:
        return "up"
    if step > 1:
        return "skips"
    return "down" if step < 0 else "level"


def _row(row: Row, links: pd.DataFrame, level_of: Mapping[str, str], *, judged: bool) -> Row:
    key, level = row["id"], str(row["level"])
    into, out = links[links["to"] == key], links[links["from"] == key]
    kinds = set(into["kind"])
    if level == "input":
        state = "start"
    elif not judged:
        state = "not judged"
    else:
        state = "linked" if "up" in kinds else "skips" if "skips" in kinds else "unlinked"
    skipped: list[str] = []
    if state == "skips":
        nearest = max(LEVELS.index(level_of[low]) for low in into.loc[into["kind"] == "skips", "from"])
        skipped = list(LEVELS[nearest + 1 : LEVELS.index(level)])
    return {
        "id": key,
        "name": row["name"],
        "name_fr": row.get("name_fr"),
        "level": level,
        "state": state,
        "skipped": tuple(skipped),
        "leads_on": level == "impact" or bool(out["kind"].isin(["up", "skips"]).any()),
        "basis": weakest([row["basis"]], into["basis"]),
    }


def printed(result: object) -> str:
    """Links of each indicator as plain text, for a check; a dash when the tool could not run."""
    if not isinstance(result, Chain):
        return "–"
    return result.frame[["id", "level", "state", "leads_on"]].to_string(index=False)
