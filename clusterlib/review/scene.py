"""What the rules of the review look at: all tables of a case and its run, and the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd

from clusterlib.faults import ClusterlibError

Found = TypeVar("Found")


@dataclass(slots=True)
class Scene:
    """Tables and settings of one case, and what was computed from them so far.

    Parameters
    ----------
    frames : mapping of str to DataFrame or None
        Typed input tables and hand-overs by name; None, or no row, for one that is not there.
    settings : mapping of str to object
        Settings of the case by their dotted names.
    parameters : mapping of str to mapping
        For each step the parameters that the case or the command gave; for the others the defaults hold.
    as_of : str or None
        Day that counts as today.

    Examples
    --------
    >>> Scene({}, {"legal_form": "association"}).setting("legal_form")
    'association'
    """

    frames: Mapping[str, pd.DataFrame | None]
    settings: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    as_of: str | None = None
    _kept: dict[str, Any] = field(default_factory=dict, repr=False)

    def frame(self, name: str) -> pd.DataFrame | None:
        """A table that has rows; None else."""
        frame = self.frames.get(name)
        return None if frame is None or frame.empty else frame

    def setting(self, name: str) -> str:
        """A setting as text; empty when the case does not give it."""
        value = self.settings.get(name)
        return "" if value is None else str(value)

    def given(self, step: str, *names: str) -> dict[str, Any]:
        """Those of some parameters of a step that were given."""
        known = self.parameters.get(step, {})
        return {name: known[name] for name in names if name in known}

    def once(self, name: str, make: Callable[[], Found]) -> Found:
        """The result of `make`, computed the first time it is asked for."""
        if name not in self._kept:
            self._kept[name] = make()
        found: Found = self._kept[name]
        return found

    def tool(
        self, function: Callable[..., Found], *names: str, needs: int = 1, **options: Any
    ) -> Found | None:
        """The result of a tool on tables of the case; None when one of the first `needs` tables is missing.

        Raises nothing: what a tool refuses is a fault of the case, which its check says.
        """
        frames = [self.frame(name) for name in names]
        if any(frame is None for frame in frames[:needs]):
            return None
        try:
            return function(*frames, **options)
        except ClusterlibError:
            return None
