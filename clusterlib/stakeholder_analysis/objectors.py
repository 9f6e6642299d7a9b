"""Who is against it, over what, and with whom (guide L1456-1458)."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from clusterlib.stakeholder_analysis.stakeholders import Stakeholders


@dataclass(frozen=True, slots=True)
class Objectors:
    """Those who are critical, or against one of the objectives.

    Attributes
    ----------
    table : DataFrame
        One row per objector, the largest risk first, unknown ones after it: the columns of the queue plus
        against (objective it resists most; None if none is recorded), stance, probability, risk (influence 1
        to 3 × stance × probability, 0 to 12; NaN without a stance), group (its coalition; 0: alone).
    coalitions : tuple of tuple of str
        Critical stakeholders that a relation joins, largest first.
    blocking : float or None
        Influence of the critical ones over that of the positive ones; infinite without supporters.
    listed : int
        Stakeholders on the list.
    related, positioned : bool
        Whether relations and positions are there at all.
    """

    table: pd.DataFrame
    coalitions: tuple[tuple[str, ...], ...]
    blocking: float | None
    listed: int
    related: bool
    positioned: bool

    @property
    def quiet(self) -> pd.DataFrame:
        """Not rated critical, yet against an objective."""
        return self.table[self.table["attitude"] >= 0]


def oppose(
    result: Stakeholders, relations: pd.DataFrame | None = None, positions: pd.DataFrame | None = None
) -> Objectors:
    """List the objectors with their risk and their coalitions.

    Parameters
    ----------
    result : Stakeholders
        Result of `stakeholders.analyse`.
    relations : DataFrame, optional
        Typed table; every kind but conflict joins critical stakeholders, a strength of 0 does not.
    positions : DataFrame, optional
        Typed table; the negative stance with the largest stance × probability counts.

    Returns
    -------
    Objectors
    """
    worst = _worst(positions)
    table = result.table[(result.table["attitude"] < 0) | result.table["id"].isin(worst.index)].copy()
    for column in worst:
        table[column] = table["id"].map(worst[column])
    numbers = ["stance", "probability"]  # they arrive as text when nobody is against
    table[numbers] = table[numbers].astype("float64")
    table["risk"] = table["weight"] * table["stance"].abs() * table["probability"]
    coalitions = _coalitions(table.loc[table["attitude"] < 0, "id"].astype(str).tolist(), relations)
    group = {key: i + 1 for i, members in enumerate(coalitions) for key in members}
    table["group"] = [group.get(str(key), 0) for key in table["id"]]
    table = table.sort_values(["risk", "weight"], ascending=False, na_position="last", kind="stable")
    return Objectors(
        table.reset_index(drop=True),
        coalitions,
        result.blocking,
        len(result.table),
        relations is not None and len(relations) > 0,
        positions is not None and len(positions) > 0,
    )


def _worst(positions: pd.DataFrame | None) -> pd.DataFrame:
    """The negative stance of each stakeholder that is most likely to be felt."""
    if positions is None or positions.empty:
        return pd.DataFrame({"against": [], "stance": [], "probability": []}, dtype="object")
    stance = pd.to_numeric(positions["stance"]).astype("float64")
    ends = [end for end in ("", "_fr") if f"objective{end}" in positions]
    chance = pd.to_numeric(positions["probability"]).astype("float64").fillna(1.0)
    found = pd.DataFrame(
        {
            "id": positions["stakeholder_id"],
            **{f"against{end}": positions[f"objective{end}"] for end in ends},
            "stance": stance,
            "probability": chance,
        }
    )
    found = found[found["stance"] < 0].assign(felt=np.abs(stance) * chance)
    found = found.sort_values("felt", ascending=False, kind="stable").drop_duplicates("id")
    return found.set_index("id").drop(columns="felt")


def _coalitions(critical: list[str], relations: pd.DataFrame | None) -> tuple[tuple[str, ...], ...]:
    net = nx.Graph()
    net.add_nodes_from(critical)
    if relations is not None:
        joins = relations[
            (relations["kind"] != "conflict") & ~(relations["strength"] == 0).fillna(False).astype(bool)
        ]
        pairs = joins[joins["from"].isin(critical) & joins["to"].isin(critical)]
        net.add_edges_from(zip(pairs["from"], pairs["to"], strict=True))
    groups = [tuple(sorted(map(str, g))) for g in nx.connected_components(net) if len(g) > 1]
    return tuple(sorted(groups, key=lambda g: (-len(g), g)))
