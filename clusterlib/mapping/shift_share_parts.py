"""The parts of a change in jobs, each with the least and the most that secret cells allow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from clusterlib.mapping.intervals import Interval, exactly, ratio
from clusterlib.mapping.specialisation_bounds import Narrowed, others
from clusterlib.mapping.specialisation_cells import Floats, Margin


class Pair(NamedTuple):
    """The same numbers in two years."""

    before: Interval
    after: Interval


@dataclass(frozen=True, slots=True)
class Ends:
    """Two years of a table; arrays of regions × industries where nothing else is said.

    Attributes
    ----------
    jobs : Pair
        Jobs of each cell.
    industry : Pair
        Jobs of each industry everywhere; shape (industries,).
    rest : Pair
        The same without the cell where no total is published; nothing where one is.
    told : Pair
        1 where the total of the industry is published; shape (industries,).
    region : Pair
        Jobs of each region; shape (regions,).
    overall : Pair
        All jobs; shape ().
    comparable : array of bool
        Whether the regions make up the whole, or totals say what it is; shape (industries,).
    """

    jobs: Pair
    industry: Pair
    rest: Pair
    told: Pair
    region: Pair
    overall: Pair
    comparable: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Parts:
    """Where a change comes from; the four parts sum to the change.

    Attributes
    ----------
    change : Interval
        Jobs at the end less those at the start.
    national, mix, regional : Interval
        What the growth of the country, of the industry and of the region itself gave.
    entry : Interval
        Jobs where there was none at the start.
    """

    change: Interval
    national: Interval
    mix: Interval
    regional: Interval
    entry: Interval

    def __add__(self, other: Parts) -> Parts:
        return Parts(
            self.change + other.change,
            self.national + other.national,
            self.mix + other.mix,
            self.regional + other.regional,
            self.entry + other.entry,
        )


#: The six sums of one year, in the order of `Ends`, and which industries can be compared.
Year: TypeAlias = tuple[tuple[Interval, ...], npt.NDArray[np.bool_]]
Years: TypeAlias = tuple[Year, ...]


def all_years(narrowed: Narrowed) -> Years:
    """Each year of a table with the totals that are published, else sums of what its cells can be."""
    return tuple(_year(narrowed, at) for at in range(len(narrowed.cells.years)))


def ends(years: Years, start: int, end: int) -> Ends:
    """Two years of a table side by side.

    Parameters
    ----------
    years : tuple
        From `all_years`.
    start, end : int
        Places of the two years.
    """
    first, last = years[start], years[end]
    jobs, industry, rest, told, region, overall = (Pair(a, b) for a, b in zip(first[0], last[0], strict=True))
    return Ends(jobs, industry, rest, told, region, overall, first[1] & last[1])


def _year(narrowed: Narrowed, at: int) -> Year:
    cells = narrowed.cells
    jobs = Interval(cells.low[at], cells.high[at])
    rest = Interval(*(others(side[None], (1,))[0] for side in (jobs.low, jobs.high)))
    told = cells.by_industry.published[at]
    none = exactly(np.zeros_like(cells.by_industry.low[at]))
    industry = _published(cells.by_industry, at).where(told, jobs.sum(0))
    rest = none.where(told, rest)
    own_total = _published(cells.by_region, at).where(cells.by_region.published[at], jobs.sum(1))
    region = jobs.sum(1).where(jobs.sum(1).sure, own_total)
    sides = [own_total.sum(0), industry.sum(0)]
    overall = next((side for side in sides if bool(side.sure)), sides[0])
    if cells.overall.published[at]:
        overall = exactly(np.asarray(cells.overall.low[at]))
    listed = told | (narrowed.all_regions and len(cells.regions) > 1)
    return (jobs, industry, rest, exactly(told.astype(np.float64)), region, overall), listed


def _published(margin: Margin, at: int) -> Interval:
    return Interval(margin.low[at], margin.high[at])


def classic(two: Ends) -> Parts:
    """National, mix and regional part of each cell's change.

    National x0·g, mix x0·(g_i − g), regional x0·(g_ri − g_i) = x1 − x0·X1/X0. Where the total of an
    industry is not published it contains the cell itself; the regional part then still only falls with
    the jobs before and with the rest after, and only rises with the other two, so its ends are corners.
    """
    x0, x1 = two.jobs
    new = x0.high <= 0
    maybe = ~new & (x0.low <= 0)
    nation, industry = ratio(*reversed(two.overall)), ratio(*reversed(two.industry))
    one = exactly(np.ones_like(x0.low))
    national = x0 * (_as(nation, x0) - one)
    mix = x0 * _as(industry - nation, x0)
    regional = Interval(_corner(two, least=True), _corner(two, least=False))
    regional = Interval(np.where(maybe, np.minimum(regional.low, 0.0), regional.low), regional.high)
    none = exactly(np.zeros_like(x0.low))
    entry = x1.where(new, Interval(none.low, np.where(maybe, x1.high, 0.0)))
    national, mix, regional = (none.where(new, part) for part in (national, mix, regional))
    blank = Interval(np.full_like(x0.low, -np.inf), np.full_like(x0.low, np.inf))
    told = np.broadcast_to(two.comparable | new, new.shape)
    return Parts(x1 - x0, national, mix.where(told, blank), regional.where(told, blank), entry)


def _as(value: Interval, like: Interval) -> Interval:
    return Interval(*(np.broadcast_to(side, like.low.shape) for side in (value.low, value.high)))


def _corner(two: Ends, *, least: bool) -> Floats:
    """Regional part at the corner where it is least (most)."""
    before, after = two.jobs
    x0, x1 = (before.high, after.low) if least else (before.low, after.high)
    r0 = two.rest.before.low if least else two.rest.before.high
    r1 = two.rest.after.high if least else two.rest.after.low
    told0, told1 = two.told.before.low > 0, two.told.after.low > 0
    total0 = np.where(told0, two.industry.before.low, x0 + r0)
    total1 = np.where(told1, two.industry.after.low, x1 + r1)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = x1 - np.where(x0 > 0, x0 * (total1 / total0), 0.0)
    return np.where(np.isnan(value), -np.inf if least else np.inf, value)


def homothetic(two: Ends, parts: Parts) -> tuple[Interval, Interval]:
    """The regional part split in two (Esteban-Marquillas): what the region would gain if it had the
    country's mix, h·(g_ri − g_i) with h = x0_r·x0_i/x0, and what its own mix adds to that.

    Bounds have no end where the totals are not all known, or where there may have been no job before.
    """
    x0, x1 = two.jobs
    region, industry, overall = two.region.before, two.industry.before, two.overall.before
    factor = ratio(*reversed(two.industry))
    known = (
        region.sure[:, None] & (industry.sure & factor.sure & two.comparable)[None, :] & bool(overall.sure)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        h = region.low[:, None] * industry.low[None, :] / overall.low
        g = factor.low[None, :]
        growth = Interval(x1.low / x0.high - g, x1.high / x0.low - g)
        turn = np.clip(np.sqrt(h * np.stack([x1.low, x1.high]) / g), x0.low, x0.high)
        tries = [(a, b) for a in (x0.low, x0.high) for b in (x1.low, x1.high)] + list(
            zip(turn, (x1.low, x1.high), strict=True)
        )
        values = [(a - h) * (b / a - g) for a, b in tries]
    endless = Interval(np.full_like(x0.low, -np.inf), np.full_like(x0.low, np.inf))
    good = known & (x0.low > 0) & np.isfinite(x1.high) & np.isfinite(x0.high)
    none = exactly(np.zeros_like(x0.low))
    competitive = (exactly(h) * growth).where(good, endless)
    allocation = Interval(np.fmin.reduce(values), np.fmax.reduce(values)).where(good, endless)
    new = x0.high <= 0
    return none.where(new, competitive), none.where(new, allocation)


def dynamic(years: Years, last: int) -> list[Parts]:
    """Yearly parts summed: one `Parts` for each year after the first, up to place `last`.

    The jobs of a year between count twice in the regional part, after one year and before the next; where
    the growth of the industry is known both are taken together, so the bounds stay as narrow as they can.
    """
    found: list[Parts] = []
    inner, first = None, ends(years, 0, 0).jobs.before
    for end in range(1, last + 1):
        two = ends(years, end - 1, end)
        step = classic(two)
        factor = ratio(*reversed(two.industry))
        known = np.broadcast_to(factor.sure & two.comparable, step.change.low.shape) & (
            two.jobs.before.low > 0
        )
        own = two.jobs.before * _as(exactly(factor.low), two.jobs.before)
        if inner is None:
            total, inner, linear = step, exactly(np.zeros_like(own.low)) - own, known
        else:
            weight = exactly(np.broadcast_to(1.0 - factor.low, own.low.shape))
            total, linear = found[-1] + step, linear & known
            inner = inner + two.jobs.before * weight
        tight = inner + two.jobs.after
        total = replace(total, change=two.jobs.after - first, regional=tight.where(linear, total.regional))
        found.append(total)
    return found
