"""Fees when members leave as the fee rises: which fee still covers the need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import logsumexp

from clusterlib.faults import DomainError

#: one: a single fee covers the need; always: every fee does; flat: income is the same at every fee;
#: falling: a higher fee brings less; two: two fees do; surplus: nothing is needed; none: nobody pays;
#: beyond: only a fee that is `FAR` times today's, or a part as small, would do.
Status = Literal["one", "always", "flat", "falling", "two", "surplus", "none", "beyond"]

#: How many times today's fee an answer may be before it is no answer.
FAR = 1000.0
_SAME = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Reaction:
    """What the need means for the fee when members react to it.

    Attributes
    ----------
    status : str
        See `Status`.
    fee : float or None
        Yearly fee of weight 1 that covers the need; of two, the one nearer to today's.
    members : Series or None
        Members per tier at that fee.
    extrapolated : bool
        Whether that fee needs more members than there are: nobody has seen that they exist.
    terms : DataFrame
        scale, power per tier: income at base fee f is the sum of scale · f ** power.
    """

    status: Status
    fee: float | None
    members: pd.Series | None
    extrapolated: bool
    terms: pd.DataFrame


def terms(tiers: pd.DataFrame) -> pd.DataFrame:
    """Income of each tier as a power of the base fee f.

    With n members seen at the fee f0, weight w, collection rate r and elasticity e, income is
    n r (w f) (w f / f0) ** -e. A tier without elasticity has e = 0.

    Raises
    ------
    DomainError
        If a tier has an elasticity and no fee at which its members were counted.

    Examples
    --------
    >>> from clusterlib import tables
    >>> rows = [{"tier": "SME", "members": 40, "weight": 1, "fee_now": 400, "elasticity": 0.5}]
    >>> terms(tables.typed("tiers", rows)).values.tolist()
    [[800.0, 0.5]]
    """
    count = tiers["members"].fillna(0).to_numpy(dtype="float64")
    elastic = tiers["elasticity"].fillna(0).to_numpy(dtype="float64")
    seen = tiers["fee_now"].to_numpy(dtype="float64")
    lacking = tiers["tier"][(elastic > 0) & np.isnan(seen)]
    if len(lacking):
        raise DomainError(
            f"tiers {', '.join(lacking)}: an elasticity needs fee_now, the fee at which members were counted."
        )
    power = 1 - elastic
    seen = np.where(elastic > 0, seen, 1.0)
    scale = (
        count * tiers["collection_rate"].to_numpy("float64") * tiers["weight"].to_numpy("float64") ** power
    )
    return pd.DataFrame({"scale": scale * seen**elastic, "power": power})


def revenue(tiers: pd.DataFrame, fee: float) -> float:
    """Income from fees in a year at a base fee, with members who react.

    Examples
    --------
    >>> from clusterlib import tables
    >>> rows = [{"tier": "SME", "members": 40, "weight": 1, "fee_now": 400, "elasticity": 0.5}]
    >>> round(revenue(tables.typed("tiers", rows), 500), 4)
    17888.5438
    """
    parts = terms(tiers)
    return float((parts["scale"] * fee ** parts["power"]).sum())


def members_at(tiers: pd.DataFrame, fee: float) -> pd.Series:
    """Members per tier at a base fee, with those who react."""
    count = tiers["members"].fillna(0).to_numpy(dtype="float64")
    elastic = tiers["elasticity"].fillna(0).to_numpy(dtype="float64")
    seen = np.where(elastic > 0, tiers["fee_now"].to_numpy(dtype="float64"), 1.0)
    relative = np.where(elastic > 0, tiers["weight"].to_numpy(dtype="float64") * fee / seen, 1.0)
    return pd.Series(count * relative**-elastic, index=tiers.index)


def react(tiers: pd.DataFrame, need: float, *, near: float) -> Reaction | None:
    """The fee that covers the need when members react; None if no tier has an elasticity.

    Parameters
    ----------
    tiers : DataFrame
        Typed table of that name.
    need : float
        What fees have to bring in a year.
    near : float
        Today's base fee: of two answers the nearer one is taken.

    Examples
    --------
    >>> from clusterlib import tables
    >>> rows = [{"tier": "SME", "members": 40, "weight": 1, "fee_now": 400, "elasticity": 0.5}]
    >>> round(react(tables.typed("tiers", rows), 20000, near=400).fee, 4)
    625.0
    """
    if not (tiers["elasticity"].fillna(0) > 0).any():
        return None
    parts = terms(tiers)
    used = parts[parts["scale"] > 0]
    if need <= 0:
        return Reaction("surplus", 0.0, None, False, parts)
    if used.empty:
        return Reaction("none", None, None, False, parts)
    status, roots = solve(used["scale"].to_numpy(), used["power"].to_numpy(), need)
    believable = [root for root in roots if near / FAR <= root <= near * FAR]
    if not believable:
        return Reaction("beyond" if roots else status, None, None, False, parts)
    fee = min(believable, key=lambda root: abs(np.log(root / near)))
    members = members_at(tiers, fee)
    more = bool(members.sum() > float(tiers["members"].fillna(0).sum()) * (1 + _SAME))
    return Reaction(status, fee, members, more, parts)


def solve(scale: np.ndarray, power: np.ndarray, need: float) -> tuple[Status, tuple[float, ...]]:
    """Fees f > 0 at which the sum of scale · f ** power is the need, and what kind of answer that is.

    In the logarithm of the fee the logarithm of income is convex, so there are at most two answers.

    Parameters
    ----------
    scale, power : ndarray of float, shape (tiers,)
        Positive scales; powers up to 1, 0 for an elasticity of 1, negative above it.
    need : float
        Above 0.

    Examples
    --------
    >>> status, roots = solve(np.array([100.0]), np.array([1.0]), 500.0)
    >>> status, round(roots[0], 6)
    ('one', 5.0)
    >>> solve(np.array([100.0]), np.array([0.0]), 500.0)
    ('flat', ())
    """
    still = np.abs(power) < _SAME
    constant, scale, power = float(scale[still].sum()), scale[~still], power[~still]
    if not len(power):
        return "flat", ()
    if need <= constant * (1 + _SAME):
        return "always", ()
    rest, logs = np.log(need - constant), np.log(scale)

    def above(point: float) -> float:
        """How far income lies above the need, in logarithms, at the logarithm of a fee."""
        return float(logsumexp(logs + power * point) - rest)

    rising, falling = power > 0, power < 0
    if not falling.any():
        return "one", (_root(above, *_bracket(logs, power, rest)),)
    if not rising.any():
        return "falling", (_root(above, *_bracket(logs, power, rest)),)
    bottom = _bottom(logs, power)
    if above(bottom) >= 0:
        return "always", ()
    left, right = bottom - 1.0, bottom + 1.0
    while above(left) < 0:
        left -= 2 * (bottom - left)
    while above(right) < 0:
        right += 2 * (right - bottom)
    return "two", (_root(above, left, bottom), _root(above, bottom, right))


def _bracket(logs: np.ndarray, power: np.ndarray, rest: float) -> tuple[float, float]:
    whole = (rest - logs) / power
    part = (rest - np.log(len(logs)) - logs) / power
    return float(min(whole.min(), part.min())) - 1e-9, float(max(whole.max(), part.max())) + 1e-9


def _bottom(logs: np.ndarray, power: np.ndarray) -> float:
    def slope(point: float) -> float:
        """Whether income rises (above 0) or falls at the logarithm of a fee."""
        shares = logs + power * point
        return float((np.exp(shares - shares.max()) * power).sum())

    low, high = -1.0, 1.0
    while slope(low) > 0:
        low *= 2
    while slope(high) < 0:
        high *= 2
    return float(brentq(slope, low, high))


def _root(function: object, low: float, high: float) -> float:
    with np.errstate(over="ignore"):
        return float(np.exp(brentq(function, low, high, xtol=1e-13, rtol=1e-14)))
