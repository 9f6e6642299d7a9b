"""What rests on each demand, goal and objective: the lines of the tables that follow the red thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: What the rows of each table are called, in the language of the case and in French.
Names = Mapping[str, Mapping[str, tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class DemandLine:
    """One demand and what rests on it.

    Parameters
    ----------
    score, rank : float, int or None
        From the demand ranking; None without votes.
    top : bool
        Whether it is among the demands that count for the coverage.
    branches, goals, tasks : tuple of str
        Rows whose thread of `because` leads to this demand.
    """

    id: str
    text: str
    text_fr: str
    score: float | None
    rank: int | None
    top: bool
    branches: tuple[str, ...]
    goals: tuple[str, ...]
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal and what rests on it: demands below it, initiatives, tasks and indicators above it.

    Parameters
    ----------
    title : (str, str)
        What it is called, in the language of the case and in French.
    names : mapping
        What the rows of each table are called, in both languages.
    """

    id: str
    title: tuple[str, str]
    demands: tuple[str, ...]
    branches: tuple[str, ...]
    tasks: tuple[str, ...]
    indicators: tuple[str, ...]
    names: Names


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """A key objective of the votes, what the tree decided about it, and demands left aside.

    Parameters
    ----------
    text_fr : str
        The group of demands in French, if the case has it.
    names : mapping
        What the rows of each table are called, in the language of the case and in French.
    """

    id: str
    text: str
    text_fr: str
    because: tuple[str, ...]
    branches: tuple[str, ...]
    left: tuple[str, ...]
    names: Names


@dataclass(frozen=True, slots=True)
class Coverage:
    """Demands against strategy.

    Parameters
    ----------
    share : float or None
        Score of the top demands that have a branch over the score of all top demands (methods T11).
    voted : bool
        Whether scores were there; else every demand counts the same.
    aligned, interventions : tuple of str
        Interventions that lead to a demand by themselves or through a branch above, and all of them.
    without : tuple of str
        Tables that were not there.
    names : mapping
        What the rows of each table are called, in the language of the case and in French.
    """

    demands: tuple[DemandLine, ...]
    goals: tuple[GoalLine, ...]
    objectives: tuple[ObjectiveLine, ...]
    share: float | None
    voted: bool
    aligned: tuple[str, ...]
    interventions: tuple[str, ...]
    idle_tasks: tuple[str, ...]
    without: tuple[str, ...]
    names: Names

    @property
    def top(self) -> tuple[DemandLine, ...]:
        """The demands that count."""
        return tuple(line for line in self.demands if line.top)
