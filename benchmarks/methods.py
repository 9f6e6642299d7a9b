"""How much faster the vectorised simulation is than a plain loop: ``python benchmarks/methods.py``.

A budget of 60 lines over 36 months is drawn 10,000 times. The plain loop draws and adds up line by line
and month by month; it runs over fewer draws, and its time is scaled to the same number.
"""

from __future__ import annotations

import random
import time
from typing import Any

import pandas as pd

from clusterlib import tables
from clusterlib.financing import budget, chances, liquidity

DRAWS, PLAIN_DRAWS, LINES, MONTHS = 10_000, 200, 60, 36


def large_budget() -> pd.DataFrame:
    """Sixty monthly lines, all uncertain, in five groups."""
    kinds = ("triangular", "pert", "lognormal", "all or nothing")
    base = {"category": "other", "recurrence": "monthly", "start": "2027-01", "probability": 0.7}
    bounds = {"amount_low": 50, "amount_high": 300}
    return tables.typed(
        "budget_lines",
        [
            {"line_id": f"B{i}", "kind": "in" if i % 2 else "out", "amount": 100 + i,
             "distribution": kinds[i % 4], "correlation_group": f"g{i % 5}", **base, **bounds}
            for i in range(LINES)
        ],
    )  # fmt: skip


def one_amount(row: Any, source: random.Random) -> float:
    """One amount of a line that comes."""
    low, mode, high = row.amount_low, row.amount, row.amount_high
    if row.distribution == "triangular":
        return source.triangular(low, high, mode)
    if row.distribution == "pert":
        left, right = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
        return float(low + (high - low) * source.betavariate(left, right))
    return float(mode) * source.lognormvariate(0, 0.25) if row.distribution == "lognormal" else float(mode)


def plain(lines: pd.DataFrame, draws: int) -> float:
    """Share of draws below zero, one number after the other (no groups, no ranking of the lines)."""
    counts = budget.schedule(lines, count=MONTHS).counts.tolist()
    rows: list[Any] = list(lines.itertuples(index=False))
    below, source = 0, random.Random(1)
    for _ in range(draws):
        drawn = []
        for row in rows:
            amount = one_amount(row, source) if source.random() < row.probability else 0.0
            drawn.append(amount if row.kind == "in" else -amount)
        cash, least = 1000.0, 1000.0
        for month in range(MONTHS):
            for line in range(len(rows)):
                cash += drawn[line] * counts[line][month]
            least = min(least, cash)
        below += least < 0
    return below / draws


def main() -> None:
    """Time both and print the ratio."""
    lines = large_budget()
    plan = liquidity.plan(lines, opening_cash=1000, count=MONTHS)
    chances.simulate(plan, draws=DRAWS)
    begun = time.perf_counter()
    chances.simulate(plan, draws=DRAWS)
    fast = time.perf_counter() - begun
    begun = time.perf_counter()
    plain(lines, PLAIN_DRAWS)
    slow = (time.perf_counter() - begun) * DRAWS / PLAIN_DRAWS
    print(f"{LINES} lines, {MONTHS} months, {DRAWS:,} draws")
    print(f"vectorised {fast:.2f} s, plain loop {slow:.1f} s (scaled): {slow / fast:.0f} times as fast")


if __name__ == "__main__":
    main()
