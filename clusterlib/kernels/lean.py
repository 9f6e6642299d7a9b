"""What a process need not load: a grammar for a check that nobody asks for, a debugger that nobody uses."""

from __future__ import annotations

import sys

#: Built by `jsonschema` at its import, through `rfc3987_syntax`, for the formats "iri" and "iri-reference".
#: No schema of a notebook has them, and building it takes longer than all other imports of a step together.
GRAMMAR = "rfc3987_syntax"


#: A debugger that every kernel would load before its first cell; nobody stops at a line of an app or run.
DEBUGGER = "debugpy"


def lean(*more: str) -> None:
    """Let libraries believe that the grammar, and `more`, is not installed, unless somebody has loaded it.

    Call it before `nbformat`, `papermill` or `voila` is imported.

    Examples
    --------
    >>> lean()
    >>> GRAMMAR in sys.modules
    True
    """
    for name in (GRAMMAR, *more):
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
