"""The grid in which a person fills in a table; every change is checked, and faults stand beside the cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import pandas as pd
import traitlets

from clusterlib import tables
from clusterlib.columns import Column
from clusterlib.faults import Fault
from clusterlib.readings import Speaker

if TYPE_CHECKING:
    from clusterlib.workbook import Step

_STATIC = Path(__file__).parent / "static"
_NUMERIC = {"integer", "number", "money", "share"}


class Grid(anywidget.AnyWidget):
    """Rows of texts as the browser shows them. Values travel as text and are parsed by the case."""

    _esm = _STATIC / "grid.js"
    _css = _STATIC / "grid.css"
    table = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    unfolded = traitlets.Bool(True).tag(sync=True)
    columns: Any = traitlets.List().tag(sync=True)
    rows: Any = traitlets.List().tag(sync=True)
    marks: Any = traitlets.List().tag(sync=True)
    state = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)


def grid(step: Step, name: str) -> Grid:
    """A grid for one input table of an open step."""
    text = step.case.text(name)
    known = tables.table(name)
    wanted = [c.name for c in known.columns if c.name in text.columns or c.required == "yes"]
    wanted += [c for c in text.columns if c not in wanted]
    wanted = [c for c in wanted if c not in ("basis", "source", "note")]
    made = Grid(
        table=name,
        columns=[_column(known, column, step.say) for column in wanted],
        rows=[["" if pd.isna(v) else str(v) for v in row] for row in text.reindex(columns=wanted).to_numpy()],
        words={
            "add": step.say("Add a row"),
            "undo": step.say("Undo"),
            "remove": step.say("Remove row"),
            "row": step.say("row"),
            "required": step.say("must be filled in"),
        },
        unfolded=len(text) <= 15,
    )
    kept = text.drop(columns=[c for c in wanted if c in text.columns])
    _say_state(made, step, name)
    made.observe(lambda change: _take(made, step, name, wanted, kept), names="rows")
    return made


def _column(known: tables.Table, name: str, say: Speaker) -> dict[str, Any]:
    spec: Column | None = next((c for c in known.columns if c.name == name), None)
    if spec is None:
        label = _twin_label(known, name, say) if known.is_twin(name) else name
        return {"name": name, "label": label, "help": "", "words": [], "kind": "wide", "required": False}
    words = [{"value": w, "label": say.word(w)} for w in spec.words]
    help_ = " – ".join(part for part in (spec.meaning, spec.unit, spec.allowed) if part)
    return {
        "name": name,
        "label": spec.label(say.lang),
        "help": help_,
        "words": words,
        "kind": "n" if spec.type in _NUMERIC else "wide" if spec.type == "text" else "",
        "required": spec.required == "yes",
    }


def _twin_label(known: tables.Table, name: str, say: Speaker) -> str:
    base, _, lang = name.rpartition("_")
    words = {"fr": say("in French"), "en": say("in English")}
    return f"{known.column(base).label(say.lang)} ({words.get(lang, lang)})"


def _take(made: Grid, step: Step, name: str, wanted: list[str], kept: pd.DataFrame) -> None:
    """Hand the edited rows to the step; rows that are blank all over are passed over."""
    frame = pd.DataFrame([[v or None for v in row] for row in made.rows], columns=wanted, dtype="str")
    frame = frame.join(kept.reindex(frame.index))
    step.replace(name, frame)
    _say_state(made, step, name)


def _say_state(made: Grid, step: Step, name: str) -> None:
    faults = step.case.faulty(name)
    made.title = step.say.plural(
        len(made.rows), "{table}: one row", "{table}: {n} rows", table=step.label(name)
    )
    made.marks = [_mark(fault, step.say) for fault in faults]
    made.state = (
        step.say.plural(
            len(faults),
            "One cell needs a look; the results below wait for it.",
            "{n} cells need a look; the results below wait for them.",
        )
        if faults
        else ""
    )


def _mark(fault: Fault, say: Speaker) -> dict[str, Any]:
    row = -1 if fault.row is None else fault.row - 2
    return {"row": row, "column": fault.column or "", "text": fault.beside(say)}
