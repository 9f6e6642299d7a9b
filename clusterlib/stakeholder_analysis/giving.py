"""What members give and take, and on how few it rests (guide L1567-1575, L1884, L2578; Olson 1965)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterlib.cells import weakest
from clusterlib.faults import DomainError, IntegrityError

Kind = Literal["driver", "contributor", "low contributor", "reactive", "free rider", "new"]
Numbers = NDArray[np.float64]
#: What counts as giving, with the part of each, and what counts as taking.
GIVEN = ("fee", "hours", "knowledge_items", "lead_roles")
TAKEN = ("services_used", "contacts")
AMOUNTS = ("fee_paid", "in_kind", "hours", "knowledge_items", "lead_roles", *TAKEN)


@dataclass(frozen=True, slots=True)
class Concentration:
    """How unevenly one thing is given.

    Attributes
    ----------
    values : array (n,)
        What each of n members gives, the least first.
    gini : float or None
        0: all the same; near 1: one gives all; None when nothing is given.
    top : float or None
        Part that the three who give most give; None when nothing is given.
    largest : float or None
        Part of the one who gives most.
    """

    values: Numbers
    gini: float | None
    top: float | None
    largest: float | None


@dataclass(frozen=True, slots=True)
class Giving:
    """Members by what they give and take in the latest year.

    Attributes
    ----------
    members : DataFrame
        One row per member: actor_id, name (and twins), size (1 micro to 4 large), the amounts of the year,
        given and taken (0 to 1, mean of mid-ranks, NaN for new members and without data), balance (taken −
        given), kind (None where it is not judged), in the order of the balance, the largest first.
    hours, money : Concentration
        Hours; fees and goods together.
    year : str or None
        Year that was taken.
    classed : bool
        Whether there are enough members for classes.
    needed : int
        Members from which on there are classes.
    basis : str
        Weakest basis of the rows.
    named : bool
        Whether names may be shown.
    dependent_from : float
        Part of the three who give most above which the cluster hangs on them.
    """

    members: pd.DataFrame
    hours: Concentration
    money: Concentration
    year: str | None
    classed: bool
    needed: int
    basis: str
    named: bool = False
    dependent_from: float = 0.5

    def of(self, kind: Kind) -> pd.DataFrame:
        """Members of one class."""
        return self.members[self.members["kind"] == kind]

    @property
    def ranked(self) -> pd.DataFrame:
        """Members with both places."""
        return self.members[self.members["balance"].notna()]


def gini(values: Numbers) -> float | None:
    """Inequality of the whole group, 0 for equal parts; None when nothing is given.

    Examples
    --------
    >>> round(gini(np.array([0, 0, 10, 20, 70.0])), 2), gini(np.zeros(3)) is None
    (0.64, True)
    """
    ordered = np.sort(np.asarray(values, dtype="float64"))
    n, total = len(ordered), ordered.sum()
    if not total:
        return None
    return float(2 * (np.arange(1, n + 1) * ordered).sum() / (n * total) - (n + 1) / n)


def mid_ranks(values: pd.Series) -> pd.Series:
    """Share of the others below, half of the equal ones added; a blank stays blank.

    Examples
    --------
    >>> mid_ranks(pd.Series([10, 20, 20, 30, 40.0])).tolist()
    [0.1, 0.4, 0.4, 0.7, 0.9]
    """
    return (values.rank(method="average") - 0.5) / values.notna().sum()


def concentrate(values: pd.Series) -> Concentration:
    """How unevenly one amount is given; blanks are left out."""
    ordered = np.sort(values.dropna().to_numpy(dtype="float64"))
    total = ordered.sum()
    if not total:
        return Concentration(ordered, None, None, None)
    return Concentration(
        ordered, gini(ordered), float(ordered[-3:].sum() / total), float(ordered[-1] / total)
    )


def give_and_take(
    contributions: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    as_of: str | None = None,
    weights: str = "25;35;25;15",
    low: float = 0.33,
    high: float = 0.67,
    new_months: int = 12,
    needed: int = 10,
    sizes: str = "10;50;250",
    dependent_from: float = 0.5,
    show_names: bool = False,
) -> Giving:
    """Place each member by what it gives and takes, compared with the others and for its size.

    Parameters
    ----------
    contributions : DataFrame
        Typed table: actor_id, period, fee_paid, in_kind, hours, knowledge_items, lead_roles, services_used,
        contacts.
    actors : DataFrame
        Register: name, joined, employees.
    as_of : str, optional
        ISO day that counts as today; without it nobody counts as new.
    weights : str
        Parts of a paid fee, hours, knowledge and leading in what is given.
    low, high : float
        Below `low` somebody gives (takes) little, from `high` on much.
    new_months : int
        Members that joined less than so many months ago are not judged.
    needed : int
        With fewer judged members there are places only, no classes.
    sizes : str
        Employees from which on a member belongs to the next size; amounts are divided by the number of the
        size (1 for the smallest and for unknown ones).
    dependent_from : float
        Part of the three who give most from which on the cluster hangs on them.
    show_names : bool
        Whether pictures and sentences may name members.

    Returns
    -------
    Giving

    Raises
    ------
    DomainError
        A negative amount, or weights that are not four numbers of at least 0.
    IntegrityError
        A member that the register does not know.
    """
    parts = _parts(weights)
    year = max((str(p)[:4] for p in contributions["period"].dropna()), default=None)
    members = _members(contributions[contributions["period"].astype("str").str[:4] == year], actors, sizes)
    fresh = _fresh(members["joined"], as_of, new_months)
    members["given"], members["taken"] = _places(members.mask(fresh), members["size"], parts)
    members["balance"] = members["taken"] - members["given"]
    classed = int(members["balance"].notna().sum()) >= needed
    kinds = [
        "new" if n else kind_of(g, t, low=low, high=high) if classed else None
        for n, g, t in zip(fresh, members["given"], members["taken"], strict=True)
    ]
    members["kind"] = pd.Series(kinds, index=members.index, dtype="object")
    members = members.sort_values("balance", ascending=False, na_position="last", kind="stable")
    paid = members[["fee_paid", "in_kind"]].sum(axis=1, min_count=1)
    return Giving(
        members.reset_index(drop=True), concentrate(members["hours"]), concentrate(paid), year, classed,
        needed, weakest(contributions["basis"]), show_names, dependent_from,
    )  # fmt: skip


def _places(known: pd.DataFrame, size: pd.Series, parts: Numbers) -> tuple[pd.Series, pd.Series]:
    """Mean mid-ranks of what members give (by the parts of what is known) and of what they take."""
    given = pd.concat([mid_ranks(known[c] if c == "fee" else known[c] / size) for c in GIVEN], axis=1)
    share = given.notna() * parts
    whole = share.sum(axis=1)
    taken = pd.concat([mid_ranks(known[c] / size) for c in TAKEN], axis=1)
    return (given.fillna(0) * share).sum(axis=1) / whole.where(whole > 0), taken.mean(axis=1)


def kind_of(given: Any, taken: Any, *, low: float = 0.33, high: float = 0.67) -> Kind | None:
    """Class of one member; None where it cannot be judged.

    Examples
    --------
    >>> kind_of(0.8, 0.2), kind_of(0.2, 0.8), kind_of(0.2, 0.2), kind_of(0.2, 0.5), kind_of(0.5, 0.9)
    ('driver', 'free rider', 'reactive', 'low contributor', 'contributor')
    """
    if pd.isna(given):
        return None
    if given >= low:
        return "driver" if given >= high else "contributor"
    if pd.isna(taken):
        return None
    return "free rider" if taken >= high else "reactive" if taken < low else "low contributor"


def _members(rows: pd.DataFrame, actors: pd.DataFrame, sizes: str) -> pd.DataFrame:
    """Amounts of the year per member, with name, size and month of joining."""
    amounts = rows[["actor_id"]].assign(**{c: pd.to_numeric(rows[c]).astype("float64") for c in AMOUNTS})
    for column in AMOUNTS:
        wrong = amounts.loc[amounts[column] < 0, "actor_id"]
        if len(wrong):
            raise DomainError(
                f"contributions, {wrong.iloc[0]}, column {column}: less than 0. Correct the cell."
            )
    summed = amounts.groupby("actor_id", sort=False).sum(min_count=1).reset_index()
    unknown = summed.loc[~summed["actor_id"].isin(actors["actor_id"]), "actor_id"]
    if len(unknown):
        raise IntegrityError(f"contributions: {unknown.iloc[0]} is not in the table of actors. Add it there.")
    kept = [c for c in actors if c in ("actor_id", "joined", "employees") or str(c).split("_")[0] == "name"]
    members = summed.merge(actors[kept].drop_duplicates("actor_id"), on="actor_id", how="left")
    steps = [float(step) for step in sizes.split(";")]
    staff = pd.to_numeric(members["employees"]).astype("float64").fillna(0)
    members["size"] = 1 + sum((staff >= step).astype(int) for step in steps)
    members["fee"] = (members["fee_paid"] > 0).astype("float64").where(members["fee_paid"].notna())
    return members


def _fresh(joined: pd.Series, as_of: str | None, months: int) -> pd.Series:
    if as_of is None:
        return pd.Series(False, index=joined.index)
    today = int(as_of[:4]) * 12 + int(as_of[5:7])
    began = [None if pd.isna(j) else int(str(j)[:4]) * 12 + int(str(j)[5:7] or 1) for j in joined]
    return pd.Series([b is not None and today - b < months for b in began], index=joined.index, dtype=bool)


def _parts(weights: str) -> Numbers:
    try:
        parts = np.array([float(part) for part in weights.split(";")])
    except ValueError:
        parts = np.array([])
    if len(parts) != len(GIVEN) or (parts < 0).any() or not parts.sum():
        raise DomainError(
            f"weights: {weights!r} are not four numbers of at least 0. Write for example 25;35;25;15."
        )
    return np.asarray(parts / parts.sum(), dtype="float64")
