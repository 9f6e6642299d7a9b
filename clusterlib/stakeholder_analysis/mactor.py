"""Who moves whom, and who stands with whom: the arithmetic of the interplay of actors (MACTOR, Godet)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clusterlib.faults import DomainError

Feedback = Literal["subtract", "none"]
Role = Literal["dominant", "relay", "dominated", "autonomous"]
Numbers = NDArray[np.float64]
#: Strongest influence and strongest stance on their scales.
STRONGEST = 4


@dataclass(frozen=True, slots=True)
class Weights:
    """Direct and indirect influence of n actors.

    Attributes
    ----------
    reach : array (n, n)
        Influence of the row on the column, direct and over one other actor; the diagonal is what comes back.
    influence, dependence : array (n,)
        Influence given and received, without what comes back.
    strength : array (n,) or None
        Strength compared with the average actor (1 is average); None when nobody influences anybody.
    """

    reach: Numbers
    influence: Numbers
    dependence: Numbers
    strength: Numbers | None

    @property
    def isolated(self) -> NDArray[np.bool_]:
        """Actors that neither give nor receive influence."""
        return np.asarray(self.influence + self.dependence == 0)

    @property
    def roles(self) -> list[Role]:
        """Place of each actor in the plane of influence and dependence, parted at the means."""
        if not len(self.influence):
            return []
        strong = self.influence >= self.influence.mean()
        held = self.dependence >= self.dependence.mean()
        names: dict[tuple[bool, bool], Role] = {
            (True, False): "dominant", (True, True): "relay",
            (False, True): "dominated", (False, False): "autonomous",
        }  # fmt: skip
        return [names[(bool(s), bool(h))] for s, h in zip(strong, held, strict=True)]


@dataclass(frozen=True, slots=True)
class Alliances:
    """How far n actors agree and disagree over m objectives.

    Attributes
    ----------
    convergence, divergence : array (n, n)
        Weight of the objectives on which two actors stand on the same side, on opposite sides.
    ambivalence : array (n,)
        0: with each other actor it always agrees or always disagrees; 1: agreement and disagreement cancel
        out with every other. NaN without any common objective.
    """

    convergence: Numbers
    divergence: Numbers
    ambivalence: Numbers


def weigh(direct: Numbers, *, feedback: Feedback = "subtract") -> Weights:
    """Indirect influence, the plane and the strength of each actor.

    Parameters
    ----------
    direct : array (n, n)
        Influence of the row on the column, 0 to 4, nothing on the diagonal.
    feedback : {"subtract", "none"}
        Whether the influence that comes back to an actor lowers its strength; editions of the method differ.

    Returns
    -------
    Weights

    Raises
    ------
    DomainError
        The matrix is not square, acts on itself, or leaves the scale.

    Examples
    --------
    >>> found = weigh(np.array([[0, 3, 1], [1, 0, 2], [0, 1, 0]], float))
    >>> found.influence.tolist(), found.dependence.tolist(), found.strength.round(2).tolist()
    ([7.0, 4.0, 2.0], [2.0, 5.0, 6.0], [2.41, 0.46, 0.13])
    """
    a = np.asarray(direct, dtype="float64")
    _judge(a, feedback)
    # what goes over one actor k is as strong as its weaker half; own cells are 0 and add nothing
    reach = a + np.minimum(a[:, :, None], a[None, :, :]).sum(axis=1)
    back = np.diag(reach).copy()
    influence, dependence = reach.sum(axis=1) - back, reach.sum(axis=0) - back
    return Weights(reach, influence, dependence, _strength(influence, dependence, back, feedback))


def ally(positions: Numbers) -> Alliances:
    """Agreement and disagreement of each pair, weighted by how strongly both feel.

    Parameters
    ----------
    positions : array (n, m)
        Stance of each actor on each objective, −4 to 4 (or the same times strength); NaN is no stance.

    Returns
    -------
    Alliances

    Examples
    --------
    >>> found = ally(np.array([[3, -1], [2, 2], [-1, 3]], float))
    >>> float(found.convergence[0, 1]), float(found.divergence[0, 1]), found.ambivalence.tolist()
    (2.5, 1.5, [0.375, 0.75, 0.375])
    """
    p = np.nan_to_num(np.asarray(positions, dtype="float64"))
    side = np.sign(p)
    both = (np.abs(p)[:, None, :] + np.abs(p)[None, :, :]) / 2
    same = side[:, None, :] * side[None, :, :]
    convergence, divergence = (both * (same > 0)).sum(axis=2), (both * (same < 0)).sum(axis=2)
    np.fill_diagonal(convergence, 0)
    np.fill_diagonal(divergence, 0)
    shared = (convergence + divergence).sum(axis=1)
    clear = np.abs(convergence - divergence).sum(axis=1)
    ambivalence = np.full(len(p), np.nan)
    np.divide(clear, shared, out=ambivalence, where=shared > 0)
    return Alliances(convergence, divergence, 1 - ambivalence)


def _strength(influence: Numbers, dependence: Numbers, back: Numbers, feedback: Feedback) -> Numbers | None:
    total = influence.sum()
    if not total:
        return None
    given = influence - back if feedback == "subtract" else influence
    moved = influence + dependence
    share = np.divide(influence, moved, out=np.zeros_like(moved), where=moved > 0)
    raw = given / total * share
    mean = raw.mean()
    return raw / mean if mean > 0 else None


def _judge(a: Numbers, feedback: str) -> None:
    if a.ndim != 2 or a.shape[0] != a.shape[1]:
        raise DomainError(
            f"influence: the matrix has the shape {a.shape}. Give one row and one column per actor."
        )
    if np.diag(a).any():
        raise DomainError("influence: an actor acts on itself. Leave the diagonal at 0.")
    if not np.isfinite(a).all() or (a < 0).any() or (a > STRONGEST).any():
        raise DomainError(
            f"influence: a strength outside 0 to {STRONGEST}. Correct it in the table of relations."
        )
    if feedback not in ("subtract", "none"):
        raise DomainError(f'feedback: {feedback!r} is not known. Use "subtract" or "none".')
