"""Who helps, who stops, and what is still to be done about it: the stakeholder table (guide L1464-1482)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from clusterlib.cells import weakest
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.stakeholder_analysis.stakeholder_words import STRONG, WEAK, is_weak

#: Numbers behind the words of the guide's two scales.
ATTITUDE = {"critical": -1, "neutral": 0, "positive": 1}
INFLUENCE = {"low": 1, "medium": 2, "high": 3}
#: Sides that must not be missing, with the types that stand for them (guide L1458, L1515, L1871).
SIDES = {
    "associations": ("association", "chamber"),
    "firms": ("SME", "large firm"),
    "administration": ("ministry", "agency"),
    "research": ("research",),
}
Kind = Literal["no answer", "weak measure", "no measure", "overdue", "no objector"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to decide about one stakeholder, or about the list (then `id` is empty).

    Attributes
    ----------
    kind : str
        "no answer": critical and powerful without measure or owner. "weak measure": only informed although
        that is too little. "no measure": something is to be gained and nothing is planned. "overdue": the
        date has passed. "no objector": nobody on the list is critical.
    severe : bool
        Whether it needs a decision this week.
    id, name : str
        The stakeholder.
    lacking : tuple of str
        For "no answer": the empty columns.
    """

    kind: Kind
    severe: bool
    id: str = ""
    name: str = ""
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether one side is on the list: "there", "missing", or "unknown" while some types are blank."""

    side: str
    types: tuple[str, ...]
    state: Literal["there", "missing", "unknown"]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stakeholders:
    """The judged stakeholder table.

    Attributes
    ----------
    table : DataFrame
        One row per stakeholder in the order in which to act (gap, influence, name): the columns of the table
        plus place (1 first), weight (influence 1 to 3), attitude (-1 to 1), gap (points), handled (measure
        there), weak (measure only informs).
    support : float or None
        Support index from -1 (all power against) to 1 (all power for); None without stakeholders.
    blocking : float or None
        Influence of the critical ones over that of the positive ones; infinite without supporters, None when
        there is neither.
    measures, owners, dates : int
        Rows with a measure, an owner, a date.
    findings : tuple of Finding
        Severe ones first, then in the order of the table.
    coverage : tuple of Coverage
        Sides that are there or missing.
    untyped : int
        Stakeholders of unknown type.
    as_of : str or None
        Day that counts as today.
    """

    table: pd.DataFrame
    support: float | None
    blocking: float | None
    measures: int
    owners: int
    dates: int
    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]
    untyped: int
    as_of: str | None

    def found(self, kind: Kind) -> list[Finding]:
        """Findings of one kind."""
        return [f for f in self.findings if f.kind == kind]

    @property
    def promoters(self) -> pd.DataFrame:
        """Positive stakeholders of high influence."""
        return self.table[(self.table["attitude"] > 0) & (self.table["weight"] == 3)]


def analyse(
    stakeholders: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    *,
    weak: str = WEAK,
    strong: str = STRONG,
    objectors_from: int = 5,
    as_of: str | None = None,
) -> Stakeholders:
    """Order the stakeholders by what is still to be won, and find what was forgotten.

    Parameters
    ----------
    stakeholders : DataFrame
        Typed table: id, name, type, assessment, influence, desired, measure, owner, due.
    actors : DataFrame, optional
        Register of organisations; gives the type where the stakeholder's own is blank.
    weak, strong : str
        Beginnings of words, separated by ";": a measure with a weak word and no strong one only informs.
    objectors_from : int
        From this many rows on, a list without any critical name is a finding.
    as_of : str, optional
        ISO day that counts as today; without it nothing is overdue.

    Returns
    -------
    Stakeholders

    Raises
    ------
    IntegrityError
        A stakeholder stands twice.
    DomainError
        A word that is not on the scale.

    Examples
    --------
    >>> rows = [("a", "Ministry", "positive", "high"), ("b", "SMEs", "neutral", "medium")]
    >>> table = pd.DataFrame(rows, columns=["id", "name", "assessment", "influence"])
    >>> found = analyse(table)
    >>> found.support, found.table[["name", "gap"]].values.tolist()
    (0.6, [['SMEs', 2], ['Ministry', 0]])
    """
    table = _numbers(stakeholders, actors)
    table["handled"] = [bool(_text(m)) for m in table["measure"]]
    table["weak"] = [is_weak(_text(m), weak=weak, strong=strong) for m in table["measure"]]
    table = table.sort_values(
        ["gap", "weight", "name", "id"], ascending=[False, False, True, True], kind="stable"
    )
    table = table.reset_index(drop=True)
    table.insert(0, "place", np.arange(1, len(table) + 1))
    support, blocking = _forces(table)
    untyped = int(table["type"].isna().sum())
    return Stakeholders(
        table,
        support,
        blocking,
        int(table["handled"].sum()),
        _filled(table["owner"]),
        _filled(table["due"]),
        _findings(table, objectors_from, as_of),
        _coverage(table, untyped),
        untyped,
        as_of,
    )


def _forces(table: pd.DataFrame) -> tuple[float | None, float | None]:
    """Support index, and the influence of the critical ones over that of the positive ones."""
    power, attitude = table["weight"], table["attitude"]
    support = float((power * attitude).sum() / power.sum()) if len(table) else None
    against, pro = int(power[attitude < 0].sum()), int(power[attitude > 0].sum())
    return support, against / pro if pro else (float("inf") if against else None)


def _numbers(stakeholders: pd.DataFrame, actors: pd.DataFrame | None) -> pd.DataFrame:
    """The table with numbers for its words and with types looked up."""
    twice = stakeholders.loc[stakeholders["id"].duplicated(), "id"]
    if len(twice):
        raise IntegrityError(f"stakeholders: {twice.iloc[0]} stands twice. One organisation, one row.")
    columns = ("type", "desired", "description", "measure", "owner", "due", "basis")
    table = stakeholders.assign(**{c: None for c in columns if c not in stakeholders})
    table["type"] = _types(table, actors)
    table["desired"] = table["desired"].fillna("positive")
    table["basis"] = table["basis"].fillna("USER")
    table["weight"] = _scale(table, "influence", INFLUENCE)
    table["attitude"] = _scale(table, "assessment", ATTITUDE)
    wish = _scale(table, "desired", ATTITUDE)
    table["gap"] = table["weight"] * (wish - table["attitude"]).clip(lower=0)
    return table


def _scale(table: pd.DataFrame, column: str, numbers: dict[str, int]) -> pd.Series:
    words = table[column].astype(object)
    wrong = words[~words.isin(list(numbers))]
    if len(wrong):
        row = table.loc[wrong.index[0], "name"]
        raise DomainError(
            f"stakeholders, {row}, column {column}: {wrong.iloc[0]!r} is not one of {', '.join(numbers)}."
        )
    return words.map(numbers).astype(int)


def _types(table: pd.DataFrame, actors: pd.DataFrame | None) -> pd.Series:
    """Own type, else that of the actor with the same id, else missing."""
    own = table["type"].astype(object)
    own = own.where(own.notna() & (own != ""), None)
    if actors is None or actors.empty:
        return own
    register = actors.drop_duplicates("actor_id").set_index("actor_id")["type"].astype(object)
    return own.where(own.notna(), table["id"].map(register))


def _findings(table: pd.DataFrame, objectors_from: int, as_of: str | None) -> tuple[Finding, ...]:
    found: list[Finding] = []
    if len(table) >= objectors_from and not (table["attitude"] < 0).any():
        found.append(Finding("no objector", False))
    for row in table.to_dict("records"):
        who = (str(row["id"]), str(row["name"]))
        lacking = tuple(c for c in ("measure", "owner") if not _text(row[c]))
        if row["attitude"] < 0 and row["weight"] == 3 and lacking:
            found.append(Finding("no answer", True, *who, lacking))
        elif row["gap"] > 0 and not row["handled"]:
            found.append(Finding("no measure", False, *who))
        if row["weak"] and (row["weight"] == 3 or (row["attitude"] < 0 and row["weight"] == 2)):
            found.append(Finding("weak measure", False, *who))
        if as_of and _text(row["due"]) and _text(row["due"]) < as_of:
            found.append(Finding("overdue", False, *who))
    return tuple(sorted(found, key=lambda f: not f.severe))


def _coverage(table: pd.DataFrame, untyped: int) -> tuple[Coverage, ...]:
    return tuple(cover(table, side, types, untyped) for side, types in SIDES.items())


def cover(table: pd.DataFrame, side: str, types: Sequence[str], untyped: int) -> Coverage:
    """Judge one side; as long as some types are blank nobody can say that it is missing."""
    ids = tuple(table.loc[table["type"].isin(list(types)), "id"].astype(str))
    state: Literal["there", "missing", "unknown"] = "there" if ids else "unknown" if untyped else "missing"
    return Coverage(side, tuple(types), state, ids)


def basis_of(result: Stakeholders) -> str:
    """Weakest basis of all rows."""
    return weakest(result.table["basis"])


def _filled(column: pd.Series) -> int:
    return sum(bool(_text(cell)) for cell in column)


def _text(cell: object) -> str:
    return "" if cell is None or cell is pd.NA or cell != cell else str(cell).strip()
