"""Where a region stands by the complexity of its industries, in sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clusterlib.mapping.industry_space import Space
from clusterlib.mapping.space_complexity import FEW
from clusterlib.readings import Speaker


def read_complexity(result: Space, *, say: Speaker = Speaker()) -> str:
    """The place of the case's region in the order by complexity, and what that place is worth."""
    order, regions = result.order, result.pairs.regions
    if order.why:
        reasons = {
            "small": say("No order by complexity: fewer than two regions or industries are left to compare."),
            "disconnected": say(
                "No order by complexity: the table falls into parts that have no industry in common."
            ),
            "repeated": say(
                "No order by complexity: the regions differ in two ways of equal weight, so no single order "
                "is right."
            ),
            "sign": say(
                "No order by complexity: it does not go with the number of industries that a region has, so "
                "nothing says which end is which."
            ),
        }
        return reasons[order.why]
    rows = order.regions[order.regions["year"] == result.year].set_index("region")
    if result.region not in rows.index or np.isnan(rows["low"].to_dict()[result.region]):
        return say(
            "{region} has no industry in at least the average share, so it has no place by complexity.",
            region=result.region,
        )
    place, n = _place(rows, str(result.region)), int(rows["low"].notna().sum())
    if place[1] - place[0] >= n - 2 > 0:
        return say(
            "By complexity {region} could stand anywhere among the {n} regions: the undecided cells turn the "
            "order around.",
            region=result.region,
            n=say.number(n),
        )
    text = say(
        "By complexity (which regions have many industries that few others have) {region} is {place} of "
        "{n} regions.",
        region=result.region,
        place=_ordinal(place, say),
        n=say.number(n),
    )
    if order.draws > 1:
        text += " " + say(
            "The range comes from {draws} ways to fill in the undecided cells by chance; it is no proven "
            "bound.",
            draws=say.number(order.draws),
        )
    text += " " + say(
        "The order is turned so that regions with more industries stand higher, and holds for {year} only.",
        year=str(result.year),
    )
    if regions < FEW:
        text += " " + say(
            "With {n} regions it says little more than who resembles whom.", n=say.number(regions)
        )
    return text


def _place(rows: pd.DataFrame, region: str) -> tuple[int, int]:
    low, high = (rows[side].to_dict()[region] for side in ("low", "high"))
    best = 1 + int((rows["low"] > high + 1e-9).sum())
    ahead = int((rows["high"].drop(index=region) > low + 1e-9).sum())
    return best, 1 + ahead


def _ordinal(place: tuple[int, int], say: Speaker) -> str:
    first, last = (say.number(n) for n in place)
    if first == last:
        return say("number {n}", n=first)
    return say("between number {low} and number {high}", low=first, high=last)
