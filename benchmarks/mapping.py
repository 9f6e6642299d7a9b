"""How the mapping measures up: ``python benchmarks/mapping.py`` writes its figures to docs/benchmarks.md.

Two questions. Quotients, proximity, density and complexity of 3000 regions × 1000 industries, of which 70 %
are empty, against econcomplex: processor seconds, peak memory, and whether the numbers are the same. And a
whole workbook on 11 regions × 17 industries × 17 years: how much of its time is computing, and whether
anything is computed twice.

Each side runs in a process of its own, on one thread, with the processor's own kernels of the linear
algebra library; what is measured begins when the table is in memory and ends when the numbers are.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mapping_share
import numpy as np
import numpy.typing as npt
import record

REGIONS, INDUSTRIES, EMPTY = 3000, 1000, 0.7
Table = npt.NDArray[np.float64]
Numbers = dict[str, npt.NDArray[Any]]


def table() -> Table:
    """Jobs of a country: capable regions have nearly everything, rare industries few regions."""
    rng = np.random.default_rng(1)
    gap = np.linspace(1.0, 0.1, REGIONS)[:, None] - np.linspace(0.0, 0.9, INDUSTRIES)[None, :]
    chance = 1.0 / (1.0 + np.exp(-10.0 * (gap + rng.normal(0.0, 0.1, gap.shape))))
    jobs = rng.lognormal(3.0, 1.0, gap.shape)
    jobs[chance < np.quantile(chance, EMPTY)] = 0.0
    jobs[np.arange(REGIONS), np.arange(REGIONS) % INDUSTRIES] += 1.0  # nobody is without any job
    return np.asarray(jobs, dtype=np.float64)


def ours(jobs: Table) -> Numbers:
    """The four indicators with this library."""
    from clusterlib.mapping.complexity import complexity
    from clusterlib.mapping.relatedness import density, location_quotients, presence, proximity

    lq = location_quotients(jobs)
    there = presence(lq)
    near = proximity(there)
    found = complexity(there)
    return {"lq": lq, "proximity": near, "density": density(there, near), "eci": found.eci, "pci": found.pci}


def theirs(jobs: Table) -> Numbers:
    """The same with econcomplex, handing on what it has computed wherever its functions take it."""
    import econcomplex

    lq = econcomplex.location_quotient(jobs)
    there = (lq >= 1.0).astype(float)
    near = econcomplex.proximity(there, use_rca=False, threshold=0.5, compute="product")["product"]
    dense = econcomplex.relatedness_density(there, phi=near, use_rca=False, threshold=0.5) / 100
    eci, pci = econcomplex.eci_pci(there, use_rca=False, threshold=0.5)
    return {"lq": lq, "proximity": near, "density": dense, "eci": eci, "pci": pci}


SIDES: dict[str, Callable[[Table], Numbers]] = {"clusterlib": ours, "econcomplex": theirs}


def run_side(name: str, folder: Path) -> None:
    """Child process: compute, note processor seconds and peak memory, then save the numbers."""
    jobs = table()
    SIDES[name](jobs[:60, :40])  # what is imported on first use is not the question
    begun, clock = time.process_time(), time.perf_counter()
    found = SIDES[name](jobs)
    spent = {"cpu": time.process_time() - begun, "wall": time.perf_counter() - clock}
    spent["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    np.savez(folder / f"{name}.npz", **found)  # type: ignore[arg-type]
    print(json.dumps(spent))


def environment() -> dict[str, str]:
    """One thread, and no setting that forces other kernels of the linear algebra library on both sides."""
    kept = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    return kept | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def child(*arguments: str) -> dict[str, Any]:
    """Run this script as another process and read the last line it prints."""
    command = [sys.executable, str(Path(__file__).resolve()), *arguments]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def differences(folder: Path) -> dict[str, float]:
    """Largest difference of each indicator, the order of the industries turned to the same side."""
    first, second = (np.load(folder / f"{name}.npz") for name in SIDES)
    found = {}
    for name in first.files:
        a, b = first[name], second[name]
        if name == "pci":
            b = b * np.sign(np.nansum(a * b))
        both = ~np.isnan(a) & ~np.isnan(b)
        found[name] = float(np.abs(a[both] - b[both]).max())
        if name in ("eci", "pci") and not np.array_equal(np.isnan(a), np.isnan(b)):
            found[name] = float("inf")
    return found


def against_econcomplex(rounds: int) -> tuple[list[dict[str, object]], str]:
    """Both sides in turn, the best of so many rounds each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spent = {side: [child("--side", side, "--folder", name) for _ in range(rounds)] for side in SIDES}
        apart = differences(folder)
    best = {side: min(runs, key=lambda run: run["cpu"]) for side, runs in spent.items()}
    base = best["clusterlib"]["cpu"]
    rows: list[dict[str, object]] = [
        {
            "what": f"LQ, proximity, density, ECI: {REGIONS} × {INDUSTRIES}, {EMPTY:.0%} empty",
            "with": side,
            "CPU s": f"{run['cpu']:.2f}",
            "ratio": f"{run['cpu'] / base:.1f}",
            "peak MB": f"{run['peak']:.0f}",
        }
        for side, run in best.items()
    ]
    note = (
        "One thread each. Largest difference: "
        + ", ".join(f"{name} {value:.0e}" for name, value in apart.items())
        + "."
    )
    return rows, note


def whole_workbook(rounds: int) -> tuple[list[dict[str, object]], str]:
    """Workbook 01 on a country, the run of so many in which computing had the least share."""
    runs = [child("--workbook") for _ in range(rounds)]
    best = min(runs, key=lambda run: sum(run["tools"].values()) / run["whole"])
    tools = sorted(best["tools"].items(), key=lambda item: -item[1])
    computing = sum(best["tools"].values())
    shown = [("the whole workbook", best["whole"]), ("of it computing, all tools", computing)]
    shown += [(f"of it `{name}`", seconds) for name, seconds in tools[:5]]
    rows: list[dict[str, object]] = [
        {"what": what, "CPU s": f"{seconds:.2f}", "share": f"{seconds / best['whole']:.1%}"}
        for what, seconds in shown
    ]
    twice = ", ".join(f"{name} ({count})" for name, count in best["twice"].items()) or "nothing"
    size = " × ".join(str(n) for n in (mapping_share.REGIONS, mapping_share.INDUSTRIES, mapping_share.YEARS))
    note = (
        f"All cells of workbook 01 on {size}, {mapping_share.SECRET:.0%} secret, without the start of a "
        f"kernel, which would only lower the share. The limit is 5 %. Computed twice: {twice}."
    )
    return rows, note


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", choices=SIDES)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workbook", action="store_true", help="only run the workbook, in this process")
    parser.add_argument("--only", choices=("indicators", "workbook"), help="measure one of the two")
    given = parser.parse_args()
    if given.side:
        run_side(given.side, given.folder)
        return
    if given.workbook:
        print(json.dumps(mapping_share.measure()))
        return
    parts = {
        "indicators": ("Mapping: indicators", against_econcomplex),
        "workbook": ("Mapping: a whole run of workbook 01", whole_workbook),
    }
    for name, (title, measure) in parts.items():
        if given.only in (None, name):
            rows, note = measure(given.rounds)
            print(*rows, note, sep="\n")
            record.write(title, rows, note=note)


if __name__ == "__main__":
    main()
