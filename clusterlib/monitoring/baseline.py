"""The state at the beginning on three levels, and what changed since (guide L3753-3758)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterlib.cells import weakest
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.monitoring.panel_power import detectable
from clusterlib.periods import last_day, years

LEVELS = ("organisation", "actors", "framework")
#: Size classes of firms, the smallest first.
SIZES = ("micro", "small", "medium", "large")


@dataclass(frozen=True, slots=True)
class Baseline:
    """Figures of the first and the last wave, level by level.

    Attributes
    ----------
    table : DataFrame
        One row per field, in the guide's order, own fields after them: level, item_id, text (and twins),
        first, last (values; NaN where a wave has none), unit, other_unit (unit of the last wave where it
        differs, else empty; both with twins), change (NaN unless both waves have the same unit), n, n_last
        (what the values rest on; NA where blank), few (True for actors with fewer than `firms` firms in a
        wave).
    waves : tuple of str
        All waves, the oldest first.
    missing : DataFrame
        Fields of the guide without a value in the first wave: level, item_id, text (and twins).
    asked_for : int
        Fields that the guide names.
    firms : int
        Firms that the level of the actors should rest on (guide L3758: 15).
    detectable : float or None
        Least change, in standard deviations, that so many firms as in the smaller wave would show; None
        without a number of firms.
    power_wanted : float
        Share of studies that would show it.
    apart : float or None
        Years between the first and the last wave.
    sample : DataFrame
        Size classes: size, asked, members (shares); empty where one side is not known.
    asked, members : int
        Firms asked, and members, of known size.
    basis : str
        Weakest basis of the rows.
    """

    table: pd.DataFrame
    waves: tuple[str, ...]
    missing: pd.DataFrame
    asked_for: int
    firms: int
    detectable: float | None
    power_wanted: float
    apart: float | None
    sample: pd.DataFrame
    asked: int
    members: int
    basis: str

    @property
    def twice(self) -> bool:
        """Whether there are two waves."""
        return len(self.waves) > 1

    def of(self, level: str) -> pd.DataFrame:
        """Rows of one level."""
        return self.table[self.table["level"] == level]


def compare(
    baseline_survey: pd.DataFrame,
    respondents: pd.DataFrame | None = None,
    panel: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
    *,
    fields: pd.DataFrame,
    firms: int = 15,
    power_wanted: float = 0.8,
    sizes: str = "10;50;250",
) -> Baseline:
    """Lay the waves of the baseline side by side, per field, and never add levels or fields.

    Parameters
    ----------
    baseline_survey : DataFrame
        Typed table: period, list_id (level), item_id (field), value, unit, n.
    respondents, panel, actors : DataFrame, optional
        Typed tables: the firms of the cluster in the panel are the firms asked; their sizes are compared
        with those of the members in the register.
    fields : DataFrame
        Reference facts: level, field, text (and twins).
    firms : int
        Firms that the level of the actors should rest on (guide L3758).
    power_wanted : float
        See `panel_power.detectable` (DEFAULT).
    sizes : str
        Employees from which on a member is small, medium, large (DEFAULT).

    Returns
    -------
    Baseline

    Raises
    ------
    DomainError
        A level that does not exist.
    IntegrityError
        A field twice in one wave.

    Examples
    --------
    >>> from clusterlib import places, tables
    >>> same = {"list_id": "actors", "item_id": "jobs", "unit": "jobs per firm", "n": 15}
    >>> rows = [same | {"period": p, "value": v} for p, v in (("2020", 12), ("2022", 14))]
    >>> found = compare(tables.typed("baseline_survey", rows), fields=places.reference("baseline_fields"))
    >>> float(found.table.loc[0, "change"]), round(found.detectable, 3), len(found.missing)
    (2.0, 0.778, 12)
    """
    _refuse(baseline_survey)
    waves = tuple(sorted(set(baseline_survey["period"]), key=lambda text: (last_day(text), text)))
    names = [str(c) for c in fields if c == "text" or str(c).startswith("text_")]
    known = fields.rename(columns={"field": "item_id"})[["level", "item_id", *names]].astype("object")
    rows = baseline_survey.rename(columns={"list_id": "level"})
    ends = (waves[0], waves[-1]) if waves else ("", "")
    table = _table(_listed(rows, known, names), rows, ends, len(waves) > 1, firms)
    asked, members = _sizes_asked(respondents, panel), _sizes_of_members(actors, sizes)
    lost, least = _lost(rows, known, ends[0]), _least(table, power_wanted)
    return Baseline(
        table, waves, lost, len(known), firms, least, power_wanted,
        _years(waves), _shares(asked, members), len(asked), len(members), weakest(rows["basis"]),
    )  # fmt: skip


def _refuse(rows: pd.DataFrame) -> None:
    strange = sorted(set(rows["list_id"].dropna()) - set(LEVELS))
    if strange:
        raise DomainError(
            f"baseline_survey, column list_id: {', '.join(strange)}. Allowed are {', '.join(LEVELS)}."
        )
    twice = rows[rows.duplicated(["period", "list_id", "item_id"])]
    if len(twice):
        named = ", ".join(sorted(set(twice["item_id"])))
        raise IntegrityError(f"baseline_survey: {named} twice in one wave. Keep one row per wave and field.")


def _listed(rows: pd.DataFrame, known: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The fields of the guide level by level, after each level the own ones."""
    own = rows[["level", "item_id"]].drop_duplicates().merge(known, how="left", on=["level", "item_id"])
    own = own[own["text"].isna()].assign(**dict.fromkeys(names, own["item_id"]))
    listed = pd.concat([known, own.sort_values("item_id")], ignore_index=True)
    listed["place"] = listed["level"].map({level: i for i, level in enumerate(LEVELS)})
    return listed.sort_values("place", kind="stable").drop(columns="place").reset_index(drop=True)


