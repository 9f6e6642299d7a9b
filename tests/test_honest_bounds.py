"""Tables of which 15 % of the cells are kept secret at random: nothing called certain, or no, is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from clusterlib.mapping.changes import excess_bounds
from clusterlib.mapping.industry_spread import coagglomeration, locational_gini
from clusterlib.mapping.mix_indices import entropy, hachman, hhi, krugman
from clusterlib.mapping.mixes import industry_mix, region_mix
from clusterlib.mapping.relatedness import density, presence, proximity
from clusterlib.mapping.relatedness_bounds import density_bounds, nearer_than_any, present, proximity_bounds
from clusterlib.mapping.relatedness_bounds import together as counted
from clusterlib.mapping.specialisation_bounds import narrow
from clusterlib.mapping.specialisation_cells import NIL, SUPPRESSED, VALUE, Cells, Margin
from clusterlib.mapping.specialisation_ratios import quotients

REGIONS, INDUSTRIES, TABLES = 6, 5, 1000
THRESHOLD = 1.25


def tables(totals, seed):
    """A thousand true tables, one a year, and what a statistics office would print of them."""
    rng = np.random.default_rng(seed)
    shape = (TABLES, REGIONS, INDUSTRIES)
    truth = np.floor(rng.lognormal(3.0, 1.3, shape) * (rng.random(shape) < 0.85))
    secret = (rng.random(shape) < 0.15) & (truth > 0)
    # half of the secrets come with a size class, the others with nothing
    classed = rng.random(shape) < 0.5
    ends = np.array([0, 5, 10, 20, 50, 100, 250, 500, 1000, 1e9])
    place = np.searchsorted(ends, truth, side="right") - 1
    low = np.where(secret, np.where(classed, ends[place], 0.0), truth)
    high = np.where(secret, np.where(classed, ends[place + 1] - 1, np.inf), truth)
    kind = np.where(secret, SUPPRESSED, np.where(truth > 0, VALUE, NIL)).astype(np.int8)
    blank = np.full_like

    def margin(sums, told):
        value = sums if told else blank(sums, np.nan)
        return Margin(value, value, np.full(sums.shape, 5, np.int8))

    cells = Cells(
        np.arange(TABLES),
        tuple(f"R{r}" for r in range(REGIONS)),
        tuple(f"I{i}" for i in range(INDUSTRIES)),
        low,
        high,
        kind,
        np.full(shape, 5, np.int8),
        margin(truth.sum(2), totals in ("all", "regions")),
        margin(truth.sum(1), totals in ("all", "industries")),
        margin(truth.sum((1, 2)), totals == "all"),
        tuple(axis.ravel() for axis in np.indices(shape)),
    )
    return truth, secret, cells


def inside(truth, low, high, name):
    told = ~np.isnan(truth) & ~np.isnan(low)
    room = 1e-7 * np.maximum(np.abs(truth), 1.0)
    assert (truth >= low - room)[told].all(), name
    assert (np.isnan(high) | (truth <= high + room))[told].all(), name
    return told


@pytest.mark.parametrize("totals", ["all", "regions", "industries", "none"])
def test_nothing_certain_and_nothing_denied_is_wrong_in_a_thousand_tables(totals):
    truth, secret, cells = tables(totals, seed=20)
    narrowed = narrow(cells, rounding=0, exact_limit=0)
    with np.errstate(all="ignore"):
        region, industry = truth.sum(2, keepdims=True), truth.sum(1, keepdims=True)
        overall = truth.sum((1, 2), keepdims=True)
        lq = truth * overall / (region * industry)
    found = quotients(narrowed)
    assert inside(lq, found.low, found.high, "lq").sum() > 20_000
    certain = found.low >= THRESHOLD
    no = ~np.isnan(found.high) & (found.high < THRESHOLD)
    assert (lq[certain] >= THRESHOLD * (1 - 1e-9)).all() and (lq[no & ~np.isnan(lq)] < THRESHOLD).all()
    assert (certain & secret).sum() > 100, "the test must meet secret cells that are judged"
    excess = excess_bounds(narrowed, found.defined)
    inside(
        np.where(found.defined, truth - region * industry / overall, np.nan),
        excess.low,
        excess.high,
        "excess",
    )
    _mixes(narrowed, truth)
    _neighbours(found, lq)


def _mixes(narrowed, truth):
    with np.errstate(all="ignore"):
        s = truth / truth.sum(2, keepdims=True)
        t = truth.sum(1, keepdims=True) / truth.sum((1, 2), keepdims=True)
        a = (truth / truth.sum(1, keepdims=True)).transpose(0, 2, 1)
        p = truth.sum(2)[:, None, :] / truth.sum((1, 2))[:, None, None]
        expected = {
            krugman: np.abs(s - t).sum(2),
            hhi: (s**2).sum(2),
            entropy: -np.where(s > 0, s * np.log2(s), 0.0).sum(2),
            hachman: 1 / np.where(t > 0, s**2 / t, 0.0).sum(2),
        }
        gini = np.abs(a[..., :, None] * p[..., None, :] - a[..., None, :] * p[..., :, None]).sum((2, 3)) / 2
        pairs = (a - p) @ (a - p).transpose(0, 2, 1) / (1 - (p**2).sum(2))[..., None]
    regions, industries = region_mix(narrowed), industry_mix(narrowed)
    for function, value in expected.items():
        bounds = function(regions)
        inside(np.where(truth.sum(2) > 0, value, np.nan), bounds.low, bounds.high, function.__name__)
    bounds = locational_gini(industries)
    inside(gini, bounds.low, bounds.high, "gini")
    bounds = coagglomeration(industries)
    inside(pairs, bounds.low, bounds.high, "coagglomeration")


def _neighbours(found, lq):
    """Presence, proximity, density and near, table by table."""
    words = 0
    for year in range(0, TABLES, 4):
        state = present(found.low[year], found.high[year])
        there = presence(lq[year])
        there &= found.defined[year]
        assert (state.sure <= there).all() and (there <= state.maybe).all()
        near, true_near = proximity_bounds(counted(state)), proximity(there)
        inside(true_near, near.low, near.high, "proximity")
        true_density = density(there, true_near)
        bounds = density_bounds(state, near)
        inside(true_density, bounds.low, bounds.high, "density")
        above = nearer_than_any(state, near)
        gap = true_density - (there.sum(1, keepdims=True) - there) / (INDUSTRIES - 1)
        inside(gap, above.low, above.high, "near")
        words += int((above.low > 0).sum() + (above.high < 0).sum())
    assert words > 200
