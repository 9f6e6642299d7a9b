"""Porter's diamond: how good the place is for the firms, corner by corner (guide L1371-1392)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

CORE = ("strategy", "factor", "demand", "related")
ASIDE = ("government", "chance")
_VALUES = {"plus": 1.0, "mixed": 0.0, "minus": -1.0}


@dataclass(frozen=True, slots=True)
class Diamond:
    """Scores of the corners.

    Attributes
    ----------
    frame : DataFrame
        Index: the four corners, then government and chance. Columns score (−1 to 1, NaN when nothing is
        said), plus, mixed, minus, n.
    overall : float or None
        Mean of the four corners; None when one of them is empty.
    net : float or None
        Net share of all statements about the four corners, each counted once.
    binding : tuple of str
        The weakest corner; several when they share the last place.
    empty : tuple of str
        Corners nobody said anything about.
    inferred : int
        Statements whose sign was worked out, not given.
    items : DataFrame
        The table as given.
    """

    frame: pd.DataFrame
    overall: float | None
    net: float | None
    binding: tuple[str, ...]
    empty: tuple[str, ...]
    inferred: int
    items: pd.DataFrame


def score(diamond: pd.DataFrame) -> Diamond:
    """Weigh the statements about each corner: plus 1, mixed 0, minus −1.

    Parameters
    ----------
    diamond : DataFrame
        Typed table `diamond`.

    Examples
    --------
    The statements about Lagos (guide L1375-1392; nine of the thirteen signs are inferred):

    >>> from clusterlib.tables import typed
    >>> signs = {"strategy": "+±---", "factor": "---", "demand": "++", "related": "---"}
    >>> word = {"+": "plus", "±": "mixed", "-": "minus"}
    >>> lagos = score(typed("diamond", [
    ...     {"determinant": corner, "text": f"{corner} {k}", "sign": word[sign]}
    ...     for corner, row in signs.items() for k, sign in enumerate(row)]))
    >>> lagos.frame.loc[list(CORE), "score"].round(2).tolist(), round(lagos.overall, 2), round(lagos.net, 4)
    ([-0.4, -1.0, 1.0, -1.0], -0.35, -0.4615)
    """
    corners = [*CORE, *ASIDE]
    rows = diamond.assign(
        value=diamond["sign"].map(_VALUES).astype("float64"), weight=diamond["weight"].astype("float64")
    )
    rows["load"] = rows["value"] * rows["weight"]
    sums = rows.groupby("determinant")[["load", "weight"]].sum()
    frame = pd.DataFrame(index=pd.Index(corners, name="determinant"))
    frame["score"] = (sums["load"] / sums["weight"]).reindex(corners)
    counts = pd.crosstab(rows["determinant"], rows["sign"]).reindex(
        index=corners, columns=list(_VALUES), fill_value=0
    )
    frame = frame.join(counts)
    frame["n"] = counts.sum(axis=1)
    core = frame.loc[list(CORE)]
    empty = tuple(core.index[core["n"] == 0])
    overall = None if empty else float(core["score"].mean())
    about = rows.loc[rows["determinant"].isin(CORE), "value"]
    lowest = core["score"].min()
    binding = tuple(core.index[core["score"] <= lowest + 1e-9])
    inferred = int((diamond["basis"] == "INFERRED").sum())
    net = float(about.mean()) if len(about) else None
    return Diamond(frame, overall, net, binding, empty, inferred, diamond)