def _lost(rows: pd.DataFrame, known: pd.DataFrame, first: str) -> pd.DataFrame:
    """Fields of the guide without a value in the first wave."""
    begun = rows[rows["period"] == first]
    there = set(zip(begun["level"], begun["item_id"], strict=True))
    lacking = [(a, b) not in there for a, b in zip(known["level"], known["item_id"], strict=True)]
    return known[lacking].reset_index(drop=True)


def _table(
    listed: pd.DataFrame, rows: pd.DataFrame, ends: tuple[str, str], twice: bool, firms: int
) -> pd.DataFrame:
    sides = []
    units = [str(c) for c in rows if c == "unit" or str(c).startswith("unit_")]
    for i, period in enumerate(ends):
        side = rows[rows["period"] == period] if i == 0 or twice else rows.head(0)
        kept = ["value", "n", *units]
        side = side[["level", "item_id", *kept]].rename(columns={name: f"{name}{i}" for name in kept})
        sides.append(side.astype({"level": "object", "item_id": "object"}))
    table = listed.merge(sides[0], how="left", on=["level", "item_id"])
    table = table.merge(sides[1], how="left", on=["level", "item_id"])
    table = table[table["value0"].notna() | table["value1"].notna()].reset_index(drop=True)
    unit = {name: table[f"{name}0"].fillna(table[f"{name}1"]) for name in units}
    other = {name: table[f"{name}1"].fillna(table[f"{name}0"]) for name in units}
    plain = [texts["unit"].fillna("").str.strip().str.casefold() for texts in (unit, other)]
    same = plain[0] == plain[1]
    first, last = (table[c].astype("float64") for c in ("value0", "value1"))
    few = pd.Series(False, index=table.index)
    for column in ("n0", "n1"):
        few |= (table[column] < firms).fillna(False).astype(bool)
    gone = [f"{name}{i}" for name in ("value", "n", *units) for i in (0, 1)]
    return table.drop(columns=gone).assign(
        first=first,
        last=last,
        **unit,
        **{f"other_{name}": texts.where(~same, "") for name, texts in other.items()},
        change=(last - first).where(same),
        n=table["n0"],
        n_last=table["n1"],
        few=few & (table["level"] == "actors"),
    )


def _least(table: pd.DataFrame, power_wanted: float) -> float | None:
    rows = table[table["level"] == "actors"]
    asked = pd.concat([rows["n"], rows["n_last"]]).dropna()
    return detectable(int(asked.min()), power_wanted=power_wanted) if len(asked) else None


def _years(waves: tuple[str, ...]) -> float | None:
    ends = [last_day(wave) for wave in (waves[:1] + waves[-1:])]
    if len(waves) < 2 or ends[0] is None or ends[1] is None:
        return None
    return years(ends[1]) - years(ends[0])


def _sizes_asked(respondents: pd.DataFrame | None, panel: pd.DataFrame | None) -> list[str]:
    if respondents is None or panel is None:
        return []
    firms = set(panel.loc[panel["group"] == "cluster", "respondent_id"])
    return [str(size) for size in respondents.loc[respondents["respondent_id"].isin(firms), "size"].dropna()]


def _sizes_of_members(actors: pd.DataFrame | None, sizes: str) -> list[str]:
    if actors is None:
        return []
    rows = actors[(actors["member"] == "yes") & actors["type"].isin(["SME", "large firm"])]
    staff = rows["employees"].dropna().astype("float64").to_numpy()
    steps = [float(step) for step in sizes.split(";")]
    return [SIZES[int(np.searchsorted(steps, value, side="right"))] for value in staff]


def _shares(asked: list[str], members: list[str]) -> pd.DataFrame:
    if not asked or not members:
        return pd.DataFrame({"size": [], "asked": [], "members": []})
    shown = [size for size in SIZES if size in asked or size in members]
    return pd.DataFrame(
        {
            "size": shown,
            "asked": [asked.count(size) / len(asked) for size in shown],
            "members": [members.count(size) / len(members) for size in shown],
        }
    )
