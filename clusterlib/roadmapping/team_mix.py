"""Has the office all four profiles that a cluster in transformation needs? (guide L4606-4636, method T49)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterlib.cells import weakest
from clusterlib.columns import fold
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.tables import is_blank

#: Profiles of a management team (guide L4608, L4616, L4626, L4633), in their order.
PROFILES = ("networking", "tools", "sector", "organisation")


@dataclass(frozen=True, slots=True)
class TeamMix:
    """People of the office and the four profiles.

    Attributes
    ----------
    profiles : DataFrame
        One row per profile: profile, rated (people with a score in it), best (highest score, 0 to 4; NaN when
        nobody is rated), able (names of those who reach `able_from`), state (*several*, *one*, *nobody* or
        *not rated*).
    people : DataFrame
        One row per person who counts, largest post first: person, function (and twins), fte, and a column per
        profile with the best score of the person in it (NaN: not rated).
    unplaced : DataFrame
        Skills that belong to no profile: skill (and twins); one row each.
    unrated : tuple of str
        People of the office without a score in any profile.
    carrying : tuple of str
        People who alone hold two profiles or more.
    posts : float or None
        Full posts of the people who count; None without the table of the staff.
    aside : int
        People of the office who do not count (column ``in_scope``).
    able_from : float
        From this score on somebody can do it alone.
    basis : str
        Weakest basis of the rows.
    """

    profiles: pd.DataFrame
    people: pd.DataFrame
    unplaced: pd.DataFrame
    unrated: tuple[str, ...]
    carrying: tuple[str, ...]
    posts: float | None
    aside: int
    able_from: float
    basis: str

    def of(self, *states: str) -> list[str]:
        """Profiles in one of these states, in their order."""
        return list(self.profiles.loc[self.profiles["state"].isin(states), "profile"])


def mix(
    skills: pd.DataFrame,
    staff: pd.DataFrame | None = None,
    *,
    reference: pd.DataFrame | None = None,
    able_from: float = 3.0,
) -> TeamMix:
    """Look who in the office can do alone what each of the four profiles asks for (method T49).

    A profile is held by those who reach the limit in at least one of its skills. A skill belongs to the
    profile that its row names; where the row names none, to the one under which the reference lists a skill
    of these words. A profile that nobody was rated in is *not rated*, which is not the same as *nobody*.

    Parameters
    ----------
    skills, staff : DataFrame
        Typed tables; people whom `staff` does not count (``in_scope``) are left aside, and posts are blank
        without it.
    reference : DataFrame, optional
        Reference facts: profile, text (and twins).
    able_from : float
        From this score on (0 to 4) somebody can do it alone (method T49).

    Returns
    -------
    TeamMix

    Raises
    ------
    DomainError
        If the limit lies outside 0 to 4.
    IntegrityError
        If a skill belongs to a person whom the table of the staff does not have.

    Examples
    --------
    >>> from clusterlib import tables
    >>> rows = [("Awa", "networking", 4), ("Awa", "tools", 3), ("Ben", "tools", 3), ("Ben", "sector", 2)]
    >>> names = ("person", "profile", "score")
    >>> found = mix(tables.typed("skills", [{"skill": f"s{i}"} | dict(zip(names, row))
    ...                                     for i, row in enumerate(rows)]))
    >>> found.profiles["state"].tolist()
    ['one', 'several', 'nobody', 'not rated']
    """
    if not 0 <= able_from <= 4:
        raise DomainError(f"able_from is {able_from}; scores go from 0 to 4.")
    _refuse(skills, staff)
    aside = _aside(staff)
    counted = skills[~skills["person"].isin(aside)]
    counted = counted.assign(place=_places(counted, reference)).reset_index(drop=True)
    people = _people(counted, staff, aside)
    profiles = pd.DataFrame([_profile(name, people, able_from) for name in PROFILES])
    alone = [able[0] for able in profiles["able"] if len(able) == 1]
    texts = [name for name in ("skill", "skill_fr") if name in counted]
    return TeamMix(
        profiles=profiles,
        people=people,
        unplaced=counted.loc[counted["place"] == "", texts].drop_duplicates("skill").reset_index(drop=True),
        unrated=tuple(people.loc[people[list(PROFILES)].isna().all(axis=1), "person"]),
        carrying=tuple(dict.fromkeys(name for name in alone if alone.count(name) > 1)),
        posts=None if staff is None else float(people["fte"].sum()),
        aside=len(aside),
        able_from=able_from,
        basis=weakest(counted["basis"]),
    )


def _refuse(skills: pd.DataFrame, staff: pd.DataFrame | None) -> None:
    if staff is None:
        return
    unknown = sorted(set(skills["person"]) - set(staff["person"]))
    if unknown:
        raise IntegrityError(
            f"skills name people whom staff does not have: {', '.join(unknown)}. Add them to staff, or "
            "correct the name."
        )


def _aside(staff: pd.DataFrame | None) -> set[str]:
    return set() if staff is None else set(staff.loc[staff["in_scope"].eq("no"), "person"])


def _places(skills: pd.DataFrame, reference: pd.DataFrame | None) -> list[str]:
    """Profile of each row: its own, else that of a skill of the same words; empty when there is none."""
    known = _listed(reference)
    words = [name for name in ("skill", "skill_fr") if name in skills]
    return [
        str(row["profile"]) if not is_blank(row["profile"]) else _found(row, words, known)
        for row in skills.to_dict("records")
    ]


def _found(row: Mapping[Any, Any], words: list[str], known: Mapping[str, str]) -> str:
    texts = [fold(str(row[name])) for name in words if not is_blank(row[name])]
    return next((known[text] for text in texts if text in known), "")


def _listed(reference: pd.DataFrame | None) -> dict[str, str]:
    if reference is None:
        return {}
    names = [name for name in ("text", "text_fr") if name in reference]
    return {
        fold(str(row[name])): str(row["profile"]) for row in reference.to_dict("records") for name in names
    }


def _people(skills: pd.DataFrame, staff: pd.DataFrame | None, aside: set[str]) -> pd.DataFrame:
    """Best score of each person in each profile, largest post first, then by name."""
    best = skills[skills["place"] != ""].groupby(["person", "place"])["score"].max()
    wide = best.unstack("place").reindex(columns=list(PROFILES))
    columns = ["person", "function", "function_fr", "fte"]
    if staff is None:
        known = pd.DataFrame({"person": skills["person"].drop_duplicates()})
    else:
        known = staff[~staff["person"].isin(aside)]
    rows = known.reindex(columns=columns).astype({"fte": "float64"})
    wide = wide.reindex(rows["person"]).reset_index(drop=True).astype("float64")
    rows = pd.concat([rows.reset_index(drop=True), wide], axis=1)
    return rows.sort_values(
        ["fte", "person"], ascending=[False, True], na_position="last", kind="stable", ignore_index=True
    )


def _profile(name: str, people: pd.DataFrame, able_from: float) -> dict[str, object]:
    scores = people[name]
    able = tuple(people.loc[scores >= able_from - 1e-9, "person"])
    rated = int(scores.notna().sum())
    state = ("several" if len(able) > 1 else "one") if able else ("nobody" if rated else "not rated")
    return {"profile": name, "rated": rated, "best": scores.max(), "able": able, "state": state}


def printed(result: object) -> str:
    """The four profiles as plain text, for a check; a dash when the tool could not run."""
    if not isinstance(result, TeamMix):
        return "–"
    shown = result.profiles.assign(able=[", ".join(names) or "none" for names in result.profiles["able"]])
    return shown.to_string(index=False)
