"""Where strong regions lie beside strong ones: local Moran, with false discoveries kept in check.

The computing is esda's, behind a guard. One unknown region turns esda's result into the same quadrant and
p-value for every region (pysal/esda#215). So unknown regions are left out, the neighbourhoods rebuilt without
them, and who has no neighbour left is called undefined.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from clusterlib.faults import ClusterlibError, DomainError
from clusterlib.mapping.region_values import RegionValues

#: Quadrants as esda numbers them.
QUADRANTS = {1: "high-high", 2: "low-high", 3: "low-low", 4: "high-low"}
#: With fewer regions chance cannot be told from pattern.
FEWEST = 8
_EXTRA = "neighbours: this part needs the extra “analysis”: pip install 'clusterlib[analysis]'."


@dataclass(frozen=True, slots=True)
class LocalMoran:
    """Each region beside its neighbours.

    Attributes
    ----------
    frame : DataFrame
        One row per region, in the order given: region, value, state (``judged``, ``unknown`` where the
        value is not known, ``island`` where no neighbour with a value is left), neighbours (how many),
        beside (mean of the neighbours), moran (local I), p (from permutations,
        of both sides), quadrant, found (whether
        the pattern holds at `alpha` after the correction).
    values : RegionValues
        What was compared.
    alpha : float
        Share of false discoveries that is accepted among those found.
    cut : float
        Largest p that is still found; 0 when none is.
    permutations : int
        How often the neighbours were shuffled.
    strangers : tuple of str
        Names among the neighbours that the table of jobs does not know.
    why : str
        Why nothing was judged: ``neighbours``, ``few``, ``even`` or empty.
    """

    frame: pd.DataFrame
    values: RegionValues
    alpha: float
    cut: float
    permutations: int
    strangers: tuple[str, ...]
    why: str


def neighbours_from_table(
    regions: Iterable[str], table: pd.DataFrame | None
) -> tuple[dict[str, set[str]], tuple[str, ...]]:
    """Neighbours from rows of two names; either direction counts for both.

    Parameters
    ----------
    regions : iterable of str
        Names as the table of jobs spells them; compared without regard to case.
    table : DataFrame or None
        Typed table `region_neighbours`.

    Returns
    -------
    neighbours : dict
        Region to its neighbours.
    strangers : tuple of str
        Names that are no region of the table of jobs.
    """
    known = {name.strip().casefold(): name for name in regions}
    found: dict[str, set[str]] = {name: set() for name in known.values()}
    strangers: dict[str, None] = {}
    if table is None:
        return found, ()
    for one, other in zip(table["region"], table["neighbour"], strict=True):
        ends = [known.get(str(name).strip().casefold()) for name in (one, other)]
        strangers |= {str(name): None for name, end in zip((one, other), ends, strict=True) if end is None}
        if ends[0] and ends[1] and ends[0] != ends[1]:
            found[ends[0]].add(ends[1])
            found[ends[1]].add(ends[0])
    return found, tuple(strangers)


def neighbours_from_shapes(shapes: Mapping[str, Any]) -> dict[str, set[str]]:
    """Neighbours are regions whose outlines share a corner (queen contiguity).

    Parameters
    ----------
    shapes : mapping
        Region to its shape (shapely).
    """
    if len(shapes) < 2:
        return {name: set() for name in shapes}
    try:
        import geopandas
        from libpysal.weights import Queen
    except ImportError:
        raise ClusterlibError(_EXTRA) from None
    names = list(shapes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame = geopandas.GeoDataFrame(geometry=list(shapes.values()))
        weights = Queen.from_dataframe(frame, use_index=False, silence_warnings=True)
    return {names[k]: {names[other] for other in weights.neighbors[k]} for k in range(len(names))}


def neighbours_of(
    regions: list[str], table: pd.DataFrame | None, shapes: Mapping[str, Any] | None
) -> tuple[dict[str, set[str]], tuple[str, ...]]:
    """Neighbours from the table where it names any, else from outlines; and names that are no region."""
    near, strangers = neighbours_from_table(regions, table)
    if not any(near.values()) and shapes:
        near = {name: set() for name in regions} | neighbours_from_shapes(shapes)
    return near, strangers


def how_many(values: RegionValues, near: Mapping[str, set[str]]) -> int:
    """How many regions have a known quotient and a neighbour with one."""
    regions, value = list(values.frame["region"]), values.frame["lq"].to_numpy(np.float64)
    return int((_guarded(regions, value, near)["state"] == "judged").sum())


def beside_neighbours(
    values: RegionValues,
    table: pd.DataFrame | None = None,
    *,
    shapes: Mapping[str, Any] | None = None,
    permutations: int = 9999,
    alpha: float = 0.05,
    seed: int = 7,
) -> LocalMoran:
    """Compare each region with its neighbours.

    Parameters
    ----------
    values : RegionValues
        From `across_regions`; a region whose quotient is not known is left out.
    table : DataFrame, optional
        Typed table `region_neighbours`; it wins over outlines.
    shapes : mapping, optional
        Region to its shape.
    permutations : int
        How often the neighbours are shuffled.
    alpha : float
        Share of false discoveries that is accepted among those found.
    seed : int
        Start of the random numbers, so that a run can be repeated.

    Raises
    ------
    DomainError
        If `permutations` is below 99 or `alpha` not between 0 and 1.
    ClusterlibError
        If the extra libraries are not installed.
    """
    if permutations < 99 or not 0 < alpha < 1:
        raise DomainError(
            f"permutations {permutations}, alpha {alpha:g}: at least 99 permutations and an alpha between 0 "
            "and 1 are needed."
        )
    regions = list(values.frame["region"])
    near, strangers = neighbours_of(regions, table, shapes)
    value = values.frame["lq"].to_numpy(np.float64)
    frame = _guarded(regions, value, near)
    judged = frame["state"] == "judged"
    why = "neighbours" if not any(near.values()) else "few" if judged.sum() < FEWEST else ""
    if not why and np.ptp(value[judged]) <= 1e-12 * max(1.0, float(np.abs(value[judged]).max())):
        why = "even"
    cut = 0.0
    if not why:
        frame, cut = _judged(frame, near, permutations, alpha, seed)
    return LocalMoran(frame, values, alpha, cut, permutations, strangers, why)


def _guarded(regions: list[str], value: np.ndarray, near: Mapping[str, set[str]]) -> pd.DataFrame:
    """Who can be compared: known regions with at least one known neighbour."""
    known = {name for name, number in zip(regions, value, strict=True) if np.isfinite(number)}
    left = {name: near.get(name, set()) & known for name in regions}
    state = ["unknown" if name not in known else "judged" if left[name] else "island" for name in regions]
    return pd.DataFrame(
        {
            "region": pd.Series(regions, dtype="str"),
            "value": value,
            "state": pd.Series(state, dtype="str"),
            "neighbours": [len(left[name]) for name in regions],
            "beside": np.nan,
            "moran": np.nan,
            "p": np.nan,
            "quadrant": pd.Series([None] * len(regions), dtype="str"),
            "found": False,
        }
    )


def _judged(
    frame: pd.DataFrame, near: Mapping[str, set[str]], permutations: int, alpha: float, seed: int
) -> tuple[pd.DataFrame, float]:
    try:
        from esda import Moran_Local, fdr
        from libpysal.weights import W
    except ImportError:
        raise ClusterlibError(_EXTRA) from None
    rows = np.flatnonzero(frame["state"] == "judged")
    names = list(frame["region"].iloc[rows])
    place = {name: k for k, name in enumerate(names)}
    links = {k: sorted(place[other] for other in near[name] if other in place) for name, k in place.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        weights = W(links, silence_warnings=True)
        y = frame["value"].to_numpy(np.float64)[rows]
        found = Moran_Local(
            y,
            weights,
            transformation="r",
            permutations=permutations,
            n_jobs=1,
            seed=seed,
            keep_simulations=False,
        )
        # esda counts the side that was found; a pattern could have been on either
        p = np.minimum(1.0, 2.0 * np.asarray(found.p_sim, dtype=np.float64))
        cut = float(fdr(p, alpha))
    frame = frame.copy()
    frame.loc[frame.index[rows], "beside"] = [float(y[links[k]].mean()) for k in range(len(names))]
    frame.loc[frame.index[rows], "moran"] = np.asarray(found.Is, dtype=np.float64)
    frame.loc[frame.index[rows], "p"] = p
    frame.loc[frame.index[rows], "quadrant"] = [QUADRANTS[int(q)] for q in found.q]
    hit = p <= cut
    frame.loc[frame.index[rows], "found"] = hit
    return frame, cut if hit.any() else 0.0
