"""Small tables of text, as the accounts of an import and of an aggregation print them."""

from __future__ import annotations

from collections.abc import Sequence


def columns_of(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Texts in columns, the first to the left and the others to the right.

    Examples
    --------
    >>> columns_of([("read", "1,000"), ("left out", "7")])
    ['  read      1,000', '  left out      7']
    """
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    told = []
    for row in rows:
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        told.append(("  " + "  ".join(cells)).rstrip())
    return told
