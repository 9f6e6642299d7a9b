"""How much of a whole run of workbook 01 is computing, and whether anything is computed twice.

A country of 11 regions × 17 industries × 17 years, in which 5 % of the cells are secret, is put into a copy
of the shipped Dakar case, so that every tool of the workbook has its tables. The cells of the built notebook
then run one after another, as in a run; what the tools themselves take is set apart from all the rest:
loading libraries, opening the case, figures, tables and sentences.
"""

from __future__ import annotations

import contextlib
import csv
import importlib
import io
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

REGIONS, INDUSTRIES, YEARS, FIRST_YEAR, SECRET = 11, 17, 17, 2006, 0.05
BOOK = Path(__file__).parents[1] / "workbooks" / "01_mapping.ipynb"
_HEAD = ("region", "industry", "year", "employment", "status", "establishments", "basis", "source")


@dataclass(slots=True)
class Spent:
    """Processor seconds by what they went into, and how often each was called.

    Attributes
    ----------
    seconds : dict
        Tool to processor seconds.
    calls : Counter
        How often the same function was called with the same arguments.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def twice(self) -> dict[str, int]:
        """What was computed again though nothing had changed: function to number of calls in excess."""
        found: Counter[str] = Counter()
        for (name, _), count in self.calls.items():
            found[name] += count - 1
        return {name: count for name, count in found.items() if count}


def country() -> tuple[np.ndarray, np.ndarray]:
    """Jobs by region, industry and year, and which of them are secret."""
    rng = np.random.default_rng(1)
    size = rng.lognormal(9.0, 1.0, (REGIONS, 1, 1)) * rng.dirichlet(np.ones(INDUSTRIES) * 2.0)[None, :, None]
    own = rng.lognormal(0.0, 0.7, (REGIONS, INDUSTRIES, 1))
    path = np.cumsum(rng.normal(0.02, 0.06, (REGIONS, INDUSTRIES, YEARS)), axis=2)
    jobs = np.rint(size * own * np.exp(path))
    small = rng.random(jobs.shape) / (jobs + 50.0)
    return jobs, small > np.quantile(small, 1 - SECRET)


def write_case(folder: Path, like: Path) -> None:
    """A copy of a shipped case with the table of this country; its own region is the first of the table."""
    shutil.copytree(like, folder)
    for name in ("regions.csv", "region_neighbours.csv"):
        (folder / name).unlink(missing_ok=True)
    jobs, secret = country()
    regions = ["Dakar", *(f"Region {r:02}" for r in range(2, REGIONS + 1))]
    industries = ["ICT services", *(f"Industry {i:02}" for i in range(2, INDUSTRIES + 1))]
    with (folder / "employment.csv").open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(_HEAD)
        for y in range(YEARS):
            for r in range(REGIONS + 1):
                for i in range(INDUSTRIES + 1):
                    lines.writerow(_row(jobs, secret, regions, industries, r, i, y))
    with (folder / "region_neighbours.csv").open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(("region", "neighbour", "basis", "source"))
        for r in range(REGIONS):
            for step in (1, 2):
                lines.writerow((regions[r], regions[(r + step) % REGIONS], "ILLUSTRATIVE", "made"))


def _row(
    jobs: np.ndarray, secret: np.ndarray, regions: list[str], industries: list[str], r: int, i: int, y: int
) -> tuple[object, ...]:
    """One cell or published total: the places after the last are the totals."""
    part = jobs[r if r < REGIONS else slice(None), i if i < INDUSTRIES else slice(None), y]
    n = int(part.sum())
    hidden = r < REGIONS and i < INDUSTRIES and bool(secret[r, i, y])
    status = "suppressed" if hidden else "value" if n else "nil"
    names = [*regions, "total"][r], [*industries, "total"][i], FIRST_YEAR + y
    firms = -(-n // 12)
    return *names, "" if hidden else n, status, firms, "ILLUSTRATIVE", "made for this measurement"


@contextlib.contextmanager
def watched() -> Iterator[Spent]:
    """Set apart what tools take, and note every call of the workbook's own functions with its arguments."""
    from clusterlib import workbook

    spent, call = Spent(), workbook.Step._call

    def timed(step: Any, function: Callable[..., Any], *rest: Any) -> Any:
        """The workbook's own call, its function with a clock around it."""

        def clocked(*values: Any, **options: Any) -> Any:
            """The function itself."""
            name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
            spent.calls[name, repr([id(value) for value in values]) + repr(sorted(options))] += 1
            begun = time.process_time()
            try:
                return function(*values, **options)
            finally:
                spent.seconds[name] = spent.seconds.get(name, 0.0) + time.process_time() - begun

        return call(step, clocked, *rest)

    workbook.Step._call = timed  # type: ignore[method-assign]
    try:
        yield spent
    finally:
        workbook.Step._call = call  # type: ignore[method-assign]


def run(folder: Path) -> tuple[Spent, float]:
    """Run all cells of the workbook on a case; what was spent, and processor seconds of the whole."""
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell

    sys.modules.setdefault("pyspark", None)  # type: ignore[arg-type]  # a developer's, not part of a run
    book = nbformat.read(BOOK, as_version=4)  # type: ignore[no-untyped-call]
    shell = InteractiveShell.instance()
    begun = time.process_time()
    importlib.import_module("esda")  # loaded where it is first wanted: a library, not computing
    with watched() as spent, contextlib.redirect_stdout(io.StringIO()):
        for cell in book.cells:
            if cell.cell_type != "code":
                continue
            source = cell.source
            if "parameters" in cell.metadata.get("tags", []):
                source += f"\ncase, out, lang = {str(folder)!r}, {str(folder.parent / 'out')!r}, 'en'"
            shell.run_cell(source).raise_error()
    return spent, time.process_time() - begun


def measure() -> dict[str, Any]:
    """Run the workbook once in this process: seconds of all, of the tools, and what was computed twice."""
    os.environ.setdefault("MPLBACKEND", "agg")
    like = BOOK.parents[1] / "data" / "cases" / "dakar-ict"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "country"
        write_case(folder, like)
        spent, whole = run(folder)
    return {"whole": whole, "tools": spent.seconds, "twice": spent.twice}
