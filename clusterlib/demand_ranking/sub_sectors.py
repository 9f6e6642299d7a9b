"""Do the sub-sectors want the same? Differences with their intervals (guide L1601)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import spearmanr

from clusterlib.demand_ranking.demand_votes import collect, natural
from clusterlib.faults import DomainError
from clusterlib.twins import titles

Silence = Literal["votes", "sectors", "small", "apart"]
Verdict = Literal["similar", "different", "open"]


@dataclass(frozen=True, slots=True)
class Sectors:
    """Mean votes by sub-sector and what may be said of their differences.

    Attributes
    ----------
    names : tuple of str
        Sub-sectors compared; an empty text stands for all others together.
    people : tuple of int
        Voters in each.
    small : dict
        Sub-sectors too small to be shown, and their voters; they are among the others.
    means : DataFrame
        One row per demand (item_id, text and twins), one column 0, 1, ... per sub-sector with the mean vote.
    table : DataFrame
        One row per demand: item_id, text (and twins), one, other (columns of `means` that lie farthest
        apart), gap (their difference), low, high (its interval), within (the interval of every pair of
        sub-sectors lies inside `margin`).
    rho : float or None
        Mean rank correlation of the profiles, None where a profile has no order.
    p : float or None
        Share of random splits of the same people with a largest difference at least as big.
    verdict : str
        "similar": all intervals lie inside the margin. "different": they do not, and chance hardly makes
        differences as large (p below `alpha`). "open": neither.
    margin, level, alpha, least, draws, seed : float and int
        Limits used.
    round : int
        Round of voting judged: the one with most voters, the latest of them.
    silence : str or None
        "votes" no single votes, "sectors" fewer than two sub-sectors known, "small" fewer than two can be
        shown, "apart" no demand on which all of them voted.
    called : dict
        What each sub-sector is called, in the language of the case and in French.
    """

    names: tuple[str, ...]
    people: tuple[int, ...]
    small: dict[str, int]
    means: pd.DataFrame
    table: pd.DataFrame
    rho: float | None
    p: float | None
    verdict: Verdict
    margin: float
    level: float
    alpha: float
    least: int
    draws: int
    seed: int
    round: int
    silence: Silence | None
    called: dict[str, tuple[str, str]] = field(default_factory=dict)


def compare(
    demands: pd.DataFrame,
    votes: pd.DataFrame | None = None,
    respondents: pd.DataFrame | None = None,
    *,
    margin: float = 0.5,
    level: float = 0.9,
    alpha: float = 0.05,
    least: int = 5,
    draws: int = 10_000,
    seed: int = 20260101,
) -> Sectors:
    """Compare the mean votes of the sub-sectors, demand by demand.

    A difference that was not found is no proof of likeness. Sub-sectors are called similar only when the
    `level` interval of every difference lies inside the margin (two one-sided tests, Schuirmann 1987); the
    interval comes from drawing the people of each sub-sector again. Sub-sectors with few voters are not shown
    by themselves but together.

    Parameters
    ----------
    demands, votes, respondents : DataFrame
        Typed tables; the last two may be missing.
    margin : float
        Difference of mean votes that does not matter yet.
    level, alpha : float
        Level of the intervals; limit for the permutation test of the largest difference.
    least : int
        Smallest sub-sector that is shown, for the sake of those who answered.
    draws, seed : int
        Draws and start of the random numbers.

    Returns
    -------
    Sectors

    Raises
    ------
    DomainError
        An option outside its bounds.

    Examples
    --------
    >>> items = pd.DataFrame({"item_id": ["A"], "category": "x", "text": ["Training"]})
    >>> votes = pd.DataFrame({"respondent_id": [f"r{i}" for i in range(10)], "item_id": "A",
    ...                       "score": [3] * 5 + [1] * 5})
    >>> people = pd.DataFrame({"respondent_id": [f"r{i}" for i in range(10)],
    ...                        "sub_sector": ["cables"] * 5 + ["services"] * 5})
    >>> found = compare(items, votes, people, draws=500)
    >>> found.table.loc[0, ["gap", "low", "high"]].tolist(), found.verdict
    ([2.0, 2.0, 2.0], 'different')
    """
    if margin <= 0 or not 0 < level < 1 or not 0 < alpha < 1 or least < 1 or draws < 1:
        raise DomainError("sub-sectors: margin, level, alpha, least and draws are above 0, shares below 1.")
    number, matrix, people, items = _votes(demands, votes)
    limits = (margin, level, alpha, least, draws, seed, number)
    if matrix is None:
        return _silent(items, "votes", {}, limits)
    sector = _sector_of(people, respondents)
    names, groups, small = _groups(sector, least)
    if len(set(sector) - {""}) < 2:
        return _silent(items, "sectors", small, limits)
    if len(names) < 2:
        return _silent(items, "small", small, limits)
    means = np.stack([_mean(matrix[rows][None])[0] for rows in groups])
    asked = ~np.isnan(means).any(axis=0)
    if not asked.any():
        return _silent(items, "apart", small, limits)
    matrix, means, items = matrix[:, asked], means[:, asked], items[asked].reset_index(drop=True)
    table, p = _compared(items, matrix, groups, means, limits)
    verdict: Verdict = "similar" if bool(table["within"].all()) else "different" if p < alpha else "open"
    frame = items.assign(**{str(i): row for i, row in enumerate(means)})
    sizes = tuple(len(rows) for rows in groups)
    called = titles(respondents, "sub_sector", "sub_sector")
    return Sectors(names, sizes, small, frame, table, _likeness(means), p, verdict, *limits, None, called)


def _compared(
    items: pd.DataFrame,
    matrix: NDArray[np.float64],
    groups: list[NDArray[np.int64]],
    means: NDArray[np.float64],
    limits: tuple[float, float, float, int, int, int, int],
) -> tuple[pd.DataFrame, float]:
    """Differences with their intervals, and how often chance makes one as large."""
    margin, level, _, _, draws, seed, _ = limits
    rng = np.random.default_rng(seed)
    again = np.stack([_redrawn(matrix[rows], draws, rng) for rows in groups])
    table = _differences(items, means, again, margin, level)
    return table, _by_chance(matrix, groups, means, min(draws, max(1, 20_000_000 // matrix.size)), rng)


def _votes(
    demands: pd.DataFrame, votes: pd.DataFrame | None
) -> tuple[int, NDArray[np.float64] | None, tuple[str, ...], pd.DataFrame]:
    """Round with most voters, its votes, who gave them, and the demands."""
    rounds = collect(demands, None, votes).rounds
    ballots = [collect(demands, None, votes, voting_round=number) for number in rounds]
    best = max(ballots, key=lambda b: (b.persons, b.round), default=collect(demands))
    names = [c for c in best.items if c == "text" or str(c).startswith("text_")]
    return best.round, best.matrix, best.respondents, best.items[["item_id", *names]]


def _sector_of(people: tuple[str, ...], respondents: pd.DataFrame | None) -> list[str]:
    known: dict[str, str] = {}
    if respondents is not None and "sub_sector" in respondents:
        rows = respondents[respondents["sub_sector"].notna()]
        known = {
            str(r): str(s).strip() for r, s in zip(rows["respondent_id"], rows["sub_sector"], strict=True)
        }
    return [known.get(person, "") for person in people]


def _groups(sector: list[str], least: int) -> tuple[tuple[str, ...], list[NDArray[np.int64]], dict[str, int]]:
    """Sub-sectors that may be shown, the others together as "", and the small ones."""
    rows = {name: [i for i, s in enumerate(sector) if s == name] for name in sorted(set(sector), key=natural)}
    large = {name: found for name, found in rows.items() if name and len(found) >= least}
    small = {name: len(found) for name, found in rows.items() if name and len(found) < least}
    rest = sorted(i for name, found in rows.items() if name in small for i in found)
    if len(rest) >= least:
        large[""] = rest
    return tuple(large), [np.array(found) for found in large.values()], small


def _mean(votes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean over the people (axis 1), NaN where nobody voted."""
    known = ~np.isnan(votes)
    n, total = known.sum(axis=1), np.where(known, votes, 0.0).sum(axis=1)
    mean: NDArray[np.float64] = np.divide(total, n, out=np.full(total.shape, np.nan), where=n > 0)
    return mean


