"""The one list of the review's rules: each a row of ``dictionary/rules.csv`` and a small function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from clusterlib import tables
from clusterlib.checks import Check, Severity
from clusterlib.readings import Speaker
from clusterlib.review import own_rules, rooms
from clusterlib.review.scene import Scene

Judge = Callable[[Scene, Speaker], list[Check]]
#: Phases in the order in which a cluster goes through them; rules for policy come last.
PHASES = ("initiation", "establishment", "operationalisation", "transformation", "policy")
_OWN: dict[str, Judge] = {"R35": own_rules.legal_form, "R61": own_rules.easy_to_count}
_ROOMS: dict[Judge, tuple[str, ...]] = {
    rooms.mapping: ("R02", "R03", "R04", "R05"),
    rooms.stakeholders: ("R07", "R08", "R09", "R10"),
    rooms.demands: ("R12",),
    rooms.strategy: ("R01", "R13", "R14", "R15", "R16", "R17", "R19", "R23", "R58"),
    rooms.action_plan: ("R18", "R24", "R25", "R26", "R27", "R28", "R29"),
    rooms.financing: ("R30", "R31", "R32", "R33", "R34", "R50"),
    rooms.monitoring: ("R47", "R48", "R49", "R53", "R54", "R55"),
    rooms.roadmapping: ("R64", "R65"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One lesson of the guide.

    Parameters
    ----------
    id : str
        ``R01`` … ``R72``.
    severity : {"red", "amber", "note"}
        How urgent a finding is at most.
    phase : str
        One of `PHASES`.
    lines : str
        Lines of the guide.
    needs : tuple of str
        Tables, ``case.NAME`` for a setting, ``a|b`` where one of two is enough; what is absent and not named
        here is itself the finding, or can be done without.
    answers : tuple of str
        Names under which its room answers.
    title, title_fr : str
        The lesson in a few words.
    judge : callable or None
        None for a rule that waits for a later workbook.
    """

    id: str
    severity: Severity
    phase: str
    lines: str
    needs: tuple[str, ...]
    answers: tuple[str, ...]
    title: str
    title_fr: str
    judge: Judge | None

    def titled(self, say: Speaker) -> str:
        """Title in the language of the reader."""
        return self.title_fr if say.locale == "fr" else self.title

    def missing(self, scene: Scene) -> tuple[str, ...]:
        """What it needs and the case does not have."""
        return tuple(need for need in self.needs if not any(_there(n, scene) for n in need.split("|")))

    def later_than(self, phase: str) -> bool:
        """Whether it belongs to a phase that a cluster in `phase` has not reached.

        Examples
        --------
        >>> rules()["R65"].later_than("establishment"), rules()["R65"].later_than("")
        (True, False)
        """
        return phase in PHASES and PHASES.index(self.phase) > PHASES.index(phase)


def _there(need: str, scene: Scene) -> bool:
    setting = need.removeprefix("case.")
    return bool(scene.setting(setting)) if setting != need else scene.frame(need) is not None


def _room_of(id_: str) -> Judge | None:
    if id_ in _OWN:
        return _OWN[id_]
    return next((room for room, ids in _ROOMS.items() if id_ in ids), None)


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """All rules by their id, in order.

    Examples
    --------
    >>> rules()["R08"].needs
    ('stakeholders',)
    """
    return {
        row["id"]: Rule(
            id=row["id"],
            severity=cast(Severity, row["severity"]),
            phase=row["phase"],
            lines=row["lines"],
            needs=tuple(part for part in row["needs"].split(";") if part),
            answers=(row["id"], *(part for part in row["answers"].split(";") if part)),
            title=row["title"],
            title_fr=row["title_fr"],
            judge=_room_of(row["id"]),
        )
        for row in tables.rows_of("rules.csv")
    }


def covered() -> frozenset[str]:
    """Names of all checks of single steps that a rule of the review speaks for."""
    return frozenset(name for rule in rules().values() if rule.judge for name in rule.answers)
