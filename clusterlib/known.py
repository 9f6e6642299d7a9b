"""What a step knows: its case, the tables it declares, what earlier steps handed over."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd

from clusterlib import places, tables
from clusterlib.faults import ClusterlibError
from clusterlib.inputs import cases
from clusterlib.inputs.beside import Beside, folder_of, open_beside
from clusterlib.inputs.shapes import Shapes, read_shapes
from clusterlib.readings import Speaker
from clusterlib.running import declared, runs


class Known:
    """One case as one step sees it."""

    def __init__(self, book: declared.Workbook, case: cases.Case, folder: Path, say: Speaker) -> None:
        self.book = book
        self.case = case
        self.say = say
        self.lang = say.lang
        self.run = runs.RunFolder(folder)
        staging = os.environ.get("CLUSTERLIB_STAGING", "")
        self.target = runs.RunFolder(Path(staging)) if staging else self.run

    @property
    def as_of(self) -> str | None:
        """The day that counts as today, ISO; None when the case names no date at all."""
        return self.case.as_of

    def setting(self, name: str, default: Any = None) -> Any:
        """A setting of the case by its dotted name."""
        return self.case.setting(name, default)

    def money(self, name: str) -> float | None:
        """A setting that is an amount; None when it is not given."""
        value = self.case.setting(name)
        return None if value is None else float(value)

    def has(self, name: str) -> bool:
        """Whether a table of the case, or a hand-over, is there."""
        return self.table(name) is not None

    def table(self, name: str) -> pd.DataFrame | None:
        """A table that this workbook declares, typed; None when it is not there."""
        spec = tables.table(name)
        if name not in self.book.all_reads and name not in self.book.writes:
            raise ClusterlibError(f"{self.book.path.name} does not declare that it reads {name}.")
        if spec.kind == "input":
            return self.case.table(name) if self.case.has(name) else None
        fresh = self.target.read_table(name)
        handed = os.environ.get("CLUSTERLIB_HANDED")  # what this run of the chain has made so far
        if fresh is not None or (handed is not None and name not in handed.split(",")):
            return fresh
        return self.run.read_table(name)

    def reference(self, name: str) -> pd.DataFrame:
        """Facts of the guide, with their lines."""
        return places.reference(name)

    def beside(self, name: str, *names: str) -> Beside | None:
        """Tables of a second case that lies beside this one; None when no name is given."""
        return open_beside(self.case, name, names) if name.strip() else None

    def shapes(self, file: str, *, column: str = "", table: str = "employment") -> Shapes | None:
        """Outlines of the regions of a table, from a file in the folder of the case; None without a name."""
        regions = self.table(table) if file.strip() else None
        if regions is None:
            return None
        inner = regions.loc[regions["region"].str.strip().str.casefold() != "total", "region"]
        return read_shapes(folder_of(self.case), file, inner.unique(), column=column)

    def label(self, name: str) -> str:
        """What people call a table, in the reader's language."""
        return tables.table(name).label(self.lang)

    def at_fault(self) -> bool:
        """Whether one of the input tables of this step has a fault."""
        inputs = (name for name in self.book.all_reads if tables.table(name).kind == "input")
        return any(self.case.faulty(name) for name in inputs)
