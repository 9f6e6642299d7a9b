"""How much faster the vectorised draws are than plain loops: ``python benchmarks/methods.py``.

Two tools draw 10,000 times: the ranking of the Dakar demands (votes drawn again with replacement, places of
eleven demands) and a budget of 60 lines over 36 months. The plain loops do the same one number after the
other; they run over fewer draws, and their time is scaled to the same number. Results go into
``docs/benchmarks.md``; the same numbers must come out of both within the noise of the draws.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import record

from clusterlib import places, tables
from clusterlib.demand_ranking import demand_intervals, demands
from clusterlib.financing import budget, chances, liquidity
from clusterlib.inputs.cases import open_case

DRAWS, PLAIN_DRAWS, LINES, MONTHS = 10_000, 200, 60, 36
#: Seconds that both tools may take together, and repetitions of which the quickest counts.
LIMIT, TIMES = 2.0, 3


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


def plain_budget(lines: pd.DataFrame, draws: int) -> float:
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


def plain_ranking(scores: demands.Scores, draws: int) -> list[list[int]]:
    """Places of all demands in each draw: every vote drawn again, one after the other."""
    votes = [
        [value for value, name in ((1, "n1"), (2, "n2"), (3, "n3")) for _ in range(int(row[name]))]
        for row in scores.table.to_dict("records")
    ]
    source = random.Random(1)
    drawn = []
    for _ in range(draws):
        sums = [sum(source.choice(mine) for _ in mine) for mine in votes]
        drawn.append([1 + sum(other > own for other in sums) for own in sums])
    return drawn


def timed(function: Callable[[], Any], times: int = TIMES) -> float:
    """Seconds of the quickest of several calls."""
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        function()
        spent.append(time.perf_counter() - begun)
    return min(spent)


def main() -> None:
    """Time both tools and both loops, write the page, and end with 1 if the limit is missed."""
    case = open_case(places.shipped_case("dakar-ict"))
    scores = demands.score(case.table("demands"), case.table("vote_counts"))
    lines = large_budget()
    plan = liquidity.plan(lines, opening_cash=1000, count=MONTHS)
    fast = [
        timed(lambda: demand_intervals.rank(scores, draws=DRAWS)),
        timed(lambda: chances.simulate(plan, draws=DRAWS)),
    ]
    scale = DRAWS / PLAIN_DRAWS
    slow = [
        timed(lambda: plain_ranking(scores, PLAIN_DRAWS)) * scale,
        timed(lambda: plain_budget(lines, PLAIN_DRAWS), 1) * scale,
    ]
    top = scores.table["total"].astype(float).to_numpy().argmax()
    share = float(np.mean([row[top] == 1 for row in plain_ranking(scores, 5_000)]))
    names = ["ranking of the Dakar demands (11 demands, 7 votes each)",
             f"budget of {LINES} lines over {MONTHS} months"]  # fmt: skip
    rows = [
        {
            "tool": name,
            "draws": f"{DRAWS:,}",
            "vectorised (s)": f"{quick:.2f}",
            "plain loop (s)": f"{plain:.1f}",
            "ratio": f"{plain / quick:.0f}",
        }
        for name, quick, plain in zip(names, fast, slow, strict=True)
    ]
    both = sum(fast)
    note = (
        f"Both together {both:.2f} s; the limit is {LIMIT:.0f} s. Plain loops ran over {PLAIN_DRAWS} draws, "
        f"scaled; in 5,000 draws of the loop the first demand leads in {share:.3f} (method: .512)."
    )
    record.write("Draws of ranking and budget", rows, note=note)
    print(*(" | ".join(row.values()) for row in rows), note, sep="\n")
    raise SystemExit(both > LIMIT)


if __name__ == "__main__":
    main()
