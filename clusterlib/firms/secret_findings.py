"""What the attack on a table found, in a module of its own: it needs none of the attack's libraries."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Audit:
    """How closely a reader can work out the hidden cells of one year.

    Attributes
    ----------
    hidden : int
        Cells and totals that are not published.
    protected : int
        Those that had to be protected; each stays open by the protection asked for.
    exact : bool
        Whether linear programmes found exactly what a reader can infer; otherwise the guarantee is the
        proof of each cell.
    closest : float or None
        The narrowest range in jobs, from least to most, of a protected cell; of the proofs where not exact.
    everything : bool
        Whether the whole year is hidden.
    """

    hidden: int
    protected: int
    exact: bool
    closest: float | None
    everything: bool
