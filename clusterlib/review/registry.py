"""The one list of the review's rules: each a row of ``dictionary/rules.csv`` and a small function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from clusterlib import tables
from clusterlib.checks import Check, Severity
from clusterlib.readings import Speaker
from clusterlib.review import (
    own_rules,
    rooms,
    rules_checklists,
    rules_evidence,
    rules_governance,
    rules_members,
    rules_partners,
    rules_services,
)
from clusterlib.review.scene import Scene

Judge = Callable[[Scene, Speaker], list[Check]]
#: Phases in the order in which a cluster goes through them; rules for policy come last.
PHASES = ("initiation", "establishment", "operationalisation", "transformation", "policy")
_OWN: dict[str, Judge] = {
    "R06": rules_members.candidates,
    "R11": rules_members.joining,
    "R20": rules_checklists.conditions,
    "R21": rules_checklists.obstacles,
    "R22": rules_checklists.evidence,
    "R35": own_rules.legal_form,
    "R36": rules_governance.steered,
    "R37": rules_governance.meetings,
    "R38": rules_governance.private_seats,
    "R39": rules_governance.answerable,
    "R40": rules_governance.posts,
    "R41": rules_governance.single_skill,
    "R42": rules_governance.people_skills,
    "R43": rules_governance.clauses,
    "R44": rules_services.trust,
    "R45": rules_services.served,
    "R46": rules_services.both_sides,
    "R51": rules_members.project_use,
    "R52": rules_services.priced,
    "R56": rules_members.for_members,
    "R57": rules_members.spoken_to,
    "R59": rules_evidence.changes,
    "R60": rules_evidence.evaluated,
    "R61": own_rules.easy_to_count,
    "R62": rules_evidence.compared,
    "R63": rules_partners.outside,
    "R66": rules_partners.abilities,
    "R67": rules_partners.trust_first,
    "R68": rules_partners.lasting,
    "R69": rules_partners.programmes,
    "R70": rules_partners.levels,
    "R71": rules_checklists.mistakes,
    "R72": rules_partners.made_for,
}
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
    doubts : tuple of str
        Ids of the guide's own contradictions that the rule touches (``data/reference/contradictions.csv``).
    judge : callable
        Gives the checks of its room, among them its own answers.
    """

    id: str
    severity: Severity
    phase: str
    lines: str
    needs: tuple[str, ...]
    answers: tuple[str, ...]
    title: str
    title_fr: str
    doubts: tuple[str, ...]
    judge: Judge

    def titled(self, say: Speaker) -> str:
        """Title in the language of the reader."""
        return self.title_fr if say.locale == "fr" else self.title

    def missing(self, scene: Scene) -> tuple[str, ...]:
        """What it needs and the case does not have."""
        return tuple(need for need in self.needs if not any(_there(n, scene) for n in need.split("|")))

    @property
    def waits(self) -> bool:
        """Whether it needs a table that a later workbook will ask for.

        Examples
        --------
        >>> rules()["R36"].waits, rules()["R06"].waits, rules()["R40"].waits
        (True, True, False)
        """
        return any(all(_of_later_workbook(part) for part in need.split("|")) for need in self.needs)

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


def _of_later_workbook(need: str) -> bool:
    return not need.startswith("case.") and not tables.table(need).first_release


def _room_of(id_: str) -> Judge:
    return _OWN[id_] if id_ in _OWN else next(room for room, ids in _ROOMS.items() if id_ in ids)


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
            doubts=tuple(part for part in row["doubts"].split(";") if part),
            judge=_room_of(row["id"]),
        )
        for row in tables.rows_of("rules.csv")
    }


def covered() -> frozenset[str]:
    """Names of all checks of single steps that a rule of the review speaks for."""
    return frozenset(name for rule in rules().values() for name in rule.answers)
