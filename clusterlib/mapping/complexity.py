"""Economic complexity of regions (ECI) and of industries (PCI), with its sign and its refusals.

The numbers order the regions of one table in one year: not comparable across years, tables or industry
classifications, and with few regions hardly more than a way to say which of them do alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import eigh
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from clusterlib.faults import ClusterlibError
from clusterlib.mapping.specialisation_cells import Floats

#: Correlation with diversity below which the sign of the ECI means nothing.
_SIGN = 0.05
#: Eigenvalues closer than this are one.
_SAME = 1e-9


class NoComplexity(ClusterlibError):
    """Complexity cannot be computed from this table; `reason` is a word for it.

    Attributes
    ----------
    reason : {"small", "disconnected", "repeated", "sign"}
    """

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Complexity:
    """Complexity of regions and industries, z-scores (mean 0, standard deviation 1, ddof 0).

    Attributes
    ----------
    eci, pci : array
        One per region and industry; NaN for those without any presence, which are left out first.
    value : float
        The second largest eigenvalue, between 0 and 1: near 1 the table nearly falls into two blocks.
    sign : float
        Correlation of the ECI with diversity; its sign is chosen so that this is above 0.
    """

    eci: Floats
    pci: Floats
    value: float
    sign: float


def complexity(there: npt.NDArray[np.bool_], *, least_sign: float = _SIGN) -> Complexity:
    """ECI and PCI from the second eigenvector of a symmetric matrix.

    S = D^-½ M U^-1 Mᵀ D^-½ has the eigenvalues of the matrix of the method of reflections and is
    symmetric, so its eigenvectors are real and found safely. With y for the second largest eigenvalue
    ECI = D^-½ y, and PCI = U^-1 Mᵀ ECI, the mean ECI of the regions that have the industry. The smaller
    side of the table is solved; the other follows from it.

    Parameters
    ----------
    there : array of bool, shape (regions, industries)
        Which region has which industry (location quotient of at least 1, say).
    least_sign : float
        Correlation with diversity below which the sign, and so the order, means nothing.

    Raises
    ------
    NoComplexity
        If fewer than two regions or industries are left, the table falls into parts that share nothing,
        the second eigenvalue is repeated, or the ECI hardly correlates with diversity.

    Examples
    --------
    >>> there = np.array([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]], dtype=bool)
    >>> found = complexity(there)
    >>> found.eci.round(2).tolist(), found.pci.round(2).tolist()
    ([1.34, 0.45, -0.45, -1.34], [-1.34, -0.45, 0.45, 1.34])
    """
    rows, columns = np.asarray(there.any(axis=1)), np.asarray(there.any(axis=0))
    inner = there[rows][:, columns]
    if min(inner.shape) < 2:
        raise NoComplexity(
            "small",
            f"complexity needs two regions and two industries that are present somewhere; here are "
            f"{inner.shape[0]} and {inner.shape[1]}.",
        )
    _refuse_parts(inner)
    diversity, ubiquity = inner.sum(axis=1, dtype=np.float64), inner.sum(axis=0, dtype=np.float64)
    scaled = inner / np.sqrt(diversity)[:, None]
    scaled /= np.sqrt(ubiquity)
    value, y = _second(scaled)
    eci = y / np.sqrt(diversity)
    eci = _z(eci)
    sign = _correlation(eci, diversity)
    if not abs(sign) >= least_sign:
        raise NoComplexity(
            "sign",
            f"complexity: it hardly goes with the number of industries of a region (correlation {sign:.2f}), "
            "so nothing says which end of the order is the complex one.",
        )
    eci = eci * np.sign(sign)
    pci = _z((inner.T @ eci) / ubiquity)
    wide_eci, wide_pci = np.full(len(rows), np.nan), np.full(len(columns), np.nan)
    wide_eci[rows], wide_pci[columns] = eci, pci
    return Complexity(wide_eci, wide_pci, value, abs(sign))


def _refuse_parts(inner: npt.NDArray[np.bool_]) -> None:
    """A table that falls into blocks has the eigenvalue 1 once for each of them."""
    regions, industries = np.nonzero(inner)
    n = sum(inner.shape)
    edges = csr_array((np.ones(len(regions), np.int8), (regions, industries + inner.shape[0])), shape=(n, n))
    parts = connected_components(edges, directed=False)[0]
    if parts > 1:
        raise NoComplexity(
            "disconnected",
            f"complexity: the table falls into {parts} parts that have no industry in common; their regions "
            "cannot be put in one order.",
        )


def _second(scaled: Floats) -> tuple[float, Floats]:
    """Second largest eigenvalue of ``scaled @ scaled.T`` and its eigenvector, from the smaller side."""
    across = scaled.shape[1] < scaled.shape[0]
    square = scaled.T @ scaled if across else scaled @ scaled.T
    n = len(square)
    values, vectors = eigh(
        square, subset_by_index=[max(n - 3, 0), n - 1], overwrite_a=True, check_finite=False
    )
    second = float(values[-2])
    if (n > 2 and abs(second - values[-3]) < _SAME) or second < _SAME:
        raise NoComplexity(
            "repeated",
            "complexity: the regions differ in two ways of equal weight, so no single order is right.",
        )
    vector = vectors[:, -2]
    return second, np.asarray(scaled @ vector / np.sqrt(second) if across else vector, dtype=np.float64)


def _z(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / values.std(), dtype=np.float64)


def _correlation(first: Floats, second: Floats) -> float:
    if second.std() == 0:
        return 0.0
    return float(((first - first.mean()) * (second - second.mean())).mean() / (first.std() * second.std()))
