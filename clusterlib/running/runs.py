"""The run folder: hand-over tables, figures and the record of what happened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from clusterlib import atomic, tables
from clusterlib.faults import SchemaError
from clusterlib.figures import Picture

RECORD = "run.json"
#: Raised when the meaning of the record changes.
RECORD_SCHEMA = 1


def digest(data: bytes) -> str:
    """SHA-256 of bytes, as it stands in the record."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class RunFolder:
    """One folder that a run, or one step of it, writes into.

    Parameters
    ----------
    path : Path
        The folder; it is made when the first file is written.
    """

    path: Path

    def table_path(self, name: str) -> Path:
        """Where a hand-over table lies."""
        return self.path / "tables" / f"{tables.table(name).name}.csv"

    def has_table(self, name: str) -> bool:
        """Whether an earlier step handed this table over."""
        return self.table_path(name).is_file()

    def read_table(self, name: str) -> pd.DataFrame | None:
        """A hand-over table, typed; None when no step has written it."""
        path = self.table_path(name)
        return tables.from_csv(name, path.read_bytes()) if path.is_file() else None

    def write_table(self, name: str, frame: pd.DataFrame) -> Path:
        """Write a hand-over table after holding it against the data dictionary.

        Raises
        ------
        SchemaError
            If the frame is no such table: a defect of the step, not of the case.
        """
        data = tables.canonical_csv(name, checked(name, frame))
        path = self.table_path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(path, data)
        return path

    def write_picture(self, number: str, name: str, picture: Picture) -> list[Path]:
        """Write one figure as SVG and PNG; gives back both paths."""
        stem = f"{number}_{atomic.slug(name)}"
        folder = self.path / "figures"
        folder.mkdir(parents=True, exist_ok=True)
        for ending, data in (("svg", picture.svg), ("png", picture.png)):
            atomic.write_bytes(folder / f"{stem}.{ending}", data)
        return [folder / f"{stem}.svg", folder / f"{stem}.png"]

    def record(self) -> dict[str, Any]:
        """What is known of the last run; empty when there was none or its record is unreadable."""
        try:
            known = json.loads((self.path / RECORD).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) and known.get("schema") == RECORD_SCHEMA else {}

    def write_record(self, record: Mapping[str, Any]) -> Path:
        """Replace the record in one move."""
        self.path.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"schema": RECORD_SCHEMA, **record}, ensure_ascii=False, indent=1)
        atomic.write_bytes(self.path / RECORD, (text + "\n").encode("utf-8"))
        return self.path / RECORD


def checked(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as a typed table of the dictionary, or a SchemaError that lists what is wrong."""
    from pandera.errors import SchemaErrors

    spec = tables.table(name)
    columns = [column.name for column in spec.columns]
    wrong = [c for c in frame.columns if c not in columns] + [c for c in columns if c not in frame.columns]
    if wrong:
        raise SchemaError(
            f"The hand-over {name} has other columns than the data dictionary: {', '.join(wrong)}."
        )
    typed = tables.typed(name, frame)
    try:
        tables.schema(name).validate(typed, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases[["column", "check", "failure_case", "index"]].head(10)
        raise SchemaError(
            f"The hand-over {name} breaks its own rules:\n{cases.to_string(index=False)}"
        ) from error
    return typed
