"""What a process need not load: a grammar of web addresses for a check that nobody asks for."""

from __future__ import annotations

import sys

#: Built by `jsonschema` at its import, through `rfc3987_syntax`, for the formats "iri" and "iri-reference".
#: No schema of a notebook has them, and building it takes longer than all other imports of a step together.
GRAMMAR = "rfc3987_syntax"


def lean() -> None:
    """Let `jsonschema` believe that the grammar is not installed, unless somebody has loaded it.

    Call it before `nbformat`, `papermill` or `voila` is imported.

    Examples
    --------
    >>> lean()
    >>> GRAMMAR in sys.modules
    True
    """
    sys.modules.setdefault(GRAMMAR, None)  # type: ignore[arg-type]
