"""Five forces: what presses on the firms from outside, by Porter's five forces (guide L1331)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

FORCES = ("rivalry", "suppliers", "buyers", "entrants", "substitutes")
#: A force with fewer statements is shown, but the whole is not averaged.
FEWEST = 2
_TREND = {"falling": -1, "steady": 0, "rising": 1}


@dataclass(frozen=True, slots=True)
class FiveForces:
    """Pressure of each force and of all five.

    Attributes
    ----------
    frame : DataFrame
        Index: the five forces. Columns pressure (1 to 5, mean over raters of their weighted means), spread
        (standard deviation over raters, from three raters on), raters, statements, trend (−1 to 1).
    overall : float or None
        Mean of the five; None when a force has fewer than two statements.
    attractiveness : float or None
        6 minus the overall pressure.
    binding : tuple of str
        The strongest force; several when they share the first place.
    short : tuple of str
        Forces with fewer than two statements.
    statements : DataFrame
        The table as given.
    """

    frame: pd.DataFrame
    overall: float | None
    attractiveness: float | None
    binding: tuple[str, ...]
    short: tuple[str, ...]
    statements: pd.DataFrame


def press(forces: pd.DataFrame, *, fewest: int = FEWEST) -> FiveForces:
    """Average the observations about each force.

    Each rater's pressure of a force is Σ weight × pressure / Σ weight; the force is the mean over raters.
    Rows without a respondent count as one rater, the group.

    Parameters
    ----------
    forces : DataFrame
        Typed table `forces`.
    fewest : int
        Statements a force needs before it counts towards the whole.

    Examples
    --------
    >>> from clusterlib.tables import typed
    >>> rows = [
    ...     {"force": force, "text": text, "pressure": value}
    ...     for force, value in zip(FORCES, (4, 3, 3, 2, 2)) for text in ("one", "two")]
    >>> found = press(typed("forces", rows))
    >>> found.overall, round(found.attractiveness, 4), found.binding
    (2.8, 3.2, ('rivalry',))
    """
    rows = forces.assign(
        rater=forces["respondent_id"].fillna(""),
        pressure=forces["pressure"].astype("float64"),
        weight=forces["weight"].astype("float64"),
        step=forces["trend"].map(_TREND).astype("float64"),
    )
    rows["load"] = rows["pressure"] * rows["weight"]
    raters = rows.groupby(["force", "rater"])[["load", "weight"]].sum()
    per_rater = (raters["load"] / raters["weight"]).groupby(level="force")
    frame = pd.DataFrame(index=pd.Index(FORCES, name="force"))
    frame["pressure"] = per_rater.mean().reindex(FORCES)
    frame["raters"] = per_rater.size().reindex(FORCES, fill_value=0)
    frame["spread"] = per_rater.std().reindex(FORCES).where(frame["raters"] >= 3)
    frame["statements"] = rows.groupby("force")["text"].nunique().reindex(FORCES, fill_value=0)
    frame["trend"] = rows.groupby("force")["step"].mean().reindex(FORCES)
    short = tuple(frame.index[frame["statements"] < fewest])
    overall = None if short else float(frame["pressure"].mean())
    top = frame["pressure"].max()
    binding = tuple(frame.index[frame["pressure"] >= top - 1e-9]) if not np.isnan(top) else ()
    return FiveForces(frame, overall, None if overall is None else 6 - overall, binding, short, forces)
