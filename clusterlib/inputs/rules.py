"""Rules between the cells of a row, the rows of a table and the tables of a case.

Each rule is a small function from the tables of a case to the faults it finds; `RULES` is the list
of all. What one cell may hold is judged before, in `checking`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from clusterlib.faults import Fault
from clusterlib.inputs.checking import Sheet, limited

#: Tables of a case by name, cells judged.
Sheets = Mapping[str, Sheet]
Rule = Callable[[Sheets], Iterator[Fault]]


def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order in which its faults are listed."""
    from clusterlib.inputs import rules_evidence, rules_plans, rules_references, rules_rows, rules_surveys

    return (
        *rules_rows.RULES,
        *rules_references.RULES,
        *rules_evidence.RULES,
        *rules_surveys.RULES,
        *rules_plans.RULES,
    )


def check(sheets: Sheets) -> list[Fault]:
    """Faults and remarks of all rules on one case.

    Parameters
    ----------
    sheets : mapping of Sheet
        Tables of the case by name.
    """
    return limited(fault for rule in all_rules() for fault in rule(sheets))
