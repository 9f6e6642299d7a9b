"""Year by year before and after firms began: did the two groups move alike before? (method T32)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterlib.cells import weakest
from clusterlib.periods import first_day, last_day

Numbers = NDArray[np.float64]
Silence = Literal["", "start", "before", "after", "few"]
#: Most ways to choose the places of the cluster that are all tried; beyond, lots are drawn.
_WAYS = 20_000


@dataclass(frozen=True, slots=True)
class Events:
    """Difference of the cluster's firms from the others, by distance from the start.

    Attributes
    ----------
    table : DataFrame
        One row per distance: step (periods after the last one before the start; 0 is that one and has no
        difference), firms (of the cluster), others, gap (their change since step 0 less that of the others
        over the same time), low, high (95 % bootstrap interval; NaN below `smallest` firms and at step 0).
    periods : tuple of str
        Periods of the panel.
    starts : tuple of str
        Different starts of the cluster's firms, the first one first.
    before, after : int
        Distances before and after the start that can be compared; step 0 counts among those before.
    steady : float or None
        p of the hypothesis that the groups moved alike before: how often dealing the groups out anew gives a
        largest gap before the start at least as large. None with fewer than `needed` periods before.
    effect : float or None
        Mean of the gaps after the start, weighted by firms.
    places, ways : int
        Places (cluster column) of firms of both groups, and ways to choose those of the cluster among them.
    p_places : float or None
        Part of these ways whose mean gap is at least as far from zero; None with fewer than two places of
        others.
    silence : str
        Why nothing is compared: "" (it is), "start" unknown, no period "before" or "after", too "few" firms.
    needed, smallest : int
        Periods before the start wanted to judge; least firms of a group.
    basis : str
        Weakest basis of the rows.
    """

    table: pd.DataFrame
    periods: tuple[str, ...]
    starts: tuple[str, ...]
    before: int
    after: int
    steady: float | None
    effect: float | None
    places: int
    ways: int
    p_places: float | None
    silence: Silence
    needed: int
    smallest: int
    basis: str


def trace(
    panel: pd.DataFrame,
    *,
    began: str | None = None,
    needed: int = 3,
    smallest: int = 5,
    draws: int = 10_000,
    seed: int = 20260101,
) -> Events:
    """Compare the changes of firms since the last period before they began, with firms outside.

    Each firm of the cluster is set against the others over its own span of time. Where starts differ this is
    the mean of the group-time effects of Callaway and Sant'Anna (2021) by distance from the start, without
    covariates and against firms that never began; firms that began earlier are never used as a comparison.

    Parameters
    ----------
    panel : DataFrame
        Typed table: one row per firm and period.
    began : str, optional
        Month or year of the start of firms whose column `started` is blank.
    needed : int
        Periods before the start wanted to judge whether the groups moved alike (method T32: 3).
    smallest : int
        No figure rests on fewer firms of a group (DEFAULT).
    draws, seed : int
        Samples and deals, and start of the random numbers.

    Returns
    -------
    Events

    Examples
    --------
    >>> from clusterlib import tables
    >>> rows = [{"respondent_id": f"{g[:2]}{i}", "period": str(y), "group": g, "value": v}
    ...         for g, values in (("cluster", (100, 100, 130)), ("comparison", (100, 100, 110)))
    ...         for i in range(2) for y, v in zip((2021, 2022, 2023), values)]
    >>> found = trace(tables.typed("panel", rows), began="2023", smallest=2, draws=50)
    >>> found.table[["step", "gap"]].values.tolist()
    [[-1.0, 0.0], [0.0, 0.0], [1.0, 20.0]]
    """
    field = _field(panel, began)
    silence = _silence(field.inside, field.base, len(field.order), smallest, bool(field.starts))
    basis = weakest(panel["basis"])
    if silence:
        nothing = pd.DataFrame(columns=["step", "firms", "others", "gap", "low", "high"])
        return Events(
            nothing, field.order, field.starts, 0, 0, None, None, 0, 0, None, silence, needed, smallest, basis
        )
    values, sides, inside = field.values, field.sides, field.inside
    steps = np.arange(-(len(field.order) - 1), len(field.order))
    gaps, counts = _gaps(values, sides, (~inside).astype(float)[None], steps)
    kept = counts[0] >= smallest
    table = _table(values, sides, inside, steps[kept], gaps[0, kept], counts[0, kept], draws, seed)
    before, after = int((table["step"] <= 0).sum()), int((table["step"] > 0).sum())
    early = table.loc[table["step"] < 0, "step"].to_numpy(dtype=np.int64)
    steady = _steady(values, sides, inside, early, draws, seed) if before >= needed else None
    places, ways, p_places = _by_place(values, sides, inside, steps, field.places, draws, seed)
    effect = float(_effect(gaps, counts, steps)[0])
    return Events(
        table, field.order, field.starts, before, after, steady, effect, places, ways, p_places,
        "", needed, smallest, basis,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Field:
    """The panel as numbers: firms by periods, who began after which period, and where each firm is.

    Attributes
    ----------
    order : tuple of str
        Periods, in order.
    values : array (firms, periods)
        Blanks are NaN.
    inside : array of bool
        Firms of the cluster.
    base : array of int
        Place of the last period before the start of each firm; -1 where there is none.
    starts : tuple of str
        Different starts of the cluster's firms.
    sides : mapping of int to array (1, firms)
        Firms of the cluster by that place.
    places : list of str
        Place of each firm; empty where it is not named.
    """

    order: tuple[str, ...]
    values: Numbers
    inside: NDArray[np.bool_]
    base: NDArray[np.int64]
    starts: tuple[str, ...]
    sides: dict[int, Numbers]
    places: list[str]


def _field(panel: pd.DataFrame, began: str | None) -> _Field:
    order = sorted(set(panel["period"].dropna()), key=lambda text: (last_day(text), text))
    wide = panel.pivot_table(index="respondent_id", columns="period", values="value", aggfunc="first")
    wide = wide.reindex(columns=order).sort_index()
    firms = panel.drop_duplicates("respondent_id").set_index("respondent_id").reindex(wide.index)
    inside = (firms["group"] == "cluster").to_numpy(bool)
    told = panel.dropna(subset=["started"]).drop_duplicates("respondent_id")
    start = dict(zip(told["respondent_id"], told["started"].astype(str), strict=True))
    began_at = [start.get(key) or began if one else None for key, one in zip(wide.index, inside, strict=True)]
    base = np.array([_base(order, text) for text in began_at], dtype=np.int64)
    starts = sorted({str(text) for text in began_at if text}, key=lambda text: (first_day(text), text))
    return _Field(
        order=tuple(order),
        values=wide.to_numpy(dtype=float),
        inside=inside,
        base=base,
        starts=tuple(starts),
        sides={
            int(at): (inside & (base == at)).astype(float)[None] for at in np.unique(base[inside]) if at >= 0
        },
        places=[str(name) for name in firms["cluster"].fillna("")],
    )


def _base(order: list[str], began: str | None) -> int:
    """Place of the last period that is over before the start; -1 where there is none."""
    begun = first_day(began)
    if begun is None:
        return -1
    over = [i for i, period in enumerate(order) if (end := last_day(period)) is not None and end < begun]
    return over[-1] if over else -1


def _silence(
    inside: NDArray[np.bool_], base: NDArray[np.int64], periods: int, smallest: int, known: bool
) -> Silence:
    if not known:
        return "start"
    if not (base[inside] >= 0).any():
        return "before"
    if not (base[inside] < periods - 1).any():
        return "after"
    usable = inside & (base >= 0)
    return "few" if usable.sum() < smallest or (~inside).sum() < smallest else ""


def _gaps(
    values: Numbers, sides: Mapping[int, Numbers], others: Numbers, steps: NDArray[np.int64]
) -> tuple[Numbers, Numbers]:
    """Mean gap and firms per step in each sample: own change less the mean change of the others.

    Parameters
    ----------
    values : array (firms, periods)
        Blanks are NaN; a firm counts for a step when it has both values.
    sides : mapping of int to array (samples, firms)
        By the place of the last period before the start: how often each firm is in each sample.
    others : array (samples, firms)
        The same for the firms outside.
    steps : array (s,)
        Distances wanted.

    Returns
    -------
    gaps, counts : array (samples, s)
    """
    total, count = np.zeros((len(others), len(steps))), np.zeros((len(others), len(steps)))
    for at, own in sides.items():
        change = values - values[:, [at]]
        there = (~np.isnan(change)).astype(float)
        change = np.nan_to_num(change)
        asked = others @ there
        mean = np.divide(others @ change, asked, out=np.zeros(asked.shape), where=asked > 0)
        mine = (own @ there) * (asked > 0)
        gap = (own @ change) * (asked > 0) - mine * mean
        inner = (at + steps >= 0) & (at + steps < values.shape[1])
        total[:, inner] += gap[:, at + steps[inner]]
        count[:, inner] += mine[:, at + steps[inner]]
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0), count


def _table(
    values: Numbers,
    sides: Mapping[int, Numbers],
    inside: NDArray[np.bool_],
    steps: NDArray[np.int64],
    gaps: Numbers,
    counts: Numbers,
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Gaps with intervals from drawing the firms of both groups again."""
    rng = np.random.default_rng(seed)
    ours = np.sum([side[0] for side in sides.values()], axis=0)
    often = {
        name: _drawn(rng, part, draws) for name, part in (("own", ours), ("other", (~inside).astype(float)))
    }
    drawn = _gaps(values, {at: often["own"] * side for at, side in sides.items()}, often["other"], steps)[0]
    low, high = np.nanquantile(drawn, [0.025, 0.975], axis=0) if len(steps) else np.zeros((2, 0))
    return pd.DataFrame(
        {
            "step": steps,
            "firms": counts.astype(int),
            "others": int((~inside).sum()),
            "gap": gaps,
            "low": np.where(steps == 0, np.nan, low),
            "high": np.where(steps == 0, np.nan, high),
        }
    )


