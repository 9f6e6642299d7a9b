"""Budget lines that several tests use."""

from __future__ import annotations

from typing import Any

import pandas as pd

from clusterlib import tables


def lines(*rows: dict[str, Any]) -> pd.DataFrame:
    """Typed budget lines: monthly costs from January 2027 unless a row says otherwise."""
    base = {"kind": "out", "category": "other", "recurrence": "monthly", "start": "2027-01"}
    return tables.typed("budget_lines", [{"line_id": f"B{i}"} | base | row for i, row in enumerate(rows, 1)])


def balanced_year() -> pd.DataFrame:
    """The worked example of the method: 108,000 in, 108,000 out, and nearly nothing in February."""
    return lines(
        {"kind": "in", "category": "membership", "amount": 5000, "committed": "yes"},
        {"kind": "in", "category": "public", "amount": 24000, "recurrence": "once", "start": "2027-03"},
        {"kind": "in", "category": "public", "amount": 24000, "recurrence": "once", "start": "2027-09"},
        {"category": "personnel", "amount": 9000, "fixed": "yes", "because": "2.6"},
    )


def hostile(count: int) -> pd.DataFrame:
    """Lines with names that break what is careless with them."""
    names = ["$x_{", "<script>alert(1)</script>", "ميزانية المشروع", "L" * 200, "{gap}"]
    kinds = [("in", "public"), ("out", "personnel"), ("in", "services"), ("out", "events"), ("out", "other")]
    return lines(
        *(
            {
                "line_id": f"{names[i % 5][:40]}-{i}".replace(";", ""),
                "kind": kinds[i % 5][0],
                "category": kinds[i % 5][1],
                "amount": 1234.5 * (i + 1),
                "text": names[i % 5],
                "recurrence": ("monthly", "quarterly", "once")[i % 3],
                "probability": 0.5 if i % 2 else 1,
                "fixed": "yes",
            }
            for i in range(count)
        )
    )
