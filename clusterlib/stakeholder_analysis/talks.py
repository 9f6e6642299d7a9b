"""What partners of an alliance offer, look for and show; the rest stays with them (guide L1335-1342)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clusterlib import private
from clusterlib.cells import split_ids, weakest
from clusterlib.faults import DomainError, IntegrityError

#: Ends of the scale of openness.
CLOSED, OPEN = 0, 3


@dataclass(frozen=True, slots=True)
class Talks:
    """What may be shown of the talks.

    Attributes
    ----------
    matches : DataFrame
        One row per thing somebody offers or looks for: tag (and twins), offered, wanted (tuples of
        actor_id), fits (offers and wishes of different actors that meet), those that meet first.
    alliances : DataFrame
        One row per alliance: alliance (and twins; empty: the cluster as a whole), partners (actors in its
        rows that may be shown), asked (of them with an openness), openness (the least of them; NA when none
        is known), closed (tuple of actor_id of those least open).
    people : DataFrame
        Actors with at least one row that may be shown: actor_id, name (and twins).
    withheld : int
        Rows that stay private; nothing but their number is known here.
    basis : str
        Weakest basis of the rows that may be shown.
    """

    matches: pd.DataFrame
    alliances: pd.DataFrame
    people: pd.DataFrame
    withheld: int
    basis: str

    @property
    def met(self) -> pd.DataFrame:
        """Things that one actor offers and another looks for."""
        return self.matches[self.matches["fits"] > 0]


def listen(alliance_talks: pd.DataFrame, actors: pd.DataFrame) -> Talks:
    """Bring offers and wishes together, and see how open each alliance is.

    Rows that answer what a firm keeps to itself, and rows that may not be shared, are counted and never read
    (`clusterlib.private`). A chain is as open as its most closed member, so the openness of an alliance is
    the least of its partners'; a blank does not count.

    Parameters
    ----------
    alliance_talks : DataFrame
        Typed table: actor_id, alliance, question_kind, text (several things separated by ";"), openness,
        may_share.
    actors : DataFrame
        Register of names.

    Returns
    -------
    Talks

    Raises
    ------
    DomainError
        An openness outside 0 to 3 among the rows that may be shown.
    IntegrityError
        An actor in them that the register does not know.

    Examples
    --------
    >>> from clusterlib import tables
    >>> cells = [("a", "offer", "test bench"), ("b", "gain", "Test bench"), ("b", "keep", "x")]
    >>> names = ("actor_id", "question_kind", "text")
    >>> rows = tables.typed(
    ...     "alliance_talks", [dict(zip(names, cell)) | {"may_share": "yes"} for cell in cells])
    >>> register = tables.typed("actors", [{"actor_id": key, "name": key.upper()} for key in "ab"])
    >>> found = listen(rows, register)
    >>> found.met[["tag", "offered", "wanted"]].values.tolist(), found.withheld
    ([['test bench', ('a',), ('b',)]], 1)
    """
    shown = private.public("alliance_talks", alliance_talks)
    _refuse(shown, actors)
    kept = [c for c in actors if c == "actor_id" or str(c).split("_")[0] == "name"]
    here = actors.loc[actors["actor_id"].isin(set(shown["actor_id"])), kept].drop_duplicates("actor_id")
    return Talks(
        matches=_matches(shown),
        alliances=_alliances(shown),
        people=here.reset_index(drop=True),
        withheld=len(alliance_talks) - len(shown),
        basis=weakest(shown["basis"]),
    )


def _refuse(shown: pd.DataFrame, actors: pd.DataFrame) -> None:
    open_ = shown["openness"].astype("float64")
    off = sorted(set(shown.loc[(open_ < CLOSED) | (open_ > OPEN), "actor_id"]))
    if off:
        raise DomainError(f"alliance_talks, {', '.join(off)}: the openness is 0 to 3. Correct it.")
    unknown = sorted(set(shown["actor_id"]) - set(actors["actor_id"]))
    if unknown:
        raise IntegrityError(
            f"alliance_talks: {', '.join(unknown)} is not in the table of actors. Add it there."
        )


def _matches(shown: pd.DataFrame) -> pd.DataFrame:
    """Things by what they are called; capitals and blanks make no difference."""
    twins = [str(c) for c in shown if str(c).startswith("text_")]
    sides: dict[str, tuple[list[str], list[str]]] = {}
    said: dict[str, dict[str, str | None]] = {}
    for side, kind in enumerate(("offer", "gain")):
        rows = shown[shown["question_kind"] == kind].sort_values("actor_id", kind="stable")
        for row in rows.to_dict("records"):
            tags = split_ids(row["text"])
            other = {c: split_ids(row[c]) for c in twins}
            for i, tag in enumerate(tags):
                folded = " ".join(tag.casefold().split())
                same = {c: cells[i] if len(cells) == len(tags) else None for c, cells in other.items()}
                said.setdefault(folded, {"text": tag, **same})
                found = sides.setdefault(folded, ([], []))[side]
                if row["actor_id"] not in found:
                    found.append(str(row["actor_id"]))
    made = [
        {
            **{name.replace("text", "tag"): said[tag][name] for name in ("text", *twins)},
            "offered": tuple(offers),
            "wanted": tuple(wishes),
            "fits": sum(one != other for one in offers for other in wishes),
        }
        for tag, (offers, wishes) in sides.items()
    ]
    made.sort(key=lambda row: (not row["fits"], not row["wanted"], str(row["tag"]).casefold()))
    columns = ["tag", *(name.replace("text", "tag") for name in twins), "offered", "wanted", "fits"]
    return pd.DataFrame(made, columns=columns)


def _alliances(shown: pd.DataFrame) -> pd.DataFrame:
    twins = [str(c) for c in shown if str(c).startswith("alliance_")]
    rows = []
    for alliance, part in shown.groupby(shown["alliance"].fillna("").astype(str), sort=True):
        told = part[(part["question_kind"] == "openness") & part["openness"].notna()]
        least = None if told.empty else int(told["openness"].min())
        closed = sorted(set(told.loc[told["openness"] == least, "actor_id"])) if least is not None else []
        rows.append(
            {
                "alliance": str(alliance),
                **{twin: part[twin].iloc[0] for twin in twins},
                "partners": int(part["actor_id"].nunique()),
                "asked": int(told["actor_id"].nunique()),
                "openness": least,
                "closed": tuple(map(str, closed)),
            }
        )
    frame = pd.DataFrame(rows, columns=["alliance", *twins, "partners", "asked", "openness", "closed"])
    frame["openness"] = frame["openness"].astype("Int64")
    return frame
