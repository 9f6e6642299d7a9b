"""A thousand tables with secrets: what was called certain, or no, is so when the secrets are revealed."""

from __future__ import annotations

import numpy as np

from clusterlib import tables
from clusterlib.mapping.specialisation import specialise

STEPS = np.array([0, 20, 100, 250, 500, 1000, 1e5])


def made(seeds: range) -> tuple[dict[int, np.ndarray], list[dict[str, object]]]:
    """One table a seed, each in a year of its own, with 15 % of the cells secret; every second has totals."""
    true, rows = {}, []
    for year, seed in enumerate(seeds, start=1900):
        rng = np.random.default_rng(seed)
        jobs = np.round(rng.gamma(0.6, 200, (5, 6))) + 1
        true[year] = (jobs / jobs.sum(1, keepdims=True)) / (jobs.sum(0) / jobs.sum())
        hidden = rng.random(jobs.shape) < 0.15
        place = np.searchsorted(STEPS, jobs, side="right")
        for (r, i), secret in np.ndenumerate(hidden):
            row = {"region": f"R{r}", "industry": f"I{i}", "year": year}
            bounds = {"low": STEPS[place[r, i] - 1], "high": STEPS[place[r, i]] - 1}
            known = {"status": "suppressed", **bounds} if secret else {"employment": jobs[r, i]}
            rows.append(row | known)
        if seed % 2:
            total = {"region": "total", "industry": "total", "year": year}
            rows += [{**total, "region": f"R{r}", "employment": n} for r, n in enumerate(jobs.sum(1))]
            rows += [{**total, "industry": f"I{i}", "employment": n} for i, n in enumerate(jobs.sum(0))]
            rows.append({**total, "employment": jobs.sum()})
    return true, rows


def test_no_certain_and_no_no_is_wrong_when_secrets_are_revealed():
    wrong, said = 0, {"certain": 0, "possible": 0, "no": 0}
    for begin in range(0, 1000, 200):
        true, rows = made(range(begin, begin + 200))
        result = specialise(tables.typed("employment", rows), threshold=1.25, exact_limit=0, rounding=0)
        for row in result.frame.itertuples():
            value = true[row.year][int(row.region[1:]), int(row.industry[1:])]
            said[row.verdict] += 1
            wrong += row.verdict == "certain" and value < 1.25 * (1 - 1e-9)
            wrong += row.verdict == "no" and value >= 1.25 * (1 + 1e-9)
    assert wrong == 0
    assert sum(said.values()) == 30_000 and min(said.values()) > 100, said