def _redrawn(votes: NDArray[np.float64], draws: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Mean votes of one group when its people are drawn again, shape (draws, items)."""
    people = len(votes)
    weights = rng.multinomial(people, np.full(people, 1 / people), size=draws).astype(float)
    total, n = weights @ np.nan_to_num(votes), weights @ ~np.isnan(votes)
    mean: NDArray[np.float64] = np.divide(total, n, out=np.full(total.shape, np.nan), where=n > 0)
    return mean


def _differences(
    items: pd.DataFrame, means: NDArray[np.float64], again: NDArray[np.float64], margin: float, level: float
) -> pd.DataFrame:
    """Per demand the widest pair of sub-sectors with its interval, and whether all pairs stay inside."""
    one, other = np.triu_indices(len(means), k=1)
    tail = (1 - level) / 2
    low, high = np.nanquantile(again[one] - again[other], [tail, 1 - tail], axis=1)
    gaps = means[one] - means[other]
    widest, column = np.abs(gaps).argmax(axis=0), np.arange(means.shape[1])
    gap = gaps[widest, column]
    turn = gap < 0
    low_w, high_w = low[widest, column], high[widest, column]
    return items.assign(
        one=np.where(turn, other[widest], one[widest]),
        other=np.where(turn, one[widest], other[widest]),
        gap=np.abs(gap),
        low=np.where(turn, -high_w, low_w),
        high=np.where(turn, -low_w, high_w),
        within=((low > -margin) & (high < margin)).all(axis=0),
    )


def _by_chance(
    matrix: NDArray[np.float64],
    groups: list[NDArray[np.int64]],
    means: NDArray[np.float64],
    draws: int,
    rng: np.random.Generator,
) -> float:
    """(1 + random splits with a largest difference as big) / (splits + 1)."""
    kept = np.concatenate(groups)
    reach = float((means.max(axis=0) - means.min(axis=0)).max())
    order = rng.permuted(np.broadcast_to(kept, (draws, len(kept))), axis=1)
    edges = np.cumsum([len(rows) for rows in groups])[:-1]
    known, votes = (~np.isnan(matrix)).astype(float), np.nan_to_num(matrix)
    split = []
    for part in np.split(order, edges, axis=1):
        chosen = np.zeros((draws, len(matrix)))
        np.put_along_axis(chosen, part, 1.0, axis=1)
        n = chosen @ known
        split.append(np.divide(chosen @ votes, n, out=np.full(n.shape, np.nan), where=n > 0))
    mixed = np.stack(split)
    spread = np.nan_to_num(np.nanmax(mixed, axis=0) - np.nanmin(mixed, axis=0)).max(axis=1)
    return float((1 + int((spread >= reach - 1e-9).sum())) / (draws + 1))


def _likeness(means: NDArray[np.float64]) -> float | None:
    moving = [row for row in means if len(row) > 1 and np.ptp(row) > 0]
    if len(moving) < 2 or len(moving) < len(means):
        return None
    found = [spearmanr(a, b).statistic for i, a in enumerate(moving) for b in moving[i + 1 :]]
    return float(np.mean(found))


def _silent(
    items: pd.DataFrame,
    why: Silence,
    small: dict[str, int],
    limits: tuple[float, float, float, int, int, int, int],
) -> Sectors:
    columns = ["one", "other", "gap", "low", "high", "within"]
    table = items.head(0).assign(**{c: [] for c in columns})
    return Sectors((), (), small, items.head(0), table, None, None, "open", *limits, why)
