"""Which industries are found in the same regions: presence, proximity and relatedness density.

Pure arrays, vectorised: proximity is one matrix product, density another. Conventions: an industry is
present where its location quotient reaches a line; the diagonal of the proximity is 0, so an industry is
never its own neighbour; density is a share between 0 and 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from clusterlib.mapping.specialisation_cells import Floats


def location_quotients(jobs: Floats) -> Floats:
    """LQ of a table of known jobs, regions down: (x_ri / x_r) / (x_i / x); NaN where a sum is 0.

    For tables with secret cells or published totals use `specialisation_ratios.quotients`.

    Examples
    --------
    >>> location_quotients(np.array([[30.0, 70.0], [10.0, 190.0]])).round(3).tolist()
    [[2.25, 0.808], [0.375, 1.096]]
    """
    region, industry = jobs.sum(1), jobs.sum(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = (jobs.sum() / industry)[None, :]
        found = jobs / region[:, None]
        found *= scale
    return np.asarray(found, dtype=np.float64)


def presence(quotients: Floats, line: float = 1.0) -> npt.NDArray[np.bool_]:
    """Where an industry is present: its location quotient reaches the line; NaN is absent.

    Examples
    --------
    >>> presence(np.array([[2.25, 0.8], [np.nan, 1.0]])).tolist()
    [[True, False], [False, True]]
    """
    with np.errstate(invalid="ignore"):
        return np.asarray(quotients >= line)


def proximity(there: npt.NDArray[np.bool_], *, dtype: Any = np.float64) -> Floats:
    """How often two industries go together: min(P(i | j), P(j | i)) = C_ij ÷ max(u_i, u_j).

    C counts the regions that have both, u those that have one. An industry that no region has is near to
    none; the diagonal is 0. Hidalgo et al. (2007).

    Parameters
    ----------
    there : array of bool, shape (regions, industries)
        From `presence`.
    dtype : numpy type
        Of the result. Counts are whole numbers far below 2²⁴, so they are exact in single precision.

    Examples
    --------
    >>> there = np.array([[1, 1, 0], [1, 1, 1], [1, 0, 0]], dtype=bool)
    >>> proximity(there).round(3).tolist()
    [[0.0, 0.667, 0.333], [0.667, 0.0, 0.5], [0.333, 0.5, 0.0]]
    """
    counted = there.astype(np.float32)
    together = (counted.T @ counted).astype(dtype, copy=False)
    ubiquity = there.sum(axis=0).astype(together.dtype)
    together /= np.maximum(np.maximum(ubiquity[:, None], ubiquity[None, :]), 1)
    np.fill_diagonal(together, 0.0)
    return np.asarray(together)


def density(there: npt.NDArray[np.bool_], near: Floats) -> Floats:
    """Of what is related to an industry, the share that a region has: Σ_j M_rj φ_ij ÷ Σ_j φ_ij, 0 to 1.

    Parameters
    ----------
    there : array of bool, shape (regions, industries)
        From `presence`.
    near : array, shape (industries, industries)
        From `proximity`, its diagonal 0, so that the sums leave out the industry itself.

    Returns
    -------
    array, shape (regions, industries)
        NaN where an industry is related to none.

    Examples
    --------
    >>> there = np.array([[1, 1, 0], [1, 1, 1], [1, 0, 0]], dtype=bool)
    >>> density(there, proximity(there)).round(3).tolist()
    [[0.667, 0.571, 1.0], [1.0, 1.0, 1.0], [0.0, 0.571, 0.4]]
    """
    found = there.astype(near.dtype) @ near
    with np.errstate(divide="ignore", invalid="ignore"):
        found /= near.sum(axis=0)
    return np.asarray(found)
