"""What each actor cares for, who cares for the same, and whether those who drive pull apart (L1567-1575)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.cluster.hierarchy import leaves_list, linkage

from clusterlib.cells import weakest
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.stakeholder_analysis import giving

Numbers = NDArray[np.float64]
#: Points of one actor, and how far their sum may miss it.
FULL, SLACK = 100.0, 0.5


@dataclass(frozen=True, slots=True)
class InterestMap:
    """Actors by what they care for.

    Attributes
    ----------
    people : DataFrame
        One row per actor, like ones beside each other: actor_id, name (and twins), driver (True, False, or
        None where it is not known who drives).
    topics : DataFrame
        One row per subject, the weightiest first: topic (and twins), mean (points of 100 over all actors),
        named (actors who gave it points).
    weights : array (n, m)
        Points of the actors for the subjects, in the order of `people` and `topics`.
    alike : array (n, n)
        Likeness of two actors: 1 the same weights, 0 nothing in common (cosine).
    conflicts : tuple of (int, int)
        Pairs of drivers, as places in `people`, with a likeness below `far`; the farthest first.
    far : float
        Likeness below which two actors want different things.
    named : bool
        Whether it may be said by name who drives.
    basis : str
        Weakest basis of the rows.
    """

    people: pd.DataFrame
    topics: pd.DataFrame
    weights: Numbers
    alike: Numbers
    conflicts: tuple[tuple[int, int], ...]
    far: float
    named: bool
    basis: str

    @property
    def drivers(self) -> int | None:
        """Actors who drive; None where that is not known."""
        known = self.people["driver"]
        return None if known.isna().all() else int((known == True).sum())  # noqa: E712

    def pairs(self) -> list[tuple[int, int]]:
        """All pairs of actors, the most alike first; equal ones in the order of `people`."""
        found = combinations(range(len(self.people)), 2)
        return sorted(found, key=lambda pair: (-round(float(self.alike[pair]), 9), pair))


def map_interests(
    interests: pd.DataFrame,
    actors: pd.DataFrame,
    contributions: pd.DataFrame | None = None,
    *,
    far: float = 0.2,
    as_of: str | None = None,
    weights: str = "25;35;25;15",
    sizes: str = "10;50;250",
    low: float = 0.33,
    high: float = 0.67,
    new_months: int = 12,
    needed: int = 10,
    show_names: bool = False,
) -> InterestMap:
    """Lay the interests of the actors side by side, and look for drivers who want different things.

    Parameters
    ----------
    interests : DataFrame
        Typed table: actor_id, topic, weight; the weights of one actor add up to 100. A subject that an actor
        does not name has no weight for it.
    actors : DataFrame
        Register of names.
    contributions : DataFrame, optional
        What members gave and took; without it nobody knows who drives, and no conflict is judged.
    far : float
        Likeness below which two actors want different things (DEFAULT).
    as_of, weights, sizes, low, high, new_months, needed
        How it is judged who drives; see `giving.give_and_take`.
    show_names : bool
        Whether pictures and sentences may name those who drive.

    Returns
    -------
    InterestMap

    Raises
    ------
    DomainError
        A weight below 0, or weights of one actor that do not add up to 100 (half a point may be missing).
    IntegrityError
        An actor that the register does not know, or a subject named twice by one actor.

    Examples
    --------
    >>> from clusterlib import tables
    >>> cells = [("a", "funding", 60), ("a", "staff", 40), ("b", "staff", 100)]
    >>> names = ["actor_id", "topic", "weight"]
    >>> rows = tables.typed("interests", [dict(zip(names, cell)) for cell in cells])
    >>> register = tables.typed("actors", [{"actor_id": key, "name": key.upper()} for key in "ab"])
    >>> found = map_interests(rows, register)
    >>> found.topics["topic"].tolist(), found.topics["mean"].tolist(), round(float(found.alike[0, 1]), 4)
    (['staff', 'funding'], [70.0, 30.0], 0.5547)
    """
    _refuse(interests, actors)
    wide = interests.pivot(index="actor_id", columns="topic", values="weight").astype("float64").fillna(0.0)
    topics = _subjects(interests, wide)
    grid = wide[topics["topic"].tolist()].to_numpy(dtype=float)
    order = _side_by_side(grid)
    grid, people = grid[order], _called([str(wide.index[i]) for i in order], actors)
    driving = None
    if contributions is not None and len(contributions):
        balance = giving.give_and_take(
            contributions, actors, as_of=as_of, weights=weights, sizes=sizes, low=low, high=high,
            new_months=new_months, needed=needed,
        )  # fmt: skip
        driving = set(balance.of("driver")["actor_id"]) if balance.classed else None
    drives = [None if driving is None else key in driving for key in people["actor_id"]]
    people["driver"] = pd.Series(drives, dtype="object")
    alike, basis = likeness(grid), weakest(interests["basis"])
    return InterestMap(people, topics, grid, alike, _conflicts(people, alike, far), far, show_names, basis)


def _called(keys: list[str], actors: pd.DataFrame) -> pd.DataFrame:
    """Actors with their names, in the order of `keys`."""
    kept = [c for c in actors if c == "actor_id" or str(c).split("_")[0] == "name"]
    register = actors[kept].drop_duplicates("actor_id")
    return pd.DataFrame({"actor_id": keys}).merge(register, on="actor_id", how="left")


def _subjects(interests: pd.DataFrame, wide: pd.DataFrame) -> pd.DataFrame:
    """Subjects with their mean points and how many name them, the weightiest first."""
    topics = pd.DataFrame(
        {"topic": wide.columns.astype(str), "mean": wide.mean().to_numpy(), "named": (wide > 0).sum()}
    ).reset_index(drop=True)
    twins = [c for c in interests if str(c).startswith("topic_")]
    topics = topics.merge(interests[["topic", *twins]].groupby("topic", as_index=False).first(), on="topic")
    topics = topics.sort_values(["mean", "topic"], ascending=[False, True], kind="stable")
    return topics.reset_index(drop=True)


def likeness(grid: Numbers) -> Numbers:
    """Cosine of every two rows; weights have no sign, so it lies between 0 and 1.

    Examples
    --------
    >>> likeness(np.array([[50.0, 50, 0], [50, 50, 0], [0, 0, 100]])).round(2).tolist()
    [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    length = np.sqrt((grid**2).sum(axis=1, keepdims=True))
    unit = np.divide(grid, length, out=np.zeros_like(grid), where=length > 0)
    return np.asarray(np.clip(unit @ unit.T, 0.0, 1.0), dtype="float64")


def _side_by_side(grid: Numbers) -> list[int]:
    """Order of the rows in which like ones stand beside each other."""
    if len(grid) < 3:
        return list(range(len(grid)))
    apart = 1 - likeness(grid)[np.triu_indices(len(grid), 1)]
    return [int(i) for i in leaves_list(linkage(np.round(apart, 9), method="average"))]


def _conflicts(people: pd.DataFrame, alike: Numbers, far: float) -> tuple[tuple[int, int], ...]:
    driving = [i for i, driver in enumerate(people["driver"]) if driver is True]
    found = [pair for pair in combinations(driving, 2) if alike[pair] < far - 1e-9]
    return tuple(sorted(found, key=lambda pair: (round(float(alike[pair]), 9), pair)))


def _refuse(interests: pd.DataFrame, actors: pd.DataFrame) -> None:
    """All that is wrong with the weights, at once."""
    below = interests[interests["weight"].astype("float64") < 0]
    sums = interests.groupby("actor_id", sort=True)["weight"].sum().astype("float64")
    off = sums[(sums - FULL).abs() > SLACK + 1e-9]
    wrong = [
        f"{who}, {topic}: less than 0" for who, topic in zip(below["actor_id"], below["topic"], strict=True)
    ]
    wrong += [f"{who}: the weights add up to {total:g}" for who, total in off.items()]
    if wrong:
        raise DomainError(
            f"interests: {'; '.join(wrong)}. The weights of one actor are at least 0 and add up to 100: "
            "correct them."
        )
    twice = interests[interests.duplicated(["actor_id", "topic"])]
    unknown = sorted(set(interests["actor_id"]) - set(actors["actor_id"]))
    lost = [
        f"{who} names {topic} twice" for who, topic in zip(twice["actor_id"], twice["topic"], strict=True)
    ]
    lost += [f"{who} is not in the table of actors" for who in unknown]
    if lost:
        raise IntegrityError(f"interests: {'; '.join(lost)}. Correct the rows.")
