"""Which members does a trend touch, and what must be decided for either way? (guide L4220-4248)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterlib.cells import split_ids, weakest
from clusterlib.roadmapping.trends import Trends
from clusterlib.tables import is_blank
from clusterlib.twins import titles


@dataclass(frozen=True, slots=True)
class Exposure:
    """Trends with the members they touch, members with the trends that touch them.

    Attributes
    ----------
    trends : DataFrame
        One row per trend with an impact, most exposed first: id, name, impact, certainty, quadrant,
        horizon, owner, answered, links (ids of the chain it names), touched (members at one of them, or
        <NA> when it names no link), relevance (sum over members of the share of their links that it
        touches) and exposure (relevance times impact; NaN when it names no link), basis.
    members : DataFrame
        One row per member at a link of the chain: actor_id, name, trends (ids that touch it), exposure.
    placed : int
        Members that stand at a link of the chain; the others cannot be judged.
    unplaced : int
        Members without a link.
    drivers : tuple of str
        The two trends that span scenarios: strong but open, strongest first, then least sure; fewer when
        there are not two.
    titles : mapping of id to (str, str)
        What the links of the chain are called, in the language of the case and in French.
    """

    trends: pd.DataFrame
    members: pd.DataFrame
    placed: int
    unplaced: int
    drivers: tuple[str, ...]
    titles: Mapping[str, tuple[str, str]]


def exposure(
    foresight: Trends,
    trends: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    actor_nodes: pd.DataFrame | None = None,
    nodes: pd.DataFrame | None = None,
) -> Exposure:
    """Follow each trend to the members at the links of the chain it names (method T42, N23).

    A member that works at two links of which a trend touches one is touched by half; exposure to a trend
    is the sum over members of that share, times the impact of the trend.

    Parameters
    ----------
    foresight : Trends
        From `trends.trends`: impact, certainty, quadrant.
    trends, actors, actor_nodes, nodes : DataFrame
        Typed tables; the register of actors says who is a member, `nodes` names the links of the chain.

    Returns
    -------
    Exposure

    Examples
    --------
    >>> from clusterlib import tables
    >>> from clusterlib.roadmapping.trends import trends as placed
    >>> t = tables.typed("trends", [{"id": "T", "name": "AI", "impact": 4, "certainty": 2, "node_ids": "N1"}])
    >>> a = tables.typed("actors", [{"actor_id": x, "name": x, "member": "yes"} for x in "ab"])
    >>> pairs = [("a", "N1"), ("b", "N1"), ("b", "N2")]
    >>> n = tables.typed("actor_nodes", [{"actor_id": x, "node_id": y} for x, y in pairs])
    >>> print(*exposure(placed(t), t, a, n).trends.loc[0, ["touched", "relevance", "exposure"]])
    2.0 1.5 6.0
    """
    members = _members(actors)
    at = _places(members, actor_nodes)
    names = dict(zip(trends["id"], (split_ids(cell) for cell in trends["node_ids"]), strict=True))
    bases = [] if actor_nodes is None else list(actor_nodes["basis"])
    rated = foresight.frame[foresight.frame["quadrant"].notna()].to_dict("records")
    rows = [_row(row, names.get(row["id"], []), at, bases) for row in rated]
    frame = pd.DataFrame(rows, columns=[*_KEPT, "links", "touched", "relevance", "exposure", "basis"])
    frame["touched"] = frame["touched"].astype("Int64")
    frame = frame.sort_values(["exposure", "id"], ascending=[False, True], na_position="last", kind="stable")
    return Exposure(
        frame.reset_index(drop=True),
        _loads(rated, names, at, members),
        len(at),
        len(members) - len(at),
        _drivers(foresight),
        titles(nodes, "node_id", "name"),
    )


def _shares(links: list[str], at: Mapping[str, set[str]]) -> dict[str, float]:
    """For each member the share of its links of the chain that a trend names."""
    return {key: len(nodes & set(links)) / len(nodes) for key, nodes in at.items()}


def _row(
    row: Mapping[Any, Any], links: list[str], at: Mapping[str, set[str]], bases: list[str]
) -> dict[str, object]:
    """One trend with the members it touches; blank where it names no link or nobody is placed."""
    shares = _shares(links, at)
    known = bool(links and at)
    relevance = sum(shares.values()) if known else float("nan")
    return {name: row[name] for name in _KEPT} | {
        "links": ", ".join(links),
        "touched": sum(share > 0 for share in shares.values()) if known else pd.NA,
        "relevance": relevance,
        "exposure": relevance * row["impact"],
        "basis": weakest([row["basis"]], bases),
    }


def _loads(
    rated: list[dict[Any, Any]],
    names: Mapping[str, list[str]],
    at: Mapping[str, set[str]],
    members: Mapping[str, str],
) -> pd.DataFrame:
    """What lies on each member, from all trends; the heaviest load first."""
    touched_by: dict[str, list[str]] = {key: [] for key in at}
    load = dict.fromkeys(at, 0.0)
    for row in rated:
        for key, share in _shares(names.get(row["id"], []), at).items():
            if share:
                touched_by[key].append(row["id"])
                load[key] += share * row["impact"]
    who = pd.DataFrame(
        [(key, members[key], ", ".join(touched_by[key]), load[key]) for key in at],
        columns=["actor_id", "name", "trends", "exposure"],
    )
    order = ["exposure", "actor_id"]
    return who.sort_values(order, ascending=[False, True], kind="stable").reset_index(drop=True)


_KEPT = ["id", "name", "name_fr", "impact", "certainty", "quadrant", "horizon", "owner", "answered"]


def _members(actors: pd.DataFrame | None) -> dict[str, str]:
    if actors is None:
        return {}
    mine = actors[actors["member"] == "yes"]
    return {
        key: key if is_blank(name) else name for key, name in zip(mine["actor_id"], mine["name"], strict=True)
    }


def _places(members: dict[str, str], actor_nodes: pd.DataFrame | None) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    if actor_nodes is not None:
        for actor, node in zip(actor_nodes["actor_id"], actor_nodes["node_id"], strict=True):
            if actor in members:
                found.setdefault(actor, set()).add(node)
    return found


def _drivers(foresight: Trends) -> tuple[str, ...]:
    open_ = foresight.frame[foresight.frame["quadrant"] == "prepare"]
    ordered = open_.sort_values(["impact", "certainty", "id"], ascending=[False, True, True], kind="stable")
    return tuple(ordered["id"].head(2))


def printed(result: object) -> str:
    """Trends with the members they touch as plain text, for a check; a dash when the tool could not run."""
    if not isinstance(result, Exposure):
        return "–"
    columns = ["id", "quadrant", "links", "touched", "relevance", "exposure"]
    drivers = ", ".join(result.drivers) or "none"
    return result.trends[columns].round(4).to_string(index=False) + f"\nscenario drivers: {drivers}"
