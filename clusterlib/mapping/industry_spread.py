"""Where an industry sits: locational Gini and Ellison–Glaeser concentration, each with its bounds."""

from __future__ import annotations

import numpy as np

from clusterlib.mapping.box_sums import extreme, level
from clusterlib.mapping.intervals import Interval
from clusterlib.mapping.mix_indices import hhi
from clusterlib.mapping.mixes import Mix
from clusterlib.mapping.specialisation_cells import Floats


def locational_gini(mix: Mix) -> Interval:
    """Locational Gini: the Lorenz curve of an industry against that of all jobs, regions sorted by LQ.

    0 when the industry is spread as all jobs are, towards 1 when a small region holds it all. Regions of
    the same quotient do not matter to the curve, so ties need no order.

    Least: the regions' shares as even as their ranges allow. Most: between the curve of the least shares
    and that of the greatest. A country's share that is itself uncertain widens both by as much as it can
    be wrong.

    Parameters
    ----------
    mix : Mix
        From `industry_mix`.

    Examples
    --------
    >>> from clusterlib.mapping.mix_indices import as_mix
    >>> locational_gini(as_mix([[0.5, 0.5], [1.0, 0.0]], [0.5, 0.5])).low.round(3).tolist()
    [[0.0, 0.5]]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        low = mix.part.low / mix.sum_high[..., None]
        high = mix.part.high / mix.sum_low[..., None]
        p_low = mix.norm.low / mix.norm_high[..., None]
        p_high = mix.norm.high / mix.norm_low[..., None]
        middle = (p_low + p_high) / 2
        weight = middle / middle.sum(-1, keepdims=True)
    low, high, p_low, p_high, weight = (np.nan_to_num(x) for x in (low, high, p_low, p_high, weight))
    wrong = np.maximum(np.abs(p_low - weight), np.abs(p_high - weight)).sum(-1)
    wrong = np.where(wrong < 1e-9, 0.0, wrong)
    weight = np.broadcast_to(weight, low.shape)
    even = level(low, high, np.ones(low.shape[:-1]), weight)
    least = 1.0 - 2.0 * _area(*_curve(even, weight))
    most = 1.0 - 2.0 * _under(low, high, weight)
    sure = (high - low).max(-1) <= 1e-12
    most = np.where(sure, least, np.maximum(most, least))
    return _ended(mix, np.clip(least - wrong, 0.0, 1.0), np.clip(most + wrong, 0.0, 1.0))


def _curve(share: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Points of the Lorenz curve: cumulated weight and share, lowest quotient first, from the origin."""
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = np.where(weight > 0, share / weight, np.inf)
    order = np.argsort(quotient, axis=-1, kind="stable")
    x = np.cumsum(np.take_along_axis(weight, order, -1), axis=-1)
    y = np.cumsum(np.take_along_axis(share, order, -1), axis=-1)
    origin = np.zeros((*x.shape[:-1], 1))
    return np.concatenate([origin, x], -1), np.concatenate([origin, y], -1)


def _area(x: Floats, y: Floats) -> Floats:
    return np.asarray(((y[..., 1:] + y[..., :-1]) * np.diff(x, axis=-1)).sum(-1) / 2, dtype=np.float64)


