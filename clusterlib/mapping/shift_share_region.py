"""Where the change of a whole region comes from, in three forms."""

from __future__ import annotations

import numpy as np

from clusterlib.mapping.intervals import Interval, exactly, ratio
from clusterlib.mapping.shift_share_parts import Ends, Parts, Years, classic, ends, homothetic
from clusterlib.mapping.specialisation_cells import Floats

Whole = dict[str, Interval]


def region_forms(years: Years, place: int, end: int) -> dict[str, Whole]:
    """The parts of a region's change since the first year, by form; each sums to the change.

    Parameters
    ----------
    years : tuple
        From `all_years`.
    place : int
        The region.
    end : int
        The last year.
    """
    two = ends(years, 0, end)
    parts = classic(two)
    whole = _region(two, parts, place)
    split = [half.sum(1) for half in homothetic(two, parts)]
    own = {
        name: Interval(half.low[place], half.high[place])
        for name, half in zip(("homothetic", "allocation"), split, strict=True)
    }
    steps = [ends(years, year - 1, year) for year in range(1, end + 1)]
    each = [_region(step, classic(step), place) for step in steps]
    moving = {
        name: Interval(*(sum(getattr(year[name], side) for year in each) for side in ("low", "high")))
        for name in whole
    }
    moving["change"] = whole["change"]
    return {"classic": whole, "homothetic": whole | own, "moving": moving}


def _region(two: Ends, parts: Parts, place: int) -> Whole:
    before, after = (Interval(side.low[place], side.high[place]) for side in two.region)
    nation = ratio(*reversed(two.overall))
    entry = Interval(parts.entry.low[place].sum(), parts.entry.high[place].sum())
    as_industries = _weighted(two, place, before)
    return {
        "change": after - before,
        "national": before * (nation - exactly(np.asarray(1.0))),
        "mix": as_industries - before * nation,
        "regional": after - as_industries - entry,
        "entry": entry,
    }


def _weighted(two: Ends, place: int, whole: Interval) -> Interval:
    """Jobs the region would have, had each of its industries grown as everywhere: Σ x0·X1/X0.

    The secret cells of the region fill what its total leaves over; the least is reached when the slowest
    industries take it, the most when the fastest do.
    """
    growth = ratio(*reversed(two.industry))
    low, high = two.jobs.before.low[place], two.jobs.before.high[place]
    if not (two.comparable | (high <= 0)).all():
        return Interval(np.asarray(-np.inf), np.asarray(np.inf))
    room = np.where(high > low, high - low, 0.0)
    told = room.sum() > 0 and bool(whole.sure) and float(whole.low) >= low.sum()
    rest = float(whole.low) - low.sum() if told else np.inf
    found = []
    for factor, sign in ((growth.low, 1.0), (growth.high, -1.0)):
        sure = _product(low, factor).sum()
        if told:
            found.append(sure + _filled(room, factor, rest, sign))
        else:
            found.append(sure if sign > 0 else sure + _product(room, factor).sum())
    return Interval(np.asarray(found[0]), np.asarray(found[1]))


def _product(jobs: Floats, factor: Floats) -> Floats:
    """Jobs times growth; no job stays none, even where growth has no end."""
    return np.multiply(jobs, factor, out=np.zeros_like(jobs), where=jobs > 0)


def _filled(room: Floats, factor: Floats, rest: float, sign: float) -> float:
    order = np.argsort(sign * factor, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(room[order])[:-1]])
    taken = np.clip(rest - before, 0.0, room[order])
    return float(_product(taken, factor[order]).sum())
