"""What each fault says: what was found, what is allowed, what to do. One entry per code, in any language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clusterlib.readings import Speaker

#: Sentences of one code: found, allowed, cure.
Texts = Callable[["Speaker", Mapping[str, str]], tuple[str, str, str]]


@cache
def _catalogue() -> tuple[dict[str, Texts], dict[str, Texts]]:
    from clusterlib.inputs import fault_texts_cells as cells
    from clusterlib.inputs import fault_texts_excel as excel
    from clusterlib.inputs import fault_texts_files as files
    from clusterlib.inputs import fault_texts_firms as firms
    from clusterlib.inputs import fault_texts_import as imports
    from clusterlib.inputs import fault_texts_rules as rules

    rooms = (files, excel, cells, rules, firms, imports)
    faults = {code: texts for room in rooms for code, texts in room.FAULTS.items()}
    return faults, {code: texts for room in rooms for code, texts in room.REMARKS.items()}


def codes() -> tuple[str, ...]:
    """All codes that have an entry."""
    faults, remarks = _catalogue()
    return (*faults, *remarks)


def is_remark(code: str) -> bool:
    """Whether this code never stops anything."""
    return code in _catalogue()[1]


def texts(code: str, say: Speaker, values: Mapping[str, str]) -> tuple[str, str, str]:
    """The sentences of one code; all but the first may be empty."""
    faults, remarks = _catalogue()
    return (faults.get(code) or remarks[code])(say, values)