def _under(low: Floats, high: Floats, weight: Floats) -> Floats:
    """Area under a curve that no possible Lorenz curve goes below.

    Regions of weight u hold at least the least shares of the poorest, and at least what the rest cannot
    hold. Both bounds are piecewise linear; the greater of the two is integrated exactly.
    """
    x_low, y_low = _curve(low, weight)
    x_top, y_top = _curve(-high, weight)  # the richest first
    mirrored_x, mirrored_y = 1.0 - x_top[..., ::-1], 1.0 + y_top[..., ::-1]  # what the others hold at least
    marks = np.sort(np.concatenate([x_low, np.clip(mirrored_x, 0.0, 1.0)], -1), axis=-1)
    first, second = _at(marks, x_low, y_low), _at(marks, mirrored_x, mirrored_y)
    gap = second - first
    left, right, width = gap[..., :-1], gap[..., 1:], np.diff(marks, axis=-1)
    up_left, up_right = np.maximum(left, 0.0), np.maximum(right, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = np.where(
            left * right < 0, (up_left + up_right) ** 2 / (2 * np.abs(left - right)), (up_left + up_right) / 2
        )
    return _area(marks, first) + np.asarray((width * crossing).sum(-1), dtype=np.float64)


def _at(marks: Floats, x: Floats, y: Floats) -> Floats:
    """Values of piecewise linear curves at marks, row by row."""
    flat = [array.reshape(-1, array.shape[-1]) for array in (marks, x, y)]
    rows = [np.interp(*row) for row in zip(*flat, strict=True)]
    return np.asarray(rows, dtype=np.float64).reshape(marks.shape)


def ellison_glaeser(mix: Mix, plants: Interval) -> Interval:
    """Ellison–Glaeser γ: concentration beyond what all jobs and the sizes of firms explain.

    γ = (G − (1 − Σp²)H) / ((1 − Σp²)(1 − H)) with G = Σ (a − p)². 0 is what chance would give if each
    firm chose its place as jobs are spread; Ellison and Glaeser (1997) call more than 0.05 highly
    concentrated. It does not always fall in H, so both ends are tried.

    Parameters
    ----------
    mix : Mix
        From `industry_mix`: a is the share of a region in the industry, p in all jobs.
    plants : Interval, shape (years, industries)
        Herfindahl index H of the sizes of the industry's firms; see `plant_sizes`.

    Returns
    -------
    Interval
        NaN where one region holds all jobs (Σp² = 1) or one firm the industry (H = 1).

    Examples
    --------
    >>> from clusterlib.mapping.mix_indices import as_mix
    >>> from clusterlib.mapping.intervals import exactly
    >>> mix = as_mix([[0.9, 0.1]], [0.5, 0.5])
    >>> ellison_glaeser(mix, exactly(np.array([[0.1]]))).low.round(3).tolist()
    [[0.6]]
    """
    gap = raw_concentration(mix)
    spread = _country(mix)
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = [
            (raw - size) / (1.0 - size)
            for raw in (gap.low / (1.0 - spread.low), gap.high / (1.0 - spread.high))
            for size in (plants.low, plants.high)
        ]
    found = Interval(np.minimum.reduce(ends), np.maximum.reduce(ends))
    known = (spread.high < 1 - 1e-12) & (plants.high < 1 - 1e-12) & (plants.low >= 0)
    return _ended(mix, np.where(known, found.low, np.nan), np.where(known, found.high, np.nan))


def raw_concentration(mix: Mix) -> Interval:
    """G = Σ (a − p)², the raw concentration of an industry."""
    low, high = mix.part.low, mix.part.high
    p_low, p_high = mix.norm.low, mix.norm.high
    least = np.maximum(np.maximum(low - p_high, p_low - high), 0.0)
    most = np.maximum(np.abs(high - p_low), np.abs(low - p_high))
    loose = Interval((least**2).sum(-1), (most**2).sum(-1))
    middle = np.broadcast_to((p_low + p_high) / 2, low.shape)
    nearest = np.clip(np.clip(middle, low, high).sum(-1), mix.sum_low, mix.sum_high)
    tight = ((level(low, high, nearest, np.ones_like(low), middle) - middle) ** 2).sum(-1)
    slope = low + high - 2 * middle
    top = ((low - middle) ** 2).sum(-1) + extreme(low, high, slope, mix.sum_low, mix.sum_high, 1.0)
    sure = (p_high - p_low).max(-1) <= 1e-12
    return Interval(
        np.where(sure, np.maximum(loose.low, tight), loose.low),
        np.where(sure, np.minimum(loose.high, top), loose.high),
    )


def _country(mix: Mix) -> Interval:
    """Σ p², with bounds."""
    shares = Mix(
        mix.norm, mix.norm, mix.norm_low, mix.norm_high, mix.norm_low, mix.norm_high, np.asarray(True)
    )
    found = hhi(shares)
    return Interval(found.low, np.maximum(found.high, found.low))


def coagglomeration(mix: Mix) -> Interval:
    """Ellison–Glaeser coagglomeration of each pair of industries: Σ (a − p)(b − p) / (1 − Σp²).

    Above 0 two industries sit in the same regions, below 0 they avoid each other. The diagonal is the raw
    concentration G / (1 − Σp²) of one industry.

    Returns
    -------
    Interval, shape (years, industries, industries)

    Examples
    --------
    >>> from clusterlib.mapping.mix_indices import as_mix
    >>> coagglomeration(as_mix([[0.9, 0.1], [0.8, 0.2], [0.1, 0.9]], [0.5, 0.5])).low.round(2)[0, 0].tolist()
    [0.64, 0.48, -0.64]
    """
    low, high = mix.part.low - mix.norm.high, mix.part.high - mix.norm.low
    middle, reach = (low + high) / 2, (high - low) / 2
    centre = middle @ middle.swapaxes(-1, -2)
    size = np.abs(middle)
    across = size @ reach.swapaxes(-1, -2)
    width = across + across.swapaxes(-1, -2) + reach @ reach.swapaxes(-1, -2)
    spread = _country(mix)
    known = (spread.high < 1 - 1e-12)[..., None]
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [1.0 - side[..., None] for side in (spread.low, spread.high)]
        ends = [side / part for side in (centre - width, centre + width) for part in parts]
    both = mix.defined[..., :, None] & mix.defined[..., None, :] & known
    return Interval(
        np.where(both, np.minimum.reduce(ends), np.nan), np.where(both, np.maximum.reduce(ends), np.nan)
    )


def _ended(mix: Mix, low: Floats, high: Floats) -> Interval:
    with np.errstate(invalid="ignore"):
        same = np.abs(high - low) <= 1e-12 * np.maximum(np.abs(high), 1.0)
    return Interval(
        np.where(mix.defined, low, np.nan), np.where(mix.defined, np.where(same, low, high), np.nan)
    )
