"""The least and the most of a sum when each part lies in its own range and all parts add up to a whole."""

from __future__ import annotations

import numpy as np

from clusterlib.mapping.specialisation_cells import Floats


def level(low: Floats, high: Floats, total: Floats, weight: Floats, shift: Floats | float = 0.0) -> Floats:
    """The parts that are as even as their ranges allow: ``clip(shift + λ · weight, low, high)``.

    Water poured into vessels that already hold `low` and overflow at `high`. These parts make every
    convex function of part ÷ weight, summed with the weights, as small as it can be (so a sum of squares
    is least, an entropy most).

    Parameters
    ----------
    low, high : array, shape (..., n)
        Range of each part.
    total : array, shape (...,)
        What the parts add up to; outside of what the ranges allow the nearest possible is taken.
    weight : array, shape (..., n)
        How fast each vessel fills; a part of weight 0 stays at `low` until all others are full.
    shift : array, optional
        Where each part stands at λ = 0.

    Returns
    -------
    array, shape (..., n)

    Examples
    --------
    >>> low, high = np.array([0.0, 0.1, 0.6]), np.array([0.2, 1.0, 0.6])
    >>> level(low, high, np.array(1.0), np.ones(3)).round(3).tolist()
    [0.2, 0.2, 0.6]
    """
    low, high, weight, shift = np.broadcast_arrays(low, high, weight, shift)
    wanted = np.clip(total, low.sum(-1), high.sum(-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        opens = np.where(weight > 0, (low - shift) / weight, np.inf)
        fills = np.where(weight > 0, (high - shift) / weight, np.inf)
    marks = np.concatenate([opens, fills], axis=-1)
    slope = np.concatenate([weight, -weight], axis=-1)
    order = np.argsort(marks, axis=-1, kind="stable")
    marks, slope = np.take_along_axis(marks, order, -1), np.take_along_axis(slope, order, -1)
    rate = np.cumsum(np.where(np.isfinite(marks), slope, 0.0), axis=-1)
    steps = np.diff(np.where(np.isfinite(marks), marks, 0.0), axis=-1)
    steps = np.where(np.isfinite(marks[..., 1:]), np.maximum(steps, 0.0), 0.0)
    held = low.sum(-1, keepdims=True) + np.cumsum(np.maximum(rate[..., :-1], 0.0) * steps, axis=-1)
    held = np.concatenate([low.sum(-1, keepdims=True), held], axis=-1)
    place = np.maximum((held < wanted[..., None]).sum(-1) - 1, 0)[..., None]
    speed = np.take_along_axis(rate, place, -1)
    lacking = wanted[..., None] - np.take_along_axis(held, place, -1)
    with np.errstate(divide="ignore", invalid="ignore"):
        more = np.where(speed > 0, lacking / speed, 0.0)
    lam = np.take_along_axis(marks, place, -1) + np.maximum(more, 0.0)
    with np.errstate(invalid="ignore"):
        even = np.clip(np.where(weight > 0, shift + lam * weight, low), low, high)
    return _topped_up(even, low, high, wanted, weight)


def _topped_up(parts: Floats, low: Floats, high: Floats, total: Floats, weight: Floats) -> Floats:
    """Put what rounding, or parts without a weight, leave over where there is room."""
    rest = (total - parts.sum(-1))[..., None]
    room = np.where(rest > 0, np.where(weight > 0, 0.0, high - parts), 0.0)
    whole = room.sum(-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(whole > 0, room / whole, 0.0)
    return np.asarray(np.clip(parts + share * np.minimum(rest, whole), low, high), dtype=np.float64)


def extreme(low: Floats, high: Floats, slope: Floats, least: Floats, most: Floats, sign: float) -> Floats:
    """Greatest (`sign` 1) or least (−1) of Σ slope · (part − low) when the parts add up to least … most.

    The steepest part is filled first. With the slopes of the chords of a convex function this is an upper
    bound of the function's sum that is exact where all parts but one stand at an end of their range.

    Parameters
    ----------
    low, high, slope : array, shape (..., n)
        Range of each part, and what one unit of it adds.
    least, most : array, shape (...,)
        Between these lies the sum of the parts.
    sign : {1, -1}
        Whether the greatest or the least is wanted.

    Examples
    --------
    >>> ends = np.zeros(3), np.array([0.5, 0.5, 0.5])
    >>> float(extreme(*ends, np.array([1.0, 3.0, 2.0]), np.array(1.0), np.array(1.0), 1.0))
    2.5
    """
    order = np.argsort(-sign * slope, axis=-1, kind="stable")
    width = np.take_along_axis(np.maximum(high - low, 0.0), order, -1)
    gain = np.take_along_axis(np.broadcast_to(slope, width.shape), order, -1)
    base = low.sum(-1)
    useful = np.where(sign * gain > 0, width, 0.0).sum(-1)
    room = np.clip(useful, least - base, most - base)
    before = np.cumsum(width, axis=-1) - width
    taken = np.clip(room[..., None] - before, 0.0, width)
    return np.asarray((taken * np.where(taken > 0, gain, 0.0)).sum(-1), dtype=np.float64)