def _drawn(rng: np.random.Generator, part: Numbers, draws: int) -> Numbers:
    """How often each firm of one group is drawn in each sample of that group's size."""
    n = int(part.sum())
    return np.asarray(rng.multinomial(n, part / part.sum(), size=draws), dtype="float64")


def _effect(gaps: Numbers, counts: Numbers, steps: NDArray[np.int64]) -> Numbers:
    """Mean gap after the start per sample, weighted by firms."""
    later = np.where(steps > 0, counts, 0.0)
    below = later.sum(axis=1)
    above = (np.nan_to_num(gaps) * later).sum(axis=1)
    mean: Numbers = np.divide(above, below, out=np.full(len(below), np.nan), where=below > 0)
    return mean


def _steady(
    values: Numbers,
    sides: Mapping[int, Numbers],
    inside: NDArray[np.bool_],
    steps: NDArray[np.int64],
    draws: int,
    seed: int,
) -> float:
    """(1 + deals with a largest gap before at least as large) / (deals + 1)."""
    rng = np.random.default_rng(seed)
    label = np.full(len(inside), -2)
    label[~inside] = -1
    for at, side in sides.items():
        label[side[0] > 0] = at
    rows = np.flatnonzero(label >= -1)
    dealt = rng.permuted(np.tile(label[rows], (draws, 1)), axis=1)
    dealt = np.concatenate([label[rows][None], dealt])
    parts = {at: (dealt == at).astype(float) for at in sides}
    found = np.nan_to_num(np.abs(_gaps(values[rows], parts, (dealt == -1).astype(float), steps)[0])).max(
        axis=1
    )
    return float((found >= found[0] - 1e-9).mean())


