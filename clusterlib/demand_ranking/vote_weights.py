"""How much each voter counts in the second view: by a number, by influence (workbook 02), or by size."""

from __future__ import annotations

from typing import Literal, get_args

import pandas as pd

from clusterlib.faults import DomainError

By = Literal["weight", "influence", "size"]
#: Weights of the words; defaults of this library.
INFLUENCE = {"low": 1.0, "medium": 2.0, "high": 3.0}
SIZE = {"micro": 1.0, "small": 2.0, "medium": 3.0, "large": 4.0}


def weights_of(
    respondents: pd.DataFrame | None,
    stakeholders: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
    *,
    by: By = "weight",
    sizes: str = "10;50;250",
) -> dict[str, float]:
    """Weight of each respondent of whom it is known.

    Parameters
    ----------
    respondents : DataFrame or None
        respondent_id with weight, size and actor_id; any of the last three may be missing or blank.
    stakeholders, actors : DataFrame or None
        Influence of an organisation, and its employees.
    by : {"weight", "influence", "size"}
        "weight" takes the number of the respondent; "influence" that of its organisation, 1 low to 3 high;
        "size" that of its firm, 1 micro to 4 large, from the respondent or else from the employees.
    sizes : str
        Employees from which on a firm belongs to the next size, separated by ";".

    Returns
    -------
    dict of str to float

    Raises
    ------
    DomainError
        A weight of 0 or below, or another word for `by`.

    Examples
    --------
    >>> people = pd.DataFrame({"respondent_id": ["r1", "r2"], "actor_id": ["min", None]})
    >>> listed = pd.DataFrame({"id": ["min"], "influence": ["high"]})
    >>> weights_of(people, listed, by="influence")
    {'r1': 3.0}
    """
    if by not in get_args(By):
        raise DomainError(f"by: {by!r} is not known. Use weight, influence or size.")
    if respondents is None or respondents.empty:
        return {}
    if by == "weight":
        found = _column(respondents, "weight").astype("float64")
        if (found <= 0).any():
            raise DomainError("respondents, column weight: a weight is 0 or below. Use a number above 0.")
    else:
        actor = _column(respondents, "actor_id")
        found = (
            actor.map(_influence(stakeholders))
            if by == "influence"
            else _column(respondents, "size").map(SIZE).fillna(actor.map(_employees(actors, sizes)))
        )
    known = zip(respondents["respondent_id"].astype(str), found, strict=True)
    return {person: float(weight) for person, weight in known if not pd.isna(weight)}


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    return (
        frame[name].astype("object") if name in frame else pd.Series(None, index=frame.index, dtype="object")
    )


def _influence(stakeholders: pd.DataFrame | None) -> dict[str, float]:
    if stakeholders is None or stakeholders.empty:
        return {}
    words = dict(zip(stakeholders["id"].astype(str), stakeholders["influence"], strict=True))
    return {key: INFLUENCE[str(word)] for key, word in words.items() if str(word) in INFLUENCE}


def _employees(actors: pd.DataFrame | None, sizes: str) -> dict[str, float]:
    if actors is None or actors.empty or "employees" not in actors:
        return {}
    steps = [float(step) for step in sizes.split(";")]
    staff = pd.to_numeric(actors["employees"])
    found = zip(actors["actor_id"].astype(str), staff, strict=True)
    return {key: 1.0 + sum(int(n >= step) for step in steps) for key, n in found if not pd.isna(n)}
