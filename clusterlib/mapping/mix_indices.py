"""How specialised a region is as a whole: Krugman, HHI, entropy and Hachman, each with its bounds.

A secret cell moves every one of these numbers. The bounds let each share take any value in its range
while all shares add up to the whole; what ties the region to the country is left out, so they may be
wider than need be and are never narrower.
"""

from __future__ import annotations

import numpy as np

from clusterlib.mapping.box_sums import extreme, level
from clusterlib.mapping.intervals import Interval
from clusterlib.mapping.mixes import Mix
from clusterlib.mapping.specialisation_cells import Floats


def krugman(mix: Mix) -> Interval:
    """Krugman specialisation against all of the country, own region included: Σ |s − s_country|, 0 to 2.

    Krugman (1991) compares two regions, or a region with the rest of the country; this is the variant
    against the whole. Half of it is Hoover's index.

    Examples
    --------
    >>> krugman(as_mix([[0.3, 0.7]], [0.2, 0.8])).low.round(3).tolist()
    [[0.2]]
    """
    low, high = mix.part.low - mix.norm.high, mix.part.high - mix.norm.low
    gap_low, gap_high = mix.sum_low - mix.norm_high, mix.sum_high - mix.norm_low
    nearest = np.maximum(np.maximum(low, -high), 0.0).sum(-1)
    farthest = np.maximum(np.abs(low), np.abs(high)).sum(-1)
    above, below = np.maximum(high, 0.0).sum(-1), np.maximum(-low, 0.0).sum(-1)
    sure_above, sure_below = np.maximum(low, 0.0).sum(-1), np.maximum(-high, 0.0).sum(-1)
    most = np.minimum(farthest, np.minimum(2 * above - gap_low, 2 * below + gap_high))
    least = np.maximum(nearest, np.maximum(2 * sure_above - gap_high, 2 * sure_below + gap_low))
    return _ended(mix, least, most, top=2.0)


def hhi(mix: Mix) -> Interval:
    """Herfindahl–Hirschman index Σ s², between 1 ÷ industries and 1; not normalised.

    Examples
    --------
    >>> hhi(as_mix([[0.5, 0.5], [0.0, 1.0]], [0.2, 0.8])).low.tolist()
    [[0.5, 1.0]]
    """
    low, high = mix.part.low, mix.part.high
    even = level(low, high, mix.sum_low, np.ones_like(low))
    most = (low**2).sum(-1) + extreme(low, high, low + high, mix.sum_low, mix.sum_high, 1.0)
    return _ended(mix, (even**2).sum(-1), most, top=1.0)


def entropy(mix: Mix) -> Interval:
    """Shannon entropy −Σ s log₂ s in bits; 0 · log 0 counts as 0.

    Examples
    --------
    >>> entropy(as_mix([[0.5, 0.5], [0.0, 1.0]], [0.2, 0.8])).high.tolist()
    [[1.0, 0.0]]
    """
    low, high = mix.part.low, mix.part.high
    peak = np.clip(np.exp(-1.0), low, high).sum(-1)  # beyond it more of a share is less entropy
    even = level(low, high, np.clip(peak, mix.sum_low, mix.sum_high), np.ones_like(low))
    width = high - low
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(width > 0, (_bits(high) - _bits(low)) / width, 0.0)
    least = _bits(low).sum(-1) + extreme(low, high, slope, mix.sum_low, mix.sum_high, -1.0)
    return _ended(mix, least, _bits(even).sum(-1), top=float(np.log2(low.shape[-1] or 1)))


def hachman(mix: Mix) -> Interval:
    """Hachman index 1 ÷ Σ LQ · s: 1 for the mix of the country; industries without jobs are left out.

    Examples
    --------
    >>> hachman(as_mix([[0.2, 0.8], [1.0, 0.0]], [0.2, 0.8])).high.round(3).tolist()
    [[1.0, 0.2]]
    """
    low, high = mix.part.low, mix.part.high
    there = np.broadcast_to(mix.norm.high > 0, low.shape)
    light, heavy = np.broadcast_to(mix.norm.low, low.shape), np.broadcast_to(mix.norm.high, low.shape)
    even = level(low, high, mix.sum_low, np.where(there, heavy, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        least = np.where(there, even**2 / heavy, 0.0).sum(-1)
        base = np.where(low > 0, low**2 / light, 0.0).sum(-1)
        slope = np.where(high > low, (low + high) / light, 0.0)
    endless = ~np.isfinite(base) | ~np.isfinite(slope).all(-1)
    slope = np.where(np.isfinite(slope), slope, 0.0)
    most = np.where(endless, np.inf, base + extreme(low, high, slope, mix.sum_low, mix.sum_high, 1.0))
    with np.errstate(divide="ignore"):
        found = Interval(1.0 / most, 1.0 / least)
    return _ended(mix, found.low, found.high, top=1.0)


def as_mix(shares: object, country: object) -> Mix:
    """A mix of known shares: regions down, industries across, and the country's shares.

    Examples
    --------
    >>> as_mix([[0.3, 0.7]], [0.2, 0.8]).part.low.shape
    (1, 1, 2)
    """
    part = np.atleast_2d(np.asarray(shares, dtype=np.float64))[None]
    norm = np.asarray(country, dtype=np.float64)[None, None]
    sums, all_sum = part.sum(-1), norm.sum(-1)
    defined = np.ones(sums.shape, dtype=bool)
    return Mix(Interval(part, part), Interval(norm, norm), sums, sums, all_sum, all_sum, defined)


def _bits(share: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(share > 0, -share * np.log2(share), 0.0), dtype=np.float64)


def _ended(mix: Mix, low: Floats, high: Floats, *, top: float) -> Interval:
    """Bounds where the mix is defined; both ends the same number where they differ by rounding only.

    Published totals may be rounded, so shares may seem to add up to more than 1; no mix has an index beyond
    `top` all the same.
    """
    with np.errstate(invalid="ignore"):
        same = np.abs(high - low) <= 1e-12 * np.maximum(np.abs(high), 1.0)
    low, high = np.clip(np.minimum(low, high), 0.0, top), np.clip(np.maximum(low, high), 0.0, top)
    high = np.where(same, low, high)
    return Interval(np.where(mix.defined, low, np.nan), np.where(mix.defined, high, np.nan))