def _by_place(
    values: Numbers,
    sides: Mapping[int, Numbers],
    inside: NDArray[np.bool_],
    steps: NDArray[np.int64],
    places_of: Sequence[str],
    draws: int,
    seed: int,
) -> tuple[int, int, float | None]:
    """Whole places dealt anew: with few of them only this says how far chance alone goes."""
    names = np.array(places_of)
    ours_at = np.sum([side[0] for side in sides.values()], axis=0) > 0
    ours, others = set(names[ours_at]) - {""}, set(names[~inside]) - {""}
    places = sorted(ours | others)
    if len(others) < 2 or not ours or ours & others or len(sides) > 1:
        return len(places), 0, None
    ways = comb(len(places), len(ours))
    rng = np.random.default_rng(seed)
    if ways <= _WAYS:
        chosen = np.array([[place in pick for place in places] for pick in combinations(places, len(ours))])
    else:
        deals = rng.permuted(np.tile([place in ours for place in places], (draws, 1)), axis=1)
        chosen = np.concatenate([[[place in ours for place in places]], deals])
    stands = np.array([[name == place for name in names] for place in places], dtype=float)
    stands[:, ~(ours_at | ~inside)] = 0
    own = chosen.astype(float) @ stands
    other = (~chosen).astype(float) @ stands
    at = next(iter(sides))
    found = np.abs(_effect(*_gaps(values, {at: own}, other, steps), steps))
    seen = found[(chosen == [place in ours for place in places]).all(axis=1)][0]
    return len(places), ways, float((np.nan_to_num(found) >= seen - 1e-9).mean())
