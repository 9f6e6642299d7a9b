"""The interplay of the stakeholders of a case: influence from `relations`, stances from `positions`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterlib.cells import weakest
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.stakeholder_analysis import mactor
from clusterlib.stakeholder_analysis.mactor import Alliances, Feedback, Numbers, Weights
from clusterlib.twins import titles


@dataclass(frozen=True, slots=True)
class Interplay:
    """Who moves whom over what.

    Attributes
    ----------
    people : DataFrame
        One row per actor named in an influence or a position, in the order of the list: id, name (and twins),
        influence, dependence, role, strength (NaN if nobody influences anybody), isolated, ambivalence.
    objectives : DataFrame
        One row per objective: objective, supporters, opponents (numbers), pro, contra (stance times strength;
        contra negative), mobilised (both together), net; NaN where there is no strength.
    positions : array (n, m)
        Stances, NaN where none is recorded.
    weights : Weights
        Influence and strength.
    alliances : Alliances
        Agreement and disagreement.
    unrated : int
        Stakeholders of the list named in neither table.
    blank : int
        Influence rows without a strength; they count as none.
    basis : str
        Weakest basis of the rows used.
    """

    people: pd.DataFrame
    objectives: pd.DataFrame
    positions: Numbers
    weights: Weights
    alliances: Alliances
    unrated: int
    blank: int
    basis: str

    @property
    def weighted(self) -> Numbers | None:
        """Stance times strength; None when nobody influences anybody."""
        if self.weights.strength is None:
            return None
        return self.positions * self.weights.strength[:, None]

    def pairs(self) -> pd.DataFrame:
        """Pairs of actors with a common objective: first, second (places in `people`), agree, differ, net."""
        upper = np.triu_indices(len(self.people), 1)
        agree, differ = self.alliances.convergence[upper], self.alliances.divergence[upper]
        found = pd.DataFrame({"first": upper[0], "second": upper[1], "agree": agree, "differ": differ})
        found["net"] = found["agree"] - found["differ"]
        return found[(agree + differ) > 0].reset_index(drop=True)


def play(
    relations: pd.DataFrame,
    positions: pd.DataFrame | None,
    stakeholders: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    *,
    feedback: Feedback = "subtract",
) -> Interplay:
    """Bring influence and stances together.

    Parameters
    ----------
    relations : DataFrame
        Typed table; rows of kind influence with strength 0 to 4 are used.
    positions : DataFrame, optional
        Typed table: stakeholder_id, objective, stance −4 to 4.
    stakeholders, actors : DataFrame
        Registers of names; a relation may name either.
    feedback : {"subtract", "none"}
        See `mactor.weigh`.

    Returns
    -------
    Interplay

    Raises
    ------
    IntegrityError
        A name that neither register knows.
    DomainError
        An influence on itself, or a number outside its scale.
    """
    pulls = relations[relations["kind"] == "influence"]
    stances = (
        positions
        if positions is not None
        else pd.DataFrame(columns=["stakeholder_id", "objective", "stance", "basis"])
    )
    named = [*pulls["from"], *pulls["to"], *stances["stakeholder_id"]]
    people = named_people(named, stakeholders, actors)
    at = {key: i for i, key in enumerate(people["id"])}
    weights = mactor.weigh(_matrix(pulls, at), feedback=feedback)
    things = {key: french for key, (_, french) in titles(stances, "objective", "objective").items()}
    stance = _stances(stances, at, list(things))
    alliances = mactor.ally(stance)
    strength = weights.strength if weights.strength is not None else np.full(len(people), np.nan)
    people = people.assign(
        influence=weights.influence, dependence=weights.dependence, role=weights.roles,
        strength=strength, isolated=weights.isolated, ambivalence=alliances.ambivalence,
    )  # fmt: skip
    unrated = int((~stakeholders["id"].isin(people["id"])).sum())
    basis = weakest(pulls["basis"], stances["basis"])
    blank = int(pulls["strength"].isna().sum())
    return Interplay(
        people, _objectives(things, stance, strength), stance, weights, alliances, unrated, blank, basis
    )


def named_people(
    named: Sequence[str], stakeholders: pd.DataFrame, actors: pd.DataFrame | None
) -> pd.DataFrame:
    """Those named, with their names from the list or the register, in the order of the list."""
    listed = stakeholders
    if actors is not None:
        more = actors.rename(columns={"actor_id": "id"})
        listed = pd.concat([stakeholders, more[~more["id"].isin(stakeholders["id"])]], ignore_index=True)
    unknown = [key for key in dict.fromkeys(named) if key not in set(listed["id"])]
    if unknown:
        raise IntegrityError(
            f"relations or positions: {unknown[0]} is neither a stakeholder nor an actor. Add it, or correct"
            " the id."
        )
    found = listed[listed["id"].isin(set(named))].drop_duplicates("id")
    return found[[c for c in found if c == "id" or str(c).split("_")[0] == "name"]].reset_index(drop=True)


def _matrix(pulls: pd.DataFrame, at: dict[str, int]) -> Numbers:
    direct = np.zeros((len(at), len(at)))
    for giver, taker, strength in zip(pulls["from"], pulls["to"], pulls["strength"], strict=True):
        if giver == taker:
            raise DomainError(f"relations: {giver} acts on itself. Delete the row.")
        direct[at[giver], at[taker]] = 0 if pd.isna(strength) else float(strength)
    return direct


def _stances(stances: pd.DataFrame, at: dict[str, int], things: list[str]) -> Numbers:
    place = {thing: i for i, thing in enumerate(things)}
    found = np.full((len(at), len(things)), np.nan)
    for who, thing, stance in zip(
        stances["stakeholder_id"], stances["objective"], stances["stance"], strict=True
    ):
        if pd.notna(stance) and abs(stance) > mactor.STRONGEST:
            raise DomainError(f"positions, {who}, {thing}: {stance} is outside −4 to 4.")
        found[at[who], place[thing]] = np.nan if pd.isna(stance) else float(stance)
    return found


def _objectives(things: dict[str, str], stance: Numbers, strength: Numbers) -> pd.DataFrame:
    force = np.nan_to_num(stance) * strength[:, None]
    pro, contra = np.where(force > 0, force, 0).sum(axis=0), np.where(force < 0, force, 0).sum(axis=0)
    known = not np.isnan(strength).any()
    frame = pd.DataFrame({"objective": pd.Series(list(things), dtype="object")})
    if any(things.values()):
        frame["objective_fr"] = pd.Series(list(things.values()), dtype="object")
    frame["supporters"], frame["opponents"] = (stance > 0).sum(axis=0), (stance < 0).sum(axis=0)
    frame["pro"], frame["contra"] = (pro, contra) if known else (np.nan, np.nan)
    frame["mobilised"], frame["net"] = frame["pro"] - frame["contra"], frame["pro"] + frame["contra"]
    return frame
